// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: the pipeline that every request, answer and sweep passes, in order.
//
//   stage 1  key -> tag                         (vtd_gate_keys)
//   stage 2  tag, page -> host page, permitted? (vtd_gate_iotlb, vtd_gate_big)
//   stage 3  mode, live tag, pending invalidation, output check -> verdict; tables are written
//
// All that may change under a request (mode, live tags, a pending range, protected memory, dead) is
// looked at in stage 3, in the cycle of the verdict. The output check is made on every address that
// leaves.
`default_nettype none

module vtd_gate_lookup #(
  parameter integer Requesters = 8,
  parameter integer SlotW = 3,
  parameter integer TagBits = 8,
  parameter integer Sets = 64,
  parameter integer Ways = 4,
  parameter integer BigEntries = 8,
  parameter integer KeySets = 16,
  parameter integer KeyWays = 4,
  parameter integer PfnWidth = 40,
  parameter integer NumForbid = 1,
  parameter [NumForbid*64-1:0] ForbidBase = '1,
  parameter [NumForbid*64-1:0] ForbidLimit = '0,
  parameter integer IdxW = 6,
  parameter integer WayW = 2,
  localparam integer ReqW = $clog2(Requesters),
  localparam integer KeyW = vtd_gate_int_pkg::KeyW,
  localparam integer AttrW = vtd_gate_int_pkg::AttrW
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,

  // From vtd_gate_pick
  input  logic                  op_valid_i,
  input  logic [2:0]            op_kind_i,
  input  logic [ReqW-1:0]       op_req_i,
  input  logic                  op_fetch_i,
  input  logic [IdxW-1:0]       op_idx_i,
  input  logic [WayW-1:0]       op_way_i,
  input  logic [SlotW-1:0]      op_slot_i,
  input  logic [51:0]           op_page_i,
  input  logic [KeyW-1:0]       op_key_i,
  input  logic [AttrW-1:0]      op_attr_i,
  input  logic [11:0]           op_off_i,

  // Mode
  input  logic                  dead_i,
  input  logic [1:0]            mode_i,
  input  logic                  zlr_i,
  input  logic [51:0]           beyond_i,
  input  logic [63:0]           pmr_low_i,
  input  logic [63:0]           pmr_base_i,
  input  logic [63:0]           pmr_limit_i,

  // Answer that an OpAnswer carries
  input  logic [3:0]            ans_action_i,
  input  logic                  ans_install_i,
  input  logic                  ans_bind_i,
  input  logic                  ans_pass_i,
  input  logic [TagBits-1:0]    ans_tag_i,
  input  logic                  ans_r_i,
  input  logic                  ans_w_i,
  input  logic                  ans_big_i,
  input  logic [51:0]           ans_mask_i,
  input  logic [51:0]           ans_pfn_i,
  output logic                  ans_done_o,
  output logic                  filled_o,

  // Invalidation
  input  logic [TagBits-1:0]    inv_tag_i,
  input  logic [51:0]           inv_page_i,
  input  logic [51:0]           inv_mask_i,
  input  logic                  inv_pend_i,
  input  logic [15:0]           inv_sid_i,
  input  logic [15:0]           inv_sid_mask_i,
  input  logic                  retire_i,
  input  logic                  retire_all_i,
  input  logic [TagBits-1:0]    retire_tag_i,

  // Verdict
  output logic [Requesters-1:0] res_o,
  output logic [2:0]            res_kind_o,
  output logic [SlotW-1:0]      res_slot_o,
  output logic [PfnWidth-1:0]   res_pfn_o,
  output logic [Requesters-1:0] stall_end_o,
  output logic [Requesters-1:0] stall_ack_o,

  // Counters: a request was looked up, and let through without the firmware
  output logic                  seen_look_o,
  output logic                  seen_hit_o,

  // Work register
  output logic                  fetch_end_o,
  input  logic                  may_offer_i,
  input  logic                  may_report_i,
  output logic                  offer_o,
  output logic [3:0]            offer_kind_o,
  output logic [3:0]            offer_flaw_o,
  output logic [ReqW-1:0]       offer_req_o,
  output logic [SlotW-1:0]      offer_slot_o,
  output logic [KeyW-1:0]       offer_key_o,
  output logic [AttrW-1:0]      offer_attr_o,
  output logic [63:0]           offer_addr_o
);
  localparam integer SetW = $clog2(Sets);
  localparam integer KeySetW = $clog2(KeySets);
  localparam integer IotlbWayW = (Ways > 1) ? $clog2(Ways) : 1;
  localparam integer KeyWayW = (KeyWays > 1) ? $clog2(KeyWays) : 1;
  localparam integer BigW = $clog2(BigEntries);
  localparam logic [Requesters-1:0] One = Requesters'(1);

  // ---- Stage 1: key -> tag ---------------------------------------------------------------------

  logic               request1, answer1;
  logic [15:0]        fold;
  logic [KeySetW-1:0] key_set, hash;
  logic [KeyWays-1:0] key_match, key_of_sid, key_valid, key_way;
  logic [TagBits-1:0] key_tag, key_way_tag, tag1;
  logic               key_pass;
  logic [SetW-1:0]    set1;

  assign answer1 = op_kind_i == vtd_gate_int_pkg::OpAnswer;
  assign request1 = op_kind_i == vtd_gate_int_pkg::OpLook || answer1;
  assign fold = op_key_i[15:0] ^ op_key_i[31:16] ^ {10'h0, op_key_i[38:37], op_key_i[35:32]};
  always_comb begin
    hash = '0;
    for (int i = 0; i < 16; i = i + 1) hash[i % KeySetW] = hash[i % KeySetW] ^ fold[i];
  end
  assign key_set = request1 ? hash : op_idx_i[KeySetW-1:0];
  assign tag1 = answer1 ? ans_tag_i : key_tag;
  assign set1 = request1 ? op_page_i[SetW-1:0] ^ SetW'(tag1) : op_idx_i[SetW-1:0];

  logic [KeyWays-1:0] key_write;
  logic [KeySetW-1:0] key_set2_q, key_set3_q;
  logic               bind_key;

  vtd_gate_keys #(.Sets(KeySets), .Ways(KeyWays), .TagBits(TagBits)) u_keys (
    .clk_i(clk_i),
    .read_i(op_valid_i), .set_i(key_set), .key_i(op_key_i),
    .sid_i(inv_sid_i), .sid_mask_i(inv_sid_mask_i), .way_i(op_way_i[KeyWayW-1:0]),
    .match_o(key_match), .of_sid_o(key_of_sid), .valid_o(key_valid),
    .tag_o(key_tag), .pass_o(key_pass), .way_tag_o(key_way_tag),
    .write_i(key_write), .write_set_i(key_set3_q), .write_valid_i(bind_key),
    .write_key_i(key3_q), .write_tag_i(ans_tag_i), .write_pass_i(ans_pass_i)
  );

  // The ways an operation writes, should stage 3 agree: those to drop, or where a key goes.
  logic [KeyWays-1:0] key_free, key_victim_q;
  assign key_free = ~key_valid & (key_valid + KeyWays'(1));
  always_comb begin
    case (op_kind_i)
      vtd_gate_int_pkg::OpClear:   key_way = '1;
      vtd_gate_int_pkg::OpKey:     key_way = key_of_sid;
      vtd_gate_int_pkg::OpDeadKey: key_way = (KeyWays'(1) << op_way_i) & key_valid;
      default: key_way = |key_match ? key_match : |key_free ? key_free : key_victim_q;
    endcase
  end

  logic               valid2_q, fetch2_q, key_hit2_q, key_pass2_q;
  logic [2:0]         kind2_q;
  logic [ReqW-1:0]    req2_q;
  logic [WayW-1:0]    way2_q;
  logic [SlotW-1:0]   slot2_q;
  logic [51:0]        page2_q;
  logic [KeyW-1:0]    key2_q;
  logic [AttrW-1:0]   attr2_q;
  logic [11:0]        off2_q;
  logic [TagBits-1:0] tag2_q;
  logic [SetW-1:0]    set2_q;
  logic [KeyWays-1:0] key_way2_q;
  logic [BigW-1:0]    idx2_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid2_q <= 1'b0;
      key_victim_q <= KeyWays'(1);
    end else begin
      valid2_q <= op_valid_i;
      if (bind_key) key_victim_q <= {key_victim_q[KeyWays-2:0], key_victim_q[KeyWays-1]};
    end
    if (op_valid_i) begin
      kind2_q <= op_kind_i;
      fetch2_q <= op_fetch_i;
      req2_q <= op_req_i;
      way2_q <= op_way_i;
      slot2_q <= op_slot_i;
      page2_q <= op_page_i;
      key2_q <= op_key_i;
      attr2_q <= op_attr_i;
      off2_q <= op_off_i;
      key_hit2_q <= |key_match;
      key_pass2_q <= key_pass;
      tag2_q <= op_kind_i == vtd_gate_int_pkg::OpDeadKey ? key_way_tag : tag1;
      set2_q <= set1;
      key_set2_q <= key_set;
      key_way2_q <= key_way;
      idx2_q <= op_idx_i[BigW-1:0];
    end
  end

  // ---- Stage 2: tag and page -> host page ------------------------------------------------------

  logic                  page_op2, look2, write2, need_r, need_w, w_as_r, page_ok;
  logic [51:0]           asked_page, asked_mask, big_page, out2;
  logic [TagBits-1:0]    asked_tag, page_way_tag, big_idx_tag;
  logic [Ways-1:0]       page_match, page_valid, page_way, page_free, page_victim_q;
  logic [PfnWidth-1:0]   page_pfn;
  logic                  page_r, page_w, big_ok, hit2;
  logic [BigEntries-1:0] big_match;
  logic [Ways-1:0]       page_write;
  logic                  install_page, install_big;
  logic [BigEntries-1:0] big_drop, big_match3_q;
  logic [SetW-1:0]       set3_q;
  logic [51:0]           page3_q;

  assign page_op2 = kind2_q == vtd_gate_int_pkg::OpPage;
  assign look2 = kind2_q == vtd_gate_int_pkg::OpLook;
  assign asked_tag = page_op2 ? inv_tag_i : tag2_q;
  assign asked_page = page_op2 ? inv_page_i : page2_q;
  assign asked_mask = page_op2 ? inv_mask_i :
                      (kind2_q == vtd_gate_int_pkg::OpAnswer && ans_big_i) ? ans_mask_i : 52'h0;

  // A locked access needs both permissions. A zero-length read may use a page that can only be
  // written when CAP.ZLR says so.
  assign write2 = 32'(req2_q) >= Requesters / 2;
  assign need_r = !write2 || attr2_q[vtd_gate_int_pkg::AttrLock];
  assign need_w = write2 || attr2_q[vtd_gate_int_pkg::AttrLock];
  assign w_as_r = attr2_q[vtd_gate_int_pkg::AttrZlr] && zlr_i;

  vtd_gate_iotlb #(.Sets(Sets), .Ways(Ways), .TagBits(TagBits), .PfnWidth(PfnWidth)) u_iotlb (
    .clk_i(clk_i),
    .read_i(op_valid_i), .set_i(set1),
    .compare_i(valid2_q), .tag_i(asked_tag), .page_i(asked_page), .mask_i(asked_mask),
    .way_i(way2_q[IotlbWayW-1:0]),
    .match_o(page_match), .valid_o(page_valid), .pfn_o(page_pfn), .r_o(page_r), .w_o(page_w),
    .way_tag_o(page_way_tag),
    .write_i(page_write), .write_set_i(set3_q), .write_valid_i(install_page),
    .write_tag_i(ans_tag_i), .write_page_i(page3_q), .write_pfn_i(ans_pfn_i[PfnWidth-1:0]),
    .write_r_i(ans_r_i), .write_w_i(ans_w_i)
  );

  vtd_gate_big #(.Entries(BigEntries), .TagBits(TagBits), .PfnWidth(PfnWidth)) u_big (
    .clk_i(clk_i), .rst_ni(rst_ni),
    .compare_i(valid2_q), .tag_i(asked_tag), .page_i(asked_page), .mask_i(asked_mask),
    .need_r_i(need_r && !w_as_r), .need_w_i(need_w), .idx_i(idx2_q),
    .match_o(big_match), .hit_o(big_ok), .page_o(big_page), .idx_tag_o(big_idx_tag),
    .drop_i(big_drop), .write_i(install_big), .write_over_i(big_match3_q),
    .write_tag_i(ans_tag_i), .write_page_i(page3_q & ~ans_mask_i), .write_mask_i(ans_mask_i),
    .write_pfn_i(ans_pfn_i[PfnWidth-1:0]), .write_r_i(ans_r_i), .write_w_i(ans_w_i)
  );

  assign page_ok = |page_match && (page_r || !need_r || (w_as_r && page_w)) && (page_w || !need_w);

  assign page_free = ~page_valid & (page_valid + Ways'(1));
  always_comb begin
    case (kind2_q)
      vtd_gate_int_pkg::OpClear:    page_way = '1;
      vtd_gate_int_pkg::OpPage:     page_way = page_match;
      vtd_gate_int_pkg::OpDeadPage: page_way = (Ways'(1) << way2_q) & page_valid;
      default: page_way = |page_match ? page_match : |page_free ? page_free : page_victim_q;
    endcase
  end

  always_comb begin
    if (look2) begin
      out2 = page_ok ? 52'(page_pfn) : big_page;
      hit2 = key_hit2_q && (page_ok || big_ok);
    end else begin
      out2 = (ans_pfn_i & ~ans_mask_i) | (page2_q & ans_mask_i);
      hit2 = (ans_r_i || !need_r || (w_as_r && ans_w_i)) && (ans_w_i || !need_w);
    end
  end

  logic                  valid3_q, fetch3_q, key_hit3_q, key_pass3_q, hit3_q, pend3;
  logic [2:0]            kind3_q;
  logic [ReqW-1:0]       req3_q;
  logic [SlotW-1:0]      slot3_q;
  logic [KeyW-1:0]       key3_q;
  logic [AttrW-1:0]      attr3_q;
  logic [11:0]           off3_q;
  logic [51:0]           out3_q;
  logic [TagBits-1:0]    tag3_q;
  logic [KeyWays-1:0]    key_way3_q;
  logic [Ways-1:0]       page_way3_q;
  logic [BigW-1:0]       idx3_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid3_q <= 1'b0;
      page_victim_q <= Ways'(1);
    end else begin
      valid3_q <= valid2_q;
      if (install_page) page_victim_q <= {page_victim_q[Ways-2:0], page_victim_q[Ways-1]};
    end
    if (valid2_q) begin
      kind3_q <= kind2_q;
      fetch3_q <= fetch2_q;
      req3_q <= req2_q;
      slot3_q <= slot2_q;
      page3_q <= page2_q;
      key3_q <= key2_q;
      attr3_q <= attr2_q;
      off3_q <= off2_q;
      key_hit3_q <= key_hit2_q;
      key_pass3_q <= key_pass2_q;
      hit3_q <= hit2;
      out3_q <= out2;
      set3_q <= set2_q;
      key_set3_q <= key_set2_q;
      key_way3_q <= key_way2_q;
      page_way3_q <= page_way;
      big_match3_q <= big_match;
      idx3_q <= idx2_q;
      case (kind2_q)
        vtd_gate_int_pkg::OpDeadPage: tag3_q <= page_way_tag;
        vtd_gate_int_pkg::OpDeadBig:  tag3_q <= big_idx_tag;
        default:                      tag3_q <= tag2_q;
      endcase
    end
  end

  // ---- Stage 3: verdict ------------------------------------------------------------------------

  logic [(1<<TagBits)-1:0] live_q;
  logic                    look3, answer3, live;

  logic [2:0]  res_kind;
  logic        granted;
  logic [51:0] out;
  logic [3:0]  record, flaw;
  logic        stall3, unused_out;

  assign look3 = valid3_q && kind3_q == vtd_gate_int_pkg::OpLook;
  assign answer3 = valid3_q && kind3_q == vtd_gate_int_pkg::OpAnswer;
  assign live = live_q[tag3_q];
  assign pend3 = inv_pend_i && tag3_q == inv_tag_i &&
                 ((page3_q ^ inv_page_i) & ~inv_mask_i) == 52'h0;

  vtd_gate_verdict #(
    .NumForbid(NumForbid), .ForbidBase(ForbidBase), .ForbidLimit(ForbidLimit)
  ) u_verdict (
    .look_i(look3), .answer_i(answer3), .write_i(32'(req3_q) >= Requesters / 2),
    .attr_i(attr3_q), .dead_i(dead_i), .mode_i(mode_i), .beyond_i(beyond_i),
    .pmr_low_i(pmr_low_i), .pmr_base_i(pmr_base_i), .pmr_limit_i(pmr_limit_i),
    .page_i(page3_q), .out_i(out3_q), .hit_i(hit3_q && !(look3 && pend3)),
    .key_i(key_hit3_q && live), .key_pass_i(key_pass3_q), .action_i(ans_action_i),
    .kind_o(res_kind), .granted_o(granted), .out_o(out), .record_o(record), .flaw_o(flaw)
  );

  assign stall3 = attr3_q[vtd_gate_int_pkg::AttrStall];
  assign res_o = (answer3 || (look3 && !stall3)) ? One << req3_q : '0;
  assign res_kind_o = offer_o ? vtd_gate_int_pkg::ResOffer : res_kind;
  assign res_slot_o = slot3_q;
  assign res_pfn_o = out[PfnWidth-1:0];
  assign unused_out = ^out;

  assign seen_look_o = look3 && !stall3 && mode_i == 2'(vtd_gate_pkg::ModeTranslate);
  assign seen_hit_o = seen_look_o && (res_kind == vtd_gate_int_pkg::ResGrant ||
                                      res_kind == vtd_gate_int_pkg::ResZero);

  assign fetch_end_o = look3 && fetch3_q;
  assign offer_o = look3 && res_kind == vtd_gate_int_pkg::ResNeed &&
                   (stall3 ? may_report_i : may_offer_i);
  assign stall_end_o = (look3 && stall3) ? One << req3_q : '0;
  assign stall_ack_o = offer_o ? stall_end_o : '0;
  assign offer_kind_o = record;
  assign offer_flaw_o = flaw;
  assign offer_req_o = req3_q;
  assign offer_slot_o = slot3_q;
  assign offer_key_o = key3_q;
  assign offer_attr_o = attr3_q;
  assign offer_addr_o = {page3_q, off3_q};

  // ---- Stage 3: tables -------------------------------------------------------------------------

  logic               dead_entry;
  logic [TagBits-1:0] changed_tag;

  // An answer fills only together with a grant that stood the output check.
  assign ans_done_o = answer3;
  assign bind_key = answer3 && granted && ans_bind_i;
  assign install_page = answer3 && granted && ans_install_i && !ans_big_i;
  assign install_big = answer3 && granted && ans_install_i && ans_big_i;
  assign filled_o = bind_key || install_page || install_big;
  assign dead_entry = valid3_q && !live;

  always_comb begin
    key_write = '0;
    page_write = '0;
    big_drop = '0;
    if (valid3_q) begin
      case (kind3_q)
        vtd_gate_int_pkg::OpAnswer: begin
          if (bind_key) key_write = key_way3_q;
          if (install_page) page_write = page_way3_q;
        end
        vtd_gate_int_pkg::OpClear: begin
          key_write = key_way3_q;
          page_write = page_way3_q;
        end
        vtd_gate_int_pkg::OpKey: key_write = key_way3_q;
        vtd_gate_int_pkg::OpPage: begin
          page_write = page_way3_q;
          big_drop = big_match3_q;
        end
        vtd_gate_int_pkg::OpDeadKey: if (dead_entry) key_write = key_way3_q;
        vtd_gate_int_pkg::OpDeadPage: if (dead_entry) page_write = page_way3_q;
        vtd_gate_int_pkg::OpDeadBig: if (dead_entry) big_drop[idx3_q] = 1'b1;
        default: ;
      endcase
    end
  end

  assign changed_tag = retire_i ? retire_tag_i : ans_tag_i;
  always_ff @(posedge clk_i) begin
    if (!rst_ni || retire_all_i) begin
      live_q <= '0;
    end else if (retire_i || bind_key) begin
      // In one cycle retiring wins: a tag missing here costs a miss, one too many more than that.
      for (int i = 0; i < (1 << TagBits); i = i + 1) begin
        if (changed_tag == TagBits'(i)) live_q[i] <= !retire_i;
      end
    end
  end
endmodule

`default_nettype wire
