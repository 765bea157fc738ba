/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-event-text.h"

#include "engine/sp-diary.h"
#include "profile/sp-host-name.h"
#include "wording/sp-wording-error.h"

#include <glib/gi18n.h>

static const char *
family_of (const SpEvent *event)
{
  return event->family == SP_FAMILY_IPV6 ? "IPv6" : "IPv4";
}

static char *
tell_address (const SpEvent *event)
{
  if (event->address == NULL)
    return g_strdup_printf (_ ("This place has no %s address any more (it was %s)"),
                            family_of (event),
                            event->old_address != NULL ? event->old_address : "–");
  if (event->old_address == NULL)
    return g_strdup_printf (_ ("%s address of this place: %s"), family_of (event), event->address);
  /* Translators: IPv4 or IPv6, the new address, the old one */
  return g_strdup_printf (_ ("%s address of this place: %s, before %s"),
                          family_of (event),
                          event->address,
                          event->old_address);
}

static char *
tell_attempt (const SpEvent *event)
{
  g_autofree char *host = event->host != NULL ? sp_host_name_to_display (event->host) : NULL;
  const char *outcome = event->outcome != NULL ? event->outcome : "";
  SpOutcomeClass class;
  gboolean success = sp_outcome_class_from_string (outcome, &class) &&
                     sp_outcome_class_is_success (class);
  g_autofree char *what = NULL;

  if (success)
    /* Translators: a host name and an address */
    what = g_strdup_printf (_ ("%s points to %s"), host, event->address);
  else
    what = g_strdup_printf (_ ("%s could not be pointed to %s"), host, event->address);
  if (event->text == NULL || *event->text == '\0')
    return g_steal_pointer (&what);
  /* Translators: a sentence, then the provider's own words */
  return g_strdup_printf (_ ("%s – “%s”"), what, event->text);
}

static const char *
tell_state (const SpEvent *event)
{
  static const struct
  {
    const char *word;
    const char *text;
  } table[] = {
    { SP_DIARY_LATCHED, N_ ("Waits for you; nothing is sent") },
    { SP_DIARY_RELEASED, N_ ("Is tried again") },
    { SP_DIARY_PAUSED, N_ ("Paused") },
    { SP_DIARY_RESUMED, N_ ("Resumed") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_strcmp0 (event->outcome, table[i].word) == 0)
      return _ (table[i].text);
  return event->text != NULL ? event->text : "";
}

static char *
tell_outage (const SpEvent *event)
{
  g_autofree char *why = sp_wording_translate_error (event->text != NULL ? event->text : "");

  if (g_strcmp0 (event->outcome, SP_DIARY_ENDED) == 0)
    return g_strdup_printf (_ ("The %s address of this place is known again"), family_of (event));
  if (event->text == NULL)
    return g_strdup_printf (_ ("Nobody tells the %s address of this place"), family_of (event));
  /* Translators: IPv4 or IPv6, then the reason */
  return g_strdup_printf (_ ("Nobody tells the %s address of this place: %s"),
                          family_of (event),
                          why);
}

/**
 * sp_event_text:
 * @event: a row of the journal
 *
 * Returns: (transfer full): one line that says what happened
 */
char *
sp_event_text (const SpEvent *event)
{
  g_autofree char *host = NULL;
  const char *text;

  if (event->kind == SP_EVENT_ADDRESS)
    return tell_address (event);
  if (event->kind == SP_EVENT_OUTAGE)
    return tell_outage (event);
  if (event->kind == SP_EVENT_ATTEMPT && event->host != NULL && event->address != NULL)
    return tell_attempt (event);

  text = event->kind == SP_EVENT_STATE ? tell_state (event) : event->text;
  if (event->host == NULL)
    return g_strdup (text != NULL ? text : "");
  host = sp_host_name_to_display (event->host);
  return g_strdup_printf ("%s: %s", host, text != NULL ? text : "");
}

/**
 * sp_event_time:
 * @wall_s: seconds since 1970
 *
 * Returns: (transfer full): date and time as this desktop writes them, to the second
 */
char *
sp_event_time (gint64 wall_s)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (wall_s);

  return g_date_time_format (when, "%x %T");
}
