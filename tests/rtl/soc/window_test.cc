/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The register window with 256 fault records, of WINDOW_LOG2 bits: where CAP
 * and ECAP put what they may move, and where the window ends.
 */
#include "regwin_bench.h"

static constexpr unsigned SIZE = 1u << WINDOW_LOG2, RECORDS = 256;
static constexpr unsigned SECOND_PAGE = 0x1000;

/* CAP with all records from @offset on, ECAP with IVA at @offset. */
static uint64_t cap_at(unsigned offset, unsigned records = RECORDS)
{
	return (CAP_FULL & ~(FRO | 0xffull << 40)) |
	       (uint64_t)(records - 1) << 40 | (uint64_t)(offset / 16) << 24;
}

static uint64_t ecap_at(unsigned offset)
{
	return (ECAP_FULL & ~IRO) | (uint64_t)(offset / 16) << 8;
}

static unsigned record(unsigned base, unsigned n)
{
	return base + 16 * n;
}

static bool fixed(unsigned addr)
{
	return addr <= FEADDR || (addr >= 0x60 && addr <= IRTA);
}

static void check_map(unsigned frcd, unsigned records, unsigned iva)
{
	Regwin b(cap_at(frcd, records), ecap_at(iva));

	for (unsigned addr = 0; addr < SIZE; addr += 8) {
		bool in_frcd = addr >= frcd && addr < record(frcd, records);
		bool in_iva = addr == iva || addr == iva + 8;

		if (fixed(addr))
			continue;
		b.raw(RAW_WRITE, addr, 0x0123456789abcdef, 0xff);
		CHECK_EQ(b.read64(addr),
			 in_frcd || addr == iva + 8 ? 0x0123456789abcdef : 0);
		if (in_frcd || in_iva)
			CHECK_EQ(b.raw_read(addr), 0x0123456789abcdef);
		CHECK_EQ(b.write64(addr, ~0ull), OKAY);
		if (!in_frcd && addr != iva + 8)
			CHECK_EQ(b.read64(addr), 0);
	}
	CHECK_EQ(b.read64(RTADDR), 0);
	CHECK_EQ(b.read64(CAP), cap_at(frcd, records));
}

TEST(whole_window)
{
	check_map(SIZE - 16 * RECORDS, RECORDS, 0x500);
	check_map(0x600, SIZE > 0x2000 ? 256 : 16, 0xf0);
	check_map(SECOND_PAGE, 200, SECOND_PAGE - 16);
	check_map(0x100, 1, SIZE - 16);
}

TEST(ends_of_the_window)
{
	Regwin b(cap_at(SIZE - 16 * RECORDS));
	unsigned last = SIZE - 8;

	b.raw(RAW_WRITE, last, 1ull << 63 | 0x1234, 0xff);
	CHECK_EQ(b.read64(last), 1ull << 63 | 0x1234);
	CHECK_EQ(b.read64(last + 4), 1ull << 63 | 0x1234);
	CHECK_EQ(b.write32(last + 4, 0x80000000), OKAY);
	CHECK_EQ(b.read64(last), 0x1234);
	b.expect(EV_FRCD);
	b.read64(SIZE - 1, SLVERR);
	if (SIZE > 0x3fff)
		return;
	for (unsigned addr = SIZE; addr < 0x4000; addr += 4) {
		b.read64(addr, SLVERR);
		CHECK_EQ(b.write32(addr, ~0u), SLVERR);
	}
	b.read64(SIZE + RTADDR, SLVERR);
	CHECK_EQ(b.read64(RTADDR), 0);
	b.expect(EV_NONE);
}

/* Each of 256 records alone raises PPF, names itself and lets it fall. */
TEST(ppf_and_fri_over_all_records)
{
	Regwin b(cap_at(SECOND_PAGE));

	for (unsigned n = 0; n < RECORDS; n++) {
		unsigned high = record(SECOND_PAGE, n) + 8;

		b.raw(RAW_WRITE, high - 8, 0x1000ull * n, 0xff);
		b.raw(RAW_WRITE, high, 1ull << 63 | n, 0xff);
		CHECK_EQ(b.read32(FSTS), n << 8 | 2);
		CHECK_EQ(b.read64(high), 1ull << 63 | n);
		CHECK_EQ(b.write64(high, 1ull << 63), OKAY);
		CHECK_EQ(b.read32(FSTS) & 2, 0);
		b.expect(EV_FRCD);
	}
	for (unsigned n = 0; n < RECORDS; n++)
		b.raw(RAW_SET, record(SECOND_PAGE, n) + 8, 1ull << 63, 0xff);
	for (unsigned n = 0; n < RECORDS; n++) {
		CHECK_EQ(b.read64(record(SECOND_PAGE, n)), 0x1000ull * n);
		CHECK_EQ(b.read32(FSTS), 2);
		b.write64(record(SECOND_PAGE, n) + 8, 1ull << 63);
	}
	CHECK_EQ(b.read32(FSTS), 0);
}

TEST(records_beyond_nfr_do_not_show)
{
	Regwin b(cap_at(SECOND_PAGE, 100));

	for (unsigned n = 90; n < 110; n++) {
		b.raw(RAW_WRITE, record(SECOND_PAGE, n), 0x55, 0xff);
		CHECK_EQ(b.read64(record(SECOND_PAGE, n)), n < 100 ? 0x55 : 0);
	}
}

TEST(register_invalidation_moves)
{
	for (unsigned iva : { 0xf0u, 0x700u, SECOND_PAGE, SIZE - 16 }) {
		Regwin b(CAP_FULL, ecap_at(iva));

		b.write64(iva, 0x7654321043);
		b.write64(iva + 8, 0xb003000700000000);
		CHECK_EQ(b.read64(iva), 0);
		CHECK_EQ(b.read64(iva + 8), 0xb003000700000000);
		b.expect(EV_IOTLB, 0, 0xb003000700000000, 0x7654321043);
		b.write64(IOTLB, ~0ull);
		CHECK_EQ(b.read64(IOTLB), 0);
		b.expect(EV_NONE);
	}
}

/* What the firmware writes to CAP, or the pins say later, moves nothing. */
TEST(places_are_those_of_reset)
{
	Regwin b(cap_at(SECOND_PAGE, 8), ecap_at(0xf0));

	b.raw(RAW_WRITE, CAP, CAP_FULL, 0xff);
	b.raw(RAW_WRITE, ECAP, ECAP_FULL, 0xff);
	b.dut->cfg_cap_i = CAP_FULL;
	b.dut->cfg_ecap_i = ECAP_FULL;
	b.tick();
	b.raw(RAW_WRITE, SECOND_PAGE, 0x66, 0xff);
	CHECK_EQ(b.read64(SECOND_PAGE), 0x66);
	CHECK_EQ(b.read64(FRCD), 0);
	b.write64(0xf8, 1ull << 63);
	b.expect(EV_IOTLB, 0, 1ull << 63);
}

int main(int argc, char **argv)
{
	return bench_main(argc, argv);
}
