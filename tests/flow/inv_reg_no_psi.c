/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 11.4.2, PSI: without it only global and domain invalidation exist. A
 * page-selective command is either done more coarsely or refused.
 */
FLOW_WITH(inv_reg_no_psi, flow_minimal,
	  "without CAP.PSI a page command is done coarser or refused")
{
	struct driver d;
	uint64_t done;

	driver_start_mapped(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	driver_map(&d, SID, IOVA, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	flow_write64(VTD_IVA, IOVA);
	flow_write64(VTD_IOTLB, VTD_IOTLB_IVT |
					flow_put(VTD_IOTLB_IIRG, DESC_FINE) |
					flow_put(VTD_IOTLB_DID, DID));
	WAIT(!(flow_read64(VTD_IOTLB) & VTD_IOTLB_IVT));
	done = flow_get(flow_read64(VTD_IOTLB), VTD_IOTLB_IAIG);
	EXPECT(done != DESC_FINE);
	if (!done)
		driver_inv_iotlb_domain(&d, DID);
	EXPECT_READS(SID, IOVA, PAGE_1);
}
