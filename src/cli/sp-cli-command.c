/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-command.h"

#include "wording/sp-wording.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

/**
 * sp_cli_complain:
 * @format: whole sentences, translated
 * @...: what belongs into them
 *
 * Tells on the standard error what is wrong and what to do about it.
 */
void
sp_cli_complain (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_printerr ("signpostctl: %s\n", text);
}

/**
 * sp_cli_complain_of:
 * @error: what is wrong
 *
 * Tells it on the standard error in a sentence.
 */
void
sp_cli_complain_of (const GError *error)
{
  g_autofree char *sentence = sp_wording_for_error (error);

  sp_cli_complain ("%s", sentence);
}

/**
 * sp_cli_fail:
 * @command: the command that cannot go on
 * @error: why
 *
 * Tells it in a sentence.
 *
 * Returns: how to end
 */
SpExit
sp_cli_fail (const SpCliCommand *command, const GError *error)
{
  sp_cli_complain_of (error);
  return sp_exit_for_error (error);
}

/**
 * sp_cli_print_json:
 * @node: an object
 *
 * Prints it on the standard output, on one line.
 */
void
sp_cli_print_json (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);

  /* Not g_print(): JSON is UTF-8 in every locale (RFC 8259 §8.1). */
  fputs (text, stdout);
  fputc ('\n', stdout);
  fflush (stdout);
}

/**
 * sp_cli_report_problems:
 * @store: a store that was listed
 *
 * A damaged file is missing in a list, which must not go unnoticed.
 *
 * Returns: how to end
 */
SpExit
sp_cli_report_problems (SpStore *store)
{
  GPtrArray *problems = sp_store_list_problems (store);

  for (guint i = 0; i < problems->len; i++)
    sp_cli_complain_of (problems->pdata[i]);

  return problems->len > 0 ? SP_EXIT_PERSON : SP_EXIT_CURRENT;
}

/* gettext answers an empty text with the catalogue's header */
static const char *
get_usage (const SpCliCommand *self)
{
  return *self->usage == '\0' ? "" : _ (self->usage);
}

static GOptionContext *
make_options (const SpCliCommand *self, SpCliContext *context, const GOptionEntry *entries)
{
  g_autofree char *line = g_strdup_printf ("%s %s", self->name, get_usage (self));
  GOptionContext *options = g_option_context_new (line);

  g_option_context_set_help_enabled (options, FALSE);
  g_option_context_set_translation_domain (options, GETTEXT_PACKAGE);
  g_option_context_set_summary (options, _ (self->summary));
  if (self->details != NULL)
    g_option_context_set_description (options, _ (self->details));
  if (entries != NULL)
    g_option_context_add_main_entries (options, entries, GETTEXT_PACKAGE);
  sp_cli_context_add_options (context, options);

  return options;
}

static gboolean
has_right_number (const SpCliCommand *self, char **arguments)
{
  guint n_arguments = g_strv_length (arguments);

  if (n_arguments < self->min_arguments)
    sp_cli_complain (_ ("Something is missing. Write it as “signpostctl %s %s”."),
                     self->name,
                     get_usage (self));
  else if (n_arguments > self->max_arguments)
    sp_cli_complain (_ ("“%s” is one word too many. Write it as “signpostctl %s %s”."),
                     arguments[self->max_arguments],
                     self->name,
                     get_usage (self));
  else
    return TRUE;

  return FALSE;
}

/* GOption wants a program name in front and may leave a “--”. */
static gboolean
parse_words (GOptionContext *options, char ***arguments, GError **error)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;
  guint start;

  g_strv_builder_add (words, "signpostctl");
  g_strv_builder_addv (words, (const char **) *arguments);
  all = g_strv_builder_end (words);
  if (!g_option_context_parse_strv (options, &all, error))
    return FALSE;

  start = all[1] != NULL && g_str_equal (all[1], "--") ? 2 : 1;
  g_clear_pointer (arguments, g_strfreev);
  *arguments = g_strdupv (all + start);
  return TRUE;
}

/**
 * sp_cli_command_parse:
 * @self: a command
 * @context: gets the global options
 * @entries: (nullable): the command's own options
 * @arguments: (inout) (transfer full): the words behind the name; the ones that are left
 * @exit: (out): how to end, if %FALSE is returned
 *
 * Takes the options out of @arguments and counts the rest. Prints the help if it was asked for.
 *
 * Returns: %TRUE if the command shall run
 */
gboolean
sp_cli_command_parse (const SpCliCommand *self,
                      SpCliContext *context,
                      const GOptionEntry *entries,
                      char ***arguments,
                      SpExit *exit)
{
  g_autoptr (GOptionContext) options = make_options (self, context, entries);
  g_autoptr (GError) error = NULL;

  *exit = SP_EXIT_USAGE;
  if (!parse_words (options, arguments, &error))
    {
      sp_cli_complain (_ ("%s. “signpostctl %s --help” says what there is."),
                       error->message,
                       self->name);
      return FALSE;
    }

  if (sp_cli_context_wants_help (context))
    {
      g_autofree char *help = g_option_context_get_help (options, TRUE, NULL);

      g_print ("%s", help);
      *exit = SP_EXIT_CURRENT;
      return FALSE;
    }
  if (!has_right_number (self, *arguments))
    return FALSE;

  sp_cli_context_settle (context);
  return TRUE;
}
