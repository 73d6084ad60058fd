// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: the write half of a DMA port. A write is looked up, and so sent, only when its last beat
// is in the slot's buffer of MaxBeats beats: it reaches memory wholly or not at all, and neither
// memory nor drain ever waits for the device's W channel. Data of refused bursts is swallowed.
//
//   StallCycles  a device that withholds W or holds B this long is isolated: incomplete writes are
//                forgotten, responses discarded, nothing is accepted any more
`default_nettype none

module vtd_gate_port_wr #(
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
  input  logic [IdWidth-1:0]  awid_i,
  input  logic [63:0]         awaddr_i,
  input  logic [7:0]          awlen_i,
  input  logic [2:0]          awsize_i,
  input  logic [1:0]          awburst_i,
  input  logic                awlock_i,
  input  logic [3:0]          awcache_i,
  input  logic [2:0]          awprot_i,
  input  logic [15:0]         awsid_i,
  input  logic [19:0]         awssid_i,
  input  logic                awssidv_i,
  input  logic                awatst_i,
  input  logic                awvalid_i,
  output logic                awready_o,
  input  logic [63:0]         wdata_i,
  input  logic [7:0]          wstrb_i,
  input  logic                wlast_i,
  input  logic                wvalid_i,
  output logic                wready_o,
  output logic [IdWidth-1:0]  bid_o,
  output logic [1:0]          bresp_o,
  output logic                bvalid_o,
  input  logic                bready_i,

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
  output logic [32:0]         work_dword_o,
  input  logic                work_idle_i,
  input  logic                dead_i,
  input  logic                drain_i,
  output logic                draining_o,

  // Memory: send_take starts the burst whose data is then read by slot and beat, one cycle later
  output logic                send_valid_o,
  output logic [SlotW-1:0]    send_slot_o,
  output logic [IdWidth-1:0]  send_id_o,
  output logic [CmdW-1:0]     send_cmd_o,
  output logic [PfnWidth-1:0] send_pfn_o,
  input  logic                send_take_i,
  input  logic                data_en_i,
  input  logic [SlotW-1:0]    data_slot_i,
  input  logic [7:0]          data_beat_i,
  output logic [63:0]         data_o,
  output logic [7:0]          strb_o,
  input  logic                mem_bvalid_i,
  input  logic [IdWidth-1:0]  mem_bid_i,
  input  logic [1:0]          mem_bresp_i
);
  localparam logic [1:0] RespOkay = 2'b00;
  localparam logic [1:0] RespSlvErr = 2'b10;

  // ---- Slots -----------------------------------------------------------------------------------

  logic                     alloc, alloc_ready, full, full_bad, full_dword;
  logic [SlotW-1:0]         alloc_slot, fill_slot, cpl_slot, stall_slot_q, pick, out_slot_q;
  logic [51:0]              page;
  logic [KeyW-1:0]          key;
  logic [AttrW-1:0]         attr;
  logic [CmdW-1:0]          cmd;
  logic                     cpl_hit, finish, stall_sent_q, stall_take;
  logic [Slots-1:0]         head, done, err, zero;
  logic [Slots*IdWidth-1:0] ids;

  vtd_gate_burst #(.MaxBeats(MaxBeats)) u_burst (
    .addr_i(awaddr_i), .len_i(awlen_i), .size_i(awsize_i), .burst_i(awburst_i),
    .lock_i(awlock_i), .cache_i(awcache_i), .prot_i(awprot_i),
    .sid_i(awsid_i), .ssid_i(awssid_i), .ssidv_i(awssidv_i),
    .atst_i(awatst_i), .zlr_i(1'b0), .exec_i(1'b0),
    .page_o(page), .key_o(key), .attr_o(attr), .cmd_o(cmd)
  );

  vtd_gate_slots #(
    .Slots(Slots), .IdWidth(IdWidth), .Write(1'b1), .PfnWidth(PfnWidth)
  ) u_slots (
    .clk_i(clk_i), .rst_ni(rst_ni),
    .alloc_ready_o(alloc_ready), .alloc_slot_o(alloc_slot), .alloc_i(alloc),
    .alloc_id_i(awid_i), .alloc_page_i(page), .alloc_key_i(key), .alloc_attr_i(attr),
    .alloc_cmd_i(cmd),
    .full_i(full), .full_slot_i(fill_slot), .full_bad_i(full_bad), .full_dword_i(full_dword),
    .drop_i(isolated_i),
    .stall_i(stall_wait_o && !stall_sent_q && work_idle_i), .stall_take_o(stall_take),
    .stall_slot_i(stall_slot_q),
    .lk_force_i(lk_force_i), .lk_force_slot_i(lk_force_slot_i), .lk_fetch_i(lk_fetch_i),
    .lk_take_i(lk_take_i), .lk_valid_o(lk_valid_o), .lk_slot_o(lk_slot_o),
    .lk_page_o(lk_page_o), .lk_key_o(lk_key_o), .lk_attr_o(lk_attr_o), .lk_off_o(lk_off_o),
    .res_i(res_i), .res_kind_i(res_kind_i), .res_slot_i(res_slot_i), .res_pfn_i(res_pfn_i),
    .need_o(need_o), .redo_o(redo_o), .atfw_o(atfw_o), .redo_all_i(redo_all_i),
    .unoffer_i(unoffer_i), .reported_i(reported_i), .work_slot_i(work_slot_i), .dead_i(dead_i),
    .send_valid_o(send_valid_o), .send_slot_o(send_slot_o), .send_id_o(send_id_o),
    .send_cmd_o(send_cmd_o), .send_pfn_o(send_pfn_o), .send_take_i(send_take_i),
    .cpl_i(mem_bvalid_i), .cpl_id_i(mem_bid_i), .cpl_last_i(1'b1),
    .cpl_hit_o(cpl_hit), .cpl_slot_o(cpl_slot),
    .head_o(head), .done_o(done), .err_o(err), .zero_o(zero), .ids_o(ids),
    .free_i(finish), .free_slot_i(pick), .hold_i(bvalid_o), .hold_slot_i(out_slot_q),
    .drain_i(drain_i), .draining_o(draining_o)
  );

  // ---- Collecting data, in the order of the addresses ------------------------------------------

  logic [SlotW-1:0] order_mem [0:Slots-1];
  logic [SlotW-1:0] order_put_q, order_get_q;
  logic [SlotW:0]   order_count_q;
  logic [7:0]       len_mem [0:Slots-1];
  logic [2:0]       low_mem [0:Slots-1];
  logic [2:0]       size_mem [0:Slots-1];
  logic             collecting, beat_in, last_beat, bad_q, strays;
  logic [7:0]       beat_q;
  logic [2:0]       low;

  assign awready_o = alloc_ready && !isolated_i;
  assign alloc = awvalid_i && awready_o;
  assign collecting = order_count_q != '0 && !isolated_i;
  assign wready_o = collecting;
  assign beat_in = wvalid_i && collecting;
  assign fill_slot = order_mem[order_get_q];
  assign last_beat = beat_q == len_mem[fill_slot];
  // WLAST elsewhere than AWLEN says: the device and the gate disagree on where the burst ends.
  assign strays = wlast_i != last_beat;
  assign full = beat_in && last_beat;
  assign full_bad = bad_q || strays;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      order_put_q <= '0;
      order_get_q <= '0;
      order_count_q <= '0;
      beat_q <= 8'd0;
      bad_q <= 1'b0;
    end else begin
      if (alloc) order_put_q <= (order_put_q == SlotW'(Slots - 1)) ? '0 : order_put_q + 1'b1;
      if (full) order_get_q <= (order_get_q == SlotW'(Slots - 1)) ? '0 : order_get_q + 1'b1;
      if (alloc && !full) order_count_q <= order_count_q + 1'b1;
      if (full && !alloc) order_count_q <= order_count_q - 1'b1;
      if (beat_in) begin
        beat_q <= last_beat ? 8'd0 : beat_q + 8'd1;
        bad_q <= !last_beat && (bad_q || strays);
      end
    end
    if (alloc) begin
      order_mem[order_put_q] <= alloc_slot;
      len_mem[alloc_slot] <= awlen_i;
      low_mem[alloc_slot] <= awaddr_i[2:0];
      size_mem[alloc_slot] <= awsize_i;
    end
  end

  // An interrupt request: one beat with four strobes that are one aligned DWORD.
  logic [32:0] dword_mem [0:Slots-1];
  logic        high;

  assign low = low_mem[fill_slot];
  assign high = wstrb_i[7];
  assign full_dword = len_mem[fill_slot] == 8'd0 &&
      (high ? wstrb_i == 8'hf0 && (low == 3'd4 || (low == 3'd0 && size_mem[fill_slot] == 3'd3))
            : wstrb_i == 8'h0f && low == 3'd0);

  always_ff @(posedge clk_i) begin
    if (full) dword_mem[fill_slot] <= {high, high ? wdata_i[63:32] : wdata_i[31:0]};
  end
  assign work_dword_o = dword_mem[work_slot_i];

  // ---- Data buffers ----------------------------------------------------------------------------

  logic [63:0] data_mem [0:Slots*MaxBeats-1];
  logic [7:0]  strb_mem [0:Slots*MaxBeats-1];
  logic [SlotW+BeatW-1:0] put_at, get_at;

  assign put_at = {fill_slot, beat_q[BeatW-1:0]};
  assign get_at = {data_slot_i, data_beat_i[BeatW-1:0]};

  always_ff @(posedge clk_i) begin
    if (beat_in) begin
      data_mem[put_at] <= wdata_i;
      strb_mem[put_at] <= wstrb_i;
    end
    if (data_en_i) begin
      data_o <= data_mem[get_at];
      strb_o <= strb_mem[get_at];
    end
  end

  // ---- Responses -------------------------------------------------------------------------------

  logic             picked, emit;
  logic [SlotW-1:0] last_q;
  logic [1:0]       resp_mem [0:Slots-1];
  logic [1:0]       resp;

  vtd_gate_rr #(.N(Slots)) u_pick (
    .req_i(head & done), .last_i(last_q), .valid_o(picked), .idx_o(pick)
  );

  assign emit = picked && !isolated_i && (!bvalid_o || bready_i);
  assign finish = isolated_i ? picked : emit;
  assign resp = err[pick] ? RespSlvErr : zero[pick] ? RespOkay : resp_mem[pick];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      bvalid_o <= 1'b0;
      last_q <= '0;
    end else begin
      if (emit) bvalid_o <= 1'b1;
      else if (bready_i) bvalid_o <= 1'b0;
      if (finish) last_q <= pick;
    end
    if (emit) begin
      bid_o <= ids[pick*IdWidth +: IdWidth];
      bresp_o <= resp;
      out_slot_q <= pick;
    end
    if (cpl_hit) resp_mem[cpl_slot] <= mem_bresp_i;
  end

  // ---- Isolation -------------------------------------------------------------------------------

  logic w_stalled, b_stalled;

  vtd_gate_stall #(.Cycles(StallCycles)) u_stall_w (
    .clk_i(clk_i), .rst_ni(rst_ni), .held_i(collecting && !wvalid_i), .stalled_o(w_stalled)
  );
  vtd_gate_stall #(.Cycles(StallCycles)) u_stall_b (
    .clk_i(clk_i), .rst_ni(rst_ni), .held_i(bvalid_o && !bready_i && !isolated_i),
    .stalled_o(b_stalled)
  );
  assign stalled_o = w_stalled || b_stalled;

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
      if (stall_report_i) stall_slot_q <= b_stalled ? out_slot_q : fill_slot;
    end
  end
endmodule

`default_nettype wire
