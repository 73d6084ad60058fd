// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// A cover is an assertion that it never happens, and is reached when that fails.
(* techmap_celltype = "$cover" *)
module formal_cover (input A, input EN);
  wire never;
  assign never = ~A;
  \$assert _TECHMAP_REPLACE_ (.A(never), .EN(EN));
endmodule
