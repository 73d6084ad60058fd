/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Mailbox: words, the raw port's aliases, refusals, watchdog. */
#include "Vvtd_mbox.h"
#include "bench.h"

/* Built with these parameters (soc_rtl.mk). */
constexpr unsigned WDT = 500;
constexpr uint64_t CAPS_WORD = 0x0708044008080408;

/* Offsets as vtd_gate.def has them; the raw aliases follow the mailbox. */
enum : unsigned {
	WORK0 = 0x00, WORK1 = 0x08, WORK2 = 0x10, STATUS = 0x18, CAPS = 0x20,
	ANSWER_PA = 0x40, ANSWER = 0x48, INV_ADDR = 0x50, INV = 0x58,
	MODE = 0x60, KICK = 0x68, READY = 0x70, HM_READ = 0x100,
	HM_WADDR = 0x108, HM_W32 = 0x110, HM_W64 = 0x118, HM_WMASK = 0x120,
	HM_WM = 0x128, HM_PING = 0x130, HM_DATA = 0x140, HM_READX = 0x180,
	HM_W64X = 0x188, HM_XRESULT = 0x190, PMR_LOW = 0x78,
	PMR_HIGH_BASE = 0x80, PMR_HIGH_LIMIT = 0x88, RAW = 0x10000,
	MSG_OUT = 0xa8, TIMER = 0xb0,
	PERF_COUNTER = 0x90, PERF_ADD = 0x98, PERF_FREEZE = 0xa0,
	SET = 0x14000, CLR = 0x18000, END = 0x1c000,
};
enum : unsigned { OKAY = 0, SLVERR = 2 };

class Mbox : public Clocked<Vvtd_mbox>
{
public:
	Mbox()
	{
		dut->ans_ready_i = dut->inv_ready_i = dut->mode_ready_i = 1;
		dut->hm_ready_i = 1;
		dut->hm_word_ready_i = 1;
		dut->raw_ready_i = 1;
		reset();
	}

	/* What the other modules saw since the last clear(). */
	unsigned answers = 0, invs = 0, modes = 0, hm_cmds = 0, raws = 0;
	unsigned raw_writes = 0, ev_takes = 0, work_takes = 0, clears = 0;
	unsigned msg_takes = 0, puts = 0, timers = 0;
	uint64_t word = 0, pa = 0, inv_addr = 0, hm_addr = 0, hm_data = 0;
	uint64_t raw_data = 0;
	bool hm_lock = false;
	unsigned hm_op = 9, hm_strb = 0, raw_op = 9, raw_addr = 0, raw_strb = 0;
	unsigned waited = 0;

	void tick() override
	{
		settle();
		observe();
		edge();
	}

	unsigned write(unsigned addr, uint64_t data, unsigned strb = 0xff)
	{
		dut->mbox_awaddr_i = addr;
		dut->mbox_wdata_i = data;
		dut->mbox_wstrb_i = strb;
		dut->mbox_awvalid_i = dut->mbox_wvalid_i = 1;
		settle();
		CHECK(dut->mbox_awready_o && dut->mbox_wready_o);
		tick();
		dut->mbox_awvalid_i = dut->mbox_wvalid_i = 0;
		dut->mbox_bready_i = 1;
		for (waited = 0; waited < 100; waited++) {
			settle();
			bool valid = dut->mbox_bvalid_o;
			unsigned resp = dut->mbox_bresp_o;
			tick();
			if (valid)
				return resp;
		}
		return 99;
	}

	void read_start(unsigned addr, unsigned size = 3)
	{
		dut->mbox_araddr_i = addr;
		dut->mbox_arsize_i = size;
		dut->mbox_arvalid_i = 1;
		settle();
		CHECK(dut->mbox_arready_o);
		tick();
		dut->mbox_arvalid_i = 0;
	}

	uint64_t read(unsigned addr, unsigned want = OKAY, unsigned size = 3)
	{
		read_start(addr, size);
		dut->mbox_rready_i = 1;
		for (waited = 0; waited < 100; waited++) {
			settle();
			bool valid = dut->mbox_rvalid_o;
			unsigned resp = dut->mbox_rresp_o;
			uint64_t data = dut->mbox_rdata_o;
			tick();
			if (valid) {
				CHECK_EQ(resp, want);
				return data;
			}
		}
		bench_fail(__FILE__, __LINE__, "a read never ended");
		return 0;
	}

	void ping_answered()
	{
		dut->hm_ping_done_i = 1;
		tick();
		dut->hm_ping_done_i = 0;
	}

	uint8_t token()
	{
		return read(STATUS) >> 8 & 0xff;
	}

	void idle(unsigned cycles)
	{
		while (cycles--)
			tick();
	}

private:
	void observe()
	{
		if (dut->ans_valid_o && dut->ans_ready_i) {
			answers++;
			word = dut->word_o;
			pa = dut->ans_pa_o;
		}
		if (dut->inv_valid_o && dut->inv_ready_i) {
			invs++;
			word = dut->word_o;
			inv_addr = dut->inv_addr_o;
		}
		if (dut->mode_valid_o && dut->mode_ready_i) {
			modes++;
			word = dut->word_o;
		}
		if (dut->hm_valid_o && dut->hm_ready_i) {
			hm_cmds++;
			hm_op = dut->hm_op_o;
			hm_lock = dut->hm_lock_o;
			hm_addr = dut->hm_addr_o;
			hm_data = dut->hm_wdata_o;
			hm_strb = dut->hm_wstrb_o;
		}
		if (dut->raw_valid_o && dut->raw_ready_i) {
			raws++;
			raw_writes += dut->raw_write_o;
			raw_op = dut->raw_op_o;
			raw_addr = dut->raw_addr_o;
			raw_data = dut->raw_wdata_o;
			raw_strb = dut->raw_wstrb_o;
		}
		ev_takes += dut->ev_take_o;
		work_takes += dut->work_take_o;
		msg_takes += dut->msg_take_o;
		puts += dut->msg_put_o;
		timers += dut->timer_set_o;
		if (dut->msg_put_o || dut->timer_set_o)
			word = dut->word_o;
		clears += dut->hm_werr_clear_o;
	}
};

TEST(no_work)
{
	Mbox b;

	CHECK_EQ(b.read(WORK0), 0);
	CHECK_EQ(b.ev_takes + b.work_takes, 0);
	CHECK_EQ(b.read(CAPS), CAPS_WORD);
}

TEST(event_record)
{
	Mbox b;

	b.dut->ev_valid_i = 1;
	b.dut->ev_id_i = 2;
	b.dut->ev_value_i = 0x89abcdef;
	b.dut->ev_operand1_i = 0x1111222233334444;
	b.dut->ev_operand2_i = 0x5555666677778888;
	CHECK_EQ(b.read(WORK0), 0x89abcdef00000201);
	CHECK_EQ(b.ev_takes, 1);
	/* Operands were taken with it, whatever comes next. */
	b.dut->ev_operand1_i = b.dut->ev_operand2_i = 0;
	CHECK_EQ(b.read(WORK1), 0x1111222233334444);
	CHECK_EQ(b.read(WORK2), 0x5555666677778888);
	CHECK_EQ(b.ev_takes, 1);
}

TEST(request_record)
{
	Mbox b;

	b.dut->work_valid_i = 1;
	b.dut->work0_i = 0x0012340000005012;
	b.dut->work1_i = 0xabcdef000;
	CHECK_EQ(b.read(WORK0), 0x0012340000005012);
	CHECK_EQ(b.work_takes, 1);
	b.dut->work1_i = 0;
	CHECK_EQ(b.read(WORK1), 0xabcdef000);
	CHECK_EQ(b.read(WORK2), 0);
}

TEST(message_record)
{
	Mbox b;
	const uint64_t words[] = { 0x0212340000300005, 0x1111222233334444,
				   0x5555666677778888 };

	b.dut->msg_valid_i = 1;
	for (unsigned i = 0; i < 3; i++) {
		b.dut->msg_i[2 * i] = (uint32_t)words[i];
		b.dut->msg_i[2 * i + 1] = words[i] >> 32;
	}
	CHECK_EQ(b.read(WORK0), words[0]);
	CHECK_EQ(b.msg_takes, 1);
	b.dut->msg_valid_i = 0;
	for (unsigned i = 0; i < 6; i++)
		b.dut->msg_i[i] = 0;
	CHECK_EQ(b.read(WORK0), 0);
	CHECK_EQ(b.read(WORK1), words[1]);
	CHECK_EQ(b.read(WORK2), words[2]);
	CHECK_EQ(b.msg_takes, 1);
}

TEST(words_of_messages_and_timer)
{
	Mbox b;

	CHECK_EQ(b.write(MSG_OUT, 0x1234567890abcdef), OKAY);
	CHECK_EQ(b.puts, 1);
	CHECK_EQ(b.word, 0x1234567890abcdef);
	CHECK_EQ(b.timers, 0);
	CHECK_EQ(b.write(TIMER, 77), OKAY);
	CHECK_EQ(b.timers, 1);
	CHECK_EQ(b.word, 77);
	CHECK_EQ(b.puts, 1);
	b.read(MSG_OUT, SLVERR);
	b.read(TIMER, SLVERR);
	CHECK_EQ(b.write(MSG_OUT, 1, 0x0f), SLVERR);
	CHECK_EQ(b.puts + b.timers, 2);
	b.dut->msg_free_i = 0x40;
	CHECK_EQ(b.read(STATUS) >> 24 & 0xff, 0x40);
}

/* Whoever of the three has something gets every third turn at least. */
TEST(three_sources_take_turns)
{
	Mbox b;

	b.dut->work_valid_i = b.dut->ev_valid_i = b.dut->msg_valid_i = 1;
	for (int i = 0; i < 30; i++) {
		b.read(WORK0);
		CHECK_EQ(b.ev_takes + b.work_takes + b.msg_takes, i + 1);
	}
	CHECK_EQ(b.ev_takes, 10);
	CHECK_EQ(b.work_takes, 10);
	CHECK_EQ(b.msg_takes, 10);
	for (unsigned quiet = 0; quiet < 3; quiet++) {
		Mbox c;

		c.dut->ev_valid_i = quiet != 0;
		c.dut->work_valid_i = quiet != 1;
		c.dut->msg_valid_i = quiet != 2;
		for (int i = 0; i < 10; i++)
			c.read(WORK0);
		CHECK_EQ(c.ev_takes, quiet == 0 ? 0 : 5);
		CHECK_EQ(c.work_takes, quiet == 1 ? 0 : 5);
		CHECK_EQ(c.msg_takes, quiet == 2 ? 0 : 5);
	}
}

TEST(events_and_requests_take_turns)
{
	Mbox b;

	b.dut->work_valid_i = b.dut->ev_valid_i = 1;
	b.dut->work0_i = 2;
	for (int i = 0; i < 20; i++)
		b.read(WORK0);
	CHECK_EQ(b.ev_takes, 10);
	CHECK_EQ(b.work_takes, 10);
	b.dut->ev_valid_i = 0;
	for (int i = 0; i < 5; i++)
		CHECK_EQ(b.read(WORK0), 2);
	CHECK_EQ(b.work_takes, 15);
}

/* A core that takes its response late has still read only once. */
TEST(response_held_for_the_core)
{
	Mbox b;

	b.dut->work_valid_i = 1;
	b.dut->work0_i = 0x1002;
	b.read_start(WORK0);
	b.dut->mbox_rready_i = 0;
	b.tick();
	b.dut->work0_i = 0x2002;
	for (int i = 0; i < 5; i++) {
		b.settle();
		CHECK(b.dut->mbox_rvalid_o);
		CHECK_EQ(b.dut->mbox_rdata_o, 0x1002);
		CHECK(!b.dut->mbox_arready_o && !b.dut->mbox_awready_o);
		b.tick();
	}
	b.dut->mbox_rready_i = 1;
	b.tick();
	CHECK_EQ(b.work_takes, 1);
	b.settle();
	CHECK(!b.dut->mbox_rvalid_o);
}

TEST(gate_words_wait_until_in_force)
{
	Mbox b;

	CHECK_EQ(b.write(ANSWER_PA, 0x1234000), OKAY);
	CHECK_EQ(b.write(INV_ADDR, 0x5678000), OKAY);
	CHECK_EQ(b.answers + b.invs, 0);
	CHECK_EQ(b.write(ANSWER, 0x77), OKAY);
	CHECK_EQ(b.answers, 1);
	CHECK_EQ(b.word, 0x77);
	CHECK_EQ(b.pa, 0x1234000);
	CHECK_EQ(b.write(INV, 0x1), OKAY);
	CHECK_EQ(b.invs, 1);
	CHECK_EQ(b.inv_addr, 0x5678000);
	CHECK_EQ(b.write(MODE, 0x3002), OKAY);
	CHECK_EQ(b.modes, 1);
	CHECK_EQ(b.word, 0x3002);

	b.dut->inv_ready_i = 0;
	b.dut->mbox_awaddr_i = INV;
	b.dut->mbox_awvalid_i = b.dut->mbox_wvalid_i = 1;
	b.tick();
	b.dut->mbox_awvalid_i = b.dut->mbox_wvalid_i = 0;
	for (int i = 0; i < 20; i++) {
		b.tick();
		CHECK(b.dut->inv_valid_o && !b.dut->mbox_bvalid_o);
	}
	b.dut->inv_ready_i = 1;
	b.settle();
	CHECK(b.dut->mbox_bvalid_o);
	b.tick();
	CHECK_EQ(b.invs, 2);
}

/* Which of the three outputs that name a counter's word pulse at @addr. */
static unsigned perf_pulses(Mbox &b, unsigned addr)
{
	unsigned seen = 0;

	b.dut->mbox_awaddr_i = addr;
	b.dut->mbox_wdata_i = 0x1234;
	b.dut->mbox_wstrb_i = 0xff;
	b.dut->mbox_awvalid_i = b.dut->mbox_wvalid_i = 1;
	b.tick();
	b.dut->mbox_awvalid_i = b.dut->mbox_wvalid_i = 0;
	b.dut->mbox_bready_i = 1;
	for (int i = 0; i < 3; i++) {
		b.settle();
		if (b.dut->perf_set_o || b.dut->perf_add_o ||
		    b.dut->perf_freeze_o) {
			CHECK_EQ(b.dut->word_o, 0x1234);
			seen = seen << 3 | b.dut->perf_set_o |
			       b.dut->perf_add_o << 1 |
			       b.dut->perf_freeze_o << 2;
		}
		b.tick();
	}
	return seen;
}

TEST(words_of_counters_pulse_once)
{
	Mbox b;

	CHECK_EQ(perf_pulses(b, PERF_COUNTER), 1);
	CHECK_EQ(perf_pulses(b, PERF_ADD), 2);
	CHECK_EQ(perf_pulses(b, PERF_FREEZE), 4);
	CHECK_EQ(perf_pulses(b, INV_ADDR), 0);
}

TEST(host_memory_words)
{
	Mbox b;

	CHECK_EQ(b.write(HM_READ, 0x1003), OKAY);
	CHECK_EQ(b.hm_op, 0);
	CHECK_EQ(b.hm_addr, 0x1003);
	CHECK_EQ(b.write(HM_PING, 0), OKAY);
	CHECK_EQ(b.hm_op, 1);
	CHECK_EQ(b.write(HM_WADDR, 0xffff00001004), OKAY);
	CHECK_EQ(b.hm_cmds, 2);
	CHECK_EQ(b.write(HM_W32, 0xdeadbeef12345678), OKAY);
	CHECK_EQ(b.hm_op, 2);
	CHECK_EQ(b.hm_addr, 0xffff00001004);
	CHECK_EQ(b.hm_strb, 0xf0);
	CHECK_EQ(b.hm_data >> 32, 0x12345678);
	b.write(HM_WADDR, 0x1008);
	b.write(HM_W32, 0x12345678);
	CHECK_EQ(b.hm_strb, 0x0f);
	CHECK_EQ(b.hm_data & 0xffffffff, 0x12345678);
	b.write(HM_W64, 0x1122334455667788);
	CHECK_EQ(b.hm_strb, 0xff);
	CHECK_EQ(b.hm_data, 0x1122334455667788);
	b.write(HM_WMASK, 0x3c);
	b.write(HM_WM, 0x99);
	CHECK_EQ(b.hm_strb, 0x3c);
	CHECK_EQ(b.hm_cmds, 6);
}

TEST(locked_host_memory_words)
{
	Mbox b;

	CHECK_EQ(b.write(HM_READX, 0xffff00001008), OKAY);
	CHECK(b.hm_op == 0 && b.hm_lock);
	CHECK_EQ(b.hm_addr, 0xffff00001008);
	CHECK_EQ(b.write(HM_WADDR, 0xffff00001008), OKAY);
	CHECK_EQ(b.write(HM_W64X, 0x1122334455667788), OKAY);
	CHECK(b.hm_op == 2 && b.hm_lock);
	CHECK_EQ(b.hm_addr, 0xffff00001008);
	CHECK_EQ(b.hm_strb, 0xff);
	CHECK_EQ(b.hm_data, 0x1122334455667788);
	b.write(HM_W64, 1);
	CHECK(!b.hm_lock);
	b.write(HM_READ, 0x1000);
	CHECK(!b.hm_lock);
	b.write(HM_READX, 0x1000);
	b.write(HM_PING, 0);
	CHECK(!b.hm_lock);
}

TEST(result_of_a_locked_access_is_waited_for)
{
	for (unsigned result : { 0, 1, 2 }) {
		Mbox b;

		b.dut->hm_x_busy_i = 1;
		b.dut->hm_x_result_i = 2 - result;
		b.read_start(HM_XRESULT);
		b.dut->mbox_rready_i = 1;
		for (int i = 0; i < 10; i++) {
			b.tick();
			CHECK(!b.dut->mbox_rvalid_o);
		}
		b.dut->hm_x_busy_i = 0;
		b.dut->hm_x_result_i = result;
		b.settle();
		CHECK(b.dut->mbox_rvalid_o);
		CHECK_EQ(b.dut->mbox_rdata_o, result);
	}
}

/* No range after reset; the high one moves when its limit is written. */
TEST(protected_memory_words)
{
	Mbox b;

	CHECK((b.dut->pmr_low_o >> 32) < (b.dut->pmr_low_o & 0xffffffff));
	CHECK(b.dut->pmr_limit_o < b.dut->pmr_base_o);
	CHECK_EQ(b.write(PMR_LOW, 0x003fffff00200000), OKAY);
	CHECK_EQ(b.dut->pmr_low_o, 0x003fffff00200000);
	CHECK_EQ(b.write(PMR_HIGH_BASE, 0x100000000), OKAY);
	CHECK(b.dut->pmr_limit_o < b.dut->pmr_base_o);
	CHECK_EQ(b.write(PMR_HIGH_LIMIT, 0x1ffffffff), OKAY);
	CHECK_EQ(b.dut->pmr_base_o, 0x100000000);
	CHECK_EQ(b.dut->pmr_limit_o, 0x1ffffffff);
	CHECK_EQ(b.write(PMR_HIGH_BASE, 0x300000000), OKAY);
	CHECK_EQ(b.dut->pmr_base_o, 0x100000000);
	CHECK_EQ(b.write(PMR_HIGH_LIMIT, 0), OKAY);
	CHECK_EQ(b.dut->pmr_base_o, 0x300000000);
	CHECK_EQ(b.dut->pmr_limit_o, 0);
	CHECK_EQ(b.dut->pmr_low_o, 0x003fffff00200000);
}

TEST(loads_wait_for_their_word)
{
	Mbox b;

	b.dut->hm_word_ready_i = 0;
	b.read_start(HM_DATA + 0x28);
	b.dut->mbox_rready_i = 1;
	for (int i = 0; i < 10; i++) {
		b.tick();
		CHECK_EQ(b.dut->hm_word_o, 5);
		CHECK(!b.dut->mbox_rvalid_o);
	}
	b.dut->hm_word_ready_i = 1;
	b.dut->hm_word_data_i = 0x42;
	b.settle();
	CHECK(b.dut->mbox_rvalid_o);
	CHECK_EQ(b.dut->mbox_rdata_o, 0x42);
}

TEST(status_word)
{
	Mbox b;
	uint64_t idle = b.read(STATUS) & ~0xff00ull;

	CHECK_EQ(idle, 0);
	b.dut->draining_i = 1;
	CHECK_EQ(b.read(STATUS) & 0xff, 1);
	b.dut->draining_i = 0;
	b.dut->sweeping_i = 1;
	CHECK_EQ(b.read(STATUS) & 0xff, 2);
	b.dut->sweeping_i = 0;
	b.dut->hm_rerr_i = 1;
	CHECK_EQ(b.read(STATUS) & 0xff, 8);
	b.dut->hm_rerr_i = 0;
	b.dut->hm_werr_i = 1;
	CHECK_EQ(b.read(STATUS) & 0xff, 0x10);
	b.dut->hm_werr_i = 0;
	b.dut->hm_wbusy_i = 1;
	CHECK_EQ(b.read(STATUS) & 0xff, 0x20);
	b.dut->hm_wbusy_i = 0;
	b.dut->mode_i = 2;
	CHECK_EQ(b.read(STATUS) >> 16, 2);
	CHECK_EQ(b.clears, 7);
}

TEST(raw_port_aliases)
{
	Mbox b;

	b.dut->raw_rdata_i = 0x1234567800abcdef;
	CHECK_EQ(b.read(RAW + 0x608), 0x1234567800abcdef);
	CHECK_EQ(b.raw_addr, 0x608);
	CHECK_EQ(b.raw_writes, 0);
	CHECK_EQ(b.read(RAW + 0x34, OKAY, 2), 0x1234567800abcdef);
	CHECK_EQ(b.raw_addr, 0x34);
	struct {
		unsigned base, op;
	} aliases[] = { { RAW, 0 }, { SET, 1 }, { CLR, 2 } };
	for (auto &a : aliases) {
		unsigned before = b.raw_writes;

		CHECK_EQ(b.write(a.base + 0x1c, 0x80000000ull << 32, 0xf0),
			 OKAY);
		CHECK_EQ(b.raw_op, a.op);
		CHECK_EQ(b.raw_addr, 0x1c);
		CHECK_EQ(b.raw_strb, 0xf0);
		CHECK_EQ(b.raw_data, 0x8000000000000000);
		CHECK_EQ(b.write(a.base + 0x3ff8, 7, 0xff), OKAY);
		CHECK_EQ(b.raw_addr, 0x3ff8);
		CHECK_EQ(b.raw_writes, before + 2);
	}
}

TEST(raw_port_waits_for_the_host)
{
	Mbox b;

	b.dut->raw_ready_i = 0;
	b.dut->raw_rdata_i = 1;
	b.read_start(RAW + 0x18);
	b.dut->mbox_rready_i = 1;
	for (int i = 0; i < 3; i++) {
		b.settle();
		CHECK(b.dut->raw_valid_o && !b.dut->mbox_rvalid_o);
		b.tick();
	}
	b.dut->raw_ready_i = 1;
	b.dut->raw_rdata_i = 2;
	b.settle();
	CHECK(b.dut->mbox_rvalid_o);
	CHECK_EQ(b.dut->mbox_rdata_o, 2);
	b.tick();
	CHECK_EQ(b.raws, 1);
}

TEST(refusals_have_no_effect)
{
	Mbox b;

	/* Not in the table, at every place of the mailbox. */
	for (unsigned addr = 0; addr < 0x10000; addr += 8) {
		bool known = addr <= CAPS ||
			     (addr >= ANSWER_PA && addr <= PMR_HIGH_LIMIT) ||
			     (addr >= PERF_COUNTER && addr <= TIMER) ||
			     (addr >= HM_READ && addr <= HM_PING) ||
			     (addr >= HM_DATA && addr < HM_DATA + 64) ||
			     (addr >= HM_READX && addr <= HM_XRESULT);

		if (known || (addr > 0x400 && addr % 0x808))
			continue;
		b.read(addr, SLVERR);
		CHECK_EQ(b.write(addr, ~0ull), SLVERR);
	}
	/* Read what is to be written, write what is to be read. */
	for (unsigned addr : { ANSWER_PA, ANSWER, INV_ADDR, INV, MODE, KICK,
			       READY, HM_READ, HM_W32, HM_PING, HM_READX,
			       HM_W64X, PMR_LOW, PMR_HIGH_BASE,
			       PMR_HIGH_LIMIT, PERF_COUNTER, PERF_ADD })
		b.read(addr, SLVERR);
	for (unsigned addr : { WORK0, WORK1, WORK2, STATUS, CAPS, HM_DATA,
			       HM_XRESULT })
		CHECK_EQ(b.write(addr, ~0ull), SLVERR);
	/* Parts of words. */
	b.dut->work_valid_i = b.dut->ev_valid_i = 1;
	for (unsigned size = 0; size < 3; size++)
		b.read(WORK0, SLVERR, size);
	b.read(WORK0 + 4, SLVERR, 2);
	for (unsigned strb : { 0x00, 0x01, 0x0f, 0xf0, 0x7f, 0xfe }) {
		CHECK_EQ(b.write(MODE, 1, strb), SLVERR);
		CHECK_EQ(b.write(READY, 1, strb), SLVERR);
		CHECK_EQ(b.write(HM_PING, 1, strb), SLVERR);
	}
	for (unsigned strb : { 0x00, 0x01, 0x3c, 0x7f })
		CHECK_EQ(b.write(RAW + 0x20, 1, strb), SLVERR);
	b.read(RAW + 0x20, SLVERR, 1);
	b.read(END, SLVERR);
	CHECK_EQ(b.write(END + 8, 1), SLVERR);
	CHECK_EQ(b.answers + b.invs + b.modes + b.hm_cmds + b.raws, 0);
	CHECK_EQ(b.ev_takes + b.work_takes, 0);
	CHECK(!b.dut->ready_o);
}

TEST(ready_is_for_good)
{
	Mbox b;

	CHECK(!b.dut->ready_o);
	b.write(READY, 0);
	CHECK(!b.dut->ready_o);
	b.write(READY, 1);
	CHECK(b.dut->ready_o);
	b.write(READY, 0);
	CHECK(b.dut->ready_o);
}

TEST(no_watchdog_before_ready)
{
	Mbox b;

	b.idle(3 * WDT);
	CHECK(!b.dut->dead_o);
	b.write(READY, 1);
	b.idle(WDT - 10);
	CHECK(!b.dut->dead_o);
	b.idle(20);
	CHECK(b.dut->dead_o);
	b.idle(10);
	CHECK(b.read(STATUS) & 0x40);
}

TEST(kicked_with_token_and_ping_it_lives)
{
	Mbox b;

	b.write(READY, 1);
	for (int i = 0; i < 10; i++) {
		uint8_t before = b.token();

		b.write(HM_PING, 0);
		b.ping_answered();
		b.write(KICK, before);
		CHECK(b.token() != before);
		b.idle(WDT - 50);
		CHECK(!b.dut->dead_o);
	}
	b.idle(100);
	CHECK(b.dut->dead_o);
}

TEST(kick_needs_an_answered_ping)
{
	Mbox b;

	b.write(READY, 1);
	b.ping_answered();
	b.write(KICK, b.token());
	b.idle(WDT / 2);
	/* The answer was used up: this one does not count. */
	b.write(HM_PING, 0);
	b.write(KICK, b.token());
	b.idle(WDT / 2 + 20);
	CHECK(b.dut->dead_o);
}

TEST(kick_needs_the_token)
{
	Mbox b;

	b.write(READY, 1);
	b.idle(WDT / 2);
	b.ping_answered();
	uint8_t token = b.token();
	for (unsigned wrong = 0; wrong < 4; wrong++)
		b.write(KICK, token ^ (1u << wrong));
	CHECK_EQ(b.token(), token);
	b.idle(WDT / 2);
	CHECK(b.dut->dead_o);
}

/* An old token, replayed by a loop gone wrong, stops counting. */
TEST(token_is_good_once)
{
	Mbox b;
	uint8_t token = b.token();

	b.write(READY, 1);
	b.ping_answered();
	b.write(KICK, token);
	b.idle(WDT / 2);
	b.ping_answered();
	b.write(KICK, token);
	b.idle(WDT / 2 + 20);
	CHECK(b.dut->dead_o);
}

TEST(dead_is_for_good)
{
	Mbox b;

	b.write(READY, 1);
	b.idle(WDT + 20);
	CHECK(b.dut->dead_o);
	b.ping_answered();
	b.write(KICK, b.token());
	b.write(READY, 1);
	b.idle(20);
	CHECK(b.dut->dead_o);
	b.reset();
	b.tick();
	CHECK(!b.dut->dead_o && !b.dut->ready_o);
}

int main(int argc, char **argv)
{
	return bench_main(argc, argv);
}
