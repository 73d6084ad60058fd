// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
#include <cstdio>
#include <ctime>

#include "Vgate.h"
#include "bench.h"
#include "random.h"

/* Seconds of processor time: other work on the machine adds nothing. */
static double used()
{
	return (double)std::clock() / CLOCKS_PER_SEC;
}

/* The model alone, with nothing to do. */
static void idle(Bench &b, unsigned cycles)
{
	const double start = used();
	for (unsigned i = 0; i < cycles; i++) {
		b.top->clk_i = 0;
		b.top->eval();
		b.top->clk_i = 1;
		b.top->eval();
	}
	printf("idle     %.2f us a cycle\n", (used() - start) / cycles * 1e6);
}

/* Reads and writes of 64 bytes on every port, models and checks included. */
static void busy(Bench &b, unsigned cycles)
{
	Firmware &fw = b.firmware;
	Space &space = fw.new_space();
	fw.map(space, 0, 0x100000, true, true, 18);
	for (Device &d : b.device)
		fw.bind(d.sid, &space);
	fw.mode(2);
	const double start = used();
	for (unsigned i = 0; i < cycles; i++) {
		for (Device &d : b.device) {
			const uint64_t at = b.rng.below(1 << 18) * 64ULL;
			if (d.queued(false) < 2)
				d.read(at, 8, i % 16);
			if (d.queued(true) < 2)
				d.write(at, 8, i % 16);
		}
		b.cycle();
	}
	printf("busy     %.2f us a cycle, %.2f beats a cycle\n",
	       (used() - start) / cycles * 1e6,
	       (double)b.memory.beats / cycles);
	b.settle();
}

void speed_run(Bench &b)
{
	idle(b, 500000);
	busy(b, 100000);
}
