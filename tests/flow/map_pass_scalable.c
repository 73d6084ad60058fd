/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static void enable(struct driver *d)
{
	driver_set_root(d);
	driver_enable_queue(d, 0);
	driver_inv_all(d);
	driver_translate(d, true);
}

FLOW_WITH(map_pass_scalable, flow_scalable,
	  "pass-through entries: input is output")
{
	struct scalable_pasid space;
	struct driver d;

	driver_init_scalable(&d);
	driver_attach_scalable(&d, SID);
	space = driver_space(&d, SCALABLE_PASS, DID);
	driver_bind(&d, SID, 0, &space);
	driver_bind(&d, SID, PASID, &space);
	enable(&d);
	for (unsigned int i = 0; i < 2; i++) {
		EXPECT_READS(SID, PAGE_0, PAGE_0);
		EXPECT_WRITES(SID, PAGE_1 + 0x5000, PAGE_1 + 0x5000);
		EXPECT_READS(SID, BIT(40), BIT(40));
		flow_with_pasid(PASID);
	}
	flow_with_pasid(PASID_2);
	EXPECT_BLOCKED(SID, FLOW_READ, PAGE_0, VTD_FAULT_SPD_2);
}
