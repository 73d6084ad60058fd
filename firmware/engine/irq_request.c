/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "irq.h"

#include "flt.h"
#include "gen/vtd_gate.h"
#include "trace.h"

void irq_send(struct vtd *v, uint32_t dest, uint64_t addr, uint64_t data)
{
	port_host_write32(v->port,
			  VTD_MSG_ADDR | addr |
				  VTD_PUT(VTD_MSG_ADDR_DEST, dest) |
				  VTD_PUT(VTD_MSG_ADDR_DEST_HIGH, dest >> 8),
			  (uint32_t)data);
}

static uint64_t addr_of(const struct vtd_work *work)
{
	return VTD_GET(GATE_WORK1_INTR_ADDR, work->word[1]);
}

static uint64_t data_of(const struct vtd_work *work)
{
	return VTD_GET(GATE_WORK1_INTR_DATA, work->word[1]);
}

static void answer(struct vtd *v, const struct vtd_work *work,
		   unsigned int action)
{
	port_answer(v->port,
		    VTD_PUT(GATE_ANSWER_ACTION, action) |
			    (work->word[0] & GATE_WORK0_SLOT),
		    0);
	trace(v, INTR, work->word[0], work->word[1], action == GATE_ACTION_ACK);
}

static void block(struct vtd *v, const struct vtd_work *work,
		  const struct irq *r, enum vtd_fault fault)
{
	answer(v, work, GATE_ACTION_BLOCK);
	flt_report_interrupt(v, work, fault, (uint16_t)r->index, r->fpd);
}

/* A level is always sent as asserted: de-assertion has no message (5.1.4). */
static void remap(struct vtd *v, const struct irq *r)
{
	uint64_t lo = r->entry[0];

	irq_send(v, irq_table_dest(v, (uint32_t)VTD_GET(VTD_IRTE_LO_DST, lo)),
		 VTD_PUT(VTD_MSG_ADDR_RH, VTD_GET(VTD_IRTE_LO_RH, lo)) |
			 VTD_PUT(VTD_MSG_ADDR_DM, VTD_GET(VTD_IRTE_LO_DM, lo)),
		 VTD_PUT(VTD_MSG_DATA_VECTOR, VTD_GET(VTD_IRTE_LO_V, lo)) |
			 VTD_PUT(VTD_MSG_DATA_DLM,
				 VTD_GET(VTD_IRTE_LO_DLM, lo)) |
			 VTD_PUT(VTD_MSG_DATA_TM, VTD_GET(VTD_IRTE_LO_TM, lo)) |
			 VTD_MSG_DATA_ASSERT);
}

/* 5.1.3. The sum has 17 bits: beyond any table, it does not wrap. */
static uint32_t index_of(uint64_t addr, uint64_t data)
{
	uint32_t handle =
		(uint32_t)(VTD_GET(VTD_INTR_ADDR_HANDLE_15, addr) << 15 |
			   VTD_GET(VTD_INTR_ADDR_HANDLE, addr));

	if (addr & VTD_INTR_ADDR_SHV)
		handle += (uint32_t)VTD_GET(VTD_INTR_DATA_SUBHANDLE, data);
	return handle;
}

/* Reserved bits leave the index of the request undefined: it stays 0. */
static enum vtd_fault deliver(struct vtd *v, const struct vtd_work *work,
			      struct irq *r)
{
	uint64_t addr = addr_of(work);
	uint64_t data = data_of(work);
	enum vtd_fault fault;

	if (addr & VTD_INTR_ADDR_SHV && data & VTD_INTR_DATA_RSVD)
		return VTD_FAULT_IRQ_20;
	r->index = index_of(addr, data);
	fault = irq_table_entry(v, r);
	if (fault)
		return fault;
	if (irq_table_posts(v, r))
		return irq_post(v, r);
	remap(v, r);
	return VTD_FAULT_NONE;
}

/* 5.1.4, with EIMER and IRREQ 0. */
static enum vtd_fault process(struct vtd *v, const struct vtd_work *work,
			      struct irq *r)
{
	if (v->irq.on && addr_of(work) & VTD_INTR_ADDR_REMAPPABLE)
		return deliver(v, work, r);
	if (v->irq.on && (v->irq.eime || !v->irq.compat))
		return VTD_FAULT_IRQ_25;
	port_host_write32(v->port, addr_of(work), (uint32_t)data_of(work));
	return VTD_FAULT_NONE;
}

/*
 * Takes the gate's word for it that this is a DWORD, but not for where to: no
 * device writes anywhere else through the interrupt path.
 */
void irq_request(struct vtd *v, const struct vtd_work *work)
{
	struct irq r = {
		.sid = (uint16_t)VTD_GET(GATE_WORK0_SID, work->word[0]),
	};
	enum vtd_fault fault;

	if (!VTD_IN_INTERRUPT_RANGE(addr_of(work)) || addr_of(work) & 3) {
		answer(v, work, GATE_ACTION_BLOCK);
		return;
	}
	fault = process(v, work, &r);
	if (fault)
		block(v, work, &r, fault);
	else
		answer(v, work, GATE_ACTION_ACK);
}
