/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.1: with CM = 0 nothing that faulted is cached, so a table made good
 * works without any invalidation.
 */
FLOW(fault_not_cached, "what faulted works as soon as the tables are right")
{
	struct driver d;

	driver_start(&d);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LRT_2);
	driver_context_slot(&d, SID);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LCT_2);
	driver_attach(&d, SID, DID, 4);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LGN_3);
	driver_map(&d, SID, IOVA + 0x1000, PAGE_0, TABLES_PAGE_4K, TABLES_RW);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LGN_3);
	driver_map(&d, SID, IOVA, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	EXPECT_READS(SID, IOVA, PAGE_1);
	EXPECT_READS(SID, IOVA + 0x1000, PAGE_0);
}
