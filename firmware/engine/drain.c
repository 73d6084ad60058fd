/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "drain.h"

#include "gen/vtd_gate.h"
#include "trace.h"

void drain_give_up(struct vtd *v, enum vtd_fatal reason)
{
	trace(v, FATAL, reason, 0, 0);
	v->dead = true;
	port_mode(v->port, GATE_MODE_BLOCK);
}

uint64_t drain_status(struct vtd *v)
{
	uint64_t status = port_status(v->port);

	if (status & GATE_STATUS_HM_WERR)
		trace(v, STORE_FAILED, status, 0, 0);
	return status;
}

static bool over(struct vtd *v)
{
	if (drain_status(v) & GATE_STATUS_DRAINING)
		return false;
	trace(v, DRAIN, 1, v->drain.polls, 0);
	return true;
}

static void end(struct vtd *v)
{
	v->pending |= v->drain.waiting;
	v->pending &= ~VTD_PENDING_DRAIN;
	v->drain.waiting = 0;
}

bool drain_start(struct vtd *v, unsigned int who)
{
	trace(v, DRAIN, 0, who, 0);
	port_invalidate(v->port, VTD_PUT(GATE_INV_OP, GATE_INV_DRAIN), 0);
	v->drain.polls = 0;
	if (over(v)) {
		end(v);
		return true;
	}
	v->pending &= ~who;
	v->drain.waiting |= (uint8_t)who;
	v->pending |= VTD_PENDING_DRAIN;
	return false;
}

void drain_step(struct vtd *v)
{
	if (over(v)) {
		end(v);
		return;
	}
	if (++v->drain.polls < VTD_POLL_LIMIT)
		return;
	trace(v, DRAIN, 2, v->drain.polls, 0);
	drain_give_up(v, VTD_FATAL_DRAIN);
}
