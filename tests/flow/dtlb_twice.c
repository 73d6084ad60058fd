/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 4.4, 6.5.2.11: an ITag that is not in use: ICE; the queue goes on. */
FLOW_WITH(dtlb_twice, flow_ats_legacy,
	  "a doubled completion is reported, the queue goes on")
{
	static struct ats_world w;

	ats_world_start(&w);
	driver_event_messages();
	w.tlb.manner = DEVICE_TLB_TWICE;
	driver_inv_device_tlb(&w.d, SID, IOVA, 4096);
	WAIT(flow_read32(VTD_FSTS) & VTD_FSTS_ICE);
	EXPECT_EQUAL(flow_get(flow_read64(VTD_IQERCD), VTD_IQERCD_ICESID), SID);
	HERE(flow_expect_messages(1, FAULT_MESSAGE_ADDR, FAULT_MESSAGE_DATA));
	w.tlb.manner = 0;
	driver_inv_device_tlb(&w.d, SID, IOVA, 4096);
	flow_write32(VTD_FSTS, VTD_FSTS_ICE);
	EXPECT_EQUAL(flow_read32(VTD_FSTS) & VTD_FSTS_ICE, 0);
}
