/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "hal_console.h"

#include "hal_boot.h"
#include "hal_cache.h"
#include "hal_uart.h"
#include "vtd_types.h"

#define RING_SIZE 1024U /* a power of two */

static char ring[RING_SIZE];
static HAL_HOT_DATA unsigned int ring_head, ring_tail;
static unsigned long dropped;
static bool use_ring;

static void put(char c)
{
	if (!use_ring) {
		hal_boot_putc(c);
	} else if (ring_tail - ring_head < RING_SIZE) {
		ring[ring_tail++ % RING_SIZE] = c;
	} else {
		dropped++;
	}
}

void hal_console_write(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		put(text[i]);
}

void hal_console_start_ring(void)
{
	use_ring = true;
}

VTD_HOT bool hal_console_step(void)
{
	if (ring_head == ring_tail)
		return false;
	if (hal_uart_try_putc(ring[ring_head % RING_SIZE]))
		ring_head++;
	return true;
}

unsigned long hal_console_dropped(void)
{
	return dropped;
}
