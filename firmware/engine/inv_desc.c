/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "inv.h"

#include "ats.h"
#include "gen/vtd_gate.h"
#include "gen/vtd_regs.h"
#include "notify.h"
#include "prq.h"

static enum vtd_iqei context(struct vtd *v, uint64_t lo, uint64_t hi)
{
	struct inv_context inv = {
		.did = (uint16_t)VTD_GET(VTD_DESC_LO_DID, lo),
		.sid = (uint16_t)VTD_GET(VTD_CONTEXT_DESC_LO_SID, lo),
		.granularity = (uint8_t)VTD_GET(VTD_DESC_LO_G, lo),
		.fm = (uint8_t)VTD_GET(VTD_CONTEXT_DESC_LO_FM, lo),
	};

	if (lo & VTD_CONTEXT_DESC_LO_RSVD || hi & VTD_CONTEXT_DESC_HI_RSVD)
		return VTD_IQEI_RESERVED;
	return inv_apply_context(v, &inv) ? VTD_IQEI_NONE : VTD_IQEI_RESERVED;
}

/* DR and DW mean nothing: every wait drains (VER.MAX >= 2). */
static enum vtd_iqei iotlb(struct vtd *v, uint64_t lo, uint64_t hi)
{
	struct inv_iotlb inv = {
		.addr = hi & VTD_IOTLB_DESC_HI_ADDR,
		.did = (uint16_t)VTD_GET(VTD_DESC_LO_DID, lo),
		.granularity = (uint8_t)VTD_GET(VTD_DESC_LO_G, lo),
		.am = (uint8_t)VTD_GET(VTD_IOTLB_DESC_HI_AM, hi),
		.ih = hi & VTD_IOTLB_DESC_HI_IH,
	};

	if (lo & VTD_IOTLB_DESC_LO_RSVD || hi & VTD_IOTLB_DESC_HI_RSVD)
		return VTD_IQEI_RESERVED;
	if (!inv_apply_iotlb(v, &inv))
		return VTD_IQEI_RESERVED;
	v->queue.drain_due = true;
	return VTD_IQEI_NONE;
}

static enum vtd_iqei iec(struct vtd *v, uint64_t lo, uint64_t hi)
{
	struct inv_iec inv = {
		.index = (uint16_t)VTD_GET(VTD_IEC_DESC_LO_IIDX, lo),
		.im = (uint8_t)VTD_GET(VTD_IEC_DESC_LO_IM, lo),
		.selective = lo & VTD_IEC_DESC_LO_G,
	};

	if (lo & VTD_IEC_DESC_LO_RSVD || hi & VTD_IEC_DESC_HI_RSVD)
		return VTD_IQEI_RESERVED;
	return inv_apply_iec(v, &inv) ? VTD_IQEI_NONE : VTD_IQEI_RESERVED;
}

/* PD is inv_wait.c's. */
static uint64_t wait_rsvd(const struct vtd *v)
{
	return v->config.ecap & VTD_ECAP_PDS ?
		       VTD_WAIT_DESC_LO_RSVD & ~VTD_WAIT_DESC_LO_PD :
		       VTD_WAIT_DESC_LO_RSVD;
}

static enum vtd_iqei wait_desc(struct vtd *v, uint64_t lo, uint64_t hi)
{
	if (lo & wait_rsvd(v) || hi & VTD_WAIT_DESC_HI_RSVD)
		return VTD_IQEI_RESERVED;
	v->queue.wait[0] = lo;
	v->queue.wait[1] = hi;
	return VTD_IQEI_NONE;
}

/* Always drains, as if DR and DW were set (6.5.2.5). */
static enum vtd_iqei pasid_iotlb(struct vtd *v, uint64_t lo, uint64_t hi)
{
	struct inv_pasid inv = {
		.addr = hi & VTD_IOTLB_DESC_HI_ADDR,
		.pasid = (uint32_t)VTD_GET(VTD_PASID_DESC_LO_PASID, lo),
		.did = (uint16_t)VTD_GET(VTD_DESC_LO_DID, lo),
		.granularity = (uint8_t)VTD_GET(VTD_DESC_LO_G, lo),
		.am = (uint8_t)VTD_GET(VTD_IOTLB_DESC_HI_AM, hi),
		.ih = hi & VTD_IOTLB_DESC_HI_IH,
	};

	if (lo & VTD_PASID_DESC_LO_RSVD || hi & VTD_IOTLB_DESC_HI_RSVD)
		return VTD_IQEI_RESERVED;
	if (!inv_apply_pasid_iotlb(v, &inv))
		return VTD_IQEI_RESERVED;
	v->queue.drain_due = true;
	return VTD_IQEI_NONE;
}

static enum vtd_iqei pasid(struct vtd *v, uint64_t lo, uint64_t hi)
{
	struct inv_pasid inv = {
		.pasid = (uint32_t)VTD_GET(VTD_PASID_DESC_LO_PASID, lo),
		.did = (uint16_t)VTD_GET(VTD_DESC_LO_DID, lo),
		.granularity = (uint8_t)VTD_GET(VTD_DESC_LO_G, lo),
	};

	if (lo & VTD_PASID_DESC_LO_RSVD || hi & VTD_PASID_DESC_HI_RSVD)
		return VTD_IQEI_RESERVED;
	return inv_apply_pasid(v, &inv) ? VTD_IQEI_NONE : VTD_IQEI_RESERVED;
}

/* Requests by which the device may still act were let through before. */
static enum inv_then send(struct vtd *v, const struct ats_inv *inv)
{
	if (notify_device_tlb(v, VTD_PUT(GATE_WORK0_SID, inv->sid) | inv->pasid,
			      inv->range))
		return INV_DONE;
	ats_due_limit(v, inv);
	switch (ats_inv_send(v, inv)) {
	case ATS_INV_NO_TAG:
		return INV_ASLEEP;
	case ATS_INV_NO_ROOM:
		return INV_AGAIN;
	default:
		v->queue.drain_due = true;
		return INV_DONE;
	}
}

/* Who shares a limit: without ECAP.DIT each source has its own (6.5.2.5). */
static uint16_t owner(const struct vtd *v, uint64_t lo, uint16_t sid)
{
	uint64_t pf = lo >> 12 & 0xf;

	_Static_assert(VTD_DEVICE_TLB_DESC_LO_PFSID ==
			       (VTD_MASK(63, 52) | VTD_MASK(15, 12)),
		       "PFSID is in two parts");
	return v->config.ecap & VTD_ECAP_DIT ? (uint16_t)(lo >> 52 << 4 | pf) :
					       sid;
}

static uint64_t pfsid_rsvd(const struct vtd *v)
{
	return v->config.ecap & VTD_ECAP_DIT ? 0 : VTD_DEVICE_TLB_DESC_LO_PFSID;
}

static enum vtd_iqei device_tlb(struct vtd *v, uint64_t lo, uint64_t hi,
				enum inv_then *then)
{
	uint16_t sid = (uint16_t)VTD_GET(VTD_DEVICE_TLB_DESC_LO_SID, lo);
	struct ats_inv inv = {
		.range = hi & VTD_DEVICE_TLB_DESC_HI_ADDR,
		.sid = sid,
		.owner = owner(v, lo, sid),
		.mip = (uint8_t)VTD_GET(VTD_DEVICE_TLB_DESC_LO_MIP, lo),
	};

	if (lo & (VTD_DEVICE_TLB_DESC_LO_RSVD | pfsid_rsvd(v)) ||
	    hi & VTD_DEVICE_TLB_DESC_HI_RSVD)
		return VTD_IQEI_RESERVED;
	if (hi & VTD_DEVICE_TLB_DESC_HI_S)
		inv.range |= ATS_RANGE_S;
	*then = send(v, &inv);
	return VTD_IQEI_NONE;
}

_Static_assert(VTD_PASID_DEVICE_TLB_DESC_HI_S == ATS_RANGE_S &&
		       VTD_PASID_DEVICE_TLB_DESC_HI_GI == ATS_RANGE_G,
	       "S and GI lie where the request has them");

/* With GI the PASID means nothing, but that there is one (6.5.2.6). */
static enum vtd_iqei pasid_device_tlb(struct vtd *v, uint64_t lo, uint64_t hi,
				      enum inv_then *then)
{
	uint16_t sid = (uint16_t)VTD_GET(VTD_PASID_DEVICE_TLB_DESC_LO_SID, lo);
	uint64_t pasid = VTD_GET(VTD_PASID_DEVICE_TLB_DESC_LO_PASID, lo);
	struct ats_inv inv = {
		.range = hi,
		.pasid = GATE_WORK0_SSIDV,
		.sid = sid,
		.owner = owner(v, lo, sid),
		.mip = (uint8_t)VTD_GET(VTD_PASID_DEVICE_TLB_DESC_LO_MIP, lo),
	};

	if (lo & pfsid_rsvd(v) || hi & VTD_PASID_DEVICE_TLB_DESC_HI_RSVD)
		return VTD_IQEI_RESERVED;
	if (!(hi & VTD_PASID_DEVICE_TLB_DESC_HI_GI))
		inv.pasid |= VTD_PUT(GATE_WORK0_SSID, pasid);
	*then = send(v, &inv);
	return VTD_IQEI_NONE;
}

static enum vtd_iqei page_response(struct vtd *v, uint64_t lo, uint64_t hi,
				   enum inv_then *then)
{
	if (lo & VTD_PAGE_RESPONSE_DESC_LO_RSVD ||
	    hi & VTD_PAGE_RESPONSE_DESC_HI_RSVD)
		return VTD_IQEI_RESERVED;
	*then = prq_respond(v, lo, hi) ? INV_DONE : INV_AGAIN;
	return VTD_IQEI_NONE;
}

/* Types of 256 bits are those of scalable and abort-DMA mode (table 26). */
static bool is_wide(const struct vtd *v)
{
	return v->queue.width == 32 && v->ttm != VTD_TTM_LEGACY;
}

/*
 * What there is without a capability, or in the other width or mode, is an
 * invalid type (6.5.2, table 26).
 */
static bool is_valid_type(const struct vtd *v, unsigned int type)
{
	uint64_t ecap = v->config.ecap;

	switch (type) {
	case VTD_DESC_CONTEXT:
	case VTD_DESC_IOTLB:
	case VTD_DESC_WAIT:
		return true;
	case VTD_DESC_DEVICE_TLB:
		return ecap & VTD_ECAP_DT;
	case VTD_DESC_IEC:
		return ecap & VTD_ECAP_IR;
	case VTD_DESC_PASID_IOTLB:
	case VTD_DESC_PASID:
		return ecap & VTD_ECAP_SMTS && is_wide(v);
	case VTD_DESC_PASID_DEVICE_TLB:
		return ecap & VTD_ECAP_SMTS && ecap & VTD_ECAP_DT && is_wide(v);
	case VTD_DESC_PAGE_RESPONSE:
		return ecap & VTD_ECAP_PRS && is_wide(v);
	default:
		return false;
	}
}

static enum vtd_iqei execute(struct vtd *v, const uint64_t *desc,
			     enum inv_then *then)
{
	switch (VTD_DESC_TYPE(desc[0])) {
	case VTD_DESC_CONTEXT:
		return context(v, desc[0], desc[1]);
	case VTD_DESC_IOTLB:
		return iotlb(v, desc[0], desc[1]);
	case VTD_DESC_DEVICE_TLB:
		return device_tlb(v, desc[0], desc[1], then);
	case VTD_DESC_IEC:
		return iec(v, desc[0], desc[1]);
	case VTD_DESC_PASID_IOTLB:
		return pasid_iotlb(v, desc[0], desc[1]);
	case VTD_DESC_PASID:
		return pasid(v, desc[0], desc[1]);
	case VTD_DESC_PASID_DEVICE_TLB:
		return pasid_device_tlb(v, desc[0], desc[1], then);
	case VTD_DESC_PAGE_RESPONSE:
		return page_response(v, desc[0], desc[1], then);
	default:
		*then = INV_WAIT;
		return wait_desc(v, desc[0], desc[1]);
	}
}

enum vtd_iqei inv_desc_execute(struct vtd *v, const uint64_t *desc,
			       enum inv_then *then)
{
	*then = INV_DONE;
	if (!is_valid_type(v, VTD_DESC_TYPE(desc[0])))
		return VTD_IQEI_TYPE;
	if (v->queue.width == 32 && (desc[2] || desc[3]))
		return VTD_IQEI_RESERVED;
	return execute(v, desc, then);
}
