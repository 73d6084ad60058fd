// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
/* Which bursts the gate forwards at all. */
#include "world.h"

namespace
{

struct Shape {
	unsigned offset, beats, size, burst;
	bool good;
};

const Shape shapes[] = {
	{ 0x000, 1, 3, 1, true },  { 0x000, 16, 3, 1, true },
	{ 0xf80, 16, 3, 1, true }, { 0xf88, 16, 3, 1, false },
	{ 0xff8, 1, 3, 1, true },  { 0xff8, 2, 3, 1, false },
	{ 0xffd, 1, 3, 1, true },  { 0xffd, 2, 3, 1, false },
	{ 0xff9, 1, 0, 1, true },  { 0xfff, 1, 0, 1, true },
	{ 0xffc, 4, 0, 1, true },  { 0xffc, 5, 0, 1, false },
	{ 0xffe, 1, 1, 1, true },  { 0xffe, 2, 1, 1, false },
	{ 0xff0, 4, 2, 1, true },  { 0xff4, 4, 2, 1, false },
	{ 0x003, 3, 2, 1, true },  { 0x000, 1, 4, 1, false },
	{ 0x000, 1, 7, 1, false }, { 0x000, 4, 3, 0, false },
	{ 0x000, 4, 3, 2, false }, { 0x000, 1, 3, 3, false },
};

void check_shape(World &world, const Shape &s, bool write)
{
	Bench &b = world.b;
	Req r = b.device[0].make(write, page_at(1, s.offset), s.beats, 1);
	r->size = s.size;
	r->burst = s.burst;
	b.device[0].submit(r);
	world.run(r);
	CHECK(b, r->was_sent() == s.good);
	CHECK(b, (r->flaw == GATE_FLAW_BURST) != s.good);
	CHECK(b, s.good ? r->all_okay() : r->all_error());
}

} // namespace

GATE_TEST(burst_rules)
{
	World world(b);
	for (const Shape &s : shapes) {
		check_shape(world, s, false);
		check_shape(world, s, true);
	}
}

/* The data of a burst that no slot holds is swallowed, and W goes on. */
GATE_TEST(bursts_longer_than_a_slot_are_refused)
{
	World world(b);
	Req fit = b.device[0].make(true, page_at(1), MAX_BEATS, 1);
	fit->size = 0;
	b.device[0].submit(fit);
	world.run(fit);
	CHECK(b, fit->was_sent());
	if (MAX_BEATS == 256)
		return;
	for (unsigned w = 0; w < 2; w++) {
		Req r = b.device[0].make(w, page_at(1), MAX_BEATS + 1, 1);
		r->size = 0;
		b.device[0].submit(r);
		Req next = w ? b.device[0].write(page_at(1), 2, 2) :
			       b.device[0].read(page_at(1), 2, 2);
		world.run(r);
		world.run(next);
		CHECK(b, r->flaw == GATE_FLAW_BURST && next->all_okay());
	}
}

GATE_TEST(a_stray_wlast_refuses_the_burst)
{
	World world(b);
	Req r = b.device[0].make(true, page_at(1), 8, 1);
	r->stray_last = true;
	b.device[0].submit(r);
	Req next = b.device[0].write(page_at(1), 2, 2);
	b.settle();
	CHECK(b, r->flaw == GATE_FLAW_BURST && next->all_okay());
}

/* In mode BLOCK and when translation is off alike. */
GATE_TEST(bad_bursts_are_refused_in_every_mode)
{
	b.firmware.mode(MODE_PASS);
	Req r = b.device[0].make(true, page_at(1), 4, 1);
	r->burst = 2;
	b.device[0].submit(r);
	b.settle();
	CHECK(b, r->flaw == GATE_FLAW_BURST);
	b.firmware.mode(MODE_BLOCK);
	r = b.device[0].make(false, page_at(1), 4, 1);
	r->burst = 0;
	b.device[0].submit(r);
	b.settle();
	CHECK(b, r->all_error() && !r->flaw);
}

GATE_TEST(narrow_and_unaligned_bursts_keep_their_bytes)
{
	World world(b);
	for (unsigned i = 0; i < 300; i++) {
		Req r = b.device[0].make(b.rng.percent(50),
					 page_at(1, b.rng.below(4000)),
					 b.rng.between(1, 8), i % 16);
		r->size = b.rng.below(4);
		if (Scoreboard::bad_burst(*r))
			continue;
		for (unsigned k = 0; r->write && k <= r->len; k++)
			r->strb.push_back(b.rng.next());
		b.device[0].submit(r);
	}
	b.settle();
	CHECK(b, b.board.refused == 0);
}
