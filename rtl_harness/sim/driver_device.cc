/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* The driver's part for devices that cache translations: ATS and PRI. */

#include "driver.h"

extern "C" {
#include "gen/vtd_regs.h"
#include "vtd_desc.h"
#include "vtd_tables.h"
}

static constexpr uint32_t kPageData = 0x43;
static constexpr uint64_t kPageEntry = 32;

void Driver::start_pages()
{
	sim_.reg_write(VTD_PQH, 0, 8);
	sim_.reg_write(VTD_PQT, 0, 8);
	sim_.reg_write(VTD_PQA, kPageQueue, 8);
	sim_.reg_write(VTD_PEDATA, kPageData);
	sim_.reg_write(VTD_PEADDR, kMessageAddr);
	sim_.reg_write(VTD_PECTL, 0);
	sim_.board.expect_event(kMessageAddr, kPageData);
	pages_ = true;
}

void Driver::allow_device_tlb(const Space &s)
{
	bool legacy = s.kind == SpaceKind::Legacy;
	uint64_t slot = legacy ? tables_context_slot(&tables_, s.sid) :
				 scalable_context_slot(&tables_, s.sid);
	uint64_t bits = legacy ? VTD_PUT(VTD_CONTEXT_LO_TT, VTD_TT_ALL) :
			pages_ ? VTD_SCONTEXT_0_DTE | VTD_SCONTEXT_0_PRE :
				 VTD_SCONTEXT_0_DTE;

	store(slot, sim_.memory.load(slot) | bits);
}

/* Ones below the lowest 0 of the address say how large it is. */
void Driver::device_tlb(const Space &s, uint64_t iova, unsigned am)
{
	uint64_t half = am ? uint64_t{ 1 } << (11 + am) : 0;
	uint64_t below = am ? half - 1 : 0;
	uint64_t range = ((iova & ~half) | below) & VTD_DEVICE_TLB_DESC_HI_ADDR;

	stats.device_tlbs++;
	if (s.pasid)
		raw_descriptor(
			VTD_DESC_PASID_DEVICE_TLB |
				VTD_PUT(VTD_PASID_DEVICE_TLB_DESC_LO_SID,
					s.sid) |
				VTD_PUT(VTD_PASID_DEVICE_TLB_DESC_LO_PASID,
					s.pasid),
			range | (am ? VTD_PASID_DEVICE_TLB_DESC_HI_S : 0));
	else
		raw_descriptor(VTD_DESC_DEVICE_TLB |
				       VTD_PUT(VTD_DEVICE_TLB_DESC_LO_SID,
					       s.sid),
			       range | (am ? VTD_DEVICE_TLB_DESC_HI_S : 0));
}

/* PRS is cleared first: what comes later sets it again. */
std::vector<PageRequest> Driver::take_pages()
{
	std::vector<PageRequest> found;

	sim_.reg_write(VTD_PRS, VTD_PRS_PPR | VTD_PRS_PRO);
	uint64_t head = sim_.reg64(VTD_PQH), tail = sim_.reg64(VTD_PQT);
	for (; head != tail; head = (head + kPageEntry) % kPageQueueSize) {
		uint64_t lo = sim_.memory.load(kPageQueue + head);
		uint64_t hi = sim_.memory.load(kPageQueue + head + 8);

		found.push_back({ hi & ~uint64_t{ 0xfff }, lo, hi });
	}
	if (!found.empty())
		sim_.reg_write(VTD_PQH, head, 8);
	stats.page_requests += found.size();
	return found;
}

/* 6.5.2.7; who sends it sees to it that IOTLB invalidations went before. */
void Driver::page_response(const PageRequest &r, unsigned code)
{
	raw_descriptor(
		VTD_DESC_PAGE_RESPONSE |
			VTD_PUT(VTD_PAGE_RESPONSE_DESC_LO_RC, code) |
			(r.low & VTD_PRQ_LO_PP ? VTD_PAGE_RESPONSE_DESC_LO_PP :
						 0) |
			VTD_PUT(VTD_PAGE_RESPONSE_DESC_LO_RID, r.sid()) |
			VTD_PUT(VTD_PAGE_RESPONSE_DESC_LO_PASID, r.pasid()),
		VTD_PUT(VTD_PAGE_RESPONSE_DESC_HI_PRGI,
			VTD_GET(VTD_PRQ_HI_PRGI, r.high)));
	stats.page_responses++;
}

uint16_t PageRequest::sid() const
{
	return VTD_GET(VTD_PRQ_LO_RID, low);
}

uint32_t PageRequest::pasid() const
{
	return VTD_GET(VTD_PRQ_LO_PASID, low);
}

bool PageRequest::last() const
{
	return high & VTD_PRQ_HI_LPIG;
}
