/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "ats.h"

#include "gen/vtd_regs.h"
#include "trace.h"

/* The entry of @user, else one that is free, else NULL. */
static struct vtd_ats_user *find(struct vtd *v, const struct vtd_ats_user *user)
{
	struct vtd_ats_user *room = NULL;

	for (unsigned int i = 0; i < VTD_DEVICE_TLB_USERS; i++) {
		struct vtd_ats_user *u = &v->ats.user[i];

		if (!u->used)
			room = u;
		else if (u->sid == user->sid && u->did == user->did &&
			 u->pasid == user->pasid)
			return u;
	}
	return room;
}

/* Who is given something anew no longer leaves. */
bool ats_users_note(struct vtd *v, const struct vtd_ats_user *user)
{
	struct vtd_ats_user *u;

	if (!(v->config.cap & VTD_CAP_CM))
		return true;
	u = find(v, user);
	if (!u)
		return false;
	if (!u->used)
		trace(v, ATS_USER, user->sid | (uint64_t)user->did << 16,
		      user->pasid, 1);
	*u = *user;
	u->used = true;
	u->leaving = 0;
	return true;
}

static bool ends(const struct vtd_itag *tag, const struct vtd_ats_user *u)
{
	return u->used && u->sid == tag->sid &&
	       (u->pasid == tag->pasid ||
		(u->pasid && tag->range & ATS_RANGE_G));
}

static uint8_t mark_of(const struct vtd *v, const struct vtd_itag *tag)
{
	return (uint8_t)(tag - v->ats.itag + 1);
}

void ats_users_leave(struct vtd *v, const struct vtd_itag *tag)
{
	if ((tag->range & ATS_RANGE_ALL) != ATS_RANGE_ALL)
		return;
	for (unsigned int i = 0; i < VTD_DEVICE_TLB_USERS; i++)
		if (ends(tag, &v->ats.user[i]))
			v->ats.user[i].leaving = mark_of(v, tag);
}

void ats_users_left(struct vtd *v, const struct vtd_itag *tag, bool completed)
{
	for (unsigned int i = 0; i < VTD_DEVICE_TLB_USERS; i++) {
		struct vtd_ats_user *u = &v->ats.user[i];

		if (!u->used || u->leaving != mark_of(v, tag))
			continue;
		u->leaving = 0;
		u->used = !completed;
		if (completed)
			trace(v, ATS_USER, u->sid | (uint64_t)u->did << 16,
			      u->pasid, 0);
	}
}
