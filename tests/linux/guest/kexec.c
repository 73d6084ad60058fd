/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The way from one kernel to the next, while a device holds a mapping: in good
 * order, or by a crash. "then=A,B" on our command line becomes "checks=A,B" on
 * the next one's.
 */
#include "guest.h"

#include <fcntl.h>
#include <linux/kexec.h>
#include <linux/reboot.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define KERNEL    "/next/kernel"
#define INITRAMFS "/next/initramfs"

/* Our own command line but for what only this kernel is to do. */
static void next_command_line(char *next, size_t size)
{
	static const char *const ours[] = { "checks", "then", "crashkernel" };
	char then[256] = "";
	char word[512];
	unsigned int n = 0;

	next[0] = '\0';
	while (command_line_word(n++, word, sizeof(word))) {
		bool skip = false;

		for (unsigned int i = 0; i < 3; i++)
			skip |= !strncmp(word, ours[i], strlen(ours[i])) &&
				word[strlen(ours[i])] == '=';
		if (!skip && strlen(next) + strlen(word) + 2 < size)
			strcat(strcat(next, word), " ");
	}
	command_line("then", then, sizeof(then));
	if (strlen(next) + strlen(then) + 8 < size)
		strcat(strcat(next, "checks="), then);
}

static void load(unsigned long flags)
{
	int kernel = open(KERNEL, O_RDONLY | O_CLOEXEC);
	int initramfs = open(INITRAMFS, O_RDONLY | O_CLOEXEC);
	char next[1024];

	next_command_line(next, sizeof(next));
	if (syscall(SYS_kexec_file_load, kernel, initramfs, strlen(next) + 1,
		    next, flags))
		give_up("kexec_file_load: %m");
	close(kernel);
	close(initramfs);
}

/* The mapping that the next kernel finds, or no longer finds, in place. */
static void leave_mapping(struct vfio *v)
{
	uint8_t *mem = memory_alloc(PAGE, LEFT_SEED);
	uint8_t got[64];

	check(vfio_map(v, LEFT_IOVA, mem, PAGE, true) &&
		      box_read(v->sid, LEFT_IOVA, got, sizeof(got)) == DMA_OK &&
		      memory_is(got, sizeof(got), LEFT_SEED),
	      "mapping that is left to the next kernel");
}

void check_kexec(struct vfio *devices)
{
	leave_mapping(&devices[0]);
	load(0);
	printf("CHECKED kexec\n");
	fflush(stdout);
	syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2,
		LINUX_REBOOT_CMD_KEXEC, NULL);
	give_up("kexec: %m");
}

void check_crash(struct vfio *devices)
{
	leave_mapping(&devices[0]);
	load(KEXEC_FILE_ON_CRASH);
	printf("CHECKED crash\n");
	fflush(stdout);
	sysfs_write("/proc/sysrq-trigger", "c");
	give_up("there was no crash");
}
