/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "msi.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static struct sockaddr_un where = { .sun_family = AF_UNIX };
static int sock = -1;

void msi_init(const char *path)
{
	snprintf(where.sun_path, sizeof(where.sun_path), "%s", path);
}

bool msi_connect(void)
{
	if (sock >= 0 || !where.sun_path[0])
		return true;
	sock = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (sock < 0)
		return false;
	if (!connect(sock, (const struct sockaddr *)&where, sizeof(where)))
		return true;
	close(sock);
	sock = -1;
	return false;
}

bool msi_send(uint64_t addr, uint32_t data)
{
	char line[64];
	int len = snprintf(line, sizeof(line),
			   "writel 0x%" PRIx64 " 0x%" PRIx32 "\n", addr, data);

	return send(sock, line, (size_t)len, MSG_NOSIGNAL) == len;
}

bool msi_drain(void)
{
	char buf[512];
	ssize_t n;

	if (sock < 0)
		return true;
	n = recv(sock, buf, sizeof(buf) - 1, MSG_DONTWAIT);
	if (n <= 0)
		return true;
	buf[n] = '\0';
	return !strstr(buf, "FAIL") && !strstr(buf, "ERR");
}
