/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-state.h"

static const char *const state_words[] = {
  "unknown", "current", "due", "updating", "backoff", "blocked", "paused", "offline",
};
G_STATIC_ASSERT (G_N_ELEMENTS (state_words) == SP_N_STATES);

static const char *const reason_words[] = {
  "none",
  "change",
  "refresh",
  "distance",
  "no-address",
  "sources-disagree",
  "paused-by-person",
  "disabled",
  "portal",
  "keyring-locked",
  "keyring-unavailable",
  "keyring-no-portal",
  "keyring-denied",
  "keyring-dismissed",
  "secrets-lost",
  "secret-missing",
  "account-missing",
  "recipe-missing",
  "storage",
  "view-only",
  "after-crash",
  "special-address",
  "no-answer",
  "forced",
  "forced-recently",
  "server",
  "flapping",
  "conflict",
  "other-family",
};
G_STATIC_ASSERT (G_N_ELEMENTS (reason_words) == SP_N_REASONS);

/* Which state stands for many: the one a person should know of first. */
static const guint weights[] = {
  [SP_STATE_CURRENT] = 0,  [SP_STATE_UNKNOWN] = 1, [SP_STATE_DUE] = 2,    [SP_STATE_BACKOFF] = 3,
  [SP_STATE_UPDATING] = 4, [SP_STATE_OFFLINE] = 5, [SP_STATE_PAUSED] = 6, [SP_STATE_BLOCKED] = 7,
};
G_STATIC_ASSERT (G_N_ELEMENTS (weights) == SP_N_STATES);

/**
 * sp_state_to_string:
 * @state: a state
 *
 * Returns: (transfer none): its word in JSON, part of the command line's contract
 */
const char *
sp_state_to_string (SpState state)
{
  g_return_val_if_fail ((guint) state < SP_N_STATES, "unknown");

  return state_words[state];
}

/**
 * sp_reason_to_string:
 * @reason: a reason
 *
 * Returns: (transfer none): its word in JSON
 */
const char *
sp_reason_to_string (SpReason reason)
{
  g_return_val_if_fail ((guint) reason < SP_N_REASONS, "none");

  return reason_words[reason];
}

/**
 * sp_state_needs_person:
 * @state: a state
 * @reason: its reason
 *
 * Returns: %TRUE if nothing will get better before a person does something
 */
gboolean
sp_state_needs_person (SpState state, SpReason reason)
{
  if (state == SP_STATE_BLOCKED)
    return TRUE;

  return reason == SP_REASON_KEYRING_LOCKED || reason == SP_REASON_KEYRING_UNAVAILABLE ||
         reason == SP_REASON_KEYRING_NO_PORTAL || reason == SP_REASON_KEYRING_DENIED ||
         reason == SP_REASON_KEYRING_DISMISSED || reason == SP_REASON_SECRETS_LOST ||
         reason == SP_REASON_SECRET_MISSING || reason == SP_REASON_STORAGE ||
         reason == SP_REASON_SPECIAL_ADDRESS;
}

/**
 * sp_state_is_worse:
 * @a: a state
 * @b: another one
 *
 * Returns: %TRUE if a person should know of @a before @b
 */
gboolean
sp_state_is_worse (SpState a, SpState b)
{
  return weights[a] > weights[b];
}
