// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
// The gate in reading order, paths from the top folder.
include/gen/vtd_gate_pkg.sv
rtl_harness/rtl/vtd_gate_int_pkg.sv
rtl_harness/rtl/vtd_gate_rr.sv
rtl_harness/rtl/vtd_gate_stall.sv
rtl_harness/rtl/vtd_gate_burst.sv
rtl_harness/rtl/vtd_gate_slots.sv
rtl_harness/rtl/vtd_gate_port_rd.sv
rtl_harness/rtl/vtd_gate_port_wr.sv
rtl_harness/rtl/vtd_gate_pick.sv
rtl_harness/rtl/vtd_gate_keys.sv
rtl_harness/rtl/vtd_gate_iotlb.sv
rtl_harness/rtl/vtd_gate_big.sv
rtl_harness/rtl/vtd_gate_verdict.sv
rtl_harness/rtl/vtd_gate_lookup.sv
rtl_harness/rtl/vtd_gate_inv.sv
rtl_harness/rtl/vtd_gate_mode.sv
rtl_harness/rtl/vtd_gate_answer.sv
rtl_harness/rtl/vtd_gate_work.sv
rtl_harness/rtl/vtd_gate_rmux.sv
rtl_harness/rtl/vtd_gate_wmux.sv
rtl_harness/rtl/vtd_gate.sv
