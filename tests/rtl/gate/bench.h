/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The gate on the bench: clock, devices, memory, firmware model and
 * scoreboard around one vtd_gate. A test drives it in plain sequence:
 *
 *	Bench b(seed);
 *	Req r = b.device[0].read(addr, beats);
 *	b.until([&] { return r->is_done(); });
 *	CHECK(b, r->all_okay());
 */
#ifndef GATE_BENCH_H
#define GATE_BENCH_H

#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>

#include "device.h"
#include "firmware.h"
#include "memory.h"
#include "scoreboard.h"

class Vgate;
class VerilatedContext;
class VerilatedFstC;

/* Parameters of the build, from gate.mk */
#ifndef NUM_PORTS
#error "build with tests/rtl/gate/gate.mk"
#endif

constexpr uint64_t FORBID_BASE = 0x80000000, FORBID_LIMIT = 0x801fffff;
constexpr uint64_t FORBID2_BASE = 0x3000000000, FORBID2_LIMIT = 0x3000000fff;

struct Failure : std::runtime_error {
	using std::runtime_error::runtime_error;
};

/* xorshift: the same sequence on every machine */
class Rng
{
public:
	explicit Rng(uint64_t seed) : state(seed * 0x9e3779b97f4a7c15ULL + 1)
	{
	}
	uint64_t next();
	unsigned below(unsigned n)
	{
		return next() % n;
	}
	unsigned between(unsigned lo, unsigned hi)
	{
		return lo + below(hi - lo + 1);
	}
	bool percent(unsigned p)
	{
		return below(100) < p;
	}

private:
	uint64_t state;
};

class Bench
{
public:
	explicit Bench(uint64_t seed, const std::string &waves = "");
	~Bench();

	/* Runs one clock cycle. */
	void cycle();
	void cycles(unsigned n);
	/* Runs until @done holds; fails after @limit cycles. */
	void until(const std::function<bool()> &done, unsigned limit = 20000);
	/* True if @done came to hold within @limit cycles. */
	bool within(unsigned limit, const std::function<bool()> &done);
	/* Runs until every request is done and memory is quiet. */
	void settle(unsigned limit = 60000);
	[[noreturn]] void fail(const char *format, ...)
		__attribute__((format(printf, 2, 3)));
	void cover(const char *event)
	{
		coverage[event]++;
	}

	/* Pins without a model of their own */
	void host_te(bool enable);
	void die();

	std::unique_ptr<VerilatedContext> context;
	std::unique_ptr<Vgate> top;
	uint64_t now = 0;
	Rng rng;
	Scoreboard board;
	Memory memory;
	Firmware firmware;
	std::vector<Device> device;
	bool dead = false;
	static std::map<std::string, uint64_t> coverage;

private:
	void reset();
	void edge();
	std::unique_ptr<VerilatedFstC> trace;
	int te_pulse = -1;
};

#define CHECK(bench, what)                                                     \
	do {                                                                   \
		if (!(what))                                                   \
			(bench).fail("%s:%d: %s", __FILE__, __LINE__, #what);  \
	} while (0)

/* A test: registers itself; `gate_bench NAME` runs it. */
struct Test {
	Test(const char *name, void (*run)(Bench &));
	const char *name;
	void (*run)(Bench &);
	Test *next;
	static Test *all;
};

#define GATE_TEST(name)                                                        \
	static void name(Bench &b);                                            \
	static Test register_##name(#name, name);                              \
	static void name(Bench &b)

#endif
