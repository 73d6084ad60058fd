/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * A device whose every request is made by hand: an AXI4 master on the last
 * DMA port with all sidebands, legal or not, that can also stop taking part
 * in the middle of a burst.
 */
#ifndef SIM_BFM_H
#define SIM_BFM_H

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "axi.h"
#include "rng.h"

struct BfmPins {
	AxiPins<QData> axi;
	CData *awprot, *awlock, *awcache, *arprot, *arlock, *arcache;
	SData *awsid, *arsid;
	IData *awssid, *arssid;
	CData *awssidv, *arssidv, *awatst, *aratst, *arzlr;
};

constexpr unsigned kNever = UINT32_MAX;

struct BfmRequest {
	bool write = false;
	uint64_t addr = 0;
	unsigned beats = 1;
	unsigned size = 3; /* log2 of bytes a beat */
	AxiBurst burst = kAxiIncr;
	uint8_t id = 0, prot = 0, cache = 3;
	bool lock = false, zlr = false;
	uint16_t sid = 0;
	bool ssidv = false, atst = false;
	uint32_t ssid = 0;
	std::vector<uint64_t> data;   /* writes: one word a beat, in lanes */
	std::vector<uint8_t> strobes; /* writes: one a beat */

	/* Misbehaviour: beats after which W or R stops; B never taken. */
	unsigned stop_w = kNever, stop_r = kNever;
	bool stop_b = false;

	uint64_t number = 0; /* in the order of submit() */

	/* The answer. */
	bool done = false;
	uint8_t resp = kAxiOkay;            /* the worst of all beats */
	uint64_t started = 0, finished = 0; /* cycles: address taken, answer */
	std::vector<uint64_t> got;          /* reads: one word a beat */
};

using BfmHandle = std::shared_ptr<BfmRequest>;

/* One access of @len bytes inside an 8-byte word or of whole words. */
BfmRequest bfm_read(uint16_t sid, uint64_t addr, unsigned len);
BfmRequest bfm_write(uint16_t sid, uint64_t addr, const void *data,
		     unsigned len);

/* The @len bytes that a finished bfm_read() brought. */
void bfm_data(const BfmRequest &request, void *out, unsigned len);

class Bfm
{
public:
	explicit Bfm(const BfmPins &pins) : p_(pins)
	{
	}

	/* W held back at random (idle), R and B not taken (back-pressure). */
	StallMode stall = kStallNone;
	Rng rng;

	/* Addresses leave in the order of submit(), whatever the direction. */
	bool in_order = false;

	/* Queues a request; reads and writes each keep their order. */
	BfmHandle submit(BfmRequest request);

	bool idle() const
	{
		return !active_;
	}

	/* Every request has reached the port with all its beats. */
	bool delivered() const
	{
		return writes_.waiting.empty() && reads_.waiting.empty() &&
		       w_queue_.empty();
	}

	/* Forgets everything, as a reset of the device would. */
	void reset();

	void drive();
	void sample(uint64_t now);

private:
	struct Side {
		std::deque<BfmHandle> waiting; /* address not yet taken */
		std::deque<BfmHandle> flying;  /* answer not yet complete */
	};

	bool held(StallMode kind)
	{
		return (stall & kind) && rng.chance(1, 3);
	}
	void drive_write();
	void drive_read();
	void sample_aw(uint64_t now);
	void sample_ar(uint64_t now);
	void sample_w();
	void sample_b(uint64_t now);
	void sample_r(uint64_t now);
	bool first(const Side &side, const Side &other) const;
	bool may_take_b() const;
	bool may_take_r() const;

	BfmPins p_;
	Side reads_, writes_;
	std::deque<BfmHandle> w_queue_; /* beats still to be sent */
	uint64_t submitted_ = 0;
	unsigned w_beat_ = 0;
	bool active_ = false, w_shown_ = false;
};

#endif
