/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c;

/* The space of a PASID, and that of requests without one, are two. */
FLOW_WITH(shadow_second, flow_ats_scalable_caching,
	  "shadows of second-stage spaces in scalable mode, by PASID")
{
	static struct shadow_client of_pasid;
	struct scalable_pasid space, other;
	struct driver d;

	driver_init_scalable(&d);
	driver_attach_scalable(&d, FLOW_SHADOW_SID);
	space = driver_space(&d, SCALABLE_SECOND, DID);
	other = driver_space(&d, SCALABLE_SECOND, DID_2);
	driver_bind(&d, FLOW_SHADOW_SID, 0, &space);
	driver_bind(&d, FLOW_SHADOW_SID, PASID, &other);
	driver_tree_map(&d, &space.ss, 0x1000, PAGE_0, TABLES_PAGE_4K,
			TABLES_RW);
	driver_tree_map(&d, &other.ss, 0x2000, PAGE_1, TABLES_PAGE_4K,
			TABLES_R);
	driver_set_root(&d);
	driver_enable_queue(&d, 0);
	driver_inv_all(&d);
	driver_translate(&d, true);
	flow_register(&c, FLOW_SHADOW_SID, CLIENT_SHADOW, 0, CLIENT_LAST);
	EXPECT_MAP(&c, 0x1000, 4096, PAGE_0, TABLES_RW);
	EXPECT_TOLD_ALL(&c);
	flow_devices_forget();
	flow_client(&of_pasid, FLOW_SHADOW_SID);
	of_pasid.pasid_valid = true;
	of_pasid.pasid = PASID;
	EXPECT_HELLO(&of_pasid, CLIENT_SHADOW, 0, CLIENT_LAST,
		     GATE_CLIENT_STATUS_READY);
	EXPECT_MAP(&of_pasid, 0x2000, 4096, PAGE_1, TABLES_R);
	EXPECT_TOLD_ALL(&of_pasid);
	flow_store(driver_pasid_slot(&d, FLOW_SHADOW_SID, PASID), 0);
	driver_inv_pasid_one(&d, DID_2, PASID);
	driver_inv_iotlb_domain(&d, DID_2);
	EXPECT_UNMAP(&of_pasid, 0x2000, 4096);
	EXPECT_TOLD_ALL(&of_pasid);
}
