/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * linux_bridge: plays a PCI function for QEMU's x-pci-proxy-dev, with our
 * engine behind it, so that an unmodified kernel in the guest drives it.
 *
 *   linux_bridge fd=N report=FILE ver=N cap=N ecap=N window_log2=N frcds=N
 *                [qtest=SOCKET] [ecam=ADDR] [lag=1] [record=FILE]
 *                [ats=1] [shadow=1]
 *
 * Ends when QEMU does. Without fd only powers the unit on.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "caching.h"
#include "dma_box.h"
#include "endpoints.h"
#include "function.h"
#include "guest_ram.h"
#include "msi.h"
#include "proxy.h"
#include "report.h"
#include "window.h"

static struct {
	int fd;
	uint64_t ecam;
	bool ats;
	const char *report;
	const char *record;
	struct window_config window;
} options = { .fd = -1 };

static bool endpoints_published;

static void config_write(unsigned int offset, unsigned int len, uint32_t val)
{
	uint32_t before = function_bar_base(FUNCTION_BAR_WINDOW);
	uint32_t after;

	function_write(offset, len, val);
	after = function_bar_base(FUNCTION_BAR_WINDOW);
	if (after != before)
		report_line("window at %#x", after);
}

static uint64_t bar_read(uint64_t addr, unsigned int size)
{
	enum function_bar bar;
	unsigned int offset;

	if (!function_decode(addr, &bar, &offset))
		return UINT64_MAX;
	if (bar == FUNCTION_BAR_BOX)
		return dma_box_read(offset, size);
	return window_read(offset, size);
}

static void bar_write(uint64_t addr, unsigned int size, uint64_t val)
{
	enum function_bar bar;
	unsigned int offset;

	if (!function_decode(addr, &bar, &offset))
		return;
	if (bar == FUNCTION_BAR_BOX)
		dma_box_write(offset, size, val);
	else
		window_write(offset, size, val);
}

static void memory(const struct proxy_range *ranges, unsigned int count)
{
	guest_ram_set(ranges, count);
	if (options.ecam && !endpoints_published)
		endpoints_published =
			endpoints_publish(options.ecam, options.ats);
}

static void reset(void)
{
	report_line("reset");
	if (!msi_connect())
		report_line("PROBLEM no way to interrupt the guest");
	window_reset();
}

static const struct proxy_ops ops = {
	.config_read = function_read,
	.config_write = config_write,
	.bar_read = bar_read,
	.bar_write = bar_write,
	.memory = memory,
	.reset = reset,
};

/* An engine with work left must not wait for QEMU's next message. */
static enum proxy_result serve(void)
{
	struct pollfd fd = { .fd = options.fd, .events = POLLIN };
	int timeout = 0;

	for (;;) {
		int ready = poll(&fd, 1, timeout);

		if (ready < 0)
			return PROXY_CLOSED;
		if (ready)
			return proxy_serve(options.fd, &ops);
		if (!msi_drain())
			report_line("PROBLEM QEMU refused an interrupt");
		timeout = window_idle_turn() ? 0 : -1;
	}
}

static bool parse(const char *name, const char *val)
{
	struct unit_caps *caps = &options.window.caps;

	if (!strcmp(name, "ver"))
		caps->ver = (uint32_t)strtoul(val, NULL, 0);
	else if (!strcmp(name, "cap"))
		caps->cap = strtoull(val, NULL, 0);
	else if (!strcmp(name, "ecap"))
		caps->ecap = strtoull(val, NULL, 0);
	else if (!strcmp(name, "window_log2"))
		caps->window_log2 = (unsigned int)atoi(val);
	else if (!strcmp(name, "frcds"))
		caps->frcds = (unsigned int)atoi(val);
	else if (!strcmp(name, "report"))
		options.report = val;
	else if (!strcmp(name, "record"))
		options.record = val;
	else if (!strcmp(name, "qtest"))
		msi_init(val);
	else if (!strcmp(name, "fd"))
		options.fd = atoi(val);
	else if (!strcmp(name, "ecam"))
		options.ecam = strtoull(val, NULL, 0);
	else if (!strcmp(name, "ats"))
		options.ats = atoi(val);
	else if (!strcmp(name, "shadow"))
		caps->shadow = atoi(val);
	else if (!strcmp(name, "lag"))
		options.window.lag = atoi(val);
	else
		return false;
	return true;
}

static bool parse_all(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		char *val = strchr(argv[i], '=');

		if (!val)
			return false;
		*val++ = '\0';
		if (!parse(argv[i], val))
			return false;
	}
	return options.report && options.window.caps.ver;
}

static enum proxy_result serve_all(void)
{
	enum proxy_result res = PROXY_CLOSED;

	if (options.fd < 0)
		return res;
	do {
		res = serve();
	} while (res == PROXY_SERVED);
	return res;
}

int main(int argc, char **argv)
{
	enum proxy_result res;

	if (!parse_all(argc, argv)) {
		fprintf(stderr, "usage: see the top of bridge.c\n");
		return 2;
	}
	report_open(options.report);
	function_init();
	if (options.record && !unit_record(options.record))
		report_line("PROBLEM cannot record to %s", options.record);
	if (!window_init(&options.window))
		return 1;
	res = serve_all();
	if (res == PROXY_MALFORMED)
		report_line("PROBLEM unknown message from QEMU");
	unit_report();
	caching_report();
	report_totals();
	return res != PROXY_CLOSED;
}
