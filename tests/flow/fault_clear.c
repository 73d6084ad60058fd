/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.4.7.6: F is cleared by writing 1 to it, by nothing else. */
FLOW(fault_clear, "a record is cleared by a one in F only")
{
	struct driver d;

	driver_start_mapped(&d);
	EXPECT(!flow_access(SID + 1, FLOW_READ, IOVA));
	WAIT(flow_read32(VTD_FSTS) & VTD_FSTS_PPF);
	flow_write32(flow_frcdh(0) + 4, 0x7fffffff);
	flow_write32(flow_frcdh(0), UINT32_MAX);
	flow_write64(flow_frcdl(0), UINT64_MAX);
	flow_write32(VTD_FSTS, VTD_FSTS_PPF | VTD_FSTS_FRI);
	flow_settle();
	EXPECT(flow_read32(VTD_FSTS) & VTD_FSTS_PPF);
	EXPECT_FAULT(VTD_FAULT_LCT_2, SID + 1, FLOW_READ, IOVA);
	EXPECT_EQUAL(flow_read32(VTD_FSTS) & VTD_FSTS_PPF, 0);
}
