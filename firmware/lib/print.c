/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "print.h"

#include <stdarg.h>
#include <stdio.h>

#include "hal_console.h"

void print(const char *format, ...)
{
	char text[PRINT_MAX];
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (len < 0)
		return;
	if (len >= (int)sizeof(text))
		len = sizeof(text) - 1;
	hal_console_write(text, (size_t)len);
}
