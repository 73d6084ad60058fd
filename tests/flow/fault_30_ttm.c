/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.1.3, RTA.1: TTM 10 is reserved, 01 needs SMTS, 11 needs ADMS. */
FLOW(fault_30_ttm, "table modes that do not exist block everything")
{
	struct driver d;

	driver_start_mapped(&d);
	for (unsigned int ttm = 1; ttm <= 3; ttm++) {
		flow_write64(VTD_RTADDR,
			     d.tables.root | flow_put(VTD_RTADDR_TTM, ttm));
		driver_gcmd(&d, VTD_GCMD_SRTP, 0);
		WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_RTPS);
		EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_RTA_1);
		EXPECT_BLOCKED(SID_2, FLOW_WRITE, IOVA, VTD_FAULT_RTA_1);
		driver_set_root(&d);
		EXPECT_READS(SID, IOVA, PAGE_0);
	}
}
