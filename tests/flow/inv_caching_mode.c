/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.1: with CM = 1 what is absent may be cached too; software invalidates
 * after every change: a new context under domain id 0, a new mapping by page.
 */
FLOW_WITH(inv_caching_mode, flow_caching,
	  "with caching mode, new entries work after their invalidation")
{
	struct driver d;

	driver_start(&d);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LRT_2);
	driver_attach(&d, SID, DID, 4);
	driver_inv_context_device(&d, 0, SID, 0);
	driver_inv_iotlb_domain(&d, DID);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LGN_3);
	driver_map(&d, SID, IOVA, PAGE_0, TABLES_PAGE_4K, TABLES_RW);
	driver_inv_iotlb_page(&d, DID, IOVA, 0, false);
	EXPECT_READS(SID, IOVA, PAGE_0);
	driver_unmap(&d, SID, IOVA);
	driver_inv_iotlb_page(&d, DID, IOVA, 0, true);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_LGN_2);
}
