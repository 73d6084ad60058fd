/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flt.h"

#include "gen/vtd_gate.h"
#include "gen/vtd_regs.h"
#include "trace.h"

/* FI of an interrupt fault: the index of the interrupt entry (11.4.14.1). */
#define FI_INDEX VTD_MASK(63, 48)

/* Whether FPD keeps a fault of this reason from being recorded. */
#define QUALIFIED(code, name, qualified, ats, text) [code] = (qualified),
static const bool qualified_reasons[256] = { VTD_FAULT_TABLE(QUALIFIED) };

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

static bool is_page_request(uint64_t word0)
{
	return VTD_GET(GATE_WORK0_KIND, word0) == GATE_KIND_MSG &&
	       VTD_GET(GATE_WORK0_MSG, word0) == GATE_MSG_IN_PAGE_REQ;
}

/* T1 T2: 00 write, 01 page request, 10 read, 11 atomic (11.4.14.2). */
static uint64_t type_bits(const struct dma_walk *w)
{
	if (is_page_request(w->word0))
		return VTD_FRCDH_T2;
	if (w->word0 & GATE_WORK0_LOCK)
		return VTD_FRCDH_T1 | VTD_FRCDH_T2;
	return w->word0 & GATE_WORK0_WRITE ? 0 : VTD_FRCDH_T1;
}

/* AT as PCIe has it; reserved where ECAP.DT is 0 (11.4.14.2). */
static uint64_t address_type(const struct vtd *v, const struct dma_walk *w)
{
	if (!(v->config.ecap & VTD_ECAP_DT))
		return 0;
	if (w->kind == DMA_TRANSLATION)
		return VTD_PUT(VTD_FRCDH_AT, 1);
	return w->word0 & GATE_WORK0_ATST ? VTD_PUT(VTD_FRCDH_AT, 2) : 0;
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

static enum flt_lost record(struct vtd *v, const struct dma_walk *w,
			    enum vtd_fault fault)
{
	uint64_t high = VTD_PUT(VTD_FRCDH_FR, fault) |
			VTD_GET(GATE_WORK0_SID, w->word0);

	if (!of_interrupt(fault))
		high |= type_bits(w) | pasid_bits(v, w) | address_type(v, w);
	return flt_log_put(v, fault_info(v, w, fault), high);
}

void flt_report(struct vtd *v, const struct dma_walk *w, enum vtd_fault fault)
{
	enum flt_lost lost;

	for (unsigned int i = 0; i < w->steps; i++)
		trace(v, FAULT_STEP, w->step[i].addr, w->step[i].value,
		      w->step[i].level);
	trace(v, FAULT, fault, w->word0, w->addr);
	if (w->fpd && qualified_reasons[fault])
		lost = FLT_FPD;
	else
		lost = record(v, w, fault);
	if (lost)
		trace(v, FAULT_LOST, fault, VTD_GET(GATE_WORK0_SID, w->word0),
		      lost);
}

void flt_report_interrupt(struct vtd *v, const struct vtd_work *work,
			  enum vtd_fault fault, uint16_t index, bool fpd)
{
	struct dma_walk w;

	w.word0 = work->word[0];
	w.kind = DMA_ACCESS;
	w.addr = VTD_PUT(FI_INDEX, index);
	w.steps = 0;
	w.fpd = fpd;
	flt_report(v, &w, fault);
}
