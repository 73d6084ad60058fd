/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "hal_trace.h"

#include "hal_cache.h"
#include "vtd_types.h"

struct ring {
	struct hal_trace_header header;
	struct hal_trace_record record[HAL_TRACE_SLOTS];
};

_Static_assert(sizeof(struct ring) <= SOC_TRACE_SIZE, "ring fits its region");

static struct ring *ring(void)
{
	return (struct ring *)SOC_TRACE_BASE;
}

/* The next slot, and the records that may still be only in the cache. */
static unsigned int next;
static uint64_t pushed;

void hal_trace_init(void)
{
	struct hal_trace_header *header = &ring()->header;

	header->magic = HAL_TRACE_MAGIC;
	header->record_size = sizeof(struct hal_trace_record);
	header->slots = HAL_TRACE_SLOTS;
	header->count = 0;
	next = 0;
	pushed = 0;
}

VTD_HOT void hal_trace(unsigned int event, uint64_t a, uint64_t b, uint64_t c)
{
	struct hal_trace_record *record = &ring()->record[next];

	record->event = ring()->header.count++ << 8 | event;
	record->a = a;
	record->b = b;
	record->c = c;
	next = next + 1 < HAL_TRACE_SLOTS ? next + 1 : 0;
}

bool hal_trace_step(void)
{
	uint64_t count = ring()->header.count;

	if (pushed == count)
		return false;
	if (count - pushed > HAL_TRACE_SLOTS)
		pushed = count - HAL_TRACE_SLOTS;
	hal_cache_evict(&ring()->record[pushed % HAL_TRACE_SLOTS]);
	pushed++;
	if (pushed == count)
		hal_cache_evict(&ring()->header);
	return true;
}
