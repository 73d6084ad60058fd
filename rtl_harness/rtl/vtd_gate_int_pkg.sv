// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: words that only the modules of the gate speak among themselves.
//
// key   {atst, priv, ssidv, ssid[19:0], sid[15:0]}; ssid and priv are 0 without PASID
// attr  what the lookup must know of a request besides key and address, below
// cmd   {lock, cache[3:0], prot[2:0], size[2:0], len[7:0], addr[11:0]}
// A requester is one direction of one port: port, or NumPorts + port for writes.
package vtd_gate_int_pkg;
  localparam integer KeyW = 39;
  localparam integer CmdW = 31;
  localparam integer PageW = 52;

  localparam integer AttrW = 9;
  localparam integer AttrExec = 0;
  localparam integer AttrAtst = 1;
  localparam integer AttrZlr = 2;
  localparam integer AttrFee = 3;  // without PASID, address in the interrupt range
  localparam integer AttrLock = 4;
  localparam integer AttrBad = 5;  // burst the gate never forwards
  localparam integer AttrDword = 6;  // write of exactly one aligned DWORD
  localparam integer AttrFlaw = 7;  // its grant failed the output check
  localparam integer AttrStall = 8;  // no lookup: only reports that the port is isolated

  // What a lookup or an answer makes of a slot.
  localparam [2:0] ResGrant = 3'd0;  // send it to memory
  localparam [2:0] ResErr = 3'd1;  // answer with SLVERR
  localparam [2:0] ResZero = 3'd2;  // answer OKAY (reads: zeros) without memory
  localparam [2:0] ResNeed = 3'd3;  // wait until the firmware can be offered it
  localparam [2:0] ResOffer = 3'd4;  // it is in the work register now
  localparam [2:0] ResAgain = 3'd5;  // look it up again
  localparam [2:0] ResFlaw = 3'd6;  // look it up again, as one that failed the output check

  // What passes down the lookup pipeline.
  localparam [2:0] OpLook = 3'd0;  // a request
  localparam [2:0] OpAnswer = 3'd1;  // the firmware's answer to a request
  localparam [2:0] OpClear = 3'd2;  // empties one set of keys and one of the IOTLB
  localparam [2:0] OpPage = 3'd3;  // drops the INV_PAGE range from one set and from BIG
  localparam [2:0] OpKey = 3'd4;  // drops keys of a source from one set
  localparam [2:0] OpDeadPage = 3'd5;  // drops one IOTLB entry if its tag is dead
  localparam [2:0] OpDeadKey = 3'd6;  // drops one key if its tag is dead
  localparam [2:0] OpDeadBig = 3'd7;  // drops one BIG entry if its tag is dead
endpackage
