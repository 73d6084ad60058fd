// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
//
// Purpose: which mutant the mutated RTL is; 0 is the original.
package mutant_pkg;
  import "DPI-C" function int mutant_number();

  int mutant = mutant_number();
endpackage
