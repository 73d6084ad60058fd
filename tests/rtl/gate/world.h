/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* What most directed tests begin with. */
#ifndef GATE_WORLD_H
#define GATE_WORLD_H

#include "../../../include/gen/vtd_gate.h"
#include "bench.h"

enum : unsigned { MODE_BLOCK = 0, MODE_PASS = 1, MODE_TRANSLATE = 2 };

constexpr uint64_t page_at(uint64_t page, unsigned offset = 0)
{
	return page << 12 | offset;
}

/*
 * Translation on; one space that maps pages 0..31 to frames of their own, and
 * every device bound to it.
 */
struct World {
	explicit World(Bench &bench);
	/* Has the gate learn key and page, by a read through it. */
	void warm(unsigned port, uint64_t page);
	/* Would a read hit now? Takes no record; the page is known after. */
	bool hits(unsigned port, uint64_t addr);
	/* A mode, in force. */
	void mode(unsigned mode);
	/* Runs until the firmware has nothing left to do. */
	void idle();
	/* One finished request. */
	Req read(unsigned port, uint64_t addr, unsigned beats = 1);
	Req write(unsigned port, uint64_t addr, unsigned beats = 1);
	Req run(const Req &request);
	Bench &b;
	Space &space;
};

#endif
