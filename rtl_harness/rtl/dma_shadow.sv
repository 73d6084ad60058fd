// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: a device with a shadow: it stands between a dma_gen and a DMA port with a copy of the
// whole mapping, filled by CLIENT_MAP and CLIENT_UNMAP alone. It never asks for a translation: an
// address that it was not told of is an error to the generator and never leaves. An UNMAP is
// acknowledged when DMA that began before it is complete, R and B come back. Messages are those of
// vtd_gate.def. Requests of another source or PASID, or with a host address, pass as they are; so
// do all while it is off, and then no message is answered.
//
// Registers beside those of dma_gen, which it hears being written: SID (08) is its source id, PASID
// (38) the address space it registers for.
//   80 CTRL    0 on; written with 1: registers (HELLO), with 2: no longer. Switched on it knows no
//              mapping and is not READY. Reads: 3 READY, 7:4 newest STATUS
//   84 KINDS   2:0 of CLIENT_HELLO
//   88 8c 90 94 FIRST, LAST low and high: the range to register for, with its last byte
//   a0 MAPs  a4 UNMAPs  a8 LOSTs  ac STATEs  b0 acknowledgements  b4 of them refusals
//   b8 odd messages: MAP over another one or of nothing, UNMAP of nothing, of unknown kind
//   bc reads and c0 writes sent  c4 and c8 with no mapping for them: errors
//   cc and d0 errors because it was not READY  d4 UNMAPs and LOSTs that waited for DMA
//   fc mappings now
`default_nettype none

module dma_shadow #(
  // Mappings it has room for: a power of two.
  parameter int Entries = 1024
) (
  input  wire          clk_i,
  input  wire          rst_ni,

  // Registers; hold_i holds back 0 nothing, 1 messages out, 2 messages in
  input  wire          reg_we_i,
  input  wire    [7:0] reg_addr_i,
  input  wire   [31:0] reg_wdata_i,
  output logic  [31:0] reg_rdata_o,
  input  wire    [2:0] hold_i,

  // Device
  input  wire    [3:0] s_awid_i,
  input  wire   [63:0] s_awaddr_i,
  input  wire    [7:0] s_awlen_i,
  input  wire    [2:0] s_awsize_i,
  input  wire    [1:0] s_awburst_i,
  input  wire          s_awlock_i,
  input  wire   [15:0] s_awsid_i,
  input  wire   [19:0] s_awssid_i,
  input  wire          s_awssidv_i,
  input  wire          s_awatst_i,
  input  wire          s_awvalid_i,
  output logic         s_awready_o,
  input  wire   [63:0] s_wdata_i,
  input  wire    [7:0] s_wstrb_i,
  input  wire          s_wlast_i,
  input  wire          s_wvalid_i,
  output logic         s_wready_o,
  output logic   [3:0] s_bid_o,
  output logic   [1:0] s_bresp_o,
  output logic         s_bvalid_o,
  input  wire          s_bready_i,
  input  wire    [3:0] s_arid_i,
  input  wire   [63:0] s_araddr_i,
  input  wire    [7:0] s_arlen_i,
  input  wire    [2:0] s_arsize_i,
  input  wire    [1:0] s_arburst_i,
  input  wire          s_arlock_i,
  input  wire   [15:0] s_arsid_i,
  input  wire   [19:0] s_arssid_i,
  input  wire          s_arssidv_i,
  input  wire          s_aratst_i,
  input  wire          s_arzlr_i,
  input  wire          s_arvalid_i,
  output logic         s_arready_o,
  output logic   [3:0] s_rid_o,
  output logic  [63:0] s_rdata_o,
  output logic   [1:0] s_rresp_o,
  output logic         s_rlast_o,
  output logic         s_rvalid_o,
  input  wire          s_rready_i,

  // DMA port
  output logic   [3:0] m_awid_o,
  output logic  [63:0] m_awaddr_o,
  output logic   [7:0] m_awlen_o,
  output logic   [2:0] m_awsize_o,
  output logic   [1:0] m_awburst_o,
  output logic         m_awlock_o,
  output logic  [15:0] m_awsid_o,
  output logic  [19:0] m_awssid_o,
  output logic         m_awssidv_o,
  output logic         m_awatst_o,
  output logic         m_awvalid_o,
  input  wire          m_awready_i,
  output logic  [63:0] m_wdata_o,
  output logic   [7:0] m_wstrb_o,
  output logic         m_wlast_o,
  output logic         m_wvalid_o,
  input  wire          m_wready_i,
  input  wire    [3:0] m_bid_i,
  input  wire    [1:0] m_bresp_i,
  input  wire          m_bvalid_i,
  output logic         m_bready_o,
  output logic   [3:0] m_arid_o,
  output logic  [63:0] m_araddr_o,
  output logic   [7:0] m_arlen_o,
  output logic   [2:0] m_arsize_o,
  output logic   [1:0] m_arburst_o,
  output logic         m_arlock_o,
  output logic  [15:0] m_arsid_o,
  output logic  [19:0] m_arssid_o,
  output logic         m_arssidv_o,
  output logic         m_aratst_o,
  output logic         m_arzlr_o,
  output logic         m_arvalid_o,
  input  wire          m_arready_i,
  input  wire    [3:0] m_rid_i,
  input  wire   [63:0] m_rdata_i,
  input  wire    [1:0] m_rresp_i,
  input  wire          m_rlast_i,
  input  wire          m_rvalid_i,
  output logic         m_rready_o,

  // Messages: see vtd_gate.def
  output logic         msg_post_valid_o,
  input  wire          msg_post_ready_i,
  output logic [191:0] msg_post_data_o,
  input  wire          msg_valid_i,
  output logic         msg_ready_o,
  input  wire   [63:0] msg_data_i,
  input  wire          msg_last_i,
  output logic  [15:0] sid_o,
  output logic         on_o
);
  localparam int AttrWidth = 56;
  localparam int CountW = $clog2(Entries) + 1;

  // ---- Registers --------------------------------------------------------------------------------

  logic        on_q, hello_q, bye_q, ready_q, hello_taken;
  logic  [2:0] kinds_q;
  logic  [3:0] status_q;
  logic [15:0] sid_q;
  logic [20:0] pasid_q;
  logic [63:0] first_q, last_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      {on_q, hello_q, bye_q} <= 3'b000;
      kinds_q <= 3'b011;
      sid_q <= 16'h0;
      pasid_q <= 21'h0;
      first_q <= 64'h0;
      last_q <= '1;
    end else begin
      if (hello_taken) {bye_q, hello_q} <= 2'b00;
      if (reg_we_i) begin
        case (reg_addr_i)
          8'h08: sid_q <= reg_wdata_i[15:0];
          8'h38: pasid_q <= reg_wdata_i[31] ? {1'b1, reg_wdata_i[19:0]} : 21'h0;
          8'h80: {bye_q, hello_q, on_q} <= reg_wdata_i[2:0];
          8'h84: kinds_q <= reg_wdata_i[2:0];
          8'h88: first_q[31:0] <= reg_wdata_i;
          8'h8c: first_q[63:32] <= reg_wdata_i;
          8'h90: last_q[31:0] <= reg_wdata_i;
          8'h94: last_q[63:32] <= reg_wdata_i;
          default: ;
        endcase
      end
    end
  end
  assign sid_o = sid_q;
  assign on_o = on_q;

  // ---- Requests: 0 reads, 1 writes --------------------------------------------------------------

  logic [AttrWidth-1:0] s_ar_attr, s_aw_attr, m_ar_attr, m_aw_attr;
  logic [AttrWidth*2-1:0] req_attr;
  logic [127:0] req_addr;
  logic [103:0] page;
  logic   [1:0] req, req_atst, go, fail, atst;
  logic         split, old_read, old_write, unused_unsent;

  assign s_ar_attr = {s_arzlr_i, s_arssidv_i, s_arssid_i, s_arsid_i, s_arlock_i, s_arburst_i,
                      s_arsize_i, s_arlen_i, s_arid_i};
  assign s_aw_attr = {1'b0, s_awssidv_i, s_awssid_i, s_awsid_i, s_awlock_i, s_awburst_i,
                      s_awsize_i, s_awlen_i, s_awid_i};
  logic       aw_zlr;
  assign {m_arzlr_o, m_arssidv_o, m_arssid_o, m_arsid_o, m_arlock_o, m_arburst_o, m_arsize_o,
          m_arlen_o, m_arid_o} = m_ar_attr;
  assign {aw_zlr, m_awssidv_o, m_awssid_o, m_awsid_o, m_awlock_o, m_awburst_o, m_awsize_o,
          m_awlen_o, m_awid_o} = m_aw_attr;

  dma_shim_rd #(.AttrWidth(AttrWidth)) u_rd (
    .clk_i, .rst_ni,
    .s_attr_i(s_ar_attr), .s_addr_i(s_araddr_i), .s_atst_i(s_aratst_i), .s_arvalid_i,
    .s_arready_o, .s_rid_o, .s_rdata_o, .s_rresp_o, .s_rlast_o, .s_rvalid_o, .s_rready_i,
    .m_attr_o(m_ar_attr), .m_addr_o(m_araddr_o), .m_atst_o(m_aratst_o), .m_arvalid_o,
    .m_arready_i, .m_rid_i, .m_rdata_i, .m_rresp_i, .m_rlast_i, .m_rvalid_i, .m_rready_o,
    .req_o(req[0]), .req_attr_o(req_attr[0+:AttrWidth]), .req_addr_o(req_addr[63:0]),
    .req_atst_o(req_atst[0]), .go_i(go[0]), .fail_i(fail[0]), .page_i(page[51:0]),
    .atst_i(atst[0]), .split_i(split), .old_o(old_read)
  );

  dma_shim_wr #(.AttrWidth(AttrWidth)) u_wr (
    .clk_i, .rst_ni,
    .s_attr_i(s_aw_attr), .s_addr_i(s_awaddr_i), .s_atst_i(s_awatst_i), .s_awvalid_i,
    .s_awready_o, .s_wdata_i, .s_wstrb_i, .s_wlast_i, .s_wvalid_i, .s_wready_o,
    .s_bid_o, .s_bresp_o, .s_bvalid_o, .s_bready_i,
    .m_attr_o(m_aw_attr), .m_addr_o(m_awaddr_o), .m_atst_o(m_awatst_o), .m_awvalid_o,
    .m_awready_i, .m_wdata_o, .m_wstrb_o, .m_wlast_o, .m_wvalid_o, .m_wready_i,
    .m_bid_i, .m_bresp_i, .m_bvalid_i, .m_bready_o,
    .req_o(req[1]), .req_attr_o(req_attr[AttrWidth+:AttrWidth]), .req_addr_o(req_addr[127:64]),
    .req_atst_o(req_atst[1]), .go_i(go[1]), .fail_i(fail[1]), .page_i(page[103:52]),
    .atst_i(atst[1]), .split_i(split), .old_unsent_o(unused_unsent), .old_o(old_write)
  );

  // ---- Messages in ------------------------------------------------------------------------------

  logic        word, none, unused_first, last, busy_q, change, done, refused, odd, for_us, known;
  logic  [2:0] index;
  logic [63:0] head, data;
  logic [63:0] head_q;
  logic [51:0] map_first_q, map_last_q, map_host_q;
  logic  [1:0] map_perm_q;
  logic  [3:0] what, what_q;
  logic        room, wipe_q;

  localparam logic [3:0] Map = 4'(vtd_gate_pkg::MsgOutClientMap),
                         Unmap = 4'(vtd_gate_pkg::MsgOutClientUnmap),
                         Lost = 4'(vtd_gate_pkg::MsgOutClientLost),
                         State = 4'(vtd_gate_pkg::MsgOutClientState);

  // One message at a time: the next one is taken when the table has done this one.
  dma_shim_in u_in (
    .clk_i, .rst_ni, .hold_i(hold_i[2] || busy_q || (wipe_q && on_q) || !room),
    .msg_valid_i, .msg_ready_o, .msg_data_i, .msg_last_i,
    .word_o(word), .none_o(none), .first_o(unused_first), .last_o(last), .index_o(index),
    .head_o(head), .data_o(data)
  );

  assign for_us = on_q && head[vtd_gate_pkg::Work0SidHi:vtd_gate_pkg::Work0SidLo] == sid_q;
  assign what = head[vtd_gate_pkg::Work0MsgHi:vtd_gate_pkg::Work0MsgLo];
  assign what_q = head_q[vtd_gate_pkg::Work0MsgHi:vtd_gate_pkg::Work0MsgLo];
  // The words that its kind needs are there.
  assign known = for_us && ((what == Map && index == 3'd2) || (what == Unmap && index == 3'd1) ||
                            (none && (what == Lost || what == State)));
  assign change = last && known && what != State;

  always_ff @(posedge clk_i) begin
    if (!rst_ni || !on_q) begin
      busy_q <= 1'b0;
      ready_q <= 1'b0;
      status_q <= 4'hf;
    end else begin
      if (done) busy_q <= 1'b0;
      if (change) busy_q <= 1'b1;
      if (change && what == Lost) ready_q <= 1'b0;
      if (last && known && what == State) begin
        status_q <= {1'b0, head[vtd_gate_pkg::Work0StatusHi:vtd_gate_pkg::Work0StatusLo]};
        ready_q <= head[vtd_gate_pkg::Work0StatusHi:vtd_gate_pkg::Work0StatusLo] ==
                   3'(vtd_gate_pkg::ClientStatusReady);
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (last) head_q <= head;
    if (word && index == 3'd0) {map_first_q, map_perm_q} <= {data[63:12], data[1:0]};
    if (word && index == 3'd1) map_last_q <= data[63:12];
    if (word && index == 3'd2) map_host_q <= data[63:12];
  end

  // ---- Mappings ---------------------------------------------------------------------------------

  logic [CountW-1:0] count;
  logic        table_done;
  logic  [1:0] look, look_done, found_perm;
  logic        found;
  logic [51:0] found_first, found_last, found_host;

  // Off, it forgets.
  always_ff @(posedge clk_i) begin
    if (!rst_ni || !on_q) wipe_q <= 1'b1;
    else if (table_done && !busy_q) wipe_q <= 1'b0;
  end
  assign done = table_done && busy_q;

  dma_shadow_table #(.Entries(Entries)) u_table (
    .clk_i, .rst_ni,
    .map_i(busy_q && what_q == Map), .unmap_i(busy_q && what_q == Unmap),
    .clear_i((busy_q && what_q == Lost) || wipe_q),
    .first_i(map_first_q), .last_i(map_last_q), .host_i(map_host_q), .perm_i(map_perm_q),
    .done_o(table_done), .refused_o(refused), .odd_o(odd), .count_o(count),
    .look_i(look), .look_page_i({req_addr[127:76], req_addr[63:12]}), .look_done_o(look_done),
    .found_o(found), .found_first_o(found_first), .found_last_o(found_last),
    .found_host_o(found_host), .found_perm_o(found_perm)
  );

  // ---- Verdicts ---------------------------------------------------------------------------------

  logic [1:0] mapped;

  for (genvar k = 0; k < 2; k++) begin : g_chan
    logic        zlr, lock;
    logic [20:0] pasid;
    logic [15:0] sid;

    assign {zlr, pasid, sid, lock} = req_attr[k*AttrWidth+17+:39];

    dma_shadow_chan #(.Write(k)) u_chan (
      .clk_i, .rst_ni, .on_i(on_q), .ready_i(ready_q), .change_i(table_done), .sid_i(sid_q),
      .pasid_i(pasid_q), .req_i(req[k]), .req_sid_i(sid), .req_pasid_i(pasid),
      .atst_i(req_atst[k]), .lock_i(lock), .zlr_i(zlr), .page_i(req_addr[k*64+12+:52]),
      .go_o(go[k]), .fail_o(fail[k]), .atst_o(atst[k]), .page_o(page[k*52+:52]),
      .mapped_o(mapped[k]), .look_o(look[k]), .look_done_i(look_done[k]), .found_i(found),
      .found_first_i(found_first), .found_last_i(found_last), .found_host_i(found_host),
      .found_perm_i(found_perm)
    );
  end

  // ---- Messages out -----------------------------------------------------------------------------

  logic         ack, ack_taken, ack_refused, waited;
  logic   [7:0] ack_tag;
  logic  [63:0] out_head;
  logic [383:0] out_data;

  dma_shadow_acks u_acks (
    .clk_i, .rst_ni,
    .put_i(done), .tag_i(head_q[vtd_gate_pkg::Work0TagHi:vtd_gate_pkg::Work0TagLo]),
    .refused_i(refused), .drain_i(what_q != Map), .room_o(room),
    .split_o(split), .old_i(old_read || old_write), .waited_o(waited),
    .ack_o(ack), .ack_taken_i(ack_taken), .ack_tag_o(ack_tag), .ack_refused_o(ack_refused)
  );

  always_comb begin
    out_head = 64'h0;
    out_head[vtd_gate_pkg::Work0KindHi:vtd_gate_pkg::Work0KindLo] = 4'(vtd_gate_pkg::KindMsg);
    out_head[vtd_gate_pkg::Work0SsidvLo] = pasid_q[20];
    out_head[vtd_gate_pkg::Work0SsidHi:vtd_gate_pkg::Work0SsidLo] = pasid_q[19:0];
    out_head[vtd_gate_pkg::Work0SidHi:vtd_gate_pkg::Work0SidLo] = sid_q;
    out_data = {last_q, first_q[63:12], 9'h0, bye_q ? 3'b000 : kinds_q, out_head,
                64'h0, 63'h0, ack_refused, out_head};
    out_data[192+vtd_gate_pkg::Work0MsgLo+:4] = 4'(vtd_gate_pkg::MsgInClientHello);
    out_data[vtd_gate_pkg::Work0MsgLo+:4] = 4'(vtd_gate_pkg::MsgInClientAck);
    out_data[vtd_gate_pkg::Work0TagLo+:8] = ack_tag;
  end

  dma_shim_out #(.Sources(2)) u_post (
    .clk_i, .rst_ni, .hold_i(hold_i[1]), .valid_i({hello_q || bye_q, ack}), .data_i(out_data),
    .taken_o({hello_taken, ack_taken}),
    .msg_valid_o(msg_post_valid_o), .msg_ready_i(msg_post_ready_i), .msg_data_o(msg_post_data_o)
  );

  // ---- Counters ---------------------------------------------------------------------------------

  logic [31:0] counter;
  logic [13:0] events;

  assign events = {
      waited, fail & ~{2{ready_q}}, fail & {2{ready_q}}, mapped,
      (done && odd) || (last && !known), ack_taken && ack_refused, ack_taken,
      last && known && what == State, change && what == Lost, change && what == Unmap,
      change && what == Map};

  dma_shim_count #(.Counters(14)) u_count (
    .clk_i, .rst_ni, .event_i(events), .addr_i(reg_addr_i), .rdata_o(counter)
  );

  always_comb begin
    case (reg_addr_i)
      8'h80:   reg_rdata_o = {24'h0, status_q, ready_q, bye_q, hello_q, on_q};
      8'h84:   reg_rdata_o = {29'h0, kinds_q};
      8'hfc:   reg_rdata_o = {{(32-CountW){1'b0}}, count};
      default: reg_rdata_o = counter;
    endcase
  end

  logic unused_bits;
  assign unused_bits = ^{aw_zlr, unused_unsent, unused_first, hold_i[0], first_q[11:0], req_attr,
                         req_addr, data[11:2], head_q};
endmodule

`default_nettype wire
