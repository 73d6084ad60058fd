/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.5.3.5: adding a right needs no invalidation unless the device can
 * page-fault: a request that cached rights do not allow is walked again.
 */
FLOW(inv_permission_added, "a right that was added works without invalidation")
{
	struct driver d;

	driver_start(&d);
	driver_attach(&d, SID, DID, 4);
	driver_map(&d, SID, IOVA, PAGE_0, TABLES_PAGE_4K, TABLES_R);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_LGN_2);
	driver_map(&d, SID, IOVA, PAGE_0, TABLES_PAGE_4K, TABLES_RW);
	EXPECT_WRITES(SID, IOVA, PAGE_0);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
