/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "inv.h"

#include "gen/vtd_regs.h"

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

static enum vtd_iqei wait_desc(struct vtd *v, uint64_t lo, uint64_t hi)
{
	if (lo & VTD_WAIT_DESC_LO_RSVD || hi & VTD_WAIT_DESC_HI_RSVD)
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

/*
 * What there is without a capability, or in the other width or mode, is an
 * invalid type (6.5.2, table 26). Device-TLB and page-group descriptors need
 * ECAP.DT and PRS.
 */
static bool is_valid_type(const struct vtd *v, unsigned int type)
{
	switch (type) {
	case VTD_DESC_CONTEXT:
	case VTD_DESC_IOTLB:
	case VTD_DESC_WAIT:
		return true;
	case VTD_DESC_IEC:
		return v->config.ecap & VTD_ECAP_IR;
	case VTD_DESC_PASID_IOTLB:
	case VTD_DESC_PASID:
		return v->config.ecap & VTD_ECAP_SMTS && v->queue.width == 32 &&
		       v->ttm != VTD_TTM_LEGACY;
	default:
		return false;
	}
}

enum vtd_iqei inv_desc_execute(struct vtd *v, const uint64_t *desc, bool *wait)
{
	unsigned int type = VTD_DESC_TYPE(desc[0]);

	*wait = false;
	if (!is_valid_type(v, type))
		return VTD_IQEI_TYPE;
	if (v->queue.width == 32 && (desc[2] || desc[3]))
		return VTD_IQEI_RESERVED;
	switch (type) {
	case VTD_DESC_CONTEXT:
		return context(v, desc[0], desc[1]);
	case VTD_DESC_IOTLB:
		return iotlb(v, desc[0], desc[1]);
	case VTD_DESC_IEC:
		return iec(v, desc[0], desc[1]);
	case VTD_DESC_PASID_IOTLB:
		return pasid_iotlb(v, desc[0], desc[1]);
	case VTD_DESC_PASID:
		return pasid(v, desc[0], desc[1]);
	default:
		*wait = true;
		return wait_desc(v, desc[0], desc[1]);
	}
}
