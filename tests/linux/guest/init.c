/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "guest.h"

#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

#define MAX_DEVICES 2u

static const struct {
	const char *name;
	unsigned int sid;
} device_names[MAX_DEVICES] = {
	{ .name = "0001:00:00.0", .sid = SID_0 },
	{ .name = "0001:00:01.0", .sid = SID_1 },
};

/* What may be asked for, and how many devices VFIO has to hold for it. */
static const struct row {
	const char *name;
	unsigned int devices;
	void (*run)(struct vfio *devices);
} all_checks[] = {
	{ .name = "access", .devices = 1, .run = check_access },
	{ .name = "read_only", .devices = 1, .run = check_read_only },
	{ .name = "superpage", .devices = 1, .run = check_superpage },
	{ .name = "unmap", .devices = 1, .run = check_unmap },
	{ .name = "reuse", .devices = 1, .run = check_reuse },
	{ .name = "isolation", .devices = 2, .run = check_isolation },
	{ .name = "stranger", .devices = 0, .run = check_stranger },
	{ .name = "stream", .devices = 1, .run = check_stream },
	{ .name = "identity", .devices = 0, .run = check_identity },
	{ .name = "mapping_kept", .devices = 0, .run = check_mapping_kept },
	{ .name = "mapping_gone", .devices = 0, .run = check_mapping_gone },
	{ .name = "queue_error", .devices = 1, .run = check_queue_error },
	{ .name = "reserved", .devices = 0, .run = check_reserved },
	{ .name = "suspend", .devices = 1, .run = check_suspend },
	{ .name = "power_cut", .devices = 1, .run = check_power_cut },
	{ .name = "kexec", .devices = 1, .run = check_kexec },
	{ .name = "crash", .devices = 1, .run = check_crash },
	{ .name = "perf", .devices = 1, .run = check_perf },
	{ .name = "ats", .devices = 1, .run = check_ats },
	{ .name = "ats_deaf", .devices = 1, .run = check_ats_deaf },
	{ .name = "sva", .devices = 0, .run = check_sva },
	{ .name = "shadow", .devices = 1, .run = check_shadow },
};

#define NUM_CHECKS (sizeof(all_checks) / sizeof(all_checks[0]))

static struct vfio devices[MAX_DEVICES];
static unsigned int num_devices;

static void mount_at(const char *type, const char *path)
{
	mkdir(path, 0755);
	if (mount(type, path, type, 0, NULL))
		give_up("cannot mount %s: %m", path);
}

static void hold_devices(unsigned int wanted)
{
	for (; num_devices < wanted; num_devices++)
		vfio_open(&devices[num_devices], device_names[num_devices].name,
			  device_names[num_devices].sid);
}

static const struct row *find(const char *name)
{
	for (size_t i = 0; i < NUM_CHECKS; i++)
		if (!strcmp(all_checks[i].name, name))
			return &all_checks[i];
	give_up("there is no check \"%s\"", name);
}

static void run(const char *name)
{
	const struct row *row = find(name);

	hold_devices(row->devices);
	row->run(devices);
	printf("CHECKED %s\n", name);
}

int main(void)
{
	char names[256] = "";
	char *rest;
	char *name;

	mount_at("proc", "/proc");
	mount_at("sysfs", "/sys");
	mount_at("devtmpfs", "/dev");
	command_line("checks", names, sizeof(names));
	box_open();
	vfio_load_modules();
	for (name = strtok_r(names, ",", &rest); name;
	     name = strtok_r(NULL, ",", &rest))
		run(name);
	finish();
}
