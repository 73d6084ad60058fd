// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: the read channels of a shim between a device and a DMA port. One request at a time waits
// for a verdict: go (on to the port under another page) or fail (errors to the device, after the
// answers of all that went before, which keeps the order of every id). A request once shown stays
// until its verdict. What the shim does not look at rides along as Attr bits: 3:0 is the id, 11:4
// the beats - 1.
`default_nettype none

module dma_shim_rd #(
  parameter int AttrWidth = 16
) (
  input  wire                  clk_i,
  input  wire                  rst_ni,

  // Device
  input  wire [AttrWidth-1:0]  s_attr_i,
  input  wire           [63:0] s_addr_i,
  input  wire                  s_atst_i,
  input  wire                  s_arvalid_i,
  output logic                 s_arready_o,
  output logic           [3:0] s_rid_o,
  output logic          [63:0] s_rdata_o,
  output logic           [1:0] s_rresp_o,
  output logic                 s_rlast_o,
  output logic                 s_rvalid_o,
  input  wire                  s_rready_i,

  // DMA port
  output logic [AttrWidth-1:0] m_attr_o,
  output logic          [63:0] m_addr_o,
  output logic                 m_atst_o,
  output logic                 m_arvalid_o,
  input  wire                  m_arready_i,
  input  wire            [3:0] m_rid_i,
  input  wire           [63:0] m_rdata_i,
  input  wire            [1:0] m_rresp_i,
  input  wire                  m_rlast_i,
  input  wire                  m_rvalid_i,
  output logic                 m_rready_o,

  // The request that waits; go and fail only while there is one, not both
  output logic                 req_o,
  output logic [AttrWidth-1:0] req_attr_o,
  output logic          [63:0] req_addr_o,
  output logic                 req_atst_o,
  input  wire                  go_i,
  input  wire                  fail_i,
  input  wire           [51:0] page_i,
  input  wire                  atst_i,

  // What is under way, see dma_shim_flight
  input  wire                  split_i,
  output logic                 old_o
);
  localparam logic [4:0] Most = 5'd16;
  localparam logic [1:0] SlvErr = 2'b10;

  logic                 hold_valid_q, hold_atst_q, failing_q, inject, ended;
  logic [AttrWidth-1:0] hold_attr_q;
  logic          [63:0] hold_addr_q;
  logic           [3:0] fail_id_q;
  logic           [7:0] fail_left_q;
  logic           [4:0] count;

  assign s_arready_o = !hold_valid_q || go_i || fail_i;
  assign req_o = hold_valid_q && (!m_arvalid_o || m_arready_i) && count != Most && !failing_q;
  assign req_attr_o = hold_attr_q;
  assign req_addr_o = hold_addr_q;
  assign req_atst_o = hold_atst_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      hold_valid_q <= 1'b0;
      hold_attr_q <= '0;
      hold_addr_q <= 64'h0;
      hold_atst_q <= 1'b0;
    end else if (s_arready_o) begin
      hold_valid_q <= s_arvalid_i;
      hold_attr_q <= s_attr_i;
      hold_addr_q <= s_addr_i;
      hold_atst_q <= s_atst_i;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      m_arvalid_o <= 1'b0;
      m_attr_o <= '0;
      m_addr_o <= 64'h0;
      m_atst_o <= 1'b0;
    end else begin
      if (m_arready_i) m_arvalid_o <= 1'b0;
      if (go_i) begin
        m_arvalid_o <= 1'b1;
        m_attr_o <= hold_attr_q;
        m_addr_o <= {page_i, hold_addr_q[11:0]};
        m_atst_o <= atst_i;
      end
    end
  end

  assign ended = m_rvalid_i && m_rready_o && m_rlast_i;

  dma_shim_flight u_flight (
    .clk_i, .rst_ni,
    .begin_i(go_i), .begin_id_i(hold_attr_q[3:0]), .end_i(ended), .end_id_i(m_rid_i),
    .split_i, .old_o, .count_o(count)
  );

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      failing_q <= 1'b0;
      fail_id_q <= 4'h0;
      fail_left_q <= 8'h0;
    end else if (fail_i) begin
      failing_q <= 1'b1;
      fail_id_q <= hold_attr_q[3:0];
      fail_left_q <= hold_attr_q[11:4];
    end else if (inject && s_rready_i) begin
      failing_q <= !s_rlast_o;
      fail_left_q <= fail_left_q - 8'd1;
    end
  end

  assign inject = failing_q && count == 5'd0;
  assign m_rready_o = s_rready_i && !inject;
  assign s_rvalid_o = inject || m_rvalid_i;
  assign s_rid_o = inject ? fail_id_q : m_rid_i;
  assign s_rdata_o = inject ? 64'h0 : m_rdata_i;
  assign s_rresp_o = inject ? SlvErr : m_rresp_i;
  assign s_rlast_o = inject ? fail_left_q == 8'd0 : m_rlast_i;
endmodule

`default_nettype wire
