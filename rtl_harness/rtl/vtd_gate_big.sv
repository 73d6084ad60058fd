// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: translations of pages larger than 4 KiB, a few entries of any size compared at once. An
// entry matches when it and the asked range (page_i under mask_i) overlap. Where entries overlap
// each other the highest permitting one wins; an invalidation drops all.
`default_nettype none

module vtd_gate_big #(
  parameter integer Entries = 8,
  parameter integer TagBits = 8,
  parameter integer PfnWidth = 40,
  localparam integer IdxW = $clog2(Entries)
) (
  input  logic                clk_i,
  input  logic                rst_ni,

  // Compare, combinational
  input  logic                compare_i,
  input  logic [TagBits-1:0]  tag_i,
  input  logic [51:0]         page_i,
  input  logic [51:0]         mask_i,
  input  logic                need_r_i,
  input  logic                need_w_i,
  input  logic [IdxW-1:0]     idx_i,
  output logic [Entries-1:0]  match_o,
  output logic                hit_o,
  output logic [51:0]         page_o,
  output logic [TagBits-1:0]  idx_tag_o,

  // One cycle after the compare that it belongs to
  input  logic [Entries-1:0]  drop_i,
  input  logic                write_i,
  input  logic [Entries-1:0]  write_over_i,
  input  logic [TagBits-1:0]  write_tag_i,
  input  logic [51:0]         write_page_i,
  input  logic [51:0]         write_mask_i,
  input  logic [PfnWidth-1:0] write_pfn_i,
  input  logic                write_r_i,
  input  logic                write_w_i
);
  logic [Entries-1:0]          valid_q, r_q, w_q, put;
  logic [Entries*TagBits-1:0]  tag_q;
  logic [Entries*52-1:0]       page_q, mask_q;
  logic [Entries*PfnWidth-1:0] pfn_q;
  logic [IdxW-1:0]             victim_q;

  always_comb begin
    match_o = '0;
    if (compare_i && |valid_q) begin
      for (int i = 0; i < Entries; i = i + 1) begin
        match_o[i] = valid_q[i] && tag_q[i*TagBits +: TagBits] == tag_i &&
            ((page_q[i*52 +: 52] ^ page_i) & ~(mask_q[i*52 +: 52] | mask_i)) == 52'h0;
      end
    end
  end

  always_comb begin
    hit_o = 1'b0;
    page_o = '0;
    if (|match_o) begin
      for (int i = 0; i < Entries; i = i + 1) begin
        if (match_o[i] && (r_q[i] || !need_r_i) && (w_q[i] || !need_w_i)) begin
          hit_o = 1'b1;
          page_o = (52'(pfn_q[i*PfnWidth +: PfnWidth]) & ~mask_q[i*52 +: 52]) |
                   (page_i & mask_q[i*52 +: 52]);
        end
      end
    end
  end
  assign idx_tag_o = tag_q[idx_i*TagBits +: TagBits];

  // Over one it overlaps, else into a free one, else over the next in turn.
  always_comb begin
    put = '0;
    if (write_i) begin
      put[victim_q] = 1'b1;
      for (int i = 0; i < Entries; i = i + 1) if (!valid_q[i]) put = Entries'(1) << i;
      for (int i = 0; i < Entries; i = i + 1) if (write_over_i[i]) put = Entries'(1) << i;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_q <= '0;
      victim_q <= '0;
    end else begin
      valid_q <= (valid_q & ~drop_i) | put;
      if (write_i) victim_q <= (victim_q == IdxW'(Entries - 1)) ? '0 : victim_q + 1'b1;
    end
    if (write_i) begin
      for (int i = 0; i < Entries; i = i + 1) begin
        if (put[i]) begin
          tag_q[i*TagBits +: TagBits] <= write_tag_i;
          page_q[i*52 +: 52] <= write_page_i;
          mask_q[i*52 +: 52] <= write_mask_i;
          pfn_q[i*PfnWidth +: PfnWidth] <= write_pfn_i;
          r_q[i] <= write_r_i;
          w_q[i] <= write_w_i;
        end
      end
    end
  end
endmodule

`default_nettype wire
