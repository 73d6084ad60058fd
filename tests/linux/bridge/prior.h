/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The system that ran before the guest's kernel and left translation on, as
 * after kexec or a crash: its tables, its invalidation queue, its mapping.
 */
#ifndef LINUX_PRIOR_H
#define LINUX_PRIOR_H

#include <stdbool.h>
#include <stdint.h>

/* Guest memory it needs, 1 MiB-aligned. */
#define PRIOR_SIZE 0x100000

/*
 * Lays tables out at @base and turns queued invalidation (if there is any)
 * and translation on. Endpoint 0 then has PRIOR_IOVA of prior_layout.h mapped
 * to a page filled with PRIOR_BYTE. False when @base is not guest RAM.
 */
bool prior_take_over(uint64_t base);

#endif
