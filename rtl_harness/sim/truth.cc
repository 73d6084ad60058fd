/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "truth.h"

#include <algorithm>
#include <cstring>

void Truth::reset()
{
	mode_[0] = { false, 0 };
	modes_ = 1;
	changes_.clear();
	unsettled_ = ire_ = cfi_ = false;
}

void Truth::begin_mode(bool te, uint64_t rtaddr)
{
	mode_[0] = mode_[modes_ - 1];
	mode_[1] = { te, rtaddr };
	modes_ = 2;
}

void Truth::end_mode()
{
	mode_[0] = mode_[modes_ - 1];
	modes_ = 1;
}

void Truth::changed(uint64_t addr, uint64_t old)
{
	changes_.push_back({ next_++, addr, old });
}

void Truth::done(uint64_t mark)
{
	changes_.erase(
		std::remove_if(changes_.begin(), changes_.end(),
			       [mark](const Change &c) { return c.id < mark; }),
		changes_.end());
}

bool Truth::read(void *ctx, uint64_t addr, void *buf, size_t len)
{
	Truth *t = static_cast<Truth *>(ctx);

	if (!t->ignore_errors_ && t->memory_.fails(kMemTable, false, addr, len))
		return false;
	memcpy(buf, t->memory_.at(addr), len);
	/* Newest first, so that the oldest of one word is what remains. */
	for (size_t i = t->to_; i-- > t->from_;) {
		const Change &c = t->changes_[i];

		if (c.addr >= addr && c.addr + 8 <= addr + len)
			memcpy(static_cast<uint8_t *>(buf) + (c.addr - addr),
			       &c.old, 8);
	}
	return true;
}

oracle_state Truth::state(const Mode &mode)
{
	oracle_state state{};

	state.caps = caps_;
	state.memory.ctx = this;
	state.memory.read = read;
	state.rtaddr = mode.rtaddr;
	state.te = mode.te;
	state.ire = ire_;
	state.cfi = cfi_;
	state.irta = irta_;
	return state;
}

void Truth::translate(const oracle_request &req, const Mode &mode,
		      oracle_result *res)
{
	oracle_state with = state(mode);

	oracle_translate(&with, &req, res);
}

/* Tables as they are, each change undone, all of them. */
bool Truth::interrupts(uint16_t sid, uint64_t addr, uint32_t data,
		       oracle_interrupt_same *same, void *ctx)
{
	oracle_state with = state(mode_[modes_ - 1]);
	struct oracle_interrupt res;

	for (size_t i = 0; i <= changes_.size() + 1; i++) {
		bool all = i == changes_.size() + 1;

		from_ = all || !i ? 0 : i - 1;
		to_ = all ? changes_.size() : i;
		if (oracle_interrupt_accepts(&with, sid, addr, data, same, ctx,
					     &res))
			return true;
	}
	return false;
}

void Truth::now(const oracle_request &req, oracle_result *res)
{
	from_ = to_ = 0;
	translate(req, mode_[modes_ - 1], res);
}

/*
 * Memory as it is, then with each single change undone, then with all of
 * them: a walk passes few words, so two changes on one path are rare and
 * covered by the last.
 */
template <class Look>
bool Truth::any_change(Look look)
{
	for (unsigned m = modes_; m-- > 0;) {
		oracle_state with = state(mode_[m]);

		from_ = to_ = 0;
		if (look(with))
			return true;
		for (size_t i = 0; i < changes_.size(); i++) {
			from_ = i;
			to_ = i + 1;
			if (look(with))
				return true;
		}
		from_ = 0;
		to_ = changes_.size();
		if (look(with))
			return true;
	}
	return false;
}

template <class Look>
bool Truth::any_reading(Look look)
{
	if (any_change(look))
		return true;
	if (!unsettled_)
		return false;
	ignore_errors_ = true;
	bool found = any_change(look);
	ignore_errors_ = false;
	return found;
}

template <class Test>
bool Truth::any(const oracle_request &req, Test test)
{
	return any_reading([&](const oracle_state &with) {
		oracle_result res;

		oracle_translate(&with, &req, &res);
		return test(res);
	});
}

bool Truth::may(const oracle_request &req,
		const std::function<bool(const oracle_result &)> &test)
{
	return any(req, test);
}

bool Truth::answers(const oracle_request &req, bool no_write,
		    const AtsTest &test)
{
	return any_reading([&](const oracle_state &with) {
		struct oracle_ats res;

		oracle_ats(&with, &req, no_write, &res);
		return test(res);
	});
}

bool Truth::permits(const oracle_request &req, uint64_t addr)
{
	return any(req, [addr](const oracle_result &res) {
		return res.outcome == ORACLE_PASS && res.addr == addr;
	});
}

bool Truth::may_stop(const oracle_request &req)
{
	return any(req, [](const oracle_result &res) {
		return res.outcome != ORACLE_PASS;
	});
}

bool Truth::may_be(const oracle_request &req, oracle_outcome outcome)
{
	return any(req, [outcome](const oracle_result &res) {
		return res.outcome == outcome;
	});
}

bool Truth::marked(const oracle_request &req)
{
	oracle_result res;

	if (changing())
		return true;
	now(req, &res);
	for (unsigned i = 0; res.outcome == ORACLE_PASS && i < res.steps; i++)
		if (~res.step[i].value[0] & res.step[i].must)
			return false;
	return true;
}
