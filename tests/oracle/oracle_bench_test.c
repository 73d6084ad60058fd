/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include <stdio.h>
#include <string.h>

#include "oracle_bench.h"

uint8_t bench_bytes[BENCH_SIZE];
struct oracle_state bench_state;
struct oracle_request bench_req;
struct oracle_result bench_res;
unsigned int bench_failures;
uint64_t bench_locked_out;

static bool read_bytes(void *ctx, uint64_t addr, void *buf, size_t len)
{
	(void)ctx;
	if (addr < BENCH_BASE || addr - BENCH_BASE > BENCH_SIZE - len)
		return false;
	memcpy(buf, bench_bytes + (addr - BENCH_BASE), len);
	return true;
}

static bool may_lock(void *ctx, uint64_t addr)
{
	(void)ctx;
	return addr != bench_locked_out;
}

void bench_begin(const struct oracle_caps *caps)
{
	memset(bench_bytes, 0, sizeof(bench_bytes));
	bench_locked_out = 0;
	bench_state = (struct oracle_state){
		.caps = *caps,
		.memory = { .read = read_bytes, .locked = may_lock },
		.te = true,
	};
	bench_req = (struct oracle_request){ .sid = BENCH_SID };
}

void bench_put(uint64_t addr, uint64_t value)
{
	memcpy(bench_bytes + (addr - BENCH_BASE), &value, sizeof(value));
}

uint64_t bench_get(uint64_t addr)
{
	uint64_t value;

	memcpy(&value, bench_bytes + (addr - BENCH_BASE), sizeof(value));
	return value;
}

void bench_check(const char *what, bool good)
{
	char text[8192];

	printf("%s %s\n", good ? "ok  " : "FAIL", what);
	if (good)
		return;
	bench_failures++;
	oracle_describe(&bench_req, &bench_res, text, sizeof(text));
	fputs(text, stdout);
}

void bench_expect_pass(const char *what, uint64_t addr)
{
	oracle_translate(&bench_state, &bench_req, &bench_res);
	bench_check(what,
		    bench_res.outcome == ORACLE_PASS && bench_res.addr == addr);
}

void bench_expect_fault(const char *what, unsigned int reason)
{
	oracle_translate(&bench_state, &bench_req, &bench_res);
	bench_check(what, bench_res.outcome == ORACLE_FAULT &&
				  bench_res.reason == reason);
}

void bench_expect_outcome(const char *what, unsigned int outcome)
{
	oracle_translate(&bench_state, &bench_req, &bench_res);
	bench_check(what, bench_res.outcome == outcome && !bench_res.recorded);
}

int main(void)
{
	oracle_legacy_test();
	oracle_scalable_test();
	oracle_nested_test();
	oracle_flags_test();
	oracle_ats_test();
	oracle_interrupt_test();
	printf("%u failed\n", bench_failures);
	return bench_failures != 0;
}
