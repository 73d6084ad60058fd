/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/* Interrupt remapping and posting: 5.1, 5.2, and the table of 5.1.4.1. */

#include "oracle_bench.h"

#define BIT(n)  (UINT64_C(1) << (n))
#define TABLE   BENCH_BASE
#define PID     (BENCH_BASE + 0x10040)
#define INDEX   7u
#define NOWHERE BIT(39)
#define EIME    BIT(11)
/* Vector 41h, lowest priority, logical, redirection hint, to APIC id 9. */
#define IRTE_LO UINT64_C(0x000009000041002d)
#define IRTE_HI (UINT64_C(0x40000) | BENCH_SID) /* SVT=1, SQ=0 */
#define POSTED  (BIT(0) | BIT(15) | 0x52 << 16 | (PID & 0xffffffc0) << 32)
/* NV 61h, NDST 3 */
#define PID_CONTROL UINT64_C(0x0000030000610000)

static const struct oracle_caps caps = {
	.haw = 40,
	.mgaw = 48,
	.sagaw = 6,
	.ir = true,
	.eim = true,
	.pi = true,
};

static struct oracle_interrupt got;
static uint64_t addr;
static uint32_t data;

static void put_irte(uint64_t lo, uint64_t hi)
{
	bench_put(TABLE + INDEX * 16, lo);
	bench_put(TABLE + INDEX * 16 + 8, hi);
}

/* 256 entries; a remappable request without subhandle. */
static void begin(void)
{
	bench_begin(&caps);
	bench_state.ire = true;
	bench_state.irta = TABLE | 7;
	put_irte(IRTE_LO, IRTE_HI);
	addr = 0xfee00010 | INDEX << 5;
	data = 0xffff0000;
}

static void begin_posted(void)
{
	begin();
	put_irte(POSTED, IRTE_HI | (PID >> 32) << 32);
	bench_put(PID + 32, PID_CONTROL);
}

static void ask(void)
{
	oracle_interrupt(&bench_state, BENCH_SID, addr, data, &got);
}

static void expect_fault(const char *what, unsigned int reason, bool recorded)
{
	ask();
	bench_check(what, got.outcome == ORACLE_IR_FAULT &&
				  got.reason == reason &&
				  got.recorded == recorded);
}

static void expect_sent(const char *what, uint64_t to, uint32_t message)
{
	ask();
	bench_check(what, got.outcome == ORACLE_SENT &&
				  got.message.addr == to &&
				  !((got.message.data ^ message) &
				    got.message.data_mask));
}

static void formats(void)
{
	begin();
	bench_state.ire = false;
	expect_sent("5.1: IRES=0, everything passes", addr, data);
	bench_state.caps.irreq = true;
	expect_fault("2Bh: unless IRREQ", 0x2b, true);
	begin();
	bench_state.caps.eimer = true;
	expect_fault("2Ah: EIMER and EIME=0", 0x2a, true);
	begin();
	addr = 0xfee09004;
	data = 0x0031;
	expect_fault("25h: compatibility format, CFIS=0", 0x25, true);
	bench_state.cfi = true;
	expect_sent("5.1.2.1: CFIS=1, it passes", 0xfee09004, 0x31);
	bench_state.irta |= EIME;
	expect_fault("25h: EIME=1", 0x25, true);
}

static void remapped(void)
{
	begin();
	expect_sent("5.1.2.2: sent by its entry", 0xfee0900c, 0x141);
	put_irte(IRTE_LO | BIT(4), IRTE_HI);
	expect_sent("9.10: level", 0xfee0900c, 0xc141);
	begin();
	bench_state.irta |= EIME;
	put_irte(0x1234567800410001, IRTE_HI);
	expect_sent("9.10: x2APIC id", UINT64_C(0x12345600fee78000), 0x41);
	begin();
	addr = 0xfee00018 | (INDEX - 3) << 5;
	data = 3;
	expect_sent("5.1.2.2: handle and subhandle", 0xfee0900c, 0x141);
	data = 0x10003;
	expect_fault("20h: data 31:16 with SHV=1", 0x20, true);
	begin();
	addr = 0xfee00010 | 256 << 5;
	expect_fault("21h: index beyond the table", 0x21, true);
	bench_check("11.4.7.6: FI holds the index",
		    got.has_index && got.index == 256);
	addr = 0xfee00014;
	expect_fault("21h: bit 15 of the handle", 0x21, true);
	begin();
	bench_state.irta = BIT(40) | 7;
	expect_fault("21h: beyond HAW", 0x21, true);
	bench_state.irta = NOWHERE | 7;
	expect_fault("23h: the table is unreadable", 0x23, true);
}

static void entries(void)
{
	begin();
	put_irte(IRTE_LO & ~BIT(0), IRTE_HI);
	expect_fault("22h: P=0", 0x22, true);
	put_irte(BIT(1), 0);
	expect_fault("22h: FPD counts though P=0", 0x22, false);
	begin();
	put_irte(IRTE_LO | BIT(24), IRTE_HI);
	expect_fault("24h: bit 24", 0x24, true);
	put_irte(IRTE_LO | BIT(12), IRTE_HI);
	expect_fault("24h: bit 12", 0x24, true);
	put_irte(IRTE_LO, IRTE_HI | BIT(20));
	expect_fault("24h: bit 84", 0x24, true);
	put_irte(IRTE_LO | BIT(32), IRTE_HI);
	expect_fault("24h: DST 7:0 in xAPIC mode", 0x24, true);
	put_irte(IRTE_LO | BIT(48) | BIT(1), IRTE_HI);
	expect_fault("24h: DST 31:16, with FPD", 0x24, false);
	begin();
	bench_state.caps.pi = false;
	put_irte(IRTE_LO | BIT(15), IRTE_HI);
	expect_fault("24h: IM, PI=0", 0x24, true);
}

static void sources(void)
{
	begin();
	put_irte(IRTE_LO, IRTE_HI ^ 1);
	expect_fault("26h: another source", 0x26, true);
	put_irte(IRTE_LO | BIT(1), IRTE_HI ^ 1);
	expect_fault("26h: with FPD", 0x26, false);
	put_irte(IRTE_LO, (IRTE_HI ^ 4) | 1 << 16);
	expect_sent("5.1.3: SQ=1 ignores bit 2", 0xfee0900c, 0x141);
	put_irte(IRTE_LO, (IRTE_HI ^ 2) | 1 << 16);
	expect_fault("5.1.3: SQ=1 does not ignore bit 1", 0x26, true);
	put_irte(IRTE_LO, (IRTE_HI ^ 7) | 3 << 16);
	expect_sent("5.1.3: SQ=3 ignores the function", 0xfee0900c, 0x141);
	put_irte(IRTE_LO, 0x80000 | 0x0709);
	expect_sent("5.1.3: SVT=2, bus 7 to 9", 0xfee0900c, 0x141);
	put_irte(IRTE_LO, 0x80000 | 0x0909);
	expect_fault("5.1.3: SVT=2, bus 9 alone", 0x26, true);
	put_irte(IRTE_LO, 0xffff);
	expect_sent("5.1.3: SVT=0 checks nothing", 0xfee0900c, 0x141);
	put_irte(IRTE_LO, 0xc0000 | BENCH_SID);
	expect_fault("5.1.3: SVT=3 allows nobody", 0x26, true);
}

static void expect_posted(const char *what, bool notify)
{
	ask();
	bench_check(what, got.outcome == ORACLE_POSTED && got.pid == PID &&
				  got.vector == 0x52 && got.on == notify &&
				  got.notify == notify);
}

static void posted(void)
{
	begin_posted();
	expect_posted("5.2.3: posted and notified", true);
	bench_check("5.2.3: the notification",
		    got.message.addr == 0xfee03000 &&
			    (got.message.data & 0xbfff) == 0x61);
	bench_put(PID + 32, PID_CONTROL | BIT(0));
	expect_posted("5.2.3: ON=1, no second notification", false);
	bench_put(PID + 32, PID_CONTROL | BIT(1));
	expect_posted("5.2.3: SN=1", false);
	put_irte(POSTED | BIT(14), IRTE_HI);
	expect_posted("5.2.3: SN=1 and URG", true);
	begin_posted();
	bench_put(PID + 32, PID_CONTROL | BIT(2));
	expect_fault("28h: reserved bits", 0x28, true);
	begin_posted();
	bench_put(PID + 40, BIT(0));
	expect_fault("28h: bit 320", 0x28, true);
	begin_posted();
	put_irte(POSTED, IRTE_HI | UINT64_C(0x80) << 32);
	expect_fault("27h: the descriptor is nowhere", 0x27, true);
	begin_posted();
	bench_locked_out = PID;
	expect_fault("27h: it cannot be updated", 0x27, true);
	begin_posted();
	put_irte(POSTED | BIT(2), IRTE_HI);
	expect_fault("24h: a reserved bit of the posted format", 0x24, true);
	put_irte(POSTED, IRTE_HI | UINT64_C(0x100) << 32);
	expect_fault("24h: PDA beyond HAW", 0x24, true);
}

static bool reason_is(void *ctx, const struct oracle_interrupt *res)
{
	return res->outcome == ORACLE_IR_FAULT && res->reason == *(int *)ctx;
}

static void open_orders(void)
{
	int entry = 0x24, source = 0x26, absent = 0x22;

	begin();
	put_irte(IRTE_LO | BIT(24), IRTE_HI ^ 1);
	bench_check("5.1.4: 24h or 26h, nothing else",
		    oracle_interrupt_accepts(&bench_state, BENCH_SID, addr,
					     data, reason_is, &entry, &got) &&
			    oracle_interrupt_accepts(&bench_state, BENCH_SID,
						     addr, data, reason_is,
						     &source, &got) &&
			    !oracle_interrupt_accepts(&bench_state, BENCH_SID,
						      addr, data, reason_is,
						      &absent, &got));
}

static void records(void)
{
	uint64_t frcd[2], mask[2];

	begin();
	put_irte(IRTE_LO, IRTE_HI ^ 1);
	ask();
	oracle_interrupt_frcd(BENCH_SID, &got, frcd, mask);
	bench_check("11.4.7.6: index, SID, FR",
		    frcd[0] == UINT64_C(7) << 48 && mask[0] == ~UINT64_C(0) &&
			    frcd[1] == (BIT(63) | UINT64_C(0x26) << 32 |
					BENCH_SID));
	addr = 0xfee00000;
	ask();
	oracle_interrupt_frcd(BENCH_SID, &got, frcd, mask);
	bench_check("11.4.7.6: no index in 25h", mask[0] == 0xfff);
}

void oracle_interrupt_test(void)
{
	formats();
	remapped();
	entries();
	sources();
	posted();
	open_orders();
	records();
}
