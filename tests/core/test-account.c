/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-error.h"
#include "profile/sp-account.h"

#include <string.h>

static void
test_values (void)
{
  static const struct
  {
    const char *key;
    const char *value;
    const char *reason; /* NULL: taken */
  } rows[] = {
    { "provider", "dyndns2", NULL },
    { "name", "Home", NULL },
    { "username", "müller:x@example.net & %", NULL },
    { "zone_id", "0", NULL },
    { "server", "dyn.example.net", NULL },
    { "server", "dyn.example.net:8443", NULL },
    { "server", "https://dyn.example.net/nic", NULL },
    { "server", "http://127.0.0.1:8245", NULL },
    { "ca-file", "/etc/ssl/own.pem", NULL },
    { "spacing", "0", NULL },
    { "spacing", "86400", NULL },
    { "provider", "", "not the id" },
    { "provider", "../x", "not the id" },
    { "username", "a\nHost: evil.example", "line end" },
    { "username", "a\r", "line end" },
    { "username", "a\x7f", "control" },
    { "username", "\xc3", "UTF-8" },
    { "username", NULL, "no value" },
    { "server", "http://dyn.example.net", "plain http" },
    { "server", "me:secret@dyn.example.net", "keyring" },
    { "server", "dyn.example.net#x", "“#”" },
    { "server", "ftp://dyn.example.net", "https://" },
    { "server", "dyn example net", "not a web address" },
    { "ca-file", "own.pem", "whole path" },
    { "spacing", "-1", "from 0 to 86400" },
    { "spacing", "86401", "from 0 to 86400" },
    { "spacing", "1 h", "from 0 to 86400" },
    { "password", "x", "keyring" },
    { "token", "x", "keyring" },
    { "secret", "", "keyring" },
    { "Server", "x", "cannot be a field" },
    { "", "x", "cannot be a field" },
    { "a b", "x", "cannot be a field" },
    { "a]\n[x", "x", "cannot be a field" },
    { "a2345678901234567890123456789012345678901", "x", "cannot be a field" },
  };
  g_autoptr (SpAccount) account = sp_account_new ("a1", "noip");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SpAccount) changed = NULL;

      g_test_message ("%" G_GSIZE_FORMAT ": %s", i, rows[i].reason != NULL ? rows[i].reason : "");
      changed = sp_account_with (account, rows[i].key, rows[i].value, &error);
      if (rows[i].reason == NULL)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (sp_account_get (changed, rows[i].key), ==, rows[i].value);
          continue;
        }
      g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, rows[i].reason));
      g_assert_null (strstr (error->message, "me:secret"));
    }
}

static SpAccount *
with (SpAccount *account, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;
  SpAccount *changed = sp_account_with (account, key, value, &error);

  g_assert_no_error (error);
  sp_account_unref (account);
  return changed;
}

static void
test_text_and_back (void)
{
  g_autoptr (SpAccount) account = sp_account_new ("a1", "dyndns2");
  g_autoptr (SpAccount) back = NULL;
  g_autoptr (SpAccount) bare = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) keys = NULL;

  g_assert_cmpstr (sp_account_get_name (account), ==, "dyndns2");
  g_assert_cmpint (sp_account_get_spacing_s (account), ==, -1);
  account = with (account, "name", " Home ");
  account = with (account, "username", "\\n=;#[x]");
  account = with (account, "spacing", "0");

  text = sp_account_to_text (account);
  back = sp_account_from_text ("a1", text, &error);
  g_assert_no_error (error);
  g_assert_true (sp_account_equal (account, back));
  g_assert_cmpstr (sp_account_get_id (back), ==, "a1");
  g_assert_cmpstr (sp_account_get_provider (back), ==, "dyndns2");
  g_assert_cmpstr (sp_account_get_name (back), ==, " Home ");
  g_assert_cmpstr (sp_account_get (back, "username"), ==, "\\n=;#[x]");
  g_assert_cmpint (sp_account_get_spacing_s (back), ==, 0);

  bare = sp_account_with (back, "username", "", NULL);
  g_assert_null (sp_account_get (bare, "username"));
  g_assert_false (sp_account_equal (bare, back));
  keys = sp_account_list_keys (bare);
  g_assert_cmpuint (g_strv_length (keys), ==, 3);
  g_assert_cmpstr (keys[0], ==, "name");
}

static void
test_refused_texts (void)
{
  static const struct
  {
    const char *text;
    SpError code;
    const char *reason;
  } rows[] = {
    { "", SP_ERROR_BAD_FILE, "Version=1" },
    { "[Account]\nVersion=1\n", SP_ERROR_BAD_FILE, "“provider” is missing" },
    { "[Account]\nVersion=9\n", SP_ERROR_TOO_NEW, "update Signpost" },
    { "[Account]\nVersion=1\nprovider=noip\npassword=x\n", SP_ERROR_BAD_FILE, "keyring" },
    { "[Account]\nVersion=1\nprovider=noip\nprovider=dyn\n", SP_ERROR_BAD_FILE, "line 4" },
    { "[Account]\nVersion=1\nprovider=noip\n[Profile]\n", SP_ERROR_BAD_FILE, "“Profile”" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SpAccount) account = sp_account_from_text ("a1", rows[i].text, &error);

      g_assert_error (error, SP_ERROR, (int) rows[i].code);
      g_assert_null (account);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, rows[i].reason));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account/values", test_values);
  g_test_add_func ("/account/text-and-back", test_text_and_back);
  g_test_add_func ("/account/refused-texts", test_refused_texts);
  return g_test_run ();
}
