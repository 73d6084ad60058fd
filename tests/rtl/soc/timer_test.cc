/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* The timer of the mailbox. */
#include "Vvtd_timer.h"
#include "bench.h"

class Timer : public Clocked<Vvtd_timer>
{
public:
	Timer()
	{
		reset();
	}

	void set(uint64_t cycles)
	{
		dut->set_i = 1;
		dut->cycles_i = cycles;
		settle();
		CHECK(!dut->over_o);
		edge();
		dut->set_i = 0;
	}

	/* Cycles until it is over, 0: it is not within @most. */
	unsigned rings(unsigned most)
	{
		for (unsigned i = 1; i <= most; i++) {
			settle();
			bool over = dut->over_o;
			edge();
			if (over)
				return i;
		}
		return 0;
	}
};

TEST(silent_unless_asked)
{
	Timer t;

	CHECK_EQ(t.rings(100), 0);
}

TEST(once_and_on_time)
{
	Timer t;

	for (unsigned cycles : { 1u, 2u, 77u, 5000u }) {
		t.set(cycles);
		CHECK_EQ(t.rings(6000), cycles);
		CHECK_EQ(t.rings(200), 0);
	}
}

TEST(zero_stops_it)
{
	Timer t;

	t.set(10);
	CHECK_EQ(t.rings(5), 0);
	t.set(0);
	CHECK_EQ(t.rings(100), 0);
}

TEST(a_later_one_replaces_it)
{
	Timer t;

	t.set(10);
	CHECK_EQ(t.rings(5), 0);
	t.set(20);
	CHECK_EQ(t.rings(100), 20);
	/* Also in the very cycle in which it would have been over. */
	t.set(3);
	CHECK_EQ(t.rings(2), 0);
	t.set(30);
	CHECK_EQ(t.rings(100), 30);
	t.set(uint64_t{ 1 } << 40);
	CHECK_EQ(t.rings(1000), 0);
}

int main(int argc, char **argv)
{
	return bench_main(argc, argv);
}
