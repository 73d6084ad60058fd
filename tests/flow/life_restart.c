/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* A driver stops the block in order and starts it again with other tables. */
FLOW(life_restart, "the block can be stopped and started again")
{
	struct driver d;

	for (unsigned int i = 0; i < 4; i++) {
		uint64_t pa = PAGE_0 + i * 0x10000;

		driver_start_mapped(&d);
		driver_map(&d, SID, IOVA, pa, TABLES_PAGE_4K, TABLES_RW);
		driver_inv_iotlb_domain(&d, DID);
		EXPECT_READS(SID, IOVA, pa);
		driver_stop(&d);
		EXPECT_EQUAL(flow_read32(VTD_GSTS), VTD_GSTS_RTPS);
		EXPECT_READS(SID, IOVA, IOVA);
	}
}
