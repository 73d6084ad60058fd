// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: invalidation words. It feeds sweeps into the lookup pipeline as operations of their own,
// so that a table has one reader and one writer and every lookup is before or after them.
//
// An operation taken in cycle t has changed its table at the end of t + 3. In force:
//   PAGE    when its first step has dropped the page itself and what overlaps it in BIG, and no
//           lookup is left that read before. Steps for further pages follow while lookups go on,
//           compared with the range (pend_o) until the last has passed.
//   KEY     when all sets were swept and no lookup is left that read one before.
//   RETIRE  at once, by live bit. DRAIN, SWEEP: at once, as they only start.
// A SWEEP works in the background, every second cycle, behind all others.
`default_nettype none

module vtd_gate_inv #(
  parameter integer TagBits = 8,
  parameter integer Sets = 64,
  parameter integer Ways = 4,
  parameter integer BigEntries = 8,
  parameter integer KeySets = 16,
  parameter integer KeyWays = 4,
  parameter integer IdxW = 6,
  parameter integer WayW = 2
) (
  input  logic               clk_i,
  input  logic               rst_ni,

  // Mailbox
  input  logic               valid_i,
  output logic               ready_o,
  input  logic [63:0]        word_i,
  input  logic [63:0]        addr_i,
  output logic               sweeping_o,

  // Steps
  output logic               op_o,
  output logic [2:0]         kind_o,
  output logic [IdxW-1:0]    idx_o,
  output logic [WayW-1:0]    way_o,
  input  logic               take_i,
  output logic               block_o,

  // Operands of the steps, and at once
  output logic [TagBits-1:0] tag_o,
  output logic [51:0]        page_o,
  output logic [51:0]        mask_o,
  output logic               pend_o,
  output logic [15:0]        sid_o,
  output logic [15:0]        sid_mask_o,
  output logic               retire_o,
  output logic               retire_all_o,
  output logic [TagBits-1:0] retire_tag_o,
  output logic               drain_o
);
  localparam integer SetW = $clog2(Sets);
  localparam integer IotlbWayW = $clog2(Ways);
  localparam integer KeyWayW = $clog2(KeyWays);
  localparam integer DeadPages = Sets * Ways;
  localparam integer DeadKeys = KeySets * KeyWays;
  localparam integer DeadW = $clog2(DeadPages + DeadKeys + BigEntries + 1);
  localparam logic [3:0] OpPage = 4'(vtd_gate_pkg::InvPage);
  localparam logic [3:0] OpRetire = 4'(vtd_gate_pkg::InvRetire);
  localparam logic [3:0] OpRetireAll = 4'(vtd_gate_pkg::InvRetireAll);
  localparam logic [3:0] OpKey = 4'(vtd_gate_pkg::InvKey);
  localparam logic [3:0] OpKeyAll = 4'(vtd_gate_pkg::InvKeyAll);
  localparam logic [3:0] OpSweep = 4'(vtd_gate_pkg::InvSweep);
  localparam logic [3:0] OpDrain = 4'(vtd_gate_pkg::InvDrain);

  typedef enum logic [2:0] {
    StClear,  // after reset: empties the tables
    StIdle,
    StFirst,  // PAGE: first step, then wait until it is in force
    StRest,   // PAGE: further steps, already in force
    StKey     // KEY: all steps
  } state_e;

  state_e           state_q;
  logic [IdxW-1:0]  step_q, last_q;
  logic [2:0]       wait_q;
  logic             steps_done_q, pace_q, fg_op;
  logic [DeadW-1:0] dead_q, dead_key;
  logic             dead_op, dead_end_q;
  logic [2:0]       dead_wait_q;

  // ---- Words -----------------------------------------------------------------------------------

  logic [3:0]  op;
  logic [5:0]  am;
  logic [51:0] am_mask;
  logic        start, unused_words;

  assign op = word_i[vtd_gate_pkg::InvOpHi:vtd_gate_pkg::InvOpLo];
  assign am = addr_i[vtd_gate_pkg::InvAddrAmHi:vtd_gate_pkg::InvAddrAmLo];
  assign am_mask = ~({52{1'b1}} << am);
  assign unused_words = ^{word_i, addr_i[11:6]};
  assign start = valid_i && state_q == StIdle;
  assign retire_o = start && op == OpRetire;
  assign retire_all_o = start && op == OpRetireAll;
  assign retire_tag_o = word_i[vtd_gate_pkg::InvTagLo +: TagBits];
  assign drain_o = start && op == OpDrain;

  always_comb begin
    ready_o = 1'b0;
    case (state_q)
      StIdle:  ready_o = valid_i && op != OpPage && op != OpKey && op != OpKeyAll;
      StFirst: ready_o = steps_done_q && wait_q == 3'd0;
      StKey:   ready_o = steps_done_q && wait_q == 3'd0;
      default: ;
    endcase
  end

  // ---- Foreground ------------------------------------------------------------------------------

  localparam logic [2:0] StepTime = 3'd4;  // from a step's take to no lookup that read before it

  assign fg_op = !steps_done_q && (state_q == StClear || state_q == StKey || state_q == StFirst ||
                                   (state_q == StRest && pace_q));
  assign block_o = state_q == StClear;
  assign pend_o = state_q == StFirst || state_q == StRest;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q <= StClear;
      step_q <= '0;
      last_q <= IdxW'((Sets > KeySets ? Sets : KeySets) - 1);
      wait_q <= 3'd0;
      steps_done_q <= 1'b0;
      pace_q <= 1'b0;
    end else begin
      pace_q <= !pace_q;
      if (fg_op && take_i) begin
        step_q <= step_q + 1'b1;
        wait_q <= StepTime;
        steps_done_q <= step_q == last_q || state_q == StFirst;
      end else if (wait_q != 3'd0) begin
        wait_q <= wait_q - 3'd1;
      end
      case (state_q)
        StIdle: begin
          step_q <= '0;
          steps_done_q <= 1'b0;
          if (valid_i && op == OpPage) begin
            state_q <= StFirst;
            last_q <= (am >= 6'(SetW)) ? IdxW'(Sets - 1) : am_mask[IdxW-1:0];
          end
          if (valid_i && (op == OpKey || op == OpKeyAll)) begin
            state_q <= StKey;
            last_q <= IdxW'(KeySets - 1);
          end
        end
        StFirst: begin
          if (ready_o) begin
            state_q <= last_q == '0 ? StIdle : StRest;
            steps_done_q <= 1'b0;
          end
        end
        default: if (steps_done_q && wait_q == 3'd0) state_q <= StIdle;
      endcase
    end
    if (start) begin
      tag_o <= retire_tag_o;
      page_o <= addr_i[63:12] & ~am_mask;
      mask_o <= am_mask;
      sid_o <= word_i[vtd_gate_pkg::InvSidHi:vtd_gate_pkg::InvSidLo];
      sid_mask_o <= 16'h0;
      if (op == OpKeyAll) begin
        sid_mask_o <= 16'hffff;
      end else begin
        // FM ignores function bit 2, bits 2:1, or all three.
        case (word_i[vtd_gate_pkg::InvFmHi:vtd_gate_pkg::InvFmLo])
          2'd1:    sid_mask_o[2:0] <= 3'b100;
          2'd2:    sid_mask_o[2:0] <= 3'b110;
          2'd3:    sid_mask_o[2:0] <= 3'b111;
          default: ;
        endcase
      end
    end
  end

  // ---- Background: entries of dead tags, one by one --------------------------------------------

  assign dead_op = sweeping_o && !dead_end_q && pace_q;
  assign dead_key = dead_q - DeadW'(DeadPages);

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      sweeping_o <= 1'b0;
      dead_q <= '0;
      dead_end_q <= 1'b0;
      dead_wait_q <= 3'd0;
    end else if (start && op == OpSweep) begin
      sweeping_o <= 1'b1;
      dead_q <= '0;
      dead_end_q <= 1'b0;
    end else if (dead_op && !fg_op && take_i) begin
      dead_q <= dead_q + 1'b1;
      dead_end_q <= dead_q == DeadW'(DeadPages + DeadKeys + BigEntries - 1);
      dead_wait_q <= StepTime;
    end else if (dead_end_q) begin
      dead_wait_q <= dead_wait_q - 3'd1;
      if (dead_wait_q == 3'd0) sweeping_o <= 1'b0;
      if (dead_wait_q == 3'd0) dead_end_q <= 1'b0;
    end
  end

  // ---- The step --------------------------------------------------------------------------------

  logic [IdxW-1:0] page_set;

  assign page_set = (page_o[IdxW-1:0] | step_q) ^ IdxW'(tag_o);
  assign op_o = fg_op || dead_op;

  always_comb begin
    way_o = '0;
    if (fg_op) begin
      case (state_q)
        StClear: kind_o = vtd_gate_int_pkg::OpClear;
        StKey:   kind_o = vtd_gate_int_pkg::OpKey;
        default: kind_o = vtd_gate_int_pkg::OpPage;
      endcase
      idx_o = kind_o == vtd_gate_int_pkg::OpPage ? page_set : step_q;
    end else if (dead_q < DeadW'(DeadPages)) begin
      kind_o = vtd_gate_int_pkg::OpDeadPage;
      idx_o = IdxW'(dead_q >> IotlbWayW);
      way_o = WayW'(dead_q[IotlbWayW-1:0]);
    end else if (dead_q < DeadW'(DeadPages + DeadKeys)) begin
      kind_o = vtd_gate_int_pkg::OpDeadKey;
      idx_o = IdxW'(dead_key >> KeyWayW);
      way_o = WayW'(dead_key[KeyWayW-1:0]);
    end else begin
      kind_o = vtd_gate_int_pkg::OpDeadBig;
      idx_o = IdxW'(dead_q - DeadW'(DeadPages + DeadKeys));
    end
  end
endmodule

`default_nettype wire
