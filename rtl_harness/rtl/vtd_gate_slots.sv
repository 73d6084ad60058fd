// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: the requests of one direction of one port, from acceptance to response. A slot holds
// what the lookup and the memory side need of a request and is, while busy, in exactly one state:
//
//   accept -> collect (writes, until all data is here) -> pend -> infl (in the lookup pipeline)
//     infl -> gnt -> sent (to memory) -> done -> response -> free
//     infl -> done, as an error or as zeros
//     infl -> need -> infl ... -> atfw (offered to the firmware, until ANSWER) -> gnt | done | pend
//
// Order: pred_q row i holds the older slots of the same ID as slot i. A slot goes to memory when
// all of those were sent or answered and responds when all have responded, so one ID sees its order
// and IDs do not wait for each other. older_q row i (writes) holds all older slots.
//
//   Slots     requests held at a time, 2..32
//   IdWidth   bits of the port's AXI ID
//   Write     1: a request is looked up only when full_i said that its data is here
//   PfnWidth  bits of a host page number
`default_nettype none

module vtd_gate_slots #(
  parameter integer Slots = 8,
  parameter integer IdWidth = 4,
  parameter         Write = 1'b0,
  parameter integer PfnWidth = 40,
  localparam integer SlotW = $clog2(Slots),
  localparam integer KeyW = vtd_gate_int_pkg::KeyW,
  localparam integer CmdW = vtd_gate_int_pkg::CmdW,
  localparam integer AttrW = vtd_gate_int_pkg::AttrW
) (
  input  logic                clk_i,
  input  logic                rst_ni,

  // Acceptance; attr holds what is known at the address, the rest arrives with full_i
  output logic                alloc_ready_o,
  output logic [SlotW-1:0]    alloc_slot_o,
  input  logic                alloc_i,
  input  logic [IdWidth-1:0]  alloc_id_i,
  input  logic [51:0]         alloc_page_i,
  input  logic [KeyW-1:0]     alloc_key_i,
  input  logic [AttrW-1:0]    alloc_attr_i,
  input  logic [CmdW-1:0]     alloc_cmd_i,
  input  logic                full_i,
  input  logic [SlotW-1:0]    full_slot_i,
  input  logic                full_bad_i,
  input  logic                full_dword_i,

  // Isolation: drop forgets requests that still collect; stall asks for a report about a slot
  // until stall_take says that it is on its way
  input  logic                drop_i,
  input  logic                stall_i,
  output logic                stall_take_o,
  input  logic [SlotW-1:0]    stall_slot_i,

  // Lookup: the next candidate, or the slot that the answer unit forces
  input  logic                lk_force_i,
  input  logic [SlotW-1:0]    lk_force_slot_i,
  input  logic                lk_fetch_i,
  input  logic                lk_take_i,
  output logic                lk_valid_o,
  output logic [SlotW-1:0]    lk_slot_o,
  output logic [51:0]         lk_page_o,
  output logic [KeyW-1:0]     lk_key_o,
  output logic [AttrW-1:0]    lk_attr_o,
  output logic [11:0]         lk_off_o,
  input  logic                res_i,
  input  logic [2:0]          res_kind_i,
  input  logic [SlotW-1:0]    res_slot_i,
  input  logic [PfnWidth-1:0] res_pfn_i,

  // Firmware side
  output logic                need_o,
  output logic                redo_o,
  output logic [Slots-1:0]    atfw_o,
  input  logic                redo_all_i,
  input  logic                unoffer_i,
  input  logic                reported_i,
  input  logic [SlotW-1:0]    work_slot_i,
  input  logic                dead_i,

  // Memory side: next to send; a completion finds its slot by ID
  output logic                send_valid_o,
  output logic [SlotW-1:0]    send_slot_o,
  output logic [IdWidth-1:0]  send_id_o,
  output logic [CmdW-1:0]     send_cmd_o,
  output logic [PfnWidth-1:0] send_pfn_o,
  input  logic                send_take_i,
  input  logic                cpl_i,
  input  logic [IdWidth-1:0]  cpl_id_i,
  input  logic                cpl_last_i,
  output logic                cpl_hit_o,
  output logic [SlotW-1:0]    cpl_slot_o,

  // Response side: head has no older slot of its ID left
  output logic [Slots-1:0]    head_o,
  output logic [Slots-1:0]    done_o,
  output logic [Slots-1:0]    err_o,
  output logic [Slots-1:0]    zero_o,
  output logic [Slots*IdWidth-1:0] ids_o,
  input  logic                free_i,
  input  logic [SlotW-1:0]    free_slot_i,
  input  logic                hold_i,
  input  logic [SlotW-1:0]    hold_slot_i,

  // Drain
  input  logic                drain_i,
  output logic                draining_o
);
  localparam logic [Slots-1:0] One = Slots'(1);

  logic [Slots-1:0] busy_q, collect_q, pend_q, redo_q, infl_q, need_q, atfw_q, gnt_q, sent_q;
  logic [Slots-1:0] done_q, err_q, zero_q, flaw_q, bad_q, dword_q, fee_q, old_q, posted_q;
  logic [Slots*Slots-1:0] pred_q;
  logic [Slots*IdWidth-1:0] ids_q;

  logic [51:0]         page_mem [0:Slots-1];
  logic [KeyW-1:0]     key_mem [0:Slots-1];
  logic [4:0]          attr_mem [0:Slots-1];
  logic [CmdW-1:0]     cmd_mem [0:Slots-1];
  logic [PfnWidth-1:0] pfn_mem [0:Slots-1];

  // ---- Acceptance ------------------------------------------------------------------------------

  logic [Slots-1:0] usable;

  // A slot whose last beat still stands at the device keeps its record for a stall report.
  assign usable = ~busy_q & ~(hold_i ? One << hold_slot_i : '0);
  assign alloc_ready_o = |usable;

  always_comb begin
    alloc_slot_o = '0;
    for (int i = Slots - 1; i >= 0; i = i - 1) if (usable[i]) alloc_slot_o = SlotW'(i);
  end

  always_ff @(posedge clk_i) begin
    if (alloc_i) begin
      page_mem[alloc_slot_o] <= alloc_page_i;
      key_mem[alloc_slot_o] <= alloc_key_i;
      attr_mem[alloc_slot_o] <= alloc_attr_i[4:0];
      cmd_mem[alloc_slot_o] <= alloc_cmd_i;
    end
  end

  // ---- Order -----------------------------------------------------------------------------------

  logic [Slots-1:0] res_oh, res_grant;
  logic [Slots-1:0] same_id, hold_back, answered, can_send, ordered;
  logic [Slots-1:0] free_oh, alloc_oh, dropped;

  assign free_oh = free_i ? One << free_slot_i : '0;
  assign alloc_oh = alloc_i ? One << alloc_slot_o : '0;
  assign dropped = drop_i ? collect_q : '0;
  assign answered = sent_q | done_q;

  always_comb begin
    same_id = '0;
    if (alloc_i) begin
      for (int i = 0; i < Slots; i = i + 1) begin
        same_id[i] = busy_q[i] && ids_q[i*IdWidth +: IdWidth] == alloc_id_i;
      end
    end
  end

  always_comb begin
    for (int i = 0; i < Slots; i = i + 1) begin
      ordered[i] = ~|(pred_q[i*Slots +: Slots] & ~answered);
      head_o[i] = ~|pred_q[i*Slots +: Slots];
    end
  end
  assign can_send = dead_i ? '0 : (gnt_q | res_grant) & ordered;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      pred_q <= '0;
      ids_q <= '0;
    end else begin
      if (free_i || drop_i) pred_q <= pred_q & ~{Slots{free_oh | dropped}};
      if (alloc_i) begin
        for (int i = 0; i < Slots; i = i + 1) begin
          if (alloc_oh[i]) begin
            pred_q[i*Slots +: Slots] <= same_id & ~free_oh;
            ids_q[i*IdWidth +: IdWidth] <= alloc_id_i;
          end
        end
      end
    end
  end

  // An interrupt request leaves only after the source's earlier writes are complete. All earlier
  // writes of the port stand for those: none can depend on the device any more, as the data of
  // writes arrives in their order.
  if (Write) begin : g_older
    logic [Slots*Slots-1:0] older_q;
    always_ff @(posedge clk_i) begin
      if (!rst_ni) begin
        older_q <= '0;
      end else begin
        if (free_i || drop_i) older_q <= older_q & ~{Slots{free_oh | dropped}};
        if (alloc_i) begin
          for (int i = 0; i < Slots; i = i + 1) begin
            if (alloc_oh[i]) older_q[i*Slots +: Slots] <= busy_q & ~free_oh;
          end
        end
      end
    end
    always_comb begin
      hold_back = '0;
      if (|fee_q) begin
        for (int i = 0; i < Slots; i = i + 1) begin
          hold_back[i] = fee_q[i] && |(older_q[i*Slots +: Slots] & ~done_q);
        end
      end
    end
  end else begin : g_no_older
    assign hold_back = '0;
  end

  // ---- Lookup ----------------------------------------------------------------------------------

  logic [Slots-1:0] ready_for_lookup, wanted;
  logic [SlotW-1:0] lk_last_q, pick, next, fresh_slot;
  logic             stall_turn, picked, fresh, bad, dword;

  assign ready_for_lookup = pend_q & ~hold_back;
  assign wanted = lk_fetch_i ? need_q : ready_for_lookup;
  assign stall_turn = stall_i && !lk_force_i && !lk_fetch_i;

  vtd_gate_rr #(.N(Slots)) u_lk (
    .req_i(wanted), .last_i(lk_last_q), .valid_o(picked), .idx_o(pick)
  );

  // With nobody waiting, what comes in this cycle goes to the lookup in this cycle.
  assign fresh = !lk_fetch_i && !lk_force_i && !stall_turn && !(|ready_for_lookup) &&
                 (Write ? full_i && !fee_q[full_slot_i] : alloc_i);
  assign fresh_slot = Write ? full_slot_i : alloc_slot_o;
  assign next = fresh ? fresh_slot : pick;
  assign bad = Write ? bad_q[lk_slot_o] || (fresh && full_bad_i) : bad_q[lk_slot_o];
  assign dword = dword_q[lk_slot_o] || (Write && fresh && full_dword_i);

  assign lk_valid_o = picked || stall_turn || fresh;
  assign lk_slot_o = lk_force_i ? lk_force_slot_i : stall_turn ? stall_slot_i : next;
  always_comb begin
    if (fresh && !Write) begin
      lk_page_o = alloc_page_i;
      lk_key_o = alloc_key_i;
      lk_off_o = alloc_cmd_i[11:0];
      lk_attr_o = alloc_attr_i;
    end else begin
      lk_page_o = page_mem[lk_slot_o];
      lk_key_o = key_mem[lk_slot_o];
      lk_off_o = cmd_mem[lk_slot_o][11:0];
      lk_attr_o = {stall_turn, flaw_q[lk_slot_o], dword, bad, attr_mem[lk_slot_o]};
    end
  end
  assign stall_take_o = lk_take_i && stall_turn;
  assign need_o = |need_q;
  assign redo_o = |redo_q;
  assign atfw_o = atfw_q;

  // ---- Memory side -----------------------------------------------------------------------------

  logic [SlotW-1:0] send_last_q;
  logic             send_fresh;

  vtd_gate_rr #(.N(Slots)) u_send (
    .req_i(can_send), .last_i(send_last_q), .valid_o(send_valid_o), .idx_o(send_slot_o)
  );

  assign send_id_o = ids_q[send_slot_o*IdWidth +: IdWidth];
  assign send_cmd_o = cmd_mem[send_slot_o];
  // What was granted in this very cycle may go in this cycle.
  assign send_fresh = |res_grant && send_slot_o == res_slot_i;
  assign send_pfn_o = send_fresh ? res_pfn_i : pfn_mem[send_slot_o];

  // Memory answers one ID in order: the oldest sent slot of that ID is meant.
  always_comb begin
    cpl_hit_o = 1'b0;
    cpl_slot_o = '0;
    if (cpl_i) begin
      for (int i = 0; i < Slots; i = i + 1) begin
        if (sent_q[i] && ids_q[i*IdWidth +: IdWidth] == cpl_id_i &&
            ~|(pred_q[i*Slots +: Slots] & sent_q)) begin
          cpl_hit_o = 1'b1;
          cpl_slot_o = SlotW'(i);
        end
      end
    end
  end

  // ---- State -----------------------------------------------------------------------------------

  logic [Slots-1:0] take_oh, full_oh, send_oh, cpl_oh, unoffer_oh, reported_oh;
  logic [Slots-1:0] res_err, res_zero, res_need, res_offer, res_again, res_flaw;
  logic [Slots-1:0] revived, gnt_d, sent_d, open;

  assign take_oh = (lk_take_i && !stall_turn && !lk_force_i) ? One << next : '0;
  assign full_oh = full_i ? One << full_slot_i : '0;
  assign send_oh = send_take_i ? One << send_slot_o : '0;
  assign cpl_oh = (cpl_hit_o && cpl_last_i) ? One << cpl_slot_o : '0;
  assign unoffer_oh = unoffer_i ? One << work_slot_i : '0;
  assign reported_oh = reported_i ? One << work_slot_i : '0;
  // A dead gate may have taken an answered slot back meanwhile.
  assign res_oh = res_i ? (One << res_slot_i) & (infl_q | atfw_q) : '0;
  assign res_grant = res_kind_i == vtd_gate_int_pkg::ResGrant ? res_oh : '0;
  assign res_err = res_kind_i == vtd_gate_int_pkg::ResErr ? res_oh : '0;
  assign res_zero = res_kind_i == vtd_gate_int_pkg::ResZero ? res_oh : '0;
  assign res_need = res_kind_i == vtd_gate_int_pkg::ResNeed ? res_oh : '0;
  assign res_offer = res_kind_i == vtd_gate_int_pkg::ResOffer ? res_oh : '0;
  assign res_flaw = res_kind_i == vtd_gate_int_pkg::ResFlaw ? res_oh : '0;
  assign res_again = (res_kind_i == vtd_gate_int_pkg::ResAgain ? res_oh : '0) | res_flaw;

  // What waits for a verdict is looked up again; when dead, so that the lookup answers with errors.
  assign revived = unoffer_oh |
                   (redo_all_i ? need_q & ~take_oh : '0) |
                   (dead_i ? (need_q & ~take_oh) | (atfw_q & ~res_oh & ~reported_oh) |
                             (gnt_q & ~send_oh) : '0);
  assign gnt_d = (gnt_q | res_grant) & ~send_oh & ~revived;
  assign sent_d = (sent_q | send_oh) & ~cpl_oh;
  // What a drain waits for: all that was granted, and translated writes even before, as the
  // completion of a device-TLB invalidation may come as soon as their data is here.
  assign open = gnt_d | sent_d | (posted_q & ~collect_q & ~done_q);

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      busy_q <= '0;
      collect_q <= '0;
      pend_q <= '0;
      redo_q <= '0;
      infl_q <= '0;
      need_q <= '0;
      atfw_q <= '0;
      gnt_q <= '0;
      sent_q <= '0;
      done_q <= '0;
      err_q <= '0;
      zero_q <= '0;
      flaw_q <= '0;
      bad_q <= '0;
      dword_q <= '0;
      fee_q <= '0;
      old_q <= '0;
      posted_q <= '0;
      draining_o <= 1'b0;
      lk_last_q <= '0;
      send_last_q <= '0;
    end else begin
      busy_q <= (busy_q | alloc_oh) & ~free_oh & ~dropped;
      collect_q <= ((Write ? collect_q | alloc_oh : '0) & ~full_oh) & ~dropped;
      pend_q <= (pend_q | (Write ? full_oh : alloc_oh) | revived | res_again) & ~take_oh;
      redo_q <= (redo_q | revived) & ~res_oh;
      infl_q <= (infl_q | take_oh) & ~res_oh;
      need_q <= (need_q & ~take_oh & ~revived) | res_need;
      atfw_q <= (atfw_q & ~res_oh & ~reported_oh & ~revived) | res_offer;
      gnt_q <= gnt_d;
      sent_q <= sent_d;
      done_q <= (done_q | cpl_oh | res_err | res_zero | reported_oh) & ~free_oh;
      err_q <= (err_q | res_err | reported_oh) & ~alloc_oh;
      zero_q <= (zero_q | res_zero) & ~alloc_oh;
      flaw_q <= (flaw_q | res_flaw) & ~alloc_oh;
      bad_q <= (bad_q & ~alloc_oh) | (full_bad_i ? full_oh : '0) |
               (alloc_attr_i[vtd_gate_int_pkg::AttrBad] ? alloc_oh : '0);
      dword_q <= (dword_q & ~alloc_oh) | (full_dword_i ? full_oh : '0);
      fee_q <= (fee_q & ~alloc_oh) | (alloc_attr_i[vtd_gate_int_pkg::AttrFee] ? alloc_oh : '0);
      posted_q <= (posted_q & ~free_oh & ~dropped) |
                  (Write && alloc_attr_i[vtd_gate_int_pkg::AttrAtst] ? alloc_oh : '0);
      // What is granted in the cycle of the DRAIN itself was looked up before it.
      old_q <= drain_i ? open : old_q & open;
      draining_o <= |(drain_i ? open : old_q & open);
      if (lk_take_i && !stall_turn && !lk_force_i) lk_last_q <= next;
      if (send_take_i) send_last_q <= send_slot_o;
    end
    if (|res_grant) pfn_mem[res_slot_i] <= res_pfn_i;
  end

  assign done_o = done_q;
  assign err_o = err_q;
  assign zero_o = zero_q;
  assign ids_o = ids_q;
endmodule

`default_nettype wire
