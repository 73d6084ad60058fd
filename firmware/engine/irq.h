/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Interrupt requests of devices. */
#ifndef IRQ_H
#define IRQ_H

#include "vtd.h"

/*
 * Answers one INTR. Without interrupt remapping (ECAP.IR=0) every interrupt
 * request is of compatibility format and goes out as it came (5.1.2).
 */
void irq_compat(struct vtd *v, const struct vtd_work *work);

#endif
