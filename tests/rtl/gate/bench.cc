// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
#include "bench.h"

#include <cstdarg>
#include <cstdio>

#include "Vgate.h"
#include "verilated.h"
#ifdef WAVES
#include "verilated_fst_c.h"
#else
class VerilatedFstC
{
};
#endif

std::map<std::string, uint64_t> Bench::coverage;

uint64_t Rng::next()
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state * 0x2545f4914f6cdd1dULL >> 8;
}

Bench::Bench(uint64_t seed, const std::string &waves)
	: context(new VerilatedContext), rng(seed), board(*this), memory(*this),
	  firmware(*this)
{
	/* What the RTL does not reset must not matter: every seed differs. */
	context->randReset(2);
	context->randSeed((int)(seed % 0x7fffffff) + 1);
#ifdef WAVES
	context->traceEverOn(true);
#endif
	top.reset(new Vgate(context.get()));
#ifdef WAVES
	if (!waves.empty()) {
		trace.reset(new VerilatedFstC);
		top->trace(trace.get(), 99);
		trace->open(waves.c_str());
	}
#else
	if (!waves.empty())
		throw Failure("this build writes no waves");
#endif
	for (unsigned port = 0; port < NUM_PORTS; port++)
		device.emplace_back(*this, port);
	reset();
}

Bench::~Bench()
{
#ifdef WAVES
	if (trace)
		trace->close();
#endif
	top->final();
}

void Bench::fail(const char *format, ...)
{
	char text[512];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	throw Failure("cycle " + std::to_string(now) + ": " + text);
}

void Bench::edge()
{
	top->clk_i = 0;
	top->eval();
#ifdef WAVES
	if (trace)
		trace->dump(now * 10);
#endif
}

void Bench::reset()
{
	top->rst_ni = 0;
	top->dead_i = 0;
	top->host_te_set_i = top->host_te_clear_i = 0;
	top->dma_arvalid_i = top->dma_awvalid_i = top->dma_wvalid_i = 0;
	top->ans_valid_i = top->inv_valid_i = top->mode_valid_i = 0;
	top->mem_rvalid_i = top->mem_bvalid_i = top->work_take_i = 0;
	top->pmr_low_i = 0x200000;
	top->pmr_base_i = 0x200000;
	top->pmr_limit_i = 0;
	for (int i = 0; i < 3; i++) {
		edge();
		top->clk_i = 1;
		top->eval();
		now++;
	}
	top->rst_ni = 1;
}

void Bench::cycle()
{
	for (Device &d : device)
		d.drive();
	memory.drive();
	firmware.drive();
	top->host_te_set_i = te_pulse == 1;
	top->host_te_clear_i = te_pulse == 0;
	te_pulse = -1;
	edge();
	for (Device &d : device)
		d.sample();
	memory.sample();
	firmware.sample();
	top->clk_i = 1;
	top->eval();
#ifdef WAVES
	if (trace)
		trace->dump(now * 10 + 5);
#endif
	now++;
	for (Device &d : device)
		d.after();
	memory.after();
	firmware.after();
}

void Bench::cycles(unsigned n)
{
	while (n--)
		cycle();
}

bool Bench::within(unsigned limit, const std::function<bool()> &done)
{
	for (unsigned i = 0; i < limit; i++) {
		if (done())
			return true;
		cycle();
	}
	return done();
}

void Bench::until(const std::function<bool()> &done, unsigned limit)
{
	if (!within(limit, done))
		fail("nothing came of it in %u cycles", limit);
}

void Bench::settle(unsigned limit)
{
	until(
		[&] {
			for (const Device &d : device)
				if (!d.quiet())
					return false;
			return memory.outstanding() == 0 && firmware.idle() &&
			       !firmware.draining() && !firmware.sweeping();
		},
		limit);
}

void Bench::host_te(bool enable)
{
	te_pulse = enable;
	cycle();
}

void Bench::die()
{
	dead = true;
	top->dead_i = 1;
	board.note_dead();
}
