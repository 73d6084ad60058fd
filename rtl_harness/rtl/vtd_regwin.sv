// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: the register window of VT-d (rev 5.10, 11.4) as the host sees it. Storage and access
// masks are here, so a host access never waits for the firmware; writes to trigger registers become
// events for it. A register has at most one event outstanding and later writes merge into it, so
// the queue of events, as long as there are trigger registers, cannot overflow. The firmware has a
// raw port without masks or side effects. Storage is one memory with one write port; where host and
// firmware write in the same cycle the host's write goes first, so that a bit set by the firmware
// outlives a W1C of that cycle. After reset the memory takes a cycle a word to fill.
//
// What there is and where, is generated from vtd_regs.def: words of 64 bits numbered densely, the
// fault records after the rest. The pins in reset decide where IVA, IOTLB and the records lie; what
// the firmware writes to CAP and ECAP later hides registers, moves none.
//
//   NumFrcd     fault recording registers in storage, up to 256; CAP.NFR says how many show
//   WindowLog2  size of the window: 2^12 to 2^14 bytes; the rest of reg_* answers SLVERR
`default_nettype none

module vtd_regwin #(
  parameter int NumFrcd = 8,
  parameter int WindowLog2 = 12
) (
  input  wire         clk_i,
  input  wire         rst_ni,

  // Reset values of CAP, ECAP and VER
  input  wire  [63:0] cfg_cap_i,
  input  wire  [63:0] cfg_ecap_i,
  input  wire  [31:0] cfg_ver_i,

  // Host: AXI4-Lite. Accesses are aligned dwords or qwords; others are refused.
  input  wire  [13:0] reg_awaddr_i,
  input  wire         reg_awvalid_i,
  output logic        reg_awready_o,
  input  wire  [63:0] reg_wdata_i,
  input  wire   [7:0] reg_wstrb_i,
  input  wire         reg_wvalid_i,
  output logic        reg_wready_o,
  output logic  [1:0] reg_bresp_o,
  output logic        reg_bvalid_o,
  input  wire         reg_bready_i,
  input  wire  [13:0] reg_araddr_i,
  input  wire         reg_arvalid_i,
  output logic        reg_arready_o,
  output logic [63:0] reg_rdata_o,
  output logic  [1:0] reg_rresp_o,
  output logic        reg_rvalid_o,
  input  wire         reg_rready_i,

  // Mailbox: raw port; an access happens in the cycle with valid and ready, raw_rdata_o answers it
  input  wire         raw_valid_i,
  output logic        raw_ready_o,
  input  wire         raw_write_i,
  input  wire   [1:0] raw_op_i,     // 0 write, 1 set the 1 bits, 2 clear them
  input  wire  [13:0] raw_addr_i,
  input  wire  [63:0] raw_wdata_i,
  input  wire   [7:0] raw_wstrb_i,
  output logic [63:0] raw_rdata_o,

  // Mailbox: the oldest event, taken by ev_take_i
  output logic        ev_valid_o,
  output logic  [4:0] ev_id_o,
  output logic [31:0] ev_value_o,
  output logic [63:0] ev_operand1_o,
  output logic [63:0] ev_operand2_o,
  input  wire         ev_take_i,

  // State of the block. hm_wbusy_i: a status or message write has no response yet; hm_wdone_i: it
  // gets it in this cycle. A host read of the status it belongs to waits for it.
  input  wire         ready_i,
  input  wire         dead_i,
  input  wire         hm_wbusy_i,
  input  wire         hm_wdone_i,

  // Counters: which are enabled, their values, which just rolled over; a host write to one
  input  wire   [3:0] perf_on_i,
  input  wire [191:0] perf_value_i,
  input  wire   [3:0] perf_over_i,
  output wire   [3:0] perf_write_o,
  output wire  [47:0] perf_wdata_o,
  output wire  [47:0] perf_wmask_o,

  // Timer: its time is over
  input  wire         timer_i,

  // Gate: the host wrote GCMD, with this TE
  output logic        gcmd_write_o,
  output logic        gcmd_te_o,

  output logic        fault_irq_o,
  output logic        inv_irq_o
);
  localparam int WGcmd = vtd_regs_pkg::WordGcmd, WFsts = vtd_regs_pkg::WordFsts;
  localparam int WFectl = vtd_regs_pkg::WordFectl, WIcs = vtd_regs_pkg::WordIcs;
  localparam int WIectl = vtd_regs_pkg::WordIectl, WFrcd = vtd_regs_pkg::WordFrcdl;
  localparam int FrcdWidth = NumFrcd > 1 ? $clog2(NumFrcd) : 1;
  localparam int NumWords = WFrcd + 2 * NumFrcd;
  localparam int IdxWidth = $clog2(NumWords + 1);
  localparam logic [IdxWidth-1:0] NoWord = IdxWidth'(NumWords);
  localparam logic [4:0] NoEvent = 5'd31;
  localparam logic [1:0] RespOkay = 2'b00, RespSlvErr = 2'b10;
  localparam logic [1:0] RawSet = 2'd1, RawClear = 2'd2;

  function automatic logic [63:0] byte_mask(input logic [7:0] strb);
    for (int i = 0; i < 8; i++) byte_mask[8*i+:8] = {8{strb[i]}};
  endfunction

  // Storage: one port that writes and reads back, one that the host reads.
  logic [63:0] word_q [2**IdxWidth];
  logic [IdxWidth-1:0] rmw_idx, rmw_record, init_idx_q;
  logic [63:0] rmw_old, rmw_new, init_value;
  logic  [7:0] init_row;
  logic        rmw_write, init_q;

  // What is needed beside the word being accessed, kept apart from the memory.
  logic [NumFrcd-1:0] f_q;
  logic [63:0] cap_reset_q, ecap_reset_q, cap_now_q, ecap_now_q;
  logic [63:0] rtaddr_now_q, irta_now_q, iva_now_q, fsts_w1c;
  logic [31:0] iqt_now_q, fectl_now_q, iectl_now_q, pmen_now_q, perfctl_now_q, pectl_now_q;
  logic  [7:0] fri_q;
  logic        iwc_q, fsts_any_q, ppf;

  assign ppf = |f_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      cap_reset_q <= cfg_cap_i;
      ecap_reset_q <= cfg_ecap_i;
    end
  end

  // What the storage does not hold itself: PPF with FRI, and IQE while dead.
  function automatic logic [63:0] derived(
      input logic [IdxWidth-1:0] idx, input logic any_f, input logic [7:0] fri,
      input logic is_dead);
    derived = 64'h0;
    if (idx == IdxWidth'(WFsts)) begin
      derived[32+vtd_regs_pkg::FstsPpfLo] = any_f;
      derived[32+vtd_regs_pkg::FstsFriHi:32+vtd_regs_pkg::FstsFriLo] = fri;
      derived[32+vtd_regs_pkg::FstsIqeLo] = is_dead;
    end
  endfunction

  // ---- Host write -------------------------------------------------------------------------------

  logic [IdxWidth-1:0] w_idx;
  logic [63:0] w_be, w_old, w_new, w_cleared, w_rw, w_w1c;
  logic [7:0]  w_kind;
  logic [4:0]  w_event;
  logic        w_legal, w_fire, w_stall, w_apply, w_trigger, w_visible, w_locked;

  function automatic logic in_window(input logic [13:0] addr);
    in_window = {1'b0, addr} < (15'd1 << WindowLog2);
  endfunction

  always_comb begin
    w_legal = in_window(reg_awaddr_i) && reg_awaddr_i[1:0] == 2'b00;
    case (reg_wstrb_i)
      8'h00, 8'hf0: ;
      8'h0f, 8'hff: if (reg_awaddr_i[2]) w_legal = 1'b0;
      default: w_legal = 1'b0;
    endcase
  end

  vtd_regwin_map #(.NumFrcd(NumFrcd), .IdxWidth(IdxWidth)) u_w_map (
    .valid_i(reg_awvalid_i), .addr_i(reg_awaddr_i[13:3]),
    .cap_reset_i(cap_reset_q), .ecap_reset_i(ecap_reset_q), .cap_i(cap_now_q), .ecap_i(ecap_now_q),
    .idx_o(w_idx), .kind_o(w_kind), .visible_o(w_visible)
  );

  assign w_event = vtd_regs_pkg::word_event(w_kind);
  assign w_rw = w_locked ? 64'h0 : vtd_regs_pkg::word_rw(w_kind);
  assign w_w1c = vtd_regs_pkg::word_w1c(w_kind);
  // Before the firmware is ready its events have no reader.
  assign w_stall = !ready_i && !dead_i && w_legal && w_visible && w_event != NoEvent;
  assign w_fire = reg_awvalid_i && reg_wvalid_i && !reg_bvalid_o && !w_stall && !init_q;
  assign w_apply = w_fire && w_legal && w_visible;
  assign reg_awready_o = w_fire;
  assign reg_wready_o = w_fire;

  // Idle cycles are most cycles; a simulator need not evaluate them.
  always_comb begin
    w_be = 64'h0;
    w_old = 64'h0;
    w_cleared = 64'h0;
    w_new = 64'h0;
    if (w_apply) begin
      w_be = byte_mask(reg_wstrb_i);
      w_old = rmw_old;
      w_cleared = w_old & reg_wdata_i & w_be & w_w1c;
      w_new = ((w_old & ~(w_be & w_rw)) | (reg_wdata_i & w_be & w_rw)) & ~w_cleared;
      if (w_idx == IdxWidth'(WGcmd) && reg_wstrb_i[0]) begin
        if (reg_wdata_i[vtd_regs_pkg::GcmdSrtpLo]) w_new[32+vtd_regs_pkg::GstsRtpsLo] = 1'b0;
        if (reg_wdata_i[vtd_regs_pkg::GcmdSirtpLo]) w_new[32+vtd_regs_pkg::GstsIrtpsLo] = 1'b0;
        if (reg_wdata_i[vtd_regs_pkg::GcmdWbfLo] && cap_now_q[vtd_regs_pkg::CapRwbfLo])
          w_new[32+vtd_regs_pkg::GstsWbfsLo] = 1'b1;
      end
    end
  end

  // A clearing write that cleared nothing changed nothing, so there is nothing to tell.
  always_comb begin
    case (w_event)
      5'(vtd_gate_pkg::EventCcmd):  w_trigger = reg_wstrb_i[7] && reg_wdata_i[63];
      5'(vtd_gate_pkg::EventIotlb): w_trigger = reg_wstrb_i[7] && reg_wdata_i[63];
      5'(vtd_gate_pkg::EventFsts),
      5'(vtd_gate_pkg::EventIcs), 5'(vtd_gate_pkg::EventPerfintrsts), 5'(vtd_gate_pkg::EventPrs),
      5'(vtd_gate_pkg::EventFrcd):  w_trigger = w_cleared != 64'h0;
      5'(vtd_gate_pkg::EventPmen):  w_trigger = reg_wstrb_i[4];
      NoEvent:                      w_trigger = 1'b0;
      default:                      w_trigger = reg_wstrb_i[0];
    endcase
    if (!w_apply || w_locked || dead_i) w_trigger = 1'b0;
  end

  assign gcmd_write_o = w_apply && w_idx == IdxWidth'(WGcmd) && reg_wstrb_i[0];
  assign gcmd_te_o = reg_wdata_i[vtd_regs_pkg::GcmdTeLo];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      reg_bvalid_o <= 1'b0;
      reg_bresp_o <= RespOkay;
    end else if (w_fire) begin
      reg_bvalid_o <= 1'b1;
      reg_bresp_o <= w_legal ? RespOkay : RespSlvErr;
    end else if (reg_bready_i) begin
      reg_bvalid_o <= 1'b0;
    end
  end

  // ---- Raw port and storage ---------------------------------------------------------------------

  logic [IdxWidth-1:0] raw_idx;
  logic  [7:0] raw_kind;
  logic [63:0] raw_be, raw_new;
  logic        raw_apply, raw_visible, unused_raw;

  assign unused_raw = ^{raw_visible, raw_addr_i[2:0]};

  assign raw_ready_o = !init_q && !w_apply;
  vtd_regwin_map #(.NumFrcd(NumFrcd), .IdxWidth(IdxWidth)) u_raw_map (
    .valid_i(raw_valid_i), .addr_i(raw_addr_i[13:3]),
    .cap_reset_i(cap_reset_q), .ecap_reset_i(ecap_reset_q), .cap_i(64'h0), .ecap_i(64'h0),
    .idx_o(raw_idx), .kind_o(raw_kind), .visible_o(raw_visible)
  );

  assign raw_apply = raw_valid_i && raw_ready_o && raw_write_i && raw_idx != NoWord;
  assign raw_rdata_o = raw_idx == NoWord ? 64'h0 : rmw_old | derived(raw_idx, ppf, fri_q, dead_i);

  always_comb begin
    raw_be = 64'h0;
    raw_new = 64'h0;
    if (raw_apply) begin
      raw_be = byte_mask(raw_wstrb_i);
      case (raw_op_i)
        RawSet:   raw_new = rmw_old | (raw_wdata_i & raw_be);
        RawClear: raw_new = rmw_old & ~(raw_wdata_i & raw_be);
        default:  raw_new = (rmw_old & ~raw_be) | (raw_wdata_i & raw_be);
      endcase
      if (raw_idx == IdxWidth'(WFsts)) begin
        raw_new[32+vtd_regs_pkg::FstsPpfLo] = 1'b0;
        raw_new[32+vtd_regs_pkg::FstsFriHi:32+vtd_regs_pkg::FstsFriLo] = 8'h0;
      end
    end
  end

  // Records, and what lies beyond them, begin as zero.
  assign init_row = init_idx_q < IdxWidth'(WFrcd) ? 8'(init_idx_q) : 8'(vtd_regs_pkg::Words);

  always_comb begin
    case (init_idx_q)
      IdxWidth'(vtd_regs_pkg::WordVer):  init_value = {32'h0, cfg_ver_i};
      IdxWidth'(vtd_regs_pkg::WordCap):  init_value = cap_reset_q;
      IdxWidth'(vtd_regs_pkg::WordEcap): init_value = ecap_reset_q;
      default: init_value = vtd_regs_pkg::word_reset(init_row);
    endcase
  end

  always_comb begin
    rmw_idx = w_apply ? w_idx : raw_idx;
    rmw_new = w_apply ? w_new : raw_new;
    rmw_write = w_apply || raw_apply;
    if (init_q) begin
      rmw_idx = init_idx_q;
      rmw_new = init_value;
      rmw_write = 1'b1;
    end
  end

  assign rmw_old = word_q[rmw_idx];

  always_ff @(posedge clk_i) if (rmw_write) word_q[rmw_idx] <= rmw_new;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      init_q <= 1'b1;
      init_idx_q <= '0;
    end else if (init_q) begin
      init_idx_q <= init_idx_q + 1'b1;
      if (init_idx_q == NoWord) init_q <= 1'b0;
    end
  end

  assign rmw_record = rmw_idx - IdxWidth'(WFrcd);

  always_ff @(posedge clk_i) begin
    if (!rst_ni) f_q <= '0;
    else if (rmw_write && rmw_idx >= IdxWidth'(WFrcd) && rmw_idx != NoWord && rmw_record[0])
      f_q[rmw_record[FrcdWidth:1]] <= rmw_new[vtd_regs_pkg::FrcdhFLo];
  end

  // FRI names the record that makes PPF rise, and stays while it is 1.
  always_ff @(posedge clk_i) begin
    if (!rst_ni) fri_q <= 8'h0;
    else if (raw_apply && !ppf && raw_kind == 8'(vtd_regs_pkg::WordFrcdh) &&
             raw_new[vtd_regs_pkg::FrcdhFLo]) fri_q <= 8'(rmw_record[IdxWidth-1:1]);
  end

  assign fsts_w1c = vtd_regs_pkg::word_w1c(8'(WFsts));

  always_ff @(posedge clk_i) begin
    if (rmw_write) begin
      case (rmw_idx)
        IdxWidth'(vtd_regs_pkg::WordCap):    cap_now_q <= rmw_new;
        IdxWidth'(vtd_regs_pkg::WordEcap):   ecap_now_q <= rmw_new;
        IdxWidth'(vtd_regs_pkg::WordRtaddr): rtaddr_now_q <= rmw_new;
        IdxWidth'(vtd_regs_pkg::WordIrta):   irta_now_q <= rmw_new;
        IdxWidth'(vtd_regs_pkg::WordIva):    iva_now_q <= rmw_new;
        IdxWidth'(vtd_regs_pkg::WordIqt):    iqt_now_q <= rmw_new[31:0];
        IdxWidth'(vtd_regs_pkg::WordPmen):   pmen_now_q <= rmw_new[63:32];
        IdxWidth'(vtd_regs_pkg::WordPerfintrctl): perfctl_now_q <= rmw_new[31:0];
        IdxWidth'(vtd_regs_pkg::WordPectl):  pectl_now_q <= rmw_new[31:0];
        IdxWidth'(WFectl): fectl_now_q <= rmw_new[31:0];
        IdxWidth'(WIectl): iectl_now_q <= rmw_new[31:0];
        IdxWidth'(WIcs):   iwc_q <= rmw_new[32+vtd_regs_pkg::IcsIwcLo];
        IdxWidth'(WFsts):  fsts_any_q <= |(rmw_new & fsts_w1c);
        default: ;
      endcase
    end
  end

  assign fault_irq_o = !init_q && (ppf || fsts_any_q || dead_i) &&
                       !fectl_now_q[vtd_regs_pkg::FectlImLo];
  assign inv_irq_o = !init_q && iwc_q && !iectl_now_q[vtd_regs_pkg::IectlImLo];

  // ---- Host read --------------------------------------------------------------------------------

  logic [IdxWidth-1:0] r_idx;
  logic  [7:0] r_kind;
  logic [63:0] r_stored, r_value, r_wo;

  vtd_regwin_read #(
    .NumFrcd(NumFrcd), .WindowLog2(WindowLog2), .IdxWidth(IdxWidth)
  ) u_read (
    .clk_i, .rst_ni,
    .reg_araddr_i, .reg_arvalid_i, .reg_arready_o, .reg_rdata_o, .reg_rresp_o, .reg_rvalid_o,
    .reg_rready_i,
    .cap_reset_i(cap_reset_q), .ecap_reset_i(ecap_reset_q), .cap_i(cap_now_q), .ecap_i(ecap_now_q),
    .init_i(init_q), .hm_wbusy_i, .hm_wdone_i, .idx_o(r_idx), .kind_o(r_kind), .value_i(r_value)
  );

  assign r_wo = vtd_regs_pkg::word_wo(r_kind);
  assign r_stored = r_kind == 8'(vtd_regs_pkg::Words) ? 64'h0 :
                    (word_q[r_idx] & ~r_wo) |
                    derived(r_idx, ppf, fri_q, dead_i);

  vtd_regwin_perf u_perf (
    .clk_i, .rst_ni,
    .w_kind_i(w_kind), .r_kind_i(r_kind), .r_value_i(r_stored),
    .w_locked_o(w_locked), .r_value_o(r_value),
    .command_i(w_trigger && w_event == 5'(vtd_gate_pkg::EventEcmd)),
    .response_i(raw_apply && raw_kind == 8'(vtd_regs_pkg::WordEcrsp)),
    .w_apply_i(w_apply), .on_i(perf_on_i), .value_i(perf_value_i), .write_o(perf_write_o)
  );

  assign perf_wdata_o = reg_wdata_i[47:0];
  assign perf_wmask_o = w_be[47:0];

  vtd_regwin_events u_events (
    .clk_i, .rst_ni, .dead_i,
    .trigger_i(w_trigger), .event_i(w_event), .word_i(w_new), .cleared_i(w_cleared[63:32]),
    .rtaddr_i(rtaddr_now_q), .irta_i(irta_now_q), .iva_i(iva_now_q), .iqt_i(iqt_now_q),
    .fectl_i(fectl_now_q), .iectl_i(iectl_now_q), .pmen_i(pmen_now_q),
    .perfctl_i(perfctl_now_q), .pectl_i(pectl_now_q), .over_i(perf_over_i), .timer_i,
    .ev_valid_o, .ev_id_o, .ev_value_o, .ev_operand1_o, .ev_operand2_o, .ev_take_i
  );
endmodule

`default_nettype wire
