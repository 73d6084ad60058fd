/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "vtd_config.h"

#include "gen/vtd_caps.h"
#include "gen/vtd_regs.h"
#include "vtd_rules.h"
#include "vtd_tables.h"

#define HAW_MIN 32U
#define HAW_MAX 52U

static unsigned int mgaw(const struct vtd_config *c)
{
	return (unsigned int)VTD_GET(VTD_CAP_MGAW, c->cap) + 1;
}

void vtd_config_set(struct vtd_config *c, uint32_t ver, uint64_t cap,
		    uint64_t ecap)
{
	*c = (struct vtd_config){
		.cap = cap,
		.ecap = ecap,
		.ver = ver,
		.tag_bits = VTD_TAG_BITS,
		.window_log2 = 12,
		.frcds = VTD_FRCD_DEFAULT,
		.device_timeout = VTD_DEVICE_TIMEOUT,
	};
	c->haw = (uint8_t)(mgaw(c) < HAW_MAX ? mgaw(c) : HAW_MAX);
}

/* The set @name of vtd_caps.toml. */
#define CONFIG(name)                                                           \
	{                                                                      \
		.cap = VTD_CAPS_##name##_CAP, .ecap = VTD_CAPS_##name##_ECAP,  \
		.ver = VTD_CAPS_##name##_VER, .haw = VTD_CAPS_##name##_HAW,    \
		.tag_bits = VTD_TAG_BITS,                                      \
		.window_log2 = VTD_CAPS_##name##_WINDOW_LOG2,                  \
		.frcds = VTD_CAPS_##name##_FRCDS,                              \
		.device_timeout = VTD_DEVICE_TIMEOUT,                          \
	}

struct vtd_config vtd_config_default(void)
{
	return (struct vtd_config)CONFIG(DEFAULT);
}

struct vtd_config vtd_config_legacy(void)
{
	return (struct vtd_config)CONFIG(LEGACY);
}

struct vtd_config vtd_config_full(void)
{
	return (struct vtd_config)CONFIG(FULL);
}

struct vtd_config vtd_config_caching(void)
{
	return (struct vtd_config)CONFIG(CACHING);
}

int vtd_config_from_caps(struct vtd_config *config, uint32_t ver, uint64_t cap,
			 uint64_t ecap)
{
	vtd_config_set(config, ver, cap, ecap);
	return vtd_config_error(config) ? -1 : 0;
}

bool vtd_config_drop_locked(struct vtd_config *config)
{
	uint64_t cap = config->cap;
	uint64_t ecap = config->ecap;

	config->cap &= ~VTD_CAP_PI;
	config->ecap &= ~(VTD_ECAP_FSTS | VTD_ECAP_SSADS);
	vtd_rules_settle(config);
	return config->cap != cap || config->ecap != ecap;
}

static const char *version_error(const struct vtd_config *c)
{
	unsigned int major = VTD_GET(VTD_VER_MAX, c->ver);

	if (c->ver & ~(VTD_VER_MAX | VTD_VER_MIN))
		return "VER has reserved bits set";
	if (major < 2)
		return "VER.MAX is below 2: drains would be optional";
	if (major > 5)
		return "VER.MAX is above 5: registers could not invalidate";
	return NULL;
}

/* The registers by the names that VTD_CAPS_UNBUILT has for them. */
#define UNBUILT(reg, mask, text) { IN_##reg, mask, text },
enum { IN_CAP, IN_ECAP };

static const char *built_error(const struct vtd_config *c)
{
	static const struct {
		unsigned int reg;
		uint64_t mask;
		const char *text;
	} unbuilt[] = { VTD_CAPS_UNBUILT(UNBUILT) };

	if (c->cap & ~VTD_CAPS_CAP_FIELDS)
		return "CAP has reserved bits set";
	if (c->ecap & ~VTD_CAPS_ECAP_FIELDS)
		return "ECAP has reserved bits set";
	for (size_t i = 0; i < sizeof(unbuilt) / sizeof(unbuilt[0]); i++)
		if ((unbuilt[i].reg == IN_CAP ? c->cap : c->ecap) &
		    unbuilt[i].mask)
			return unbuilt[i].text;
	return NULL;
}

static const char *pasid_error(const struct vtd_config *c)
{
	if (VTD_GET(VTD_ECAP_PSS, c->ecap) > 19)
		return "ECAP.PSS is above 19: a PASID has 20 bits";
	return NULL;
}

static const char *width_error(const struct vtd_config *c)
{
	unsigned int sagaw = VTD_GET(VTD_CAP_SAGAW, c->cap);
	unsigned int sslps = VTD_GET(VTD_CAP_SSLPS, c->cap);

	if (VTD_GET(VTD_CAP_ND, c->cap) > 6)
		return "CAP.ND is 7, which is reserved";
	if (!sagaw || sagaw & ~0xeU)
		return "CAP.SAGAW is not a choice of 39, 48 and 57 bits";
	if (sslps > 3 || sslps == 2)
		return "CAP.SSLPS is not none, 2M, or 2M and 1G";
	if (mgaw(c) < HAW_MIN || mgaw(c) > VTD_AW_BITS(VTD_AW_MAX))
		return "CAP.MGAW is not between 32 and 57 bits";
	if (c->haw < HAW_MIN || c->haw > HAW_MAX)
		return "the host address width is not between 32 and 52 bits";
	if (c->haw > mgaw(c))
		return "CAP.MGAW is below the host address width";
	return NULL;
}

static const char *invalidation_error(const struct vtd_config *c)
{
	unsigned int mamv = VTD_GET(VTD_CAP_MAMV, c->cap);

	if (!(c->cap & VTD_CAP_PSI) && mamv)
		return "CAP.MAMV is set without CAP.PSI";
	if (mamv + VTD_PAGE_SHIFT > VTD_AW_BITS(VTD_AW_MAX))
		return "CAP.MAMV is beyond any address width";
	if (!(c->cap & VTD_CAP_DRD) || !(c->cap & VTD_CAP_DWD))
		return "CAP.DRD and CAP.DWD are not set, as VER.MAX >= 2 asks";
	return NULL;
}

/* Offsets in the register window, @end exclusive. */
struct range {
	unsigned int first, end;
};

static struct range fault_records(const struct vtd_config *c)
{
	unsigned int first = (unsigned int)VTD_GET(VTD_CAP_FRO, c->cap) * 16;
	unsigned int nfr = (unsigned int)VTD_GET(VTD_CAP_NFR, c->cap);

	return (struct range){ first, first + 16 * (nfr + 1) };
}

static struct range iva_and_iotlb(const struct vtd_config *c)
{
	unsigned int first = (unsigned int)VTD_GET(VTD_ECAP_IRO, c->ecap) * 16;

	return (struct range){ first, first + 16 };
}

static bool overlap(struct range a, struct range b)
{
	return a.first < b.end && b.first < a.end;
}

static bool is_outside(const struct vtd_config *c, struct range r)
{
	return r.end > 1U << c->window_log2;
}

/* Registers with fixed places, and performance counters with theirs. */
static bool is_taken(const struct vtd_config *c, struct range r)
{
	static const struct range fixed = { 0, 0x500 };
	static const struct range perf[] = { { 0x800, 0xe00 },
					     { 0x1000, 0x2000 } };

	return overlap(r, fixed) ||
	       (c->ecap & VTD_ECAP_PMS &&
		(overlap(r, perf[0]) || overlap(r, perf[1])));
}

static const char *size_error(const struct vtd_config *c)
{
	if (!c->frcds || c->frcds > VTD_FRCD_MAX)
		return "the number of fault records is not between 1 and 256";
	if (c->window_log2 < 12 || c->window_log2 > 14)
		return "the register window is not of 4, 8 or 16 KiB";
	if (VTD_GET(VTD_CAP_NFR, c->cap) >= c->frcds)
		return "CAP.NFR is above the number of fault records";
	return NULL;
}

static const char *window_error(const struct vtd_config *c)
{
	if (is_outside(c, fault_records(c)))
		return "CAP.FRO and CAP.NFR put FRCD outside the window";
	if (is_taken(c, fault_records(c)))
		return "CAP.FRO puts FRCD where other registers are";
	if (is_outside(c, iva_and_iotlb(c)))
		return "ECAP.IRO puts IVA and IOTLB outside the window";
	if (is_taken(c, iva_and_iotlb(c)))
		return "ECAP.IRO puts IVA and IOTLB where other registers are";
	if (overlap(fault_records(c), iva_and_iotlb(c)))
		return "CAP.FRO and ECAP.IRO put registers over each other";
	return NULL;
}

static const char *counter_error(const struct vtd_config *c)
{
	if (c->ecap & VTD_ECAP_PMS && VTD_PERFCNTR0 >> c->window_log2)
		return "ECAP.PMS is set, but the window ends before PERFCNTR";
	return NULL;
}

static const char *pool_error(const struct vtd_config *c)
{
	if (!c->tag_bits || c->tag_bits > 16)
		return "the gate's tags are not between 1 and 16 bits wide";
	return NULL;
}

const char *vtd_config_error(const struct vtd_config *config)
{
	static const char *(*const rules[])(const struct vtd_config *) = {
		version_error, vtd_rules_error,    built_error, pasid_error,
		width_error,   invalidation_error, size_error,  counter_error,
		window_error,  pool_error,
	};
	const char *error = NULL;

	for (size_t i = 0; !error && i < sizeof(rules) / sizeof(rules[0]); i++)
		error = rules[i](config);
	return error;
}
