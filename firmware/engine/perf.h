/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Performance monitoring (11.4.13) and the enhanced commands that drive it
 * (11.4.14). The gate counts; the engine tells it what to count, adds what only
 * the engine sees, and turns overflow into an event.
 */
#ifndef PERF_H
#define PERF_H

#include "gen/vtd_gate.h"
#include "vtd.h"

/* Events that only the engine sees: {group, bit of PERFEVNTCAP}. */
#define PERF_EVENT(group, bit)                                                 \
	(VTD_PUT(GATE_PERF_ADD_GROUP, group) |                                 \
	 VTD_PUT(GATE_PERF_ADD_EVENT, bit))
#define PERF_CONTEXT_LOOKUP   PERF_EVENT(2, 0)
#define PERF_CONTEXT_HIT      PERF_EVENT(2, 1)
#define PERF_PASID_LOOKUP     PERF_EVENT(2, 2)
#define PERF_PASID_HIT        PERF_EVENT(2, 3)
#define PERF_SS_TABLE_LOOKUP  PERF_EVENT(2, 4)
#define PERF_SS_TABLE_HIT     PERF_EVENT(2, 5)
#define PERF_FS_TABLE_LOOKUP  PERF_EVENT(2, 6)
#define PERF_FS_TABLE_HIT     PERF_EVENT(2, 7)
#define PERF_INTERRUPT_LOOKUP PERF_EVENT(4, 0)
#define PERF_REMAPPED_HIT     PERF_EVENT(4, 1)
#define PERF_POSTED_HIT       PERF_EVENT(4, 2)

/* Something of @event happened. Costs one test while no counter is enabled. */
static inline void perf_count(struct vtd *v, uint64_t event)
{
	if (v->counted)
		port_perf(v->port, GATE_PERF_ADD, event);
}

/* ECMD was written; ends with ECRSP.IP = 0. */
void perf_ecmd_written(struct vtd *v, uint64_t ecmd);

/* The counters of mask @counters rolled over. */
void perf_overflowed(struct vtd *v, uint32_t counters);

/* The host cleared PERFINTRSTS.PIS; wrote PERFINTRCTL. */
void perf_status_cleared(struct vtd *v);
void perf_control_written(struct vtd *v, uint32_t control);

#endif
