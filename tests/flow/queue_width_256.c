/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 11.4.9.3: with ADMS the queue may have 256-bit descriptors in legacy
 * mode too. The upper half of 128-bit ones must be 0 (6.5.2), the tail aligned
 * to 32 bytes (IQEI 6).
 */
#define WIDE UINT64_C(32)

static void put(struct driver *d, unsigned int index, struct driver_desc desc,
		uint64_t upper)
{
	flow_store(d->queue + index * WIDE, desc.lo);
	flow_store(d->queue + index * WIDE + 8, desc.hi);
	flow_store(d->queue + index * WIDE + 16, upper);
}

FLOW_WITH(queue_width_256, flow_wide, "256-bit descriptors work where ADMS is")
{
	struct driver d;

	driver_init(&d);
	driver_set_root(&d);
	flow_write64(VTD_IQA, d.queue | VTD_IQA_DW);
	driver_gcmd(&d, VTD_GCMD_QIE, 0);
	WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_QIES);

	put(&d, 0, driver_desc_iotlb(DESC_GLOBAL, 0, 0, 0, 0), 0);
	put(&d, 1, driver_desc_wait(WAIT_SW, FLOW_STATUS, 5), 0);
	flow_write32(VTD_IQT, 2 * WIDE);
	WAIT(flow_load32(FLOW_STATUS) == 5);
	WAIT(flow_read64(VTD_IQH) == 2 * WIDE);

	put(&d, 2, driver_desc_wait(WAIT_SW, FLOW_STATUS, 6), 1);
	flow_write32(VTD_IQT, 3 * WIDE);
	EXPECT_QUEUE_ERROR(2, 0);
	put(&d, 2, driver_desc_wait(WAIT_SW, FLOW_STATUS, 6), 0);
	flow_write32(VTD_FSTS, VTD_FSTS_IQE);
	WAIT(flow_load32(FLOW_STATUS) == 6);

	flow_write32(VTD_IQT, 3 * WIDE + 16);
	EXPECT_QUEUE_ERROR(3, IQEI_ALIGNMENT);
}
