/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "inv.h"

#include "ats.h"
#include "drain.h"
#include "msg.h"
#include "notify.h"
#include "trace.h"

/*
 * Everything before the wait is done and drained. The head moves first: who
 * sees the status finds it behind the wait.
 */
static void complete(struct vtd *v)
{
	struct vtd_queue *q = &v->queue;
	uint64_t lo = q->wait[0];
	uint64_t at = q->wait[1] & VTD_WAIT_DESC_HI_ADDR & ~v->beyond_haw;

	q->waiting = false;
	q->draining = false;
	q->drain_due = false;
	inv_queue_advance(v);
	inv_queue_show_progress(v);
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

void inv_wait_message_taken(struct vtd *v)
{
	if (v->queue.ahead)
		v->queue.ahead--;
}

/* Page requests are held back while there is no room for their answers. */
void inv_wait_nothing_to_take(struct vtd *v)
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
static void go_on(struct vtd *v)
{
	if (telling(v)) {
		inv_queue_show_progress(v);
		return;
	}
	if (!devices_are_done(v)) {
		v->pending &= ~VTD_PENDING_QUEUE;
		inv_queue_show_progress(v);
		return;
	}
	if (!pages_are_taken(v)) {
		inv_queue_show_progress(v);
		return;
	}
	if (!v->queue.drain_due || drain_start(v, VTD_PENDING_QUEUE)) {
		complete(v);
		return;
	}
	v->queue.draining = true;
	inv_queue_show_progress(v);
}

void inv_wait_begin(struct vtd *v)
{
	v->queue.waiting = true;
	v->queue.pages_asked = false;
	go_on(v);
}

void inv_wait_step(struct vtd *v)
{
	if (v->queue.draining)
		complete(v);
	else
		go_on(v);
}

/*
 * Software that sees ITE takes every wait before the head for aborted. One that
 * stayed behind it would run again and write a status that nobody expects.
 */
void inv_wait_abort(struct vtd *v)
{
	v->queue.waiting = false;
	v->queue.draining = false;
	inv_queue_advance(v);
}
