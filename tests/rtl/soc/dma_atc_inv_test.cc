/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Caching device: invalidations, and whatever they run into. */
#include "dma_atc_bench.h"

constexpr uint64_t PAGE = 0x7654321000;

static bool ok(const Access &a)
{
	return a.done && !a.failed && a.sent_translated;
}

TEST(what_was_invalidated_is_asked_for_again)
{
	Atc b;
	Mapping &old = b.map(PAGE);

	b.wait(b.read(PAGE));
	b.withdraw(old, 7);
	b.wait_done(7);
	b.map(PAGE);
	b.wait(b.read(PAGE));
	CHECK(ok(b.accesses.back()));
	CHECK_EQ(b.requests.size(), 2);
	CHECK_EQ(b.get(INVALIDATED), 1);
	CHECK_EQ(b.get(DONES), 1);
}

/* Exactly what overlaps the range goes, of every size against every size. */
TEST(ranges_are_exact)
{
	for (unsigned kept = 0; kept <= 18; kept += 3) {
		for (unsigned asked = 0; asked <= 18; asked += 3) {
			Atc b;
			Mapping &m = b.map(PAGE, true, true, kept);
			uint64_t step = 4096ull << std::max(kept, asked);
			uint64_t at = PAGE & ~(step - 1);

			b.wait(b.read(PAGE));
			b.invalidate(1, at + step, asked);
			b.invalidate(2, at - step, asked);
			b.wait_done(2);
			b.wait(b.read(PAGE));
			CHECK_EQ(b.requests.size(), 1);
			b.withdraw(m, 3);
			b.to_device.clear();
			b.invalidate(3, PAGE, asked);
			b.wait_done(3);
			b.map(PAGE);
			b.wait(b.read(PAGE));
			CHECK_EQ(b.requests.size(), 2);
		}
	}
}

TEST(everything_goes_by_the_largest_size)
{
	Atc b;

	for (unsigned i = 0; i < 8; i++)
		b.map(PAGE + i * 0x123456000);
	for (unsigned i = 0; i < 8; i++)
		b.wait(b.read(PAGE + i * 0x123456000));
	b.invalidate(31, 0, 52);
	b.wait_done(31);
	for (unsigned i = 0; i < 8; i++)
		b.wait(b.read(PAGE + i * 0x123456000));
	CHECK_EQ(b.requests.size(), 16);
}

/* Which of three spaces an invalidation meets: none, PASID 5, PASID 6. */
TEST(invalidations_are_of_their_pasid)
{
	const struct {
		bool valid;
		unsigned pasid;
		bool global;
		unsigned meets;
	} cases[] = {
		{ false, 0, false, 1 }, { true, 5, false, 2 },
		{ true, 6, false, 4 },  { true, 7, false, 0 },
		{ true, 5, true, 6 },
	};

	for (const auto &c : cases) {
		Atc b;

		for (unsigned k = 0; k < 3; k++) {
			Mapping &m = b.map(PAGE);

			m.pasid_valid = k > 0;
			m.pasid = k ? 4 + k : 0;
		}
		for (unsigned round = 0; round < 2; round++) {
			for (unsigned k = 0; k < 3; k++) {
				Access &a = b.read(PAGE);

				a.pasid_valid = k > 0;
				a.pasid = k ? 4 + k : 0;
				b.wait(a);
				CHECK(ok(a));
			}
			if (round)
				break;
			b.invalidate(1, PAGE, 0, c.valid, c.pasid, c.global);
			b.wait_done(1);
		}
		CHECK_EQ(b.requests.size(), 3 + __builtin_popcount(c.meets));
	}
}

TEST(reads_under_way_are_waited_for)
{
	Atc b;
	Mapping &old = b.map(PAGE), &other = b.map(PAGE + 4096);

	b.wait(b.read(PAGE));
	b.wait(b.read(PAGE + 4096));
	b.hold_memory = true;
	Access &a = b.read(PAGE, 3);
	b.run(20);
	b.withdraw(old, 4);
	b.run(200);
	CHECK_EQ(b.itags_done, 0);
	CHECK(!a.done);
	/* Others go on, and do not make it wait for them. */
	Access &later = b.read(PAGE + 4096, 3);
	b.run(20);
	CHECK(later.sent);
	b.hold_memory = false;
	b.wait_done(4);
	b.wait(later);
	CHECK(ok(a) && ok(later));
	CHECK_EQ(b.get(INV_WAITED), 1);
	CHECK(!other.withdrawn);
}

TEST(writes_are_handed_over_first)
{
	Atc b;
	Mapping &old = b.map(PAGE);

	b.wait(b.read(PAGE));
	b.hold_w = b.hold_memory = true;
	Access &a = b.write(PAGE, 7);
	b.run(20);
	CHECK(a.sent);
	b.withdraw(old, 4);
	b.run(200);
	CHECK_EQ(b.itags_done, 0);
	b.hold_w = false;
	b.wait_done(4);
	/* Handed over is enough: the rest is the gate's. */
	CHECK(a.handed_over && !a.done);
	b.hold_memory = false;
	b.wait(a);
}

/* A device that waits for an answer does what it is told all the same. */
TEST(invalidations_do_not_wait_for_answers)
{
	Atc b(ON | PRI);

	b.answers = false;
	b.map(PAGE);
	Access &a = b.read(PAGE), &w = b.write(PAGE);
	b.run(20);
	for (unsigned itag = 0; itag < 32; itag++) {
		b.invalidate(itag, PAGE);
		b.wait_done(itag);
	}
	CHECK(b.get(INV_ASKING) == 32);
	b.answers = true;
	for (const Message &q : std::vector<Message>(b.requests))
		b.answer(q, 0);
	b.wait(a);
	b.wait(w);
	CHECK(ok(a) && ok(w));
	CHECK_EQ(b.get(DROPPED), 2);
}

TEST(invalidations_gather_while_one_waits)
{
	Atc b;

	b.map(PAGE);
	b.wait(b.read(PAGE));
	b.hold_memory = true;
	b.read(PAGE, 3);
	b.run(20);
	for (unsigned itag = 0; itag < 32; itag++)
		b.invalidate(itag, PAGE + (itag << 12));
	b.run(200);
	CHECK(b.to_device.empty());
	CHECK_EQ(b.get(INVALIDATED), 32);
	b.hold_memory = false;
	b.wait_all();
	b.wait_done(31);
	CHECK_EQ(b.itags_done, ~0u);
	CHECK_EQ(b.done_messages, 2);
}

/*
 * The tables change at each cycle around a miss, a hit and a burst, under
 * slow and fast messages; dead mappings are looked for by the bench.
 */
static void race(bool write, bool late, bool stall, unsigned offset)
{
	Atc b(ON | PRI);
	Mapping &old = b.map(PAGE);

	b.stall = stall;
	b.late_answers = late;
	b.latency = 8;
	Access &a = write ? b.write(PAGE, 5) : b.read(PAGE, 5);
	b.run(offset);
	b.withdraw(old, 9);
	b.map(PAGE);
	b.wait_done(9);
	Access &next = write ? b.write(PAGE, 5) : b.read(PAGE, 5);
	b.wait(a);
	b.wait(next);
	CHECK(ok(a) && ok(next));
	CHECK_EQ(next.host & ~0xfffull, b.mappings.back().host);
}

TEST(invalidation_at_each_cycle_of_a_read)
{
	for (unsigned variant = 0; variant < 4; variant++)
		for (unsigned offset = 0; offset < 60; offset++)
			race(false, variant & 1, variant & 2, offset);
}

TEST(invalidation_at_each_cycle_of_a_write)
{
	for (unsigned variant = 0; variant < 4; variant++)
		for (unsigned offset = 0; offset < 60; offset++)
			race(true, variant & 1, variant & 2, offset);
}

TEST(invalidation_at_each_cycle_of_a_page_request)
{
	for (unsigned offset = 0; offset < 60; offset++) {
		Atc b(ON | PRI);
		Access &a = b.read(PAGE, 3);

		b.run(offset);
		Mapping *m = b.find(PAGE);
		if (m)
			b.withdraw(*m, 2);
		else
			b.invalidate(2, PAGE);
		b.wait_done(2);
		b.wait(a);
		CHECK(ok(a));
	}
}

/*
 * A large page was split while its answer was on the way: what is left of the
 * answer is used, what was touched is not.
 */
TEST(an_answer_is_cropped_by_what_was_invalidated)
{
	for (unsigned bit = 0; bit < 9; bit++) {
		Atc b;
		Mapping &big = b.map(PAGE, true, true, 9);
		uint64_t touched = PAGE ^ 4096ull << bit;

		b.late_answers = true;
		b.answer_delay = 40;
		b.read(PAGE);
		b.run(10);
		b.invalidate(1, touched);
		b.wait_all();
		CHECK_EQ(b.requests.size(), 1);
		/* The furthest page of what must have been kept. */
		b.wait(b.read(PAGE ^ ((4096ull << bit) - 4096)));
		CHECK_EQ(b.requests.size(), 1);
		b.late_answers = false;
		b.wait(b.read(touched));
		CHECK_EQ(b.requests.size(), 2);
		CHECK(!big.withdrawn);
	}
}

/* Further translations of an answer are not kept if anything was touched. */
TEST(further_translations_are_dropped_when_in_doubt)
{
	Atc b(ON | 7 << 4);

	for (unsigned i = 0; i < 8; i++)
		b.map(0x40000000 + i * 4096);
	b.late_answers = true;
	b.answer_delay = 40;
	b.read(0x40000000);
	b.run(10);
	b.mappings[3].withdrawn = true;
	b.mappings[3].itag = 1;
	b.invalidate(1, 0x40003000);
	b.wait_done(1);
	b.map(0x40003000);
	b.wait_all();
	b.late_answers = false;
	b.wait(b.read(0x40003000));
	CHECK(ok(b.accesses.back()));
}

TEST(switching_off_forgets)
{
	Atc b;
	Mapping &old = b.map(PAGE);

	b.wait(b.read(PAGE));
	b.set(CTRL, 0);
	old.withdrawn = old.dead = true;
	b.map(PAGE);
	b.set(CTRL, ON);
	b.wait(b.read(PAGE));
	CHECK(ok(b.accesses.back()));
	CHECK_EQ(b.requests.size(), 2);
}

/* Everything at once, with every channel held back at random. */
static void campaign(Atc &b, unsigned seed)
{
	std::mt19937 dice(seed);
	unsigned itag = 0;

	b.random.seed(seed);
	b.stall = true;
	b.late_answers = seed & 1;
	for (unsigned i = 0; i < 40; i++)
		b.map(PAGE + i * 4096ull, true, dice() % 4);
	for (unsigned step = 0; step < 300; step++) {
		uint64_t page = PAGE + dice() % 40 * 4096;
		Access &a = dice() & 1 ? b.read(page, dice() % 8) :
					 b.write(page, dice() % 8);

		(void)a;
		b.run(dice() % 30);
		Mapping *m = b.find(PAGE + dice() % 40 * 4096);
		if (!m || dice() % 4)
			continue;
		/* A number is used again only when given back. */
		if (b.itags_done >> itag & 1 || b.get(INVALIDATED) < 32) {
			uint64_t iova = m->iova;

			b.withdraw(*m, itag);
			itag = (itag + 1) % 32;
			if (dice() % 4)
				b.map(iova, true, dice() % 4);
		}
	}
	b.wait_all();
	CHECK_EQ(b.get(STRANGE), 0);
}

TEST(random_campaign)
{
	unsigned counters[] = { ASKED,        ANSWERED,    DENIED,
				DROPPED,      INVALIDATED, DONES,
				PAGE_REQS,    RESPONSES,   TRANSLATED_R,
				TRANSLATED_W, INV_ASKING,  INV_PAGING,
				INV_WAITED };
	std::vector<uint64_t> sums(std::size(counters));

	for (unsigned seed = 1; seed <= 40; seed++) {
		Atc b(ON | PRI | (seed & 2 ? NW : 0) | (seed % 3) << 4);

		campaign(b, seed);
		for (size_t i = 0; i < sums.size(); i++)
			sums[i] += b.get(counters[i]);
	}
	for (size_t i = 0; i < sums.size(); i++)
		if (!sums[i])
			bench_fail(__FILE__, __LINE__,
				   "counter " + std::to_string(counters[i]) +
					   " never moved");
}
