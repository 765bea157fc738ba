/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-exit.h"

#include "base/sp-error.h"

/* What a state, and the reason for it, mean for a script. A row without a reason holds for every
 * reason that has no row of its own above it. */
typedef struct
{
  const char *state;
  const char *reason;
  SpExit exit;
} Meaning;

static const Meaning meanings[] = {
  { NULL, "keyring-locked", SP_EXIT_KEYRING },
  { NULL, "keyring-unavailable", SP_EXIT_KEYRING },
  { NULL, "keyring-no-portal", SP_EXIT_KEYRING },
  { NULL, "keyring-denied", SP_EXIT_KEYRING },
  { NULL, "keyring-dismissed", SP_EXIT_KEYRING },
  { NULL, "secrets-lost", SP_EXIT_PERSON },
  { NULL, "secret-missing", SP_EXIT_PERSON },
  { NULL, "account-missing", SP_EXIT_PERSON },
  { NULL, "recipe-missing", SP_EXIT_PERSON },
  { NULL, "special-address", SP_EXIT_PERSON },
  { NULL, "view-only", SP_EXIT_BUSY },
  { NULL, "portal", SP_EXIT_NO_ADDRESS },
  { NULL, "no-answer", SP_EXIT_NO_ADDRESS },
  { NULL, "sources-disagree", SP_EXIT_NO_ADDRESS },
  { "current", NULL, SP_EXIT_CURRENT },
  { "paused", NULL, SP_EXIT_CURRENT },
  { "blocked", NULL, SP_EXIT_PERSON },
  { "offline", NULL, SP_EXIT_NO_ADDRESS },
};

/* The first of these that any target has is how the program ends: what a person must do comes
 * before what passes by itself. */
static const SpExit precedence[] = {
  SP_EXIT_BUSY, SP_EXIT_KEYRING, SP_EXIT_PERSON, SP_EXIT_NO_ADDRESS, SP_EXIT_FAILED,
};

static SpExit
judge_target (JsonObject *target)
{
  const char *state = json_object_get_string_member_with_default (target, "state", "");
  const char *reason = json_object_get_string_member_with_default (target, "reason", "");

  for (guint i = 0; i < G_N_ELEMENTS (meanings); i++)
    {
      const Meaning *meaning = &meanings[i];

      if ((meaning->state == NULL || g_str_equal (meaning->state, state)) &&
          (meaning->reason == NULL || g_str_equal (meaning->reason, reason)))
        return meaning->exit;
    }

  return SP_EXIT_FAILED;
}

/* A place without IPv6 is no trouble as long as the name has its IPv4 address. */
static gboolean
is_without_family (JsonObject *target)
{
  return g_strcmp0 (json_object_get_string_member_with_default (target, "reason", ""),
                    "no-address") == 0;
}

static void
judge_profile (JsonObject *profile, gboolean *has_exit)
{
  JsonArray *targets = json_object_get_array_member (profile, "targets");
  guint n_targets = json_array_get_length (targets);
  guint n_without = 0;

  if (!json_object_get_boolean_member_with_default (profile, "enabled", TRUE))
    return;

  for (guint i = 0; i < n_targets; i++)
    {
      JsonObject *target = json_array_get_object_element (targets, i);

      if (is_without_family (target))
        n_without++;
      else
        has_exit[judge_target (target)] = TRUE;
    }

  if (n_without > 0 && n_without == n_targets)
    has_exit[SP_EXIT_NO_ADDRESS] = TRUE;
}

/**
 * sp_exit_for_status:
 * @status: the object of sp_status_to_json()
 *
 * Profiles that are switched off do not count, and what a person paused counts as current.
 *
 * Returns: how to end after showing it
 */
SpExit
sp_exit_for_status (JsonObject *status)
{
  JsonArray *profiles = json_object_get_array_member (status, "profiles");
  gboolean has_exit[SP_EXIT_BUSY + 1] = { FALSE };

  for (guint i = 0; i < json_array_get_length (profiles); i++)
    judge_profile (json_array_get_object_element (profiles, i), has_exit);

  for (guint i = 0; i < G_N_ELEMENTS (precedence); i++)
    {
      if (has_exit[precedence[i]])
        return precedence[i];
    }

  return SP_EXIT_CURRENT;
}

static SpExit
judge_error (SpError code)
{
  switch (code)
    {
    case SP_ERROR_BAD_INPUT:
    case SP_ERROR_BAD_RECIPE:
    case SP_ERROR_NOT_FOUND:
      return SP_EXIT_USAGE;
    case SP_ERROR_BAD_FILE:
    case SP_ERROR_TOO_NEW:
    case SP_ERROR_SECRETS_LOST:
    case SP_ERROR_SECRET_NOT_FOUND:
      return SP_EXIT_PERSON;
    case SP_ERROR_NETWORK:
    case SP_ERROR_DISAGREEMENT:
      return SP_EXIT_NO_ADDRESS;
    case SP_ERROR_SECRETS_UNAVAILABLE:
    case SP_ERROR_SECRETS_NO_PORTAL:
    case SP_ERROR_SECRETS_LOCKED:
    case SP_ERROR_SECRETS_DISMISSED:
    case SP_ERROR_SECRETS_DENIED:
      return SP_EXIT_KEYRING;
    case SP_ERROR_BUSY:
      return SP_EXIT_BUSY;
    case SP_ERROR_TLS:
    case SP_ERROR_INTERRUPTED:
    case SP_ERROR_BAD_REPLY:
    case SP_ERROR_STORAGE:
    default:
      return SP_EXIT_FAILED;
    }
}

/**
 * sp_exit_for_error:
 * @error: what went wrong
 *
 * Returns: how to end after telling it
 */
SpExit
sp_exit_for_error (const GError *error)
{
  if (error->domain == SP_ERROR)
    return judge_error (error->code);
  if (error->domain == G_OPTION_ERROR)
    return SP_EXIT_USAGE;

  return SP_EXIT_FAILED;
}
