/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Rows of the table of faults, for devices with TLBs. */

#include "flow.h"

#include <string.h>

static void allow(struct ats_world *w)
{
	flow_device_tlb(&w->tlb, SID);
	driver_inv_all(&w->d);
}

void ats_world_start(struct ats_world *w)
{
	memset(w, 0, sizeof(*w));
	driver_start_mapped(&w->d);
	driver_allow_ats(&w->d, SID);
	allow(w);
}

void ats_world_start_space(struct ats_world *w, enum scalable_pgtt pgtt)
{
	memset(w, 0, sizeof(*w));
	driver_start_space(&w->d, &w->space, pgtt);
	driver_bind(&w->d, SID, PASID, &w->space);
	driver_start_pages(0);
	driver_allow_ats_scalable(&w->d, SID, true);
	allow(w);
	w->pages = true;
}

static void expect_ats(struct ats_world *w, struct ats_row row)
{
	switch (row.ats) {
	case ROW_UR:
		flow_expect_ats_status(&w->tlb, IOVA, GATE_ATS_STATUS_UR,
				       row.reason);
		break;
	case ROW_CA:
		flow_expect_ats_status(&w->tlb, IOVA, GATE_ATS_STATUS_CA,
				       row.reason);
		break;
	case ROW_NONE:
		flow_expect_ats_none(&w->tlb, IOVA);
		break;
	case ROW_NONE_NR:
		flow_expect_equal(
			"R, W of the translation",
			flow_ats(&w->tlb, IOVA, 1, false).word[0] & ATS_RW, 0);
		flow_expect_fault_at(row.reason, SID, FLOW_READ, IOVA, 1);
		break;
	case ROW_PASSES:
		flow_expect_equal("translation",
				  flow_ats(&w->tlb, IOVA, 1, false).word[0] &
					  ~(ATS_S | ATS_N | ATS_PRIV),
				  PAGE_0 | ATS_RW);
		break;
	default:
		break;
	}
	flow_expect_no_fault();
}

static void expect_translated(struct ats_row row)
{
	if (row.translated == ROW_OTHER_PASSES)
		flow_expect_translated(SID, PAGE_0);
	if (row.translated == ROW_BLOCKED)
		flow_expect_no_translated(SID, FLOW_WRITE, PAGE_0, row.reason);
}

void flow_page_request(struct device_tlb *tlb, uint64_t addr, unsigned int rwl,
		       unsigned int prgi)
{
	if (!device_tlb_ask_page(tlb, flow_who(), addr, rwl, prgi))
		flow_fail("a page request was not taken");
}

void flow_expect_response(struct device_tlb *tlb, unsigned int prgi,
			  unsigned int code)
{
	const struct device_tlb_response *r = &tlb->response[0];

	WAIT(tlb->responses);
	flow_expect_equal("page-group responses", tlb->responses, 1);
	flow_expect_equal("PRGI of the response", r->prgi, prgi);
	flow_expect_equal("response code", r->code, code);
	flow_expect_equal("PP of the response", r->who.pasid_valid,
			  flow_who().pasid_valid);
	flow_expect_equal("PASID of the response", r->who.pasid,
			  flow_who().pasid);
	tlb->responses = 0;
}

/* The last of a group is answered Invalid Request, others are dropped. */
static void expect_page_refused(struct ats_world *w, unsigned int reason)
{
	flow_page_request(&w->tlb, IOVA, PAGE_RL, 0x155);
	flow_expect_response(&w->tlb, 0x155, PAGE_INVALID);
	flow_expect_fault_at(reason, SID, FLOW_PAGE, IOVA, 0);
	flow_page_request(&w->tlb, IOVA, PAGE_W, 3);
	flow_expect_fault_at(reason, SID, FLOW_PAGE, IOVA, 0);
	flow_expect_no_fault();
	flow_expect_equal("page-group responses", w->tlb.responses, 0);
	flow_expect_equal("PQT", flow_read64(VTD_PQT), flow_read64(VTD_PQH));
}

static void expect_page_queued(struct ats_world *w)
{
	struct flow_page page;

	flow_page_request(&w->tlb, IOVA, PAGE_RL, 1);
	driver_wait_page(&page);
	flow_expect_equal("address of the page request",
			  page.word[1] & ~UINT64_C(0xfff), IOVA);
	flow_write32(VTD_PRS, VTD_PRS_PPR);
	flow_expect_no_fault();
	flow_expect_equal("page-group responses", w->tlb.responses, 0);
}

void ats_world_expect(struct ats_world *w, struct ats_row row)
{
	expect_ats(w, row);
	if (!flow_who().pasid_valid)
		expect_translated(row);
	if (!w->pages)
		return;
	if (row.page == ROW_BLOCKED)
		expect_page_refused(w, row.reason);
	if (row.page == ROW_OTHER_PASSES)
		expect_page_queued(w);
}

static const struct ats_row good = { .ats = ROW_PASSES };

void ats_world_expect_spoiled(struct ats_world *w, uint64_t slot, uint64_t bits,
			      struct ats_row row)
{
	flow_flip(slot, bits);
	driver_inv_all(&w->d);
	ats_world_expect(w, row);
	flow_flip(slot, bits);
	ats_world_expect(w, good);
}

void ats_world_expect_unreadable(struct ats_world *w, uint64_t addr,
				 uint64_t len, struct ats_row row)
{
	driver_inv_all(&w->d);
	flow_target_mem_fail(addr, len, true);
	ats_world_expect(w, row);
	flow_target_mem_fail(addr, len, false);
	ats_world_expect(w, good);
}
