/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 4.4: done when as many completions came as each of them says. */
FLOW_WITH(dtlb_half, flow_ats_legacy,
	  "a device that answers in two messages has answered with both")
{
	static struct ats_world w;

	ats_world_start(&w);
	w.tlb.manner = DEVICE_TLB_HALF;
	flow_target_mem_write(FLOW_STATUS, &(uint32_t){ 0 }, 4);
	driver_queue(&w.d, driver_desc_device_tlb(SID, 0, IOVA, 4096));
	driver_queue(&w.d, driver_desc_wait(WAIT_SW, FLOW_STATUS, 3));
	driver_kick(&w.d);
	WAIT(w.tlb.invalidations);
	flow_run(100);
	EXPECT_EQUAL(flow_load32(FLOW_STATUS), 0);
	device_tlb_release(&w.tlb);
	WAIT(flow_load32(FLOW_STATUS) == 3);
	EXPECT(!(flow_read32(VTD_FSTS) & VTD_FSTS_ICE));
}
