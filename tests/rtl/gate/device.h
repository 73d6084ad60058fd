/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * A DMA device on one port: an AXI4 master whose every channel can idle, hold
 * back, or stop, and that checks what AXI promises it: order per ID, beats per
 * burst, payload stable while it waits.
 */
#ifndef GATE_DEVICE_H
#define GATE_DEVICE_H

#include <deque>

#include "request.h"

class Bench;

class Device
{
public:
	Device(Bench &bench, unsigned port);

	/* Queues a request; the short forms fill in this port's defaults. */
	Req submit(Req request);
	Req read(uint64_t addr, unsigned beats = 1, unsigned id = 0);
	Req write(uint64_t addr, unsigned beats = 1, unsigned id = 0);
	/* A four-byte write, as an interrupt request is one. */
	Req write32(uint64_t addr, uint32_t value, unsigned id = 0);
	/* A request to be changed before submit(). */
	Req make(bool write, uint64_t addr, unsigned beats, unsigned id);

	/* Before and after the clock edge. */
	void drive();
	void sample();
	void after();

	/* Has this device stalled W, R or B for STALL_CYCLES by now? */
	bool held_long_enough() const
	{
		return longest_hold >= STALL_CYCLES;
	}
	bool quiet() const
	{
		return isolated || (queue[0].empty() && queue[1].empty() &&
				    live[0].empty() && live[1].empty() &&
				    !asking[0] && !asking[1]);
	}
	unsigned outstanding() const
	{
		return live[0].size() + live[1].size();
	}
	unsigned queued(bool write) const
	{
		return queue[write].size();
	}

	/* Behaviour, in percent of cycles a channel is willing */
	unsigned will_address = 100, will_data = 100, will_take = 100;
	/* A stopped channel does not move until released. */
	bool stop_w = false, stop_r = false, stop_b = false;
	/* W stops when this many more beats went; -1: never. */
	int stop_w_after = -1, stop_r_after = -1;
	/* The gate has cut this port off, so nothing more is owed to it. */
	bool isolated = false;

	uint16_t sid;
	/* Requests in the gate, oldest first: reads, writes */
	std::deque<Req> live[2];

private:
	void take_r();
	void take_b();
	void drive_w();
	Bench &bench;
	unsigned port;
	unsigned order[2] = { 0, 0 };
	std::deque<Req> queue[2]; /* to be asked */
	Req asking[2];
	std::deque<Req> to_send; /* writes whose data is owed, in order */
	unsigned beat = 0;
	bool w_valid = false, r_ready = false, b_ready = false;
	bool got_a[2] = {}, got_w = false, got_r = false, got_b = false;
	/* R and B as seen last, to see that they stay while we wait */
	bool r_waits = false, b_waits = false, w_owed = false;
	unsigned held[3] = {}, longest_hold = 0;
	uint64_t r_data = 0, r_ctl = 0, b_ctl = 0;
	uint64_t cur_data = 0, cur_rctl = 0, cur_bctl = 0;
};

#endif
