/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.2.1: the record index returns to 0 when TES and IRES are 0. */
FLOW(fault_index_reset, "switching translation off starts the records at 0")
{
	struct driver d;

	driver_start_mapped(&d);
	for (unsigned int i = 0; i < 3; i++)
		EXPECT_BLOCKED(SID + 1, FLOW_READ, IOVA, VTD_FAULT_LCT_2);
	driver_translate(&d, false);
	driver_translate(&d, true);
	EXPECT(!flow_access(SID + 1, FLOW_READ, IOVA));
	WAIT(flow_read32(VTD_FSTS) & VTD_FSTS_PPF);
	EXPECT_EQUAL(flow_get(flow_read32(VTD_FSTS), VTD_FSTS_FRI), 0);
	EXPECT(flow_read64(flow_frcdh(0)) & VTD_FRCDH_F);
	EXPECT_FAULT(VTD_FAULT_LCT_2, SID + 1, FLOW_READ, IOVA);
}
