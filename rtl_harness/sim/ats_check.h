/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * What messages of ATS have to say. Each answer to a translation request is
 * the oracle's for some reading of the tables that is right when it comes; an
 * invalidation is sent, delivered, done, in this order, before the host is
 * told that it is complete.
 */
#ifndef SIM_ATS_CHECK_H
#define SIM_ATS_CHECK_H

#include <array>
#include <map>
#include <vector>

#include "coverage.h"
#include "port_rules.h"
#include "scoreboard.h"
#include "truth.h"

class AtsCheck final : public PortRules
{
public:
	AtsCheck(Scoreboard &board, Truth &truth, Coverage &coverage)
		: board_(board), truth_(truth), coverage_(coverage)
	{
	}
	/* @no_write: the device's reads ask for no write permission. */
	void watch(uint16_t sid, bool no_write)
	{
		sid_ = sid;
		no_write_ = no_write;
	}

	bool may_refuse(const DmaRequest &request) override;
	void reading_ends() override;
	void engine_sends(uint64_t head) override;
	void device_sends(const uint64_t words[3]) override;
	void device_takes(const std::vector<uint64_t> &message) override;
	void completed() override;
	/* Nothing is under way any more. */
	void finish();
	/* Invalidations sent so far. */
	uint64_t invalidations() const
	{
		return invalidations_;
	}

private:
	/* The first translation of an answer, or why there is none. */
	struct Answer {
		uint64_t addr, page_size;
		uint16_t bits;
		uint8_t status;
	};
	struct Asked {
		oracle_request request;
		bool no_write;
		unsigned count;
		/* Right once, not to be taken back by an invalidation. */
		std::vector<Answer> kept;
	};
	enum class Tag : uint8_t { Free, Sent, Delivered };

	void ask(uint8_t tag, const uint64_t words[3]);
	void answer(const std::vector<uint64_t> &message);
	bool first_is_right(const Asked &asked, unsigned status, uint64_t word);
	void check_more(const Asked &asked, const uint64_t *words, size_t n);
	void cover(unsigned status, uint64_t word, size_t words);
	void keep(Asked &asked);
	void invalidate(uint8_t tag);
	void done(uint64_t tags);

	Scoreboard &board_;
	Truth &truth_;
	Coverage &coverage_;
	uint16_t sid_ = 0;
	bool no_write_ = false;
	std::map<uint8_t, Asked> asked_;
	std::array<Tag, 32> tags_{};
	uint64_t invalidations_ = 0;
};

#endif
