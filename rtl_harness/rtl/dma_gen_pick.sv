// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: what a traffic generator asks for next, from its registers and a random number: kind,
// address and length, in accordance with AXI4 unless it is to misbehave. See dma_gen.sv for the
// registers. Combinational; without pick_i nothing is evaluated and the outputs mean nothing.
`default_nettype none

module dma_gen_pick (
  input  wire         pick_i,
  input  wire  [63:0] rand_i,

  // Registers of the generator
  input  wire  [23:0] mode_i,
  input  wire   [7:0] rogue_i,
  input  wire  [63:0] base_i,
  input  wire  [63:0] hole_i,
  input  wire   [5:0] span_i,
  input  wire  [15:0] burst_i,
  input  wire  [31:0] delta_i,
  input  wire  [31:0] offset_i,   // of a stream

  // The request
  output logic        misdeed_o,
  output logic  [2:0] bad_o,      // which, when misdeed_o
  output logic        copy_o,
  output logic        read_o,
  output logic        zlr_o,
  output logic [63:0] addr_o,
  output logic  [7:0] len_o,
  output logic  [2:0] size_o
);
  localparam logic [1:0] PatStream = 2'd0, PatMixed = 2'd2, PatRogue = 2'd3;
  localparam logic [2:0] Bad4k = 3'd1, BadHole = 3'd2, BadReadOnly = 3'd3, BadIntr = 3'd7;
  localparam logic [63:0] InterruptRange = 64'hfee0_0000;

  logic        clip;
  logic [31:0] mask, off;
  logic [7:0]  len_range;
  logic [9:0]  room;
  logic [8:0]  copy_weight, read_weight;

  // 8'hff stands for 256: always.
  assign copy_weight = {1'b0, mode_i[23:16]} + {8'h0, &mode_i[23:16]};
  assign read_weight = {1'b0, mode_i[15:8]} + {8'h0, &mode_i[15:8]};
  assign mask = span_i >= 6'd32 ? 32'hffff_ffff : (32'd1 << span_i[4:0]) - 32'd1;

  // What kind of request.
  always_comb begin
    bad_o = rand_i[2:0];
    misdeed_o = 1'b0;
    copy_o = 1'b0;
    read_o = 1'b0;
    zlr_o = 1'b0;
    if (pick_i) begin
      misdeed_o = mode_i[1:0] == PatRogue && rogue_i[bad_o];
      copy_o = !misdeed_o && {1'b0, rand_i[10:3]} < copy_weight;
      read_o = {2'b0, rand_i[10:3]} < {1'b0, copy_weight} + {1'b0, read_weight} && !copy_o;
      if (misdeed_o && bad_o == BadReadOnly) read_o = 1'b0;
      if (misdeed_o && bad_o == BadIntr) read_o = 1'b1;
      zlr_o = mode_i[1:0] == PatMixed && read_o && rand_i[63:60] == 4'h0;
    end
  end

  // Where, and how long.
  always_comb begin
    size_o = 3'd3;
    len_o = 8'h0;
    len_range = 8'h0;
    off = 32'h0;
    addr_o = base_i;
    clip = 1'b1;
    room = 10'h0;
    if (pick_i) begin
      // The range of lengths is rounded to a power of two less one, so that a mask draws from it.
      len_range = burst_i[15:8] - burst_i[7:0];
      len_range |= len_range >> 1;
      len_range |= len_range >> 2;
      len_range |= len_range >> 4;
      len_range &= rand_i[18:11];
      if (len_range > burst_i[15:8] - burst_i[7:0]) len_range = burst_i[15:8] - burst_i[7:0];
      len_o = burst_i[7:0] + len_range;
      if (mode_i[1:0] == PatMixed && !copy_o && rand_i[59]) size_o = {1'b0, rand_i[58:57]};

      off = (mode_i[1:0] == PatStream ? offset_i : rand_i[50:19]) & mask;
      off = off & ~((32'd1 << size_o) - 32'd1);
      if (copy_o) off = off & ~delta_i;
      addr_o = base_i + {32'h0, off};
      if (misdeed_o) begin
        case (bad_o)
          Bad4k: begin
            addr_o[11:0] = 12'hff8;
            clip = 1'b0;
            if (len_o == 8'h0) len_o = 8'h1;
          end
          BadHole:     addr_o = hole_i ^ {52'h0, off[11:0]};
          BadReadOnly: addr_o = hole_i ^ {43'h0, 1'b1, 8'h0, off[11:0]};
          BadIntr:     addr_o = InterruptRange;
          default: ;
        endcase
      end
      // No burst leaves its page, nor the span, which is aligned.
      room = 10'((13'd4096 - {1'b0, addr_o[11:0]}) >> size_o) - 10'd1;
      if (span_i < 6'd12 && !misdeed_o)
        room = 10'(((13'd1 << span_i[3:0]) - {1'b0, off[11:0]}) >> size_o) - 10'd1;
      if (size_o != 3'd3 && room > 10'd255) room = 10'd255;
      if (copy_o && len_o > 8'd15) len_o = 8'd15;
      if (clip && {2'b0, len_o} > room) len_o = room[7:0];
      if (zlr_o) len_o = 8'h0;
    end
  end

  logic unused_bits;
  assign unused_bits = ^{rand_i[56:51], mode_i[7:2]};
endmodule

`default_nettype wire
