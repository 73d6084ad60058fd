/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * What depends on who started the firmware; the linker chooses one of
 * hal_boot_sbi.c (S-mode, OpenSBI below) and hal_boot_bare.c (M-mode, nothing
 * below).
 */
#ifndef HAL_BOOT_H
#define HAL_BOOT_H

/* For start.S: traps of this mode go to @entry, and interrupts are off. */
void hal_trap_init(void (*entry)(void));

/* For start.S: tells what trapped. Does not return. */
_Noreturn void hal_trap_stop(void);

/* Sends a byte before returning, however long the console takes. */
void hal_boot_putc(char c);

/* "S-mode" or "M-mode". */
const char *hal_boot_mode(void);

#endif
