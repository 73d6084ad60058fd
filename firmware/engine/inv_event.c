/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "inv.h"

#include "gen/vtd_regs.h"
#include "trace.h"

static void send(struct vtd *v)
{
	uint64_t addr = (uint64_t)port_reg_read32(v->port, VTD_IEUADDR) << 32 |
			port_reg_read32(v->port, VTD_IEADDR);
	uint32_t data = port_reg_read32(v->port, VTD_IEDATA);

	port_host_write32(v->port, addr, data);
	trace(v, EVENT_SENT, addr, data, 1);
}

static void hold(struct vtd *v, bool held)
{
	if (held)
		port_reg_set32(v->port, VTD_IECTL, VTD_IECTL_IP);
	else
		port_reg_clear32(v->port, VTD_IECTL, VTD_IECTL_IP);
	v->inv_event.held = held;
	trace(v, EVENT_HELD, held, 1, 0);
}

static void send_or_hold(struct vtd *v)
{
	v->inv_event.quiet = false;
	if (port_reg_read32(v->port, VTD_IECTL) & VTD_IECTL_IM)
		hold(v, true);
	else
		send(v);
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
	if (iectl & VTD_IECTL_IM || !v->inv_event.held)
		return;
	send(v);
	hold(v, false);
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
	else if (!set && v->inv_event.held)
		hold(v, false);
	if (!set)
		v->inv_event.quiet = false;
}
