// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: which word of the register window an address means. Words of 64 bits are numbered
// densely as in vtd_regs_pkg, which is generated from vtd_regs.def, and the fault records follow:
// low word, high word, low word. A register whose feature never existed leaves its place to what
// CAP.FRO and ECAP.IRO may put there. Combinational.
`default_nettype none

module vtd_regwin_map #(
  parameter int NumFrcd = 8,
  parameter int IdxWidth = 6
) (
  input  wire                 valid_i,
  input  wire          [13:3] addr_i,
  input  wire          [63:0] cap_reset_i,  // decide what lies where
  input  wire          [63:0] ecap_reset_i,
  input  wire          [63:0] cap_i,        // decide what shows of it
  input  wire          [63:0] ecap_i,

  output logic [IdxWidth-1:0] idx_o,        // the last number plus one is none
  output logic          [7:0] kind_o,       // the same, but every record is as the first
  output logic                visible_o     // to the host
);
  localparam int WFrcd = vtd_regs_pkg::WordFrcdl;

  logic [10:0] frcd;
  logic  [9:0] fro, iro;
  logic  [7:0] fixed, nfr;
  logic [63:0] fixed_cap, fixed_ecap;
  logic        is_fixed, is_iva, is_frcd, existed;

  assign fro = cap_reset_i[vtd_regs_pkg::CapFroHi:vtd_regs_pkg::CapFroLo];
  assign iro = ecap_reset_i[vtd_regs_pkg::EcapIroHi:vtd_regs_pkg::EcapIroLo];
  assign nfr = cap_i[vtd_regs_pkg::CapNfrHi:vtd_regs_pkg::CapNfrLo];

  // Most cycles have no access; a simulator need not look anything up in them.
  assign fixed = valid_i ? vtd_regs_pkg::word_at(addr_i) : 8'(vtd_regs_pkg::Words);
  assign fixed_cap = vtd_regs_pkg::word_cap(fixed);
  assign fixed_ecap = vtd_regs_pkg::word_ecap(fixed);

  function automatic logic exists(
      input logic [63:0] cap_bits, input logic [63:0] ecap_bits,
      input logic [63:0] cap, input logic [63:0] ecap);
    exists = (cap_bits | ecap_bits) == 64'h0 || (cap_bits & cap) != 64'h0 ||
             (ecap_bits & ecap) != 64'h0;
  endfunction

  assign frcd = addr_i - {fro, 1'b0};
  assign is_fixed = fixed != 8'(vtd_regs_pkg::Words);
  assign existed = is_fixed && exists(fixed_cap, fixed_ecap, cap_reset_i, ecap_reset_i);
  assign is_iva = valid_i && !existed && addr_i[13:4] == iro;
  assign is_frcd = valid_i && !existed && !is_iva && frcd < 11'(2 * NumFrcd);

  always_comb begin
    idx_o = IdxWidth'(WFrcd + 2 * NumFrcd);
    kind_o = 8'(vtd_regs_pkg::Words);
    visible_o = 1'b0;
    if (is_iva) begin
      kind_o = addr_i[3] ? 8'(vtd_regs_pkg::WordIotlb) : 8'(vtd_regs_pkg::WordIva);
      idx_o = IdxWidth'(kind_o);
      visible_o = 1'b1;
    end else if (is_frcd) begin
      kind_o = addr_i[3] ? 8'(vtd_regs_pkg::WordFrcdh) : 8'(WFrcd);
      idx_o = IdxWidth'(WFrcd) + IdxWidth'(frcd);
      visible_o = frcd[8:1] <= nfr;
    end else if (is_fixed) begin
      kind_o = fixed;
      idx_o = IdxWidth'(fixed);
      visible_o = exists(fixed_cap, fixed_ecap, cap_i, ecap_i);
    end
  end
endmodule

`default_nettype wire
