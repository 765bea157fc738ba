/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli.h"

#include "sp-cli-command.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* In the order of the help. */
static const SpCliCommand *const commands[] = {
  &sp_cli_status_command,         &sp_cli_check_command,
  &sp_cli_update_command,         &sp_cli_run_command,
  &sp_cli_address_command,        &sp_cli_profile_list_command,
  &sp_cli_profile_show_command,   &sp_cli_profile_add_command,
  &sp_cli_profile_set_command,    &sp_cli_profile_remove_command,
  &sp_cli_profile_enable_command, &sp_cli_profile_disable_command,
  &sp_cli_profile_test_command,   &sp_cli_account_list_command,
  &sp_cli_account_show_command,   &sp_cli_account_add_command,
  &sp_cli_account_set_command,    &sp_cli_account_remove_command,
  &sp_cli_pause_command,          &sp_cli_resume_command,
  &sp_cli_retry_command,          &sp_cli_providers_command,
  &sp_cli_providers_show_command, &sp_cli_recipe_check_command,
  &sp_cli_txt_set_command,        &sp_cli_txt_unset_command,
  &sp_cli_history_command,        &sp_cli_log_command,
  &sp_cli_practice_command,
};

/* Promised for later: whoever reads of them shall not look for a typing mistake. */
static const char *const later_commands[] = { "import", "export", NULL };

static void
print_help (GOptionContext *options)
{
  g_autofree char *help = g_option_context_get_help (options, FALSE, NULL);
  guint width = 0;

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    width = MAX (width, strlen (commands[i]->name));

  g_print ("%s%s\n", help, _ ("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-*s  %s\n", (int) width, commands[i]->name, _ (commands[i]->summary));
  g_print ("\n%s\n", _ ("“signpostctl COMMAND --help” says more; “man signpostctl” has it all."));
}

static gboolean
is_name (const SpCliCommand *command, char **words, guint n_words)
{
  g_auto (GStrv) name = g_strsplit (command->name, " ", -1);

  if (g_strv_length (name) != n_words || g_strv_length (words) < n_words)
    return FALSE;

  for (guint i = 0; i < n_words; i++)
    {
      if (!g_str_equal (name[i], words[i]))
        return FALSE;
    }

  return TRUE;
}

static const SpCliCommand *
find_command (char **words, guint *n_words)
{
  for (*n_words = 2; *n_words > 0; (*n_words)--)
    {
      for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
        {
          if (is_name (commands[i], words, *n_words))
            return commands[i];
        }
    }

  return NULL;
}

/* The second words of a command that needs one, such as “profile”. */
static char *
list_second_words (const char *first)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *prefix = g_strconcat (first, " ", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (g_str_has_prefix (commands[i]->name, prefix))
        g_string_append_printf (list,
                                "%s%s",
                                list->len > 0 ? ", " : "",
                                commands[i]->name + strlen (prefix));
    }

  return list->len > 0 ? g_string_free (g_steal_pointer (&list), FALSE) : NULL;
}

static SpExit
complain_about_command (const char *word)
{
  g_autofree char *second = list_second_words (word);

  if (second != NULL)
    sp_cli_complain (_ ("“%s” needs one of these words: %s."), word, second);
  else if (g_strv_contains (later_commands, word))
    sp_cli_complain (_ ("“%s” is not in this version yet."), word);
  else
    sp_cli_complain (_ ("There is no command “%s”. “signpostctl --help” lists them all."), word);

  return SP_EXIT_USAGE;
}

static SpExit
dispatch (SpCliContext *context, GOptionContext *options, char **words)
{
  const SpCliCommand *command;
  guint n_words;

  if (sp_cli_context_wants_version (context))
    {
      g_print ("signpostctl %s\n", SP_VERSION);
      return SP_EXIT_CURRENT;
    }
  if (words[0] == NULL)
    {
      if (sp_cli_context_wants_help (context))
        print_help (options);
      else
        sp_cli_complain (_ ("Say what to do. “signpostctl --help” lists all commands."));
      return sp_cli_context_wants_help (context) ? SP_EXIT_CURRENT : SP_EXIT_USAGE;
    }

  command = find_command (words, &n_words);
  if (command == NULL)
    return complain_about_command (words[0]);

  return command->run (context, command, words + n_words);
}

static gboolean
is_text (char **words)
{
  for (char **word = words; *word != NULL; word++)
    {
      if (!g_utf8_validate (*word, -1, NULL))
        return FALSE;
    }

  return TRUE;
}

/**
 * sp_cli_run:
 * @reality: how to make the real world; static
 * @argc: from main()
 * @argv: from main()
 *
 * Returns: the exit status, an #SpExit
 */
int
sp_cli_run (const SpCliReality *reality, int argc, char **argv)
{
  g_autoptr (SpCliContext) context = sp_cli_context_new (reality, sp_cli_log_writer_install ());
  g_autoptr (GOptionContext) options = g_option_context_new (_ ("COMMAND …"));
  g_auto (GStrv) words = g_strdupv (argv);
  g_autoptr (GError) error = NULL;

  if (!is_text (words))
    {
      sp_cli_complain (_ ("What was typed is not UTF-8 text."));
      return SP_EXIT_USAGE;
    }

  /* What stands behind the command is the command's to read. */
  g_option_context_set_strict_posix (options, TRUE);
  g_option_context_set_help_enabled (options, FALSE);
  g_option_context_set_translation_domain (options, GETTEXT_PACKAGE);
  g_option_context_set_summary (options, _ ("Keeps host names pointing at a moving address."));
  sp_cli_context_add_options (context, options);
  if (!g_option_context_parse_strv (options, &words, &error))
    {
      sp_cli_complain (_ ("%s. “signpostctl --help” says what there is."), error->message);
      return SP_EXIT_USAGE;
    }

  return dispatch (context, options, words + 1);
}
