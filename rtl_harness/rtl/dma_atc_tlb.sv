// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: the translations that a caching device keeps: a few entries of any size, all compared at
// once. A size is a mask: ones in the low bits of the page number that lie within. Entries of one
// PASID never overlap: what is put removes what it overlaps.
`default_nettype none

module dma_atc_tlb #(
  parameter int Entries = 16
) (
  input  wire         clk_i,
  input  wire         rst_ni,

  // Look-ups of reads and writes at once, combinational; 0 is a permission if it misses
  input  wire [103:0] look_page_i,
  input  wire  [41:0] look_pasid_i,   // {valid, PASID} each
  output logic  [1:0] look_r_o,
  output logic  [1:0] look_w_o,
  output logic [103:0] look_page_o,

  input  wire         put_i,
  input  wire  [51:0] put_page_i,
  input  wire  [51:0] put_mask_i,
  input  wire  [51:0] put_host_i,
  input  wire  [20:0] put_pasid_i,
  input  wire         put_r_i,
  input  wire         put_w_i,

  // Removes what overlaps the range, of that PASID or of all that have one; never with put_i
  input  wire         inv_i,
  input  wire  [51:0] inv_page_i,
  input  wire  [51:0] inv_mask_i,
  input  wire  [20:0] inv_pasid_i,
  input  wire         inv_global_i,
  input  wire         clear_i
);
  localparam int IdxW = $clog2(Entries);

  logic [Entries-1:0]    valid_q, r_q, w_q, remove, place, free;
  logic [Entries*52-1:0] page_q, mask_q, host_q;
  logic [Entries*21-1:0] pasid_q;
  logic [IdxW-1:0]       victim_q;
  logic [51:0]           range_page, range_mask;

  always_comb begin
    look_r_o = 2'b00;
    look_w_o = 2'b00;
    look_page_o = 104'h0;
    for (int k = 0; k < 2; k++) begin
      for (int i = 0; i < Entries; i++) begin
        if (valid_q[i] && pasid_q[i*21+:21] == look_pasid_i[k*21+:21] &&
            ((page_q[i*52+:52] ^ look_page_i[k*52+:52]) & ~mask_q[i*52+:52]) == 52'h0) begin
          look_r_o[k] = r_q[i];
          look_w_o[k] = w_q[i];
          look_page_o[k*52+:52] = (host_q[i*52+:52] & ~mask_q[i*52+:52]) |
                                  (look_page_i[k*52+:52] & mask_q[i*52+:52]);
        end
      end
    end
  end

  assign range_page = put_i ? put_page_i : inv_page_i;
  assign range_mask = put_i ? put_mask_i : inv_mask_i;

  always_comb begin
    for (int i = 0; i < Entries; i++) begin
      remove[i] = clear_i || ((put_i || inv_i) &&
          (pasid_q[i*21+:21] == (put_i ? put_pasid_i : inv_pasid_i) ||
           (!put_i && inv_global_i && pasid_q[i*21+20])) &&
          ((page_q[i*52+:52] ^ range_page) & ~(mask_q[i*52+:52] | range_mask)) == 52'h0);
    end
  end

  // The lowest free entry, or the next one in turn.
  assign free = ~valid_q & (valid_q + {{(Entries - 1){1'b0}}, 1'b1});
  assign place = &valid_q ? {{(Entries - 1){1'b0}}, 1'b1} << victim_q : free;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_q <= '0;
      victim_q <= '0;
    end else begin
      valid_q <= (valid_q & ~remove) | (put_i ? place : '0);
      if (put_i && &valid_q) victim_q <= victim_q == IdxW'(Entries - 1) ? '0 : victim_q + 1'b1;
    end
  end

  always_ff @(posedge clk_i) begin
    for (int i = 0; i < Entries; i++) begin
      if (put_i && place[i]) begin
        page_q[i*52+:52] <= put_page_i;
        mask_q[i*52+:52] <= put_mask_i;
        host_q[i*52+:52] <= put_host_i;
        pasid_q[i*21+:21] <= put_pasid_i;
        r_q[i] <= put_r_i;
        w_q[i] <= put_w_i;
      end
    end
  end

  if (Entries < 2 || Entries > 64) begin : g_check
    dma_atc_tlb_parameter_out_of_range u_error();
  end
endmodule

`default_nettype wire
