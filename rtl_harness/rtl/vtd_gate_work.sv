// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: the one record that WORK0 and WORK1 show. There is no queue of records: who needs the
// firmware waits in its slot, and when the register is empty one of them, in turn over requesters
// and slots, is looked up once more (it may hit by now) and, missing again, shown here.
`default_nettype none

module vtd_gate_work #(
  parameter integer Requesters = 8,
  parameter integer SlotW = 3,
  localparam integer ReqW = $clog2(Requesters),
  localparam integer KeyW = vtd_gate_int_pkg::KeyW,
  localparam integer AttrW = vtd_gate_int_pkg::AttrW
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,

  // Mailbox
  output logic                  valid_o,
  output logic [63:0]           work0_o,
  output logic [63:0]           work1_o,
  input  logic                  take_i,

  // Slots: who waits, who was sent to look again; what became of the record
  input  logic [Requesters-1:0] need_i,
  input  logic                  redo_i,
  output logic                  idle_o,
  output logic [Requesters-1:0] unoffer_o,
  output logic [Requesters-1:0] reported_o,
  output logic [ReqW-1:0]       req_o,
  output logic [SlotW-1:0]      slot_o,
  input  logic [32:0]           dword_i,
  input  logic                  dead_i,
  input  logic                  stall_wait_i,

  // Pipeline: fetch one to its end; what a lookup that missed may do
  output logic                  fetch_o,
  output logic [ReqW-1:0]       fetch_req_o,
  input  logic                  fetch_take_i,
  input  logic                  fetch_end_i,
  input  logic                  redo_all_i,
  output logic                  may_offer_o,
  output logic                  may_report_o,
  input  logic                  offer_i,
  input  logic [3:0]            offer_kind_i,
  input  logic [3:0]            offer_flaw_i,
  input  logic [ReqW-1:0]       offer_req_i,
  input  logic [SlotW-1:0]      offer_slot_i,
  input  logic [KeyW-1:0]       offer_key_i,
  input  logic [AttrW-1:0]      offer_attr_i,
  input  logic [63:0]           offer_addr_i
);
  localparam logic [3:0] KindReport = 4'(vtd_gate_pkg::KindReport);
  localparam logic [3:0] KindIntr = 4'(vtd_gate_pkg::KindIntr);
  localparam logic [Requesters-1:0] One = Requesters'(1);

  logic             fetching_q, fetch_found, stall, unused_attr;
  logic [ReqW-1:0]  fetch_next;
  logic [3:0]       kind_q, flaw_q;
  logic [KeyW-1:0]  key_q;
  logic [AttrW-1:0] attr_q;
  logic [63:0]      addr_q;

  // ---- Fetch -----------------------------------------------------------------------------------

  vtd_gate_rr #(.N(Requesters)) u_next (
    .req_i(need_i), .last_i(fetch_req_o), .valid_o(fetch_found), .idx_o(fetch_next)
  );

  // Straight from its first lookup only when nobody waits: else it would overtake.
  assign may_offer_o = !valid_o && !redo_all_i && !dead_i &&
                       (fetch_end_i || (!fetch_o && !fetching_q && need_i == '0 && !redo_i));
  // That a port is isolated comes before all who wait: else those who never stop would hide it.
  assign may_report_o = !valid_o && !dead_i;
  assign idle_o = !valid_o && !fetch_o && !fetching_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      fetch_o <= 1'b0;
      fetch_req_o <= '0;
      fetching_q <= 1'b0;
    end else begin
      if (idle_o && fetch_found && !redo_all_i && !offer_i && !stall_wait_i) begin
        fetch_o <= 1'b1;
        fetch_req_o <= fetch_next;
      end else if (fetch_take_i || !need_i[fetch_req_o]) begin
        fetch_o <= 1'b0;
      end
      if (fetch_take_i) fetching_q <= 1'b1;
      else if (fetch_end_i) fetching_q <= 1'b0;
    end
  end

  // ---- Record ----------------------------------------------------------------------------------

  assign stall = attr_q[vtd_gate_int_pkg::AttrStall];
  assign unused_attr = ^attr_q;
  assign unoffer_o = (valid_o && redo_all_i && !take_i && !stall) ? One << req_o : '0;
  assign reported_o = (valid_o && take_i && kind_q == KindReport && !stall) ? One << req_o : '0;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_o <= 1'b0;
    end else begin
      if (offer_i) valid_o <= 1'b1;
      else if (take_i || dead_i || (redo_all_i && !stall)) valid_o <= 1'b0;
    end
    if (offer_i) begin
      kind_q <= offer_kind_i;
      flaw_q <= offer_flaw_i;
      req_o <= offer_req_i;
      slot_o <= offer_slot_i;
      key_q <= offer_key_i;
      attr_q <= offer_attr_i;
      addr_q <= offer_addr_i;
    end
  end

  always_comb begin
    work0_o = 64'h0;
    work0_o[vtd_gate_pkg::Work0KindHi:vtd_gate_pkg::Work0KindLo] = kind_q;
    work0_o[vtd_gate_pkg::Work0WriteLo] = 32'(req_o) >= Requesters / 2;
    work0_o[vtd_gate_pkg::Work0ZlrLo] = attr_q[vtd_gate_int_pkg::AttrZlr];
    work0_o[vtd_gate_pkg::Work0LockLo] = attr_q[vtd_gate_int_pkg::AttrLock];
    work0_o[vtd_gate_pkg::Work0PrivLo] = key_q[37];
    work0_o[vtd_gate_pkg::Work0ExecLo] = attr_q[vtd_gate_int_pkg::AttrExec];
    work0_o[vtd_gate_pkg::Work0SsidvLo] = key_q[36];
    work0_o[vtd_gate_pkg::Work0AtstLo] = key_q[38];
    work0_o[vtd_gate_pkg::Work0SlotLo +: SlotW+ReqW] = {req_o, slot_o};
    work0_o[vtd_gate_pkg::Work0SsidHi:vtd_gate_pkg::Work0SsidLo] = key_q[35:16];
    work0_o[vtd_gate_pkg::Work0SidHi:vtd_gate_pkg::Work0SidLo] = key_q[15:0];
    work0_o[vtd_gate_pkg::Work0FlawHi:vtd_gate_pkg::Work0FlawLo] = flaw_q;
    work1_o = kind_q == KindIntr ? {dword_i[31:0], addr_q[31:3], dword_i[32], 2'b00} : addr_q;
  end
endmodule

`default_nettype wire
