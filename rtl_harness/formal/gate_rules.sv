// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: what vtd_gate promises at its pins, whatever devices, memory and firmware do: words of
// the mailbox go in, one at a time and held until ready; AXI comes out. One port, two slots each
// way, tables as small as they come.
`default_nettype none

module gate_rules (
  input wire         clk_i,
  input wire         rst_ni,
  input wire [124:0] aw_i,
  input wire         awvalid_i,
  input wire  [72:0] w_i,
  input wire         wvalid_i,
  input wire         bready_i,
  input wire [124:0] ar_i,
  input wire         arvalid_i,
  input wire         rready_i,
  input wire         awready_i,
  input wire         wready_i,
  input wire         arready_i,
  input wire   [2:0] b_i,
  input wire         bvalid_i,
  input wire  [67:0] r_i,
  input wire         rvalid_i,
  input wire         take_i,
  input wire   [1:0] word_kind_i,
  input wire  [63:0] word_i,
  input wire  [63:0] operand_i,
  input wire         te_set_i,
  input wire         te_clear_i,
  input wire         dead_i
);
  localparam logic [1:0] Block = 2'(vtd_gate_pkg::ModeBlock);

  logic        work_valid, ans_ready, inv_ready, mode_ready, draining, sweeping;
  logic [63:0] work0, work1, araddr, awaddr, wdata;
  logic  [1:0] mode;
  logic        arvalid, awvalid, wvalid, wlast;
  logic        arid, awid;
  logic  [7:0] arlen, awlen, wstrb;
  logic        rvalid, bvalid;
  logic [67:0] r;
  logic  [2:0] b;

  // At most one word at a time, as the mailbox has it.
  logic ans_valid, inv_valid, mode_valid;
  assign ans_valid = word_kind_i == 2'd1;
  assign inv_valid = word_kind_i == 2'd2;
  assign mode_valid = word_kind_i == 2'd3;

  vtd_gate #(
    .NumPorts(1), .IdWidth(1), .RdSlots(2), .WrSlots(2), .MaxBeats(4), .TagBits(2), .Sets(4),
    .Ways(2), .BigEntries(2), .KeySets(2), .KeyWays(2), .StallCycles(16)
  ) dut (
    .clk_i, .rst_ni,
    .dma_awid_i(aw_i[0]), .dma_awaddr_i(aw_i[64:1]), .dma_awlen_i(aw_i[72:65]),
    .dma_awsize_i(aw_i[75:73]), .dma_awburst_i(aw_i[77:76]), .dma_awlock_i(aw_i[78]),
    .dma_awcache_i(aw_i[82:79]), .dma_awprot_i(aw_i[85:83]), .dma_awsid_i(aw_i[101:86]),
    .dma_awssid_i(aw_i[121:102]), .dma_awssidv_i(aw_i[122]), .dma_awatst_i(aw_i[123]),
    .dma_awvalid_i(awvalid_i), .dma_awready_o(),
    .dma_wdata_i(w_i[63:0]), .dma_wstrb_i(w_i[71:64]), .dma_wlast_i(w_i[72]),
    .dma_wvalid_i(wvalid_i), .dma_wready_o(),
    .dma_bid_o(b[0]), .dma_bresp_o(b[2:1]), .dma_bvalid_o(bvalid), .dma_bready_i(bready_i),
    .dma_arid_i(ar_i[0]), .dma_araddr_i(ar_i[64:1]), .dma_arlen_i(ar_i[72:65]),
    .dma_arsize_i(ar_i[75:73]), .dma_arburst_i(ar_i[77:76]), .dma_arlock_i(ar_i[78]),
    .dma_arcache_i(ar_i[82:79]), .dma_arprot_i(ar_i[85:83]), .dma_arsid_i(ar_i[101:86]),
    .dma_arssid_i(ar_i[121:102]), .dma_arssidv_i(ar_i[122]), .dma_aratst_i(ar_i[123]),
    .dma_arzlr_i(ar_i[124]), .dma_arvalid_i(arvalid_i), .dma_arready_o(),
    .dma_rid_o(r[0]), .dma_rdata_o(r[64:1]), .dma_rresp_o(r[66:65]), .dma_rlast_o(r[67]),
    .dma_rvalid_o(rvalid), .dma_rready_i(rready_i),
    .mem_awid_o(awid), .mem_awaddr_o(awaddr), .mem_awlen_o(awlen), .mem_awsize_o(),
    .mem_awburst_o(), .mem_awlock_o(), .mem_awcache_o(), .mem_awprot_o(), .mem_awvalid_o(awvalid),
    .mem_awready_i(awready_i), .mem_wdata_o(wdata), .mem_wstrb_o(wstrb), .mem_wlast_o(wlast),
    .mem_wvalid_o(wvalid), .mem_wready_i(wready_i), .mem_bid_i(b_i[0]), .mem_bresp_i(b_i[2:1]),
    .mem_bvalid_i(bvalid_i), .mem_bready_o(),
    .mem_arid_o(arid), .mem_araddr_o(araddr), .mem_arlen_o(arlen), .mem_arsize_o(),
    .mem_arburst_o(), .mem_arlock_o(), .mem_arcache_o(), .mem_arprot_o(), .mem_arvalid_o(arvalid),
    .mem_arready_i(arready_i), .mem_rid_i(r_i[0]), .mem_rdata_i(r_i[64:1]),
    .mem_rresp_i(r_i[66:65]), .mem_rlast_i(r_i[67]), .mem_rvalid_i(rvalid_i), .mem_rready_o(),
    .work_valid_o(work_valid), .work0_o(work0), .work1_o(work1), .work_take_i(take_i),
    .ans_valid_i(ans_valid), .ans_ready_o(ans_ready), .ans_i(word_i), .ans_pa_i(operand_i),
    .inv_valid_i(inv_valid), .inv_ready_o(inv_ready), .inv_i(word_i), .inv_addr_i(operand_i),
    .mode_valid_i(mode_valid), .mode_ready_o(mode_ready), .mode_i(word_i),
    .draining_o(draining), .sweeping_o(sweeping), .mode_o(mode),
    .pmr_low_i(64'h0000_0000_ffff_ffff), .pmr_base_i('1), .pmr_limit_i('0),
    .seen_request_o(), .seen_look_o(), .seen_hit_o(),
    .dead_i, .host_te_set_i(te_set_i), .host_te_clear_i(te_clear_i)
  );

  // The first cycle is one of reset. A word stays until it is in force; WORK0 is taken when there
  // is something in it; dead is for good.
  logic begun_q = 1'b0;
  logic waiting;
  assign waiting = (ans_valid && !ans_ready) || (inv_valid && !inv_ready) ||
                   (mode_valid && !mode_ready);
  always_ff @(posedge clk_i) begun_q <= 1'b1;
  always_comb begin
    if (!begun_q) assume (!rst_ni);
    if (take_i) assume (work_valid);
  end
  always_ff @(posedge clk_i) begin
    if (begun_q && $past(waiting && rst_ni)) begin
      assume (word_kind_i == $past(word_kind_i) && word_i == $past(word_i) &&
              operand_i == $past(operand_i));
    end
    if (begun_q && $past(dead_i && rst_ni)) assume (dead_i || !rst_ni);
  end

  // Some mode other than BLOCK was in force since reset.
  logic opened_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) opened_q <= 1'b0;
    else if (mode != Block) opened_q <= 1'b1;
  end

  // How far the run is with: write parked, granted, evicted, drained.
  logic [2:0] stage_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) stage_q <= 3'd0;
    else if (stage_q == 3'd0 && take_i && work0[3:0] == 4'(vtd_gate_pkg::KindMiss) && work0[4])
      stage_q <= 3'd1;
    else if (stage_q == 3'd1 && ans_valid && ans_ready && word_i[3:0] == 4'd1) stage_q <= 3'd2;
    else if (stage_q == 3'd2 && inv_valid && inv_ready && word_i[3:0] == 4'd1) stage_q <= 3'd3;
    else if (stage_q == 3'd3 && draining) stage_q <= 3'd4;
  end

  always_ff @(posedge clk_i) begin
    if (begun_q && rst_ni) begin
      // Nothing goes to memory before a MODE word opened the gate, and after reset it is shut.
      if (arvalid || awvalid || wvalid) opens_by_mode: assert (opened_q);

      // No address that leaves lies in the interrupt range, or beyond the address width.
      if (arvalid)
        reads_never_interrupt: assert (araddr[63:20] != 44'hfee && araddr[63:52] == '0);
      if (awvalid)
        never_interrupts: assert (awaddr[63:20] != 44'hfee && awaddr[63:52] == '0);

      // What is driven does not change while it stalls.
      if ($past(rst_ni && arvalid && !arready_i))
        read_address_stays: assert (arvalid && {araddr, arlen, arid} ==
                                    $past({araddr, arlen, arid}));
      if ($past(rst_ni && awvalid && !awready_i))
        write_address_stays: assert (awvalid && {awaddr, awlen, awid} ==
                                     $past({awaddr, awlen, awid}));
      if ($past(rst_ni && wvalid && !wready_i))
        write_data_stays: assert (wvalid && {wdata, wstrb, wlast} == $past({wdata, wstrb, wlast}));
      if ($past(rst_ni && rvalid && !rready_i))
        read_answer_stays: assert (rvalid && r == $past(r));
      if ($past(rst_ni && bvalid && !bready_i))
        write_answer_stays: assert (bvalid && b == $past(b));

      // A write that was parked, then an evict, then a drain, then its response.
      parked_evict_drain_response: cover (stage_q == 3'd4 && bvalid);
      reads_leave: cover (arvalid && arready_i && mode == 2'(vtd_gate_pkg::ModeTranslate));
      writes_leave: cover (awvalid && awready_i && mode == 2'(vtd_gate_pkg::ModePass));
    end
  end
endmodule

`default_nettype wire
