// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: what vtd_gate_mode promises, whatever words the firmware writes and whatever the host
// does to GCMD.TE, resets included.
`default_nettype none

module mode_rules (
  input wire        clk_i,
  input wire        rst_ni,
  input wire        valid_i,
  input wire [63:0] word_i,
  input wire        host_te_set_i,
  input wire        host_te_clear_i,
  input wire  [5:0] watched_bit_i
);
  localparam logic [1:0] Block = 2'(vtd_gate_pkg::ModeBlock);
  localparam logic [1:0] Pass = 2'(vtd_gate_pkg::ModePass);
  localparam logic [1:0] Translate = 2'(vtd_gate_pkg::ModeTranslate);
  localparam integer HawMax = 52;

  logic        ready, changed, zlr;
  logic [1:0]  mode;
  logic [51:0] beyond;

  vtd_gate_mode #(.HawMax(HawMax)) dut (
    .clk_i, .rst_ni, .valid_i, .ready_o(ready), .word_i, .host_te_set_i, .host_te_clear_i,
    .changed_o(changed), .mode_o(mode), .zlr_o(zlr), .beyond_o(beyond)
  );

  logic [1:0] wanted;
  logic [7:0] haw;
  assign wanted = word_i[vtd_gate_pkg::ModeModeHi:vtd_gate_pkg::ModeModeLo];
  assign haw = word_i[vtd_gate_pkg::ModeHawHi:vtd_gate_pkg::ModeHawLo];

  // The first cycle is one of reset.
  logic begun_q = 1'b0;
  always_ff @(posedge clk_i) begun_q <= 1'b1;
  always_comb if (!begun_q) assume (!rst_ni);

  // Translation was on at some time since reset; the host's last word since then on GCMD.TE.
  logic on_ever_q, host_off_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      on_ever_q <= 1'b0;
      host_off_q <= 1'b0;
    end else begin
      if (valid_i && wanted == Translate) on_ever_q <= 1'b1;
      if (host_te_set_i) host_off_q <= 1'b0;
      else if (host_te_clear_i) host_off_q <= 1'b1;
    end
  end

  always_ff @(posedge clk_i) begin
    if (begun_q) begin
      // Reset blocks.
      if (!$past(rst_ni)) reset_blocks: assert (mode == Block && &beyond);

      // Nothing but a MODE word changes what is in force.
      if ($past(rst_ni) && !$past(valid_i))
        only_words_change: assert (mode == $past(mode) && beyond == $past(beyond) &&
                                   zlr == $past(zlr));

      // After translation was on, pass-through begins only if the host cleared GCMD.TE and has not
      // set it since; a refused PASS blocks.
      if ($past(rst_ni) && mode == Pass && $past(mode) != Pass)
        pass_by_the_host: assert (!$past(on_ever_q) || $past(host_off_q));
      if ($past(rst_ni && valid_i) && $past(wanted) == Pass && $past(on_ever_q && !host_off_q))
        refused_pass_blocks: assert (mode == Block);

      // TRANSLATE is in force when written, and never otherwise comes to be.
      if ($past(rst_ni && valid_i))
        translate_as_written: assert ((mode == Translate) == ($past(wanted) == Translate));

      // A mode is one of three.
      mode_is_known: assert (mode == Block || mode == Pass || mode == Translate);
    end
  end

  // Addresses beyond the host address width of the word, or of the build, never count as within.
  logic [5:0] bit_q;
  always_ff @(posedge clk_i) if (!begun_q) bit_q <= watched_bit_i;
  always_ff @(posedge clk_i) begin
    if (begun_q && $past(rst_ni && valid_i) && bit_q < 6'd52 &&
        (8'(bit_q) + 8'd12 >= $past(haw) || 8'(bit_q) + 8'd12 >= 8'(HawMax)))
      beyond_haw: assert (beyond[bit_q]);
  end

  always_ff @(posedge clk_i) begin
    if (begun_q && rst_ni) begin
      reopened: cover (mode == Pass && on_ever_q && $past(mode) == Translate);
      refused: cover ($past(rst_ni && valid_i) && $past(wanted) == Pass && mode == Block);
    end
  end
endmodule

`default_nettype wire
