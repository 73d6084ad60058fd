/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Faults: recording (flt_record.c) and the fault event (flt_event.c). */
#ifndef FLT_H
#define FLT_H

#include "dma.h"
#include "gen/vtd_faults.h"

void flt_init(struct vtd *v);

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

/* TES and IRES are both 0: recording begins at the first register again. */
void flt_record_restart(struct vtd *v);

/* True if a fault record other than @except is pending in FRCD. */
bool flt_record_pending(struct vtd *v, unsigned int except);
#define FLT_NONE VTD_FRCD_MAX /* @except: all of them count */

/*
 * A status bit of FSTS was just set by us. Sends the fault event, or holds it
 * while masked. To be called only if no other status bit was set already, see
 * flt_event_others().
 */
void flt_event_raise(struct vtd *v);

/*
 * True if some bit of FSTS besides @own (PPF aside) or some record besides
 * @except asks for software: then no further event is due. To be asked after
 * our own bit is set: what is still set then was set all along, while what
 * the host cleared in the meantime could have swallowed the event.
 */
bool flt_event_others(struct vtd *v, uint32_t own, unsigned int except);

/* The host wrote FECTL; cleared bits of FSTS, or F in a record. */
void flt_event_fectl_written(struct vtd *v, uint32_t fectl);
void flt_event_cleared(struct vtd *v);

#endif
