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

static enum vtd_iqei wait_desc(struct vtd *v, uint64_t lo, uint64_t hi,
			       bool *wait)
{
	if (lo & VTD_WAIT_DESC_LO_RSVD || hi & VTD_WAIT_DESC_HI_RSVD)
		return VTD_IQEI_RESERVED;
	v->queue.wait[0] = lo;
	v->queue.wait[1] = hi;
	*wait = true;
	return VTD_IQEI_NONE;
}

/* Types that need ECAP.DT, IR or SMTS are invalid without them (6.5.2). */
enum vtd_iqei inv_desc_execute(struct vtd *v, const uint64_t *desc, bool *wait)
{
	bool wide = v->queue.width > 16 && (desc[2] || desc[3]);

	*wait = false;
	switch (VTD_DESC_TYPE(desc[0])) {
	case VTD_DESC_CONTEXT:
		return wide ? VTD_IQEI_RESERVED : context(v, desc[0], desc[1]);
	case VTD_DESC_IOTLB:
		return wide ? VTD_IQEI_RESERVED : iotlb(v, desc[0], desc[1]);
	case VTD_DESC_WAIT:
		return wide ? VTD_IQEI_RESERVED :
			      wait_desc(v, desc[0], desc[1], wait);
	default:
		return VTD_IQEI_TYPE;
	}
}
