// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: the SoC with devices around it, as one module for the simulator. Ports 0 to 2 are driven
// by synthesizable devices (sim_device.sv): a plain traffic generator, one that caches
// translations, one that shadows the mapping; port 3 is driven by another plain one or, while
// bfm_sel_i is 1, by the pins bfm_*. Memories, host CPU and clock are the harness's; every AXI port
// below is plain AXI4 (64-bit data, INCR bursts) or AXI4-Lite with 64-bit data.
//
//   fw_*     firmware memory, soc_map.def FWMEM, 32-bit addresses
//   mem_*    translated DMA; the id is {slave port, id of the device}
//   tbl_*    the engine's own master: tables, queues, status and interrupt messages
//   reg_*    register window (the harness plays the host CPU)
//   gen_*    registers of device gen_sel_i, see sim_device.sv: a write happens on each clock edge
//            with gen_we_i = 1, gen_rdata_o follows gen_sel_i and gen_addr_i at once
//   msg_*    messages of the harness's devices on two streams, and to whom no other device is, see
//            vtd_msg.sv and soc_msg_router.sv
//   uart_*   console bytes; a byte moves on each edge with valid and ready 1 (tx: always ready)
//   finish_* finisher: finish_o = 1 for one cycle when the core wrote finish_code_o
//   probe_mbox_*  each access of the core to the mailbox region, in order, in the cycle in which it
//            completes: offset from MBOX_BASE (so REG_RAW, REG_SET, REG_CLR appear too), strobes
//            (reads: the bytes asked for) and data, written or returned. This is all that the
//            firmware's engine sees and does, so a lock-step checker needs nothing else.
//   probe_<channel>*  the DMA slave ports, packed port by port: probe_ar_o[p] is 1 in the cycle of
//            a handshake on port p, and the other probe_ar* of port p are then valid. The channels
//            are those of the generators, in front of what a device makes of them.
`default_nettype none

module sim_top #(
  // Words of the boot ROM in $readmemh form; +bootrom=FILE on the command line goes before it.
  parameter BootRomFile = "",
  // Room for every configuration that the pins may ask for.
  parameter int NumFrcd = 256,
  parameter int WindowLog2 = 14,
  // Cycles without a kick until the gate blocks for good.
  parameter int WdtCycles = 2000000,
  // Cycles a device may hold R, B or W before it is isolated.
  parameter int StallCycles = 100000,
  // Cycles the table port may take to answer.
  parameter int HmTimeout = 4096
) (
  input  wire         clk_i,
  input  wire         rst_ni,

  // Configuration: what CAP, ECAP and VER read; sampled in reset.
  input  wire  [63:0] cfg_cap_i,
  input  wire  [63:0] cfg_ecap_i,
  input  wire  [31:0] cfg_ver_i,

  // State
  output wire         ready_o,
  output wire         dead_o,
  output wire         fault_irq_o,
  output wire         inv_irq_o,

  // Firmware memory
  output wire   [3:0] fw_awid_o,
  output wire  [31:0] fw_awaddr_o,
  output wire   [7:0] fw_awlen_o,
  output wire   [2:0] fw_awsize_o,
  output wire   [1:0] fw_awburst_o,
  output wire         fw_awvalid_o,
  input  wire         fw_awready_i,
  output wire  [63:0] fw_wdata_o,
  output wire   [7:0] fw_wstrb_o,
  output wire         fw_wlast_o,
  output wire         fw_wvalid_o,
  input  wire         fw_wready_i,
  input  wire   [3:0] fw_bid_i,
  input  wire   [1:0] fw_bresp_i,
  input  wire         fw_bvalid_i,
  output wire         fw_bready_o,
  output wire   [3:0] fw_arid_o,
  output wire  [31:0] fw_araddr_o,
  output wire   [7:0] fw_arlen_o,
  output wire   [2:0] fw_arsize_o,
  output wire   [1:0] fw_arburst_o,
  output wire         fw_arvalid_o,
  input  wire         fw_arready_i,
  input  wire   [3:0] fw_rid_i,
  input  wire  [63:0] fw_rdata_i,
  input  wire   [1:0] fw_rresp_i,
  input  wire         fw_rlast_i,
  input  wire         fw_rvalid_i,
  output wire         fw_rready_o,

  // Translated DMA
  output wire   [5:0] mem_awid_o,
  output wire  [63:0] mem_awaddr_o,
  output wire   [7:0] mem_awlen_o,
  output wire   [2:0] mem_awsize_o,
  output wire   [1:0] mem_awburst_o,
  output wire         mem_awlock_o,
  output wire   [3:0] mem_awcache_o,
  output wire   [2:0] mem_awprot_o,
  output wire         mem_awvalid_o,
  input  wire         mem_awready_i,
  output wire  [63:0] mem_wdata_o,
  output wire   [7:0] mem_wstrb_o,
  output wire         mem_wlast_o,
  output wire         mem_wvalid_o,
  input  wire         mem_wready_i,
  input  wire   [5:0] mem_bid_i,
  input  wire   [1:0] mem_bresp_i,
  input  wire         mem_bvalid_i,
  output wire         mem_bready_o,
  output wire   [5:0] mem_arid_o,
  output wire  [63:0] mem_araddr_o,
  output wire   [7:0] mem_arlen_o,
  output wire   [2:0] mem_arsize_o,
  output wire   [1:0] mem_arburst_o,
  output wire         mem_arlock_o,
  output wire   [3:0] mem_arcache_o,
  output wire   [2:0] mem_arprot_o,
  output wire         mem_arvalid_o,
  input  wire         mem_arready_i,
  input  wire   [5:0] mem_rid_i,
  input  wire  [63:0] mem_rdata_i,
  input  wire   [1:0] mem_rresp_i,
  input  wire         mem_rlast_i,
  input  wire         mem_rvalid_i,
  output wire         mem_rready_o,

  // Tables and queues
  output wire   [2:0] tbl_awid_o,
  output wire  [63:0] tbl_awaddr_o,
  output wire   [7:0] tbl_awlen_o,
  output wire   [2:0] tbl_awsize_o,
  output wire   [1:0] tbl_awburst_o,
  output wire         tbl_awlock_o,
  output wire         tbl_awvalid_o,
  input  wire         tbl_awready_i,
  output wire  [63:0] tbl_wdata_o,
  output wire   [7:0] tbl_wstrb_o,
  output wire         tbl_wlast_o,
  output wire         tbl_wvalid_o,
  input  wire         tbl_wready_i,
  input  wire   [2:0] tbl_bid_i,
  input  wire   [1:0] tbl_bresp_i,
  input  wire         tbl_bvalid_i,
  output wire         tbl_bready_o,
  output wire   [2:0] tbl_arid_o,
  output wire  [63:0] tbl_araddr_o,
  output wire   [7:0] tbl_arlen_o,
  output wire   [2:0] tbl_arsize_o,
  output wire   [1:0] tbl_arburst_o,
  output wire         tbl_arlock_o,
  output wire         tbl_arvalid_o,
  input  wire         tbl_arready_i,
  input  wire   [2:0] tbl_rid_i,
  input  wire  [63:0] tbl_rdata_i,
  input  wire   [1:0] tbl_rresp_i,
  input  wire         tbl_rlast_i,
  input  wire         tbl_rvalid_i,
  output wire         tbl_rready_o,

  // Register window
  input  wire  [13:0] reg_awaddr_i,
  input  wire         reg_awvalid_i,
  output wire         reg_awready_o,
  input  wire  [63:0] reg_wdata_i,
  input  wire   [7:0] reg_wstrb_i,
  input  wire         reg_wvalid_i,
  output wire         reg_wready_o,
  output wire   [1:0] reg_bresp_o,
  output wire         reg_bvalid_o,
  input  wire         reg_bready_i,
  input  wire  [13:0] reg_araddr_i,
  input  wire         reg_arvalid_i,
  output wire         reg_arready_o,
  output wire  [63:0] reg_rdata_o,
  output wire   [1:0] reg_rresp_o,
  output wire         reg_rvalid_o,
  input  wire         reg_rready_i,

  // Traffic generators
  input  wire   [1:0] gen_sel_i,
  input  wire         gen_we_i,
  input  wire   [7:0] gen_addr_i,
  input  wire  [31:0] gen_wdata_i,
  output wire  [31:0] gen_rdata_o,
  output wire   [3:0] gen_busy_o,

  // A device model of the harness in place of generator 3
  input  wire         bfm_sel_i,
  input  wire   [3:0] bfm_awid_i,
  input  wire  [63:0] bfm_awaddr_i,
  input  wire   [7:0] bfm_awlen_i,
  input  wire   [2:0] bfm_awsize_i,
  input  wire   [1:0] bfm_awburst_i,
  input  wire         bfm_awlock_i,
  input  wire   [3:0] bfm_awcache_i,
  input  wire   [2:0] bfm_awprot_i,
  input  wire  [15:0] bfm_awsid_i,
  input  wire  [19:0] bfm_awssid_i,
  input  wire         bfm_awssidv_i,
  input  wire         bfm_awatst_i,
  input  wire         bfm_awvalid_i,
  output wire         bfm_awready_o,
  input  wire  [63:0] bfm_wdata_i,
  input  wire   [7:0] bfm_wstrb_i,
  input  wire         bfm_wlast_i,
  input  wire         bfm_wvalid_i,
  output wire         bfm_wready_o,
  output wire   [3:0] bfm_bid_o,
  output wire   [1:0] bfm_bresp_o,
  output wire         bfm_bvalid_o,
  input  wire         bfm_bready_i,
  input  wire   [3:0] bfm_arid_i,
  input  wire  [63:0] bfm_araddr_i,
  input  wire   [7:0] bfm_arlen_i,
  input  wire   [2:0] bfm_arsize_i,
  input  wire   [1:0] bfm_arburst_i,
  input  wire         bfm_arlock_i,
  input  wire   [3:0] bfm_arcache_i,
  input  wire   [2:0] bfm_arprot_i,
  input  wire  [15:0] bfm_arsid_i,
  input  wire  [19:0] bfm_arssid_i,
  input  wire         bfm_arssidv_i,
  input  wire         bfm_aratst_i,
  input  wire         bfm_arzlr_i,
  input  wire         bfm_arvalid_i,
  output wire         bfm_arready_o,
  output wire   [3:0] bfm_rid_o,
  output wire  [63:0] bfm_rdata_o,
  output wire   [1:0] bfm_rresp_o,
  output wire         bfm_rlast_o,
  output wire         bfm_rvalid_o,
  input  wire         bfm_rready_i,

  // Messages between devices and the SoC, see vtd_msg.sv
  input  wire         msg_req_valid_i,
  output wire         msg_req_ready_o,
  input  wire [191:0] msg_req_data_i,
  input  wire         msg_post_valid_i,
  output wire         msg_post_ready_o,
  input  wire [191:0] msg_post_data_i,
  output wire         msg_out_valid_o,
  input  wire         msg_out_ready_i,
  output wire  [63:0] msg_out_data_o,
  output wire         msg_out_first_o,
  output wire         msg_out_last_o,

  // Console and finisher
  output wire         uart_tx_valid_o,
  output wire   [7:0] uart_tx_data_o,
  input  wire         uart_rx_valid_i,
  input  wire   [7:0] uart_rx_data_i,
  output wire         uart_rx_ready_o,
  output wire         finish_o,
  output wire  [31:0] finish_code_o,

  // Observation: nothing in the SoC depends on it
  output wire         probe_mbox_valid_o,
  output wire         probe_mbox_write_o,
  output wire  [16:0] probe_mbox_addr_o,
  output wire   [7:0] probe_mbox_strb_o,
  output wire  [63:0] probe_mbox_data_o,
  output wire   [3:0] probe_ar_o,
  output wire  [15:0] probe_arid_o,
  output wire [255:0] probe_araddr_o,
  output wire  [31:0] probe_arlen_o,
  output wire  [11:0] probe_arsize_o,
  output wire  [63:0] probe_arsid_o,
  output wire   [3:0] probe_aw_o,
  output wire  [15:0] probe_awid_o,
  output wire [255:0] probe_awaddr_o,
  output wire  [31:0] probe_awlen_o,
  output wire  [11:0] probe_awsize_o,
  output wire  [63:0] probe_awsid_o,
  output wire   [3:0] probe_w_o,
  output wire   [3:0] probe_wlast_o,
  output wire [255:0] probe_wdata_o,
  output wire  [31:0] probe_wstrb_o,
  output wire   [3:0] probe_r_o,
  output wire  [15:0] probe_rid_o,
  output wire   [3:0] probe_rlast_o,
  output wire   [7:0] probe_rresp_o,
  output wire [255:0] probe_rdata_o,
  output wire   [3:0] probe_b_o,
  output wire  [15:0] probe_bid_o,
  output wire   [7:0] probe_bresp_o
);
  localparam int NumPorts = 4;
  localparam int Last = NumPorts - 1;

  // The DMA slave ports of the SoC, port p at [p * width +: width].
  wire  [NumPorts*4-1:0]  awid, arid, bid, rid, awcache, arcache;
  wire  [NumPorts*64-1:0] awaddr, araddr, wdata, rdata;
  wire  [NumPorts*8-1:0]  awlen, arlen, wstrb;
  wire  [NumPorts*3-1:0]  awsize, arsize, awprot, arprot;
  wire  [NumPorts*2-1:0]  awburst, arburst, bresp, rresp;
  wire  [NumPorts*16-1:0] awsid, arsid;
  wire  [NumPorts*20-1:0] awssid, arssid;
  wire  [NumPorts-1:0]    awlock, awssidv, awatst, awvalid, awready;
  wire  [NumPorts-1:0]    arlock, arssidv, aratst, arzlr, arvalid, arready;
  wire  [NumPorts-1:0]    wlast, wvalid, wready, bvalid, bready;
  wire  [NumPorts-1:0]    rlast, rvalid, rready;

  // The same as the generators see it, in front of what their devices do with it; port 3 as it is.
  wire  [NumPorts-1:0] seen_arvalid, seen_arready, seen_arlock, seen_arssidv, seen_aratst,
      seen_arzlr, seen_awvalid, seen_awready, seen_awlock, seen_awssidv, seen_awatst, seen_wvalid,
      seen_wready, seen_wlast, seen_rvalid, seen_rready, seen_rlast, seen_bvalid, seen_bready;
  wire  [NumPorts*2-1:0] seen_arburst, seen_awburst, seen_rresp, seen_bresp;
  wire  [NumPorts*3-1:0] seen_arsize, seen_awsize;
  wire  [NumPorts*4-1:0] seen_arid, seen_awid, seen_rid, seen_bid;
  wire  [NumPorts*8-1:0] seen_arlen, seen_awlen, seen_wstrb;
  wire  [NumPorts*16-1:0] seen_arsid, seen_awsid;
  wire  [NumPorts*20-1:0] seen_arssid, seen_awssid;
  wire  [NumPorts*64-1:0] seen_araddr, seen_awaddr, seen_wdata, seen_rdata;

  // Messages: device p at [p * width +: width], then those that all share.
  wire  [Last*16-1:0]      dev_sid;
  wire  [Last-1:0]         dev_on;
  wire  [NumPorts-1:0]     dev_req_valid, dev_req_ready, dev_post_valid, dev_post_ready;
  wire  [NumPorts-1:0]     dev_out_valid, dev_out_ready;
  wire  [NumPorts*192-1:0] dev_req_data, dev_post_data;
  wire  [191:0]            req_data, post_data;
  wire  [63:0]             out_data;
  wire                     req_valid, req_ready, post_valid, post_ready;
  wire                     out_valid, out_ready, out_first, out_last;

  vtd_soc #(
    .NumPorts(NumPorts),
    .BootRomFile(BootRomFile),
    .NumFrcd(NumFrcd),
    .WindowLog2(WindowLog2),
    .WdtCycles(WdtCycles),
    .StallCycles(StallCycles),
    .HmTimeout(HmTimeout)
  ) u_soc (
    .clk_i, .rst_ni,
    .cfg_cap_i, .cfg_ecap_i, .cfg_ver_i,
    .ready_o, .dead_o, .fault_irq_o, .inv_irq_o,
    .fw_awid_o, .fw_awaddr_o, .fw_awlen_o, .fw_awsize_o, .fw_awburst_o, .fw_awvalid_o,
    .fw_awready_i, .fw_wdata_o, .fw_wstrb_o, .fw_wlast_o, .fw_wvalid_o, .fw_wready_i,
    .fw_bid_i, .fw_bresp_i, .fw_bvalid_i, .fw_bready_o,
    .fw_arid_o, .fw_araddr_o, .fw_arlen_o, .fw_arsize_o, .fw_arburst_o, .fw_arvalid_o,
    .fw_arready_i, .fw_rid_i, .fw_rdata_i, .fw_rresp_i, .fw_rlast_i, .fw_rvalid_i, .fw_rready_o,
    .mem_awid_o, .mem_awaddr_o, .mem_awlen_o, .mem_awsize_o, .mem_awburst_o, .mem_awlock_o,
    .mem_awcache_o, .mem_awprot_o, .mem_awvalid_o, .mem_awready_i,
    .mem_wdata_o, .mem_wstrb_o, .mem_wlast_o, .mem_wvalid_o, .mem_wready_i,
    .mem_bid_i, .mem_bresp_i, .mem_bvalid_i, .mem_bready_o,
    .mem_arid_o, .mem_araddr_o, .mem_arlen_o, .mem_arsize_o, .mem_arburst_o, .mem_arlock_o,
    .mem_arcache_o, .mem_arprot_o, .mem_arvalid_o, .mem_arready_i,
    .mem_rid_i, .mem_rdata_i, .mem_rresp_i, .mem_rlast_i, .mem_rvalid_i, .mem_rready_o,
    .tbl_awid_o, .tbl_awaddr_o, .tbl_awlen_o, .tbl_awsize_o, .tbl_awburst_o, .tbl_awlock_o,
    .tbl_awvalid_o, .tbl_awready_i, .tbl_wdata_o, .tbl_wstrb_o, .tbl_wlast_o, .tbl_wvalid_o,
    .tbl_wready_i, .tbl_bid_i, .tbl_bresp_i, .tbl_bvalid_i, .tbl_bready_o,
    .tbl_arid_o, .tbl_araddr_o, .tbl_arlen_o, .tbl_arsize_o, .tbl_arburst_o, .tbl_arlock_o,
    .tbl_arvalid_o, .tbl_arready_i, .tbl_rid_i, .tbl_rdata_i, .tbl_rresp_i, .tbl_rlast_i,
    .tbl_rvalid_i, .tbl_rready_o,
    .reg_awaddr_i, .reg_awvalid_i, .reg_awready_o, .reg_wdata_i, .reg_wstrb_i, .reg_wvalid_i,
    .reg_wready_o, .reg_bresp_o, .reg_bvalid_o, .reg_bready_i, .reg_araddr_i, .reg_arvalid_i,
    .reg_arready_o, .reg_rdata_o, .reg_rresp_o, .reg_rvalid_o, .reg_rready_i,
    .dma_awid_i(awid), .dma_awaddr_i(awaddr), .dma_awlen_i(awlen), .dma_awsize_i(awsize),
    .dma_awburst_i(awburst), .dma_awlock_i(awlock), .dma_awcache_i(awcache),
    .dma_awprot_i(awprot), .dma_awsid_i(awsid), .dma_awssid_i(awssid), .dma_awssidv_i(awssidv),
    .dma_awatst_i(awatst), .dma_awvalid_i(awvalid), .dma_awready_o(awready),
    .dma_wdata_i(wdata), .dma_wstrb_i(wstrb), .dma_wlast_i(wlast), .dma_wvalid_i(wvalid),
    .dma_wready_o(wready),
    .dma_bid_o(bid), .dma_bresp_o(bresp), .dma_bvalid_o(bvalid), .dma_bready_i(bready),
    .dma_arid_i(arid), .dma_araddr_i(araddr), .dma_arlen_i(arlen), .dma_arsize_i(arsize),
    .dma_arburst_i(arburst), .dma_arlock_i(arlock), .dma_arcache_i(arcache),
    .dma_arprot_i(arprot), .dma_arsid_i(arsid), .dma_arssid_i(arssid), .dma_arssidv_i(arssidv),
    .dma_aratst_i(aratst), .dma_arzlr_i(arzlr), .dma_arvalid_i(arvalid), .dma_arready_o(arready),
    .dma_rid_o(rid), .dma_rdata_o(rdata), .dma_rresp_o(rresp), .dma_rlast_o(rlast),
    .dma_rvalid_o(rvalid), .dma_rready_i(rready),
    .msg_req_valid_i(req_valid), .msg_req_ready_o(req_ready), .msg_req_data_i(req_data),
    .msg_post_valid_i(post_valid), .msg_post_ready_o(post_ready), .msg_post_data_i(post_data),
    .msg_out_valid_o(out_valid), .msg_out_ready_i(out_ready), .msg_out_data_o(out_data),
    .msg_out_first_o(out_first), .msg_out_last_o(out_last),
    .uart_tx_valid_o, .uart_tx_data_o, .uart_rx_valid_i, .uart_rx_data_i, .uart_rx_ready_o,
    .finish_o, .finish_code_o
  );

  // Generator 3 shares its port with the harness's device model.
  wire   [3:0] g3_awid, g3_arid;
  wire  [63:0] g3_awaddr, g3_araddr, g3_wdata;
  wire   [7:0] g3_awlen, g3_arlen, g3_wstrb;
  wire   [2:0] g3_awsize, g3_arsize;
  wire   [1:0] g3_awburst, g3_arburst;
  wire  [15:0] g3_awsid, g3_arsid;
  wire  [19:0] g3_awssid, g3_arssid;
  wire         g3_awssidv, g3_awatst, g3_awlock, g3_awvalid, g3_wlast, g3_wvalid, g3_bready;
  wire         g3_arssidv, g3_aratst, g3_arzlr, g3_arlock, g3_arvalid, g3_rready;

  wire [31:0] gen_rdata [NumPorts];
  assign gen_rdata_o = gen_rdata[gen_sel_i];

  // Generators issue plain cacheable data accesses without privilege.
  for (genvar p = 0; p < Last; p++) begin : g_gen
    assign awcache[p*4+:4] = 4'b1111;
    assign arcache[p*4+:4] = 4'b1111;
    assign awprot[p*3+:3] = 3'b000;
    assign arprot[p*3+:3] = 3'b000;
    sim_device #(.Kind(p)) u_device (
      .clk_i, .rst_ni,
      .reg_we_i(gen_we_i && gen_sel_i == p), .reg_addr_i(gen_addr_i), .reg_wdata_i(gen_wdata_i),
      .reg_rdata_o(gen_rdata[p]), .busy_o(gen_busy_o[p]),
      .sid_o(dev_sid[p*16+:16]), .on_o(dev_on[p]),
      .msg_req_valid_o(dev_req_valid[p]), .msg_req_ready_i(dev_req_ready[p]),
      .msg_req_data_o(dev_req_data[p*192+:192]), .msg_post_valid_o(dev_post_valid[p]),
      .msg_post_ready_i(dev_post_ready[p]), .msg_post_data_o(dev_post_data[p*192+:192]),
      .msg_valid_i(dev_out_valid[p]), .msg_ready_o(dev_out_ready[p]), .msg_data_i(out_data),
      .msg_last_i(out_last),
      .m_awid_o(awid[p*4+:4]), .m_awaddr_o(awaddr[p*64+:64]), .m_awlen_o(awlen[p*8+:8]),
      .m_awsize_o(awsize[p*3+:3]), .m_awburst_o(awburst[p*2+:2]), .m_awlock_o(awlock[p]),
      .m_awsid_o(awsid[p*16+:16]), .m_awssid_o(awssid[p*20+:20]), .m_awssidv_o(awssidv[p]),
      .m_awatst_o(awatst[p]), .m_awvalid_o(awvalid[p]), .m_awready_i(awready[p]),
      .m_wdata_o(wdata[p*64+:64]), .m_wstrb_o(wstrb[p*8+:8]), .m_wlast_o(wlast[p]),
      .m_wvalid_o(wvalid[p]), .m_wready_i(wready[p]),
      .m_bid_i(bid[p*4+:4]), .m_bresp_i(bresp[p*2+:2]), .m_bvalid_i(bvalid[p]),
      .m_bready_o(bready[p]),
      .m_arid_o(arid[p*4+:4]), .m_araddr_o(araddr[p*64+:64]), .m_arlen_o(arlen[p*8+:8]),
      .m_arsize_o(arsize[p*3+:3]), .m_arburst_o(arburst[p*2+:2]), .m_arlock_o(arlock[p]),
      .m_arsid_o(arsid[p*16+:16]), .m_arssid_o(arssid[p*20+:20]), .m_arssidv_o(arssidv[p]),
      .m_aratst_o(aratst[p]), .m_arzlr_o(arzlr[p]), .m_arvalid_o(arvalid[p]),
      .m_arready_i(arready[p]),
      .m_rid_i(rid[p*4+:4]), .m_rdata_i(rdata[p*64+:64]), .m_rresp_i(rresp[p*2+:2]),
      .m_rlast_i(rlast[p]), .m_rvalid_i(rvalid[p]), .m_rready_o(rready[p])
    );
    assign seen_arvalid[p] = u_device.g_arvalid;
    assign seen_arready[p] = u_device.g_arready;
    assign seen_arid[p*4+:4] = u_device.g_arid;
    assign seen_araddr[p*64+:64] = u_device.g_araddr;
    assign seen_arlen[p*8+:8] = u_device.g_arlen;
    assign seen_arsize[p*3+:3] = u_device.g_arsize;
    assign seen_arburst[p*2+:2] = u_device.g_arburst;
    assign seen_arlock[p] = u_device.g_arlock;
    assign seen_arsid[p*16+:16] = u_device.g_arsid;
    assign seen_arssid[p*20+:20] = u_device.g_arssid;
    assign seen_arssidv[p] = u_device.g_arssidv;
    assign seen_aratst[p] = u_device.g_aratst;
    assign seen_arzlr[p] = u_device.g_arzlr;
    assign seen_awvalid[p] = u_device.g_awvalid;
    assign seen_awready[p] = u_device.g_awready;
    assign seen_awid[p*4+:4] = u_device.g_awid;
    assign seen_awaddr[p*64+:64] = u_device.g_awaddr;
    assign seen_awlen[p*8+:8] = u_device.g_awlen;
    assign seen_awsize[p*3+:3] = u_device.g_awsize;
    assign seen_awburst[p*2+:2] = u_device.g_awburst;
    assign seen_awlock[p] = u_device.g_awlock;
    assign seen_awsid[p*16+:16] = u_device.g_awsid;
    assign seen_awssid[p*20+:20] = u_device.g_awssid;
    assign seen_awssidv[p] = u_device.g_awssidv;
    assign seen_awatst[p] = u_device.g_awatst;
    assign seen_wvalid[p] = u_device.g_wvalid;
    assign seen_wready[p] = u_device.g_wready;
    assign seen_wlast[p] = u_device.g_wlast;
    assign seen_wdata[p*64+:64] = u_device.g_wdata;
    assign seen_wstrb[p*8+:8] = u_device.g_wstrb;
    assign seen_rvalid[p] = u_device.g_rvalid;
    assign seen_rready[p] = u_device.g_rready;
    assign seen_rid[p*4+:4] = u_device.g_rid;
    assign seen_rlast[p] = u_device.g_rlast;
    assign seen_rresp[p*2+:2] = u_device.g_rresp;
    assign seen_rdata[p*64+:64] = u_device.g_rdata;
    assign seen_bvalid[p] = u_device.g_bvalid;
    assign seen_bready[p] = u_device.g_bready;
    assign seen_bid[p*4+:4] = u_device.g_bid;
    assign seen_bresp[p*2+:2] = u_device.g_bresp;
  end
  assign seen_arvalid[Last] = arvalid[Last];
  assign seen_arready[Last] = arready[Last];
  assign seen_arid[Last*4+:4] = arid[Last*4+:4];
  assign seen_araddr[Last*64+:64] = araddr[Last*64+:64];
  assign seen_arlen[Last*8+:8] = arlen[Last*8+:8];
  assign seen_arsize[Last*3+:3] = arsize[Last*3+:3];
  assign seen_arburst[Last*2+:2] = arburst[Last*2+:2];
  assign seen_arlock[Last] = arlock[Last];
  assign seen_arsid[Last*16+:16] = arsid[Last*16+:16];
  assign seen_arssid[Last*20+:20] = arssid[Last*20+:20];
  assign seen_arssidv[Last] = arssidv[Last];
  assign seen_aratst[Last] = aratst[Last];
  assign seen_arzlr[Last] = arzlr[Last];
  assign seen_awvalid[Last] = awvalid[Last];
  assign seen_awready[Last] = awready[Last];
  assign seen_awid[Last*4+:4] = awid[Last*4+:4];
  assign seen_awaddr[Last*64+:64] = awaddr[Last*64+:64];
  assign seen_awlen[Last*8+:8] = awlen[Last*8+:8];
  assign seen_awsize[Last*3+:3] = awsize[Last*3+:3];
  assign seen_awburst[Last*2+:2] = awburst[Last*2+:2];
  assign seen_awlock[Last] = awlock[Last];
  assign seen_awsid[Last*16+:16] = awsid[Last*16+:16];
  assign seen_awssid[Last*20+:20] = awssid[Last*20+:20];
  assign seen_awssidv[Last] = awssidv[Last];
  assign seen_awatst[Last] = awatst[Last];
  assign seen_wvalid[Last] = wvalid[Last];
  assign seen_wready[Last] = wready[Last];
  assign seen_wlast[Last] = wlast[Last];
  assign seen_wdata[Last*64+:64] = wdata[Last*64+:64];
  assign seen_wstrb[Last*8+:8] = wstrb[Last*8+:8];
  assign seen_rvalid[Last] = rvalid[Last];
  assign seen_rready[Last] = rready[Last];
  assign seen_rid[Last*4+:4] = rid[Last*4+:4];
  assign seen_rlast[Last] = rlast[Last];
  assign seen_rresp[Last*2+:2] = rresp[Last*2+:2];
  assign seen_rdata[Last*64+:64] = rdata[Last*64+:64];
  assign seen_bvalid[Last] = bvalid[Last];
  assign seen_bready[Last] = bready[Last];
  assign seen_bid[Last*4+:4] = bid[Last*4+:4];
  assign seen_bresp[Last*2+:2] = bresp[Last*2+:2];

  // Messages: those of the devices above, and as the last device the harness.
  soc_msg_router #(.Devices(NumPorts)) u_router (
    .clk_i, .rst_ni, .sid_i(dev_sid), .named_i(dev_on),
    .req_valid_i(dev_req_valid), .req_ready_o(dev_req_ready), .req_data_i(dev_req_data),
    .post_valid_i(dev_post_valid), .post_ready_o(dev_post_ready), .post_data_i(dev_post_data),
    .out_valid_o(dev_out_valid), .out_ready_i(dev_out_ready),
    .msg_req_valid_o(req_valid), .msg_req_ready_i(req_ready), .msg_req_data_o(req_data),
    .msg_post_valid_o(post_valid), .msg_post_ready_i(post_ready), .msg_post_data_o(post_data),
    .msg_out_valid_i(out_valid), .msg_out_ready_o(out_ready), .msg_out_data_i(out_data),
    .msg_out_first_i(out_first)
  );

  assign dev_req_valid[Last] = msg_req_valid_i;
  assign dev_req_data[Last*192+:192] = msg_req_data_i;
  assign msg_req_ready_o = dev_req_ready[Last];
  assign dev_post_valid[Last] = msg_post_valid_i;
  assign dev_post_data[Last*192+:192] = msg_post_data_i;
  assign msg_post_ready_o = dev_post_ready[Last];
  assign msg_out_valid_o = dev_out_valid[Last];
  assign dev_out_ready[Last] = msg_out_ready_i;
  assign msg_out_data_o = out_data;
  assign msg_out_first_o = out_first;
  assign msg_out_last_o = out_last;

  dma_gen u_gen3 (
    .clk_i, .rst_ni,
    .reg_we_i(gen_we_i && gen_sel_i == Last), .reg_addr_i(gen_addr_i), .reg_wdata_i(gen_wdata_i),
    .reg_rdata_o(gen_rdata[Last]), .busy_o(gen_busy_o[Last]),
    .m_awid_o(g3_awid), .m_awaddr_o(g3_awaddr), .m_awlen_o(g3_awlen), .m_awsize_o(g3_awsize),
    .m_awburst_o(g3_awburst), .m_awlock_o(g3_awlock), .m_awsid_o(g3_awsid),
    .m_awssid_o(g3_awssid), .m_awssidv_o(g3_awssidv), .m_awatst_o(g3_awatst),
    .m_awvalid_o(g3_awvalid), .m_awready_i(awready[Last] && !bfm_sel_i),
    .m_wdata_o(g3_wdata), .m_wstrb_o(g3_wstrb), .m_wlast_o(g3_wlast), .m_wvalid_o(g3_wvalid),
    .m_wready_i(wready[Last] && !bfm_sel_i),
    .m_bid_i(bid[Last*4+:4]), .m_bresp_i(bresp[Last*2+:2]),
    .m_bvalid_i(bvalid[Last] && !bfm_sel_i), .m_bready_o(g3_bready),
    .m_arid_o(g3_arid), .m_araddr_o(g3_araddr), .m_arlen_o(g3_arlen), .m_arsize_o(g3_arsize),
    .m_arburst_o(g3_arburst), .m_arlock_o(g3_arlock), .m_arsid_o(g3_arsid),
    .m_arssid_o(g3_arssid), .m_arssidv_o(g3_arssidv), .m_aratst_o(g3_aratst),
    .m_arzlr_o(g3_arzlr), .m_arvalid_o(g3_arvalid), .m_arready_i(arready[Last] && !bfm_sel_i),
    .m_rid_i(rid[Last*4+:4]), .m_rdata_i(rdata[Last*64+:64]), .m_rresp_i(rresp[Last*2+:2]),
    .m_rlast_i(rlast[Last]), .m_rvalid_i(rvalid[Last] && !bfm_sel_i), .m_rready_o(g3_rready)
  );

  assign awid[Last*4+:4]      = bfm_sel_i ? bfm_awid_i    : g3_awid;
  assign awaddr[Last*64+:64]  = bfm_sel_i ? bfm_awaddr_i  : g3_awaddr;
  assign awlen[Last*8+:8]     = bfm_sel_i ? bfm_awlen_i   : g3_awlen;
  assign awsize[Last*3+:3]    = bfm_sel_i ? bfm_awsize_i  : g3_awsize;
  assign awburst[Last*2+:2]   = bfm_sel_i ? bfm_awburst_i : g3_awburst;
  assign awlock[Last]         = bfm_sel_i ? bfm_awlock_i  : g3_awlock;
  assign awcache[Last*4+:4]   = bfm_sel_i ? bfm_awcache_i : 4'b1111;
  assign awprot[Last*3+:3]    = bfm_sel_i ? bfm_awprot_i  : 3'b000;
  assign awsid[Last*16+:16]   = bfm_sel_i ? bfm_awsid_i   : g3_awsid;
  assign awssid[Last*20+:20]  = bfm_sel_i ? bfm_awssid_i  : g3_awssid;
  assign awssidv[Last]        = bfm_sel_i ? bfm_awssidv_i : g3_awssidv;
  assign awatst[Last]         = bfm_sel_i ? bfm_awatst_i  : g3_awatst;
  assign awvalid[Last]        = bfm_sel_i ? bfm_awvalid_i : g3_awvalid;
  assign wdata[Last*64+:64]   = bfm_sel_i ? bfm_wdata_i   : g3_wdata;
  assign wstrb[Last*8+:8]     = bfm_sel_i ? bfm_wstrb_i   : g3_wstrb;
  assign wlast[Last]          = bfm_sel_i ? bfm_wlast_i   : g3_wlast;
  assign wvalid[Last]         = bfm_sel_i ? bfm_wvalid_i  : g3_wvalid;
  assign bready[Last]         = bfm_sel_i ? bfm_bready_i  : g3_bready;
  assign arid[Last*4+:4]      = bfm_sel_i ? bfm_arid_i    : g3_arid;
  assign araddr[Last*64+:64]  = bfm_sel_i ? bfm_araddr_i  : g3_araddr;
  assign arlen[Last*8+:8]     = bfm_sel_i ? bfm_arlen_i   : g3_arlen;
  assign arsize[Last*3+:3]    = bfm_sel_i ? bfm_arsize_i  : g3_arsize;
  assign arburst[Last*2+:2]   = bfm_sel_i ? bfm_arburst_i : g3_arburst;
  assign arlock[Last]         = bfm_sel_i ? bfm_arlock_i  : g3_arlock;
  assign arcache[Last*4+:4]   = bfm_sel_i ? bfm_arcache_i : 4'b1111;
  assign arprot[Last*3+:3]    = bfm_sel_i ? bfm_arprot_i  : 3'b000;
  assign arsid[Last*16+:16]   = bfm_sel_i ? bfm_arsid_i   : g3_arsid;
  assign arssid[Last*20+:20]  = bfm_sel_i ? bfm_arssid_i  : g3_arssid;
  assign arssidv[Last]        = bfm_sel_i ? bfm_arssidv_i : g3_arssidv;
  assign aratst[Last]         = bfm_sel_i ? bfm_aratst_i  : g3_aratst;
  assign arzlr[Last]          = bfm_sel_i ? bfm_arzlr_i   : g3_arzlr;
  assign arvalid[Last]        = bfm_sel_i ? bfm_arvalid_i : g3_arvalid;
  assign rready[Last]         = bfm_sel_i ? bfm_rready_i  : g3_rready;

  assign bfm_awready_o = bfm_sel_i && awready[Last];
  assign bfm_wready_o  = bfm_sel_i && wready[Last];
  assign bfm_bid_o     = bid[Last*4+:4];
  assign bfm_bresp_o   = bresp[Last*2+:2];
  assign bfm_bvalid_o  = bfm_sel_i && bvalid[Last];
  assign bfm_arready_o = bfm_sel_i && arready[Last];
  assign bfm_rid_o     = rid[Last*4+:4];
  assign bfm_rdata_o   = rdata[Last*64+:64];
  assign bfm_rresp_o   = rresp[Last*2+:2];
  assign bfm_rlast_o   = rlast[Last];
  assign bfm_rvalid_o  = bfm_sel_i && rvalid[Last];

  assign probe_mbox_valid_o = u_soc.u_iommu.u_mbox.done;
  assign probe_mbox_write_o = u_soc.u_iommu.u_mbox.write_q;
  assign probe_mbox_addr_o  = u_soc.u_iommu.u_mbox.addr_q;
  assign probe_mbox_strb_o  = u_soc.u_iommu.u_mbox.strb_q;
  assign probe_mbox_data_o  = u_soc.u_iommu.u_mbox.write_q ? u_soc.u_iommu.u_mbox.wdata_q
                                                           : u_soc.u_iommu.u_mbox.rdata;
  assign probe_ar_o     = seen_arvalid & seen_arready;
  assign probe_arid_o   = seen_arid;
  assign probe_araddr_o = seen_araddr;
  assign probe_arlen_o  = seen_arlen;
  assign probe_arsize_o = seen_arsize;
  assign probe_arsid_o  = seen_arsid;
  assign probe_aw_o     = seen_awvalid & seen_awready;
  assign probe_awid_o   = seen_awid;
  assign probe_awaddr_o = seen_awaddr;
  assign probe_awlen_o  = seen_awlen;
  assign probe_awsize_o = seen_awsize;
  assign probe_awsid_o  = seen_awsid;
  assign probe_w_o      = seen_wvalid & seen_wready;
  assign probe_wlast_o  = seen_wlast;
  assign probe_wdata_o  = seen_wdata;
  assign probe_wstrb_o  = seen_wstrb;
  assign probe_r_o      = seen_rvalid & seen_rready;
  assign probe_rid_o    = seen_rid;
  assign probe_rlast_o  = seen_rlast;
  assign probe_rresp_o  = seen_rresp;
  assign probe_rdata_o  = seen_rdata;
  assign probe_b_o      = seen_bvalid & seen_bready;
  assign probe_bid_o    = seen_bid;
  assign probe_bresp_o  = seen_bresp;

  // Sidebands, for the harness by name
  wire [NumPorts*3-1:0] seen_arprot = arprot;
  wire [NumPorts*3-1:0] seen_awprot = awprot;

  string bootrom;
  initial if ($value$plusargs("bootrom=%s", bootrom)) $readmemh(bootrom, u_soc.u_bootrom.mem);
endmodule

`default_nettype wire
