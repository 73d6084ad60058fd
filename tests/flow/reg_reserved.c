/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * Offsets of features this block does not have are RsvdZ: they read 0 and
 * ignore writes (VT-d 11.4).
 */
static const unsigned int reserved[] = {
	0x030,                      /* between CCMD and FSTS */
	0x058,                      /* advanced fault log, removed */
	0x064,                      /* PMEN without PLMR and PHMR */
	0x068, 0x078,               /* protected memory ranges */
	0x098,                      /* before ICS */
	0x0b8,                      /* IRTA without IR */
	0x0c0, 0x0d0, 0x0dc, 0x0e0, /* page requests */
	0x100, 0x180,               /* MTRR */
	0x300, 0x400,               /* performance monitoring, commands */
	0x4f8, 0x510,               /* around IVA and IOTLB */
	0x5f8, 0x680,               /* around FRCD[0..7] */
	0xe00, 0xff8,
};

FLOW(reg_reserved, "reserved offsets read 0 and ignore writes")
{
	for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++) {
		flow_write32(reserved[i], UINT32_MAX);
		EXPECT_EQUAL(flow_read32(reserved[i]), 0);
	}
	flow_settle();
	EXPECT_EQUAL(flow_read32(VTD_GSTS), 0);
	EXPECT_EQUAL(flow_read32(VTD_FSTS), 0);
}
