/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* One that does not take its messages loses them, so that others go on. */
FLOW_WITH(dtlb_stall, flow_ats_legacy,
	  "a device that takes no messages ends in a time-out")
{
	static struct ats_world w;

	ats_world_start(&w);
	flow_target_msg_hold(true);
	flow_target_mem_write(FLOW_STATUS, &(uint32_t){ 0 }, 4);
	driver_queue(&w.d, driver_desc_device_tlb(SID, 0, IOVA, 4096));
	driver_queue(&w.d, driver_desc_wait(WAIT_SW, FLOW_STATUS, 8));
	driver_kick(&w.d);
	flow_pass_time(2 * VTD_DEVICE_TIMEOUT);
	EXPECT(flow_read32(VTD_FSTS) & VTD_FSTS_ITE);
	EXPECT_EQUAL(flow_load32(FLOW_STATUS), 0);
	flow_target_msg_hold(false);
	flow_run(20);
	EXPECT_EQUAL(w.tlb.invalidations, 0);
	flow_write32(VTD_FSTS, VTD_FSTS_ITE);
	driver_inv_device_tlb(&w.d, SID, IOVA, 4096);
	EXPECT_EQUAL(w.tlb.invalidations, 1);
}
