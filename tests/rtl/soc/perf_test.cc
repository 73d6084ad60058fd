/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Performance counters: what is counted, by whom, and when it stops. */
#include "Vvtd_perf.h"
#include "bench.h"

extern "C" {
#include "vtd_gate.h"
}

constexpr int COUNTERS = 4;
/* From an event to its count. */
constexpr int DELAY = 2;

class Perf : public Clocked<Vvtd_perf>
{
public:
	Perf()
	{
		reset();
	}

	/* Happens in one cycle. */
	struct Seen {
		unsigned requests = 0;
		bool lookup = false, hit = false, table = false, locked = false;
	};

	void cycle_with(Seen seen)
	{
		dut->request_i = seen.requests;
		dut->lookup_i = seen.lookup;
		dut->hit_i = seen.hit;
		dut->table_read_i = seen.table;
		dut->locked_i = seen.locked;
		step();
		dut->request_i = 0;
		dut->lookup_i = dut->hit_i = 0;
		dut->table_read_i = dut->locked_i = 0;
	}

	void idle(int cycles)
	{
		while (cycles--)
			step();
	}

	void set_up(int counter, unsigned group, uint64_t events,
		    uint64_t bits = GATE_PERF_COUNTER_ON)
	{
		dut->set_i = 1;
		dut->word_i = (uint64_t)counter << 32 | (uint64_t)group << 28 |
			      events | bits;
		step();
		dut->set_i = 0;
	}

	void add(unsigned group, unsigned event)
	{
		dut->add_i = 1;
		dut->word_i = group << 8 | event;
		step();
		dut->add_i = 0;
	}

	void freeze(bool on)
	{
		dut->freeze_i = 1;
		dut->word_i = on;
		step();
		dut->freeze_i = 0;
	}

	void write(int counter, uint64_t value)
	{
		dut->write_i = 1 << counter;
		dut->wdata_i = value;
		dut->wmask_i = 0xffffffffffff;
		step();
		dut->write_i = 0;
	}

	uint64_t value(int counter)
	{
		uint64_t v = 0;

		settle();
		for (int i = 0; i < 48; i++) {
			int bit = counter * 48 + i;

			v |= (uint64_t)(dut->value_o[bit / 32] >> bit % 32 & 1)
			     << i;
		}
		return v;
	}

	unsigned rolled = 0; /* counters that rolled over, ever */

private:
	void step()
	{
		settle();
		rolled |= dut->over_o;
		edge();
	}
};

TEST(nothing_counts_after_reset)
{
	Perf b;

	b.cycle_with({ 0xff, true, true, true, true });
	b.add(2, 0);
	b.idle(10);
	for (int i = 0; i < COUNTERS; i++)
		CHECK_EQ(b.value(i), 0);
}

TEST(every_event_of_the_gate_has_its_bit)
{
	struct {
		unsigned group, event;
		Perf::Seen seen;
		uint64_t count;
	} rows[] = {
		{ 0, 1, { 0xb1 }, 4 },
		{ 1, 0, { 0, false, false, true }, 1 },
		{ 1, 3, { 0, false, false, false, true }, 1 },
		{ 3, 0, { 0, true }, 1 },
		{ 3, 1, { 0, true, true }, 1 },
	};

	for (auto &row : rows) {
		Perf b;

		b.set_up(0, row.group, 1u << row.event);
		b.set_up(1, row.group, ~(1u << row.event) & 0xffffffe);
		b.cycle_with(row.seen);
		b.idle(DELAY);
		CHECK_EQ(b.value(0), row.count);
	}
}

TEST(clocks_count_every_cycle)
{
	Perf b;
	uint64_t before;

	b.set_up(2, 0, 1);
	before = b.value(2);
	b.idle(100);
	CHECK_EQ(b.value(2) - before, 100);
}

TEST(events_of_one_group_add_up)
{
	Perf b;

	b.set_up(0, 3, 3);
	b.cycle_with({ 0, true, true });
	b.cycle_with({ 0, true, false });
	b.idle(DELAY);
	CHECK_EQ(b.value(0), 3);
}

TEST(firmware_adds_to_the_counters_of_its_group)
{
	Perf b;

	b.set_up(0, 2, 1u << 4);
	b.set_up(1, 4, 1u << 4);
	b.set_up(3, 2, 1u << 5);
	b.add(2, 4);
	b.add(2, 4);
	b.add(4, 0);
	b.idle(DELAY);
	CHECK_EQ(b.value(0), 2);
	CHECK_EQ(b.value(1), 0);
	CHECK_EQ(b.value(3), 0);
}

TEST(frozen_and_disabled_counters_stand_still)
{
	Perf b;

	b.set_up(0, 0, 2);
	b.freeze(true);
	b.cycle_with({ 1 });
	b.idle(DELAY);
	CHECK_EQ(b.value(0), 0);
	b.freeze(false);
	b.cycle_with({ 1 });
	b.idle(DELAY);
	CHECK_EQ(b.value(0), 1);
	b.set_up(0, 0, 2, 0);
	b.cycle_with({ 1 });
	b.idle(DELAY);
	CHECK_EQ(b.value(0), 1);
}

TEST(clear_and_write_change_one_counter_only)
{
	Perf b;

	b.write(1, 0x123456789abc);
	b.write(2, 7);
	CHECK_EQ(b.value(1), 0x123456789abc);
	b.set_up(1, 0, 0, GATE_PERF_COUNTER_CLEAR);
	CHECK_EQ(b.value(1), 0);
	CHECK_EQ(b.value(2), 7);
	CHECK_EQ(b.value(0), 0);
}

TEST(rolling_over_is_told_once)
{
	Perf b;

	b.write(3, 0xfffffffffffe);
	b.set_up(3, 0, 2);
	b.cycle_with({ 0x1 });
	b.idle(DELAY);
	CHECK_EQ(b.rolled, 0);
	b.cycle_with({ 0x7 });
	b.idle(DELAY);
	CHECK_EQ(b.rolled, 8);
	CHECK_EQ(b.value(3), 2);
	b.rolled = 0;
	b.cycle_with({ 0xff });
	b.idle(DELAY);
	CHECK_EQ(b.rolled, 0);
}

int main(int argc, char **argv)
{
	return bench_main(argc, argv);
}
