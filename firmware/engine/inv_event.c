/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "inv.h"

#include "event.h"
#include "gen/vtd_regs.h"

static void send_or_hold(struct vtd *v)
{
	v->inv_event.quiet = false;
	event_raise(v, VTD_IECTL, &v->inv_event.held);
}

/* 6.5.2.9: only IWC going from 0 to 1 is an event. */
void inv_event_raise(struct vtd *v)
{
	bool was_set = port_reg_read32(v->port, VTD_ICS) & VTD_ICS_IWC;

	port_reg_set32(v->port, VTD_ICS, VTD_ICS_IWC);
	if (was_set)
		v->inv_event.quiet = true;
	else
		send_or_hold(v);
}

void inv_event_iectl_written(struct vtd *v, uint32_t iectl)
{
	event_control_written(v, VTD_IECTL, iectl, &v->inv_event.held);
}

/*
 * The host may have cleared IWC between our look at it and our setting it. Then
 * IWC is 1 again without a message, and now is the time for it.
 */
void inv_event_cleared(struct vtd *v)
{
	bool set = port_reg_read32(v->port, VTD_ICS) & VTD_ICS_IWC;

	if (set && v->inv_event.quiet)
		send_or_hold(v);
	else if (!set)
		event_withdraw(v, VTD_IECTL, &v->inv_event.held);
}
