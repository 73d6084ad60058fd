/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Event messages: the scheme of mask (IM) and pending (IP) that every event of
 * the unit has (7.3, 6.5.2.9, 11.4.13.8). The four registers of each follow one
 * another: control, data, address, upper address.
 */
#ifndef EVENT_H
#define EVENT_H

#include "vtd.h"

/* IM and IP lie at the same place in every control register. */
#define EVENT_IM VTD_FECTL_IM
#define EVENT_IP VTD_FECTL_IP

/*
 * An event is due: its message is sent, or held while masked. @ctl is the
 * offset of the control register, *@held the engine's copy of IP. The mask is
 * the one in the window: when the host changes it meanwhile, its write comes
 * after us and finds IP set.
 */
void event_raise(struct vtd *v, unsigned int ctl, bool *held);

/* The host wrote @value to the control register. */
void event_control_written(struct vtd *v, unsigned int ctl, uint32_t value,
			   bool *held);

/* What the held event was about is over: IP falls, nothing is sent. */
void event_withdraw(struct vtd *v, unsigned int ctl, bool *held);

#endif
