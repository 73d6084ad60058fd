/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The configuration space of the PCI function the guest sees: class "IOMMU",
 * BAR 0 the register window (4 to 16 KiB), BAR 1 the DMA master of dma_box.h.
 */
#ifndef LINUX_FUNCTION_H
#define LINUX_FUNCTION_H

#include <stdbool.h>
#include <stdint.h>

enum function_bar {
	FUNCTION_BAR_WINDOW,
	FUNCTION_BAR_BOX,
	FUNCTION_NUM_BARS,
};

void function_init(void);
uint32_t function_read(unsigned int offset, unsigned int len);
void function_write(unsigned int offset, unsigned int len, uint32_t val);

/* Base address of @bar once memory decoding is on, else 0. */
uint32_t function_bar_base(enum function_bar bar);

/* Which BAR holds @addr, and where in it; false when none does. */
bool function_decode(uint64_t addr, enum function_bar *bar,
		     unsigned int *offset);

#endif
