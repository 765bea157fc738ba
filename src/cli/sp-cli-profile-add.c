/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-error.h"
#include "sp-cli-profile-edit.h"

#include <glib/gi18n-lib.h>

/* What was typed. */
typedef struct
{
  char *name;    /* (owned) (nullable) */
  char *account; /* (owned) (nullable) */
  char **hosts;  /* (owned) (nullable) */
} Wish;

static void
wish_clear (Wish *wish)
{
  g_clear_pointer (&wish->name, g_free);
  g_clear_pointer (&wish->account, g_free);
  g_clear_pointer (&wish->hosts, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wish, wish_clear)

/* A family that the provider does not have is off, unless the person says something of it. */
static SpProfile *
switch_off_families (SpCliContext *context, SpProfile *profile, SpAccount *account, GError **error)
{
  g_autoptr (SpProfile) changed = sp_profile_ref (profile);
  g_autoptr (SpRecipe) recipe = sp_catalogue_lookup (sp_cli_context_get_catalogue (context),
                                                     sp_account_get_provider (account),
                                                     error);

  if (recipe == NULL)
    return NULL;

  for (guint family = 0; family < SP_N_FAMILIES; family++)
    {
      g_autoptr (SpProfile) next = NULL;

      if (sp_recipe_has_family (recipe, (SpFamily) family))
        continue;
      next = sp_profile_with (changed, sp_family_to_string ((SpFamily) family), "off", error);
      if (next == NULL)
        return NULL;
      g_clear_pointer (&changed, sp_profile_unref);
      changed = g_steal_pointer (&next);
    }

  return g_steal_pointer (&changed);
}

static SpProfile *
start_profile (SpCliContext *context, const Wish *wish, SpAccount *account, GError **error)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *hosts = g_strjoinv (",", wish->hosts);
  g_autoptr (SpProfile) empty = sp_profile_new (id, "", sp_account_get_id (account));
  g_autoptr (SpProfile) named = sp_profile_with (empty, "name", wish->name, error);
  g_autoptr (SpProfile) whole = NULL;

  if (named != NULL)
    whole = sp_profile_with (named, "hosts", hosts, error);
  if (whole == NULL)
    return NULL;

  return switch_off_families (context, whole, account, error);
}

static SpProfile *
add_profile (SpCliContext *context, const Wish *wish, char **pairs, GError **error)
{
  SpStore *store = sp_cli_context_get_store (context, error);
  g_autoptr (SpAccount) account = NULL;
  g_autoptr (SpProfile) start = NULL;
  g_autoptr (SpProfile) profile = NULL;

  if (store != NULL)
    account = sp_store_lookup_account (store, wish->account, error);
  if (account != NULL)
    start = start_profile (context, wish, account, error);
  if (start != NULL)
    profile = sp_cli_profile_apply (context, start, pairs, error);
  if (profile == NULL || !sp_cli_profile_save (context, profile, error))
    return NULL;

  return g_steal_pointer (&profile);
}

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  g_auto (Wish) wish = { 0 };
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &wish.name, N_ ("What you call it"), N_ ("NAME") },
    { "account",
      0,
      0,
      G_OPTION_ARG_STRING,
      &wish.account,
      N_ ("The account that keeps the host names"),
      N_ ("ACCOUNT") },
    { "host",
      0,
      0,
      G_OPTION_ARG_STRING_ARRAY,
      &wish.hosts,
      N_ ("A host name to keep; may be given again"),
      N_ ("HOST") },
    { NULL },
  };
  g_auto (GStrv) pairs = g_strdupv (arguments);
  g_autoptr (SpProfile) profile = NULL;
  g_autoptr (GError) error = NULL;
  SpExit exit;

  if (!sp_cli_command_parse (command, context, entries, &pairs, &exit))
    return exit;
  if (wish.name == NULL || wish.account == NULL || wish.hosts == NULL)
    {
      sp_cli_complain (_ ("A profile needs --name, --account and at least one --host."));
      return SP_EXIT_USAGE;
    }

  profile = add_profile (context, &wish, pairs, &error);
  if (profile == NULL)
    return sp_cli_fail (command, error);

  if (sp_cli_context_is_json (context))
    sp_cli_profile_print (context, profile);
  else
    g_print ("%s\n", sp_profile_get_id (profile));
  return SP_EXIT_CURRENT;
}

const SpCliCommand sp_cli_profile_add_command = {
  .name = "profile add",
  .usage = N_ ("[KEY=VALUE…]"),
  .summary = N_ ("Keep host names pointing here"),
  .details = N_ ("Prints the id of the new profile. The manual page lists the keys."),
  .run = run,
  .max_arguments = G_MAXUINT,
};
