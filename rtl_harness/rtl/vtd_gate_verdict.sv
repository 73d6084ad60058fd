// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: what becomes of a request, from all that is known of it in the last lookup stage.
// Whatever is not positively allowed here ends as an error or with the firmware. Combinational.
`default_nettype none

module vtd_gate_verdict #(
  parameter integer NumForbid = 1,
  parameter [NumForbid*64-1:0] ForbidBase = '1,
  parameter [NumForbid*64-1:0] ForbidLimit = '0,
  localparam integer AttrW = vtd_gate_int_pkg::AttrW
) (
  input  logic             look_i,
  input  logic             answer_i,
  input  logic             write_i,
  input  logic [AttrW-1:0] attr_i,
  input  logic             dead_i,
  input  logic [1:0]       mode_i,
  input  logic [51:0]      beyond_i,
  input  logic [63:0]      pmr_low_i,
  input  logic [63:0]      pmr_base_i,
  input  logic [63:0]      pmr_limit_i,

  // Page before translation; after it by the entry found or the answer, and whether that permits
  input  logic [51:0]      page_i,
  input  logic [51:0]      out_i,
  input  logic             hit_i,
  input  logic             key_i,
  input  logic             key_pass_i,
  input  logic [3:0]       action_i,

  output logic [2:0]       kind_o,
  output logic             granted_o,
  output logic [51:0]      out_o,
  output logic [3:0]       record_o,
  output logic [3:0]       flaw_o
);
  localparam logic [1:0] Pass = 2'(vtd_gate_pkg::ModePass);
  localparam logic [1:0] Translate = 2'(vtd_gate_pkg::ModeTranslate);
  localparam logic [3:0] Block = 4'(vtd_gate_pkg::ActionBlock);
  localparam logic [3:0] Grant = 4'(vtd_gate_pkg::ActionGrant);
  localparam logic [3:0] Retry = 4'(vtd_gate_pkg::ActionRetry);
  localparam logic [3:0] Ack = 4'(vtd_gate_pkg::ActionAck);

  logic exec, atst, zlr, fee, lock, bad, flaw, stall, is_intr;

  assign exec = attr_i[vtd_gate_int_pkg::AttrExec];
  assign atst = attr_i[vtd_gate_int_pkg::AttrAtst];
  assign zlr = attr_i[vtd_gate_int_pkg::AttrZlr];
  assign fee = attr_i[vtd_gate_int_pkg::AttrFee];
  assign lock = attr_i[vtd_gate_int_pkg::AttrLock];
  assign bad = attr_i[vtd_gate_int_pkg::AttrBad];
  assign flaw = attr_i[vtd_gate_int_pkg::AttrFlaw];
  assign stall = attr_i[vtd_gate_int_pkg::AttrStall];
  assign is_intr = fee && write_i && attr_i[vtd_gate_int_pkg::AttrDword] && !lock && !atst;

  // ---- Output check: no page that leaves may touch these ---------------------------------------

  logic        unreachable, untranslated, protected_low, protected_high, unused_pmr;
  logic [10:0] low_base, low_limit;

  // In units of 2 MiB. What lies beyond HAW is refused anyway, so the bits above do not count.
  assign low_base = pmr_low_i[vtd_gate_pkg::PmrLowBaseHi:vtd_gate_pkg::PmrLowBaseLo+21];
  assign low_limit = pmr_low_i[vtd_gate_pkg::PmrLowLimitHi:vtd_gate_pkg::PmrLowLimitLo+21];
  assign protected_low = out_o[51:20] == 32'h0 && out_o[19:9] >= low_base &&
                         out_o[19:9] <= low_limit;
  assign protected_high = out_o[39:9] >= pmr_base_i[51:21] && out_o[39:9] <= pmr_limit_i[51:21];
  assign unused_pmr = ^{pmr_low_i[52:32], pmr_low_i[20:0], pmr_base_i[63:52], pmr_base_i[20:0],
                        pmr_limit_i[63:52], pmr_limit_i[20:0]};

  assign untranslated = look_i && (mode_i == Pass || key_pass_i);
  assign out_o = untranslated ? page_i : out_i;

  always_comb begin
    unreachable = out_o[51:8] == 44'hfee || (out_o & beyond_i) != 52'h0;
    for (int i = 0; i < NumForbid; i = i + 1) begin
      // Whole pages; an empty range within one page is still empty.
      if (ForbidBase[i*64 +: 64] <= ForbidLimit[i*64 +: 64] &&
          out_o >= ForbidBase[i*64+12 +: 52] && out_o <= ForbidLimit[i*64+12 +: 52]) begin
        unreachable = 1'b1;
      end
    end
    if (protected_low || protected_high) unreachable = 1'b1;
  end

  // ---- Verdict ---------------------------------------------------------------------------------

  typedef enum logic [2:0] {
    IsError, IsZeros, IsLetOut, IsMiss, IsIntr, IsBadBurst, IsFlaw, IsStall
  } case_e;

  case_e found;

  // A request, in the order in which the gate decides. A page of the IOTLB is never for one that
  // is translated already.
  always_comb begin
    found = IsMiss;
    if (stall) found = IsStall;
    else if (dead_i || (mode_i != Pass && mode_i != Translate)) found = IsError;
    else if (bad) found = IsBadBurst;
    else if (flaw) found = IsFlaw;
    else if (atst && mode_i == Pass) found = IsError;
    else if (is_intr) found = IsIntr;
    else if (fee && zlr && !write_i && !atst) found = IsZeros;
    else if (fee) found = IsMiss;
    else if (mode_i == Pass) found = IsLetOut;
    else if (!exec && key_i && (key_pass_i || (hit_i && !atst))) found = IsLetOut;
    if (found == IsLetOut && unreachable) found = IsFlaw;
    else if (found == IsLetOut && zlr) found = IsZeros;
  end

  always_comb begin
    kind_o = vtd_gate_int_pkg::ResErr;
    granted_o = 1'b0;
    record_o = 4'(vtd_gate_pkg::KindMiss);
    flaw_o = 4'd0;
    if (answer_i) begin
      case (action_i)
        Grant: begin
          if (dead_i || mode_i != Translate) begin
            kind_o = vtd_gate_int_pkg::ResAgain;
          end else if (!hit_i || unreachable) begin
            kind_o = vtd_gate_int_pkg::ResFlaw;
          end else begin
            granted_o = 1'b1;
            kind_o = zlr ? vtd_gate_int_pkg::ResZero : vtd_gate_int_pkg::ResGrant;
          end
        end
        Retry: kind_o = vtd_gate_int_pkg::ResAgain;
        Ack: if (is_intr || zlr) kind_o = vtd_gate_int_pkg::ResZero;
        Block: ;
        default: ;
      endcase
    end else begin
      case (found)
        IsZeros:  kind_o = vtd_gate_int_pkg::ResZero;
        IsLetOut: kind_o = vtd_gate_int_pkg::ResGrant;
        IsMiss:   kind_o = vtd_gate_int_pkg::ResNeed;
        IsIntr: begin
          kind_o = vtd_gate_int_pkg::ResNeed;
          record_o = 4'(vtd_gate_pkg::KindIntr);
        end
        IsBadBurst, IsFlaw, IsStall: begin
          kind_o = vtd_gate_int_pkg::ResNeed;
          record_o = 4'(vtd_gate_pkg::KindReport);
          flaw_o = found == IsBadBurst ? 4'(vtd_gate_pkg::FlawBurst) :
                   found == IsFlaw ? 4'(vtd_gate_pkg::FlawOutput) : 4'(vtd_gate_pkg::FlawStall);
        end
        default: ;
      endcase
    end
  end
endmodule

`default_nettype wire
