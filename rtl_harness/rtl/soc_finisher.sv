// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: a "sifive,test1" device, with which software says that it is finished: the word written
// to offset 0 (5555h power off, 7777h reset, 3333h fail with a code above) leaves by the pins, and
// whoever owns power and reset acts on it.
`default_nettype none

module soc_finisher (
  input  wire         clk_i,
  input  wire         rst_ni,

  // Local bus of soc_bus
  input  wire         valid_i,
  input  wire         write_i,
  input  wire  [15:0] addr_i,
  input  wire  [63:0] wdata_i,
  input  wire   [7:0] wstrb_i,

  output logic        finish_o,
  output logic [31:0] finish_code_o
);
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      finish_o <= 1'b0;
      finish_code_o <= 32'h0;
    end else begin
      finish_o <= 1'b0;
      if (valid_i && write_i && addr_i[11:3] == 9'h0 && wstrb_i[3:0] != 4'h0) begin
        finish_o <= 1'b1;
        finish_code_o <= wdata_i[31:0];
      end
    end
  end

  logic unused_bits;
  assign unused_bits = ^{addr_i[15:12], addr_i[2:0], wdata_i[63:32], wstrb_i[7:4]};
endmodule

`default_nettype wire
