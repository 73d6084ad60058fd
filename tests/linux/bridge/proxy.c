/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "proxy.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum command {
	CMD_SYNC_SYSMEM = 0,
	CMD_RET = 1,
	CMD_CONFIG_WRITE = 2,
	CMD_CONFIG_READ = 3,
	CMD_BAR_WRITE = 4,
	CMD_BAR_READ = 5,
	CMD_SET_IRQFD = 6,
	CMD_DEVICE_RESET = 7,
};

struct header {
	int32_t cmd;
	uint32_t pad;
	uint64_t size;
};

struct config_access {
	uint32_t offset;
	uint32_t val;
	int32_t len;
};

struct bar_access {
	uint64_t addr;
	uint64_t val;
	uint32_t size;
	uint8_t memory;
};

struct memory_list {
	uint64_t gpa[PROXY_MAX_RANGES];
	uint64_t size[PROXY_MAX_RANGES];
	uint64_t offset[PROXY_MAX_RANGES];
};

struct message {
	struct header head;
	union {
		uint64_t ret;
		struct config_access config;
		struct bar_access bar;
		struct memory_list memory;
	} u;
	int fds[PROXY_MAX_RANGES];
	unsigned int num_fds;
};

_Static_assert(sizeof(struct header) == 16, "QEMU's MPQemuMsg header");
_Static_assert(sizeof(struct config_access) == 12, "QEMU's PciConfDataMsg");
_Static_assert(sizeof(struct bar_access) == 24, "QEMU's BarAccessMsg");

static enum proxy_result receive(int sock, void *to, size_t len)
{
	uint8_t *p = to;

	while (len) {
		ssize_t n = read(sock, p, len);

		if (n <= 0)
			return PROXY_CLOSED;
		p += n;
		len -= (size_t)n;
	}
	return PROXY_SERVED;
}

static void take_fds(struct msghdr *mh, struct message *msg)
{
	struct cmsghdr *c = CMSG_FIRSTHDR(mh);

	if (!c || c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
		return;
	msg->num_fds = (unsigned int)((c->cmsg_len - CMSG_LEN(0)) /
				      sizeof(msg->fds[0]));
	memcpy(msg->fds, CMSG_DATA(c), msg->num_fds * sizeof(msg->fds[0]));
}

/* Descriptors travel with the first byte, so the header needs recvmsg(). */
static enum proxy_result receive_header(int sock, struct message *msg)
{
	union {
		struct cmsghdr align;
		uint8_t space[CMSG_SPACE(sizeof(msg->fds))];
	} control = { 0 };
	struct iovec io = { &msg->head, sizeof(msg->head) };
	struct msghdr mh = {
		.msg_iov = &io,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	ssize_t n = recvmsg(sock, &mh, MSG_CMSG_CLOEXEC);

	if (n <= 0)
		return PROXY_CLOSED;
	take_fds(&mh, msg);
	return receive(sock, (uint8_t *)&msg->head + n,
		       sizeof(msg->head) - (size_t)n);
}

static enum proxy_result receive_message(int sock, struct message *msg)
{
	enum proxy_result res = receive_header(sock, msg);

	if (res != PROXY_SERVED)
		return res;
	if (msg->head.size > sizeof(msg->u))
		return PROXY_MALFORMED;
	return receive(sock, &msg->u, msg->head.size);
}

static enum proxy_result answer(int sock, uint64_t val)
{
	const struct {
		struct header head;
		uint64_t val;
	} msg = {
		.head = { .cmd = CMD_RET, .size = sizeof(val) },
		.val = val,
	};

	if (send(sock, &msg, sizeof(msg), MSG_NOSIGNAL) != sizeof(msg))
		return PROXY_CLOSED;
	return PROXY_SERVED;
}

static enum proxy_result serve_config(int sock, const struct message *msg,
				      const struct proxy_ops *ops)
{
	const struct config_access *c = &msg->u.config;
	uint32_t val = 0;

	if (msg->head.size != sizeof(*c) || c->len < 1 || c->len > 4)
		return PROXY_MALFORMED;
	if (msg->head.cmd == CMD_CONFIG_READ)
		val = ops->config_read(c->offset, (unsigned int)c->len);
	else
		ops->config_write(c->offset, (unsigned int)c->len, c->val);
	return answer(sock, val);
}

static enum proxy_result serve_bar(int sock, const struct message *msg,
				   const struct proxy_ops *ops)
{
	const struct bar_access *b = &msg->u.bar;
	uint64_t val = 0;

	if (msg->head.size != sizeof(*b) || b->size < 1 || b->size > 8)
		return PROXY_MALFORMED;
	if (msg->head.cmd == CMD_BAR_READ)
		val = ops->bar_read(b->addr, b->size);
	else
		ops->bar_write(b->addr, b->size, b->val);
	return answer(sock, val);
}

static enum proxy_result serve_memory(struct message *msg,
				      const struct proxy_ops *ops)
{
	struct proxy_range ranges[PROXY_MAX_RANGES];
	unsigned int i;

	if (msg->head.size != sizeof(msg->u.memory))
		return PROXY_MALFORMED;
	for (i = 0; i < msg->num_fds; i++) {
		ranges[i].fd = msg->fds[i];
		ranges[i].gpa = msg->u.memory.gpa[i];
		ranges[i].size = msg->u.memory.size[i];
		ranges[i].offset = msg->u.memory.offset[i];
	}
	ops->memory(ranges, msg->num_fds);
	msg->num_fds = 0;
	return PROXY_SERVED;
}

static enum proxy_result dispatch(int sock, struct message *msg,
				  const struct proxy_ops *ops)
{
	switch (msg->head.cmd) {
	case CMD_SYNC_SYSMEM:
		return serve_memory(msg, ops);
	case CMD_CONFIG_READ:
	case CMD_CONFIG_WRITE:
		return serve_config(sock, msg, ops);
	case CMD_BAR_READ:
	case CMD_BAR_WRITE:
		return serve_bar(sock, msg, ops);
	case CMD_SET_IRQFD:
		/* INTx by eventfd: this function has no interrupt pin. */
		return PROXY_SERVED;
	case CMD_DEVICE_RESET:
		ops->reset();
		return answer(sock, 0);
	default:
		return PROXY_MALFORMED;
	}
}

enum proxy_result proxy_serve(int sock, const struct proxy_ops *ops)
{
	struct message msg = { 0 };
	enum proxy_result res = receive_message(sock, &msg);

	if (res == PROXY_SERVED)
		res = dispatch(sock, &msg, ops);
	while (msg.num_fds)
		close(msg.fds[--msg.num_fds]);
	return res;
}
