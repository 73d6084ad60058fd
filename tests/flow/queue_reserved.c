/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.5.2.1, 6.5.2.3, 6.5.2.9: reserved bits, type bits left out. */
static const struct {
	unsigned int type;
	uint64_t lo, hi;
} reserved[] = {
	{ 1, UINT64_C(0xfffc00000000f1c0), UINT64_MAX },
	{ 2, UINT64_C(0xffffffff0000f100), UINT64_C(0xf80) },
	{ 5, UINT64_C(0x00000000fffff180), UINT64_C(0x3) },
};

static struct driver_desc good(unsigned int type)
{
	if (type == 1)
		return driver_desc_context(DESC_GLOBAL, 0, 0, 0);
	if (type == 2)
		return driver_desc_iotlb(DESC_FINE, DID, IOVA, 0, false);
	return driver_desc_wait(WAIT_SW, FLOW_STATUS + 16, 1);
}

static void try_desc(struct driver *d, struct driver_desc desc)
{
	static uint32_t mark;
	unsigned int at = d->tail;

	driver_queue(d, desc);
	driver_kick(d);
	EXPECT_QUEUE_ERROR(at, IQEI_RESERVED);
	driver_replace(d, driver_desc_wait(WAIT_SW, FLOW_STATUS + 8, ++mark));
	WAIT(flow_load32(FLOW_STATUS + 8) == mark);
}

/* Bits 11:9 of the wait's mask belong to the type. */
static bool is_type(unsigned int bit)
{
	return bit >= 9 && bit <= 11;
}

FLOW(queue_reserved, "every reserved bit of a descriptor stops the queue")
{
	struct driver d;

	driver_start(&d);
	for (unsigned int i = 0; i < 3; i++) {
		for (unsigned int bit = 0; bit < 64; bit++) {
			struct driver_desc desc = good(reserved[i].type);

			if (!(reserved[i].lo >> bit & 1) || is_type(bit))
				continue;
			desc.lo |= UINT64_C(1) << bit;
			try_desc(&d, desc);
		}
		for (unsigned int bit = 0; bit < 64; bit++) {
			struct driver_desc desc = good(reserved[i].type);

			if (!(reserved[i].hi >> bit & 1))
				continue;
			desc.hi |= UINT64_C(1) << bit;
			try_desc(&d, desc);
		}
	}
	EXPECT_EQUAL(flow_load32(FLOW_STATUS + 16), 0);
}
