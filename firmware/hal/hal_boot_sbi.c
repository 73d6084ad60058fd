/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "hal_boot.h"

#include "hal_csr.h"
#include "hal_stop.h"

#define SBI_CONSOLE_PUTCHAR 1UL

void hal_trap_init(void (*entry)(void))
{
	HAL_CSR_WRITE(sie, 0);
	HAL_CSR_WRITE(stvec, (unsigned long)entry);
}

void hal_trap_stop(void)
{
	hal_stop("trap", HAL_CSR_READ(scause), HAL_CSR_READ(sepc),
		 HAL_CSR_READ(stval));
}

void hal_boot_putc(char c)
{
	register unsigned long a0 __asm__("a0") = (unsigned char)c;
	register unsigned long a7 __asm__("a7") = SBI_CONSOLE_PUTCHAR;

	__asm__ volatile("ecall" : "+r"(a0) : "r"(a7) : "a1", "memory");
}

const char *hal_boot_mode(void)
{
	return "S-mode";
}
