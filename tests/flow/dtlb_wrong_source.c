/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 4.4: an ITag counts for the source that it was sent to. */
FLOW_WITH(dtlb_wrong_source, flow_ats_legacy,
	  "a completion in the name of another source answers nothing")
{
	static struct ats_world w;

	ats_world_start(&w);
	w.tlb.manner = DEVICE_TLB_WRONG_SID;
	flow_target_mem_write(FLOW_STATUS, &(uint32_t){ 0 }, 4);
	driver_queue(&w.d, driver_desc_device_tlb(SID, 0, IOVA, 4096));
	driver_queue(&w.d, driver_desc_wait(WAIT_SW, FLOW_STATUS, 8));
	driver_kick(&w.d);
	WAIT(flow_read32(VTD_FSTS) & VTD_FSTS_ICE);
	EXPECT_EQUAL(flow_get(flow_read64(VTD_IQERCD), VTD_IQERCD_ICESID),
		     SID ^ 1);
	EXPECT_EQUAL(flow_load32(FLOW_STATUS), 0);
	flow_pass_time(2 * VTD_DEVICE_TIMEOUT);
	EXPECT(flow_read32(VTD_FSTS) & VTD_FSTS_ITE);
	EXPECT_EQUAL(flow_get(flow_read64(VTD_IQERCD), VTD_IQERCD_ITESID), SID);
}
