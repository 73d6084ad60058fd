/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "shadow_check.h"

#include <algorithm>
#include <cinttypes>

#include "bits.h"
#include "gen/vtd_gate.h"
#include "lib/tables.h"

static constexpr uint64_t kRead = 1, kWrite = 2, kPage = 4096;
/* The device's look-up may end so much later than it began. */
static constexpr uint64_t kLookUp = 64;

#define MAPPING_FMT     "%" PRIx64 " to %" PRIx64 " at %" PRIx64 " perm %u"
#define MAPPING_ARGS(m) (m).first, (m).last, (m).host, (m).perm

static bool same(const ShadowMapping &a, const ShadowMapping &b)
{
	return a.first == b.first && a.last == b.last && a.host == b.host &&
	       a.perm == b.perm;
}

void ShadowCheck::watch(uint16_t sid, uint64_t first, uint64_t last,
			std::function<std::vector<ShadowMapping>()> held)
{
	sid_ = sid;
	first_ = first;
	last_ = last;
	held_ = std::move(held);
}

const ShadowCheck::Told *ShadowCheck::told_at(uint64_t iova) const
{
	auto it = told_.upper_bound(iova);

	if (it == told_.begin() || (--it)->second.last < iova)
		return nullptr;
	return &it->second;
}

/* ---- DMA ----------------------------------------------------------------- */

static unsigned need_of(const DmaRequest &r)
{
	return r.lock ? kRead | kWrite : r.write ? kWrite : kRead;
}

static bool leads(const ShadowMapping &m, const DmaRequest &r)
{
	return r.addr >= m.first && r.addr <= m.last &&
	       r.pa == m.host + (r.addr - m.first) && !(need_of(r) & ~m.perm);
}

/* Its tables are what it was told. */
bool ShadowCheck::may_refuse(const DmaRequest &r)
{
	const Told *t = told_at(r.addr);

	return !ready_ || !t || need_of(r) & ~t->perm ||
	       t->since + kLookUp >= r.arrived;
}

void ShadowCheck::issued(const DmaRequest &r)
{
	const Told *t = told_at(r.addr);

	if (t && leads(*t, r)) {
		coverage_.hit(kCover_shadow_used);
		if (owed_.count(t->tag))
			coverage_.hit(kCover_map_unacked);
		return;
	}
	for (const Told &g : going_)
		if (leads(g, r))
			return;
	board_.fail(REQUEST_FMT ": at %" PRIx64 ", which the device was not "
				"told",
		    REQUEST_ARGS(r), r.pa);
}

/* ---- What the tables say ------------------------------------------------- */

oracle_request ShadowCheck::request(uint64_t iova, bool write) const
{
	oracle_request q{};

	q.sid = sid_;
	q.addr = iova;
	q.kind = write ? ORACLE_WRITE : ORACLE_READ;
	return q;
}

/* The leaf that @iova is in, as far as it was asked for; if there is one. */
bool ShadowCheck::piece(const oracle_result &res, uint64_t iova,
			ShadowMapping *p) const
{
	if (res.outcome != ORACLE_PASS)
		return false;
	p->first = first_;
	p->last = last_;
	if (res.page_size) {
		uint64_t begin = iova & ~(res.page_size - 1);

		p->first = std::max(first_, begin);
		p->last = std::min(last_, begin + res.page_size - 1);
	}
	p->host = res.addr - (iova - p->first);
	p->perm = res.may_read * kRead | res.may_write * kWrite;
	if (!res.page_size)
		p->perm = kRead | kWrite;
	return true;
}

/* Whether some reading of the tables has @mapping. */
bool ShadowCheck::says(const ShadowMapping &m)
{
	oracle_request q = request(m.first, !(m.perm & kRead));

	return truth_.may(q, [&](const oracle_result &res) {
		ShadowMapping p;

		return piece(res, m.first, &p) && same(p, m);
	});
}

/* ---- What it is told ----------------------------------------------------- */

void ShadowCheck::map(uint8_t tag, const std::vector<uint64_t> &m)
{
	Told t{};

	t.first = m[1] & ~(kPage - 1);
	t.perm = m[1] & (kRead | kWrite);
	t.last = m[2];
	t.host = m[3];
	t.since = board_.now;
	t.tag = tag;
	auto next = told_.upper_bound(t.last);
	if (next != told_.begin() && std::prev(next)->second.last >= t.first)
		board_.fail("shadow: MAP of " MAPPING_FMT " over " MAPPING_FMT,
			    MAPPING_ARGS(t),
			    MAPPING_ARGS(std::prev(next)->second));
	if (!says(t))
		board_.fail("shadow: MAP of " MAPPING_FMT
			    ", which the tables do not say",
			    MAPPING_ARGS(t));
	if (t.last == last_ && (last_ + 1) & (TABLES_PAGE_1G - 1))
		coverage_.hit(kCover_shadow_cropped);
	told_[t.first] = t;
	coverage_.hit(kCover_shadow_map);
}

void ShadowCheck::unmap(uint8_t tag, const std::vector<uint64_t> &m)
{
	auto it = told_.find(m[1] & ~(kPage - 1));

	if (it == told_.end() || it->second.last != m[2]) {
		board_.fail("shadow: UNMAP of %" PRIx64 " to %" PRIx64
			    ", which was not told",
			    m[1], m[2]);
		return;
	}
	coverage_.hit(kCover_shadow_unmap);
	unmaps_++;
	going_.push_back(it->second);
	going_.back().tag = tag;
	told_.erase(it);
}

void ShadowCheck::lose(uint8_t tag)
{
	for (auto &[first, told] : told_) {
		going_.push_back(told);
		going_.back().tag = tag;
	}
	told_.clear();
	ready_ = false;
}

/* Three words at most follow the head: what is short has zeros. */
void ShadowCheck::device_takes(const std::vector<uint64_t> &message)
{
	std::vector<uint64_t> m = message;
	uint8_t tag = field(m[0], GATE_WORK0_TAG);
	unsigned what = field(m[0], GATE_WORK0_MSG);

	m.resize(4);
	if (what == GATE_MSG_OUT_CLIENT_STATE) {
		ready_ = field(m[0], GATE_WORK0_STATUS) ==
			 GATE_CLIENT_STATUS_READY;
		return;
	}
	auto owed = owed_.find(tag);
	if (owed == owed_.end() || owed->second) {
		board_.fail("shadow: message %u comes, which was not sent",
			    tag);
		return;
	}
	owed->second = true;
	if (what == GATE_MSG_OUT_CLIENT_MAP)
		map(tag, m);
	else if (what == GATE_MSG_OUT_CLIENT_UNMAP)
		unmap(tag, m);
	else
		lose(tag);
}

/* ---- Acknowledgements ---------------------------------------------------- */

void ShadowCheck::engine_sends(uint64_t head)
{
	unsigned what = field(head, GATE_WORK0_MSG);

	if (field(head, GATE_WORK0_SID) != sid_ ||
	    (what != GATE_MSG_OUT_CLIENT_MAP &&
	     what != GATE_MSG_OUT_CLIENT_UNMAP &&
	     what != GATE_MSG_OUT_CLIENT_LOST))
		return;
	if (what == GATE_MSG_OUT_CLIENT_LOST)
		board_.fail("shadow: the device is lost");
	uint8_t tag = field(head, GATE_WORK0_TAG);
	if (!owed_.emplace(tag, false).second)
		board_.fail("shadow: message %u sent, and one before it is not "
			    "acknowledged",
			    tag);
}

void ShadowCheck::acknowledged(const uint64_t words[3])
{
	uint8_t tag = field(words[0], GATE_WORK0_TAG);
	auto owed = owed_.find(tag);

	if (owed == owed_.end() || !owed->second)
		board_.fail("shadow: message %u acknowledged, which did not "
			    "come",
			    tag);
	else if (words[1] & GATE_WORK1_CLIENT_REFUSED)
		board_.fail("shadow: message %u refused", tag);
	owed_.erase(tag);
	going_.erase(
		std::remove_if(going_.begin(), going_.end(),
			       [tag](const Told &g) { return g.tag == tag; }),
		going_.end());
}

void ShadowCheck::device_sends(const uint64_t words[3])
{
	if (field(words[0], GATE_WORK0_MSG) == GATE_MSG_IN_CLIENT_ACK)
		acknowledged(words);
}

/* ---- At the end of invalidations ----------------------------------------- */

void ShadowCheck::compare_nothing(uint64_t first, uint64_t last)
{
	auto next = told_.upper_bound(last);

	if (next != told_.begin() && std::prev(next)->second.last >= first)
		board_.fail("shadow: told " MAPPING_FMT
			    ", and nothing is mapped from %" PRIx64
			    " to %" PRIx64,
			    MAPPING_ARGS(std::prev(next)->second), first, last);
}

/* Returns the last address that it has compared. */
uint64_t ShadowCheck::compare_at(uint64_t iova)
{
	oracle_result res;
	ShadowMapping p;

	for (bool write : { false, true }) {
		truth_.now(request(iova, write), &res);
		if (!piece(res, iova, &p))
			continue;
		const Told *t = told_at(iova);
		if (!t || !same(*t, p))
			board_.fail("shadow: " MAPPING_FMT
				    " is mapped, and was not told",
				    MAPPING_ARGS(p));
		return p.last;
	}
	unsigned level = res.steps ? res.step[res.steps - 1].level : 0;
	uint64_t last = level ? iova | ((kPage << 9 * (level - 1)) - 1) : last_;
	compare_nothing(iova, std::min(last, last_));
	return last;
}

void ShadowCheck::compare_tables()
{
	uint64_t at = first_;

	while (at <= last_ && board_.ok())
		at = compare_at(at) + 1;
}

void ShadowCheck::compare_held()
{
	std::vector<ShadowMapping> held = held_();
	bool equal = held.size() == told_.size();
	size_t i = 0;

	for (auto it = told_.begin(); equal && it != told_.end(); ++it)
		equal = same(held[i++], it->second);
	if (!equal)
		board_.fail("shadow: the device holds %zu mappings, told were "
			    "%zu, and they differ",
			    held.size(), told_.size());
}

void ShadowCheck::completed()
{
	if (!ready_)
		return;
	if (!owed_.empty())
		board_.fail("shadow: a wait is over, and message %u is not "
			    "acknowledged",
			    owed_.begin()->first);
	compare_tables();
	compare_held();
	coverage_.hit(kCover_shadow_compared);
}
