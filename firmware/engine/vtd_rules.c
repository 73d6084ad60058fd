/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "vtd_rules.h"

#include "gen/vtd_regs.h"

enum { CAP, ECAP, REGISTERS };

/* Broken when a bit of @mask is set while none of @other is (or one is). */
struct rule {
	uint64_t mask;
	uint64_t other;
	uint8_t reg;
	uint8_t other_reg;
	bool excludes;
	const char *text;
};

#define RULE(reg, mask, other_reg, other, excludes, text)                      \
	{                                                                      \
		mask, other, reg, other_reg, excludes, text                    \
	}
#define NEEDS(reg, field, other_reg, other)                                    \
	RULE(reg, VTD_##reg##_##field, other_reg, VTD_##other_reg##_##other,   \
	     false, #reg "." #field " is set without " #other_reg "." #other)
#define EXCLUDES(reg, field, other_reg, other)                                 \
	RULE(reg, VTD_##reg##_##field, other_reg, VTD_##other_reg##_##other,   \
	     true,                                                             \
	     #reg "." #field " is set together with " #other_reg "." #other)

/* What others need comes behind them, so that the sentence names the cause. */
static const struct rule rules[] = {
	NEEDS(ECAP, SMS, ECAP, PRS),
	NEEDS(ECAP, PRS, ECAP, DT),
	NEEDS(ECAP, PRS, ECAP, SMTS),
	NEEDS(ECAP, HPT1GPS, ECAP, HPTS),
	NEEDS(ECAP, HPTS, ECAP, DT),
	NEEDS(ECAP, HPTS, ECAP, SMTS),
	NEEDS(ECAP, PTRS, ECAP, DT),
	NEEDS(ECAP, PTRS, ECAP, PASID),
	NEEDS(ECAP, NWFS, ECAP, DT),
	NEEDS(ECAP, DIT, ECAP, DT),
	NEEDS(ECAP, PDS, ECAP, DT),
	NEEDS(ECAP, DT, ECAP, QI),
	NEEDS(ECAP, NEST, ECAP, SMTS),
	NEEDS(ECAP, NEST, ECAP, FSTS),
	NEEDS(ECAP, NEST, ECAP, SSTS),
	NEEDS(ECAP, EAFS, ECAP, FSTS),
	NEEDS(ECAP, EAFS, ECAP, SMPWCS),
	NEEDS(CAP, FS1GP, ECAP, FSTS),
	NEEDS(CAP, FS5LP, ECAP, FSTS),
	NEEDS(ECAP, SSADS, ECAP, SMPWCS),
	NEEDS(ECAP, SSIRWS, ECAP, SSTS),
	NEEDS(ECAP, RPRIVS, ECAP, SRS),
	NEEDS(ECAP, FSTS, ECAP, SMTS),
	NEEDS(ECAP, SMPWCS, ECAP, SMTS),
	NEEDS(ECAP, SRS, ECAP, SMTS),
	NEEDS(ECAP, RPS, ECAP, SMTS),
	NEEDS(ECAP, PASID, ECAP, SMTS),
	NEEDS(ECAP, PSS, ECAP, SMTS),
	NEEDS(ECAP, MTS, ECAP, SMTS),
	NEEDS(ECAP, SMTS, ECAP, QI),
	RULE(ECAP, VTD_ECAP_SMTS, ECAP,
	     VTD_ECAP_FSTS | VTD_ECAP_SSTS | VTD_ECAP_PT, false,
	     "ECAP.SMTS is set without any of ECAP.FSTS, SSTS and PT"),
	EXCLUDES(CAP, RWBF, ECAP, SMTS),
	NEEDS(ECAP, EIMER, ECAP, EIM),
	NEEDS(ECAP, EIM, ECAP, IR),
	NEEDS(ECAP, IRREQ, ECAP, IR),
	NEEDS(ECAP, MHMV, ECAP, IR),
	NEEDS(CAP, PI, ECAP, IR),
	NEEDS(ECAP, IR, ECAP, QI),
	NEEDS(ECAP, PMS, CAP, ECMDS),
};

#define NUM_RULES (sizeof(rules) / sizeof(rules[0]))

static uint64_t *word(struct vtd_config *config, unsigned int reg)
{
	return reg == CAP ? &config->cap : &config->ecap;
}

static bool is_broken(const struct vtd_config *config, const struct rule *r)
{
	uint64_t words[REGISTERS] = { config->cap, config->ecap };
	bool there = words[r->other_reg] & r->other;

	return words[r->reg] & r->mask && there == r->excludes;
}

const char *vtd_rules_error(const struct vtd_config *config)
{
	for (size_t i = 0; i < NUM_RULES; i++)
		if (is_broken(config, &rules[i]))
			return rules[i].text;
	return NULL;
}

/* Each round clears something, so there are no more rounds than rules. */
void vtd_rules_settle(struct vtd_config *config)
{
	for (size_t i = 0; i < NUM_RULES; i++)
		if (is_broken(config, &rules[i]) && !rules[i].excludes) {
			*word(config, rules[i].reg) &= ~rules[i].mask;
			i = (size_t)-1;
		}
}
