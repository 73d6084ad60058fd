/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "hal_boot.h"

#include "hal_csr.h"
#include "hal_stop.h"
#include "hal_uart.h"

void hal_trap_init(void (*entry)(void))
{
	HAL_CSR_WRITE(mie, 0);
	HAL_CSR_WRITE(mtvec, (unsigned long)entry);
}

void hal_trap_stop(void)
{
	hal_stop("trap", HAL_CSR_READ(mcause), HAL_CSR_READ(mepc),
		 HAL_CSR_READ(mtval));
}

/* Ends: a UART takes a byte in the time of ten bits, whatever its peer does. */
void hal_boot_putc(char c)
{
	while (!hal_uart_try_putc(c))
		;
}

const char *hal_boot_mode(void)
{
	return "M-mode";
}
