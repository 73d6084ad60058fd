// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
/* What a drain waits for, and what it must never wait for. */
#include "Vgate.h"
#include "world.h"

GATE_TEST(a_drain_waits_for_memory)
{
	World world(b);
	world.warm(0, 1);
	b.memory.stop_response = true;
	Req r = b.device[0].read(page_at(1), 4, 1);
	Req w = b.device[0].write(page_at(1), 4, 1);
	b.until([&] { return r->was_sent() && w->was_sent(); });
	b.firmware.drain();
	b.cycles(500);
	CHECK(b, b.firmware.draining());
	b.memory.stop_response = false;
	b.until([&] { return !b.firmware.draining(); }, 300);
	CHECK(b, r->answered != NEVER && w->answered != NEVER);
}

/* Granted counts, even when memory has not yet taken the address. */
GATE_TEST(a_drain_waits_for_what_is_granted_but_not_sent)
{
	World world(b);
	world.warm(0, 1);
	b.memory.stop_accept = true;
	Req list[4];
	for (unsigned i = 0; i < 4; i++)
		list[i] = b.device[0].read(page_at(1), 4, i);
	b.cycles(20);
	b.firmware.drain();
	b.cycles(300);
	CHECK(b, b.firmware.draining());
	b.memory.stop_accept = false;
	b.until([&] { return !b.firmware.draining(); }, 400);
	for (const Req &r : list)
		CHECK(b, r->answered != NEVER);
	b.settle();
}

/* New traffic is not stopped and does not prolong it. */
GATE_TEST(a_drain_ends_under_steady_traffic)
{
	World world(b);
	for (unsigned port = 0; port < NUM_PORTS; port++)
		world.warm(port, 1);
	b.memory.latency_max = 40;
	for (unsigned round = 0; round < 10; round++) {
		b.firmware.drain();
		const uint64_t start = b.now;
		while (b.firmware.draining() || !b.firmware.idle()) {
			for (Device &d : b.device) {
				d.read(page_at(1), 4, b.rng.below(16));
				d.write(page_at(1), 4, b.rng.below(16));
			}
			b.cycles(4);
			CHECK(b, b.now - start < 3000);
		}
	}
	b.settle(400000);
}

GATE_TEST(a_drain_does_not_wait_for_parked_requests)
{
	World world(b);
	b.firmware.serve = false;
	Req r = b.device[0].read(page_at(1), 4, 1);
	Req w = b.device[0].write(page_at(1), 4, 1);
	b.until([&] { return b.top->work_valid_o; });
	b.firmware.drain();
	b.until([&] { return b.firmware.idle() && !b.firmware.draining(); },
		20);
	CHECK(b, !r->is_done() && !w->is_done());
	b.firmware.serve = true;
	b.settle();
}

/* A second drain while one runs covers what was granted up to itself. */
GATE_TEST(a_second_drain_waits_for_both)
{
	World world(b);
	world.warm(0, 1);
	b.memory.stop_response = true;
	Req first = b.device[0].read(page_at(1), 4, 1);
	b.until([&] { return first->was_sent(); });
	b.firmware.drain();
	b.cycles(10);
	Req second = b.device[0].read(page_at(1), 4, 2);
	b.until([&] { return second->was_sent(); });
	b.firmware.drain();
	b.cycles(10);
	b.memory.stop_response = false;
	b.until([&] { return !b.firmware.draining(); }, 300);
	CHECK(b, first->answered != NEVER && second->answered != NEVER);
}

/*
 * A device stops one channel in the middle of a burst while a page is taken
 * back: the invalidation and its drain complete, and other ports go on.
 */
static void stops(Bench &b, const std::function<void(Device &)> &stop)
{
	World world(b);
	for (unsigned port = 0; port < NUM_PORTS; port++)
		world.warm(port, 1);
	Device &d = b.device[0];
	stop(d);
	for (unsigned i = 0; i < 3; i++) {
		d.read(page_at(1), 8, i);
		d.write(page_at(1), 8, i);
	}
	b.cycles(60);
	auto list = b.firmware.unmap(world.space, 1, 0);
	b.firmware.map(world.space, 1, OWN_FRAMES + 200, true, true);
	b.firmware.take_back(list,
			     [&] { b.firmware.inv_page(world.space, 1, 0); });
	b.until([&] { return b.firmware.idle() && !b.firmware.draining(); },
		400);
	for (unsigned port = 1; port < NUM_PORTS; port++) {
		CHECK(b, world.read(port, page_at(1), 8)->all_okay());
		CHECK(b, world.write(port, page_at(1), 8)->all_okay());
	}
	CHECK(b, b.now < STALL_CYCLES);
	d.stop_w_after = d.stop_r_after = -1;
	d.stop_r = d.stop_b = d.stop_w = false;
	b.settle();
}

GATE_TEST(a_device_that_stops_w_blocks_no_drain)
{
	stops(b, [](Device &d) { d.stop_w_after = 3; });
}

GATE_TEST(a_device_that_stops_r_blocks_no_drain)
{
	stops(b, [](Device &d) { d.stop_r_after = 3; });
}

GATE_TEST(a_device_that_stops_b_blocks_no_drain)
{
	stops(b, [](Device &d) { d.stop_b = true; });
}

GATE_TEST(a_device_that_stops_everything_blocks_no_drain)
{
	stops(b, [](Device &d) {
		d.stop_r = d.stop_b = true;
		d.stop_w_after = 5;
	});
}

/* ---- Isolation ----------------------------------------------------------- */

static void isolates(Bench &b, const std::function<void(Device &)> &stop)
{
	World world(b);
	for (unsigned port = 0; port < NUM_PORTS; port++)
		world.warm(port, 1);
	Device &d = b.device[0];
	stop(d);
	for (unsigned i = 0; i < 3; i++) {
		d.read(page_at(1), 8, i);
		d.write(page_at(1), 8, i);
		d.read(page_at(2 + i), 4, 8 + i);
		d.write(page_at(12 + i), 4, 8 + i);
	}
	b.until([&] { return d.isolated; }, 2 * STALL_CYCLES);
	CHECK(b, b.now >= STALL_CYCLES);
	b.firmware.drain();
	b.until([&] { return b.firmware.idle() && !b.firmware.draining(); },
		600);
	/* Nothing is accepted any more, even of a device that wakes up. */
	d.stop_w_after = d.stop_r_after = -1;
	d.stop_r = d.stop_b = d.stop_w = false;
	b.cycles(50);
	const unsigned had = d.outstanding();
	d.isolated = false;
	Req r = d.read(page_at(1), 1, 12);
	Req w = d.write(page_at(1), 1, 12);
	b.cycles(2 * STALL_CYCLES);
	CHECK(b, r->accepted == NEVER && w->accepted == NEVER);
	CHECK(b, d.outstanding() + 1 >= had);
	d.isolated = true;
	for (unsigned port = 1; port < NUM_PORTS; port++)
		CHECK(b, world.read(port, page_at(1), 8)->all_okay());
	CHECK(b, Bench::coverage["isolated"] == 1);
	CHECK(b, b.memory.outstanding() == 0);
}

GATE_TEST(a_device_that_withholds_w_is_isolated)
{
	isolates(b, [](Device &d) { d.stop_w_after = 3; });
}

GATE_TEST(a_device_that_withholds_all_w_is_isolated)
{
	isolates(b, [](Device &d) { d.stop_w = true; });
}

GATE_TEST(a_device_that_holds_r_is_isolated)
{
	isolates(b, [](Device &d) { d.stop_r_after = 3; });
}

GATE_TEST(a_device_that_holds_b_is_isolated)
{
	isolates(b, [](Device &d) { d.stop_b = true; });
}

GATE_TEST(a_device_that_holds_all_is_isolated)
{
	isolates(b, [](Device &d) {
		d.stop_b = d.stop_r = true;
		d.stop_w_after = 1;
	});
}

/* Slowness is no crime: what moves within the limit is left alone. */
GATE_TEST(a_slow_device_is_not_isolated)
{
	World world(b);
	Device &d = b.device[0];
	Req r = d.read(page_at(1), 4, 1);
	for (unsigned i = 0; i < 4; i++) {
		d.stop_r = true;
		b.cycles(STALL_CYCLES - 200);
		d.stop_r = false;
		d.stop_r_after = 1;
		b.cycles(5);
		d.stop_r_after = -1;
	}
	d.stop_r = false;
	world.run(r);
	CHECK(b, r->all_okay() && !d.isolated);
}
