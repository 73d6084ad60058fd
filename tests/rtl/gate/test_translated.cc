// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
/* Requests whose source says that it translated the address (AxMMUATST). */
#include "Vgate.h"
#include "world.h"

namespace
{

Req translated(World &world, bool write, uint64_t addr, unsigned id = 0)
{
	Req r = world.b.device[0].make(write, addr, 2, id);
	r->atst = true;
	world.b.device[0].submit(r);
	return r;
}

/* Does the next one reach memory without the firmware? */
bool hits(World &world, uint64_t addr)
{
	world.b.firmware.serve = false;
	Req r = translated(world, false, addr, 15);
	world.b.until(
		[&] { return r->is_done() || world.b.top->work_valid_o; });
	const bool hit = r->is_done();
	world.b.firmware.serve = true;
	world.run(r);
	return hit;
}

void trust(World &world)
{
	world.b.firmware.bind(world.b.device[0].sid | TRANSLATED, nullptr);
}

} // namespace

/* What a source may reach by the IOTLB says nothing about what it may claim. */
GATE_TEST(translated_requests_ask_whatever_is_cached)
{
	World world(b);
	world.warm(0, 1);
	CHECK(b, !hits(world, page_at(1)));
	for (unsigned write = 0; write < 2; write++)
		CHECK(b, world.run(translated(world, write, page_at(1)))
				 ->all_error());
}

GATE_TEST(translated_requests_pass_once_trusted)
{
	World world(b);
	world.warm(0, 1);
	trust(world);
	for (unsigned write = 0; write < 2; write++) {
		Req r = world.run(
			translated(world, write, page_at(0x1234, 0x40)));
		CHECK(b, r->all_okay() && r->pa == page_at(0x1234, 0x40));
		CHECK(b, r->offered == !write);
	}
	CHECK(b, hits(world, page_at(0x4321)));
	/* The other kind of request of the same source goes its own way. */
	CHECK(b, world.read(0, page_at(1))->pa == page_at(OWN_FRAMES + 1));
	CHECK(b, world.read(0, page_at(0x1234))->all_error());
}

/* A tag that holds pages is never what a translated request goes by. */
GATE_TEST(translated_requests_never_take_a_page)
{
	World world(b);
	Space &own = b.firmware.new_space();
	b.firmware.map(own, 1, 1, true, true);
	b.firmware.bind(b.device[0].sid | TRANSLATED, &own);
	CHECK(b, world.run(translated(world, false, page_at(1)))->all_okay());
	CHECK(b, !hits(world, page_at(1)));
}

GATE_TEST(translated_requests_take_the_output_check)
{
	World world(b);
	trust(world);
	world.run(translated(world, false, page_at(1)));
	const uint64_t bursts = b.memory.bursts;
	for (uint64_t addr : { uint64_t{ 0xfee00000 }, uint64_t{ 0xfeeff000 },
			       uint64_t{ FORBID_BASE }, uint64_t{ 1 } << 40 })
		for (unsigned write = 0; write < 2; write++)
			CHECK(b, world.run(translated(world, write, addr))
					 ->all_error());
	CHECK(b, b.memory.bursts == bursts);
}

GATE_TEST(translated_requests_are_no_interrupts)
{
	World world(b);
	trust(world);
	Req r = b.device[0].make(true, 0xfee00000, 1, 0);
	r->atst = true;
	r->size = 2;
	r->strb.assign(1, 0x0f);
	b.device[0].submit(r);
	b.firmware.serve = false;
	CHECK(b, b.firmware.take().kind() == GATE_KIND_MISS);
	b.firmware.serve = true;
}

/* Both keys of a source go, and only those of the source. */
GATE_TEST(key_invalidation_ends_trust)
{
	World world(b);
	trust(world);
	world.warm(0, 1);
	world.run(translated(world, false, page_at(1)));
	CHECK(b, hits(world, page_at(1)) && world.hits(0, page_at(1)));
	b.firmware.inv_key(b.device[0].sid ^ 0x100, 3);
	world.idle();
	CHECK(b, hits(world, page_at(1)) && world.hits(0, page_at(1)));
	b.firmware.inv_key(b.device[0].sid, 0);
	world.idle();
	CHECK(b, !hits(world, page_at(1)));
	b.firmware.inv_key(b.device[0].sid, 0);
	world.idle();
	CHECK(b, !world.hits(0, page_at(1)));
}

/* Withdrawn trust is in force after key invalidation and drain. */
GATE_TEST(a_drain_counts_translated_requests)
{
	World world(b);
	trust(world);
	world.run(translated(world, false, page_at(1)));
	b.memory.stop_response = true;
	Req r = translated(world, false, page_at(1), 1);
	Req w = translated(world, true, page_at(2), 1);
	b.until([&] { return r->was_sent() && w->was_sent(); });
	b.firmware.inv_key(b.device[0].sid, 0);
	b.firmware.drain();
	b.cycles(500);
	CHECK(b, b.firmware.draining());
	b.memory.stop_response = false;
	b.until([&] { return !b.firmware.draining(); }, 300);
	CHECK(b, r->answered != NEVER && w->answered != NEVER);
}

/*
 * A device may complete an invalidation as soon as the gate has the data of its
 * writes. So a drain after that waits even for those that wait for a verdict.
 */
static void drains(Bench &b, bool trusted)
{
	World world(b);
	if (trusted)
		trust(world);
	b.firmware.serve = false;
	Req w = translated(world, true, page_at(2), 1);
	b.until([&] { return b.top->work_valid_o; });
	b.firmware.drain();
	b.cycles(300);
	CHECK(b, b.firmware.draining() && !w->is_done());
	b.firmware.serve = true;
	b.until([&] { return !b.firmware.draining(); }, 600);
	CHECK(b, !trusted || w->answered != NEVER);
	world.run(w);
	CHECK(b, trusted ? w->all_okay() : w->all_error());
}

GATE_TEST(a_drain_waits_for_parked_translated_writes)
{
	drains(b, true);
}

GATE_TEST(a_drain_waits_for_parked_translated_writes_to_be_blocked)
{
	drains(b, false);
}

/* Memory is slow when the verdict comes: the drain waits for that as well. */
GATE_TEST(a_drain_waits_for_translated_writes_until_memory_has_them)
{
	World world(b);
	trust(world);
	b.firmware.serve = false;
	Req w = translated(world, true, page_at(2), 1);
	b.until([&] { return b.top->work_valid_o; });
	b.firmware.drain();
	b.memory.stop_response = true;
	b.firmware.serve = true;
	b.until([&] { return w->was_sent(); });
	b.cycles(300);
	CHECK(b, b.firmware.draining());
	b.memory.stop_response = false;
	b.until([&] { return !b.firmware.draining(); }, 300);
	CHECK(b, w->answered != NEVER);
}

/* Reads: a device waits for its own. Writes without their data: likewise. */
GATE_TEST(a_drain_waits_for_nothing_that_devices_wait_for)
{
	World world(b);
	trust(world);
	b.firmware.serve = false;
	b.device[0].stop_w = true;
	Req r = translated(world, false, page_at(1), 1);
	Req w = translated(world, true, page_at(2), 1);
	b.until([&] { return b.top->work_valid_o && w->accepted != NEVER; });
	b.firmware.drain();
	b.until([&] { return b.firmware.idle() && !b.firmware.draining(); },
		20);
	CHECK(b, !r->is_done() && !w->is_done());
	b.device[0].stop_w = false;
	b.firmware.serve = true;
	b.settle();
}
