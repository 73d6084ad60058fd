/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.5.2.11, 11.4.9.9: ITE, ITESID; the wait is aborted, then on. */
FLOW_WITH(dtlb_lost, flow_ats_legacy,
	  "a device that never answers: time-out, recovery")
{
	static struct ats_world w;
	uint64_t iqercd;

	ats_world_start(&w);
	driver_event_messages();
	w.tlb.manner = DEVICE_TLB_LOST;
	flow_target_mem_write(FLOW_STATUS, &(uint32_t){ 0 }, 4);
	driver_queue(&w.d, driver_desc_device_tlb(SID, 0, IOVA, 4096));
	driver_queue(&w.d, driver_desc_wait(WAIT_SW, FLOW_STATUS, 8));
	driver_kick(&w.d);
	flow_pass_time(2 * VTD_DEVICE_TIMEOUT);
	EXPECT(flow_read32(VTD_FSTS) & VTD_FSTS_ITE);
	iqercd = flow_read64(VTD_IQERCD);
	EXPECT_EQUAL(flow_get(iqercd, VTD_IQERCD_ITESID), SID);
	EXPECT_EQUAL(flow_load32(FLOW_STATUS), 0);
	HERE(flow_expect_messages(1, FAULT_MESSAGE_ADDR, FAULT_MESSAGE_DATA));
	/* Nothing is fetched until the host has seen it. */
	driver_queue(&w.d, driver_desc_wait(WAIT_SW, FLOW_STATUS, 9));
	driver_kick(&w.d);
	flow_run(50);
	EXPECT_EQUAL(flow_load32(FLOW_STATUS), 0);
	w.tlb.manner = 0;
	flow_write32(VTD_FSTS, VTD_FSTS_ITE);
	WAIT(flow_load32(FLOW_STATUS) == 9);
	driver_inv_device_tlb(&w.d, SID, IOVA, 4096);
	EXPECT(!(flow_read32(VTD_FSTS) & VTD_FSTS_ITE));
}
