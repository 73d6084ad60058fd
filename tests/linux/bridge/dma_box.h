/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * BAR 1: the DMA master that the guest's test program drives. It owns one
 * page of buffer and moves bytes between it and any address, as any source id.
 *
 * Registers are 32 bits wide; the buffer takes any size. A write to COMMAND
 * returns when the DMA is over, so RESULT is valid at once, but for those that
 * say otherwise.
 */
#ifndef LINUX_DMA_BOX_H
#define LINUX_DMA_BOX_H

#define BOX_COMMAND 0x00 /* BOX_CMD_*, see below */
#define BOX_RESULT  0x04 /* BOX_OK or BOX_REFUSED */
#define BOX_SID     0x08 /* requester id */
#define BOX_LENGTH  0x0c /* bytes, at most BOX_BUFFER_SIZE */
#define BOX_ADDR_LO 0x10
#define BOX_ADDR_HI 0x14
#define BOX_PENDING 0x18 /* read-only: 1 while FSTS.PPF is set */
/* Of a stream: seed of the pattern; read-only, what came of it. */
#define BOX_SEED       0x1c
#define BOX_REQUESTS   0x20
#define BOX_ERRORS     0x24
#define BOX_MISMATCHES 0x28
/* Of an access by ATS: bit 31 and the PASID; 0: without one. */
#define BOX_PASID  0x2c
#define BOX_BUFFER 0x1000
#define BOX_SIZE   0x2000

#define BOX_BUFFER_SIZE 0x1000

/* Device reads memory into the buffer; device writes the buffer to memory. */
#define BOX_CMD_READ  1
#define BOX_CMD_WRITE 2
/*
 * The next time the driver has put the unit to sleep (TE off, fault registers
 * saved), it loses power and starts cold.
 */
#define BOX_CMD_POWER_CUT 3
/*
 * The traffic generator writes its pattern to LENGTH bytes, or reads them and
 * compares: rtl_harness/rtl/dma_gen.sv has the pattern. A power of two of
 * bytes, aligned.
 */
#define BOX_CMD_STREAM_WRITE 4
#define BOX_CMD_STREAM_READ  5

/*
 * The next time the driver submits invalidations, the first descriptor of them
 * is no valid one.
 */
#define BOX_CMD_BREAK_QUEUE 6

/*
 * As READ and WRITE, by the translations that the device asks for (ATS), and
 * pages that it asks for (PRI): RESULT is BOX_BUSY until it is over.
 */
#define BOX_CMD_ATS_READ  7
#define BOX_CMD_ATS_WRITE 8
/* How the device answers its next invalidation: LENGTH has DEVICE_TLB_*. */
#define BOX_CMD_MANNER 9
/*
 * The device gets a shadow of all addresses of LENGTH bits, and does its DMA by
 * it from then on; BOX_BUSY until it is complete.
 */
#define BOX_CMD_SHADOW 10
/* OK when the shadow equals the tables. */
#define BOX_CMD_COMPARE 11

#define BOX_OK      0
#define BOX_REFUSED 1 /* the unit or the bus answered with an error */
#define BOX_INVALID 2 /* no such command or device, or length out of range */
#define BOX_BUSY    3 /* not over yet */

#ifndef BOX_GUEST
#include <stdint.h>

uint64_t dma_box_read(unsigned int offset, unsigned int size);
void dma_box_write(unsigned int offset, unsigned int size, uint64_t val);
#endif

#endif
