/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 3.15: zero-length reads of the interrupt range complete. */
FLOW(intr_zero_length, "zero-length reads of FEEx_xxxx complete")
{
	struct driver d;

	EXPECT(flow_access(SID, FLOW_ZLR, UINT64_C(0xfee00000)));
	driver_start_mapped(&d);
	EXPECT(flow_access(SID, FLOW_ZLR, UINT64_C(0xfee00000)));
	EXPECT(flow_access(SID_2, FLOW_ZLR, UINT64_C(0xfeefffff)));
	EXPECT_NO_FAULT();
	EXPECT_MESSAGES(0, 0, 0);
}
