// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: what one direction of a shadow client does with the request that waits. It remembers the
// mapping that it used last, until the table changes; any other is looked up first. What is not
// there, or does not permit it, fails.
`default_nettype none

module dma_shadow_chan #(
  parameter int Write = 0
) (
  input  wire         clk_i,
  input  wire         rst_ni,

  input  wire         on_i,
  input  wire         ready_i,
  input  wire         change_i,      // the table changed
  input  wire  [15:0] sid_i,
  input  wire  [20:0] pasid_i,

  // The request that waits
  input  wire         req_i,
  input  wire  [15:0] req_sid_i,
  input  wire  [20:0] req_pasid_i,
  input  wire         atst_i,
  input  wire         lock_i,
  input  wire         zlr_i,
  input  wire  [51:0] page_i,
  output logic        go_o,
  output logic        fail_o,
  output logic        atst_o,
  output logic [51:0] page_o,
  output logic        mapped_o,      // it goes by a mapping

  output logic        look_o,
  input  wire         look_done_i,
  input  wire         found_i,
  input  wire  [51:0] found_first_i,
  input  wire  [51:0] found_last_i,
  input  wire  [51:0] found_host_i,
  input  wire   [1:0] found_perm_i
);
  logic        foreign, permitted, covered, have_q, none_q;
  logic [51:0] first_q, last_q, host_q;
  logic  [1:0] perm_q, need;

  // Another source or space, or a host address already: none of our business.
  assign foreign = !on_i || atst_i || req_sid_i != sid_i || req_pasid_i != pasid_i;
  assign need = lock_i ? 2'b11 : Write != 0 ? 2'b10 : 2'b01;
  assign permitted = zlr_i ? perm_q != 2'b00 : (need & ~perm_q) == 2'b00;
  assign covered = have_q && page_i >= first_q && page_i <= last_q;

  assign look_o = req_i && !foreign && ready_i && !covered && !none_q;
  assign mapped_o = go_o && !foreign;
  assign go_o = req_i && (foreign || (ready_i && covered && permitted));
  assign fail_o = req_i && !foreign && (!ready_i || (covered ? !permitted : none_q));
  assign atst_o = foreign && atst_i;
  assign page_o = foreign ? page_i : host_q + (page_i - first_q);

  always_ff @(posedge clk_i) begin
    if (!rst_ni || change_i) begin
      have_q <= 1'b0;
      none_q <= 1'b0;
    end else if (look_done_i && look_o) begin
      have_q <= found_i;
      none_q <= !found_i;
    end else if (go_o || fail_o) begin
      none_q <= 1'b0;
    end
  end

  always_ff @(posedge clk_i) begin
    if (look_done_i) begin
      first_q <= found_first_i;
      last_q <= found_last_i;
      host_q <= found_host_i;
      perm_q <= found_perm_i;
    end
  end
endmodule

`default_nettype wire
