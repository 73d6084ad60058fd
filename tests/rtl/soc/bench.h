/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Frame of a unit bench: a program with named cases around one Verilated
 * module. Without arguments it runs every case, else those named; a case fails
 * at its first CHECK that does not hold, with file, line and cycle.
 *
 *   TEST(name) { Bench b; ...; CHECK(x == y); CHECK_EQ(b.read(8), 5); }
 */
#ifndef RTL_BENCH_H
#define RTL_BENCH_H

#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "verilated.h"

struct BenchFailure : std::runtime_error {
	using std::runtime_error::runtime_error;
};

struct BenchCase {
	const char *name;
	void (*run)();
};

inline std::vector<BenchCase> &bench_cases()
{
	static std::vector<BenchCase> cases;
	return cases;
}

struct BenchRegister {
	BenchRegister(const char *name, void (*run)())
	{
		bench_cases().push_back({ name, run });
	}
};

#define TEST(name)                                                             \
	static void test_##name();                                             \
	static BenchRegister register_##name(#name, test_##name);              \
	static void test_##name()

inline void bench_fail(const char *file, int line, const std::string &what)
{
	throw BenchFailure(std::string(file) + ":" + std::to_string(line) +
			   ": " + what);
}

inline void bench_equal(const char *file, int line, const char *what,
			uint64_t got, uint64_t want)
{
	char text[256];

	if (got == want)
		return;
	snprintf(text, sizeof(text), "%s is %" PRIx64 ", not %" PRIx64, what,
		 got, want);
	bench_fail(file, line, text);
}

#define CHECK(what)                                                            \
	do {                                                                   \
		if (!(what))                                                   \
			bench_fail(__FILE__, __LINE__, #what);                 \
	} while (0)
#define CHECK_EQ(got, want) bench_equal(__FILE__, __LINE__, #got, got, want)

/* Clock and reset of a module with clk_i and rst_ni. */
template <class Model>
class Clocked
{
public:
	Clocked() : dut(new Model)
	{
	}
	virtual ~Clocked()
	{
		delete dut;
	}
	Clocked(const Clocked &) = delete;
	Clocked &operator=(const Clocked &) = delete;

	/* Inputs were set; outputs of this cycle are valid after it. */
	void settle()
	{
		dut->clk_i = 0;
		dut->eval();
	}

	void edge()
	{
		dut->clk_i = 1;
		dut->eval();
		cycle++;
	}

	virtual void tick()
	{
		settle();
		edge();
	}

	void reset()
	{
		dut->rst_ni = 0;
		for (int i = 0; i < 3; i++)
			tick();
		dut->rst_ni = 1;
	}

	Model *dut;
	uint64_t cycle = 0;
};

inline int bench_main(int argc, char **argv)
{
	int failed = 0, ran = 0;

	for (const BenchCase &c : bench_cases()) {
		bool wanted = argc < 2;

		for (int i = 1; i < argc; i++)
			wanted |= !strcmp(argv[i], c.name);
		if (!wanted)
			continue;
		ran++;
		try {
			c.run();
			printf("ok   %s\n", c.name);
		} catch (const std::exception &e) {
			printf("FAIL %s: %s\n", c.name, e.what());
			failed++;
		}
	}
	printf("%d passed, %d failed\n", ran - failed, failed);
	return failed || !ran;
}

#endif
