/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The harness's end of the messages between devices and the engine
 * (vtd_gate.def, Messages): hands in those of device models and keeps what
 * comes out until somebody takes it.
 */
#ifndef SIM_MSG_BUS_H
#define SIM_MSG_BUS_H

#include <array>
#include <cstdint>
#include <deque>
#include <vector>

#include "verilated.h"

/* Pins of sim_top; data is six words of 32 bits, the lowest first. */
struct MsgPins {
	struct Up {
		CData *valid;
		const CData *ready;
		EData *data;
	} up[2];
	const CData *valid;
	CData *ready;
	const QData *data;
	const CData *first, *last;
};

enum MsgStream { kMsgPosted, kMsgRequests };

class MsgBus
{
public:
	using Message = std::array<uint64_t, 3>;

	explicit MsgBus(const MsgPins &pins) : p_(pins)
	{
	}

	/* No word is taken out of the block. */
	bool held = false;

	/*
	 * Shows @message on a stream from the next cycle on, until taken() or
	 * withdraw(); one at a time.
	 */
	void offer(MsgStream stream, const Message &message);
	bool taken() const
	{
		return !offered_;
	}
	void withdraw()
	{
		offered_ = false;
	}

	/* Messages to devices, each a head and what belongs to it. */
	std::deque<std::vector<uint64_t>> out;

	void reset();
	void drive();
	void sample();

private:
	static constexpr size_t kKept = 1024; /* messages */

	MsgPins p_;
	Message message_{};
	MsgStream stream_ = kMsgPosted;
	bool offered_ = false;
	std::vector<uint64_t> coming_;
};

#endif
