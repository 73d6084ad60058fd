/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Faults: what is reported (flt_record.c), the fault recording registers
 * (flt_log.c) and the fault event (flt_event.c).
 */
#ifndef FLT_H
#define FLT_H

#include "dma.h"
#include "gen/vtd_faults.h"

/*
 * Reports @fault of @w: traces the walk, then writes a fault record unless
 * FPD, compression or an overflow says otherwise (7.2, 7.3).
 */
void flt_report(struct vtd *v, const struct dma_walk *w, enum vtd_fault fault);

/*
 * Reports @fault of the interrupt request @work: @index goes where a record
 * keeps the address; @fpd is that of the interrupt entry, false without one.
 */
void flt_report_interrupt(struct vtd *v, const struct vtd_work *work,
			  enum vtd_fault fault, uint16_t index, bool fpd);

/* ---- flt_log.c ---------------------------------------------------------- */

/* Why a fault is not recorded. */
enum flt_lost {
	FLT_RECORDED = 0,
	FLT_COLLAPSED = 1, /* its source has a pending record already */
	FLT_OVERFLOW = 2,
	FLT_FPD = 3,
};

void flt_log_init(struct vtd *v);

/*
 * Writes the next record and sends the event that is due. @low and @high are
 * FRCD, F aside. At most twelve reads of registers, however many records there
 * are.
 */
enum flt_lost flt_log_put(struct vtd *v, uint64_t low, uint64_t high);

/* VTD_PENDING_FAULT: one more step towards the event, if one is due. */
void flt_log_step(struct vtd *v);

/* TES and IRES are both 0: recording begins at the first register again. */
void flt_log_restart(struct vtd *v);

/* ---- flt_event.c -------------------------------------------------------- */

/*
 * A status bit of FSTS was just set by us. Sends the fault event, or holds it
 * while masked. To be called only if no other status bit was set already, see
 * flt_event_others().
 */
void flt_event_raise(struct vtd *v);

/*
 * True if some bit of FSTS besides @own asks for software: then no further
 * event is due. To be asked after our own bit is set: what is still set then
 * was set all along, while what the host cleared in the meantime could have
 * swallowed the event.
 */
bool flt_event_others(struct vtd *v, uint32_t own);

/* The host wrote FECTL; cleared bits of FSTS, or F in a record. */
void flt_event_fectl_written(struct vtd *v, uint32_t fectl);
void flt_event_cleared(struct vtd *v);

#endif
