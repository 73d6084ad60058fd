/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(switch_modes, flow_scalable,
	  "legacy, scalable, abort by SRTP without leaks")
{
	struct scalable_pasid space;
	struct driver d;
	struct driver legacy;

	driver_init(&legacy);
	driver_attach(&legacy, SID, DID, 4);
	driver_map(&legacy, SID, IOVA, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	driver_map(&legacy, SID, IOVA + 0x1000, PAGE_1, TABLES_PAGE_4K,
		   TABLES_RW);
	d = legacy;
	driver_new_tables(&d);
	d.scalable = true;
	d.width = 32;
	driver_attach_scalable(&d, SID);
	space = driver_space(&d, SCALABLE_SECOND, DID_2);
	driver_tree_map(&d, &space.ss, IOVA, PAGE_0, TABLES_PAGE_4K, TABLES_RW);
	driver_bind(&d, SID, 0, &space);
	/* ESRTPS: SRTP is all that it takes. Wide descriptors do for both. */
	driver_set_root(&d);
	driver_enable_queue(&d, 0);
	driver_translate(&d, true);
	for (unsigned int i = 0; i < 2; i++) {
		EXPECT_READS(SID, IOVA, PAGE_0);
		EXPECT_BLOCKED(SID, FLOW_READ, IOVA + 0x1000, VTD_FAULT_SSS_2);
		legacy.gcmd = d.gcmd;
		driver_set_root(&legacy);
		EXPECT_READS(SID, IOVA, PAGE_1);
		EXPECT_READS(SID, IOVA + 0x1000, PAGE_1);
		flow_with_pasid(PASID);
		EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_RTA_2);
		flow_without_pasid();
		driver_sync(&d);
		driver_set_root(&d);
	}
	EXPECT_READS(SID, IOVA, PAGE_0);
}
