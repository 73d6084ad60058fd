/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "reg.h"

#include "ats.h"
#include "drain.h"
#include "gen/vtd_regs.h"
#include "inv.h"
#include "notify.h"

/* Where the upper half lies, which alone changes when a command is done. */
#define HIGH_OFFSET 4U

/*
 * Registers invalidate in legacy mode only (6.5.1). With the queue on, software
 * must not use them; it gets what it asked for all the same, as a command that
 * looks complete and is not would leave stale translations behind.
 */
static bool possible(const struct vtd *v)
{
	return v->ttm == VTD_TTM_LEGACY;
}

void reg_inv_ccmd_written(struct vtd *v, uint64_t ccmd)
{
	struct inv_context inv = {
		.did = (uint16_t)VTD_GET(VTD_CCMD_DID, ccmd),
		.sid = (uint16_t)VTD_GET(VTD_CCMD_SID, ccmd),
		.granularity = (uint8_t)VTD_GET(VTD_CCMD_CIRG, ccmd),
		.fm = (uint8_t)VTD_GET(VTD_CCMD_FM, ccmd),
	};
	enum vtd_granularity done = VTD_G_RESERVED;

	if (possible(v))
		done = inv_apply_context(v, &inv);
	ccmd &= ~(VTD_CCMD_ICC | VTD_CCMD_CAIG);
	ccmd |= VTD_PUT(VTD_CCMD_CAIG, done);
	port_reg_write32(v->port, VTD_CCMD + HIGH_OFFSET,
			 (uint32_t)(ccmd >> 32));
}

/* CAP.PSI = 0 is about descriptors; here the answer tells what was done. */
static unsigned int iotlb_granularity(const struct vtd *v, uint64_t iotlb)
{
	unsigned int g = (unsigned int)VTD_GET(VTD_IOTLB_IIRG, iotlb);

	return g == VTD_G_SELECTIVE && !(v->config.cap & VTD_CAP_PSI) ?
		       VTD_G_DOMAIN :
		       g;
}

void reg_inv_init(struct vtd *v)
{
	uint64_t iro = VTD_GET(VTD_ECAP_IRO, v->config.ecap);

	v->iotlb.at = (uint16_t)(iro * 16 + (VTD_IOTLB - VTD_IVA));
}

static void finish(struct vtd *v)
{
	port_reg_write32(v->port, v->iotlb.at + HIGH_OFFSET, v->iotlb.result);
}

/*
 * With CAP.CM, what device TLBs were given goes as well (inv_wait.c does the
 * same). The command for contexts does not wait for it, as it is not complete
 * without one for the IOTLB behind it (6.5.1).
 */
static bool device_tlbs_are_done(struct vtd *v)
{
	if (ats_due(v) && ats_due_step(v) != ATS_INV_NO_TAG) {
		v->pending |= VTD_PENDING_IOTLB;
		return false;
	}
	return !ats_due(v) && !ats_inv_pending(v);
}

/* Devices first: what they let through meanwhile is drained. */
static void settle(struct vtd *v)
{
	v->iotlb.again = false;
	v->iotlb.told = device_tlbs_are_done(v) &&
			notify_wait(v, VTD_PENDING_IOTLB);
	v->iotlb.draining = !v->iotlb.told ||
			    !drain_start(v, VTD_PENDING_IOTLB);
	if (!v->iotlb.draining)
		finish(v);
}

void reg_inv_wake(struct vtd *v)
{
	if (v->iotlb.draining && !v->iotlb.told)
		v->pending |= VTD_PENDING_IOTLB;
}

void reg_inv_iotlb_step(struct vtd *v)
{
	v->pending &= ~VTD_PENDING_IOTLB;
	v->iotlb.draining = false;
	if (v->iotlb.again || !v->iotlb.told)
		settle(v);
	else
		finish(v);
}

void reg_inv_iotlb_written(struct vtd *v, uint64_t iotlb, uint64_t iva)
{
	struct inv_iotlb inv = {
		.addr = iva & VTD_IVA_ADDR,
		.did = (uint16_t)VTD_GET(VTD_IOTLB_DID, iotlb),
		.granularity = (uint8_t)iotlb_granularity(v, iotlb),
		.am = (uint8_t)VTD_GET(VTD_IVA_AM, iva),
		.ih = iva & VTD_IVA_IH,
	};
	enum vtd_granularity done = VTD_G_RESERVED;

	if (possible(v))
		done = inv_apply_iotlb(v, &inv);
	iotlb &= ~(VTD_IOTLB_IVT | VTD_IOTLB_IAIG);
	iotlb |= VTD_PUT(VTD_IOTLB_IAIG, done);
	v->iotlb.result = (uint32_t)(iotlb >> 32);
	if (v->iotlb.draining)
		v->iotlb.again = true;
	else
		settle(v);
}
