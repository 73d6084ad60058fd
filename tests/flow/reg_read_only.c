/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.4: RO and ROS registers; the queue is off, so IQH stays 0. */
static const struct {
	unsigned int off, len;
} read_only[] = {
	{ VTD_VER, 4 },  { VTD_CAP, 8 }, { VTD_ECAP, 8 },
	{ VTD_GSTS, 4 }, { VTD_IQH, 8 }, { VTD_IQERCD, 8 },
	{ 0x600, 8 },    { 0x604, 4 },   { 0x608, 4 },
};

static uint64_t read_len(unsigned int off, unsigned int len)
{
	return len == 8 ? flow_read64(off) : flow_read32(off);
}

FLOW(reg_read_only, "read-only registers do not change when written")
{
	for (size_t i = 0; i < sizeof(read_only) / sizeof(read_only[0]); i++) {
		unsigned int off = read_only[i].off, len = read_only[i].len;
		uint64_t before = read_len(off, len);

		if (len == 8)
			flow_write64(off, UINT64_MAX);
		else
			flow_write32(off, UINT32_MAX);
		EXPECT_EQUAL(read_len(off, len), before);
	}
	flow_settle();
	EXPECT_EQUAL(flow_read32(VTD_FSTS), 0);
}
