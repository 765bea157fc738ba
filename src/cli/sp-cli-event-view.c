/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-event-view.h"

#include "sp-cli-time.h"

static const char *const kind_words[] = { "address", "attempt", "state", "outage", "problem" };
G_STATIC_ASSERT (G_N_ELEMENTS (kind_words) == SP_EVENT_PROBLEM + 1);

/**
 * sp_cli_event_get_kind:
 * @event: a row
 *
 * Returns: (transfer none): its kind, in the word for programs
 */
const char *
sp_cli_event_get_kind (const SpEvent *event)
{
  return (guint) event->kind < G_N_ELEMENTS (kind_words) ? kind_words[event->kind] : "unknown";
}

/**
 * sp_cli_event_get_family:
 * @event: a row
 *
 * Returns: (transfer none) (nullable): “ipv4” or “ipv6”
 */
const char *
sp_cli_event_get_family (const SpEvent *event)
{
  if (event->family < 0 || event->family >= SP_N_FAMILIES)
    return NULL;

  return sp_family_to_string ((SpFamily) event->family);
}

/**
 * sp_cli_event_add_json:
 * @event: a row
 * @builder: within an array
 *
 * Adds it as an object.
 */
void
sp_cli_event_add_json (const SpEvent *event, JsonBuilder *builder)
{
  g_autofree char *when = sp_cli_format_time_utc (event->wall_s);
  const char *const texts[][2] = {
    { "time", when },
    { "kind", sp_cli_event_get_kind (event) },
    { "profile", event->profile_id },
    { "host", event->host },
    { "family", sp_cli_event_get_family (event) },
    { "address", event->address },
    { "old_address", event->old_address },
    { "outcome", event->outcome },
    { "text", event->text },
  };

  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      json_builder_set_member_name (builder, texts[i][0]);
      if (texts[i][1] != NULL)
        json_builder_add_string_value (builder, texts[i][1]);
      else
        json_builder_add_null_value (builder);
    }
  json_builder_end_object (builder);
}
