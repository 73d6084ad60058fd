/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "guest.h"

#include <fcntl.h>
#include <linux/vfio.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PCI_DEVICES "/sys/bus/pci/devices/"

/* vfio_virqfd is part of vfio in later kernels. */
static const struct module {
	const char *file;
	const char *args;
	bool optional;
} modules[] = {
	{ "/modules/irqbypass.ko", "", false },
	{ "/modules/vfio.ko", "", false },
	{ "/modules/vfio_virqfd.ko", "", true },
	/* Without interrupt remapping VFIO asks for this. */
	{ "/modules/vfio_iommu_type1.ko", "allow_unsafe_interrupts=1", false },
	{ "/modules/vfio-pci-core.ko", "", false },
	{ "/modules/vfio-pci.ko", "", false },
};

static bool load(const struct module *m)
{
	int fd = open(m->file, O_RDONLY | O_CLOEXEC);
	long err;

	if (fd < 0)
		return m->optional;
	err = syscall(SYS_finit_module, fd, m->args, 0);
	close(fd);
	return !err;
}

bool load_module(const char *file)
{
	return load(&(struct module){ .file = file, .args = "" });
}

void vfio_load_modules(void)
{
	for (size_t i = 0; i < sizeof(modules) / sizeof(modules[0]); i++)
		if (!load(&modules[i]))
			give_up("cannot load %s: %m", modules[i].file);
}

static void bind(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), PCI_DEVICES "%s/driver_override", name);
	if (!sysfs_write(path, "vfio-pci") ||
	    !sysfs_write("/sys/bus/pci/drivers_probe", name))
		give_up("cannot bind %s to vfio-pci: %m", name);
}

static int open_group(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), PCI_DEVICES "%s/iommu_group", name);
	snprintf(path, sizeof(path), "/dev/vfio/%.64s", sysfs_link(path));
	return open(path, O_RDWR | O_CLOEXEC);
}

void vfio_open(struct vfio *v, const char *name, unsigned int sid)
{
	bind(name);
	v->sid = sid;
	v->container = open("/dev/vfio/vfio", O_RDWR | O_CLOEXEC);
	v->group = open_group(name);
	if (v->container < 0 || v->group < 0)
		give_up("%s has no IOMMU group to open: %m", name);
	if (ioctl(v->group, VFIO_GROUP_SET_CONTAINER, &v->container) ||
	    ioctl(v->container, VFIO_SET_IOMMU, VFIO_TYPE1v2_IOMMU))
		give_up("%s refused by the type 1 IOMMU driver: %m", name);
	v->device = ioctl(v->group, VFIO_GROUP_GET_DEVICE_FD, name);
	if (v->device < 0)
		give_up("no VFIO device %s: %m", name);
}

bool vfio_map(struct vfio *v, uint64_t iova, void *mem, size_t size,
	      bool writable)
{
	struct vfio_iommu_type1_dma_map map = {
		.argsz = sizeof(map),
		.flags = VFIO_DMA_MAP_FLAG_READ,
		.vaddr = (uintptr_t)mem,
		.iova = iova,
		.size = size,
	};

	if (writable)
		map.flags |= VFIO_DMA_MAP_FLAG_WRITE;
	return !ioctl(v->container, VFIO_IOMMU_MAP_DMA, &map);
}

bool vfio_unmap(struct vfio *v, uint64_t iova, size_t size)
{
	struct vfio_iommu_type1_dma_unmap unmap = {
		.argsz = sizeof(unmap),
		.iova = iova,
		.size = size,
	};

	return !ioctl(v->container, VFIO_IOMMU_UNMAP_DMA, &unmap) &&
	       unmap.size == size;
}
