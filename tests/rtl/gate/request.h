/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * One DMA request: what the device asked, and what became of it on its way.
 * Device, memory, firmware and scoreboard share it and each fills in its part.
 */
#ifndef GATE_REQUEST_H
#define GATE_REQUEST_H

#include <cstdint>
#include <memory>
#include <vector>

constexpr uint64_t NEVER = UINT64_MAX;

enum Resp : uint8_t { OKAY = 0, EXOKAY = 1, SLVERR = 2, DECERR = 3 };

struct Request {
	/* The address phase */
	unsigned port = 0;
	bool write = false;
	uint64_t addr = 0;
	unsigned id = 0;
	unsigned len = 0;   /* beats - 1 */
	unsigned size = 3;  /* log2 of bytes a beat */
	unsigned burst = 1; /* INCR */
	bool lock = false, priv = false, exec = false;
	bool ssidv = false, atst = false, zlr = false;
	uint16_t sid = 0;
	uint32_t ssid = 0;
	/* Write data; stray_last: WLAST comes a beat early */
	std::vector<uint64_t> data;
	std::vector<uint8_t> strb;
	bool stray_last = false;

	/* Travels in AxCACHE, so memory can tell which request it sees */
	unsigned serial = 0;
	unsigned order = 0; /* counts the requests of one port and direction */

	/* Device side; times in cycles, NEVER = not yet */
	uint64_t accepted = NEVER;
	uint64_t complete = NEVER; /* all that a lookup needs is in the gate */
	uint64_t first_beat = NEVER;
	uint64_t done = NEVER;
	std::vector<uint64_t> rdata;
	std::vector<uint8_t> resp;

	/* Memory side */
	uint64_t sent = NEVER;
	uint64_t pa = 0;
	uint64_t answered = NEVER; /* memory gave its last response */
	std::vector<uint64_t> mem_data;
	std::vector<uint8_t> mem_resp;

	/* Firmware side */
	bool offered = false, blocked = false, acked = false;
	unsigned flaw = 0;

	bool is_done() const
	{
		return done != NEVER;
	}
	bool was_sent() const
	{
		return sent != NEVER;
	}
	uint64_t page() const
	{
		return addr >> 12;
	}
	/* The gate's lookup key */
	uint64_t key() const
	{
		const uint64_t source = sid | (uint64_t)atst << 38;
		if (!ssidv)
			return source;
		return source | (uint64_t)ssid << 16 | 1ULL << 36 |
		       (uint64_t)priv << 37;
	}
	bool in_fee() const
	{
		return !ssidv && addr >> 20 == 0xfee;
	}
	bool all_error() const
	{
		for (uint8_t r : resp)
			if (r != SLVERR)
				return false;
		return !resp.empty();
	}
	bool all_okay() const
	{
		for (uint8_t r : resp)
			if (r > EXOKAY)
				return false;
		return !resp.empty();
	}
};

using Req = std::shared_ptr<Request>;

#endif
