/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "ats.h"

#include "dma.h"
#include "trace.h"

_Static_assert(VTD_DEVICE_TLB_USERS == 64, "a bit of vtd_ats.due for each");

/* ---- Limits of sources, as the host named them last --------------------- */

static struct vtd_ats_limit *limit_of(struct vtd *v, uint16_t sid)
{
	return &v->ats.limit[(sid ^ sid >> 8) & (VTD_ATS_LIMITS - 1)];
}

void ats_due_limit(struct vtd *v, const struct ats_inv *inv)
{
	*limit_of(v, inv->sid) = (struct vtd_ats_limit){
		.sid = inv->sid,
		.owner = inv->owner,
		.mip = inv->mip,
		.known = true,
	};
}

/* One at a time is what every device can stand. */
static struct ats_inv everything_of(struct vtd *v, const struct vtd_ats_user *u)
{
	const struct vtd_ats_limit *limit = limit_of(v, u->sid);
	bool known = limit->known && limit->sid == u->sid;

	return (struct ats_inv){
		.range = ATS_RANGE_ALL,
		.pasid = u->pasid,
		.sid = u->sid,
		.owner = known ? limit->owner : u->sid,
		.mip = known ? limit->mip : 1,
	};
}

/* ---- Who is due --------------------------------------------------------- */

static void mark(struct vtd *v, unsigned int user)
{
	v->ats.due |= UINT64_C(1) << user;
}

void ats_due_all(struct vtd *v)
{
	for (unsigned int i = 0; i < VTD_DEVICE_TLB_USERS; i++)
		if (v->ats.user[i].used)
			mark(v, i);
}

void ats_due_source(struct vtd *v, uint16_t sid, uint16_t ignored)
{
	for (unsigned int i = 0; i < VTD_DEVICE_TLB_USERS; i++) {
		const struct vtd_ats_user *u = &v->ats.user[i];

		if (u->used && !((u->sid ^ sid) & ~ignored))
			mark(v, i);
	}
}

static bool of_domain(const struct vtd *v, const struct vtd_ats_user *u,
		      uint16_t did)
{
	return u->used && (u->did & v->did_mask) == did;
}

void ats_due_domain(struct vtd *v, uint16_t did)
{
	for (unsigned int i = 0; i < VTD_DEVICE_TLB_USERS; i++)
		if (of_domain(v, &v->ats.user[i], did))
			mark(v, i);
}

/* Requests without PASID have one too (RID_PASID), which may be this one. */
void ats_due_pasid(struct vtd *v, uint16_t did, uint32_t pasid)
{
	uint64_t named = GATE_WORK0_SSIDV | VTD_PUT(GATE_WORK0_SSID, pasid);

	for (unsigned int i = 0; i < VTD_DEVICE_TLB_USERS; i++) {
		const struct vtd_ats_user *u = &v->ats.user[i];

		if (of_domain(v, u, did) && (!u->pasid || u->pasid == named))
			mark(v, i);
	}
}

/* ---- Telling them ------------------------------------------------------- */

/*
 * Whoever is blocked has lost what it holds already. Nothing is sent, as it
 * would not answer, but all of it is owed from now on.
 */
static void owe_everything(struct vtd *v, const struct vtd_ats_user *u)
{
	const struct vtd_itag tag = {
		.range = ATS_RANGE_ALL,
		.pasid = u->pasid,
		.sid = u->sid,
	};

	ats_block(v, &tag);
}

/* One that leaves got nothing since a request for everything was sent. */
static enum ats_inv_sent tell(struct vtd *v, const struct vtd_ats_user *u)
{
	struct ats_inv inv;

	if (!u->used || u->leaving)
		return ATS_INV_SENT;
	if (ats_block_holds(v, u->sid)) {
		owe_everything(v, u);
		return ATS_INV_SENT;
	}
	inv = everything_of(v, u);
	return ats_inv_send(v, &inv);
}

bool ats_due(const struct vtd *v)
{
	return v->ats.due && v->te;
}

enum ats_inv_sent ats_due_step(struct vtd *v)
{
	unsigned int user = 0;
	enum ats_inv_sent sent;

	while (!(v->ats.due >> user & 1))
		user++;
	sent = tell(v, &v->ats.user[user]);
	if (sent == ATS_INV_SENT)
		v->ats.due &= ~(UINT64_C(1) << user);
	return sent;
}
