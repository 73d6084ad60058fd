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
		add(t, " with PASID %" PRIu32 "%s%s", req->pasid,
		    req->priv ? " PR" : "", req->exec ? " ER" : "");
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

static void add_second(struct text *t, const struct oracle_step *s)
{
	bool leaf = s->level == 1 || oracle_bits(s->value[0], 7, 7);

	add(t, "%s%s, %s %#" PRIx64, oracle_bits(s->value[0], 0, 0) ? "R" : "-",
	    oracle_bits(s->value[0], 1, 1) ? "W" : "-", leaf ? "page" : "table",
	    oracle_bits(s->value[0], 51, 12) << 12);
}

static void add_first(struct text *t, const struct oracle_step *s)
{
	bool leaf = s->level == 1 || oracle_bits(s->value[0], 7, 7);

	add(t, "%s%s%s, %s %#" PRIx64,
	    oracle_bits(s->value[0], 0, 0) ? "P" : "-",
	    oracle_bits(s->value[0], 1, 1) ? "W" : "-",
	    oracle_bits(s->value[0], 2, 2) ? "U" : "-", leaf ? "page" : "table",
	    oracle_bits(s->value[0], 51, 12) << 12);
}

static void add_scalable_context(struct text *t, const struct oracle_step *s)
{
	add(t, "%s%s, RID_PASID %u, PDTS %u%s",
	    oracle_bits(s->value[0], 0, 0) ? "present" : "not present",
	    oracle_bits(s->value[0], 3, 3) ? ", PASIDE" : "",
	    (unsigned int)oracle_bits(s->value[1], 19, 0),
	    (unsigned int)oracle_bits(s->value[0], 11, 9),
	    oracle_bits(s->value[0], 1, 1) ? ", FPD" : "");
}

static void add_pasid_entry(struct text *t, const struct oracle_step *s)
{
	static const char *const types[] = { "PGTT=0",       "first stage",
					     "second stage", "nested",
					     "pass-through", "PGTT=5",
					     "PGTT=6",       "PGTT=7" };

	add(t, "%s, %s, AW %u, FSPM %u, DID %u%s%s%s%s%s%s",
	    oracle_bits(s->value[0], 0, 0) ? "present" : "not present",
	    types[oracle_bits(s->value[0], 8, 6)],
	    (unsigned int)oracle_bits(s->value[0], 4, 2),
	    (unsigned int)oracle_bits(s->value[2], 3, 2),
	    (unsigned int)oracle_bits(s->value[1], 15, 0),
	    oracle_bits(s->value[0], 1, 1) ? ", FPD" : "",
	    oracle_bits(s->value[0], 9, 9) ? ", SSADE" : "",
	    oracle_bits(s->value[1], 23, 23) ? ", PWSNP" : "",
	    oracle_bits(s->value[2], 0, 0) ? ", SRE" : "",
	    oracle_bits(s->value[2], 4, 4) ? ", WPE" : "",
	    oracle_bits(s->value[2], 7, 7) ? ", EAFE" : "");
}

static void add_present(struct text *t, const struct oracle_step *s)
{
	add(t, oracle_bits(s->value[0], 0, 0) ? "present" : "not present");
}

/* What each enum oracle_table is, and how many words of it are shown. */
static const struct {
	const char *name;
	unsigned int words;
	void (*add)(struct text *t, const struct oracle_step *s);
} tables[] = {
	[ORACLE_ROOT] = { "root", 2, add_present },
	[ORACLE_CONTEXT] = { "context", 2, add_context },
	[ORACLE_SECOND_STAGE] = { "second-stage", 1, add_second },
	[ORACLE_SCALABLE_ROOT] = { "scalable root", 2, add_present },
	[ORACLE_SCALABLE_CONTEXT] = { "scalable context", 3,
				      add_scalable_context },
	[ORACLE_PASID_DIRECTORY] = { "PASID directory", 1, add_present },
	[ORACLE_PASID_ENTRY] = { "PASID", 3, add_pasid_entry },
	[ORACLE_FIRST_STAGE] = { "first-stage", 1, add_first },
	[ORACLE_IRTE] = { "interrupt", 2, add_present },
	[ORACLE_PID] = { "posted", 1, add_present },
};

static void add_step(struct text *t, const struct oracle_step *s)
{
	if (s->table == ORACLE_SECOND_STAGE)
		add(t, "  level %u entry", s->level);
	else if (s->level)
		add(t, "  first-stage level %u entry", s->level);
	else
		add(t, "  %s entry", tables[s->table].name);
	add(t, " at %#" PRIx64 ": ", s->addr);
	if (s->read_failed) {
		add(t, "cannot be read\n");
		return;
	}
	for (unsigned int i = tables[s->table].words; i--;)
		add(t, "%016" PRIx64 " ", s->value[i]);
	tables[s->table].add(t, s);
	if (s->must)
		add(t, ", sets %#" PRIx64, s->must);
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
