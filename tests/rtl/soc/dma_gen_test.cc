/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Traffic generator: what it asks for, what it writes, what it notices. */
#include <deque>
#include <map>
#include <set>

#include "Vdma_gen.h"
#include "bench.h"

enum : unsigned {
	CTRL = 0x00, MODE = 0x04, SID = 0x08, BASE = 0x0c, SPAN = 0x14,
	BYTES = 0x18, BURST = 0x1c, SEED = 0x20, DELTA = 0x24, ROGUE = 0x28,
	HOLE = 0x2c, HOLD = 0x34, PASID = 0x38, HELD_W = 0x58,
	HELD_R = 0x5c, HELD_B = 0x60, REQS = 0x40, MOVED = 0x44, ERRORS = 0x48,
	MISMATCHES = 0x4c, FIRST_BAD = 0x50,
};
enum : unsigned { STREAM, RANDOM, MIXED, MISBEHAVE };
constexpr unsigned ONE_ID = 1 << 2, CHECK_READS = 1 << 3;
constexpr unsigned ALL_READS = 0xff << 8, HALF_READS = 0x80 << 8;
constexpr unsigned ALL_COPIES = 0xff << 16;

static uint32_t rotl(uint32_t v, unsigned n)
{
	return v << n | v >> (32 - n);
}

/* The value every word has, from the description in dma_gen.sv. */
static uint64_t value_of(uint64_t addr, uint32_t delta, uint32_t seed)
{
	uint32_t u = ((uint32_t)addr & ~7u & ~delta) ^ (uint32_t)(addr >> 32);
	uint32_t lo = (u ^ seed) + rotl(u, 13);
	uint32_t hi = (rotl(u, 22) ^ lo) + 0x9e3779b9u + seed;

	return (uint64_t)hi << 32 | lo;
}

struct Request {
	uint64_t addr;
	unsigned id, len, size, burst, sid, ssid;
	bool write, ssidv, atst, zlr;
	unsigned wait;
};

class Generator : public Clocked<Vdma_gen>
{
public:
	Generator()
	{
		reset();
	}

	std::map<uint64_t, uint64_t> memory;
	std::vector<Request> requests;
	uint64_t fail_from = ~0ull, fail_to = 0;
	bool reorder = false, stall = false, fill = true;
	unsigned most_reads = 0, most_writes = 0;
	/* Cycles in which W, R, B were held back: all, and most in a row. */
	unsigned held[3] = {}, held_most[3] = {};
	uint32_t delta = 0, seed = 1;

	void set(unsigned reg, uint32_t value)
	{
		dut->reg_we_i = 1;
		dut->reg_addr_i = reg;
		dut->reg_wdata_i = value;
		tick();
		dut->reg_we_i = 0;
	}

	uint32_t get(unsigned reg)
	{
		dut->reg_addr_i = reg;
		settle();
		return dut->reg_rdata_o;
	}

	/* A plain job: 4 KiB moved from 1_2345_0000h on, bursts of 8. */
	void plain(unsigned mode)
	{
		set(MODE, mode);
		set(SID, 0x0bad0218);
		set(BASE, 0x23450000);
		set(BASE + 4, 0x1);
		set(SPAN, 16);
		set(BYTES, 4096);
		set(BURST, 0x440707);
		set_seed(0x1234567, 0);
	}

	void set_seed(uint32_t new_seed, uint32_t new_delta)
	{
		set(SEED, seed = new_seed);
		set(DELTA, delta = new_delta);
	}

	void run()
	{
		set(CTRL, 1);
		for (int i = 0; i < 200000; i++) {
			tick();
			if (get(CTRL) == 2)
				return;
		}
		bench_fail(__FILE__, __LINE__, "a job never ended");
	}

	void tick() override
	{
		drive();
		settle();
		observe();
		edge();
	}

private:
	unsigned held_now[3] = {};
	bool w_shown = false, r_shown = false, b_shown = false;
	std::deque<Request> reads, writes;
	std::deque<Request> data_wanted;
	unsigned r_beat = 0, w_beat = 0;
	std::mt19937 random{ 11 };

	bool fails(const Request &r)
	{
		return r.addr >= fail_from && r.addr < fail_to;
	}

	void drive()
	{
		bool hold = stall && random() % 3;

		dut->m_arready_i = !hold && reads.size() < 16;
		dut->m_awready_i = !(stall && random() % 3);
		dut->m_wready_i = !(stall && random() % 2) &&
				  (!data_wanted.empty() || dut->m_awready_i);
		/* Another id may overtake between two bursts. */
		if (reorder && !r_beat && !r_shown && reads.size() > 1 &&
		    reads[1].id != reads[0].id)
			std::swap(reads[0], reads[1]);
		bool r = !reads.empty() &&
			 (r_shown || !(stall && random() % 3));
		bool b = !writes.empty() &&
			 (b_shown || !(stall && random() % 3));

		r_shown = r;
		b_shown = b;

		dut->m_rvalid_i = r;
		dut->m_bvalid_i = b;
		if (r) {
			const Request &q = reads.front();
			uint64_t at = q.addr + ((uint64_t)r_beat << q.size);

			dut->m_rid_i = q.id;
			dut->m_rdata_i = q.zlr ? 0 : word(at);
			dut->m_rresp_i = fails(q) ? 2 : 0;
			dut->m_rlast_i = r_beat == q.len;
		}
		if (b) {
			dut->m_bid_i = writes.front().id;
			dut->m_bresp_i = fails(writes.front()) ? 2 : 0;
		}
	}

	void note_hold(unsigned channel, bool on)
	{
		held_now[channel] = on ? held_now[channel] + 1 : 0;
		held[channel] += on;
		held_most[channel] =
			std::max(held_most[channel], held_now[channel]);
	}

	/* A valid once shown stays until it is taken. */
	void observe_holds()
	{
		CHECK(dut->m_wvalid_o || !w_shown);
		w_shown = dut->m_wvalid_o && !dut->m_wready_i;
		note_hold(0, !dut->m_wvalid_o && !data_wanted.empty());
		note_hold(1, dut->m_rvalid_i && !dut->m_rready_o);
		note_hold(2, dut->m_bvalid_i && !dut->m_bready_o);
	}

	/* A read beat not taken stays as it is. */
	uint64_t word(uint64_t at)
	{
		auto found = memory.find(at & ~7ull);

		if (found != memory.end())
			return found->second;
		return fill ? value_of(at, delta, seed) : 0;
	}

	void observe()
	{
		observe_holds();
		if (dut->m_rvalid_i && dut->m_rready_o) {
			r_shown = false;
			if (r_beat++ == reads.front().len) {
				reads.pop_front();
				r_beat = 0;
			}
		}
		if (dut->m_bvalid_i && dut->m_bready_o) {
			b_shown = false;
			writes.pop_front();
		}
		if (dut->m_arvalid_o && dut->m_arready_i)
			accept_read();
		if (dut->m_awvalid_o && dut->m_awready_i)
			accept_write();
		if (dut->m_wvalid_o && dut->m_wready_i)
			accept_data();
		most_reads = std::max(most_reads, (unsigned)reads.size());
		most_writes = std::max(most_writes, (unsigned)writes.size());
	}

	void accept_read()
	{
		reads.push_back({ dut->m_araddr_o, dut->m_arid_o,
				  dut->m_arlen_o, dut->m_arsize_o,
				  dut->m_arburst_o, dut->m_arsid_o,
				  dut->m_arssid_o, false,
				  (bool)dut->m_arssidv_o,
				  (bool)dut->m_aratst_o,
				  (bool)dut->m_arzlr_o, 0 });
		requests.push_back(reads.back());
	}

	void accept_write()
	{
		data_wanted.push_back({ dut->m_awaddr_o, dut->m_awid_o,
					dut->m_awlen_o, dut->m_awsize_o,
					dut->m_awburst_o, dut->m_awsid_o,
					dut->m_awssid_o, true,
					(bool)dut->m_awssidv_o,
					(bool)dut->m_awatst_o, false, 0 });
		requests.push_back(data_wanted.back());
	}

	void accept_data()
	{
		CHECK(!data_wanted.empty());
		const Request &q = data_wanted.front();
		uint64_t at = q.addr + ((uint64_t)w_beat << q.size);
		unsigned bytes = 1u << q.size;
		unsigned lanes = ((1u << bytes) - 1) << (at & 7 & ~(bytes - 1));

		CHECK_EQ(dut->m_wstrb_o, lanes);
		CHECK_EQ(dut->m_wlast_o, w_beat == q.len);
		uint64_t old = word(at), mask = 0;
		for (int i = 0; i < 8; i++)
			if (lanes >> i & 1)
				mask |= 0xffull << 8 * i;
		memory[at & ~7ull] = (old & ~mask) | (dut->m_wdata_o & mask);
		if (w_beat++ == q.len) {
			writes.push_back(q);
			data_wanted.pop_front();
			w_beat = 0;
		}
	}
};

static void expect_legal(const Generator &g)
{
	for (const Request &r : g.requests) {
		uint64_t bytes = (uint64_t)(r.len + 1) << r.size;

		CHECK_EQ(r.addr & ((1u << r.size) - 1), 0);
		CHECK_EQ(r.addr >> 12, (r.addr + bytes - 1) >> 12);
		CHECK(r.addr >= 0x123450000 &&
		      r.addr + bytes <= 0x123460000);
		CHECK_EQ(r.burst, 1);
		CHECK_EQ(r.sid, 0x218);
		CHECK(!r.atst && !r.ssidv && !r.ssid);
	}
}

static void expect_written_values(Generator &g)
{
	for (auto &[addr, value] : g.memory)
		CHECK_EQ(value, value_of(addr, g.delta, g.seed));
}

TEST(nothing_is_held_back_unless_asked)
{
	Generator g;

	g.plain(MIXED | CHECK_READS | HALF_READS);
	g.set(BYTES, 65536);
	g.run();
	CHECK_EQ(g.held[1] + g.held[2], 0);
	CHECK_EQ(g.get(HELD_W) + g.get(HELD_R) + g.get(HELD_B), 0);
}

/* Each channel alone is held back, for less than it was told, and counted. */
TEST(channels_are_held_back)
{
	const unsigned counters[] = { HELD_W, HELD_R, HELD_B };

	for (unsigned channel = 0; channel < 3; channel++) {
		for (unsigned log2 : { 4u, 6u, 9u }) {
			Generator g;

			g.plain(MIXED | CHECK_READS | HALF_READS);
			g.set(BYTES, log2 > 6 ? 16384 : 65536);
			g.set(HOLD, log2 << 4 * channel);
			g.run();
			CHECK_EQ(g.get(MISMATCHES), 0);
			CHECK(g.get(counters[channel]) > 0);
			for (unsigned c = 1; c < 3; c++)
				CHECK_EQ(g.held[c],
					 c == channel ? g.get(counters[c]) : 0);
			CHECK(g.held_most[channel] <= 1u << log2);
			CHECK(g.held_most[channel] >= 1u << log2 >> 2);
		}
	}
}

TEST(held_back_everywhere_it_still_does_its_job)
{
	Generator g;

	g.stall = g.reorder = true;
	g.plain(MIXED | CHECK_READS | HALF_READS);
	g.set(BYTES, 32768);
	g.set(HOLD, 0x666);
	g.run();
	CHECK_EQ(g.get(MISMATCHES), 0);
	CHECK_EQ(g.get(ERRORS), 0);
	CHECK(g.get(MOVED) >= 32768);
	expect_legal(g);
	expect_written_values(g);
}

TEST(requests_with_pasid)
{
	Generator g;

	g.plain(STREAM | HALF_READS);
	g.set(PASID, 0x80000000 | 0xabcde);
	g.run();
	CHECK(!g.requests.empty());
	for (const Request &r : g.requests)
		CHECK(r.ssidv && r.ssid == 0xabcde);
}

TEST(stream_reads_in_order)
{
	Generator g;

	g.plain(STREAM | CHECK_READS | ALL_READS);
	g.run();
	expect_legal(g);
	CHECK_EQ(g.requests.size(), 64);
	for (size_t i = 0; i < g.requests.size(); i++) {
		CHECK_EQ(g.requests[i].addr, 0x123450000 + 64 * i);
		CHECK_EQ(g.requests[i].len, 7);
	}
	CHECK_EQ(g.get(REQS), 64);
	CHECK_EQ(g.get(MOVED), 4096);
	CHECK_EQ(g.get(ERRORS) + g.get(MISMATCHES), 0);
	CHECK_EQ(g.most_reads, 4);
}

TEST(stream_writes_the_values)
{
	Generator g;

	g.plain(STREAM);
	g.run();
	CHECK_EQ(g.memory.size(), 512);
	expect_written_values(g);
	CHECK_EQ(g.get(MOVED), 4096);
	CHECK(g.most_writes <= 4);
}

/* Every pattern, mix and stall: legal bursts, right values, all counted. */
TEST(patterns_under_stalls)
{
	for (unsigned pattern : { STREAM, RANDOM, MIXED }) {
		for (unsigned ids : { 0u, ONE_ID }) {
			for (int stall = 0; stall < 2; stall++) {
				Generator g;

				g.plain(pattern | ids | CHECK_READS |
					HALF_READS | 0x20 << 16);
				g.set(BYTES, 20000);
				g.set(BURST, 0x331f00);
				g.set_seed(77 + pattern, 0x8000);
				g.stall = stall;
				g.reorder = true;
				g.run();
				expect_legal(g);
				expect_written_values(g);
				CHECK_EQ(g.get(REQS), g.requests.size());
				CHECK(g.get(MOVED) >= 20000);
				CHECK_EQ(g.get(ERRORS), 0);
				CHECK_EQ(g.get(MISMATCHES), 0);
			}
		}
	}
}

TEST(mixed_has_every_size_and_zero_lengths)
{
	Generator g;
	std::set<unsigned> sizes, zero;

	g.plain(MIXED | CHECK_READS | HALF_READS);
	g.set(BYTES, 60000);
	g.set(BURST, 0x330f00);
	g.run();
	for (const Request &r : g.requests) {
		sizes.insert(r.size);
		if (r.zlr)
			zero.insert(r.len);
	}
	CHECK_EQ(sizes.size(), 4);
	CHECK(zero == std::set<unsigned>{ 0 });
}

TEST(copies_carry_data_across_delta)
{
	Generator g;

	g.plain(RANDOM | CHECK_READS | ALL_COPIES);
	g.set_seed(5, 0x4000);
	g.run();
	unsigned writes = 0;
	for (const Request &r : g.requests) {
		CHECK_EQ(r.addr >> 14 & 1, r.write);
		CHECK(r.len < 16);
		writes += r.write;
	}
	CHECK_EQ(writes * 2, g.requests.size());
	expect_written_values(g);
	CHECK_EQ(g.get(MISMATCHES), 0);
}

TEST(copy_of_what_memory_holds)
{
	Generator g;

	g.fill = false;
	g.plain(STREAM | ALL_COPIES);
	g.set_seed(5, 0x4000);
	g.memory[0x123450000] = 0x1122334455667788;
	g.run();
	CHECK_EQ(g.memory.at(0x123454000), 0x1122334455667788);
	CHECK_EQ(g.memory.at(0x123454008), 0);
}

TEST(wrong_data_is_noticed)
{
	Generator g;

	g.plain(STREAM | CHECK_READS | ALL_READS);
	g.memory[0x123450418] = value_of(0x123450418, 0, g.seed) ^ 1;
	g.memory[0x123450800] = 0;
	g.run();
	CHECK_EQ(g.get(MISMATCHES), 2);
	CHECK_EQ(g.get(FIRST_BAD), 0x23450418);
	CHECK_EQ(g.get(FIRST_BAD + 4), 1);
	CHECK_EQ(g.get(ERRORS), 0);
}

TEST(errors_are_counted_and_do_not_stop_it)
{
	for (unsigned mode : { ALL_READS, 0u }) {
		Generator g;

		g.plain(STREAM | CHECK_READS | mode);
		g.fail_from = 0x123450400;
		g.fail_to = 0x123450500;
		g.run();
		CHECK_EQ(g.get(REQS), 64);
		CHECK_EQ(g.get(ERRORS), 4);
		CHECK_EQ(g.get(MOVED), 4096 - 256);
		CHECK_EQ(g.get(MISMATCHES), 0);
	}
}

TEST(copy_of_unreadable_data_is_not_written)
{
	Generator g;

	g.plain(STREAM | ALL_COPIES);
	g.set(BYTES, 1024);
	g.fail_from = 0;
	g.fail_to = ~0ull;
	g.run();
	for (const Request &r : g.requests)
		CHECK(!r.write);
	CHECK(g.memory.empty());
}

TEST(stop_ends_it)
{
	Generator g;

	g.plain(STREAM | ALL_READS);
	g.set(BYTES, 0x7fffffff);
	g.set(CTRL, 1);
	for (int i = 0; i < 500; i++)
		g.tick();
	CHECK_EQ(g.get(CTRL), 1);
	g.set(CTRL, 2);
	for (int i = 0; i < 500; i++)
		g.tick();
	CHECK_EQ(g.get(CTRL), 2);
	CHECK_EQ(g.get(REQS), g.requests.size());
}

/* Each misdeed alone appears, and nothing else that is wrong. */
TEST(rogue_does_what_it_is_told)
{
	for (unsigned k = 0; k < 8; k++) {
		Generator g;
		unsigned seen = 0;

		g.plain(MISBEHAVE | HALF_READS);
		g.set(BYTES, 40000);
		g.set(BURST, 0x330f00);
		g.set(ROGUE, 1u << k);
		g.set(HOLE, 0xdea00000);
		g.run();
		for (const Request &r : g.requests) {
			uint64_t bytes = (uint64_t)(r.len + 1) << r.size;
			bool bad[8] = {
				r.sid == 0xbad,
				r.addr >> 12 != (r.addr + bytes - 1) >> 12,
				r.addr >> 12 == 0xdea00,
				r.addr >> 12 == 0xdeb00 && r.write,
				r.atst,
				r.ssidv && r.ssid,
				r.burst == 0,
				r.addr == 0xfee00000 && !r.write,
			};
			for (unsigned i = 0; i < 8; i++)
				CHECK(!bad[i] || i == k);
			seen += bad[k];
			if (!bad[2] && !bad[3] && !bad[7])
				CHECK_EQ(r.addr >> 16, 0x12345);
		}
		CHECK(seen > 10 && seen < g.requests.size() / 2);
		CHECK_EQ(g.get(REQS), g.requests.size());
	}
}

int main(int argc, char **argv)
{
	return bench_main(argc, argv);
}
