/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "inv.h"

#include "ats.h"
#include "dma.h"
#include "gen/vtd_gate.h"
#include "gen/vtd_regs.h"
#include "irq.h"
#include "notify.h"
#include "trace.h"

/* A range of 2^AM pages beyond this is every address there is. */
#define AM_ALL 52U

static void drop_all_contexts(struct vtd *v)
{
	dma_cache_drop_contexts(v);
	port_invalidate(v->port, VTD_PUT(GATE_INV_OP, GATE_INV_KEY_ALL), 0);
}

/* FM leaves out bit 2, bits 2:1, or bits 2:0 of the function (6.5.2.1). */
static uint16_t ignored_by(unsigned int fm)
{
	static const uint8_t ignored[4] = { 0, 4, 6, 7 };

	return ignored[fm];
}

static void drop_functions(struct vtd *v, uint16_t sid, uint16_t ignored)
{
	uint16_t base = sid & (uint16_t)~ignored;

	for (uint16_t function = 0; function < 8; function++)
		if (!(function & ~ignored))
			dma_cache_drop_context(v, base | function);
}

/* In scalable mode a source has as many entries as it has PASIDs. */
static void drop_device(struct vtd *v, uint16_t sid, unsigned int fm)
{
	if (v->ttm == VTD_TTM_LEGACY)
		drop_functions(v, sid, ignored_by(fm));
	else
		dma_cache_drop_contexts(v);
	port_invalidate(v->port,
			VTD_PUT(GATE_INV_OP, GATE_INV_KEY) |
				VTD_PUT(GATE_INV_SID, sid) |
				VTD_PUT(GATE_INV_FM, fm),
			0);
	ats_block_release(v, sid, ignored_by(fm));
	ats_due_source(v, sid, ignored_by(fm));
}

/*
 * A device is dropped whatever its DID: with CAP.CM=1 a driver names DID 0 for
 * what was not present, and dropping too much is always allowed (6.2). For the
 * same reason a domain is done as all of them, as scalable mode asks anyway.
 */
enum vtd_granularity inv_apply_context(struct vtd *v,
				       const struct inv_context *inv)
{
	switch (inv->granularity) {
	case VTD_G_GLOBAL:
		ats_block_release_all(v);
		drop_all_contexts(v);
		ats_due_all(v);
		notify_context(v, 0, NOTIFY_EVERY_SID);
		break;
	case VTD_G_DOMAIN:
		drop_all_contexts(v);
		ats_due_all(v);
		notify_context(v, 0, NOTIFY_EVERY_SID);
		break;
	case VTD_G_SELECTIVE:
		drop_device(v, inv->sid, inv->fm);
		notify_context(v, inv->sid, ignored_by(inv->fm));
		break;
	default:
		return VTD_G_RESERVED;
	}
	trace(v, INV_CONTEXT, inv->granularity, inv->did,
	      inv->sid | (uint64_t)inv->fm << 16);
	return inv->granularity == VTD_G_SELECTIVE ? VTD_G_SELECTIVE :
						     VTD_G_GLOBAL;
}

static bool pages_allowed(const struct vtd *v, unsigned int am)
{
	return v->config.cap & VTD_CAP_PSI &&
	       am <= VTD_GET(VTD_CAP_MAMV, v->config.cap);
}

/* The first address of 2^@am pages. */
static uint64_t start_of_range(uint64_t addr, unsigned int am)
{
	return am < AM_ALL ? addr & ~UINT64_C(0) << (VTD_PAGE_SHIFT + am) : 0;
}

static void drop_pages(struct vtd *v, const struct inv_iotlb *inv)
{
	uint64_t addr = start_of_range(inv->addr, inv->am) & ~v->beyond_mgaw;

	dma_tag_drop_pages(v, inv->did & v->did_mask, addr, inv->am, !inv->ih);
	notify_pages(v, inv->did & v->did_mask, addr, inv->am);
}

enum vtd_granularity inv_apply_iotlb(struct vtd *v, const struct inv_iotlb *inv)
{
	enum vtd_granularity done = (enum vtd_granularity)inv->granularity;

	switch (inv->granularity) {
	case VTD_G_GLOBAL:
		dma_tag_retire_all(v);
		ats_due_all(v);
		notify_all(v);
		break;
	case VTD_G_DOMAIN:
		dma_tag_retire_domain(v, inv->did & v->did_mask);
		ats_due_domain(v, inv->did & v->did_mask);
		notify_domain(v, inv->did & v->did_mask);
		break;
	case VTD_G_SELECTIVE:
		if (!pages_allowed(v, inv->am))
			return VTD_G_RESERVED;
		drop_pages(v, inv);
		break;
	default:
		return VTD_G_RESERVED;
	}
	trace(v, INV_IOTLB, done, inv->did,
	      (inv->addr & VTD_PAGE_MASK) | inv->am);
	return done;
}

/* CAP.MAMV is about the second stage; here AM may be anything (6.5.2.5). */
static void drop_pasid_pages(struct vtd *v, const struct inv_pasid *inv)
{
	unsigned int am = inv->am < AM_ALL ? inv->am : AM_ALL;

	dma_tag_drop_pasid_pages(v, inv->did & v->did_mask, inv->pasid,
				 start_of_range(inv->addr, am), am, !inv->ih);
}

bool inv_apply_pasid_iotlb(struct vtd *v, const struct inv_pasid *inv)
{
	switch (inv->granularity) {
	case VTD_PIG_PASID:
		dma_tag_retire_pasid(v, inv->did & v->did_mask, inv->pasid);
		ats_due_pasid(v, inv->did & v->did_mask, inv->pasid);
		notify_domain(v, inv->did & v->did_mask);
		break;
	case VTD_PIG_PAGES:
		drop_pasid_pages(v, inv);
		break;
	default:
		return false;
	}
	trace(v, INV_PASID_IOTLB, inv->granularity,
	      inv->did | (uint64_t)inv->pasid << 16,
	      (inv->addr & VTD_PAGE_MASK) | inv->am);
	return true;
}

/* False when there is no such granularity. */
static bool pasid_users_due(struct vtd *v, const struct inv_pasid *inv)
{
	uint16_t did = inv->did & v->did_mask;

	switch (inv->granularity) {
	case VTD_PG_DOMAIN:
		ats_due_domain(v, did);
		return true;
	case VTD_PG_PASID:
		ats_due_pasid(v, did, inv->pasid);
		return true;
	case VTD_PG_GLOBAL:
		ats_due_all(v);
		return true;
	default:
		return false;
	}
}

/*
 * What a PASID entry says is kept with the context; the gate's keys name
 * sources, and which of them use a DID it cannot tell. So all go.
 */
bool inv_apply_pasid(struct vtd *v, const struct inv_pasid *inv)
{
	if (!pasid_users_due(v, inv))
		return false;
	drop_all_contexts(v);
	notify_context(v, 0, NOTIFY_EVERY_SID);
	trace(v, INV_PASID, inv->granularity, inv->did, inv->pasid);
	return true;
}

/*
 * Interrupts that were accepted before are messages already, ahead of any later
 * wait status: nothing has to be drained (6.5.5).
 */
bool inv_apply_iec(struct vtd *v, const struct inv_iec *inv)
{
	if (!inv->selective)
		irq_cache_drop_all(v);
	else if (inv->im <= VTD_GET(VTD_ECAP_MHMV, v->config.ecap))
		irq_cache_drop(v, inv->index, inv->im);
	else
		return false;
	trace(v, INV_IEC, inv->selective, inv->index | (uint64_t)inv->im << 16,
	      0);
	return true;
}

void inv_apply_all(struct vtd *v)
{
	drop_all_contexts(v);
	dma_tag_retire_all(v);
	ats_due_all(v);
	notify_all(v);
}
