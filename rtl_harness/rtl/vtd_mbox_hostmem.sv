// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: the words HM_* of the mailbox, each a command to the table port or a wait for what came
// of one.
`default_nettype none

module vtd_mbox_hostmem (
  input  wire         clk_i,
  input  wire         rst_ni,

  // Mailbox: a word is read or written; whether it is one of these, and done in this cycle
  input  wire         rd_i,
  input  wire         wr_i,
  input  wire  [15:0] off_i,
  input  wire  [63:0] wdata_i,
  output logic        known_o,
  output logic        ok_o,
  output logic [63:0] rdata_o,

  // Host memory, see vtd_hostmem
  output logic        hm_valid_o,
  input  wire         hm_ready_i,
  output logic  [1:0] hm_op_o,
  output logic        hm_lock_o,
  output logic [63:0] hm_addr_o,
  output logic [63:0] hm_wdata_o,
  output logic  [7:0] hm_wstrb_o,
  output logic  [2:0] hm_word_o,
  input  wire         hm_word_ready_i,
  input  wire  [63:0] hm_word_data_i,
  input  wire         hm_x_busy_i,
  input  wire   [1:0] hm_x_result_i
);
  localparam logic [1:0] HmRead = 2'd0, HmPing = 2'd1, HmWrite = 2'd2;

  logic [63:0] waddr_q;
  logic  [7:0] wmask_q;

  assign hm_word_o = off_i[5:3];

  always_comb begin
    known_o = 1'b0;
    ok_o = 1'b0;
    rdata_o = hm_word_data_i;
    hm_valid_o = 1'b0;
    hm_op_o = HmRead;
    hm_lock_o = 1'b0;
    hm_addr_o = wdata_i;
    hm_wdata_o = wdata_i;
    hm_wstrb_o = 8'hff;
    if (rd_i && off_i == vtd_gate_pkg::OffHmXresult) begin
      known_o = 1'b1;
      ok_o = !hm_x_busy_i;
      rdata_o = 64'h0;
      rdata_o[vtd_gate_pkg::HmXresultResultHi:vtd_gate_pkg::HmXresultResultLo] = hm_x_result_i;
    end else if (rd_i) begin
      known_o = off_i[15:6] == vtd_gate_pkg::OffHmData[15:6];
      ok_o = known_o && hm_word_ready_i;
    end else if (wr_i) begin
      known_o = 1'b1;
      case (off_i)
        vtd_gate_pkg::OffHmRead, vtd_gate_pkg::OffHmReadx: begin
          hm_valid_o = 1'b1;
          hm_lock_o = off_i == vtd_gate_pkg::OffHmReadx;
        end
        vtd_gate_pkg::OffHmPing: begin
          hm_valid_o = 1'b1;
          hm_op_o = HmPing;
        end
        vtd_gate_pkg::OffHmW32, vtd_gate_pkg::OffHmW64, vtd_gate_pkg::OffHmWm,
        vtd_gate_pkg::OffHmW64X: begin
          hm_valid_o = 1'b1;
          hm_op_o = HmWrite;
          hm_lock_o = off_i == vtd_gate_pkg::OffHmW64X;
          hm_addr_o = waddr_q;
          if (off_i == vtd_gate_pkg::OffHmW32) begin
            hm_wdata_o = {wdata_i[31:0], wdata_i[31:0]};
            hm_wstrb_o = waddr_q[2] ? 8'hf0 : 8'h0f;
          end else if (off_i == vtd_gate_pkg::OffHmWm) begin
            hm_wstrb_o = wmask_q;
          end
        end
        vtd_gate_pkg::OffHmWaddr, vtd_gate_pkg::OffHmWmask: ;
        default: known_o = 1'b0;
      endcase
      ok_o = known_o && (!hm_valid_o || hm_ready_i);
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      waddr_q <= 64'h0;
      wmask_q <= 8'h0;
    end else if (wr_i) begin
      if (off_i == vtd_gate_pkg::OffHmWaddr) waddr_q <= wdata_i;
      if (off_i == vtd_gate_pkg::OffHmWmask) wmask_q <= wdata_i[7:0];
    end
  end
endmodule

`default_nettype wire
