// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: what the messages to a caching device say: to the channels an answer, a page response or
// an invalidation, in the cycle of the first word after the head; to the TLB what is to be put and
// removed, also for the further words of an answer.
`default_nettype none

module dma_atc_take (
  input  wire         clk_i,
  input  wire         rst_ni,
  input  wire         on_i,
  input  wire         hold_i,
  input  wire  [15:0] sid_i,

  input  wire         msg_valid_i,
  output logic        msg_ready_o,
  input  wire  [63:0] msg_data_i,
  input  wire         msg_last_i,

  // To the channels, and what they say of it in the same cycle
  output logic        answer_o,
  output logic        answer_ok_o,
  output logic        response_o,
  output logic        inv_o,
  output logic  [7:0] tag_o,
  output logic [63:0] data_o,
  output logic [20:0] pasid_o,
  output logic        strange_o,    // nobody waits for it
  input  wire   [1:0] mine_i,
  input  wire   [1:0] keep_i,
  input  wire   [1:0] response_mine_i,
  input  wire [103:0] page_i,
  input  wire  [41:0] pasid_i,
  input  wire [103:0] limit_i,
  input  wire   [1:0] touched_i,
  input  wire   [1:0] nw_i,

  // To the TLB
  output logic [51:0] mask_o,       // size of what the word says
  output logic        put_o,
  output logic [51:0] put_page_o,
  output logic [51:0] put_mask_o,
  output logic [51:0] put_host_o,
  output logic [20:0] put_pasid_o,
  output logic        put_w_o
);
  localparam logic [3:0] Cpl = 4'(vtd_gate_pkg::MsgOutAtsCpl),
                         Inv = 4'(vtd_gate_pkg::MsgOutInvReq),
                         Prg = 4'(vtd_gate_pkg::MsgOutPrgResp);

  logic        word, none, first, last, for_us, ssidv, whose, keep, keep_q, touched_q, nw, nw_q;
  logic [63:0] head;
  logic  [3:0] what;
  logic [51:0] page, page_q, limit;
  logic [20:0] pasid_q;
  logic  [2:0] unused_index;

  dma_shim_in u_in (
    .clk_i, .rst_ni, .hold_i,
    .msg_valid_i, .msg_ready_o, .msg_data_i, .msg_last_i,
    .word_o(word), .none_o(none), .first_o(first), .last_o(last), .index_o(unused_index),
    .head_o(head), .data_o(data_o)
  );

  assign for_us = first && on_i &&
                  head[vtd_gate_pkg::Work0SidHi:vtd_gate_pkg::Work0SidLo] == sid_i;
  assign what = head[vtd_gate_pkg::Work0MsgHi:vtd_gate_pkg::Work0MsgLo];
  assign ssidv = head[vtd_gate_pkg::Work0SsidvLo];
  assign answer_o = for_us && what == Cpl;
  assign answer_ok_o = !none && head[vtd_gate_pkg::Work0StatusHi:vtd_gate_pkg::Work0StatusLo] ==
                       3'(vtd_gate_pkg::AtsStatusSuccess);
  assign response_o = for_us && !none && what == Prg;
  assign inv_o = for_us && !none && what == Inv;
  assign tag_o = head[vtd_gate_pkg::Work0TagHi:vtd_gate_pkg::Work0TagLo];
  assign pasid_o = {ssidv, ssidv ? head[vtd_gate_pkg::Work0SsidHi:vtd_gate_pkg::Work0SsidLo]
                                 : 20'h0};
  assign strange_o = first && !inv_o && mine_i == 2'b00 && response_mine_i == 2'b00;

  // PCIe ATS: bit 11 says larger than 4 KiB, then the lowest 0 of 63:12 how large.
  assign mask_o = data_o[11] ? data_o[63:12] ^ (data_o[63:12] + 52'd1) : 52'h0;

  // The first word is of the page that was asked for. Further ones follow it, and are kept only if
  // nothing at all of this address space was invalidated meanwhile.
  assign whose = mine_i[1];
  assign page = !first ? page_q : whose ? page_i[103:52] : page_i[51:0];
  assign put_pasid_o = !first ? pasid_q : whose ? pasid_i[41:21] : pasid_i[20:0];
  assign limit = !first ? '1 : whose ? limit_i[103:52] : limit_i[51:0];
  assign nw = !first ? nw_q : whose ? nw_i[1] : nw_i[0];
  assign put_w_o = data_o[1] && !nw;
  assign keep = first ? keep_i != 2'b00
                      : keep_q && !touched_q && !data_o[2] && (data_o[0] || put_w_o);

  assign put_o = word && keep;
  assign put_mask_o = mask_o & limit;
  assign put_page_o = page & ~put_mask_o;
  assign put_host_o = ((data_o[63:12] & ~mask_o) | (page & mask_o)) & ~put_mask_o;

  always_ff @(posedge clk_i) begin
    if (!rst_ni || !on_i || last) keep_q <= 1'b0;
    else if (first) keep_q <= mine_i != 2'b00 && answer_ok_o;
    if (word) begin
      page_q <= (page | mask_o) + 52'd1;
      pasid_q <= put_pasid_o;
      nw_q <= nw;
    end
    if (first) touched_q <= touched_i[whose];
  end
endmodule

`default_nettype wire
