/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Host-memory port: data, order, errors, and a memory that answers late. */
#include <deque>
#include <map>

#include "Vvtd_hostmem.h"
#include "bench.h"

/* Built with these parameters (soc_rtl.mk). */
constexpr unsigned TIMEOUT = 64;
constexpr uint64_t PING_ADDR = 0x12340008;

enum : unsigned { OP_READ, OP_PING, OP_WRITE };

struct Pending {
	unsigned id, beats, beat, wait;
	uint64_t addr;
	bool lock;
};

/* AXI responses, and what HM_XRESULT makes of those of locked accesses. */
enum : unsigned { OKAY, EXOKAY, SLVERR, DECERR };
enum : unsigned { DONE, LOST, FAILED };
constexpr unsigned LOCK_ID = 4;

struct Stored {
	uint64_t addr, data;
	unsigned strb, size;
};

/* The port, and a memory that can be slow, deaf or wrong. */
class Hostmem : public Clocked<Vvtd_hostmem>
{
public:
	Hostmem()
	{
		reset();
	}

	/* Faults of the memory. */
	unsigned latency = 4, write_latency = 4;
	bool accept_ar = true, accept_aw = true, accept_w = true;
	uint64_t bad_read_at = ~0ull, bad_write_at = ~0ull;
	/* Answers to exclusive accesses. */
	unsigned lock_read = EXOKAY, lock_write = EXOKAY;

	std::map<uint64_t, uint64_t> words;
	std::deque<Pending> reads, writes;
	std::vector<Stored> stored;
	unsigned wdone = 0, pings = 0, bursts = 0;

	void tick() override
	{
		drive();
		settle();
		observe();
		edge();
	}

	uint64_t word(uint64_t addr)
	{
		auto found = words.find(addr & ~7ull);

		return found == words.end() ? ~(addr & ~7ull) : found->second;
	}

	/* Cycles until the command was taken. */
	unsigned command(unsigned op, uint64_t addr, uint64_t data = 0,
			 unsigned strb = 0xff, bool lock = false)
	{
		unsigned waited = 0;

		dut->cmd_valid_i = 1;
		dut->cmd_lock_i = lock;
		dut->cmd_op_i = op;
		dut->cmd_addr_i = addr;
		dut->cmd_wdata_i = data;
		dut->cmd_wstrb_i = strb;
		for (;;) {
			drive();
			settle();
			bool taken = dut->cmd_ready_o;
			observe();
			edge();
			waited++;
			if (taken)
				break;
			CHECK(waited < 2 * TIMEOUT);
		}
		dut->cmd_valid_i = 0;
		return waited;
	}

	/* Waits for word @i of the last read, as a load by the core does. */
	uint64_t load(unsigned i, unsigned *waited = nullptr)
	{
		dut->word_i = i;
		for (unsigned n = 0; n < 2 * TIMEOUT; n++) {
			drive();
			settle();
			bool there = dut->word_ready_o;
			uint64_t data = dut->word_data_o;
			observe();
			edge();
			if (waited)
				*waited = n;
			if (there)
				return data;
		}
		bench_fail(__FILE__, __LINE__, "a load never ended");
		return 0;
	}

	/* The two halves of a locked update, each with what became of it. */
	unsigned lock_load(uint64_t addr)
	{
		command(OP_READ, addr, 0, 0xff, true);
		return result();
	}

	unsigned lock_store(uint64_t addr, uint64_t value)
	{
		command(OP_WRITE, addr, value, 0xff, true);
		return result();
	}

	/* As a load of HM_XRESULT by the core. */
	unsigned result(unsigned *waited = nullptr)
	{
		for (unsigned n = 0; n < 2 * TIMEOUT; n++) {
			drive();
			settle();
			bool there = !dut->x_busy_o;
			unsigned found = dut->x_result_o;
			observe();
			edge();
			if (waited)
				*waited = n;
			if (there)
				return found;
		}
		bench_fail(__FILE__, __LINE__, "a result never came");
		return 0;
	}

	bool read_error()
	{
		settle();
		return dut->rerr_o;
	}

	bool write_error(bool clear = true)
	{
		drive();
		settle();
		bool err = dut->werr_o;
		dut->werr_clear_i = clear;
		settle();
		observe();
		edge();
		dut->werr_clear_i = 0;
		return err;
	}

	void idle(unsigned cycles)
	{
		while (cycles--)
			tick();
	}

private:
	void drive()
	{
		bool r = !reads.empty() && !reads.front().wait;
		bool b = !writes.empty() && !writes.front().wait;

		dut->tbl_arready_i = accept_ar;
		dut->tbl_awready_i = accept_aw;
		dut->tbl_wready_i = accept_w;
		dut->tbl_rvalid_i = r;
		dut->tbl_bvalid_i = b;
		if (r) {
			const Pending &p = reads.front();
			uint64_t at = p.addr + 8 * p.beat;

			dut->tbl_rid_i = p.id;
			dut->tbl_rdata_i = word(at);
			dut->tbl_rresp_i = at == bad_read_at ? SLVERR :
					   p.lock	     ? lock_read :
							       OKAY;
			dut->tbl_rlast_i = p.beat + 1 == p.beats;
		}
		if (b) {
			const Pending &p = writes.front();

			dut->tbl_bid_i = p.id;
			dut->tbl_bresp_i = p.addr == bad_write_at ? SLVERR :
					   p.lock	   ? lock_write :
							     OKAY;
		}
	}

	void observe()
	{
		wdone += dut->wdone_o;
		pings += dut->ping_done_o;
		CHECK(dut->tbl_rready_o && dut->tbl_bready_o);
		observe_reads();
		observe_writes();
	}

	void observe_reads()
	{
		if (dut->tbl_rvalid_i && ++reads.front().beat ==
						 reads.front().beats)
			reads.pop_front();
		else if (!reads.empty() && reads.front().wait)
			reads.front().wait--;
		if (!dut->tbl_arvalid_o || !accept_ar)
			return;
		CHECK_EQ(dut->tbl_arsize_o, 3);
		CHECK_EQ(dut->tbl_arburst_o, 1);
		for (const Pending &p : reads)
			CHECK(p.id != dut->tbl_arid_o);
		CHECK(dut->tbl_arlock_o == (dut->tbl_arid_o == LOCK_ID));
		CHECK(!dut->tbl_arlock_o || !dut->tbl_arlen_o);
		reads.push_back({ dut->tbl_arid_o, dut->tbl_arlen_o + 1u, 0,
				  latency, dut->tbl_araddr_o,
				  (bool)dut->tbl_arlock_o });
		bursts++;
	}

	void observe_writes()
	{
		if (dut->tbl_bvalid_i)
			writes.pop_front();
		else if (!writes.empty() && writes.front().wait)
			writes.front().wait--;
		if (dut->tbl_awvalid_o && accept_aw) {
			CHECK_EQ(dut->tbl_awlen_o, 0);
			CHECK_EQ(dut->tbl_awburst_o, 1);
			for (const Pending &p : writes)
				CHECK(p.id != dut->tbl_awid_o);
			CHECK(dut->tbl_awlock_o ==
			      (dut->tbl_awid_o == LOCK_ID));
			CHECK(!dut->tbl_awlock_o || dut->tbl_awsize_o == 3);
			writes.push_back({ dut->tbl_awid_o, 1, 0, write_latency,
					   dut->tbl_awaddr_o,
					   (bool)dut->tbl_awlock_o });
			stored.push_back({ dut->tbl_awaddr_o, 0, 0,
					   dut->tbl_awsize_o });
		}
		if (dut->tbl_wvalid_o && accept_w) {
			CHECK(dut->tbl_wlast_o);
			CHECK(!stored.empty());
			stored.back().data = dut->tbl_wdata_o;
			stored.back().strb = dut->tbl_wstrb_o;
		}
	}
};

TEST(reads_of_every_length)
{
	for (unsigned latency : { 0u, 1u, 7u, 30u }) {
		Hostmem b;

		b.latency = latency;
		for (unsigned log2 = 0; log2 < 4; log2++) {
			uint64_t base = 0xffff000012340000 + 0x40 * log2;

			b.command(OP_READ, base | log2);
			for (unsigned i = 0; i < 1u << log2; i++)
				CHECK_EQ(b.load(i), ~(base + 8 * i));
			CHECK(!b.read_error());
		}
		CHECK_EQ(b.bursts, 4);
	}
}

/* Words can be fetched as they arrive: the first does not wait for the last. */
TEST(first_word_is_there_first)
{
	Hostmem b;
	unsigned first, last;

	b.command(OP_READ, 0x1000 | 3);
	b.load(0, &first);
	b.load(7, &last);
	CHECK(first <= b.latency + 2);
	CHECK(last >= 5);
}

TEST(error_of_one_word)
{
	Hostmem b;

	b.bad_read_at = 0x2008;
	b.command(OP_READ, 0x2000 | 1);
	CHECK_EQ(b.load(0), ~0x2000ull);
	CHECK_EQ(b.load(1), ~0ull);
	CHECK(b.read_error());
	b.command(OP_READ, 0x3000 | 1);
	CHECK_EQ(b.load(1), ~0x3008ull);
	CHECK(!b.read_error());
}

TEST(words_of_ones_are_data)
{
	Hostmem b;

	b.words[0x4000] = ~0ull;
	b.command(OP_READ, 0x4000);
	CHECK_EQ(b.load(0), ~0ull);
	CHECK(!b.read_error());
}

TEST(words_never_asked_for_do_not_hang)
{
	Hostmem b;

	CHECK_EQ(b.load(5), ~0ull);
	b.command(OP_READ, 0x1000);
	CHECK_EQ(b.load(0), ~0x1000ull);
	CHECK_EQ(b.load(7), ~0ull);
}

TEST(unaligned_reads_fail_without_access)
{
	Hostmem b;

	for (uint64_t bad : { 0x1008ull | 1, 0x1010ull | 2, 0x1020ull | 3,
			      0x1000ull | 4, 0x1000ull | 7 }) {
		b.command(OP_READ, bad);
		CHECK_EQ(b.load(0), ~0ull);
		CHECK(b.read_error());
	}
	CHECK_EQ(b.bursts, 0);
}

TEST(silent_memory_fails_within_the_limit)
{
	Hostmem b;
	unsigned waited;

	b.latency = 1000;
	b.command(OP_READ, 0x5000);
	CHECK_EQ(b.load(0, &waited), ~0ull);
	CHECK(waited >= TIMEOUT - 4 && waited <= TIMEOUT + 2);
	CHECK(b.read_error());
}

/* A late answer belongs to the access that gave up, whatever runs now. */
TEST(late_answers_are_never_taken)
{
	Hostmem b;

	b.latency = 100;
	b.command(OP_READ, 0x6000 | 1);
	CHECK_EQ(b.load(1), ~0ull);
	CHECK(b.read_error());
	b.latency = 2;
	b.command(OP_READ, 0x7000 | 1);
	CHECK_EQ(b.load(0), ~0x7000ull);
	CHECK_EQ(b.load(1), ~0x7008ull);
	CHECK(!b.read_error());
	CHECK(b.reads.empty());
}

TEST(all_ids_late_then_recovery)
{
	Hostmem b;

	b.latency = 400;
	for (int i = 0; i < 4; i++) {
		b.command(OP_READ, 0x8000 + 64 * i);
		CHECK_EQ(b.load(0), ~0ull);
	}
	CHECK_EQ(b.bursts, 4);
	/* No id is left: nothing is sent, the failure is told at once. */
	for (int i = 0; i < 3; i++) {
		b.command(OP_READ, 0x9000);
		CHECK_EQ(b.load(0), ~0ull);
		CHECK(b.read_error());
	}
	CHECK_EQ(b.bursts, 4);
	b.idle(2000);
	CHECK(b.reads.empty());
	b.latency = 3;
	for (int i = 0; i < 8; i++) {
		b.command(OP_READ, 0xa000 + 64 * i);
		CHECK_EQ(b.load(0), ~(0xa000ull + 64 * i));
		CHECK(!b.read_error());
	}
}

TEST(request_never_accepted)
{
	Hostmem b;

	b.accept_ar = false;
	for (int i = 0; i < 3; i++) {
		b.command(OP_READ, 0xb000 + 64 * i);
		CHECK_EQ(b.load(0), ~0ull);
		CHECK(b.read_error());
	}
	b.settle();
	CHECK(b.dut->tbl_arvalid_o);
	CHECK_EQ(b.dut->tbl_araddr_o, 0xb000);
	b.accept_ar = true;
	b.idle(50);
	b.command(OP_READ, 0xc000);
	CHECK_EQ(b.load(0), ~0xc000ull);
	CHECK(!b.read_error());
	CHECK_EQ(b.bursts, 2);
}

TEST(stores_arrive_in_order_with_their_lanes)
{
	Hostmem b;

	b.command(OP_WRITE, 0x1004, 0x1111111111111111, 0xf0);
	b.command(OP_WRITE, 0x1000, 0x2222222222222222, 0x0f);
	b.command(OP_WRITE, 0x2000, 0x3333333333333333, 0xff);
	b.command(OP_WRITE, 0x3000, 0x4444444444444444, 0x3c);
	/* A masked store whose address is not that of its lanes */
	b.command(OP_WRITE, 0x4000, 0x5555555555555555, 0xf0);
	b.idle(40);
	CHECK_EQ(b.stored.size(), 5);
	CHECK_EQ(b.stored[0].addr, 0x1004);
	CHECK_EQ(b.stored[0].strb, 0xf0);
	CHECK_EQ(b.stored[0].size, 2);
	CHECK_EQ(b.stored[1].addr, 0x1000);
	CHECK_EQ(b.stored[1].size, 2);
	CHECK_EQ(b.stored[2].data, 0x3333333333333333);
	CHECK_EQ(b.stored[2].size, 3);
	CHECK_EQ(b.stored[3].strb, 0x3c);
	CHECK_EQ(b.stored[4].strb, 0xf0);
	CHECK_EQ(b.stored[4].size, 3);
	CHECK_EQ(b.wdone, 5);
	CHECK(!b.write_error());
}

/* Posted: the first store is taken at once, the second when B is back. */
TEST(one_store_outstanding)
{
	Hostmem b;

	b.write_latency = 20;
	CHECK_EQ(b.command(OP_WRITE, 0x1000, 1), 1);
	b.settle();
	CHECK(b.dut->wbusy_o);
	CHECK(b.command(OP_WRITE, 0x2000, 2) > 20);
	CHECK_EQ(b.wdone, 1);
	b.idle(40);
	CHECK_EQ(b.wdone, 2);
	CHECK(!b.dut->wbusy_o);
}

TEST(channels_of_a_store_accepted_apart)
{
	for (bool aw_first : { true, false }) {
		Hostmem b;

		/* The bench's memory pairs data with the last address. */
		b.accept_aw = aw_first;
		b.accept_w = !aw_first;
		if (!aw_first)
			b.stored.push_back({ 0, 0, 0, 0 });
		b.command(OP_WRITE, 0x1000, 0x77);
		b.idle(5);
		b.accept_aw = b.accept_w = true;
		b.idle(20);
		CHECK_EQ(b.wdone, 1);
		CHECK(!b.write_error());
	}
}

TEST(store_error_is_kept_until_read)
{
	Hostmem b;

	b.bad_write_at = 0x1000;
	b.command(OP_WRITE, 0x1000, 1);
	b.command(OP_WRITE, 0x2000, 2);
	b.idle(20);
	CHECK(b.write_error(false));
	CHECK(b.write_error(true));
	CHECK(!b.write_error());
}

TEST(store_without_response)
{
	Hostmem b;

	b.write_latency = 200;
	b.command(OP_WRITE, 0x1000, 1);
	b.idle(TIMEOUT + 2);
	CHECK(!b.dut->wbusy_o);
	CHECK_EQ(b.wdone, 1);
	CHECK(b.write_error());
	/* Its late response is not that of the next store. */
	b.write_latency = 30;
	b.command(OP_WRITE, 0x2000, 2);
	b.idle(300);
	CHECK_EQ(b.stored.size(), 2);
	CHECK_EQ(b.wdone, 2);
}

TEST(store_never_accepted)
{
	Hostmem b;

	b.accept_aw = b.accept_w = false;
	b.command(OP_WRITE, 0x1000, 1);
	b.idle(TIMEOUT + 2);
	CHECK(b.write_error());
	CHECK_EQ(b.command(OP_WRITE, 0x2000, 2), 1);
	CHECK(b.write_error());
	b.accept_aw = b.accept_w = true;
	b.idle(40);
	b.command(OP_WRITE, 0x3000, 3);
	b.idle(40);
	CHECK_EQ(b.stored.size(), 2);
	CHECK_EQ(b.stored[0].addr, 0x1000);
	CHECK_EQ(b.stored[1].addr, 0x3000);
	CHECK(!b.write_error());
}

TEST(reads_and_stores_do_not_wait_for_each_other)
{
	Hostmem b;
	unsigned waited;

	b.write_latency = 50;
	b.command(OP_WRITE, 0x1000, 1);
	CHECK_EQ(b.command(OP_READ, 0x2000), 1);
	CHECK_EQ(b.load(0, &waited), ~0x2000ull);
	CHECK(waited < 10);
	b.settle();
	CHECK(b.dut->wbusy_o);
}

TEST(ping_reads_its_address_and_tells)
{
	Hostmem b;

	b.command(OP_READ, 0x1000);
	b.load(0);
	b.command(OP_PING, 0);
	b.idle(1);
	CHECK_EQ(b.reads.back().addr, PING_ADDR);
	b.idle(20);
	CHECK_EQ(b.pings, 1);
	/* It leaves the words of the last read alone. */
	CHECK_EQ(b.load(0), ~0x1000ull);
}

TEST(ping_that_is_not_answered_tells_nothing)
{
	Hostmem b;

	b.latency = 150;
	b.command(OP_PING, 0);
	b.idle(400);
	CHECK_EQ(b.pings, 0);
	CHECK(!b.read_error());
	b.latency = 3;
	b.command(OP_PING, 0);
	b.idle(20);
	CHECK_EQ(b.pings, 1);
}

/* Any mix of latencies, late ones included: data is right or failed. */
/* ---- Locked updates ------------------------------------------------------ */

TEST(locked_update)
{
	for (unsigned latency : { 0u, 1u, 9u, 40u }) {
		Hostmem b;

		b.latency = b.write_latency = latency;
		CHECK_EQ(b.lock_load(0xffff000012340008), DONE);
		CHECK_EQ(b.load(0), ~0xffff000012340008);
		CHECK_EQ(b.lock_store(0xffff000012340008, 0x77), DONE);
		CHECK_EQ(b.bursts, 1);
		CHECK_EQ(b.stored.size(), 1);
		CHECK_EQ(b.stored[0].addr, 0xffff000012340008);
		CHECK_EQ(b.stored[0].data, 0x77);
		CHECK_EQ(b.stored[0].strb, 0xff);
		CHECK(!b.read_error() && !b.write_error());
	}
}

TEST(locked_store_that_lost)
{
	Hostmem b;

	b.lock_write = OKAY;
	CHECK_EQ(b.lock_load(0x1000), DONE);
	CHECK_EQ(b.lock_store(0x1000, 1), LOST);
	CHECK(!b.write_error());
	b.lock_write = EXOKAY;
	CHECK_EQ(b.lock_load(0x1000), DONE);
	CHECK_EQ(b.lock_store(0x1000, 1), DONE);
}

TEST(memory_without_monitor)
{
	Hostmem b;

	b.lock_read = b.lock_write = OKAY;
	CHECK_EQ(b.lock_load(0x2000), LOST);
	CHECK_EQ(b.load(0), ~0x2000ull);
	CHECK(!b.read_error());
}

TEST(locked_access_answered_with_an_error)
{
	for (unsigned resp : { SLVERR, DECERR }) {
		Hostmem b;

		b.lock_read = resp;
		CHECK_EQ(b.lock_load(0x3000), FAILED);
		CHECK_EQ(b.load(0), ~0ull);
		b.lock_read = EXOKAY;
		b.lock_write = resp;
		CHECK_EQ(b.lock_load(0x3000), DONE);
		CHECK_EQ(b.lock_store(0x3000, 5), FAILED);
		/* A status store that went well is not to suffer for it. */
		CHECK(!b.write_error());
	}
}

/* Each exclusive store fails once; then one that fails for ever. */
TEST(locked_stores_fail_once_and_for_ever)
{
	Hostmem b;

	for (int i = 0; i < 20; i++) {
		CHECK_EQ(b.lock_load(0x4000 + 8 * i), DONE);
		b.lock_write = OKAY;
		CHECK_EQ(b.lock_store(0x4000 + 8 * i, i), LOST);
		b.lock_write = EXOKAY;
		CHECK_EQ(b.lock_load(0x4000 + 8 * i), DONE);
		CHECK_EQ(b.lock_store(0x4000 + 8 * i, i), DONE);
	}
	b.lock_write = OKAY;
	for (int i = 0; i < 100; i++) {
		CHECK_EQ(b.lock_load(0x5000), DONE);
		CHECK_EQ(b.lock_store(0x5000, i), LOST);
	}
	CHECK(!b.write_error());
}

TEST(misaligned_locked_accesses_fail_without_access)
{
	Hostmem b;

	for (unsigned low = 1; low < 8; low++) {
		CHECK_EQ(b.lock_load(0x6000 + low), FAILED);
		CHECK_EQ(b.lock_store(0x6000 + low, 1), FAILED);
	}
	CHECK_EQ(b.bursts, 0);
	CHECK(b.stored.empty());
}

TEST(silent_memory_fails_locked_accesses)
{
	Hostmem b;
	unsigned waited;

	b.latency = 1000;
	b.command(OP_READ, 0x7000, 0, 0xff, true);
	CHECK_EQ(b.result(&waited), FAILED);
	CHECK(waited >= TIMEOUT - 4 && waited <= TIMEOUT + 2);
	CHECK_EQ(b.load(0), ~0ull);
	b.write_latency = 1000;
	b.command(OP_WRITE, 0x7000, 1, 0xff, true);
	CHECK_EQ(b.result(&waited), FAILED);
	CHECK(waited >= TIMEOUT - 4 && waited <= TIMEOUT + 2);
}

/* Until the late answer has come, its id is not used; other accesses are. */
TEST(late_answers_of_locked_accesses)
{
	Hostmem b;

	b.latency = 200;
	CHECK_EQ(b.lock_load(0x8000), FAILED);
	CHECK_EQ(b.bursts, 1);
	CHECK_EQ(b.lock_load(0x8008), FAILED);
	CHECK_EQ(b.bursts, 1);
	b.idle(200);
	b.latency = 3;
	b.words[0x8010] = 0x123;
	CHECK_EQ(b.lock_load(0x8010), DONE);
	CHECK_EQ(b.load(0), 0x123);

	b.write_latency = 200;
	CHECK_EQ(b.lock_store(0x8010, 1), FAILED);
	CHECK_EQ(b.stored.size(), 1);
	CHECK_EQ(b.lock_store(0x8010, 2), FAILED);
	CHECK_EQ(b.stored.size(), 1);
	b.idle(200);
	b.write_latency = 3;
	CHECK_EQ(b.lock_store(0x8010, 3), DONE);
	CHECK_EQ(b.stored.back().data, 3);
}

TEST(late_answer_beside_other_accesses)
{
	Hostmem b;

	b.latency = 200;
	CHECK_EQ(b.lock_load(0x9000), FAILED);
	Pending late = b.reads.front();
	b.reads.pop_front();
	b.latency = 2;
	for (unsigned i = 0; i < 9; i++) {
		b.command(OP_READ, 0x9100 + 8 * i);
		CHECK_EQ(b.load(0), ~(0x9100ull + 8 * i));
	}
	CHECK(!b.read_error());
	CHECK_EQ(b.lock_load(0x9008), FAILED);
	late.wait = 0;
	b.reads.push_back(late);
	b.idle(2);
	CHECK_EQ(b.lock_load(0x9008), DONE);
	CHECK_EQ(b.load(0), ~0x9008ull);
}

/* An address that is never accepted keeps the bus, not the core. */
TEST(locked_request_never_accepted)
{
	Hostmem b;

	b.accept_ar = b.accept_aw = b.accept_w = false;
	CHECK_EQ(b.lock_load(0xa000), FAILED);
	CHECK_EQ(b.lock_load(0xa000), FAILED);
	CHECK_EQ(b.lock_store(0xa000, 7), FAILED);
	CHECK_EQ(b.lock_store(0xa000, 8), FAILED);
	b.accept_ar = b.accept_aw = b.accept_w = true;
	b.idle(20);
	CHECK_EQ(b.bursts, 1);
	CHECK_EQ(b.lock_load(0xa008), DONE);
	CHECK_EQ(b.lock_store(0xa008, 9), DONE);
	CHECK_EQ(b.stored.size(), 2);
}

/* A failed ordinary store stays told of, whatever locked ones do. */
TEST(locked_stores_keep_the_store_error)
{
	Hostmem b;

	b.bad_write_at = 0xb000;
	b.command(OP_WRITE, 0xb000, 1);
	b.idle(10);
	CHECK_EQ(b.lock_load(0xb008), DONE);
	CHECK_EQ(b.lock_store(0xb008, 1), DONE);
	CHECK(b.write_error());
	CHECK(!b.write_error());
}

TEST(random_latencies)
{
	std::mt19937_64 random(7);
	Hostmem b;
	unsigned failed = 0;

	for (int i = 0; i < 2000; i++) {
		unsigned log2 = random() % 4;
		uint64_t base = random() << 6;

		b.latency = random() % 8 ? random() % 20 : random() % 150;
		b.write_latency = random() % 100;
		if (random() % 3 == 0)
			b.command(OP_WRITE, base, random());
		if (random() % 5 == 0)
			b.command(OP_PING, 0);
		b.command(OP_READ, base | log2);
		for (unsigned n = 0; n < 1u << log2; n++) {
			uint64_t got = b.load(n);

			if (got == ~0ull && b.read_error())
				failed++;
			else
				CHECK_EQ(got, ~(base + 8 * n));
		}
	}
	CHECK(failed > 0 && failed < 1500);
}

int main(int argc, char **argv)
{
	return bench_main(argc, argv);
}
