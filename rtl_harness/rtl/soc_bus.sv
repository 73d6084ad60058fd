// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: takes the core's uncached AXI4 accesses to the mailbox or to the small devices. One
// transaction at a time, as the core issues them. The mailbox is on every miss, so it is wired
// through without a register; bursts and everything else go beat by beat over a simple local bus.
// An address that nobody owns answers DECERR on every beat, so no access of the core can hang.
//
// Local bus: loc_valid_o for one cycle per beat with one bit of loc_sel_o set; the device acts in
// that cycle and returns loc_rdata_i in the next.
`default_nettype none

module soc_bus (
  input  wire         clk_i,
  input  wire         rst_ni,

  // Core
  input  wire   [3:0] core_awid_i,
  input  wire  [30:0] core_awaddr_i,
  input  wire         core_awvalid_i,
  input  wire   [7:0] core_awlen_i,
  output logic        core_awready_o,
  input  wire  [63:0] core_wdata_i,
  input  wire   [7:0] core_wstrb_i,
  input  wire         core_wlast_i,
  input  wire         core_wvalid_i,
  output logic        core_wready_o,
  output logic  [3:0] core_bid_o,
  output logic  [1:0] core_bresp_o,
  output logic        core_bvalid_o,
  input  wire         core_bready_i,
  input  wire   [3:0] core_arid_i,
  input  wire  [30:0] core_araddr_i,
  input  wire   [7:0] core_arlen_i,
  input  wire   [2:0] core_arsize_i,
  input  wire         core_arvalid_i,
  output logic        core_arready_o,
  output logic  [3:0] core_rid_o,
  output logic [63:0] core_rdata_o,
  output logic  [1:0] core_rresp_o,
  output logic        core_rlast_o,
  output logic        core_rvalid_o,
  input  wire         core_rready_i,

  // Mailbox
  output logic [16:0] mbox_awaddr_o,
  output logic        mbox_awvalid_o,
  input  wire         mbox_awready_i,
  output logic [63:0] mbox_wdata_o,
  output logic  [7:0] mbox_wstrb_o,
  output logic        mbox_wvalid_o,
  input  wire         mbox_wready_i,
  input  wire   [1:0] mbox_bresp_i,
  input  wire         mbox_bvalid_i,
  output logic        mbox_bready_o,
  output logic [16:0] mbox_araddr_o,
  output logic  [2:0] mbox_arsize_o,
  output logic        mbox_arvalid_o,
  input  wire         mbox_arready_i,
  input  wire  [63:0] mbox_rdata_i,
  input  wire   [1:0] mbox_rresp_i,
  input  wire         mbox_rvalid_i,
  output logic        mbox_rready_o,

  // Small devices: boot ROM, UART, finisher
  output logic        loc_valid_o,
  output logic        loc_write_o,
  output logic  [2:0] loc_sel_o,
  output logic [15:0] loc_addr_o,
  output logic [63:0] loc_wdata_o,
  output logic  [7:0] loc_wstrb_o,
  input  wire  [63:0] loc_rdata_i
);
  localparam logic [1:0] RespOkay = 2'b00, RespDecErr = 2'b11;
  localparam logic [30:0] MboxFirst = soc_map_pkg::MboxBase[30:0];
  localparam logic [31:0] MboxEnd = soc_map_pkg::RegClrBase + soc_map_pkg::RegClrSize;

  typedef enum logic [2:0] {Idle, MboxRead, MboxWrite, LocRead, LocData, LocWrite, LocResp} state_e;

  function automatic logic is_mbox(input logic [30:0] addr, input logic [7:0] len);
    is_mbox = addr >= MboxFirst && {1'b0, addr} < MboxEnd && len == 8'h0;
  endfunction

  function automatic logic [2:0] select(input logic [30:0] addr);
    logic [31:0] a;
    a = {1'b0, addr};
    select = 3'b000;
    if ((a & ~(soc_map_pkg::BootromSize - 32'd1)) == soc_map_pkg::BootromBase) select = 3'b001;
    if ((a & ~(soc_map_pkg::UartSize - 32'd1)) == soc_map_pkg::UartBase) select = 3'b010;
    if ((a & ~(soc_map_pkg::TestSize - 32'd1)) == soc_map_pkg::TestBase) select = 3'b100;
  endfunction

  state_e      state_q;
  logic  [3:0] id_q;
  logic [30:0] addr_q;
  logic  [7:0] left_q;
  logic        err_q;
  logic        idle, write_first, aw_mbox, ar_mbox, aw_loc, ar_loc;

  assign idle = state_q == Idle;
  assign write_first = idle && core_awvalid_i;
  assign aw_mbox = write_first && is_mbox(core_awaddr_i, core_awlen_i);
  assign aw_loc = write_first && !aw_mbox;
  assign ar_mbox = idle && !core_awvalid_i && core_arvalid_i &&
                   is_mbox(core_araddr_i, core_arlen_i);
  assign ar_loc = idle && !core_awvalid_i && core_arvalid_i && !ar_mbox;

  assign mbox_awaddr_o = core_awaddr_i[16:0] - MboxFirst[16:0];
  assign mbox_awvalid_o = aw_mbox && core_wvalid_i;
  assign mbox_wdata_o = core_wdata_i;
  assign mbox_wstrb_o = core_wstrb_i;
  assign mbox_wvalid_o = mbox_awvalid_o;
  assign mbox_bready_o = state_q == MboxWrite && core_bready_i;
  assign mbox_araddr_o = core_araddr_i[16:0] - MboxFirst[16:0];
  assign mbox_arsize_o = core_arsize_i;
  assign mbox_arvalid_o = ar_mbox;
  assign mbox_rready_o = state_q == MboxRead && core_rready_i;

  assign core_awready_o = aw_loc || (mbox_awvalid_o && mbox_awready_i && mbox_wready_i);
  assign core_wready_o = state_q == LocWrite || (mbox_awvalid_o && mbox_awready_i && mbox_wready_i);
  assign core_arready_o = ar_loc || (ar_mbox && mbox_arready_i);

  assign loc_sel_o = select(addr_q);
  assign loc_write_o = state_q == LocWrite;
  assign loc_valid_o = (loc_write_o && core_wvalid_i) || state_q == LocRead;
  assign loc_addr_o = addr_q[15:0];
  assign loc_wdata_o = core_wdata_i;
  assign loc_wstrb_o = core_wstrb_i;

  always_comb begin
    core_bvalid_o = state_q == LocResp;
    core_bresp_o = err_q ? RespDecErr : RespOkay;
    if (state_q == MboxWrite) begin
      core_bvalid_o = mbox_bvalid_i;
      core_bresp_o = mbox_bresp_i;
    end
    core_rvalid_o = state_q == LocData;
    core_rdata_o = loc_rdata_i;
    core_rresp_o = err_q ? RespDecErr : RespOkay;
    core_rlast_o = left_q == 8'h0;
    if (state_q == MboxRead) begin
      core_rvalid_o = mbox_rvalid_i;
      core_rdata_o = mbox_rdata_i;
      core_rresp_o = mbox_rresp_i;
    end
  end
  assign core_bid_o = id_q;
  assign core_rid_o = id_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q <= Idle;
      id_q <= 4'h0;
      addr_q <= 31'h0;
      left_q <= 8'h0;
      err_q <= 1'b0;
    end else begin
      unique case (state_q)
        Idle: begin
          left_q <= core_awvalid_i ? core_awlen_i : core_arlen_i;
          id_q <= core_awvalid_i ? core_awid_i : core_arid_i;
          addr_q <= core_awvalid_i ? core_awaddr_i : core_araddr_i;
          err_q <= select(core_awvalid_i ? core_awaddr_i : core_araddr_i) == 3'b000;
          if (mbox_awvalid_o && mbox_awready_i) state_q <= MboxWrite;
          else if (aw_loc) state_q <= LocWrite;
          else if (ar_mbox && mbox_arready_i) state_q <= MboxRead;
          else if (ar_loc) state_q <= LocRead;
        end
        MboxRead: if (mbox_rvalid_i && core_rready_i) state_q <= Idle;
        MboxWrite: if (mbox_bvalid_i && core_bready_i) state_q <= Idle;
        LocRead: state_q <= LocData;
        LocData: begin
          if (core_rready_i) begin
            state_q <= left_q == 8'h0 ? Idle : LocRead;
            left_q <= left_q - 8'd1;
            addr_q <= {addr_q[30:3] + 28'd1, 3'b000};
          end
        end
        LocWrite: begin
          if (core_wvalid_i) begin
            addr_q <= {addr_q[30:3] + 28'd1, 3'b000};
            if (core_wlast_i) state_q <= LocResp;
          end
        end
        default: if (core_bready_i) state_q <= Idle;
      endcase
    end
  end
endmodule

`default_nettype wire
