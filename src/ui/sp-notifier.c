/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-notifier.h"

/* Most providers recover within minutes, and most people need not know. */
#define PROBLEM_FAILURES 3
#define PROBLEM_AFTER_S  (15 * 60)

typedef struct
{
  GHashTable *published;  /* (owned) (element-type utf8 utf8): address by “host family” */
  gint64 failing_since_s; /* 0 while nothing fails */
  guint failed_checks;
  gint64 next_check_s;
  gboolean problem_shown;
  gboolean needs_you;
  gboolean needs_you_shown;
  gboolean seen;
} Memory;

struct _SpNotifier
{
  GHashTable *memories; /* (owned) (element-type utf8 Memory): by profile id */
};

static void
memory_free (Memory *memory)
{
  g_hash_table_unref (memory->published);
  g_free (memory);
}

static Memory *
ensure_memory (SpNotifier *self, const char *profile_id)
{
  Memory *memory = g_hash_table_lookup (self->memories, profile_id);

  if (memory == NULL)
    {
      memory = g_new0 (Memory, 1);
      memory->published = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_hash_table_insert (self->memories, g_strdup (profile_id), memory);
    }

  return memory;
}

static gboolean
has_text (GPtrArray *texts, const char *text)
{
  return g_ptr_array_find_with_equal_func (texts, text, g_str_equal, NULL);
}

static void
compare_published (Memory *memory, const SpTargetStatus *target, GPtrArray *changed)
{
  g_autofree char *key =
      g_strdup_printf ("%s %s", target->host, sp_family_to_string (target->family));
  const char *before = g_hash_table_lookup (memory->published, key);
  const char *now;

  if (target->published == NULL)
    return;

  now = sp_address_get_text (target->published);
  if (before != NULL && !g_str_equal (before, now) && !has_text (changed, now))
    g_ptr_array_add (changed, g_strdup (now));
  g_hash_table_insert (memory->published, g_steal_pointer (&key), g_strdup (now));
}

static gboolean
is_failing (const SpTargetStatus *target)
{
  return target->state == SP_STATE_BACKOFF || target->reason == SP_REASON_NO_ANSWER ||
         target->reason == SP_REASON_SOURCES_DISAGREE;
}

/* The engine counts attempts. Detection that finds nothing makes none; each further check counts. */
static guint
count_failures (Memory *memory, const SpProfileStatus *profile)
{
  guint failures = 0;
  gint64 next_check_s = 0;

  for (guint i = 0; i < profile->targets->len; i++)
    {
      const SpTargetStatus *target = g_ptr_array_index (profile->targets, i);

      if (target->state == SP_STATE_BACKOFF)
        failures = MAX (failures, target->fails);
      else if (is_failing (target))
        next_check_s = MAX (next_check_s, target->next_check_s);
    }

  if (next_check_s > memory->next_check_s)
    memory->failed_checks++;
  memory->next_check_s = next_check_s;
  return MAX (failures, memory->failed_checks);
}

static gboolean
profile_is_failing (const SpProfileStatus *profile)
{
  for (guint i = 0; i < profile->targets->len; i++)
    if (is_failing (g_ptr_array_index (profile->targets, i)))
      return TRUE;
  return FALSE;
}

static gboolean
profile_needs_person (const SpProfileStatus *profile)
{
  for (guint i = 0; i < profile->targets->len; i++)
    {
      const SpTargetStatus *target = g_ptr_array_index (profile->targets, i);

      if (sp_state_needs_person (target->state, target->reason))
        return TRUE;
    }
  return FALSE;
}

static void
forget_failures (Memory *memory)
{
  memory->failing_since_s = 0;
  memory->failed_checks = 0;
  memory->next_check_s = 0;
}

static gboolean
is_problem (Memory *memory, const SpProfileStatus *profile, gint64 now_s)
{
  guint failures;

  if (!profile_is_failing (profile))
    return FALSE;

  failures = count_failures (memory, profile);
  if (memory->failing_since_s == 0)
    memory->failing_since_s = now_s;
  return failures >= PROBLEM_FAILURES && now_s - memory->failing_since_s >= PROBLEM_AFTER_S;
}

static void
judge_trouble (Memory *memory,
               const SpProfileStatus *profile,
               guint allowed_kinds,
               gint64 now_s,
               GPtrArray *news_list)
{
  SpState overall = sp_profile_status_get_overall (profile);
  gboolean allowed = (allowed_kinds & (1 << SP_NOTICE_PROBLEM)) != 0;

  /* Offline is not the provider's fault, and the person sees it without us. */
  if (overall == SP_STATE_OFFLINE || overall == SP_STATE_PAUSED)
    forget_failures (memory);
  else if (is_problem (memory, profile, now_s) && !memory->problem_shown && allowed)
    {
      memory->problem_shown = TRUE;
      g_ptr_array_add (news_list, sp_news_new (SP_NOTICE_PROBLEM, profile));
    }
  else if (overall == SP_STATE_CURRENT)
    {
      forget_failures (memory);
      if (memory->problem_shown)
        g_ptr_array_add (news_list, sp_news_new (SP_NOTICE_RECOVERED, profile));
      memory->problem_shown = FALSE;
    }
}

static void
judge_profile (SpNotifier *self,
               const SpProfileStatus *profile,
               guint allowed_kinds,
               gint64 now_s,
               GPtrArray *news_list)
{
  Memory *memory = ensure_memory (self, sp_profile_get_id (profile->profile));
  g_autoptr (GPtrArray) changed = g_ptr_array_new_with_free_func (g_free);
  gboolean needs_you = profile_needs_person (profile);

  memory->seen = TRUE;
  for (guint i = 0; i < profile->targets->len; i++)
    compare_published (memory, g_ptr_array_index (profile->targets, i), changed);

  if (changed->len > 0)
    {
      SpNews *news = sp_news_new (SP_NOTICE_CHANGED, profile);

      news->addresses = g_steal_pointer (&changed);
      g_ptr_array_add (news_list, news);
    }

  if (needs_you && !memory->needs_you)
    g_ptr_array_add (news_list, sp_news_new (SP_NOTICE_NEEDS_YOU, profile));
  memory->needs_you = needs_you;

  judge_trouble (memory, profile, allowed_kinds, now_s, news_list);
}

static void
remember_shown (SpNotifier *self, const SpNews *news)
{
  Memory *memory = ensure_memory (self, sp_profile_get_id (news->profile->profile));

  if (news->kind == SP_NOTICE_NEEDS_YOU)
    memory->needs_you_shown = TRUE;
}

static void
tell_kind (SpNotifier *self,
           SpStatus *status,
           SpNoticeKind kind,
           GPtrArray *news_list,
           GPtrArray *notices)
{
  g_autoptr (GPtrArray) same = g_ptr_array_new ();

  for (guint i = 0; i < news_list->len; i++)
    {
      SpNews *news = g_ptr_array_index (news_list, i);

      if (news->kind == kind)
        g_ptr_array_add (same, news);
    }

  for (guint i = 0; i < same->len; i++)
    remember_shown (self, g_ptr_array_index (same, i));

  if (same->len == 1)
    g_ptr_array_add (notices, sp_notice_new_for_one (status, g_ptr_array_index (same, 0)));
  else if (same->len > 1)
    g_ptr_array_add (notices, sp_notice_new_for_several (status, kind, same));
}

/* What asked for a person has to go when nobody is needed any more. Profiles that are gone are
 * forgotten. */
static void
tidy (SpNotifier *self, GPtrArray *notices)
{
  GHashTableIter iter;
  const char *profile_id;
  Memory *memory;
  gboolean anybody_needed = FALSE;
  gboolean somebody_helped = FALSE;

  g_hash_table_iter_init (&iter, self->memories);
  while (g_hash_table_iter_next (&iter, (gpointer *) &profile_id, (gpointer *) &memory))
    {
      gboolean needed = memory->seen && memory->needs_you;

      anybody_needed |= needed;
      if (memory->needs_you_shown && !needed)
        {
          somebody_helped = TRUE;
          memory->needs_you_shown = FALSE;
          g_ptr_array_add (notices, sp_notice_new_to_take_back (SP_NOTICE_NEEDS_YOU, profile_id));
        }
      if (!memory->seen)
        g_hash_table_iter_remove (&iter);
      else
        memory->seen = FALSE;
    }

  if (somebody_helped && !anybody_needed)
    g_ptr_array_add (notices, sp_notice_new_to_take_back (SP_NOTICE_NEEDS_YOU, NULL));
}

/**
 * sp_notifier_new:
 *
 * Returns: (transfer full): a notifier that has seen nothing yet
 */
SpNotifier *
sp_notifier_new (void)
{
  SpNotifier *self = g_new0 (SpNotifier, 1);

  self->memories =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) memory_free);
  return self;
}

/**
 * sp_notifier_free:
 * @self: (transfer full): a notifier
 *
 * Frees it.
 */
void
sp_notifier_free (SpNotifier *self)
{
  g_hash_table_unref (self->memories);
  g_free (self);
}

/**
 * sp_notifier_update:
 * @self: the notifier
 * @status: what is true now
 * @allowed_kinds: bits 1 << #SpNoticeKind of the classes that the person wants
 * @now_s: seconds on a clock that nobody can set
 *
 * What @status shows for the first time is only learnt, unless it needs a person.
 *
 * Returns: (transfer full) (element-type SpNotice): what to show and to take back now, in order
 */
GPtrArray *
sp_notifier_update (SpNotifier *self, SpStatus *status, guint allowed_kinds, gint64 now_s)
{
  GPtrArray *profiles = sp_status_get_profiles (status);
  g_autoptr (GPtrArray) news_list = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_news_free);
  GPtrArray *notices = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_notice_free);

  for (guint i = 0; i < profiles->len; i++)
    judge_profile (self, g_ptr_array_index (profiles, i), allowed_kinds, now_s, news_list);
  tidy (self, notices);

  for (guint kind = 0; kind < SP_N_NOTICES; kind++)
    if (allowed_kinds & (1 << kind))
      tell_kind (self, status, kind, news_list, notices);

  return notices;
}
