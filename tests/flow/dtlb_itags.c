/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* PCIe ATS: 32 ITags; one is used again when its completion has come. */
FLOW_WITH(dtlb_itags, flow_ats_legacy,
	  "more invalidations than ITags wait for those that are released")
{
	static struct ats_world w;

	ats_world_start(&w);
	w.tlb.manner = DEVICE_TLB_LATE;
	for (unsigned int i = 0; i < 40; i++)
		driver_queue(&w.d, driver_desc_device_tlb(
					   SID, 0, IOVA + 4096 * i, 4096));
	driver_kick(&w.d);
	WAIT(w.tlb.invalidations == 32);
	flow_run(50);
	EXPECT_EQUAL(w.tlb.invalidations, 32);
	w.tlb.manner = 0;
	device_tlb_release(&w.tlb);
	driver_sync(&w.d);
	EXPECT_EQUAL(w.tlb.invalidations, 40);
	EXPECT_EQUAL(w.tlb.itags, 0);
	EXPECT_NO_FAULT();
	EXPECT(!(flow_read32(VTD_FSTS) & (VTD_FSTS_ICE | VTD_FSTS_ITE)));
}
