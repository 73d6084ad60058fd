// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: event counters of a shim, 32 bits each, read as registers from First on.
`default_nettype none

module dma_shim_count #(
  parameter int Counters = 16,
  parameter logic [7:0] First = 8'ha0
) (
  input  wire                clk_i,
  input  wire                rst_ni,
  input  wire [Counters-1:0] event_i,
  input  wire          [7:0] addr_i,
  output logic        [31:0] rdata_o
);
  logic [Counters*32-1:0] count_q;

  always_comb begin
    rdata_o = 32'h0;
    for (int i = 0; i < Counters; i++) begin
      if (addr_i == First + 8'(4 * i)) rdata_o = count_q[i*32+:32];
    end
  end

  always_ff @(posedge clk_i) begin
    for (int i = 0; i < Counters; i++) begin
      if (!rst_ni) count_q[i*32+:32] <= 32'h0;
      else if (event_i[i]) count_q[i*32+:32] <= count_q[i*32+:32] + 32'd1;
    end
  end
endmodule

`default_nettype wire
