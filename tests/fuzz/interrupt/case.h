/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * One interrupt request and all that decides about it, made from a seed and an
 * index alone. Layouts are written down here once more, from 5.1.2 and 9.9 to
 * 9.11, so that a wrong mask of the engine does not go unseen.
 */
#ifndef TESTS_FUZZ_INTERRUPT_CASE_H
#define TESTS_FUZZ_INTERRUPT_CASE_H

#include <stdbool.h>
#include <stdint.h>

#include "../rng.h"

#define CASE_MEMORY  UINT64_C(0x40000000)
#define CASE_SIZE    UINT64_C(0x200000)
#define CASE_HAW     40
#define CASE_NOWHERE UINT64_C(0x5000000000) /* below 2^CASE_HAW, unreadable */

/* How locked updates of the descriptor go. */
enum case_lock {
	CASE_LOCK_WORKS,
	CASE_LOCK_LOSES, /* some times, then works */
	CASE_LOCK_FAILS,
	CASE_LOCK_NEVER, /* another writer is always first */
};

struct interrupt_case {
	bool eim, pi; /* capabilities */
	bool ire, cfi;
	uint64_t irta;
	uint64_t entry_at; /* address */
	uint64_t entry[2];
	uint64_t descriptor_at;
	uint64_t descriptor[8];
	uint16_t sid;
	uint32_t addr, data;
	uint8_t lock; /* enum case_lock */
	uint8_t lost; /* updates that are lost with CASE_LOCK_LOSES */
};

void case_make(struct interrupt_case *c, uint64_t seed, uint64_t index);

/* Another request for the same entry: other source, other descriptor. */
void case_again(struct interrupt_case *c, struct rng *r);

#endif
