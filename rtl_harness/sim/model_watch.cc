/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* What the model shows to those who check: DMA, memory, messages, a shadow. */

#include "model.h"

#include "Vsim_top.h"
#include "Vsim_top___024root.h"

/* ---- Watching the DMA ports -------------------------------------------- */

template <class Wide>
static uint64_t word64(const Wide &wide, unsigned index)
{
	return wide[2 * index] | uint64_t{ wide[2 * index + 1] } << 32;
}

static unsigned bits(uint64_t packed, unsigned index, unsigned width)
{
	return static_cast<unsigned>(packed >> index * width) &
	       ((1u << width) - 1);
}

/* @WIDE are the pins of channel ar or aw, all ports in one vector. */
#define DMA_ADDRESS(ch, p)                                                     \
	DmaAddress                                                             \
	{                                                                      \
		word64(top_->probe_##ch##addr_o, p),                           \
			ssid_of(top_->rootp->sim_top__DOT__seen_##ch##ssid,    \
				p),                                            \
			static_cast<uint16_t>(                                 \
				bits(top_->probe_##ch##sid_o, p, 16)),         \
			static_cast<uint8_t>(                                  \
				bits(top_->probe_##ch##id_o, p, 4)),           \
			static_cast<uint8_t>(                                  \
				bits(top_->probe_##ch##len_o, p, 8)),          \
			static_cast<uint8_t>(                                  \
				bits(top_->probe_##ch##size_o, p, 3)),         \
			static_cast<uint8_t>(bits(                             \
				top_->rootp->sim_top__DOT__seen_##ch##burst,   \
				p, 2)),                                        \
			static_cast<uint8_t>(bits(                             \
				top_->rootp->sim_top__DOT__seen_##ch##prot, p, \
				3)),                                           \
			bits(top_->rootp->sim_top__DOT__seen_##ch##lock, p,    \
			     1) != 0,                                          \
			false,                                                 \
			bits(top_->rootp->sim_top__DOT__seen_##ch##ssidv, p,   \
			     1) != 0,                                          \
			bits(top_->rootp->sim_top__DOT__seen_##ch##atst, p,    \
			     1) != 0                                           \
	}

/* 20 bits a port, packed into 32-bit words. */
template <class Wide>
static uint32_t ssid_of(const Wide &wide, unsigned port)
{
	unsigned at = 20 * port;
	uint64_t two = wide[at / 32];

	if (at / 32 < 2)
		two |= uint64_t{ wide[at / 32 + 1] } << 32;
	return static_cast<uint32_t>(two >> at % 32) & 0xfffff;
}

void Model::watch_address(Scoreboard &board, bool write, unsigned mask) const
{
	for (unsigned p = 0; mask >> p; p++) {
		if (!(mask >> p & 1))
			continue;
		DmaAddress a = write ? DMA_ADDRESS(aw, p) : DMA_ADDRESS(ar, p);

		a.zlr = !write &&
			bits(top_->rootp->sim_top__DOT__seen_arzlr, p, 1);
		board.dma_address(p, write, a);
	}
}

/* Answers come first: they belong to requests of earlier cycles. */
void Model::watch_dma(Scoreboard &board) const
{
	const Vsim_top &t = *top_;

	if (t.probe_b_o)
		for (unsigned p = 0; p < kPorts; p++)
			if (t.probe_b_o >> p & 1)
				board.dma_b(p, bits(t.probe_bid_o, p, 4),
					    bits(t.probe_bresp_o, p, 2));
	if (t.probe_r_o)
		for (unsigned p = 0; p < kPorts; p++)
			if (t.probe_r_o >> p & 1)
				board.dma_r(p, bits(t.probe_rid_o, p, 4),
					    word64(t.probe_rdata_o, p),
					    bits(t.probe_rresp_o, p, 2),
					    bits(t.probe_rlast_o, p, 1));
	if (t.probe_ar_o)
		watch_address(board, false, t.probe_ar_o);
	if (t.probe_aw_o)
		watch_address(board, true, t.probe_aw_o);
	if (t.probe_w_o)
		for (unsigned p = 0; p < kPorts; p++)
			if (t.probe_w_o >> p & 1)
				board.dma_w(p, word64(t.probe_wdata_o, p),
					    bits(t.probe_wstrb_o, p, 8),
					    bits(t.probe_wlast_o, p, 1));
}

void Model::watch_mem(Scoreboard &board) const
{
	const Vsim_top &t = *top_;

	if (t.mem_arvalid_o && t.mem_arready_i)
		board.mem_address(false, t.mem_araddr_o, t.mem_arid_o,
				  t.mem_arlen_o, t.mem_arsize_o,
				  t.mem_arburst_o);
	if (t.mem_awvalid_o && t.mem_awready_i)
		board.mem_address(true, t.mem_awaddr_o, t.mem_awid_o,
				  t.mem_awlen_o, t.mem_awsize_o,
				  t.mem_awburst_o);
}

/* Three words of 64 bits a port. */
template <class Wide>
static void send_message(Scoreboard &board, unsigned port, const Wide &data)
{
	const uint64_t words[3] = { word64(data, 3 * port),
				    word64(data, 3 * port + 1),
				    word64(data, 3 * port + 2) };

	board.device_sends(port, words);
}

/* Of the generators; the last source of messages is the harness itself. */
void Model::watch_messages(Scoreboard &board) const
{
	const Vsim_top___024root &r = *top_->rootp;
	unsigned req = r.sim_top__DOT__dev_req_valid &
		       r.sim_top__DOT__dev_req_ready;
	unsigned post = r.sim_top__DOT__dev_post_valid &
			r.sim_top__DOT__dev_post_ready;
	unsigned out = r.sim_top__DOT__dev_out_valid &
		       r.sim_top__DOT__dev_out_ready;

	if (!(req | post | out))
		return;
	for (unsigned p = 0; p + 1 < kPorts; p++) {
		if (out >> p & 1)
			board.device_takes(p, r.sim_top__DOT__out_data,
					   r.sim_top__DOT__out_first,
					   r.sim_top__DOT__out_last);
		if (req >> p & 1)
			send_message(board, p, r.sim_top__DOT__dev_req_data);
		if (post >> p & 1)
			send_message(board, p, r.sim_top__DOT__dev_post_data);
	}
}

/* ---- The shadow ---------------------------------------------------------- */

/* The page number at bit @low, as an address. */
template <class Wide>
static uint64_t page_at(const Wide &wide, unsigned low)
{
	uint64_t page = 0;

	for (unsigned i = 0; i < 52; i++)
		page |= uint64_t{ wide[(low + i) / 32] >> (low + i) % 32 & 1 }
			<< i;
	return page << 12;
}

#define SHADOW_DEVICE(rest)                                                    \
	sim_top__DOT__g_gen__BRA__2__KET____DOT__u_device##rest
#define SHADOW_TABLE(rest)                                                     \
	SHADOW_DEVICE(__DOT__g_shadow__DOT__u_shadow__DOT__u_table##rest)

std::vector<ShadowMapping> Model::shadow() const
{
	std::vector<ShadowMapping> all;

	for (unsigned i = 0; i < top_->rootp->SHADOW_TABLE(__DOT__count_q);
	     i++) {
		const auto &entry = top_->rootp->SHADOW_TABLE(__DOT__ram_q)[i];

		all.push_back({ page_at(entry, 106), page_at(entry, 54) | 0xfff,
				page_at(entry, 2), entry[0] & 3 });
	}
	return all;
}
