/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * drivers/iommu/intel: dmar.c, irq_remapping.c, iommu.c; a PASID entry of
 * its own for DMA without PASID, 256-bit descriptors, a queue of two pages.
 */
FLOW_WITH(life_linux_scalable, flow_scalable,
	  "Linux's start-up sequence in scalable mode")
{
	struct scalable_pasid space;
	struct driver d;
	struct irte e = { .vector = 0x31,
			  .dest = 1,
			  .x2apic = true,
			  .sid = SID,
			  .svt = IRTE_SVT_SID };

	driver_init_scalable(&d);
	EXPECT(!scalable_attach(&d.tables, SID, 7, true));
	space = driver_space(&d, SCALABLE_FIRST, 1);
	driver_bind(&d, SID, 0, &space);
	/* Interrupt remapping first; the queue is wide in legacy mode too. */
	d.scalable = false;
	driver_enable_queue(&d, 1);
	driver_set_irt(&d, 15, true);
	driver_inv_iec(&d);
	driver_remap(&d, true);
	d.scalable = true;
	driver_set_root(&d);
	driver_inv_all(&d);
	driver_event_messages();
	driver_translate(&d, true);
	EXPECT_EQUAL(flow_read32(VTD_GSTS),
		     VTD_GSTS_TES | VTD_GSTS_RTPS | VTD_GSTS_QIES |
			     VTD_GSTS_IRES | VTD_GSTS_IRTPS);

	driver_irte(0x1234, &e);
	EXPECT(flow_interrupt(SID, irte_request(0x1234, true), 0));
	EXPECT_MESSAGES(1, irte_message_addr(&e), irte_message_data(&e));
	driver_tree_map(&d, &space.fs, IOVA, PAGE_0, TABLES_PAGE_4K,
			TABLES_FS_USER);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_WRITES(SID, IOVA, PAGE_0);
	driver_tree_unmap(&d, &space.fs, IOVA);
	driver_inv_pasid_page(&d, 1, 0, IOVA, 0, true);
	EXPECT(!flow_access(SID, FLOW_WRITE, IOVA));
	EXPECT_MESSAGES(2, FAULT_MESSAGE_ADDR, FAULT_MESSAGE_DATA);
	EXPECT_FAULT(VTD_FAULT_SFS_2, SID, FLOW_WRITE, IOVA);
	driver_remap(&d, false);
	driver_stop(&d);
	EXPECT_READS(SID, PAGE_0, PAGE_0);
}
