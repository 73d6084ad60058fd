/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Register window: storage, masks, access rules, raw port. */
#include "regwin_bench.h"

/*
 * What each register keeps of a host write, clears on a 1, and hides on a
 * read: from VT-d rev 5.10 chapter 11, not from the tables the RTL is made
 * of. Fields of features that do not exist are reserved, and protected memory
 * comes in units of 2 MiB.
 */
struct Reg {
	const char *name;
	unsigned offset, bits;
	uint64_t keep, clear, hide;
	uint64_t reset;
};

static uint64_t bits(unsigned hi, unsigned lo)
{
	return (~0ull >> (63 - hi + lo)) << lo;
}

static std::vector<Reg> regs()
{
	uint64_t all32 = bits(31, 0);

	return {
		{ "GCMD", GCMD, 32, bits(31, 23), 0, all32, 0 },
		{ "RTADDR", RTADDR, 64, bits(63, 12) | bits(11, 10), 0, 0, 0 },
		{ "CCMD", CCMD, 64, bits(63, 61) | bits(33, 0), 0, bits(33, 16),
		  0 },
		{ "FSTS", FSTS, 32, 0, bits(0, 0) | bits(6, 4), 0, 0 },
		{ "FECTL", FECTL, 32, bits(31, 31), 0, 0, bits(31, 31) },
		{ "FEDATA", FEDATA, 32, bits(15, 0), 0, 0, 0 },
		{ "FEADDR", FEADDR, 32, bits(31, 2), 0, 0, 0 },
		{ "FEUADDR", FEUADDR, 32, all32, 0, 0, 0 },
		{ "PMEN", PMEN, 32, bits(31, 31), 0, 0, 0 },
		{ "PLMBASE", PLMBASE, 32, bits(31, 21), 0, 0, 0 },
		{ "PLMLIMIT", PLMLIMIT, 32, bits(31, 21), 0, 0, 0 },
		{ "PHMBASE", PHMBASE, 64, bits(51, 21), 0, 0, 0 },
		{ "PHMLIMIT", PHMLIMIT, 64, bits(51, 21), 0, 0, 0 },
		{ "IQH", IQH, 64, 0, 0, 0, 0 },
		{ "IQT", IQT, 64, bits(18, 4), 0, 0, 0 },
		{ "IQA", IQA, 64, bits(63, 11) | bits(2, 0), 0, 0, 0 },
		{ "ICS", ICS, 32, 0, bits(0, 0), 0, 0 },
		{ "IECTL", IECTL, 32, bits(31, 31), 0, 0, bits(31, 31) },
		{ "IEDATA", IEDATA, 32, bits(15, 0), 0, 0, 0 },
		{ "IEADDR", IEADDR, 32, bits(31, 2), 0, 0, 0 },
		{ "IEUADDR", IEUADDR, 32, all32, 0, 0, 0 },
		{ "IQERCD", IQERCD, 64, 0, 0, 0, 0 },
		{ "IRTA", IRTA, 64, bits(63, 11) | bits(3, 0), 0, 0, 0 },
		{ "IVA", IVA, 64, bits(63, 12) | bits(6, 0), 0, ~0ull, 0 },
		{ "IOTLB", IOTLB, 64,
		  bits(63, 63) | bits(61, 60) | bits(49, 48) | bits(47, 32), 0,
		  0, 0 },
		{ "FRCD0 low", FRCD, 64, 0, 0, 0, 0 },
		{ "FRCD0 high", FRCD + 8, 64, 0, bits(63, 63), 0, 0 },
		{ "FRCD7 low", FRCD + 0x70, 64, 0, 0, 0, 0 },
		{ "FRCD7 high", FRCD + 0x78, 64, 0, bits(63, 63), 0, 0 },
	};
}

/* What a write leaves, but for the status bits that RTL derives. */
static uint64_t after(const Reg &r, uint64_t old, uint64_t value,
		      uint64_t reached)
{
	uint64_t next = (old & ~(r.keep & reached)) |
			(value & r.keep & reached);

	return next & ~(old & value & r.clear & reached);
}

static uint64_t width_mask(const Reg &r)
{
	return r.bits == 64 ? ~0ull : bits(31, 0);
}

static uint64_t raw_value(Regwin &b, const Reg &r)
{
	return r.bits == 64 ? b.raw_read(r.offset) : b.raw_read32(r.offset);
}

static void raw_store(Regwin &b, const Reg &r, uint64_t value)
{
	if (r.bits == 64)
		b.raw(RAW_WRITE, r.offset, value, 0xff);
	else
		b.raw32(RAW_WRITE, r.offset, (uint32_t)value);
}

/* PPF and FRI follow the records, so they are neither stored nor compared. */
static uint64_t compared(const Reg &r)
{
	return width_mask(r) & ~(r.offset == FSTS ? 0xff02ull : 0ull);
}

TEST(reset_values)
{
	Regwin b(0x80d2078c606f0606, 0x5043);

	CHECK_EQ(b.read32(VER), 0x50);
	CHECK_EQ(b.read64(CAP), 0x80d2078c606f0606);
	CHECK_EQ(b.read64(ECAP), 0x5043);
	CHECK_EQ(b.read32(GSTS), 0);
	for (const Reg &r : regs())
		CHECK_EQ(raw_value(b, r), r.reset);
}

/* Accesses that come while the memory fills wait, and find it filled. */
TEST(accesses_during_reset)
{
	Regwin b;

	b.dut->reg_awaddr_i = RTADDR;
	b.dut->reg_wdata_i = 0x7000;
	b.dut->reg_wstrb_i = 0xff;
	b.dut->reg_araddr_i = CAP;
	b.raw_present(RAW_SET, IQERCD, 3, 0xff);
	b.reset();
	b.dut->reg_awvalid_i = b.dut->reg_wvalid_i = 1;
	b.dut->reg_arvalid_i = 1;
	for (int i = 0; i < 30; i++) {
		b.settle();
		CHECK(!b.dut->reg_awready_o && !b.dut->reg_arready_o);
		CHECK(!b.dut->raw_ready_o && !b.dut->fault_irq_o);
		b.tick();
	}
	CHECK(b.cycle < 200);
	for (int i = 0; i < 200; i++) {
		b.settle();
		bool aw = b.dut->reg_awready_o, ar = b.dut->reg_arready_o;
		bool raw = b.dut->raw_ready_o;
		b.edge();
		if (aw)
			b.dut->reg_awvalid_i = b.dut->reg_wvalid_i = 0;
		if (ar)
			b.dut->reg_arvalid_i = 0;
		if (raw)
			b.dut->raw_valid_i = 0;
	}
	CHECK_EQ(b.read64(CAP), CAP_FULL);
	CHECK_EQ(b.read64(RTADDR), 0x7000);
	CHECK_EQ(b.read64(IQERCD), 3);
	CHECK_EQ(b.read32(FECTL), 0x80000000);
}

TEST(identity_is_read_only)
{
	Regwin b;

	for (unsigned addr : { VER, CAP, ECAP, GSTS }) {
		uint64_t before = b.read64(addr & ~7u);

		CHECK_EQ(b.write32(addr, 0xffffffff), OKAY);
		if (addr != GSTS)
			CHECK_EQ(b.write64(addr, ~0ull), OKAY);
		CHECK_EQ(b.read64(addr & ~7u), before);
	}
}

TEST(masks_whole_register)
{
	std::mt19937_64 random(1);
	Regwin b;

	for (const Reg &r : regs()) {
		for (int i = 0; i < 200; i++) {
			uint64_t old = random() & width_mask(r);
			uint64_t value = random() & width_mask(r);

			if (i == 0)
				old = value = width_mask(r);
			if (i == 1)
				old = width_mask(r), value = 0;
			if (i == 2)
				old = 0, value = width_mask(r);
			raw_store(b, r, old);
			unsigned resp = r.bits == 64 ?
						b.write64(r.offset, value) :
						b.write32(r.offset, value);
			CHECK_EQ(resp, OKAY);
			CHECK_EQ(raw_value(b, r) & compared(r),
				 after(r, old, value, ~0ull) & compared(r));
			while (b.take().id != EV_NONE)
				;
		}
		raw_store(b, r, 0);
	}
}

TEST(masks_by_halves)
{
	std::mt19937_64 random(2);
	Regwin b;

	for (const Reg &r : regs()) {
		if (r.bits != 64)
			continue;
		for (int i = 0; i < 100; i++) {
			uint64_t old = random(), value = random();
			bool high = i & 1;
			uint64_t reached = high ? bits(63, 32) : bits(31, 0);

			raw_store(b, r, old);
			b.write32(r.offset + (high ? 4 : 0),
				  (uint32_t)(high ? value >> 32 : value));
			CHECK_EQ(b.raw_read(r.offset),
				 after(r, old, value, reached));
			while (b.take().id != EV_NONE)
				;
		}
		raw_store(b, r, 0);
	}
}

TEST(reads_hide_write_only_bits)
{
	std::mt19937_64 random(3);
	Regwin b;

	for (const Reg &r : regs()) {
		for (int i = 0; i < 20; i++) {
			uint64_t value = random() & width_mask(r);

			raw_store(b, r, value);
			uint64_t got = r.bits == 64 ? b.read64(r.offset) :
						      b.read32(r.offset);
			CHECK_EQ(got & compared(r),
				 value & ~r.hide & compared(r));
		}
		raw_store(b, r, 0);
	}
}

/* 64 bits over two registers: both are written, as if low then high. */
TEST(qword_over_two_dwords)
{
	Regwin b;

	CHECK_EQ(b.write64(FECTL, 0x0000123400000000), OKAY);
	CHECK_EQ(b.read32(FECTL), 0);
	CHECK_EQ(b.read32(FEDATA), 0x1234);
	CHECK_EQ(b.write64(IEADDR, 0x89abcdeffee01000), OKAY);
	CHECK_EQ(b.read64(IEADDR), 0x89abcdeffee01000);
}

TEST(unused_offsets_read_zero)
{
	Regwin b;

	for (unsigned addr = 0; addr < 0x1000; addr += 8) {
		bool used = addr <= CCMD || addr == 0x30 || addr == FECTL ||
			    addr == FEADDR || (addr >= 0x60 && addr <= IRTA) ||
			    addr == IVA || addr == IOTLB ||
			    (addr >= FRCD && addr < FRCD + 0x80);

		if (used)
			continue;
		CHECK_EQ(b.write64(addr, ~0ull), OKAY);
		CHECK_EQ(b.read64(addr), 0);
	}
	CHECK_EQ(b.write32(0x30, 0xffffffff), OKAY);
	CHECK_EQ(b.read32(0x30), 0);
	for (unsigned addr : { 0x60u, 0x98u }) {
		CHECK_EQ(b.write32(addr, 0xffffffff), OKAY);
		CHECK_EQ(b.read32(addr), 0);
	}
	b.expect(EV_NONE);
}

TEST(beyond_the_window)
{
	Regwin b;

	CHECK_EQ(b.write64(0x1000, ~0ull), SLVERR);
	CHECK_EQ(b.write32(0x3ffc, 1), SLVERR);
	CHECK_EQ(b.read64(0x1000, SLVERR), 0);
	CHECK_EQ(b.read64(0x1000 + RTADDR, SLVERR), 0);
	CHECK_EQ(b.read64(RTADDR), 0);
}

TEST(wrong_sizes_change_nothing)
{
	Regwin b;

	for (unsigned strb = 0; strb < 256; strb++) {
		bool legal = strb == 0 || strb == 0x0f || strb == 0xf0 ||
			     strb == 0xff;

		b.raw(RAW_WRITE, RTADDR, 0, 0xff);
		CHECK_EQ(b.write(RTADDR, ~0ull, strb), legal ? OKAY : SLVERR);
		uint64_t want = 0;
		if (strb == 0x0f || strb == 0xff)
			want |= 0xfffffc00;
		if (strb == 0xf0 || strb == 0xff)
			want |= 0xffffffff00000000;
		CHECK_EQ(b.read64(RTADDR), want);
	}
}

TEST(misaligned_accesses_change_nothing)
{
	Regwin b;

	for (unsigned low = 1; low < 8; low++) {
		if (low == 4)
			continue;
		for (unsigned strb : { 0x0f, 0xf0, 0xff })
			CHECK_EQ(b.write(RTADDR + low, ~0ull, strb), SLVERR);
		b.read64(RTADDR + low, SLVERR);
	}
	CHECK_EQ(b.write(RTADDR + 4, ~0ull, 0xff), SLVERR);
	CHECK_EQ(b.write(RTADDR + 4, ~0ull, 0x0f), SLVERR);
	CHECK_EQ(b.read64(RTADDR), 0);
	CHECK_EQ(b.write(RTADDR + 4, ~0ull, 0xf0), OKAY);
	CHECK_EQ(b.read64(RTADDR), 0xffffffff00000000);
}

/* A register of a feature that does not exist is RsvdZ. */
static void check_hidden(uint64_t cap, uint64_t ecap,
			 std::vector<unsigned> hidden,
			 std::vector<unsigned> shown)
{
	Regwin b(cap, ecap);

	for (unsigned addr : hidden) {
		CHECK_EQ(b.write64(addr & ~7u, ~0ull), OKAY);
		CHECK_EQ(b.write32(addr, ~0u), OKAY);
		CHECK_EQ(b.read32(addr), 0);
		b.raw32(RAW_WRITE, addr, ~0u);
		CHECK_EQ(b.read32(addr), 0);
		CHECK_EQ(b.raw_read32(addr), ~0u);
	}
	b.expect(EV_NONE);
	for (unsigned addr : shown) {
		b.raw32(RAW_WRITE, addr, ~0u);
		CHECK_EQ(b.read32(addr), ~0u);
	}
}

static const std::vector<unsigned> QUEUE = { IQH,    IQT,     IQA,
					     ICS,    IECTL,   IEDATA,
					     IEADDR, IEUADDR, IQERCD },
				   LOW = { PLMBASE, PLMLIMIT },
				   HIGH = { PHMBASE, PHMBASE + 4, PHMLIMIT,
					    PHMLIMIT + 4 };

TEST(no_queue_without_qi)
{
	check_hidden(CAP_FULL, ECAP_FULL & ~ECAP_QI, QUEUE, { IRTA, FECTL });
	check_hidden(CAP_FULL, ECAP_FULL, {}, QUEUE);
}

TEST(no_interrupt_table_without_ir)
{
	check_hidden(CAP_FULL, ECAP_FULL & ~ECAP_IR, { IRTA, IRTA + 4 }, QUEUE);
	check_hidden(CAP_FULL, ECAP_FULL, {}, { IRTA, IRTA + 4 });
}

TEST(no_protected_memory_without_plmr_or_phmr)
{
	uint64_t neither = CAP_FULL & ~CAP_PLMR & ~CAP_PHMR;

	check_hidden(neither, ECAP_FULL, { PMEN }, QUEUE);
	check_hidden(neither, ECAP_FULL, LOW, {});
	check_hidden(neither, ECAP_FULL, HIGH, {});
	check_hidden(neither | CAP_PLMR, ECAP_FULL, HIGH, LOW);
	check_hidden(neither | CAP_PLMR, ECAP_FULL, {}, { PMEN });
	check_hidden(neither | CAP_PHMR, ECAP_FULL, LOW, HIGH);
	check_hidden(neither | CAP_PHMR, ECAP_FULL, {}, { PMEN });
}

/* What the firmware takes out of ECAP at start goes from sight too. */
TEST(capabilities_withdrawn_by_the_firmware)
{
	Regwin b;

	b.raw(RAW_CLEAR, ECAP, ECAP_IR, 0xff);
	b.raw(RAW_WRITE, IRTA, ~0ull, 0xff);
	CHECK_EQ(b.read64(IRTA), 0);
	CHECK_EQ(b.read64(ECAP), ECAP_FULL & ~ECAP_IR);
}

TEST(records_beyond_nfr_do_not_show)
{
	Regwin b(FRO | 1ull << 40);

	for (unsigned n = 0; n < 8; n++) {
		unsigned high = FRCD + 16 * n + 8;

		b.raw(RAW_WRITE, high, 0x123, 0xff);
		CHECK_EQ(b.read64(high), n < 2 ? 0x123 : 0);
	}
}

TEST(ppf_is_the_or_of_f)
{
	Regwin b;

	for (unsigned n = 0; n < 8; n++) {
		unsigned high = FRCD + 16 * n + 8;

		b.raw(RAW_SET, high, 1ull << 63, 0xf0);
		CHECK_EQ(b.read32(FSTS) & 0xff, 2);
		CHECK_EQ(b.raw_read32(FSTS) & 0xff, 2);
		CHECK_EQ(b.write32(FSTS, 2), OKAY);
		CHECK_EQ(b.read32(FSTS) & 0xff, 2);
		CHECK_EQ(b.write32(high + 4, 0x80000000), OKAY);
		CHECK_EQ(b.read32(FSTS) & 0xff, 0);
	}
	b.raw(RAW_SET, FRCD + 8, 1ull << 63, 0xff);
	b.raw(RAW_SET, FRCD + 0x78, 1ull << 63, 0xff);
	b.write64(FRCD + 8, 1ull << 63);
	CHECK_EQ(b.read32(FSTS) & 0xff, 2);
	b.raw(RAW_CLEAR, FRCD + 0x78, 1ull << 63, 0xff);
	CHECK_EQ(b.read32(FSTS) & 0xff, 0);
}

static void fault(Regwin &b, unsigned n)
{
	b.raw(RAW_WRITE, FRCD + 16 * n + 8, 1ull << 63 | n, 0xff);
}

/* FRI is the record that made PPF rise, and stays it until PPF falls. */
TEST(fri_is_the_first_record)
{
	Regwin b;

	fault(b, 5);
	CHECK_EQ(b.read32(FSTS), 0x502);
	CHECK_EQ(b.raw_read32(FSTS), 0x502);
	fault(b, 6);
	fault(b, 2);
	CHECK_EQ(b.read32(FSTS), 0x502);
	b.write64(FRCD + 0x58, 1ull << 63);
	CHECK_EQ(b.read32(FSTS), 0x502);
	b.write64(FRCD + 0x68, 1ull << 63);
	b.write64(FRCD + 0x28, 1ull << 63);
	CHECK_EQ(b.read32(FSTS) & 2, 0);
	fault(b, 3);
	CHECK_EQ(b.read32(FSTS), 0x302);
	/* Neither the firmware's raw port nor the host can say otherwise. */
	b.raw32(RAW_WRITE, FSTS, 0);
	CHECK_EQ(b.read32(FSTS), 0x302);
	b.raw32(RAW_SET, FSTS, 0xff00);
	CHECK_EQ(b.read32(FSTS), 0x302);
	b.raw32(RAW_WRITE, FSTS, 0x0812);
	CHECK_EQ(b.read32(FSTS), 0x312);
	b.write32(FSTS, 0xff00);
	CHECK_EQ(b.read32(FSTS), 0x312);
}

/* The host clears the last record in the cycle in which the next one comes. */
TEST(fri_when_the_last_record_goes_meanwhile)
{
	Regwin b;

	fault(b, 1);
	b.raw_present(RAW_WRITE, FRCD + 0x48, 1ull << 63, 0xff);
	CHECK_EQ(b.write64(FRCD + 0x18, 1ull << 63), OKAY);
	CHECK_EQ(b.raw_read32(FSTS), 0x402);
}

TEST(raw_port_writes_sets_and_clears)
{
	std::mt19937_64 random(4);
	Regwin b;
	uint64_t want = 0;

	for (int i = 0; i < 3000; i++) {
		const unsigned strobes[] = { 0x0f, 0xf0, 0xff };
		unsigned op = random() % 3, strb = strobes[random() % 3];
		uint64_t value = random(), reach = 0;

		if (strb & 0x0f)
			reach |= bits(31, 0);
		if (strb & 0xf0)
			reach |= bits(63, 32);
		b.raw(op, IQERCD, value, strb);
		if (op == RAW_WRITE)
			want = (want & ~reach) | (value & reach);
		if (op == RAW_SET)
			want |= value & reach;
		if (op == RAW_CLEAR)
			want &= ~(value & reach);
		CHECK_EQ(b.raw_read(IQERCD), want);
		CHECK_EQ(b.read64(IQERCD), want);
	}
	b.expect(EV_NONE);
}

/*
 * The firmware sets a bit while the host clears it: in the same cycle the set
 * wins, one cycle earlier it is what the host cleared.
 */
TEST(set_wins_over_w1c)
{
	struct {
		unsigned addr;
		uint64_t bit;
	} cases[] = { { FSTS, 1 },
		      { FSTS, 0x10 },
		      { ICS, 1 },
		      { FRCD + 0x1c, 0x80000000 } };

	for (auto &c : cases) {
		uint64_t lanes = c.bit << (c.addr & 4 ? 32 : 0);
		unsigned strb = c.addr & 4 ? 0xf0 : 0x0f;

		for (bool was_set : { false, true }) {
			Regwin b;

			if (was_set)
				b.raw(RAW_SET, c.addr, lanes, strb);
			b.raw_present(RAW_SET, c.addr, lanes, strb);
			CHECK_EQ(b.write(c.addr, lanes, strb), OKAY);
			CHECK_EQ(b.last_wait, 1);
			CHECK_EQ(b.raw_read32(c.addr) & c.bit, c.bit);
			CHECK_EQ(b.write(c.addr, lanes, strb), OKAY);
			CHECK_EQ(b.raw_read32(c.addr) & c.bit, 0);
		}
	}
}

/* The other half of a word keeps what the host wrote in the same cycle. */
TEST(raw_and_host_write_one_word)
{
	Regwin b;

	b.raw_present(RAW_SET, FECTL, 0x40000000, 0x0f);
	CHECK_EQ(b.write64(FECTL, 0x000000aa00000000), OKAY);
	CHECK_EQ(b.raw_read(FECTL), 0x000000aa40000000);
	b.raw_present(RAW_WRITE, GSTS, 0xc000000000000000, 0xf0);
	CHECK_EQ(b.write32(GCMD, 0x80000000), OKAY);
	CHECK_EQ(b.raw_read(GCMD), 0xc000000080000000);
}

TEST(gcmd_acts_on_gsts_at_once)
{
	Regwin b(CAP_FULL | CAP_RWBF);

	b.raw32(RAW_WRITE, GSTS, 0xff000000);
	b.write32(GCMD, 0x40000000);
	CHECK_EQ(b.read32(GSTS), 0xbf000000);
	b.write32(GCMD, 0x01000000);
	CHECK_EQ(b.read32(GSTS), 0xbe000000);
	b.raw32(RAW_WRITE, GSTS, 0);
	b.write32(GCMD, 0x08000000);
	CHECK_EQ(b.read32(GSTS), 0x08000000);

	Regwin no_buffers(CAP_FULL);
	no_buffers.write32(GCMD, 0x08000000);
	CHECK_EQ(no_buffers.read32(GSTS), 0);
}

TEST(gcmd_tells_the_gate)
{
	Regwin b;

	for (uint32_t value : { 0x80000000u, 0u, 0xc4000000u, 0x04000000u }) {
		b.dut->reg_awaddr_i = GCMD;
		b.dut->reg_wdata_i = value;
		b.dut->reg_wstrb_i = 0x0f;
		b.dut->reg_awvalid_i = b.dut->reg_wvalid_i = 1;
		b.settle();
		CHECK(b.dut->gcmd_write_o);
		CHECK_EQ(b.dut->gcmd_te_o, value >> 31);
		CHECK_EQ(b.write32(GCMD, value), OKAY);
		b.settle();
		CHECK(!b.dut->gcmd_write_o);
	}
	b.write32(GSTS, 0xffffffff);
	b.settle();
	CHECK(!b.dut->gcmd_write_o);
}

TEST(interrupt_pins)
{
	Regwin b;

	b.raw(RAW_SET, FRCD + 8, 1ull << 63, 0xff);
	b.raw32(RAW_SET, ICS, 1);
	b.tick();
	CHECK(!b.dut->fault_irq_o && !b.dut->inv_irq_o);
	b.write32(FECTL, 0);
	b.write32(IECTL, 0);
	b.tick();
	CHECK(b.dut->fault_irq_o && b.dut->inv_irq_o);
	b.write64(FRCD + 8, 1ull << 63);
	b.write32(ICS, 1);
	b.tick();
	CHECK(!b.dut->fault_irq_o && !b.dut->inv_irq_o);
}

/* A read of status waits for the write under way, not for later ones. */
TEST(status_reads_wait_for_messages)
{
	uint64_t value;
	unsigned resp;

	for (unsigned addr : { FSTS, FECTL, ICS, IECTL, PRS, PECTL, PQT }) {
		Regwin b(CAP_FULL, ECAP_FULL | ECAP_PRS);

		b.dut->hm_wbusy_i = 1;
		b.read_start(addr);
		for (int i = 0; i < 50; i++)
			CHECK(!b.read_done(&value, &resp));
		b.dut->hm_wdone_i = 1;
		CHECK(!b.read_done(&value, &resp));
		b.dut->hm_wdone_i = 0;
		bool done = false;
		for (int i = 0; i < 4; i++)
			done |= b.read_done(&value, &resp);
		CHECK(done);
	}
	for (unsigned addr : { GSTS, IQH, CCMD, IOTLB, FRCD, PQH, PQA }) {
		Regwin b(CAP_FULL, ECAP_FULL | ECAP_PRS);

		b.dut->hm_wbusy_i = 1;
		b.read64(addr & ~7u);
	}
}

int main(int argc, char **argv)
{
	return bench_main(argc, argv);
}
