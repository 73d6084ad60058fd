/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Judges every burst that leaves the gate and every response that comes back:
 * who asked, was it allowed, is each byte what was asked, in what order, and,
 * where the gate refused, was there a reason.
 */
#ifndef GATE_SCOREBOARD_H
#define GATE_SCOREBOARD_H

#include <deque>
#include <map>
#include <vector>

#include "request.h"

class Bench;

struct Arrival {
	unsigned id;
	uint64_t pa;
	unsigned len, size, burst, lock, cache, prot;
};

class Scoreboard
{
public:
	explicit Scoreboard(Bench &owner) : bench(owner)
	{
	}

	void accepted(const Req &r);
	/* A burst came out of the gate; returns whose it is. */
	Req arrived(bool write, const Arrival &a);
	void read_beat(const Req &r);
	void finished(const Req &r);
	void note_dead();

	/* A burst the gate never forwards */
	static bool bad_burst(const Request &r);
	static bool is_interrupt(const Request &r);

	uint64_t requests = 0, sent = 0, refused = 0, bytes = 0;
	/* Cycles from what a lookup needs to the address at memory */
	std::vector<unsigned> hit_latency;

private:
	void check_sent(const Request &r);
	void check_unsent(const Request &r);
	Bench &bench;
	std::map<unsigned, unsigned> last_order; /* by direction, ID */
	unsigned after_death[2] = { 1, 1 };
	bool dead = false;
};

#endif
