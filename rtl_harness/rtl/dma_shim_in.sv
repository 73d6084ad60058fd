// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: takes the messages to a device apart. Word by word: of which message it is, and which of
// the words after its head. A message without words shows its head alone.
`default_nettype none

module dma_shim_in (
  input  wire         clk_i,
  input  wire         rst_ni,
  input  wire         hold_i,        // keeps the next word back

  input  wire         msg_valid_i,
  output logic        msg_ready_o,
  input  wire  [63:0] msg_data_i,
  input  wire         msg_last_i,

  output logic        word_o,        // a word, or a head alone
  output logic        none_o,        // a head alone
  output logic        first_o,       // first word, or a head alone
  output logic        last_o,
  output logic  [2:0] index_o,
  output logic [63:0] head_o,
  output logic [63:0] data_o
);
  logic        body_q, fire;
  logic [63:0] head_q;
  logic  [2:0] index_q;

  assign msg_ready_o = !hold_i;
  assign fire = msg_valid_i && msg_ready_o;
  assign none_o = fire && !body_q && msg_last_i;
  assign word_o = none_o || (fire && body_q);
  assign first_o = word_o && index_q == 3'd0;
  assign last_o = word_o && msg_last_i;
  assign index_o = index_q;
  assign head_o = body_q ? head_q : msg_data_i;
  assign data_o = msg_data_i;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      body_q <= 1'b0;
      head_q <= 64'h0;
      index_q <= 3'd0;
    end else if (fire) begin
      body_q <= !msg_last_i;
      if (!body_q) head_q <= msg_data_i;
      index_q <= body_q && !msg_last_i ? index_q + 3'd1 : 3'd0;
    end
  end
endmodule

`default_nettype wire
