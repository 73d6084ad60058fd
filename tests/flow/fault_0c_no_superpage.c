/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 9.8: PS is reserved where CAP.SSLPS has no page of that size. */
FLOW_WITH(fault_0c_no_superpage, flow_minimal,
	  "large pages without CAP.SSLPS are faults")
{
	struct driver d;

	driver_start_mapped(&d);
	driver_map(&d, SID, UINT64_C(0x10000000), PAGE_0, TABLES_PAGE_2M,
		   TABLES_RW);
	driver_map(&d, SID, UINT64_C(0x100000000), PAGE_0, TABLES_PAGE_1G,
		   TABLES_RW);
	EXPECT_BLOCKED(SID, FLOW_READ, UINT64_C(0x10000000), VTD_FAULT_LSS_2);
	EXPECT_BLOCKED(SID, FLOW_READ, UINT64_C(0x100000000), VTD_FAULT_LSS_2);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
