/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.4.4.1, TE: while TES is 0 requests are not remapped. */
FLOW(boot_pass, "before translation is enabled, DMA passes unchanged")
{
	EXPECT(flow_target_ready());
	EXPECT_READS(SID, PAGE_0, PAGE_0);
	EXPECT_WRITES(SID, PAGE_0 + 8, PAGE_0 + 8);
	EXPECT_READS(SID_2, UINT64_C(0x123456000), UINT64_C(0x123456000));
	EXPECT(flow_access(SID, FLOW_ATOMIC, PAGE_1));
	EXPECT(flow_access(SID, FLOW_ZLR, PAGE_1));
	EXPECT_NO_FAULT();
}
