/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.11: an event when PPR rises; masked it is held, or withdrawn. */
FLOW_WITH(prq_event, flow_ats_scalable,
	  "the page-request event: sent once, masked, withdrawn")
{
	static struct ats_world w;

	ats_world_start_space(&w, SCALABLE_FIRST);
	flow_page_request(&w.tlb, IOVA, PAGE_R, 1);
	WAIT(flow_read32(VTD_PRS) & VTD_PRS_PPR);
	HERE(flow_expect_messages(1, PAGE_MESSAGE_ADDR, PAGE_MESSAGE_DATA));
	flow_page_request(&w.tlb, IOVA, PAGE_R, 1);
	HERE(flow_expect_messages(1, PAGE_MESSAGE_ADDR, PAGE_MESSAGE_DATA));
	flow_write32(VTD_PRS, VTD_PRS_PPR);
	flow_settle();
	EXPECT_EQUAL(flow_read32(VTD_PRS), 0);
	flow_write32(VTD_PECTL, VTD_PECTL_IM);
	flow_settle();
	flow_page_request(&w.tlb, IOVA, PAGE_R, 1);
	WAIT(flow_read32(VTD_PECTL) & VTD_PECTL_IP);
	HERE(flow_expect_messages(1, PAGE_MESSAGE_ADDR, PAGE_MESSAGE_DATA));
	flow_write32(VTD_PECTL, 0);
	WAIT(!(flow_read32(VTD_PECTL) & VTD_PECTL_IP));
	HERE(flow_expect_messages(2, PAGE_MESSAGE_ADDR, PAGE_MESSAGE_DATA));
	/* Cleared before it is unmasked: withdrawn. */
	flow_write32(VTD_PRS, VTD_PRS_PPR);
	flow_write32(VTD_PECTL, VTD_PECTL_IM);
	flow_settle();
	flow_page_request(&w.tlb, IOVA, PAGE_R, 1);
	WAIT(flow_read32(VTD_PECTL) & VTD_PECTL_IP);
	flow_write32(VTD_PRS, VTD_PRS_PPR);
	WAIT(!(flow_read32(VTD_PECTL) & VTD_PECTL_IP));
	flow_write32(VTD_PECTL, 0);
	HERE(flow_expect_messages(2, PAGE_MESSAGE_ADDR, PAGE_MESSAGE_DATA));
}
