// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: the events that host writes become. Each trigger register has at most one outstanding,
// in the order of first writes; a later write merges into it as enum EVENT of vtd_gate.def says. An
// event carries its operands as they were at the write, so the host may change them meanwhile. Two
// events have no host write: counters that roll over, and the timer. They gather, and enter the
// queue in a cycle without a write.
`default_nettype none

module vtd_regwin_events (
  input  wire         clk_i,
  input  wire         rst_ni,
  input  wire         dead_i,       // events have no reader any more

  // Register window: a host write raises event_i. It left word_i in the word and cleared cleared_i
  // in the high half; the others are operands as they stand.
  input  wire         trigger_i,
  input  wire   [4:0] event_i,
  input  wire  [63:0] word_i,
  input  wire  [31:0] cleared_i,
  input  wire  [63:0] rtaddr_i,
  input  wire  [63:0] irta_i,
  input  wire  [63:0] iva_i,
  input  wire  [31:0] iqt_i,
  input  wire  [31:0] fectl_i,
  input  wire  [31:0] iectl_i,
  input  wire  [31:0] pmen_i,
  input  wire  [31:0] perfctl_i,
  input  wire  [31:0] pectl_i,
  input  wire   [3:0] over_i,       // counters that roll over in this cycle
  input  wire         timer_i,      // the timer's time is over in this cycle

  // Mailbox: the oldest event, taken by ev_take_i
  output logic        ev_valid_o,
  output logic  [4:0] ev_id_o,
  output logic [31:0] ev_value_o,
  output logic [63:0] ev_operand1_o,
  output logic [63:0] ev_operand2_o,
  input  wire         ev_take_i
);
  localparam int NumEvents = 17;
  localparam logic [4:0] Perf = 5'(vtd_gate_pkg::EventPerf);
  localparam logic [4:0] Timer = vtd_gate_pkg::EventTimer[4:0];

  // Queue of event numbers in order of first write: entry 0 is the oldest.
  logic [4:0] queue_q [NumEvents];
  logic [4:0] count_q;
  logic [NumEvents-1:0] pending_q;
  logic [31:0] gcmd_q, fsts_cleared_q, ics_cleared_q, prs_cleared_q;
  logic [63:0] rtaddr_q, irta_q, ccmd_q, iotlb_q, iva_q, ecmd_q;
  logic  [3:0] over_q;
  logic  [4:0] push_id;
  logic        push, push_host, push_perf, push_timer, rang_q, take;

  assign ev_valid_o = count_q != 5'd0;
  assign ev_id_o = queue_q[0];
  assign take = ev_take_i && ev_valid_o;
  // The event that leaves in this cycle has carried its values away: a write now is a new event.
  assign push_host = trigger_i && (!pending_q[event_i] || (take && ev_id_o == event_i));
  assign push_perf = over_q != 4'h0 && !pending_q[Perf] && !push_host;
  assign push_timer = rang_q && !pending_q[Timer] && !push_host && !push_perf;
  assign push = push_host || push_perf || push_timer;
  assign push_id = push_host ? event_i : push_perf ? Perf : Timer;

  always_comb begin
    ev_value_o = 32'h0;
    ev_operand1_o = 64'h0;
    ev_operand2_o = 64'h0;
    case (ev_id_o)
      5'(vtd_gate_pkg::EventGcmd): begin
        ev_value_o = gcmd_q;
        ev_operand1_o = rtaddr_q;
        ev_operand2_o = irta_q;
      end
      5'(vtd_gate_pkg::EventCcmd): ev_operand1_o = ccmd_q;
      5'(vtd_gate_pkg::EventIotlb): begin
        ev_operand1_o = iotlb_q;
        ev_operand2_o = iva_q;
      end
      5'(vtd_gate_pkg::EventIqt):   ev_value_o = iqt_i;
      5'(vtd_gate_pkg::EventFsts):  ev_value_o = fsts_cleared_q;
      5'(vtd_gate_pkg::EventFectl): ev_value_o = fectl_i;
      5'(vtd_gate_pkg::EventIcs):   ev_value_o = ics_cleared_q;
      5'(vtd_gate_pkg::EventIectl): ev_value_o = iectl_i;
      5'(vtd_gate_pkg::EventPmen):  ev_value_o = pmen_i;
      5'(vtd_gate_pkg::EventEcmd): begin
        ev_value_o = ecmd_q[31:0];
        ev_operand1_o = ecmd_q;
      end
      Perf: ev_value_o = {28'h0, over_q};
      // PIS is the only bit of its register, so it is what was cleared.
      5'(vtd_gate_pkg::EventPerfintrsts): ev_value_o = 32'h1;
      5'(vtd_gate_pkg::EventPerfintrctl): ev_value_o = perfctl_i;
      5'(vtd_gate_pkg::EventPrs):         ev_value_o = prs_cleared_q;
      5'(vtd_gate_pkg::EventPectl):       ev_value_o = pectl_i;
      default: ;
    endcase
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni || dead_i) begin
      count_q <= 5'd0;
      pending_q <= '0;
      for (int i = 0; i < NumEvents; i++) queue_q[i] <= 5'd0;
    end else begin
      if (take) begin
        for (int i = 0; i < NumEvents - 1; i++) queue_q[i] <= queue_q[i+1];
        pending_q[ev_id_o] <= 1'b0;
      end
      if (push) begin
        queue_q[take ? count_q - 5'd1 : count_q] <= push_id;
        pending_q[push_id] <= 1'b1;
      end
      count_q <= count_q + {4'd0, push} - {4'd0, take};
    end
  end

  // One-shot commands and cleared bits gather until the event is taken; the rest is the newest.
  localparam logic [31:0] OneShot = (32'd1 << vtd_regs_pkg::GcmdSrtpLo) |
                                    (32'd1 << vtd_regs_pkg::GcmdWbfLo) |
                                    (32'd1 << vtd_regs_pkg::GcmdSirtpLo);
  logic [31:0] gcmd_kept, fsts_kept, ics_kept, prs_kept;
  assign gcmd_kept = push_host ? 32'h0 : gcmd_q & OneShot;
  assign fsts_kept = push_host ? 32'h0 : fsts_cleared_q;
  assign ics_kept = push_host ? 32'h0 : ics_cleared_q;
  assign prs_kept = push_host ? 32'h0 : prs_cleared_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      gcmd_q <= 32'h0;
      rtaddr_q <= 64'h0;
      irta_q <= 64'h0;
      ccmd_q <= 64'h0;
      iotlb_q <= 64'h0;
      iva_q <= 64'h0;
      fsts_cleared_q <= 32'h0;
      ics_cleared_q <= 32'h0;
      prs_cleared_q <= 32'h0;
      ecmd_q <= 64'h0;
    end else if (trigger_i) begin
      case (event_i)
        5'(vtd_gate_pkg::EventGcmd): begin
          gcmd_q <= word_i[31:0] | gcmd_kept;
          if (word_i[vtd_regs_pkg::GcmdSrtpLo]) rtaddr_q <= rtaddr_i;
          if (word_i[vtd_regs_pkg::GcmdSirtpLo]) irta_q <= irta_i;
        end
        5'(vtd_gate_pkg::EventCcmd): ccmd_q <= word_i;
        5'(vtd_gate_pkg::EventEcmd): ecmd_q <= word_i;
        5'(vtd_gate_pkg::EventIotlb): begin
          iotlb_q <= word_i;
          iva_q <= iva_i;
        end
        5'(vtd_gate_pkg::EventFsts): fsts_cleared_q <= fsts_kept | cleared_i;
        5'(vtd_gate_pkg::EventIcs):  ics_cleared_q <= ics_kept | cleared_i;
        5'(vtd_gate_pkg::EventPrs):  prs_cleared_q <= prs_kept | cleared_i;
        default: ;
      endcase
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) over_q <= 4'h0;
    else over_q <= (take && ev_id_o == Perf ? 4'h0 : over_q) | over_i;
    // One that is work already stands for the next too.
    if (!rst_ni) rang_q <= 1'b0;
    else rang_q <= timer_i || (rang_q && (push_host || push_perf || (take && ev_id_o == Timer)));
  end
endmodule

`default_nettype wire
