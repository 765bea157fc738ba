/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "sp-draft-build.h"

#include <glib/gstdio.h>

/* A store in an empty folder and the providers that ship with the program. */
typedef struct
{
  char *folder;           /* (owned) */
  SpStore *store;         /* (owned) */
  SpCatalogue *catalogue; /* (owned) */
  SpDraft *draft;         /* (owned) */
} Desk;

static void
desk_clear (Desk *desk)
{
  g_autofree char *profiles = g_build_filename (desk->folder, "profiles", NULL);
  g_autofree char *accounts = g_build_filename (desk->folder, "accounts", NULL);

  g_clear_object (&desk->draft);
  g_clear_object (&desk->catalogue);
  g_clear_object (&desk->store);
  g_rmdir (profiles);
  g_rmdir (accounts);
  g_rmdir (desk->folder);
  g_clear_pointer (&desk->folder, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_clear)

static void
set_up (Desk *desk, const char *provider)
{
  g_autoptr (GError) error = NULL;

  desk->folder = g_dir_make_tmp ("signpost-draft-XXXXXX", &error);
  g_assert_no_error (error);
  desk->store = sp_store_new (desk->folder);
  sp_store_load (desk->store, &error);
  g_assert_no_error (error);
  desk->catalogue = sp_catalogue_new (desk->folder);
  desk->draft = sp_draft_new (desk->catalogue, desk->store);
  sp_draft_choose_provider (desk->draft, provider, &error);
  g_assert_no_error (error);
}

static void
test_hosts (void)
{
  static const struct
  {
    const char *proves;
    const char *provider;
    const char *typed;
    const char *host; /* NULL if it is refused */
  } rows[] = {
    { "a name is taken as it is", "dyndns2", "nas.example.org", "nas.example.org" },
    { "blanks around it, upper case and a last dot do not matter",
      "dyndns2",
      " NAS.Example.ORG. ",
      "nas.example.org" },
    { "other scripts are sent as A-labels",
      "dyndns2",
      "müller.example.org",
      "xn--mller-kva.example.org" },
    { "a single word gets the provider's own domain", "duckdns", "nas", "nas.duckdns.org" },
    { "two words are no name", "dyndns2", "my nas", NULL },
    { "an address is no name", "dyndns2", "203.0.113.7", NULL },
    { "a star where the provider takes none", "duckdns", "*.nas.duckdns.org", NULL },
    { "nothing is no name", "dyndns2", "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Desk) desk = { 0 };
      g_autoptr (GError) error = NULL;
      g_autofree char *host = NULL;

      g_test_message ("%s", rows[i].proves);
      set_up (&desk, rows[i].provider);
      host = sp_draft_complete_host (desk.draft, rows[i].typed, &error);
      g_assert_cmpstr (host, ==, rows[i].host);
      g_assert_true ((host == NULL) == (error != NULL));
    }
}

static void
test_build (void)
{
  g_auto (Desk) desk = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SpAccount) account = NULL;
  g_autoptr (SpCredentials) credentials = NULL;
  g_autoptr (SpProfile) profile = NULL;

  set_up (&desk, "dyndns2");
  sp_draft_set_field (desk.draft, "server", "https://ddns.example.net");
  sp_draft_set_field (desk.draft, "user", "me");
  sp_draft_set_field (desk.draft, "pass", "secret");
  g_assert_true (sp_draft_add_host (desk.draft, "müller.example.org", &error));
  g_assert_true (sp_draft_add_host (desk.draft, "MÜLLER.example.org.", &error));
  sp_draft_set (desk.draft, "ipv6", "off");

  g_assert_true (sp_draft_build_account (desk.draft, &account, &credentials, &error));
  g_assert_no_error (error);
  profile = sp_draft_build_profile (desk.draft, &error);
  g_assert_no_error (error);

  g_assert_cmpstr (sp_account_get (account, "user"), ==, "me");
  g_assert_null (sp_account_get (account, "pass"));
  g_assert_cmpstr (sp_credentials_get (credentials, "pass"), ==, "secret");
  g_assert_cmpstr (sp_profile_get_account_id (profile), ==, sp_account_get_id (account));
  g_assert_cmpstr (sp_profile_get_name (profile), ==, "müller.example.org");
  g_assert_cmpuint (g_strv_length ((char **) sp_profile_get_hosts (profile)), ==, 1);
  g_assert_cmpint (sp_profile_get_row (profile, SP_FAMILY_IPV6), ==, SP_ROW_OFF);
}

/* As tsig-keygen prints it, and as an entry takes it from the clipboard. */
static void
test_pasted_key (void)
{
  g_auto (Desk) desk = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SpAccount) account = NULL;
  g_autoptr (SpCredentials) credentials = NULL;

  set_up (&desk, "rfc2136");
  sp_draft_set_field (desk.draft, "server", "ns1.example.org");
  sp_draft_set_field (desk.draft, "zone", "example.org");
  sp_draft_set_field (desk.draft,
                      "key",
                      "key \"home\" {\n\talgorithm hmac-sha256;\n"
                      "\tsecret \"c2FsdCZncmHDn2UrJXNlY3JldC1vZi1ob21lIQ==\";\n};\n");
  g_assert_true (sp_draft_add_host (desk.draft, "home.example.org", &error));
  g_assert_true (sp_draft_build_account (desk.draft, &account, &credentials, &error));
  g_assert_no_error (error);
  g_assert_null (strchr (sp_credentials_get (credentials, "key"), '\n'));
}

static SpProfile *
build_with_record (const char *provider, gboolean *asks)
{
  g_auto (Desk) desk = { 0 };
  g_autoptr (GError) error = NULL;
  SpProfile *profile;

  set_up (&desk, provider);
  g_assert_cmpstr (sp_draft_get (desk.draft, "ttl"), ==, "");
  g_assert_cmpstr (sp_draft_get (desk.draft, "create"), ==, "true");
  sp_draft_set (desk.draft, "ttl", "120");
  sp_draft_set (desk.draft, "create", "false");
  g_assert_true (sp_draft_add_host (desk.draft, "home.example.org", &error));
  profile = sp_draft_build_profile (desk.draft, &error);
  g_assert_no_error (error);

  *asks = sp_profile_get_ttl_s (profile) == 120 && !sp_profile_may_create (profile);
  return profile;
}

/* Somebody may look at another provider first. */
static void
test_record (void)
{
  g_autoptr (SpProfile) own = NULL;
  g_autoptr (SpProfile) foreign = NULL;
  gboolean asks;

  own = build_with_record ("rfc2136", &asks);
  g_assert_true (asks);
  foreign = build_with_record ("dyndns2", &asks);
  g_assert_false (asks);
  g_assert_cmpuint (sp_profile_get_ttl_s (foreign), ==, 0);
  g_assert_true (sp_profile_may_create (foreign));
}

static void
test_incomplete (void)
{
  g_auto (Desk) desk = { 0 };
  g_autoptr (GError) no_secret = NULL;
  g_autoptr (GError) no_host = NULL;
  g_autoptr (GError) bad_address = NULL;
  g_autoptr (SpAccount) account = NULL;
  g_autoptr (SpCredentials) credentials = NULL;

  set_up (&desk, "dyndns2");
  sp_draft_set_field (desk.draft, "server", "https://ddns.example.net");
  sp_draft_set_field (desk.draft, "user", "me");
  g_assert_false (sp_draft_build_account (desk.draft, &account, &credentials, &no_secret));
  g_assert_nonnull (no_secret);

  g_assert_null (sp_draft_build_profile (desk.draft, &no_host));
  g_assert_nonnull (strstr (no_host->message, "host name"));

  g_assert_true (sp_draft_add_host (desk.draft, "nas.example.org", NULL));
  sp_draft_set (desk.draft, "ipv4", "fixed:2001:db8::1");
  g_assert_null (sp_draft_build_profile (desk.draft, &bad_address));
  g_assert_nonnull (strstr (bad_address->message, "family"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draft/hosts", test_hosts);
  g_test_add_func ("/draft/build", test_build);
  g_test_add_func ("/draft/pasted-key", test_pasted_key);
  g_test_add_func ("/draft/record", test_record);
  g_test_add_func ("/draft/incomplete", test_incomplete);
  return g_test_run ();
}
