/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* An error of memory itself reaches the device and is no remapping fault. */
FLOW(dma_memory_error, "memory errors reach the device and are not recorded")
{
	struct driver d;

	driver_start_mapped(&d);
	flow_target_mem_fail(PAGE_0, 0x1000, true);
	EXPECT_REFUSED(SID, FLOW_READ, IOVA);
	EXPECT_REFUSED(SID, FLOW_WRITE, IOVA);
	EXPECT_REFUSED(SID, FLOW_READ, IOVA + 8);
	flow_target_mem_fail(PAGE_0, 0x1000, false);
	EXPECT_READS(SID, IOVA, PAGE_0);
	driver_inv_all(&d);
	EXPECT_NO_FAULT();
}
