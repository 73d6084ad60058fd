/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * A device in front of a shim (dma_atc, dma_shadow) and a memory behind it.
 *
 * Every word of memory reads as its own address, and requests carry a number
 * in bits 11:3 of their address, so what comes out of the shim tells which
 * request it is and where it was sent. A test says what to ask for (read(),
 * write()) and looks at each Access when done: where it went, how it ended.
 */
#ifndef RTL_SHIM_BENCH_H
#define RTL_SHIM_BENCH_H

#include <deque>

#include "bench.h"

inline uint64_t get_field(uint64_t mask, uint64_t word)
{
	return (word & mask) >> __builtin_ctzll(mask);
}

inline uint64_t put_field(uint64_t mask, uint64_t value)
{
	return value << __builtin_ctzll(mask) & mask;
}

constexpr unsigned BENCH_SID = 0x0218;

struct Access {
	uint64_t addr = 0, host = 0;
	unsigned id = 0, len = 0, sid = BENCH_SID, pasid = 0;
	bool write = false, pasid_valid = false, translated = false;
	bool zlr = false;
	bool sent = false, sent_translated = false; /* by the shim */
	bool handed_over = false; /* AW and W taken by the port */
	bool done = false, failed = false;
	unsigned beats = 0;
};

/* What a device has translated itself carries none (ECAP.PTRS = 0). */
inline bool keeps_pasid(const Access &a)
{
	return a.pasid_valid && a.sent_translated == a.translated;
}

template <class Model>
class ShimBench : public Clocked<Model>
{
public:
	using Clocked<Model>::dut;

	std::deque<Access> accesses; /* references stay valid */
	bool stall = false;          /* every channel at random */
	bool hold_memory = false;    /* no R, no B */
	bool hold_w = false, hold_ar = false, hold_device = false;
	unsigned latency = 3;
	std::mt19937 random{ 5 };

	Access &read(uint64_t page, unsigned len = 0)
	{
		return ask(page, len, false);
	}

	Access &write(uint64_t page, unsigned len = 0)
	{
		return ask(page, len, true);
	}

	void set(unsigned reg, uint32_t value)
	{
		dut->reg_we_i = 1;
		dut->reg_addr_i = reg;
		dut->reg_wdata_i = value;
		this->tick();
		dut->reg_we_i = 0;
	}

	uint32_t get(unsigned reg)
	{
		dut->reg_addr_i = reg;
		this->settle();
		return dut->reg_rdata_o;
	}

	void wait(const Access &a)
	{
		for (int i = 0; i < 20000 && !a.done; i++)
			this->tick();
		CHECK(a.done);
	}

	void wait_all()
	{
		for (Access &a : accesses)
			wait(a);
	}

	void run(unsigned cycles)
	{
		while (cycles--)
			this->tick();
	}

	void tick() override
	{
		drive_device();
		drive_port();
		drive_messages();
		this->settle();
		observe_device();
		observe_port();
		observe_messages();
		this->edge();
	}

protected:
	virtual void drive_messages() = 0;
	virtual void observe_messages() = 0;
	/* The port takes a request: is it allowed? */
	virtual void sent(Access &)
	{
	}

	bool chance(unsigned n)
	{
		return random() % n == 0;
	}

private:
	struct Timed {
		Access *a;
		uint64_t at;
	};
	unsigned number = 0;
	std::deque<Access *> to_read, to_write, data;
	std::deque<Access *> asked_reads, asked_writes; /* in the shim */
	std::deque<Access *> reads, writes; /* the device waits for */
	std::deque<Access *> port_data;
	std::deque<Timed> port_reads, port_writes;
	unsigned w_beat = 0, port_w_beat = 0, r_beat = 0;
	bool ar_shown = false, aw_shown = false, w_shown = false;
	bool r_shown = false, b_shown = false;
	bool m_ar_shown = false, m_aw_shown = false, m_w_shown = false;
	uint64_t m_ar_addr = 0, m_aw_addr = 0;

	Access &ask(uint64_t page, unsigned len, bool is_write)
	{
		accesses.push_back({});
		Access &a = accesses.back();

		a.addr = page | (number & 0x1ff) << 3;
		a.id = number++ % 8;
		a.len = len;
		a.write = is_write;
		if (is_write) {
			to_write.push_back(&a);
			data.push_back(&a);
		} else {
			to_read.push_back(&a);
		}
		return a;
	}

	bool go()
	{
		return !stall || chance(3);
	}

	void drive_device()
	{
		if (!to_read.empty() && (ar_shown || go())) {
			const Access &a = *to_read.front();

			dut->s_arid_i = a.id;
			dut->s_araddr_i = a.addr;
			dut->s_arlen_i = a.len;
			dut->s_arsize_i = 3;
			dut->s_arburst_i = 1;
			dut->s_arsid_i = a.sid;
			dut->s_arssid_i = a.pasid;
			dut->s_arssidv_i = a.pasid_valid;
			dut->s_aratst_i = a.translated;
			dut->s_arzlr_i = a.zlr;
			ar_shown = true;
		}
		dut->s_arvalid_i = ar_shown;
		if (!to_write.empty() && (aw_shown || go())) {
			const Access &a = *to_write.front();

			dut->s_awid_i = a.id;
			dut->s_awaddr_i = a.addr;
			dut->s_awlen_i = a.len;
			dut->s_awsize_i = 3;
			dut->s_awburst_i = 1;
			dut->s_awsid_i = a.sid;
			dut->s_awssid_i = a.pasid;
			dut->s_awssidv_i = a.pasid_valid;
			dut->s_awatst_i = a.translated;
			aw_shown = true;
		}
		dut->s_awvalid_i = aw_shown;
		w_shown |= !data.empty() && !hold_w && go();
		dut->s_wvalid_i = w_shown;
		if (w_shown) {
			dut->s_wdata_i = data.front()->addr + 8 * w_beat;
			dut->s_wstrb_i = 0xff;
			dut->s_wlast_i = w_beat == data.front()->len;
		}
		dut->s_rready_i = !hold_device && go();
		dut->s_bready_i = !hold_device && go();
	}

	Access &oldest(std::deque<Access *> &list, unsigned id)
	{
		for (Access *a : list)
			if (a->id == id)
				return *a;
		bench_fail(__FILE__, __LINE__, "an answer nobody asked for");
		return *list.front();
	}

	void finish(std::deque<Access *> &list, Access &a)
	{
		a.done = true;
		for (size_t i = 0; i < list.size(); i++) {
			if (list[i] == &a) {
				list.erase(list.begin() + i);
				return;
			}
		}
	}

	void observe_device()
	{
		if (dut->s_arvalid_i && dut->s_arready_o) {
			asked_reads.push_back(to_read.front());
			reads.push_back(to_read.front());
			to_read.pop_front();
			ar_shown = false;
		}
		if (dut->s_awvalid_i && dut->s_awready_o) {
			asked_writes.push_back(to_write.front());
			writes.push_back(to_write.front());
			to_write.pop_front();
			aw_shown = false;
		}
		if (dut->s_wvalid_i && dut->s_wready_o) {
			w_shown = false;
			if (w_beat++ == data.front()->len) {
				data.pop_front();
				w_beat = 0;
			}
		}
		if (dut->s_rvalid_o && dut->s_rready_i)
			take_r();
		if (dut->s_bvalid_o && dut->s_bready_i) {
			Access &a = oldest(writes, dut->s_bid_o);

			a.failed = dut->s_bresp_o & 2;
			CHECK_EQ(a.failed, !a.sent);
			finish(writes, a);
		}
	}

	void take_r()
	{
		Access &a = oldest(reads, dut->s_rid_o);

		a.failed = dut->s_rresp_o & 2;
		CHECK_EQ(a.failed, !a.sent);
		CHECK_EQ(dut->s_rlast_o, a.beats == a.len);
		if (!a.failed)
			CHECK_EQ(dut->s_rdata_o, a.host + 8 * a.beats);
		if (a.beats++ == a.len)
			finish(reads, a);
	}

	void drive_port()
	{
		dut->m_arready_i = !hold_ar && go();
		dut->m_awready_i = go();
		dut->m_wready_i = !port_data.empty() && go();
		r_shown |= !port_reads.empty() && !hold_memory && go() &&
			   this->cycle >= port_reads.front().at;
		b_shown |= !port_writes.empty() && !hold_memory && go() &&
			   this->cycle >= port_writes.front().at;
		dut->m_rvalid_i = r_shown;
		dut->m_bvalid_i = b_shown;
		if (r_shown) {
			const Access &a = *port_reads.front().a;

			dut->m_rid_i = a.id;
			dut->m_rdata_i = a.host + 8 * r_beat;
			dut->m_rresp_i = 0;
			dut->m_rlast_i = r_beat == a.len;
		}
		if (b_shown) {
			dut->m_bid_i = port_writes.front().a->id;
			dut->m_bresp_i = 0;
		}
	}

	/* What went before and never came was refused by the shim. */
	Access &which(std::deque<Access *> &list, uint64_t addr)
	{
		while (!list.empty() && ((list.front()->addr ^ addr) & 0xff8))
			list.pop_front();
		CHECK(!list.empty());
		Access &a = *list.front();

		list.pop_front();
		a.sent = true;
		a.host = addr;
		return a;
	}

	/* A valid once shown stays, with what it says. */
	void observe_stable()
	{
		CHECK(dut->m_arvalid_o || !m_ar_shown);
		CHECK(dut->m_awvalid_o || !m_aw_shown);
		CHECK(dut->m_wvalid_o || !m_w_shown);
		CHECK(!m_ar_shown || dut->m_araddr_o == m_ar_addr);
		CHECK(!m_aw_shown || dut->m_awaddr_o == m_aw_addr);
		m_ar_shown = dut->m_arvalid_o && !dut->m_arready_i;
		m_aw_shown = dut->m_awvalid_o && !dut->m_awready_i;
		m_w_shown = dut->m_wvalid_o && !dut->m_wready_i;
		m_ar_addr = dut->m_araddr_o;
		m_aw_addr = dut->m_awaddr_o;
	}

	void observe_port()
	{
		observe_stable();
		if (dut->m_rvalid_i && dut->m_rready_o) {
			r_shown = false;
			if (r_beat++ == port_reads.front().a->len) {
				port_reads.pop_front();
				r_beat = 0;
			}
		}
		if (dut->m_bvalid_i && dut->m_bready_o) {
			b_shown = false;
			port_writes.pop_front();
		}
		if (dut->m_arvalid_o && dut->m_arready_i)
			take_ar();
		if (dut->m_wvalid_o && dut->m_wready_i)
			take_w();
		if (dut->m_awvalid_o && dut->m_awready_i)
			take_aw();
	}

	void take_ar()
	{
		Access &a = which(asked_reads, dut->m_araddr_o);

		a.sent_translated = dut->m_aratst_o;
		CHECK_EQ(dut->m_arid_o, a.id);
		CHECK_EQ(dut->m_arlen_o, a.len);
		CHECK_EQ(dut->m_arsid_o, a.sid);
		CHECK_EQ(dut->m_arssidv_o, keeps_pasid(a));
		CHECK_EQ(dut->m_arssid_o, a.pasid);
		CHECK_EQ(dut->m_arzlr_o, a.zlr);
		CHECK_EQ(dut->m_arsize_o, 3);
		CHECK_EQ(dut->m_arburst_o, 1);
		sent(a);
		port_reads.push_back(
			{ &a, this->cycle + latency +
				      (stall ? random() % 40 : 0) });
	}

	void take_aw()
	{
		Access &a = which(asked_writes, dut->m_awaddr_o);

		a.sent_translated = dut->m_awatst_o;
		CHECK_EQ(dut->m_awid_o, a.id);
		CHECK_EQ(dut->m_awlen_o, a.len);
		CHECK_EQ(dut->m_awsid_o, a.sid);
		CHECK_EQ(dut->m_awssidv_o, keeps_pasid(a));
		sent(a);
		port_data.push_back(&a);
	}

	/* Data comes with its address or later, never before: it has a slot. */
	void take_w()
	{
		Access &a = *port_data.front();

		CHECK_EQ(dut->m_wdata_o, a.addr + 8 * port_w_beat);
		CHECK_EQ(dut->m_wlast_o, port_w_beat == a.len);
		if (port_w_beat++ != a.len)
			return;
		port_w_beat = 0;
		a.handed_over = true;
		port_data.pop_front();
		port_writes.push_back(
			{ &a, this->cycle + latency +
				      (stall ? random() % 40 : 0) });
	}
};

#endif
