/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Caching device: what it asks for, what it keeps, how misses end. */
#include "dma_atc_bench.h"

constexpr uint64_t PAGE = 0x7654321000;

static bool ok(const Access &a)
{
	return a.done && !a.failed && a.sent_translated;
}

TEST(switched_off_it_passes_everything)
{
	Atc b(0);
	Access &r = b.read(PAGE, 3), &w = b.write(PAGE, 7);

	b.wait_all();
	CHECK(!r.failed && r.host == r.addr && !r.sent_translated);
	CHECK(!w.failed && w.host == w.addr && !w.sent_translated);
	b.invalidate(3, PAGE);
	b.run(50);
	CHECK(b.requests.empty() && !b.done_messages);
	CHECK_EQ(b.get(STRANGE), 1);
}

TEST(other_sources_and_host_addresses_pass)
{
	Atc b;
	Access &other = b.read(PAGE), &translated = b.write(PAGE);

	other.sid = 0x0300;
	translated.translated = true;
	b.wait_all();
	CHECK(!other.sent_translated && other.host == other.addr);
	CHECK(translated.sent_translated && translated.host == translated.addr);
	CHECK(b.requests.empty());
}

TEST(one_request_serves_a_page)
{
	Atc b;

	b.map(PAGE);
	Access &a = b.read(PAGE, 3);
	b.wait(a);
	Access &again = b.read(PAGE, 15), &w = b.write(PAGE, 15);
	b.wait_all();
	CHECK(ok(a) && ok(again) && ok(w));
	CHECK_EQ(b.requests.size(), 1);
	CHECK_EQ(b.requests[0].words[1], PAGE);
	CHECK_EQ(b.requests[0].words[2], 0);
	CHECK_EQ(b.get(ASKED), 1);
	CHECK_EQ(b.get(ANSWERED), 1);
	CHECK_EQ(b.get(TRANSLATED_R), 2);
	CHECK_EQ(b.get(TRANSLATED_W), 1);
}

TEST(hits_follow_each_other_each_cycle)
{
	Atc b;

	b.map(PAGE);
	b.wait(b.read(PAGE));
	uint64_t from = b.cycle;
	for (int i = 0; i < 64; i++)
		b.read(PAGE);
	b.wait_all();
	CHECK(b.cycle - from < 64 + 20);
}

TEST(every_size_is_understood)
{
	for (unsigned order = 0; order <= 36; order++) {
		Atc b;
		Mapping &m = b.map(PAGE, true, true, order);
		uint64_t last = m.iova + m.bytes() - 4096;

		b.wait(b.read(m.iova));
		b.wait(b.read(last));
		b.wait(b.read(m.iova + (m.bytes() / 2 & ~0xfffull)));
		CHECK_EQ(b.requests.size(), 1);
		for (const Access &a : b.accesses)
			CHECK(ok(a));
		b.wait(b.read(last + 4096));
		CHECK_EQ(b.requests.size(), 2);
		CHECK(b.accesses.back().failed);
	}
}

TEST(permissions_are_those_of_the_answer)
{
	for (unsigned bits = 0; bits < 4; bits++) {
		Atc b;

		b.map(PAGE, bits & 1, bits & 2);
		Access &r = b.read(PAGE, 2), &w = b.write(PAGE, 2);
		b.wait_all();
		CHECK_EQ(ok(r), bits & 1);
		CHECK_EQ(ok(w), bits >> 1);
		CHECK_EQ(r.failed, !(bits & 1));
		CHECK_EQ(w.failed, !(bits >> 1));
		CHECK_EQ(b.get(GIVEN_UP_R), !(bits & 1));
		CHECK_EQ(b.get(GIVEN_UP_W), !(bits >> 1));
	}
}

/* Permission that came later is found by asking again. */
TEST(a_page_that_lacks_permission_is_asked_for_again)
{
	Atc b;
	Mapping &old = b.map(PAGE, true, false);

	b.wait(b.read(PAGE));
	old.withdrawn = true;
	b.map(PAGE);
	b.wait(b.write(PAGE));
	CHECK(ok(b.accesses.back()));
	CHECK_EQ(b.requests.size(), 2);
}

/* A zero-length read moves nothing: any permission will do. */
TEST(zero_length_reads_need_any_permission)
{
	for (unsigned bits = 0; bits < 4; bits++) {
		Atc b;

		b.map(PAGE, bits & 1, bits & 2);
		Access &a = b.read(PAGE);
		a.zlr = true;
		b.wait_all();
		CHECK_EQ(ok(a), bits != 0);
	}
}

TEST(reads_may_ask_for_no_write_permission)
{
	Atc b(ON | NW);

	b.map(PAGE);
	b.wait(b.read(PAGE));
	CHECK(get_field(GATE_WORK1_ATS_NW, b.requests[0].words[1]));
	b.wait(b.write(PAGE));
	CHECK(ok(b.accesses.back()));
	CHECK_EQ(b.requests.size(), 2);
	CHECK(!get_field(GATE_WORK1_ATS_NW, b.requests[1].words[1]));
}

TEST(errors_end_in_errors)
{
	for (unsigned status : { GATE_ATS_STATUS_UR, GATE_ATS_STATUS_CA }) {
		Atc b(ON | PRI);

		b.map(PAGE);
		b.status = status;
		Access &r = b.read(PAGE, 3), &w = b.write(PAGE, 3);
		b.wait_all();
		CHECK(r.failed && w.failed && b.pages.empty());
		CHECK_EQ(b.get(REFUSED), 2);
		b.status = GATE_ATS_STATUS_SUCCESS;
		Access &again = b.read(PAGE, 3);
		b.wait(again);
		CHECK(ok(again));
	}
}

/* Answers of one id keep their order, the error included. */
TEST(an_error_waits_for_what_went_before)
{
	Atc b;

	b.map(PAGE);
	b.latency = 60;
	b.wait(b.read(PAGE));
	Access &first = b.read(PAGE, 3), &bad = b.read(0x1000, 3);
	bad.id = first.id;
	while (!bad.done) {
		b.tick();
		CHECK(!bad.beats || first.done);
	}
	CHECK(ok(first) && bad.failed);
}

TEST(untranslated_only_pages_are_left_untranslated)
{
	Atc b;

	b.map(PAGE).untranslated = true;
	Access &a = b.read(PAGE), &w = b.write(PAGE);
	b.wait_all();
	CHECK(!a.failed && !a.sent_translated && a.host == a.addr);
	CHECK(!w.failed && !w.sent_translated && w.host == w.addr);
	CHECK_EQ(b.get(GIVEN_UP_R) + b.get(GIVEN_UP_W), 0);
}

TEST(several_translations_in_one_answer)
{
	for (unsigned order : { 0u, 3u, 9u }) {
		Atc b(ON | 7 << 4);
		uint64_t step = 4096ull << order;

		for (unsigned i = 0; i < 8; i++)
			b.map(0x40000000 + i * step, i != 5, true, order);
		for (unsigned i = 0; i < 8; i++)
			b.wait(b.read(0x40000000 + i * step + step / 2));
		/* One more for the page that may not be read. */
		CHECK_EQ(b.requests.size(), 2);
		for (unsigned i = 0; i < 8; i++)
			CHECK_EQ(ok(b.accesses[i]), i != 5);
	}
}

TEST(a_small_cache_forgets_and_asks_again)
{
	Atc b;

	for (unsigned i = 0; i < 24; i++)
		b.map(PAGE + i * 4096);
	for (unsigned round = 0; round < 3; round++) {
		for (unsigned i = 0; i < 24; i++) {
			Access &a = i & 1 ? b.write(PAGE + i * 4096) :
					    b.read(PAGE + i * 4096);
			b.wait(a);
			CHECK(ok(a));
		}
	}
	CHECK(b.requests.size() > 24);
}

TEST(a_page_is_asked_for_and_the_access_goes_on)
{
	for (bool write : { false, true }) {
		Atc b(ON | PRI);
		Access &a = write ? b.write(PAGE, 3) : b.read(PAGE, 3);

		b.wait(a);
		CHECK(ok(a));
		CHECK_EQ(b.pages.size(), 1);
		CHECK_EQ(b.pages[0].words[1] & ~0xfffull, PAGE);
		CHECK_EQ(get_field(GATE_WORK1_PAGE_R, b.pages[0].words[1]),
			 !write);
		CHECK_EQ(get_field(GATE_WORK1_PAGE_W, b.pages[0].words[1]),
			 write);
		CHECK_EQ(b.requests.size(), 2);
	}
}

TEST(other_page_responses_give_up)
{
	for (int code : { 1, 2, 15 }) {
		Atc b(ON | PRI);

		b.map_on_page_request = false;
		b.page_code = code;
		b.wait(b.read(PAGE));
		CHECK(b.accesses.back().failed);
		b.wait(b.read(PAGE));
		/* After a response failure it asks for no page any more. */
		CHECK_EQ(b.pages.size(), code == 15 ? 1 : 2);
		b.set(CTRL, ON);
		b.set(CTRL, ON | PRI);
		b.wait(b.read(PAGE));
		CHECK_EQ(b.pages.size(), code == 15 ? 2 : 3);
	}
}

/* Software that says yes and maps nothing cannot keep it busy for ever. */
TEST(page_requests_are_bounded)
{
	Atc b(ON | PRI);

	b.map_on_page_request = false;
	b.wait(b.read(PAGE));
	CHECK(b.accesses.back().failed);
	CHECK_EQ(b.pages.size(), 8);
	CHECK_EQ(b.requests.size(), 9);
}

TEST(strange_messages_are_counted_and_harmless)
{
	Atc b(ON | PRI);

	b.map(PAGE);
	b.answers = false;
	Access &a = b.read(PAGE);
	b.run(20);
	Message q = b.requests[0];
	/* Wrong number, source, group, not for devices of its kind. */
	Message bad = q;
	bad.words[0] += put_field(GATE_WORK0_TAG, 2);
	b.answer(bad, 0);
	b.send({ b.head(GATE_MSG_OUT_PRG_RESP, 0, 1), 0 });
	b.send({ b.head(GATE_MSG_OUT_CLIENT_LOST, 1, 0) });
	b.send({ b.head(GATE_MSG_OUT_CLIENT_MAP, 2, 3), PAGE | 3, PAGE + 4095,
		 0x5000 });
	b.send({ b.head(GATE_MSG_OUT_ATS_CPL,
			get_field(GATE_WORK0_TAG, q.words[0]), 1) ^
			 put_field(GATE_WORK0_SID, 0x100),
		 0x5003 });
	b.run(30);
	CHECK(!a.done);
	CHECK_EQ(b.get(STRANGE), 5);
	b.answer(q, 0);
	b.wait(a);
	CHECK(ok(a));
	/* The same answer once more. */
	b.answer(q, 0);
	b.run(20);
	CHECK_EQ(b.get(STRANGE), 6);
}

TEST(an_answer_without_words_grants_nothing)
{
	Atc b;

	b.answers = false;
	Access &a = b.read(PAGE);
	b.run(20);
	b.send({ b.head(GATE_MSG_OUT_ATS_CPL,
			get_field(GATE_WORK0_TAG, b.requests[0].words[0]),
			0) });
	b.wait(a);
	CHECK(a.failed);
}

TEST(spaces_of_pasids_are_apart)
{
	Atc b;
	Mapping &plain = b.map(PAGE), &five = b.map(PAGE), &six = b.map(PAGE);

	five.pasid_valid = six.pasid_valid = true;
	five.pasid = 5;
	six.pasid = 6;
	for (int round = 0; round < 2; round++) {
		Access &p = b.read(PAGE), &q = b.read(PAGE), &r = b.write(PAGE);

		q.pasid_valid = r.pasid_valid = true;
		q.pasid = 5;
		r.pasid = 6;
		b.wait_all();
		CHECK_EQ(p.host & ~0xfffull, plain.host);
		CHECK_EQ(q.host & ~0xfffull, five.host);
		CHECK_EQ(r.host & ~0xfffull, six.host);
		CHECK_EQ(b.requests.size(), 3);
	}
}

TEST(both_directions_miss_at_once)
{
	Atc b;

	b.answer_delay = 100;
	b.map(PAGE);
	b.map(PAGE + 4096);
	b.read(PAGE);
	b.write(PAGE + 4096);
	b.run(40);
	CHECK_EQ(b.requests.size(), 2);
	CHECK(get_field(GATE_WORK0_TAG, b.requests[0].words[0]) !=
	      get_field(GATE_WORK0_TAG, b.requests[1].words[0]));
	b.wait_all();
}

int main(int argc, char **argv)
{
	return bench_main(argc, argv);
}
