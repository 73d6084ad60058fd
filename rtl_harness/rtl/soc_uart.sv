// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: enough of an ns16550a for OpenSBI and for the firmware's console: byte registers at
// stride 1, data, line status, and the rest as plain storage where drivers expect it. Bytes leave
// and enter as a stream, so simulation has no bit timing; a board adds its own shifter.
`default_nettype none

module soc_uart (
  input  wire         clk_i,
  input  wire         rst_ni,

  // Local bus of soc_bus
  input  wire         valid_i,
  input  wire         write_i,
  input  wire  [15:0] addr_i,
  input  wire  [63:0] wdata_i,
  input  wire   [7:0] wstrb_i,
  output logic [63:0] rdata_o,

  // Byte stream
  output logic        tx_valid_o,
  output logic  [7:0] tx_data_o,
  input  wire         tx_ready_i,
  input  wire         rx_valid_i,
  input  wire   [7:0] rx_data_i,
  output logic        rx_ready_o
);
  localparam logic [7:0] LsrDataReady = 8'h01, LsrThrEmpty = 8'h60;
  localparam logic [7:0] IirNone = 8'hc1;

  logic [7:0] ier_q, lcr_q, mcr_q, scr_q, dll_q, dlm_q, rx_q;
  logic       rx_full_q;
  logic       dlab, wr, rbr_read;
  logic [7:0] lsr;

  assign dlab = lcr_q[7];
  assign wr = valid_i && write_i && addr_i[11:3] == 9'h0;
  assign rbr_read = valid_i && !write_i && addr_i[11:0] == 12'h0 && !dlab;
  assign lsr = (tx_valid_o ? 8'h0 : LsrThrEmpty) | (rx_full_q ? LsrDataReady : 8'h0);
  assign rx_ready_o = !rx_full_q;

  // Every lane carries its register, so an access of any size finds it.
  always_ff @(posedge clk_i) begin
    if (valid_i && !write_i) begin
      rdata_o <= addr_i[11:3] != 9'h0 ? 64'h0 :
                 {scr_q, 8'hb0, lsr, mcr_q, lcr_q, IirNone, dlab ? dlm_q : ier_q,
                  dlab ? dll_q : rx_q};
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      {ier_q, lcr_q, mcr_q, scr_q, dll_q, dlm_q} <= 48'h0;
      tx_valid_o <= 1'b0;
      tx_data_o <= 8'h0;
      rx_full_q <= 1'b0;
      rx_q <= 8'h0;
    end else begin
      if (tx_ready_i) tx_valid_o <= 1'b0;
      if (wr && wstrb_i[0] && !dlab) begin
        tx_valid_o <= 1'b1;
        tx_data_o <= wdata_i[7:0];
      end
      if (wr && wstrb_i[0] && dlab) dll_q <= wdata_i[7:0];
      if (wr && wstrb_i[1] && !dlab) ier_q <= wdata_i[15:8];
      if (wr && wstrb_i[1] && dlab) dlm_q <= wdata_i[15:8];
      if (wr && wstrb_i[3]) lcr_q <= wdata_i[31:24];
      if (wr && wstrb_i[4]) mcr_q <= wdata_i[39:32];
      if (wr && wstrb_i[7]) scr_q <= wdata_i[63:56];
      if (rbr_read) rx_full_q <= 1'b0;
      if (rx_valid_i && rx_ready_o) begin
        rx_full_q <= 1'b1;
        rx_q <= rx_data_i;
      end
    end
  end

  logic unused_bits;
  assign unused_bits = ^{addr_i[15:12], wdata_i[23:16], wdata_i[55:40], wstrb_i[2], wstrb_i[6:5]};
endmodule

`default_nettype wire
