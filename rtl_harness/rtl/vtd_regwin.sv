// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: the register window of VT-d (rev 5.10, 11.4) as the host sees it. Storage and access
// masks are here, so a host access never waits for the firmware; writes to trigger registers become
// events for it. A register has at most one event outstanding and later writes merge into it, so
// the queue of events, as long as there are trigger registers, cannot overflow. The firmware has a
// raw port without masks or side effects. Storage is one memory with one write port; where host and
// firmware write in the same cycle the host's write goes first, so that a bit set by the firmware
// outlives a W1C of that cycle. After reset the memory takes some forty cycles to fill.
//
//   NumFrcd     fault recording registers in storage; CAP.NFR says how many of them show
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
  output logic  [3:0] ev_id_o,
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

  // Gate: the host wrote GCMD, with this TE
  output logic        gcmd_write_o,
  output logic        gcmd_te_o,

  output logic        fault_irq_o,
  output logic        inv_irq_o
);
  // Words of 64 bits in use, numbered densely; FRCD follows from WFrcd on, low word first.
  localparam int WVer = 0, WCap = 1, WEcap = 2, WGcmd = 3, WRtaddr = 4, WCcmd = 5;
  localparam int WFsts = 6, WFectl = 7, WFeaddr = 8, WIqh = 9, WIqt = 10, WIqa = 11;
  localparam int WIcs = 12, WIectl = 13, WIeaddr = 14, WIqercd = 15, WIva = 16;
  localparam int WIotlb = 17, WFrcd = 18;
  localparam int NumWords = WFrcd + 2 * NumFrcd;
  localparam int IdxWidth = $clog2(NumWords + 1);
  localparam logic [IdxWidth-1:0] NoWord = IdxWidth'(NumWords);

  localparam logic [3:0] NoEvent = 4'hf;
  localparam logic [1:0] RespOkay = 2'b00, RespSlvErr = 2'b10;
  localparam logic [1:0] RawSet = 2'd1, RawClear = 2'd2;

  function automatic logic [IdxWidth-1:0] word_of(input logic [13:0] addr);
    logic [13:0] frcd;
    frcd = addr - vtd_regs_pkg::OffFrcdl[13:0];
    word_of = NoWord;
    case ({addr[13:3], 3'b000})
      vtd_regs_pkg::OffVer[13:0]:    word_of = IdxWidth'(WVer);
      vtd_regs_pkg::OffCap[13:0]:    word_of = IdxWidth'(WCap);
      vtd_regs_pkg::OffEcap[13:0]:   word_of = IdxWidth'(WEcap);
      vtd_regs_pkg::OffGcmd[13:0]:   word_of = IdxWidth'(WGcmd);
      vtd_regs_pkg::OffRtaddr[13:0]: word_of = IdxWidth'(WRtaddr);
      vtd_regs_pkg::OffCcmd[13:0]:   word_of = IdxWidth'(WCcmd);
      (vtd_regs_pkg::OffFsts[13:0] & ~14'h7): word_of = IdxWidth'(WFsts);
      vtd_regs_pkg::OffFectl[13:0]:  word_of = IdxWidth'(WFectl);
      vtd_regs_pkg::OffFeaddr[13:0]: word_of = IdxWidth'(WFeaddr);
      vtd_regs_pkg::OffIqh[13:0]:    word_of = IdxWidth'(WIqh);
      vtd_regs_pkg::OffIqt[13:0]:    word_of = IdxWidth'(WIqt);
      vtd_regs_pkg::OffIqa[13:0]:    word_of = IdxWidth'(WIqa);
      (vtd_regs_pkg::OffIcs[13:0] & ~14'h7): word_of = IdxWidth'(WIcs);
      vtd_regs_pkg::OffIectl[13:0]:  word_of = IdxWidth'(WIectl);
      vtd_regs_pkg::OffIeaddr[13:0]: word_of = IdxWidth'(WIeaddr);
      vtd_regs_pkg::OffIqercd[13:0]: word_of = IdxWidth'(WIqercd);
      vtd_regs_pkg::OffIva[13:0]:    word_of = IdxWidth'(WIva);
      vtd_regs_pkg::OffIotlb[13:0]:  word_of = IdxWidth'(WIotlb);
      default:
        if (frcd < 14'(16 * NumFrcd)) word_of = IdxWidth'(WFrcd) + IdxWidth'(frcd[13:3]);
    endcase
  endfunction

  function automatic logic is_frcdh(input logic [IdxWidth-1:0] idx);
    is_frcdh = idx >= IdxWidth'(WFrcd) && idx != NoWord && idx[0] != WFrcd[0];
  endfunction

  // Without ECAP.QI everything from IQH to IQERCD is reserved, and so are records beyond CAP.NFR.
  function automatic logic visible(
      input logic [IdxWidth-1:0] idx, input logic qi, input logic [7:0] nfr);
    logic [IdxWidth-1:0] record;
    record = (idx - IdxWidth'(WFrcd)) >> 1;
    if (idx >= IdxWidth'(WFrcd)) visible = idx != NoWord && 8'(record) <= nfr;
    else visible = qi || idx < IdxWidth'(WIqh) || idx > IdxWidth'(WIqercd);
  endfunction

  function automatic logic [63:0] rw_mask(input logic [IdxWidth-1:0] idx);
    case (idx)
      IdxWidth'(WGcmd):   rw_mask = {vtd_regs_pkg::RwGsts, vtd_regs_pkg::RwGcmd};
      IdxWidth'(WRtaddr): rw_mask = vtd_regs_pkg::RwRtaddr;
      IdxWidth'(WCcmd):   rw_mask = vtd_regs_pkg::RwCcmd;
      IdxWidth'(WFsts):   rw_mask = {vtd_regs_pkg::RwFsts, 32'h0};
      IdxWidth'(WFectl):  rw_mask = {vtd_regs_pkg::RwFedata, vtd_regs_pkg::RwFectl};
      IdxWidth'(WFeaddr): rw_mask = {vtd_regs_pkg::RwFeuaddr, vtd_regs_pkg::RwFeaddr};
      IdxWidth'(WIqt):    rw_mask = vtd_regs_pkg::RwIqt;
      IdxWidth'(WIqa):    rw_mask = vtd_regs_pkg::RwIqa;
      IdxWidth'(WIectl):  rw_mask = {vtd_regs_pkg::RwIedata, vtd_regs_pkg::RwIectl};
      IdxWidth'(WIeaddr): rw_mask = {vtd_regs_pkg::RwIeuaddr, vtd_regs_pkg::RwIeaddr};
      IdxWidth'(WIva):    rw_mask = vtd_regs_pkg::RwIva;
      IdxWidth'(WIotlb):  rw_mask = vtd_regs_pkg::RwIotlb;
      default:            rw_mask = 64'h0;
    endcase
  endfunction

  function automatic logic [63:0] w1c_mask(input logic [IdxWidth-1:0] idx);
    case (idx)
      IdxWidth'(WFsts): w1c_mask = {vtd_regs_pkg::W1cFsts, 32'h0};
      IdxWidth'(WIcs):  w1c_mask = {vtd_regs_pkg::W1cIcs, 32'h0};
      default:          w1c_mask = is_frcdh(idx) ? vtd_regs_pkg::W1cFrcdh : 64'h0;
    endcase
  endfunction

  function automatic logic [63:0] wo_mask(input logic [IdxWidth-1:0] idx);
    case (idx)
      IdxWidth'(WGcmd): wo_mask = {vtd_regs_pkg::WoGsts, vtd_regs_pkg::WoGcmd};
      IdxWidth'(WCcmd): wo_mask = vtd_regs_pkg::WoCcmd;
      IdxWidth'(WIva):  wo_mask = vtd_regs_pkg::WoIva;
      default:          wo_mask = 64'h0;
    endcase
  endfunction

  // The event that a host write of this word may raise; NoEvent is none. No word has two.
  function automatic logic [3:0] event_of(input logic [IdxWidth-1:0] idx);
    case (idx)
      IdxWidth'(WGcmd):  event_of = 4'(vtd_gate_pkg::EventGcmd);
      IdxWidth'(WCcmd):  event_of = 4'(vtd_gate_pkg::EventCcmd);
      IdxWidth'(WIotlb): event_of = 4'(vtd_gate_pkg::EventIotlb);
      IdxWidth'(WIqt):   event_of = 4'(vtd_gate_pkg::EventIqt);
      IdxWidth'(WFsts):  event_of = 4'(vtd_gate_pkg::EventFsts);
      IdxWidth'(WFectl): event_of = 4'(vtd_gate_pkg::EventFectl);
      IdxWidth'(WIcs):   event_of = 4'(vtd_gate_pkg::EventIcs);
      IdxWidth'(WIectl): event_of = 4'(vtd_gate_pkg::EventIectl);
      default: event_of = is_frcdh(idx) ? 4'(vtd_gate_pkg::EventFrcd) : NoEvent;
    endcase
  endfunction

  function automatic logic [63:0] byte_mask(input logic [7:0] strb);
    for (int i = 0; i < 8; i++) byte_mask[8*i+:8] = {8{strb[i]}};
  endfunction

  // Storage: one port that writes and reads back, one that the host reads.
  logic [63:0] word_q [2**IdxWidth];
  logic [IdxWidth-1:0] rmw_idx, init_idx_q;
  logic [63:0] rmw_old, rmw_new;
  logic        rmw_write, init_q;

  // What is needed beside the word being accessed, kept apart from the memory.
  logic [NumFrcd-1:0] f_q;
  logic [63:0] rtaddr_now_q, iva_now_q;
  logic [31:0] iqt_now_q, fectl_now_q, iectl_now_q;
  logic [7:0]  nfr_q;
  logic        qi_q, rwbf_q, iwc_q, fsts_any_q, ppf;

  assign ppf = |f_q;

  // What the storage does not hold itself: PPF, and IQE while dead.
  function automatic logic [63:0] derived(
      input logic [IdxWidth-1:0] idx, input logic any_f, input logic is_dead);
    derived = 64'h0;
    if (idx == IdxWidth'(WFsts)) begin
      derived[32+vtd_regs_pkg::FstsPpfLo] = any_f;
      derived[32+vtd_regs_pkg::FstsIqeLo] = is_dead;
    end
  endfunction

  // ---- Host write -------------------------------------------------------------------------------

  logic [IdxWidth-1:0] w_idx;
  logic [63:0] w_be, w_old, w_new, w_cleared;
  logic [3:0]  w_event;
  logic        w_legal, w_fire, w_stall, w_apply, w_trigger, w_visible;

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

  assign w_idx = reg_awvalid_i ? word_of(reg_awaddr_i) : NoWord;
  assign w_event = event_of(w_idx);
  assign w_visible = visible(w_idx, qi_q, nfr_q);
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
      w_cleared = w_old & reg_wdata_i & w_be & w1c_mask(w_idx);
      w_new = (w_old & ~(rw_mask(w_idx) & w_be)) | (reg_wdata_i & rw_mask(w_idx) & w_be);
      w_new &= ~w_cleared;
      if (w_idx == IdxWidth'(WGcmd) && reg_wstrb_i[0]) begin
        if (reg_wdata_i[vtd_regs_pkg::GcmdSrtpLo]) w_new[32+vtd_regs_pkg::GstsRtpsLo] = 1'b0;
        if (reg_wdata_i[vtd_regs_pkg::GcmdSirtpLo]) w_new[32+vtd_regs_pkg::GstsIrtpsLo] = 1'b0;
        if (reg_wdata_i[vtd_regs_pkg::GcmdWbfLo] && rwbf_q)
          w_new[32+vtd_regs_pkg::GstsWbfsLo] = 1'b1;
      end
    end
  end

  // A clearing write that cleared nothing changed nothing, so there is nothing to tell.
  always_comb begin
    case (w_event)
      4'(vtd_gate_pkg::EventCcmd):  w_trigger = reg_wstrb_i[7] && reg_wdata_i[63];
      4'(vtd_gate_pkg::EventIotlb): w_trigger = reg_wstrb_i[7] && reg_wdata_i[63];
      4'(vtd_gate_pkg::EventFsts),
      4'(vtd_gate_pkg::EventIcs),
      4'(vtd_gate_pkg::EventFrcd):  w_trigger = w_cleared != 64'h0;
      NoEvent:                w_trigger = 1'b0;
      default:                      w_trigger = reg_wstrb_i[0];
    endcase
    if (!w_apply || dead_i) w_trigger = 1'b0;
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
  logic [63:0] raw_be, raw_new;
  logic        raw_apply;

  assign raw_ready_o = !init_q && !w_apply;
  assign raw_idx = raw_valid_i ? word_of(raw_addr_i) : NoWord;
  assign raw_apply = raw_valid_i && raw_ready_o && raw_write_i && raw_idx != NoWord;
  assign raw_rdata_o = raw_idx == NoWord ? 64'h0 : rmw_old | derived(raw_idx, ppf, dead_i);

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
    end
  end

  function automatic logic [63:0] reset_of(
      input logic [IdxWidth-1:0] idx, input logic [63:0] cap, input logic [63:0] ecap,
      input logic [31:0] ver);
    case (idx)
      IdxWidth'(WVer):   reset_of = {32'h0, ver};
      IdxWidth'(WCap):   reset_of = cap;
      IdxWidth'(WEcap):  reset_of = ecap;
      IdxWidth'(WFectl): reset_of = {vtd_regs_pkg::ResetFedata, vtd_regs_pkg::ResetFectl};
      IdxWidth'(WIectl): reset_of = {vtd_regs_pkg::ResetIedata, vtd_regs_pkg::ResetIectl};
      default:           reset_of = 64'h0;
    endcase
  endfunction

  always_comb begin
    rmw_idx = w_apply ? w_idx : raw_idx;
    rmw_new = w_apply ? w_new : raw_new;
    rmw_write = w_apply || raw_apply;
    if (init_q) begin
      rmw_idx = init_idx_q;
      rmw_new = reset_of(init_idx_q, cfg_cap_i, cfg_ecap_i, cfg_ver_i);
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

  for (genvar n = 0; n < NumFrcd; n++) begin : g_f
    always_ff @(posedge clk_i) begin
      if (rmw_write && rmw_idx == IdxWidth'(WFrcd + 2 * n + 1))
        f_q[n] <= rmw_new[vtd_regs_pkg::FrcdhFLo];
    end
  end

  always_ff @(posedge clk_i) begin
    if (rmw_write) begin
      case (rmw_idx)
        IdxWidth'(WCap): begin
          nfr_q <= rmw_new[vtd_regs_pkg::CapNfrHi:vtd_regs_pkg::CapNfrLo];
          rwbf_q <= rmw_new[vtd_regs_pkg::CapRwbfLo];
        end
        IdxWidth'(WEcap):   qi_q <= rmw_new[vtd_regs_pkg::EcapQiLo];
        IdxWidth'(WRtaddr): rtaddr_now_q <= rmw_new;
        IdxWidth'(WIva):    iva_now_q <= rmw_new;
        IdxWidth'(WIqt):    iqt_now_q <= rmw_new[31:0];
        IdxWidth'(WFectl):  fectl_now_q <= rmw_new[31:0];
        IdxWidth'(WIectl):  iectl_now_q <= rmw_new[31:0];
        IdxWidth'(WIcs):    iwc_q <= rmw_new[32+vtd_regs_pkg::IcsIwcLo];
        IdxWidth'(WFsts):   fsts_any_q <= |(rmw_new[63:32] & vtd_regs_pkg::W1cFsts);
        default: ;
      endcase
    end
  end

  assign fault_irq_o = !init_q && (ppf || fsts_any_q || dead_i) &&
                       !fectl_now_q[vtd_regs_pkg::FectlImLo];
  assign inv_irq_o = !init_q && iwc_q && !iectl_now_q[vtd_regs_pkg::IectlImLo];

  // ---- Host read --------------------------------------------------------------------------------

  logic [IdxWidth-1:0] r_idx_q;
  logic        r_busy_q, r_legal_q, r_wait_q, r_visible;
  logic [63:0] r_value;

  assign reg_arready_o = !r_busy_q && !reg_rvalid_o && !init_q;
  assign r_visible = visible(r_idx_q, qi_q, nfr_q);
  assign r_value = !r_visible ? 64'h0 :
                   (word_q[r_idx_q] & ~wo_mask(r_idx_q)) | derived(r_idx_q, ppf, dead_i);

  function automatic logic is_status(input logic [IdxWidth-1:0] idx);
    is_status = idx == IdxWidth'(WFsts) || idx == IdxWidth'(WFectl) ||
                idx == IdxWidth'(WIcs) || idx == IdxWidth'(WIectl);
  endfunction

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      r_busy_q <= 1'b0;
      r_wait_q <= 1'b0;
      r_legal_q <= 1'b0;
      r_idx_q <= NoWord;
      reg_rvalid_o <= 1'b0;
      reg_rdata_o <= 64'h0;
      reg_rresp_o <= RespOkay;
    end else begin
      if (reg_arvalid_i && reg_arready_o) begin
        r_busy_q <= 1'b1;
        r_idx_q <= word_of(reg_araddr_i);
        r_legal_q <= in_window(reg_araddr_i) && reg_araddr_i[1:0] == 2'b00;
        r_wait_q <= hm_wbusy_i && !hm_wdone_i && is_status(word_of(reg_araddr_i));
      end else if (r_busy_q && r_wait_q) begin
        // Only the write that was under way: later ones must not hold the host up.
        if (hm_wdone_i || !hm_wbusy_i) r_wait_q <= 1'b0;
      end else if (r_busy_q) begin
        r_busy_q <= 1'b0;
        reg_rvalid_o <= 1'b1;
        reg_rdata_o <= r_legal_q ? r_value : 64'h0;
        reg_rresp_o <= r_legal_q ? RespOkay : RespSlvErr;
      end
      if (reg_rvalid_o && reg_rready_i) reg_rvalid_o <= 1'b0;
    end
  end

  vtd_regwin_events u_events (
    .clk_i, .rst_ni, .dead_i,
    .trigger_i(w_trigger), .event_i(w_event), .wdata_i(reg_wdata_i[31:0]), .word_i(w_new),
    .cleared_i(w_cleared[63:32]), .rtaddr_i(rtaddr_now_q), .iva_i(iva_now_q),
    .iqt_i(iqt_now_q), .fectl_i(fectl_now_q), .iectl_i(iectl_now_q),
    .ev_valid_o, .ev_id_o, .ev_value_o, .ev_operand1_o, .ev_operand2_o, .ev_take_i
  );
endmodule

`default_nettype wire
