/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-context.h"

#include "base/sp-error.h"
#include "profile/sp-settings.h"

#include <glib/gi18n-lib.h>

struct _SpCliContext
{
  const SpCliReality *reality; /* (unowned): static */
  SpCliLogWriter *log;         /* (unowned): lives as long as the program */

  gboolean is_json;
  gboolean is_verbose;
  gboolean is_alone;
  gboolean wants_help;
  gboolean wants_version;
  char *config_dir;  /* (owned) (nullable): before sp_cli_context_settle() */
  char *state_dir;   /* (owned) (nullable): likewise */
  char *secrets_dir; /* (owned) (nullable): %NULL for the keyring */

  SpStore *store;          /* (owned) (nullable): these are made when first asked for */
  SpCatalogue *catalogue;  /* (owned) (nullable) */
  GSettings *settings;     /* (owned) (nullable) */
  SpWorld world;           /* (owned members) (nullable) */
  SpCliInstance *instance; /* (owned) (nullable) */
  gboolean has_looked_for_instance;
};

/**
 * sp_cli_context_new:
 * @reality: how to make the real world; static
 * @log: where log lines go
 *
 * Returns: (transfer full): a context without options
 */
SpCliContext *
sp_cli_context_new (const SpCliReality *reality, SpCliLogWriter *log)
{
  SpCliContext *self = g_new0 (SpCliContext, 1);

  self->reality = reality;
  self->log = log;
  return self;
}

/**
 * sp_cli_context_free:
 * @self: (transfer full): a context
 */
void
sp_cli_context_free (SpCliContext *self)
{
  g_clear_pointer (&self->instance, sp_cli_instance_free);
  g_clear_object (&self->world.network);
  g_clear_object (&self->world.secrets);
  g_clear_object (&self->world.dns);
  g_clear_object (&self->world.transport);
  g_clear_object (&self->world.clock);
  g_clear_object (&self->settings);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->store);
  g_clear_pointer (&self->config_dir, g_free);
  g_clear_pointer (&self->state_dir, g_free);
  g_clear_pointer (&self->secrets_dir, g_free);
  g_free (self);
}

/**
 * sp_cli_context_add_options:
 * @self: a context
 * @options: a parser
 *
 * Adds the options that every command understands.
 */
void
sp_cli_context_add_options (SpCliContext *self, GOptionContext *options)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->is_json, N_ ("Print one JSON object"), NULL },
    { "config-dir",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &self->config_dir,
      N_ ("Where profiles, accounts and settings are"),
      N_ ("DIR") },
    { "state-dir",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &self->state_dir,
      N_ ("Where state and history are"),
      N_ ("DIR") },
    { "secrets-dir",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &self->secrets_dir,
      N_ ("Keep secrets in files of this folder, not in the keyring"),
      N_ ("DIR") },
    { "no-instance",
      0,
      0,
      G_OPTION_ARG_NONE,
      &self->is_alone,
      N_ ("Do not ask a Signpost that is running"),
      NULL },
    { "verbose",
      0,
      0,
      G_OPTION_ARG_NONE,
      &self->is_verbose,
      N_ ("Say more, such as what is sent and what comes back"),
      NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->wants_version, N_ ("Say the version"), NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &self->wants_help, N_ ("Say what there is"), NULL },
    { NULL },
  };
  GOptionGroup *group = g_option_group_new ("global",
                                            _ ("Options of every command"),
                                            _ ("Show options of every command"),
                                            NULL,
                                            NULL);

  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  g_option_group_add_entries (group, entries);
  g_option_context_add_group (options, group);
}

/**
 * sp_cli_context_settle:
 * @self: a context whose options have been parsed
 *
 * Fills in the folders that were not named and makes the log as talkative as wanted. A folder other than the usual one has no running
 * Signpost, so none is asked.
 */
void
sp_cli_context_settle (SpCliContext *self)
{
  const char *credentials = g_getenv ("CREDENTIALS_DIRECTORY");

  if (self->is_verbose)
    sp_cli_log_writer_set_level (self->log, G_LOG_LEVEL_DEBUG);
  if (self->config_dir != NULL || self->state_dir != NULL)
    self->is_alone = TRUE;
  if (self->config_dir == NULL)
    self->config_dir = g_build_filename (g_get_user_config_dir (), "signpost", NULL);
  if (self->state_dir == NULL)
    self->state_dir = g_build_filename (g_get_user_state_dir (), "signpost", NULL);
  if (self->secrets_dir == NULL && credentials != NULL && *credentials != '\0')
    self->world.secrets = self->reality->new_secret_files (credentials);
}

/**
 * sp_cli_context_wants_help:
 * @self: a context
 *
 * Returns: %TRUE if “--help” was given
 */
gboolean
sp_cli_context_wants_help (SpCliContext *self)
{
  return self->wants_help;
}

/**
 * sp_cli_context_wants_version:
 * @self: a context
 *
 * Returns: %TRUE if “--version” was given
 */
gboolean
sp_cli_context_wants_version (SpCliContext *self)
{
  return self->wants_version;
}

/**
 * sp_cli_context_is_json:
 * @self: a context
 *
 * Returns: %TRUE if a program reads the output
 */
gboolean
sp_cli_context_is_json (SpCliContext *self)
{
  return self->is_json;
}

/**
 * sp_cli_context_is_verbose:
 * @self: a context
 *
 * Returns: %TRUE if “--verbose” was given
 */
gboolean
sp_cli_context_is_verbose (SpCliContext *self)
{
  return self->is_verbose;
}

/**
 * sp_cli_context_get_log:
 * @self: a context
 *
 * Returns: (transfer none): where log lines go
 */
SpCliLogWriter *
sp_cli_context_get_log (SpCliContext *self)
{
  return self->log;
}

/**
 * sp_cli_context_get_state_dir:
 * @self: a context
 *
 * Returns: (transfer none): where state and history are
 */
const char *
sp_cli_context_get_state_dir (SpCliContext *self)
{
  return self->state_dir;
}

/**
 * sp_cli_context_load_store:
 * @self: a context
 * @error: return location for an #SpError
 *
 * Reads the profiles and accounts, also if they were read before.
 *
 * Returns: %TRUE if that went well; damaged files only are missing
 */
gboolean
sp_cli_context_load_store (SpCliContext *self, GError **error)
{
  if (self->store == NULL)
    self->store = sp_store_new (self->config_dir);

  return sp_store_load (self->store, error);
}

/**
 * sp_cli_context_get_store:
 * @self: a context
 * @error: return location for an #SpError
 *
 * Returns: (transfer none) (nullable): the profiles and accounts, loaded
 */
SpStore *
sp_cli_context_get_store (SpCliContext *self, GError **error)
{
  if (self->store == NULL && !sp_cli_context_load_store (self, error))
    {
      g_clear_object (&self->store);
      return NULL;
    }

  return self->store;
}

/**
 * sp_cli_context_get_catalogue:
 * @self: a context
 *
 * Returns: (transfer none): the providers
 */
SpCatalogue *
sp_cli_context_get_catalogue (SpCliContext *self)
{
  if (self->catalogue == NULL)
    {
      g_autofree char *folder =
          g_build_filename (g_get_user_data_dir (), "signpost", "providers", NULL);

      self->catalogue = sp_catalogue_new (folder);
    }

  return self->catalogue;
}

/* The defaults need neither the file nor the schema, whose loading takes as long as an update. */
static gboolean
has_settings (SpCliContext *self)
{
  g_autofree char *path = g_build_filename (self->config_dir, "settings.ini", NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
ensure_settings (SpCliContext *self, GError **error)
{
  g_autoptr (GPtrArray) problems = NULL;

  if (self->settings != NULL)
    return TRUE;

  problems = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  self->settings = sp_settings_open (self->config_dir, problems, error);
  for (guint i = 0; i < problems->len; i++)
    g_warning ("%s", ((const GError *) problems->pdata[i])->message);

  return self->settings != NULL;
}

static SpClock *
get_clock (SpCliContext *self)
{
  if (self->world.clock == NULL)
    self->world.clock = self->reality->new_clock ();

  return self->world.clock;
}

/**
 * sp_cli_context_watch_store:
 * @self: a context whose store is loaded
 *
 * From now on edits by other programs are seen, too.
 */
void
sp_cli_context_watch_store (SpCliContext *self)
{
  sp_store_watch (self->store, get_clock (self));
}

/**
 * sp_cli_context_get_secrets:
 * @self: a context
 *
 * Returns: (transfer none): the folder that was named, the one of the service manager, or the
 *   keyring
 */
SpSecrets *
sp_cli_context_get_secrets (SpCliContext *self)
{
  if (self->world.secrets == NULL && self->secrets_dir != NULL)
    self->world.secrets = self->reality->new_secret_files (self->secrets_dir);
  if (self->world.secrets == NULL)
    self->world.secrets = self->reality->new_keyring (get_clock (self));

  return self->world.secrets;
}

static gboolean
ensure_world (SpCliContext *self, GError **error)
{
  sp_cli_context_get_secrets (self);
  if (self->world.transport == NULL)
    self->world.transport = self->reality->new_transport (get_clock (self));
  if (self->world.dns == NULL)
    self->world.dns = self->reality->new_dns_transport (get_clock (self));
  if (self->world.network == NULL)
    self->world.network = self->reality->new_network (get_clock (self), error);

  return self->world.network != NULL;
}

/**
 * sp_cli_context_get_world:
 * @self: a context
 * @error: return location for an #SpError
 *
 * Returns: (transfer none) (nullable): the five interfaces
 */
const SpWorld *
sp_cli_context_get_world (SpCliContext *self, GError **error)
{
  return ensure_world (self, error) ? &self->world : NULL;
}

/**
 * sp_cli_context_list_echo_services:
 * @self: a context
 * @error: return location for an #SpError
 *
 * Returns: (transfer full) (nullable): the echo services of the settings, as they are written
 *   there; an empty list means those that Signpost knows
 */
char **
sp_cli_context_list_echo_services (SpCliContext *self, GError **error)
{
  if (!has_settings (self))
    return g_new0 (char *, 1);
  if (!ensure_settings (self, error))
    return NULL;

  return g_settings_get_strv (self->settings, SP_SETTING_ECHO_SERVICES);
}

/**
 * sp_cli_context_make_detector:
 * @self: a context
 * @error: return location for an #SpError
 *
 * Returns: (transfer full) (nullable): a detector that asks the services of the settings
 */
SpDetector *
sp_cli_context_make_detector (SpCliContext *self, GError **error)
{
  g_autoptr (SpDetector) detector = NULL;
  g_auto (GStrv) services = sp_cli_context_list_echo_services (self, error);

  if (services == NULL || !ensure_world (self, error))
    return NULL;

  detector = sp_detector_new (get_clock (self), self->world.transport, self->world.network);
  sp_detector_set_echo_services (detector, (const char *const *) services);
  return g_steal_pointer (&detector);
}

/**
 * sp_cli_context_open_journal:
 * @self: a context
 * @read_only: %TRUE to look only, %FALSE to hold the state
 * @error: return location for an #SpError; %SP_ERROR_BUSY when another Signpost holds it
 *
 * Returns: (transfer full) (nullable): state and history
 */
SpJournal *
sp_cli_context_open_journal (SpCliContext *self, gboolean read_only, GError **error)
{
  g_autoptr (SpJournal) journal = sp_journal_open (self->state_dir, read_only, error);
  const GError *problem;

  if (journal == NULL)
    return NULL;

  problem = sp_journal_get_problem (journal);
  if (!read_only && sp_journal_is_read_only (journal) && problem != NULL)
    {
      g_propagate_error (error, g_error_copy (problem));
      return NULL;
    }

  return g_steal_pointer (&journal);
}

/**
 * sp_cli_context_make_engine:
 * @self: a context
 * @read_only: %TRUE for an engine that only tells what the state says
 * @error: return location for an #SpError; %SP_ERROR_BUSY when another Signpost holds the state
 *
 * Returns: (transfer full) (nullable): an engine that was not started
 */
SpEngine *
sp_cli_context_make_engine (SpCliContext *self, gboolean read_only, GError **error)
{
  g_autoptr (SpJournal) journal = NULL;
  SpStore *store = sp_cli_context_get_store (self, error);

  if (store == NULL || (has_settings (self) && !ensure_settings (self, error)))
    return NULL;
  journal = sp_cli_context_open_journal (self, read_only, error);
  if (journal == NULL || !ensure_world (self, error))
    return NULL;

  return sp_engine_new (&self->world,
                        store,
                        sp_cli_context_get_catalogue (self),
                        journal,
                        self->settings);
}

/**
 * sp_cli_context_heed_desktop:
 * @self: a context with an engine
 *
 * Where there is a session there may be somebody who knows of captive portals. It takes a moment
 * until they are heard, so that is nothing for a command that ends at once.
 */
void
sp_cli_context_heed_desktop (SpCliContext *self)
{
  if (sp_cli_instance_has_bus () && self->reality->heed_desktop != NULL)
    self->reality->heed_desktop (self->world.network);
}

/**
 * sp_cli_context_export_engine:
 * @self: a context
 * @engine: an engine of this context
 *
 * Returns: (transfer full) (nullable): what offers @engine on the bus as long as it lives; %NULL
 *   where there is no bus, which is no trouble
 */
GObject *
sp_cli_context_export_engine (SpCliContext *self, SpEngine *engine)
{
  if (self->is_alone || !sp_cli_instance_has_bus () || self->reality->export_engine == NULL)
    return NULL;

  return self->reality->export_engine (engine, self->store);
}

/**
 * sp_cli_context_get_instance:
 * @self: a context
 *
 * Returns: (transfer none) (nullable): the Signpost of this user that is running, unless it is not
 *   to be asked
 */
SpCliInstance *
sp_cli_context_get_instance (SpCliContext *self)
{
  if (!self->has_looked_for_instance && !self->is_alone)
    self->instance = sp_cli_instance_find ();
  self->has_looked_for_instance = TRUE;

  return self->instance;
}

/**
 * sp_cli_context_reload_instance:
 * @self: a context
 *
 * Tells a running Signpost that profiles or accounts were edited. It also sees that by itself, a
 * moment later, so nothing is lost when it does not answer.
 */
void
sp_cli_context_reload_instance (SpCliContext *self)
{
  SpCliInstance *instance = sp_cli_context_get_instance (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (instance == NULL)
    return;

  text = sp_cli_instance_call (instance, "Reload", NULL, &error);
  if (text == NULL)
    g_info ("telling the running Signpost: %s", error->message);
}

/**
 * sp_cli_context_resolve_profiles:
 * @self: a context
 * @names: (array zero-terminated=1): ids or names of profiles
 * @error: return location for an #SpError
 *
 * Returns: (transfer full) (nullable): their ids; an empty list for an empty one
 */
char **
sp_cli_context_resolve_profiles (SpCliContext *self, char **names, GError **error)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  SpStore *store = sp_cli_context_get_store (self, error);

  if (store == NULL)
    return NULL;

  for (char **name = names; *name != NULL; name++)
    {
      g_autoptr (SpProfile) profile = sp_store_lookup_profile (store, *name, error);

      if (profile == NULL)
        return NULL;
      g_strv_builder_add (ids, sp_profile_get_id (profile));
    }

  return g_strv_builder_end (ids);
}
