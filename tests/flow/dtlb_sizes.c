/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static const uint64_t sizes[] = { 4096,           8192,           65536,
				  TABLES_PAGE_2M, TABLES_PAGE_1G, 0 };

/* VT-d 6.5.2.5: what the descriptor says goes out as PCIe ATS codes it. */
FLOW_WITH(dtlb_sizes, flow_ats_legacy,
	  "device-TLB invalidations of every size reach the device")
{
	static struct ats_world w;

	ats_world_start(&w);
	for (unsigned int i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		driver_inv_device_tlb(&w.d, SID, PAGE_1, sizes[i]);
		EXPECT_EQUAL(w.tlb.invalidations, i + 1);
		EXPECT_EQUAL(device_tlb_first(w.tlb.last_word),
			     sizes[i] ? PAGE_1 : 0);
		EXPECT_EQUAL(device_tlb_last(w.tlb.last_word),
			     sizes[i] ? PAGE_1 + sizes[i] - 1 : UINT64_MAX);
		EXPECT_EQUAL(w.tlb.last_word & 1, 0);
		EXPECT(!(w.tlb.last_head & GATE_WORK0_SSIDV));
	}
	EXPECT_NO_FAULT();
	EXPECT_EQUAL(flow_strays(), 0);
}
