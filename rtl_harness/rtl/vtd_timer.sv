// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: TIMER of vtd_gate.def: counts cycles down, once, and says when they are over.
`default_nettype none

module vtd_timer (
  input  wire         clk_i,
  input  wire         rst_ni,
  input  wire         set_i,    // from cycles_i on; 0 stops it
  input  wire  [63:0] cycles_i,
  output wire         over_o    // for one cycle
);
  logic [63:0] left_q;

  // A new time in the cycle in which the old one ends replaces it.
  assign over_o = left_q == 64'd1 && !set_i;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) left_q <= 64'd0;
    else if (set_i) left_q <= cycles_i;
    else if (left_q != 64'd0) left_q <= left_q - 64'd1;
  end
endmodule

`default_nettype wire
