/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.5.2.4, 6.5.2.2, 6.5.2.5, bits of the low 128; bit 7 of a wait is PD,
 * without ECAP.PDS.
 */
static const struct {
	unsigned int type, bit;
} rows[] = {
	{ 4, 5 },  { 4, 8 },   { 4, 12 }, { 4, 26 }, { 4, 48 }, { 4, 63 },
	{ 4, 64 }, { 4, 127 }, { 5, 7 },  { 6, 6 },  { 6, 8 },  { 6, 12 },
	{ 6, 15 }, { 6, 52 },  { 6, 63 }, { 6, 71 }, { 6, 75 }, { 7, 6 },
	{ 7, 8 },  { 7, 12 },  { 7, 52 }, { 7, 63 }, { 7, 64 }, { 7, 127 },
};

static struct driver_desc good(unsigned int type)
{
	switch (type) {
	case 4:
		return driver_desc_iec(false, 0, 0);
	case 5:
		return driver_desc_wait(WAIT_SW, FLOW_STATUS + 16, 1);
	case 6:
		return driver_desc_pasid_iotlb(PASID_IOTLB_PAGES, DID, PASID,
					       IOVA, 0, false);
	default:
		return driver_desc_pasid(PASID_GLOBAL, 0, 0);
	}
}

static void try_desc(struct driver *d, struct driver_desc desc,
		     unsigned int iqei)
{
	static uint32_t mark;
	unsigned int at = d->tail;

	driver_queue(d, desc);
	driver_kick(d);
	EXPECT_QUEUE_ERROR(at, iqei);
	driver_replace(d, driver_desc_wait(WAIT_SW, FLOW_STATUS + 8, ++mark));
	WAIT(flow_load32(FLOW_STATUS + 8) == mark);
}

FLOW_WITH(queue_wide_reserved, flow_scalable,
	  "reserved bits of the descriptors of scalable mode")
{
	struct driver d;

	driver_start_scalable(&d);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct driver_desc desc = good(rows[i].type);

		if (rows[i].bit < 64)
			desc.lo |= BIT(rows[i].bit);
		else
			desc.hi |= BIT(rows[i].bit - 64);
		try_desc(&d, desc, IQEI_RESERVED);
	}
}
