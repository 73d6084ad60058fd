/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "dma_walk.h"

#include "trace.h"

enum outcome {
	DONE,
	LOST,
	FAILED,
};

static enum outcome update(struct vtd *v, struct dma_entry *e, uint64_t bits)
{
	int err = port_host_update(v->port, e->addr, e->value, e->value | bits);

	if (!err)
		return DONE;
	if (err < 0 || ++e->lost == VTD_LOCKED_TRIES)
		return FAILED;
	return LOST;
}

/* 3.10: what is not snooped cannot be updated; whoever needs it is stuck. */
enum vtd_fault dma_locked_set(struct vtd *v, const struct dma_walk *w,
			      struct dma_entry *e, uint64_t bits,
			      const struct dma_locked_faults *faults)
{
	uint64_t missing = bits & ~e->value;
	enum outcome outcome;

	if (!missing)
		return VTD_FAULT_NONE;
	if (!(w->context->space.flags & VTD_SPACE_SNOOP))
		return faults->unsnooped;
	outcome = update(v, e, missing);
	trace(v, LOCKED, e->addr, missing, outcome);
	if (outcome == DONE)
		e->value |= missing;
	return outcome == FAILED ? faults->failed : VTD_FAULT_NONE;
}
