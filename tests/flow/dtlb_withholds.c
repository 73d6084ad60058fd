/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * Taking a completion needs no room for what goes out: the device answers only
 * after its own request was answered, and that waits for room.
 */
FLOW_WITH(dtlb_withholds, flow_ats_legacy,
	  "a device that waits for its own answer first does not block")
{
	static struct ats_world w;
	struct device_tlb_request answer;
	int number;

	ats_world_start(&w);
	w.tlb.manner = DEVICE_TLB_WITHHOLDS;
	flow_target_msg_hold(true);
	flow_target_mem_write(FLOW_STATUS, &(uint32_t){ 0 }, 4);
	for (unsigned int i = 0; i < 30; i++)
		driver_queue(&w.d, driver_desc_device_tlb(
					   SID, 0, IOVA + 4096 * i, 4096));
	driver_queue(&w.d, driver_desc_wait(WAIT_SW, FLOW_STATUS, 6));
	driver_kick(&w.d);
	flow_run(60);
	number = device_tlb_ask(&w.tlb, flow_who(), IOVA, 8, false);
	EXPECT(number >= 0);
	flow_run(20);
	EXPECT_EQUAL(flow_load32(FLOW_STATUS), 0);
	flow_target_msg_hold(false);
	WAIT(device_tlb_answer(&w.tlb, number, &answer));
	WAIT(flow_load32(FLOW_STATUS) == 6);
	EXPECT_EQUAL(w.tlb.invalidations, 30);
	EXPECT(!(flow_read32(VTD_FSTS) & (VTD_FSTS_ICE | VTD_FSTS_ITE)));
}
