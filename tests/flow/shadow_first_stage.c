/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c;

/* Caching mode does not cover first-stage tables (VT-d 6.1). */
FLOW_WITH(shadow_first_stage, flow_ats_scalable_caching,
	  "no shadow of a space with a first stage")
{
	struct scalable_pasid space;
	struct driver d;

	driver_init_scalable(&d);
	driver_attach_scalable(&d, FLOW_SHADOW_SID);
	space = driver_space(&d, SCALABLE_FIRST, DID);
	driver_bind(&d, FLOW_SHADOW_SID, 0, &space);
	driver_set_root(&d);
	driver_enable_queue(&d, 0);
	driver_inv_all(&d);
	driver_translate(&d, true);
	flow_client(&c, FLOW_SHADOW_SID);
	EXPECT_HELLO(&c, CLIENT_SHADOW, 0, CLIENT_LAST,
		     GATE_CLIENT_STATUS_STAGE);
	space = driver_space(&d, SCALABLE_SECOND, DID_2);
	driver_tree_map(&d, &space.ss, 0x1000, PAGE_0, TABLES_PAGE_4K,
			TABLES_RW);
	driver_bind(&d, FLOW_SHADOW_SID, 0, &space);
	driver_inv_all(&d);
	EXPECT_HELLO(&c, CLIENT_SHADOW, 0, CLIENT_LAST,
		     GATE_CLIENT_STATUS_READY);
	EXPECT_MAP(&c, 0x1000, 4096, PAGE_0, TABLES_RW);
	/* It becomes one: lost. */
	space = driver_space(&d, SCALABLE_FIRST, DID);
	driver_bind(&d, FLOW_SHADOW_SID, 0, &space);
	driver_inv_pasid(&d);
	driver_inv_iotlb(&d);
	flow_settle();
	EXPECT(c.lost);
	EXPECT_EQUAL(c.maps, 0);
}
