/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * What every job has: the simulation with its checkers, a driver and the
 * devices' memory; and the options of the command line.
 */
#ifndef SIM_SESSION_H
#define SIM_SESSION_H

#include <cstdint>
#include <string>

#include "dma_gen.h"
#include "driver.h"
#include "lockstep.h"
#include "sim.h"
#include "world.h"

struct Options {
	SimOptions sim;
	std::string job = "demo";
	uint64_t seed = 1, seeds = 1;
	std::string json;   /* bench, iova: results */
	std::string native; /* bench: program that times the native engine */
	bool quiet = false;
	std::string program; /* as it was called, for rerun commands */
};

/* Ends the program with its usage when the command line makes no sense. */
Options options_parse(int argc, char **argv);

/* The pins of the default configuration, and of all that there is. */
ConfigPins session_default_pins();
ConfigPins session_full_pins();
/* The default one with caching mode, as devices with shadows need it. */
ConfigPins session_caching_pins();

/* Power-on with these pins before anything else is made. */
class Session
{
public:
	explicit Session(const Options &options,
			 const ConfigPins &pins = session_default_pins());

	/* One check after another has finished; false ends the job. */
	bool ok() const
	{
		return up && sim.board.ok();
	}
	/* Console, then how the state was reached. */
	void print_boot() const;
	void print_failures() const;
	/* The command that runs this again with waves around the failure. */
	std::string waves(uint64_t seed) const;

	const Options &options;
	Sim sim;
	ConfigPins pins;
	bool up; /* the firmware became ready */
	LockStep lock;
	Driver driver;
	World world;
	DmaGen gen[kPorts];
};

/* Jobs: exit status 0 when all is well. */
int job_demo(const Options &options);
int job_seeds(const Options &options);
int job_check(const Options &options);
int job_bench(const Options &options);
int job_iova(const Options &options);

#endif
