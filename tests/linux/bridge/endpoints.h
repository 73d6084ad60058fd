/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The devices whose DMA is translated: root-complex integrated endpoints in a
 * PCI segment of their own. Its ECAM is plain guest RAM that is written once,
 * so the guest finds them while QEMU's own devices stay untranslated.
 */
#ifndef LINUX_ENDPOINTS_H
#define LINUX_ENDPOINTS_H

#include <stdbool.h>
#include <stdint.h>

/* One bus: 256 functions of 4 KiB. */
#define ENDPOINTS_ECAM_SIZE 0x100000

#define ENDPOINTS_COUNT 3u

/* Devices 0 to 2 of bus 0. */
uint16_t endpoints_sid(unsigned int index);

/*
 * Writes the bus at @ecam; false while that is not guest RAM. With @ats the
 * endpoints have ATS, PRI and PASID.
 */
bool endpoints_publish(uint64_t ecam, bool ats);

#endif
