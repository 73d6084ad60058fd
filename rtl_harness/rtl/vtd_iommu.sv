// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: the whole block without its core: register window, gate, host-memory port and mailbox,
// which joins them; this module only wires. An integrator connects reg_* to the host's bus, dma_*
// (port p of a channel at [p*width +: width]) to devices, mem_* and tbl_* to memory, and mbox_* to
// the core that runs the firmware. mem_* and tbl_* must not share a queue that one can fill for the
// other. Until ready_o no register command is taken and no DMA passes; after dead_o none ever does.
//
//   NumPorts     DMA slave ports; devices on different ports do not wait for each other
//   IdWidth      id bits of a DMA port; mem_* has clog2(NumPorts) more
//   NumFrcd      fault recording registers, up to 256; CAP.NFR must not exceed NumFrcd - 1
//   WindowLog2   log2 of the register window's bytes, 12 to 14; IVA and the records must lie in it
//   TagBits      address spaces the gate tells apart, log2
//   RdSlots      reads a port may have parked or outstanding
//   WrSlots      the same for writes
//   MaxBeats     longest burst a slot holds; 256 is any legal one
//   IotlbSets    sets of the IOTLB, a power of two
//   BigEntries   entries for pages of any size
//   WdtCycles    watchdog, see vtd_mbox
//   StallCycles  cycles a device may hold R, B or W before it is isolated, or leave a message
//   HmTimeout    limit of the table port, see vtd_hostmem
//   PingAddr     host address that proves the table port alive
//   NumForbid    ranges of host addresses that no device may reach, whatever the tables say: where
//                mem_* sees firmware memory, mailbox or register window, name them here
//   ForbidBase, ForbidLimit  first and last byte of each, 64 bits a range; limit below base: none
`default_nettype none

module vtd_iommu #(
  parameter int NumPorts = 4,
  parameter int IdWidth = 4,
  parameter int NumFrcd = 8,
  parameter int WindowLog2 = 12,
  parameter int TagBits = 8,
  parameter int RdSlots = 8,
  parameter int WrSlots = 4,
  parameter int MaxBeats = 256,
  parameter int IotlbSets = 64,
  parameter int BigEntries = 8,
  parameter int WdtCycles = 2000000,
  parameter int StallCycles = 100000,
  parameter int HmTimeout = 4096,
  parameter logic [63:0] PingAddr = 64'h0,
  parameter int NumForbid = 1,
  parameter logic [NumForbid*64-1:0] ForbidBase = '1,
  parameter logic [NumForbid*64-1:0] ForbidLimit = '0,
  parameter int MemIdWidth = IdWidth + (NumPorts > 1 ? $clog2(NumPorts) : 0)
) (
  input  wire                      clk_i,
  input  wire                      rst_ni,

  input  wire               [63:0] cfg_cap_i,
  input  wire               [63:0] cfg_ecap_i,
  input  wire               [31:0] cfg_ver_i,

  output wire                      ready_o,
  output wire                      dead_o,
  output wire                      fault_irq_o,
  output wire                      inv_irq_o,

  // Host: register window, AXI4-Lite
  input  wire               [13:0] reg_awaddr_i,
  input  wire                      reg_awvalid_i,
  output wire                      reg_awready_o,
  input  wire               [63:0] reg_wdata_i,
  input  wire                [7:0] reg_wstrb_i,
  input  wire                      reg_wvalid_i,
  output wire                      reg_wready_o,
  output wire                [1:0] reg_bresp_o,
  output wire                      reg_bvalid_o,
  input  wire                      reg_bready_i,
  input  wire               [13:0] reg_araddr_i,
  input  wire                      reg_arvalid_i,
  output wire                      reg_arready_o,
  output wire               [63:0] reg_rdata_o,
  output wire                [1:0] reg_rresp_o,
  output wire                      reg_rvalid_o,
  input  wire                      reg_rready_i,

  // Devices: untranslated DMA, AXI4 with source id, PASID and "already translated"
  input  wire [NumPorts*IdWidth-1:0] dma_awid_i,
  input  wire      [NumPorts*64-1:0] dma_awaddr_i,
  input  wire       [NumPorts*8-1:0] dma_awlen_i,
  input  wire       [NumPorts*3-1:0] dma_awsize_i,
  input  wire       [NumPorts*2-1:0] dma_awburst_i,
  input  wire         [NumPorts-1:0] dma_awlock_i,
  input  wire       [NumPorts*4-1:0] dma_awcache_i,
  input  wire       [NumPorts*3-1:0] dma_awprot_i,
  input  wire      [NumPorts*16-1:0] dma_awsid_i,
  input  wire      [NumPorts*20-1:0] dma_awssid_i,
  input  wire         [NumPorts-1:0] dma_awssidv_i,
  input  wire         [NumPorts-1:0] dma_awatst_i,
  input  wire         [NumPorts-1:0] dma_awvalid_i,
  output wire         [NumPorts-1:0] dma_awready_o,
  input  wire      [NumPorts*64-1:0] dma_wdata_i,
  input  wire       [NumPorts*8-1:0] dma_wstrb_i,
  input  wire         [NumPorts-1:0] dma_wlast_i,
  input  wire         [NumPorts-1:0] dma_wvalid_i,
  output wire         [NumPorts-1:0] dma_wready_o,
  output wire [NumPorts*IdWidth-1:0] dma_bid_o,
  output wire       [NumPorts*2-1:0] dma_bresp_o,
  output wire         [NumPorts-1:0] dma_bvalid_o,
  input  wire         [NumPorts-1:0] dma_bready_i,
  input  wire [NumPorts*IdWidth-1:0] dma_arid_i,
  input  wire      [NumPorts*64-1:0] dma_araddr_i,
  input  wire       [NumPorts*8-1:0] dma_arlen_i,
  input  wire       [NumPorts*3-1:0] dma_arsize_i,
  input  wire       [NumPorts*2-1:0] dma_arburst_i,
  input  wire         [NumPorts-1:0] dma_arlock_i,
  input  wire       [NumPorts*4-1:0] dma_arcache_i,
  input  wire       [NumPorts*3-1:0] dma_arprot_i,
  input  wire      [NumPorts*16-1:0] dma_arsid_i,
  input  wire      [NumPorts*20-1:0] dma_arssid_i,
  input  wire         [NumPorts-1:0] dma_arssidv_i,
  input  wire         [NumPorts-1:0] dma_aratst_i,
  input  wire         [NumPorts-1:0] dma_arzlr_i,
  input  wire         [NumPorts-1:0] dma_arvalid_i,
  output wire         [NumPorts-1:0] dma_arready_o,
  output wire [NumPorts*IdWidth-1:0] dma_rid_o,
  output wire      [NumPorts*64-1:0] dma_rdata_o,
  output wire       [NumPorts*2-1:0] dma_rresp_o,
  output wire         [NumPorts-1:0] dma_rlast_o,
  output wire         [NumPorts-1:0] dma_rvalid_o,
  input  wire         [NumPorts-1:0] dma_rready_i,

  // Memory: translated DMA; the id is {slave port, id}
  output wire     [MemIdWidth-1:0] mem_awid_o,
  output wire               [63:0] mem_awaddr_o,
  output wire                [7:0] mem_awlen_o,
  output wire                [2:0] mem_awsize_o,
  output wire                [1:0] mem_awburst_o,
  output wire                      mem_awlock_o,
  output wire                [3:0] mem_awcache_o,
  output wire                [2:0] mem_awprot_o,
  output wire                      mem_awvalid_o,
  input  wire                      mem_awready_i,
  output wire               [63:0] mem_wdata_o,
  output wire                [7:0] mem_wstrb_o,
  output wire                      mem_wlast_o,
  output wire                      mem_wvalid_o,
  input  wire                      mem_wready_i,
  input  wire     [MemIdWidth-1:0] mem_bid_i,
  input  wire                [1:0] mem_bresp_i,
  input  wire                      mem_bvalid_i,
  output wire                      mem_bready_o,
  output wire     [MemIdWidth-1:0] mem_arid_o,
  output wire               [63:0] mem_araddr_o,
  output wire                [7:0] mem_arlen_o,
  output wire                [2:0] mem_arsize_o,
  output wire                [1:0] mem_arburst_o,
  output wire                      mem_arlock_o,
  output wire                [3:0] mem_arcache_o,
  output wire                [2:0] mem_arprot_o,
  output wire                      mem_arvalid_o,
  input  wire                      mem_arready_i,
  input  wire     [MemIdWidth-1:0] mem_rid_i,
  input  wire               [63:0] mem_rdata_i,
  input  wire                [1:0] mem_rresp_i,
  input  wire                      mem_rlast_i,
  input  wire                      mem_rvalid_i,
  output wire                      mem_rready_o,

  // Memory: tables, queues, messages
  output wire                [2:0] tbl_awid_o,
  output wire               [63:0] tbl_awaddr_o,
  output wire                [7:0] tbl_awlen_o,
  output wire                [2:0] tbl_awsize_o,
  output wire                [1:0] tbl_awburst_o,
  output wire                      tbl_awlock_o,
  output wire                      tbl_awvalid_o,
  input  wire                      tbl_awready_i,
  output wire               [63:0] tbl_wdata_o,
  output wire                [7:0] tbl_wstrb_o,
  output wire                      tbl_wlast_o,
  output wire                      tbl_wvalid_o,
  input  wire                      tbl_wready_i,
  input  wire                [2:0] tbl_bid_i,
  input  wire                [1:0] tbl_bresp_i,
  input  wire                      tbl_bvalid_i,
  output wire                      tbl_bready_o,
  output wire                [2:0] tbl_arid_o,
  output wire               [63:0] tbl_araddr_o,
  output wire                [7:0] tbl_arlen_o,
  output wire                [2:0] tbl_arsize_o,
  output wire                [1:0] tbl_arburst_o,
  output wire                      tbl_arlock_o,
  output wire                      tbl_arvalid_o,
  input  wire                      tbl_arready_i,
  input  wire                [2:0] tbl_rid_i,
  input  wire               [63:0] tbl_rdata_i,
  input  wire                [1:0] tbl_rresp_i,
  input  wire                      tbl_rlast_i,
  input  wire                      tbl_rvalid_i,
  output wire                      tbl_rready_o,

  // Devices: messages, see vtd_msg
  input  wire                      msg_req_valid_i,
  output wire                      msg_req_ready_o,
  input  wire              [191:0] msg_req_data_i,
  input  wire                      msg_post_valid_i,
  output wire                      msg_post_ready_o,
  input  wire              [191:0] msg_post_data_i,
  output wire                      msg_out_valid_o,
  input  wire                      msg_out_ready_i,
  output wire               [63:0] msg_out_data_o,
  output wire                      msg_out_first_o,
  output wire                      msg_out_last_o,

  // Core: mailbox, see vtd_mbox
  input  wire               [16:0] mbox_awaddr_i,
  input  wire                      mbox_awvalid_i,
  output wire                      mbox_awready_o,
  input  wire               [63:0] mbox_wdata_i,
  input  wire                [7:0] mbox_wstrb_i,
  input  wire                      mbox_wvalid_i,
  output wire                      mbox_wready_o,
  output wire                [1:0] mbox_bresp_o,
  output wire                      mbox_bvalid_o,
  input  wire                      mbox_bready_i,
  input  wire               [16:0] mbox_araddr_i,
  input  wire                [2:0] mbox_arsize_i,
  input  wire                      mbox_arvalid_i,
  output wire                      mbox_arready_o,
  output wire               [63:0] mbox_rdata_o,
  output wire                [1:0] mbox_rresp_o,
  output wire                      mbox_rvalid_o,
  input  wire                      mbox_rready_i
);
  localparam int IotlbWays = 4;
  localparam logic [1:0] HmRead = 2'd0;  // op of vtd_hostmem
  localparam logic [63:0] CapsWord = {8'(NumFrcd - 1), 8'(BigEntries), 4'(IotlbWays),
                                      16'(IotlbSets), 8'(WrSlots), 8'(RdSlots), 4'(NumPorts),
                                      1'b0, 2'(WindowLog2 - 12), 5'(TagBits)};

  wire        raw_valid, raw_ready, raw_write;
  wire  [1:0] raw_op;
  wire [13:0] raw_addr;
  wire [63:0] raw_wdata, raw_rdata;
  wire  [7:0] raw_wstrb;
  wire        ev_valid, ev_take;
  wire  [4:0] ev_id;
  wire [31:0] ev_value;
  wire [63:0] ev_operand1, ev_operand2;
  wire        gcmd_write, gcmd_te;
  wire        work_valid, work_take, ans_valid, ans_ready, inv_valid, inv_ready;
  wire        mode_valid, mode_ready, draining, sweeping;
  wire [63:0] work0, work1, word, ans_pa, inv_addr, pmr_low, pmr_base, pmr_limit;
  wire  [1:0] mode;
  wire        hm_valid, hm_ready, hm_lock, hm_x_busy, hm_word_ready, hm_rerr, hm_werr;
  wire        hm_werr_clear, hm_wbusy, hm_wdone, hm_ping_done;
  wire  [1:0] hm_op, hm_x_result;
  wire [63:0] hm_addr, hm_wdata, hm_word_data;
  wire  [7:0] hm_wstrb;
  wire  [2:0] hm_word;
  wire        perf_set, perf_add, perf_freeze, seen_look, seen_hit;
  wire  [2*NumPorts-1:0] seen_request;
  wire        msg_valid, msg_take, msg_put, timer_set, timer_over;
  wire [191:0] msg;
  wire  [7:0] msg_free;
  wire  [3:0] perf_on, perf_over, perf_write;
  wire [191:0] perf_value;
  wire [47:0] perf_wdata, perf_wmask;

  vtd_regwin #(.NumFrcd(NumFrcd), .WindowLog2(WindowLog2)) u_regwin (
    .clk_i, .rst_ni,
    .cfg_cap_i, .cfg_ecap_i, .cfg_ver_i,
    .reg_awaddr_i, .reg_awvalid_i, .reg_awready_o, .reg_wdata_i, .reg_wstrb_i, .reg_wvalid_i,
    .reg_wready_o, .reg_bresp_o, .reg_bvalid_o, .reg_bready_i, .reg_araddr_i, .reg_arvalid_i,
    .reg_arready_o, .reg_rdata_o, .reg_rresp_o, .reg_rvalid_o, .reg_rready_i,
    .raw_valid_i(raw_valid), .raw_ready_o(raw_ready), .raw_write_i(raw_write), .raw_op_i(raw_op),
    .raw_addr_i(raw_addr), .raw_wdata_i(raw_wdata), .raw_wstrb_i(raw_wstrb),
    .raw_rdata_o(raw_rdata),
    .ev_valid_o(ev_valid), .ev_id_o(ev_id), .ev_value_o(ev_value),
    .ev_operand1_o(ev_operand1), .ev_operand2_o(ev_operand2), .ev_take_i(ev_take),
    .ready_i(ready_o), .dead_i(dead_o), .hm_wbusy_i(hm_wbusy), .hm_wdone_i(hm_wdone),
    .gcmd_write_o(gcmd_write), .gcmd_te_o(gcmd_te),
    .perf_on_i(perf_on), .perf_value_i(perf_value), .perf_over_i(perf_over),
    .perf_write_o(perf_write), .perf_wdata_o(perf_wdata), .perf_wmask_o(perf_wmask),
    .timer_i(timer_over), .fault_irq_o, .inv_irq_o
  );

  vtd_mbox #(.WdtCycles(WdtCycles), .CapsWord(CapsWord)) u_mbox (
    .clk_i, .rst_ni,
    .mbox_awaddr_i, .mbox_awvalid_i, .mbox_awready_o, .mbox_wdata_i, .mbox_wstrb_i,
    .mbox_wvalid_i, .mbox_wready_o, .mbox_bresp_o, .mbox_bvalid_o, .mbox_bready_i,
    .mbox_araddr_i, .mbox_arsize_i, .mbox_arvalid_i, .mbox_arready_o, .mbox_rdata_o,
    .mbox_rresp_o, .mbox_rvalid_o, .mbox_rready_i,
    .raw_valid_o(raw_valid), .raw_ready_i(raw_ready), .raw_write_o(raw_write), .raw_op_o(raw_op),
    .raw_addr_o(raw_addr), .raw_wdata_o(raw_wdata), .raw_wstrb_o(raw_wstrb),
    .raw_rdata_i(raw_rdata),
    .ev_valid_i(ev_valid), .ev_id_i(ev_id), .ev_value_i(ev_value),
    .ev_operand1_i(ev_operand1), .ev_operand2_i(ev_operand2), .ev_take_o(ev_take),
    .work_valid_i(work_valid), .work0_i(work0), .work1_i(work1), .work_take_o(work_take),
    .ans_valid_o(ans_valid), .ans_ready_i(ans_ready), .inv_valid_o(inv_valid),
    .inv_ready_i(inv_ready), .mode_valid_o(mode_valid), .mode_ready_i(mode_ready),
    .word_o(word), .ans_pa_o(ans_pa), .inv_addr_o(inv_addr),
    .draining_i(draining), .sweeping_i(sweeping), .mode_i(mode),
    .msg_valid_i(msg_valid), .msg_i(msg), .msg_take_o(msg_take), .msg_put_o(msg_put),
    .msg_free_i(msg_free), .timer_set_o(timer_set),
    .perf_set_o(perf_set), .perf_add_o(perf_add), .perf_freeze_o(perf_freeze),
    .pmr_low_o(pmr_low), .pmr_base_o(pmr_base), .pmr_limit_o(pmr_limit),
    .hm_valid_o(hm_valid), .hm_ready_i(hm_ready), .hm_op_o(hm_op), .hm_lock_o(hm_lock),
    .hm_addr_o(hm_addr), .hm_wdata_o(hm_wdata), .hm_wstrb_o(hm_wstrb), .hm_word_o(hm_word),
    .hm_word_ready_i(hm_word_ready), .hm_word_data_i(hm_word_data), .hm_rerr_i(hm_rerr),
    .hm_werr_i(hm_werr), .hm_werr_clear_o(hm_werr_clear), .hm_wbusy_i(hm_wbusy),
    .hm_ping_done_i(hm_ping_done), .hm_x_busy_i(hm_x_busy), .hm_x_result_i(hm_x_result),
    .ready_o, .dead_o
  );

  vtd_msg #(.StallCycles(StallCycles)) u_msg (
    .clk_i, .rst_ni, .dead_i(dead_o),
    .msg_req_valid_i, .msg_req_ready_o, .msg_req_data_i, .msg_post_valid_i, .msg_post_ready_o,
    .msg_post_data_i, .msg_out_valid_o, .msg_out_ready_i, .msg_out_data_o, .msg_out_first_o,
    .msg_out_last_o,
    .work_valid_o(msg_valid), .work_o(msg), .work_take_i(msg_take),
    .put_i(msg_put), .put_word_i(word), .free_o(msg_free)
  );

  vtd_timer u_timer (
    .clk_i, .rst_ni, .set_i(timer_set), .cycles_i(word), .over_o(timer_over)
  );

  vtd_perf #(
    .Requesters(2 * NumPorts)
  ) u_perf (
    .clk_i, .rst_ni,
    .set_i(perf_set), .add_i(perf_add), .freeze_i(perf_freeze), .word_i(word),
    .request_i(seen_request), .lookup_i(seen_look), .hit_i(seen_hit),
    .table_read_i(hm_valid && hm_ready && hm_op == HmRead && !hm_lock),
    .locked_i(hm_valid && hm_ready && hm_op == HmRead && hm_lock),
    .write_i(perf_write), .wdata_i(perf_wdata), .wmask_i(perf_wmask),
    .value_o(perf_value), .on_o(perf_on), .over_o(perf_over)
  );

  vtd_hostmem #(
    .HmTimeout(HmTimeout),
    .PingAddr(PingAddr)
  ) u_hostmem (
    .clk_i, .rst_ni,
    .cmd_valid_i(hm_valid), .cmd_ready_o(hm_ready), .cmd_op_i(hm_op), .cmd_lock_i(hm_lock),
    .cmd_addr_i(hm_addr), .cmd_wdata_i(hm_wdata), .cmd_wstrb_i(hm_wstrb),
    .word_i(hm_word), .word_ready_o(hm_word_ready), .word_data_o(hm_word_data),
    .rerr_o(hm_rerr), .werr_o(hm_werr), .werr_clear_i(hm_werr_clear), .wbusy_o(hm_wbusy),
    .wdone_o(hm_wdone), .ping_done_o(hm_ping_done), .x_busy_o(hm_x_busy), .x_result_o(hm_x_result),
    .tbl_awid_o, .tbl_awaddr_o, .tbl_awlen_o, .tbl_awsize_o, .tbl_awburst_o, .tbl_awlock_o,
    .tbl_awvalid_o, .tbl_awready_i, .tbl_wdata_o, .tbl_wstrb_o, .tbl_wlast_o, .tbl_wvalid_o,
    .tbl_wready_i, .tbl_bid_i, .tbl_bresp_i, .tbl_bvalid_i, .tbl_bready_o,
    .tbl_arid_o, .tbl_araddr_o, .tbl_arlen_o, .tbl_arsize_o, .tbl_arburst_o, .tbl_arlock_o,
    .tbl_arvalid_o, .tbl_arready_i, .tbl_rid_i, .tbl_rdata_i, .tbl_rresp_i, .tbl_rlast_i,
    .tbl_rvalid_i, .tbl_rready_o
  );

  vtd_gate #(
    .NumPorts(NumPorts),
    .IdWidth(IdWidth),
    .TagBits(TagBits),
    .RdSlots(RdSlots),
    .WrSlots(WrSlots),
    .MaxBeats(MaxBeats),
    .Sets(IotlbSets),
    .Ways(IotlbWays),
    .BigEntries(BigEntries),
    .StallCycles(StallCycles),
    .NumForbid(NumForbid),
    .ForbidBase(ForbidBase),
    .ForbidLimit(ForbidLimit)
  ) u_gate (
    .clk_i, .rst_ni,
    .work_valid_o(work_valid), .work0_o(work0), .work1_o(work1), .work_take_i(work_take),
    .ans_valid_i(ans_valid), .ans_ready_o(ans_ready), .ans_i(word), .ans_pa_i(ans_pa),
    .inv_valid_i(inv_valid), .inv_ready_o(inv_ready), .inv_i(word), .inv_addr_i(inv_addr),
    .mode_valid_i(mode_valid), .mode_ready_o(mode_ready), .mode_i(word),
    .draining_o(draining), .sweeping_o(sweeping), .mode_o(mode), .dead_i(dead_o),
    .seen_request_o(seen_request), .seen_look_o(seen_look), .seen_hit_o(seen_hit),
    .pmr_low_i(pmr_low), .pmr_base_i(pmr_base), .pmr_limit_i(pmr_limit),
    .host_te_set_i(gcmd_write && gcmd_te), .host_te_clear_i(gcmd_write && !gcmd_te),
    .dma_awid_i, .dma_awaddr_i, .dma_awlen_i, .dma_awsize_i, .dma_awburst_i, .dma_awlock_i,
    .dma_awcache_i, .dma_awprot_i, .dma_awsid_i, .dma_awssid_i, .dma_awssidv_i, .dma_awatst_i,
    .dma_awvalid_i, .dma_awready_o, .dma_wdata_i, .dma_wstrb_i, .dma_wlast_i, .dma_wvalid_i,
    .dma_wready_o, .dma_bid_o, .dma_bresp_o, .dma_bvalid_o, .dma_bready_i,
    .dma_arid_i, .dma_araddr_i, .dma_arlen_i, .dma_arsize_i, .dma_arburst_i, .dma_arlock_i,
    .dma_arcache_i, .dma_arprot_i, .dma_arsid_i, .dma_arssid_i, .dma_arssidv_i, .dma_aratst_i,
    .dma_arzlr_i, .dma_arvalid_i, .dma_arready_o, .dma_rid_o, .dma_rdata_o, .dma_rresp_o,
    .dma_rlast_o, .dma_rvalid_o, .dma_rready_i,
    .mem_awid_o, .mem_awaddr_o, .mem_awlen_o, .mem_awsize_o, .mem_awburst_o, .mem_awlock_o,
    .mem_awcache_o, .mem_awprot_o, .mem_awvalid_o, .mem_awready_i,
    .mem_wdata_o, .mem_wstrb_o, .mem_wlast_o, .mem_wvalid_o, .mem_wready_i,
    .mem_bid_i, .mem_bresp_i, .mem_bvalid_i, .mem_bready_o,
    .mem_arid_o, .mem_araddr_o, .mem_arlen_o, .mem_arsize_o, .mem_arburst_o, .mem_arlock_o,
    .mem_arcache_o, .mem_arprot_o, .mem_arvalid_o, .mem_arready_i,
    .mem_rid_i, .mem_rdata_i, .mem_rresp_i, .mem_rlast_i, .mem_rvalid_i, .mem_rready_o
  );
endmodule

`default_nettype wire
