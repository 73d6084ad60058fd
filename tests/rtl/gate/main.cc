// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
/*
 * gate_bench list                      names of the tests
 * gate_bench NAME [--seed N]           one test
 * gate_bench random [--seed N | --seeds FIRST LAST] [--cycles N]
 * gate_bench speed                     cost of a cycle
 * With --waves FILE (trace build) the run is written as FST.
 */
#include <cstdio>
#include <filesystem>
#include <string>

#include "bench.h"
#include "random.h"

Test *Test::all;

Test::Test(const char *name_, void (*run_)(Bench &))
	: name(name_), run(run_), next(all)
{
	all = this;
}

/* Verilator asks for it. */
double sc_time_stamp()
{
	return 0;
}

/* An assertion of the RTL failed; Verilator has printed which. */
void vl_stop(const char *file, int line, const char *)
{
	throw Failure(std::string(file) + ":" + std::to_string(line) +
		      ": assertion");
}

struct Options {
	std::string name, waves, program;
	uint64_t first = 1, last = 1;
	unsigned cycles = 15000;
};

static Options parse(int argc, char **argv)
{
	Options o;
	o.program = argv[0];
	for (int i = 1; i < argc; i++) {
		const std::string word = argv[i];
		const int left = argc - i - 1;
		if (word == "--seed" && left >= 1)
			o.first = o.last = std::stoull(argv[++i]);
		else if (word == "--seeds" && left >= 2) {
			o.first = std::stoull(argv[++i]);
			o.last = std::stoull(argv[++i]);
		} else if (word == "--cycles" && left >= 1)
			o.cycles = std::stoul(argv[++i]);
		else if (word == "--waves" && left >= 1)
			o.waves = argv[++i];
		else
			o.name = word;
	}
	return o;
}

static void explain(const Options &o, uint64_t seed, const Failure &failure)
{
	/* The trace build lies next to the plain one. */
	std::string traced = std::filesystem::relative(o.program);
	const size_t at = traced.rfind("/gate_bench");
	if (at != std::string::npos && traced.find("-trace/") == traced.npos)
		traced.insert(at, "-trace");
	printf("FAIL %s seed %lu: %s\n", o.name.c_str(), seed, failure.what());
	printf("rerun: make %s && %s %s --seed %lu --cycles %u --waves "
	       "gate.fst\n",
	       traced.c_str(), traced.c_str(), o.name.c_str(), seed, o.cycles);
}

template <typename Run>
static bool guarded(const Options &o, Run run)
{
	for (uint64_t seed = o.first; seed <= o.last; seed++) {
		try {
			Bench bench(seed, o.waves);
			run(bench, seed);
		} catch (const Failure &failure) {
			explain(o, seed, failure);
			return false;
		}
	}
	return true;
}

int main(int argc, char **argv)
{
	const Options o = parse(argc, argv);
	if (o.name == "list") {
		for (Test *t = Test::all; t; t = t->next)
			puts(t->name);
		return 0;
	}
	if (o.name == "random") {
		const bool ok = guarded(o, [&](Bench &b, uint64_t) {
			random_run(b, o.cycles);
		});
		return ok && random_report(o.first != o.last) ? 0 : 1;
	}
	if (o.name == "speed")
		return guarded(o, [](Bench &b, uint64_t) { speed_run(b); }) ?
			       0 :
			       1;
	for (Test *t = Test::all; t; t = t->next)
		if (o.name == t->name)
			return guarded(o,
				       [&](Bench &b, uint64_t) { t->run(b); }) ?
				       0 :
				       1;
	fprintf(stderr, "gate_bench: no test '%s'\n", o.name.c_str());
	return 2;
}
