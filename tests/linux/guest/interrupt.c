/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Checks with messages of devices, which are writes to FEEx_xxxxh. */
#include "guest.h"

#include <fcntl.h>
#include <linux/vfio.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WAIT_MS 3000
/* Long enough for an interrupt that must not come. */
#define SILENCE_MS 200

/* The MSI capability of an endpoint. */
#define MSI_ADDRESS 0x84
#define MSI_DATA    0x8c

#define REMAPPABLE    0x10u
#define COMPATIBILITY 0xfee00000u

struct message {
	uint64_t addr;
	uint32_t data;
};

/* What the kernel has programmed, as the device has it. */
static bool get_message(struct message *m)
{
	int fd = open("/sys/bus/pci/devices/0001:00:00.0/config", O_RDONLY);
	bool ok = fd >= 0 && pread(fd, &m->addr, 8, MSI_ADDRESS) == 8 &&
		  pread(fd, &m->data, 4, MSI_DATA) == 4;

	if (fd >= 0)
		close(fd);
	return ok;
}

static int enable(struct vfio *v)
{
	struct {
		struct vfio_irq_set set;
		int fd;
	} irqs = {
		.set = {
			.argsz = sizeof(irqs),
			.flags = VFIO_IRQ_SET_DATA_EVENTFD |
				 VFIO_IRQ_SET_ACTION_TRIGGER,
			.index = VFIO_PCI_MSI_IRQ_INDEX,
			.count = 1,
		},
		.fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK),
	};

	return ioctl(v->device, VFIO_DEVICE_SET_IRQS, &irqs) ? -1 : irqs.fd;
}

static bool arrives(int event, int ms)
{
	struct pollfd fd = { .fd = event, .events = POLLIN };
	uint64_t count;

	return poll(&fd, 1, ms) == 1 && read(event, &count, 8) == 8;
}

static bool send(unsigned int sid, uint64_t addr, uint32_t data)
{
	return box_write(sid, addr, &data, sizeof(data)) == DMA_OK;
}

void check_interrupt(struct vfio *devices)
{
	int event = enable(&devices[0]);
	struct message m = { 0 };

	check(event >= 0 && get_message(&m) && m.addr >> 20 == 0xfee,
	      "the kernel gives the device a message");
	for (unsigned int i = 0; i < 3; i++)
		check(send(SID_0, m.addr, m.data) && arrives(event, WAIT_MS),
		      "interrupt %u arrives", i);
}

/* Entry, source and format are checked; the kernel reports what is blocked. */
void check_remapping(struct vfio *devices)
{
	int event = enable(&devices[0]);
	struct message m = { 0 };

	check(event >= 0 && get_message(&m) && (m.addr & REMAPPABLE),
	      "the message names an entry of the table");
	check(send(SID_0, m.addr, m.data) && arrives(event, WAIT_MS),
	      "an interrupt arrives through it");
	check(!send(SID_1, m.addr, m.data) && !arrives(event, SILENCE_MS) &&
		      box_faults_handled(),
	      "that of another device is blocked");
	check(!send(SID_0, m.addr ^ 0x80000, m.data) && box_faults_handled(),
	      "one by an empty entry is blocked");
	check(!send(SID_0, COMPATIBILITY, 0x40) && box_faults_handled(),
	      "one past the table is blocked");
	check(send(SID_0, m.addr, m.data) && arrives(event, WAIT_MS),
	      "the device's own still arrives");
}
