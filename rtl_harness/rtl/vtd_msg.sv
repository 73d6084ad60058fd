// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: messages between devices and the firmware (vtd_gate.def, Messages).
//
//   msg_req_*   --> queue --+--> one record for WORK0 to WORK2, in turn
//   msg_post_*  --> queue --+
//   msg_out_*   <-- words <----- MSG_OUT
//
// A message comes as one beat of three words and waits until the words that go out have room for
// what the firmware may want to say to it; those that want none are never held up by that. A
// message goes out as its head and the words behind it, and only once it is whole, so that whoever
// takes it sees no gap. A device that leaves a word for StallCycles loses the rest of its message:
// it is dropped, a report tells the firmware, and other devices go on.
//
//   Depth        messages of devices that each stream holds, a power of two
//   OutWords     words that wait to go out, a power of two, at most 128
//   StallCycles  cycles a device may leave a word
`default_nettype none

module vtd_msg #(
  parameter int Depth = 16,
  parameter int OutWords = 64,
  parameter int StallCycles = 100000
) (
  input  wire          clk_i,
  input  wire          rst_ni,
  input  wire          dead_i,          // nobody reads: messages of devices are discarded

  // Devices: word 0 in bits 63:0. msg_out_first_o is 1 with a head; a message that was cut short
  // has no last word, so who routes goes by heads.
  input  wire          msg_req_valid_i,
  output wire          msg_req_ready_o,
  input  wire  [191:0] msg_req_data_i,
  input  wire          msg_post_valid_i,
  output wire          msg_post_ready_o,
  input  wire  [191:0] msg_post_data_i,
  output wire          msg_out_valid_o,
  input  wire          msg_out_ready_i,
  output wire   [63:0] msg_out_data_o,
  output wire          msg_out_first_o,
  output wire          msg_out_last_o,

  // Mailbox: the record to take, MSG_OUT, MSG_FREE
  output logic         work_valid_o,
  output logic [191:0] work_o,
  input  wire          work_take_i,
  input  wire          put_i,
  input  wire   [63:0] put_word_i,
  output wire    [7:0] free_o
);
  localparam logic [3:0] KindMsg = 4'(vtd_gate_pkg::KindMsg);
  localparam logic [3:0] KindReport = 4'(vtd_gate_pkg::KindReport);
  localparam logic [3:0] FlawStall = 4'(vtd_gate_pkg::FlawStall);

  // ---- From devices -----------------------------------------------------------------------------

  localparam int Posted = 0, Requests = 1;

  wire  [1:0]   in_valid = {msg_req_valid_i, msg_post_valid_i};
  wire  [383:0] in_data = {msg_req_data_i, msg_post_data_i};
  logic [1:0]   full, offered, take;
  logic [383:0] oldest;
  logic         turn_q, pick, report_q;
  logic [15:0]  report_sid_q;

  // Words that must be free before the firmware sees a message; what came on the wrong stream, or
  // is none at all, is not trusted to need fewer.
  function automatic logic has_room(
      input logic is_request, input logic [3:0] msg, input logic [7:0] free);
    if (is_request || msg == 4'(vtd_gate_pkg::MsgInAtsReq))
      has_room = free >= 8'(vtd_gate_pkg::MsgRoomRequest);
    else if (msg == 4'(vtd_gate_pkg::MsgInInvDone) || msg == 4'(vtd_gate_pkg::MsgInClientAck))
      has_room = 1'b1;
    else
      has_room = free >= 8'(vtd_gate_pkg::MsgRoomPage);
  endfunction

  assign msg_post_ready_o = !full[Posted] || dead_i;
  assign msg_req_ready_o = !full[Requests] || dead_i;

  localparam int DepthW = $clog2(Depth);

  for (genvar s = 0; s < 2; s++) begin : g_stream
    logic [191:0]    queue_mem [Depth];
    logic [DepthW:0] head_q, tail_q;
    logic            push;

    assign push = in_valid[s] && !full[s] && !dead_i;
    assign full[s] = tail_q - head_q == (DepthW + 1)'(Depth);
    assign oldest[s*192+:192] = queue_mem[head_q[DepthW-1:0]];
    assign offered[s] = tail_q != head_q &&
        has_room(s == Requests, oldest[s*192+vtd_gate_pkg::Work0MsgLo+:4], free_o);

    always_ff @(posedge clk_i) begin
      if (!rst_ni || dead_i) begin
        head_q <= '0;
        tail_q <= '0;
      end else begin
        if (push) tail_q <= tail_q + 1'b1;
        if (take[s]) head_q <= head_q + 1'b1;
      end
      if (push) queue_mem[tail_q[DepthW-1:0]] <= in_data[s*192+:192];
    end
  end

  // In turn. A report goes first: whoever caused it may be sending all the time.
  assign pick = turn_q ? offered[Requests] : !offered[Posted];
  assign take = work_take_i && !report_q ? (pick ? 2'b10 : 2'b01) : 2'b00;

  always_comb begin
    work_valid_o = report_q || offered != 2'b00;
    work_o = pick ? oldest[Requests*192+:192] : oldest[Posted*192+:192];
    work_o[vtd_gate_pkg::Work0KindHi:vtd_gate_pkg::Work0KindLo] = KindMsg;
    if (report_q) begin
      work_o = 192'h0;
      work_o[vtd_gate_pkg::Work0KindHi:vtd_gate_pkg::Work0KindLo] = KindReport;
      work_o[vtd_gate_pkg::Work0FlawHi:vtd_gate_pkg::Work0FlawLo] = FlawStall;
      work_o[vtd_gate_pkg::Work0SidHi:vtd_gate_pkg::Work0SidLo] = report_sid_q;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) turn_q <= 1'b0;
    else if (take != 2'b00) turn_q <= !pick;
  end

  // ---- To devices -------------------------------------------------------------------------------

  localparam int OutW = $clog2(OutWords);
  localparam int StallW = $clog2(StallCycles + 1);

  logic [63:0]       out_mem [OutWords];
  logic [OutW:0]     out_head_q, out_tail_q, used, whole_q;
  logic [3:0]        in_left_q, out_left_q, put_len, put_left, out_left;
  logic              in_head, in_lost_q, lose, put, put_end, out_head, drop_q, pop, stalled;
  logic [StallW-1:0] stall_q;
  logic [15:0]       out_sid, out_sid_q;

  assign used = out_tail_q - out_head_q;
  assign free_o = 8'(OutWords) - 8'(used);

  // Words lost for want of room take the whole of their message along: never a torn one.
  assign put_len = put_word_i[vtd_gate_pkg::Work0LenHi:vtd_gate_pkg::Work0LenLo];
  assign in_head = in_left_q == 4'd0;
  assign lose = in_head ? free_o <= {4'h0, put_len} : in_lost_q;
  assign put = put_i && !lose;
  assign put_left = in_head ? put_len : in_left_q - 4'd1;
  assign put_end = put && put_left == 4'd0;

  assign msg_out_data_o = out_mem[out_head_q[OutW-1:0]];
  assign out_head = out_left_q == 4'd0;
  assign out_left = out_head ? msg_out_data_o[vtd_gate_pkg::Work0LenHi:vtd_gate_pkg::Work0LenLo]
                             : out_left_q - 4'd1;
  assign out_sid = out_head ? msg_out_data_o[vtd_gate_pkg::Work0SidHi:vtd_gate_pkg::Work0SidLo] :
                   out_sid_q;
  assign msg_out_valid_o = whole_q != '0 && !drop_q;
  assign msg_out_first_o = out_head;
  assign msg_out_last_o = out_left == 4'd0;
  assign pop = whole_q != '0 && (drop_q || msg_out_ready_i);
  assign stalled = msg_out_valid_o && !msg_out_ready_i && stall_q == StallW'(StallCycles);

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      out_head_q <= '0;
      out_tail_q <= '0;
      whole_q <= '0;
      in_left_q <= 4'd0;
      in_lost_q <= 1'b0;
      out_left_q <= 4'd0;
      out_sid_q <= 16'h0;
      drop_q <= 1'b0;
      stall_q <= '0;
      report_q <= 1'b0;
      report_sid_q <= 16'h0;
    end else begin
      if (put_i) begin
        in_left_q <= put_left;
        in_lost_q <= lose;
      end
      if (put) out_tail_q <= out_tail_q + 1'b1;
      if (pop) begin
        out_head_q <= out_head_q + 1'b1;
        out_left_q <= out_left;
        out_sid_q <= out_sid;
      end
      whole_q <= whole_q + (OutW + 1)'(put_end) - (OutW + 1)'(pop && msg_out_last_o);
      if (stalled) drop_q <= 1'b1;
      else if (pop && msg_out_last_o) drop_q <= 1'b0;
      if (!msg_out_valid_o || msg_out_ready_i) stall_q <= '0;
      else stall_q <= stall_q + 1'b1;
      if (stalled) begin
        report_q <= 1'b1;
        report_sid_q <= out_sid;
      end else if (work_take_i || dead_i) begin
        report_q <= 1'b0;
      end
    end
    if (put) out_mem[out_tail_q[OutW-1:0]] <= put_word_i;
  end
endmodule

`default_nettype wire
