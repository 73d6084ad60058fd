/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Message-signalled interrupts into the guest, by QEMU's qtest socket: a
 * `writel` to FEEx_xxxx reaches the local APIC also under TCG.
 */
#ifndef LINUX_MSI_H
#define LINUX_MSI_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* @path: QEMU's `-qtest unix:` socket. */
void msi_init(const char *path);

/*
 * Connects, which may be repeated; false when QEMU cannot be reached. True
 * without a socket, when there is nobody to interrupt.
 */
bool msi_connect(void);

/*
 * Sends one interrupt message; false when that failed.
 * Never waits for the answer: the virtual CPU may be blocked on us.
 */
bool msi_send(uint64_t addr, uint32_t data);

/* Takes in the answers so far; false when QEMU refused a command. */
bool msi_drain(void);

#ifdef __cplusplus
}
#endif

#endif
