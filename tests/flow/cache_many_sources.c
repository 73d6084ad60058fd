/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* More sources in one domain than the gate has keys. */
#define SOURCES 100U

FLOW(cache_many_sources, "more sources than the gate knows at a time all work")
{
	struct driver d;

	driver_start_mapped(&d);
	for (uint16_t i = 1; i < SOURCES; i++)
		EXPECT(!tables_share(&d.tables, (uint16_t)(SID + i), SID));
	for (unsigned int turn = 0; turn < 2; turn++) {
		for (uint16_t i = 0; i < SOURCES; i++)
			EXPECT_READS((uint16_t)(SID + i), IOVA, PAGE_0);
	}
	driver_map(&d, SID, IOVA, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	driver_inv_iotlb_page(&d, DID, IOVA, 0, true);
	for (uint16_t i = 0; i < SOURCES; i++)
		EXPECT_READS((uint16_t)(SID + i), IOVA, PAGE_1);
}
