// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: whether the firmware can be trusted: READY, and the watchdog, which a firmware feeds
// only by proving a mailbox and a table-port round trip (TOKEN and HM_PING).
//
//   WdtCycles  cycles without a valid kick, after READY, until the block is dead
`default_nettype none

module vtd_mbox_life #(
  parameter int WdtCycles = 2000000
) (
  input  wire        clk_i,
  input  wire        rst_ni,
  input  wire        kick_i,       // KICK, READY is written with word_i
  input  wire        set_ready_i,
  input  wire  [7:0] word_i,
  input  wire        ping_done_i,  // the table port answered
  output logic [7:0] token_o,
  output logic       ready_o,
  output logic       dead_o
);
  localparam int WdtWidth = $clog2(WdtCycles + 1);

  logic [WdtWidth-1:0] wdt_q;
  logic                pinged_q, kick;

  assign kick = kick_i && pinged_q && word_i == token_o;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      ready_o <= 1'b0;
      dead_o <= 1'b0;
      wdt_q <= '0;
      pinged_q <= 1'b0;
      token_o <= 8'h5a;
    end else begin
      if (set_ready_i && word_i[0]) ready_o <= 1'b1;
      if (ping_done_i) pinged_q <= 1'b1;
      if (kick) begin
        wdt_q <= '0;
        pinged_q <= 1'b0;
        token_o <= token_o + 8'h4b;
      end else if (ready_o && !dead_o) begin
        wdt_q <= wdt_q + 1'b1;
      end
      if (wdt_q == WdtWidth'(WdtCycles)) dead_o <= 1'b1;
    end
  end
endmodule

`default_nettype wire
