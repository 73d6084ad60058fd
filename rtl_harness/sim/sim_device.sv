// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: one device of the simulation: a traffic generator, alone or behind a shim that makes of
// it a device with a TLB or with a shadow of the mapping. Registers below 80 are the generator's
// (dma_gen.sv), the others the shim's (dma_atc.sv, dma_shadow.sv), and here
//   98 HOLD  2:0 what the shim holds back for a while now and then, as its hold_i; 6:4 for 32
//            cycles, or twice as long so many times; 31:16 seed
//
//   Kind  0 plain, 1 caching, 2 shadow
`default_nettype none

module sim_device #(
  parameter int Kind = 0
) (
  input  wire         clk_i,
  input  wire         rst_ni,

  // Registers
  input  wire         reg_we_i,
  input  wire   [7:0] reg_addr_i,
  input  wire  [31:0] reg_wdata_i,
  output wire  [31:0] reg_rdata_o,
  output wire         busy_o,

  // Messages, see soc_msg_router.sv
  output wire  [15:0] sid_o,
  output wire         on_o,
  output wire         msg_req_valid_o,
  input  wire         msg_req_ready_i,
  output wire [191:0] msg_req_data_o,
  output wire         msg_post_valid_o,
  input  wire         msg_post_ready_i,
  output wire [191:0] msg_post_data_o,
  input  wire         msg_valid_i,
  output wire         msg_ready_o,
  input  wire  [63:0] msg_data_i,
  input  wire         msg_last_i,

  // DMA port
  output wire   [3:0] m_awid_o,
  output wire  [63:0] m_awaddr_o,
  output wire   [7:0] m_awlen_o,
  output wire   [2:0] m_awsize_o,
  output wire   [1:0] m_awburst_o,
  output wire         m_awlock_o,
  output wire  [15:0] m_awsid_o,
  output wire  [19:0] m_awssid_o,
  output wire         m_awssidv_o,
  output wire         m_awatst_o,
  output wire         m_awvalid_o,
  input  wire         m_awready_i,
  output wire  [63:0] m_wdata_o,
  output wire   [7:0] m_wstrb_o,
  output wire         m_wlast_o,
  output wire         m_wvalid_o,
  input  wire         m_wready_i,
  input  wire   [3:0] m_bid_i,
  input  wire   [1:0] m_bresp_i,
  input  wire         m_bvalid_i,
  output wire         m_bready_o,
  output wire   [3:0] m_arid_o,
  output wire  [63:0] m_araddr_o,
  output wire   [7:0] m_arlen_o,
  output wire   [2:0] m_arsize_o,
  output wire   [1:0] m_arburst_o,
  output wire         m_arlock_o,
  output wire  [15:0] m_arsid_o,
  output wire  [19:0] m_arssid_o,
  output wire         m_arssidv_o,
  output wire         m_aratst_o,
  output wire         m_arzlr_o,
  output wire         m_arvalid_o,
  input  wire         m_arready_i,
  input  wire   [3:0] m_rid_i,
  input  wire  [63:0] m_rdata_i,
  input  wire   [1:0] m_rresp_i,
  input  wire         m_rlast_i,
  input  wire         m_rvalid_i,
  output wire         m_rready_o
);
  wire   [3:0] g_awid;
  wire  [63:0] g_awaddr;
  wire   [7:0] g_awlen;
  wire   [2:0] g_awsize;
  wire   [1:0] g_awburst;
  wire         g_awlock;
  wire  [15:0] g_awsid;
  wire  [19:0] g_awssid;
  wire         g_awssidv;
  wire         g_awatst;
  wire         g_awvalid;
  wire         g_awready;
  wire  [63:0] g_wdata;
  wire   [7:0] g_wstrb;
  wire         g_wlast;
  wire         g_wvalid;
  wire         g_wready;
  wire   [3:0] g_bid;
  wire   [1:0] g_bresp;
  wire         g_bvalid;
  wire         g_bready;
  wire   [3:0] g_arid;
  wire  [63:0] g_araddr;
  wire   [7:0] g_arlen;
  wire   [2:0] g_arsize;
  wire   [1:0] g_arburst;
  wire         g_arlock;
  wire  [15:0] g_arsid;
  wire  [19:0] g_arssid;
  wire         g_arssidv;
  wire         g_aratst;
  wire         g_arzlr;
  wire         g_arvalid;
  wire         g_arready;
  wire   [3:0] g_rid;
  wire  [63:0] g_rdata;
  wire   [1:0] g_rresp;
  wire         g_rlast;
  wire         g_rvalid;
  wire         g_rready;

  wire [31:0] gen_rdata, shim_rdata;
  logic [15:0] lfsr_q;
  logic [11:0] pace_q;
  logic [2:0] wanted_q, hold, long_q;

  assign reg_rdata_o = reg_addr_i[7] ? shim_rdata : gen_rdata;

  dma_gen u_gen (
    .clk_i, .rst_ni, .reg_we_i(reg_we_i && !reg_addr_i[7]), .reg_addr_i, .reg_wdata_i,
    .reg_rdata_o(gen_rdata), .busy_o,
    .m_awid_o(g_awid), .m_awaddr_o(g_awaddr), .m_awlen_o(g_awlen), .m_awsize_o(g_awsize),
    .m_awburst_o(g_awburst), .m_awlock_o(g_awlock), .m_awsid_o(g_awsid), .m_awssid_o(g_awssid),
    .m_awssidv_o(g_awssidv), .m_awatst_o(g_awatst), .m_awvalid_o(g_awvalid),
    .m_awready_i(g_awready), .m_wdata_o(g_wdata), .m_wstrb_o(g_wstrb), .m_wlast_o(g_wlast),
    .m_wvalid_o(g_wvalid), .m_wready_i(g_wready), .m_bid_i(g_bid), .m_bresp_i(g_bresp),
    .m_bvalid_i(g_bvalid), .m_bready_o(g_bready), .m_arid_o(g_arid), .m_araddr_o(g_araddr),
    .m_arlen_o(g_arlen), .m_arsize_o(g_arsize), .m_arburst_o(g_arburst), .m_arlock_o(g_arlock),
    .m_arsid_o(g_arsid), .m_arssid_o(g_arssid), .m_arssidv_o(g_arssidv), .m_aratst_o(g_aratst),
    .m_arzlr_o(g_arzlr), .m_arvalid_o(g_arvalid), .m_arready_i(g_arready), .m_rid_i(g_rid),
    .m_rdata_i(g_rdata), .m_rresp_i(g_rresp), .m_rlast_i(g_rlast), .m_rvalid_i(g_rvalid),
    .m_rready_o(g_rready)
  );

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      lfsr_q <= 16'h1;
      pace_q <= 12'd0;
      wanted_q <= 3'b000;
      long_q <= 3'd0;
      hold <= 3'b000;
    end else begin
      pace_q <= pace_q + 12'd1;
      lfsr_q <= {lfsr_q[14:0], lfsr_q[15] ^ lfsr_q[13] ^ lfsr_q[12] ^ lfsr_q[10]};
      if ((pace_q & ((12'd32 << long_q) - 12'd1)) == 12'd0) hold <= wanted_q & lfsr_q[2:0];
      if (reg_we_i && reg_addr_i == 8'h98) begin
        wanted_q <= reg_wdata_i[2:0];
        long_q <= reg_wdata_i[6:4];
        lfsr_q <= {reg_wdata_i[31:17], 1'b1};
      end
    end
  end

  if (Kind == 1) begin : g_caching
    dma_atc u_atc (
      .clk_i, .rst_ni, .reg_we_i, .reg_addr_i, .reg_wdata_i,
      .reg_rdata_o(shim_rdata), .hold_i(hold),
      .s_awid_i(g_awid), .s_awaddr_i(g_awaddr), .s_awlen_i(g_awlen), .s_awsize_i(g_awsize),
      .s_awburst_i(g_awburst), .s_awlock_i(g_awlock), .s_awsid_i(g_awsid), .s_awssid_i(g_awssid),
      .s_awssidv_i(g_awssidv), .s_awatst_i(g_awatst), .s_awvalid_i(g_awvalid),
      .s_awready_o(g_awready), .s_wdata_i(g_wdata), .s_wstrb_i(g_wstrb), .s_wlast_i(g_wlast),
      .s_wvalid_i(g_wvalid), .s_wready_o(g_wready), .s_bid_o(g_bid), .s_bresp_o(g_bresp),
      .s_bvalid_o(g_bvalid), .s_bready_i(g_bready), .s_arid_i(g_arid), .s_araddr_i(g_araddr),
      .s_arlen_i(g_arlen), .s_arsize_i(g_arsize), .s_arburst_i(g_arburst), .s_arlock_i(g_arlock),
      .s_arsid_i(g_arsid), .s_arssid_i(g_arssid), .s_arssidv_i(g_arssidv), .s_aratst_i(g_aratst),
      .s_arzlr_i(g_arzlr), .s_arvalid_i(g_arvalid), .s_arready_o(g_arready), .s_rid_o(g_rid),
      .s_rdata_o(g_rdata), .s_rresp_o(g_rresp), .s_rlast_o(g_rlast), .s_rvalid_o(g_rvalid),
      .s_rready_i(g_rready),
      .m_awid_o, .m_awaddr_o, .m_awlen_o, .m_awsize_o, .m_awburst_o, .m_awlock_o, .m_awsid_o,
      .m_awssid_o, .m_awssidv_o, .m_awatst_o, .m_awvalid_o, .m_awready_i, .m_wdata_o, .m_wstrb_o,
      .m_wlast_o, .m_wvalid_o, .m_wready_i, .m_bid_i, .m_bresp_i, .m_bvalid_i, .m_bready_o,
      .m_arid_o, .m_araddr_o, .m_arlen_o, .m_arsize_o, .m_arburst_o, .m_arlock_o, .m_arsid_o,
      .m_arssid_o, .m_arssidv_o, .m_aratst_o, .m_arzlr_o, .m_arvalid_o, .m_arready_i, .m_rid_i,
      .m_rdata_i, .m_rresp_i, .m_rlast_i, .m_rvalid_i, .m_rready_o,
      .msg_req_valid_o, .msg_req_ready_i, .msg_req_data_o,
      .msg_post_valid_o, .msg_post_ready_i, .msg_post_data_o, .msg_valid_i, .msg_ready_o,
      .msg_data_i, .msg_last_i, .sid_o, .on_o
    );
  end else if (Kind == 2) begin : g_shadow
    assign msg_req_valid_o = 1'b0;
    assign msg_req_data_o = 192'h0;
    dma_shadow u_shadow (
      .clk_i, .rst_ni, .reg_we_i, .reg_addr_i, .reg_wdata_i,
      .reg_rdata_o(shim_rdata), .hold_i(hold),
      .s_awid_i(g_awid), .s_awaddr_i(g_awaddr), .s_awlen_i(g_awlen), .s_awsize_i(g_awsize),
      .s_awburst_i(g_awburst), .s_awlock_i(g_awlock), .s_awsid_i(g_awsid), .s_awssid_i(g_awssid),
      .s_awssidv_i(g_awssidv), .s_awatst_i(g_awatst), .s_awvalid_i(g_awvalid),
      .s_awready_o(g_awready), .s_wdata_i(g_wdata), .s_wstrb_i(g_wstrb), .s_wlast_i(g_wlast),
      .s_wvalid_i(g_wvalid), .s_wready_o(g_wready), .s_bid_o(g_bid), .s_bresp_o(g_bresp),
      .s_bvalid_o(g_bvalid), .s_bready_i(g_bready), .s_arid_i(g_arid), .s_araddr_i(g_araddr),
      .s_arlen_i(g_arlen), .s_arsize_i(g_arsize), .s_arburst_i(g_arburst), .s_arlock_i(g_arlock),
      .s_arsid_i(g_arsid), .s_arssid_i(g_arssid), .s_arssidv_i(g_arssidv), .s_aratst_i(g_aratst),
      .s_arzlr_i(g_arzlr), .s_arvalid_i(g_arvalid), .s_arready_o(g_arready), .s_rid_o(g_rid),
      .s_rdata_o(g_rdata), .s_rresp_o(g_rresp), .s_rlast_o(g_rlast), .s_rvalid_o(g_rvalid),
      .s_rready_i(g_rready),
      .m_awid_o, .m_awaddr_o, .m_awlen_o, .m_awsize_o, .m_awburst_o, .m_awlock_o, .m_awsid_o,
      .m_awssid_o, .m_awssidv_o, .m_awatst_o, .m_awvalid_o, .m_awready_i, .m_wdata_o, .m_wstrb_o,
      .m_wlast_o, .m_wvalid_o, .m_wready_i, .m_bid_i, .m_bresp_i, .m_bvalid_i, .m_bready_o,
      .m_arid_o, .m_araddr_o, .m_arlen_o, .m_arsize_o, .m_arburst_o, .m_arlock_o, .m_arsid_o,
      .m_arssid_o, .m_arssidv_o, .m_aratst_o, .m_arzlr_o, .m_arvalid_o, .m_arready_i, .m_rid_i,
      .m_rdata_i, .m_rresp_i, .m_rlast_i, .m_rvalid_i, .m_rready_o,
      .msg_post_valid_o, .msg_post_ready_i, .msg_post_data_o, .msg_valid_i, .msg_ready_o,
      .msg_data_i, .msg_last_i, .sid_o, .on_o
    );
  end else begin : g_plain
    assign m_awid_o = g_awid;
    assign m_awaddr_o = g_awaddr;
    assign m_awlen_o = g_awlen;
    assign m_awsize_o = g_awsize;
    assign m_awburst_o = g_awburst;
    assign m_awlock_o = g_awlock;
    assign m_awsid_o = g_awsid;
    assign m_awssid_o = g_awssid;
    assign m_awssidv_o = g_awssidv;
    assign m_awatst_o = g_awatst;
    assign m_awvalid_o = g_awvalid;
    assign g_awready = m_awready_i;
    assign m_wdata_o = g_wdata;
    assign m_wstrb_o = g_wstrb;
    assign m_wlast_o = g_wlast;
    assign m_wvalid_o = g_wvalid;
    assign g_wready = m_wready_i;
    assign g_bid = m_bid_i;
    assign g_bresp = m_bresp_i;
    assign g_bvalid = m_bvalid_i;
    assign m_bready_o = g_bready;
    assign m_arid_o = g_arid;
    assign m_araddr_o = g_araddr;
    assign m_arlen_o = g_arlen;
    assign m_arsize_o = g_arsize;
    assign m_arburst_o = g_arburst;
    assign m_arlock_o = g_arlock;
    assign m_arsid_o = g_arsid;
    assign m_arssid_o = g_arssid;
    assign m_arssidv_o = g_arssidv;
    assign m_aratst_o = g_aratst;
    assign m_arzlr_o = g_arzlr;
    assign m_arvalid_o = g_arvalid;
    assign g_arready = m_arready_i;
    assign g_rid = m_rid_i;
    assign g_rdata = m_rdata_i;
    assign g_rresp = m_rresp_i;
    assign g_rlast = m_rlast_i;
    assign g_rvalid = m_rvalid_i;
    assign m_rready_o = g_rready;
    assign shim_rdata = 32'h0;
    assign sid_o = 16'h0;
    assign on_o = 1'b0;
    assign msg_req_valid_o = 1'b0;
    assign msg_req_data_o = 192'h0;
    assign msg_post_valid_o = 1'b0;
    assign msg_post_data_o = 192'h0;
    assign msg_ready_o = 1'b1;
  end
endmodule

`default_nettype wire
