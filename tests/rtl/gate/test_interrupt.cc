// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
/* The interrupt range: what is a request, what is not, and when it leaves. */
#include "Vgate.h"
#include "world.h"

/* The kind of the record that a request to the range raises. */
static unsigned kind_of(World &world, const Req &r)
{
	Bench &b = world.b;
	b.firmware.serve = false;
	b.device[0].submit(r);
	b.until([&] { return r->is_done() || b.top->work_valid_o; });
	const unsigned kind = r->is_done() ? GATE_KIND_NONE :
					     b.top->work0_o & 15;
	b.firmware.serve = true;
	world.run(r);
	return kind;
}

static Req to_fee(Bench &b, unsigned low, unsigned size, unsigned strb)
{
	Req r = b.device[0].make(true, 0xfee01000 + low, 1, 1);
	r->size = size;
	r->strb.push_back(strb);
	return r;
}

GATE_TEST(an_interrupt_request_is_one_aligned_dword)
{
	World world(b);
	CHECK(b, kind_of(world, to_fee(b, 0, 2, 0x0f)) == GATE_KIND_INTR);
	CHECK(b, kind_of(world, to_fee(b, 4, 2, 0xf0)) == GATE_KIND_INTR);
	CHECK(b, kind_of(world, to_fee(b, 0, 3, 0x0f)) == GATE_KIND_INTR);
	CHECK(b, kind_of(world, to_fee(b, 0, 3, 0xf0)) == GATE_KIND_INTR);
	CHECK(b, kind_of(world, to_fee(b, 0, 3, 0xff)) == GATE_KIND_MISS);
	CHECK(b, kind_of(world, to_fee(b, 0, 2, 0x07)) == GATE_KIND_MISS);
	CHECK(b, kind_of(world, to_fee(b, 0, 3, 0x3c)) == GATE_KIND_MISS);
	CHECK(b, kind_of(world, to_fee(b, 2, 2, 0x0f)) == GATE_KIND_MISS);
	CHECK(b, kind_of(world, to_fee(b, 0, 2, 0x00)) == GATE_KIND_MISS);
	Req r = to_fee(b, 0, 2, 0x0f);
	r->lock = true;
	CHECK(b, kind_of(world, r) == GATE_KIND_MISS);
	r = b.device[0].make(true, 0xfee01000, 2, 1);
	CHECK(b, kind_of(world, r) == GATE_KIND_MISS);
	CHECK(b, kind_of(world, b.device[0].make(false, 0xfee01000, 1, 1)) ==
			 GATE_KIND_MISS);
	CHECK(b, b.memory.bursts == 0);
}

GATE_TEST(zero_length_reads_of_the_range_are_zeros)
{
	World world(b);
	Req r = b.device[0].make(false, 0xfee01000, 1, 1);
	r->zlr = true;
	CHECK(b, kind_of(world, r) == GATE_KIND_NONE && r->all_okay());
	b.host_te(false);
	world.mode(MODE_PASS);
	r = b.device[0].make(false, 0xfee01000, 1, 1);
	r->zlr = true;
	CHECK(b, kind_of(world, r) == GATE_KIND_NONE && r->all_okay());
	CHECK(b, kind_of(world, to_fee(b, 0, 2, 0x0f)) == GATE_KIND_INTR);
}

GATE_TEST(with_pasid_the_range_is_like_any_other)
{
	World world(b);
	b.firmware.map(world.space, 0xfee01, OWN_FRAMES + 60, true, true);
	b.firmware.bind(b.device[0].sid | 1ULL << 36, &world.space);
	Req r = to_fee(b, 0, 2, 0x0f);
	r->ssidv = true;
	CHECK(b, kind_of(world, r) == GATE_KIND_MISS && r->was_sent());
}

/* It leaves after B of the source's earlier writes, parked ones included. */
GATE_TEST(an_interrupt_waits_for_earlier_writes)
{
	World world(b);
	world.warm(0, 1);
	b.memory.stop_response = true;
	Req sent = b.device[0].write(page_at(1), 4, 1);
	Req parked = b.device[0].write(page_at(2), 4, 2);
	Req intr = b.device[0].write32(0xfee00000, 0x4321, 3);
	b.until([&] { return sent->was_sent() && parked->was_sent(); });
	b.cycles(300);
	CHECK(b, !intr->offered && !b.top->work_valid_o);
	b.memory.stop_response = false;
	b.settle();
	CHECK(b, intr->offered && (intr->acked || intr->blocked));
	CHECK(b, parked->answered < intr->done);
}

GATE_TEST(later_writes_do_not_wait_for_an_interrupt)
{
	World world(b);
	world.warm(0, 1);
	b.firmware.serve = false;
	Req intr = b.device[0].write32(0xfee00004, 7, 3);
	Req later = b.device[0].write(page_at(1), 4, 1);
	world.run(later);
	CHECK(b, !intr->is_done());
	b.firmware.serve = true;
	b.settle();
}
