/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Messages of three devices at one block: two with a source id, one without. */
#include "Vsoc_msg_router.h"
#include "bench.h"

constexpr unsigned DEVICES = 3;
constexpr uint16_t SID[2] = { 0x0200, 0x0300 };

class Router : public Clocked<Vsoc_msg_router>
{
public:
	Router()
	{
		dut->sid_i = SID[0] | (uint32_t)SID[1] << 16;
		dut->named_i = 3;
		for (unsigned d = 0; d < DEVICES; d++) {
			dut->req_data_i[6 * d] = 0x100 + d;
			dut->post_data_i[6 * d] = 0x200 + d;
		}
		reset();
	}

	/* A word to a device; who is offered it, as a mask. */
	unsigned word(bool first, uint64_t data)
	{
		dut->msg_out_valid_i = 1;
		dut->msg_out_first_i = first;
		dut->msg_out_data_i = data;
		dut->out_ready_i = 7;
		settle();
		unsigned who = dut->out_valid_o;
		edge();
		dut->msg_out_valid_i = 0;
		return who;
	}
};

static uint64_t head(uint16_t sid)
{
	return (uint64_t)sid << 40;
}

TEST(heads_find_their_device)
{
	Router b;

	CHECK_EQ(b.word(true, head(0x0200)), 1);
	CHECK_EQ(b.word(true, head(0x0300)), 2);
	CHECK_EQ(b.word(true, head(0x0301)), 4);
	b.dut->named_i = 2;
	CHECK_EQ(b.word(true, head(0x0200)), 4);
	CHECK_EQ(b.word(true, head(0x0300)), 2);
}

/* Words behind a head follow it, whatever they look like. */
TEST(words_follow_their_head)
{
	Router b;

	for (unsigned d = 0; d < 2; d++) {
		CHECK_EQ(b.word(true, head(SID[d])), 1u << d);
		for (unsigned i = 0; i < 8; i++)
			CHECK_EQ(b.word(false, head(SID[i % 2])), 1u << d);
	}
	/* One that was cut short ends with the next head. */
	b.word(true, head(0x0200));
	b.word(false, 0);
	CHECK_EQ(b.word(true, head(0x0300)), 2);
}

TEST(only_its_device_takes_it)
{
	Router b;

	for (unsigned ready = 0; ready < 8; ready++) {
		b.dut->msg_out_valid_i = b.dut->msg_out_first_i = 1;
		b.dut->msg_out_data_i = head(0x0300);
		b.dut->out_ready_i = ready;
		b.settle();
		CHECK_EQ(b.dut->msg_out_ready_o, ready >> 1 & 1);
	}
}

TEST(devices_take_turns)
{
	for (unsigned senders = 1; senders < 8; senders++) {
		Router b;
		unsigned got[DEVICES] = {}, most = 0, least = 99;

		b.dut->req_valid_i = b.dut->post_valid_i = senders;
		b.dut->msg_req_ready_i = b.dut->msg_post_ready_i = 1;
		for (unsigned i = 0; i < 12; i++) {
			b.settle();
			unsigned d = b.dut->msg_req_data_o[0] - 0x100;

			CHECK(b.dut->msg_req_valid_o && d < DEVICES);
			CHECK_EQ(b.dut->req_ready_o, 1u << d);
			CHECK(senders >> d & 1);
			CHECK_EQ(b.dut->msg_post_data_o[0], 0x200 + d);
			CHECK_EQ(b.dut->post_ready_o, 1u << d);
			got[d]++;
			b.edge();
		}
		for (unsigned d = 0; d < DEVICES; d++) {
			if (!(senders >> d & 1))
				continue;
			most = got[d] > most ? got[d] : most;
			least = got[d] < least ? got[d] : least;
		}
		CHECK_EQ(most, least);
	}
}

/* A full stream takes nothing, and does not stop the other. */
TEST(nothing_is_taken_by_a_full_stream)
{
	Router b;

	b.dut->req_valid_i = b.dut->post_valid_i = 7;
	b.dut->msg_req_ready_i = 0;
	b.dut->msg_post_ready_i = 1;
	for (unsigned i = 0; i < 6; i++) {
		b.settle();
		CHECK(b.dut->msg_req_valid_o);
		CHECK_EQ(b.dut->req_ready_o, 0);
		CHECK(b.dut->post_ready_o != 0);
		b.edge();
	}
}

int main(int argc, char **argv)
{
	return bench_main(argc, argv);
}
