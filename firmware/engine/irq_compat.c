/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "irq.h"

#include "gen/vtd_gate.h"
#include "trace.h"

/* Takes the gate's word for it that this is a DWORD, but not for where to. */
static bool is_message(uint64_t addr)
{
	return VTD_IN_INTERRUPT_RANGE(addr) && !(addr & 3);
}

void irq_init(struct vtd *v)
{
	v->irq.epoch = 1;
}

void irq_compat(struct vtd *v, const struct vtd_work *work)
{
	uint64_t addr = VTD_GET(GATE_WORK1_INTR_ADDR, work->word[1]);
	uint32_t data = (uint32_t)VTD_GET(GATE_WORK1_INTR_DATA, work->word[1]);
	bool sent = is_message(addr);

	if (sent)
		port_host_write32(v->port, addr, data);
	port_answer(v->port,
		    VTD_PUT(GATE_ANSWER_ACTION,
			    sent ? GATE_ACTION_ACK : GATE_ACTION_BLOCK) |
			    (work->word[0] & GATE_WORK0_SLOT),
		    0);
	trace(v, INTR, work->word[0], work->word[1], sent);
}
