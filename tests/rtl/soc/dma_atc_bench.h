/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The translation agent around a dma_atc: tables of mappings that come and
 * go, answers and invalidations by message, and the rule that counts: no
 * access by a mapping once its invalidation was said to be done.
 *
 * Each mapping ever made has host pages of its own, so an address that leaves
 * the device tells which mapping it was made from.
 */
#ifndef RTL_DMA_ATC_BENCH_H
#define RTL_DMA_ATC_BENCH_H

#include "Vdma_atc.h"
#include "shim_bench.h"
#include "vtd_gate.h"

enum : unsigned {
	CTRL = 0x80,
	SID = 0x08,
	ASKED = 0xa0,
	ANSWERED = 0xa4,
	REFUSED = 0xa8,
	DENIED = 0xac,
	DROPPED = 0xb0,
	INVALIDATED = 0xb4,
	DONES = 0xb8,
	PAGE_REQS = 0xbc,
	RESPONSES = 0xc0,
	STRANGE = 0xc4,
	TRANSLATED_R = 0xc8,
	TRANSLATED_W = 0xe0,
	GIVEN_UP_R = 0xcc,
	GIVEN_UP_W = 0xe4,
	INV_ASKING = 0xd4,
	INV_PAGING = 0xd8,
	INV_WAITED = 0xdc,
};
enum : unsigned { ON = 1, PRI = 2, NW = 4 };

struct Mapping {
	uint64_t iova, host; /* first byte */
	unsigned order;      /* 2^order pages */
	bool r, w, pasid_valid;
	unsigned pasid;
	bool untranslated = false; /* U */
	bool withdrawn = false, dead = false;
	int itag = -1;

	uint64_t bytes() const
	{
		return 4096ull << order;
	}

	bool has(uint64_t addr) const
	{
		return addr - iova < bytes();
	}
};

struct Message {
	std::vector<uint64_t> words;
	uint64_t at; /* not before this cycle */
};

class Atc : public ShimBench<Vdma_atc>
{
public:
	std::deque<Mapping> mappings;
	std::deque<Message> to_device;
	std::vector<Message> requests, pages; /* as they came */
	unsigned answer_delay = 5, status = GATE_ATS_STATUS_SUCCESS;
	unsigned done_messages = 0;
	uint32_t itags_done = 0;
	bool answers = true; /* to translation requests */
	int page_code = 0;   /* of page responses; below 0: none */
	bool map_on_page_request = true;
	bool late_answers = false; /* from tables of when they were asked */
	bool hold_post = false, hold_req = false;

	explicit Atc(unsigned ctrl = ON)
	{
		reset();
		set(SID, BENCH_SID);
		set(CTRL, ctrl);
	}

	Mapping &map(uint64_t iova, bool r = true, bool w = true,
		     unsigned order = 0)
	{
		uint64_t step = 4096ull << order;

		next_host = (next_host + step - 1) & ~(step - 1);
		mappings.push_back({ iova & ~(step - 1), next_host, order, r, w,
				     false, 0 });
		next_host += step;
		return mappings.back();
	}

	Mapping *find(uint64_t addr, bool pasid_valid = false,
		      unsigned pasid = 0)
	{
		for (Mapping &m : mappings)
			if (m.has(addr) && !m.withdrawn &&
			    m.pasid_valid == pasid_valid && m.pasid == pasid)
				return &m;
		return nullptr;
	}

	uint64_t head(unsigned what, unsigned tag, unsigned len)
	{
		uint64_t w = 0;

		w |= put_field(GATE_WORK0_KIND, GATE_KIND_MSG);
		w |= put_field(GATE_WORK0_MSG, what);
		w |= put_field(GATE_WORK0_TAG, tag);
		w |= put_field(GATE_WORK0_SID, BENCH_SID);
		w |= put_field(GATE_WORK0_LEN, len);
		return w;
	}

	/* PCIe ATS: the lowest 0 from bit 12 on tells the size. */
	static uint64_t sized(uint64_t addr, unsigned order)
	{
		if (!order)
			return addr & ~0xfffull;
		if (order >= 52)
			return ~0xfffull | 0x800;
		return (addr & ~((4096ull << order) - 1)) |
		       (((4096ull << (order - 1)) - 1) & ~0xfffull) | 0x800;
	}

	void send(std::vector<uint64_t> words, unsigned delay = 0)
	{
		to_device.push_back({ words, cycle + delay });
	}

	void invalidate(unsigned itag, uint64_t addr, unsigned order = 0,
			bool pasid_valid = false, unsigned pasid = 0,
			bool global = false)
	{
		uint64_t w = head(GATE_MSG_OUT_INV_REQ, itag, 1);

		w |= put_field(GATE_WORK0_SSIDV, pasid_valid);
		w |= put_field(GATE_WORK0_SSID, pasid);
		itags_done &= ~(1u << itag);
		send({ w, sized(addr, order) | global });
	}

	/* The tables change, then the device is told. */
	void withdraw(Mapping &m, unsigned itag)
	{
		m.withdrawn = true;
		m.itag = itag;
		invalidate(itag, m.iova, m.order, m.pasid_valid, m.pasid);
	}

	void wait_done(unsigned itag)
	{
		for (int i = 0; i < 20000 && !(itags_done >> itag & 1); i++)
			tick();
		CHECK(itags_done >> itag & 1);
	}

	void answer(const Message &request, unsigned delay)
	{
		uint64_t addr = request.words[1] & ~0xfffull;
		unsigned want =
			get_field(GATE_WORK1_ATS_COUNT, request.words[1]) + 1;
		unsigned pasid = get_field(GATE_WORK0_SSID, request.words[0]);
		bool valid = get_field(GATE_WORK0_SSIDV, request.words[0]);
		std::vector<uint64_t> words;
		Mapping *first = find(addr, valid, pasid);

		for (unsigned i = 0; i < want; i++) {
			Mapping *m = find(addr, valid, pasid);

			if (i && (!m || m->order != first->order))
				break;
			words.push_back(m ? sized(m->host, m->order) |
							m->untranslated << 2 |
							m->w << 1 | m->r :
					    0);
			if (!m)
				break;
			addr = m->iova + m->bytes();
		}
		if (status != GATE_ATS_STATUS_SUCCESS)
			words.clear();
		words.insert(words.begin(),
			     head(GATE_MSG_OUT_ATS_CPL,
				  get_field(GATE_WORK0_TAG, request.words[0]),
				  words.size()) |
				     put_field(GATE_WORK0_STATUS, status));
		send(words, delay);
	}

private:
	uint64_t next_host = 0x100000000;
	std::deque<Message> asked;
	unsigned out_word = 0;
	bool out_shown = false, req_shown = false, post_shown = false;
	uint64_t req_head = 0, post_head = 0;

	void sent(Access &a) override
	{
		if (!a.sent_translated) {
			CHECK_EQ(a.host, a.addr);
			return;
		}
		if (a.translated)
			return;
		for (const Mapping &m : mappings) {
			if (a.host - m.host >= m.bytes())
				continue;
			CHECK(!m.dead);
			CHECK_EQ(a.host - m.host, a.addr - m.iova);
			CHECK(m.pasid_valid == a.pasid_valid &&
			      m.pasid == a.pasid);
			CHECK(a.zlr || (a.write ? m.w : m.r));
			return;
		}
		bench_fail(__FILE__, __LINE__, "host address from nowhere");
	}

	void drive_messages() override
	{
		if (!out_shown && !to_device.empty() && (!stall || chance(2))) {
			/* Only what may go; whoever is late is overtaken. */
			for (size_t i = 0; !out_word && i < to_device.size();
			     i++) {
				if (to_device[i].at > cycle)
					continue;
				std::swap(to_device[0], to_device[i]);
				break;
			}
			out_shown = out_word || to_device[0].at <= cycle;
		}
		dut->msg_valid_i = out_shown;
		if (out_shown) {
			const Message &m = to_device.front();

			dut->msg_data_i = m.words[out_word];
			dut->msg_last_i = out_word + 1 == m.words.size();
		}
		dut->msg_req_ready_i = !hold_req && (!stall || chance(2));
		dut->msg_post_ready_i = !hold_post && (!stall || chance(2));
		dut->hold_i = stall ? random() & random() & 7 : 0;
	}

	static Message taken(const VlWide<6> &data)
	{
		Message m{ {}, 0 };

		for (int i = 0; i < 3; i++)
			m.words.push_back((uint64_t)data[2 * i + 1] << 32 |
					  data[2 * i]);
		CHECK_EQ(get_field(GATE_WORK0_KIND, m.words[0]), GATE_KIND_MSG);
		CHECK_EQ(get_field(GATE_WORK0_SID, m.words[0]), BENCH_SID);
		return m;
	}

	void observe_messages() override
	{
		CHECK(dut->msg_req_valid_o || !req_shown);
		CHECK(dut->msg_post_valid_o || !post_shown);
		req_shown = dut->msg_req_valid_o && !dut->msg_req_ready_i;
		post_shown = dut->msg_post_valid_o && !dut->msg_post_ready_i;
		if (dut->msg_valid_i && dut->msg_ready_o) {
			out_shown = false;
			if (++out_word == to_device.front().words.size()) {
				to_device.pop_front();
				out_word = 0;
			}
		}
		if (dut->msg_req_valid_o && dut->msg_req_ready_i)
			take_request(taken(dut->msg_req_data_o));
		if (dut->msg_post_valid_o && dut->msg_post_ready_i)
			take_posted(taken(dut->msg_post_data_o));
		for (size_t i = 0; i < asked.size(); i++) {
			if (asked[i].at > cycle)
				continue;
			answer(asked[i], 0);
			asked.erase(asked.begin() + i--);
		}
	}

	void take_request(Message m)
	{
		unsigned delay = answer_delay + (stall ? random() % 30 : 0);

		CHECK_EQ(get_field(GATE_WORK0_MSG, m.words[0]),
			 GATE_MSG_IN_ATS_REQ);
		m.at = cycle + delay;
		requests.push_back(m);
		if (!answers)
			return;
		if (late_answers)
			answer(m, delay);
		else
			asked.push_back(m);
	}

	void take_posted(Message m)
	{
		pages.reserve(1024);
		if (get_field(GATE_WORK0_MSG, m.words[0]) ==
		    GATE_MSG_IN_INV_DONE)
			return take_done(m);
		CHECK_EQ(get_field(GATE_WORK0_MSG, m.words[0]),
			 GATE_MSG_IN_PAGE_REQ);
		CHECK(get_field(GATE_WORK1_PAGE_L, m.words[1]));
		pages.push_back(m);
		uint64_t page = m.words[1] & ~0xfffull;
		Mapping *old = find(page);

		if (map_on_page_request) {
			if (old)
				old->withdrawn = true;
			map(page);
		}
		if (page_code >= 0)
			send({ head(GATE_MSG_OUT_PRG_RESP, 0, 1),
			       get_field(GATE_WORK1_PAGE_PRGI, m.words[1]) |
				       (uint64_t)page_code << 12 },
			     answer_delay);
	}

	void take_done(const Message &m)
	{
		uint32_t tags = get_field(GATE_WORK1_ITAGS, m.words[1]);

		CHECK(tags);
		CHECK_EQ(get_field(GATE_WORK1_CC, m.words[1]), 1);
		CHECK(!(tags & itags_done));
		done_messages++;
		itags_done |= tags;
		for (Mapping &old : mappings) {
			if (!old.withdrawn || old.dead || old.itag < 0 ||
			    !(tags >> old.itag & 1))
				continue;
			old.dead = true;
			expect_unused(old);
		}
	}

	/* Reads by it are complete, writes handed over. */
	void expect_unused(const Mapping &m)
	{
		for (const Access &a : accesses) {
			if (!a.sent_translated || a.translated ||
			    a.host - m.host >= m.bytes())
				continue;
			CHECK(a.write ? a.handed_over : a.done);
		}
	}
};

#endif
