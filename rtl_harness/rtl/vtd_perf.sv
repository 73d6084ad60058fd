// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: performance counters (VT-d rev 5.10, 11.4.13). What each counts is set up by words of
// the mailbox; groups 0, 1 and 3 are counted here from what the gate and the table port do, groups
// 2 and 4 are added by the firmware. An event is in the counter two cycles after it happened.
//
//   Counters    how many, at most 16
//   Requesters  requests that can be accepted in one cycle
`default_nettype none

module vtd_perf #(
  parameter int Counters = 4,
  parameter int Requesters = 8
) (
  input  wire                    clk_i,
  input  wire                    rst_ni,

  // Mailbox: PERF_COUNTER, PERF_ADD, PERF_FREEZE
  input  wire                    set_i,
  input  wire                    add_i,
  input  wire                    freeze_i,
  input  wire             [63:0] word_i,

  // What happens in this cycle
  input  wire   [Requesters-1:0] request_i,
  input  wire                    lookup_i,
  input  wire                    hit_i,
  input  wire                    table_read_i,
  input  wire                    locked_i,

  // Register window: values, and writes to one of them
  input  wire     [Counters-1:0] write_i,
  input  wire             [47:0] wdata_i,
  input  wire             [47:0] wmask_i,
  output wire  [Counters*48-1:0] value_o,
  output wire     [Counters-1:0] on_o,

  // In the cycle in which a counter rolls over
  output wire     [Counters-1:0] over_o
);
  localparam int SumW = $clog2(Requesters + 2);

  // ---- Events of a cycle, by group --------------------------------------------------------------

  logic [SumW-1:0] requests, requests_q;
  logic            lookup_q, hit_q, table_read_q, locked_q, frozen_q;
  logic      [4:0] added;
  logic      [3:0] added_group;
  logic            firmware;

  always_comb begin
    requests = '0;
    for (int i = 0; i < Requesters; i++) requests = requests + SumW'(request_i[i]);
  end

  assign added = word_i[vtd_gate_pkg::PerfAddEventHi:vtd_gate_pkg::PerfAddEventLo];
  // Its groups have no more than eight events.
  assign firmware = add_i && added[4:3] == 2'b00;
  assign added_group = word_i[vtd_gate_pkg::PerfAddGroupHi:vtd_gate_pkg::PerfAddGroupLo];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      requests_q <= '0;
      {lookup_q, hit_q, table_read_q, locked_q} <= 4'h0;
      frozen_q <= 1'b0;
    end else begin
      requests_q <= requests;
      {lookup_q, hit_q, table_read_q, locked_q} <= {lookup_i, hit_i, table_read_i, locked_i};
      if (freeze_i) frozen_q <= word_i[0];
    end
  end

  // ---- Counters ---------------------------------------------------------------------------------

  for (genvar c = 0; c < Counters; c++) begin : g_counter
    logic            on_q, mine, clear;
    logic      [3:0] group_q;
    logic     [27:0] events_q;
    logic [SumW-1:0] amount;
    logic     [47:0] value_q;
    logic     [48:0] next;

    assign mine = set_i && 32'(word_i[vtd_gate_pkg::PerfCounterIndexHi:
                                      vtd_gate_pkg::PerfCounterIndexLo]) == c;
    assign clear = mine && word_i[vtd_gate_pkg::PerfCounterClearLo];

    always_ff @(posedge clk_i) begin
      if (!rst_ni) begin
        on_q <= 1'b0;
        group_q <= 4'd0;
        events_q <= 28'h0;
      end else if (mine) begin
        on_q <= word_i[vtd_gate_pkg::PerfCounterOnLo];
        group_q <= word_i[vtd_gate_pkg::PerfCounterGroupHi:vtd_gate_pkg::PerfCounterGroupLo];
        events_q <= word_i[vtd_gate_pkg::PerfCounterEventsHi:vtd_gate_pkg::PerfCounterEventsLo];
      end
    end

    // Several events of a group add up.
    always_comb begin
      case (group_q)
        4'd0: amount = (events_q[1] ? requests_q : '0) + SumW'(events_q[0]);
        4'd1: amount = SumW'(events_q[0] && table_read_q) + SumW'(events_q[3] && locked_q);
        4'd3: amount = SumW'(events_q[0] && lookup_q) + SumW'(events_q[1] && hit_q);
        default: amount = SumW'(firmware && added_group == group_q && events_q[5'(added[2:0])]);
      endcase
      if (!on_q || frozen_q) amount = '0;
    end

    assign next = {1'b0, value_q} + 49'(amount);
    assign on_o[c] = on_q;
    assign over_o[c] = next[48] && !clear;
    assign value_o[c*48+:48] = value_q;

    always_ff @(posedge clk_i) begin
      if (!rst_ni || clear) value_q <= 48'h0;
      else if (write_i[c]) value_q <= (value_q & ~wmask_i) | (wdata_i & wmask_i);
      else value_q <= next[47:0];
    end
  end
endmodule

`default_nettype wire
