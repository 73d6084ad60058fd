// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: the write channels of a shim between a device and a DMA port; see dma_shim_rd.sv. One
// burst at a time passes: its data follows its verdict, and the next request is shown when the port
// has taken both. The data of a failed one is dropped.
`default_nettype none

module dma_shim_wr #(
  parameter int AttrWidth = 16
) (
  input  wire                  clk_i,
  input  wire                  rst_ni,

  // Device
  input  wire [AttrWidth-1:0]  s_attr_i,
  input  wire           [63:0] s_addr_i,
  input  wire                  s_atst_i,
  input  wire                  s_awvalid_i,
  output logic                 s_awready_o,
  input  wire           [63:0] s_wdata_i,
  input  wire            [7:0] s_wstrb_i,
  input  wire                  s_wlast_i,
  input  wire                  s_wvalid_i,
  output logic                 s_wready_o,
  output logic           [3:0] s_bid_o,
  output logic           [1:0] s_bresp_o,
  output logic                 s_bvalid_o,
  input  wire                  s_bready_i,

  // DMA port
  output logic [AttrWidth-1:0] m_attr_o,
  output logic          [63:0] m_addr_o,
  output logic                 m_atst_o,
  output logic                 m_awvalid_o,
  input  wire                  m_awready_i,
  output logic          [63:0] m_wdata_o,
  output logic           [7:0] m_wstrb_o,
  output logic                 m_wlast_o,
  output logic                 m_wvalid_o,
  input  wire                  m_wready_i,
  input  wire            [3:0] m_bid_i,
  input  wire            [1:0] m_bresp_i,
  input  wire                  m_bvalid_i,
  output logic                 m_bready_o,

  // The request that waits; go and fail only while there is one, not both
  output logic                 req_o,
  output logic [AttrWidth-1:0] req_attr_o,
  output logic          [63:0] req_addr_o,
  output logic                 req_atst_o,
  input  wire                  go_i,
  input  wire                  fail_i,
  input  wire           [51:0] page_i,
  input  wire                  atst_i,

  // What is under way, see dma_shim_flight: until the port has AW and W, until B came
  input  wire                  split_i,
  output logic                 old_unsent_o,
  output logic                 old_o
);
  localparam logic [4:0] Most = 5'd16;
  localparam logic [1:0] SlvErr = 2'b10;

  logic                 hold_valid_q, hold_atst_q, open_q, drop_q, failing_q;
  logic [AttrWidth-1:0] hold_attr_q;
  logic          [63:0] hold_addr_q;
  logic           [3:0] fail_id_q;
  logic           [4:0] count;
  logic                 aw_left, w_left, old_unsent_q, inject, ended;

  assign s_awready_o = !hold_valid_q || go_i || fail_i;
  assign req_o = hold_valid_q && !m_awvalid_o && !open_q && !drop_q && !failing_q && count != Most;
  assign req_attr_o = hold_attr_q;
  assign req_addr_o = hold_addr_q;
  assign req_atst_o = hold_atst_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      hold_valid_q <= 1'b0;
      hold_attr_q <= '0;
      hold_addr_q <= 64'h0;
      hold_atst_q <= 1'b0;
    end else if (s_awready_o) begin
      hold_valid_q <= s_awvalid_i;
      hold_attr_q <= s_attr_i;
      hold_addr_q <= s_addr_i;
      hold_atst_q <= s_atst_i;
    end
  end

  assign aw_left = m_awvalid_o && !m_awready_i;
  assign w_left = open_q && !(m_wvalid_o && m_wready_i && m_wlast_o);

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      m_awvalid_o <= 1'b0;
      m_attr_o <= '0;
      m_addr_o <= 64'h0;
      m_atst_o <= 1'b0;
      open_q <= 1'b0;
      old_unsent_q <= 1'b0;
    end else begin
      m_awvalid_o <= aw_left;
      open_q <= w_left;
      if (go_i) begin
        m_awvalid_o <= 1'b1;
        m_attr_o <= hold_attr_q;
        m_addr_o <= {page_i, hold_addr_q[11:0]};
        m_atst_o <= atst_i;
        open_q <= 1'b1;
      end
      old_unsent_q <= (split_i && go_i) || ((split_i || old_unsent_q) && (aw_left || w_left));
    end
  end

  assign old_unsent_o = old_unsent_q;
  assign m_wvalid_o = open_q && s_wvalid_i;
  assign m_wdata_o = s_wdata_i;
  assign m_wstrb_o = s_wstrb_i;
  assign m_wlast_o = s_wlast_i;
  assign s_wready_o = open_q ? m_wready_i : drop_q;

  assign ended = m_bvalid_i && m_bready_o;

  dma_shim_flight u_flight (
    .clk_i, .rst_ni,
    .begin_i(go_i), .begin_id_i(hold_attr_q[3:0]), .end_i(ended), .end_id_i(m_bid_i),
    .split_i, .old_o, .count_o(count)
  );

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      drop_q <= 1'b0;
      failing_q <= 1'b0;
      fail_id_q <= 4'h0;
    end else begin
      if (fail_i) begin
        drop_q <= 1'b1;
        fail_id_q <= hold_attr_q[3:0];
      end
      if (drop_q && s_wvalid_i && s_wlast_i) begin
        drop_q <= 1'b0;
        failing_q <= 1'b1;
      end
      if (inject && s_bready_i) failing_q <= 1'b0;
    end
  end

  assign inject = failing_q && count == 5'd0;
  assign m_bready_o = s_bready_i && !inject;
  assign s_bvalid_o = inject || m_bvalid_i;
  assign s_bid_o = inject ? fail_id_q : m_bid_i;
  assign s_bresp_o = inject ? SlvErr : m_bresp_i;
endmodule

`default_nettype wire
