/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.4.7.6: T1 T2 = 00 write, 10 read, 11 atomic; FI 63:12; SID; no PP. */
static void try_kind(uint16_t sid, enum flow_kind kind, uint64_t addr,
		     uint64_t t1, uint64_t t2)
{
	uint64_t hi;
	unsigned int n;

	EXPECT(!flow_access(sid, kind, addr));
	WAIT(flow_read32(VTD_FSTS) & VTD_FSTS_PPF);
	n = (unsigned int)flow_get(flow_read32(VTD_FSTS), VTD_FSTS_FRI);
	hi = flow_read64(flow_frcdh(n));
	EXPECT_EQUAL(flow_read64(flow_frcdl(n)), addr & ~UINT64_C(0xfff));
	EXPECT_EQUAL(hi, VTD_FRCDH_F | (t1 ? VTD_FRCDH_T1 : 0) |
				 (t2 ? VTD_FRCDH_T2 : 0) |
				 flow_put(VTD_FRCDH_FR, VTD_FAULT_LCT_2) | sid);
	EXPECT_EQUAL(flow_read32(flow_frcdh(n) + 4), hi >> 32);
	flow_write32(flow_frcdh(n) + 4, 0x80000000);
	EXPECT_EQUAL(flow_read64(flow_frcdh(n)) & VTD_FRCDH_F, 0);
	EXPECT_EQUAL(flow_read32(VTD_FSTS) & VTD_FSTS_PPF, 0);
}

FLOW(fault_fields, "a fault record tells source, address and kind of access")
{
	struct driver d;

	driver_start_mapped(&d);
	try_kind(SID + 1, FLOW_READ, UINT64_C(0x123456789ff8), 1, 0);
	try_kind(SID + 2, FLOW_WRITE, IOVA + 8, 0, 0);
	try_kind(SID + 3, FLOW_ATOMIC, UINT64_C(0x7ffffffff000), 1, 1);
	try_kind(0x00ff, FLOW_ZLR, 0, 1, 0);
}
