// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: the engine's own way into host memory, apart from DMA so that neither can wait for the
// other. A read is one INCR burst of 1 to 8 words whose words can be fetched as they arrive; writes
// are single beats, in order, one at a time, posted. Reads do not wait for writes. A locked update
// is an exclusive read and an exclusive write of one word under an id of their own; what became of
// the newest of them is x_result_o, once x_busy_o is 0.
//
// The core gets an answer within HmTimeout cycles whatever the memory does: an access that takes
// longer has failed. Its bus id stays reserved until the response came after all, so a late answer
// is never taken for that of a later access; while all ids are reserved, or a request of a failed
// access still waits to be accepted (AXI forbids to withdraw it), accesses fail at once.
//
//   HmTimeout  cycles from request to response, 16 to 65535
//   PingAddr   address that a ping reads, 8-byte aligned
`default_nettype none

module vtd_hostmem #(
  parameter int HmTimeout = 4096,
  parameter logic [63:0] PingAddr = 64'h0
) (
  input  wire         clk_i,
  input  wire         rst_ni,

  // Mailbox: commands, each taken when valid and ready. op: 0 read, 1 ping, 2 write; lock: the
  // access is exclusive (read of one word, write of all its bytes).
  input  wire         cmd_valid_i,
  output logic        cmd_ready_o,
  input  wire   [1:0] cmd_op_i,
  input  wire         cmd_lock_i,
  input  wire  [63:0] cmd_addr_i,   // read: with log2 of the words in 2:0
  input  wire  [63:0] cmd_wdata_i,
  input  wire   [7:0] cmd_wstrb_i,

  // Mailbox: word word_i of the last read; ready once it arrived or the read failed
  input  wire   [2:0] word_i,
  output logic        word_ready_o,
  output logic [63:0] word_data_o,

  // State; werr_o is cleared by werr_clear_i, ping_done_o is 1 in the cycle of a ping's response
  output logic        rerr_o,
  output logic        werr_o,
  input  wire         werr_clear_i,
  output logic        wbusy_o,
  output logic        wdone_o,
  output logic        ping_done_o,
  output logic        x_busy_o,
  output logic  [1:0] x_result_o,

  // Host memory
  output logic  [2:0] tbl_awid_o,
  output logic [63:0] tbl_awaddr_o,
  output logic  [7:0] tbl_awlen_o,
  output logic  [2:0] tbl_awsize_o,
  output logic  [1:0] tbl_awburst_o,
  output logic        tbl_awlock_o,
  output logic        tbl_awvalid_o,
  input  wire         tbl_awready_i,
  output logic [63:0] tbl_wdata_o,
  output logic  [7:0] tbl_wstrb_o,
  output logic        tbl_wlast_o,
  output logic        tbl_wvalid_o,
  input  wire         tbl_wready_i,
  input  wire   [2:0] tbl_bid_i,
  input  wire   [1:0] tbl_bresp_i,
  input  wire         tbl_bvalid_i,
  output logic        tbl_bready_o,
  output logic  [2:0] tbl_arid_o,
  output logic [63:0] tbl_araddr_o,
  output logic  [7:0] tbl_arlen_o,
  output logic  [2:0] tbl_arsize_o,
  output logic  [1:0] tbl_arburst_o,
  output logic        tbl_arlock_o,
  output logic        tbl_arvalid_o,
  input  wire         tbl_arready_i,
  input  wire   [2:0] tbl_rid_i,
  input  wire  [63:0] tbl_rdata_i,
  input  wire   [1:0] tbl_rresp_i,
  input  wire         tbl_rlast_i,
  input  wire         tbl_rvalid_i,
  output logic        tbl_rready_o
);
  localparam logic [1:0] OpRead = 2'd0, OpPing = 2'd1, OpWrite = 2'd2;
  localparam logic [1:0] BurstIncr = 2'b01;
  localparam logic [1:0] RespExokay = 2'b01;
  localparam logic [15:0] Limit = 16'(HmTimeout - 1);
  // Ids of other accesses are below it.
  localparam logic [2:0] LockId = 3'd4;
  localparam logic [1:0] Done = 2'(vtd_gate_pkg::XresultDone);
  localparam logic [1:0] Lost = 2'(vtd_gate_pkg::XresultLost);
  localparam logic [1:0] Failed = 2'(vtd_gate_pkg::XresultFailed);

  // ---- Reads and pings --------------------------------------------------------------------------

  logic        rd_busy_q, rd_ping_q;
  logic  [1:0] rd_next_q;
  logic  [2:0] rd_id;
  logic  [4:0] rd_reserved_q;
  logic [15:0] rd_timer_q;
  logic  [2:0] beat_q;
  logic  [7:0] good_q;
  logic [63:0] data_q [8];
  logic        rd_legal, rd_take, rd_start, rd_mine, rd_expired, rd_last;

  assign rd_take = cmd_valid_i && cmd_ready_o && cmd_op_i != OpWrite;
  // The words lie in the buffer from 0 on, so an unaligned read has no meaning here.
  always_comb begin
    case (cmd_addr_i[2:0])
      3'd0: rd_legal = 1'b1;
      3'd1: rd_legal = !cmd_addr_i[3] && !cmd_lock_i;
      3'd2: rd_legal = cmd_addr_i[4:3] == 2'b00 && !cmd_lock_i;
      3'd3: rd_legal = cmd_addr_i[5:3] == 3'b000 && !cmd_lock_i;
      default: rd_legal = 1'b0;
    endcase
    if (cmd_op_i == OpPing) rd_legal = 1'b1;
  end
  assign rd_id = cmd_lock_i ? LockId : {1'b0, rd_next_q};
  assign rd_start = rd_take && rd_legal && !tbl_arvalid_o && !rd_reserved_q[rd_id];
  assign rd_mine = tbl_rvalid_i && rd_busy_q && tbl_rid_i == tbl_arid_o;
  assign rd_last = rd_mine && tbl_rlast_i;
  assign rd_expired = rd_busy_q && rd_timer_q == Limit && !rd_last;

  assign tbl_arsize_o = 3'd3;
  assign tbl_arburst_o = BurstIncr;
  assign tbl_rready_o = 1'b1;
  assign ping_done_o = rd_last && rd_ping_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      tbl_arvalid_o <= 1'b0;
      tbl_arid_o <= 3'd0;
      tbl_araddr_o <= 64'h0;
      tbl_arlen_o <= 8'h0;
      tbl_arlock_o <= 1'b0;
    end else if (rd_start) begin
      tbl_arvalid_o <= 1'b1;
      tbl_arid_o <= rd_id;
      tbl_arlock_o <= cmd_lock_i;
      tbl_araddr_o <= cmd_op_i == OpPing ? PingAddr : {cmd_addr_i[63:3], 3'b000};
      tbl_arlen_o <= cmd_op_i == OpPing ? 8'h0 : (8'd1 << cmd_addr_i[1:0]) - 8'd1;
    end else if (tbl_arready_i) begin
      tbl_arvalid_o <= 1'b0;
    end
  end

  // Ids take turns, so that one late answer costs one of four, not the port.
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      rd_busy_q <= 1'b0;
      rd_ping_q <= 1'b0;
      rd_next_q <= 2'd0;
      rd_reserved_q <= 5'h0;
      rd_timer_q <= 16'h0;
    end else begin
      if (tbl_rvalid_i && tbl_rlast_i) rd_reserved_q[tbl_rid_i] <= 1'b0;
      rd_timer_q <= rd_timer_q + 16'd1;
      if (rd_start) begin
        rd_busy_q <= 1'b1;
        rd_ping_q <= cmd_op_i == OpPing;
        rd_timer_q <= 16'h0;
      end else if (rd_last) begin
        rd_busy_q <= 1'b0;
      end else if (rd_expired) begin
        rd_busy_q <= 1'b0;
        rd_reserved_q[tbl_arid_o] <= 1'b1;
      end
      if ((rd_start && !cmd_lock_i) || (!rd_busy_q && rd_reserved_q[{1'b0, rd_next_q}]))
        rd_next_q <= rd_next_q + 2'd1;
    end
  end

  // A word that failed, or was not asked for, reads as ones; that tells the engine to look at
  // STATUS.HM_RERR, and no load waits for ever.
  logic take_read, beat;
  assign take_read = rd_take && cmd_op_i == OpRead;
  assign beat = rd_mine && !rd_ping_q;

  always_ff @(posedge clk_i) if (beat) data_q[beat_q] <= tbl_rdata_i;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      good_q <= 8'h0;
      beat_q <= 3'd0;
      rerr_o <= 1'b0;
    end else if (take_read) begin
      good_q <= 8'h0;
      beat_q <= 3'd0;
      rerr_o <= !rd_start;
    end else begin
      if (beat) begin
        beat_q <= beat_q + 3'd1;
        good_q[beat_q] <= !tbl_rresp_i[1];
      end
      if ((beat && tbl_rresp_i[1]) || (rd_expired && !rd_ping_q)) rerr_o <= 1'b1;
    end
  end

  // A word with an error is known bad only when the burst has ended: one that comes late does not
  // hurry anyone.
  assign word_ready_o = good_q[word_i] || !rd_busy_q || rd_ping_q;
  assign word_data_o = good_q[word_i] ? data_q[word_i] : ~64'h0;

  // ---- Writes -----------------------------------------------------------------------------------

  logic        wr_busy_q;
  logic  [1:0] wr_next_q;
  logic  [2:0] wr_id;
  logic  [4:0] wr_reserved_q;
  logic [15:0] wr_timer_q;
  logic        wr_take, wr_legal, wr_stuck, wr_start, wr_last, wr_expired;

  assign wr_take = cmd_valid_i && cmd_ready_o && cmd_op_i == OpWrite;
  assign wr_legal = !cmd_lock_i || cmd_addr_i[2:0] == 3'b000;
  assign wr_stuck = tbl_awvalid_o || tbl_wvalid_o;
  assign wr_id = cmd_lock_i ? LockId : {1'b0, wr_next_q};
  assign wr_start = wr_take && wr_legal && !wr_stuck && !wr_reserved_q[wr_id];
  assign wr_last = tbl_bvalid_i && wr_busy_q && tbl_bid_i == tbl_awid_o;
  assign wr_expired = wr_busy_q && wr_timer_q == Limit && !wr_last;

  assign tbl_awlen_o = 8'h0;
  assign tbl_awburst_o = BurstIncr;
  assign tbl_wlast_o = 1'b1;
  assign tbl_bready_o = 1'b1;
  assign wbusy_o = wr_busy_q;
  assign wdone_o = wr_last || wr_expired;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      tbl_awvalid_o <= 1'b0;
      tbl_wvalid_o <= 1'b0;
      tbl_awid_o <= 3'd0;
      tbl_awlock_o <= 1'b0;
      tbl_awaddr_o <= 64'h0;
      tbl_awsize_o <= 3'd3;
      tbl_wdata_o <= 64'h0;
      tbl_wstrb_o <= 8'h0;
    end else if (wr_start) begin
      tbl_awvalid_o <= 1'b1;
      tbl_wvalid_o <= 1'b1;
      tbl_awid_o <= wr_id;
      tbl_awlock_o <= cmd_lock_i;
      tbl_awaddr_o <= cmd_addr_i;
      tbl_awsize_o <= cmd_wstrb_i == (cmd_addr_i[2] ? 8'hf0 : 8'h0f) ? 3'd2 : 3'd3;
      tbl_wdata_o <= cmd_wdata_i;
      tbl_wstrb_o <= cmd_wstrb_i;
    end else begin
      if (tbl_awready_i) tbl_awvalid_o <= 1'b0;
      if (tbl_wready_i) tbl_wvalid_o <= 1'b0;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      wr_busy_q <= 1'b0;
      wr_next_q <= 2'd0;
      wr_reserved_q <= 5'h0;
      wr_timer_q <= 16'h0;
    end else begin
      if (tbl_bvalid_i) wr_reserved_q[tbl_bid_i] <= 1'b0;
      wr_timer_q <= wr_timer_q + 16'd1;
      if (wr_start) begin
        wr_busy_q <= 1'b1;
        wr_timer_q <= 16'h0;
      end else if (wr_last) begin
        wr_busy_q <= 1'b0;
      end else if (wr_expired) begin
        wr_busy_q <= 1'b0;
        wr_reserved_q[tbl_awid_o] <= 1'b1;
      end
      if ((wr_start && !cmd_lock_i) || (!wr_busy_q && wr_reserved_q[{1'b0, wr_next_q}]))
        wr_next_q <= wr_next_q + 2'd1;
    end
  end

  // Locked stores tell apart what became of them.
  always_ff @(posedge clk_i) begin
    if (!rst_ni) werr_o <= 1'b0;
    else if ((wr_expired && !tbl_awlock_o) || (wr_last && !tbl_awlock_o && tbl_bresp_i[1]) ||
             (wr_take && !cmd_lock_i && !wr_start)) werr_o <= 1'b1;
    else if (werr_clear_i) werr_o <= 1'b0;
  end

  // ---- Locked updates ---------------------------------------------------------------------------

  // Only EXOKAY is success: after OKAY of a read the memory watches nothing, after OKAY of a write
  // it wrote nothing.
  assign x_busy_o = (rd_busy_q && tbl_arlock_o) || (wr_busy_q && tbl_awlock_o);

  always_ff @(posedge clk_i) begin
    if (!rst_ni) x_result_o <= Failed;
    else if (cmd_lock_i && (rd_take || wr_take)) x_result_o <= Failed;
    else if (rd_last && tbl_arlock_o)
      x_result_o <= tbl_rresp_i == RespExokay ? Done : tbl_rresp_i[1] ? Failed : Lost;
    else if (wr_last && tbl_awlock_o)
      x_result_o <= tbl_bresp_i == RespExokay ? Done : tbl_bresp_i[1] ? Failed : Lost;
  end

  // One read and one write at a time; what cannot start is still taken, and fails.
  assign cmd_ready_o = cmd_op_i == OpWrite ? !wr_busy_q : !rd_busy_q;
endmodule

`default_nettype wire
