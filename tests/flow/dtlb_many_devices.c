/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

#define DEVICES 4U

/* A slow one does not hold up what others are asked, only the wait. */
FLOW_WITH(dtlb_many_devices, flow_ats_legacy,
	  "several devices, one of them late; a wait waits for all")
{
	static struct ats_world w;
	static struct device_tlb other[DEVICES];

	ats_world_start(&w);
	w.tlb.manner = DEVICE_TLB_LATE;
	flow_target_mem_write(FLOW_STATUS, &(uint32_t){ 0 }, 4);
	driver_queue(&w.d, driver_desc_device_tlb(SID, 0, IOVA, 4096));
	for (unsigned int i = 0; i < DEVICES; i++) {
		flow_device_tlb(&other[i], (uint16_t)(0x200 + i));
		driver_queue(&w.d, driver_desc_device_tlb((uint16_t)(0x200 + i),
							  0, IOVA, 4096));
	}
	driver_queue(&w.d, driver_desc_wait(WAIT_SW, FLOW_STATUS, 4));
	driver_kick(&w.d);
	for (unsigned int i = 0; i < DEVICES; i++)
		WAIT(other[i].invalidations == 1 && !other[i].itags);
	flow_run(20);
	EXPECT_EQUAL(flow_load32(FLOW_STATUS), 0);
	device_tlb_release(&w.tlb);
	WAIT(flow_load32(FLOW_STATUS) == 4);
}
