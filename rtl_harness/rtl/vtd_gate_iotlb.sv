// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: translations of 4 KiB pages, set associative, in RAM. A read takes the set in one cycle
// and compares in the next, with a mask of page bits that do not count (sweeps; 0 for lookups). The
// set of a page is its low bits xor those of the tag, which the reader computes. Empty only after
// OpClear went over every set.
`default_nettype none

module vtd_gate_iotlb #(
  parameter integer Sets = 64,
  parameter integer Ways = 4,
  parameter integer TagBits = 8,
  parameter integer PfnWidth = 40,
  localparam integer SetW = $clog2(Sets),
  localparam integer WayW = (Ways > 1) ? $clog2(Ways) : 1
) (
  input  logic                clk_i,

  // Read: the set now, the rest one cycle later
  input  logic                read_i,
  input  logic [SetW-1:0]     set_i,
  input  logic                compare_i,
  input  logic [TagBits-1:0]  tag_i,
  input  logic [51:0]         page_i,
  input  logic [51:0]         mask_i,
  input  logic [WayW-1:0]     way_i,
  output logic [Ways-1:0]     match_o,
  output logic [Ways-1:0]     valid_o,
  output logic [PfnWidth-1:0] pfn_o,
  output logic                r_o,
  output logic                w_o,
  output logic [TagBits-1:0]  way_tag_o,

  input  logic [Ways-1:0]     write_i,
  input  logic [SetW-1:0]     write_set_i,
  input  logic                write_valid_i,
  input  logic [TagBits-1:0]  write_tag_i,
  input  logic [51:0]         write_page_i,
  input  logic [PfnWidth-1:0] write_pfn_i,
  input  logic                write_r_i,
  input  logic                write_w_i
);
  localparam integer TagEntryW = 1 + TagBits + 52;
  localparam integer DataW = PfnWidth + 2;

  logic [Ways*DataW-1:0]   data;
  logic [Ways*TagBits-1:0] tags;

  for (genvar w = 0; w < Ways; w = w + 1) begin : g_way
    logic [TagEntryW-1:0] tag_mem [0:Sets-1];
    logic [DataW-1:0]     data_mem [0:Sets-1];
    logic [TagEntryW-1:0] tag_q;
    logic [DataW-1:0]     data_q;

    always_ff @(posedge clk_i) begin
      if (read_i) begin
        tag_q <= tag_mem[set_i];
        data_q <= data_mem[set_i];
      end
      if (write_i[w]) begin
        tag_mem[write_set_i] <= {write_valid_i, write_tag_i, write_page_i};
        data_mem[write_set_i] <= {write_w_i, write_r_i, write_pfn_i};
      end
    end

    assign valid_o[w] = tag_q[TagEntryW-1];
    assign tags[w*TagBits +: TagBits] = tag_q[52 +: TagBits];
    assign data[w*DataW +: DataW] = data_q;
    assign match_o[w] = compare_i && tag_q[TagEntryW-1:52] == {1'b1, tag_i} &&
                        ((tag_q[51:0] ^ page_i) & ~mask_i) == 52'h0;
  end

  always_comb begin
    {w_o, r_o, pfn_o} = '0;
    if (|match_o) begin
      for (int i = 0; i < Ways; i = i + 1) begin
        if (match_o[i]) {w_o, r_o, pfn_o} = data[i*DataW +: DataW];
      end
    end
  end
  assign way_tag_o = tags[way_i*TagBits +: TagBits];
endmodule

`default_nettype wire
