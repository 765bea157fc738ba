/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-event-text.h"

#include "profile/sp-host-name.h"

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

  if (event->kind == SP_EVENT_ADDRESS)
    return tell_address (event);
  if (event->kind == SP_EVENT_ATTEMPT && event->host != NULL && event->address != NULL)
    return tell_attempt (event);

  if (event->host == NULL)
    return g_strdup (event->text != NULL ? event->text : "");
  host = sp_host_name_to_display (event->host);
  return g_strdup_printf ("%s: %s", host, event->text != NULL ? event->text : "");
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
