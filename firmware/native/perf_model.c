/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Performance counters, as vtd_perf.sv has them; they live in the window. */

#include <string.h>

#include "gen/vtd_gate.h"
#include "gen/vtd_regs.h"
#include "regwin.h"
#include "vtd_types.h"

#define STRIDE ((VTD_PERFCNTR1 - VTD_PERFCNTR0) / 8)
#define VALUE  VTD_MASK(47, 0) /* PERFCAP.CW */

static uint64_t *value_of(struct regwin *r, unsigned int counter)
{
	return &r->word[VTD_PERFCNTR0 / 8 + counter * STRIDE];
}

void regwin_count(struct regwin *r, unsigned int group, unsigned int event)
{
	if (r->perf.frozen)
		return;
	for (unsigned int i = 0; i < VTD_PERF_COUNTERS; i++) {
		const uint64_t what = r->perf.what[i];
		uint64_t *value = value_of(r, i);

		if (!(what & GATE_PERF_COUNTER_ON) ||
		    VTD_GET(GATE_PERF_COUNTER_GROUP, what) != group ||
		    !(VTD_GET(GATE_PERF_COUNTER_EVENTS, what) >> event & 1))
			continue;
		*value = (*value + 1) & VALUE;
		if (!*value)
			regwin_raise(r, GATE_EVENT_PERF, 1U << i);
	}
}

static void set_up(struct regwin *r, uint64_t word)
{
	unsigned int i = VTD_GET(GATE_PERF_COUNTER_INDEX, word);

	r->perf.what[i] = word;
	if (word & GATE_PERF_COUNTER_CLEAR)
		*value_of(r, i) = 0;
}

void regwin_perf(struct regwin *r, unsigned int word, uint64_t value)
{
	switch (word) {
	case GATE_PERF_COUNTER:
		set_up(r, value);
		break;
	case GATE_PERF_ADD:
		regwin_count(r, VTD_GET(GATE_PERF_ADD_GROUP, value),
			     VTD_GET(GATE_PERF_ADD_EVENT, value));
		break;
	default:
		r->perf.frozen = value & 1;
	}
}
