// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
#include "memory.h"

#include "bench.h"
#include "pins.h"

/* What a byte nobody has written reads as: different at every address. */
static uint64_t untouched(uint64_t pa)
{
	return (pa >> 3) * 0x9e3779b97f4a7c15ULL ^ 0x5bf03635;
}

uint64_t Memory::read64(uint64_t pa)
{
	auto it = pages.find(pa >> 12);
	return it == pages.end() ? untouched(pa & ~7ULL) :
				   it->second[pa >> 3 & 511];
}

void Memory::store(const Burst &burst, unsigned beat, uint64_t data,
		   uint8_t strb)
{
	const unsigned size = burst.request->size;
	const uint64_t base = burst.pa >> size << size;
	const uint64_t pa = base + ((uint64_t)beat << size);
	auto it = pages.find(pa >> 12);
	if (it == pages.end()) {
		it = pages.emplace(pa >> 12, std::array<uint64_t, 512>()).first;
		for (unsigned i = 0; i < 512; i++)
			it->second[i] = untouched((pa >> 12 << 12) + i * 8);
	}
	uint64_t &word = it->second[pa >> 3 & 511];
	for (unsigned i = 0; i < 8; i++) {
		if (strb >> i & 1) {
			const uint64_t mask = 0xffULL << i * 8;
			word = (word & ~mask) | (data & mask);
		}
	}
}

bool Memory::touches(uint64_t first, uint64_t last) const
{
	for (const auto *list : { &reads, &writes })
		for (const Burst &burst : *list)
			if (burst.pa >> 12 >= first && burst.pa >> 12 <= last)
				return true;
	return false;
}

void Memory::drive()
{
	Vgate &top = *bench.top;
	ar_ready = !stop_accept && bench.rng.percent(will_accept);
	aw_ready = !stop_accept && bench.rng.percent(will_accept);
	w_ready = !stop_accept && bench.rng.percent(will_accept);
	top.mem_arready_i = ar_ready;
	top.mem_awready_i = aw_ready;
	top.mem_wready_i = w_ready;
	r_valid = b_valid = false;
	if (!stop_response && bench.rng.percent(will_respond))
		start_read_beat();
	if (!stop_response && bench.rng.percent(will_respond))
		start_b();
	top.mem_rvalid_i = r_valid;
	top.mem_bvalid_i = b_valid;
}

/* Is there an older burst of the same ID? AXI keeps those in order. */
template <typename List>
static bool held_by_older(const List &list, unsigned index)
{
	for (unsigned i = 0; i < index; i++)
		if (list[i].id == list[index].id)
			return true;
	return false;
}

/* The gate takes every response at once, so a beat driven is a beat given. */
void Memory::start_read_beat()
{
	Vgate &top = *bench.top;
	if (reads.empty())
		return;
	const unsigned from = bench.rng.below(reads.size());
	for (unsigned n = 0; n < reads.size(); n++) {
		const unsigned i = (from + n) % reads.size();
		Burst &burst = reads[i];
		if (burst.ready > bench.now || held_by_older(reads, i))
			continue;
		Request &r = *burst.request;
		const uint64_t base = burst.pa >> r.size << r.size;
		const uint64_t pa = base + ((uint64_t)burst.beat << r.size);
		const uint64_t data = read64(pa);
		const uint8_t resp = burst.error ? SLVERR :
				     r.lock      ? EXOKAY :
						   OKAY;
		top.mem_rid_i = burst.id;
		top.mem_rdata_i = data;
		top.mem_rresp_i = resp;
		top.mem_rlast_i = burst.beat == r.len;
		r.mem_data.push_back(data);
		r.mem_resp.push_back(resp);
		r_valid = true;
		beats++;
		if (burst.beat++ == r.len) {
			r.answered = bench.now;
			reads.erase(reads.begin() + i);
		}
		return;
	}
}

void Memory::start_b()
{
	Vgate &top = *bench.top;
	if (writes.empty())
		return;
	const unsigned from = bench.rng.below(writes.size());
	for (unsigned n = 0; n < writes.size(); n++) {
		const unsigned i = (from + n) % writes.size();
		Burst &burst = writes[i];
		if (!burst.filled || burst.ready > bench.now ||
		    held_by_older(writes, i))
			continue;
		Request &r = *burst.request;
		const uint8_t resp = burst.error ? SLVERR :
				     r.lock      ? EXOKAY :
						   OKAY;
		top.mem_bid_i = burst.id;
		top.mem_bresp_i = resp;
		r.mem_resp.push_back(resp);
		r.answered = bench.now;
		b_valid = true;
		writes.erase(writes.begin() + i);
		return;
	}
}

void Memory::sample()
{
	Vgate &top = *bench.top;
	check_stable();
	got_ar = top.mem_arvalid_o && ar_ready;
	got_aw = top.mem_awvalid_o && aw_ready;
	got_w = top.mem_wvalid_o && w_ready;
	if (got_ar)
		take_ar();
	if (got_aw)
		take_aw();
	if (got_w)
		take_w();
	if (!top.mem_rready_o || !top.mem_bready_o)
		bench.fail("the gate holds back a response of memory");
}

void Memory::check_stable()
{
	Vgate &top = *bench.top;
	const bool valid[2] = { !!top.mem_arvalid_o, !!top.mem_awvalid_o };
	const uint64_t addr[2] = { top.mem_araddr_o, top.mem_awaddr_o };
	const uint64_t ctl[2] = {
		(uint64_t)top.mem_arid_o << 16 | top.mem_arlen_o,
		(uint64_t)top.mem_awid_o << 16 | top.mem_awlen_o,
	};
	for (unsigned w = 0; w < 2; w++) {
		if (a_waits[w] && (!valid[w] || addr[w] != a_last[w] ||
				   ctl[w] != ctl_last[w]))
			bench.fail("%s changed while memory held it",
				   w ? "AW" : "AR");
		a_waits[w] = valid[w] && !(w ? aw_ready : ar_ready);
		a_last[w] = addr[w];
		ctl_last[w] = ctl[w];
	}
	if (w_waits && (!top.mem_wvalid_o || top.mem_wdata_o != w_last))
		bench.fail("W changed while memory held it");
	w_waits = top.mem_wvalid_o && !w_ready;
	w_last = top.mem_wdata_o;
}

void Memory::take_ar()
{
	Vgate &top = *bench.top;
	Burst burst;
	burst.id = top.mem_arid_o;
	burst.pa = top.mem_araddr_o;
	burst.request = bench.board.arrived(
		false, { burst.id, burst.pa, top.mem_arlen_o, top.mem_arsize_o,
			 top.mem_arburst_o, top.mem_arlock_o, top.mem_arcache_o,
			 top.mem_arprot_o });
	burst.ready = bench.now + bench.rng.between(latency_min, latency_max);
	burst.error = bench.rng.percent(error_percent);
	reads.push_back(burst);
	bursts++;
}

void Memory::take_aw()
{
	Vgate &top = *bench.top;
	Burst burst;
	burst.id = top.mem_awid_o;
	burst.pa = top.mem_awaddr_o;
	burst.request = bench.board.arrived(
		true, { burst.id, burst.pa, top.mem_awlen_o, top.mem_awsize_o,
			top.mem_awburst_o, top.mem_awlock_o, top.mem_awcache_o,
			top.mem_awprot_o });
	burst.ready = NEVER;
	burst.error = bench.rng.percent(error_percent);
	writes.push_back(burst);
	bursts++;
}

void Memory::take_w()
{
	Vgate &top = *bench.top;
	early.push_back({ top.mem_wdata_o, (uint8_t)top.mem_wstrb_o,
			  !!top.mem_wlast_o });
	beats++;
}

void Memory::after()
{
	for (Burst &burst : writes) {
		Request &r = *burst.request;
		while (!burst.filled && !early.empty()) {
			const Beat w = early.front();
			const unsigned at = burst.beat++;
			early.pop_front();
			burst.filled = at == r.len;
			if (w.last != burst.filled)
				bench.fail("WLAST at beat %u of %u", at + 1,
					   r.len + 1);
			if (w.data != r.data[at] || w.strb != r.strb[at])
				bench.fail("W beat %u of %lx differs", at,
					   r.addr);
			if (!burst.error)
				store(burst, at, w.data, w.strb);
		}
		if (!burst.filled)
			return;
		if (burst.ready == NEVER)
			burst.ready =
				bench.now +
				bench.rng.between(latency_min, latency_max);
	}
}
