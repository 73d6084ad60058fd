// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
/* Answers: what each does, and what a wrong one must not do. */
#include "Vgate.h"
#include "world.h"

GATE_TEST(an_answer_for_a_slot_that_waits_for_none_is_void)
{
	World world(b);
	b.firmware.serve = false;
	Req r = b.device[0].read(page_at(1), 1, 1);
	b.until([&] { return b.top->work_valid_o; });
	/* Offered, but not taken: nobody may answer it yet. */
	for (unsigned slot = 0; slot < 256; slot++)
		b.firmware.answer(slot, GATE_ACTION_GRANT, GATE_ANSWER_BIND,
				  page_at(OWN_FRAMES + 1, 3));
	world.idle();
	b.cycles(50);
	CHECK(b, !r->is_done() && b.memory.bursts == 0);
	b.firmware.serve = true;
	world.run(r);
	CHECK(b, r->all_okay());
}

GATE_TEST(retry_looks_again)
{
	World world(b);
	b.firmware.serve = false;
	Req r = b.device[0].read(page_at(1), 1, 1);
	const Record first = b.firmware.take();
	b.firmware.answer(first.slot(), GATE_ACTION_RETRY);
	const Record second = b.firmware.take();
	CHECK(b, first.w0 == second.w0 && first.w1 == second.w1);
	b.firmware.answer(second.slot(), GATE_ACTION_RETRY);
	b.firmware.serve = true;
	world.run(r);
	CHECK(b, r->all_okay());
}

/* Unknown actions, and ACK for what moves data, end as errors. */
GATE_TEST(what_is_not_understood_is_refused)
{
	World world(b);
	b.firmware.serve = false;
	for (unsigned action : { 0, 4, 5, 9, 15 }) {
		for (unsigned w = 0; w < 2; w++) {
			Req r = w ? b.device[0].write(page_at(1), 2, 1) :
				    b.device[0].read(page_at(1), 2, 1);
			const Record record = b.firmware.take();
			r->blocked = true;
			b.firmware.answer(record.slot(), action, 0,
					  page_at(OWN_FRAMES + 1, 3));
			world.run(r);
			CHECK(b, r->all_error());
		}
	}
	CHECK(b, b.memory.bursts == 0);
}

/* A grant that does not permit what was asked lets nothing through. */
GATE_TEST(a_grant_without_permission_is_a_flaw)
{
	World world(b);
	b.firmware.serve = false;
	Req w = b.device[0].write(page_at(1), 2, 1);
	Record record = b.firmware.take();
	b.firmware.answer(record.slot(), GATE_ACTION_GRANT, 0,
			  page_at(OWN_FRAMES + 1, GATE_ANSWER_PA_R));
	record = b.firmware.take();
	CHECK(b, record.kind() == GATE_KIND_REPORT &&
			 record.flaw() == GATE_FLAW_OUTPUT);
	w->flaw = GATE_FLAW_OUTPUT;
	world.run(w);
	CHECK(b, w->all_error() && b.memory.bursts == 0);
}

GATE_TEST(one_shot_grants_leave_nothing_behind)
{
	World world(b);
	b.firmware.install_percent = b.firmware.bind_percent = 0;
	for (unsigned i = 0; i < 5; i++) {
		b.firmware.taken.clear();
		world.read(0, page_at(1));
		CHECK(b, b.firmware.taken.size() == 1);
	}
}

/* A tag that this build does not have must not become another one. */
GATE_TEST(a_tag_out_of_range_is_not_installed)
{
	World world(b);
	b.firmware.serve = false;
	for (unsigned i = 0; i < 2; i++) {
		Req r = b.device[0].read(page_at(1), 1, 1);
		const Record record = b.firmware.take();
		const uint64_t tag = 1ULL << TAG_BITS | 1;
		b.firmware.answer(record.slot(), GATE_ACTION_GRANT,
				  GATE_ANSWER_BIND | GATE_ANSWER_INSTALL |
					  tag << 20,
				  page_at(OWN_FRAMES + 1, 3));
		world.run(r);
		CHECK(b, r->all_okay());
	}
}

/* More pages and keys than the tables hold: slower, never wrong. */
GATE_TEST(tables_overflow_gracefully)
{
	World world(b);
	for (uint64_t page = 0x1000; page < 0x1400; page++)
		b.firmware.map(world.space, page, OWN_FRAMES + page, true,
			       true);
	for (uint64_t n = 0; n < 40; n++)
		b.firmware.map(world.space, (n + 1) << 20,
			       OWN_FRAMES + ((n + 20) << 9), true, true, 9);
	for (unsigned n = 0; n < 200; n++)
		b.firmware.bind(0x4000 + n * 37, &world.space);
	for (unsigned i = 0; i < 1500; i++) {
		Device &d = b.device[i % NUM_PORTS];
		const bool big = b.rng.percent(30);
		const uint64_t page = big ? (b.rng.below(40) + 1) << 20 |
						      b.rng.below(512) :
					    0x1000 + b.rng.below(0x400);
		Req r = d.make(b.rng.percent(50), page_at(page, i % 500 * 8), 1,
			       i % 16);
		if (b.rng.percent(50))
			r->sid = 0x4000 + b.rng.below(200) * 37;
		d.submit(r);
	}
	b.settle(400000);
	CHECK(b, b.board.refused == 0);
}

static uint64_t tag_bits(uint64_t tag)
{
	return tag << __builtin_ctzll(GATE_ANSWER_TAG);
}

/* BLOCK with all that a grant would bring along brings nothing. */
GATE_TEST(a_refused_answer_fills_nothing)
{
	World world(b);
	world.warm(0, 2);
	b.firmware.serve = false;
	Req r = b.device[0].read(page_at(1), 1, 1);
	const Record record = b.firmware.take();
	r->blocked = true;
	b.firmware.answer(record.slot(), GATE_ACTION_BLOCK,
			  GATE_ANSWER_BIND | GATE_ANSWER_INSTALL |
				  tag_bits(world.space.tag),
			  page_at(OWN_FRAMES + 1, 3));
	world.run(r);
	b.firmware.serve = true;
	CHECK(b, r->all_error() && !world.hits(0, page_at(1)));
}

/* Else a key would lead to the pages of whoever has the tag left over. */
GATE_TEST(a_tag_out_of_range_is_not_bound)
{
	World world(b);
	Space &other = b.firmware.new_space();
	b.firmware.map(other, 1, OWN_FRAMES + 70, true, true);
	b.firmware.unbind(b.device[1].sid);
	b.firmware.bind(b.device[1].sid, &other);
	world.warm(1, 1);
	b.firmware.serve = false;
	Req r = b.device[0].read(page_at(1), 1, 1);
	const Record record = b.firmware.take();
	const uint64_t tag = 1ULL << TAG_BITS | (unsigned)other.tag;
	b.firmware.answer(record.slot(), GATE_ACTION_GRANT,
			  GATE_ANSWER_BIND | tag_bits(tag),
			  page_at(OWN_FRAMES + 1, 3));
	world.run(r);
	b.firmware.serve = true;
	CHECK(b, r->all_okay() && !world.hits(0, page_at(1)));
}

/* What a slot held last is no question any more. */
GATE_TEST(an_answer_for_a_free_slot_fills_nothing)
{
	World world(b);
	world.warm(0, 1);
	b.firmware.inv_key(b.device[0].sid, 0);
	b.firmware.inv_page(world.space, 1, 0);
	/* The first read of the first port was in slot 0. */
	b.firmware.answer(0, GATE_ACTION_GRANT,
			  GATE_ANSWER_BIND | GATE_ANSWER_INSTALL |
				  tag_bits(world.space.tag),
			  page_at(OWN_FRAMES + 1, 3));
	world.idle();
	CHECK(b, !world.hits(0, page_at(1)));
}
