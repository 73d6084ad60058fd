// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: takes ANSWER and ANSWER_PA, has the answered request pass down the lookup pipeline with
// them, and says ready when that is done. Answers for slots that wait for none are ignored.
`default_nettype none

module vtd_gate_answer #(
  parameter integer Requesters = 8,
  parameter integer SlotW = 3,
  parameter integer TagBits = 8,
  localparam integer ReqW = $clog2(Requesters)
) (
  input  logic                clk_i,
  input  logic                rst_ni,

  // Mailbox; the words stay until ready
  input  logic                valid_i,
  output logic                ready_o,
  input  logic [63:0]         word_i,
  input  logic [63:0]         pa_i,

  // Which slots wait for an answer; one that is only offered does not yet
  input  logic [(Requesters << SlotW)-1:0] atfw_i,
  input  logic                offered_i,
  input  logic [ReqW-1:0]     offered_req_i,
  input  logic [SlotW-1:0]    offered_slot_i,

  // Pipeline
  output logic                op_o,
  output logic [ReqW-1:0]     req_o,
  output logic [SlotW-1:0]    slot_o,
  input  logic                done_i,
  output logic [3:0]          action_o,
  output logic                install_o,
  output logic                bind_o,
  output logic                pass_o,
  output logic [TagBits-1:0]  tag_o,
  output logic                r_o,
  output logic                w_o,
  output logic                big_o,
  output logic [51:0]         mask_o,
  output logic [51:0]         pfn_o
);
  typedef enum logic [1:0] {StIdle, StOp, StWait} state_e;

  state_e                   state_q;
  logic [7:0]               slot;
  logic [SlotW+ReqW-1:0]    index;
  logic                     known, tag_known, unused_words;
  logic [5:0]               order;

  assign slot = word_i[vtd_gate_pkg::AnswerSlotHi:vtd_gate_pkg::AnswerSlotLo];
  assign index = slot[SlotW+ReqW-1:0];
  assign req_o = index[SlotW +: ReqW];
  assign slot_o = index[SlotW-1:0];
  assign known = slot == 8'(index) && 32'(req_o) < Requesters && atfw_i[index] &&
                 !(offered_i && offered_req_i == req_o && offered_slot_i == slot_o);
  assign unused_words = ^{word_i, pa_i[11:8]};

  // A tag that this build does not have must not become another one.
  assign tag_known = word_i[vtd_gate_pkg::AnswerTagHi:vtd_gate_pkg::AnswerTagLo] ==
                     16'(word_i[vtd_gate_pkg::AnswerTagLo +: TagBits]);
  assign order = pa_i[vtd_gate_pkg::AnswerPaOrderHi:vtd_gate_pkg::AnswerPaOrderLo];

  assign op_o = state_q == StOp;
  assign ready_o = (state_q == StIdle && valid_i && !known) || (state_q == StWait && done_i);

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q <= StIdle;
    end else begin
      case (state_q)
        StIdle:  if (valid_i && known) state_q <= StOp;
        StOp:    state_q <= StWait;
        default: if (done_i) state_q <= StIdle;
      endcase
    end
    if (state_q == StIdle && valid_i) begin
      action_o <= word_i[vtd_gate_pkg::AnswerActionHi:vtd_gate_pkg::AnswerActionLo];
      install_o <= word_i[vtd_gate_pkg::AnswerInstallLo] && tag_known &&
                   !word_i[vtd_gate_pkg::AnswerPassLo];
      bind_o <= word_i[vtd_gate_pkg::AnswerBindLo] && tag_known;
      pass_o <= word_i[vtd_gate_pkg::AnswerPassLo];
      tag_o <= word_i[vtd_gate_pkg::AnswerTagLo +: TagBits];
      r_o <= pa_i[vtd_gate_pkg::AnswerPaRLo];
      w_o <= pa_i[vtd_gate_pkg::AnswerPaWLo];
      big_o <= order != 6'd0;
      mask_o <= ~({52{1'b1}} << order);
      pfn_o <= pa_i[63:12];
    end
  end
endmodule

`default_nettype wire
