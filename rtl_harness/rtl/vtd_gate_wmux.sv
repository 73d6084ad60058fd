// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: merges the granted writes of all ports into one AW and one W channel, in turn. Only
// bursts whose data is all here come, so once started a burst waits for memory alone.
`default_nettype none

module vtd_gate_wmux #(
  parameter integer NumPorts = 4,
  parameter integer IdWidth = 4,
  parameter integer SlotW = 3,
  parameter integer PfnWidth = 40,
  localparam integer PortW = (NumPorts > 1) ? $clog2(NumPorts) : 1,
  localparam integer MemIdWidth = IdWidth + $clog2(NumPorts),
  localparam integer CmdW = vtd_gate_int_pkg::CmdW
) (
  input  logic                         clk_i,
  input  logic                         rst_ni,

  input  logic [NumPorts-1:0]          send_valid_i,
  input  logic [NumPorts*SlotW-1:0]    send_slot_i,
  input  logic [NumPorts*IdWidth-1:0]  send_id_i,
  input  logic [NumPorts*CmdW-1:0]     send_cmd_i,
  input  logic [NumPorts*PfnWidth-1:0] send_pfn_i,
  output logic [NumPorts-1:0]          send_take_o,

  // Data of a slot's beat, one cycle after data_en
  output logic [NumPorts-1:0]          data_en_o,
  output logic [SlotW-1:0]             data_slot_o,
  output logic [7:0]                   data_beat_o,
  input  logic [NumPorts*64-1:0]       data_i,
  input  logic [NumPorts*8-1:0]        strb_i,

  output logic [MemIdWidth-1:0]        awid_o,
  output logic [63:0]                  awaddr_o,
  output logic [CmdW-13:0]             awctl_o,
  output logic                         awvalid_o,
  input  logic                         awready_i,
  output logic [63:0]                  wdata_o,
  output logic [7:0]                   wstrb_o,
  output logic                         wlast_o,
  output logic                         wvalid_o,
  input  logic                         wready_i
);
  logic             found, start, running_q, advance, last_beat;
  logic [PortW-1:0] last_q, port, run_port_q, out_port_q;
  logic [SlotW-1:0] run_slot_q;
  logic [7:0]       beat_q, len_q;

  vtd_gate_rr #(.N(NumPorts)) u_port (
    .req_i(send_valid_i), .last_i(last_q), .valid_o(found), .idx_o(port)
  );

  assign advance = running_q && (!wvalid_o || wready_i);
  assign last_beat = beat_q == len_q;
  assign start = found && (!awvalid_o || awready_i) && (!running_q || (advance && last_beat));
  assign send_take_o = start ? NumPorts'(1) << port : '0;
  assign data_en_o = advance ? NumPorts'(1) << run_port_q : '0;
  assign data_slot_o = run_slot_q;
  assign data_beat_o = beat_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      awvalid_o <= 1'b0;
      wvalid_o <= 1'b0;
      running_q <= 1'b0;
      last_q <= '0;
    end else begin
      if (start) awvalid_o <= 1'b1;
      else if (awready_i) awvalid_o <= 1'b0;
      if (advance) wvalid_o <= 1'b1;
      else if (wready_i) wvalid_o <= 1'b0;
      if (start) running_q <= 1'b1;
      else if (advance && last_beat) running_q <= 1'b0;
      if (start) last_q <= port;
    end
    if (start) begin
      for (int i = 0; i < NumPorts; i = i + 1) begin
        if (i == 0 || port == PortW'(i)) begin
          awid_o <= MemIdWidth'({port, send_id_i[i*IdWidth +: IdWidth]});
          awaddr_o <= 64'({send_pfn_i[i*PfnWidth +: PfnWidth], send_cmd_i[i*CmdW +: 12]});
          awctl_o <= send_cmd_i[i*CmdW+12 +: CmdW-12];
          len_q <= send_cmd_i[i*CmdW+12 +: 8];
          run_slot_q <= send_slot_i[i*SlotW +: SlotW];
        end
      end
      run_port_q <= port;
      beat_q <= 8'd0;
    end else if (advance) begin
      beat_q <= beat_q + 8'd1;
    end
    if (advance) begin
      out_port_q <= run_port_q;
      wlast_o <= last_beat;
    end
  end

  assign wdata_o = data_i[out_port_q*64 +: 64];
  assign wstrb_o = strb_i[out_port_q*8 +: 8];
endmodule

`default_nettype wire
