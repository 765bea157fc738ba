/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "address/sp-echo-pool.h"

#include "base/sp-error.h"

#define HOUR_S             G_GINT64_CONSTANT (3600)
#define DAY_S              (24 * HOUR_S)
#define ROUTINE_PER_HOUR   8
#define MAX_PER_HOUR       40
#define ROUTINE_DISTANCE_S 600
#define CHANGE_DISTANCE_S  60
#define NAMED_HOLD_S       300
#define MAX_RETRY_AFTER_S  (7 * DAY_S)
#define N_HOLDS            3

static const gint64 holds_s[N_HOLDS] = { HOUR_S, 6 * HOUR_S, DAY_S };

/* How a service has behaved in one family. */
typedef struct
{
  SpInstant asked_at;
  SpInstant held_at;
  gint64 hold_s;
  SpInstant outvoted_at;
  guint failures;
  guint uses;
} Conduct;

typedef struct
{
  SpEchoService *service; /* (owned) */
  Conduct conduct[SP_N_FAMILIES];
} Member;

typedef struct
{
  const SpEchoService *service; /* (unowned): a member of the pool */
  SpInstant when;
  SpEchoUrgency urgency;
} Question;

struct _SpEchoPool
{
  SpClock *clock;    /* (owned) */
  GArray *members;   /* (element-type Member) (owned) */
  GArray *questions; /* (element-type Question) (owned): those of the last hour */
  gboolean is_named;
};

static void
clear_member (gpointer data)
{
  Member *member = data;

  g_clear_pointer (&member->service, sp_echo_service_unref);
}

static void
clear_pool (gpointer data)
{
  SpEchoPool *self = data;

  g_clear_pointer (&self->members, g_array_unref);
  g_clear_pointer (&self->questions, g_array_unref);
  g_clear_object (&self->clock);
}

static Member *
get_member (const SpEchoPool *self, guint index)
{
  return &g_array_index (self->members, Member, index);
}

static Conduct *
find_conduct (SpEchoPool *self, const SpEchoService *service, SpFamily family)
{
  for (guint i = 0; i < self->members->len; i++)
    if (get_member (self, i)->service == service)
      return &get_member (self, i)->conduct[family];
  return NULL;
}

static void
add_member (SpEchoPool *self, SpEchoService *service)
{
  Member member = { sp_echo_service_ref (service), { { { 0 } } } };

  g_array_append_val (self->members, member);
}

static gboolean
has_budget (SpEchoPool *self, SpEchoUrgency urgency, const SpInstant *now)
{
  guint routine = 0;

  if (self->is_named)
    return TRUE;

  for (guint i = self->questions->len; i > 0; i--)
    {
      const Question *question = &g_array_index (self->questions, Question, i - 1);

      if (sp_instant_elapsed_s (&question->when, now) >= HOUR_S)
        g_array_remove_index (self->questions, i - 1);
      else if (question->urgency == SP_ECHO_ROUTINE)
        routine++;
    }

  return self->questions->len < MAX_PER_HOUR &&
         (urgency == SP_ECHO_CHANGE || routine < ROUTINE_PER_HOUR);
}

static gboolean
is_held (const Conduct *conduct, const SpInstant *now)
{
  return conduct->hold_s > 0 &&
         sp_instant_remaining_s (&conduct->held_at, conduct->hold_s, now) > 0;
}

static gboolean
is_resting (const SpEchoPool *self,
            const Conduct *conduct,
            SpEchoUrgency urgency,
            const SpInstant *now)
{
  gint64 distance_s = urgency == SP_ECHO_CHANGE ? CHANGE_DISTANCE_S : ROUTINE_DISTANCE_S;

  return !self->is_named && sp_instant_elapsed_s (&conduct->asked_at, now) < distance_s;
}

static gboolean
is_independent_of_all (const SpEchoService *service, GPtrArray *others)
{
  for (guint i = 0; i < others->len; i++)
    if (!sp_echo_service_is_independent (service, g_ptr_array_index (others, i)))
      return FALSE;
  return TRUE;
}

/* The share a service has had, over the share it should have. */
static gboolean
is_due_before (const Member *a, const Member *b, SpFamily family)
{
  guint64 weight_a = MAX (1, sp_echo_service_get_weight (a->service));
  guint64 weight_b = MAX (1, sp_echo_service_get_weight (b->service));

  return a->conduct[family].uses * weight_b < b->conduct[family].uses * weight_a;
}

static void
hold (SpEchoPool *self, Conduct *conduct, gint64 hold_s)
{
  conduct->held_at = sp_clock_now (self->clock);
  conduct->hold_s = hold_s;
}

/**
 * sp_echo_pool_new:
 * @clock: for distances and budgets
 * @services: (element-type SpEchoService): the services
 * @start: any number: which of equals is asked first, so that not every installation begins with
 *   the same
 *
 * Returns: (transfer full): a pool that has asked nobody yet
 */
SpEchoPool *
sp_echo_pool_new (SpClock *clock, GPtrArray *services, guint start)
{
  SpEchoPool *self = g_rc_box_new0 (SpEchoPool);

  self->clock = g_object_ref (clock);
  self->members = g_array_new (FALSE, FALSE, sizeof (Member));
  g_array_set_clear_func (self->members, clear_member);
  self->questions = g_array_new (FALSE, FALSE, sizeof (Question));
  for (guint i = 0; i < services->len; i++)
    add_member (self, g_ptr_array_index (services, (start % services->len + i) % services->len));
  return self;
}

/**
 * sp_echo_pool_new_named:
 * @clock: for the waits a service asks for
 * @service: the one a person chose
 *
 * How often to ask it is the person's business; only a wait it asks for is kept.
 *
 * Returns: (transfer full): a pool of that service
 */
SpEchoPool *
sp_echo_pool_new_named (SpClock *clock, SpEchoService *service)
{
  g_autoptr (GPtrArray) services = g_ptr_array_new ();
  SpEchoPool *self;

  g_ptr_array_add (services, service);
  self = sp_echo_pool_new (clock, services, 0);
  self->is_named = TRUE;
  return self;
}

/**
 * sp_echo_pool_ref:
 * @self: a pool
 *
 * Returns: (transfer full): @self
 */
SpEchoPool *
sp_echo_pool_ref (SpEchoPool *self)
{
  return g_rc_box_acquire (self);
}

/**
 * sp_echo_pool_unref:
 * @self: (transfer full): a pool
 */
void
sp_echo_pool_unref (SpEchoPool *self)
{
  g_rc_box_release_full (self, clear_pool);
}

/**
 * sp_echo_pool_is_named:
 * @self: a pool
 *
 * Returns: %TRUE if it holds the one service a person chose
 */
gboolean
sp_echo_pool_is_named (const SpEchoPool *self)
{
  return self->is_named;
}

/**
 * sp_echo_pool_get_quorum:
 * @self: a pool
 * @family: a family
 *
 * Returns: how many services must agree on a changed address: 2, or 1 where the person's own list
 *   has no two independent ones
 */
guint
sp_echo_pool_get_quorum (const SpEchoPool *self, SpFamily family)
{
  g_autoptr (GPtrArray) independent = g_ptr_array_new ();

  for (guint i = 0; i < self->members->len; i++)
    {
      SpEchoService *service = get_member (self, i)->service;

      if (sp_echo_service_get_url (service, family) != NULL &&
          is_independent_of_all (service, independent))
        g_ptr_array_add (independent, service);
    }
  return independent->len >= 2 ? 2 : 1;
}

static Member *
find_due (SpEchoPool *self,
          SpFamily family,
          SpEchoUrgency urgency,
          GPtrArray *asked,
          GPtrArray *voters,
          gboolean is_reserve,
          gboolean *somebody_rests)
{
  SpInstant now = sp_clock_now (self->clock);
  Member *due = NULL;

  for (guint i = 0; i < self->members->len; i++)
    {
      Member *member = get_member (self, i);
      const Conduct *conduct = &member->conduct[family];

      if (sp_echo_service_get_url (member->service, family) == NULL ||
          (sp_echo_service_get_weight (member->service) == 0) != is_reserve ||
          g_ptr_array_find (asked, member->service, NULL) ||
          !is_independent_of_all (member->service, voters) || is_held (conduct, &now))
        continue;

      if (is_resting (self, conduct, urgency, &now))
        *somebody_rests = TRUE;
      else if (due == NULL || is_due_before (member, due, family))
        due = member;
    }
  return due;
}

static gboolean
serves (const SpEchoPool *self, SpFamily family)
{
  for (guint i = 0; i < self->members->len; i++)
    if (sp_echo_service_get_url (get_member (self, i)->service, family) != NULL)
      return TRUE;
  return FALSE;
}

/* Why nobody may be asked. */
static void
set_reason (const SpEchoPool *self, SpFamily family, gboolean somebody_rests, GError **error)
{
  const char *name = family == SP_FAMILY_IPV4 ? "IPv4" : "IPv6";

  if (!serves (self, family))
    g_set_error (error,
                 SP_ERROR,
                 SP_ERROR_NOT_FOUND,
                 "no echo service for %s is named in the settings",
                 name);
  else if (somebody_rests)
    g_set_error (error,
                 SP_ERROR,
                 SP_ERROR_NETWORK,
                 "every echo service for %s was asked a moment ago",
                 name);
  else
    g_set_error (error,
                 SP_ERROR,
                 SP_ERROR_NETWORK,
                 "no echo service for %s is left to ask; some may have asked for a pause",
                 name);
}

/**
 * sp_echo_pool_pick:
 * @self: a pool
 * @family: the family to ask for
 * @urgency: why
 * @asked: (element-type SpEchoService): asked in this round already
 * @voters: (element-type SpEchoService): those whose answers count; the pick is independent of all
 * @error: %SP_ERROR_NETWORK if nobody may be asked now, %SP_ERROR_NOT_FOUND if nobody ever can
 *
 * The pick counts as asked. A reserve is only picked for a change, or when all others are held.
 *
 * Returns: (transfer none) (nullable): whom to ask
 */
SpEchoService *
sp_echo_pool_pick (SpEchoPool *self,
                   SpFamily family,
                   SpEchoUrgency urgency,
                   GPtrArray *asked,
                   GPtrArray *voters,
                   GError **error)
{
  Question question = { NULL, sp_clock_now (self->clock), urgency };
  gboolean somebody_rests = FALSE;
  Member *due = NULL;

  if (!has_budget (self, urgency, &question.when))
    {
      g_set_error_literal (error,
                           SP_ERROR,
                           SP_ERROR_NETWORK,
                           "echo services were asked often enough for this hour");
      return NULL;
    }

  due = find_due (self, family, urgency, asked, voters, FALSE, &somebody_rests);
  if (due == NULL && (urgency == SP_ECHO_CHANGE || !somebody_rests))
    due = find_due (self, family, urgency, asked, voters, TRUE, &somebody_rests);

  if (due == NULL)
    {
      set_reason (self, family, somebody_rests, error);
      return NULL;
    }

  question.service = due->service;
  due->conduct[family].asked_at = question.when;
  due->conduct[family].uses++;
  g_array_append_val (self->questions, question);
  return due->service;
}

/**
 * sp_echo_pool_note_good:
 * @self: a pool
 * @service: one of it
 * @family: the family it was asked for
 *
 * It answered well: earlier failures are forgotten.
 */
void
sp_echo_pool_note_good (SpEchoPool *self, SpEchoService *service, SpFamily family)
{
  Conduct *conduct = find_conduct (self, service, family);

  conduct->failures = 0;
  conduct->hold_s = 0;
}

/**
 * sp_echo_pool_note_unreached:
 * @self: a pool
 * @service: one of it
 * @family: the family it was asked for
 *
 * No byte of the question left: the service was not bothered, and an outage of the own network
 * must not use up what may be asked when it is over.
 */
void
sp_echo_pool_note_unreached (SpEchoPool *self, SpEchoService *service, SpFamily family)
{
  Conduct *conduct = find_conduct (self, service, family);

  conduct->asked_at = (SpInstant){ 0 };
  for (guint i = self->questions->len; i > 0; i--)
    if (g_array_index (self->questions, Question, i - 1).service == service)
      {
        g_array_remove_index (self->questions, i - 1);
        return;
      }
}

/**
 * sp_echo_pool_note_failure:
 * @self: a pool
 * @service: one of it
 * @family: the family it was asked for
 * @retry_after_s: how long it asked us to wait; 0 or less if it did not
 *
 * It refused or failed: left alone for 1, 6, then 24 hours, or longer if it asked for that. One
 * that a person named: 5 minutes, or what it asked for; on this machine not at all.
 */
void
sp_echo_pool_note_failure (SpEchoPool *self,
                           SpEchoService *service,
                           SpFamily family,
                           gint64 retry_after_s)
{
  Conduct *conduct = find_conduct (self, service, family);
  gint64 least_s = MIN (retry_after_s, MAX_RETRY_AFTER_S);

  if (sp_echo_service_is_loopback (service))
    return;

  if (self->is_named)
    hold (self, conduct, least_s > 0 ? least_s : NAMED_HOLD_S);
  else
    hold (self, conduct, MAX (least_s, holds_s[MIN (conduct->failures, N_HOLDS - 1)]));
  conduct->failures++;
}

/**
 * sp_echo_pool_note_outvoted:
 * @self: a pool
 * @service: one of it
 * @family: the family it was asked for
 *
 * Two others contradicted it. The second time within a day it is left alone for a day.
 */
void
sp_echo_pool_note_outvoted (SpEchoPool *self, SpEchoService *service, SpFamily family)
{
  Conduct *conduct = find_conduct (self, service, family);
  SpInstant now = sp_clock_now (self->clock);

  if (sp_instant_elapsed_s (&conduct->outvoted_at, &now) < DAY_S)
    hold (self, conduct, DAY_S);
  conduct->outvoted_at = now;
}
