// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
/* Who may pass whom, and what a burst owes. */
#include "Vgate.h"
#include "world.h"

/* Every channel plain, idle, holding back, and both. */
static void traffic(Bench &b, unsigned will_give, unsigned will_take)
{
	World world(b);
	for (Device &d : b.device) {
		d.will_address = d.will_data = will_give;
		d.will_take = will_take;
	}
	b.memory.will_respond = will_give;
	b.memory.will_accept = will_take;
	b.memory.latency_max = 60;
	for (unsigned i = 0; i < 150; i++) {
		for (Device &d : b.device) {
			const unsigned beats = b.rng.between(1, 16);
			const uint64_t at =
				page_at(b.rng.below(32), b.rng.below(240) * 16);
			d.read(at & ~0xfffULL, beats, b.rng.below(4));
			d.write(at & ~0xfffULL, beats, b.rng.below(4));
		}
	}
	b.settle(400000);
	CHECK(b, b.board.sent == 300 * NUM_PORTS);
}

GATE_TEST(handshakes_plain)
{
	traffic(b, 100, 100);
}

GATE_TEST(handshakes_idle)
{
	traffic(b, 35, 100);
}

GATE_TEST(handshakes_back_pressure)
{
	traffic(b, 100, 35);
}

GATE_TEST(handshakes_both)
{
	traffic(b, 35, 35);
}

/* A parked miss holds neither its port's other IDs nor other ports. */
GATE_TEST(hits_pass_a_parked_miss)
{
	World world(b);
	for (unsigned port = 0; port < NUM_PORTS; port++)
		world.warm(port, 1);
	b.firmware.serve = false;
	Req miss_r = b.device[0].read(page_at(2), 4, 1);
	Req miss_w = b.device[0].write(page_at(2), 4, 1);
	b.until([&] { return b.top->work_valid_o; });
	for (unsigned port = 0; port < NUM_PORTS; port++) {
		Req r = b.device[port].read(page_at(1), 4, 2);
		Req w = b.device[port].write(page_at(1), 4, 2);
		world.run(r);
		world.run(w);
		CHECK(b, r->all_okay() && w->all_okay());
	}
	CHECK(b, !miss_r->is_done() && !miss_w->is_done());
	b.firmware.serve = true;
	b.settle();
	CHECK(b, miss_r->all_okay() && miss_w->all_okay());
}

/* Hit, error and zero-length read wait for the older miss of their ID. */
GATE_TEST(one_id_keeps_its_order)
{
	World world(b);
	world.warm(0, 1);
	b.firmware.serve = false;
	Req miss = b.device[0].read(page_at(2), 4, 3);
	Req hit = b.device[0].read(page_at(1), 4, 3);
	Req zero = b.device[0].make(false, page_at(1), 1, 3);
	zero->zlr = true;
	b.device[0].submit(zero);
	Req last = b.device[0].read(page_at(1, 64), 1, 3);
	b.cycles(300);
	CHECK(b, !hit->was_sent() && !zero->is_done());
	b.firmware.serve = true;
	b.settle();
	CHECK(b, miss->done < hit->first_beat && hit->done < zero->done &&
			 zero->done < last->done);
	CHECK(b, miss->sent < hit->sent && hit->sent < last->sent);
}

GATE_TEST(writes_of_one_id_reach_memory_in_order)
{
	World world(b);
	world.warm(0, 1);
	b.firmware.serve = false;
	Req miss = b.device[0].write(page_at(2), 4, 3);
	Req hit = b.device[0].write(page_at(1), 4, 3);
	b.cycles(300);
	CHECK(b, !hit->was_sent());
	b.firmware.serve = true;
	b.settle();
	CHECK(b, miss->sent < hit->sent);
}

/* An answered error does not hold what follows it back from memory. */
GATE_TEST(refused_request_keeps_response_order)
{
	World world(b);
	world.warm(0, 1);
	b.memory.stop_response = true;
	Req first = b.device[0].read(page_at(1), 4, 3);
	Req bad = b.device[0].read(page_at(900), 4, 3);
	Req next = b.device[0].read(page_at(1, 64), 4, 3);
	b.until([&] { return next->was_sent(); });
	CHECK(b, !bad->is_done());
	b.memory.stop_response = false;
	b.settle();
	CHECK(b, first->done < bad->done && bad->done < next->done);
	CHECK(b, bad->resp.size() == 4 && bad->all_error());
}

GATE_TEST(a_write_reaches_memory_wholly_or_not_at_all)
{
	World world(b);
	world.warm(0, 1);
	const uint64_t before = b.memory.bursts;
	b.device[0].stop_w_after = 3;
	Req w = b.device[0].write(page_at(1), 8, 1);
	b.cycles(500);
	CHECK(b, b.memory.bursts == before && !w->was_sent());
	b.device[0].stop_w_after = -1;
	world.run(w);
	CHECK(b, w->all_okay() && w->was_sent());
}

GATE_TEST(blocked_requests_get_errors_on_every_beat)
{
	World world(b);
	const unsigned beats = MAX_BEATS < 256 ? MAX_BEATS : 200;
	Req r = world.read(0, page_at(100), beats);
	Req w = world.write(0, page_at(100), beats);
	CHECK(b, r->resp.size() == beats && r->all_error());
	CHECK(b, w->all_error());
	CHECK(b, b.memory.bursts == 0);
}

/* A miss of every request to one page costs one record. */
GATE_TEST(one_fill_serves_all_who_wait_for_the_page)
{
	World world(b);
	b.firmware.think_min = b.firmware.think_max = 200;
	for (unsigned i = 0; i < 3; i++)
		for (Device &d : b.device)
			d.read(page_at(3, i * 64), 1, i);
	b.settle();
	/* The first of each source binds its key. */
	CHECK(b, b.firmware.taken.size() <= NUM_PORTS);
	CHECK(b, b.board.sent == 3 * NUM_PORTS);
}

/* Records are offered in turn, however fast another port misses. */
GATE_TEST(no_port_starves_another_of_the_firmware)
{
	World world(b);
	b.firmware.install_percent = b.firmware.bind_percent = 0;
	for (unsigned i = 0; i < 200; i++)
		b.device[1].read(page_at(i % 32), 1, i % 16);
	b.cycles(100);
	for (unsigned i = 0; i < 5; i++) {
		b.firmware.taken.clear();
		Req r = b.device[0].read(page_at(i), 1, 0);
		b.until([&] { return r->is_done(); });
		CHECK(b, b.firmware.taken.size() <= 6);
	}
	b.settle(100000);
}

GATE_TEST(memory_errors_reach_the_device)
{
	World world(b);
	world.warm(0, 1);
	b.memory.error_percent = 100;
	CHECK(b, world.read(0, page_at(1), 4)->all_error());
	CHECK(b, world.write(0, page_at(1), 4)->all_error());
}

/* Lookups keep up with one request a cycle; nothing in the path is slower. */
GATE_TEST(hits_come_one_a_cycle)
{
	World world(b);
	for (unsigned port = 0; port < NUM_PORTS; port++)
		world.warm(port, 1);
	b.memory.latency_min = b.memory.latency_max = 2;
	const uint64_t start = b.now, had = b.memory.bursts;
	for (unsigned i = 0; i < 200; i++)
		for (Device &d : b.device)
			d.read(page_at(1, i * 8), 1, i % 16);
	b.settle();
	const uint64_t bursts = b.memory.bursts - had;
	CHECK(b, bursts == 200 * NUM_PORTS);
	CHECK(b, b.now - start < bursts * 11 / 10 + 60);
}

/* From ARVALID or the last W beat to the address at memory, when idle. */
GATE_TEST(a_hit_costs_few_cycles)
{
	World world(b);
	world.warm(0, 1);
	b.cycles(20);
	b.board.hit_latency.clear();
	world.read(0, page_at(1));
	b.cycles(20);
	world.write(0, page_at(1));
	for (unsigned cycles : b.board.hit_latency)
		CHECK(b, cycles <= HIT_LATENCY);
}

/* Others who miss without end do not keep the report back. */
GATE_TEST(report_of_isolation_comes_between_misses)
{
	World world(b);
	world.warm(0, 1);
	b.firmware.install_percent = b.firmware.bind_percent = 0;
	b.device[0].stop_r = true;
	b.device[0].read(page_at(1));
	const auto keep_busy = [&] {
		for (unsigned port = 1; port < NUM_PORTS; port++)
			while (b.device[port].queued(0) < 8)
				b.device[port].read(page_at(b.rng.below(32)), 1,
						    b.rng.below(8));
		return b.device[0].isolated;
	};
	b.until(keep_busy, STALL_CYCLES + 500);
}
