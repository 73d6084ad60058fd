/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.6: without CAP.ESRTPS software invalidates context cache and IOTLB
 * after SRTP; what a device sees before that is not defined, after it is.
 */
FLOW_WITH(gcmd_srtp_no_flush, flow_caching,
	  "without CAP.ESRTPS, SRTP and global invalidation give the new root")
{
	struct driver d;

	driver_start_mapped(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);

	driver_new_tables(&d);
	driver_attach(&d, SID, DID, 4);
	driver_map(&d, SID, IOVA, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	driver_set_root(&d);
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_1);
}
