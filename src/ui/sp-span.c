/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-span.h"

#include "engine/sp-diary.h"
#include "wording/sp-wording-time.h"

#include <glib/gi18n.h>

static void
begin_span (GPtrArray *spans, const char *address, SpFamily family, gint64 from_s)
{
  const SpSpan *last = spans->len > 0 ? g_ptr_array_index (spans, spans->len - 1) : NULL;
  gboolean same = last != NULL && g_str_equal (last->address, address);
  SpSpan *span = g_new0 (SpSpan, 1);

  span->from_s = from_s;
  span->family = family;
  span->address = g_strdup (address);
  span->turn = last == NULL ? 0 : last->turn + (same ? 0 : 1);
  g_ptr_array_add (spans, span);
}

static void
end_span (GPtrArray *spans, gint64 to_s)
{
  SpSpan *last = spans->len > 0 ? g_ptr_array_index (spans, spans->len - 1) : NULL;

  if (last != NULL && last->to_s == 0)
    last->to_s = MAX (to_s, last->from_s);
}

/* What the address is from an event on; %NULL if nobody knows. */
static char *
address_after (const SpEvent *event, const char *last)
{
  if (event->kind == SP_EVENT_ADDRESS)
    return g_strdup (event->address);

  return g_strdup (g_strcmp0 (event->outcome, SP_DIARY_ENDED) == 0 ? last : NULL);
}

/**
 * sp_span_free:
 * @self: (transfer full): a span
 *
 * Frees it.
 */
void
sp_span_free (SpSpan *self)
{
  g_free (self->address);
  g_free (self);
}

/**
 * sp_span_list:
 * @events: (element-type SpEvent): rows of the journal, oldest first
 * @family: which family to look at
 * @now_s: wall clock; ends the last span
 *
 * An address event begins a span; the beginning of an outage ends it, and its end begins another
 * one with the same address, unless an address event follows.
 *
 * Returns: (transfer full) (element-type SpSpan): the spans in order
 */
GPtrArray *
sp_span_list (GPtrArray *events, SpFamily family, gint64 now_s)
{
  GPtrArray *spans = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_span_free);
  g_autofree char *last = NULL;

  for (guint i = 0; i < events->len; i++)
    {
      const SpEvent *event = g_ptr_array_index (events, i);
      g_autofree char *address = NULL;

      if ((event->kind != SP_EVENT_ADDRESS && event->kind != SP_EVENT_OUTAGE) ||
          event->family != (int) family)
        continue;

      end_span (spans, event->wall_s);
      address = address_after (event, last);
      if (address == NULL)
        continue;

      begin_span (spans, address, family, event->wall_s);
      g_clear_pointer (&last, g_free);
      last = g_steal_pointer (&address);
    }

  end_span (spans, now_s);
  return spans;
}

/**
 * sp_span_describe_length:
 * @length_s: a duration in seconds
 *
 * Returns: (transfer full): it in words, in its two largest units
 */
char *
sp_span_describe_length (gint64 length_s)
{
  guint minutes = (guint) (length_s / 60 % 60);
  guint hours = (guint) (length_s / 3600 % 24);
  guint days = (guint) (length_s / 86400);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (days > 0)
    {
      first = g_strdup_printf (ngettext ("%u day", "%u days", days), days);
      second = g_strdup_printf (ngettext ("%u hour", "%u hours", hours), hours);
    }
  else if (hours > 0)
    {
      first = g_strdup_printf (ngettext ("%u hour", "%u hours", hours), hours);
      second = g_strdup_printf (ngettext ("%u minute", "%u minutes", minutes), minutes);
    }
  else
    return g_strdup_printf (ngettext ("%u minute", "%u minutes", minutes), minutes);

  /* Translators: a duration in two units, such as “3 days 4 hours” */
  return g_strdup_printf (C_ ("duration", "%s %s"), first, second);
}

/**
 * sp_span_describe:
 * @self: a span
 * @now_s: wall clock
 *
 * Returns: (transfer full): address, from, to and how long
 */
char *
sp_span_describe (const SpSpan *self, gint64 now_s)
{
  g_autofree char *from = sp_wording_for_time (self->from_s, now_s);
  g_autofree char *to = sp_wording_for_time (self->to_s, now_s);
  g_autofree char *length = sp_span_describe_length (self->to_s - self->from_s);

  if (self->to_s >= now_s)
    /* Translators: an address, a time, a duration */
    return g_strdup_printf (_ ("%s\nsince %s (%s)"), self->address, from, length);
  /* Translators: an address, two times, a duration */
  return g_strdup_printf (_ ("%s\nfrom %s to %s (%s)"), self->address, from, to, length);
}
