/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* The ns16550a of the SoC, transmit side. Whoever booted us has set it up. */
#ifndef HAL_UART_H
#define HAL_UART_H

#include <stdbool.h>

#include "hal_mmio.h"
#include "soc_map.h"

#define HAL_UART_THR      0U
#define HAL_UART_LSR      5U
#define HAL_UART_LSR_THRE 0x20U

/* False when the UART is busy. */
static inline bool hal_uart_try_putc(char c)
{
	if (!(hal_mmio_read8(SOC_UART_BASE + HAL_UART_LSR) & HAL_UART_LSR_THRE))
		return false;
	hal_mmio_write8(SOC_UART_BASE + HAL_UART_THR, (uint8_t)c);
	return true;
}

#endif
