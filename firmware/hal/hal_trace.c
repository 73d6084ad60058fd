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

/*
 * The next slot, the records written, and those of them that are in memory and
 * that the header counts. The header's own line is left to idle turns.
 */
static HAL_HOT_DATA uint64_t count, pushed;
static HAL_HOT_DATA unsigned int next, push_next;

void hal_trace_init(void)
{
	struct hal_trace_header *header = &ring()->header;

	header->magic = HAL_TRACE_MAGIC;
	header->record_size = sizeof(struct hal_trace_record);
	header->slots = HAL_TRACE_SLOTS;
	header->count = 0;
	hal_cache_evict(header);
}

VTD_HOT void hal_trace(unsigned int event, uint64_t a, uint64_t b, uint64_t c)
{
	struct hal_trace_record *record = &ring()->record[next];

	record->event = count++ << 8 | event;
	record->a = a;
	record->b = b;
	record->c = c;
	next = next + 1 < HAL_TRACE_SLOTS ? next + 1 : 0;
}

static void push(void)
{
	struct ring *r = ring();

	hal_cache_evict(&r->record[push_next]);
	push_next = push_next + 1 < HAL_TRACE_SLOTS ? push_next + 1 : 0;
	r->header.count = ++pushed;
	hal_cache_evict(&r->header);
}

VTD_HOT bool hal_trace_step(void)
{
	if (pushed == count)
		return false;
	if (count - pushed > HAL_TRACE_SLOTS) {
		pushed = count - HAL_TRACE_SLOTS;
		push_next = next;
	}
	push();
	return true;
}
