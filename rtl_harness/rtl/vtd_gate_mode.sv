// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: what the gate does with requests. Once translation was on, only a GCMD write of the host
// with TE = 0, not followed by one with TE = 1, opens pass-through again: neither a firmware fault
// nor a restart can. A refused PASS is BLOCK.
`default_nettype none

module vtd_gate_mode #(
  parameter integer HawMax = 52
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        valid_i,
  output logic        ready_o,
  input  logic [63:0] word_i,
  input  logic        host_te_set_i,
  input  logic        host_te_clear_i,

  output logic        changed_o,
  output logic [1:0]  mode_o,
  output logic        zlr_o,
  output logic [51:0] beyond_o  // bits of a page number that are beyond the host address width
);
  localparam logic [1:0] Block = 2'(vtd_gate_pkg::ModeBlock);
  localparam logic [1:0] Pass = 2'(vtd_gate_pkg::ModePass);
  localparam logic [1:0] Translate = 2'(vtd_gate_pkg::ModeTranslate);

  logic       te_ever_q, te_cleared_q, pass_allowed;
  logic [1:0] wanted;
  logic [7:0] haw;
  logic [5:0] pages_log2;
  logic       unused_word;

  assign wanted = word_i[vtd_gate_pkg::ModeModeHi:vtd_gate_pkg::ModeModeLo];
  assign haw = word_i[vtd_gate_pkg::ModeHawHi:vtd_gate_pkg::ModeHawLo];
  assign unused_word = ^{word_i[63:16], word_i[7:5], word_i[3:2]};
  assign pages_log2 = haw < 8'd12 ? 6'd0 : haw > 8'(HawMax) ? 6'(HawMax - 12) : 6'(haw - 8'd12);
  // A clear in this very cycle has not been seen by the firmware that now writes MODE.
  assign pass_allowed = !te_ever_q || te_cleared_q;
  assign ready_o = 1'b1;
  assign changed_o = valid_i;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      te_ever_q <= 1'b0;
      te_cleared_q <= 1'b0;
      mode_o <= Block;
      zlr_o <= 1'b0;
      beyond_o <= '1;
    end else begin
      if (host_te_set_i) te_cleared_q <= 1'b0;
      else if (host_te_clear_i) te_cleared_q <= 1'b1;
      if (valid_i) begin
        case (wanted)
          Translate: begin
            mode_o <= Translate;
            te_ever_q <= 1'b1;
          end
          Pass: mode_o <= pass_allowed ? Pass : Block;
          default: mode_o <= Block;
        endcase
        zlr_o <= word_i[vtd_gate_pkg::ModeZlrLo];
        beyond_o <= {52{1'b1}} << pages_log2;
      end
    end
  end
endmodule

`default_nettype wire
