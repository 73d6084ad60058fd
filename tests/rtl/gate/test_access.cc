// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
/* What lets a request through: key, permission, and what comes out. */
#include "Vgate.h"
#include "world.h"

/* A request by its variation from the plain one that has just been let in. */
static bool asks(World &world, const std::function<void(Request &)> &vary,
		 bool write = false)
{
	Bench &b = world.b;
	b.firmware.serve = false;
	Req r = b.device[0].make(write, page_at(1), 1, 14);
	vary(*r);
	b.device[0].submit(r);
	b.until([&] { return r->is_done() || b.top->work_valid_o; });
	const bool asked = !r->is_done();
	b.firmware.serve = true;
	world.run(r);
	return asked;
}

/* Every part of the key counts, and so does the tag. */
GATE_TEST(a_key_is_source_pasid_and_privilege)
{
	World world(b);
	world.warm(0, 1);
	CHECK(b, !asks(world, [](Request &) {}));
	CHECK(b, asks(world, [](Request &r) { r.sid ^= 1; }));
	CHECK(b, asks(world, [](Request &r) { r.sid ^= 0x8000; }));
	CHECK(b, asks(world, [](Request &r) { r.ssidv = true; }));
	CHECK(b, asks(world, [](Request &r) {
		      r.ssidv = true;
		      r.ssid = 5;
	      }));
	/* Without PASID there is no privilege and no PASID to tell apart. */
	CHECK(b, !asks(world, [](Request &r) { r.priv = true; }));
	CHECK(b, !asks(world, [](Request &r) { r.ssid = 5; }));
}

GATE_TEST(pasids_and_privilege_have_spaces_of_their_own)
{
	World world(b);
	Space &other = b.firmware.new_space();
	b.firmware.map(other, 1, OWN_FRAMES + 100, true, true);
	for (uint64_t priv = 0; priv < 2; priv++)
		b.firmware.bind(b.device[0].sid | 7ULL << 16 | 1ULL << 36 |
					priv << 37,
				priv ? &world.space : &other);
	for (unsigned round = 0; round < 2; round++) {
		for (unsigned priv = 0; priv < 2; priv++) {
			Req r = b.device[0].make(false, page_at(1), 1, priv);
			r->ssidv = true;
			r->ssid = 7;
			r->priv = priv;
			b.device[0].submit(r);
			world.run(r);
			CHECK(b, r->pa >> 12 == OWN_FRAMES + (priv ? 1 : 100));
		}
	}
}

GATE_TEST(permissions_are_those_of_the_page)
{
	World world(b);
	b.firmware.unmap(world.space, 1, 0);
	b.firmware.map(world.space, 1, OWN_FRAMES + 50, true, false);
	world.warm(0, 1);
	CHECK(b, !asks(world, [](Request &) {}));
	CHECK(b, asks(
			 world, [](Request &) {}, true));
	CHECK(b, asks(world, [](Request &r) { r.lock = true; }));
	CHECK(b, b.board.refused == 2);
}

GATE_TEST(a_locked_access_needs_both_permissions)
{
	World world(b);
	world.warm(0, 1);
	CHECK(b, !asks(world, [](Request &r) { r.lock = true; }));
	CHECK(b, !asks(
			 world, [](Request &r) { r.lock = true; }, true));
	b.firmware.unmap(world.space, 2, 0);
	b.firmware.map(world.space, 2, OWN_FRAMES + 50, false, true);
	world.write(0, page_at(2));
	const auto locked = [](Request &r) {
		r.addr = page_at(2);
		r.lock = true;
	};
	CHECK(b, asks(world, locked, true));
	CHECK(b, asks(world, locked));
}

/* A zero-length read may use a page that can only be written, if ZLR says. */
GATE_TEST(zero_length_reads_touch_no_memory)
{
	World world(b);
	b.firmware.unmap(world.space, 2, 0);
	b.firmware.map(world.space, 2, OWN_FRAMES + 50, false, true);
	for (unsigned zlr = 0; zlr < 2; zlr++) {
		b.firmware.zlr_uses_w = zlr;
		world.mode(MODE_TRANSLATE);
		world.write(0, page_at(2));
		const uint64_t bursts = b.memory.bursts;
		Req r = b.device[0].make(false, page_at(2), 1, 3);
		r->zlr = true;
		b.device[0].submit(r);
		world.run(r);
		CHECK(b, zlr ? r->all_okay() : r->all_error());
		CHECK(b, b.memory.bursts == bursts);
	}
}

GATE_TEST(execute_requests_never_hit)
{
	World world(b);
	const uint64_t key = b.device[0].sid | 7ULL << 16 | 1ULL << 36;
	b.firmware.bind(key, &world.space);
	for (unsigned i = 0; i < 3; i++)
		CHECK(b, asks(world, [](Request &r) {
			      r.ssidv = true;
			      r.ssid = 7;
			      r.exec = true;
		      }));
	CHECK(b, b.board.refused == 0);
}

GATE_TEST(superpages_translate_every_size)
{
	World world(b);
	const unsigned orders[] = { 1, 9, 18, 27, 30 };
	for (unsigned order : orders) {
		if (order + 12 >= b.firmware.haw)
			continue;
		const uint64_t page = 1ULL << order;
		b.firmware.unmap(world.space, 0, 51);
		b.firmware.retire(world.space);
		world.idle();
		b.firmware.map(world.space, page, (1ULL << order) * 0, true,
			       true, order);
		for (unsigned i = 0; i < 8; i++) {
			const uint64_t at =
				page + (b.rng.next() & ((1ULL << order) - 1));
			if (!b.firmware.reachable(at - page))
				continue;
			Req r = world.read(0, page_at(at, 8 * i));
			CHECK(b, r->pa == page_at(at - page, 8 * i));
		}
	}
}

/* ---- Output check: every source of a translation, every range ------------ */

namespace
{

const uint64_t unreachable[] = {
	0xfee00,
	0xfeeff,
	0x10000000,
	0x8000000000000,
	FORBID_BASE >> 12,
	FORBID_LIMIT >> 12,
	FORBID2_BASE >> 12,
};
const uint64_t neighbours[] = {
	0, /* in no range, though an empty one begins and ends here */
	0xfedff,
	0xfef00,
	0x0fffffff,
	(FORBID_BASE >> 12) - 1,
	(FORBID_LIMIT >> 12) + 1,
	(FORBID2_BASE >> 12) + 1,
};

void expect(World &world, uint64_t page, bool good, bool pasid = false)
{
	Bench &b = world.b;
	for (unsigned w = 0; w < 2; w++) {
		const uint64_t bursts = b.memory.bursts;
		Req r = b.device[0].make(w, page_at(page, 0x40), 2, w);
		r->ssidv = pasid;
		b.device[0].submit(r);
		world.run(r);
		CHECK(b, good ? r->all_okay() : r->all_error());
		CHECK(b, (b.memory.bursts != bursts) == good);
		CHECK(b, (r->flaw == GATE_FLAW_OUTPUT) != good);
	}
}

template <typename Source>
void check_output(World &world, Source source)
{
	for (uint64_t pfn : unreachable)
		source(pfn, false);
	for (uint64_t pfn : neighbours)
		source(pfn, true);
	CHECK(world.b, world.b.firmware.haw == 40);
}

} // namespace

GATE_TEST(output_check_of_pass_mode)
{
	World world(b);
	b.host_te(false);
	world.mode(MODE_PASS);
	/* With PASID, so that FEEx is no interrupt range going in. */
	check_output(world, [&](uint64_t pfn, bool good) {
		expect(world, pfn, good, true);
	});
}

GATE_TEST(output_check_of_pass_through_keys)
{
	World world(b);
	b.firmware.bind(b.device[0].sid | 1ULL << 36, nullptr);
	check_output(world, [&](uint64_t pfn, bool good) {
		expect(world, pfn, good, true);
	});
}

GATE_TEST(output_check_of_one_shot_grants)
{
	World world(b);
	b.firmware.install_percent = 0;
	check_output(world, [&](uint64_t pfn, bool good) {
		b.firmware.unmap(world.space, 1, 0);
		b.firmware.map(world.space, 1, pfn, true, true);
		expect(world, 1, good);
	});
}

/* A firmware that grants too much to begin with installs nothing. */
GATE_TEST(output_check_of_the_iotlb)
{
	World world(b);
	check_output(world, [&](uint64_t pfn, bool good) {
		b.firmware.unmap(world.space, 1, 0);
		b.firmware.map(world.space, 1, pfn, true, true);
		b.firmware.inv_page(world.space, 1, 0);
		world.idle();
		expect(world, 1, good);
		expect(world, 1, good);
	});
}

/* An entry that is partly reachable is checked at every hit. */
GATE_TEST(output_check_of_big_entries)
{
	World world(b);
	check_output(world, [&](uint64_t pfn, bool good) {
		const uint64_t base = pfn >> 9 << 9, in = pfn - base;
		uint64_t fine = in;
		for (uint64_t i = 0; i < 512; i++)
			if (b.firmware.reachable(base + i))
				fine = i;
		b.firmware.unmap(world.space, 0, 51);
		b.firmware.retire(world.space);
		world.idle();
		b.firmware.map(world.space, 0x200, base, true, true, 9);
		if (fine != in)
			expect(world, 0x200 + fine, true);
		expect(world, 0x200 + in, good);
	});
}

/* Also when what lay beyond came within by a narrower HAW. */
GATE_TEST(output_check_follows_haw)
{
	World world(b);
	b.firmware.unmap(world.space, 1, 0);
	b.firmware.map(world.space, 1, 0x8000000, true, true);
	expect(world, 1, true);
	b.firmware.haw = 39;
	world.mode(MODE_TRANSLATE);
	expect(world, 1, false);
}

/* ---- Protected memory: every source of a translation --------------------- */

/* Ranges of 2 MiB in an otherwise plain world. */
constexpr uint64_t LOW_PAGE = 0x5000, HIGH_PAGE = 0x400000, RANGE = 0x200;

static void protect(World &world)
{
	world.b.firmware.protect(
		{ LOW_PAGE << 12, ((LOW_PAGE + RANGE) << 12) - 1 },
		{ HIGH_PAGE << 12, ((HIGH_PAGE + RANGE) << 12) - 1 });
}

template <typename Source>
static void check_protected(World &world, Source source)
{
	for (uint64_t first : { LOW_PAGE, HIGH_PAGE }) {
		protect(world);
		source(first - 1, true);
		source(first, false);
		source(first + RANGE - 1, false);
		source(first + RANGE, true);
		world.b.firmware.protect({}, {});
		source(first, true);
		source(first + RANGE - 1, true);
	}
}

GATE_TEST(protected_memory_of_pass_mode)
{
	World world(b);
	b.host_te(false);
	world.mode(MODE_PASS);
	check_protected(world, [&](uint64_t pfn, bool good) {
		expect(world, pfn, good);
	});
}

GATE_TEST(protected_memory_of_pass_through_keys)
{
	World world(b);
	b.firmware.bind(b.device[0].sid | 1ULL << 36, nullptr);
	check_protected(world, [&](uint64_t pfn, bool good) {
		expect(world, pfn, good, true);
	});
}

GATE_TEST(protected_memory_of_one_shot_grants)
{
	World world(b);
	b.firmware.install_percent = 0;
	check_protected(world, [&](uint64_t pfn, bool good) {
		b.firmware.unmap(world.space, 1, 0);
		b.firmware.map(world.space, 1, pfn, true, true);
		expect(world, 1, good);
	});
}

/* Entries filled before a range was protected are no way around it. */
GATE_TEST(protected_memory_of_the_iotlb)
{
	World world(b);
	unsigned page = 0;
	for (uint64_t first : { LOW_PAGE, HIGH_PAGE }) {
		for (uint64_t pfn :
		     { first - 1, first, first + RANGE - 1, first + RANGE }) {
			const bool good = pfn < first || pfn >= first + RANGE;
			b.firmware.unmap(world.space, ++page, 0);
			b.firmware.map(world.space, page, pfn, true, true);
			world.warm(0, page);
			CHECK(b, world.hits(0, page_at(page)));
			protect(world);
			expect(world, page, good);
			CHECK(b, b.firmware.is_protected(pfn) == !good);
			b.firmware.protect({}, {});
			expect(world, page, true);
			CHECK(b, world.hits(0, page_at(page)));
		}
	}
}

/* A page of 1 GiB that is protected in part. */
GATE_TEST(protected_memory_of_big_entries)
{
	World world(b);
	constexpr unsigned ORDER = 18;
	for (uint64_t first : { LOW_PAGE, HIGH_PAGE }) {
		const uint64_t base = first >> ORDER << ORDER;
		const uint64_t at = (1ULL << ORDER) + first - base;
		b.firmware.unmap(world.space, 0, 51);
		b.firmware.retire(world.space);
		world.idle();
		b.firmware.map(world.space, 1ULL << ORDER, base, true, true,
			       ORDER);
		expect(world, at, true);
		protect(world);
		expect(world, at, false);
		expect(world, at + RANGE - 1, false);
		expect(world, at + RANGE, true);
		b.firmware.protect({}, {});
		expect(world, at, true);
	}
}

/* A zero-length read must not tell that protected memory is mapped. */
GATE_TEST(protected_memory_of_zero_length_reads)
{
	World world(b);
	b.firmware.unmap(world.space, 1, 0);
	b.firmware.map(world.space, 1, HIGH_PAGE, true, true);
	for (unsigned closed = 0; closed < 2; closed++) {
		if (closed)
			protect(world);
		Req r = b.device[0].make(false, page_at(1), 1, 3);
		r->zlr = true;
		b.device[0].submit(r);
		world.run(r);
		CHECK(b, closed ? r->all_error() : r->all_okay());
	}
}

/* All of 32 and of 64 bits, one unit, and none again. */
GATE_TEST(protected_memory_whole_and_single)
{
	World world(b);
	b.host_te(false);
	world.mode(MODE_PASS);
	b.firmware.protect({ 0, 0xffffffff }, {});
	expect(world, 0, false);
	expect(world, 0xfffff, false);
	expect(world, 0x100000, true);
	b.firmware.protect({}, { 0, ~0ULL });
	expect(world, 0, false);
	expect(world, 0xfffffff, false);
	b.firmware.protect({ 0x200000, 0x3fffff }, {});
	expect(world, 0x1ff, true);
	expect(world, 0x200, false);
	expect(world, 0x3ff, false);
	expect(world, 0x400, true);
	b.firmware.protect({ 0x200000, 0x1fffff }, { 0x400000, 0x3fffff });
	expect(world, 0x1ff, true);
	expect(world, 0x200, true);
	expect(world, 0x400, true);
}
