/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * QEMU's multi-process protocol, the end that plays the device.
 *
 * `-device x-pci-proxy-dev,fd=N` sends every configuration and BAR access of
 * one PCI function as a message on a socket and blocks the virtual CPU until
 * the answer is back, so a guest access is exact: nothing is polled, merged or
 * lost. QEMU also hands over the guest's memory as file descriptors.
 *
 * The message layout is private to QEMU (7.2 here), therefore proxy_serve()
 * checks the length of every message it understands and gives up on the rest.
 */
#ifndef LINUX_PROXY_H
#define LINUX_PROXY_H

#include <stdint.h>

/* QEMU never describes more memory ranges than this in one message. */
#define PROXY_MAX_RANGES 8

/* One range of guest memory: @fd is owned by the callee. */
struct proxy_range {
	int fd;
	uint64_t gpa;
	uint64_t size;
	uint64_t offset;
};

/* What the device does. Addresses of BAR accesses are absolute. */
struct proxy_ops {
	uint32_t (*config_read)(unsigned int offset, unsigned int len);
	void (*config_write)(unsigned int offset, unsigned int len,
			     uint32_t val);
	uint64_t (*bar_read)(uint64_t addr, unsigned int size);
	void (*bar_write)(uint64_t addr, unsigned int size, uint64_t val);
	/* The full list of guest memory, replacing any earlier one. */
	void (*memory)(const struct proxy_range *ranges, unsigned int count);
	void (*reset)(void);
};

/* How serving one message ended. */
enum proxy_result {
	PROXY_SERVED,
	PROXY_CLOSED,    /* QEMU has gone */
	PROXY_MALFORMED, /* not the protocol this was written for */
};

/*
 * Receives one message from @sock, calls the operation and answers.
 * Blocks until a whole message is in.
 */
enum proxy_result proxy_serve(int sock, const struct proxy_ops *ops);

#endif
