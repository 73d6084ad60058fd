// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: what WORK0 shows next: an event of the register window, a record of the gate or one of
// the messages. The three take turns, so none holds another up. Who takes WORK0 finds the rest in
// WORK1 and WORK2.
`default_nettype none

module vtd_mbox_work (
  input  wire         clk_i,
  input  wire         rst_ni,

  // Register window
  input  wire         ev_valid_i,
  input  wire   [4:0] ev_id_i,
  input  wire  [31:0] ev_value_i,
  input  wire  [63:0] ev_operand1_i,
  input  wire  [63:0] ev_operand2_i,
  output logic        ev_take_o,

  // Gate, messages: word 0 in the low bits
  input  wire         gate_valid_i,
  input  wire [127:0] gate_i,
  output logic        gate_take_o,
  input  wire         msg_valid_i,
  input  wire [191:0] msg_i,
  output logic        msg_take_o,

  // Mailbox: WORK0 is read
  input  wire         take_i,
  output logic [63:0] work0_o,
  output logic [63:0] work1_o,
  output logic [63:0] work2_o
);
  localparam logic [1:0] None = 2'd0, Event = 2'd1, Gate = 2'd2, Message = 2'd3;

  logic   [1:0] next, last_q;
  logic   [3:0] there;
  logic [191:0] record;

  function automatic logic [1:0] first(
      input logic [1:0] a, input logic [1:0] b, input logic [1:0] c, input logic [3:0] valid);
    first = valid[a] ? a : valid[b] ? b : valid[c] ? c : None;
  endfunction

  assign there = {msg_valid_i, gate_valid_i, ev_valid_i, 1'b0};

  always_comb begin
    case (last_q)
      Event:   next = first(Gate, Message, Event, there);
      Gate:    next = first(Message, Event, Gate, there);
      default: next = first(Event, Gate, Message, there);
    endcase
  end

  assign ev_take_o = take_i && next == Event;
  assign gate_take_o = take_i && next == Gate;
  assign msg_take_o = take_i && next == Message;

  always_comb begin
    case (next)
      Event: record = {ev_operand2_i, ev_operand1_i, ev_value_i, 19'h0, ev_id_i, 4'h0,
                       4'(vtd_gate_pkg::KindEvent)};
      Gate:    record = {64'h0, gate_i};
      Message: record = msg_i;
      default: record = 192'h0;
    endcase
  end

  assign work0_o = record[63:0];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      last_q <= Message;
      work1_o <= 64'h0;
      work2_o <= 64'h0;
    end else if (take_i && next != None) begin
      last_q <= next;
      work1_o <= record[127:64];
      work2_o <= record[191:128];
    end
  end
endmodule

`default_nettype wire
