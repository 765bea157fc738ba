/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-error.h"
#include "profile/sp-profile.h"

#include <string.h>

#define HEAD "[Profile]\nVersion=1\nname=NAS\naccount=a1\nhosts=home.example.net\n"

static void
test_accepted_values (void)
{
  static const struct
  {
    const char *sentence;
    const char *key;
    const char *value;
    const char *given; /* NULL: as taken */
  } rows[] = {
    { "a name is any line of text", "name", "Büro “Süd” 😀", NULL },
    { "a group may be empty", "group", "", NULL },
    { "an account is named by its id", "account", "6f1c-9_A", NULL },
    { "hosts are normalized", "hosts", "B.example. , *.Bücher.de", "b.example,*.xn--bcher-kva.de" },
    { "a comma too many is forgiven", "hosts", "a.example,,b.example,", "a.example,b.example" },
    { "a family may be automatic", "ipv4", "automatic", NULL },
    { "or off", "ipv6", "off", NULL },
    { "or left alone", "ipv6", "leave", NULL },
    { "or fixed", "ipv4", "fixed:198.51.100.7", NULL },
    { "a fixed address is shortened", "ipv6", "fixed:2001:DB8:0::7", "fixed:2001:db8::7" },
    { "it may stand for the network", "device", "this-network", NULL },
    { "or for the computer", "device", "this-computer", NULL },
    { "a source may be an interface", "source", "interface:enp0s31f6.7", NULL },
    { "or the echo services", "source", "echo", NULL },
    { "or one over TLS", "source", "url:https://example.net/ip?x=1", NULL },
    { "plain http may go to 127.0.0.1", "source", "url:http://127.0.0.1:8000/ip", NULL },
    { "plain http may go to ::1", "source", "url:http://[::1]:8000/", NULL },
    { "plain http may go to localhost", "source", "url:http://localhost/", NULL },
    { "an interval is in seconds", "interval", "60", NULL },
    { "or as in the settings", "interval", "automatic", NULL },
    { "a lifetime is in seconds", "ttl", "30", NULL },
    { "at most a week", "ttl", "604800", NULL },
    { "or what is there stays", "ttl", "", NULL },
    { "no new records are made", "create", "false", NULL },
    { "yes is true", "allow-special", "yes", "true" },
    { "no is false", "enabled", "no", "false" },
  };
  g_autoptr (SpProfile) profile = sp_profile_new ("p1", "NAS", "a1");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SpProfile) changed = NULL;
      g_autofree char *given = NULL;

      g_test_message ("%s", rows[i].sentence);
      changed = sp_profile_with (profile, rows[i].key, rows[i].value, &error);
      g_assert_no_error (error);
      given = sp_profile_get (changed, rows[i].key);
      g_assert_cmpstr (given, ==, rows[i].given != NULL ? rows[i].given : rows[i].value);
    }
}

static void
test_refused_values (void)
{
  static const struct
  {
    const char *key;
    const char *value;
    const char *reason;
  } rows[] = {
    { "name", "", "is empty" },
    { "name", NULL, "no value" },
    { "name", "a\nhosts=evil.example", "line end" },
    { "name", "a\rb", "line end" },
    { "name", "a\xff", "UTF-8" },
    { "account", "", "not the id" },
    { "account", "../secrets/x", "not the id" },
    { "hosts", "", "names no host" },
    { "hosts", ",", "names no host" },
    { "hosts", "home", "not whole" },
    { "hosts", "a.example,a.EXAMPLE.", "twice" },
    { "hosts", "a.example;b.example", "only letters" },
    { "ipv4", "", "not known in this version" },
    { "ipv4", "Automatic", "not known in this version" },
    { "ipv4", "router", "not known in this version" },
    { "ipv4", "fixed:", "not one IPv4 or IPv6 address" },
    { "ipv4", "fixed:2001:db8::7", "other family" },
    { "ipv6", "fixed:198.51.100.7", "other family" },
    { "ipv6", "fixed:fe80::1%eth0", "not one IPv4 or IPv6 address" },
    { "device", "suffix:::7", "not known in this version" },
    { "device", "mac:02:00:00:00:00:01", "not known in this version" },
    { "source", "router", "not known in this version" },
    { "source", "command:/bin/ip", "not known in this version" },
    { "source", "file:/tmp/x", "not known in this version" },
    { "source", "interface:", "name of an interface" },
    { "source", "interface:../../x", "name of an interface" },
    { "source", "interface:averyveryverylongname", "name of an interface" },
    { "source", "url:http://example.net/ip", "plain http is only" },
    { "source", "url:http://127.0.0.1.example.net/ip", "plain http is only" },
    { "source", "url:http://localhost.example.net/", "plain http is only" },
    { "source", "url:http://192.168.1.1/", "plain http is only" },
    { "source", "url:https://me:secret@example.net/", "keyring" },
    { "source", "url:file:///etc/passwd", "not a web address" },
    { "source", "url:ftp://example.net/", "https://" },
    { "source", "url:example.net", "not a web address" },
    { "source", "url:", "not a web address" },
    { "source", "url:https://example.net/#x", "“#”" },
    { "interval", "59", "from 60 to 86400" },
    { "interval", "86401", "from 60 to 86400" },
    { "interval", "-60", "from 60 to 86400" },
    { "interval", "5m", "from 60 to 86400" },
    { "interval", "99999999999999999999", "from 60 to 86400" },
    { "enabled", "maybe", "neither true nor false" },
    { "colour", "red", "known are name group account hosts ipv4 ipv6" },
    { "ttl", "29", "from 30 to 604800" },
    { "ttl", "604801", "from 30 to 604800" },
    { "ttl", "0", "from 30 to 604800" },
    { "ttl", "1h", "from 30 to 604800" },
    { "ttl", "automatic", "from 30 to 604800" },
    { "create", "maybe", "neither true nor false" },
    { "create", "", "neither true nor false" },
    { "networks", "home", "not known in this version" },
    { "vpn", "pause", "not known in this version" },
    { "Name", "NAS", "not known in this version" },
    { "", "", "not known in this version" },
  };
  g_autoptr (SpProfile) profile = sp_profile_new ("p1", "NAS", "a1");
  g_autofree char *before = sp_profile_to_text (profile);
  g_autofree char *after = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SpProfile) changed = NULL;

      changed = sp_profile_with (profile, rows[i].key, rows[i].value, &error);
      g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
      g_test_message ("%s", error->message);
      g_assert_null (changed);
      g_assert_nonnull (strstr (error->message, rows[i].reason));
      g_assert_null (strstr (error->message, "secret@"));
      g_assert_null (strchr (error->message, '\n'));
    }
  after = sp_profile_to_text (profile);
  g_assert_cmpstr (before, ==, after);
}

static void
test_refused_texts (void)
{
  static const struct
  {
    const char *sentence;
    const char *text;
    SpError code;
    const char *reason;
  } rows[] = {
    { "nothing", "", SP_ERROR_BAD_FILE, "Version=1" },
    { "half a file", "[Profile]\nVersion=1\nname=NAS\nacc", SP_ERROR_BAD_FILE, "line 4: “acc”" },
    { "a letter", "Dear Signpost,\n", SP_ERROR_BAD_FILE, "line 1: “Dear Signpost,”" },
    { "no version", "[Profile]\nname=NAS\n", SP_ERROR_BAD_FILE, "Version=1" },
    { "a version that is none", "[Profile]\nVersion=one\n", SP_ERROR_BAD_FILE, "Version is “one”" },
    { "version 0", "[Profile]\nVersion=0\n", SP_ERROR_BAD_FILE, "Version is “0”" },
    { "a newer version", HEAD "[New]\nx=1\n", SP_ERROR_BAD_FILE, "group “New”" },
    { "a newer version with what it may have",
      "[Profile]\nVersion=2\nname=NAS\ncolour=red\n[New]\nx=1\n",
      SP_ERROR_TOO_NEW,
      "update Signpost" },
    { "an account", "[Account]\nVersion=1\nprovider=noip\n", SP_ERROR_BAD_FILE, "[Profile]" },
    { "an unknown key", HEAD "colour=red\n", SP_ERROR_BAD_FILE, "“colour”" },
    { "a translated key", HEAD "name[de]=Lager\n", SP_ERROR_BAD_FILE, "name[de]" },
    { "a key twice", HEAD "hosts=b.example.net\n", SP_ERROR_BAD_FILE, "line 6: “hosts” is there" },
    { "a group twice", HEAD "[Profile]\n", SP_ERROR_BAD_FILE, "“[Profile]” is there twice" },
    { "a bad value", HEAD "ipv4=on\n", SP_ERROR_BAD_FILE, "ipv4" },
    { "a bad escape", HEAD "group=a\\qb\n", SP_ERROR_BAD_FILE, "“group” has a lone backslash" },
    { "two bad escapes", HEAD "group=\\q\\\n", SP_ERROR_BAD_FILE, "“group” has a lone backslash" },
    { "a hidden line end", HEAD "group=a\\nb\n", SP_ERROR_BAD_FILE, "line end" },
    { "bytes that are no text", HEAD "group=\xff\n", SP_ERROR_BAD_FILE, "not UTF-8" },
    { "no name",
      "[Profile]\nVersion=1\naccount=a1\nhosts=a.example\n",
      SP_ERROR_BAD_FILE,
      "“name” is missing" },
    { "no account",
      "[Profile]\nVersion=1\nname=NAS\nhosts=a.example\n",
      SP_ERROR_BAD_FILE,
      "“account” is missing" },
    { "no hosts",
      "[Profile]\nVersion=1\nname=NAS\naccount=a1\n",
      SP_ERROR_BAD_FILE,
      "“hosts” is missing" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SpProfile) profile = sp_profile_from_text ("p1", rows[i].text, &error);

      g_test_message ("%s is refused", rows[i].sentence);
      g_assert_error (error, SP_ERROR, (int) rows[i].code);
      g_assert_null (profile);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, rows[i].reason));
    }
}

static SpProfile *
with (SpProfile *profile, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;
  SpProfile *changed = sp_profile_with (profile, key, value, &error);

  g_assert_no_error (error);
  sp_profile_unref (profile);
  return changed;
}

static void
test_text_and_back (void)
{
  g_autoptr (SpProfile) profile = sp_profile_new ("p1", "NAS", "a1");
  g_autoptr (SpProfile) back = NULL;
  g_autoptr (SpProfile) other = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  profile = with (profile, "name", "  Büro \\n = [x] # ; “Süd” ");
  profile = with (profile, "group", "\\s");
  profile = with (profile, "hosts", "*.example.net,straße.de");
  profile = with (profile, "ipv4", "fixed:198.51.100.7");
  profile = with (profile, "ipv6", "leave");
  profile = with (profile, "device", "this-network");
  profile = with (profile, "source", "url:https://example.net/a;b?c=%20");
  profile = with (profile, "interval", "300");
  profile = with (profile, "ttl", "120");
  profile = with (profile, "create", "false");
  profile = with (profile, "allow-special", "true");
  profile = with (profile, "enabled", "false");

  text = sp_profile_to_text (profile);
  back = sp_profile_from_text ("p1", text, &error);
  g_assert_no_error (error);
  g_assert_true (sp_profile_equal (profile, back));
  other = sp_profile_with (back, "interval", "301", NULL);
  g_assert_false (sp_profile_equal (profile, other));
  g_assert_false (sp_profile_equal (profile, NULL));

  g_assert_cmpstr (sp_profile_get_name (back), ==, "  Büro \\n = [x] # ; “Süd” ");
  g_assert_cmpstr (sp_profile_get_group (back), ==, "\\s");
  g_assert_cmpstr (sp_profile_get_account_id (back), ==, "a1");
  g_assert_cmpstr (sp_profile_get_hosts (back)[1], ==, "xn--strae-oqa.de");
  g_assert_null (sp_profile_get_hosts (back)[2]);
  g_assert_cmpint (sp_profile_get_row (back, SP_FAMILY_IPV4), ==, SP_ROW_FIXED);
  g_assert_cmpstr (sp_address_get_text (sp_profile_get_fixed (back, SP_FAMILY_IPV4)),
                   ==,
                   "198.51.100.7");
  g_assert_cmpint (sp_profile_get_row (back, SP_FAMILY_IPV6), ==, SP_ROW_LEAVE);
  g_assert_null (sp_profile_get_fixed (back, SP_FAMILY_IPV6));
  g_assert_true (sp_profile_is_this_network (back));
  g_assert_cmpuint (sp_profile_get_interval_s (back), ==, 300);
  g_assert_cmpuint (sp_profile_get_ttl_s (back), ==, 120);
  g_assert_false (sp_profile_may_create (back));
  g_assert_true (sp_profile_allows_special (back));
  g_assert_false (sp_profile_is_enabled (back));
}

static void
test_every_key_comes_back (void)
{
  g_autoptr (SpProfile) profile = sp_profile_from_text ("p1", HEAD, NULL);

  for (const char *const *key = sp_profile_list_keys (); *key != NULL; key++)
    {
      g_autofree char *value = sp_profile_get (profile, *key);
      g_autoptr (SpProfile) again = sp_profile_with (profile, *key, value, NULL);

      g_test_message ("%s=%s", *key, value);
      g_assert_true (sp_profile_equal (profile, again));
    }
  g_assert_null (sp_profile_get (profile, "networks"));
  /* a file of an earlier version has neither */
  g_assert_cmpuint (sp_profile_get_ttl_s (profile), ==, 0);
  g_assert_true (sp_profile_may_create (profile));
}

static void
test_too_much (void)
{
  g_autoptr (SpProfile) profile = sp_profile_new ("p1", "NAS", "a1");
  g_autoptr (GString) text = g_string_new (HEAD);
  g_autoptr (SpProfile) changed = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strnfill (101, 'n');

  changed = sp_profile_with (profile, "name", name, &error);
  g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
  g_clear_error (&error);

  for (guint i = 0; i < 20000; i++)
    g_string_append (text, "# fourteen char\n");
  changed = sp_profile_from_text ("p1", text->str, &error);
  g_assert_error (error, SP_ERROR, SP_ERROR_BAD_FILE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/profile/accepted-values", test_accepted_values);
  g_test_add_func ("/profile/refused-values", test_refused_values);
  g_test_add_func ("/profile/refused-texts", test_refused_texts);
  g_test_add_func ("/profile/text-and-back", test_text_and_back);
  g_test_add_func ("/profile/every-key-comes-back", test_every_key_comes_back);
  g_test_add_func ("/profile/too-much", test_too_much);
  return g_test_run ();
}
