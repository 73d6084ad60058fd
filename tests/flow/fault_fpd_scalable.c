/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 7.1.3: context, PASID directory and PASID entry.
 */
FLOW_WITH(fault_fpd_scalable, flow_scalable,
	  "FPD at three places silences qualified faults")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t at[3], fs;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	at[0] = driver_scontext_slot(&d, SID);
	at[1] = scalable_dir_slot(&d.tables, SID, 0);
	at[2] = driver_pasid_slot(&d, SID, 0);
	fs = driver_tree_slot(&d, &space.fs, IOVA, 1);
	for (unsigned int i = 0; i < 3; i++) {
		flow_set(at[i], BIT(1));
		driver_inv_all(&d);
		EXPECT_READS(SID, IOVA, PAGE_0);
		EXPECT_REFUSED(SID, FLOW_READ, IOVA + 0x1000);
		flow_clear(fs, BIT(1));
		driver_inv_all(&d);
		EXPECT_REFUSED(SID, FLOW_WRITE, IOVA);
		flow_set(fs, BIT(1));
		/* Of an entry that is not present, too. */
		flow_clear(at[i], BIT(0));
		driver_inv_all(&d);
		EXPECT_REFUSED(SID, FLOW_READ, IOVA);
		flow_set(at[i], BIT(0));
		/* A later entry is not asked when an earlier one faults. */
		flow_clear(at[i], BIT(1));
	}
	flow_set(at[1], BIT(1));
	flow_clear(at[0], BIT(0));
	driver_inv_all(&d);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SCT_2);
}
