/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flt.h"

#include "gen/vtd_regs.h"
#include "trace.h"

/*
 * The records as a ring. The host clears F at any moment and tells no number,
 * so what the window holds is known only by asking, and a fault may not ask 256
 * times. What is always known: only we set F, in ring order. So between the
 * oldest record that was not seen clear and the next one to be written lies all
 * that can be pending (who[] not FREE), and one source has one record at most.
 * Hence each question a fault has costs one read or none: pending at all (PPF),
 * this source already (its one record), room (the oldest, if the ring is full).
 *
 * Left is: did PPF fall just before our F made it rise again? That is asked of
 * the records from the oldest on. Each answer ends the search or shortens the
 * ring; ASKS of them a turn, the rest in turns of their own.
 */
#define RECORD_SIZE 16U
#define FREE        0U
#define TAKEN       (UINT32_C(1) << 16) /* | source id */
#define ASKS        4U

static unsigned int frcdl(const struct vtd *v, unsigned int index)
{
	return v->faults.at + index * RECORD_SIZE;
}

static unsigned int frcdh(const struct vtd *v, unsigned int index)
{
	return frcdl(v, index) + (VTD_FRCDH - VTD_FRCDL);
}

static unsigned int following(const struct vtd_fault_log *f, unsigned int index)
{
	return index + 1 < f->count ? index + 1 : 0;
}

void flt_log_init(struct vtd *v)
{
	uint64_t cap = v->config.cap;

	v->faults = (struct vtd_fault_log){
		.at = (uint16_t)(VTD_GET(VTD_CAP_FRO, cap) * 16),
		.count = (uint16_t)(VTD_GET(VTD_CAP_NFR, cap) + 1),
	};
}

static bool pending(struct vtd *v, unsigned int index)
{
	uint32_t *who = &v->faults.who[index];

	if (*who == FREE)
		return false;
	if (port_reg_read64(v->port, frcdh(v, index)) & VTD_FRCDH_F)
		return true;
	*who = FREE;
	return false;
}

/* The oldest record is free. */
static void drop_oldest(struct vtd_fault_log *f)
{
	f->oldest = (uint16_t)following(f, f->oldest);
	f->used--;
	if (f->older)
		f->older--;
}

/* 7.2.1: further faults of a source whose record is pending are dropped. */
static bool collapses(struct vtd *v, uint16_t sid)
{
	const struct vtd_fault_log *f = &v->faults;
	unsigned int index = f->oldest;

	for (unsigned int n = 0; n < f->used; n++) {
		if (f->who[index] == (TAKEN | sid))
			return pending(v, index);
		index = following(f, index);
	}
	return false;
}

/* Whether the oldest record is pending; if not, the ring is shorter now. */
static bool oldest_pending(struct vtd *v)
{
	if (pending(v, v->faults.oldest))
		return true;
	drop_oldest(&v->faults);
	return false;
}

static bool is_full(struct vtd *v)
{
	return v->faults.used == v->faults.count && oldest_pending(v);
}

/* Whoever clears the last record meanwhile leaves PFO without an event. */
static void overflow(struct vtd *v)
{
	port_reg_set32(v->port, VTD_FSTS, VTD_FSTS_PFO);
	if (!flt_event_others(v, VTD_FSTS_PFO))
		flt_event_raise(v);
}

/* F comes with the upper half, so after everything else of the record. */
static void write_record(struct vtd *v, uint64_t low, uint64_t high)
{
	struct vtd_fault_log *f = &v->faults;
	unsigned int index = f->next;

	port_reg_write64(v->port, frcdl(v, index), low);
	port_reg_write64(v->port, frcdh(v, index), high | VTD_FRCDH_F);
	trace(v, FAULT_RECORD, index, low, high | VTD_FRCDH_F);
	f->who[index] = TAKEN | (uint32_t)(high & VTD_FRCDH_SID);
	f->next = (uint16_t)following(f, index);
	if (!f->used)
		f->oldest = (uint16_t)index;
	f->used++;
}

static void restart(struct vtd_fault_log *f)
{
	f->restart = false;
	f->next = 0;
	f->oldest = 0;
	f->used = f->count;
}

/* What is pending may lie anywhere then: all of the ring is in question. */
void flt_log_restart(struct vtd *v)
{
	if (v->faults.doubt)
		v->faults.restart = true;
	else
		restart(&v->faults);
}

static void end_doubt(struct vtd *v)
{
	v->faults.doubt = false;
	v->pending &= ~VTD_PENDING_FAULT;
	if (v->faults.restart)
		restart(&v->faults);
}

/* PPF was seen clear: none is pending. */
static void forget(struct vtd *v)
{
	struct vtd_fault_log *f = &v->faults;

	if (f->doubt)
		end_doubt(v);
	while (f->used) {
		f->who[f->oldest] = FREE;
		drop_oldest(f);
	}
}

/*
 * What is pending now and older than the record in doubt was pending all along.
 * If nothing is, PPF may have risen with that record, and the event is due; at
 * worst that is an event too many.
 */
void flt_log_step(struct vtd *v)
{
	struct vtd_fault_log *f = &v->faults;

	for (unsigned int asked = 0; asked < ASKS && f->used; asked++) {
		if (!oldest_pending(v))
			continue;
		if (!f->older)
			flt_event_raise(v);
		end_doubt(v);
		return;
	}
	if (!f->used)
		end_doubt(v);
}

/*
 * PPF was set when this fault came: one of the @older records was pending.
 * Beside another status bit no event would be due anyway.
 */
static void begin_doubt(struct vtd *v, unsigned int older)
{
	struct vtd_fault_log *f = &v->faults;

	if (!f->doubt) {
		if (flt_event_others(v, VTD_FSTS_PPF))
			return;
		f->doubt = true;
		f->older = (uint16_t)older;
		v->pending |= VTD_PENDING_FAULT;
	}
	flt_log_step(v);
}

static void put(struct vtd *v, uint64_t low, uint64_t high)
{
	unsigned int older = v->faults.used;

	if (older) {
		write_record(v, low, high);
		begin_doubt(v, older);
		return;
	}
	write_record(v, low, high);
	if (!flt_event_others(v, VTD_FSTS_PPF))
		flt_event_raise(v);
}

enum flt_lost flt_log_put(struct vtd *v, uint64_t low, uint64_t high)
{
	uint32_t fsts = port_reg_read32(v->port, VTD_FSTS);

	if (fsts & VTD_FSTS_PFO)
		return FLT_OVERFLOW;
	if (!(fsts & VTD_FSTS_PPF))
		forget(v);
	if (collapses(v, (uint16_t)(high & VTD_FRCDH_SID)))
		return FLT_COLLAPSED;
	if (is_full(v)) {
		overflow(v);
		return FLT_OVERFLOW;
	}
	put(v, low, high);
	return FLT_RECORDED;
}
