// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: the message streams of several devices at one block. Messages of devices take turns;
// one to a device goes by the source id in its head, and what nobody has named goes to the last,
// so that nothing stays and stops the others.
//
//   Devices  two or more; the last needs no source id
`default_nettype none

module soc_msg_router #(
  parameter int Devices = 2,
  localparam int IdxW = $clog2(Devices)
) (
  input  wire                        clk_i,
  input  wire                        rst_ni,

  // Devices: device d at [d * width +: width]; named_i: it answers for its source id
  input  wire   [(Devices-1)*16-1:0] sid_i,
  input  wire          [Devices-2:0] named_i,
  input  wire          [Devices-1:0] req_valid_i,
  output logic         [Devices-1:0] req_ready_o,
  input  wire    [Devices*192-1:0]   req_data_i,
  input  wire          [Devices-1:0] post_valid_i,
  output logic         [Devices-1:0] post_ready_o,
  input  wire    [Devices*192-1:0]   post_data_i,
  output logic         [Devices-1:0] out_valid_o,
  input  wire          [Devices-1:0] out_ready_i,

  // Block, see vtd_msg; data to devices goes to them as it is
  output wire                        msg_req_valid_o,
  input  wire                        msg_req_ready_i,
  output wire                [191:0] msg_req_data_o,
  output wire                        msg_post_valid_o,
  input  wire                        msg_post_ready_i,
  output wire                [191:0] msg_post_data_o,
  input  wire                        msg_out_valid_i,
  output wire                        msg_out_ready_o,
  input  wire                 [63:0] msg_out_data_i,
  input  wire                        msg_out_first_i
);
  localparam logic [Devices-1:0] One = Devices'(1);

  logic [IdxW-1:0] req, req_last_q, post, post_last_q, to, to_q;
  logic     [15:0] sid;
  logic            unused_data;

  vtd_gate_rr #(.N(Devices)) u_req (
    .req_i(req_valid_i), .last_i(req_last_q), .valid_o(msg_req_valid_o), .idx_o(req)
  );
  vtd_gate_rr #(.N(Devices)) u_post (
    .req_i(post_valid_i), .last_i(post_last_q), .valid_o(msg_post_valid_o), .idx_o(post)
  );

  assign msg_req_data_o = req_data_i[req*192+:192];
  assign msg_post_data_o = post_data_i[post*192+:192];
  assign req_ready_o = msg_req_valid_o && msg_req_ready_i ? One << req : '0;
  assign post_ready_o = msg_post_valid_o && msg_post_ready_i ? One << post : '0;

  assign sid = msg_out_data_i[vtd_gate_pkg::Work0SidHi:vtd_gate_pkg::Work0SidLo];
  assign unused_data = ^msg_out_data_i;

  always_comb begin
    to = to_q;
    if (msg_out_first_i) begin
      to = IdxW'(Devices - 1);
      for (int d = 0; d < Devices - 1; d++) begin
        if (named_i[d] && sid_i[d*16+:16] == sid) to = IdxW'(d);
      end
    end
  end

  assign out_valid_o = msg_out_valid_i ? One << to : '0;
  assign msg_out_ready_o = out_ready_i[to];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      req_last_q <= '0;
      post_last_q <= '0;
      to_q <= '0;
    end else begin
      if (|req_ready_o) req_last_q <= req;
      if (|post_ready_o) post_last_q <= post;
      if (msg_out_valid_i && msg_out_ready_o && msg_out_first_i) to_q <= to;
    end
  end
endmodule

`default_nettype wire
