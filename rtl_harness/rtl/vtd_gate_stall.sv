// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: sees that the other end of a handshake has held it for Cycles cycles.
`default_nettype none

module vtd_gate_stall #(
  parameter integer Cycles = 65536,
  localparam integer CountW = $clog2(Cycles + 1)
) (
  input  logic clk_i,
  input  logic rst_ni,
  input  logic held_i,
  output logic stalled_o
);
  logic [CountW-1:0] count_q;

  assign stalled_o = count_q == CountW'(Cycles);

  always_ff @(posedge clk_i) begin
    if (!rst_ni || !held_i) count_q <= '0;
    else if (!stalled_o) count_q <= count_q + 1'b1;
  end
endmodule

`default_nettype wire
