// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
/* What MODE says, and what it takes to get past it. */
#include "Vgate.h"
#include "world.h"

GATE_TEST(reset_blocks_everything)
{
	Req r = b.device[0].read(page_at(1), 16);
	Req w = b.device[0].write(page_at(2), 4);
	b.settle();
	CHECK(b, r->resp.size() == 16 && r->all_error());
	CHECK(b, w->all_error());
	CHECK(b, b.memory.bursts == 0 && !b.top->work_valid_o);
}

GATE_TEST(pass_mode_is_identity)
{
	b.firmware.mode(MODE_PASS);
	for (Device &d : b.device) {
		d.write(0x1234567000, 8);
		d.read(0x1234567000, 8);
	}
	b.settle();
	CHECK(b, b.board.sent == 2 * NUM_PORTS && b.board.refused == 0);
}

GATE_TEST(pass_mode_refuses_translated_requests)
{
	b.firmware.mode(MODE_PASS);
	for (unsigned w = 0; w < 2; w++) {
		Req r = b.device[0].make(w, page_at(3), 2, w);
		r->atst = true;
		b.device[0].submit(r);
	}
	b.settle();
	CHECK(b, b.board.refused == 2 && !b.top->work_valid_o);
}

/* A firmware fault or restart must not open the gate again. */
GATE_TEST(pass_after_translate_needs_the_host)
{
	World world(b);
	world.mode(MODE_PASS);
	CHECK(b, b.top->mode_o == MODE_BLOCK);
	CHECK(b, world.read(0, page_at(5))->all_error());
	b.host_te(false);
	world.mode(MODE_PASS);
	CHECK(b, b.top->mode_o == MODE_PASS);
	CHECK(b, world.read(0, page_at(5))->was_sent());
	b.host_te(true);
	world.mode(MODE_PASS);
	CHECK(b, b.top->mode_o == MODE_BLOCK);
}

/* The host enabled and disabled before the firmware saw either. */
GATE_TEST(pass_after_a_clear_that_overtook_translate)
{
	b.host_te(true);
	b.host_te(false);
	World world(b);
	world.mode(MODE_PASS);
	CHECK(b, b.top->mode_o == MODE_PASS);
}

GATE_TEST(mode_change_has_parked_requests_look_again)
{
	World world(b);
	b.firmware.serve = false;
	Req r = b.device[0].read(page_at(1), 4, 1);
	Req w = b.device[0].write(page_at(2), 4, 2);
	b.until([&] { return b.top->work_valid_o; });
	world.mode(MODE_BLOCK);
	world.run(r);
	world.run(w);
	CHECK(b, r->all_error() && w->all_error());
	CHECK(b, !b.top->work_valid_o);

	world.mode(MODE_TRANSLATE);
	r = b.device[0].read(page_at(1), 4, 1);
	b.until([&] { return b.top->work_valid_o; });
	b.host_te(false);
	world.mode(MODE_PASS);
	world.run(r);
	CHECK(b, r->pa == page_at(1));
}

/* Nothing goes by an answer that was given for another mode. */
GATE_TEST(grant_in_block_mode_is_void)
{
	World world(b);
	b.firmware.serve = false;
	Req r = b.device[0].read(page_at(1));
	const Record record = b.firmware.take();
	world.mode(MODE_BLOCK);
	b.firmware.answer(record.slot(), GATE_ACTION_GRANT, 0,
			  page_at(OWN_FRAMES + 1, 3));
	world.run(r);
	CHECK(b, r->all_error() && b.memory.bursts == 0);
}

GATE_TEST(dead_gate_refuses_and_sends_nothing)
{
	World world(b);
	world.warm(0, 1);
	b.memory.stop_accept = true;
	b.firmware.serve = false;
	std::vector<Req> list;
	for (Device &d : b.device) {
		list.push_back(d.read(page_at(1), 4, 1));
		list.push_back(d.read(page_at(1), 4, 2));
		list.push_back(d.write(page_at(2), 4, 1));
		list.push_back(d.write(page_at(9), 4, 2));
	}
	b.firmware.take();
	b.cycles(20);
	b.die();
	b.cycles(30);
	b.memory.stop_accept = false;
	list.push_back(b.device[0].write(page_at(1), 4, 3));
	list.push_back(b.device[0].read(page_at(1), 4, 3));
	for (const Req &r : list)
		world.run(r);
	CHECK(b, !b.top->work_valid_o);
	for (const Req &r : list)
		CHECK(b, r->was_sent() || r->all_error());
}

/* The record leaves in the cycle of the death: one answer, not two. */
GATE_TEST(report_taken_as_the_gate_dies)
{
	World world(b);
	b.firmware.serve = false;
	Req r = b.device[0].make(false, page_at(1), 1, 0);
	r->burst = 0;
	b.device[0].submit(r);
	b.until([&] { return b.top->work_valid_o; });
	b.die();
	CHECK(b, b.firmware.take().kind() == GATE_KIND_REPORT);
	CHECK(b, world.run(r)->all_error());
	b.cycles(50);
}
