/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-error.h"
#include "sp-cli-exit.h"

#include <gio/gio.h>

#define MAX_TARGETS 3

/* The targets of one profile, as state and reason, and how to end after showing them. */
typedef struct
{
  const char *proves;
  const char *targets[MAX_TARGETS][2];
  gboolean is_disabled;
  SpExit exit;
} Row;

static const Row rows[] = {
  { "nothing to do is well", { { NULL } }, FALSE, SP_EXIT_CURRENT },
  { "all current", { { "current", "none" }, { "current", "none" } }, FALSE, SP_EXIT_CURRENT },
  { "a pause is what a person wanted",
    { { "paused", "paused-by-person" }, { "current", "none" } },
    FALSE,
    SP_EXIT_CURRENT },
  { "a failure that will be retried",
    { { "current", "none" }, { "backoff", "none" } },
    FALSE,
    SP_EXIT_FAILED },
  { "something that waits", { { "due", "distance" } }, FALSE, SP_EXIT_FAILED },
  { "something that is under way", { { "updating", "change" } }, FALSE, SP_EXIT_FAILED },
  { "something nobody knows", { { "unknown", "none" } }, FALSE, SP_EXIT_FAILED },
  { "a state of a later version", { { "dancing", "none" } }, FALSE, SP_EXIT_FAILED },
  { "a refused password", { { "blocked", "none" } }, FALSE, SP_EXIT_PERSON },
  { "a missing secret", { { "blocked", "secret-missing" } }, FALSE, SP_EXIT_PERSON },
  { "an account that is gone", { { "blocked", "account-missing" } }, FALSE, SP_EXIT_PERSON },
  { "no network", { { "offline", "none" } }, FALSE, SP_EXIT_NO_ADDRESS },
  { "a captive portal", { { "paused", "portal" } }, FALSE, SP_EXIT_NO_ADDRESS },
  { "no source answered", { { "unknown", "no-answer" } }, FALSE, SP_EXIT_NO_ADDRESS },
  { "no address of any family",
    { { "unknown", "no-address" }, { "unknown", "no-address" } },
    FALSE,
    SP_EXIT_NO_ADDRESS },
  { "a place without IPv6 is well",
    { { "current", "none" }, { "unknown", "no-address" } },
    FALSE,
    SP_EXIT_CURRENT },
  { "lost secrets", { { "blocked", "secrets-lost" } }, FALSE, SP_EXIT_PERSON },
  { "no portal", { { "paused", "keyring-no-portal" } }, FALSE, SP_EXIT_KEYRING },
  { "a locked keyring", { { "blocked", "keyring-locked" } }, FALSE, SP_EXIT_KEYRING },
  { "no keyring", { { "paused", "keyring-unavailable" } }, FALSE, SP_EXIT_KEYRING },
  { "somebody else holds the state", { { "paused", "view-only" } }, FALSE, SP_EXIT_BUSY },
  { "a person comes before a retry",
    { { "backoff", "none" }, { "blocked", "none" }, { "offline", "none" } },
    FALSE,
    SP_EXIT_PERSON },
  { "the keyring comes before a person",
    { { "blocked", "none" }, { "blocked", "keyring-locked" } },
    FALSE,
    SP_EXIT_KEYRING },
  { "a profile that is off does not count", { { "blocked", "none" } }, TRUE, SP_EXIT_CURRENT },
};

static JsonNode *
make_status (const Row *row)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "profiles");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "enabled");
  json_builder_add_boolean_value (builder, !row->is_disabled);
  json_builder_set_member_name (builder, "targets");
  json_builder_begin_array (builder);
  for (guint i = 0; i < MAX_TARGETS && row->targets[i][0] != NULL; i++)
    {
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "state");
      json_builder_add_string_value (builder, row->targets[i][0]);
      json_builder_set_member_name (builder, "reason");
      json_builder_add_string_value (builder, row->targets[i][1]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

static void
test_status (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (JsonNode) status = make_status (row);

  g_assert_cmpint (sp_exit_for_status (json_node_get_object (status)), ==, row->exit);
}

static void
test_errors (void)
{
  static const SpExit exits[] = {
    [SP_ERROR_NETWORK] = SP_EXIT_NO_ADDRESS,
    [SP_ERROR_DISAGREEMENT] = SP_EXIT_NO_ADDRESS,
    [SP_ERROR_TLS] = SP_EXIT_FAILED,
    [SP_ERROR_INTERRUPTED] = SP_EXIT_FAILED,
    [SP_ERROR_BAD_REPLY] = SP_EXIT_FAILED,
    [SP_ERROR_BAD_INPUT] = SP_EXIT_USAGE,
    [SP_ERROR_BAD_FILE] = SP_EXIT_PERSON,
    [SP_ERROR_BAD_RECIPE] = SP_EXIT_USAGE,
    [SP_ERROR_NOT_FOUND] = SP_EXIT_USAGE,
    [SP_ERROR_SECRETS_UNAVAILABLE] = SP_EXIT_KEYRING,
    [SP_ERROR_SECRETS_NO_PORTAL] = SP_EXIT_KEYRING,
    [SP_ERROR_SECRETS_LOCKED] = SP_EXIT_KEYRING,
    [SP_ERROR_SECRETS_DISMISSED] = SP_EXIT_KEYRING,
    [SP_ERROR_SECRETS_DENIED] = SP_EXIT_KEYRING,
    [SP_ERROR_SECRETS_LOST] = SP_EXIT_PERSON,
    [SP_ERROR_SECRET_NOT_FOUND] = SP_EXIT_PERSON,
    [SP_ERROR_STORAGE] = SP_EXIT_FAILED,
    [SP_ERROR_TOO_NEW] = SP_EXIT_PERSON,
    [SP_ERROR_BUSY] = SP_EXIT_BUSY,
  };

  for (guint code = 0; code < G_N_ELEMENTS (exits); code++)
    {
      g_autoptr (GError) error = g_error_new_literal (SP_ERROR, code, "it");

      g_assert_cmpint (sp_exit_for_error (error), ==, exits[code]);
    }
}

static void
test_other_errors (void)
{
  g_autoptr (GError)
      option = g_error_new_literal (G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION, "it");
  g_autoptr (GError) file = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "it");

  g_assert_cmpint (sp_exit_for_error (option), ==, SP_EXIT_USAGE);
  g_assert_cmpint (sp_exit_for_error (file), ==, SP_EXIT_FAILED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/exit/status/%s", rows[i].proves);
      g_test_add_data_func (path, &rows[i], test_status);
    }
  g_test_add_func ("/exit/errors", test_errors);
  g_test_add_func ("/exit/errors of libraries", test_other_errors);

  return g_test_run ();
}
