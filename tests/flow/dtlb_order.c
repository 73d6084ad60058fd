/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.5.2.12: IOTLB first; the device is asked when that is done. */
FLOW_WITH(dtlb_order, flow_ats_legacy,
	  "when the device hears of it, the IOTLB has forgotten already")
{
	static struct ats_world w;

	ats_world_start(&w);
	EXPECT_READS(SID, IOVA, PAGE_0);
	w.tlb.manner = DEVICE_TLB_LATE;
	driver_unmap(&w.d, SID, IOVA);
	flow_target_mem_write(FLOW_STATUS, &(uint32_t){ 0 }, 4);
	driver_queue(&w.d, driver_desc_iotlb(DESC_FINE, DID, IOVA, 0, false));
	driver_queue(&w.d, driver_desc_device_tlb(SID, 0, IOVA, 4096));
	driver_queue(&w.d, driver_desc_wait(WAIT_SW, FLOW_STATUS, 5));
	driver_kick(&w.d);
	WAIT(w.tlb.invalidations);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LGN_3);
	EXPECT_EQUAL(flow_load32(FLOW_STATUS), 0);
	device_tlb_release(&w.tlb);
	WAIT(flow_load32(FLOW_STATUS) == 5);
}
