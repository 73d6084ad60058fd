/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flt.h"

#include "gen/vtd_gate.h"
#include "gen/vtd_regs.h"
#include "trace.h"

#define RECORD_SIZE 16U

/* FI of an interrupt fault: the index of the interrupt entry (11.4.14.1). */
#define FI_INDEX VTD_MASK(63, 48)

/* Whether FPD keeps a fault of this reason from being recorded. */
#define QUALIFIED(code, name, qualified, text) [code] = (qualified),
static const bool qualified_reasons[256] = { VTD_FAULT_TABLE(QUALIFIED) };

enum lost {
	LOST_COLLAPSED = 1,
	LOST_OVERFLOW = 2,
	LOST_FPD = 3,
};

static unsigned int frcdl(unsigned int index)
{
	return VTD_FRCDL + index * RECORD_SIZE;
}

static unsigned int frcdh(unsigned int index)
{
	return VTD_FRCDH + index * RECORD_SIZE;
}

void flt_init(struct vtd *v)
{
	v->faults = (struct vtd_fault_log){
		.count = (uint16_t)(VTD_GET(VTD_CAP_NFR, v->config.cap) + 1),
	};
}

void flt_record_restart(struct vtd *v)
{
	v->faults.next = 0;
}

/* Whether record @index is pending; asks the window only if it may be. */
static bool pending(struct vtd *v, unsigned int index)
{
	uint64_t *set = &v->faults.set[index / 64];
	uint64_t bit = UINT64_C(1) << index % 64;

	if (!(*set & bit))
		return false;
	if (port_reg_read64(v->port, frcdh(index)) & VTD_FRCDH_F)
		return true;
	*set &= ~bit;
	return false;
}

bool flt_record_pending(struct vtd *v, unsigned int except)
{
	for (unsigned int i = 0; i < v->faults.count; i++)
		if (i != except && pending(v, i))
			return true;
	return false;
}

/* 7.2.1: further faults of a source whose record is pending are dropped. */
static bool collapses(struct vtd *v, uint16_t sid)
{
	for (unsigned int i = 0; i < v->faults.count; i++)
		if (v->faults.sid[i] == sid && pending(v, i))
			return true;
	return false;
}

/* Reasons 20h to 2Fh are faults of interrupt requests: an index, no type. */
static bool of_interrupt(enum vtd_fault fault)
{
	return ((unsigned int)fault & 0xf0) == 0x20;
}

/* An access in the interrupt range that is no interrupt (29h) has no index. */
static uint64_t fault_info(const struct vtd *v, const struct dma_walk *w,
			   enum vtd_fault fault)
{
	if (fault == VTD_FAULT_IRQ_29)
		return 0;
	return of_interrupt(fault) ? w->addr & FI_INDEX :
				     w->addr & VTD_FRCDL_FI & ~v->beyond_agaw;
}

/* T1 T2: 00 write, 10 read, 11 atomic (11.4.14.2). */
static uint64_t type_bits(const struct dma_walk *w)
{
	if (w->word0 & GATE_WORK0_LOCK)
		return VTD_FRCDH_T1 | VTD_FRCDH_T2;
	return w->word0 & GATE_WORK0_WRITE ? 0 : VTD_FRCDH_T1;
}

/* Who asked by which PASID; reserved where ECAP.PASID is 0 (11.4.14.2). */
static uint64_t pasid_bits(const struct vtd *v, const struct dma_walk *w)
{
	uint64_t bits = VTD_FRCDH_PP;

	if (!(w->word0 & GATE_WORK0_SSIDV) ||
	    !(v->config.ecap & VTD_ECAP_PASID))
		return 0;
	bits |= VTD_PUT(VTD_FRCDH_PV, VTD_GET(GATE_WORK0_SSID, w->word0));
	if (w->word0 & GATE_WORK0_PRIV)
		bits |= VTD_FRCDH_PRIV;
	if (w->word0 & GATE_WORK0_EXEC && type_bits(w) == VTD_FRCDH_T1)
		bits |= VTD_FRCDH_EXE;
	return bits;
}

static void latch_fri(struct vtd *v, unsigned int index)
{
	uint32_t fri = (uint32_t)VTD_PUT(VTD_FSTS_FRI, index);

	if (index == v->faults.fri)
		return;
	port_reg_clear32(v->port, VTD_FSTS, VTD_FSTS_FRI & ~fri);
	port_reg_set32(v->port, VTD_FSTS, fri);
	v->faults.fri = (uint8_t)index;
}

/*
 * F comes with the upper half, so after everything else of the record. FRI is
 * valid from the moment PPF rises; only we make it rise.
 */
static void write_record(struct vtd *v, const struct dma_walk *w,
			 enum vtd_fault fault, bool first)
{
	unsigned int index = v->faults.next;
	uint64_t sid = VTD_GET(GATE_WORK0_SID, w->word0);
	uint64_t low = fault_info(v, w, fault);
	uint64_t high = VTD_FRCDH_F | VTD_PUT(VTD_FRCDH_FR, fault) | sid;

	if (!of_interrupt(fault))
		high |= type_bits(w) | pasid_bits(v, w);
	if (first)
		latch_fri(v, index);
	port_reg_write64(v->port, frcdl(index), low);
	port_reg_write64(v->port, frcdh(index), high);
	trace(v, FAULT_RECORD, index, low, high);
	v->faults.sid[index] = (uint16_t)sid;
	v->faults.set[index / 64] |= UINT64_C(1) << index % 64;
	v->faults.next =
		(uint16_t)(index + 1 < v->faults.count ? index + 1 : 0);
}

static void lose(struct vtd *v, const struct dma_walk *w, enum vtd_fault fault,
		 enum lost why)
{
	trace(v, FAULT_LOST, fault, VTD_GET(GATE_WORK0_SID, w->word0), why);
}

static void record(struct vtd *v, const struct dma_walk *w,
		   enum vtd_fault fault)
{
	uint32_t fsts = port_reg_read32(v->port, VTD_FSTS);
	unsigned int index = v->faults.next;

	if (fsts & VTD_FSTS_PFO) {
		lose(v, w, fault, LOST_OVERFLOW);
		return;
	}
	if (collapses(v, (uint16_t)VTD_GET(GATE_WORK0_SID, w->word0))) {
		lose(v, w, fault, LOST_COLLAPSED);
		return;
	}
	if (pending(v, index)) {
		port_reg_set32(v->port, VTD_FSTS, VTD_FSTS_PFO);
		lose(v, w, fault, LOST_OVERFLOW);
		return;
	}
	write_record(v, w, fault, !(fsts & VTD_FSTS_PPF));
	if (flt_event_others(v, 0, index))
		return;
	/* The host may have cleared the others after FSTS was read. */
	latch_fri(v, index);
	flt_event_raise(v);
}

void flt_report(struct vtd *v, const struct dma_walk *w, enum vtd_fault fault)
{
	for (unsigned int i = 0; i < w->steps; i++)
		trace(v, FAULT_STEP, w->step[i].addr, w->step[i].value,
		      w->step[i].level);
	trace(v, FAULT, fault, w->word0, w->addr);
	if (w->fpd && qualified_reasons[fault])
		lose(v, w, fault, LOST_FPD);
	else
		record(v, w, fault);
}

void flt_report_interrupt(struct vtd *v, const struct vtd_work *work,
			  enum vtd_fault fault, uint16_t index, bool fpd)
{
	struct dma_walk w = {
		.word0 = work->word[0],
		.addr = VTD_PUT(FI_INDEX, index),
		.fpd = fpd,
	};

	flt_report(v, &w, fault);
}
