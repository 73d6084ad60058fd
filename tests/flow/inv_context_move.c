/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* A source moves to another domain, its old domain stays in use. */
FLOW(inv_context_move, "a source can change its domain")
{
	struct driver d;

	driver_start_mapped(&d);
	driver_attach(&d, SID + 1, DID_2, 4);
	driver_map(&d, SID + 1, IOVA, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_READS(SID + 1, IOVA, PAGE_1);
	EXPECT(!tables_share(&d.tables, SID, SID + 1));
	driver_inv_context_device(&d, DID, SID, 0);
	driver_inv_iotlb_domain(&d, DID);
	EXPECT_READS(SID, IOVA, PAGE_1);
	EXPECT_READS(SID + 1, IOVA, PAGE_1);
}
