/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Register window: events, how they merge, and who ever waits for whom. */
#include "regwin_bench.h"

TEST(each_trigger_has_its_event)
{
	Regwin b;

	b.write64(RTADDR, 0x123456000);
	b.expect(EV_NONE);
	b.write32(GCMD, 0x40000000);
	b.expect(EV_GCMD, 0x40000000, 0x123456000);
	b.write32(GCMD, 0x80000000);
	b.expect(EV_GCMD, 0x80000000, 0x123456000);
	b.write64(CCMD, 0xa000000312340005);
	b.expect(EV_CCMD, 0, 0xa000000312340005);
	b.write64(IVA, 0x7654321000 | 0x43);
	b.expect(EV_NONE);
	b.write64(IOTLB, 0xb003000700000000);
	b.expect(EV_IOTLB, 0, 0xb003000700000000, 0x7654321043);
	b.write64(IQT, 0x120);
	b.expect(EV_IQT, 0x120);
	b.write32(FECTL, 0);
	b.expect(EV_FECTL, 0);
	b.write32(IECTL, 0x80000000);
	b.expect(EV_IECTL, 0x80000000);
	b.write32(PMEN, 0x80000000);
	b.expect(EV_PMEN, 0x80000000);
	b.raw32(RAW_SET, FSTS, 0x71);
	b.write32(FSTS, 0x11);
	b.expect(EV_FSTS, 0x11);
	b.raw32(RAW_SET, ICS, 1);
	b.write32(ICS, 1);
	b.expect(EV_ICS, 1);
	b.raw(RAW_SET, FRCD + 0x38, 1ull << 63, 0xff);
	b.write64(FRCD + 0x38, 1ull << 63);
	b.expect(EV_FRCD);
	b.expect(EV_NONE);
}

TEST(commands_start_with_their_top_byte)
{
	Regwin b;

	b.write64(CCMD, 0x2000000000000000);
	b.write32(CCMD, 0xffffffff);
	b.write64(IOTLB, 0x1003000700000000);
	b.write32(IOTLB, 0xffffffff);
	b.expect(EV_NONE);
	b.write32(CCMD, 0x00120034);
	b.write32(CCMD + 4, 0xe0000000);
	b.expect(EV_CCMD, 0, 0xe000000000120034);
	b.write32(IOTLB + 4, 0x90000009);
	b.expect(EV_IOTLB, 0, 0x9000000900000000);
	CHECK_EQ(b.read64(CCMD) >> 63, 1);
	CHECK_EQ(b.read64(IOTLB) >> 63, 1);
}

TEST(clearing_nothing_tells_nothing)
{
	Regwin b;

	b.write32(FSTS, 0xffffffff);
	b.write32(ICS, 0xffffffff);
	b.write64(FRCD + 8, ~0ull);
	b.raw32(RAW_SET, FSTS, 0x10);
	b.write32(FSTS, 0x01);
	b.expect(EV_NONE);
	CHECK_EQ(b.read32(FSTS), 0x10);
}

TEST(writes_that_are_no_trigger)
{
	Regwin b;

	for (unsigned addr :
	     { VER,      CAP,     ECAP, GSTS,    RTADDR,   FEDATA,
	       FEADDR,   FEUADDR, IQH,  IQA,     IEDATA,   IEADDR,
	       IEUADDR,  IQERCD,  IRTA, PLMBASE, PLMLIMIT, PHMBASE,
	       PHMLIMIT, IVA,     FRCD, 0x60u,   0x700u })
		CHECK_EQ(b.write32(addr, 0xffffffff), OKAY);
	b.write32(IQT + 4, 0xffffffff);
	b.expect(EV_NONE);
}

/* What merges keeps every one-shot command and the newest level. */
TEST(gcmd_merges)
{
	Regwin b(CAP_FULL | CAP_RWBF);

	b.write64(RTADDR, 0x1000);
	b.write32(GCMD, 0x40000000);
	b.write64(RTADDR, 0x2000);
	b.write32(GCMD, 0x04000000);
	b.write32(GCMD, 0x88000000);
	b.write64(RTADDR, 0x3000);
	b.expect(EV_GCMD, 0xc8000000, 0x1000);
	b.expect(EV_NONE);
	b.write32(GCMD, 0xc0000000);
	b.write32(GCMD, 0x80000000);
	b.expect(EV_GCMD, 0xc0000000, 0x3000);
	b.write32(GCMD, 0x80000000);
	b.expect(EV_GCMD, 0x80000000, 0x3000);
}

/* Each table pointer is that of its newest command, whatever came since. */
TEST(gcmd_carries_both_tables)
{
	Regwin b;

	b.write64(RTADDR, 0x1000);
	b.write64(IRTA, 0x500b);
	b.write32(GCMD, 0x01000000);
	b.write64(IRTA, 0x6007);
	b.write32(GCMD, 0x40000000);
	b.write64(RTADDR, 0x2000);
	b.expect(EV_GCMD, 0x41000000, 0x1000, 0x500b);
	b.write32(GCMD, 0x01000000);
	b.expect(EV_GCMD, 0x01000000, 0x1000, 0x6007);
	b.write32(GCMD, 0x41000000);
	b.write64(IRTA, 0x7000);
	b.expect(EV_GCMD, 0x41000000, 0x2000, 0x6007);
}

TEST(pmen_merges)
{
	Regwin b;

	b.write32(PMEN, 0x80000000);
	b.write32(PMEN, 0);
	b.expect(EV_PMEN, 0);
	b.write32(PMEN, 0);
	b.write64(0x60, 0xffffffffffffffff);
	b.expect(EV_PMEN, 0x80000000);
	b.expect(EV_NONE);
	b.raw32(RAW_SET, PMEN, 1);
	CHECK_EQ(b.read32(PMEN), 0x80000001);
	CHECK_EQ(b.write32(PMEN, 0), OKAY);
	CHECK_EQ(b.read32(PMEN), 1);
}

TEST(newest_value_merges)
{
	Regwin b;

	for (unsigned i = 1; i < 20; i++)
		b.write64(IQT, i << 4);
	b.write32(FECTL, 0);
	b.write32(FECTL, 0x80000000);
	b.write64(CCMD, 0xa000000000000001);
	b.write64(CCMD, 0xc000000000000002);
	b.write64(IVA, 0x1000);
	b.write64(IOTLB, 0x9000000100000000);
	b.write64(IVA, 0x2000);
	b.write64(IOTLB, 0xb000000200000000);
	b.expect(EV_IQT, 19 << 4);
	b.expect(EV_FECTL, 0x80000000);
	b.expect(EV_CCMD, 0, 0xc000000000000002);
	b.expect(EV_IOTLB, 0, 0xb000000200000000, 0x2000);
	b.expect(EV_NONE);
}

TEST(cleared_bits_gather)
{
	Regwin b;

	b.raw32(RAW_SET, FSTS, 0x71);
	b.write32(FSTS, 0x01);
	b.write32(FSTS, 0x30);
	b.raw32(RAW_SET, ICS, 1);
	b.write32(ICS, 1);
	b.expect(EV_FSTS, 0x31);
	b.expect(EV_ICS, 1);
	b.write32(FSTS, 0x40);
	b.expect(EV_FSTS, 0x40);
	b.expect(EV_NONE);
}

/* Order is that of the first write; ten registers, ten entries. */
TEST(all_events_at_once_in_order)
{
	Regwin b;

	b.raw32(RAW_SET, FSTS, 0x10);
	b.raw32(RAW_SET, ICS, 1);
	b.raw(RAW_SET, FRCD + 8, 1ull << 63, 0xff);
	b.write32(IECTL, 0);
	b.write32(ICS, 1);
	b.write64(FRCD + 8, 1ull << 63);
	b.write32(FECTL, 0);
	b.write32(FSTS, 0x10);
	b.write64(IQT, 0x40);
	b.write64(IOTLB, 1ull << 63);
	b.write64(CCMD, 1ull << 63);
	b.write32(PMEN, 0);
	b.write32(GCMD, 0x04000000);
	for (int i = 0; i < 30; i++)
		b.write32(IECTL, 0);
	b.expect(EV_IECTL, 0);
	b.expect(EV_ICS, 1);
	b.expect(EV_FRCD);
	b.expect(EV_FECTL, 0);
	b.expect(EV_FSTS, 0x10);
	b.expect(EV_IQT, 0x40);
	b.expect(EV_IOTLB, 0, 1ull << 63);
	b.expect(EV_CCMD, 0, 1ull << 63);
	b.expect(EV_PMEN);
	b.expect(EV_GCMD, 0x04000000);
	b.expect(EV_NONE);
}

/* A write in the very cycle of the take is a new event, or in the old one. */
TEST(write_while_its_event_leaves)
{
	Regwin b;

	b.write64(IQT, 0x10);
	b.settle();
	CHECK_EQ(b.dut->ev_id_o, EV_IQT);
	CHECK_EQ(b.dut->ev_value_o, 0x10);
	b.dut->ev_take_i = 1;
	CHECK_EQ(b.write64(IQT, 0x20), OKAY);
	b.expect(EV_IQT, 0x20);

	b.write32(GCMD, 0x40000000);
	b.dut->ev_take_i = 1;
	CHECK_EQ(b.write32(GCMD, 0x80000000), OKAY);
	b.expect(EV_GCMD, 0x80000000, 0);
	b.expect(EV_NONE);
}

TEST(host_write_never_stalls_after_ready)
{
	std::mt19937_64 random(5);
	const unsigned addrs[] = { GCMD,  RTADDR,   CCMD, FSTS,  FECTL,
				   IQT,   IQA,      ICS,  IECTL, IVA,
				   IOTLB, FRCD + 8, PMEN };
	Regwin b;

	for (int i = 0; i < 2000; i++) {
		unsigned addr = addrs[random() % 13];

		if (random() % 4 == 0)
			b.raw32(RAW_SET, FSTS, 0x10);
		if (addr & 4)
			CHECK_EQ(b.write32(addr, random()), OKAY);
		else
			CHECK_EQ(b.write64(addr, random()), OKAY);
		CHECK_EQ(b.last_wait, 1);
	}
}

/*
 * Random writes and takes against a model that keeps one event a register:
 * nothing is lost, nothing comes twice, the newest value arrives.
 */
TEST(random_tails_and_masks)
{
	std::mt19937_64 random(6);
	Regwin b;
	std::vector<unsigned> order;
	uint32_t tail = 0, mask = 0;

	for (int i = 0; i < 5000; i++) {
		unsigned what = random() % 3;
		unsigned id = what == 0 ? EV_IQT : EV_FECTL;

		if (what == 2) {
			if (order.empty()) {
				b.expect(EV_NONE);
				continue;
			}
			id = order.front();
			order.erase(order.begin());
			b.expect(id, id == EV_IQT ? tail : mask);
			continue;
		}
		if (id == EV_IQT) {
			tail = random() & 0x7fff0;
			b.write64(IQT, tail);
		} else {
			mask = random() & 0x80000000;
			b.write32(FECTL, mask);
		}
		bool there = false;
		for (unsigned o : order)
			there |= o == id;
		if (!there)
			order.push_back(id);
	}
}

TEST(triggers_wait_for_ready_reads_do_not)
{
	Regwin b(CAP_FULL, ECAP_FULL, false);

	CHECK_EQ(b.write64(RTADDR, 0x5000), OKAY);
	CHECK_EQ(b.write32(GCMD, 0x40000000), STALLED);
	CHECK_EQ(b.read64(RTADDR), 0x5000);
	CHECK_EQ(b.read32(GSTS), 0);
	CHECK_EQ(b.write64(IQA, 0x6000), OKAY);
	for (unsigned addr : { CCMD + 4, IOTLB + 4, IQT, FSTS, FECTL, ICS,
			       IECTL, PMEN, FRCD + 12 })
		CHECK_EQ(b.write32(addr, 0xffffffff), STALLED);
	b.expect(EV_NONE);
	b.dut->ready_i = 1;
	CHECK_EQ(b.write32(GCMD, 0x40000000), OKAY);
	b.expect(EV_GCMD, 0x40000000, 0x5000);
}

TEST(dead_discards_events_and_holds_iqe)
{
	for (bool ready : { false, true }) {
		Regwin b(CAP_FULL, ECAP_FULL, ready);

		if (ready)
			b.write64(IQT, 0x10);
		b.dut->dead_i = 1;
		b.tick();
		b.expect(EV_NONE);
		CHECK_EQ(b.write32(GCMD, 0x40000000), OKAY);
		CHECK_EQ(b.write64(IQT, 0x20), OKAY);
		CHECK_EQ(b.write32(FSTS, 0x10), OKAY);
		b.expect(EV_NONE);
		CHECK_EQ(b.read32(FSTS), 0x10);
		CHECK_EQ(b.raw_read32(FSTS), 0x10);
	}
}

TEST(page_request_registers_have_events)
{
	Regwin b(CAP_FULL, ECAP_FULL | ECAP_PRS);

	for (unsigned addr : { PQH, PQT, PQA }) {
		CHECK_EQ(b.write64(addr, ~0ull), OKAY);
		b.expect(EV_NONE);
	}
	for (unsigned addr : { PEDATA, PEADDR, PEUADDR })
		CHECK_EQ(b.write32(addr, ~0u), OKAY);
	b.write32(PRS, 3);
	b.expect(EV_NONE);
	CHECK_EQ(b.read64(PQH), 0x7ffe0);
	CHECK_EQ(b.read64(PQT), 0x7ffe0);
	CHECK_EQ(b.read64(PQA), 0xfffffffffffff007);
	CHECK_EQ(b.read32(PEDATA), 0xffff);
	CHECK_EQ(b.read32(PEADDR), 0xfffffffc);
	CHECK_EQ(b.read32(PECTL), 0x80000000);
	b.write32(PECTL, 0);
	b.expect(EV_PECTL, 0);
	b.raw32(RAW_SET, PRS, 3);
	CHECK_EQ(b.read32(PRS), 3);
	b.write32(PRS, 1);
	b.expect(EV_PRS, 1);
	CHECK_EQ(b.read32(PRS), 2);
	b.write32(PRS, 3);
	b.expect(EV_PRS, 2);
	b.expect(EV_NONE);
}

TEST(page_request_events_merge)
{
	Regwin b(CAP_FULL, ECAP_FULL | ECAP_PRS);

	b.raw32(RAW_SET, PRS, 3);
	b.write32(PRS, 1);
	b.write32(PECTL, 0);
	b.write32(PRS, 2);
	b.write32(PECTL, 0x80000000);
	b.expect(EV_PRS, 3);
	b.expect(EV_PECTL, 0x80000000);
	b.expect(EV_NONE);
}

/* Without page requests their place is empty. */
TEST(no_page_request_registers)
{
	Regwin b;

	b.write32(PECTL, 0);
	b.raw32(RAW_SET, PRS, 3);
	b.write32(PRS, 3);
	b.expect(EV_NONE);
	CHECK_EQ(b.read32(PRS), 0);
	CHECK_EQ(b.read64(PQA), 0);
}

/* The timer has no register; its event waits for a cycle without a write. */
TEST(timer_is_an_event_once)
{
	Regwin b;

	b.dut->timer_i = 1;
	b.write64(IQT, 0x20);
	b.dut->timer_i = 0;
	b.tick();
	b.tick();
	b.dut->timer_i = 1;
	b.tick();
	b.dut->timer_i = 0;
	b.tick();
	b.tick();
	Event first = b.take(), second = b.take();
	CHECK(first.id != second.id);
	CHECK(first.id == EV_IQT || second.id == EV_IQT);
	CHECK(first.id == EV_TIMER || second.id == EV_TIMER);
	b.expect(EV_NONE);
	b.dut->timer_i = 1;
	b.tick();
	b.dut->timer_i = 0;
	b.tick();
	b.tick();
	b.expect(EV_TIMER);
	b.expect(EV_NONE);
}
