/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-status.h"

#include "wording/sp-wording.h"

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

/* ISO 8601 in UTC: sorts as text, and every language can read it. */
static void
add_time (JsonBuilder *builder, const char *name, gint64 wall_s)
{
  g_autoptr (GDateTime) when = wall_s > 0 ? g_date_time_new_from_unix_utc (wall_s) : NULL;
  g_autofree char *text = when != NULL ? g_date_time_format (when, "%Y-%m-%dT%H:%M:%SZ") : NULL;

  add_string (builder, name, text);
}

static void
add_address (JsonBuilder *builder, const char *name, SpAddress *address)
{
  add_string (builder, name, address != NULL ? sp_address_get_text (address) : NULL);
}

static void
add_finding (JsonBuilder *builder, const SpStatus *status, SpFamily family)
{
  static const char *const words[] = { "unknown", "none", "known" };
  SpFinding *finding = sp_status_get_finding (status, family);
  SpFindingState state = finding != NULL ? sp_finding_get_state (finding) : SP_FINDING_UNKNOWN;

  json_builder_set_member_name (builder, sp_family_to_string (family));
  json_builder_begin_object (builder);
  add_string (builder, "state", words[state]);
  add_address (builder, "address", finding != NULL ? sp_finding_get_address (finding) : NULL);
  add_time (builder, "since", sp_status_get_finding_since_s (status, family));
  add_string (builder, "source", finding != NULL ? sp_finding_get_source (finding) : NULL);
  json_builder_end_object (builder);
}

static void
add_guards (JsonBuilder *builder, const SpStatus *status)
{
  json_builder_set_member_name (builder, "guards");
  json_builder_begin_array (builder);
  for (guint guard = 0; guard < SP_N_GUARDS; guard++)
    {
      g_autofree char *sentence = NULL;

      if (!sp_status_has_guard (status, (SpGuard) guard))
        continue;

      sentence = sp_wording_for_guard (status, (SpGuard) guard);
      json_builder_begin_object (builder);
      add_string (builder, "guard", sp_guard_to_string ((SpGuard) guard));
      add_string (builder,
                  "reason",
                  sp_reason_to_string (sp_status_get_guard_reason (status, (SpGuard) guard)));
      add_string (builder, "sentence", sentence);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_outcome (JsonBuilder *builder, const SpTargetStatus *target)
{
  json_builder_set_member_name (builder, "outcome");
  if (target->outcome == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }

  json_builder_begin_object (builder);
  add_string (builder,
              "class",
              sp_outcome_class_to_string (sp_outcome_get_class (target->outcome)));
  add_string (builder, "message", sp_outcome_get_message (target->outcome));
  add_time (builder, "time", target->outcome_s);
  json_builder_end_object (builder);
}

static void
add_target (JsonBuilder *builder,
            const SpStatus *status,
            const SpProfileStatus *profile,
            const SpTargetStatus *target)
{
  g_autoptr (SpWords) words = sp_wording_for_target (status, profile, target);

  json_builder_begin_object (builder);
  add_string (builder, "host", target->host);
  add_string (builder, "family", sp_family_to_string (target->family));
  add_string (builder, "state", sp_state_to_string (target->state));
  add_string (builder, "reason", sp_reason_to_string (target->reason));
  add_address (builder, "wanted", target->wanted);
  add_address (builder, "published", target->published);
  add_time (builder, "since", target->since_s);
  add_time (builder, "confirmed", target->confirmed_s);
  add_time (builder, "next_check", target->next_check_s);
  add_time (builder, "next_send", target->next_send_s);
  add_string (builder, "sentence", words->sentence);
  add_outcome (builder, target);
  /* asking the zone's own name servers comes with a later version; the key is promised already */
  add_string (builder, "verified", NULL);
  json_builder_end_object (builder);
}

static void
add_profile (JsonBuilder *builder, const SpStatus *status, const SpProfileStatus *profile)
{
  json_builder_begin_object (builder);
  add_string (builder, "id", sp_profile_get_id (profile->profile));
  add_string (builder, "name", sp_profile_get_name (profile->profile));
  add_string (builder, "group", sp_profile_get_group (profile->profile));
  add_string (builder, "account", sp_profile_get_account_id (profile->profile));
  add_string (builder, "provider", profile->provider_name);
  json_builder_set_member_name (builder, "enabled");
  json_builder_add_boolean_value (builder, sp_profile_is_enabled (profile->profile));
  add_string (builder, "state", sp_state_to_string (sp_profile_status_get_overall (profile)));
  json_builder_set_member_name (builder, "targets");
  json_builder_begin_array (builder);
  for (guint i = 0; i < profile->targets->len; i++)
    add_target (builder, status, profile, profile->targets->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_problems (JsonBuilder *builder, const SpStatus *status)
{
  const char *const *problems = sp_status_get_problems (status);

  json_builder_set_member_name (builder, "problems");
  json_builder_begin_array (builder);
  for (guint i = 0; problems[i] != NULL; i++)
    json_builder_add_string_value (builder, problems[i]);
  json_builder_end_array (builder);
}

/**
 * sp_status_select_to_json:
 * @self: a status
 * @profile_ids: (nullable) (array zero-terminated=1): ids of the profiles to show; %NULL for all
 *
 * The object that `signpostctl --json status` prints; its keys are described in the manual page and
 * stay. Times are ISO 8601 in UTC, `null` for none.
 *
 * Returns: (transfer full): an object
 */
JsonNode *
sp_status_select_to_json (const SpStatus *self, const char *const *profile_ids)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  GPtrArray *profiles = sp_status_get_profiles (self);

  json_builder_begin_object (builder);
  add_string (builder, "version", SP_VERSION);
  add_time (builder, "time", sp_status_get_now_s (self));
  json_builder_set_member_name (builder, "addresses");
  json_builder_begin_object (builder);
  for (guint family = 0; family < SP_N_FAMILIES; family++)
    add_finding (builder, self, (SpFamily) family);
  json_builder_end_object (builder);
  add_guards (builder, self);
  add_problems (builder, self);
  json_builder_set_member_name (builder, "profiles");
  json_builder_begin_array (builder);
  for (guint i = 0; i < profiles->len; i++)
    {
      const SpProfileStatus *profile = profiles->pdata[i];

      if (profile_ids == NULL ||
          g_strv_contains (profile_ids, sp_profile_get_id (profile->profile)))
        add_profile (builder, self, profile);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

/**
 * sp_status_to_json:
 * @self: a status
 *
 * Returns: (transfer full): the object of sp_status_select_to_json() with every profile
 */
JsonNode *
sp_status_to_json (const SpStatus *self)
{
  return sp_status_select_to_json (self, NULL);
}
