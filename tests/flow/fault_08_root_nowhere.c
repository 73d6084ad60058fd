/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * Bits of RTADDR at and above the host address width may be missing (VT-d
 * 11.4.5). With them the root table cannot be read, without them it is the
 * zeroed memory at 0; either way the request is blocked and recorded.
 */
FLOW(fault_08_root_nowhere, "a root table beyond memory is a fault, no hang")
{
	struct flow_fault f;
	struct driver d;

	driver_start_mapped(&d);
	flow_write64(VTD_RTADDR, UINT64_C(0xfff0000000000000));
	driver_gcmd(&d, VTD_GCMD_SRTP, 0);
	WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_RTPS);
	EXPECT(!flow_access(SID, FLOW_READ, IOVA));
	WAIT(flow_take_fault(&f));
	EXPECT(f.reason == VTD_FAULT_LRT_1 || f.reason == VTD_FAULT_LRT_2);
	driver_set_root(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
