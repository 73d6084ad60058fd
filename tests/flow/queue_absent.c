/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.4.3, QI: without it the queue cannot be switched on. */
FLOW_WITH(queue_absent, flow_minimal, "without ECAP.QI, QIE does nothing")
{
	struct driver d;

	driver_start_mapped(&d);
	flow_write64(VTD_IQA, d.queue);
	driver_gcmd(&d, VTD_GCMD_QIE, 0);
	flow_write32(VTD_IQT, 0x40);
	flow_settle();
	EXPECT(!(flow_read32(VTD_GSTS) & VTD_GSTS_QIES));
	EXPECT_EQUAL(flow_read64(VTD_IQH), 0);
	EXPECT_EQUAL(flow_read32(VTD_FSTS), 0);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
