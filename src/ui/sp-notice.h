/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/sp-status.h"

G_BEGIN_DECLS

/**
 * SpNoticeKind:
 * @SP_NOTICE_CHANGED: a name points to another address now
 * @SP_NOTICE_PROBLEM: three failures in a row and a quarter of an hour without success
 * @SP_NOTICE_RECOVERED: all is well again after a problem that was shown
 * @SP_NOTICE_NEEDS_YOU: nothing goes on until a person acts
 *
 * The classes of notification that a person can switch on and off.
 */
typedef enum
{
  SP_NOTICE_CHANGED,
  SP_NOTICE_PROBLEM,
  SP_NOTICE_RECOVERED,
  SP_NOTICE_NEEDS_YOU,
} SpNoticeKind;

#define SP_N_NOTICES 4

/**
 * SpNotice:
 * @kind: the class
 * @id: (owned): a notification of the same id is replaced
 * @profile_id: (owned) (nullable): the profile it is about; %NULL when it is about several
 * @title: (owned) (nullable): its first line; %NULL when the notification is out of date and has
 *   to go
 * @body: (owned) (nullable): the rest
 * @address: (owned) (nullable): an address that is worth copying
 *
 * One notification to show, or to take back.
 */
typedef struct
{
  SpNoticeKind kind;
  char *id;
  char *profile_id;
  char *title;
  char *body;
  char *address;
} SpNotice;

void sp_notice_free (SpNotice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpNotice, sp_notice_free)

/**
 * SpNews:
 * @kind: the class
 * @profile: (unowned): belongs to the status of the moment
 * @addresses: (owned) (element-type utf8) (nullable): the new ones, if they changed
 *
 * What there is to tell about one profile, before several become one notification. Free with
 * sp_news_free().
 */
typedef struct
{
  SpNoticeKind kind;
  const SpProfileStatus *profile;
  GPtrArray *addresses;
} SpNews;

SpNews *sp_news_new (SpNoticeKind kind, const SpProfileStatus *profile);
void sp_news_free (SpNews *self);

SpNotice *sp_notice_new_for_one (SpStatus *status, const SpNews *news);
SpNotice *sp_notice_new_for_several (SpStatus *status, SpNoticeKind kind, GPtrArray *news_list);
SpNotice *sp_notice_new_to_take_back (SpNoticeKind kind, const char *profile_id);

G_END_DECLS
