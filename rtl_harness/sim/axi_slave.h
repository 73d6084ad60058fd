/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * An AXI4 memory port: many bursts outstanding, answers of one ID in order,
 * answers of different IDs in any order when latencies are random. INCR
 * bursts of whole 64-bit lanes or narrower; a burst's bytes are read or
 * written in one moment, when its latency is over.
 *
 * @Store gives the bytes:
 *   void read(AxiBurstRecord &)   fills data[] and resp
 *   void write(AxiBurstRecord &)  takes data[], strobes[]; sets resp
 */
#ifndef SIM_AXI_SLAVE_H
#define SIM_AXI_SLAVE_H

#include <cstdint>

#include "axi.h"
#include "rng.h"

struct AxiBurstRecord {
	uint64_t addr;
	uint64_t ready_at; /* first cycle that may answer; writes: B */
	uint16_t beats;
	uint16_t beat; /* next one to go */
	uint8_t id, size, resp;
	bool lock; /* exclusive access */
	uint64_t data[256];
	uint8_t strobes[256];

	uint64_t beat_addr(unsigned n) const
	{
		uint64_t step = uint64_t{ 1 } << size;

		return n ? (addr & ~(step - 1)) + n * step : addr;
	}
	uint64_t bytes() const
	{
		return beat_addr(beats) - addr;
	}
};

/* Latency in cycles from request (last write beat) to answer; >= 1. */
struct Latency {
	unsigned low = 4, high = 4;
};

/* Bursts in order of arrival in a fixed pool. */
class BurstQueue
{
public:
	static constexpr unsigned kSlots = 32;

	BurstQueue()
	{
		for (unsigned i = 0; i < kSlots; i++)
			free_[i] = static_cast<uint8_t>(i);
	}
	bool empty() const
	{
		return count_ == 0;
	}
	bool full() const
	{
		return count_ == kSlots;
	}
	AxiBurstRecord &push()
	{
		uint8_t slot = free_[kSlots - 1 - count_];

		order_[count_++] = slot;
		return pool_[slot];
	}
	void remove(AxiBurstRecord &burst)
	{
		unsigned i = 0;

		while (&pool_[order_[i]] != &burst)
			i++;
		uint8_t slot = order_[i];
		for (count_--; i < count_; i++)
			order_[i] = order_[i + 1];
		free_[kSlots - 1 - count_] = slot;
	}
	/* The oldest of its ID whose time has come, or null. */
	AxiBurstRecord *due(uint64_t now)
	{
		uint64_t seen[4] = {};

		for (unsigned i = 0; i < count_; i++) {
			AxiBurstRecord &b = pool_[order_[i]];
			uint64_t bit = uint64_t{ 1 } << (b.id & 63);

			if (b.ready_at <= now && !(seen[b.id >> 6] & bit))
				return &b;
			seen[b.id >> 6] |= bit;
		}
		return nullptr;
	}

private:
	AxiBurstRecord pool_[kSlots];
	uint8_t order_[kSlots], free_[kSlots];
	unsigned count_ = 0;
};

template <class Addr, class Store>
class AxiSlave
{
public:
	AxiSlave(const AxiPins<Addr> &pins, Store &store)
		: p_(pins), store_(store)
	{
	}

	Latency latency;
	StallMode stall = kStallNone;

	void seed(uint64_t seed, uint64_t stream)
	{
		rng_ = Rng(seed, stream);
	}

	/* Nothing in flight. */
	bool idle() const
	{
		return reads_.empty() && writes_.empty();
	}

	/* Forgets what is in flight, as the other side did. */
	void reset()
	{
		reads_ = writes_ = BurstQueue();
		r_ = b_ = nullptr;
		opened_ = filled_ = 0;
		r_shown_ = b_shown_ = false;
	}

	/* While held, takes requests and answers none. */
	bool hold = false;

	void drive(uint64_t now)
	{
		bool open = !(stall & kStallBackpressure) || !rng_.chance(1, 3);

		*p_.arready = open && !reads_.full();
		*p_.awready = open && !writes_.full();
		*p_.wready = open && filled_ != opened_;
		drive_r(now);
		drive_b(now);
	}

	void sample(uint64_t now)
	{
		if (r_ && *p_.rvalid && *p_.rready)
			r_taken();
		if (b_ && *p_.bvalid && *p_.bready)
			b_taken();
		if (*p_.wvalid && *p_.wready)
			w_taken(now);
		if (*p_.arvalid && *p_.arready)
			ar_taken(now);
		if (*p_.awvalid && *p_.awready)
			aw_taken();
	}

private:
	bool held_back()
	{
		return (stall & kStallIdle) && rng_.chance(1, 3);
	}

	unsigned wait()
	{
		return latency.low == latency.high ?
			       latency.low :
			       rng_.range(latency.low, latency.high);
	}

	void drive_r(uint64_t now)
	{
		if (!r_ && !reads_.empty() && !hold) {
			r_ = reads_.due(now);
			if (r_)
				store_.read(*r_);
		}
		/* A beat once shown stays until it is taken. */
		r_shown_ = r_ && (r_shown_ || !held_back());
		*p_.rvalid = r_shown_;
		if (!r_shown_)
			return;
		*p_.rid = r_->id;
		*p_.rdata = r_->data[r_->beat];
		*p_.rresp = r_->resp;
		*p_.rlast = r_->beat + 1 == r_->beats;
	}

	void drive_b(uint64_t now)
	{
		if (!b_ && !writes_.empty() && !hold) {
			b_ = writes_.due(now);
			if (b_)
				store_.write(*b_);
		}
		b_shown_ = b_ && (b_shown_ || !held_back());
		*p_.bvalid = b_shown_;
		if (!b_shown_)
			return;
		*p_.bid = b_->id;
		*p_.bresp = b_->resp;
	}

	void r_taken()
	{
		r_shown_ = false;
		if (++r_->beat < r_->beats)
			return;
		reads_.remove(*r_);
		r_ = nullptr;
	}

	void b_taken()
	{
		b_shown_ = false;
		writes_.remove(*b_);
		b_ = nullptr;
	}

	void w_taken(uint64_t now)
	{
		AxiBurstRecord &b = *filling_[filled_ % BurstQueue::kSlots];

		b.data[b.beat] = *p_.wdata;
		b.strobes[b.beat] = *p_.wstrb;
		if (++b.beat < b.beats)
			return;
		b.ready_at = now + wait();
		filled_++;
	}

	void ar_taken(uint64_t now)
	{
		AxiBurstRecord &b = reads_.push();

		b.addr = *p_.araddr;
		b.id = *p_.arid;
		b.size = *p_.arsize;
		b.lock = p_.arlock && *p_.arlock;
		b.beats = *p_.arlen + 1;
		b.beat = 0;
		b.ready_at = now + wait();
	}

	void aw_taken()
	{
		AxiBurstRecord &b = writes_.push();

		b.addr = *p_.awaddr;
		b.id = *p_.awid;
		b.size = *p_.awsize;
		b.lock = p_.awlock && *p_.awlock;
		b.beats = *p_.awlen + 1;
		b.beat = 0;
		b.ready_at = UINT64_MAX;
		filling_[opened_++ % BurstQueue::kSlots] = &b;
	}

	AxiPins<Addr> p_;
	Store &store_;
	Rng rng_;
	BurstQueue reads_, writes_;
	AxiBurstRecord *r_ = nullptr; /* read being returned */
	AxiBurstRecord *b_ = nullptr; /* write being acknowledged */
	/* Writes whose beats are still to come, oldest first. */
	AxiBurstRecord *filling_[BurstQueue::kSlots];
	unsigned opened_ = 0, filled_ = 0;
	bool r_shown_ = false, b_shown_ = false;
};

#endif
