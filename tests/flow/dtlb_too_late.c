/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.5.2.11: late completions are taken; PCIe ATS: their ITag is free. */
FLOW_WITH(dtlb_too_late, flow_ats_legacy,
	  "a completion after the time-out is reported and harmless")
{
	static struct ats_world w;

	ats_world_start(&w);
	w.tlb.manner = DEVICE_TLB_LATE;
	driver_queue(&w.d, driver_desc_device_tlb(SID, 0, IOVA, 4096));
	driver_queue(&w.d, driver_desc_wait(WAIT_SW, FLOW_STATUS, 8));
	driver_kick(&w.d);
	flow_pass_time(2 * VTD_DEVICE_TIMEOUT);
	EXPECT(flow_read32(VTD_FSTS) & VTD_FSTS_ITE);
	flow_write32(VTD_FSTS, VTD_FSTS_ITE);
	flow_settle();
	device_tlb_release(&w.tlb);
	WAIT(flow_read32(VTD_FSTS) & VTD_FSTS_ICE);
	EXPECT_EQUAL(flow_get(flow_read64(VTD_IQERCD), VTD_IQERCD_ICESID), SID);
	flow_write32(VTD_FSTS, VTD_FSTS_ICE);
	w.tlb.manner = 0;
	driver_inv_device_tlb(&w.d, SID, IOVA, 4096);
	EXPECT(!(flow_read32(VTD_FSTS) & (VTD_FSTS_ICE | VTD_FSTS_ITE)));
}
