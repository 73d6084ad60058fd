// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: when a generator holds a channel back. After one handshake in eight, by chance, it rests
// for fewer than 2^most_i cycles; most_i = 0 is never. A device may do so for any time, and what
// stands behind it must not depend on it.
`default_nettype none

module dma_gen_hold #(
  parameter logic [31:0] Salt = 32'h1
) (
  input  wire         clk_i,
  input  wire         rst_ni,

  input  wire         start_i,   // takes the seed
  input  wire  [31:0] seed_i,
  input  wire   [3:0] most_i,
  input  wire         fire_i,    // a handshake
  input  wire         wanted_i,  // there is something to hold back

  output logic        hold_o,
  output logic [31:0] held_o     // cycles in which something was, since start_i
);
  logic [31:0] rand_q, rand_a, rand_b, rand_next;
  logic [14:0] left_q, chosen;

  assign rand_a = rand_q ^ {rand_q[18:0], 13'h0};
  assign rand_b = rand_a ^ {17'h0, rand_a[31:17]};
  assign rand_next = rand_b ^ {rand_b[26:0], 5'h0};
  assign chosen = rand_q[31:17] & ~({15{1'b1}} << most_i);
  assign hold_o = left_q != 15'h0;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      rand_q <= Salt;
      left_q <= 15'h0;
      held_o <= 32'h0;
    end else if (start_i) begin
      rand_q <= seed_i == Salt ? Salt : seed_i ^ Salt;
      left_q <= 15'h0;
      held_o <= 32'h0;
    end else begin
      if (hold_o) left_q <= left_q - 15'h1;
      else if (fire_i && rand_q[2:0] == 3'h0) left_q <= chosen;
      if (fire_i) rand_q <= rand_next;
      if (hold_o && wanted_i) held_o <= held_o + 32'd1;
    end
  end
endmodule

`default_nettype wire
