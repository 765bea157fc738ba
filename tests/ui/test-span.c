/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-diary.h"
#include "sp-span.h"

#define NOW_S G_GINT64_CONSTANT (1795344300)

static void
add (GPtrArray *events,
     SpEventKind kind,
     SpFamily family,
     gint64 ago_s,
     const char *address,
     const char *outcome)
{
  SpEvent *event = g_new0 (SpEvent, 1);

  event->kind = kind;
  event->family = (int) family;
  event->wall_s = NOW_S - ago_s;
  event->address = g_strdup (address);
  event->outcome = g_strdup (outcome);
  g_ptr_array_add (events, event);
}

static char *
write_spans (GPtrArray *events, SpFamily family)
{
  g_autoptr (GPtrArray) spans = sp_span_list (events, family, NOW_S);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < spans->len; i++)
    {
      const SpSpan *span = g_ptr_array_index (spans, i);

      g_string_append_printf (text,
                              "%s -%d -%d %u;",
                              span->address,
                              (int) (NOW_S - span->from_s),
                              (int) (NOW_S - span->to_s),
                              span->turn);
    }
  return g_string_free (text, FALSE);
}

static void
test_list (void)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_event_free);
  g_autofree char *four = NULL;
  g_autofree char *six = NULL;

  add (events, SP_EVENT_OUTAGE, SP_FAMILY_IPV6, 990, NULL, SP_DIARY_ENDED);
  add (events, SP_EVENT_ADDRESS, SP_FAMILY_IPV4, 900, "192.0.2.1", NULL);
  add (events, SP_EVENT_ATTEMPT, SP_FAMILY_IPV4, 890, "192.0.2.1", "good");
  add (events, SP_EVENT_ADDRESS, SP_FAMILY_IPV6, 800, "2001:db8::1", NULL);
  add (events, SP_EVENT_OUTAGE, SP_FAMILY_IPV4, 600, NULL, SP_DIARY_BEGUN);
  add (events, SP_EVENT_OUTAGE, SP_FAMILY_IPV4, 500, NULL, SP_DIARY_ENDED);
  add (events, SP_EVENT_ADDRESS, SP_FAMILY_IPV4, 300, "192.0.2.2", NULL);
  add (events, SP_EVENT_OUTAGE, SP_FAMILY_IPV6, 100, NULL, SP_DIARY_BEGUN);
  four = write_spans (events, SP_FAMILY_IPV4);
  six = write_spans (events, SP_FAMILY_IPV6);

  g_assert_cmpstr (four, ==, "192.0.2.1 -900 -600 0;192.0.2.1 -500 -300 0;192.0.2.2 -300 -0 1;");
  g_assert_cmpstr (six, ==, "2001:db8::1 -800 -100 0;");
}

static void
test_length (void)
{
  static const struct
  {
    gint64 length_s;
    const char *text;
  } rows[] = {
    { 0, "0 minutes" },
    { 60, "1 minute" },
    { 3600, "1 hour 0 minutes" },
    { 86400 + 2 * 3600 + 59, "1 day 2 hours" },
    { 12 * 86400, "12 days 0 hours" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = sp_span_describe_length (rows[i].length_s);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/span/list", test_list);
  g_test_add_func ("/span/length", test_length);
  return g_test_run ();
}
