/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * Fault recording as chapter 7.2.1 has it: a ring of records, collapse of
 * faults of one source, overflow, and the fault event (7.3).
 */
#ifndef TESTS_FUZZ_FAULT_LOG_H
#define TESTS_FUZZ_FAULT_LOG_H

#include "unit.h"

struct fault_log {
	unsigned int count; /* registers */
	unsigned int next;
	unsigned int fri; /* valid while any record is pending */
	bool pending[UNIT_MAX_RECORDS];
	uint64_t frcd[UNIT_MAX_RECORDS][2];
	uint64_t mask[UNIT_MAX_RECORDS][2];
	bool overflow;     /* FSTS.PFO */
	bool queue_error;  /* FSTS.IQE */
	bool masked;       /* FECTL.IM */
	bool held;         /* FECTL.IP */
	uint32_t messages; /* fault events that were sent */
};

void fault_log_reset(struct fault_log *l, unsigned int count);
void fault_log_add(struct fault_log *l, const uint64_t frcd[2],
		   const uint64_t mask[2]);
/* Software clears F of one record, or FSTS.PFO. */
void fault_log_clear(struct fault_log *l, unsigned int index);
void fault_log_clear_overflow(struct fault_log *l);
/* FSTS.IQE rises, or software clears it. */
void fault_log_queue_error(struct fault_log *l, bool set);
/* Software writes FECTL.IM. */
void fault_log_mask(struct fault_log *l, bool masked);

/* NULL if the unit's registers show what @l holds, else what differs. */
const char *fault_log_compare(const struct fault_log *l, struct unit *u);

#endif
