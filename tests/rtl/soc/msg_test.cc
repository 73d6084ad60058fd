/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Messages both ways: order, room, devices that do not take theirs. */
#include <deque>

#include "Vvtd_msg.h"
#include "bench.h"

/* Built with these parameters (soc_rtl.mk). */
constexpr unsigned DEPTH = 4, OUT_WORDS = 64, STALL = 200;

/* As vtd_gate.def has them. */
enum : uint64_t { ATS_REQ = 1, INV_DONE, PAGE_REQ, CLIENT_ACK, CLIENT_HELLO };
constexpr unsigned ROOM_PAGE = 4, ROOM_REQUEST = 12;
constexpr uint64_t KIND_MSG = 5, KIND_REPORT = 4, FLAW_STALL = 3;
enum Stream { POSTED, REQUESTS };

static uint64_t in_head(uint64_t msg, unsigned tag, uint16_t sid = 0x1234)
{
	return KIND_MSG | (uint64_t)tag << 12 | (uint64_t)sid << 40 | msg << 56;
}

static uint64_t out_head(unsigned len, unsigned tag, uint16_t sid = 0x1234)
{
	return in_head(1, tag, sid) | (uint64_t)len << 60;
}

class Msg : public Clocked<Vvtd_msg>
{
public:
	Msg()
	{
		reset();
	}

	struct Word {
		uint64_t data;
		bool first, last;
	};
	std::deque<Word> out;

	void tick() override
	{
		settle();
		if (dut->msg_out_valid_o && dut->msg_out_ready_i)
			out.push_back({ dut->msg_out_data_o,
					(bool)dut->msg_out_first_o,
					(bool)dut->msg_out_last_o });
		edge();
	}

	void idle(unsigned cycles)
	{
		while (cycles--)
			tick();
	}

	/* Whether the stream took it. */
	bool send(Stream stream, uint64_t head, uint64_t w1 = 0,
		  uint64_t w2 = 0)
	{
		const uint64_t words[] = { head, w1, w2 };
		auto &data = stream == POSTED ? dut->msg_post_data_i :
						dut->msg_req_data_i;
		auto &valid = stream == POSTED ? dut->msg_post_valid_i :
						 dut->msg_req_valid_i;

		for (unsigned i = 0; i < 3; i++) {
			data[2 * i] = (uint32_t)words[i];
			data[2 * i + 1] = words[i] >> 32;
		}
		valid = 1;
		settle();
		bool ready = stream == POSTED ? dut->msg_post_ready_o :
						dut->msg_req_ready_o;
		tick();
		valid = 0;
		return ready;
	}

	uint64_t word(unsigned i)
	{
		return dut->work_o[2 * i] |
		       (uint64_t)dut->work_o[2 * i + 1] << 32;
	}

	/* Word 0 of the next record, which is taken; 0: there is none. */
	uint64_t take()
	{
		settle();
		if (!dut->work_valid_o)
			return 0;
		uint64_t head = word(0);
		dut->work_take_i = 1;
		tick();
		dut->work_take_i = 0;
		return head;
	}

	void put(uint64_t data)
	{
		dut->put_i = 1;
		dut->put_word_i = data;
		tick();
		dut->put_i = 0;
	}

	/* A message of @len words behind its head. */
	void put_message(unsigned len, unsigned tag, uint16_t sid = 0x1234)
	{
		put(out_head(len, tag, sid));
		for (unsigned i = 0; i < len; i++)
			put(tag << 8 | i);
	}

	unsigned room()
	{
		settle();
		return dut->free_o;
	}

	void expect_message(unsigned len, unsigned tag, uint16_t sid = 0x1234)
	{
		CHECK(out.size() > len);
		for (unsigned i = 0; i <= len; i++) {
			Word w = out.front();

			out.pop_front();
			CHECK_EQ(w.data, i ? tag << 8 | (i - 1) :
					     out_head(len, tag, sid));
			CHECK_EQ(w.first, i == 0);
			CHECK_EQ(w.last, i == len);
		}
	}
};

TEST(message_arrives_whole)
{
	Msg b;

	for (Stream stream : { POSTED, REQUESTS }) {
		CHECK(b.send(stream, in_head(ATS_REQ, 7), 0x1111222233334444,
			     0x5555666677778888));
		b.settle();
		CHECK(b.dut->work_valid_o);
		CHECK_EQ(b.word(0), in_head(ATS_REQ, 7));
		CHECK_EQ(b.word(1), 0x1111222233334444);
		CHECK_EQ(b.word(2), 0x5555666677778888);
		b.take();
		CHECK_EQ(b.take(), 0);
	}
}

/* No device can name another kind of work. */
TEST(kind_is_not_the_devices)
{
	Msg b;

	for (uint64_t kind = 0; kind < 16; kind++) {
		b.send(POSTED, (in_head(INV_DONE, 3) & ~15ull) | kind);
		CHECK_EQ(b.take(), in_head(INV_DONE, 3));
	}
}

TEST(streams_keep_order_and_hold_their_depth)
{
	Msg b;

	for (Stream stream : { POSTED, REQUESTS }) {
		uint64_t msg = stream == POSTED ? INV_DONE : ATS_REQ;

		for (unsigned round = 0; round < 3; round++) {
			for (unsigned i = 0; i < DEPTH; i++)
				CHECK(b.send(stream, in_head(msg, i)));
			CHECK(!b.send(stream, in_head(msg, 99)));
			for (unsigned i = 0; i < DEPTH; i++)
				CHECK_EQ(b.take(), in_head(msg, i));
			CHECK_EQ(b.take(), 0);
		}
	}
}

TEST(streams_take_turns)
{
	Msg b;
	unsigned requests = 0;

	for (unsigned i = 0; i < 40; i++) {
		b.send(POSTED, in_head(INV_DONE, i));
		b.send(REQUESTS, in_head(ATS_REQ, i));
		requests += b.take() >> 56 == ATS_REQ;
	}
	CHECK_EQ(requests, 20);
}

/* A full stream does not stop the other. */
TEST(streams_are_apart)
{
	Msg b;

	for (unsigned i = 0; i <= DEPTH; i++)
		b.send(REQUESTS, in_head(ATS_REQ, i));
	CHECK(b.send(POSTED, in_head(INV_DONE, 1)));
	for (unsigned i = 0; i <= DEPTH; i++)
		b.send(POSTED, in_head(INV_DONE, i));
	while (b.take())
		;
	CHECK(b.send(REQUESTS, in_head(ATS_REQ, 1)));
}

/* Fills what goes out until @free words are left. */
static void fill(Msg &b, unsigned free)
{
	b.dut->msg_out_ready_i = 0;
	while (b.room() > free)
		b.put_message(0, 1);
	CHECK_EQ(b.room(), free);
}

TEST(room_that_each_message_needs)
{
	const struct {
		Stream stream;
		uint64_t msg;
		unsigned room;
	} rows[] = {
		{ REQUESTS, ATS_REQ, ROOM_REQUEST },
		{ REQUESTS, INV_DONE, ROOM_REQUEST },
		{ POSTED, ATS_REQ, ROOM_REQUEST },
		{ POSTED, PAGE_REQ, ROOM_PAGE },
		{ POSTED, CLIENT_HELLO, ROOM_PAGE },
		{ POSTED, 9, ROOM_PAGE },
		{ POSTED, INV_DONE, 0 },
		{ POSTED, CLIENT_ACK, 0 },
	};

	for (const auto &row : rows) {
		for (unsigned free = 0; free < ROOM_REQUEST + 3; free++) {
			Msg b;

			fill(b, free);
			b.send(row.stream, in_head(row.msg, 1));
			CHECK_EQ(b.take() != 0, free >= row.room);
		}
	}
}

/* What waits for room comes once there is some, and in its order. */
TEST(waiting_for_room_ends)
{
	Msg b;

	fill(b, ROOM_PAGE - 1);
	b.send(POSTED, in_head(PAGE_REQ, 1));
	b.send(POSTED, in_head(INV_DONE, 2));
	CHECK_EQ(b.take(), 0);
	b.dut->msg_out_ready_i = 1;
	b.tick();
	b.dut->msg_out_ready_i = 0;
	CHECK_EQ(b.take(), in_head(PAGE_REQ, 1));
	CHECK_EQ(b.take(), in_head(INV_DONE, 2));
}

TEST(messages_go_out_whole_and_in_order)
{
	Msg b;

	b.dut->msg_out_ready_i = 1;
	CHECK_EQ(b.room(), OUT_WORDS);
	for (unsigned len = 0; len < 9; len++)
		b.put_message(len, len);
	b.idle(60);
	for (unsigned len = 0; len < 9; len++)
		b.expect_message(len, len);
	CHECK(b.out.empty());
	CHECK_EQ(b.room(), OUT_WORDS);
}

/* Nobody has to wait in the middle of a message for the firmware. */
TEST(half_a_message_is_not_offered)
{
	Msg b;

	b.dut->msg_out_ready_i = 1;
	b.put(out_head(2, 5));
	b.put(5 << 8);
	b.idle(20);
	CHECK(b.out.empty());
	CHECK_EQ(b.room(), OUT_WORDS - 2);
	b.put(5 << 8 | 1);
	b.idle(5);
	b.expect_message(2, 5);
}

TEST(words_wait_for_the_device)
{
	std::mt19937_64 random(3);
	Msg b;
	unsigned sent = 0, got = 0;

	while (got < 300) {
		unsigned len = sent % 9;

		b.dut->msg_out_ready_i = random() % 3 == 0;
		if (sent < 300 && b.room() > len + 1)
			b.put_message(len, sent++ & 0x7f);
		else
			b.tick();
		while (b.out.size() > got % 9) {
			b.expect_message(got % 9, got & 0x7f);
			got++;
		}
	}
	CHECK_EQ(b.take(), 0);
}

TEST(without_room_a_message_is_lost_whole)
{
	Msg b;

	fill(b, 3);
	b.put_message(3, 9);
	CHECK_EQ(b.room(), 3);
	b.put_message(2, 8);
	CHECK_EQ(b.room(), 0);
	b.put_message(0, 7);
	CHECK_EQ(b.room(), 0);
	b.dut->msg_out_ready_i = 1;
	b.idle(80);
	for (unsigned i = 0; i < OUT_WORDS - 3; i++)
		b.expect_message(0, 1);
	b.expect_message(2, 8);
	CHECK(b.out.empty());
}

/* A deaf device costs one message, at any word of it, and is reported. */
TEST(a_stall_drops_one_message)
{
	for (unsigned taken = 0; taken < 4; taken++) {
		Msg b;

		b.put_message(3, 5, 0x0bad);
		b.put_message(1, 6, 0x900d);
		b.dut->msg_out_ready_i = 1;
		b.idle(taken);
		b.dut->msg_out_ready_i = 0;
		b.idle(STALL - 5);
		CHECK_EQ(b.take(), 0);
		b.idle(12);
		CHECK_EQ(b.take(), KIND_REPORT | 0x0badull << 40 |
					   FLAW_STALL << 56);
		CHECK_EQ(b.take(), 0);
		b.out.clear();
		b.dut->msg_out_ready_i = 1;
		b.idle(10);
		b.expect_message(1, 6, 0x900d);
		CHECK(b.out.empty());
		CHECK_EQ(b.room(), OUT_WORDS);
	}
}

/* Each word has its own time; a slow device is none that stalls. */
TEST(slow_is_no_stall)
{
	Msg b;

	b.put_message(8, 5);
	for (unsigned i = 0; i < 9; i++) {
		b.idle(STALL - 1);
		b.dut->msg_out_ready_i = 1;
		b.tick();
		b.dut->msg_out_ready_i = 0;
	}
	b.expect_message(8, 5);
	CHECK_EQ(b.take(), 0);
}

/* Whoever sends all the time does not hide that another is deaf. */
TEST(a_report_goes_first)
{
	Msg b;

	for (unsigned i = 0; i < DEPTH; i++)
		b.send(POSTED, in_head(INV_DONE, i));
	b.put_message(0, 5, 0x0bad);
	b.idle(STALL + 3);
	CHECK_EQ(b.take() & 15, KIND_REPORT);
	for (unsigned i = 0; i < DEPTH; i++)
		CHECK_EQ(b.take(), in_head(INV_DONE, i));
}

/* Without a firmware devices are not held up, and nothing is kept. */
TEST(dead_discards)
{
	Msg b;

	b.send(POSTED, in_head(INV_DONE, 1));
	b.dut->dead_i = 1;
	b.tick();
	for (unsigned i = 0; i < 3 * DEPTH; i++) {
		CHECK(b.send(POSTED, in_head(INV_DONE, i)));
		CHECK(b.send(REQUESTS, in_head(ATS_REQ, i)));
	}
	CHECK_EQ(b.take(), 0);
}

int main(int argc, char **argv)
{
	return bench_main(argc, argv);
}
