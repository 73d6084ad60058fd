/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The bytes of host memory, shared by the DMA port, the table port and the
 * host CPU model: every address below 2^52, sparse. The first 64 GiB are one
 * reservation and fast; pages above are made when touched. What nobody wrote
 * reads as zero.
 *
 * Ranges can be given an error: reads, writes or both of a chosen port then
 * fail, as a broken memory would.
 *
 * A monitor serves exclusive accesses: whoever writes a watched word, DMA,
 * engine or host, ends the watch, and a store that finds another value than
 * the one that was read is not done either, as some write past us.
 */
#ifndef SIM_HOST_MEMORY_H
#define SIM_HOST_MEMORY_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>

enum MemPort : uint8_t { kMemDma = 1, kMemTable = 2, kMemBoth = 3 };

struct ErrorRange {
	uint64_t base, size;
	uint8_t ports; /* MemPort bits */
	bool reads, writes;
};

/* What becomes of locked updates; see flow_target.h for the first four. */
enum class LockFate : uint8_t { Work, LoseOnce, Lose, Fail };

class HostMemory
{
public:
	static constexpr uint64_t kPage = 4096;
	static constexpr uint64_t kLimit = uint64_t{ 1 } << 52;

	HostMemory();
	~HostMemory();
	HostMemory(const HostMemory &) = delete;
	HostMemory &operator=(const HostMemory &) = delete;

	/*
	 * Memory that is somebody else's: @owner says where a byte of it
	 * lies, good up to the end of its 4 KiB, and null where nothing is:
	 * an access there fails. Other writers are free to be at it, so
	 * aligned words of 32 and 64 bits are accessed in one piece.
	 */
	using Owner = uint8_t *(*)(uint64_t addr);

	void belongs_to(Owner owner)
	{
		owner_ = owner;
	}

	/* Where the byte of @addr lies; good up to the end of its 4 KiB. */
	uint8_t *at(uint64_t addr)
	{
		if (owner_)
			return owner_(addr);
		return addr < kLow ? low_ + addr : high(addr);
	}

	/* 64 bits at @addr, aligned. */
	uint64_t load(uint64_t addr)
	{
		uint64_t v;

		memcpy(&v, at(addr), sizeof(v));
		return v;
	}
	void store(uint64_t addr, uint64_t value)
	{
		disturb(addr, sizeof(value));
		memcpy(at(addr), &value, sizeof(value));
	}
	/* Stores the bytes of @value whose bit is set in @strobes. */
	void store(uint64_t addr, uint64_t value, uint8_t strobes);

	/*
	 * An exclusive pair on the word at @addr, aligned. watch() is its read,
	 * of @value; false: this memory has no monitor. replace() is its store:
	 * false when nothing was stored, because the watch had ended.
	 */
	bool watch(uint64_t addr, uint64_t value);
	bool replace(uint64_t addr, uint64_t value);

	/* Whether there is a monitor; clear() leaves it as it is. */
	bool has_monitor = true;
	/* Stores that found their watch ended by another writer. */
	uint64_t watches_lost = 0;

	/* Any length, any alignment. */
	void read(uint64_t addr, void *buf, size_t len);
	void write(uint64_t addr, const void *buf, size_t len);
	void fill(uint64_t addr, uint8_t byte, size_t len);

	/* All zero, no error range. */
	void clear();

	void fail(const ErrorRange &range)
	{
		errors_.push_back(range);
	}
	/* Ends what fail() of the same base and size began. */
	void heal(uint64_t base, uint64_t size);

	void heal_all()
	{
		errors_.clear();
	}

	/* Whether an access of @port to [@addr, @addr + @len) must fail. */
	bool fails(MemPort port, bool write, uint64_t addr, uint64_t len) const
	{
		if (addr >= kLimit || len > kLimit - addr)
			return true;
		if (owner_ && !(owner_(addr) && owner_(addr + len - 1)))
			return true;
		return !errors_.empty() && in_error(port, write, addr, len);
	}

	/*
	 * What an exclusive store of the word at @addr meets, however good its
	 * monitor finds it: Work, Lose or Fail. Asked once a store, before it
	 * is judged, as the host may write the word at that moment.
	 */
	LockFate lock_fate(uint64_t addr);

	/* From now on, of each word anew. */
	void set_locks(LockFate fate);

	/* The host writes @value as the next exclusive store goes to @addr. */
	void set_race(uint64_t addr, uint64_t value);
	/* Whether that has happened. */
	bool race_lost(uint64_t addr) const
	{
		return !races_.count(addr);
	}

private:
	static constexpr uint64_t kLow = uint64_t{ 1 } << 36;

	bool in_error(MemPort port, bool write, uint64_t addr,
		      uint64_t len) const;
	uint8_t *high(uint64_t addr);
	void disturb(uint64_t addr, uint64_t len)
	{
		if (addr < watched_ + sizeof(uint64_t) && watched_ < addr + len)
			watching_ = false;
	}

	uint64_t watched_ = 0, watched_value_ = 0;
	bool watching_ = false;

	uint8_t *low_;
	Owner owner_ = nullptr;
	using Page = std::array<uint8_t, kPage>;
	std::unordered_map<uint64_t, std::unique_ptr<Page>> high_;
	std::vector<ErrorRange> errors_;
	LockFate locks_ = LockFate::Work;
	std::unordered_set<uint64_t> lost_;
	std::unordered_map<uint64_t, uint64_t> races_;
};

#endif
