/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "inv.h"

#include "ats.h"
#include "drain.h"
#include "flt.h"
#include "gen/vtd_regs.h"
#include "msg.h"
#include "notify.h"
#include "trace.h"

#define PAGE_OF_QUEUE 4096U

static void read_iqa(struct vtd *v)
{
	struct vtd_queue *q = &v->queue;
	uint64_t iqa = port_reg_read64(v->port, VTD_IQA);

	q->base = iqa & VTD_IQA_IQA;
	q->size = PAGE_OF_QUEUE << VTD_GET(VTD_IQA_QS, iqa);
	q->width = iqa & VTD_IQA_DW ? 32 : 16;
	q->line_end = 0;
}

static void show_head(struct vtd *v)
{
	port_reg_write32(v->port, VTD_IQH, v->queue.head);
	v->queue.unseen = 0;
}

static void show_progress(struct vtd *v)
{
	if (v->queue.unseen)
		show_head(v);
}

/* Whether a descriptor may be fetched, if there is one. */
static bool runs(const struct vtd_queue *q)
{
	return q->enabled && !q->stopped && !q->draining;
}

static void kick(struct vtd *v)
{
	if (runs(&v->queue))
		v->pending |= VTD_PENDING_QUEUE;
}

void inv_queue_wake(struct vtd *v)
{
	if (v->queue.head != v->queue.tail)
		kick(v);
}

/* The tail may have been written before: then work begins at once. */
void inv_queue_enable(struct vtd *v)
{
	struct vtd_queue *q = &v->queue;

	q->enabled = true;
	q->head = 0;
	read_iqa(v);
	q->tail = port_reg_read32(v->port, VTD_IQT);
	show_head(v);
	kick(v);
}

void inv_queue_disable(struct vtd *v)
{
	v->queue.enabled = false;
	v->queue.head = 0;
	v->pending &= ~VTD_PENDING_QUEUE;
	show_head(v);
}

/* IQA may change while the queue is empty, so an empty queue reads it anew. */
void inv_queue_tail_written(struct vtd *v, uint32_t tail)
{
	struct vtd_queue *q = &v->queue;

	if (q->enabled && q->head == q->tail)
		read_iqa(v);
	q->tail = tail;
	kick(v);
}

static void advance(struct vtd *v)
{
	struct vtd_queue *q = &v->queue;

	q->head += q->width;
	if (q->head == q->size)
		q->head = 0;
	if (q->head < q->line_at)
		q->line_end = 0;
	if (q->head == q->tail)
		v->pending &= ~VTD_PENDING_QUEUE;
	if (q->head == q->tail || ++q->unseen >= VTD_IQH_BATCH)
		show_head(v);
}

/* One that was set again since the host cleared it still counts. */
void inv_queue_resume(struct vtd *v)
{
	v->queue.stopped &= port_reg_read32(v->port, VTD_FSTS);
	kick(v);
}

static void set_error(struct vtd *v, uint32_t bit)
{
	port_reg_set32(v->port, VTD_FSTS, bit);
	if (!flt_event_others(v, bit))
		flt_event_raise(v);
}

/* 6.5.2.11: the head stays; nothing goes on until the host cleared IQE. */
static void stop(struct vtd *v, enum vtd_iqei why, uint64_t lo)
{
	struct vtd_queue *q = &v->queue;

	show_head(v);
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

void inv_queue_bad_completion(struct vtd *v, uint16_t sid)
{
	device_error(v, VTD_FSTS_ICE, VTD_IQERCD_ICESID, sid);
}

/*
 * Software that sees ITE takes every wait before the head for aborted. One that
 * stayed behind it would run again and write a status that nobody expects.
 */
static void abort_wait(struct vtd *v)
{
	v->queue.waiting = false;
	v->queue.draining = false;
	advance(v);
}

/* What was fetched and not begun may be another thing when it goes on. */
void inv_queue_timed_out(struct vtd *v, uint16_t sid)
{
	if (v->queue.waiting)
		abort_wait(v);
	show_head(v);
	v->queue.line_end = 0;
	v->queue.stopped |= VTD_FSTS_ITE;
	v->pending &= ~VTD_PENDING_QUEUE;
	device_error(v, VTD_FSTS_ITE, VTD_IQERCD_ITESID, sid);
}

static bool ttm_is_supported(const struct vtd *v)
{
	switch (v->ttm) {
	case VTD_TTM_LEGACY:
		return true;
	case VTD_TTM_SCALABLE:
		return v->config.ecap & VTD_ECAP_SMTS;
	case VTD_TTM_ABORT:
		return v->config.ecap & VTD_ECAP_ADMS;
	default:
		return false;
	}
}

/* 32 bytes come with SMTS or ADMS; legacy mode alone takes 16 (11.4.9.3). */
static enum vtd_iqei check_mode(const struct vtd *v)
{
	bool has_wide = v->config.ecap & (VTD_ECAP_SMTS | VTD_ECAP_ADMS);
	bool wide = v->queue.width == 32;

	if (!ttm_is_supported(v))
		return VTD_IQEI_TTM;
	if (wide ? !has_wide : v->ttm != VTD_TTM_LEGACY)
		return VTD_IQEI_WIDTH;
	return VTD_IQEI_NONE;
}

/* The head can be out of step only if IQA was changed under a busy queue. */
static enum vtd_iqei check_pointers(const struct vtd_queue *q)
{
	uint32_t unaligned = q->width - 1U;

	if (q->tail >= q->size || q->head >= q->size)
		return VTD_IQEI_TAIL;
	if ((q->tail | q->head) & unaligned)
		return VTD_IQEI_ALIGNMENT;
	return VTD_IQEI_NONE;
}

/*
 * Each word read costs as much as ten instructions, each read the latency of
 * memory: so one read takes what there is up to the tail, as far as alignment
 * and 64 bytes allow, and never what is behind the tail.
 */
static uint32_t bytes_to_read(const struct vtd_queue *q)
{
	uint32_t end = q->tail > q->head ? q->tail : q->size;
	uint32_t bytes = sizeof(q->line);

	while (bytes > q->width &&
	       (q->head & (bytes - 1) || bytes > end - q->head))
		bytes /= 2;
	return bytes;
}

static int fetch(struct vtd *v, const uint64_t **desc)
{
	struct vtd_queue *q = &v->queue;
	uint32_t bytes;
	int err;

	if (q->head < q->line_at || q->head >= q->line_end) {
		bytes = bytes_to_read(q);
		q->line_end = 0;
		err = port_host_read(v->port, q->base + q->head, bytes / 8,
				     q->line);
		if (err)
			return err;
		q->line_at = q->head;
		q->line_end = q->head + bytes;
	}
	*desc = &q->line[(q->head - q->line_at) / 8];
	return 0;
}

/*
 * Everything before the wait is done and drained. The head moves first: who
 * sees the status finds it behind the wait.
 */
static void complete_wait(struct vtd *v)
{
	struct vtd_queue *q = &v->queue;
	uint64_t lo = q->wait[0];
	uint64_t at = q->wait[1] & VTD_WAIT_DESC_HI_ADDR & ~v->beyond_haw;

	q->waiting = false;
	q->draining = false;
	q->drain_due = false;
	advance(v);
	show_progress(v);
	if (lo & VTD_WAIT_DESC_LO_SW)
		port_host_write32(v->port, at,
				  (uint32_t)VTD_GET(VTD_WAIT_DESC_LO_DATA, lo));
	trace(v, INV_WAIT, at, VTD_GET(VTD_WAIT_DESC_LO_DATA, lo), lo >> 4 & 7);
	if (lo & VTD_WAIT_DESC_LO_IF)
		inv_event_raise(v);
}

/* True when a further one may be told on a later turn. */
static bool telling(struct vtd *v)
{
	if (!ats_due(v))
		return false;
	v->queue.drain_due = true;
	return ats_due_step(v) != ATS_INV_NO_TAG;
}

/* Everyone who is to be told of what went has let go of it. */
static bool devices_are_done(struct vtd *v)
{
	return notify_wait(v, VTD_PENDING_QUEUE) && !ats_due(v) &&
	       !ats_inv_pending(v);
}

void inv_queue_message_taken(struct vtd *v)
{
	if (v->queue.ahead)
		v->queue.ahead--;
}

/* Page requests are held back while there is no room for their answers. */
void inv_queue_nothing_to_take(struct vtd *v)
{
	if (v->queue.ahead && msg_room_for_page(v))
		v->queue.ahead = 0;
}

/*
 * 6.5.2.9, PD. What was taken is in the page-request queue, PQT included, when
 * its turn ends, and stores are in order. So what the gate holds is taken
 * first, all that it can hold at most. Devices that never leave a message its
 * turn hold up themselves, and the wait only for so long.
 */
static bool pages_are_taken(struct vtd *v)
{
	struct vtd_queue *q = &v->queue;

	if (!(q->wait[0] & VTD_WAIT_DESC_LO_PD))
		return true;
	if (!q->pages_asked) {
		q->pages_asked = true;
		q->ahead = VTD_MSG_HELD;
		q->polls = 0;
	}
	return !q->ahead || ++q->polls == VTD_MSG_POLLS;
}

/*
 * 6.5.2.12. The drain comes when the last device has answered: its answer came
 * behind its writes (design: contract of the messages), so they are drained.
 */
static void go_on_waiting(struct vtd *v)
{
	if (telling(v)) {
		show_progress(v);
		return;
	}
	if (!devices_are_done(v)) {
		v->pending &= ~VTD_PENDING_QUEUE;
		show_progress(v);
		return;
	}
	if (!pages_are_taken(v)) {
		show_progress(v);
		return;
	}
	if (!v->queue.drain_due || drain_start(v, VTD_PENDING_QUEUE)) {
		complete_wait(v);
		return;
	}
	v->queue.draining = true;
	show_progress(v);
}

/* INV_ASLEEP, INV_AGAIN: the host sees how far it got. */
static void put_off(struct vtd *v, enum inv_then then)
{
	show_progress(v);
	if (then == INV_ASLEEP)
		v->pending &= ~VTD_PENDING_QUEUE;
}

static void finish(struct vtd *v, enum inv_then then)
{
	switch (then) {
	case INV_DONE:
		advance(v);
		break;
	case INV_WAIT:
		v->queue.waiting = true;
		v->queue.pages_asked = false;
		go_on_waiting(v);
		break;
	default:
		put_off(v, then);
	}
}

static void next_descriptor(struct vtd *v)
{
	const uint64_t *desc = NULL;
	enum inv_then then;
	enum vtd_iqei why;

	why = check_mode(v);
	if (!why)
		why = check_pointers(&v->queue);
	if (!why && fetch(v, &desc))
		why = VTD_IQEI_FETCH;
	if (!why)
		why = inv_desc_execute(v, desc, &then);
	if (why)
		stop(v, why, desc ? desc[0] : 0);
	else
		finish(v, then);
}

void inv_queue_step(struct vtd *v)
{
	struct vtd_queue *q = &v->queue;

	if (q->draining)
		complete_wait(v);
	else if (q->waiting)
		go_on_waiting(v);
	else if (runs(q) && q->head != q->tail)
		next_descriptor(v);
	else
		v->pending &= ~VTD_PENDING_QUEUE;
}
