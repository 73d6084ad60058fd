/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * The order in which Linux starts a block in legacy mode (drivers/iommu/intel:
 * dmar.c, iommu.c), down to access widths.
 */
FLOW(life_linux, "Linux's start-up sequence works step by step")
{
	struct driver d;

	driver_init(&d);
	driver_attach(&d, SID, 2, 4);
	EXPECT(!(flow_read32(VTD_FSTS) & VTD_FSTS_PPF));
	d.entries = 256;
	flow_write32(VTD_IQT, 0);
	flow_write64(VTD_IQA, d.queue);
	driver_gcmd(&d, VTD_GCMD_QIE, 0);
	WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_QIES);
	d.queued = true;
	flow_write64(VTD_RTADDR, d.tables.root);
	driver_gcmd(&d, VTD_GCMD_SRTP, 0);
	WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_RTPS);
	driver_inv_all(&d);
	flow_write32(VTD_FEDATA, FAULT_MESSAGE_DATA);
	flow_write32(VTD_FEADDR, FAULT_MESSAGE_ADDR);
	flow_write32(VTD_FEUADDR, 0);
	flow_write32(VTD_FECTL, 0);
	EXPECT_EQUAL(flow_read32(VTD_FECTL), 0);
	driver_gcmd(&d, VTD_GCMD_TE, 0);
	WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_TES);

	driver_map(&d, SID, IOVA, PAGE_0, TABLES_PAGE_4K, TABLES_RW);
	EXPECT_READS(SID, IOVA, PAGE_0);
	driver_unmap(&d, SID, IOVA);
	driver_inv_iotlb_page(&d, 2, IOVA, 0, true);
	EXPECT(!flow_access(SID, FLOW_WRITE, IOVA));
	EXPECT_MESSAGES(1, FAULT_MESSAGE_ADDR, FAULT_MESSAGE_DATA);
	EXPECT_FAULT(VTD_FAULT_LGN_2, SID, FLOW_WRITE, IOVA);
	flow_write32(VTD_FSTS, 0x83);
	EXPECT_EQUAL(flow_read32(VTD_FSTS) & 0xff, 0);
	driver_stop(&d);
}
