/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Register window: performance counters and enhanced commands. */
#include "regwin_bench.h"

static constexpr unsigned PERFINTRSTS = 0x324, PERFINTRCTL = 0x328,
			  ECMD = 0x400, ECRSP = 0x410, ECCAP3 = 0x448;
enum : unsigned { EV_ECMD = 10, EV_PERF, EV_PERFINTRSTS, EV_PERFINTRCTL };

static constexpr uint64_t CAP_ECMDS = 1ull << 61, ECAP_PMS = 1ull << 51;
static constexpr uint64_t ES1 = 1ull << 32;

static unsigned config(unsigned counter)
{
	return 0x800 + 0x100 * counter;
}

static unsigned counter_at(unsigned counter)
{
	return 0x1000 + 0x400 * counter;
}

class Monitored : public Regwin
{
public:
	Monitored() : Regwin(CAP_FULL | CAP_ECMDS, ECAP_FULL | ECAP_PMS)
	{
	}

	void value(unsigned counter, uint64_t v)
	{
		for (unsigned i = 0; i < 48; i++) {
			unsigned bit = 48 * counter + i;
			uint32_t mask = 1u << bit % 32;

			if (v >> i & 1)
				dut->perf_value_i[bit / 32] |= mask;
			else
				dut->perf_value_i[bit / 32] &= ~mask;
		}
	}

	void rolls_over(unsigned counters)
	{
		dut->perf_over_i = counters;
		settle();
		edge();
		dut->perf_over_i = 0;
	}
};

TEST(absent_monitoring_reads_zero)
{
	Regwin b;

	b.dut->perf_value_i[0] = 5;
	for (unsigned addr : { 0x300u, 0x310u, 0x380u, config(0), counter_at(0),
			       ECRSP, ECCAP3 }) {
		b.write64(addr, ~0ull);
		CHECK_EQ(b.read64(addr), 0);
	}
	b.write64(ECMD, 0xf0);
	b.expect(EV_NONE);
}

/* 10.6: reads of status and control wait for a message under way. */
TEST(status_reads_wait_for_messages)
{
	uint64_t value;
	unsigned resp;

	for (unsigned addr : { PERFINTRSTS, PERFINTRCTL }) {
		Monitored b;
		bool done = false;

		b.dut->hm_wbusy_i = 1;
		b.read_start(addr);
		for (int i = 0; i < 50; i++)
			CHECK(!b.read_done(&value, &resp));
		b.dut->hm_wbusy_i = 0;
		for (int i = 0; i < 4; i++)
			done |= b.read_done(&value, &resp);
		CHECK(done);
	}
}

TEST(capabilities_are_those_of_the_table)
{
	Monitored b;

	CHECK_EQ(b.read64(0x300), 0x0004000005300004);
	CHECK_EQ(b.read64(0x310), 0x00000c0000000800);
	CHECK_EQ(b.read64(0x318), 0x0000100000000c08);
	CHECK_EQ(b.read64(ECCAP3), 0x3full << 48);
}

TEST(counters_show_their_values)
{
	Monitored b;

	for (unsigned c = 0; c < 4; c++)
		b.value(c, 0x123456789ab0 + c);
	for (unsigned c = 0; c < 4; c++)
		CHECK_EQ(b.read64(counter_at(c)), 0x123456789ab0 + c);
}

TEST(enabled_counter_keeps_configuration_and_value)
{
	Monitored b;

	b.write64(config(1), ES1 | 0x302);
	CHECK_EQ(b.read64(config(1)), ES1 | 0x302);
	b.dut->perf_on_i = 2;
	b.write64(config(1), 2 * ES1);
	CHECK_EQ(b.read64(config(1)), ES1 | 0x302);
	b.write64(config(2), 2 * ES1);
	CHECK_EQ(b.read64(config(2)), 2 * ES1);
	b.dut->perf_on_i = 0;
	b.write64(config(1), 2 * ES1);
	CHECK_EQ(b.read64(config(1)), 2 * ES1);
}

/* The strobe of the counter that is written, and only while it stands. */
static unsigned strobe_of(Monitored &b, unsigned addr)
{
	b.dut->reg_awaddr_i = addr;
	b.dut->reg_wstrb_i = 0xff;
	b.dut->reg_awvalid_i = b.dut->reg_wvalid_i = 1;
	b.settle();
	unsigned strobe = b.dut->perf_write_o;

	b.dut->reg_awvalid_i = b.dut->reg_wvalid_i = 0;
	b.settle();
	return strobe;
}

TEST(host_writes_counters_that_stand)
{
	Monitored b;

	for (unsigned c = 0; c < 4; c++)
		CHECK_EQ(strobe_of(b, counter_at(c)), 1u << c);
	b.dut->perf_on_i = 4;
	CHECK_EQ(strobe_of(b, counter_at(2)), 0);
	CHECK_EQ(strobe_of(b, counter_at(3)), 8);
	CHECK_EQ(strobe_of(b, config(3)), 0);
}

TEST(a_command_is_in_progress_from_its_write_on)
{
	Monitored b;

	b.raw(RAW_WRITE, ECRSP, 0x22, 0xff);
	b.write64(ECMD, 0x5000000f0);
	CHECK_EQ(b.read64(ECRSP), 1);
	b.write64(ECMD, 0x6000000f1);
	b.expect(EV_ECMD, 0xf0, 0x5000000f0);
	b.expect(EV_NONE);
	b.raw(RAW_WRITE, ECRSP, 0x20, 0xff);
	CHECK_EQ(b.read64(ECRSP), 0x20);
	CHECK_EQ(b.read64(ECMD), 0);
	b.write32(ECMD + 4, 7);
	b.expect(EV_NONE);
	b.write32(ECMD, 0xf4);
	b.expect(EV_ECMD, 0xf4, 0x7000000f4);
}

TEST(overflows_gather_until_they_are_taken)
{
	Monitored b;

	b.rolls_over(1);
	b.rolls_over(8);
	b.write32(PERFINTRCTL, 0);
	b.expect(EV_PERF, 9);
	b.rolls_over(2);
	b.expect(EV_PERFINTRCTL, 0);
	b.expect(EV_PERF, 2);
	b.expect(EV_NONE);
}

TEST(overflow_waits_for_a_write_of_the_same_cycle)
{
	Monitored b;

	b.rolls_over(4);
	b.write64(IQT, 0x40);
	b.rolls_over(1);
	Event first = b.take(), second = b.take();

	CHECK(first.id != second.id);
	CHECK(first.id == EV_PERF || second.id == EV_PERF);
	CHECK_EQ((first.id == EV_PERF ? first : second).value, 5);
	b.expect(EV_NONE);
}

TEST(interrupt_status_tells_when_cleared)
{
	Monitored b;

	b.write32(PERFINTRSTS, 1);
	b.expect(EV_NONE);
	b.raw32(RAW_SET, PERFINTRSTS, 1);
	CHECK_EQ(b.read32(PERFINTRSTS), 1);
	b.write32(PERFINTRSTS, 1);
	b.expect(EV_PERFINTRSTS, 1);
	CHECK_EQ(b.read32(PERFINTRSTS), 0);
}
