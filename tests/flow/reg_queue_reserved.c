/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.4.9.1 to 11.4.9.9: RsvdZ, all of it, where ECAP.QI is clear. */
FLOW_WITH(reg_queue_reserved, flow_minimal,
	  "without ECAP.QI the registers of the queue read 0")
{
	for (unsigned int off = VTD_IQH; off <= VTD_IQERCD; off += 8) {
		EXPECT_EQUAL(flow_read64(off), 0);
		flow_write64(off, UINT64_MAX);
		EXPECT_EQUAL(flow_read64(off), 0);
	}
	flow_settle();
	EXPECT_EQUAL(flow_read32(VTD_FSTS), 0);
}
