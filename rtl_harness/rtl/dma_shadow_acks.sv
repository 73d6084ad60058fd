// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: acknowledgements of a shadow client, in order. One that took something away leaves only
// when all DMA that began before is complete, and those behind it wait with it; the next ones may
// gather meanwhile.
`default_nettype none

module dma_shadow_acks #(
  // Owed at most; a power of two.
  parameter int Depth = 16
) (
  input  wire        clk_i,
  input  wire        rst_ni,

  input  wire        put_i,         // only while room_o
  input  wire  [7:0] tag_i,
  input  wire        refused_i,
  input  wire        drain_i,
  output logic       room_o,

  output logic       split_o,       // to dma_shim_flight
  input  wire        old_i,
  output logic       waited_o,      // there was DMA to wait for

  output logic       ack_o,
  input  wire        ack_taken_i,
  output logic [7:0] ack_tag_o,
  output logic       ack_refused_o
);
  localparam int PtrW = $clog2(Depth);

  // owed: what came; split: under way, drains; free: may leave; taken: left
  logic [PtrW:0]    owed_q, split_q, free_q, taken_q;
  logic [Depth*9-1:0] fifo_q;
  logic             draining_q, first_q, at_once;

  assign room_o = owed_q - taken_q != (PtrW + 1)'(Depth);
  assign at_once = put_i && !drain_i && free_q == owed_q;
  assign split_o = !draining_q && free_q != owed_q;
  assign waited_o = draining_q && first_q && old_i;
  assign ack_o = free_q != taken_q;
  assign {ack_refused_o, ack_tag_o} = fifo_q[taken_q[PtrW-1:0]*9+:9];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      {owed_q, split_q, free_q, taken_q} <= '0;
      {draining_q, first_q} <= 2'b00;
    end else begin
      first_q <= split_o;
      if (put_i) owed_q <= owed_q + 1'b1;
      if (ack_taken_i) taken_q <= taken_q + 1'b1;
      if (at_once) begin
        free_q <= free_q + 1'b1;
      end else if (split_o) begin
        draining_q <= 1'b1;
        split_q <= owed_q;
      end else if (draining_q && !old_i) begin
        draining_q <= 1'b0;
        free_q <= split_q;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (put_i) fifo_q[owed_q[PtrW-1:0]*9+:9] <= {refused_i, tag_i};
  end
endmodule

`default_nettype wire
