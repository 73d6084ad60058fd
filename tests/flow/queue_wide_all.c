/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(queue_wide_all, flow_scalable,
	  "every descriptor of a scalable queue is carried out")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	driver_queue(&d, driver_desc_context(DESC_GLOBAL, 0, 0, 0));
	driver_queue(&d, driver_desc_context(DESC_DOMAIN, DID, 0, 0));
	driver_queue(&d, driver_desc_context(DESC_FINE, DID, SID, 3));
	driver_queue(&d, driver_desc_iotlb(DESC_GLOBAL, 0, 0, 0, false));
	driver_queue(&d, driver_desc_iotlb(DESC_DOMAIN, DID, 0, 0, false));
	driver_queue(&d, driver_desc_iotlb(DESC_FINE, DID, IOVA, 18, true));
	driver_queue(&d, driver_desc_iec(false, 0, 0));
	driver_queue(&d, driver_desc_iec(true, 0xffff, 15));
	driver_queue(&d, driver_desc_pasid(PASID_DOMAIN, DID, 0));
	driver_queue(&d, driver_desc_pasid(PASID_ONE, DID, 0xfffff));
	driver_queue(&d, driver_desc_pasid(PASID_GLOBAL, 0, 0));
	driver_queue(&d, driver_desc_pasid_iotlb(PASID_IOTLB_ALL, DID, PASID, 0,
						 0, false));
	/* MAMV does not limit this one. */
	driver_queue(&d, driver_desc_pasid_iotlb(PASID_IOTLB_PAGES, DID, PASID,
						 IOVA, 30, false));
	driver_queue(&d,
		     driver_desc_wait(WAIT_SW | WAIT_FN, FLOW_STATUS + 8, 7));
	driver_kick(&d);
	WAIT(flow_load32(FLOW_STATUS + 8) == 7);
	driver_drained(&d);
	EXPECT(!(flow_read32(VTD_FSTS) & VTD_FSTS_IQE));
	EXPECT_READS(SID, IOVA, PAGE_0);
}
