// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: messages of a device on their way out, one at a time. Of those that want to go, the
// lowest index goes first, the last sent one last; hold_i keeps new ones back, never one shown.
`default_nettype none

module dma_shim_out #(
  parameter int Sources = 2
) (
  input  wire                    clk_i,
  input  wire                    rst_ni,
  input  wire                    hold_i,

  input  wire      [Sources-1:0] valid_i,
  input  wire  [Sources*192-1:0] data_i,
  output logic     [Sources-1:0] taken_o,

  output logic                   msg_valid_o,
  input  wire                    msg_ready_i,
  output logic           [191:0] msg_data_o
);
  logic [Sources-1:0] last_q, wanted, fresh;

  assign fresh = valid_i & ~last_q;
  assign wanted = fresh != '0 ? fresh : valid_i;
  assign taken_o = msg_valid_o || hold_i ? '0 : wanted & (~wanted + {{(Sources-1){1'b0}}, 1'b1});

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      msg_valid_o <= 1'b0;
      msg_data_o <= 192'h0;
      last_q <= '0;
    end else if (msg_valid_o) begin
      msg_valid_o <= !msg_ready_i;
    end else if (taken_o != '0) begin
      msg_valid_o <= 1'b1;
      last_q <= taken_o;
      for (int i = 0; i < Sources; i++) begin
        if (taken_o[i]) msg_data_o <= data_i[i*192+:192];
      end
    end
  end
endmodule

`default_nettype wire
