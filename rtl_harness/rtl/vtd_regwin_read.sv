// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: the host's reads of the register window, one at a time. A read never waits for the
// firmware. One of a status waits for the write to host memory that is under way, so whoever sees
// the status finds what it tells of in memory, or as a message under way no more.
`default_nettype none

module vtd_regwin_read #(
  parameter int NumFrcd = 8,
  parameter int WindowLog2 = 12,
  parameter int IdxWidth = 6
) (
  input  wire                 clk_i,
  input  wire                 rst_ni,

  // Host: AXI4-Lite
  input  wire          [13:0] reg_araddr_i,
  input  wire                 reg_arvalid_i,
  output logic                reg_arready_o,
  output logic         [63:0] reg_rdata_o,
  output logic          [1:0] reg_rresp_o,
  output logic                reg_rvalid_o,
  input  wire                 reg_rready_i,

  // Where registers lie and which show; storage is being filled
  input  wire          [63:0] cap_reset_i,
  input  wire          [63:0] ecap_reset_i,
  input  wire          [63:0] cap_i,
  input  wire          [63:0] ecap_i,
  input  wire                 init_i,
  input  wire                 hm_wbusy_i,
  input  wire                 hm_wdone_i,

  // Storage: the word that is read; what no register shows is of no kind
  output wire  [IdxWidth-1:0] idx_o,
  output wire           [7:0] kind_o,
  input  wire          [63:0] value_i
);
  localparam logic [1:0] RespOkay = 2'b00, RespSlvErr = 2'b10;
  localparam logic [7:0] NoKind = 8'(vtd_regs_pkg::Words);

  logic [IdxWidth-1:0] ar_idx, idx_q;
  logic          [7:0] ar_kind, kind_q;
  logic                ar_visible, busy_q, legal_q, wait_q;

  vtd_regwin_map #(.NumFrcd(NumFrcd), .IdxWidth(IdxWidth)) u_map (
    .valid_i(reg_arvalid_i), .addr_i(reg_araddr_i[13:3]),
    .cap_reset_i, .ecap_reset_i, .cap_i, .ecap_i,
    .idx_o(ar_idx), .kind_o(ar_kind), .visible_o(ar_visible)
  );

  assign reg_arready_o = !busy_q && !reg_rvalid_o && !init_i;
  assign idx_o = idx_q;
  assign kind_o = kind_q;

  function automatic logic is_status(input logic [7:0] kind);
    is_status = kind == 8'(vtd_regs_pkg::WordFsts) || kind == 8'(vtd_regs_pkg::WordFectl) ||
                kind == 8'(vtd_regs_pkg::WordIcs) || kind == 8'(vtd_regs_pkg::WordIectl) ||
                kind == 8'(vtd_regs_pkg::WordPqt) || kind == 8'(vtd_regs_pkg::WordPrs) ||
                kind == 8'(vtd_regs_pkg::WordPectl) ||
                kind == 8'(vtd_regs_pkg::WordPerfintrsts) ||
                kind == 8'(vtd_regs_pkg::WordPerfintrctl);
  endfunction

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      busy_q <= 1'b0;
      wait_q <= 1'b0;
      legal_q <= 1'b0;
      idx_q <= '1;
      kind_q <= NoKind;
      reg_rvalid_o <= 1'b0;
      reg_rdata_o <= 64'h0;
      reg_rresp_o <= RespOkay;
    end else begin
      if (reg_arvalid_i && reg_arready_o) begin
        busy_q <= 1'b1;
        idx_q <= ar_idx;
        kind_q <= ar_visible ? ar_kind : NoKind;
        legal_q <= {1'b0, reg_araddr_i} < (15'd1 << WindowLog2) && reg_araddr_i[1:0] == 2'b00;
        wait_q <= hm_wbusy_i && !hm_wdone_i && is_status(ar_kind);
      end else if (busy_q && wait_q) begin
        // Only the write that was under way: later ones must not hold the host up.
        if (hm_wdone_i || !hm_wbusy_i) wait_q <= 1'b0;
      end else if (busy_q) begin
        busy_q <= 1'b0;
        reg_rvalid_o <= 1'b1;
        reg_rdata_o <= legal_q ? value_i : 64'h0;
        reg_rresp_o <= legal_q ? RespOkay : RespSlvErr;
      end
      if (reg_rvalid_o && reg_rready_i) reg_rvalid_o <= 1'b0;
    end
  end
endmodule

`default_nettype wire
