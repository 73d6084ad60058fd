/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * First code after reset, in ROM: hands firmware memory over to what lies at
 * its start, in the way that OpenSBI's fw_dynamic expects: a0 hart id, a1
 * device tree, a2 who runs next and in which mode. The bare firmware starts
 * at the same address and ignores the rest.
 */
	.option norvc
	.option arch, +zicsr
	.section .text.start, "ax"
	.globl _start
_start:
	csrr	a0, mhartid
	la	t0, handover
	ld	a1, 0(t0)
	ld	t1, 8(t0)
	addi	a2, t0, 16
	jr	t1

	.balign 8
handover:
	.dword	FDT_BASE
	.dword	FWMEM_BASE
	/* struct fw_dynamic_info, version 2 */
	.dword	0x4942534f	/* magic: OSBI */
	.dword	2
	.dword	PAYLOAD_BASE
	.dword	1		/* next mode: S */
	.dword	0		/* options */
	.dword	0		/* boot hart */
