/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * What a device may reach right now, by the oracle's reading of the tables
 * in memory. While the host changes something and the invalidation for it
 * has not completed, both the old and the new are right; every change is
 * kept as the word it replaced until then.
 */
#ifndef SIM_TRUTH_H
#define SIM_TRUTH_H

#include <cstdint>
#include <functional>
#include <vector>

#include "host_memory.h"
#include "oracle/oracle.h"

class Truth
{
public:
	explicit Truth(HostMemory &memory) : memory_(memory)
	{
	}

	void caps(uint64_t cap, uint64_t ecap, unsigned haw)
	{
		oracle_caps_from(&caps_, cap, ecap, haw);
	}
	const oracle_caps &caps() const
	{
		return caps_;
	}

	/* As after a reset: pass-through, nothing in flight. */
	void reset();

	/* TES or the root pointer change somewhere between these two. */
	void begin_mode(bool te, uint64_t rtaddr);
	void end_mode();

	/* A table word changes from @old; call before it is stored. */
	void changed(uint64_t addr, uint64_t old);
	/* Names everything changed so far; done() when invalidated. */
	uint64_t mark() const
	{
		return next_;
	}
	/* Invalidations for all changes before @mark have completed. */
	void done(uint64_t mark);
	bool changing_mode() const
	{
		return modes_ > 1;
	}
	/* RTADDR.TTM */
	bool scalable() const
	{
		return (mode_[modes_ - 1].rtaddr >> 10 & 3) == 1;
	}
	bool changing() const
	{
		return !changes_.empty() || modes_ > 1 || unsettled_;
	}

	/*
	 * Table reads begin or cease to fail: until settle() readings with
	 * and without the failure are both right, as caches may hold what
	 * cannot be read any more.
	 */
	void unsettle()
	{
		unsettled_ = true;
	}
	void settle()
	{
		unsettled_ = false;
	}

	/* As things are in memory, newest mode. */
	void now(const oracle_request &req, oracle_result *res);

	/* Whether some permissible reading lets @req out at @addr. */
	bool permits(const oracle_request &req, uint64_t addr);

	/* Whether some permissible reading ends in another way than PASS. */
	bool may_stop(const oracle_request &req);

	/* Whether some permissible reading has this @outcome. */
	bool may_be(const oracle_request &req, oracle_outcome outcome);

	/* Whether some permissible reading ends as @test likes it. */
	bool may(const oracle_request &req,
		 const std::function<bool(const oracle_result &)> &test);

	/*
	 * Whether some permissible reading gives a translation request an
	 * answer that @test likes.
	 */
	using AtsTest = std::function<bool(const struct oracle_ats &)>;
	bool answers(const oracle_request &req, bool no_write,
		     const AtsTest &test);

	/* Interrupts are remapped by the table at @irta, as IRTA has it. */
	void remap(uint64_t irta, bool compatibility)
	{
		ire_ = true;
		irta_ = irta;
		cfi_ = compatibility;
	}
	/* Whether some permissible reading of an interrupt satisfies @same. */
	bool interrupts(uint16_t sid, uint64_t addr, uint32_t data,
			oracle_interrupt_same *same, void *ctx);

	/*
	 * Whether all accessed and dirty bits that @req has to set are set; no
	 * answer (true) while anything changes.
	 */
	bool marked(const oracle_request &req);

private:
	struct Change {
		uint64_t id, addr, old;
	};
	struct Mode {
		bool te;
		uint64_t rtaddr;
	};

	template <class Test>
	bool any(const oracle_request &req, Test test);
	template <class Look>
	bool any_reading(Look look);
	template <class Look>
	bool any_change(Look look);
	void translate(const oracle_request &req, const Mode &mode,
		       oracle_result *res);
	static bool read(void *ctx, uint64_t addr, void *buf, size_t len);

	oracle_state state(const Mode &mode);

	HostMemory &memory_;
	uint64_t irta_ = 0;
	bool ire_ = false, cfi_ = false;
	oracle_caps caps_{};
	Mode mode_[2] = { { false, 0 }, { false, 0 } };
	unsigned modes_ = 1; /* the newest is mode_[modes_ - 1] */
	std::vector<Change> changes_;
	uint64_t next_ = 0;
	/* Changes that read() undoes: [from_, to_) of changes_. */
	size_t from_ = 0, to_ = 0;
	bool unsettled_ = false, ignore_errors_ = false;
};

#endif
