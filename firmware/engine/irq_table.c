/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "irq.h"

#include "gen/vtd_regs.h"
#include "perf.h"
#include "trace.h"

void irq_init(struct vtd *v)
{
	v->irq.epoch = 1;
}

void irq_table_latch(struct vtd *v, uint64_t irta)
{
	v->irq.table = irta & VTD_IRTA_IRTA;
	v->irq.entries = UINT32_C(2) << VTD_GET(VTD_IRTA_S, irta);
	v->irq.eime = irta & VTD_IRTA_EIME && v->config.ecap & VTD_ECAP_EIM;
	irq_cache_drop_all(v);
	trace(v, SIRTP, irta, 0, 0);
}

void irq_table_enable(struct vtd *v, bool on)
{
	v->irq.on = on;
	if (!on)
		irq_cache_drop_all(v);
}

void irq_table_allow_compat(struct vtd *v, bool on)
{
	v->irq.compat = on;
}

bool irq_table_posts(const struct vtd *v, const struct irq *r)
{
	return r->entry[0] & VTD_IRTE_LO_IM && v->config.cap & VTD_CAP_PI;
}

/* Bits 15:8 alone in xAPIC mode: the others were found to be 0. */
uint32_t irq_table_dest(const struct vtd *v, uint32_t field)
{
	return v->irq.eime ? field : field >> 8;
}

uint64_t irq_table_descriptor(const uint64_t entry[2])
{
	return VTD_GET(VTD_IRTE_HI_PDA, entry[1]) << 32 |
	       VTD_GET(VTD_IRTE_LO_PDA, entry[0]) << 6;
}

/* Delivery modes 3 and 6 are reserved (9.9). */
static bool remaps_legally(const struct vtd *v, const struct irq *r)
{
	uint64_t rsvd = VTD_IRTE_LO_RSVD | VTD_IRTE_LO_IM;
	unsigned int dlm = VTD_GET(VTD_IRTE_LO_DLM, r->entry[0]);

	if (!v->irq.eime)
		rsvd |= VTD_IRTE_LO_DST & ~VTD_IRTE_LO_DST_XAPIC;
	return !(r->entry[0] & rsvd) && !(r->entry[1] & VTD_IRTE_HI_RSVD) &&
	       dlm != 3 && dlm != 6;
}

static bool posts_legally(const struct vtd *v, const struct irq *r)
{
	return !(r->entry[0] & VTD_IRTE_LO_POSTED_RSVD) &&
	       !(r->entry[1] & VTD_IRTE_HI_POSTED_RSVD) &&
	       !(irq_table_descriptor(r->entry) & v->beyond_haw);
}

static bool is_legal(const struct vtd *v, const struct irq *r)
{
	if (VTD_GET(VTD_IRTE_HI_SVT, r->entry[1]) == VTD_SVT_RESERVED)
		return false;
	return irq_table_posts(v, r) ? posts_legally(v, r) :
				       remaps_legally(v, r);
}

/* SQ: bits of the function number that do not count (phantom functions). */
static bool same_source(uint64_t hi, uint16_t sid)
{
	static const uint16_t ignored[] = { 0, 4, 6, 7 };
	uint16_t differ = sid ^ (uint16_t)VTD_GET(VTD_IRTE_HI_SID, hi);

	return !(differ & ~ignored[VTD_GET(VTD_IRTE_HI_SQ, hi)]);
}

static bool bus_in_range(uint64_t hi, uint16_t sid)
{
	unsigned int range = VTD_GET(VTD_IRTE_HI_SID, hi);
	unsigned int bus = sid >> 8;

	return bus >= range >> 8 && bus <= (range & 0xff);
}

static bool source_allowed(uint64_t hi, uint16_t sid)
{
	switch (VTD_GET(VTD_IRTE_HI_SVT, hi)) {
	case VTD_SVT_SID:
		return same_source(hi, sid);
	case VTD_SVT_BUS:
		return bus_in_range(hi, sid);
	default:
		return true;
	}
}

/* 5.1.4.1: the source is verified before the rest of the entry. */
static enum vtd_fault judge(const struct vtd *v, struct irq *r)
{
	r->fpd = r->entry[0] & VTD_IRTE_LO_FPD;
	if (!(r->entry[0] & VTD_IRTE_LO_P))
		return VTD_FAULT_IRQ_22;
	if (!source_allowed(r->entry[1], r->sid))
		return VTD_FAULT_IRQ_26;
	return is_legal(v, r) ? VTD_FAULT_NONE : VTD_FAULT_IRQ_24;
}

static enum vtd_fault fetch(struct vtd *v, struct irq *r)
{
	uint64_t addr = v->irq.table + sizeof(r->entry) * r->index;
	enum vtd_fault fault;

	if (r->index >= v->irq.entries || (v->irq.table | addr) & v->beyond_haw)
		return VTD_FAULT_IRQ_21;
	if (port_host_read(v->port, addr, 2, r->entry))
		return VTD_FAULT_IRQ_23;
	trace(v, IRTE, r->index, r->entry[0], r->entry[1]);
	fault = judge(v, r);
	/* With CAP.CM = 1 what faults may be kept as well; it never is. */
	if (!fault)
		irq_cache_fill(v, r->index, r->entry);
	return fault;
}

/*
 * A request that a cached entry would block is judged by the table as it is
 * now: like elsewhere, a stale cache never blocks anyone.
 */
enum vtd_fault irq_table_entry(struct vtd *v, struct irq *r)
{
	const struct vtd_irte *e = irq_cache_find(v, r->index);

	perf_count(v, PERF_INTERRUPT_LOOKUP);
	if (!e || !source_allowed(e->entry[1], r->sid))
		return fetch(v, r);
	r->entry[0] = e->entry[0];
	r->entry[1] = e->entry[1];
	r->fpd = r->entry[0] & VTD_IRTE_LO_FPD;
	perf_count(v,
		   irq_table_posts(v, r) ? PERF_POSTED_HIT : PERF_REMAPPED_HIT);
	return VTD_FAULT_NONE;
}
