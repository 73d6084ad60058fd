/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flt.h"

#include "gen/vtd_regs.h"
#include "trace.h"

/* Bits of FSTS that ask for software, but for PPF: records are asked. */
#define FSTS_OTHERS (VTD_FSTS_PFO | VTD_FSTS_IQE | VTD_FSTS_ICE | VTD_FSTS_ITE)

bool flt_event_others(struct vtd *v, uint32_t own, unsigned int except)
{
	uint32_t fsts = port_reg_read32(v->port, VTD_FSTS);

	return fsts & FSTS_OTHERS & ~own ||
	       (fsts & VTD_FSTS_PPF && flt_record_pending(v, except));
}

static void send(struct vtd *v)
{
	uint64_t addr = (uint64_t)port_reg_read32(v->port, VTD_FEUADDR) << 32 |
			port_reg_read32(v->port, VTD_FEADDR);
	uint32_t data = port_reg_read32(v->port, VTD_FEDATA);

	port_host_write32(v->port, addr, data);
	trace(v, EVENT_SENT, addr, data, 0);
}

static void hold(struct vtd *v, bool held)
{
	if (held)
		port_reg_set32(v->port, VTD_FECTL, VTD_FECTL_IP);
	else
		port_reg_clear32(v->port, VTD_FECTL, VTD_FECTL_IP);
	v->faults.held = held;
	trace(v, EVENT_HELD, held, 0, 0);
}

/*
 * The mask is the one in the window: when the host changes it meanwhile, its
 * event comes after us and finds IP set.
 */
void flt_event_raise(struct vtd *v)
{
	if (port_reg_read32(v->port, VTD_FECTL) & VTD_FECTL_IM)
		hold(v, true);
	else
		send(v);
}

void flt_event_fectl_written(struct vtd *v, uint32_t fectl)
{
	if (fectl & VTD_FECTL_IM || !v->faults.held)
		return;
	send(v);
	hold(v, false);
}

/* 7.3: a held event is over when nothing asks for software any more. */
void flt_event_cleared(struct vtd *v)
{
	if (v->faults.held && !flt_event_others(v, 0, FLT_NONE))
		hold(v, false);
}
