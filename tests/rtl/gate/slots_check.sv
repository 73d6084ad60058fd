// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: bound into every vtd_gate_slots of the bench. A busy slot is in exactly one state, a
// free one in none: else one request would be answered twice, or sent after it was refused.
`default_nettype none

module slots_check #(
  parameter integer Slots = 8
) (
  input logic clk_i,
  input logic rst_ni,
  input logic [Slots-1:0] busy_q,
  input logic [Slots-1:0] collect_q,
  input logic [Slots-1:0] pend_q,
  input logic [Slots-1:0] infl_q,
  input logic [Slots-1:0] need_q,
  input logic [Slots-1:0] atfw_q,
  input logic [Slots-1:0] gnt_q,
  input logic [Slots-1:0] sent_q,
  input logic [Slots-1:0] done_q,
  input logic [Slots-1:0] old_q,
  input logic [Slots-1:0] posted_q
);
  logic [7:0] states;

  // In the middle of a cycle, when nothing moves.
  always @(negedge clk_i) begin
    for (int i = 0; i < Slots; i = i + 1) begin
      states = {collect_q[i], pend_q[i], infl_q[i], need_q[i], atfw_q[i], gnt_q[i], sent_q[i],
                done_q[i]};
      if (rst_ni && busy_q[i] !== $onehot(states)) $error("slot %0d in states %b", i, states);
      if (rst_ni && !busy_q[i] && states != 8'd0) $error("free slot %0d in %b", i, states);
      if (rst_ni && old_q[i] && !gnt_q[i] && !sent_q[i] && !posted_q[i])
        $error("drain waits for slot %0d", i);
      if (rst_ni && old_q[i] && collect_q[i]) $error("drain waits for the device, slot %0d", i);
    end
  end
endmodule

bind vtd_gate_slots slots_check #(.Slots(Slots)) u_check (
  .clk_i, .rst_ni, .busy_q, .collect_q, .pend_q, .infl_q, .need_q, .atfw_q, .gnt_q, .sent_q,
  .done_q, .old_q, .posted_q
);

`default_nettype wire
