/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW(perf_absent,
     "without the capabilities there is neither counter nor command")
{
	flow_write64(VTD_ECMD, 0xf0);
	flow_settle();
	EXPECT_EQUAL(flow_read64(VTD_ECRSP), 0);
	EXPECT_EQUAL(flow_read64(VTD_ECCAP3), 0);
	EXPECT_EQUAL(flow_read64(VTD_PERFCAP), 0);
	EXPECT_EQUAL(flow_read32(VTD_PERFCFGOFF), 0);
	flow_write32(VTD_PERFINTRCTL, 0);
	EXPECT_EQUAL(flow_read32(VTD_PERFINTRCTL), 0);
}
