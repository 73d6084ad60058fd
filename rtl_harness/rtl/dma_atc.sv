// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: a caching device: it stands between a dma_gen and a DMA port, asks for translations by
// ATS, keeps them, does DMA with host addresses, asks for pages that are not there, and lets go of
// what is invalidated. Messages are those of vtd_gate.def; answers to one source id only. Requests
// that carry another source id, or a host address already, pass as they are; so do all while it is
// off, and then no message is answered. A request that it translated carries no PASID any more, as
// units without ECAP.PTRS take none.
//
//   s_ar, s_aw -> dma_shim_* -> m_ar, m_aw         dma_atc_chan: hit, or how a miss is answered
//                  |  ^ verdict                    dma_atc_tlb: what is kept
//                 dma_atc_chan <-> dma_atc_tlb     dma_atc_inv: when an invalidation is done
//                  |  ^ answers       ^
//   msg_req, _post <  dma_shim_in ----+<- msg_
//
// Registers beside those of dma_gen, which it hears being written: SID (08) is its source id.
//   80 CTRL   0 on, 1 page requests, 2 reads ask for no write permission, 6:4 translations asked
//             for - 1. Change it when nothing is under way; off forgets everything.
//   a0 translation requests  a4 answers  a8 of them errors  ac not permitted  b0 dropped
//   b4 invalidations  b8 completion messages  bc page requests  c0 page responses
//   c4 messages that nobody waits for
//   c8 translated reads, e0 writes  cc reads given up, e4 writes: errors to the generator
//   d0 cycles in which a read waits for an answer
//   Invalidations d4 while a request is under way, d8 while a page is, dc that waited for DMA
`default_nettype none

module dma_atc #(
  // Translations kept: 2 to 64.
  parameter int Entries = 16
) (
  input  wire          clk_i,
  input  wire          rst_ni,

  // Registers; hold_i holds back 0 requests, 1 other messages out, 2 messages in
  input  wire          reg_we_i,
  input  wire    [7:0] reg_addr_i,
  input  wire   [31:0] reg_wdata_i,
  output logic  [31:0] reg_rdata_o,
  input  wire    [2:0] hold_i,

  // Device
  input  wire    [3:0] s_awid_i,
  input  wire   [63:0] s_awaddr_i,
  input  wire    [7:0] s_awlen_i,
  input  wire    [2:0] s_awsize_i,
  input  wire    [1:0] s_awburst_i,
  input  wire          s_awlock_i,
  input  wire   [15:0] s_awsid_i,
  input  wire   [19:0] s_awssid_i,
  input  wire          s_awssidv_i,
  input  wire          s_awatst_i,
  input  wire          s_awvalid_i,
  output logic         s_awready_o,
  input  wire   [63:0] s_wdata_i,
  input  wire    [7:0] s_wstrb_i,
  input  wire          s_wlast_i,
  input  wire          s_wvalid_i,
  output logic         s_wready_o,
  output logic   [3:0] s_bid_o,
  output logic   [1:0] s_bresp_o,
  output logic         s_bvalid_o,
  input  wire          s_bready_i,
  input  wire    [3:0] s_arid_i,
  input  wire   [63:0] s_araddr_i,
  input  wire    [7:0] s_arlen_i,
  input  wire    [2:0] s_arsize_i,
  input  wire    [1:0] s_arburst_i,
  input  wire          s_arlock_i,
  input  wire   [15:0] s_arsid_i,
  input  wire   [19:0] s_arssid_i,
  input  wire          s_arssidv_i,
  input  wire          s_aratst_i,
  input  wire          s_arzlr_i,
  input  wire          s_arvalid_i,
  output logic         s_arready_o,
  output logic   [3:0] s_rid_o,
  output logic  [63:0] s_rdata_o,
  output logic   [1:0] s_rresp_o,
  output logic         s_rlast_o,
  output logic         s_rvalid_o,
  input  wire          s_rready_i,

  // DMA port
  output logic   [3:0] m_awid_o,
  output logic  [63:0] m_awaddr_o,
  output logic   [7:0] m_awlen_o,
  output logic   [2:0] m_awsize_o,
  output logic   [1:0] m_awburst_o,
  output logic         m_awlock_o,
  output logic  [15:0] m_awsid_o,
  output logic  [19:0] m_awssid_o,
  output logic         m_awssidv_o,
  output logic         m_awatst_o,
  output logic         m_awvalid_o,
  input  wire          m_awready_i,
  output logic  [63:0] m_wdata_o,
  output logic   [7:0] m_wstrb_o,
  output logic         m_wlast_o,
  output logic         m_wvalid_o,
  input  wire          m_wready_i,
  input  wire    [3:0] m_bid_i,
  input  wire    [1:0] m_bresp_i,
  input  wire          m_bvalid_i,
  output logic         m_bready_o,
  output logic   [3:0] m_arid_o,
  output logic  [63:0] m_araddr_o,
  output logic   [7:0] m_arlen_o,
  output logic   [2:0] m_arsize_o,
  output logic   [1:0] m_arburst_o,
  output logic         m_arlock_o,
  output logic  [15:0] m_arsid_o,
  output logic  [19:0] m_arssid_o,
  output logic         m_arssidv_o,
  output logic         m_aratst_o,
  output logic         m_arzlr_o,
  output logic         m_arvalid_o,
  input  wire          m_arready_i,
  input  wire    [3:0] m_rid_i,
  input  wire   [63:0] m_rdata_i,
  input  wire    [1:0] m_rresp_i,
  input  wire          m_rlast_i,
  input  wire          m_rvalid_i,
  output logic         m_rready_o,

  // Messages: see vtd_gate.def
  output logic         msg_req_valid_o,
  input  wire          msg_req_ready_i,
  output logic [191:0] msg_req_data_o,
  output logic         msg_post_valid_o,
  input  wire          msg_post_ready_i,
  output logic [191:0] msg_post_data_o,
  input  wire          msg_valid_i,
  output logic         msg_ready_o,
  input  wire   [63:0] msg_data_i,
  input  wire          msg_last_i,
  output logic  [15:0] sid_o,
  output logic         on_o
);
  localparam int AttrWidth = 56;
  // Page response codes
  localparam logic [3:0] PrgSuccess = 4'h0, PrgFailure = 4'hf;

  // ---- Registers --------------------------------------------------------------------------------

  logic         on_q, pri_q, nw_q, pri_failed_q;
  logic   [2:0] count_q;
  logic  [15:0] sid_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      {on_q, pri_q, nw_q} <= 3'b000;
      count_q <= 3'd0;
      sid_q <= 16'h0;
    end else if (reg_we_i && reg_addr_i == 8'h80) begin
      {nw_q, pri_q, on_q} <= reg_wdata_i[2:0];
      count_q <= reg_wdata_i[6:4];
    end else if (reg_we_i && reg_addr_i == 8'h08) begin
      sid_q <= reg_wdata_i[15:0];
    end
  end
  assign sid_o = sid_q;
  assign on_o = on_q;

  // ---- Requests: 0 reads, 1 writes --------------------------------------------------------------

  logic [AttrWidth-1:0] s_ar_attr, s_aw_attr, m_ar_attr, m_aw_attr;
  logic [AttrWidth*2-1:0] req_attr;
  logic [127:0] req_addr;
  logic [103:0] req_page, hit_page, page, limit;
  logic  [41:0] pasid;
  logic  [31:0] req_sid;
  logic   [1:0] req, req_atst, zlr, go, fail, atst, hit_r, hit_w;
  logic   [1:0] need_r, need_w;
  logic         split, old_read, old_unsent, old_write;

  assign s_ar_attr = {s_arzlr_i, s_arssidv_i, s_arssid_i, s_arsid_i, s_arlock_i, s_arburst_i,
                      s_arsize_i, s_arlen_i, s_arid_i};
  assign s_aw_attr = {1'b0, s_awssidv_i, s_awssid_i, s_awsid_i, s_awlock_i, s_awburst_i,
                      s_awsize_i, s_awlen_i, s_awid_i};
  logic       aw_zlr, ar_ssidv, aw_ssidv;
  assign {m_arzlr_o, ar_ssidv, m_arssid_o, m_arsid_o, m_arlock_o, m_arburst_o, m_arsize_o,
          m_arlen_o, m_arid_o} = m_ar_attr;
  assign {aw_zlr, aw_ssidv, m_awssid_o, m_awsid_o, m_awlock_o, m_awburst_o, m_awsize_o,
          m_awlen_o, m_awid_o} = m_aw_attr;
  assign m_arssidv_o = ar_ssidv && !(on_q && m_aratst_o);
  assign m_awssidv_o = aw_ssidv && !(on_q && m_awatst_o);

  dma_shim_rd #(.AttrWidth(AttrWidth)) u_rd (
    .clk_i, .rst_ni,
    .s_attr_i(s_ar_attr), .s_addr_i(s_araddr_i), .s_atst_i(s_aratst_i), .s_arvalid_i,
    .s_arready_o, .s_rid_o, .s_rdata_o, .s_rresp_o, .s_rlast_o, .s_rvalid_o, .s_rready_i,
    .m_attr_o(m_ar_attr), .m_addr_o(m_araddr_o), .m_atst_o(m_aratst_o), .m_arvalid_o,
    .m_arready_i, .m_rid_i, .m_rdata_i, .m_rresp_i, .m_rlast_i, .m_rvalid_i, .m_rready_o,
    .req_o(req[0]), .req_attr_o(req_attr[0+:AttrWidth]), .req_addr_o(req_addr[63:0]),
    .req_atst_o(req_atst[0]), .go_i(go[0]), .fail_i(fail[0]), .page_i(page[51:0]),
    .atst_i(atst[0]), .split_i(split), .old_o(old_read)
  );

  dma_shim_wr #(.AttrWidth(AttrWidth)) u_wr (
    .clk_i, .rst_ni,
    .s_attr_i(s_aw_attr), .s_addr_i(s_awaddr_i), .s_atst_i(s_awatst_i), .s_awvalid_i,
    .s_awready_o, .s_wdata_i, .s_wstrb_i, .s_wlast_i, .s_wvalid_i, .s_wready_o,
    .s_bid_o, .s_bresp_o, .s_bvalid_o, .s_bready_i,
    .m_attr_o(m_aw_attr), .m_addr_o(m_awaddr_o), .m_atst_o(m_awatst_o), .m_awvalid_o,
    .m_awready_i, .m_wdata_o, .m_wstrb_o, .m_wlast_o, .m_wvalid_o, .m_wready_i,
    .m_bid_i, .m_bresp_i, .m_bvalid_i, .m_bready_o,
    .req_o(req[1]), .req_attr_o(req_attr[AttrWidth+:AttrWidth]), .req_addr_o(req_addr[127:64]),
    .req_atst_o(req_atst[1]), .go_i(go[1]), .fail_i(fail[1]), .page_i(page[103:52]),
    .atst_i(atst[1]), .split_i(split), .old_unsent_o(old_unsent), .old_o(old_write)
  );

  // ---- Messages in ------------------------------------------------------------------------------

  logic        answer, answer_ok, response, inv, strange, put, put_w;
  logic  [7:0] in_tag;
  logic [63:0] data;
  logic [51:0] data_mask, put_page, put_mask, put_host;
  logic [20:0] in_pasid, put_pasid;
  logic  [1:0] mine, keep, touched, ask_nw, response_mine;

  dma_atc_take u_take (
    .clk_i, .rst_ni, .on_i(on_q), .hold_i(hold_i[2]), .sid_i(sid_q),
    .msg_valid_i, .msg_ready_o, .msg_data_i, .msg_last_i,
    .answer_o(answer), .answer_ok_o(answer_ok), .response_o(response), .inv_o(inv),
    .tag_o(in_tag), .data_o(data), .pasid_o(in_pasid), .strange_o(strange),
    .mine_i(mine), .keep_i(keep), .response_mine_i(response_mine), .page_i(req_page),
    .pasid_i(pasid), .limit_i(limit), .touched_i(touched), .nw_i(ask_nw),
    .mask_o(data_mask), .put_o(put), .put_page_o(put_page), .put_mask_o(put_mask),
    .put_host_o(put_host), .put_pasid_o(put_pasid), .put_w_o(put_w)
  );

  dma_atc_tlb #(.Entries(Entries)) u_tlb (
    .clk_i, .rst_ni,
    .look_page_i(req_page), .look_pasid_i(pasid), .look_r_o(hit_r), .look_w_o(hit_w),
    .look_page_o(hit_page),
    .put_i(put), .put_page_i(put_page), .put_mask_i(put_mask), .put_host_i(put_host),
    .put_pasid_i(put_pasid), .put_r_i(data[0]), .put_w_i(put_w),
    .inv_i(inv), .inv_page_i(data[63:12]), .inv_mask_i(data_mask), .inv_pasid_i(in_pasid),
    .inv_global_i(data[0]), .clear_i(!on_q)
  );

  // ---- Misses -----------------------------------------------------------------------------------

  logic  [1:0] ask, ask_taken, page_req, page_taken, want_r, want_w, asking, paging, dropped;
  logic  [1:0] denied;
  logic [15:0] tag;
  logic [17:0] prgi;

  for (genvar k = 0; k < 2; k++) begin : g_chan
    logic lock;
    assign {zlr[k], pasid[k*21+:21], req_sid[k*16+:16], lock} =
        req_attr[k*AttrWidth+17+:39];
    assign need_r[k] = k == 0 || lock;
    assign need_w[k] = k == 1 || lock;
    assign req_page[k*52+:52] = req_addr[k*64+12+:52];

    dma_atc_chan #(.Channel(k)) u_chan (
      .clk_i, .rst_ni, .enable_i(on_q), .pri_i(pri_q && !pri_failed_q), .nw_i(nw_q),
      .sid_i(sid_q),
      .req_i(req[k]), .need_r_i(need_r[k]), .need_w_i(need_w[k]), .either_i(zlr[k]),
      .page_i(req_page[k*52+:52]), .req_sid_i(req_sid[k*16+:16]), .pasid_i(pasid[k*21+:21]),
      .atst_i(req_atst[k]), .hit_r_i(hit_r[k]), .hit_w_i(hit_w[k]),
      .hit_page_i(hit_page[k*52+:52]),
      .go_o(go[k]), .fail_o(fail[k]), .page_o(page[k*52+:52]), .atst_o(atst[k]),
      .ask_o(ask[k]), .ask_taken_i(ask_taken[k]), .tag_o(tag[k*8+:8]), .ask_nw_o(ask_nw[k]),
      .page_req_o(page_req[k]), .page_taken_i(page_taken[k]), .prgi_o(prgi[k*9+:9]),
      .want_r_o(want_r[k]), .want_w_o(want_w[k]),
      .answer_i(answer),
      .answer_tag_i(in_tag), .answer_ok_i(answer_ok),
      .answer_r_i(data[0]), .answer_w_i(data[1]), .answer_u_i(data[2]),
      .mine_o(mine[k]), .keep_o(keep[k]), .limit_o(limit[k*52+:52]), .touched_o(touched[k]),
      .response_i(response), .response_prgi_i(data[8:0]),
      .response_ok_i(data[15:12] == PrgSuccess), .response_mine_o(response_mine[k]),
      .inv_i(inv), .inv_page_i(data[63:12]), .inv_mask_i(data_mask), .inv_pasid_i(in_pasid),
      .inv_global_i(data[0]),
      .asking_o(asking[k]), .paging_o(paging[k]), .dropped_o(dropped[k]), .denied_o(denied[k])
    );
  end

  // ---- Invalidations and what goes out ----------------------------------------------------------

  logic         done, done_taken, inv_pending, inv_waited, inv_again;
  logic  [31:0] itags;
  logic [383:0] ask_data, page_data;

  dma_atc_inv u_inv (
    .clk_i, .rst_ni, .inv_i(inv), .itag_i(in_tag[4:0]),
    .split_o(split), .old_i(old_read || old_unsent), .done_o(done), .done_taken_i(done_taken),
    .itags_o(itags), .pending_o(inv_pending), .waited_o(inv_waited), .again_o(inv_again)
  );

  function automatic logic [63:0] head_of(
      input logic [3:0] what, input logic [7:0] number, input logic [20:0] of_pasid,
      input logic [15:0] sid);
    logic [63:0] head;
    head = 64'h0;
    head[vtd_gate_pkg::Work0KindHi:vtd_gate_pkg::Work0KindLo] = 4'(vtd_gate_pkg::KindMsg);
    head[vtd_gate_pkg::Work0SsidvLo] = of_pasid[20];
    head[vtd_gate_pkg::Work0TagHi:vtd_gate_pkg::Work0TagLo] = number;
    head[vtd_gate_pkg::Work0SsidHi:vtd_gate_pkg::Work0SsidLo] = of_pasid[19:0];
    head[vtd_gate_pkg::Work0SidHi:vtd_gate_pkg::Work0SidLo] = sid;
    head[vtd_gate_pkg::Work0MsgHi:vtd_gate_pkg::Work0MsgLo] = what;
    head_of = head;
  endfunction

  always_comb begin
    for (int k = 0; k < 2; k++) begin
      ask_data[k*192+:192] = {64'h0, req_page[k*52+:52], 8'h0, ask_nw[k], count_q,
          head_of(4'(vtd_gate_pkg::MsgInAtsReq), tag[k*8+:8], pasid[k*21+:21], sid_q)};
      page_data[k*192+:192] = {64'h0, req_page[k*52+:52], prgi[k*9+:9], 1'b1, want_w[k],
          want_r[k], head_of(4'(vtd_gate_pkg::MsgInPageReq), 8'h0, pasid[k*21+:21], sid_q)};
    end
  end

  dma_shim_out #(.Sources(2)) u_req (
    .clk_i, .rst_ni, .hold_i(hold_i[0]), .valid_i(ask), .data_i(ask_data), .taken_o(ask_taken),
    .msg_valid_o(msg_req_valid_o), .msg_ready_i(msg_req_ready_i), .msg_data_o(msg_req_data_o)
  );
  dma_shim_out #(.Sources(3)) u_post (
    .clk_i, .rst_ni, .hold_i(hold_i[1]), .valid_i({page_req, done}),
    .data_i({page_data, 64'h0, 32'h1, itags,
             head_of(4'(vtd_gate_pkg::MsgInInvDone), 8'h0, 21'h0, sid_q)}),
    .taken_o({page_taken, done_taken}),
    .msg_valid_o(msg_post_valid_o), .msg_ready_i(msg_post_ready_i), .msg_data_o(msg_post_data_o)
  );

  // A function whose page request failed for good asks for none until it is set up again.
  always_ff @(posedge clk_i) begin
    if (!rst_ni || !on_q || !pri_q) pri_failed_q <= 1'b0;
    else if (response_mine != 2'b00 && data[15:12] == PrgFailure) pri_failed_q <= 1'b1;
  end

  // ---- Counters ---------------------------------------------------------------------------------

  logic [31:0] counter;
  logic [17:0] events;

  assign events = {
      fail[1], go[1] && atst[1] && !req_atst[1],
      inv_waited, inv && paging != 2'b00, inv && asking != 2'b00, asking[0],
      fail[0], go[0] && atst[0] && !req_atst[0], strange || inv_again,
      response_mine != 2'b00, page_taken != 2'b00, done_taken, inv, dropped != 2'b00,
      denied != 2'b00, mine != 2'b00 && !answer_ok, mine != 2'b00, ask_taken != 2'b00};

  dma_shim_count #(.Counters(18)) u_count (
    .clk_i, .rst_ni, .event_i(events), .addr_i(reg_addr_i), .rdata_o(counter)
  );
  assign reg_rdata_o = reg_addr_i == 8'h80 ? {25'h0, count_q, 1'b0, nw_q, pri_q, on_q} : counter;

  logic unused_bits;
  assign unused_bits = ^{aw_zlr, old_write, inv_pending, reg_wdata_i, req_attr, req_addr, data};
endmodule

`default_nettype wire
