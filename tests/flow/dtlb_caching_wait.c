/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(dtlb_caching_wait, flow_ats_caching,
	  "CM: a wait comes after what the block itself asked of a device")
{
	static struct ats_world w;

	ats_world_start(&w);
	EXPECT_ATS(&w.tlb, IOVA, PAGE_0 | ATS_RW);
	w.tlb.manner = DEVICE_TLB_LATE;
	flow_target_mem_write(FLOW_STATUS, &(uint32_t){ 0 }, 4);
	driver_queue(&w.d, driver_desc_iotlb(DESC_DOMAIN, DID, 0, 0, false));
	driver_queue(&w.d, driver_desc_wait(WAIT_SW, FLOW_STATUS, 77));
	driver_kick(&w.d);
	WAIT(w.tlb.invalidations);
	flow_run(50);
	EXPECT_EQUAL(flow_load32(FLOW_STATUS), 0);
	device_tlb_release(&w.tlb);
	WAIT(flow_load32(FLOW_STATUS) == 77);
}
