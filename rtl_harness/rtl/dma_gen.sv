// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: a device that does nothing but DMA, for simulation and for boards: it streams, jumps or
// mixes, checks what it reads, and counts. One kind misbehaves in chosen ways. Errors are counted
// and do not stop it.
//
// Every aligned 64-bit word at address a has one expected value, so any two accesses check each
// other. With u = a[31:0] ^ a[63:32] after clearing DELTA's bits, and S = SEED:
//   lo = (u ^ S) + rotl(u, 13)      hi = (rotl(u, 22) ^ lo) + 9e3779b9h + S      value = {hi, lo}
// A copy reads x and writes the data it got to x ^ DELTA; as the value ignores DELTA's bits, the
// copy keeps the rule. Narrow accesses carry their lanes of the word.
//
// Registers, 32 bits, reg_addr_i in bytes. Parameters are taken as they are while busy.
//   00 CTRL    write: 0 start, 1 stop; read: 0 busy, 1 done (nothing outstanding any more)
//   04 MODE    1:0 pattern: 0 stream, 1 random, 2 mixed (also sizes, zero-length reads), 3 rogue
//              2 one id for all, 3 check reads, 15:8 reads and 23:16 copies of 256 requests, 255
//              meaning all; the rest are writes
//   08 SID     15:0 source id, 31:16 another one for the rogue
//   0c 10 BASE low, high: first address
//   14 SPAN    5:0 log2 of the bytes from BASE on, 6 to 32; BASE is aligned to it
//   18 BYTES   to move; a copy counts its reads and its writes
//   1c BURST   7:0 fewest and 15:8 most beats of a burst, minus 1; copies: at most 16 beats;
//              19:16 reads and 23:20 writes outstanding, 1 to 8
//   20 SEED    of data and pattern; not 0
//   24 DELTA   see above; bits within SPAN, 8 or above
//   28 ROGUE   bit k allows misdeed k: 0 other source id, 1 burst across 4 KiB, 2 access to HOLE,
//              3 write to HOLE ^ 1 MiB (where a read-only page may lie), 4 translated, 5 PASID,
//              6 FIXED burst, 7 read of FEE0_0000h
//   2c 30 HOLE low, high: an address the device has no business with
//   34 HOLD    log2 of the cycles it holds back at most: 3:0 W, 7:4 R, 11:8 B; 0 is never
//   38 PASID   19:0 PASID of its requests, if 31 is 1
//   40 REQS    answered, 44 MOVED bytes of requests answered without error, 48 ERRORS requests
//              answered with one, 4c MISMATCHES beats, 50 54 first address that mismatched
//   58 5c 60   cycles in which W, R, B were held back
`default_nettype none

module dma_gen (
  input  wire         clk_i,
  input  wire         rst_ni,

  // Registers
  input  wire         reg_we_i,
  input  wire   [7:0] reg_addr_i,
  input  wire  [31:0] reg_wdata_i,
  output logic [31:0] reg_rdata_o,
  output logic        busy_o,

  // DMA: AXI4 with the signals of an untranslated transaction
  output logic  [3:0] m_awid_o,
  output logic [63:0] m_awaddr_o,
  output logic  [7:0] m_awlen_o,
  output logic  [2:0] m_awsize_o,
  output logic  [1:0] m_awburst_o,
  output logic        m_awlock_o,
  output logic [15:0] m_awsid_o,
  output logic [19:0] m_awssid_o,
  output logic        m_awssidv_o,
  output logic        m_awatst_o,
  output logic        m_awvalid_o,
  input  wire         m_awready_i,
  output logic [63:0] m_wdata_o,
  output logic  [7:0] m_wstrb_o,
  output logic        m_wlast_o,
  output logic        m_wvalid_o,
  input  wire         m_wready_i,
  input  wire   [3:0] m_bid_i,
  input  wire   [1:0] m_bresp_i,
  input  wire         m_bvalid_i,
  output logic        m_bready_o,
  output logic  [3:0] m_arid_o,
  output logic [63:0] m_araddr_o,
  output logic  [7:0] m_arlen_o,
  output logic  [2:0] m_arsize_o,
  output logic  [1:0] m_arburst_o,
  output logic        m_arlock_o,
  output logic [15:0] m_arsid_o,
  output logic [19:0] m_arssid_o,
  output logic        m_arssidv_o,
  output logic        m_aratst_o,
  output logic        m_arzlr_o,
  output logic        m_arvalid_o,
  input  wire         m_arready_i,
  input  wire   [3:0] m_rid_i,
  input  wire  [63:0] m_rdata_i,
  input  wire   [1:0] m_rresp_i,
  input  wire         m_rlast_i,
  input  wire         m_rvalid_i,
  output logic        m_rready_o
);
  // Misdeeds that show beside the address; the others are dma_gen_pick's.
  localparam logic [2:0] BadSid = 3'd0, BadAtst = 3'd4, BadPasid = 3'd5, BadFixed = 3'd6;
  localparam logic [1:0] BurstFixed = 2'b00, BurstIncr = 2'b01;

  function automatic logic [63:0] value_of(
      input logic [63:3] addr, input logic [31:0] delta, input logic [31:0] seed);
    logic [31:0] u, lo, hi;
    u = ({addr[31:3], 3'b000} & ~delta) ^ addr[63:32];
    lo = (u ^ seed) + {u[18:0], u[31:19]};
    hi = ({u[9:0], u[31:10]} ^ lo) + 32'h9e3779b9 + seed;
    value_of = {hi, lo};
  endfunction

  function automatic logic [7:0] lanes_of(input logic [2:0] low, input logic [2:0] size);
    case (size)
      3'd0:    lanes_of = 8'h01 << low;
      3'd1:    lanes_of = 8'h03 << {low[2:1], 1'b0};
      3'd2:    lanes_of = low[2] ? 8'hf0 : 8'h0f;
      default: lanes_of = 8'hff;
    endcase
  endfunction

  // ---- Registers --------------------------------------------------------------------------------

  logic [23:0] mode_q;
  logic [31:0] sid_q, bytes_q, seed_q, delta_q;
  logic [63:0] base_q, hole_q;
  logic [31:0] pasid_q, held_w, held_r, held_b;
  logic [11:0] hold_q;
  logic  [5:0] span_q;
  logic [23:0] burst_q;
  logic  [7:0] rogue_q;
  logic        done_q, stop_q, start;
  logic [31:0] reqs_q, moved_q, errors_q, mismatches_q;
  logic [63:0] first_bad_q;

  assign start = reg_we_i && reg_addr_i == 8'h00 && reg_wdata_i[0] && !busy_o;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      mode_q <= 24'h0;
      sid_q <= 32'h0;
      base_q <= 64'h0;
      span_q <= 6'd12;
      bytes_q <= 32'h0;
      burst_q <= 24'h11_0000;
      seed_q <= 32'h1;
      delta_q <= 32'h0;
      rogue_q <= 8'h0;
      hole_q <= 64'h0;
      hold_q <= 12'h0;
      pasid_q <= 32'h0;
    end else if (reg_we_i) begin
      case (reg_addr_i)
        8'h04: mode_q <= reg_wdata_i[23:0];
        8'h08: sid_q <= reg_wdata_i;
        8'h0c: base_q[31:0] <= reg_wdata_i;
        8'h10: base_q[63:32] <= reg_wdata_i;
        8'h14: span_q <= reg_wdata_i[5:0];
        8'h18: bytes_q <= reg_wdata_i;
        8'h1c: burst_q <= reg_wdata_i[23:0];
        8'h20: seed_q <= reg_wdata_i;
        8'h24: delta_q <= reg_wdata_i;
        8'h28: rogue_q <= reg_wdata_i[7:0];
        8'h2c: hole_q[31:0] <= reg_wdata_i;
        8'h30: hole_q[63:32] <= reg_wdata_i;
        8'h34: hold_q <= reg_wdata_i[11:0];
        8'h38: pasid_q <= reg_wdata_i;
        default: ;
      endcase
    end
  end

  always_comb begin
    case (reg_addr_i)
      8'h00:   reg_rdata_o = {30'h0, done_q, busy_o};
      8'h04:   reg_rdata_o = {8'h0, mode_q};
      8'h08:   reg_rdata_o = sid_q;
      8'h0c:   reg_rdata_o = base_q[31:0];
      8'h10:   reg_rdata_o = base_q[63:32];
      8'h14:   reg_rdata_o = {26'h0, span_q};
      8'h18:   reg_rdata_o = bytes_q;
      8'h1c:   reg_rdata_o = {8'h0, burst_q};
      8'h20:   reg_rdata_o = seed_q;
      8'h24:   reg_rdata_o = delta_q;
      8'h28:   reg_rdata_o = {24'h0, rogue_q};
      8'h2c:   reg_rdata_o = hole_q[31:0];
      8'h30:   reg_rdata_o = hole_q[63:32];
      8'h34:   reg_rdata_o = {20'h0, hold_q};
      8'h38:   reg_rdata_o = pasid_q;
      8'h40:   reg_rdata_o = reqs_q;
      8'h44:   reg_rdata_o = moved_q;
      8'h48:   reg_rdata_o = errors_q;
      8'h4c:   reg_rdata_o = mismatches_q;
      8'h50:   reg_rdata_o = first_bad_q[31:0];
      8'h54:   reg_rdata_o = first_bad_q[63:32];
      8'h58:   reg_rdata_o = held_w;
      8'h5c:   reg_rdata_o = held_r;
      8'h60:   reg_rdata_o = held_b;
      default: reg_rdata_o = 32'h0;
    endcase
  end

  typedef enum logic [2:0] {Idle, Pick, Read, CopyRead, CopyWait, Write, Finish} state_e;
  state_e state_q;

  // ---- The next request -------------------------------------------------------------------------

  logic [63:0] rand_q, rand_a, rand_b, rand_next;
  logic [31:0] offset_q;

  assign rand_a = rand_q ^ {rand_q[50:0], 13'h0};
  assign rand_b = rand_a ^ {7'h0, rand_a[63:7]};
  assign rand_next = rand_b ^ {rand_b[46:0], 17'h0};

  logic        pick_read, pick_copy, pick_misdeed, pick_zlr;
  logic [2:0]  pick_bad, pick_size;
  logic [63:0] pick_addr;
  logic [7:0]  pick_len;

  dma_gen_pick u_pick (
    .pick_i(state_q == Pick), .rand_i(rand_q), .mode_i(mode_q), .rogue_i(rogue_q),
    .base_i(base_q), .hole_i(hole_q), .span_i(span_q), .burst_i(burst_q[15:0]),
    .delta_i(delta_q), .offset_i(offset_q),
    .misdeed_o(pick_misdeed), .bad_o(pick_bad), .copy_o(pick_copy), .read_o(pick_read),
    .zlr_o(pick_zlr), .addr_o(pick_addr), .len_o(pick_len), .size_o(pick_size)
  );

  // ---- Issue ------------------------------------------------------------------------------------

  logic [31:0] issued_q;
  logic        misdeed_q, zlr_q;
  logic [2:0]  bad_q, size_q;
  logic [63:0] addr_q;
  logic [7:0]  len_q;

  // Reads: slots are given out in turn; each knows what its next beat should be.
  logic [7:0]  rd_busy_q, rd_check_q, rd_zlr_q, rd_failed_q;
  logic [63:0] rd_addr_q [8];
  logic [2:0]  rd_size_q [8];
  logic [31:0] rd_bytes_q [8];
  logic [2:0]  rd_next_q, rd_head_q;
  logic [3:0]  rd_count_q, wr_count_q;
  logic [2:0]  r_slot;
  logic        rd_room, wr_room, ar_fire, r_fire, r_done, b_fire;

  // One copy at a time; its data waits here.
  logic [63:0] copy_q [16];
  logic [3:0]  copy_at_q;
  logic        copy_busy_q, copying_q, copy_failed_q, r_is_copy;
  logic [2:0]  copy_slot_q;

  // Writes
  logic        hold_w, hold_r, hold_b;
  logic        aw_done_q, w_done_q, aw_ok, w_ok, w_issued;
  logic [7:0]  wr_busy_q;
  logic [63:0] w_addr_q;
  logic [7:0]  w_left_q;
  logic [3:0]  w_at_q;
  logic [2:0]  wr_next_q;
  logic [31:0] wr_bytes_q [8];
  logic [2:0]  b_slot, wr_head_q;

  logic [31:0] req_bytes;
  assign req_bytes = ({24'h0, len_q} + 32'd1) << size_q;

  assign rd_room = rd_count_q < burst_q[19:16] && !rd_busy_q[rd_next_q];
  assign wr_room = wr_count_q < burst_q[23:20] && !wr_busy_q[wr_next_q];
  assign ar_fire = m_arvalid_o && m_arready_i;
  assign aw_ok = aw_done_q || m_awready_i;
  assign w_ok = w_done_q || (m_wvalid_o && m_wready_i && m_wlast_o);
  assign w_issued = state_q == Write && wr_room && aw_ok && w_ok;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q <= Idle;
      rand_q <= 64'h1;
      offset_q <= 32'h0;
      issued_q <= 32'h0;
      done_q <= 1'b0;
      stop_q <= 1'b0;
      misdeed_q <= 1'b0;
      zlr_q <= 1'b0;
      bad_q <= 3'd0;
      size_q <= 3'd3;
      addr_q <= 64'h0;
      len_q <= 8'h0;
      copying_q <= 1'b0;
      aw_done_q <= 1'b0;
    end else begin
      if (reg_we_i && reg_addr_i == 8'h00 && reg_wdata_i[1]) stop_q <= 1'b1;
      case (state_q)
        Idle: begin
          if (start) begin
            state_q <= Pick;
            rand_q <= {seed_q, ~seed_q};
            offset_q <= 32'h0;
            issued_q <= 32'h0;
            done_q <= 1'b0;
            stop_q <= 1'b0;
          end
        end
        Pick: begin
          rand_q <= rand_next;
          misdeed_q <= pick_misdeed;
          bad_q <= pick_bad;
          zlr_q <= pick_zlr;
          size_q <= pick_size;
          addr_q <= pick_addr;
          len_q <= pick_len;
          offset_q <= offset_q + (({24'h0, pick_len} + 32'd1) << pick_size);
          copying_q <= pick_copy;
          aw_done_q <= 1'b0;
          if (issued_q >= bytes_q || stop_q) state_q <= Finish;
          else if (pick_copy) state_q <= CopyRead;
          else state_q <= pick_read ? Read : Write;
        end
        Read: begin
          if (ar_fire) begin
            state_q <= Pick;
            issued_q <= issued_q + req_bytes;
          end
        end
        CopyRead: begin
          if (ar_fire) begin
            state_q <= CopyWait;
            issued_q <= issued_q + req_bytes;
          end
        end
        CopyWait: begin
          addr_q <= addr_q | {32'h0, delta_q};
          if (!copy_busy_q) state_q <= copy_failed_q ? Pick : Write;
        end
        Write: begin
          if (m_awvalid_o && m_awready_i) aw_done_q <= 1'b1;
          if (w_issued) begin
            state_q <= Pick;
            issued_q <= issued_q + req_bytes;
            aw_done_q <= 1'b0;
          end
        end
        default: begin
          if (rd_count_q == 4'd0 && wr_count_q == 4'd0) begin
            state_q <= Idle;
            done_q <= 1'b1;
          end
        end
      endcase
    end
  end

  assign busy_o = state_q != Idle;

  // What both address channels say of a request.
  logic [15:0] sid;
  logic [19:0] ssid;
  logic        ssidv, bad_ssidv, atst;
  logic [1:0]  burst;
  assign sid = misdeed_q && bad_q == BadSid ? sid_q[31:16] : sid_q[15:0];
  assign bad_ssidv = misdeed_q && bad_q == BadPasid;
  assign ssidv = bad_ssidv || pasid_q[31];
  assign ssid = bad_ssidv ? {sid_q[3:0], sid_q[15:0]} : pasid_q[31] ? pasid_q[19:0] : 20'h0;
  assign atst = misdeed_q && bad_q == BadAtst;
  assign burst = misdeed_q && bad_q == BadFixed ? BurstFixed : BurstIncr;

  assign m_arvalid_o = (state_q == Read || state_q == CopyRead) && rd_room;
  assign m_arid_o = mode_q[2] ? 4'h0 : {1'b0, rd_next_q};
  assign m_araddr_o = addr_q;
  assign m_arlen_o = len_q;
  assign m_arsize_o = size_q;
  assign m_arburst_o = burst;
  assign m_arlock_o = 1'b0;
  assign m_arsid_o = sid;
  assign m_arssid_o = ssid;
  assign m_arssidv_o = ssidv;
  assign m_aratst_o = atst;
  assign m_arzlr_o = zlr_q;

  assign m_awvalid_o = state_q == Write && wr_room && !aw_done_q;
  assign m_awid_o = mode_q[2] ? 4'h0 : {1'b0, wr_next_q};
  assign m_awaddr_o = addr_q;
  assign m_awlen_o = len_q;
  assign m_awsize_o = size_q;
  assign m_awburst_o = burst;
  assign m_awlock_o = 1'b0;
  assign m_awsid_o = sid;
  assign m_awssid_o = ssid;
  assign m_awssidv_o = ssidv;
  assign m_awatst_o = atst;

  // ---- Reads ------------------------------------------------------------------------------------

  logic [63:0] r_expected, r_lanes;
  logic [7:0]  r_lane;
  logic        r_wrong;

  assign m_rready_o = !hold_r;
  assign r_slot = mode_q[2] ? rd_head_q : m_rid_i[2:0];
  assign r_fire = m_rvalid_i && m_rready_o;
  assign r_done = r_fire && m_rlast_i;
  assign r_is_copy = copy_busy_q && r_slot == copy_slot_q;

  always_comb begin
    r_lane = lanes_of(rd_addr_q[r_slot][2:0], rd_size_q[r_slot]);
    r_lanes = 64'h0;
    r_expected = 64'h0;
    r_wrong = 1'b0;
    if (r_fire && rd_check_q[r_slot] && !m_rresp_i[1]) begin
      for (int i = 0; i < 8; i++) r_lanes[8*i+:8] = {8{r_lane[i]}};
      if (!rd_zlr_q[r_slot]) r_expected = value_of(rd_addr_q[r_slot][63:3], delta_q, seed_q);
      r_wrong = ((m_rdata_i ^ r_expected) & r_lanes) != 64'h0;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      rd_busy_q <= 8'h0;
      rd_check_q <= 8'h0;
      rd_zlr_q <= 8'h0;
      rd_failed_q <= 8'h0;
      rd_next_q <= 3'd0;
      rd_head_q <= 3'd0;
      rd_count_q <= 4'd0;
    end else begin
      if (ar_fire) begin
        rd_busy_q[rd_next_q] <= 1'b1;
        rd_check_q[rd_next_q] <= mode_q[3] && !misdeed_q;
        rd_zlr_q[rd_next_q] <= zlr_q;
        rd_failed_q[rd_next_q] <= 1'b0;
        rd_addr_q[rd_next_q] <= addr_q;
        rd_size_q[rd_next_q] <= size_q;
        rd_bytes_q[rd_next_q] <= req_bytes;
        rd_next_q <= rd_next_q + 3'd1;
      end
      if (r_fire) begin
        rd_addr_q[r_slot] <= rd_addr_q[r_slot] + (64'd1 << rd_size_q[r_slot]);
        if (m_rresp_i[1]) rd_failed_q[r_slot] <= 1'b1;
      end
      if (r_done) begin
        rd_busy_q[r_slot] <= 1'b0;
        rd_head_q <= rd_head_q + 3'd1;
      end
      rd_count_q <= rd_count_q + {3'd0, ar_fire} - {3'd0, r_done};
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      copy_busy_q <= 1'b0;
      copy_failed_q <= 1'b0;
      copy_slot_q <= 3'd0;
      copy_at_q <= 4'd0;
    end else if (state_q == CopyRead && ar_fire) begin
      copy_busy_q <= 1'b1;
      copy_failed_q <= 1'b0;
      copy_slot_q <= rd_next_q;
      copy_at_q <= 4'd0;
    end else if (r_fire && r_is_copy) begin
      copy_q[copy_at_q] <= m_rdata_i;
      copy_at_q <= copy_at_q + 4'd1;
      if (m_rresp_i[1]) copy_failed_q <= 1'b1;
      if (m_rlast_i) copy_busy_q <= 1'b0;
    end
  end

  // ---- Writes -----------------------------------------------------------------------------------

  logic w_fire, w_wanted;
  assign w_wanted = state_q == Write && wr_room && !w_done_q;
  assign m_wvalid_o = w_wanted && !hold_w;
  assign m_wlast_o = w_left_q == 8'h0;
  always_comb begin
    m_wdata_o = copy_q[w_at_q];
    if (m_wvalid_o && !copying_q) m_wdata_o = value_of(w_addr_q[63:3], delta_q, seed_q);
  end
  assign m_wstrb_o = lanes_of(w_addr_q[2:0], size_q);
  assign w_fire = m_wvalid_o && m_wready_i;
  assign m_bready_o = !hold_b;
  assign b_fire = m_bvalid_i && m_bready_o;
  assign b_slot = mode_q[2] ? wr_head_q : m_bid_i[2:0];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      w_done_q <= 1'b0;
      w_addr_q <= 64'h0;
      w_left_q <= 8'h0;
      w_at_q <= 4'd0;
      wr_next_q <= 3'd0;
      wr_head_q <= 3'd0;
      wr_count_q <= 4'd0;
      wr_busy_q <= 8'h0;
    end else begin
      if (state_q == Pick) begin
        w_done_q <= 1'b0;
        w_addr_q <= pick_addr;
        w_left_q <= pick_len;
        w_at_q <= 4'd0;
      end else if (w_fire) begin
        w_addr_q <= w_addr_q + (64'd1 << size_q);
        w_left_q <= w_left_q - 8'd1;
        w_at_q <= w_at_q + 4'd1;
        if (m_wlast_o) w_done_q <= 1'b1;
      end
      if (b_fire) wr_busy_q[b_slot] <= 1'b0;
      if (w_issued) begin
        wr_busy_q[wr_next_q] <= 1'b1;
        wr_bytes_q[wr_next_q] <= req_bytes;
        wr_next_q <= wr_next_q + 3'd1;
      end
      if (b_fire) wr_head_q <= wr_head_q + 3'd1;
      wr_count_q <= wr_count_q + {3'd0, w_issued} - {3'd0, b_fire};
    end
  end

  // ---- Channels held back -----------------------------------------------------------------------

  dma_gen_hold #(.Salt(32'h2545f491)) u_hold_w (
    .clk_i, .rst_ni, .start_i(start), .seed_i(seed_q), .most_i(hold_q[3:0]),
    .fire_i(w_fire), .wanted_i(w_wanted), .hold_o(hold_w), .held_o(held_w)
  );
  dma_gen_hold #(.Salt(32'h9e3779b9)) u_hold_r (
    .clk_i, .rst_ni, .start_i(start), .seed_i(seed_q), .most_i(hold_q[7:4]),
    .fire_i(r_fire), .wanted_i(m_rvalid_i), .hold_o(hold_r), .held_o(held_r)
  );
  dma_gen_hold #(.Salt(32'h85ebca6b)) u_hold_b (
    .clk_i, .rst_ni, .start_i(start), .seed_i(seed_q), .most_i(hold_q[11:8]),
    .fire_i(b_fire), .wanted_i(m_bvalid_i), .hold_o(hold_b), .held_o(held_b)
  );

  // ---- Counters ---------------------------------------------------------------------------------

  logic r_failed;
  assign r_failed = rd_failed_q[r_slot] || m_rresp_i[1];

  always_ff @(posedge clk_i) begin
    if (!rst_ni || start) begin
      reqs_q <= 32'h0;
      moved_q <= 32'h0;
      errors_q <= 32'h0;
      mismatches_q <= 32'h0;
      first_bad_q <= 64'h0;
    end else begin
      if (r_done || b_fire) begin
        reqs_q <= reqs_q + {31'h0, r_done} + {31'h0, b_fire};
        errors_q <= errors_q + {31'h0, r_done && r_failed} + {31'h0, b_fire && m_bresp_i[1]};
        moved_q <= moved_q + (r_done && !r_failed ? rd_bytes_q[r_slot] : 32'h0) +
                   (b_fire && !m_bresp_i[1] ? wr_bytes_q[b_slot] : 32'h0);
      end
      if (r_wrong) begin
        mismatches_q <= mismatches_q + 32'd1;
        if (mismatches_q == 32'h0) first_bad_q <= rd_addr_q[r_slot];
      end
    end
  end

  logic unused_bits;
  assign unused_bits = ^{m_bid_i[3], m_rid_i[3], m_bresp_i[0], m_rresp_i[0]};
endmodule

`default_nettype wire
