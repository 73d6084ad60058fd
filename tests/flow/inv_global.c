/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.5.2.1, 6.5.2.3: global invalidation reaches all domains. */
FLOW(inv_global, "a global invalidation reaches every domain")
{
	struct driver d;

	driver_start(&d);
	for (uint16_t i = 0; i < 6; i++) {
		uint16_t sid = (uint16_t)(SID + i);

		driver_attach(&d, sid, (uint16_t)(DID + i), 3 + i % 2U);
		driver_map(&d, sid, IOVA, PAGE_0 + i * 0x1000U, TABLES_PAGE_4K,
			   TABLES_RW);
		EXPECT_READS(sid, IOVA, PAGE_0 + i * 0x1000U);
	}
	for (uint16_t i = 0; i < 6; i++)
		driver_map(&d, (uint16_t)(SID + i), IOVA, PAGE_1 + i * 0x1000U,
			   TABLES_PAGE_4K, TABLES_RW);
	driver_inv_iotlb(&d);
	for (uint16_t i = 0; i < 6; i++)
		EXPECT_READS((uint16_t)(SID + i), IOVA, PAGE_1 + i * 0x1000U);
}
