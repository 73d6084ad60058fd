/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.4: a page request makes the IOTLB forget its page. */
FLOW_WITH(prq_flush, flow_ats_scalable,
	  "after a page request its page is looked up anew")
{
	static struct ats_world w;
	struct flow_page page;

	ats_world_start_space(&w, SCALABLE_FIRST);
	flow_with_pasid(PASID);
	EXPECT_READS(SID, IOVA, PAGE_0);
	driver_tree_map(&w.d, &w.space.fs, IOVA, PAGE_1, TABLES_PAGE_4K,
			TABLES_FS_USER);
	flow_page_request(&w.tlb, IOVA, PAGE_RL, 0);
	driver_wait_page(&page);
	EXPECT_READS(SID, IOVA, PAGE_1);
	EXPECT_WRITES(SID, IOVA, PAGE_1);
}
