/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * An endpoint with a shadow of the guest's mapping, as VFIO keeps one for a
 * device it hands to a guest: told of every change, asking nothing. Here it is
 * a mirror, as the engine's differ is called a shadow.
 */
#ifndef LINUX_MIRROR_H
#define LINUX_MIRROR_H

#include <stdbool.h>
#include <stdint.h>

#include "device_port.h"

void mirror_reset(struct device_port port);

/*
 * Registers @sid for all addresses of @bits; what it is told then comes by
 * mirror_message(). False when there is a shadow already.
 */
bool mirror_register(uint16_t sid, unsigned int bits);

void mirror_message(uint16_t sid, const uint64_t *word);
bool mirror_step(void);

/* Registered, and complete. */
bool mirror_is_ready(uint16_t sid);

/* Where @addr lies by the shadow; false: it has no such mapping. */
bool mirror_find(uint64_t addr, bool write, uint64_t *pa);

/* Compares with a walk of the guest's tables; reports the first difference. */
bool mirror_is_exact(void);

void mirror_report(void);

#endif
