/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_records_256, flow_records,
	  "256 fault records in a page of their own")
{
	struct driver d;
	struct flow_fault f;

	driver_start(&d);
	EXPECT_EQUAL(flow_frcdl(0), 0x1000);
	EXPECT_EQUAL(flow_frcdh(255), 0x1ff8);
	for (unsigned int i = 0; i < 256; i++)
		EXPECT(!flow_access((uint16_t)i, FLOW_READ, IOVA));
	EXPECT(!(flow_read32(VTD_FSTS) & VTD_FSTS_PFO));
	EXPECT_EQUAL(flow_get(flow_read32(VTD_FSTS), VTD_FSTS_FRI), 0);
	EXPECT(!flow_access(256, FLOW_READ, IOVA));
	WAIT(flow_read32(VTD_FSTS) & VTD_FSTS_PFO);
	for (unsigned int i = 0; i < 256; i++) {
		uint64_t hi = flow_read64(flow_frcdh(i));

		EXPECT(hi & VTD_FRCDH_F);
		EXPECT_EQUAL(flow_get(hi, VTD_FRCDH_SID), i);
		EXPECT_EQUAL(flow_read64(flow_frcdl(i)), IOVA);
	}
	for (unsigned int i = 0; i < 256; i++)
		EXPECT(flow_take_fault(&f) && f.sid == i);
	EXPECT(!(flow_read32(VTD_FSTS) & VTD_FSTS_PPF));
	flow_write32(VTD_FSTS, VTD_FSTS_PFO);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_LRT_2);
}
