/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * Interrupt requests in the engine: a random table, entry, descriptor and
 * message; either all is new, or an entry of the table before has changed and
 * just its index was flushed. Checked are the answer, the message
 * that leaves, every bit of the tables, and the fault record.
 */
#ifndef TESTS_FUZZ_INTERRUPT_H
#define TESTS_FUZZ_INTERRUPT_H

#include "native_case.h"

struct interrupt_case {
	bool kept; /* the table is that of the case before, less flushed */
	uint32_t index;
	uint64_t irta;
	uint64_t entry; /* where the IRTE lies */
	uint64_t pid;
	uint64_t addr;
	uint32_t data;
	uint16_t sid;
	bool ire;
	bool cfi;
};

struct interrupt_counts {
	uint64_t cases;
	uint64_t sent;
	uint64_t bypassed;
	uint64_t posted;
	uint64_t notified;
	uint64_t kept;
	uint64_t suppressed; /* faults that FPD kept from being recorded */
	uint64_t reason[256];
};

struct interrupt_runner {
	struct case_runner r;
	struct interrupt_case i;
	struct interrupt_case before;
	struct oracle_interrupt want;
	struct interrupt_counts counts;
};

/* True if the configuration remaps interrupts. */
bool interrupt_has(const struct unit_model *model);

/* As case_run(). */
const char *interrupt_run(struct interrupt_runner *x, uint64_t seed,
			  uint64_t index);
void interrupt_print(const struct interrupt_runner *x, FILE *out);

/* Prints the counts; true if each came up @min_each times, 40 % well. */
bool interrupt_report(const struct interrupt_counts *counts, uint64_t min_each,
		      FILE *out);

#endif
