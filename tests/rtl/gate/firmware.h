/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * A small firmware behind the gate's words, with a reference map of what each
 * source may reach. It answers misses from the map, and keeps for every
 * translation when it began, when an invalidation took it back, and when a
 * drain had finished after that: allowed() judges by those times alone, with
 * no knowledge of what the gate caches.
 */
#ifndef GATE_FIRMWARE_H
#define GATE_FIRMWARE_H

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "request.h"

class Bench;

/* A span of time during which something may be used */
struct Valid {
	virtual ~Valid() = default;
	uint64_t end = NEVER;     /* taken back */
	uint64_t drained = NEVER; /* and nothing is left of it */
	bool current = true;      /* answers still use it */
	bool usable(uint64_t since) const
	{
		return end > since && drained == NEVER;
	}
};

/* Host pages from here on are never in two mappings at a time. */
constexpr uint64_t OWN_FRAMES = 0x100000;

/* Bit of a key: the source says that it translated the address itself. */
constexpr uint64_t TRANSLATED = 1ULL << 38;

struct Mapping : Valid {
	uint64_t page, pfn;
	unsigned order;
	bool r, w;
	uint64_t pages() const
	{
		return 1ULL << order;
	}
	bool covers(uint64_t p) const
	{
		return p - page < pages();
	}
};

struct Space {
	int tag = -1;
	std::vector<std::shared_ptr<Mapping>> maps;
};

struct Binding : Valid {
	Space *space; /* null: pass-through */
};

struct ModeSpan : Valid {
	unsigned mode;
};

/* Protected memory: none while a limit lies below its base. */
struct Guard {
	uint64_t base = 0x200000, limit = 0; /* first and last byte */
	bool holds(uint64_t pfn) const
	{
		return base <= limit && pfn >= base >> 12 && pfn <= limit >> 12;
	}
};

struct ProtectSpan : Valid {
	Guard low, high;
	bool holds(uint64_t pfn) const
	{
		return low.holds(pfn) || high.holds(pfn);
	}
};

struct Record {
	uint64_t w0, w1;
	unsigned kind() const
	{
		return w0 & 15;
	}
	unsigned slot() const
	{
		return w0 >> 12 & 0xff;
	}
	bool write() const
	{
		return w0 >> 4 & 1;
	}
	unsigned flaw() const
	{
		return w0 >> 56 & 15;
	}
};

class Firmware
{
public:
	explicit Firmware(Bench &bench);

	void drive();
	void sample();
	void after();

	/* The reference map. A change of it is not known to the gate. */
	Space &new_space();
	void map(Space &space, uint64_t page, uint64_t pfn, bool r, bool w,
		 unsigned order = 0);
	void bind(uint64_t key, Space *space);
	/* What one will not answer by any more; list for inv_done(). */
	using List = std::vector<std::shared_ptr<Valid>>;
	List unmap(Space &space, uint64_t page, unsigned am);
	List unbind(uint64_t key);

	/* Words, done in order; then() runs when the word is in force. */
	using Then = std::function<void()>;
	void mode(unsigned mode, Then then = nullptr);
	/* The same with a drain after it, as VT-d has it for TE. */
	void mode_drained(unsigned mode);
	void inv(uint64_t word, uint64_t addr, Then then = nullptr);
	void answer(unsigned slot, unsigned action, uint64_t bits = 0,
		    uint64_t pa = 0, Then then = nullptr);
	void inv_page(Space &space, uint64_t page, unsigned am,
		      Then then = nullptr);
	void inv_key(uint16_t sid, unsigned fm, Then then = nullptr);
	void retire(Space &space, Then then = nullptr);
	void retire_all(Then then = nullptr);
	void drain(Then drained = nullptr);
	void sweep();
	/* Protected memory from now on; the second with a drain after it. */
	void protect(const Guard &low, const Guard &high);
	void protect_drained(const Guard &low, const Guard &high);
	/* Invalidation with all that belongs to it: end, drain, poison. */
	void take_back(const List &list, const Then &invalidate);
	/* GRANT of @m for the request of @record, with its tag. */
	void grant(const Record &record, Space &space, const Mapping &m,
		   bool install, bool bind_key);

	/* Waits for a record and takes it (serve off). */
	Record take();
	/* The request a record is about. */
	Req request_of(const Record &record);
	bool idle() const
	{
		return steps.empty() && !thinking;
	}
	bool draining() const
	{
		return !drains.empty();
	}
	bool sweeping() const
	{
		return sweep_running;
	}

	/* May @r reach host page @pfn, given that lookups began @since? */
	bool allowed(const Request &r, uint64_t pfn, uint64_t since) const;
	bool reachable(uint64_t pfn) const;
	bool is_protected(uint64_t pfn) const
	{
		return guards.back()->holds(pfn);
	}
	/* Has a flaw of the output check an excuse? */
	bool flawed_output(const Request &r, uint64_t since) const;
	bool mode_was(unsigned mode, uint64_t since) const;
	const Mapping *lookup(const Request &r, Space **space) const;

	/* Behaviour */
	bool serve = true;
	unsigned install_percent = 100, bind_percent = 100, retry_percent = 0;
	unsigned think_min = 5, think_max = 30;
	bool zlr_uses_w = false;
	unsigned haw = 40;
	bool reading = false; /* WORK0 is being read in this cycle */
	std::deque<Record> taken;
	std::vector<int> free_tags, dead_tags;

private:
	struct Step {
		enum Kind { ANSWER, INV, MODE } kind;
		uint64_t word, addr;
		Then then;
	};
	void work(const Record &record);
	void check_record(const Record &record, Request &r);
	void miss(const Record &record, Request &r);
	void report(const Record &record, Request &r);
	void interrupt(const Record &record, Request &r);
	void stalled(const Record &record);
	bool settled(const Request &r) const;
	bool reaches(const Request &r, uint64_t since, bool even_drained,
		     const std::function<bool(uint64_t)> &good) const;
	bool guarded(uint64_t pfn, bool whether, uint64_t since,
		     bool even_drained) const;
	int tag_of(Space &space);
	void poll_drain();
	void poll_sweep();
	Bench &bench;
	std::deque<Step> steps;
	bool step_done = false, got_work = false, thinking = false;
	uint64_t think_until = 0;
	Record current{};
	std::vector<std::unique_ptr<Space>> spaces;
	Space *passing; /* the tag of all that pass through */
	std::map<uint64_t, std::vector<std::shared_ptr<Binding>>> bindings;
	std::vector<std::shared_ptr<ModeSpan>> modes;
	std::vector<std::shared_ptr<ProtectSpan>> guards;
	std::vector<Then> drains;
	uint64_t drain_started = 0;
	bool sweep_running = false;
	uint64_t sweep_started = 0;
	std::vector<int> sweeping_tags;
	std::map<int, unsigned> tag_uses;
};

#endif
