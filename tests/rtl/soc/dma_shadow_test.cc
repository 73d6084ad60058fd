/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Shadow client: its table against a model, and DMA against what it was told.
 * Each mapping ever made has host pages of its own, so an address that leaves
 * the device tells which mapping it was made from.
 */
#include <functional>
#include <map>

#include "Vdma_shadow.h"
#include "shim_bench.h"
#include "vtd_gate.h"

enum : unsigned {
	CTRL = 0x80,
	KINDS = 0x84,
	FIRST = 0x88,
	LAST = 0x90,
	SID = 0x08,
	PASID = 0x38,
	MAPS = 0xa0,
	UNMAPS = 0xa4,
	LOSTS = 0xa8,
	ACKS = 0xb0,
	REFUSALS = 0xb4,
	ODD = 0xb8,
	READS = 0xbc,
	WRITES = 0xc0,
	UNMAPPED_R = 0xc4,
	UNREADY_R = 0xcc,
	WAITED = 0xd4,
	COUNT = 0xfc,
};
constexpr unsigned ENTRIES = 64;
constexpr uint64_t PAGE = 0x7654321000;

struct Mapping {
	uint64_t iova, last, host; /* bytes */
	unsigned perm;
	bool gone = false, dead = false;
	unsigned tag = 0; /* of the UNMAP */
};

class Shadow : public ShimBench<Vdma_shadow>
{
public:
	std::deque<Mapping> mappings;
	std::deque<std::vector<uint64_t>> to_device, posted;
	std::map<unsigned, bool> acks; /* by tag: refused */
	unsigned order_checked = 0;
	bool hold_post = false;

	explicit Shadow(bool ready = true)
	{
		reset();
		set(SID, BENCH_SID);
		set(CTRL, 1);
		if (ready)
			state(GATE_CLIENT_STATUS_READY);
	}

	uint64_t head(unsigned what, unsigned tag, unsigned len)
	{
		return put_field(GATE_WORK0_KIND, GATE_KIND_MSG) |
		       put_field(GATE_WORK0_MSG, what) |
		       put_field(GATE_WORK0_TAG, tag) |
		       put_field(GATE_WORK0_SID, BENCH_SID) |
		       put_field(GATE_WORK0_LEN, len);
	}

	void state(unsigned status)
	{
		to_device.push_back({ head(GATE_MSG_OUT_CLIENT_STATE, 0, 0) |
				      put_field(GATE_WORK0_STATUS, status) });
		settle_messages();
	}

	/* Returns the tag; the mapping is there once it is acknowledged. */
	unsigned map(uint64_t iova, uint64_t bytes = 4096, unsigned perm = 3)
	{
		mappings.push_back({ iova, iova + bytes - 1, next_host, perm });
		to_device.push_back(
			{ head(GATE_MSG_OUT_CLIENT_MAP, next_tag, 3),
			  iova | perm, iova + bytes - 1, next_host });
		next_host += bytes + 0x10000;
		return next_tag++ & 0xff;
	}

	unsigned unmap(uint64_t iova, uint64_t bytes = 4096)
	{
		for (Mapping &m : mappings) {
			if (m.gone || m.iova > iova + bytes - 1 ||
			    m.last < iova)
				continue;
			m.gone = true;
			m.tag = next_tag & 0xff;
		}
		to_device.push_back(
			{ head(GATE_MSG_OUT_CLIENT_UNMAP, next_tag, 2), iova,
			  iova + bytes - 1 });
		return next_tag++ & 0xff;
	}

	unsigned lose()
	{
		for (Mapping &m : mappings) {
			if (!m.gone)
				m.tag = next_tag & 0xff;
			m.gone = true;
		}
		to_device.push_back(
			{ head(GATE_MSG_OUT_CLIENT_LOST, next_tag, 0) });
		return next_tag++ & 0xff;
	}

	/* Waits for the acknowledgement; true if it is a refusal. */
	bool refused(unsigned tag)
	{
		for (int i = 0; i < 20000 && !acks.count(tag); i++)
			tick();
		CHECK(acks.count(tag));
		bool result = acks[tag];

		acks.erase(tag);
		return result;
	}

	void settle_messages()
	{
		for (int i = 0; i < 20000 && !to_device.empty(); i++)
			tick();
		CHECK(to_device.empty());
		run(4);
	}

private:
	uint64_t next_host = 0x100000000;
	unsigned next_tag = 0, out_word = 0;
	bool out_shown = false, post_shown = false;

	/* Neither dead, nor another page, nor without permission. */
	void sent(Access &a) override
	{
		if (a.sent_translated || a.sid != BENCH_SID || a.pasid_valid) {
			CHECK_EQ(a.host, a.addr);
			return;
		}
		for (const Mapping &m : mappings) {
			if (a.host < m.host ||
			    a.host - m.host > m.last - m.iova)
				continue;
			CHECK(!m.dead);
			CHECK_EQ(a.host - m.host, a.addr - m.iova);
			CHECK(a.zlr || m.perm >> a.write & 1);
			return;
		}
		bench_fail(__FILE__, __LINE__, "host address from nowhere");
	}

	void drive_messages() override
	{
		out_shown |= !to_device.empty() && (!stall || chance(2));
		dut->msg_valid_i = out_shown;
		if (out_shown) {
			const auto &words = to_device.front();

			dut->msg_data_i = words[out_word];
			dut->msg_last_i = out_word + 1 == words.size();
		}
		dut->msg_post_ready_i = !hold_post && (!stall || chance(2));
		dut->hold_i = stall ? random() & random() & 7 : 0;
	}

	void observe_messages() override
	{
		CHECK(dut->msg_post_valid_o || !post_shown);
		post_shown = dut->msg_post_valid_o && !dut->msg_post_ready_i;
		if (dut->msg_valid_i && dut->msg_ready_o) {
			out_shown = false;
			if (++out_word == to_device.front().size()) {
				to_device.pop_front();
				out_word = 0;
			}
		}
		if (!dut->msg_post_valid_o || !dut->msg_post_ready_i)
			return;
		std::vector<uint64_t> words;
		for (int i = 0; i < 3; i++)
			words.push_back(
				(uint64_t)dut->msg_post_data_o[2 * i + 1]
					<< 32 |
				dut->msg_post_data_o[2 * i]);
		CHECK_EQ(get_field(GATE_WORK0_SID, words[0]), BENCH_SID);
		if (get_field(GATE_WORK0_MSG, words[0]) ==
		    GATE_MSG_IN_CLIENT_ACK)
			take_ack(words);
		else
			posted.push_back(words);
	}

	void take_ack(const std::vector<uint64_t> &words)
	{
		unsigned tag = get_field(GATE_WORK0_TAG, words[0]);

		/* In order, once each. */
		CHECK_EQ(tag, order_checked++ & 0xff);
		acks[tag] = get_field(GATE_WORK1_CLIENT_REFUSED, words[1]);
		for (Mapping &m : mappings) {
			if (!m.gone || m.dead || m.tag != tag)
				continue;
			m.dead = true;
			for (const Access &a : accesses)
				if (a.sent &&
				    a.host - m.host <= m.last - m.iova)
					CHECK(a.done);
		}
	}
};

static bool ok(const Access &a)
{
	return a.done && !a.failed;
}

TEST(switched_off_it_passes_everything)
{
	Shadow b(false);

	b.set(CTRL, 0);
	Access &r = b.read(PAGE, 3), &w = b.write(PAGE, 3);
	r.sid = w.sid = 0x300;
	b.wait_all();
	CHECK(ok(r) && ok(w) && r.host == r.addr && w.host == w.addr);
	b.map(PAGE);
	b.settle_messages();
	CHECK(b.acks.empty());
}

TEST(it_registers_when_told)
{
	Shadow b(false);

	b.set(KINDS, 3);
	b.set(FIRST, 0x1000);
	b.set(LAST, 0xffffffff);
	b.set(LAST + 4, 0x7f);
	b.set(PASID, 0x80000005);
	b.set(CTRL, 3);
	b.run(10);
	CHECK_EQ(b.posted.size(), 1);
	CHECK_EQ(get_field(GATE_WORK0_MSG, b.posted[0][0]),
		 GATE_MSG_IN_CLIENT_HELLO);
	CHECK_EQ(get_field(GATE_WORK0_SSIDV, b.posted[0][0]), 1);
	CHECK_EQ(get_field(GATE_WORK0_SSID, b.posted[0][0]), 5);
	CHECK_EQ(b.posted[0][1], 0x1003);
	CHECK_EQ(b.posted[0][2], 0x7fffffffff);
	b.set(CTRL, 5);
	b.run(10);
	CHECK_EQ(b.posted.size(), 2);
	CHECK_EQ(get_field(GATE_WORK1_CLIENT_KINDS, b.posted[1][1]), 0);
}

TEST(nothing_leaves_before_it_is_ready)
{
	for (unsigned status = 1; status < 8; status++) {
		Shadow b(false);

		CHECK(!b.refused(b.map(PAGE)));
		b.wait(b.read(PAGE));
		CHECK(b.accesses.back().failed);
		b.state(status);
		b.wait(b.read(PAGE));
		CHECK(b.accesses.back().failed);
		CHECK_EQ(b.get(UNREADY_R), 2);
		b.state(GATE_CLIENT_STATUS_READY);
		b.wait(b.read(PAGE));
		CHECK(ok(b.accesses.back()));
	}
}

TEST(only_what_is_mapped_leaves)
{
	Shadow b;

	CHECK(!b.refused(b.map(PAGE, 0x3000)));
	for (int page = -1; page <= 3; page++) {
		Access &r = b.read(PAGE + page * 4096, 7);
		Access &w = b.write(PAGE + page * 4096, 7);

		b.wait_all();
		CHECK_EQ(ok(r), page >= 0 && page < 3);
		CHECK_EQ(ok(w), page >= 0 && page < 3);
	}
	CHECK_EQ(b.get(READS), 3);
	CHECK_EQ(b.get(WRITES), 3);
	CHECK_EQ(b.get(UNMAPPED_R), 2);
}

TEST(permissions_are_those_of_the_mapping)
{
	for (unsigned perm = 1; perm < 4; perm++) {
		Shadow b;

		b.refused(b.map(PAGE, 4096, perm));
		Access &r = b.read(PAGE), &w = b.write(PAGE), &z = b.read(PAGE);
		z.zlr = true;
		b.wait_all();
		CHECK_EQ(ok(r), perm & 1);
		CHECK_EQ(ok(w), perm >> 1);
		CHECK(ok(z));
	}
}

TEST(others_pass)
{
	Shadow b;
	Access &other = b.read(PAGE), &space = b.write(PAGE);

	other.sid = 0x300;
	space.pasid_valid = true;
	space.pasid = 3;
	b.wait_all();
	CHECK(ok(other) && ok(space));
}

TEST(what_is_unmapped_is_gone)
{
	Shadow b;

	b.refused(b.map(PAGE));
	b.refused(b.map(PAGE + 4096));
	b.wait(b.read(PAGE));
	CHECK(!b.refused(b.unmap(PAGE)));
	b.wait(b.read(PAGE));
	CHECK(b.accesses.back().failed);
	b.wait(b.read(PAGE + 4096));
	CHECK(ok(b.accesses.back()));
	CHECK_EQ(b.get(COUNT), 1);
}

TEST(unmap_waits_for_reads_and_writes)
{
	for (bool write : { false, true }) {
		Shadow b;

		b.refused(b.map(PAGE));
		b.hold_memory = true;
		Access &a = write ? b.write(PAGE, 3) : b.read(PAGE, 3);
		b.run(50);
		CHECK(a.sent);
		unsigned tag = b.unmap(PAGE), later = b.map(PAGE + 4096);
		b.run(300);
		CHECK(b.acks.empty() && b.to_device.empty());
		b.hold_memory = false;
		CHECK(!b.refused(tag) && !b.refused(later));
		CHECK_EQ(b.get(WAITED), 1);
	}
}

TEST(lost_forgets_everything_until_ready)
{
	Shadow b;

	for (unsigned i = 0; i < 10; i++)
		b.refused(b.map(PAGE + i * 4096));
	b.hold_memory = true;
	b.read(PAGE, 3);
	b.run(50);
	unsigned tag = b.lose();
	b.run(100);
	CHECK(b.acks.empty());
	b.hold_memory = false;
	CHECK(!b.refused(tag));
	CHECK_EQ(b.get(COUNT), 0);
	/* The resync comes before READY. */
	b.refused(b.map(PAGE));
	b.wait(b.read(PAGE));
	CHECK(b.accesses.back().failed);
	b.state(GATE_CLIENT_STATUS_READY);
	b.wait(b.read(PAGE));
	CHECK(ok(b.accesses.back()));
	b.wait(b.read(PAGE + 4096));
	CHECK(b.accesses.back().failed);
	CHECK_EQ(b.get(LOSTS), 1);
}

TEST(a_full_table_refuses)
{
	Shadow b;

	for (unsigned i = 0; i < ENTRIES; i++)
		CHECK(!b.refused(b.map(PAGE + i * 0x2000)));
	CHECK(b.refused(b.map(PAGE + 0x1000)));
	CHECK(b.refused(b.map(PAGE - 0x1000)));
	CHECK_EQ(b.get(COUNT), ENTRIES);
	CHECK_EQ(b.get(ODD), 0);
	CHECK(!b.refused(b.unmap(PAGE + 0x4000)));
	CHECK(!b.refused(b.map(PAGE + 0x1000)));
	CHECK(b.refused(b.map(PAGE + 0x3000)));
}

TEST(misuse_is_noticed_and_leaves_nothing_stale)
{
	Shadow b;

	b.refused(b.map(PAGE, 0x4000));
	/* Over what is there, granting nothing, ending before it begins. */
	CHECK(b.refused(b.map(PAGE + 0x3000, 0x2000)));
	CHECK(b.refused(b.map(PAGE - 0x1000, 0x2000)));
	CHECK(b.refused(b.map(PAGE + 0x8000, 0x1000, 0)));
	CHECK(b.refused(b.map(PAGE + 0x8000, 0)));
	CHECK_EQ(b.get(ODD), 4);
	CHECK(!b.refused(b.unmap(PAGE + 0x4000)));
	CHECK_EQ(b.get(ODD), 5);
	/* A part of it: cannot be done exactly, so all of it goes. */
	CHECK(b.refused(b.unmap(PAGE + 0x1000)));
	CHECK_EQ(b.get(COUNT), 0);
	b.wait(b.read(PAGE));
	CHECK(b.accesses.back().failed);
	/* Not for it. */
	b.to_device.push_back({ b.head(GATE_MSG_OUT_INV_REQ, 0, 1), PAGE });
	b.settle_messages();
	CHECK_EQ(b.get(ODD), 6);
}

TEST(unmap_at_each_cycle_of_an_access)
{
	for (unsigned variant = 0; variant < 4; variant++) {
		for (unsigned offset = 0; offset < 70; offset++) {
			Shadow b;

			b.stall = variant & 2;
			b.refused(b.map(PAGE + 4096));
			b.refused(b.map(PAGE));
			Access &a = variant & 1 ? b.write(PAGE, 5) :
						  b.read(PAGE, 5);
			b.run(offset);
			b.refused(b.unmap(PAGE));
			Access &next = b.read(PAGE, 5);
			b.wait(a);
			b.wait(next);
			CHECK(next.failed);
		}
	}
}

/* The table against a model: any order of mapping and unmapping, any sizes. */
TEST(random_campaign)
{
	uint64_t waited = 0, refusals = 0, failed = 0, sent = 0;

	for (unsigned seed = 1; seed <= 30; seed++) {
		Shadow b;
		std::mt19937 dice(seed);

		b.random.seed(seed);
		b.stall = true;
		for (unsigned step = 0; step < 250; step++) {
			uint64_t iova = PAGE + dice() % 96 * 0x4000;
			uint64_t bytes = (1 + dice() % 4) * 4096ull;
			Mapping *there = nullptr;

			for (Mapping &m : b.mappings)
				if (!m.gone && m.iova <= iova + bytes - 1 &&
				    m.last >= iova)
					there = &m;
			unsigned tag;
			if (there)
				tag = b.unmap(there->iova,
					      there->last - there->iova + 1);
			else
				tag = b.map(iova, bytes, 1 + dice() % 3);
			for (unsigned i = dice() % 3; i; i--) {
				uint64_t at = PAGE + dice() % 0x180 * 4096;

				if (dice() & 1)
					b.read(at, dice() % 8);
				else
					b.write(at, dice() % 8);
			}
			if (b.refused(tag)) {
				CHECK(!there);
				b.mappings.back().gone = true;
				b.mappings.back().dead = true;
				CHECK_EQ(b.get(COUNT), ENTRIES);
			}
			if (dice() % 4)
				continue;
			/* At rest: exactly what is mapped can be read. */
			b.wait_all();
			Access &a = b.read(PAGE + dice() % 0x180 * 4096);
			bool mapped = false;
			b.wait(a);
			for (const Mapping &m : b.mappings)
				mapped |= !m.gone && m.perm & 1 &&
					  a.addr >= m.iova && a.addr <= m.last;
			CHECK_EQ(ok(a), mapped);
		}
		b.wait_all();
		CHECK_EQ(b.get(ODD), 0);
		waited += b.get(WAITED);
		refusals += b.get(REFUSALS);
		failed += b.get(UNMAPPED_R);
		sent += b.get(READS);
	}
	CHECK(waited && refusals && failed && sent);
}

int main(int argc, char **argv)
{
	return bench_main(argc, argv);
}
