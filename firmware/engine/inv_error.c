/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "inv.h"

#include "flt.h"
#include "gen/vtd_regs.h"
#include "trace.h"

static void set_error(struct vtd *v, uint32_t bit)
{
	port_reg_set32(v->port, VTD_FSTS, bit);
	if (!flt_event_others(v, bit))
		flt_event_raise(v);
}

/* 6.5.2.11: the head stays; nothing goes on until the host cleared IQE. */
void inv_error_stop(struct vtd *v, enum vtd_iqei why, uint64_t lo)
{
	struct vtd_queue *q = &v->queue;

	inv_queue_show_head(v);
	q->stopped |= VTD_FSTS_IQE;
	q->line_end = 0;
	v->pending &= ~VTD_PENDING_QUEUE;
	port_reg_write32(v->port, VTD_IQERCD, why);
	set_error(v, VTD_FSTS_IQE);
	trace(v, INV_ERROR, why, q->head, lo);
}

/* The upper half of IQERCD: who caused ITE, and who ICE. */
#define IQERCD_HIGH (VTD_IQERCD + 4U)

/* The id is latched, and the event due, only when @bit rises (11.4.9.9). */
static void device_error(struct vtd *v, uint32_t bit, uint64_t field,
			 uint16_t sid)
{
	uint32_t high = port_reg_read32(v->port, IQERCD_HIGH);

	if (port_reg_read32(v->port, VTD_FSTS) & bit)
		return;
	high &= ~(uint32_t)(field >> 32);
	high |= (uint32_t)(VTD_PUT(field, sid) >> 32);
	port_reg_write32(v->port, IQERCD_HIGH, high);
	set_error(v, bit);
}

void inv_error_bad_completion(struct vtd *v, uint16_t sid)
{
	device_error(v, VTD_FSTS_ICE, VTD_IQERCD_ICESID, sid);
}

/* What was fetched and not begun may be another thing when it goes on. */
void inv_error_timed_out(struct vtd *v, uint16_t sid)
{
	if (v->queue.waiting)
		inv_wait_abort(v);
	inv_queue_show_head(v);
	v->queue.line_end = 0;
	v->queue.stopped |= VTD_FSTS_ITE;
	v->pending &= ~VTD_PENDING_QUEUE;
	device_error(v, VTD_FSTS_ITE, VTD_IQERCD_ITESID, sid);
}
