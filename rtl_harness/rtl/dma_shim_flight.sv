// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: tells when all that was under way at some moment is done, while new accesses go on.
// split_i draws the line: what began before it or in its cycle is old from then on. It may be drawn
// again only when old_o is 0. Accesses of one id end in the order in which they began, so those
// that end are old ones as long as that id has any.
`default_nettype none

module dma_shim_flight (
  input  wire        clk_i,
  input  wire        rst_ni,

  input  wire        begin_i,
  input  wire  [3:0] begin_id_i,
  input  wire        end_i,
  input  wire  [3:0] end_id_i,

  input  wire        split_i,
  output logic       old_o,       // something old is under way
  output logic [4:0] count_o      // accesses under way; at most 16 begin
);
  localparam int Ids = 16;

  logic [Ids*5-1:0] old_q, new_q, old_d, new_d;
  logic [4:0]       end_old, end_new;

  assign end_old = old_q[end_id_i*5+:5];
  assign end_new = new_q[end_id_i*5+:5];

  always_comb begin
    old_d = old_q;
    new_d = new_q;
    if (end_i) begin
      if (end_old != 5'd0) old_d[end_id_i*5+:5] = end_old - 5'd1;
      else new_d[end_id_i*5+:5] = end_new - 5'd1;
    end
    if (begin_i) new_d[begin_id_i*5+:5] = new_d[begin_id_i*5+:5] + 5'd1;
  end

  assign old_o = old_q != '0;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      old_q <= '0;
      new_q <= '0;
      count_o <= 5'd0;
    end else begin
      old_q <= split_i ? old_d | new_d : old_d;
      new_q <= split_i ? '0 : new_d;
      count_o <= count_o + {4'd0, begin_i} - {4'd0, end_i};
    end
  end
endmodule

`default_nettype wire
