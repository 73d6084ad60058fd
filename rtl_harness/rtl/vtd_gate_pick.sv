// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: decides what enters the lookup pipeline next, one a cycle: the firmware's answer, a step
// of a sweep, the request that the work register asks for, then requests in turn.
`default_nettype none

module vtd_gate_pick #(
  parameter integer Requesters = 8,
  parameter integer SlotW = 3,
  parameter integer IdxW = 6,
  parameter integer WayW = 2,
  localparam integer ReqW = $clog2(Requesters),
  localparam integer KeyW = vtd_gate_int_pkg::KeyW,
  localparam integer AttrW = vtd_gate_int_pkg::AttrW
) (
  input  logic                        clk_i,
  input  logic                        rst_ni,

  // Requesters: candidate of each
  input  logic [Requesters-1:0]       lk_valid_i,
  input  logic [Requesters*SlotW-1:0] lk_slot_i,
  input  logic [Requesters*52-1:0]    lk_page_i,
  input  logic [Requesters*KeyW-1:0]  lk_key_i,
  input  logic [Requesters*AttrW-1:0] lk_attr_i,
  input  logic [Requesters*12-1:0]    lk_off_i,
  output logic [Requesters-1:0]       lk_force_o,
  output logic [Requesters-1:0]       lk_fetch_o,
  output logic [Requesters-1:0]       lk_take_o,

  // Answer, taken at once
  input  logic                        ans_op_i,
  input  logic [ReqW-1:0]             ans_req_i,

  // Sweeps; block holds requests back
  input  logic                        block_i,
  input  logic                        inv_op_i,
  input  logic [2:0]                  inv_kind_i,
  input  logic [IdxW-1:0]             inv_idx_i,
  input  logic [WayW-1:0]             inv_way_i,
  output logic                        inv_take_o,

  // Work register: fetch one that needs the firmware
  input  logic                        fetch_i,
  input  logic [ReqW-1:0]             fetch_req_i,
  output logic                        fetch_take_o,

  // To the pipeline
  output logic                        op_valid_o,
  output logic [2:0]                  op_kind_o,
  output logic [ReqW-1:0]             op_req_o,
  output logic                        op_fetch_o,
  output logic [IdxW-1:0]             op_idx_o,
  output logic [WayW-1:0]             op_way_o,
  output logic [SlotW-1:0]            op_slot_o,
  output logic [51:0]                 op_page_o,
  output logic [KeyW-1:0]             op_key_o,
  output logic [AttrW-1:0]            op_attr_o,
  output logic [11:0]                 op_off_o
);
  localparam logic [Requesters-1:0] One = Requesters'(1);

  logic [ReqW-1:0] last_q, turn, req;
  logic            turn_valid, look, open;

  assign lk_force_o = ans_op_i ? One << ans_req_i : '0;
  assign lk_fetch_o = fetch_i ? One << fetch_req_i : '0;

  vtd_gate_rr #(.N(Requesters)) u_turn (
    .req_i(lk_valid_i & ~lk_fetch_o), .last_i(last_q), .valid_o(turn_valid), .idx_o(turn)
  );

  assign open = !ans_op_i && !inv_op_i && !block_i;
  assign inv_take_o = inv_op_i && !ans_op_i;
  assign fetch_take_o = open && fetch_i && lk_valid_i[fetch_req_i];
  assign look = open && (fetch_take_o || turn_valid);
  assign req = ans_op_i ? ans_req_i : fetch_take_o ? fetch_req_i : turn;
  assign lk_take_o = look ? One << req : '0;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      last_q <= '0;
      op_valid_o <= 1'b0;
    end else begin
      if (look && !fetch_take_o) last_q <= turn;
      op_valid_o <= ans_op_i || inv_op_i || look;
    end
    op_kind_o <= ans_op_i ? vtd_gate_int_pkg::OpAnswer :
                 inv_op_i ? inv_kind_i : vtd_gate_int_pkg::OpLook;
    op_fetch_o <= fetch_take_o;
    op_idx_o <= inv_idx_i;
    op_way_o <= inv_way_i;
    if (ans_op_i || look) begin
      op_req_o <= req;
      // Constant places: a place computed from req becomes a shifter in synthesis.
      for (int i = 0; i < Requesters; i = i + 1) begin
        if (i == 0 || req == ReqW'(i)) begin
          op_slot_o <= lk_slot_i[i*SlotW +: SlotW];
          op_page_o <= lk_page_i[i*52 +: 52];
          op_key_o <= lk_key_i[i*KeyW +: KeyW];
          op_attr_o <= lk_attr_i[i*AttrW +: AttrW];
          op_off_o <= lk_off_i[i*12 +: 12];
        end
      end
    end
  end
endmodule

`default_nettype wire
