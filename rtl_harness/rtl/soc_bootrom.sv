// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: the read-only memory that the core starts from, on the local bus of soc_bus.
//
//   Words     size in 64-bit words, a power of two; addresses beyond wrap
//   InitFile  contents in $readmemh form, 64-bit words; empty: the ROM stays unknown and whoever
//             instantiates it fills `mem`
`default_nettype none

module soc_bootrom #(
  parameter int Words = 64,
  parameter InitFile = ""
) (
  input  wire         clk_i,
  input  wire         valid_i,
  input  wire  [15:0] addr_i,
  output logic [63:0] rdata_o
);
  localparam int AddrWidth = $clog2(Words);
  logic [63:0] mem [Words];

  if (InitFile != "") begin : g_init
    initial $readmemh(InitFile, mem);
  end

  always_ff @(posedge clk_i) if (valid_i) rdata_o <= mem[addr_i[3+:AddrWidth]];

  logic unused_addr;
  assign unused_addr = ^addr_i;
endmodule

`default_nettype wire
