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
#include <map>
#include <string>
#include <vector>

#include "layout.h"
#include "lib/scalable.h"
#include "lib/tables.h"
#include "sim.h"

/* One decoded fault record. */
struct FaultRecord {
	uint64_t low, high;
};

struct DriverStats {
	uint64_t maps = 0, unmaps = 0, batches = 0, descriptors = 0;
	uint64_t device_tlbs = 0; /* descriptors that name one */
	uint64_t page_requests = 0, page_responses = 0;
	Histogram wait; /* tail written to status seen, one batch */
};

/* A page request as it lies in the queue. */
struct PageRequest {
	uint64_t iova, low, high;

	uint16_t sid() const;
	uint32_t pasid() const;
	bool last() const; /* of its group: wants an answer */
};

/* What leads a source (and PASID) to memory. */
enum class SpaceKind : uint8_t { Legacy, First, Second, Nested, Pass };

/*
 * An address space as the driver has it. Nested: the first stage puts out the
 * address that came in, and finds its own tables at a bias.
 */
struct Space {
	uint16_t sid = 0, did = 0;
	uint32_t pasid = 0; /* 0: of requests without PASID, too */
	SpaceKind kind = SpaceKind::Legacy;
	scalable_pasid entry{};
	uint64_t slot = 0; /* of the PASID entry */
};

class Driver
{
public:
	explicit Driver(Sim &sim);

	/* From start() on: scalable mode, descriptors of 256 bits. */
	bool scalable = false;

	/*
	 * Interrupts are remapped from start() on: by 2^@log2 entries, all
	 * absent, with 32-bit destinations if @x2apic, else compatibility
	 * format passes if @compatibility.
	 */
	void remap(unsigned log2, bool x2apic, bool compatibility);

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
	/*
	 * Spaces, of either mode. attach() makes an empty one for @space's sid,
	 * PASID, DID and kind, share() gives it to another source as well;
	 * unbind() and bind() take the PASID entry away and put it back.
	 */
	bool attach(Space *space, unsigned levels, unsigned flags);
	bool share(const Space &space, uint16_t sid);
	void bind(const Space &space, bool on);
	bool map(const Space &space, uint64_t iova, uint64_t pa, uint64_t size,
		 unsigned perm);
	void unmap(const Space &space, uint64_t iova);
	/* The entry of level 1 for @iova; of the first stage, if any. */
	uint64_t leaf_slot(const Space &space, uint64_t iova);
	/* Clears accessed and dirty bits of the leaf, whatever its size. */
	void age(const Space &space, uint64_t iova);
	/*
	 * The next locked update of the leaf finds that the host has just set
	 * a bit of its own there, which must not be lost.
	 */
	void race(const Space &space, uint64_t iova);
	/* Whether each such bit is still there; how many ever came to be. */
	bool races_kept(uint64_t *won);

	/* Any word of a table, for tests that spoil one. */
	void store(uint64_t addr, uint64_t value);
	tables *raw()
	{
		return &tables_;
	}

	/* Descriptors of the next batch. */
	void page(uint16_t did, uint64_t iova, unsigned am, bool ih = false);
	void page(const Space &space, uint64_t iova, unsigned am,
		  bool ih = false);
	void whole(const Space &space);
	void pasid_entry(const Space &space);
	/* Writes an interrupt entry, and the descriptor for it. */
	void interrupt_entry(unsigned index, const uint64_t words[2], bool all);
	void domain(uint16_t did);
	void global();
	void context(uint16_t sid, uint16_t did);
	void context_domain(uint16_t did);
	void context_global();
	void raw_descriptor(uint64_t lo, uint64_t hi);

	/* ---- Devices that cache translations (driver_device.cc) -------- */
	/* A queue for page requests, in scalable mode. */
	void start_pages();
	/*
	 * The source of @space, which is attached, may use ATS; and ask for
	 * pages too, if they have a queue.
	 */
	void allow_device_tlb(const Space &space);
	/*
	 * Descriptor: 2^@am pages of the device TLB of the source of @space,
	 * with its PASID if it has one; 52: all.
	 */
	void device_tlb(const Space &space, uint64_t iova, unsigned am);
	/* What was asked for since the last call. */
	std::vector<PageRequest> take_pages();
	/* Descriptor: the answer to the last of a group; @code 0: there. */
	void page_response(const PageRequest &request, unsigned code);

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
	bool start_remapping();
	/* RTADDR: with TTM. */
	uint64_t root() const
	{
		return tables_.root | (scalable ? uint64_t{ 1 } << 10 : 0);
	}
	bool tree_map(const tables_tree &tree, uint64_t iova, uint64_t pa,
		      uint64_t size, unsigned perm);
	bool nest(Space *space);
	uint64_t leaf(const Space &space, uint64_t iova);

	Sim &sim_;
	uint64_t irta_ = 0; /* IRTA; 0: no remapping */
	bool compatibility_ = false;
	std::map<uint64_t, uint64_t> races_; /* slot: the host's bit */
	tables tables_{};
	uint32_t tail_ = 0, ticket_ = 0, gcmd_ = 0;
	uint64_t mark_ = 0, submitted_ = 0;
	bool quiet_ = false, queue_error_ = false, pages_ = false;
};

#endif
