/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.4.5, 6.6: RTADDR takes effect only by SRTP; RTPS tells it has. */
FLOW(gcmd_srtp, "a new RTADDR counts only from SRTP on")
{
	struct driver d;

	driver_start_mapped(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);

	driver_new_tables(&d);
	driver_attach(&d, SID, DID, 4);
	driver_map(&d, SID, IOVA, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	flow_write64(VTD_RTADDR, d.tables.root);
	driver_inv_all(&d);
	EXPECT(flow_read32(VTD_GSTS) & VTD_GSTS_RTPS);
	EXPECT_READS(SID, IOVA, PAGE_0);

	driver_set_root(&d);
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_1);
}
