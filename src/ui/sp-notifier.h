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
 * SpNotifier:
 *
 * Decides what is worth a notification. It compares each status with the one before, remembers what
 * was said, and knows neither a desktop nor a clock. Free with sp_notifier_free().
 */
typedef struct _SpNotifier SpNotifier;

SpNotifier *sp_notifier_new (void);
void sp_notifier_free (SpNotifier *self);
GPtrArray *
sp_notifier_update (SpNotifier *self, SpStatus *status, guint allowed_kinds, gint64 now_s);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpNotifier, sp_notifier_free)

G_END_DECLS
