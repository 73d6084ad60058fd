/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "guest.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/reboot.h>
#include <unistd.h>

static unsigned int passed;
static unsigned int failed;

static void power_off(void)
{
	fflush(stdout);
	sync();
	reboot(RB_POWER_OFF);
	_exit(1);
}

bool check(bool ok, const char *fmt, ...)
{
	va_list args;

	if (ok)
		passed++;
	else
		failed++;
	printf("CHECK %s ", ok ? "PASS" : "FAIL");
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	putchar('\n');
	fflush(stdout);
	return ok;
}

void give_up(const char *fmt, ...)
{
	va_list args;

	printf("CHECK FAIL gave up: ");
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	putchar('\n');
	power_off();
	abort();
}

void finish(void)
{
	printf("RESULT passed=%u failed=%u\n", passed, failed);
	power_off();
	abort();
}
