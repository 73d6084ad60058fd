/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "ats_check.h"

#include <algorithm>
#include <cinttypes>

#include "bits.h"
#include "gen/vtd_gate.h"

/* A translation as PCIe ATS has it. */
static constexpr uint64_t kRead = 1, kWrite = 2, kSize = 1 << 11,
			  kBits = 0xfff & ~kSize;
static constexpr uint64_t kPage = 4096, kInterruptRange = 0xfee00000;

/* The lowest 0 of the address says how large it is. */
static uint64_t size_of(uint64_t word)
{
	uint64_t addr = word & ~(kPage - 1);

	return word & kSize ? 2 * (~addr & ((addr | (kPage - 1)) + 1)) : kPage;
}

/* Where it puts the page at @iova. */
static uint64_t host_of(uint64_t word, uint64_t iova)
{
	uint64_t below = size_of(word) - 1;

	return ((word & ~below) | (iova & below)) & ~(kPage - 1);
}

/* What passes through has no page; an address of an interrupt is in none. */
static bool fits(uint64_t word, uint64_t iova, const struct oracle_ats &a)
{
	uint64_t size = size_of(word);

	if ((word & kBits) != a.bits)
		return false;
	if (!(word & (kRead | kWrite)))
		return true;
	if (a.page_size ? size > a.page_size :
			  !((iova ^ kInterruptRange) & ~(size - 1)))
		return false;
	return host_of(word, iova) == a.addr;
}

/* ---- Requests and answers ------------------------------------------------ */

/* Of this device, a request that the tables allow is one that ATS allows. */
bool AtsCheck::may_refuse(const DmaRequest &r)
{
	uint64_t need = r.lock ? kRead | kWrite : r.write ? kWrite : kRead;
	oracle_request q = r.oracle();

	return truth_.answers(q, no_write_ && !(need & kWrite),
			      [&](const struct oracle_ats &a) {
				      return a.status != ORACLE_ATS_SUCCESS ||
					     need & ~a.bits;
			      });
}

void AtsCheck::ask(uint8_t tag, const uint64_t words[3])
{
	Asked a{};

	a.request.sid = sid_;
	a.request.has_pasid = words[0] & GATE_WORK0_SSIDV;
	a.request.pasid = field(words[0], GATE_WORK0_SSID);
	a.request.addr = words[1] & GATE_WORK1_MSG_ADDR;
	a.no_write = words[1] & GATE_WORK1_ATS_NW;
	a.count = field(words[1], GATE_WORK1_ATS_COUNT) + 1;
	if (!asked_.emplace(tag, a).second)
		board_.fail("ATS: request %u sent twice", tag);
}

/* While TES changes, answers of before come after. */
void AtsCheck::keep(Asked &asked)
{
	auto note = [&](const struct oracle_ats &a) {
		bool gives = a.bits & (kRead | kWrite);
		auto same = [&](const Answer &k) {
			return k.status == a.status && k.bits == a.bits &&
			       k.addr == a.addr;
		};

		if ((!gives || truth_.changing_mode()) &&
		    std::none_of(asked.kept.begin(), asked.kept.end(), same))
			asked.kept.push_back(
				{ a.addr, a.page_size, a.bits, a.status });
		return false;
	};

	truth_.answers(asked.request, asked.no_write, note);
}

void AtsCheck::reading_ends()
{
	for (auto &[tag, asked] : asked_)
		keep(asked);
}

bool AtsCheck::first_is_right(const Asked &asked, unsigned status,
			      uint64_t word)
{
	uint64_t iova = asked.request.addr;
	auto right = [&](const struct oracle_ats &a) {
		return a.status == status &&
		       (status != ORACLE_ATS_SUCCESS || fits(word, iova, a));
	};

	if (truth_.answers(asked.request, asked.no_write, right))
		return true;
	for (const Answer &k : asked.kept) {
		struct oracle_ats a {
		};

		a.addr = k.addr;
		a.page_size = k.page_size;
		a.bits = k.bits;
		a.status = k.status;
		if (right(a))
			return true;
	}
	return false;
}

/* Each is of the pages behind those of the one before. */
void AtsCheck::check_more(const Asked &asked, const uint64_t *words, size_t n)
{
	oracle_request q = asked.request;

	for (size_t i = 1; i < n; i++) {
		uint64_t size = size_of(words[i - 1]);

		q.addr = (q.addr & ~(size - 1)) + size;
		auto right = [&](const struct oracle_ats &a) {
			return a.status == ORACLE_ATS_SUCCESS &&
			       fits(words[i], q.addr, a);
		};
		if (!truth_.answers(q, asked.no_write, right))
			board_.fail("ATS: translation %zu, of %" PRIx64
				    ", is %" PRIx64 ", which the tables do "
				    "not say",
				    i, q.addr, words[i]);
	}
}

void AtsCheck::cover(unsigned status, uint64_t word, size_t words)
{
	if (status != ORACLE_ATS_SUCCESS)
		coverage_.hit(kCover_ats_error);
	else if (!(word & (kRead | kWrite)))
		coverage_.hit(kCover_ats_nothing);
	else
		coverage_.hit(kCover_ats_answer);
	if (words > 1)
		coverage_.hit(kCover_ats_many);
	if (words && word & (kRead | kWrite) && word & kSize)
		coverage_.hit(kCover_ats_superpage);
}

void AtsCheck::answer(const std::vector<uint64_t> &m)
{
	unsigned status = field(m[0], GATE_WORK0_STATUS);
	auto it = asked_.find(field(m[0], GATE_WORK0_TAG));
	size_t n = m.size() - 1;
	uint64_t word = n ? m[1] : 0;

	if (it == asked_.end()) {
		board_.fail("ATS: an answer to no request, %" PRIx64, m[0]);
		return;
	}
	const Asked &a = it->second;
	cover(status, word, n);
	if (n > a.count || !n != (status != ORACLE_ATS_SUCCESS))
		board_.fail("ATS: %zu translations, %u asked for, status %u", n,
			    a.count, status);
	else if (!first_is_right(a, status, word))
		board_.fail("ATS: translation of %" PRIx64
			    " PASID %x is %" PRIx64
			    " status %u, which the tables do not say",
			    a.request.addr, a.request.pasid, word, status);
	check_more(a, m.data() + 1, n);
	asked_.erase(it);
}

/* ---- Invalidations ------------------------------------------------------- */

void AtsCheck::engine_sends(uint64_t head)
{
	if (field(head, GATE_WORK0_MSG) != GATE_MSG_OUT_INV_REQ)
		return;
	unsigned tag = field(head, GATE_WORK0_TAG) % tags_.size();
	if (tags_[tag] != Tag::Free)
		board_.fail("ATS: ITag %u sent while it is in use", tag);
	tags_[tag] = Tag::Sent;
	invalidations_++;
}

void AtsCheck::invalidate(uint8_t tag)
{
	if (tag >= tags_.size() || tags_[tag] != Tag::Sent)
		board_.fail("ATS: ITag %u comes, which was not sent", tag);
	else
		tags_[tag] = Tag::Delivered;
}

void AtsCheck::done(uint64_t tags)
{
	if (tags & (tags - 1))
		coverage_.hit(kCover_inv_many);
	for (unsigned i = 0; i < tags_.size(); i++) {
		if (!(tags >> i & 1))
			continue;
		if (tags_[i] != Tag::Delivered)
			board_.fail("ATS: ITag %u done, which did not come", i);
		tags_[i] = Tag::Free;
	}
}

void AtsCheck::completed()
{
	for (unsigned i = 0; i < tags_.size(); i++)
		if (tags_[i] != Tag::Free)
			board_.fail("ATS: a wait is over, and ITag %u is not "
				    "done",
				    i);
}

/* ---- Messages ------------------------------------------------------------ */

void AtsCheck::device_sends(const uint64_t words[3])
{
	switch (field(words[0], GATE_WORK0_MSG)) {
	case GATE_MSG_IN_ATS_REQ:
		ask(field(words[0], GATE_WORK0_TAG), words);
		break;
	case GATE_MSG_IN_INV_DONE:
		done(words[1] & GATE_WORK1_ITAGS);
		break;
	}
}

void AtsCheck::device_takes(const std::vector<uint64_t> &m)
{
	switch (field(m[0], GATE_WORK0_MSG)) {
	case GATE_MSG_OUT_ATS_CPL:
		answer(m);
		break;
	case GATE_MSG_OUT_INV_REQ:
		invalidate(field(m[0], GATE_WORK0_TAG));
		break;
	}
}

void AtsCheck::finish()
{
	if (!asked_.empty())
		board_.fail("ATS: %zu requests are never answered",
			    asked_.size());
	completed();
}
