/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 7.2.1: with no free record PFO is set and the fault lost; while PFO is
 * set none is recorded, even with free records.
 */
static void fault_from(unsigned int sid)
{
	EXPECT(!flow_access((uint16_t)sid, FLOW_WRITE, IOVA));
	flow_settle();
}

FLOW(fault_overflow, "a full ring overflows visibly and recovers")
{
	struct driver d;

	driver_start_mapped(&d);
	for (unsigned int i = 0; i < 8; i++)
		fault_from(0x20 + i);
	EXPECT_EQUAL(flow_read32(VTD_FSTS) & VTD_FSTS_PFO, 0);
	fault_from(0x30);
	EXPECT(flow_read32(VTD_FSTS) & VTD_FSTS_PFO);
	for (unsigned int i = 0; i < 8; i++)
		EXPECT_FAULT(VTD_FAULT_LCT_2, (uint16_t)(0x20 + i), FLOW_WRITE,
			     IOVA);
	EXPECT_EQUAL(flow_read32(VTD_FSTS) & 0xff, VTD_FSTS_PFO);
	fault_from(0x31);
	EXPECT_NO_FAULT();
	flow_write32(VTD_FSTS, VTD_FSTS_PFO);
	EXPECT_EQUAL(flow_read32(VTD_FSTS) & 0xff, 0);
	fault_from(0x32);
	EXPECT_FAULT(VTD_FAULT_LCT_2, 0x32, FLOW_WRITE, IOVA);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
