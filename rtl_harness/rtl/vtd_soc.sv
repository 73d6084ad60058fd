// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: the block with its own core: vtd_iommu, Rocket, boot ROM, UART and finisher, ready to be
// put between devices and memory. The core's cached memory is outside, on fw_*; soc_map.def is its
// address map. This module only wires. The host's pins are those of vtd_iommu.
//
//   BootRomFile  contents of the boot ROM, $readmemh form
//   the others   see vtd_iommu
`default_nettype none

module vtd_soc #(
  parameter int NumPorts = 4,
  parameter int IdWidth = 4,
  parameter BootRomFile = "",
  parameter int NumFrcd = vtd_caps_pkg::DefaultFrcds,
  parameter int WindowLog2 = vtd_caps_pkg::DefaultWindowLog2,
  parameter int TagBits = 8,
  parameter int RdSlots = 8,
  parameter int WrSlots = 4,
  parameter int IotlbSets = 64,
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

  // Firmware memory, cached by the core
  output wire                [3:0] fw_awid_o,
  output wire               [31:0] fw_awaddr_o,
  output wire                [7:0] fw_awlen_o,
  output wire                [2:0] fw_awsize_o,
  output wire                [1:0] fw_awburst_o,
  output wire                      fw_awvalid_o,
  input  wire                      fw_awready_i,
  output wire               [63:0] fw_wdata_o,
  output wire                [7:0] fw_wstrb_o,
  output wire                      fw_wlast_o,
  output wire                      fw_wvalid_o,
  input  wire                      fw_wready_i,
  input  wire                [3:0] fw_bid_i,
  input  wire                [1:0] fw_bresp_i,
  input  wire                      fw_bvalid_i,
  output wire                      fw_bready_o,
  output wire                [3:0] fw_arid_o,
  output wire               [31:0] fw_araddr_o,
  output wire                [7:0] fw_arlen_o,
  output wire                [2:0] fw_arsize_o,
  output wire                [1:0] fw_arburst_o,
  output wire                      fw_arvalid_o,
  input  wire                      fw_arready_i,
  input  wire                [3:0] fw_rid_i,
  input  wire               [63:0] fw_rdata_i,
  input  wire                [1:0] fw_rresp_i,
  input  wire                      fw_rlast_i,
  input  wire                      fw_rvalid_i,
  output wire                      fw_rready_o,

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

  // Console, one byte per cycle with valid; finisher, one cycle
  output wire                      uart_tx_valid_o,
  output wire                [7:0] uart_tx_data_o,
  input  wire                      uart_rx_valid_i,
  input  wire                [7:0] uart_rx_data_i,
  output wire                      uart_rx_ready_o,
  output wire                      finish_o,
  output wire               [31:0] finish_code_o
);
  wire   [3:0] core_awid, core_bid, core_arid, core_rid;
  wire  [30:0] core_awaddr, core_araddr;
  wire   [7:0] core_awlen, core_arlen, core_wstrb;
  wire   [2:0] core_arsize;
  wire  [63:0] core_wdata, core_rdata;
  wire   [1:0] core_bresp, core_rresp;
  wire         core_awvalid, core_awready, core_wlast, core_wvalid, core_wready, core_bvalid;
  wire         core_bready, core_arvalid, core_arready, core_rlast, core_rvalid, core_rready;

  wire  [16:0] mbox_awaddr, mbox_araddr;
  wire  [63:0] mbox_wdata, mbox_rdata;
  wire   [7:0] mbox_wstrb;
  wire   [2:0] mbox_arsize;
  wire   [1:0] mbox_bresp, mbox_rresp;
  wire         mbox_awvalid, mbox_awready, mbox_wvalid, mbox_wready, mbox_bvalid, mbox_bready;
  wire         mbox_arvalid, mbox_arready, mbox_rvalid, mbox_rready;

  wire         loc_valid, loc_write;
  wire   [2:0] loc_sel;
  wire  [15:0] loc_addr;
  wire  [63:0] loc_wdata, rom_rdata, uart_rdata;
  wire   [7:0] loc_wstrb;

  wire rst = !rst_ni;

  // The debug module stays in reset and its interrupts silent: no debug transport is wired.
  ExampleRocketSystem u_core (
    .clock(clk_i), .reset(rst), .resetctrl_hartIsInReset_0(rst),
    .debug_clock(clk_i), .debug_reset(1'b1),
    .debug_clockeddmi_dmiClock(clk_i), .debug_clockeddmi_dmiReset(1'b1),
    .debug_clockeddmi_dmi_req_ready(), .debug_clockeddmi_dmi_req_valid(1'b0),
    .debug_clockeddmi_dmi_req_bits_addr(7'h0), .debug_clockeddmi_dmi_req_bits_data(32'h0),
    .debug_clockeddmi_dmi_req_bits_op(2'h0), .debug_clockeddmi_dmi_resp_ready(1'b1),
    .debug_clockeddmi_dmi_resp_valid(), .debug_clockeddmi_dmi_resp_bits_data(),
    .debug_clockeddmi_dmi_resp_bits_resp(), .debug_ndreset(), .debug_dmactive(),
    .debug_dmactiveAck(1'b0), .interrupts(4'h0),
    .mem_axi4_0_aw_ready(fw_awready_i), .mem_axi4_0_aw_valid(fw_awvalid_o),
    .mem_axi4_0_aw_bits_id(fw_awid_o), .mem_axi4_0_aw_bits_addr(fw_awaddr_o),
    .mem_axi4_0_aw_bits_len(fw_awlen_o), .mem_axi4_0_aw_bits_size(fw_awsize_o),
    .mem_axi4_0_aw_bits_burst(fw_awburst_o), .mem_axi4_0_aw_bits_lock(),
    .mem_axi4_0_aw_bits_cache(), .mem_axi4_0_aw_bits_prot(), .mem_axi4_0_aw_bits_qos(),
    .mem_axi4_0_w_ready(fw_wready_i), .mem_axi4_0_w_valid(fw_wvalid_o),
    .mem_axi4_0_w_bits_data(fw_wdata_o), .mem_axi4_0_w_bits_strb(fw_wstrb_o),
    .mem_axi4_0_w_bits_last(fw_wlast_o),
    .mem_axi4_0_b_ready(fw_bready_o), .mem_axi4_0_b_valid(fw_bvalid_i),
    .mem_axi4_0_b_bits_id(fw_bid_i), .mem_axi4_0_b_bits_resp(fw_bresp_i),
    .mem_axi4_0_ar_ready(fw_arready_i), .mem_axi4_0_ar_valid(fw_arvalid_o),
    .mem_axi4_0_ar_bits_id(fw_arid_o), .mem_axi4_0_ar_bits_addr(fw_araddr_o),
    .mem_axi4_0_ar_bits_len(fw_arlen_o), .mem_axi4_0_ar_bits_size(fw_arsize_o),
    .mem_axi4_0_ar_bits_burst(fw_arburst_o), .mem_axi4_0_ar_bits_lock(),
    .mem_axi4_0_ar_bits_cache(), .mem_axi4_0_ar_bits_prot(), .mem_axi4_0_ar_bits_qos(),
    .mem_axi4_0_r_ready(fw_rready_o), .mem_axi4_0_r_valid(fw_rvalid_i),
    .mem_axi4_0_r_bits_id(fw_rid_i), .mem_axi4_0_r_bits_data(fw_rdata_i),
    .mem_axi4_0_r_bits_resp(fw_rresp_i), .mem_axi4_0_r_bits_last(fw_rlast_i),
    .mmio_axi4_0_aw_ready(core_awready), .mmio_axi4_0_aw_valid(core_awvalid),
    .mmio_axi4_0_aw_bits_id(core_awid), .mmio_axi4_0_aw_bits_addr(core_awaddr),
    .mmio_axi4_0_aw_bits_len(core_awlen), .mmio_axi4_0_aw_bits_size(),
    .mmio_axi4_0_aw_bits_burst(), .mmio_axi4_0_aw_bits_lock(), .mmio_axi4_0_aw_bits_cache(),
    .mmio_axi4_0_aw_bits_prot(), .mmio_axi4_0_aw_bits_qos(),
    .mmio_axi4_0_w_ready(core_wready), .mmio_axi4_0_w_valid(core_wvalid),
    .mmio_axi4_0_w_bits_data(core_wdata), .mmio_axi4_0_w_bits_strb(core_wstrb),
    .mmio_axi4_0_w_bits_last(core_wlast),
    .mmio_axi4_0_b_ready(core_bready), .mmio_axi4_0_b_valid(core_bvalid),
    .mmio_axi4_0_b_bits_id(core_bid), .mmio_axi4_0_b_bits_resp(core_bresp),
    .mmio_axi4_0_ar_ready(core_arready), .mmio_axi4_0_ar_valid(core_arvalid),
    .mmio_axi4_0_ar_bits_id(core_arid), .mmio_axi4_0_ar_bits_addr(core_araddr),
    .mmio_axi4_0_ar_bits_len(core_arlen), .mmio_axi4_0_ar_bits_size(core_arsize),
    .mmio_axi4_0_ar_bits_burst(), .mmio_axi4_0_ar_bits_lock(), .mmio_axi4_0_ar_bits_cache(),
    .mmio_axi4_0_ar_bits_prot(), .mmio_axi4_0_ar_bits_qos(),
    .mmio_axi4_0_r_ready(core_rready), .mmio_axi4_0_r_valid(core_rvalid),
    .mmio_axi4_0_r_bits_id(core_rid), .mmio_axi4_0_r_bits_data(core_rdata),
    .mmio_axi4_0_r_bits_resp(core_rresp), .mmio_axi4_0_r_bits_last(core_rlast)
  );

  soc_bus u_bus (
    .clk_i, .rst_ni,
    .core_awid_i(core_awid), .core_awaddr_i(core_awaddr), .core_awvalid_i(core_awvalid),
    .core_awlen_i(core_awlen), .core_awready_o(core_awready), .core_wdata_i(core_wdata),
    .core_wstrb_i(core_wstrb), .core_wlast_i(core_wlast), .core_wvalid_i(core_wvalid),
    .core_wready_o(core_wready), .core_bid_o(core_bid), .core_bresp_o(core_bresp),
    .core_bvalid_o(core_bvalid), .core_bready_i(core_bready),
    .core_arid_i(core_arid), .core_araddr_i(core_araddr), .core_arlen_i(core_arlen),
    .core_arsize_i(core_arsize), .core_arvalid_i(core_arvalid), .core_arready_o(core_arready),
    .core_rid_o(core_rid), .core_rdata_o(core_rdata), .core_rresp_o(core_rresp),
    .core_rlast_o(core_rlast), .core_rvalid_o(core_rvalid), .core_rready_i(core_rready),
    .mbox_awaddr_o(mbox_awaddr), .mbox_awvalid_o(mbox_awvalid), .mbox_awready_i(mbox_awready),
    .mbox_wdata_o(mbox_wdata), .mbox_wstrb_o(mbox_wstrb), .mbox_wvalid_o(mbox_wvalid),
    .mbox_wready_i(mbox_wready), .mbox_bresp_i(mbox_bresp), .mbox_bvalid_i(mbox_bvalid),
    .mbox_bready_o(mbox_bready), .mbox_araddr_o(mbox_araddr), .mbox_arsize_o(mbox_arsize),
    .mbox_arvalid_o(mbox_arvalid), .mbox_arready_i(mbox_arready), .mbox_rdata_i(mbox_rdata),
    .mbox_rresp_i(mbox_rresp), .mbox_rvalid_i(mbox_rvalid), .mbox_rready_o(mbox_rready),
    .loc_valid_o(loc_valid), .loc_write_o(loc_write), .loc_sel_o(loc_sel), .loc_addr_o(loc_addr),
    .loc_wdata_o(loc_wdata), .loc_wstrb_o(loc_wstrb),
    .loc_rdata_i(loc_sel[0] ? rom_rdata : loc_sel[1] ? uart_rdata : 64'h0)
  );

  soc_bootrom #(
    .InitFile(BootRomFile)
  ) u_bootrom (
    .clk_i, .valid_i(loc_valid && loc_sel[0]), .addr_i(loc_addr), .rdata_o(rom_rdata)
  );

  soc_uart u_uart (
    .clk_i, .rst_ni,
    .valid_i(loc_valid && loc_sel[1]), .write_i(loc_write), .addr_i(loc_addr),
    .wdata_i(loc_wdata), .wstrb_i(loc_wstrb), .rdata_o(uart_rdata),
    .tx_valid_o(uart_tx_valid_o), .tx_data_o(uart_tx_data_o), .tx_ready_i(1'b1),
    .rx_valid_i(uart_rx_valid_i), .rx_data_i(uart_rx_data_i), .rx_ready_o(uart_rx_ready_o)
  );

  soc_finisher u_finisher (
    .clk_i, .rst_ni,
    .valid_i(loc_valid && loc_sel[2]), .write_i(loc_write), .addr_i(loc_addr),
    .wdata_i(loc_wdata), .wstrb_i(loc_wstrb),
    .finish_o, .finish_code_o
  );

  vtd_iommu #(
    .NumPorts(NumPorts),
    .IdWidth(IdWidth),
    .NumFrcd(NumFrcd),
    .WindowLog2(WindowLog2),
    .TagBits(TagBits),
    .RdSlots(RdSlots),
    .WrSlots(WrSlots),
    .IotlbSets(IotlbSets),
    .WdtCycles(WdtCycles),
    .StallCycles(StallCycles),
    .HmTimeout(HmTimeout),
    .PingAddr(PingAddr),
    .NumForbid(NumForbid),
    .ForbidBase(ForbidBase),
    .ForbidLimit(ForbidLimit)
  ) u_iommu (
    .clk_i, .rst_ni, .cfg_cap_i, .cfg_ecap_i, .cfg_ver_i, .ready_o, .dead_o, .fault_irq_o,
    .inv_irq_o, .reg_awaddr_i, .reg_awvalid_i, .reg_awready_o, .reg_wdata_i, .reg_wstrb_i,
    .reg_wvalid_i, .reg_wready_o, .reg_bresp_o, .reg_bvalid_o, .reg_bready_i, .reg_araddr_i,
    .reg_arvalid_i, .reg_arready_o, .reg_rdata_o, .reg_rresp_o, .reg_rvalid_o, .reg_rready_i,
    .dma_awid_i, .dma_awaddr_i, .dma_awlen_i, .dma_awsize_i, .dma_awburst_i, .dma_awlock_i,
    .dma_awcache_i, .dma_awprot_i, .dma_awsid_i, .dma_awssid_i, .dma_awssidv_i, .dma_awatst_i,
    .dma_awvalid_i, .dma_awready_o, .dma_wdata_i, .dma_wstrb_i, .dma_wlast_i, .dma_wvalid_i,
    .dma_wready_o, .dma_bid_o, .dma_bresp_o, .dma_bvalid_o, .dma_bready_i, .dma_arid_i,
    .dma_araddr_i, .dma_arlen_i, .dma_arsize_i, .dma_arburst_i, .dma_arlock_i, .dma_arcache_i,
    .dma_arprot_i, .dma_arsid_i, .dma_arssid_i, .dma_arssidv_i, .dma_aratst_i, .dma_arzlr_i,
    .dma_arvalid_i, .dma_arready_o, .dma_rid_o, .dma_rdata_o, .dma_rresp_o, .dma_rlast_o,
    .dma_rvalid_o, .dma_rready_i, .mem_awid_o, .mem_awaddr_o, .mem_awlen_o, .mem_awsize_o,
    .mem_awburst_o, .mem_awlock_o, .mem_awcache_o, .mem_awprot_o, .mem_awvalid_o, .mem_awready_i,
    .mem_wdata_o, .mem_wstrb_o, .mem_wlast_o, .mem_wvalid_o, .mem_wready_i, .mem_bid_i,
    .mem_bresp_i, .mem_bvalid_i, .mem_bready_o, .mem_arid_o, .mem_araddr_o, .mem_arlen_o,
    .mem_arsize_o, .mem_arburst_o, .mem_arlock_o, .mem_arcache_o, .mem_arprot_o, .mem_arvalid_o,
    .mem_arready_i, .mem_rid_i, .mem_rdata_i, .mem_rresp_i, .mem_rlast_i, .mem_rvalid_i,
    .mem_rready_o, .tbl_awid_o, .tbl_awaddr_o, .tbl_awlen_o, .tbl_awsize_o, .tbl_awburst_o,
    .tbl_awlock_o, .tbl_awvalid_o, .tbl_awready_i, .tbl_wdata_o, .tbl_wstrb_o, .tbl_wlast_o,
    .tbl_wvalid_o, .tbl_wready_i, .tbl_bid_i, .tbl_bresp_i, .tbl_bvalid_i, .tbl_bready_o,
    .tbl_arid_o, .tbl_araddr_o, .tbl_arlen_o, .tbl_arsize_o, .tbl_arburst_o, .tbl_arlock_o,
    .tbl_arvalid_o, .tbl_arready_i, .tbl_rid_i, .tbl_rdata_i, .tbl_rresp_i, .tbl_rlast_i,
    .tbl_rvalid_i, .tbl_rready_o,
    .msg_req_valid_i, .msg_req_ready_o, .msg_req_data_i, .msg_post_valid_i, .msg_post_ready_o,
    .msg_post_data_i, .msg_out_valid_o, .msg_out_ready_i, .msg_out_data_o, .msg_out_first_o,
    .msg_out_last_o,
    .mbox_awaddr_i(mbox_awaddr), .mbox_awvalid_i(mbox_awvalid), .mbox_awready_o(mbox_awready),
    .mbox_wdata_i(mbox_wdata), .mbox_wstrb_i(mbox_wstrb), .mbox_wvalid_i(mbox_wvalid),
    .mbox_wready_o(mbox_wready), .mbox_bresp_o(mbox_bresp), .mbox_bvalid_o(mbox_bvalid),
    .mbox_bready_i(mbox_bready), .mbox_araddr_i(mbox_araddr), .mbox_arsize_i(mbox_arsize),
    .mbox_arvalid_i(mbox_arvalid), .mbox_arready_o(mbox_arready), .mbox_rdata_o(mbox_rdata),
    .mbox_rresp_o(mbox_rresp), .mbox_rvalid_o(mbox_rvalid), .mbox_rready_i(mbox_rready)
  );
endmodule

`default_nettype wire
