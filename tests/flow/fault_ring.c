/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.2.1: records are written in turn; FRI names the first pending one. */
static void fault_from(uint16_t sid)
{
	EXPECT(!flow_access(sid, FLOW_READ, IOVA));
}

FLOW(fault_ring, "eight records are written in turn and start over")
{
	struct driver d;

	driver_start_mapped(&d);
	for (uint16_t i = 0; i < 3; i++)
		fault_from((uint16_t)(0x20 + i));
	flow_settle();
	EXPECT_EQUAL(flow_get(flow_read32(VTD_FSTS), VTD_FSTS_FRI), 0);
	for (uint16_t i = 0; i < 3; i++) {
		uint64_t hi = flow_read64(flow_frcdh(i));

		EXPECT_EQUAL(flow_get(hi, VTD_FRCDH_SID), 0x20 + i);
		flow_write32(flow_frcdh(i) + 4, 0x80000000);
	}
	EXPECT_EQUAL(flow_read32(VTD_FSTS) & VTD_FSTS_PPF, 0);
	for (uint16_t i = 0; i < 20; i++) {
		fault_from((uint16_t)(0x40 + i));
		WAIT(flow_read32(VTD_FSTS) & VTD_FSTS_PPF);
		EXPECT_EQUAL(flow_get(flow_read32(VTD_FSTS), VTD_FSTS_FRI),
			     (3U + i) % 8);
		EXPECT_FAULT(VTD_FAULT_LCT_2, (uint16_t)(0x40 + i), FLOW_READ,
			     IOVA);
	}
	EXPECT_EQUAL(flow_read32(VTD_FSTS) & VTD_FSTS_PFO, 0);
}
