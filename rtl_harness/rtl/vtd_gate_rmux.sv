// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: merges the granted reads of all ports into one AR channel, in turn, and names the port
// that a response belongs to.
`default_nettype none

module vtd_gate_rmux #(
  parameter integer NumPorts = 4,
  parameter integer IdWidth = 4,
  parameter integer PfnWidth = 40,
  localparam integer PortW = (NumPorts > 1) ? $clog2(NumPorts) : 1,
  localparam integer MemIdWidth = IdWidth + $clog2(NumPorts),
  localparam integer CmdW = vtd_gate_int_pkg::CmdW
) (
  input  logic                         clk_i,
  input  logic                         rst_ni,

  input  logic [NumPorts-1:0]          send_valid_i,
  input  logic [NumPorts*IdWidth-1:0]  send_id_i,
  input  logic [NumPorts*CmdW-1:0]     send_cmd_i,
  input  logic [NumPorts*PfnWidth-1:0] send_pfn_i,
  output logic [NumPorts-1:0]          send_take_o,

  output logic [MemIdWidth-1:0]        arid_o,
  output logic [63:0]                  araddr_o,
  output logic [CmdW-13:0]             arctl_o,
  output logic                         arvalid_o,
  input  logic                         arready_i
);
  logic             found, load;
  logic [PortW-1:0] last_q, port;

  vtd_gate_rr #(.N(NumPorts)) u_port (
    .req_i(send_valid_i), .last_i(last_q), .valid_o(found), .idx_o(port)
  );

  assign load = found && (!arvalid_o || arready_i);
  assign send_take_o = load ? NumPorts'(1) << port : '0;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      arvalid_o <= 1'b0;
      last_q <= '0;
    end else begin
      if (load) arvalid_o <= 1'b1;
      else if (arready_i) arvalid_o <= 1'b0;
      if (load) last_q <= port;
    end
    if (load) begin
      for (int i = 0; i < NumPorts; i = i + 1) begin
        if (i == 0 || port == PortW'(i)) begin
          arid_o <= MemIdWidth'({port, send_id_i[i*IdWidth +: IdWidth]});
          araddr_o <= 64'({send_pfn_i[i*PfnWidth +: PfnWidth], send_cmd_i[i*CmdW +: 12]});
          arctl_o <= send_cmd_i[i*CmdW+12 +: CmdW-12];
        end
      end
    end
  end
endmodule

`default_nettype wire
