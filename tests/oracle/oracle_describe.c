/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "oracle_internal.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

struct text {
	char *buf;
	size_t len;
	size_t used;
};

__attribute__((format(printf, 2, 3))) static void add(struct text *t,
						      const char *format, ...)
{
	va_list args;
	int n;

	if (t->used + 1 >= t->len)
		return;
	va_start(args, format);
	n = vsnprintf(t->buf + t->used, t->len - t->used, format, args);
	va_end(args);
	if (n < 0)
		return;
	t->used += (size_t)n;
	if (t->used >= t->len)
		t->used = t->len - 1;
}

static void add_request(struct text *t, const struct oracle_request *req)
{
	static const char *const kinds[] = { "read", "write", "atomic" };

	add(t, "%02x:%02x.%x %s%s%s at %#" PRIx64, req->sid >> 8,
	    req->sid >> 3 & 0x1f, req->sid & 7,
	    req->translated ? "translated " : "",
	    req->zero_length ? "zero-length " : "", kinds[req->kind % 3],
	    req->addr);
	if (req->has_pasid)
		add(t, " with PASID %" PRIu32, req->pasid);
}

static void add_outcome(struct text *t, const struct oracle_result *res)
{
	switch (res->outcome) {
	case ORACLE_PASS:
		add(t, ": goes to %#" PRIx64, res->addr);
		if (res->page_size)
			add(t, " through a page of %" PRIu64 " KiB (%s%s)",
			    res->page_size >> 10, res->may_read ? "R" : "-",
			    res->may_write ? "W" : "-");
		break;
	case ORACLE_INTERRUPT:
		add(t, ": is an interrupt request");
		break;
	case ORACLE_COMPLETE:
		add(t, ": completes without an access");
		break;
	case ORACLE_REFUSE:
		add(t, ": refused, not recorded");
		break;
	default:
		add(t, ": fault %02xh %s, %s%s", res->reason,
		    oracle_reason_name(res->reason),
		    oracle_reason_text(res->reason),
		    res->recorded ? "" : " (not recorded, FPD=1)");
	}
	add(t, "\n");
}

static void add_context(struct text *t, const struct oracle_step *s)
{
	static const char *const types[] = { "second stage", "with ATS",
					     "pass-through", "TT=3" };

	add(t, "%s, %s, %u levels, DID %u%s",
	    oracle_bits(s->value[0], 0, 0) ? "present" : "not present",
	    types[oracle_bits(s->value[0], 3, 2)],
	    (unsigned int)oracle_bits(s->value[1], 2, 0) + 2,
	    (unsigned int)oracle_bits(s->value[1], 23, 8),
	    oracle_bits(s->value[0], 1, 1) ? ", FPD" : "");
}

static void add_paging(struct text *t, const struct oracle_step *s)
{
	bool leaf = s->level == 1 || oracle_bits(s->value[0], 7, 7);

	add(t, "%s%s, %s %#" PRIx64, oracle_bits(s->value[0], 0, 0) ? "R" : "-",
	    oracle_bits(s->value[0], 1, 1) ? "W" : "-", leaf ? "page" : "table",
	    oracle_bits(s->value[0], 51, 12) << 12);
}

static void add_step(struct text *t, const struct oracle_step *s)
{
	if (s->table == ORACLE_SECOND_STAGE)
		add(t, "  level %u entry", s->level);
	else
		add(t, "  %s entry",
		    s->table == ORACLE_ROOT ? "root" : "context");
	add(t, " at %#" PRIx64 ": ", s->addr);
	if (s->read_failed) {
		add(t, "cannot be read\n");
		return;
	}
	if (s->table != ORACLE_SECOND_STAGE)
		add(t, "%016" PRIx64 " ", s->value[1]);
	add(t, "%016" PRIx64 " ", s->value[0]);
	if (s->table == ORACLE_ROOT)
		add(t,
		    oracle_bits(s->value[0], 0, 0) ? "present" : "not present");
	else if (s->table == ORACLE_CONTEXT)
		add_context(t, s);
	else
		add_paging(t, s);
	add(t, "\n");
}

size_t oracle_describe(const struct oracle_request *req,
		       const struct oracle_result *res, char *buf, size_t len)
{
	struct text t = { .buf = buf, .len = len };

	if (len)
		buf[0] = '\0';
	add_request(&t, req);
	add_outcome(&t, res);
	for (unsigned int i = 0; i < res->steps; i++)
		add_step(&t, &res->step[i]);
	return t.used;
}
