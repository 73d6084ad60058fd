/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * What a device with a shadow is told. A MAP is one whole leaf of the tables,
 * as far as the registered range goes, and meets no other; an UNMAP takes back
 * what one MAP gave; DMA goes by what was told and not acknowledged as gone;
 * and whenever the host is told that invalidations are complete, the tables,
 * what was told and what the device holds are the same.
 */
#ifndef SIM_SHADOW_CHECK_H
#define SIM_SHADOW_CHECK_H

#include <functional>
#include <map>
#include <vector>

#include "coverage.h"
#include "model.h"
#include "port_rules.h"
#include "scoreboard.h"
#include "truth.h"

class ShadowCheck final : public PortRules
{
public:
	ShadowCheck(Scoreboard &board, Truth &truth, Coverage &coverage)
		: board_(board), truth_(truth), coverage_(coverage)
	{
	}
	/*
	 * The device @sid registers for @first to @last, a last byte; @held
	 * tells what is in its memory.
	 */
	void watch(uint16_t sid, uint64_t first, uint64_t last,
		   std::function<std::vector<ShadowMapping>()> held);

	/* The device has been told of all there is. */
	bool ready() const
	{
		return ready_;
	}
	/* UNMAPs so far. */
	uint64_t unmaps() const
	{
		return unmaps_;
	}

	bool may_refuse(const DmaRequest &request) override;
	void issued(const DmaRequest &request) override;
	void engine_sends(uint64_t head) override;
	void device_sends(const uint64_t words[3]) override;
	void device_takes(const std::vector<uint64_t> &message) override;
	void completed() override;

private:
	struct Told : ShadowMapping {
		uint64_t since;
		uint8_t tag;
	};
	using Map = std::map<uint64_t, Told>;

	const Told *told_at(uint64_t iova) const;
	oracle_request request(uint64_t iova, bool write) const;
	bool piece(const oracle_result &res, uint64_t iova,
		   ShadowMapping *piece) const;
	bool says(const ShadowMapping &mapping);
	void map(uint8_t tag, const std::vector<uint64_t> &message);
	void unmap(uint8_t tag, const std::vector<uint64_t> &message);
	void lose(uint8_t tag);
	void acknowledged(const uint64_t words[3]);
	uint64_t compare_at(uint64_t iova);
	void compare_nothing(uint64_t first, uint64_t last);
	void compare_tables();
	void compare_held();

	Scoreboard &board_;
	Truth &truth_;
	Coverage &coverage_;
	uint16_t sid_ = 0;
	uint64_t first_ = 0, last_ = 0;
	std::function<std::vector<ShadowMapping>()> held_;
	Map told_;                     /* by first address */
	std::vector<Told> going_;      /* unmapped by tag, not acknowledged */
	std::map<uint8_t, bool> owed_; /* tags: whether it was delivered */
	uint64_t unmaps_ = 0;
	bool ready_ = false;
};

#endif
