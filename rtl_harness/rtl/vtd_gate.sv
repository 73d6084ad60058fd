// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: stands between DMA ports and memory and lets through only what the firmware allowed. It
// knows keys (source, PASID, privilege), each bound to a tag (an address space), and pages of tags;
// whatever those do not positively allow waits in its slot until the firmware has answered.
//
//   dma_* --> port halves: slots, data and response buffers --> AR / AW+W arbiter --> mem_*
//                 | candidate          ^ verdict
//                 v                    |
//             vtd_gate_pick --> vtd_gate_lookup: keys -> IOTLB, BIG -> output check
//                 ^ answers, sweeps    | miss, interrupt, report
//             answer, inv, mode  <-- mailbox words <-- vtd_gate_work (one offered record)
//
// The gate alone refuses (SLVERR): everything in mode BLOCK or when dead; translated requests in
// mode PASS; bursts of vtd_gate_burst (reported); addresses after translation that lie in
// FEE0_0000-FEEF_FFFF, beyond HAW, in protected memory or in a forbidden range (reported, WORK1
// holds the address before translation).
//
// Firmware side, one clock, words as in vtd_gate.def:
//   work   work_valid_o with work0_o, work1_o: what a read of WORK0 returns now; both stay until
//          taken or until an answer or a change of mode makes the gate look again, and may change
//          then. work_take_i, one cycle, with work_valid_o: WORK0 is being read, its value and that
//          of WORK1 are those of this cycle. A take of MISS or INTR wants one answer.
//   ans    ANSWER and ANSWER_PA. ans_valid_i with both words, held until ans_ready_o is high for
//          one cycle: the answer is in force. An answer for a slot that waits for none is ignored.
//   inv    INV and INV_ADDR, same handshake: ready means in force for every later lookup, and for
//          DRAIN and SWEEP that draining_o or sweeping_o is high from the next cycle on.
//   mode   MODE, same handshake. mode_o is what is in force.
//   pmr    PMR_LOW, PMR_HIGH_BASE and PMR_HIGH_LIMIT as last committed; for every later lookup
//   host_te_set_i, host_te_clear_i: one cycle, the host wrote GCMD with TE = 1 or TE = 0.
//   dead_i: level, for good. Nothing more is sent to memory, everything parked gets its error.
// The bounds on ready: ANSWER 12 cycles, INV 8 plus KeySets or, behind an INV_PAGE of many pages,
// plus 2 * Sets; MODE none.
//
// Timing: lookups enter one a cycle. With nothing else on its way a hit stands at mem_ar* four
// cycles after it was taken, or at mem_aw* four cycles after its last W beat; a beat of memory
// stands at dma_r* two cycles later.
//
//   NumPorts       DMA ports, 1..8
//   IdWidth        AXI ID bits of a DMA port; memory sees {port, ID}, so it keeps order by ID too
//   RdSlots        reads a port may have parked or outstanding, 2..32; WrSlots: writes
//   MaxBeats       beats a slot holds, a power of two, 4..256; longer bursts are refused
//   TagBits        tags are 0 .. 2^TagBits-1, 2..11
//   Sets, Ways     IOTLB of 4 KiB pages, powers of two
//   BigEntries     entries for larger pages
//   KeySets, KeyWays  table of keys, powers of two; KeySets no larger than Sets, 2..256
//   StallCycles    cycles a device may hold W, R or B before its port is isolated until reset
//   HawMax         host address bits of this build, 32..64
//   NumForbid      ranges no device may reach, ForbidBase to ForbidLimit inclusive, 64 bits each
`default_nettype none

module vtd_gate #(
  parameter integer NumPorts = 4,
  parameter integer IdWidth = 4,
  parameter integer RdSlots = 8,
  parameter integer WrSlots = 8,
  parameter integer MaxBeats = 256,
  parameter integer TagBits = 8,
  parameter integer Sets = 64,
  parameter integer Ways = 4,
  parameter integer BigEntries = 8,
  parameter integer KeySets = 16,
  parameter integer KeyWays = 4,
  parameter integer StallCycles = 65536,
  parameter integer HawMax = 52,
  parameter integer NumForbid = 1,
  parameter [NumForbid*64-1:0] ForbidBase = '1,
  parameter [NumForbid*64-1:0] ForbidLimit = '0,
  localparam integer MemIdWidth = IdWidth + $clog2(NumPorts)
) (
  input  logic                        clk_i,
  input  logic                        rst_ni,

  // Devices: AXI4 with the signals of an untranslated transaction; exec requested is ARPROT[2],
  // privileged is AxPROT[0]
  input  logic [NumPorts*IdWidth-1:0] dma_awid_i,
  input  logic [NumPorts*64-1:0]      dma_awaddr_i,
  input  logic [NumPorts*8-1:0]       dma_awlen_i,
  input  logic [NumPorts*3-1:0]       dma_awsize_i,
  input  logic [NumPorts*2-1:0]       dma_awburst_i,
  input  logic [NumPorts-1:0]         dma_awlock_i,
  input  logic [NumPorts*4-1:0]       dma_awcache_i,
  input  logic [NumPorts*3-1:0]       dma_awprot_i,
  input  logic [NumPorts*16-1:0]      dma_awsid_i,
  input  logic [NumPorts*20-1:0]      dma_awssid_i,
  input  logic [NumPorts-1:0]         dma_awssidv_i,
  input  logic [NumPorts-1:0]         dma_awatst_i,
  input  logic [NumPorts-1:0]         dma_awvalid_i,
  output logic [NumPorts-1:0]         dma_awready_o,
  input  logic [NumPorts*64-1:0]      dma_wdata_i,
  input  logic [NumPorts*8-1:0]       dma_wstrb_i,
  input  logic [NumPorts-1:0]         dma_wlast_i,
  input  logic [NumPorts-1:0]         dma_wvalid_i,
  output logic [NumPorts-1:0]         dma_wready_o,
  output logic [NumPorts*IdWidth-1:0] dma_bid_o,
  output logic [NumPorts*2-1:0]       dma_bresp_o,
  output logic [NumPorts-1:0]         dma_bvalid_o,
  input  logic [NumPorts-1:0]         dma_bready_i,
  input  logic [NumPorts*IdWidth-1:0] dma_arid_i,
  input  logic [NumPorts*64-1:0]      dma_araddr_i,
  input  logic [NumPorts*8-1:0]       dma_arlen_i,
  input  logic [NumPorts*3-1:0]       dma_arsize_i,
  input  logic [NumPorts*2-1:0]       dma_arburst_i,
  input  logic [NumPorts-1:0]         dma_arlock_i,
  input  logic [NumPorts*4-1:0]       dma_arcache_i,
  input  logic [NumPorts*3-1:0]       dma_arprot_i,
  input  logic [NumPorts*16-1:0]      dma_arsid_i,
  input  logic [NumPorts*20-1:0]      dma_arssid_i,
  input  logic [NumPorts-1:0]         dma_arssidv_i,
  input  logic [NumPorts-1:0]         dma_aratst_i,
  input  logic [NumPorts-1:0]         dma_arzlr_i,
  input  logic [NumPorts-1:0]         dma_arvalid_i,
  output logic [NumPorts-1:0]         dma_arready_o,
  output logic [NumPorts*IdWidth-1:0] dma_rid_o,
  output logic [NumPorts*64-1:0]      dma_rdata_o,
  output logic [NumPorts*2-1:0]       dma_rresp_o,
  output logic [NumPorts-1:0]         dma_rlast_o,
  output logic [NumPorts-1:0]         dma_rvalid_o,
  input  logic [NumPorts-1:0]         dma_rready_i,

  // Memory: AXI4 master; responses are always accepted at once
  output logic [MemIdWidth-1:0]       mem_awid_o,
  output logic [63:0]                 mem_awaddr_o,
  output logic [7:0]                  mem_awlen_o,
  output logic [2:0]                  mem_awsize_o,
  output logic [1:0]                  mem_awburst_o,
  output logic                        mem_awlock_o,
  output logic [3:0]                  mem_awcache_o,
  output logic [2:0]                  mem_awprot_o,
  output logic                        mem_awvalid_o,
  input  logic                        mem_awready_i,
  output logic [63:0]                 mem_wdata_o,
  output logic [7:0]                  mem_wstrb_o,
  output logic                        mem_wlast_o,
  output logic                        mem_wvalid_o,
  input  logic                        mem_wready_i,
  input  logic [MemIdWidth-1:0]       mem_bid_i,
  input  logic [1:0]                  mem_bresp_i,
  input  logic                        mem_bvalid_i,
  output logic                        mem_bready_o,
  output logic [MemIdWidth-1:0]       mem_arid_o,
  output logic [63:0]                 mem_araddr_o,
  output logic [7:0]                  mem_arlen_o,
  output logic [2:0]                  mem_arsize_o,
  output logic [1:0]                  mem_arburst_o,
  output logic                        mem_arlock_o,
  output logic [3:0]                  mem_arcache_o,
  output logic [2:0]                  mem_arprot_o,
  output logic                        mem_arvalid_o,
  input  logic                        mem_arready_i,
  input  logic [MemIdWidth-1:0]       mem_rid_i,
  input  logic [63:0]                 mem_rdata_i,
  input  logic [1:0]                  mem_rresp_i,
  input  logic                        mem_rlast_i,
  input  logic                        mem_rvalid_i,
  output logic                        mem_rready_o,

  // Firmware, through the mailbox
  output logic                        work_valid_o,
  output logic [63:0]                 work0_o,
  output logic [63:0]                 work1_o,
  input  logic                        work_take_i,
  input  logic                        ans_valid_i,
  output logic                        ans_ready_o,
  input  logic [63:0]                 ans_i,
  input  logic [63:0]                 ans_pa_i,
  input  logic                        inv_valid_i,
  output logic                        inv_ready_o,
  input  logic [63:0]                 inv_i,
  input  logic [63:0]                 inv_addr_i,
  input  logic                        mode_valid_i,
  output logic                        mode_ready_o,
  input  logic [63:0]                 mode_i,
  output logic                        draining_o,
  output logic                        sweeping_o,
  output logic [1:0]                  mode_o,
  input  logic [63:0]                 pmr_low_i,
  input  logic [63:0]                 pmr_base_i,
  input  logic [63:0]                 pmr_limit_i,

  // Counters: requests accepted, looked up, let through without the firmware
  output logic [2*NumPorts-1:0]       seen_request_o,
  output logic                        seen_look_o,
  output logic                        seen_hit_o,

  // Watchdog and host
  input  logic                        dead_i,
  input  logic                        host_te_set_i,
  input  logic                        host_te_clear_i
);
  localparam integer Requesters = 2 * NumPorts;
  localparam integer ReqW = $clog2(Requesters);
  localparam integer RdSlotW = $clog2(RdSlots);
  localparam integer WrSlotW = $clog2(WrSlots);
  localparam integer SlotW = (RdSlotW > WrSlotW) ? RdSlotW : WrSlotW;
  localparam integer MaxSlots = 1 << SlotW;
  localparam integer PfnWidth = HawMax - 12;
  localparam integer SetW = $clog2(Sets);
  localparam integer BigW = $clog2(BigEntries);
  localparam integer IdxW = (BigW > SetW) ? BigW : SetW;
  localparam integer IotlbWayW = (Ways > 1) ? $clog2(Ways) : 1;
  localparam integer KeyWayW = (KeyWays > 1) ? $clog2(KeyWays) : 1;
  localparam integer WayW = (IotlbWayW > KeyWayW) ? IotlbWayW : KeyWayW;
  localparam integer KeyW = vtd_gate_int_pkg::KeyW;
  localparam integer CmdW = vtd_gate_int_pkg::CmdW;
  localparam integer AttrW = vtd_gate_int_pkg::AttrW;
  localparam logic [1:0] BurstIncr = 2'b01;

  if (NumPorts < 1 || NumPorts > 8 || IdWidth < 1 || IdWidth > 16 ||
      RdSlots < 2 || RdSlots > 32 || WrSlots < 2 || WrSlots > 32 || SlotW + ReqW > 8 ||
      MaxBeats < 4 || MaxBeats > 256 || MaxBeats != (1 << $clog2(MaxBeats)) ||
      TagBits < 2 || TagBits > 11 || Sets < 4 || Sets > 256 || Sets != (1 << $clog2(Sets)) ||
      Ways < 2 || Ways > 16 || Ways != (1 << $clog2(Ways)) || BigEntries < 2 || BigEntries > 64 ||
      KeySets < 2 || KeySets > Sets || KeySets != (1 << $clog2(KeySets)) ||
      KeyWays < 2 || KeyWays > 16 || KeyWays != (1 << $clog2(KeyWays)) ||
      StallCycles < 16 || HawMax < 32 || HawMax > 64 || NumForbid < 1) begin : g_check
    vtd_gate_parameter_out_of_range u_parameter_out_of_range ();
  end

  // ---- Ports -----------------------------------------------------------------------------------

  // Requesters: reads of port 0 and up, then writes of port 0 and up.
  logic [Requesters-1:0]       lk_force, lk_fetch, lk_take, lk_valid, res, need, redo;
  logic [Requesters-1:0]       unoffer, reported;
  logic [Requesters-1:0]       draining, stalled, stall_report, stall_end, stall_ack, stall_wait;
  logic [Requesters-1:0]       send_valid, send_take;
  logic [Requesters*SlotW-1:0] lk_slot;
  logic [Requesters*52-1:0]    lk_page;
  logic [Requesters*KeyW-1:0]  lk_key;
  logic [Requesters*AttrW-1:0] lk_attr;
  logic [Requesters*12-1:0]    lk_off;
  logic [Requesters*MaxSlots-1:0]   atfw;
  logic [Requesters*IdWidth-1:0]    send_id;
  logic [Requesters*CmdW-1:0]       send_cmd;
  logic [Requesters*PfnWidth-1:0]   send_pfn;
  logic [NumPorts*SlotW-1:0]   send_slot;
  logic [NumPorts-1:0]         isolated_q, data_en, rvalid, bvalid;
  logic [NumPorts*64-1:0]      data;
  logic [NumPorts*8-1:0]       strb;
  logic [NumPorts*33-1:0]      dword;
  logic [SlotW-1:0]            ans_slot, res_slot, work_slot, data_slot;
  logic [7:0]                  data_beat;
  logic [2:0]                  res_kind;
  logic [PfnWidth-1:0]         res_pfn;
  logic                        redo_all, work_idle, drain;

  for (genvar p = 0; p < NumPorts; p = p + 1) begin : g_port
    localparam integer R = p;
    localparam integer W = NumPorts + p;
    logic [RdSlotW-1:0] rd_slot;
    logic [WrSlotW-1:0] wr_slot, wr_send_slot;
    logic [RdSlots-1:0] rd_atfw;
    logic [WrSlots-1:0] wr_atfw;

    assign lk_slot[R*SlotW +: SlotW] = SlotW'(rd_slot);
    assign lk_slot[W*SlotW +: SlotW] = SlotW'(wr_slot);
    assign send_slot[p*SlotW +: SlotW] = SlotW'(wr_send_slot);
    assign atfw[R*MaxSlots +: MaxSlots] = MaxSlots'(rd_atfw);
    assign atfw[W*MaxSlots +: MaxSlots] = MaxSlots'(wr_atfw);
    assign rvalid[p] = mem_rvalid_i && (32'(mem_rid_i) >> IdWidth) == p;
    assign bvalid[p] = mem_bvalid_i && (32'(mem_bid_i) >> IdWidth) == p;
    assign stall_report[R] = stalled[R] && !isolated_q[p];
    assign stall_report[W] = stalled[W] && !stalled[R] && !isolated_q[p];

    always_ff @(posedge clk_i) begin
      if (!rst_ni) isolated_q[p] <= 1'b0;
      else if (stalled[R] || stalled[W]) isolated_q[p] <= 1'b1;
    end

    vtd_gate_port_rd #(
      .Slots(RdSlots), .IdWidth(IdWidth), .MaxBeats(MaxBeats), .PfnWidth(PfnWidth),
      .StallCycles(StallCycles)
    ) u_rd (
      .clk_i(clk_i), .rst_ni(rst_ni),
      .arid_i(dma_arid_i[p*IdWidth +: IdWidth]), .araddr_i(dma_araddr_i[p*64 +: 64]),
      .arlen_i(dma_arlen_i[p*8 +: 8]), .arsize_i(dma_arsize_i[p*3 +: 3]),
      .arburst_i(dma_arburst_i[p*2 +: 2]), .arlock_i(dma_arlock_i[p]),
      .arcache_i(dma_arcache_i[p*4 +: 4]), .arprot_i(dma_arprot_i[p*3 +: 3]),
      .arsid_i(dma_arsid_i[p*16 +: 16]), .arssid_i(dma_arssid_i[p*20 +: 20]),
      .arssidv_i(dma_arssidv_i[p]), .aratst_i(dma_aratst_i[p]), .arzlr_i(dma_arzlr_i[p]),
      .arvalid_i(dma_arvalid_i[p]), .arready_o(dma_arready_o[p]),
      .rid_o(dma_rid_o[p*IdWidth +: IdWidth]), .rdata_o(dma_rdata_o[p*64 +: 64]),
      .rresp_o(dma_rresp_o[p*2 +: 2]), .rlast_o(dma_rlast_o[p]),
      .rvalid_o(dma_rvalid_o[p]), .rready_i(dma_rready_i[p]),
      .isolated_i(isolated_q[p]), .stalled_o(stalled[R]), .stall_report_i(stall_report[R]),
      .stall_end_i(stall_end[R]), .stall_ack_i(stall_ack[R]), .stall_wait_o(stall_wait[R]),
      .lk_force_i(lk_force[R]), .lk_force_slot_i(ans_slot[RdSlotW-1:0]), .lk_fetch_i(lk_fetch[R]),
      .lk_take_i(lk_take[R]), .lk_valid_o(lk_valid[R]), .lk_slot_o(rd_slot),
      .lk_page_o(lk_page[R*52 +: 52]), .lk_key_o(lk_key[R*KeyW +: KeyW]),
      .lk_attr_o(lk_attr[R*AttrW +: AttrW]), .lk_off_o(lk_off[R*12 +: 12]),
      .res_i(res[R]), .res_kind_i(res_kind), .res_slot_i(res_slot[RdSlotW-1:0]),
      .res_pfn_i(res_pfn), .need_o(need[R]), .redo_o(redo[R]), .atfw_o(rd_atfw),
      .redo_all_i(redo_all), .unoffer_i(unoffer[R]), .reported_i(reported[R]),
      .work_slot_i(work_slot[RdSlotW-1:0]), .work_idle_i(work_idle), .dead_i(dead_i),
      .drain_i(drain), .draining_o(draining[R]),
      .send_valid_o(send_valid[R]), .send_id_o(send_id[R*IdWidth +: IdWidth]),
      .send_cmd_o(send_cmd[R*CmdW +: CmdW]), .send_pfn_o(send_pfn[R*PfnWidth +: PfnWidth]),
      .send_take_i(send_take[R]),
      .mem_rvalid_i(rvalid[p]), .mem_rid_i(mem_rid_i[IdWidth-1:0]), .mem_rdata_i(mem_rdata_i),
      .mem_rresp_i(mem_rresp_i), .mem_rlast_i(mem_rlast_i)
    );

    vtd_gate_port_wr #(
      .Slots(WrSlots), .IdWidth(IdWidth), .MaxBeats(MaxBeats), .PfnWidth(PfnWidth),
      .StallCycles(StallCycles)
    ) u_wr (
      .clk_i(clk_i), .rst_ni(rst_ni),
      .awid_i(dma_awid_i[p*IdWidth +: IdWidth]), .awaddr_i(dma_awaddr_i[p*64 +: 64]),
      .awlen_i(dma_awlen_i[p*8 +: 8]), .awsize_i(dma_awsize_i[p*3 +: 3]),
      .awburst_i(dma_awburst_i[p*2 +: 2]), .awlock_i(dma_awlock_i[p]),
      .awcache_i(dma_awcache_i[p*4 +: 4]), .awprot_i(dma_awprot_i[p*3 +: 3]),
      .awsid_i(dma_awsid_i[p*16 +: 16]), .awssid_i(dma_awssid_i[p*20 +: 20]),
      .awssidv_i(dma_awssidv_i[p]), .awatst_i(dma_awatst_i[p]),
      .awvalid_i(dma_awvalid_i[p]), .awready_o(dma_awready_o[p]),
      .wdata_i(dma_wdata_i[p*64 +: 64]), .wstrb_i(dma_wstrb_i[p*8 +: 8]),
      .wlast_i(dma_wlast_i[p]), .wvalid_i(dma_wvalid_i[p]), .wready_o(dma_wready_o[p]),
      .bid_o(dma_bid_o[p*IdWidth +: IdWidth]), .bresp_o(dma_bresp_o[p*2 +: 2]),
      .bvalid_o(dma_bvalid_o[p]), .bready_i(dma_bready_i[p]),
      .isolated_i(isolated_q[p]), .stalled_o(stalled[W]), .stall_report_i(stall_report[W]),
      .stall_end_i(stall_end[W]), .stall_ack_i(stall_ack[W]), .stall_wait_o(stall_wait[W]),
      .lk_force_i(lk_force[W]), .lk_force_slot_i(ans_slot[WrSlotW-1:0]), .lk_fetch_i(lk_fetch[W]),
      .lk_take_i(lk_take[W]), .lk_valid_o(lk_valid[W]), .lk_slot_o(wr_slot),
      .lk_page_o(lk_page[W*52 +: 52]), .lk_key_o(lk_key[W*KeyW +: KeyW]),
      .lk_attr_o(lk_attr[W*AttrW +: AttrW]), .lk_off_o(lk_off[W*12 +: 12]),
      .res_i(res[W]), .res_kind_i(res_kind), .res_slot_i(res_slot[WrSlotW-1:0]),
      .res_pfn_i(res_pfn), .need_o(need[W]), .redo_o(redo[W]), .atfw_o(wr_atfw),
      .redo_all_i(redo_all), .unoffer_i(unoffer[W]), .reported_i(reported[W]),
      .work_slot_i(work_slot[WrSlotW-1:0]), .work_dword_o(dword[p*33 +: 33]),
      .work_idle_i(work_idle), .dead_i(dead_i), .drain_i(drain), .draining_o(draining[W]),
      .send_valid_o(send_valid[W]), .send_slot_o(wr_send_slot),
      .send_id_o(send_id[W*IdWidth +: IdWidth]),
      .send_cmd_o(send_cmd[W*CmdW +: CmdW]), .send_pfn_o(send_pfn[W*PfnWidth +: PfnWidth]),
      .send_take_i(send_take[W]), .data_en_i(data_en[p]),
      .data_slot_i(data_slot[WrSlotW-1:0]), .data_beat_i(data_beat),
      .data_o(data[p*64 +: 64]), .strb_o(strb[p*8 +: 8]),
      .mem_bvalid_i(bvalid[p]), .mem_bid_i(mem_bid_i[IdWidth-1:0]), .mem_bresp_i(mem_bresp_i)
    );
  end

  // ---- Memory ----------------------------------------------------------------------------------

  vtd_gate_rmux #(.NumPorts(NumPorts), .IdWidth(IdWidth), .PfnWidth(PfnWidth)) u_rmux (
    .clk_i(clk_i), .rst_ni(rst_ni),
    .send_valid_i(send_valid[NumPorts-1:0]), .send_id_i(send_id[NumPorts*IdWidth-1:0]),
    .send_cmd_i(send_cmd[NumPorts*CmdW-1:0]), .send_pfn_i(send_pfn[NumPorts*PfnWidth-1:0]),
    .send_take_o(send_take[NumPorts-1:0]),
    .arid_o(mem_arid_o), .araddr_o(mem_araddr_o),
    .arctl_o({mem_arlock_o, mem_arcache_o, mem_arprot_o, mem_arsize_o, mem_arlen_o}),
    .arvalid_o(mem_arvalid_o), .arready_i(mem_arready_i)
  );

  vtd_gate_wmux #(
    .NumPorts(NumPorts), .IdWidth(IdWidth), .SlotW(SlotW), .PfnWidth(PfnWidth)
  ) u_wmux (
    .clk_i(clk_i), .rst_ni(rst_ni),
    .send_valid_i(send_valid[Requesters-1:NumPorts]), .send_slot_i(send_slot),
    .send_id_i(send_id[Requesters*IdWidth-1:NumPorts*IdWidth]),
    .send_cmd_i(send_cmd[Requesters*CmdW-1:NumPorts*CmdW]),
    .send_pfn_i(send_pfn[Requesters*PfnWidth-1:NumPorts*PfnWidth]),
    .send_take_o(send_take[Requesters-1:NumPorts]),
    .data_en_o(data_en), .data_slot_o(data_slot), .data_beat_o(data_beat),
    .data_i(data), .strb_i(strb),
    .awid_o(mem_awid_o), .awaddr_o(mem_awaddr_o),
    .awctl_o({mem_awlock_o, mem_awcache_o, mem_awprot_o, mem_awsize_o, mem_awlen_o}),
    .awvalid_o(mem_awvalid_o), .awready_i(mem_awready_i),
    .wdata_o(mem_wdata_o), .wstrb_o(mem_wstrb_o), .wlast_o(mem_wlast_o),
    .wvalid_o(mem_wvalid_o), .wready_i(mem_wready_i)
  );

  assign seen_request_o = {dma_awvalid_i & dma_awready_o, dma_arvalid_i & dma_arready_o};

  assign mem_arburst_o = BurstIncr;
  assign mem_awburst_o = BurstIncr;
  assign mem_rready_o = 1'b1;
  assign mem_bready_o = 1'b1;

  // ---- Mode, answers, invalidation -------------------------------------------------------------

  logic               mode_changed, mode_zlr, filled;
  logic [51:0]        mode_beyond;
  logic               ans_op, ans_done, ans_install, ans_bind, ans_pass, ans_r, ans_w, ans_big;
  logic [ReqW-1:0]    ans_req, work_req;
  logic [3:0]         ans_action;
  logic [TagBits-1:0] ans_tag, inv_tag, retire_tag;
  logic [51:0]        ans_mask, ans_pfn, inv_page, inv_mask;
  logic               inv_op, inv_take, inv_block, inv_pend, retire, retire_all;
  logic [2:0]         inv_kind;
  logic [IdxW-1:0]    inv_idx;
  logic [WayW-1:0]    inv_way;
  logic [15:0]        inv_sid, inv_sid_mask;

  vtd_gate_mode #(.HawMax(HawMax)) u_mode (
    .clk_i(clk_i), .rst_ni(rst_ni),
    .valid_i(mode_valid_i), .ready_o(mode_ready_o), .word_i(mode_i),
    .host_te_set_i(host_te_set_i), .host_te_clear_i(host_te_clear_i),
    .changed_o(mode_changed), .mode_o(mode_o), .zlr_o(mode_zlr), .beyond_o(mode_beyond)
  );

  vtd_gate_answer #(.Requesters(Requesters), .SlotW(SlotW), .TagBits(TagBits)) u_answer (
    .clk_i(clk_i), .rst_ni(rst_ni),
    .valid_i(ans_valid_i), .ready_o(ans_ready_o), .word_i(ans_i), .pa_i(ans_pa_i),
    .atfw_i(atfw), .offered_i(work_valid_o), .offered_req_i(work_req), .offered_slot_i(work_slot),
    .op_o(ans_op), .req_o(ans_req), .slot_o(ans_slot), .done_i(ans_done),
    .action_o(ans_action), .install_o(ans_install), .bind_o(ans_bind), .pass_o(ans_pass),
    .tag_o(ans_tag), .r_o(ans_r), .w_o(ans_w), .big_o(ans_big), .mask_o(ans_mask), .pfn_o(ans_pfn)
  );

  vtd_gate_inv #(
    .TagBits(TagBits), .Sets(Sets), .Ways(Ways), .BigEntries(BigEntries), .KeySets(KeySets),
    .KeyWays(KeyWays), .IdxW(IdxW), .WayW(WayW)
  ) u_inv (
    .clk_i(clk_i), .rst_ni(rst_ni),
    .valid_i(inv_valid_i), .ready_o(inv_ready_o), .word_i(inv_i), .addr_i(inv_addr_i),
    .sweeping_o(sweeping_o),
    .op_o(inv_op), .kind_o(inv_kind), .idx_o(inv_idx), .way_o(inv_way), .take_i(inv_take),
    .block_o(inv_block),
    .tag_o(inv_tag), .page_o(inv_page), .mask_o(inv_mask), .pend_o(inv_pend),
    .sid_o(inv_sid), .sid_mask_o(inv_sid_mask),
    .retire_o(retire), .retire_all_o(retire_all), .retire_tag_o(retire_tag), .drain_o(drain)
  );

  assign draining_o = |draining;
  assign redo_all = filled || mode_changed;

  // ---- Lookup ----------------------------------------------------------------------------------

  logic             fetch, fetch_take, fetch_end, may_offer, may_report, offer, op_valid, op_fetch;
  logic [ReqW-1:0]  fetch_req, op_req, offer_req;
  logic [2:0]       op_kind;
  logic [IdxW-1:0]  op_idx;
  logic [WayW-1:0]  op_way;
  logic [SlotW-1:0] op_slot, offer_slot;
  logic [51:0]      op_page;
  logic [KeyW-1:0]  op_key, offer_key;
  logic [AttrW-1:0] op_attr, offer_attr;
  logic [11:0]      op_off;
  logic [3:0]       offer_kind, offer_flaw;
  logic [63:0]      offer_addr;

  vtd_gate_pick #(
    .Requesters(Requesters), .SlotW(SlotW), .IdxW(IdxW), .WayW(WayW)
  ) u_pick (
    .clk_i(clk_i), .rst_ni(rst_ni),
    .lk_valid_i(lk_valid), .lk_slot_i(lk_slot), .lk_page_i(lk_page), .lk_key_i(lk_key),
    .lk_attr_i(lk_attr), .lk_off_i(lk_off), .lk_force_o(lk_force), .lk_fetch_o(lk_fetch),
    .lk_take_o(lk_take),
    .ans_op_i(ans_op), .ans_req_i(ans_req),
    .block_i(inv_block), .inv_op_i(inv_op), .inv_kind_i(inv_kind), .inv_idx_i(inv_idx),
    .inv_way_i(inv_way), .inv_take_o(inv_take),
    .fetch_i(fetch), .fetch_req_i(fetch_req), .fetch_take_o(fetch_take),
    .op_valid_o(op_valid), .op_kind_o(op_kind), .op_req_o(op_req), .op_fetch_o(op_fetch),
    .op_idx_o(op_idx), .op_way_o(op_way), .op_slot_o(op_slot), .op_page_o(op_page),
    .op_key_o(op_key), .op_attr_o(op_attr), .op_off_o(op_off)
  );

  vtd_gate_lookup #(
    .Requesters(Requesters), .SlotW(SlotW), .TagBits(TagBits), .Sets(Sets), .Ways(Ways),
    .BigEntries(BigEntries), .KeySets(KeySets), .KeyWays(KeyWays), .PfnWidth(PfnWidth),
    .NumForbid(NumForbid), .ForbidBase(ForbidBase), .ForbidLimit(ForbidLimit), .IdxW(IdxW),
    .WayW(WayW)
  ) u_lookup (
    .clk_i(clk_i), .rst_ni(rst_ni),
    .op_valid_i(op_valid), .op_kind_i(op_kind), .op_req_i(op_req), .op_fetch_i(op_fetch),
    .op_idx_i(op_idx), .op_way_i(op_way), .op_slot_i(op_slot), .op_page_i(op_page),
    .op_key_i(op_key), .op_attr_i(op_attr), .op_off_i(op_off),
    .dead_i(dead_i), .mode_i(mode_o), .zlr_i(mode_zlr), .beyond_i(mode_beyond),
    .pmr_low_i(pmr_low_i), .pmr_base_i(pmr_base_i), .pmr_limit_i(pmr_limit_i),
    .ans_action_i(ans_action), .ans_install_i(ans_install), .ans_bind_i(ans_bind),
    .ans_pass_i(ans_pass), .ans_tag_i(ans_tag), .ans_r_i(ans_r), .ans_w_i(ans_w),
    .ans_big_i(ans_big), .ans_mask_i(ans_mask), .ans_pfn_i(ans_pfn), .ans_done_o(ans_done),
    .filled_o(filled),
    .inv_tag_i(inv_tag), .inv_page_i(inv_page), .inv_mask_i(inv_mask), .inv_pend_i(inv_pend),
    .inv_sid_i(inv_sid), .inv_sid_mask_i(inv_sid_mask), .retire_i(retire),
    .retire_all_i(retire_all), .retire_tag_i(retire_tag),
    .res_o(res), .res_kind_o(res_kind), .res_slot_o(res_slot), .res_pfn_o(res_pfn),
    .stall_end_o(stall_end), .stall_ack_o(stall_ack),
    .seen_look_o(seen_look_o), .seen_hit_o(seen_hit_o),
    .fetch_end_o(fetch_end), .may_offer_i(may_offer), .may_report_i(may_report),
    .offer_o(offer), .offer_kind_o(offer_kind),
    .offer_flaw_o(offer_flaw), .offer_req_o(offer_req), .offer_slot_o(offer_slot),
    .offer_key_o(offer_key), .offer_attr_o(offer_attr), .offer_addr_o(offer_addr)
  );

  // ---- Work for the firmware -------------------------------------------------------------------

  logic [32:0] work_dword;

  always_comb begin
    work_dword = '0;
    for (int i = 0; i < NumPorts; i = i + 1) begin
      if (work_valid_o && 32'(work_req) == NumPorts + i) work_dword = dword[i*33 +: 33];
    end
  end

  vtd_gate_work #(.Requesters(Requesters), .SlotW(SlotW)) u_work (
    .clk_i(clk_i), .rst_ni(rst_ni),
    .valid_o(work_valid_o), .work0_o(work0_o), .work1_o(work1_o), .take_i(work_take_i),
    .need_i(need), .redo_i(|redo), .idle_o(work_idle), .unoffer_o(unoffer),
    .reported_o(reported), .req_o(work_req), .slot_o(work_slot), .dword_i(work_dword),
    .dead_i(dead_i), .stall_wait_i(|stall_wait), .may_report_o(may_report),
    .fetch_o(fetch), .fetch_req_o(fetch_req), .fetch_take_i(fetch_take),
    .fetch_end_i(fetch_end), .redo_all_i(redo_all), .may_offer_o(may_offer), .offer_i(offer),
    .offer_kind_i(offer_kind), .offer_flaw_i(offer_flaw), .offer_req_i(offer_req),
    .offer_slot_i(offer_slot), .offer_key_i(offer_key), .offer_attr_i(offer_attr),
    .offer_addr_i(offer_addr)
  );
endmodule

`default_nettype wire
