/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.5.2.5: 2^AM pages, low address bits masked.
 */
FLOW_WITH(inv_pasid_pages, flow_scalable,
	  "P_IOTLB by page, with and without IH")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	driver_bind(&d, SID, PASID, &space);
	for (uint64_t i = 0; i < 8; i++)
		driver_tree_map(&d, &space.fs, IOVA + i * 0x1000, PAGE_0,
				TABLES_PAGE_4K, TABLES_FS_USER);
	for (unsigned int pass = 0; pass < 2; pass++) {
		uint64_t pa = pass ? PAGE_0 : PAGE_1;

		pass ? flow_without_pasid() : flow_with_pasid(PASID);
		for (uint64_t i = 0; i < 8; i++)
			EXPECT(flow_access(SID, FLOW_WRITE, IOVA + i * 0x1000));
		for (uint64_t i = 0; i < 8; i++)
			flow_store(driver_tree_slot(&d, &space.fs,
						    IOVA + i * 0x1000, 1),
				   (pa + i * 0x1000) | TABLES_FS_USER);
		/* RID_PASID is what requests without PASID are found by. */
		driver_inv_pasid_page(&d, DID, pass ? 0 : PASID, IOVA + 0x3000,
				      3, pass);
		for (uint64_t i = 0; i < 8; i++)
			EXPECT_READS(SID, IOVA + i * 0x1000, pa + i * 0x1000);
	}
}
