/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-notifier.h"

#define ALL       ((1 << SP_N_NOTICES) - 1)
#define MAX_ROWS  3
#define MAX_STEPS 8

/* What one profile is like at one moment. */
typedef struct
{
  const char *name; /* NULL ends the rows */
  SpState state;
  SpReason reason;
  const char *published;
  guint fails;
  gint64 next_check_s;
} Row;

/* Minutes after the start, what is true then, and the notices that are wanted: “kind title” each on
 * its line, “-id” for one that is taken back. */
typedef struct
{
  guint minute;
  Row rows[MAX_ROWS];
  const char *wanted; /* NULL ends the steps */
} Step;

typedef struct
{
  const char *proves;
  guint allowed;
  Step steps[MAX_STEPS];
} Case;

#define OK(name, address)                                                                          \
  {                                                                                                \
    name, SP_STATE_CURRENT, SP_REASON_NONE, address, 0, 0                                          \
  }
#define FAILING(name, fails)                                                                       \
  {                                                                                                \
    name, SP_STATE_BACKOFF, SP_REASON_NONE, "192.0.2.1", fails, 0                                  \
  }
#define OFFLINE(name)                                                                              \
  {                                                                                                \
    name, SP_STATE_OFFLINE, SP_REASON_NONE, "192.0.2.1", 9, 0                                      \
  }
#define BLOCKED(name)                                                                              \
  {                                                                                                \
    name, SP_STATE_BLOCKED, SP_REASON_NONE, "192.0.2.1", 1, 0                                      \
  }
#define NO_ANSWER(name, next)                                                                      \
  {                                                                                                \
    name, SP_STATE_UNKNOWN, SP_REASON_NO_ANSWER, "192.0.2.1", 0, next                              \
  }

static const Case cases[] = {
  { "what is published at the start is not news",
    ALL,
    { { 0, { OK ("NAS", "192.0.2.1") }, "" }, { 1, { OK ("NAS", "192.0.2.1") }, "" } } },
  { "another address is told",
    ALL,
    { { 0, { OK ("NAS", "192.0.2.1") }, "" },
      { 1, { OK ("NAS", "192.0.2.2") }, "changed NAS now points to 192.0.2.2\n" },
      { 2, { OK ("NAS", "192.0.2.2") }, "" } } },
  { "a first address is not a change",
    ALL,
    { { 0, { { "NAS", SP_STATE_UNKNOWN, SP_REASON_NONE, NULL, 0, 0 } }, "" },
      { 1, { OK ("NAS", "192.0.2.2") }, "" } } },
  { "a class that is switched off says nothing",
    ALL & ~(1 << SP_NOTICE_CHANGED),
    { { 0, { OK ("NAS", "192.0.2.1") }, "" }, { 1, { OK ("NAS", "192.0.2.2") }, "" } } },
  { "several changes are one notification",
    ALL,
    { { 0, { OK ("NAS", "192.0.2.1"), OK ("Game", "192.0.2.1") }, "" },
      { 1,
        { OK ("NAS", "192.0.2.2"), OK ("Game", "192.0.2.2") },
        "changed 2 profiles have a new address\n" } } },
  { "three failures within a minute are not yet a problem",
    ALL,
    { { 0, { FAILING ("NAS", 1) }, "" },
      { 1, { FAILING ("NAS", 3) }, "" },
      { 14, { FAILING ("NAS", 4) }, "" } } },
  { "two failures in an hour are not yet a problem",
    ALL,
    { { 0, { FAILING ("NAS", 1) }, "" }, { 60, { FAILING ("NAS", 2) }, "" } } },
  { "three failures and a quarter of an hour are a problem, told once, and its end too",
    ALL,
    { { 0, { FAILING ("NAS", 1) }, "" },
      { 7, { FAILING ("NAS", 3) }, "" },
      { 15, { FAILING ("NAS", 4) }, "problem NAS is not up to date\n" },
      { 31, { FAILING ("NAS", 5) }, "" },
      { 63, { OK ("NAS", "192.0.2.1") }, "recovered NAS is up to date again\n" },
      { 64, { OK ("NAS", "192.0.2.1") }, "" } } },
  { "nobody hears of the end of a problem that was not told",
    ALL,
    { { 0, { FAILING ("NAS", 1) }, "" },
      { 7, { FAILING ("NAS", 3) }, "" },
      { 14, { OK ("NAS", "192.0.2.1") }, "" } } },
  { "a problem that was switched off has no end either",
    ALL & ~(1 << SP_NOTICE_PROBLEM),
    { { 0, { FAILING ("NAS", 1) }, "" },
      { 20, { FAILING ("NAS", 4) }, "" },
      { 21, { OK ("NAS", "192.0.2.1") }, "" } } },
  { "without a connection nothing is a problem, and the quarter of an hour begins again after it",
    ALL,
    { { 0, { FAILING ("NAS", 3) }, "" },
      { 10, { OFFLINE ("NAS") }, "" },
      { 30, { OFFLINE ("NAS") }, "" },
      { 40, { FAILING ("NAS", 9) }, "" },
      { 54, { FAILING ("NAS", 9) }, "" },
      { 55, { FAILING ("NAS", 9) }, "problem NAS is not up to date\n" } } },
  { "three checks without an answer and a quarter of an hour are a problem",
    ALL,
    { { 0, { NO_ANSWER ("NAS", 600) }, "" },
      { 10, { NO_ANSWER ("NAS", 1200) }, "" },
      { 16, { NO_ANSWER ("NAS", 1200) }, "" },
      { 20, { NO_ANSWER ("NAS", 1800) }, "problem NAS is not up to date\n" } } },
  { "who is needed is told at once and once, and the call is taken back",
    ALL,
    { { 0, { BLOCKED ("NAS") }, "needs-you NAS needs you\n" },
      { 1, { BLOCKED ("NAS") }, "" },
      { 2, { OK ("NAS", "192.0.2.1") }, "-NAS\n-needs-you\n" },
      { 3, { BLOCKED ("NAS") }, "needs-you NAS needs you\n" } } },
  { "several that need somebody are one call",
    ALL,
    { { 0, { BLOCKED ("NAS"), BLOCKED ("Game") }, "needs-you 2 profiles need you\n" } } },
  { "a profile that is gone takes its call along",
    ALL,
    { { 0, { BLOCKED ("NAS"), OK ("Game", "192.0.2.1") }, "needs-you NAS needs you\n" },
      { 1, { OK ("Game", "192.0.2.1") }, "-NAS\n-needs-you\n" } } },
};

static SpStatus *
make_status (const Row *rows)
{
  SpStatus *status = sp_status_new (1795344300);

  for (guint i = 0; i < MAX_ROWS && rows[i].name != NULL; i++)
    {
      g_autoptr (SpProfile) profile = sp_profile_new (rows[i].name, rows[i].name, "0a");
      SpProfileStatus *row = sp_profile_status_new (profile, "Home", "No-IP");
      SpTargetStatus *target = sp_target_status_new ("nas.example.org", SP_FAMILY_IPV4);

      target->state = rows[i].state;
      target->reason = rows[i].reason;
      target->fails = rows[i].fails;
      target->next_check_s = rows[i].next_check_s;
      if (rows[i].published != NULL)
        target->published = sp_address_new_from_string (rows[i].published, NULL);
      g_ptr_array_add (row->targets, target);
      sp_status_add_profile (status, row);
    }
  return status;
}

static char *
write_notices (GPtrArray *notices)
{
  static const char *const kinds[] = { "changed", "problem", "recovered", "needs-you" };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < notices->len; i++)
    {
      const SpNotice *notice = g_ptr_array_index (notices, i);

      if (notice->title == NULL)
        g_string_append_printf (text, "-%s\n", notice->id);
      else
        g_string_append_printf (text, "%s %s\n", kinds[notice->kind], notice->title);
    }
  return g_string_free (text, FALSE);
}

static void
test_case (gconstpointer user_data)
{
  const Case *row = user_data;
  g_autoptr (SpNotifier) notifier = sp_notifier_new ();

  for (guint i = 0; i < MAX_STEPS && row->steps[i].wanted != NULL; i++)
    {
      const Step *step = &row->steps[i];
      g_autoptr (SpStatus) status = make_status (step->rows);
      g_autoptr (GPtrArray)
          notices = sp_notifier_update (notifier, status, row->allowed, 1000 + step->minute * 60);
      g_autofree char *written = write_notices (notices);

      g_test_message ("minute %u", step->minute);
      g_assert_cmpstr (written, ==, step->wanted);
    }
}

static void
test_day_of_flapping (void)
{
  g_autoptr (SpNotifier) notifier = sp_notifier_new ();
  guint shown = 0;

  for (guint minute = 0; minute < 24 * 60; minute++)
    {
      Row rows[MAX_ROWS] = { OFFLINE ("NAS") };
      g_autoptr (SpStatus) status = NULL;
      g_autoptr (GPtrArray) notices = NULL;

      if (minute % 10 < 5)
        {
          rows[0].state = SP_STATE_BACKOFF;
          rows[0].fails = minute;
        }
      status = make_status (rows);
      notices = sp_notifier_update (notifier, status, ALL, 1000 + minute * 60);
      shown += notices->len;
    }

  g_assert_cmpuint (shown, <=, 2);
}

static void
test_what_to_copy (void)
{
  const Row before[MAX_ROWS] = { OK ("NAS", "192.0.2.1"), OK ("Game", "192.0.2.1") };
  const Row after[MAX_ROWS] = { OK ("NAS", "192.0.2.2"), OK ("Game", "192.0.2.2") };
  g_autoptr (SpNotifier) notifier = sp_notifier_new ();
  g_autoptr (SpStatus) first = make_status (before);
  g_autoptr (SpStatus) second = make_status (after);
  g_autoptr (GPtrArray) nothing = sp_notifier_update (notifier, first, ALL, 1000);
  g_autoptr (GPtrArray) notices = sp_notifier_update (notifier, second, ALL, 1060);
  const SpNotice *notice;

  g_assert_cmpuint (nothing->len, ==, 0);
  g_assert_cmpuint (notices->len, ==, 1);
  notice = g_ptr_array_index (notices, 0);
  g_assert_cmpstr (notice->address, ==, "192.0.2.2");
  g_assert_cmpstr (notice->body, ==, "192.0.2.2: NAS, Game");
  g_assert_null (notice->profile_id);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/notifier/%s", cases[i].proves);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/notifier/day-of-flapping", test_day_of_flapping);
  g_test_add_func ("/notifier/what-to-copy", test_what_to_copy);
  return g_test_run ();
}
