// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: what of the register window belongs to performance monitoring and enhanced commands
// beside plain storage (VT-d rev 5.10, 11.4.13 and 11.4.14). A counter that is enabled keeps its
// configuration and value; while a command is in progress ECMD takes no other, and ECRSP says so
// from the cycle of the write on. Values of counters live in vtd_perf.
`default_nettype none

module vtd_regwin_perf #(
  parameter int Counters = 4
) (
  input  wire                    clk_i,
  input  wire                    rst_ni,

  // Register window: word that is written, word that is read, by kind; a host write of ECMD that
  // starts a command; the firmware's write of ECRSP, which ends it
  input  wire              [7:0] w_kind_i,
  input  wire              [7:0] r_kind_i,
  input  wire             [63:0] r_value_i,
  input  wire                    command_i,
  input  wire                    response_i,
  output logic                   w_locked_o,
  output logic            [63:0] r_value_o,

  // Counters
  input  wire                    w_apply_i,
  input  wire     [Counters-1:0] on_i,
  input  wire  [Counters*48-1:0] value_i,
  output logic    [Counters-1:0] write_o
);
  localparam int Config = vtd_regs_pkg::WordPerfcntrcfg0, Value = vtd_regs_pkg::WordPerfcntr0;

  logic                busy_q;
  logic [Counters-1:0] w_value, locked;

  always_ff @(posedge clk_i) begin
    if (!rst_ni || response_i) busy_q <= 1'b0;
    else if (command_i) busy_q <= 1'b1;
  end

  for (genvar c = 0; c < Counters; c++) begin : g_counter
    assign w_value[c] = w_kind_i == 8'(Value + c);
    assign locked[c] = on_i[c] && (w_value[c] || w_kind_i == 8'(Config + c));
    assign write_o[c] = w_apply_i && w_value[c] && !on_i[c];
  end

  assign w_locked_o = |locked || (busy_q && w_kind_i == 8'(vtd_regs_pkg::WordEcmd));

  always_comb begin
    r_value_o = r_value_i;
    if (busy_q && r_kind_i == 8'(vtd_regs_pkg::WordEcrsp)) r_value_o = 64'h1;
    for (int c = 0; c < Counters; c++) begin
      if (r_kind_i == 8'(Value + c)) r_value_o = {16'h0, value_i[c*48+:48]};
    end
  end
endmodule

`default_nettype wire
