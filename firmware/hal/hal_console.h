/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The console. While booting, a byte goes out before the call returns, by
 * whatever the target has. From hal_console_start_ring() on bytes go into a
 * ring that idle turns drain one by one, since a turn must stay short; when
 * the ring is full the rest of a text is dropped and counted.
 */
#ifndef HAL_CONSOLE_H
#define HAL_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>

void hal_console_write(const char *text, size_t len);
void hal_console_start_ring(void);

/* Sends one byte of the ring if the UART takes it; false when it is empty. */
bool hal_console_step(void);

/* Bytes dropped so far. */
unsigned long hal_console_dropped(void);

#endif
