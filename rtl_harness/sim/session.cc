/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "session.h"

#include <cstdio>
#include <cstdlib>
#include <getopt.h>

extern "C" {
#include "vtd_config.h"
}

static const char kUsage[] =
	"usage: portcullis_sim JOB [options]\n"
	"jobs:\n"
	"  demo      devices do DMA while mappings change; prints a report\n"
	"  seeds     random runs in lock step with the native engine\n"
	"  boot      be ready, restored or booted\n"
	"  cold      boot through OpenSBI\n"
	"  watchdog  the firmware stops\n"
	"  reset     reset under traffic\n"
	"  stall     a device stops taking part mid-burst\n"
	"  bench     figures\n"
	"  iova      figures of an image that measures iova_tree\n"
	"options:\n"
	"  --seed N          (first) seed\n"
	"  --seeds N         how many\n"
	"  --cold            boot through OpenSBI whatever is saved\n"
	"  --images DIR      bootrom.hex opensbi.bin firmware.bin fdt.dtb\n"
	"  --snaps DIR       saved states\n"
	"  --wave FILE       write an FST (traced build)\n"
	"  --wave-from N     first cycle after ready\n"
	"  --wave-cycles N   how many\n"
	"  --fw-latency N    of firmware memory, in cycles\n"
	"  --json FILE       bench, iova: results\n"
	"  --native FILE     bench: program that times the native engine\n"
	"  --quiet           seeds: say only what fails\n";

enum : int {
	kOptSeed = 1,
	kOptSeeds,
	kOptCold,
	kOptImages,
	kOptSnaps,
	kOptWave,
	kOptWaveFrom,
	kOptWaveCycles,
	kOptFwLatency,
	kOptJson,
	kOptNative,
	kOptQuiet
};

static const option kOptions[] = {
	{ "seed", required_argument, nullptr, kOptSeed },
	{ "seeds", required_argument, nullptr, kOptSeeds },
	{ "cold", no_argument, nullptr, kOptCold },
	{ "images", required_argument, nullptr, kOptImages },
	{ "snaps", required_argument, nullptr, kOptSnaps },
	{ "wave", required_argument, nullptr, kOptWave },
	{ "wave-from", required_argument, nullptr, kOptWaveFrom },
	{ "wave-cycles", required_argument, nullptr, kOptWaveCycles },
	{ "fw-latency", required_argument, nullptr, kOptFwLatency },
	{ "json", required_argument, nullptr, kOptJson },
	{ "native", required_argument, nullptr, kOptNative },
	{ "quiet", no_argument, nullptr, kOptQuiet },
	{ nullptr, 0, nullptr, 0 }
};

[[noreturn]] static void usage()
{
	fputs(kUsage, stderr);
	exit(2);
}

static uint64_t number(const char *text)
{
	char *end;
	uint64_t n = strtoull(text, &end, 0);

	if (!*text || *end)
		usage();
	return n;
}

static void take_option(Options *o, int option)
{
	switch (option) {
	case kOptSeed:
		o->seed = number(optarg);
		break;
	case kOptSeeds:
		o->seeds = number(optarg);
		break;
	case kOptCold:
		o->sim.cold = true;
		break;
	case kOptImages:
		o->sim.images = optarg;
		break;
	case kOptSnaps:
		o->sim.snaps = optarg;
		break;
	case kOptWave:
		o->sim.wave = optarg;
		break;
	case kOptWaveFrom:
		o->sim.wave_from = number(optarg);
		break;
	case kOptWaveCycles:
		o->sim.wave_cycles = number(optarg);
		break;
	case kOptFwLatency:
		o->sim.fw_latency = static_cast<unsigned>(number(optarg));
		break;
	case kOptJson:
		o->json = optarg;
		break;
	case kOptNative:
		o->native = optarg;
		break;
	case kOptQuiet:
		o->quiet = true;
		break;
	default:
		usage();
	}
}

Options options_parse(int argc, char **argv)
{
	Options o;
	int c;

	o.program = argv[0];
	while ((c = getopt_long(argc, argv, "", kOptions, nullptr)) != -1)
		take_option(&o, c);
#ifndef SIM_TRACE
	if (!o.sim.wave.empty()) {
		fputs("sim: this build writes no waves: make waves\n", stderr);
		exit(2);
	}
#endif
	if (argc - optind > 1)
		usage();
	if (optind < argc)
		o.job = argv[optind];
	return o;
}

ConfigPins session_default_pins()
{
	vtd_config c = vtd_config_default();

	return { c.ver, c.cap, c.ecap, c.haw };
}

ConfigPins session_full_pins()
{
	vtd_config c = vtd_config_full();

	return { c.ver, c.cap, c.ecap, c.haw };
}

ConfigPins session_caching_pins()
{
	vtd_config c = vtd_config_caching();

	return { c.ver, c.cap, c.ecap, c.haw };
}

Session::Session(const Options &o, const ConfigPins &with)
	: options(o), sim(o.sim), pins(with), up(sim.power_on(pins)),
	  lock(sim.board, sim.coverage), driver(sim),
	  world(sim, driver), gen{ { sim, 0 },
				   { sim, 1 },
				   { sim, 2 },
				   { sim, 3 } }
{
	if (!up)
		return;
	lock.power_on(sim.mailbox.boot_log);
	sim.mailbox.check_with(&lock);
}

void Session::print_boot() const
{
	if (sim.restored())
		printf("%s[restored: booted earlier, in %llu cycles]\n",
		       sim.console().c_str(),
		       static_cast<unsigned long long>(sim.now()));
}

void Session::print_failures() const
{
	for (const std::string &m : sim.board.messages())
		printf("  %s\n", m.c_str());
	if (sim.board.failures() > sim.board.messages().size())
		printf("  ... %llu failures in all\n",
		       static_cast<unsigned long long>(sim.board.failures()));
}

std::string Session::waves(uint64_t seed) const
{
	static constexpr uint64_t kBefore = 40000;
	std::string text = "make waves SEED=" + std::to_string(seed);
	uint64_t at = sim.board.first_failure(), ready = sim.ready_at();

	if (options.job != "demo")
		text += " JOB=" + options.job;
	if (at > ready + kBefore)
		text += " SIM_ARGS='--wave-from " +
			std::to_string(at - ready - kBefore) + "'";
	return text;
}
