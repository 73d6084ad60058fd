/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 9.6: 52 address bits, neither memory types nor permission tables. */
static const struct {
	unsigned int word, bit;
} reserved[] = {
	{ 0, 5 },  { 0, 10 }, { 0, 11 }, { 0, 52 }, { 0, 63 },
	{ 1, 16 }, { 1, 22 }, { 1, 25 }, { 1, 26 }, { 1, 27 },
	{ 1, 31 }, { 1, 32 }, { 1, 63 }, { 2, 1 },  { 2, 8 },
	{ 2, 11 }, { 2, 52 }, { 2, 63 }, { 3, 0 },  { 3, 63 },
	{ 4, 0 },  { 4, 12 }, { 5, 0 },  { 6, 31 }, { 7, 63 },
};

FLOW_WITH(fault_5a_entry_reserved, flow_scalable,
	  "SPT.3: reserved bits of the PASID entry")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	slot = driver_pasid_slot(&d, SID, 0);
	for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++)
		EXPECT_SPOILED(&d, slot + 8 * reserved[i].word,
			       BIT(reserved[i].bit), VTD_FAULT_SPT_3);
}
