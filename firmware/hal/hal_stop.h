/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The end: says why and does nothing more, so that the watchdog expires and
 * the gate blocks DMA for good.
 */
#ifndef HAL_STOP_H
#define HAL_STOP_H

_Noreturn void hal_stop(const char *why, unsigned long a, unsigned long b,
			unsigned long c);

#endif
