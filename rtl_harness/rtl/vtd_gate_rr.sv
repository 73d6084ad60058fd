// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: picks one of N requests, the next above the last one served, so that
// none waits longer than N turns. Combinational; who uses it keeps last_i.
`default_nettype none

module vtd_gate_rr #(
  parameter integer N = 8,
  localparam integer IdxW = (N > 1) ? $clog2(N) : 1
) (
  input  logic [N-1:0]    req_i,
  input  logic [IdxW-1:0] last_i,
  output logic            valid_o,
  output logic [IdxW-1:0] idx_o
);
  logic [N-1:0] above;

  assign valid_o = |req_i;
  assign above = req_i & ~((N'(2) << last_i) - N'(1));

  always_comb begin
    idx_o = '0;
    if (|above) begin
      for (int i = N - 1; i >= 0; i = i - 1) if (above[i]) idx_o = IdxW'(i);
    end else if (|req_i) begin
      for (int i = N - 1; i >= 0; i = i - 1) if (req_i[i]) idx_o = IdxW'(i);
    end
  end
endmodule

`default_nettype wire
