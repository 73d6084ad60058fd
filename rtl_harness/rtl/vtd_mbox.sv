// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: the mailbox, where the firmware meets the rest: it serves the words of vtd_gate.def and
// the raw port of the register window, one access at a time in order of arrival. A word that needs
// the gate or the table port is answered when that has taken it, so "written" means "in force".
// Parts: vtd_mbox_work (WORK0 to WORK2), vtd_mbox_hostmem (HM_*), vtd_mbox_life (READY, watchdog).
//
// Offsets on mbox_* are relative to MBOX of soc_map.def; REG_RAW, REG_SET and REG_CLR follow it in
// the same window. Words are accessed whole; anything that is not in the table answers SLVERR.
//
//   WdtCycles  cycles without a valid kick, after READY, until the block is dead
//   CapsWord   what CAPS reads: the parameters of this build
`default_nettype none

module vtd_mbox #(
  parameter int WdtCycles = 2000000,
  parameter logic [63:0] CapsWord = 64'h0
) (
  input  wire         clk_i,
  input  wire         rst_ni,

  // The core: AXI4-Lite, with the size of reads
  input  wire  [16:0] mbox_awaddr_i,
  input  wire         mbox_awvalid_i,
  output logic        mbox_awready_o,
  input  wire  [63:0] mbox_wdata_i,
  input  wire   [7:0] mbox_wstrb_i,
  input  wire         mbox_wvalid_i,
  output logic        mbox_wready_o,
  output logic  [1:0] mbox_bresp_o,
  output logic        mbox_bvalid_o,
  input  wire         mbox_bready_i,
  input  wire  [16:0] mbox_araddr_i,
  input  wire   [2:0] mbox_arsize_i,
  input  wire         mbox_arvalid_i,
  output logic        mbox_arready_o,
  output logic [63:0] mbox_rdata_o,
  output logic  [1:0] mbox_rresp_o,
  output logic        mbox_rvalid_o,
  input  wire         mbox_rready_i,

  // Register window: raw port and events
  output logic        raw_valid_o,
  input  wire         raw_ready_i,
  output logic        raw_write_o,
  output logic  [1:0] raw_op_o,
  output logic [13:0] raw_addr_o,
  output logic [63:0] raw_wdata_o,
  output logic  [7:0] raw_wstrb_o,
  input  wire  [63:0] raw_rdata_i,
  input  wire         ev_valid_i,
  input  wire   [4:0] ev_id_i,
  input  wire  [31:0] ev_value_i,
  input  wire  [63:0] ev_operand1_i,
  input  wire  [63:0] ev_operand2_i,
  output logic        ev_take_o,

  // Gate: work it offers, the words it takes (ready when in force), its state. word_o is the word
  // being written; ans_pa_o and inv_addr_o are those written before it.
  input  wire         work_valid_i,
  input  wire  [63:0] work0_i,
  input  wire  [63:0] work1_i,
  output logic        work_take_o,
  output logic        ans_valid_o,
  input  wire         ans_ready_i,
  output logic        inv_valid_o,
  input  wire         inv_ready_i,
  output logic        mode_valid_o,
  input  wire         mode_ready_i,
  output logic [63:0] word_o,
  output logic [63:0] ans_pa_o,
  output logic [63:0] inv_addr_o,
  input  wire         draining_i,
  input  wire         sweeping_i,
  input  wire   [1:0] mode_i,
  output logic [63:0] pmr_low_o,
  output logic [63:0] pmr_base_o,
  output logic [63:0] pmr_limit_o,

  // Messages and timer: the record they offer; word_o is MSG_OUT or TIMER; STATUS.MSG_FREE
  input  wire         msg_valid_i,
  input  wire [191:0] msg_i,
  output logic        msg_take_o,
  output logic        msg_put_o,
  input  wire   [7:0] msg_free_i,
  output logic        timer_set_o,

  // Counters: word_o is one of theirs
  output logic        perf_set_o,
  output logic        perf_add_o,
  output logic        perf_freeze_o,

  // Host memory
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
  input  wire         hm_rerr_i,
  input  wire         hm_werr_i,
  output logic        hm_werr_clear_o,
  input  wire         hm_wbusy_i,
  input  wire         hm_ping_done_i,
  input  wire         hm_x_busy_i,
  input  wire   [1:0] hm_x_result_i,

  // Life
  output logic        ready_o,
  output logic        dead_o
);
  localparam logic [1:0] RespOkay = 2'b00, RespSlvErr = 2'b10;

  typedef enum logic [1:0] {Idle, Busy, Hold} state_e;

  // ---- Bus --------------------------------------------------------------------------------------

  state_e      state_q;
  logic        write_q;
  logic [16:0] addr_q;
  logic [63:0] wdata_q, hold_q;
  logic  [7:0] strb_q;
  logic        hold_err_q;
  logic        ok, err, done, accepted;
  logic [63:0] rdata;
  logic  [7:0] read_strb;

  // Writes and reads of one core do not meet here; where they do, the write was first.
  assign mbox_awready_o = state_q == Idle && mbox_awvalid_i && mbox_wvalid_i;
  assign mbox_wready_o = mbox_awready_o;
  assign mbox_arready_o = state_q == Idle && !(mbox_awvalid_i && mbox_wvalid_i);

  always_comb begin
    case (mbox_arsize_i)
      3'd3:    read_strb = 8'hff;
      3'd2:    read_strb = mbox_araddr_i[2] ? 8'hf0 : 8'h0f;
      default: read_strb = 8'h00;
    endcase
  end

  assign done = state_q == Busy && (ok || err);
  assign accepted = write_q ? mbox_bready_i : mbox_rready_i;

  assign mbox_bvalid_o = write_q && (done || state_q == Hold);
  assign mbox_rvalid_o = !write_q && (done || state_q == Hold);
  assign mbox_rdata_o = state_q == Hold ? hold_q : rdata;
  assign mbox_rresp_o = (state_q == Hold ? hold_err_q : err) ? RespSlvErr : RespOkay;
  assign mbox_bresp_o = mbox_rresp_o;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q <= Idle;
      write_q <= 1'b0;
      addr_q <= 17'h0;
      strb_q <= 8'h0;
      wdata_q <= 64'h0;
      hold_q <= 64'h0;
      hold_err_q <= 1'b0;
    end else begin
      unique case (state_q)
        Idle: begin
          if (mbox_awready_o) begin
            state_q <= Busy;
            write_q <= 1'b1;
            addr_q <= mbox_awaddr_i;
            strb_q <= mbox_wstrb_i;
            wdata_q <= mbox_wdata_i;
          end else if (mbox_arvalid_i) begin
            state_q <= Busy;
            write_q <= 1'b0;
            addr_q <= mbox_araddr_i;
            strb_q <= read_strb;
          end
        end
        Busy: begin
          hold_q <= rdata;
          hold_err_q <= err;
          if (done) state_q <= accepted ? Idle : Hold;
        end
        default: if (accepted) state_q <= Idle;
      endcase
    end
  end

  // ---- Address decode ---------------------------------------------------------------------------

  localparam logic [16:0] RawOff = 17'(soc_map_pkg::RegRawBase - soc_map_pkg::MboxBase);
  localparam logic [16:0] SetOff = 17'(soc_map_pkg::RegSetBase - soc_map_pkg::MboxBase);
  localparam logic [16:0] ClrOff = 17'(soc_map_pkg::RegClrBase - soc_map_pkg::MboxBase);

  logic        busy, is_raw, is_word, rd, wr;
  logic [15:0] off;

  assign busy = state_q == Busy;
  assign off = addr_q[15:0];
  assign is_raw = addr_q[16:14] == RawOff[16:14] || addr_q[16:14] == SetOff[16:14] ||
                  addr_q[16:14] == ClrOff[16:14];
  assign is_word = !addr_q[16] && addr_q[2:0] == 3'b000 && strb_q == 8'hff;
  assign rd = busy && is_word && !write_q;
  assign wr = busy && is_word && write_q;

  assign raw_valid_o = busy && is_raw && !err;
  assign raw_write_o = write_q;
  assign raw_op_o = addr_q[16:14] == SetOff[16:14] ? 2'd1 :
                    addr_q[16:14] == ClrOff[16:14] ? 2'd2 : 2'd0;
  assign raw_addr_o = addr_q[13:0];
  assign raw_wdata_o = wdata_q;
  assign raw_wstrb_o = strb_q;

  // ---- Words ------------------------------------------------------------------------------------

  logic [63:0] work0, work1, work2, hm_rdata, pmr_base_q, status;
  logic  [7:0] token;
  logic        hm_known, hm_ok;

  vtd_mbox_work u_work (
    .clk_i, .rst_ni,
    .ev_valid_i, .ev_id_i, .ev_value_i, .ev_operand1_i, .ev_operand2_i, .ev_take_o,
    .gate_valid_i(work_valid_i), .gate_i({work1_i, work0_i}), .gate_take_o(work_take_o),
    .msg_valid_i, .msg_i, .msg_take_o,
    .take_i(rd && off == vtd_gate_pkg::OffWork0),
    .work0_o(work0), .work1_o(work1), .work2_o(work2)
  );

  vtd_mbox_hostmem u_hostmem (
    .clk_i, .rst_ni,
    .rd_i(rd), .wr_i(wr), .off_i(off), .wdata_i(wdata_q),
    .known_o(hm_known), .ok_o(hm_ok), .rdata_o(hm_rdata),
    .hm_valid_o, .hm_ready_i, .hm_op_o, .hm_lock_o, .hm_addr_o, .hm_wdata_o, .hm_wstrb_o,
    .hm_word_o, .hm_word_ready_i, .hm_word_data_i, .hm_x_busy_i, .hm_x_result_i
  );

  vtd_mbox_life #(
    .WdtCycles(WdtCycles)
  ) u_life (
    .clk_i, .rst_ni,
    .kick_i(wr && off == vtd_gate_pkg::OffKick),
    .set_ready_i(wr && off == vtd_gate_pkg::OffReady), .word_i(wdata_q[7:0]),
    .ping_done_i(hm_ping_done_i), .token_o(token), .ready_o, .dead_o
  );

  always_comb begin
    status = 64'h0;
    status[vtd_gate_pkg::StatusDrainingLo] = draining_i;
    status[vtd_gate_pkg::StatusSweepingLo] = sweeping_i;
    status[vtd_gate_pkg::StatusHmRerrLo] = hm_rerr_i;
    status[vtd_gate_pkg::StatusHmWerrLo] = hm_werr_i;
    status[vtd_gate_pkg::StatusHmWbusyLo] = hm_wbusy_i;
    status[vtd_gate_pkg::StatusDeadLo] = dead_o;
    status[vtd_gate_pkg::StatusTokenHi:vtd_gate_pkg::StatusTokenLo] = token;
    status[vtd_gate_pkg::StatusModeHi:vtd_gate_pkg::StatusModeLo] = mode_i;
    status[vtd_gate_pkg::StatusMsgFreeHi:vtd_gate_pkg::StatusMsgFreeLo] = msg_free_i;
  end

  assign hm_werr_clear_o = rd && off == vtd_gate_pkg::OffStatus;

  always_comb begin
    ok = 1'b0;
    rdata = 64'h0;
    ans_valid_o = 1'b0;
    inv_valid_o = 1'b0;
    mode_valid_o = 1'b0;
    err = 1'b0;
    if (busy && is_raw) begin
      err = strb_q != 8'hff && strb_q != 8'h0f && strb_q != 8'hf0;
      ok = raw_ready_i;
      rdata = raw_rdata_i;
    end else if (rd) begin
      ok = 1'b1;
      case (off)
        vtd_gate_pkg::OffWork0:  rdata = work0;
        vtd_gate_pkg::OffWork1:  rdata = work1;
        vtd_gate_pkg::OffWork2:  rdata = work2;
        vtd_gate_pkg::OffStatus: rdata = status;
        vtd_gate_pkg::OffCaps:   rdata = CapsWord;
        default: begin
          ok = hm_ok;
          err = !hm_known;
          rdata = hm_rdata;
        end
      endcase
    end else if (wr) begin
      ok = 1'b1;
      case (off)
        vtd_gate_pkg::OffAnswer: begin
          ans_valid_o = 1'b1;
          ok = ans_ready_i;
        end
        vtd_gate_pkg::OffInv: begin
          inv_valid_o = 1'b1;
          ok = inv_ready_i;
        end
        vtd_gate_pkg::OffMode: begin
          mode_valid_o = 1'b1;
          ok = mode_ready_i;
        end
        vtd_gate_pkg::OffPerfCounter, vtd_gate_pkg::OffPerfAdd, vtd_gate_pkg::OffPerfFreeze,
        vtd_gate_pkg::OffAnswerPa, vtd_gate_pkg::OffInvAddr, vtd_gate_pkg::OffKick,
        vtd_gate_pkg::OffReady, vtd_gate_pkg::OffPmrLow, vtd_gate_pkg::OffPmrHighBase,
        vtd_gate_pkg::OffPmrHighLimit, vtd_gate_pkg::OffMsgOut, vtd_gate_pkg::OffTimer: ;
        default: begin
          ok = hm_ok;
          err = !hm_known;
        end
      endcase
    end else if (busy) begin
      err = 1'b1;
    end
  end

  assign word_o = wdata_q;
  assign perf_set_o = wr && off == vtd_gate_pkg::OffPerfCounter;
  assign perf_add_o = wr && off == vtd_gate_pkg::OffPerfAdd;
  assign perf_freeze_o = wr && off == vtd_gate_pkg::OffPerfFreeze;
  assign msg_put_o = wr && off == vtd_gate_pkg::OffMsgOut;
  assign timer_set_o = wr && off == vtd_gate_pkg::OffTimer;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      ans_pa_o <= 64'h0;
      inv_addr_o <= 64'h0;
      pmr_base_q <= 64'h0;
    end else if (wr) begin
      if (off == vtd_gate_pkg::OffPmrHighBase) pmr_base_q <= wdata_q;
      if (off == vtd_gate_pkg::OffAnswerPa) ans_pa_o <= wdata_q;
      if (off == vtd_gate_pkg::OffInvAddr) inv_addr_o <= wdata_q;
    end
  end

  // Protected memory: none, until both ends are committed.
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      pmr_low_o <= 64'h0000_0000_ffff_ffff;
      pmr_base_o <= '1;
      pmr_limit_o <= 64'h0;
    end else if (wr && off == vtd_gate_pkg::OffPmrLow) begin
      pmr_low_o <= wdata_q;
    end else if (wr && off == vtd_gate_pkg::OffPmrHighLimit) begin
      pmr_base_o <= pmr_base_q;
      pmr_limit_o <= wdata_q;
    end
  end
endmodule

`default_nettype wire
