/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * A kernel takes over a block that another one left enabled (as Linux does
 * after kexec): it sees that in GSTS, drains and restarts the queue, gives its
 * own tables and flushes.
 */
FLOW(life_kexec, "a new driver takes over an enabled block")
{
	struct driver old, d;

	driver_start_mapped(&old);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT(!flow_access(SID + 1, FLOW_READ, IOVA));

	EXPECT_EQUAL(flow_read32(VTD_GSTS),
		     VTD_GSTS_TES | VTD_GSTS_RTPS | VTD_GSTS_QIES);
	WAIT(flow_read64(VTD_IQH) == flow_read64(VTD_IQT));
	d = old;
	driver_disable_queue(&d);
	EXPECT_FAULT(VTD_FAULT_LCT_2, SID + 1, FLOW_READ, IOVA);
	flow_write32(VTD_FSTS, UINT32_MAX);
	d.queue += 0x100000;
	driver_enable_queue(&d, 0);
	driver_new_tables(&d);
	driver_attach(&d, SID, DID, 3);
	driver_map(&d, SID, IOVA, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	driver_set_root(&d);
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_1);
	EXPECT_BLOCKED(SID + 1, FLOW_READ, IOVA, VTD_FAULT_LCT_2);
}
