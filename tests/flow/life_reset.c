/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* A reset of the host: all registers as at power-on, nothing cached is left. */
FLOW(life_reset, "a reset forgets registers, tables and translations")
{
	struct driver d;

	driver_start_mapped(&d);
	driver_event_messages();
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT(!flow_access(SID + 1, FLOW_READ, IOVA));
	EXPECT(flow_target_reset());
	EXPECT(flow_target_ready());
	EXPECT_EQUAL(flow_read32(VTD_GSTS), 0);
	EXPECT_EQUAL(flow_read64(VTD_RTADDR), 0);
	EXPECT_EQUAL(flow_read64(VTD_IQA), 0);
	EXPECT_EQUAL(flow_read32(VTD_FECTL), VTD_FECTL_IM);
	EXPECT_READS(SID, IOVA, IOVA);

	driver_start_mapped(&d);
	driver_map(&d, SID, IOVA, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_1);
}
