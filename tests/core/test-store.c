/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-error.h"
#include "profile/sp-store.h"
#include "sp-fake-clock.h"
#include "sp-scratch.h"

#include <glib/gstdio.h>
#include <string.h>

#define ACCOUNT "[Account]\nVersion=1\nprovider=noip\n"

static SpStore *
open_store (const char *folder)
{
  g_autoptr (GError) error = NULL;
  SpStore *store = sp_store_new (folder);

  sp_store_load (store, &error);
  g_assert_no_error (error);
  return store;
}

static SpProfile *
new_profile (const char *id, const char *name, const char *account_id, const char *hosts)
{
  g_autoptr (SpProfile) bare = sp_profile_new (id, name, account_id);
  g_autoptr (GError) error = NULL;
  SpProfile *profile = sp_profile_with (bare, "hosts", hosts, &error);

  g_assert_no_error (error);
  return profile;
}

static void
save_account (SpStore *store, const char *id, const char *provider, const char *server)
{
  g_autoptr (SpAccount) bare = sp_account_new (id, provider);
  g_autoptr (SpAccount) account = sp_account_with (bare, "server", server, NULL);
  g_autoptr (GError) error = NULL;

  sp_store_save_account (store, account, &error);
  g_assert_no_error (error);
}

static void
save_profile (SpStore *store, SpProfile *profile)
{
  g_autoptr (GError) error = NULL;

  sp_store_save_profile (store, profile, &error);
  g_assert_no_error (error);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_save_and_load (void)
{
  g_autofree char *folder = sp_scratch_new ();
  g_autofree char *deep = g_build_filename (folder, "config", "signpost", NULL);
  g_autofree char *path = g_build_filename (deep, "profiles", "p1.profile", NULL);
  g_autoptr (SpStore) store = open_store (deep);
  g_autoptr (SpStore) again = NULL;
  g_autoptr (SpProfile) profile = new_profile ("p1", "NAS", "a1", "home.example.net");
  g_autoptr (SpProfile) edited = sp_profile_with (profile, "group", "Home", NULL);
  g_autoptr (SpProfile) found = NULL;
  GStatBuf status;
  guint n_changed = 0;

  g_assert_false (g_file_test (deep, G_FILE_TEST_EXISTS));
  g_signal_connect_swapped (store, "changed", G_CALLBACK (count_cb), &n_changed);
  save_account (store, "a1", "noip", "");
  save_profile (store, profile);
  g_assert_cmpint (g_chmod (path, 0644), ==, 0);
  save_profile (store, edited);
  save_profile (store, edited);
  g_assert_cmpuint (n_changed, ==, 3);

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 07777, ==, 0600);
  g_assert_cmpint (g_stat (deep, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0700);

  again = open_store (deep);
  g_assert_cmpuint (sp_store_list_profiles (again)->len, ==, 1);
  g_assert_cmpuint (sp_store_list_accounts (again)->len, ==, 1);
  g_assert_cmpuint (sp_store_list_problems (again)->len, ==, 0);
  found = sp_store_lookup_profile (again, "p1", NULL);
  g_assert_true (sp_profile_equal (found, edited));
  sp_scratch_remove (folder);
}

static void
test_bad_files_disable_themselves (void)
{
  static const struct
  {
    const char *name;
    const char *text;
    SpError code;
    const char *reason;
  } rows[] = {
    { "profiles/b1.profile", "[Profile]\nVersion=1\ncolour=red\n", SP_ERROR_BAD_FILE, "“colour”" },
    { "profiles/b2.profile", "[Profile]\nVers", SP_ERROR_BAD_FILE, "line 2: “Vers”" },
    { "profiles/b3.profile", "[Profile]\nVersion=2\n", SP_ERROR_TOO_NEW, "newer Signpost" },
    { "profiles/b4.profile", "", SP_ERROR_BAD_FILE, "Version=1" },
    { "profiles/b5.profile",
      "[Profile]\nVersion=1\n[Colour]\n",
      SP_ERROR_BAD_FILE,
      "group “Colour”" },
    { "profiles/b6.profile/x", "", SP_ERROR_BAD_FILE, "no plain file" },
    { "accounts/b7.account", "[Profile]\nVersion=1\n", SP_ERROR_BAD_FILE, "[Account]" },
    { "accounts/b8.account",
      "[Account]\nVersion=1\nprovider=noip\npassword=x\n",
      SP_ERROR_BAD_FILE,
      "keyring" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *folder = sp_scratch_new ();
      g_autoptr (SpStore) store = open_store (folder);
      g_autoptr (SpProfile) good = new_profile ("p1", "NAS", "a1", "home.example.net");
      g_autoptr (SpStore) again = NULL;
      const GError *problem;

      save_account (store, "a1", "noip", "");
      save_profile (store, good);
      sp_scratch_write (folder, rows[i].name, rows[i].text);

      again = open_store (folder);
      g_assert_cmpuint (sp_store_list_profiles (again)->len, ==, 1);
      g_assert_cmpuint (sp_store_list_accounts (again)->len, ==, 1);
      g_assert_cmpuint (sp_store_list_problems (again)->len, ==, 1);
      problem = g_ptr_array_index (sp_store_list_problems (again), 0);
      g_test_message ("%s", problem->message);
      g_assert_error (problem, SP_ERROR, (int) rows[i].code);
      g_assert_nonnull (strstr (problem->message, rows[i].reason));
      g_assert_true (g_str_has_prefix (problem->message, folder));
      sp_scratch_remove (folder);
    }
}

static void
test_foreign_files_are_left_alone (void)
{
  static const char *const names[] = {
    "profiles/p1.profile~", "profiles/.p1.profile.swp", "profiles/README",
    "profiles/a b.profile", "profiles/.profile",        "accounts/x.profile",
  };
  g_autofree char *folder = sp_scratch_new ();
  g_autoptr (SpStore) store = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    sp_scratch_write (folder, names[i], "nothing of ours");
  store = open_store (folder);
  g_assert_cmpuint (sp_store_list_problems (store)->len, ==, 0);
  g_assert_cmpuint (sp_store_list_profiles (store)->len, ==, 0);
  sp_scratch_remove (folder);
}

static void
test_nul_byte (void)
{
  g_autofree char *folder = sp_scratch_new ();
  g_autofree char *path = g_build_filename (folder, "accounts", "a1.account", NULL);
  g_autoptr (SpStore) store = NULL;
  const GError *problem;

  sp_scratch_write (folder, "accounts/a1.account", ACCOUNT);
  g_assert_true (
      g_file_set_contents (path, ACCOUNT "\0name=x\n", sizeof ACCOUNT + strlen ("name=x\n"), NULL));
  store = open_store (folder);
  problem = g_ptr_array_index (sp_store_list_problems (store), 0);
  g_assert_nonnull (strstr (problem->message, "NUL"));
  sp_scratch_remove (folder);
}

static void
test_lookup (void)
{
  g_autofree char *folder = sp_scratch_new ();
  g_autoptr (SpStore) store = open_store (folder);
  g_autoptr (SpProfile) one = new_profile ("p1", "NAS", "a1", "one.example.net");
  g_autoptr (SpProfile) two = new_profile ("p2", "NAS", "a1", "two.example.net");
  g_autoptr (SpProfile) three = new_profile ("p3", "p1", "a1", "three.example.net");
  g_autoptr (SpProfile) by_id = NULL;
  g_autoptr (SpAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  save_account (store, "a1", "noip", "");
  save_profile (store, one);
  save_profile (store, two);
  save_profile (store, three);

  by_id = sp_store_lookup_profile (store, "p1", NULL);
  g_assert_true (sp_profile_equal (by_id, one));
  g_assert_null (sp_store_lookup_profile (store, "NAS", &error));
  g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
  g_assert_cmpstr (error->message,
                   ==,
                   "2 have the profile name “NAS”; use the id of the one you mean");
  g_clear_error (&error);
  g_assert_null (sp_store_lookup_profile (store, "nas", &error));
  g_assert_error (error, SP_ERROR, SP_ERROR_NOT_FOUND);
  account = sp_store_lookup_account (store, "noip", NULL);
  g_assert_cmpstr (sp_account_get_id (account), ==, "a1");
  sp_scratch_remove (folder);
}

static void
test_one_keeper_per_name (void)
{
  static const struct
  {
    const char *sentence;
    const char *account_id;
    const char *hosts;
    const char *ipv4;
    const char *ipv6;
    const char *enabled;
    gboolean refused;
  } rows[] = {
    { "the same name twice", "a1", "home.example.net", "automatic", "off", "yes", TRUE },
    { "one of several names",
      "a1",
      "x.example.net,home.example.net",
      "automatic",
      "off",
      "yes",
      TRUE },
    { "a fixed address", "a1", "home.example.net", "fixed:198.51.100.7", "off", "yes", TRUE },
    { "another account at the same provider",
      "a2",
      "home.example.net",
      "automatic",
      "off",
      "yes",
      TRUE },
    { "another name", "a1", "x.example.net", "automatic", "off", "yes", FALSE },
    { "the other family", "a1", "home.example.net", "off", "automatic", "yes", FALSE },
    { "a family left alone", "a1", "home.example.net", "leave", "automatic", "yes", FALSE },
    { "a profile that is off", "a1", "home.example.net", "automatic", "off", "no", FALSE },
    { "another provider", "a3", "home.example.net", "automatic", "off", "yes", FALSE },
    { "another server", "a4", "home.example.net", "automatic", "off", "yes", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *folder = sp_scratch_new ();
      g_autoptr (SpStore) store = open_store (folder);
      g_autoptr (SpProfile) both = new_profile ("p1", "NAS", "a1", "home.example.net");
      g_autoptr (SpProfile) first = sp_profile_with (both, "ipv6", "off", NULL);
      g_autoptr (SpProfile) bare = new_profile ("p2", "New", rows[i].account_id, rows[i].hosts);
      g_autoptr (SpProfile) with_ipv4 = sp_profile_with (bare, "ipv4", rows[i].ipv4, NULL);
      g_autoptr (SpProfile) with_ipv6 = sp_profile_with (with_ipv4, "ipv6", rows[i].ipv6, NULL);
      g_autoptr (SpProfile) second = sp_profile_with (with_ipv6, "enabled", rows[i].enabled, NULL);
      g_autoptr (SpStore) again = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = sp_profile_to_text (second);

      g_test_message ("%s", rows[i].sentence);
      save_account (store, "a1", "noip", "");
      save_account (store, "a2", "noip", "");
      save_account (store, "a3", "dyn", "");
      save_account (store, "a4", "noip", "other.example.net");
      save_profile (store, first);
      g_assert_cmpint (sp_store_save_profile (store, second, &error), ==, !rows[i].refused);
      if (rows[i].refused)
        {
          g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
          g_assert_nonnull (
              strstr (error->message, "“NAS” already keeps ipv4 of home.example.net"));
        }

      /* A file that came from outside meets the same rule. */
      sp_scratch_write (folder, "profiles/p2.profile", text);
      again = open_store (folder);
      g_assert_cmpuint (sp_store_list_profiles (again)->len, ==, rows[i].refused ? 1 : 2);
      g_assert_cmpuint (sp_store_list_problems (again)->len, ==, rows[i].refused ? 1 : 0);
      sp_scratch_remove (folder);
    }
}

static void
test_account_meets_the_same_rule (void)
{
  g_autofree char *folder = sp_scratch_new ();
  g_autoptr (SpStore) store = open_store (folder);
  g_autoptr (SpProfile) first = new_profile ("p1", "NAS", "a1", "home.example.net");
  g_autoptr (SpProfile) second = new_profile ("p2", "New", "a2", "home.example.net");
  g_autoptr (SpAccount) moved = sp_account_new ("a2", "noip");
  g_autoptr (GError) error = NULL;

  save_account (store, "a1", "noip", "");
  save_account (store, "a2", "dyn", "");
  save_profile (store, first);
  save_profile (store, second);
  g_assert_false (sp_store_save_account (store, moved, &error));
  g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
  sp_scratch_remove (folder);
}

static void
test_refused_saves_write_nothing (void)
{
  g_autofree char *folder = sp_scratch_new ();
  g_autoptr (SpStore) store = open_store (folder);
  g_autoptr (SpProfile) no_hosts = sp_profile_new ("p1", "NAS", "a1");
  g_autoptr (SpProfile) no_name = new_profile ("p1", "", "a1", "home.example.net");
  g_autoptr (SpProfile) no_account = new_profile ("p1", "NAS", "a9", "home.example.net");
  g_autoptr (GError) error = NULL;

  save_account (store, "a1", "noip", "");
  g_assert_false (sp_store_save_profile (store, no_hosts, &error));
  g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
  g_clear_error (&error);
  g_assert_false (sp_store_save_profile (store, no_name, &error));
  g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
  g_clear_error (&error);
  g_assert_false (sp_store_save_profile (store, no_account, &error));
  g_assert_error (error, SP_ERROR, SP_ERROR_NOT_FOUND);
  g_assert_cmpuint (sp_store_list_profiles (store)->len, ==, 0);
  sp_scratch_remove (folder);
}

static void
test_remove (void)
{
  g_autofree char *folder = sp_scratch_new ();
  g_autoptr (SpStore) store = open_store (folder);
  g_autoptr (SpProfile) profile = new_profile ("p1", "NAS", "a1", "home.example.net");
  g_autoptr (GError) error = NULL;

  save_account (store, "a1", "noip", "");
  save_profile (store, profile);
  g_assert_false (sp_store_remove_account (store, "a1", &error));
  g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
  g_assert_nonnull (strstr (error->message, "“NAS” uses this account"));
  g_clear_error (&error);

  g_assert_false (sp_store_remove_profile (store, "../accounts/a1", &error));
  g_assert_error (error, SP_ERROR, SP_ERROR_NOT_FOUND);
  g_assert_true (sp_store_remove_profile (store, "p1", NULL));
  g_assert_true (sp_store_remove_account (store, "a1", NULL));
  g_assert_cmpuint (sp_store_list_profiles (store)->len, ==, 0);
  g_assert_cmpuint (sp_store_list_accounts (store)->len, ==, 0);
  sp_scratch_remove (folder);
}

static void
test_unwritable (void)
{
  g_autofree char *folder = sp_scratch_new ();
  g_autofree char *below = g_build_filename (folder, "file", "config", NULL);
  g_autoptr (SpStore) store = sp_store_new (below);
  g_autoptr (SpAccount) account = sp_account_new ("a1", "noip");
  g_autoptr (GError) error = NULL;

  sp_scratch_write (folder, "file", "");
  g_assert_false (sp_store_load (store, &error));
  g_assert_error (error, SP_ERROR, SP_ERROR_STORAGE);
  g_clear_error (&error);
  g_assert_false (sp_store_save_account (store, account, &error));
  g_assert_error (error, SP_ERROR, SP_ERROR_STORAGE);
  sp_scratch_remove (folder);
}

/* The event comes from the kernel, so it is waited for; what follows it runs on the fake clock. */
static void
wait_for_alarm (SpFakeClock *clock)
{
  while (sp_fake_clock_get_n_pending (clock) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_watch (void)
{
  g_autofree char *folder = sp_scratch_new ();
  g_autoptr (SpStore) store = open_store (folder);
  SpFakeClock *clock = sp_fake_clock_new ();
  guint n_changed = 0;

  sp_scratch_write (folder, "accounts/a1.account", ACCOUNT);
  g_assert_true (sp_store_load (store, NULL));
  g_signal_connect_swapped (store, "changed", G_CALLBACK (count_cb), &n_changed);
  sp_store_watch (store, SP_CLOCK (clock));
  g_assert_cmpuint (sp_fake_clock_get_n_pending (clock), ==, 0);

  sp_scratch_write (folder, "accounts/a2.account", "[Account]\nVersion=1\n");
  wait_for_alarm (clock);
  g_assert_cmpuint (n_changed, ==, 0);
  sp_scratch_write (folder, "accounts/a2.account", ACCOUNT);
  sp_fake_clock_advance_ms (clock, 500);
  while (n_changed == 0)
    {
      wait_for_alarm (clock);
      sp_fake_clock_advance_ms (clock, 500);
    }
  g_assert_cmpuint (sp_store_list_accounts (store)->len, ==, 2);
  g_assert_cmpuint (sp_store_list_problems (store)->len, ==, 0);

  g_clear_object (&store);
  sp_fake_clock_close (clock);
  sp_scratch_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/save-and-load", test_save_and_load);
  g_test_add_func ("/store/bad-files-disable-themselves", test_bad_files_disable_themselves);
  g_test_add_func ("/store/foreign-files-are-left-alone", test_foreign_files_are_left_alone);
  g_test_add_func ("/store/nul-byte", test_nul_byte);
  g_test_add_func ("/store/lookup", test_lookup);
  g_test_add_func ("/store/one-keeper-per-name", test_one_keeper_per_name);
  g_test_add_func ("/store/account-meets-the-same-rule", test_account_meets_the_same_rule);
  g_test_add_func ("/store/refused-saves-write-nothing", test_refused_saves_write_nothing);
  g_test_add_func ("/store/remove", test_remove);
  g_test_add_func ("/store/unwritable", test_unwritable);
  g_test_add_func ("/store/watch", test_watch);
  return g_test_run ();
}
