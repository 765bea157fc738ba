/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-report.h"

#include "sp-event-text.h"
#include "wording/sp-wording.h"

/* A report is for other people, so it is in English and goes out as it is: status and journal are
 * redacted where they are made, not here. */

#define MAX_EVENTS 200
#define MAX_TRACES 20

static void
write_profile (GString *report, SpStatus *status, const SpProfileStatus *profile)
{
  g_string_append_printf (report,
                          "\n%s (%s)\n",
                          sp_profile_get_name (profile->profile),
                          profile->provider_name != NULL ? profile->provider_name : "?");

  for (guint i = 0; i < profile->targets->len; i++)
    {
      const SpTargetStatus *target = g_ptr_array_index (profile->targets, i);
      g_autoptr (SpWords) words = sp_wording_for_target (status, profile, target);

      g_string_append_printf (report,
                              "  %s %s: %s, published %s. %s\n",
                              target->host,
                              sp_family_to_string (target->family),
                              sp_state_to_string (target->state),
                              target->published != NULL ? sp_address_get_text (target->published)
                                                        : "nothing",
                              words->sentence);
    }
}

static void
write_profiles (GString *report, SpStatus *status, const char *profile_id)
{
  GPtrArray *profiles = sp_status_get_profiles (status);

  for (guint i = 0; i < profiles->len; i++)
    {
      const SpProfileStatus *profile = g_ptr_array_index (profiles, i);

      if (profile_id == NULL || g_str_equal (profile_id, sp_profile_get_id (profile->profile)))
        write_profile (report, status, profile);
    }
}

static void
write_events (GString *report, SpServices *services, const char *profile_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray)
      events = sp_journal_list_events (services->journal, profile_id, 0, 0, MAX_EVENTS, &error);

  g_string_append (report, "\nLog\n");
  if (events == NULL)
    {
      g_string_append_printf (report, "  %s\n", error->message);
      return;
    }

  for (guint i = 0; i < events->len; i++)
    {
      const SpEvent *event = g_ptr_array_index (events, i);
      g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (event->wall_s);
      g_autofree char *time = g_date_time_format_iso8601 (when);
      g_autofree char *text = sp_event_text (event);

      g_string_append_printf (report, "  %s %s\n", time, text);
    }
}

static void
write_traces (GString *report, SpServices *services, const char *profile_id)
{
  g_autoptr (GPtrArray) traces = sp_journal_list_traces (services->journal, profile_id, 0, 0, NULL);

  g_string_append (report, "\nRequests\n");
  for (guint i = traces == NULL ? 0 : MAX (traces->len, MAX_TRACES) - MAX_TRACES;
       traces != NULL && i < traces->len;
       i++)
    {
      const SpTrace *trace = traces->pdata[i];
      g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (trace->wall_s);
      g_autofree char *time = g_date_time_format_iso8601 (when);
      g_autofree char *text = sp_trace_to_text (trace);

      g_string_append_printf (report, "  %s\n%s\n", time, text);
    }
}

/**
 * sp_report_write:
 * @services: the services
 * @profile_id: (nullable): only this profile; %NULL for all
 * @with_requests: also what was sent last and what came back
 *
 * Returns: (transfer full): what somebody who is asked for help needs to know
 */
char *
sp_report_write (SpServices *services, const char *profile_id, gboolean with_requests)
{
  g_autoptr (SpStatus) status = sp_engine_get_status (services->engine);
  g_autofree char *os = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  const char *const *problems = sp_status_get_problems (status);
  GString *report = g_string_new (NULL);

  g_string_append_printf (report,
                          "Signpost %s, GLib %u.%u.%u, %s\n",
                          SP_VERSION,
                          glib_major_version,
                          glib_minor_version,
                          glib_micro_version,
                          os != NULL ? os : "unknown system");
  for (gsize i = 0; problems != NULL && problems[i] != NULL; i++)
    g_string_append_printf (report, "Problem: %s\n", problems[i]);
  write_profiles (report, status, profile_id);
  write_events (report, services, profile_id);
  if (with_requests)
    write_traces (report, services, profile_id);
  return g_string_free (report, FALSE);
}
