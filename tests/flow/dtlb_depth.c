/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* MIP of the descriptor: what the device takes at a time (VT-d 6.5.2.5). */
FLOW_WITH(dtlb_depth, flow_ats_legacy,
	  "no more invalidations are open than the device takes")
{
	static struct ats_world w;

	ats_world_start(&w);
	w.tlb.manner = DEVICE_TLB_LATE;
	for (unsigned int i = 0; i < 10; i++)
		driver_queue(&w.d, driver_desc_device_tlb(
					   SID, 4, IOVA + 4096 * i, 4096));
	driver_kick(&w.d);
	WAIT(w.tlb.invalidations == 4);
	flow_run(50);
	EXPECT_EQUAL(w.tlb.invalidations, 4);
	device_tlb_release(&w.tlb);
	WAIT(w.tlb.invalidations == 8);
	flow_run(50);
	EXPECT_EQUAL(w.tlb.invalidations, 8);
	w.tlb.manner = 0;
	device_tlb_release(&w.tlb);
	driver_sync(&w.d);
	EXPECT_EQUAL(w.tlb.invalidations, 10);
}
