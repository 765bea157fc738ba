/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/sp-error.h"
#include "http/sp-server.h"
#include "recipe/sp-catalogue.h"

static void
test_server (void)
{
  static const struct
  {
    const char *sentence;
    const char *text;
    const char *origin; /* NULL: refused */
    const char *path;
    gboolean plain;
  } rows[] = {
    { "a name", "dyn.example.org", "https://dyn.example.org", "", FALSE },
    { "a name with a port", "dyn.example.org:8443", "https://dyn.example.org:8443", "", FALSE },
    { "an URL", "https://dyn.example.org", "https://dyn.example.org", "", FALSE },
    { "an URL with a slash", "https://dyn.example.org/", "https://dyn.example.org", "", FALSE },
    { "an URL with a path",
      "https://dyn.example.org/a/b.php",
      "https://dyn.example.org",
      "/a/b.php",
      FALSE },
    { "a name with a path", "dyn.example.org/upd", "https://dyn.example.org", "/upd", FALSE },
    { "upper case", "HTTPS://Dyn.Example.ORG", "https://dyn.example.org", "", FALSE },
    { "an umlaut", "https://dyn.bücher.de", "https://dyn.xn--bcher-kva.de", "", FALSE },
    { "an IPv4 address", "https://192.0.2.1:8443/x", "https://192.0.2.1:8443", "/x", FALSE },
    { "an IPv6 address", "https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443", "", FALSE },
    { "an IPv6 address alone, in brackets", "[2001:db8::1]", "https://[2001:db8::1]", "", FALSE },
    { "a link-local name without a dot", "nas", "https://nas", "", FALSE },
    { "plain HTTP to 127.0.0.1", "http://127.0.0.1:8245", "http://127.0.0.1:8245", "", TRUE },
    { "plain HTTP to all of 127/8", "http://127.3.2.1/", "http://127.3.2.1", "", TRUE },
    { "plain HTTP to ::1", "http://[::1]:8245/nic", "http://[::1]:8245", "/nic", TRUE },
    { "plain HTTP to localhost", "http://localhost:8245", "http://localhost:8245", "", TRUE },
    { "HTTPS to localhost", "localhost:8245", "https://localhost:8245", "", FALSE },
    { "plain HTTP to a name", "http://dyn.example.org", NULL, NULL, FALSE },
    { "plain HTTP to the local network", "http://192.168.1.2", NULL, NULL, FALSE },
    { "plain HTTP to a name that looks like it",
      "http://localhost.example.org",
      NULL,
      NULL,
      FALSE },
    { "plain HTTP to a name that begins like it",
      "http://127.0.0.1.example.org",
      NULL,
      NULL,
      FALSE },
    { "plain HTTP to a short form of an address", "http://127.1", NULL, NULL, FALSE },
    { "plain HTTP to a number", "http://2130706433", NULL, NULL, FALSE },
    { "plain HTTP behind a user name", "http://127.0.0.1@evil.example", NULL, NULL, FALSE },
    { "a user name", "https://me:pw@dyn.example.org", NULL, NULL, FALSE },
    { "a query", "https://dyn.example.org/?a=b", NULL, NULL, FALSE },
    { "a fragment", "https://dyn.example.org/#x", NULL, NULL, FALSE },
    { "another scheme", "ftp://dyn.example.org", NULL, NULL, FALSE },
    { "a file", "file:///etc/passwd", NULL, NULL, FALSE },
    { "a port that is none", "dyn.example.org:x", NULL, NULL, FALSE },
    { "port 0", "dyn.example.org:0", NULL, NULL, FALSE },
    { "a port past all bounds", "dyn.example.org:65536", NULL, NULL, FALSE },
    { "a bare IPv6 address", "2001:db8::1", NULL, NULL, FALSE },
    { "a space", "dyn example", NULL, NULL, FALSE },
    { "a line break", "dyn.example.org\r\nX: y", NULL, NULL, FALSE },
    { "a backslash", "https:\\\\dyn.example.org", NULL, NULL, FALSE },
    { "nothing", "", NULL, NULL, FALSE },
    { "a scheme alone", "https://", NULL, NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SpServer) server = sp_server_parse (rows[i].text, &error);

      g_test_message ("%s", rows[i].sentence);
      if (rows[i].origin == NULL)
        {
          g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (server->origin, ==, rows[i].origin);
      g_assert_cmpstr (server->path, ==, rows[i].path);
      g_assert_cmpint (server->plain, ==, rows[i].plain);
    }
}

static void
test_every_recipe_loads (void)
{
  g_autoptr (SpCatalogue) catalogue = sp_catalogue_new (NULL);
  g_autoptr (GPtrArray) problems = sp_catalogue_list_problems (catalogue);
  g_autoptr (GPtrArray) all = sp_catalogue_search (catalogue, NULL);

  for (guint i = 0; i < problems->len; i++)
    g_test_message ("%s", (const char *) g_ptr_array_index (problems, i));
  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_cmpuint (all->len, >=, 15);
}

static void
test_search (void)
{
  static const struct
  {
    const char *sentence;
    const char *text;
    const char *first; /* NULL: nothing is found */
  } rows[] = {
    { "an id", "duckdns", "duckdns" },
    { "a name in another case", "DUCK dns", "duckdns" },
    { "the name itself before an alias of another", "powerdns", "pdns" },
    { "the beginning of a name", "dynv", "dynv6" },
    { "a word in a name", "electric", "henet" },
    { "an alias", "afraid.org", "freedns" },
    { "an accent too much", "dück", "duckdns" },
    { "blanks around it", "  strato ", "strato" },
    { "a host name", "home.duckdns.org", "duckdns" },
    { "a host name in another case", "Home.DuckDNS.org", "duckdns" },
    { "a host name by an alias", "x.y.dedyn.io", "desec" },
    { "part of a word", "heap", "namecheap" },
    { "one that is gone", "Google Domains", "googledomains" },
    { "by the name another program gives it", "domains.google.com", "googledomains" },
    { "by a host name", "nas.twodns.de", "twodns" },
    { "nothing like it", "qqqq", NULL },
    { "no UTF-8", "\xff", NULL },
  };
  g_autoptr (SpCatalogue) catalogue = sp_catalogue_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) found = sp_catalogue_search (catalogue, rows[i].text);

      g_test_message ("%s", rows[i].sentence);
      if (rows[i].first == NULL)
        {
          g_assert_cmpuint (found->len, ==, 0);
          continue;
        }
      g_assert_cmpuint (found->len, >, 0);
      g_assert_cmpstr (sp_listing_get_id (g_ptr_array_index (found, 0)), ==, rows[i].first);
    }
}

static void
test_listing (void)
{
  g_autoptr (SpCatalogue) catalogue = sp_catalogue_new (NULL);
  g_autoptr (SpListing) listing = sp_catalogue_describe (catalogue, "duckdns");
  g_autoptr (SpListing) one_family = sp_catalogue_describe (catalogue, "namecheap");
  g_autoptr (SpListing) nobody = sp_catalogue_describe (catalogue, "nobody");

  g_assert_cmpstr (sp_listing_get_id (listing), ==, "duckdns");
  g_assert_cmpstr (sp_listing_get_name (listing), ==, "Duck DNS");
  g_assert_cmpstr (sp_listing_get_protocol (listing), ==, "oneshot");
  g_assert_cmpstr (sp_listing_get_website (listing), ==, "https://www.duckdns.org/");
  g_assert_true (sp_listing_has_family (listing, SP_FAMILY_IPV4));
  g_assert_true (sp_listing_has_family (listing, SP_FAMILY_IPV6));
  g_assert_false (sp_listing_has_family (one_family, SP_FAMILY_IPV6));
  g_assert_cmpuint (sp_listing_get_n_transcripts (listing), >=, 4);
  g_assert_cmpint (sp_listing_get_status (listing), ==, SP_PROVIDER_ACTIVE);
  g_assert_null (sp_listing_get_hint (listing));
  g_assert_false (sp_listing_is_custom (listing));
  g_assert_null (nobody);
}

/* The index says of every recipe what the recipe says itself. */
static void
test_index (void)
{
  g_autoptr (SpCatalogue) catalogue = sp_catalogue_new (NULL);
  g_autoptr (GPtrArray) all = sp_catalogue_search (catalogue, NULL);

  for (guint i = 0; i < all->len; i++)
    {
      const SpListing *listing = all->pdata[i];
      g_autoptr (SpRecipe)
          recipe = sp_catalogue_lookup (catalogue, sp_listing_get_id (listing), NULL);

      g_assert_cmpstr (sp_listing_get_name (listing), ==, sp_recipe_get_name (recipe));
      g_assert_cmpstr (sp_listing_get_website (listing), ==, sp_recipe_get_website (recipe));
      g_assert_cmpstr (sp_listing_get_checked (listing), ==, sp_recipe_get_checked (recipe));
      for (guint family = 0; family < SP_N_FAMILIES; family++)
        g_assert_true (sp_listing_has_family (listing, (SpFamily) family) ==
                       sp_recipe_has_family (recipe, (SpFamily) family));
      for (const char *const *alias = sp_recipe_get_aliases (recipe); *alias != NULL; alias++)
        {
          g_autofree char *folded = sp_listing_fold (*alias);

          g_assert_cmpint (sp_listing_match (listing, folded), <=, SP_MATCH_EXACT);
        }
    }
}

static void
test_dead (void)
{
  static const char *const names[] = { "googledomains",
                                       "google",
                                       "Google DOMAINS",
                                       "domains.google" };
  g_autoptr (SpCatalogue) catalogue = sp_catalogue_new (NULL);
  g_autoptr (GPtrArray) all = sp_catalogue_search (catalogue, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (SpListing) found = sp_catalogue_find_dead (catalogue, names[i]);
      g_autoptr (SpRecipe) recipe = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", names[i]);
      g_assert_cmpstr (sp_listing_get_id (found), ==, "googledomains");
      g_assert_cmpint (sp_listing_get_status (found), ==, SP_PROVIDER_DEAD);
      g_assert_cmpstr (sp_listing_get_since (found), ==, "2024");

      recipe = sp_catalogue_lookup (catalogue, names[i], &error);
      g_assert_null (recipe);
      g_assert_error (error, SP_ERROR, SP_ERROR_NOT_FOUND);
      g_assert_true (g_str_has_prefix (error->message, "Google Domains is gone: "));
    }
  g_assert_null (sp_catalogue_find_dead (catalogue, "duckdns"));
  g_assert_null (sp_catalogue_find_dead (catalogue, "goog"));
  g_assert_null (sp_catalogue_find_dead (catalogue, ""));

  for (guint i = 0; i < all->len; i++)
    g_assert_cmpint (sp_listing_get_status (all->pdata[i]), !=, SP_PROVIDER_DEAD);
}

static void
test_unknown (void)
{
  static const char *const ids[] = { "nosuch", "", "../noip", "noip.recipe", "NOIP", "a/b" };
  g_autoptr (SpCatalogue) catalogue = sp_catalogue_new ("/nonexistent");

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("id “%s”", ids[i]);
      g_assert_null (sp_catalogue_lookup (catalogue, ids[i], &error));
      g_assert_error (error, SP_ERROR, SP_ERROR_NOT_FOUND);
    }
}

static const char custom[] =
    "[Provider]\nFormat=1\nId=%s\nName=Mine\nWebsite=https://mine.example/\n"
    "Source=https://mine.example/\nChecked=2026-08-31\nVerified=inferred\n"
    "Protocol=dyndns2\nHosts=mine.example;\nFamilies=ipv4;\n"
    "[Field user]\nLabel=U\n[Field pass]\nLabel=P\nSecret=true\n"
    "[Dyndns2]\nUrl=https://mine.example/nic/update\n";

static void
write_custom (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
}

static void
test_moving (void)
{
  g_autofree char *folder = g_dir_make_tmp ("signpost-XXXXXX", NULL);
  g_autoptr (SpCatalogue) catalogue = sp_catalogue_new (folder);
  g_autofree char *text = g_strdup_printf (custom, "mine");
  g_autofree char *moving = g_strconcat ("[Provider]\nStatus=moving\nStatusHint=Go elsewhere.\n"
                                         "Aliases=my google domains;\n",
                                         text + strlen ("[Provider]\n"),
                                         NULL);
  g_autoptr (SpListing) listing = NULL;
  g_autoptr (GPtrArray) found = NULL;

  write_custom (folder, "mine.recipe", moving);
  listing = sp_catalogue_describe (catalogue, "mine");
  g_assert_cmpint (sp_listing_get_status (listing), ==, SP_PROVIDER_MOVING);
  g_assert_cmpstr (sp_listing_get_hint (listing), ==, "Go elsewhere.");

  /* what works stands before what is gone, though that fits better */
  found = sp_catalogue_search (catalogue, "google domains");
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpstr (sp_listing_get_id (found->pdata[0]), ==, "mine");
  g_assert_cmpstr (sp_listing_get_id (found->pdata[1]), ==, "googledomains");
  remove_folder (folder);
}

static void
test_custom (void)
{
  g_autofree char *folder = g_dir_make_tmp ("signpost-XXXXXX", NULL);
  g_autoptr (SpCatalogue) catalogue = sp_catalogue_new (folder);
  g_autofree char *mine = g_strdup_printf (custom, "mine");
  g_autofree char *noip = g_strdup_printf (custom, "noip");
  g_autofree char *huge = g_strnfill (100000, '#');
  g_autoptr (SpRecipe) own = NULL;
  g_autoptr (SpRecipe) replaced = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) problem = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GPtrArray) found = NULL;

  g_autofree char *twodns = g_strdup_printf (custom, "twodns");
  g_autoptr (SpListing) listing = NULL;
  g_autoptr (SpListing) revived = NULL;

  write_custom (folder, "mine.recipe", mine);
  write_custom (folder, "twodns.recipe", twodns);
  write_custom (folder, "noip.recipe", noip);
  write_custom (folder, "bad.recipe", "[Provider]\nFormat=1\n");
  write_custom (folder, "huge.recipe", huge);
  write_custom (folder, "Not An Id.recipe", mine);
  write_custom (folder, "notes.txt", "hello");

  own = sp_catalogue_lookup (catalogue, "mine", &error);
  g_assert_no_error (error);
  g_assert_true (sp_catalogue_is_custom (catalogue, "mine"));
  replaced = sp_catalogue_lookup (catalogue, "noip", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sp_recipe_get_name (replaced), ==, "Mine");
  g_assert_true (sp_catalogue_is_custom (catalogue, "noip"));
  g_assert_false (sp_catalogue_is_custom (catalogue, "duckdns"));

  g_assert_null (sp_catalogue_lookup (catalogue, "bad", &problem));
  g_assert_error (problem, SP_ERROR, SP_ERROR_BAD_RECIPE);
  g_assert_nonnull (strstr (problem->message, "bad.recipe:1: "));
  problems = sp_catalogue_list_problems (catalogue);
  g_assert_cmpuint (problems->len, ==, 2);
  found = sp_catalogue_search (catalogue, "mine");
  g_assert_cmpuint (found->len, ==, 3);
  listing = sp_catalogue_describe (catalogue, "noip");
  g_assert_cmpstr (sp_listing_get_name (listing), ==, "Mine");
  g_assert_true (sp_listing_is_custom (listing));
  g_assert_null (sp_catalogue_describe (catalogue, "bad"));
  /* whoever writes a recipe of a provider that is gone knows better */
  revived = sp_catalogue_describe (catalogue, "twodns");
  g_assert_cmpint (sp_listing_get_status (revived), ==, SP_PROVIDER_ACTIVE);
  remove_folder (folder);
}

typedef struct
{
  const char *sentence;
  const char *provider;
  const char *plain;           /* key=value lines */
  const char *secrets;         /* field=value lines; NULL: not known yet */
  const char *part_of_message; /* NULL: accepted */
} AccountRow;

static const AccountRow account_rows[] = {
  { "all there", "noip", "user=me", "pass=x", NULL },
  { "secrets are not known yet", "noip", "user=me", NULL, NULL },
  { "a name of its own and authorities",
    "noip",
    "user=me\nname=Home\nca-file=/etc/ca.pem",
    "pass=x",
    NULL },
  { "a field is missing", "noip", "", "pass=x", "is missing" },
  { "a secret is missing", "noip", "user=me", "", "is missing" },
  { "an optional field is missing", "dynu", "user=me", "pass=x", NULL },
  { "a default stands in", "practice", "", "pass=x", NULL },
  { "a field nobody knows", "noip", "user=me\nzone=x", "pass=x", "knows no “zone”" },
  { "a secret in the file", "freedns", "token6=hunter2", "token=12345678", "keyring" },
  { "a secret nobody knows", "noip", "user=me", "pass=x\ntoken=hunter2", "no secret “token”" },
  { "a token of the right form",
    "duckdns",
    "",
    "token=01234567-89ab-cdef-0123-456789abcdef",
    NULL },
  { "a token of the wrong form", "duckdns", "", "token=hunter2", "does not look right" },
  { "a distance at a provider", "noip", "user=me\nspacing=5", "pass=x", "one's own server" },
  { "a distance at one's own server",
    "dyndns2",
    "server=dyn.example.org\nuser=me\nspacing=5",
    "pass=x",
    NULL },
  { "one's own server in the clear on this machine",
    "dyndns2",
    "server=http://[::1]:1\nuser=me",
    "pass=x",
    NULL },
  { "an URL of one's own", "url", "", "url=https://x.example/u?k=1&ip={ip}", NULL },
  { "an URL without an address",
    "url",
    "",
    "url=https://x.example/u?k=hunter2",
    "no place for the address" },
  { "an URL in the clear", "url", "", "url=http://x.example/u?ip={ip}", "unencrypted" },
  { "an URL with an unknown place",
    "url",
    "",
    "url=https://x.example/u?ip={ip}&k={hunter2}",
    "placeholder" },
  { "an URL that is none", "url", "", "url=hunter2", "no URL" },
  { "words between slashes that float",
    "url",
    "success=/ok/",
    "url=https://x.example/{ip}",
    "anchored" },
};

static void
test_check_account (void)
{
  g_autoptr (SpCatalogue) catalogue = sp_catalogue_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (account_rows); i++)
    {
      const AccountRow *row = &account_rows[i];
      g_autoptr (SpAccount) account = sp_account_new ("id", row->provider);
      g_autoptr (SpCredentials) credentials = NULL;
      g_auto (GStrv) lines = g_strsplit (row->plain, "\n", -1);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", row->sentence);
      for (guint j = 0; row->plain[0] != '\0' && lines[j] != NULL; j++)
        {
          g_auto (GStrv) pair = g_strsplit (lines[j], "=", 2);
          SpAccount *next = sp_account_with (account, pair[0], pair[1], &error);

          g_assert_no_error (error);
          sp_account_unref (account);
          account = next;
        }
      if (row->secrets != NULL)
        credentials = sp_credentials_from_text (row->secrets, NULL, NULL);

      sp_catalogue_check_account (catalogue, account, credentials, &error);
      if (row->part_of_message == NULL)
        {
          g_assert_no_error (error);
          continue;
        }
      g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
      g_test_message ("  %s", error->message);
      g_assert_nonnull (strstr (error->message, row->part_of_message));
      g_assert_null (strstr (error->message, "hunter2"));
    }
}

static void
test_check_account_controls (void)
{
  g_autoptr (SpCatalogue) catalogue = sp_catalogue_new (NULL);
  g_autoptr (SpAccount) bare = sp_account_new ("id", "noip");
  g_autoptr (SpAccount) account = sp_account_with (bare, "user", "me", NULL);
  static const char *const values[] = { "a\nb", "a\rb", "a\x01", "\x7f", "a\xff" };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (SpCredentials) credentials = sp_credentials_new ();
      g_autoptr (GError) error = NULL;

      sp_credentials_set (credentials, "pass", values[i]);
      g_assert_false (sp_catalogue_check_account (catalogue, account, credentials, &error));
      g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server/parse", test_server);
  g_test_add_func ("/catalogue/every-recipe-loads", test_every_recipe_loads);
  g_test_add_func ("/catalogue/search", test_search);
  g_test_add_func ("/catalogue/listing", test_listing);
  g_test_add_func ("/catalogue/index", test_index);
  g_test_add_func ("/catalogue/dead", test_dead);
  g_test_add_func ("/catalogue/moving", test_moving);
  g_test_add_func ("/catalogue/unknown", test_unknown);
  g_test_add_func ("/catalogue/custom", test_custom);
  g_test_add_func ("/catalogue/check-account", test_check_account);
  g_test_add_func ("/catalogue/check-account-controls", test_check_account_controls);

  return g_test_run ();
}
