/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The guest's memory, mapped from the descriptors QEMU hands over.
 *
 * Guest-physical holes stay holes: an access outside RAM has no pointer, which
 * the caller turns into a bus error as real memory would.
 */
#ifndef LINUX_GUEST_RAM_H
#define LINUX_GUEST_RAM_H

#include <stddef.h>
#include <stdint.h>

#include "proxy.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Replaces the map; takes over and closes the descriptors. */
void guest_ram_set(const struct proxy_range *ranges, unsigned int count);

/* Where @len bytes at @gpa lie, or NULL unless all of them are RAM. */
void *guest_ram_at(uint64_t gpa, size_t len);

#ifdef __cplusplus
}
#endif

#endif
