/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * One random run: what devices do, how memory answers, what the host changes
 * and when. Everything comes from the seed.
 */
#ifndef SIM_SEED_RUN_H
#define SIM_SEED_RUN_H

#include <cstdint>
#include <vector>

#include "ats_check.h"
#include "kinds.h"
#include "perf_check.h"
#include "session.h"
#include "shadow_check.h"

/*
 * The slowest choice, nested tables of five levels with every memory at its
 * longest latency, takes some 9,000 cycles a miss: the limit is for a run that
 * has stopped to make progress.
 */
constexpr uint64_t kCyclesAtLeast = 100000, kCyclesAtMost = 6000000;
constexpr uint64_t kTranslatedAtLeast = 500;
/* One seed in so many drops domains until tags run out. */
constexpr uint64_t kStormEvery = 50, kStormCycles = 1000000;
constexpr uint64_t kSmall = 0x40000000, kBig = 0x80000000, kHuge = 0x100000000,
		   kUnmapped = 0x7f000000;
constexpr uint16_t kBfmSid = 0x0418;
constexpr unsigned kLevels[] = { 3, 4 };
/* Every other seed is of scalable mode; its sources use this PASID too. */
constexpr uint64_t kScalableEvery = 2;
constexpr uint32_t kSeedPasid = 5;
constexpr uint64_t kIdentity = 0xc00000000;
constexpr unsigned kIdentityPages = 64;
constexpr unsigned kInterruptsLog2 = 5, kInterrupts = 1 << kInterruptsLog2;
constexpr unsigned kDescriptors = 4;
/* Of who has a shadow: one after the other, as what lies between takes time. */
constexpr uint64_t kToldBig = kHuge - 4 * TABLES_PAGE_2M;
/* Descriptors of a batch: the queue has room for twice as many. */
constexpr uint64_t kBatchAtMost = 60;
/* What those who get messages should be told, and how long it may take. */
constexpr uint64_t kToldAtLeast = 4, kCachingCycles = 240000,
		   kShadowCycles = 400000;
/* So long nothing happens while a shadow is told of all there is. */
constexpr uint64_t kReadyLimit = 200000;
/* Number of the stream of random numbers that is about kinds of devices. */
constexpr unsigned kKindStream = 6;
constexpr uint64_t kIdleCycles = 10000;
constexpr uint64_t kDrainLimit = 1000000;

/* Which of the devices that get messages take part. */
struct SeedKinds {
	bool caching = false, shadow = false;
	bool cm = false; /* caching mode */
};

class SeedRun
{
public:
	SeedRun(const Options &options, uint64_t seed);
	bool run();
	const Coverage &coverage() const
	{
		return s_.sim.coverage;
	}
	uint64_t cycles() const
	{
		return s_.sim.cycles_run();
	}
	void print(bool ok) const;

private:
	void choose_memory();
	void build_world();
	void build_scalable();
	void add_scalable(unsigned port, uint32_t pasid);
	void add_regions(Device &device, unsigned sizes);
	void add_told_regions(Device &device);
	bool is_told(unsigned port, uint32_t pasid) const;
	Device &pick_device(unsigned port);
	void change_scalable(Device &device, Region &region);
	void build_interrupts();
	void write_interrupt_entry(unsigned index);
	void take_posted();
	void bfm_interrupt();
	void begin_all();
	void begin(unsigned gen);
	void choose_holds(GenJob &job);
	void cover_holds(unsigned gen);
	void begin_rogue();
	void bfm_request();
	uint16_t bfm_source();
	void bfm_dress(BfmRequest &request, const Device &device);
	void bfm_read_some();
	void bfm_write_some();
	uint64_t bfm_address(const Device &device);
	void change();
	void change_one();
	void change_page(Device &device, Region &region);
	void flip_errors();
	void settle();
	void flip_translation();
	void host_work();
	bool wind_down();
	void cover_locks();
	bool enough() const;
	/* Devices that get messages (seed_kinds.cc). */
	void prepare_kinds();
	void switch_on_kinds();
	void hold(unsigned gen);
	bool told_enough() const;
	void switch_on_caching();
	void switch_on_shadow();
	unsigned pick_changed();
	void cover_kinds();
	void cover_caching();
	void cover_shadow();

	SeedKinds kinds_;
	Session s_;
	Rng rng_;
	Rng kind_rng_;
	CachingDevice caching_;
	ShadowDevice shadow_;
	AtsCheck ats_;
	ShadowCheck told_;
	PerfCheck perf_;
	uint64_t seed_;
	bool scalable_, x2apic_ = false, rogue_, storm_, waiting_ = false,
			failing_ = false;
	unsigned clears_; /* of 8: how often the host takes faults */
	std::vector<BfmHandle> asked_;
};

#endif
