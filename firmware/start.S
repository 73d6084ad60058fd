/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Entry of the firmware: a stack, an empty .bss, a place for traps to go, then
 * main(). hal_trap_init, which is the target's, points the trap vector of its
 * mode at trap_entry.
 */
	.section .text.start, "ax"
	.globl _start
_start:
	.option push
	.option norelax
	la	gp, __global_pointer$
	.option pop
	la	sp, __stack_top
	la	t0, __bss_start
	la	t1, __bss_end
1:	bgeu	t0, t1, 2f
	sd	zero, 0(t0)
	addi	t0, t0, 8
	j	1b
2:	la	a0, trap_entry
	call	hal_trap_init
	call	main
	/* main does not return; if it did, the watchdog would end DMA. */
3:	j	3b

	/*
	 * No trap is expected: interrupts are off and the engine cannot fault.
	 * One that comes is a defect, so nothing is saved: it is told, on a
	 * stack of its own, and the watchdog is left to expire.
	 */
	.balign	4
trap_entry:
	la	sp, __stack_top
	call	hal_trap_stop
	j	3b
