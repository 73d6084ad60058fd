// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: turns the address phase of a DMA request into what a slot stores (vtd_gate_int_pkg) and
// marks bursts the gate never forwards: FIXED, WRAP, beats wider than the bus, crossing 4 KiB,
// longer than a slot.
`default_nettype none

module vtd_gate_burst #(
  parameter integer MaxBeats = 256,
  localparam integer KeyW = vtd_gate_int_pkg::KeyW,
  localparam integer CmdW = vtd_gate_int_pkg::CmdW,
  localparam integer AttrW = vtd_gate_int_pkg::AttrW
) (
  input  logic [63:0]      addr_i,
  input  logic [7:0]       len_i,
  input  logic [2:0]       size_i,
  input  logic [1:0]       burst_i,
  input  logic             lock_i,
  input  logic [3:0]       cache_i,
  input  logic [2:0]       prot_i,
  input  logic [15:0]      sid_i,
  input  logic [19:0]      ssid_i,
  input  logic             ssidv_i,
  input  logic             atst_i,
  input  logic             zlr_i,
  input  logic             exec_i,
  output logic [51:0]      page_o,
  output logic [KeyW-1:0]  key_o,
  output logic [AttrW-1:0] attr_o,
  output logic [CmdW-1:0]  cmd_o
);
  localparam logic [1:0] BurstIncr = 2'b01;

  logic [12:0] first, bytes;

  // The first beat may be unaligned; the others lie where those of an aligned burst do.
  always_comb begin
    first = {1'b0, addr_i[11:0]};
    bytes = {5'b0, len_i} + 13'd1;
    case (size_i)
      3'd0: ;
      3'd1: begin
        first[0] = 1'b0;
        bytes = bytes << 1;
      end
      3'd2: begin
        first[1:0] = 2'b0;
        bytes = bytes << 2;
      end
      default: begin
        first[2:0] = 3'b0;
        bytes = bytes << 3;
      end
    endcase
  end

  always_comb begin
    attr_o = '0;
    attr_o[vtd_gate_int_pkg::AttrExec] = exec_i && ssidv_i;
    attr_o[vtd_gate_int_pkg::AttrAtst] = atst_i;
    attr_o[vtd_gate_int_pkg::AttrZlr] = zlr_i;
    attr_o[vtd_gate_int_pkg::AttrFee] = addr_i[63:20] == 44'hfee && !ssidv_i;
    attr_o[vtd_gate_int_pkg::AttrLock] = lock_i;
    attr_o[vtd_gate_int_pkg::AttrBad] = burst_i != BurstIncr || size_i > 3'd3 ||
                                        first + bytes > 13'd4096 || {1'b0, len_i} >= 9'(MaxBeats);
  end

  assign page_o = addr_i[63:12];
  assign key_o = {atst_i, prot_i[0] && ssidv_i, ssidv_i, ssidv_i ? ssid_i : 20'h0, sid_i};
  assign cmd_o = {lock_i, cache_i, prot_i, size_i, len_i, addr_i[11:0]};
endmodule

`default_nettype wire
