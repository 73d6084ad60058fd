// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: the read half of a DMA port. Each slot owns a response buffer of MaxBeats beats, so what
// was sent to memory always finds room and memory never waits for the device. Responses leave in
// the order of their ID, each as one run of beats, starting when its first beat is here.
//
//   StallCycles  a device that holds R this long is isolated: what stands at RVALID stays, further
//                responses are discarded as they complete, nothing is accepted any more
`default_nettype none

module vtd_gate_port_rd #(
  parameter integer Slots = 8,
  parameter integer IdWidth = 4,
  parameter integer MaxBeats = 256,
  parameter integer PfnWidth = 40,
  parameter integer StallCycles = 65536,
  localparam integer SlotW = $clog2(Slots),
  localparam integer BeatW = $clog2(MaxBeats),
  localparam integer KeyW = vtd_gate_int_pkg::KeyW,
  localparam integer CmdW = vtd_gate_int_pkg::CmdW,
  localparam integer AttrW = vtd_gate_int_pkg::AttrW
) (
  input  logic                clk_i,
  input  logic                rst_ni,

  // Device
  input  logic [IdWidth-1:0]  arid_i,
  input  logic [63:0]         araddr_i,
  input  logic [7:0]          arlen_i,
  input  logic [2:0]          arsize_i,
  input  logic [1:0]          arburst_i,
  input  logic                arlock_i,
  input  logic [3:0]          arcache_i,
  input  logic [2:0]          arprot_i,
  input  logic [15:0]         arsid_i,
  input  logic [19:0]         arssid_i,
  input  logic                arssidv_i,
  input  logic                aratst_i,
  input  logic                arzlr_i,
  input  logic                arvalid_i,
  output logic                arready_o,
  output logic [IdWidth-1:0]  rid_o,
  output logic [63:0]         rdata_o,
  output logic [1:0]          rresp_o,
  output logic                rlast_o,
  output logic                rvalid_o,
  input  logic                rready_i,

  // Isolation: stalled asks for it, stall_report has this half report it; stall_end says that the
  // report came through the pipeline, stall_ack that it is in the work register; stall_wait: not
  // there yet
  input  logic                isolated_i,
  output logic                stalled_o,
  input  logic                stall_report_i,
  input  logic                stall_end_i,
  input  logic                stall_ack_i,
  output logic                stall_wait_o,

  // Lookup, firmware, drain: see vtd_gate_slots
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
  output logic                need_o,
  output logic                redo_o,
  output logic [Slots-1:0]    atfw_o,
  input  logic                redo_all_i,
  input  logic                unoffer_i,
  input  logic                reported_i,
  input  logic [SlotW-1:0]    work_slot_i,
  input  logic                work_idle_i,
  input  logic                dead_i,
  input  logic                drain_i,
  output logic                draining_o,

  // Memory
  output logic                send_valid_o,
  output logic [IdWidth-1:0]  send_id_o,
  output logic [CmdW-1:0]     send_cmd_o,
  output logic [PfnWidth-1:0] send_pfn_o,
  input  logic                send_take_i,
  input  logic                mem_rvalid_i,
  input  logic [IdWidth-1:0]  mem_rid_i,
  input  logic [63:0]         mem_rdata_i,
  input  logic [1:0]          mem_rresp_i,
  input  logic                mem_rlast_i
);
  localparam logic [1:0] RespOkay = 2'b00;
  localparam logic [1:0] RespSlvErr = 2'b10;
  localparam logic [Slots-1:0] One = Slots'(1);

  // ---- Slots -----------------------------------------------------------------------------------

  logic                     alloc, alloc_ready;
  logic [SlotW-1:0]         alloc_slot, cpl_slot, stall_slot_q, unused_send_slot;
  logic [51:0]              page;
  logic [KeyW-1:0]          key;
  logic [AttrW-1:0]         attr;
  logic [CmdW-1:0]          cmd;
  logic                     cpl_hit, finish, stall_sent_q, stall_take;
  logic [SlotW-1:0]         sel, out_slot_q;
  logic [Slots-1:0]         head, done, err, zero;
  logic [Slots*IdWidth-1:0] ids;

  assign arready_o = alloc_ready && !isolated_i;
  assign alloc = arvalid_i && arready_o;

  vtd_gate_burst #(.MaxBeats(MaxBeats)) u_burst (
    .addr_i(araddr_i), .len_i(arlen_i), .size_i(arsize_i), .burst_i(arburst_i),
    .lock_i(arlock_i), .cache_i(arcache_i), .prot_i(arprot_i),
    .sid_i(arsid_i), .ssid_i(arssid_i), .ssidv_i(arssidv_i),
    .atst_i(aratst_i), .zlr_i(arzlr_i), .exec_i(arprot_i[2]),
    .page_o(page), .key_o(key), .attr_o(attr), .cmd_o(cmd)
  );

  vtd_gate_slots #(
    .Slots(Slots), .IdWidth(IdWidth), .Write(1'b0), .PfnWidth(PfnWidth)
  ) u_slots (
    .clk_i(clk_i), .rst_ni(rst_ni),
    .alloc_ready_o(alloc_ready), .alloc_slot_o(alloc_slot), .alloc_i(alloc),
    .alloc_id_i(arid_i), .alloc_page_i(page), .alloc_key_i(key), .alloc_attr_i(attr),
    .alloc_cmd_i(cmd),
    .full_i(1'b0), .full_slot_i(SlotW'(0)), .full_bad_i(1'b0), .full_dword_i(1'b0),
    .drop_i(1'b0),
    .stall_i(stall_wait_o && !stall_sent_q && work_idle_i), .stall_take_o(stall_take),
    .stall_slot_i(stall_slot_q),
    .lk_force_i(lk_force_i), .lk_force_slot_i(lk_force_slot_i), .lk_fetch_i(lk_fetch_i),
    .lk_take_i(lk_take_i), .lk_valid_o(lk_valid_o), .lk_slot_o(lk_slot_o),
    .lk_page_o(lk_page_o), .lk_key_o(lk_key_o), .lk_attr_o(lk_attr_o), .lk_off_o(lk_off_o),
    .res_i(res_i), .res_kind_i(res_kind_i), .res_slot_i(res_slot_i), .res_pfn_i(res_pfn_i),
    .need_o(need_o), .redo_o(redo_o), .atfw_o(atfw_o), .redo_all_i(redo_all_i),
    .unoffer_i(unoffer_i), .reported_i(reported_i), .work_slot_i(work_slot_i), .dead_i(dead_i),
    .send_valid_o(send_valid_o), .send_slot_o(unused_send_slot), .send_id_o(send_id_o),
    .send_cmd_o(send_cmd_o), .send_pfn_o(send_pfn_o), .send_take_i(send_take_i),
    .cpl_i(mem_rvalid_i), .cpl_id_i(mem_rid_i), .cpl_last_i(mem_rlast_i),
    .cpl_hit_o(cpl_hit), .cpl_slot_o(cpl_slot),
    .head_o(head), .done_o(done), .err_o(err), .zero_o(zero), .ids_o(ids),
    .free_i(finish), .free_slot_i(sel), .hold_i(rvalid_o), .hold_slot_i(out_slot_q),
    .drain_i(drain_i), .draining_o(draining_o)
  );

  // ---- Response buffers ------------------------------------------------------------------------

  logic [63:0]      data_mem [0:Slots*MaxBeats-1];
  logic [1:0]       resp_mem [0:Slots*MaxBeats-1];
  logic [7:0]       count_mem [0:Slots-1];
  logic [7:0]       len_mem [0:Slots-1];
  logic [Slots-1:0] some_q;
  logic [7:0]       put_beat;
  logic [SlotW+BeatW-1:0] put_at, get_at;

  assign put_beat = some_q[cpl_slot] ? count_mem[cpl_slot] : 8'd0;
  assign put_at = {cpl_slot, put_beat[BeatW-1:0]};

  always_ff @(posedge clk_i) begin
    if (cpl_hit) begin
      data_mem[put_at] <= mem_rdata_i;
      resp_mem[put_at] <= mem_rresp_i;
      count_mem[cpl_slot] <= put_beat + 8'd1;
    end
    if (alloc) len_mem[alloc_slot] <= arlen_i;
    if (!rst_ni) some_q <= '0;
    else some_q <= (some_q | (cpl_hit ? One << cpl_slot : '0)) &
                   ~(alloc ? One << alloc_slot : '0) & ~(finish ? One << sel : '0);
  end

  // ---- Responses -------------------------------------------------------------------------------

  logic             running_q, picked, here, emit, last_beat;
  logic [SlotW-1:0] run_slot_q, pick;
  logic [7:0]       beat_q;
  logic [Slots-1:0] ready_to_start;
  logic [63:0]      out_data_q;
  logic [1:0]       out_resp_q;
  logic             out_err_q, out_zero_q;

  assign ready_to_start = running_q ? '0 : head & (isolated_i ? done : done | some_q);

  vtd_gate_rr #(.N(Slots)) u_pick (
    .req_i(ready_to_start), .last_i(run_slot_q), .valid_o(picked), .idx_o(pick)
  );

  assign sel = running_q ? run_slot_q : pick;
  assign get_at = {sel, beat_q[BeatW-1:0]};
  // A complete response counts as here whatever its count, which wraps at 256 beats.
  assign here = running_q ? done[sel] || beat_q < count_mem[sel] : picked;
  assign emit = here && !isolated_i && (!rvalid_o || rready_i);
  assign last_beat = beat_q == len_mem[sel];
  assign finish = isolated_i ? picked : emit && last_beat;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      running_q <= 1'b0;
      run_slot_q <= '0;
      beat_q <= 8'd0;
      rvalid_o <= 1'b0;
    end else begin
      if (emit) begin
        running_q <= !last_beat;
        run_slot_q <= sel;
        beat_q <= last_beat ? 8'd0 : beat_q + 8'd1;
      end else if (isolated_i) begin
        running_q <= 1'b0;
        beat_q <= 8'd0;
      end
      if (emit) rvalid_o <= 1'b1;
      else if (rready_i) rvalid_o <= 1'b0;
    end
    if (emit) begin
      rid_o <= ids[sel*IdWidth +: IdWidth];
      rlast_o <= last_beat;
      out_slot_q <= sel;
      out_err_q <= err[sel];
      out_zero_q <= zero[sel];
      out_data_q <= data_mem[get_at];
      out_resp_q <= resp_mem[get_at];
    end
  end

  assign rdata_o = (out_err_q || out_zero_q) ? 64'h0 : out_data_q;
  assign rresp_o = out_err_q ? RespSlvErr : out_zero_q ? RespOkay : out_resp_q;

  // ---- Isolation -------------------------------------------------------------------------------

  vtd_gate_stall #(.Cycles(StallCycles)) u_stall (
    .clk_i(clk_i), .rst_ni(rst_ni), .held_i(rvalid_o && !rready_i && !isolated_i),
    .stalled_o(stalled_o)
  );

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      stall_wait_o <= 1'b0;
      stall_sent_q <= 1'b0;
      stall_slot_q <= '0;
    end else begin
      if (stall_report_i) stall_wait_o <= 1'b1;
      else if (stall_ack_i) stall_wait_o <= 1'b0;
      if (stall_take) stall_sent_q <= 1'b1;
      else if (stall_end_i) stall_sent_q <= 1'b0;
      if (stall_report_i) stall_slot_q <= out_slot_q;
    end
  end
endmodule

`default_nettype wire
