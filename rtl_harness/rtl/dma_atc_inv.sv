// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: when a caching device says that invalidations are done: reads that began before them are
// complete, writes handed over. While one batch waits for that the next one gathers, so messages
// are never held up; a batch is one message, with a bit for each of its tags.
`default_nettype none

module dma_atc_inv (
  input  wire         clk_i,
  input  wire         rst_ni,

  input  wire         inv_i,
  input  wire   [4:0] itag_i,

  output logic        split_o,       // to dma_shim_flight
  input  wire         old_i,         // what began before has not ended

  output logic        done_o,
  input  wire         done_taken_i,
  output logic [31:0] itags_o,

  output logic        pending_o,
  output logic        waited_o,      // a batch found accesses under way
  output logic        again_o        // a tag came that has not been given back
);
  typedef enum logic [1:0] {Idle, Drain, Done} state_e;
  state_e      state_q;
  logic [31:0] next_q, bit_of;
  logic        first_q;

  assign bit_of = 32'h1 << itag_i;
  assign split_o = state_q == Idle && next_q != 32'h0;
  assign done_o = state_q == Done;
  assign pending_o = state_q != Idle || next_q != 32'h0;
  assign waited_o = state_q == Drain && first_q && old_i;
  assign again_o = inv_i && ((next_q | (state_q == Idle ? 32'h0 : itags_o)) & bit_of) != 32'h0;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q <= Idle;
      next_q <= 32'h0;
      itags_o <= 32'h0;
      first_q <= 1'b0;
    end else begin
      next_q <= (split_o ? 32'h0 : next_q) | (inv_i ? bit_of : 32'h0);
      first_q <= split_o;
      case (state_q)
        Idle: begin
          if (split_o) begin
            state_q <= Drain;
            itags_o <= next_q;
          end
        end
        Drain: if (!old_i) state_q <= Done;
        default: if (done_taken_i) state_q <= Idle;
      endcase
    end
  end
endmodule

`default_nettype wire
