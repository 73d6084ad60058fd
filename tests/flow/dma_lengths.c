/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

#include <string.h>

/* Every length and offset moves its bytes and no others. */
#define SPAN 512U

static void try_write(unsigned int offset, unsigned int len)
{
	uint8_t data[256], seen[SPAN];
	struct flow_dma dma =
		flow_request(SID, FLOW_WRITE, IOVA + 64 + offset, data);

	for (unsigned int i = 0; i < len; i++)
		data[i] = (uint8_t)(offset + len + i);
	memset(seen, 0xee, sizeof(seen));
	flow_target_mem_write(PAGE_0, seen, sizeof(seen));
	dma.len = len;
	EXPECT(flow_dma(&dma) == FLOW_DMA_OK);
	flow_target_mem_read(PAGE_0, seen, sizeof(seen));
	for (unsigned int i = 0; i < SPAN; i++) {
		bool inside = i >= 64 + offset && i < 64 + offset + len;

		EXPECT_EQUAL(seen[i], inside ? data[i - 64 - offset] : 0xee);
	}
}

static void try_read(unsigned int offset, unsigned int len)
{
	uint8_t data[256], seen[256] = { 0 };
	struct flow_dma dma = flow_request(SID, FLOW_READ, IOVA + offset, seen);

	for (unsigned int i = 0; i < len; i++)
		data[i] = (uint8_t)(offset ^ len ^ i * 7);
	flow_target_mem_write(PAGE_0 + offset, data, len);
	dma.len = len;
	EXPECT(flow_dma(&dma) == FLOW_DMA_OK);
	for (unsigned int i = 0; i < len; i++)
		EXPECT_EQUAL(seen[i], data[i]);
}

FLOW(dma_lengths, "requests of any length and offset move the right bytes")
{
	static const unsigned int lens[] = { 1,  2,  3,   4,   5,   7,   8,
					     9,  15, 16,  17,  31,  63,  64,
					     65, 96, 127, 128, 200, 255, 256 };
	struct driver d;

	driver_start_mapped(&d);
	for (unsigned int i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		for (unsigned int offset = 0; offset < 8; offset += 3) {
			try_write(offset, lens[i]);
			try_read(offset, lens[i]);
		}
	}
}
