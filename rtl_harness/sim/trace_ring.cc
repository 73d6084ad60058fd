/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "trace_ring.h"

#include <cinttypes>
#include <cstring>

#include "hal_trace.h"

static constexpr size_t kBase = SOC_TRACE_BASE - SOC_FWMEM_BASE;

static hal_trace_record record_at(FwMemory &memory, uint64_t slot)
{
	hal_trace_record r;

	memcpy(&r,
	       &memory.bytes()[kBase + sizeof(hal_trace_header) +
			       slot * sizeof(r)],
	       sizeof(r));
	return r;
}

static bool same(const hal_trace_record &r, const TraceEvent &e)
{
	return (r.event & 0xff) == e.event && r.a == e.a && r.b == e.b &&
	       r.c == e.c;
}

unsigned trace_ring_compare(FwMemory &memory, const LockStep &lock,
			    Scoreboard &board)
{
	hal_trace_header header;
	unsigned compared = 0;

	memcpy(&header, &memory.bytes()[kBase], sizeof(header));
	if (header.magic != HAL_TRACE_MAGIC ||
	    header.record_size != sizeof(hal_trace_record) ||
	    header.slots != HAL_TRACE_SLOTS) {
		board.fail("the trace ring has no header");
		return 0;
	}
	for (uint64_t slot = 0; slot < HAL_TRACE_SLOTS; slot++) {
		hal_trace_record r = record_at(memory, slot);
		const TraceEvent *e = lock.event_number(r.event >> 8);

		/*
		 * Never written, written by an event long ago, or perhaps
		 * only in part: the header counts what is complete.
		 */
		if (!e || r.event >> 8 >= header.count ||
		    (r.event >> 8) % HAL_TRACE_SLOTS != slot ||
		    (!r.event && !r.a && !r.b && !r.c))
			continue;
		if (!same(r, *e))
			board.fail("trace record %" PRIu64
				   " is not the native engine's",
				   r.event >> 8);
		compared++;
	}
	return compared;
}
