// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: what vtd_regwin_events promises: nothing the host wrote is lost, nothing is told twice.
// One trigger register, any of those the window has, is watched.
`default_nettype none

module events_rules (
  input wire        clk_i,
  input wire        rst_ni,
  input wire        dead_i,
  input wire        trigger_i,
  input wire  [4:0] event_i,
  input wire [63:0] word_i,
  input wire [31:0] cleared_i,
  input wire [63:0] rtaddr_i,
  input wire [63:0] irta_i,
  input wire [63:0] iva_i,
  input wire [31:0] operands_i,
  input wire  [3:0] over_i,
  input wire        timer_i,
  input wire        take_i,
  input wire  [4:0] watched_i
);
  localparam logic [4:0] Perf = 5'(vtd_gate_pkg::EventPerf);
  localparam logic [4:0] Timer = 5'(vtd_gate_pkg::EventTimer);
  localparam logic [4:0] Fsts = 5'(vtd_gate_pkg::EventFsts);

  logic        valid;
  logic  [4:0] id;
  logic [31:0] value;
  logic [63:0] operand1, operand2;

  vtd_regwin_events dut (
    .clk_i, .rst_ni, .dead_i, .trigger_i, .event_i, .word_i, .cleared_i, .rtaddr_i, .irta_i,
    .iva_i, .iqt_i(operands_i), .fectl_i(operands_i), .iectl_i(operands_i), .pmen_i(operands_i),
    .perfctl_i(operands_i), .pectl_i(operands_i), .over_i, .timer_i,
    .ev_valid_o(valid), .ev_id_o(id), .ev_value_o(value), .ev_operand1_o(operand1),
    .ev_operand2_o(operand2), .ev_take_i(take_i)
  );

  // The first cycle is one of reset; the host has no trigger register for the two inner events.
  logic       begun_q = 1'b0;
  logic [4:0] watched_q;
  always_ff @(posedge clk_i) begin
    begun_q <= 1'b1;
    if (!begun_q) watched_q <= watched_i;
  end
  always_comb begin
    if (!begun_q) assume (!rst_ni);
    if (trigger_i) assume (event_i < Timer && event_i != Perf);
    if (begun_q) assume (watched_q < Timer && watched_q != Perf);
  end

  // What the watched register still has to tell: something, and which cleared bits.
  logic        owed_q, told, written;
  logic [31:0] cleared_q;
  assign told = take_i && valid && id == watched_q;
  assign written = trigger_i && event_i == watched_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni || dead_i) begin
      owed_q <= 1'b0;
      cleared_q <= 32'h0;
    end else begin
      owed_q <= (owed_q && !told) || written;
      cleared_q <= (told ? 32'h0 : cleared_q) |
                   (written && watched_q == Fsts ? cleared_i : 32'h0);
    end
  end

  always_ff @(posedge clk_i) begin
    if (begun_q && rst_ni && !dead_i) begin
      // An event comes only from a write, and once for all writes since the last.
      if (valid && id == watched_q) at_most_once: assert (owed_q);

      // As long as something has not been told, there is an event.
      if (owed_q) nothing_lost: assert (valid);

      // Bits the host cleared are told, all of them and no others.
      if (told && watched_q == Fsts) cleared_bits: assert (value == cleared_q);

      // What is offered stays until it is taken.
      if ($past(rst_ni && !dead_i && valid && !take_i))
        offer_stays: assert (valid && id == $past(id));

      two_wait: cover (owed_q && valid && id != watched_q);
      all_told: cover (told && watched_q == Fsts && &cleared_q[1:0]);
    end
  end
endmodule

`default_nettype wire
