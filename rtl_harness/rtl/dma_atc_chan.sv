// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: what one direction of a caching device does with the request that waits: a hit goes at
// once; a miss asks for a translation, and for the page if it is not there, then looks again.
//
//            miss            sent          translation there
//   Look -----------> Ask ---------> Wait -------------------> Look
//                      ^ ^             |
//       page response: | | dropped     | not permitted, page requests are on
//       success        | +-------------+-----------> Page ----> WaitPage
//                      +------------------------------------------+
//   From Wait and WaitPage anything else ends in Fail: an error to who asked.
//
// An answer is not used beyond what invalidations since its request leave of it: limit_o is the
// largest aligned region around the page that none of them touched; one that touched the page drops
// the answer.
`default_nettype none

module dma_atc_chan #(
  // Of the two channels; the low bit of its tags and groups.
  parameter int Channel = 0,
  // Page responses of success to one request before it is given up.
  parameter int Tries = 8
) (
  input  wire         clk_i,
  input  wire         rst_ni,

  // How the device is set up
  input  wire         enable_i,
  input  wire         pri_i,
  input  wire         nw_i,          // reads ask for no write permission
  input  wire  [15:0] sid_i,

  // The request that waits, and the look-up of its page
  input  wire         req_i,
  input  wire         need_r_i,
  input  wire         need_w_i,
  input  wire         either_i,      // a zero-length read: R or W will do
  input  wire  [51:0] page_i,
  input  wire  [15:0] req_sid_i,
  input  wire  [20:0] pasid_i,
  input  wire         atst_i,
  input  wire         hit_r_i,
  input  wire         hit_w_i,
  input  wire  [51:0] hit_page_i,
  output logic        go_o,
  output logic        fail_o,
  output logic [51:0] page_o,
  output logic        atst_o,

  // Messages to send
  output logic        ask_o,
  input  wire         ask_taken_i,
  output logic  [7:0] tag_o,
  output logic        ask_nw_o,
  output logic        page_req_o,
  input  wire         page_taken_i,
  output logic  [8:0] prgi_o,
  output logic        want_r_o,
  output logic        want_w_o,

  // What comes: an answer (its first word, or none), a page response, an invalidation
  input  wire         answer_i,
  input  wire   [7:0] answer_tag_i,
  input  wire         answer_ok_i,   // STATUS is success
  input  wire         answer_r_i,
  input  wire         answer_w_i,
  input  wire         answer_u_i,
  output logic        mine_o,        // it is the one waited for
  output logic        keep_o,        // it may be put into the TLB
  output logic [51:0] limit_o,
  output logic        touched_o,     // some invalidation came since the request
  input  wire         response_i,
  input  wire   [8:0] response_prgi_i,
  input  wire         response_ok_i,
  output logic        response_mine_o,
  input  wire         inv_i,
  input  wire  [51:0] inv_page_i,
  input  wire  [51:0] inv_mask_i,
  input  wire  [20:0] inv_pasid_i,
  input  wire         inv_global_i,

  // State, for counters: a translation request, a page request under way
  output logic        asking_o,
  output logic        paging_o,
  output logic        dropped_o,     // an answer was
  output logic        denied_o       // an answer did not permit what was needed
);
  localparam logic Mark = Channel != 0;

  typedef enum logic [2:0] {Look, Ask, Wait, Page, WaitPage, Fail, Plain} state_e;
  state_e       state_q;
  logic   [6:0] seq_q;
  logic   [7:0] group_q;
  logic   [3:0] tries_q;
  logic         dropped_q, touched_q;
  logic  [51:0] limit_q, differ, smear;
  logic         foreign, hit, enough, w_granted, touches;

  // Another source, or somebody who translated already: none of our business.
  assign foreign = !enable_i || atst_i || req_sid_i != sid_i;
  assign hit = either_i ? hit_r_i || hit_w_i
                        : (hit_r_i || !need_r_i) && (hit_w_i || !need_w_i);
  assign w_granted = answer_w_i && !ask_nw_o;
  assign enough = either_i ? answer_r_i || w_granted
                           : (answer_r_i || !need_r_i) && (w_granted || !need_w_i);

  assign go_o = req_i && ((state_q == Look && (foreign || hit)) || state_q == Plain);
  assign fail_o = req_i && state_q == Fail;
  assign atst_o = state_q == Plain ? 1'b0 : foreign ? atst_i : 1'b1;
  assign page_o = state_q == Plain || foreign ? page_i : hit_page_i;

  assign ask_o = state_q == Ask;
  assign ask_nw_o = nw_i && !need_w_i;
  assign tag_o = {seq_q, Mark};
  assign page_req_o = state_q == Page;
  assign prgi_o = {group_q, Mark};
  assign want_r_o = need_r_i;
  assign want_w_o = need_w_i;
  assign asking_o = ask_o || state_q == Wait;
  assign paging_o = page_req_o || state_q == WaitPage;

  assign mine_o = answer_i && state_q == Wait && answer_tag_i == tag_o;
  assign keep_o = mine_o && answer_ok_i && !answer_u_i && !dropped_q && (answer_r_i || w_granted);
  assign dropped_o = mine_o && dropped_q;
  assign denied_o = mine_o && answer_ok_i && !answer_u_i && !dropped_q && !enough;
  assign response_mine_o = response_i && state_q == WaitPage && response_prgi_i == prgi_o;
  assign limit_o = limit_q;
  assign touched_o = touched_q;

  // The bits below the highest in which page and range differ may vary without meeting the range.
  assign differ = (page_i ^ inv_page_i) & ~inv_mask_i;
  always_comb begin
    smear = differ;
    for (int s = 0; s < 6; s++) smear = smear | (smear >> (1 << s));
  end
  assign touches = asking_o && inv_i &&
                   (inv_pasid_i == pasid_i || (inv_global_i && pasid_i[20]));

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q <= Look;
      seq_q <= 7'd0;
      group_q <= 8'd0;
      tries_q <= 4'd0;
    end else if (!enable_i) begin
      state_q <= Look;
      tries_q <= 4'd0;
    end else begin
      case (state_q)
        Look: begin
          if (go_o) tries_q <= 4'd0;
          else if (req_i) state_q <= Ask;
        end
        Ask: if (ask_taken_i) state_q <= Wait;
        Wait: begin
          if (mine_o) begin
            seq_q <= seq_q + 7'd1;
            if (dropped_q) state_q <= Ask;
            else if (!answer_ok_i) state_q <= Fail;
            else if (answer_u_i) state_q <= Plain;
            else if (enough) state_q <= Look;
            else state_q <= pri_i && tries_q != 4'(Tries) ? Page : Fail;
          end
        end
        Page: if (page_taken_i) state_q <= WaitPage;
        WaitPage: begin
          if (response_mine_o) begin
            group_q <= group_q + 8'd1;
            tries_q <= tries_q + 4'd1;
            state_q <= response_ok_i ? Ask : Fail;
          end
        end
        default: begin  // Fail, Plain: until the verdict is taken
          if (req_i) begin
            state_q <= Look;
            tries_q <= 4'd0;
          end
        end
      endcase
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni || !asking_o || mine_o) begin
      dropped_q <= 1'b0;
      touched_q <= 1'b0;
      limit_q <= '1;
    end else if (touches) begin
      dropped_q <= dropped_q || differ == 52'h0;
      touched_q <= 1'b1;
      limit_q <= limit_q & (smear >> 1);
    end
  end

  if (Tries < 1 || Tries > 15) begin : g_check
    dma_atc_chan_parameter_out_of_range u_error();
  end
endmodule

`default_nettype wire
