/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 3.9: TT = 10 passes requests of one source unchanged. */
FLOW(map_pass_through, "a source set to pass-through is not translated")
{
	struct driver d;

	driver_start_mapped(&d);
	EXPECT(!tables_pass_through(&d.tables, SID + 1, DID_2, 4));
	for (unsigned int i = 0; i < 2; i++) {
		EXPECT_READS(SID + 1, PAGE_1, PAGE_1);
		EXPECT_WRITES(SID + 1, IOVA, IOVA);
		EXPECT(flow_access(SID + 1, FLOW_ATOMIC, PAGE_0));
		EXPECT(flow_access(SID + 1, FLOW_ZLR, PAGE_0));
		EXPECT_READS(SID, IOVA, PAGE_0);
	}
	/* From pass-through to a table, as for any context change (6.5.3.3). */
	EXPECT(!tables_share(&d.tables, SID + 1, SID));
	driver_inv_context_device(&d, DID_2, SID + 1, 0);
	driver_inv_iotlb_domain(&d, DID_2);
	EXPECT_READS(SID + 1, IOVA, PAGE_0);
	EXPECT_BLOCKED(SID + 1, FLOW_READ, PAGE_1, VTD_FAULT_LGN_3);
}
