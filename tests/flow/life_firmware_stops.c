/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * A firmware that hangs: the watchdog blocks all DMA and tells the host by
 * FSTS.IQE and dead_o; host writes still complete, only a reset helps.
 */
FLOW(life_firmware_stops, "a hung firmware blocks DMA and the host is told")
{
	struct driver d;

	driver_start_mapped(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT(flow_target_stop_firmware());
	EXPECT(flow_target_dead());
	EXPECT(!flow_access(SID, FLOW_READ, IOVA));
	EXPECT(!flow_access(SID, FLOW_WRITE, IOVA));
	EXPECT(!flow_access(SID_2, FLOW_READ, PAGE_0));
	EXPECT(flow_read32(VTD_FSTS) & VTD_FSTS_IQE);
	flow_write32(VTD_FSTS, VTD_FSTS_IQE);
	EXPECT(flow_read32(VTD_FSTS) & VTD_FSTS_IQE);
	for (unsigned int i = 0; i < 20; i++)
		flow_write32(VTD_GCMD, 0);
	EXPECT(!flow_access(SID, FLOW_READ, PAGE_0));

	EXPECT(flow_target_reset());
	EXPECT(!flow_target_dead());
	EXPECT_READS(SID, PAGE_0, PAGE_0);
}
