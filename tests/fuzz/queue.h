/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * 128-bit invalidation descriptors (chapter 6.5.2), made and judged from the
 * specification's field tables.
 */
#ifndef TESTS_FUZZ_QUEUE_H
#define TESTS_FUZZ_QUEUE_H

#include "world.h"

struct queue_desc {
	uint64_t lo;
	uint64_t hi;
};

struct queue_desc queue_flush(const struct world_flush *f);
struct queue_desc queue_wait(uint64_t status_addr, uint32_t data);

/*
 * IQERCD.IQEI of @d in a legacy-mode queue of @model: bit n of the answer is
 * set if n is right. Bit 0 means the descriptor is good. More than one bit
 * where the specification leaves the choice.
 */
unsigned int queue_judge(const struct unit_model *model, struct queue_desc d);

/* Is @d a wait that raises an invalidation event? */
bool queue_interrupts(struct queue_desc d);

/* Puts @d into the next slot, without telling the unit. */
void queue_put(struct world *w, struct queue_desc d);

/* Tells the unit the tail and lets it work. */
bool queue_ring(struct world *w);

/* Puts @d and a wait behind it, and waits for its status. */
bool queue_run(struct world *w, struct queue_desc d);

#endif
