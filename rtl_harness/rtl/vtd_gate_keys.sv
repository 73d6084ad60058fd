// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: the table of keys, {source, PASID, privilege, translated} -> tag. Set associative: read
// in one cycle, written two cycles later by whoever read it (vtd_gate_lookup). Empty only after
// OpClear went over every set.
`default_nettype none

module vtd_gate_keys #(
  parameter integer Sets = 16,
  parameter integer Ways = 4,
  parameter integer TagBits = 8,
  localparam integer SetW = $clog2(Sets),
  localparam integer WayW = (Ways > 1) ? $clog2(Ways) : 1,
  localparam integer KeyW = vtd_gate_int_pkg::KeyW
) (
  input  logic               clk_i,

  // Read; match has at most one bit set
  input  logic               read_i,
  input  logic [SetW-1:0]    set_i,
  input  logic [KeyW-1:0]    key_i,
  input  logic [15:0]        sid_i,
  input  logic [15:0]        sid_mask_i,
  input  logic [WayW-1:0]    way_i,
  output logic [Ways-1:0]    match_o,
  output logic [Ways-1:0]    of_sid_o,
  output logic [Ways-1:0]    valid_o,
  output logic [TagBits-1:0] tag_o,
  output logic               pass_o,
  output logic [TagBits-1:0] way_tag_o,

  input  logic [Ways-1:0]    write_i,
  input  logic [SetW-1:0]    write_set_i,
  input  logic               write_valid_i,
  input  logic [KeyW-1:0]    write_key_i,
  input  logic [TagBits-1:0] write_tag_i,
  input  logic               write_pass_i
);
  logic [Ways*TagBits-1:0] tags;
  logic [Ways-1:0]         passes;

  for (genvar w = 0; w < Ways; w = w + 1) begin : g_way
    logic [KeyW:0]    key_mem [0:Sets-1];
    logic [TagBits:0] tag_mem [0:Sets-1];
    logic [KeyW:0]    entry;

    assign entry = key_mem[set_i];
    assign valid_o[w] = entry[KeyW];
    assign match_o[w] = read_i && entry == {1'b1, key_i};
    assign of_sid_o[w] = read_i && entry[KeyW] && ((entry[15:0] ^ sid_i) & ~sid_mask_i) == 16'h0;
    assign {passes[w], tags[w*TagBits +: TagBits]} = tag_mem[set_i];

    always_ff @(posedge clk_i) begin
      if (write_i[w]) begin
        key_mem[write_set_i] <= {write_valid_i, write_key_i};
        tag_mem[write_set_i] <= {write_pass_i, write_tag_i};
      end
    end
  end

  always_comb begin
    tag_o = '0;
    pass_o = 1'b0;
    if (|match_o) begin
      for (int i = 0; i < Ways; i = i + 1) begin
        if (match_o[i]) begin
          tag_o = tags[i*TagBits +: TagBits];
          pass_o = passes[i];
        end
      end
    end
  end
  assign way_tag_o = tags[way_i*TagBits +: TagBits];
endmodule

`default_nettype wire
