/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-cli-context.h"

G_BEGIN_DECLS

typedef struct _SpCliCommand SpCliCommand;
typedef SpExit (*SpCliRun) (SpCliContext *context, const SpCliCommand *command, char **arguments);

/**
 * SpCliCommand:
 * @name: what is typed, one or two words
 * @usage: what may follow, for the help
 * @summary: (not translated yet): what it does, in a few words
 * @details: (nullable): (not translated yet): what else one has to know, in whole sentences
 * @run: does it; gets what was typed behind the name, options included
 * @min_arguments: how many words it needs besides options
 * @max_arguments: how many it takes at most
 *
 * One command. Each is a const table in a file of its own; sp-cli.c lists them.
 */
struct _SpCliCommand
{
  const char *name;
  const char *usage;
  const char *summary;
  const char *details;
  SpCliRun run;
  guint min_arguments;
  guint max_arguments;
};

gboolean sp_cli_command_parse (const SpCliCommand *self,
                               SpCliContext *context,
                               const GOptionEntry *entries,
                               char ***arguments,
                               SpExit *exit);
SpExit sp_cli_fail (const SpCliCommand *command, const GError *error);
void sp_cli_complain (const char *format, ...) G_GNUC_PRINTF (1, 2);
void sp_cli_complain_of (const GError *error);
void sp_cli_print_json (JsonNode *node);
SpExit sp_cli_report_problems (SpStore *store);

extern const SpCliCommand sp_cli_account_add_command;
extern const SpCliCommand sp_cli_account_list_command;
extern const SpCliCommand sp_cli_account_remove_command;
extern const SpCliCommand sp_cli_account_set_command;
extern const SpCliCommand sp_cli_account_show_command;
extern const SpCliCommand sp_cli_address_command;
extern const SpCliCommand sp_cli_check_command;
extern const SpCliCommand sp_cli_history_command;
extern const SpCliCommand sp_cli_log_command;
extern const SpCliCommand sp_cli_pause_command;
extern const SpCliCommand sp_cli_practice_command;
extern const SpCliCommand sp_cli_profile_add_command;
extern const SpCliCommand sp_cli_profile_disable_command;
extern const SpCliCommand sp_cli_profile_enable_command;
extern const SpCliCommand sp_cli_profile_list_command;
extern const SpCliCommand sp_cli_profile_remove_command;
extern const SpCliCommand sp_cli_profile_set_command;
extern const SpCliCommand sp_cli_profile_show_command;
extern const SpCliCommand sp_cli_profile_test_command;
extern const SpCliCommand sp_cli_providers_command;
extern const SpCliCommand sp_cli_providers_show_command;
extern const SpCliCommand sp_cli_recipe_check_command;
extern const SpCliCommand sp_cli_resume_command;
extern const SpCliCommand sp_cli_retry_command;
extern const SpCliCommand sp_cli_run_command;
extern const SpCliCommand sp_cli_status_command;
extern const SpCliCommand sp_cli_txt_set_command;
extern const SpCliCommand sp_cli_txt_unset_command;
extern const SpCliCommand sp_cli_update_command;

G_END_DECLS
