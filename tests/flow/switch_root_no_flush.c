/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.6.
 */
FLOW_WITH(switch_root_no_flush, flow_scalable_caching,
	  "without ESRTPS software invalidates after SRTP")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_NESTED);
	EXPECT_READS(SID, IOVA, PAGE_0);
	driver_new_tables(&d);
	driver_attach_scalable(&d, SID);
	space = driver_space(&d, SCALABLE_FIRST, DID_2);
	driver_tree_map(&d, &space.fs, IOVA, PAGE_1, TABLES_PAGE_4K,
			TABLES_FS_USER);
	driver_bind(&d, SID, 0, &space);
	driver_set_root(&d);
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_1);
	/* TE off and on keeps nothing where there is SMTS (11.4.4.1). */
	driver_translate(&d, false);
	flow_clear(driver_tree_slot(&d, &space.fs, IOVA, 1), BIT(0));
	driver_translate(&d, true);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SFS_2);
}
