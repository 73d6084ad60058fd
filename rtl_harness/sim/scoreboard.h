/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Watches every DMA port and the memory port from outside and knows what
 * should happen: each request answered OKAY reached memory once, at an
 * address the tables allow, with the device's bytes; each refused one was
 * refused for a reason the tables give; nothing else reached memory. A
 * second copy of memory, written only from what devices sent, proves every
 * byte. Frames that were unmapped and invalidated are poisoned: any later
 * beat on one is a failure.
 */
#ifndef SIM_SCOREBOARD_H
#define SIM_SCOREBOARD_H

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "axi_slave.h"
#include "coverage.h"
#include "histogram.h"
#include "host_memory.h"
#include "port_rules.h"
#include "truth.h"

constexpr unsigned kPorts = 4;
constexpr unsigned kPortIdBits = 4; /* of a device; downstream {port, id} */

/* Whether something happened while TES was 1. */
enum class Translating : uint8_t { No, Maybe, Yes };

/* One request of a device from its address handshake to its answer. */
struct DmaRequest {
	uint64_t addr, arrived, complete, issued_at;
	uint64_t pa;
	uint64_t data[256];
	uint8_t strobes[256];
	uint32_t ssid;
	uint16_t sid, beats, beat, served;
	uint8_t port, id, size, burst, prot, resp;
	bool write, lock, zlr, ssidv, atst;
	bool filled;    /* writes: all beats are in */
	bool issued;    /* its address was seen at memory */
	bool answered;  /* memory has performed it */
	bool overtaken; /* a younger one of its ID issued: may not any more */
	bool missed;    /* firmware was asked for its page */
	bool outrun;    /* an interrupt of its source left: may not any more */
	bool sent;      /* interrupts: the message has left */
	bool stoppable; /* some reading of the tables refused it on arrival */
	Translating looked_up;

	uint64_t beat_addr(unsigned n) const
	{
		uint64_t step = uint64_t{ 1 } << size;

		return n ? (addr & ~(step - 1)) + n * step : addr;
	}
	bool malformed() const;
	oracle_request oracle() const;
	/* One DWORD to the interrupt range, whose value this is. */
	bool is_interrupt() const;
	uint32_t message() const
	{
		return static_cast<uint32_t>(data[0] >> 8 * (addr & 4));
	}
};

/* Every failure names the request it is about. */
#define REQUEST_FMT "port %u %s sid %04x addr %" PRIx64 " id %u beats %u"
#define REQUEST_ARGS(r)                                                        \
	(r).port, (r).write ? "write" : "read", (r).sid, (r).addr, (r).id,     \
		(r).beats

/* What one DMA port shows in a cycle; model.cc fills it. */
struct DmaAddress {
	uint64_t addr;
	uint32_t ssid;
	uint16_t sid;
	uint8_t id, len, size, burst, prot;
	bool lock, zlr, ssidv, atst;
};

/* How often something happened while TES was 1; @maybe: or just not. */
struct Tally {
	uint64_t surely = 0, maybe = 0;

	void count(Translating when)
	{
		surely += when == Translating::Yes;
		maybe += when == Translating::Maybe;
	}
};

/* What performance counters are to count, as it is seen from outside. */
struct Tallies {
	Tally ended;         /* requests, whatever their end */
	Tally let_out;       /* requests that came to memory or read zeros */
	Tally granted;       /* of these, by a word of the firmware's own */
	Tally contexts;      /* misses whose context may be cached */
	uint64_t waited = 0; /* requests that firmware may have set free */
	/* Interrupts looked up in the table, or beyond its end. */
	uint64_t interrupts = 0, interrupts_beyond = 0;
};

struct DmaTotals {
	uint64_t requests = 0, refused = 0, read_bytes = 0, written_bytes = 0;
};

class Scoreboard
{
public:
	Scoreboard(HostMemory &memory, Truth &truth, Coverage &coverage);

	/* ---- What the monitors see ------------------------------------ */
	void dma_address(unsigned port, bool write, const DmaAddress &a);
	void dma_w(unsigned port, uint64_t data, uint8_t strobes, bool last);
	void dma_b(unsigned port, uint8_t id, uint8_t resp);
	void dma_r(unsigned port, uint8_t id, uint64_t data, uint8_t resp,
		   bool last);
	void mem_address(bool write, uint64_t addr, unsigned id, unsigned len,
			 unsigned size, unsigned burst);
	/* The engine sends an interrupt message, its own or a device's. */
	void message(uint64_t addr, uint32_t data);
	/* The engine's own events are sent as this. */
	void expect_event(uint64_t addr, uint32_t data)
	{
		events_.push_back({ 0, addr, data });
	}
	/* The host takes what was posted to the descriptor at @addr. */
	void take_posted(uint64_t addr);
	/* Interrupts whose message has not come yet. */
	size_t messages_due() const
	{
		return due_.size();
	}
	bool judge_messages = false;
	/* The memory model performs a burst in this moment. */
	void mem_read(const AxiBurstRecord &burst);
	void mem_write(const AxiBurstRecord &burst);
	/*
	 * Firmware took a miss of @sid at @addr, or filled its page. Returns
	 * how many requests wait for that page.
	 */
	unsigned miss(uint16_t sid, uint64_t addr);
	void filled(uint16_t sid, uint64_t addr);

	/* Firmware takes work or answers it: whoever waits may try again. */
	void work_taken();
	void answered();
	/* It looks for the context of a miss; it lets a request out. */
	void context_wanted(bool pasid);
	void granted();

	/* ---- Devices that get messages -------------------------------- */
	/* @rules apply to @port from now on. */
	void set_rules(unsigned port, PortRules *rules)
	{
		rules_[port] = rules;
	}
	void engine_sends(uint64_t head);
	void device_sends(unsigned port, const uint64_t words[3]);
	void device_takes(unsigned port, uint64_t word, bool first, bool last);
	/* The status of a wait comes to memory. */
	void completed();

	/* ---- What the host does --------------------------------------- */
	void host_store(uint64_t addr, const void *buf, size_t len);
	/* The engine's own stores are no device's: the copy follows memory. */
	void engine_stored(uint64_t word_addr);
	/* No device may touch these frames until release(). */
	void poison(uint64_t addr, uint64_t len);
	void release(uint64_t addr, uint64_t len);
	/* To be called before a reading of the tables ceases to be right. */
	void keep_verdicts();
	/* TES changes from now on until Truth says that it has. */
	void mode_changes();
	/* Everything is refused from now on (dead, or reset). */
	void expect_refusal(bool on)
	{
		refusing_ = on;
	}
	/* Requests in flight are lost. */
	void reset();
	/* A new block and a new memory, both empty. */
	void power_on();

	/* ---- Results --------------------------------------------------- */
	bool ok() const
	{
		return failures_ == 0;
	}
	uint64_t failures() const
	{
		return failures_;
	}
	uint64_t first_failure() const
	{
		return first_failure_;
	}
	/* The first few failures in words. */
	const std::vector<std::string> &messages() const
	{
		return messages_;
	}
	void fail(const char *format, ...)
		__attribute__((format(printf, 2, 3)));
	/* Compares [@addr, @addr + @len) of memory with the second copy. */
	void compare(uint64_t addr, uint64_t len);
	/* Requests of devices not yet answered. */
	unsigned outstanding() const;
	unsigned outstanding(unsigned port) const
	{
		return static_cast<unsigned>(list_[port][0].size() +
					     list_[port][1].size());
	}
	template <class Test>
	bool any_outstanding(Test test) const;
	/* Ports with a request that firmware has to answer. */
	unsigned ports_waiting() const;

	DmaTotals totals[kPorts];
	uint64_t beats_checked = 0, bytes_compared = 0;
	Histogram hit, miss_cycles;
	Tallies tallies;
	uint64_t translated = 0;  /* issued while TES = 1 */
	uint64_t now = 0;         /* set each cycle by the simulator */
	bool translating = false; /* TES has been seen as 1 */

private:
	using List = std::vector<DmaRequest *>;

	DmaRequest *make();
	void drop(List &list, size_t index);
	DmaRequest *issuer(bool write, uint64_t addr, unsigned port,
			   unsigned id, unsigned beats, unsigned size);
	DmaRequest *served(bool write, unsigned mem_id);
	void cover_order(const DmaRequest &first);
	void check_answer(DmaRequest &r, uint8_t resp);
	void check_okay(const DmaRequest &r);
	void check_refused(const DmaRequest &r);
	void finish(List &list, size_t index, uint8_t resp);
	void account(const DmaRequest &r);
	void tally(const DmaRequest &r, uint8_t resp);
	void tally_interrupt(const DmaRequest &r);
	uint64_t waiting() const;
	Translating translating_now() const;
	bool poisoned(uint64_t addr, uint64_t len) const;
	bool may_refuse(const DmaRequest &r);
	void mark(uint64_t addr, uint64_t len, bool on);

	HostMemory &memory_;
	HostMemory shadow_;
	Truth &truth_;
	Coverage &coverage_;
	List list_[kPorts][2]; /* [write], in order of arrival */
	PortRules *rules_[kPorts] = {};
	std::vector<uint64_t> coming_[kPorts]; /* a message so far */
	std::vector<DmaRequest *> pool_;
	std::vector<std::unique_ptr<DmaRequest>> owned_;
	std::vector<uint64_t> poison_; /* a bit per frame below 64 GiB */
	std::vector<std::string> messages_;
	struct Interrupt {
		uint16_t sid;
		uint64_t addr;
		uint32_t data;
	};
	bool explains(const Interrupt &i, uint64_t addr, uint32_t data);
	void check_interrupt(const DmaRequest &r, bool okay);
	void check_order(const List &writes, const DmaRequest &interrupt);

	std::vector<Interrupt> events_, due_;
	std::map<uint64_t, uint64_t> taken_; /* descriptor: when, last */
	uint64_t failures_ = 0, first_failure_ = 0;
	bool refusing_ = false;
};

template <class Test>
bool Scoreboard::any_outstanding(Test test) const
{
	for (auto &port : list_)
		for (auto &direction : port)
			for (const DmaRequest *r : direction)
				if (test(*r))
					return true;
	return false;
}

#endif
