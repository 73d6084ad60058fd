/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "guest.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool sysfs_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);
	bool ok;

	if (fd < 0)
		return false;
	ok = write(fd, text, strlen(text)) == (ssize_t)strlen(text);
	close(fd);
	return ok;
}

const char *sysfs_link(const char *path)
{
	static char target[256];
	ssize_t n = readlink(path, target, sizeof(target) - 1);
	char *slash;

	target[n < 0 ? 0 : n] = '\0';
	slash = strrchr(target, '/');
	return slash ? slash + 1 : target;
}

static const char *command_line_text(void)
{
	static char text[4096];
	int fd = open("/proc/cmdline", O_RDONLY);
	ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof(text) - 1);

	text[n < 0 ? 0 : n] = '\0';
	if (fd >= 0)
		close(fd);
	return text;
}

bool command_line_word(unsigned int index, char *word, size_t size)
{
	const char *at = command_line_text();

	for (;;) {
		size_t len;

		at += strspn(at, " \n");
		len = strcspn(at, " \n");
		if (!len)
			return false;
		if (!index--) {
			snprintf(word, size, "%.*s", (int)len, at);
			return true;
		}
		at += len;
	}
}

bool command_line(const char *name, char *val, size_t size)
{
	size_t len = strlen(name);
	char word[512];

	for (unsigned int i = 0; command_line_word(i, word, sizeof(word)); i++)
		if (!strncmp(word, name, len) && word[len] == '=') {
			snprintf(val, size, "%s", word + len + 1);
			return true;
		}
	return false;
}
