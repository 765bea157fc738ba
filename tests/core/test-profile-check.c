/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-error.h"
#include "provider/sp-profile-check.h"

#define PROVIDER(id, more)                                                                         \
  "[Provider]\nFormat=1\nId=" id "\nName=Example\nWebsite=https://example.org/\n"                  \
  "Source=https://example.org/api\nChecked=2026-11-22\nVerified=official\nProtocol=dyndns2\n"      \
  "Hosts=dyn.example.org;\n" more "[Field user]\nLabel=User\nWhere=On its page.\n"                 \
  "[Field pass]\nLabel=Password\nSecret=true\nWhere=On its page.\n"                                \
  "[Dyndns2]\nUrl=https://dyn.example.org/nic/update\n"

#define BOTH     "Families=ipv4;ipv6;\n"
#define TOGETHER "IPv4=myip\nIPv6=myipv6\nTogether=true\n"

static const char *const recipes[] = {
  PROVIDER ("one-family", "Families=ipv4;\n"),
  PROVIDER ("keeps", BOTH) TOGETHER "Missing=keep\n",
  PROVIDER ("deletes", BOTH) TOGETHER "Missing=delete\n",
  PROVIDER ("own-names", BOTH "NameSuffix=.example.org\nWildcard=true\n"),
  PROVIDER ("login", BOTH) "HostnameParam=none\n",
  "[Provider]\nFormat=1\nId=own-zone\nName=Own\nWebsite=https://example.org/\n"
  "Source=https://example.org/\nChecked=2026-11-22\nVerified=official\nProtocol=rfc2136\n"
  "Families=ipv4;ipv6;\n[Field key]\nLabel=Key\nSecret=true\nKind=key\nWhere=There.\n"
  "[Rfc2136]\nServer=ns.example.org\nZone=example.org\nKeyName=k\nKey=${key}\n",
};

static SpRecipe *
find_recipe (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (recipes); i++)
    {
      g_autofree char *file = g_strconcat (id, ".recipe", NULL);
      g_autoptr (GError) error = NULL;
      SpRecipe *recipe = sp_recipe_new_from_text (file, recipes[i], &error);

      if (recipe != NULL)
        return recipe;
      /* the name of another one */
      g_assert_nonnull (strstr (error->message, "differs from the name of the file"));
    }
  g_assert_not_reached ();
}

/* KEY=VALUE words, the hosts first. */
static SpProfile *
make_profile (const char *id, const char *words)
{
  g_auto (GStrv) pairs = g_strsplit (words, " ", -1);
  g_autoptr (SpProfile) profile = sp_profile_new (id, id, "account");

  for (guint i = 0; pairs[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (pairs[i], "=", 2);
      g_autoptr (GError) error = NULL;
      SpProfile *changed = sp_profile_with (profile, pair[0], pair[1], &error);

      g_assert_no_error (error);
      sp_profile_unref (profile);
      profile = changed;
    }
  return g_steal_pointer (&profile);
}

static void
test_rows (void)
{
  static const struct
  {
    const char *proves;
    const char *recipe;
    const char *profile;
    const char *refusal; /* (nullable) */
  } rows[] = {
    { "what the provider takes", "keeps", "hosts=a.example.org", NULL },
    { "a family that it does not take", "one-family", "hosts=a.example.org", "no IPv6 addresses" },
    { "nothing of it is wanted", "one-family", "hosts=a.example.org ipv6=off", NULL },
    { "left alone is nothing wanted, too", "one-family", "hosts=a.example.org ipv6=leave", NULL },
    { "left alone where it is kept", "keeps", "hosts=a.example.org ipv4=leave", NULL },
    { "left alone where it would be deleted",
      "deletes",
      "hosts=a.example.org ipv4=leave",
      "IPv4 cannot be left alone" },
    { "off where it would be deleted", "deletes", "hosts=a.example.org ipv6=off", NULL },
    { "a star where none is taken", "keeps", "hosts=*.example.org", "begin with “*.”" },
    { "a star where one is taken", "own-names", "hosts=*.example.org", NULL },
    { "a name of another domain", "own-names", "hosts=a.example.net", "does not end in" },
    { "a lifetime where the provider is asked for it",
      "own-zone",
      "hosts=a.example.org ttl=60 create=false",
      NULL },
    { "a lifetime where it is not", "keeps", "hosts=a.example.org ttl=60", "leave ttl empty" },
    { "no new records where nobody is asked",
      "keeps",
      "hosts=a.example.org create=false",
      "set create to true" },
    { "a login for one name", "login", "hosts=a.example.org", NULL },
    { "a login for one name, and two names",
      "login",
      "hosts=a.example.org,b.example.org",
      "for each name" },
  };
  g_autoptr (GPtrArray) nobody = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpRecipe) recipe = find_recipe (rows[i].recipe);
      g_autoptr (SpProfile) profile = make_profile ("p", rows[i].profile);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", rows[i].proves);
      g_assert_true (sp_profile_check (profile, recipe, nobody, &error) ==
                     (rows[i].refusal == NULL));
      if (rows[i].refusal == NULL)
        g_assert_no_error (error);
      else
        {
          g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
          g_assert_nonnull (strstr (error->message, rows[i].refusal));
        }
    }
}

static void
test_login_in_use (void)
{
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_profile_unref);
  g_autoptr (SpRecipe) login = find_recipe ("login");
  g_autoptr (SpRecipe) keeps = find_recipe ("keeps");
  g_autoptr (SpProfile) profile = make_profile ("p", "hosts=b.example.org");
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (others, make_profile ("p", "hosts=a.example.org"));
  g_assert_true (sp_profile_check (profile, login, others, NULL));

  g_ptr_array_add (others, make_profile ("other", "hosts=a.example.org"));
  g_assert_true (sp_profile_check (profile, keeps, others, NULL));
  g_assert_false (sp_profile_check (profile, login, others, &error));
  g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
  g_assert_nonnull (strstr (error->message, "the profile “other” uses this one"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/profile-check/rows", test_rows);
  g_test_add_func ("/profile-check/login-in-use", test_login_in_use);
  return g_test_run ();
}
