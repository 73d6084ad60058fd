/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

#define REQUESTS 8U

/*
 * VT-d 7.10: how a driver makes sure that it has seen every page request of a
 * PASID. The device's completion comes behind what it asked before.
 */
FLOW_WITH(prq_drain, flow_ats_scalable,
	  "after the drain of 7.10 all page requests are in the queue")
{
	static struct ats_world w;

	ats_world_start_space(&w, SCALABLE_FIRST);
	flow_with_pasid(PASID);
	flow_target_mem_write(FLOW_STATUS, &(uint32_t){ 0 }, 4);
	for (uint64_t i = 0; i < REQUESTS; i++)
		flow_page_request(&w.tlb, IOVA + 4096 * i, PAGE_RL,
				  (unsigned int)i);
	driver_queue(&w.d, driver_desc_wait(WAIT_FN, 0, 0));
	driver_queue(&w.d, driver_desc_pasid_iotlb(PASID_IOTLB_ALL, DID, PASID,
						   0, 0, false));
	driver_queue(&w.d,
		     driver_desc_pasid_device_tlb(SID, PASID, 0, false, 0, 0));
	driver_queue(&w.d, driver_desc_wait(WAIT_SW | WAIT_PD, FLOW_STATUS, 3));
	driver_kick(&w.d);
	WAIT(flow_load32(FLOW_STATUS) == 3);
	EXPECT_EQUAL(flow_read64(VTD_PQT), REQUESTS * 32);
	for (uint64_t i = 0; i < REQUESTS; i++)
		EXPECT_EQUAL(flow_load(FLOW_PRQ + i * 32 + 8),
			     (IOVA + 4096 * i) | i << 3 | PAGE_RL);
	EXPECT_EQUAL(w.tlb.responses, 0);
}
