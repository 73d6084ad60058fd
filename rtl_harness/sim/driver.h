/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The host's driver: programs the block as software does, by registers,
 * tables in memory and an invalidation queue. Every table word it changes is
 * told to Truth first, every completed invalidation after.
 */
#ifndef SIM_DRIVER_H
#define SIM_DRIVER_H

#include <cstdint>
#include <string>
#include <vector>

#include "lib/tables.h"
#include "sim.h"

/* One decoded fault record. */
struct FaultRecord {
	uint64_t low, high;
};

struct DriverStats {
	uint64_t maps = 0, unmaps = 0, batches = 0, descriptors = 0;
	Histogram wait; /* tail written to status seen, one batch */
};

class Driver
{
public:
	explicit Driver(Sim &sim);

	/* Queue on, root table set, translation enabled. */
	bool start();
	/* Translation off (pass-through), and on again. */
	bool stop();
	bool translate();

	/* Tables; nothing is invalidated by these. */
	bool attach(uint16_t sid, uint16_t did, unsigned levels);
	bool pass_through(uint16_t sid, uint16_t did);
	void detach(uint16_t sid);
	bool map(uint16_t sid, uint64_t iova, uint64_t pa, uint64_t size,
		 unsigned perm);
	void unmap(uint16_t sid, uint64_t iova);
	/* Any word of a table, for tests that spoil one. */
	void store(uint64_t addr, uint64_t value);
	tables *raw()
	{
		return &tables_;
	}

	/* Descriptors of the next batch. */
	void page(uint16_t did, uint64_t iova, unsigned am, bool ih = false);
	void domain(uint16_t did);
	void global();
	void context(uint16_t sid, uint16_t did);
	void context_domain(uint16_t did);
	void context_global();
	void raw_descriptor(uint64_t lo, uint64_t hi);

	/*
	 * Adds a wait with status, writes the tail and blocks until the
	 * status is there. False (and a failure noted) when it never comes.
	 */
	bool flush();
	/* The two halves of flush(), for who has other things to do. */
	void submit();
	bool completed();
	bool finish();
	bool queue_error() const
	{
		return queue_error_;
	}

	/* Fault records that are set, cleared after; PFO cleared too. */
	std::vector<FaultRecord> take_faults();

	DriverStats stats;

private:
	static uint64_t load(void *ctx, uint64_t addr);
	static void table_store(void *ctx, uint64_t addr, uint64_t value);
	bool gcmd(uint32_t bit, bool on);

	Sim &sim_;
	tables tables_{};
	uint32_t tail_ = 0, ticket_ = 0, gcmd_ = 0;
	uint64_t mark_ = 0, submitted_ = 0;
	bool quiet_ = false, queue_error_ = false;
};

/* Where the driver keeps its own things in host memory. */
constexpr uint64_t kQueueBase = 0x01000000;
constexpr uint32_t kQueueSize = 4096;
constexpr uint64_t kStatusAddr = 0x01002000;
constexpr uint64_t kTablesBase = 0x02000000, kTablesSize = 0x06000000;
constexpr uint64_t kMessageAddr = 0xfee01000;

#endif
