// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
#include "device.h"

#include <algorithm>

#include "bench.h"
#include "pins.h"

Device::Device(Bench &owner, unsigned number)
	: sid(0x100 + number * 8), bench(owner), port(number)
{
}

Req Device::make(bool write, uint64_t addr, unsigned beats, unsigned id)
{
	Req r = std::make_shared<Request>();
	r->port = port;
	r->write = write;
	r->addr = addr;
	r->len = beats - 1;
	r->id = id;
	r->sid = sid;
	return r;
}

Req Device::submit(Req r)
{
	r->order = order[r->write]++;
	r->serial = r->order % 16;
	for (unsigned i = r->data.size(); r->write && i <= r->len; i++)
		r->data.push_back(bench.rng.next());
	for (unsigned i = r->strb.size(); r->write && i <= r->len; i++)
		r->strb.push_back(0xff);
	queue[r->write].push_back(r);
	return r;
}

Req Device::read(uint64_t addr, unsigned beats, unsigned id)
{
	return submit(make(false, addr, beats, id));
}

Req Device::write(uint64_t addr, unsigned beats, unsigned id)
{
	return submit(make(true, addr, beats, id));
}

Req Device::write32(uint64_t addr, uint32_t value, unsigned id)
{
	Req r = make(true, addr, 1, id);
	const bool high = addr & 4;
	r->size = 2;
	r->data.push_back(high ? (uint64_t)value << 32 : value);
	r->strb.push_back(high ? 0xf0 : 0x0f);
	return submit(r);
}

static unsigned prot_of(const Request &r)
{
	return (unsigned)r.priv | 2U | (unsigned)r.exec << 2;
}

void Device::drive()
{
	Vgate &top = *bench.top;
	for (unsigned w = 0; w < 2; w++) {
		if (!asking[w] && !queue[w].empty() && !isolated &&
		    bench.rng.percent(will_address)) {
			asking[w] = queue[w].front();
			queue[w].pop_front();
			if (w)
				to_send.push_back(asking[w]);
		}
	}
	put<1>(top.dma_arvalid_i, port, !!asking[0]);
	if (asking[0]) {
		const Request &r = *asking[0];
		put<4>(top.dma_arid_i, port, r.id);
		put<64>(top.dma_araddr_i, port, r.addr);
		put<8>(top.dma_arlen_i, port, r.len);
		put<3>(top.dma_arsize_i, port, r.size);
		put<2>(top.dma_arburst_i, port, r.burst);
		put<1>(top.dma_arlock_i, port, r.lock);
		put<4>(top.dma_arcache_i, port, r.serial);
		put<3>(top.dma_arprot_i, port, prot_of(r));
		put<16>(top.dma_arsid_i, port, r.sid);
		put<20>(top.dma_arssid_i, port, r.ssid);
		put<1>(top.dma_arssidv_i, port, r.ssidv);
		put<1>(top.dma_aratst_i, port, r.atst);
		put<1>(top.dma_arzlr_i, port, r.zlr);
	}
	put<1>(top.dma_awvalid_i, port, !!asking[1]);
	if (asking[1]) {
		const Request &r = *asking[1];
		put<4>(top.dma_awid_i, port, r.id);
		put<64>(top.dma_awaddr_i, port, r.addr);
		put<8>(top.dma_awlen_i, port, r.len);
		put<3>(top.dma_awsize_i, port, r.size);
		put<2>(top.dma_awburst_i, port, r.burst);
		put<1>(top.dma_awlock_i, port, r.lock);
		put<4>(top.dma_awcache_i, port, r.serial);
		put<3>(top.dma_awprot_i, port, prot_of(r));
		put<16>(top.dma_awsid_i, port, r.sid);
		put<20>(top.dma_awssid_i, port, r.ssid);
		put<1>(top.dma_awssidv_i, port, r.ssidv);
		put<1>(top.dma_awatst_i, port, r.atst);
	}
	drive_w();
	r_ready = !stop_r && stop_r_after != 0 && bench.rng.percent(will_take);
	b_ready = !stop_b && bench.rng.percent(will_take);
	put<1>(top.dma_rready_i, port, r_ready);
	put<1>(top.dma_bready_i, port, b_ready);
}

void Device::drive_w()
{
	Vgate &top = *bench.top;
	if (!w_valid)
		w_valid = !to_send.empty() && !stop_w && stop_w_after != 0 &&
			  bench.rng.percent(will_data);
	put<1>(top.dma_wvalid_i, port, w_valid);
	if (!w_valid)
		return;
	const Request &r = *to_send.front();
	const unsigned last = r.stray_last ? r.len - 1 : r.len;
	put<64>(top.dma_wdata_i, port, r.data[beat]);
	put<8>(top.dma_wstrb_i, port, r.strb[beat]);
	put<1>(top.dma_wlast_i, port, beat == last);
}

/* Handshakes of this cycle, before the edge changes the pins. */
void Device::sample()
{
	Vgate &top = *bench.top;
	got_a[0] = asking[0] && get<1>(top.dma_arready_o, port);
	got_a[1] = asking[1] && get<1>(top.dma_awready_o, port);
	got_w = w_valid && get<1>(top.dma_wready_o, port);
	const bool r_valid = get<1>(top.dma_rvalid_o, port);
	const bool b_valid = get<1>(top.dma_bvalid_o, port);
	cur_data = get<64>(top.dma_rdata_o, port);
	cur_rctl = get<4>(top.dma_rid_o, port) << 8 |
		   get<2>(top.dma_rresp_o, port) << 4 |
		   get<1>(top.dma_rlast_o, port);
	cur_bctl = get<4>(top.dma_bid_o, port) << 8 |
		   get<2>(top.dma_bresp_o, port) << 4;
	if (r_waits && (!r_valid || cur_data != r_data || cur_rctl != r_ctl))
		bench.fail("port %u: R changed while RREADY was low", port);
	if (b_waits && (!b_valid || cur_bctl != b_ctl))
		bench.fail("port %u: B changed while BREADY was low", port);
	got_r = r_valid && r_ready;
	got_b = b_valid && b_ready;
	r_waits = r_valid && !r_ready;
	b_waits = b_valid && !b_ready;
	w_owed = !w_valid && get<1>(top.dma_wready_o, port);
	r_data = cur_data;
	r_ctl = cur_rctl;
	b_ctl = cur_bctl;
}

void Device::after()
{
	const bool holds[3] = { r_waits, b_waits, w_owed };
	for (unsigned i = 0; i < 3; i++) {
		held[i] = holds[i] ? held[i] + 1 : 0;
		longest_hold = std::max(longest_hold, held[i]);
	}
	for (unsigned w = 0; w < 2; w++) {
		if (!got_a[w])
			continue;
		Req r = asking[w];
		r->accepted = bench.now;
		if (!w)
			r->complete = bench.now;
		live[w].push_back(r);
		bench.board.accepted(r);
		asking[w] = nullptr;
	}
	if (got_w) {
		Req r = to_send.front();
		w_valid = false;
		if (stop_w_after > 0)
			stop_w_after--;
		if (beat++ == r->len) {
			r->complete = bench.now;
			to_send.pop_front();
			beat = 0;
		}
	}
	if (got_r)
		take_r();
	if (got_b)
		take_b();
}

void Device::take_r()
{
	const unsigned id = cur_rctl >> 8;
	if (stop_r_after > 0)
		stop_r_after--;
	for (auto it = live[0].begin(); it != live[0].end(); ++it) {
		Req r = *it;
		if (r->id != id)
			continue;
		if (r->first_beat == NEVER)
			r->first_beat = bench.now;
		r->rdata.push_back(cur_data);
		r->resp.push_back(cur_rctl >> 4 & 3);
		const bool last = r->resp.size() == r->len + 1;
		if (last != (cur_rctl & 1))
			bench.fail("port %u: RLAST at beat %zu of %u", port,
				   r->resp.size(), r->len + 1);
		bench.board.read_beat(r);
		if (last) {
			r->done = bench.now;
			live[0].erase(it);
			bench.board.finished(r);
		}
		return;
	}
	bench.fail("port %u: R with ID %u nobody waits for", port, id);
}

void Device::take_b()
{
	const unsigned id = cur_bctl >> 8;
	for (auto it = live[1].begin(); it != live[1].end(); ++it) {
		Req r = *it;
		if (r->id != id)
			continue;
		if (r->complete == NEVER)
			bench.fail("port %u: B before the last W beat", port);
		r->resp.push_back(cur_bctl >> 4 & 3);
		r->first_beat = r->done = bench.now;
		live[1].erase(it);
		bench.board.finished(r);
		return;
	}
	bench.fail("port %u: B with ID %u nobody waits for", port, id);
}
