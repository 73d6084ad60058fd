// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: Rocket's debugging knobs, fixed at their defaults: the core's Verilog instantiates this
// module by this name for each and expects the simulator's command line behind it.
`default_nettype none

module plusarg_reader #(
  parameter FORMAT = "",
  parameter DEFAULT = 0,
  parameter WIDTH = 1
) (
  output wire [WIDTH-1:0] out
);
  assign out = DEFAULT;
endmodule

`default_nettype wire
