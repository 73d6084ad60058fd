// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
/* What each invalidation drops, what it spares, and when it is in force. */
#include <algorithm>

#include "Vgate.h"
#include "world.h"

namespace
{

struct Range {
	uint64_t page; /* entry: page and order */
	unsigned order;
	uint64_t inv; /* invalidation: page and AM */
	unsigned am;
	bool dropped;
};

const Range ranges[] = {
	{ 0x1000, 0, 0x1000, 0, true },      { 0x1000, 0, 0x1001, 0, false },
	{ 0x1001, 0, 0x1000, 1, true },      { 0x1002, 0, 0x1000, 1, false },
	{ 0x1003, 0, 0x1001, 2, true },      { 0x13ff, 0, 0x1000, 10, true },
	{ 0x1400, 0, 0x1000, 10, false },    { 0x1fff, 0, 0x1000, 12, true },
	{ 0x1000, 0, 0x1000, 52, true },     { 0x1000, 0, 0, 63, true },
	{ 0x9000, 0, 0x1000, 16, true },     { 0x9000, 0, 0x1000, 15, false },
	{ 0x1000, 9, 0x11ff, 0, true },      { 0x1000, 9, 0x1200, 0, false },
	{ 0x1000, 9, 0x1004, 2, true },      { 0x1000, 9, 0x1200, 9, false },
	{ 0x1200, 9, 0x1000, 10, true },     { 0x40000, 18, 0x7ffff, 0, true },
	{ 0x40000, 18, 0x80000, 18, false }, { 0x40000, 18, 0, 20, true },
};

} // namespace

GATE_TEST(a_page_invalidation_drops_what_overlaps_it)
{
	World world(b);
	for (const Range &r : ranges) {
		auto old = b.firmware.unmap(world.space, 0, 51);
		b.firmware.take_back(old,
				     [&] { b.firmware.retire(world.space); });
		b.firmware.sweep();
		b.settle();
		const uint64_t pfn = OWN_FRAMES + (1ULL << 18);
		b.firmware.map(world.space, r.page, pfn, true, true, r.order);
		world.warm(0, r.page);
		CHECK(b, world.hits(0, page_at(r.page)));
		b.firmware.inv_page(world.space, r.inv, r.am);
		world.idle();
		CHECK(b, world.hits(0, page_at(r.page)) != r.dropped);
	}
}

/* The same page of another address space stays. */
GATE_TEST(a_page_invalidation_spares_other_tags)
{
	World world(b);
	Space &other = b.firmware.new_space();
	b.firmware.map(other, 1, OWN_FRAMES + 70, true, true);
	b.firmware.map(other, 0x200, OWN_FRAMES + 512, true, true, 9);
	b.firmware.unbind(b.device[1].sid);
	b.firmware.bind(b.device[1].sid, &other);
	world.warm(0, 1);
	world.warm(1, 1);
	world.warm(1, 0x210);
	b.firmware.inv_page(world.space, 0, 20);
	world.idle();
	CHECK(b, world.hits(1, page_at(1)) && world.hits(1, page_at(0x210)));
	CHECK(b, !world.hits(0, page_at(1)));
}

GATE_TEST(a_retired_tag_does_not_hit)
{
	World world(b);
	Space &other = b.firmware.new_space();
	b.firmware.map(other, 1, OWN_FRAMES + 70, true, true);
	b.firmware.unbind(b.device[1].sid);
	b.firmware.bind(b.device[1].sid, &other);
	world.warm(0, 1);
	world.warm(1, 1);
	b.firmware.retire(world.space);
	world.idle();
	CHECK(b, world.hits(1, page_at(1)));
	CHECK(b, !world.hits(0, page_at(1)));
	b.firmware.retire_all();
	world.idle();
	CHECK(b, !world.hits(0, page_at(1)) && !world.hits(1, page_at(1)));
}

/* After its sweep a tag may name another space: nothing old comes back. */
GATE_TEST(a_swept_tag_brings_nothing_old_back)
{
	World world(b);
	Firmware &fw = b.firmware;
	fw.map(world.space, 0x200, OWN_FRAMES + 512, true, true, 9);
	fw.bind(0x777, &world.space);
	const auto as_777 = [&](uint64_t page) {
		Req r = b.device[0].make(false, page_at(page), 1, 2);
		r->sid = 0x777;
		return world.run(b.device[0].submit(r));
	};
	CHECK(b, as_777(1)->all_okay() && as_777(0x200)->all_okay());
	const int tag = world.space.tag;
	auto list = fw.unmap(world.space, 0, 51);
	auto keys = fw.unbind(0x777);
	list.insert(list.end(), keys.begin(), keys.end());
	fw.take_back(list, [&] { fw.retire(world.space); });
	fw.sweep();
	b.until([&] { return fw.idle() && !fw.sweeping(); });

	Space &next = fw.new_space();
	fw.map(next, 3, OWN_FRAMES + 80, true, true);
	fw.unbind(b.device[1].sid);
	fw.bind(b.device[1].sid, &next);
	fw.free_tags.assign(1, tag);
	world.warm(1, 3);
	CHECK(b, next.tag == tag);
	CHECK(b, as_777(1)->all_error() && as_777(0x200)->all_error());
	/* Had the entries survived, the new space's source would use them. */
	CHECK(b, world.read(1, page_at(1))->all_error());
	CHECK(b, world.read(1, page_at(0x200))->all_error());
}

GATE_TEST(key_invalidation_follows_the_function_mask)
{
	World world(b);
	for (unsigned fm = 0; fm < 4; fm++) {
		const unsigned ignored[] = { 0, 4, 6, 7 };
		const uint16_t target = 0x3ad;
		for (unsigned f = 0; f < 8; f++) {
			const uint16_t sid = (target & ~7U) | f;
			b.firmware.unbind(sid);
			b.firmware.bind(sid, &world.space);
			b.device[0].sid = sid;
			world.warm(0, 1);
			/* A tiny table may not hold them all at a time. */
			const bool held = world.hits(0, page_at(1));
			CHECK(b, held);
			b.firmware.inv_key(target, fm);
			world.idle();
			const bool same = ((f ^ target) & 7 & ~ignored[fm]) ==
					  0;
			CHECK(b, world.hits(0, page_at(1)) != same);
		}
	}
	/* Another device number is never meant. */
	b.device[0].sid = 0x3b5;
	b.firmware.bind(0x3b5, &world.space);
	world.warm(0, 1);
	b.firmware.inv_key(0x3ad, 3);
	world.idle();
	CHECK(b, world.hits(0, page_at(1)));
	b.firmware.inv(GATE_INV_KEY_ALL, 0);
	world.idle();
	CHECK(b, !world.hits(0, page_at(1)));
}

GATE_TEST(key_invalidation_takes_every_pasid)
{
	World world(b);
	std::vector<uint32_t> pasids = { 0, 1, 77 };
	for (uint32_t pasid : pasids)
		b.firmware.bind(b.device[0].sid | (uint64_t)pasid << 16 |
					1ULL << 36,
				&world.space);
	for (uint32_t pasid : pasids) {
		for (unsigned round = 0; round < 2; round++) {
			b.firmware.taken.clear();
			Req r = b.device[0].make(false, page_at(1), 1, 2);
			r->ssidv = true;
			r->ssid = pasid;
			world.run(b.device[0].submit(r));
			CHECK(b, b.firmware.taken.size() == 1);
			b.firmware.inv_key(b.device[0].sid, 0);
			world.idle();
		}
	}
}

/*
 * An invalidation, a request on its way, and each distance between the two:
 * what was accepted after the word was in force may not use the old page. The
 * scoreboard knows; the drain after it and the poison behind that, too.
 */
static void race(Bench &b, uint64_t page,
		 const std::function<Firmware::List(World &)> &change,
		 const std::function<void(World &)> &word)
{
	World world(b);
	b.memory.latency_min = 1;
	b.memory.latency_max = 6;
	for (unsigned distance = 0; distance < 40; distance++) {
		for (unsigned port = 0; port < NUM_PORTS; port++)
			world.warm(port, page);
		const auto list = change(world);
		b.firmware.take_back(list, [&] { word(world); });
		for (unsigned i = 0; i < distance; i++) {
			Device &d = b.device[i % NUM_PORTS];
			d.read(page_at(page, i * 8), 1, i % 16);
			d.write(page_at(page, i * 8), 1, i % 16);
			b.cycle();
		}
		b.settle();
	}
	CHECK(b, b.board.refused == 0);
}

static Firmware::List remap(World &world, uint64_t page)
{
	static uint64_t frame = OWN_FRAMES + 100;
	const auto list = world.b.firmware.unmap(world.space, page, 0);
	world.b.firmware.map(world.space, page, frame++, true, true);
	return list;
}

GATE_TEST(race_with_a_page_invalidation)
{
	race(
		b, 1, [](World &w) { return remap(w, 1); },
		[](World &w) { w.b.firmware.inv_page(w.space, 1, 0); });
}

/* The page whose set is swept last: nothing but the comparison guards it. */
GATE_TEST(race_with_a_wide_invalidation)
{
	race(
		b, 31, [](World &w) { return remap(w, 31); },
		[](World &w) { w.b.firmware.inv_page(w.space, 0, 10); });
}

GATE_TEST(race_with_a_retirement)
{
	race(
		b, 1, [](World &w) { return remap(w, 1); },
		[](World &w) { w.b.firmware.retire(w.space); });
}

/* Every source moves to another space, which maps the same page elsewhere. */
GATE_TEST(race_with_a_key_invalidation)
{
	static uint64_t frame;
	frame = OWN_FRAMES + 1000;
	race(
		b, 1,
		[](World &w) {
			Firmware::List list;
			Space &next = w.b.firmware.new_space();
			w.b.firmware.map(next, 1, frame++, true, true);
			for (const Device &d : w.b.device) {
				auto part = w.b.firmware.unbind(d.sid);
				list.insert(list.end(), part.begin(),
					    part.end());
				w.b.firmware.bind(d.sid, &next);
			}
			return list;
		},
		[](World &w) { w.b.firmware.inv(GATE_INV_KEY_ALL, 0); });
}

/* A superpage hit in pages that the invalidation itself does not name. */
GATE_TEST(race_with_an_invalidation_inside_a_superpage)
{
	World world(b);
	for (unsigned i = 0; i < 40; i++) {
		const uint64_t pfn = OWN_FRAMES + ((i + 1ULL) << 9);
		b.firmware.map(world.space, 0x200, pfn, true, true, 9);
		world.warm(0, 0x210);
		auto list = b.firmware.unmap(world.space, 0x200, 9);
		b.firmware.take_back(list, [&] {
			b.firmware.inv_page(world.space, 0x3ff, 0);
		});
		for (unsigned k = 0; k < i; k++) {
			b.device[0].read(page_at(0x210, k * 8), 1, k % 16);
			b.cycle();
		}
		b.settle();
	}
}

/* A wide range is one word, and lookups of other pages go on meanwhile. */
GATE_TEST(a_wide_invalidation_does_not_stop_lookups)
{
	World world(b);
	world.warm(0, 1);
	Space &other = b.firmware.new_space();
	b.firmware.map(other, 1, OWN_FRAMES + 70, true, true);
	b.firmware.unbind(b.device[1].sid);
	b.firmware.bind(b.device[1].sid, &other);
	world.warm(1, 1);
	bool done = false;
	b.firmware.inv_page(world.space, 0, 30, [&] { done = true; });
	Req r = b.device[1].read(page_at(1), 1, 1);
	b.until([&] { return done; }, 12);
	b.until([&] { return r->is_done(); }, 60);
	CHECK(b, !r->offered);
}

/* Words are accepted within the bounds that the gate's header gives. */
GATE_TEST(words_are_in_force_within_their_bounds)
{
	World world(b);
	world.warm(0, 1);
	const auto time = [&](const std::function<void()> &word) {
		const uint64_t start = b.now;
		word();
		world.idle();
		return b.now - start;
	};
	Firmware &fw = b.firmware;
	CHECK(b, time([&] { fw.inv_page(world.space, 1, 0); }) <= 9);
	CHECK(b, time([&] { fw.inv_page(world.space, 1, 40); }) <= 9);
	CHECK(b, time([&] { fw.inv_page(world.space, 1, 0); }) <= 9 + 140);
	CHECK(b, time([&] { fw.inv_key(1, 0); }) <= 9 + 16);
	CHECK(b, time([&] { fw.sweep(); }) <= 9);
	CHECK(b, time([&] { fw.inv_page(world.space, 1, 0); }) <= 10);
	CHECK(b, time([&] { fw.retire(world.space); }) <= 3);
	b.settle();
}
