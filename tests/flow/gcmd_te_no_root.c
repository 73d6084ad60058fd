/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * A driver that forgets SRTP: RTADDR as latched is still 0, so the root table
 * is what lies at 0. Zeroed memory has no present root entry.
 */
FLOW(gcmd_te_no_root, "TE without SRTP blocks by the table at address 0")
{
	struct driver d;

	driver_init(&d);
	driver_attach(&d, SID, DID, 4);
	driver_map(&d, SID, IOVA, PAGE_0, TABLES_PAGE_4K, TABLES_RW);
	flow_write64(VTD_RTADDR, d.tables.root);
	driver_translate(&d, true);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LRT_2);

	driver_set_root(&d);
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
