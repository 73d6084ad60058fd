// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: the mappings of a shadow client, sorted by address in one RAM, without overlaps. A
// look-up is a binary search, a step a cycle; a change shifts what lies behind it, an entry a
// cycle. Pages are page numbers, ranges have a last page.
//   map    refused when it would overlap, grants nothing, or the RAM is full
//   unmap  removes each mapping that the range touches, whole: a shadow may lack a page but never
//          has one too many. Refused if some went beyond the range, odd if nothing was there.
`default_nettype none

module dma_shadow_table #(
  parameter int Entries = 1024,
  localparam int IdxW = $clog2(Entries)
) (
  input  wire          clk_i,
  input  wire          rst_ni,

  // Changes: held until done_o, which is one cycle long; in force from the next cycle on
  input  wire          map_i,
  input  wire          unmap_i,
  input  wire          clear_i,
  input  wire   [51:0] first_i,
  input  wire   [51:0] last_i,
  input  wire   [51:0] host_i,
  input  wire    [1:0] perm_i,        // {W, R}
  output logic         done_o,
  output logic         refused_o,
  output logic         odd_o,
  output logic [IdxW:0] count_o,

  // Look-ups, one after the other: found_o is valid with look_done_o
  input  wire    [1:0] look_i,
  input  wire  [103:0] look_page_i,
  output logic   [1:0] look_done_o,
  output logic         found_o,
  output logic  [51:0] found_first_o,
  output logic  [51:0] found_last_o,
  output logic  [51:0] found_host_o,
  output logic   [1:0] found_perm_o
);
  localparam int Width = 52 * 3 + 2;

  typedef enum logic [3:0] {
    Idle, Search, Fetch, Search2, Fetch2, Grow, Shrink, Put, Done
  } state_e;
  state_e           state_q;
  logic [Width-1:0] ram_q [Entries];
  logic [Width-1:0] rdata_q;
  logic [IdxW-1:0]  raddr, waddr;
  logic             we;
  logic [Width-1:0] wdata;

  logic [51:0]      e_first, e_last;
  logic [IdxW:0]    low_q, high_q, low_d, high_d, mid, count_q, from_q, at_q, to_q;
  logic [51:0]      key_q;
  logic             by_first_q, looking_q, which_q, beyond, here, refuse_q, odd_q, next_which;

  assign {e_first, e_last} = rdata_q[Width-1-:104];
  assign found_first_o = e_first;
  assign found_last_o = e_last;
  assign {found_host_o, found_perm_o} = rdata_q[53:0];

  // Searches for the first entry that ends at the key or behind it, or that begins behind it.
  assign beyond = by_first_q ? e_first > key_q : e_last >= key_q;
  assign low_d = beyond ? low_q : at_q + 1'b1;
  assign high_d = beyond ? at_q : high_q;
  assign mid = (low_d + high_d) >> 1;
  assign here = low_q != count_q;
  assign next_which = look_i[1] && (!look_i[0] || !which_q);

  always_comb begin
    raddr = '0;
    case (state_q)
      Idle:            raddr = count_q[IdxW:1];
      Search, Search2: raddr = mid[IdxW-1:0];
      Grow:            raddr = at_q[IdxW-1:0] - 1'b1;
      Fetch2:          raddr = low_q[IdxW-1:0];
      Shrink:          raddr = at_q[IdxW-1:0] + 1'b1;
      default:         raddr = count_q[IdxW:1];
    endcase
    if (state_q == Fetch && map_i && !looking_q) raddr = count_q[IdxW-1:0] - 1'b1;
  end

  always_comb begin
    we = 1'b0;
    waddr = to_q[IdxW-1:0];
    wdata = rdata_q;
    case (state_q)
      Grow:   we = 1'b1;
      Shrink: we = 1'b1;
      Put: begin
        we = 1'b1;
        waddr = from_q[IdxW-1:0];
        wdata = {first_i, last_i, host_i, perm_i};
      end
      default: ;
    endcase
    if (state_q == Shrink && at_q == count_q) we = 1'b0;
  end

  always_ff @(posedge clk_i) begin
    rdata_q <= ram_q[raddr];
    if (we) ram_q[waddr] <= wdata;
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q <= Idle;
      count_q <= '0;
      {low_q, high_q, from_q, at_q, to_q} <= '0;
      key_q <= 52'h0;
      {by_first_q, looking_q, which_q, refuse_q, odd_q} <= 5'h0;
    end else begin
      case (state_q)
        Idle: begin
          low_q <= '0;
          high_q <= count_q;
          at_q <= count_q >> 1;
          by_first_q <= 1'b0;
          refuse_q <= 1'b0;
          odd_q <= 1'b0;
          looking_q <= 1'b0;
          key_q <= first_i;
          if (clear_i) begin
            count_q <= '0;
            state_q <= Done;
          end else if (map_i || unmap_i) begin
            state_q <= count_q == '0 ? Fetch : Search;
          end else if (look_i != 2'b00) begin
            looking_q <= 1'b1;
            which_q <= next_which;
            key_q <= next_which ? look_page_i[103:52] : look_page_i[51:0];
            state_q <= count_q == '0 ? Fetch : Search;
          end
        end
        Search, Search2: begin
          low_q <= low_d;
          high_q <= high_d;
          at_q <= mid;
          if (low_d == high_d) state_q <= state_q == Search ? Fetch : Fetch2;
        end
        Fetch: begin
          from_q <= low_q;
          if (looking_q) begin
            state_q <= Idle;
          end else if (first_i > last_i || (map_i && perm_i == 2'b00) ||
                       (here && e_first <= last_i && map_i)) begin
            refuse_q <= 1'b1;
            odd_q <= 1'b1;
            state_q <= Done;
          end else if (map_i) begin
            refuse_q <= count_q == (IdxW + 1)'(Entries);
            at_q <= count_q - 1'b1;
            to_q <= count_q;
            if (count_q == (IdxW + 1)'(Entries)) state_q <= Done;
            else state_q <= here ? Grow : Put;
          end else if (!here || e_first > last_i) begin
            odd_q <= 1'b1;
            state_q <= Done;
          end else begin
            refuse_q <= e_first < first_i;
            low_q <= '0;
            high_q <= count_q;
            at_q <= count_q >> 1;
            key_q <= last_i;
            by_first_q <= 1'b1;
            state_q <= Search2;
          end
        end
        Fetch2: begin
          at_q <= low_q;
          to_q <= from_q;
          state_q <= Shrink;
        end
        Grow: begin
          at_q <= at_q - 1'b1;
          to_q <= at_q;
          if (at_q == from_q) state_q <= Put;
        end
        Shrink: begin
          at_q <= at_q + 1'b1;
          to_q <= to_q + 1'b1;
          if (at_q == count_q) begin
            count_q <= to_q;
            state_q <= Done;
          end
        end
        Put: begin
          count_q <= count_q + 1'b1;
          state_q <= Done;
        end
        default: state_q <= Idle;
      endcase
      // The last mapping touched reaches beyond what is to go.
      if (state_q == Search2 && !beyond && e_last > last_i) refuse_q <= 1'b1;
    end
  end

  assign done_o = state_q == Done;
  assign refused_o = refuse_q;
  assign odd_o = odd_q;
  assign count_o = count_q;
  assign look_done_o = state_q == Fetch && looking_q ? (which_q ? 2'b10 : 2'b01) : 2'b00;
  assign found_o = here && e_first <= key_q;

  if (Entries < 4 || Entries > 65536 || Entries != 1 << IdxW) begin : g_check
    dma_shadow_table_parameter_out_of_range u_error();
  end
endmodule

`default_nettype wire
