/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Devices, their address spaces and the frames behind them, as an operating
 * system would keep them: pages are mapped, moved to other frames and taken
 * away while devices work, and a frame is used again only after its
 * invalidation completed.
 */
#ifndef SIM_WORLD_H
#define SIM_WORLD_H

#include <cstdint>
#include <deque>
#include <vector>

#include "driver.h"
#include "rng.h"
#include "sim.h"

/* Pages of one size, one after the other in a device's address space. */
struct Region {
	uint64_t iova, page; /* first address, size of a page */
	std::vector<uint64_t> frame;
	std::vector<uint8_t> perm; /* TABLES_*; 0: not mapped */
};

/* A source, with or without PASID, and what it may reach. */
struct Device {
	uint16_t sid, did;
	std::vector<Region> regions;
	Space space;
	bool has_pasid = false, bound = true;
	/* It has a device TLB, which wants invalidations of its own. */
	bool caches = false;
};

class World
{
public:
	World(Sim &sim, Driver &driver) : sim_(sim), driver_(driver)
	{
	}

	/*
	 * Frames are filled with the words that generators expect at the
	 * address they are mapped to.
	 */
	void fill_with(uint32_t seed, uint32_t delta)
	{
		fill_ = true;
		seed_ = seed;
		delta_ = delta;
	}

	Device &add(uint16_t sid, uint16_t did, unsigned levels);
	/* The same in scalable mode; @pasid 0 is that of requests without. */
	Device &add(const Space &space, unsigned levels, unsigned flags);
	/* @device may use ATS; see Driver::allow_device_tlb(). */
	void let_cache(Device &device);
	/* @device is the same domain as the first one from now on. */
	void share(Device &device);
	/* @pages pages of @page bytes at @iova, all mapped RW. */
	void add_region(Device &device, uint64_t iova, uint64_t page,
			unsigned pages);
	/* Pass-through: frames that are where they are asked for. */
	void add_identity(Device &device, uint64_t iova, unsigned pages);

	/*
	 * The three changes; each leaves its descriptor in the queue and
	 * holds the frame back until commit().
	 */
	void move(Device &device, Region &region, unsigned index);
	void take(Device &device, Region &region, unsigned index);
	/* Maps a page that is not mapped: nothing to invalidate but with CM. */
	void give(Device &device, Region &region, unsigned index,
		  unsigned perm);
	/* Takes away or gives back W. */
	void protect(Device &device, Region &region, unsigned index,
		     unsigned perm);

	/* Clears accessed and dirty bits. */
	void age(Device &device, Region &region, unsigned index);
	/* Takes away or gives back the PASID entry. */
	void bind(Device &device, bool on);

	/* Invalidates, waits, and poisons what was freed. */
	bool commit();
	/* In two halves, to look at other things between. */
	void submit();
	bool completed();

	/* Compares every mapped frame with what devices wrote. */
	void compare();

	std::deque<Device> devices;
	bool caching_mode = false; /* CAP.CM */

private:
	struct Freed {
		uint64_t frame, size;
	};

	uint64_t frame(uint64_t size);
	void retire();
	void fill(uint64_t pa, uint64_t iova, uint64_t size);
	void map(Device &device, Region &region, unsigned index);
	void invalidate(const Device &device, const Region &region,
			unsigned index);
	void invalidate_devices(const Device &device, uint64_t iova,
				unsigned order);

	Sim &sim_;
	Driver &driver_;
	std::vector<Freed> pending_, submitted_;
	std::deque<uint64_t> free_[3]; /* 4K, 2M, 1G */
	uint64_t next_[3] = { 0x40000000, 0x200000000, 0x400000000 };
	uint32_t seed_ = 1, delta_ = 0;
	unsigned superpages_ = 0;
	bool fill_ = false;
};

#endif
