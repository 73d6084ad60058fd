/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * An answer from old tables that is on its way comes before the request to
 * forget; no such answer leaves after it (VT-d 6.5.2.12, PCIe ATS).
 */
FLOW_WITH(dtlb_answer_in_flight, flow_ats_legacy,
	  "after the wait a device has nothing of the old tables")
{
	static struct ats_world w;
	struct device_tlb_request answer;
	int old, new;

	ats_world_start(&w);
	flow_target_msg_hold(true);
	old = device_tlb_ask(&w.tlb, flow_who(), IOVA, 1, false);
	EXPECT(old >= 0);
	flow_settle();
	driver_map(&w.d, SID, IOVA, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	flow_target_mem_write(FLOW_STATUS, &(uint32_t){ 0 }, 4);
	driver_queue(&w.d, driver_desc_iotlb(DESC_FINE, DID, IOVA, 0, false));
	driver_queue(&w.d, driver_desc_device_tlb(SID, 0, IOVA, 4096));
	driver_queue(&w.d, driver_desc_wait(WAIT_SW, FLOW_STATUS, 4));
	driver_kick(&w.d);
	flow_run(20);
	new = device_tlb_ask(&w.tlb, flow_who(), IOVA, 1, false);
	EXPECT(new >= 0);
	flow_run(20);
	EXPECT_EQUAL(flow_load32(FLOW_STATUS), 0);
	flow_target_msg_hold(false);
	WAIT(flow_load32(FLOW_STATUS) == 4);
	WAIT(device_tlb_answer(&w.tlb, old, &answer));
	EXPECT_EQUAL(answer.word[0], PAGE_0 | ATS_RW);
	WAIT(device_tlb_answer(&w.tlb, new, &answer));
	EXPECT_EQUAL(answer.word[0], PAGE_1 | ATS_RW);
	EXPECT_ATS(&w.tlb, IOVA, PAGE_1 | ATS_RW);
	EXPECT_EQUAL(device_tlb_find(&w.tlb, flow_who(), IOVA, true)->pa,
		     PAGE_1);
}
