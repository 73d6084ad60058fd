/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Host memory behind the gate: an AXI4 slave with random latency that answers
 * IDs out of order and interleaves reads, as AXI4 lets it. It tells the
 * scoreboard of every burst and keeps every byte.
 */
#ifndef GATE_MEMORY_H
#define GATE_MEMORY_H

#include <array>
#include <deque>
#include <unordered_map>
#include <vector>

#include "request.h"

class Bench;

class Memory
{
public:
	explicit Memory(Bench &owner) : bench(owner)
	{
	}

	void drive();
	void sample();
	void after();
	uint64_t read64(uint64_t pa);

	/* Bursts not yet answered */
	unsigned outstanding() const
	{
		return reads.size() + writes.size();
	}
	/* Is a burst to a page of [first, last] not yet answered? */
	bool touches(uint64_t first, uint64_t last) const;

	unsigned latency_min = 2, latency_max = 20;
	unsigned will_accept = 100, will_respond = 100;
	unsigned error_percent = 0;
	bool stop_response = false; /* accepts, but answers nothing */
	bool stop_accept = false;
	uint64_t bursts = 0, beats = 0;

private:
	struct Burst {
		Req request;
		unsigned id;
		uint64_t pa;
		uint64_t ready; /* cycle of the earliest response */
		unsigned beat = 0;
		bool error = false;
		bool filled = false; /* write: data complete */
	};
	void take_ar();
	void take_aw();
	void take_w();
	void start_read_beat();
	void start_b();
	void store(const Burst &burst, unsigned beat, uint64_t data,
		   uint8_t strb);
	void check_stable();
	Bench &bench;
	std::deque<Burst> reads, writes;
	/* W may run ahead of AW. */
	struct Beat {
		uint64_t data;
		uint8_t strb;
		bool last;
	};
	std::deque<Beat> early;
	std::unordered_map<uint64_t, std::array<uint64_t, 512>> pages;
	bool ar_ready = false, aw_ready = false, w_ready = false;
	bool got_ar = false, got_aw = false, got_w = false;
	bool r_valid = false, b_valid = false;
	uint64_t a_last[2] = {}, ctl_last[2] = {}, w_last = 0;
	bool a_waits[2] = {}, w_waits = false;
};

#endif
