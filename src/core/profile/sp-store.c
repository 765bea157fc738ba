/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "profile/sp-store.h"

#include "base/sp-error.h"
#include "base/sp-quote.h"
#include "profile/sp-claim.h"
#include "profile/sp-store-contents.h"
#include "profile/sp-store-folder.h"

#include <string.h>

#define PROFILES "profiles"
#define ACCOUNTS "accounts"

/* An editor writes a file in several steps; this long after the last one it is whole. */
#define SETTLE_MS 500

/* The profiles and accounts as the files said when they were last read, in arrays that are replaced
 * and never changed. Each file stands for itself: what is wrong with one is a problem in a list and
 * touches no other. With a watch on, edits from outside arrive as “changed”, like our own. */
struct _SpStore
{
  GObject parent_instance;

  char *profiles_folder;     /* (owned) */
  char *accounts_folder;     /* (owned) */
  SpStoreContents *contents; /* (owned) */

  SpClock *clock;                 /* (owned) (nullable): only while watching */
  SpAlarm *settle;                /* (owned) (nullable) */
  GFileMonitor *profiles_monitor; /* (owned) (nullable) */
  GFileMonitor *accounts_monitor; /* (owned) (nullable) */
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SpStore, sp_store, G_TYPE_OBJECT)

static void
sp_store_dispose (GObject *object)
{
  SpStore *self = SP_STORE (object);

  g_clear_pointer (&self->settle, sp_alarm_free);
  g_clear_object (&self->profiles_monitor);
  g_clear_object (&self->accounts_monitor);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (sp_store_parent_class)->dispose (object);
}

static void
sp_store_finalize (GObject *object)
{
  SpStore *self = SP_STORE (object);

  g_clear_pointer (&self->profiles_folder, g_free);
  g_clear_pointer (&self->accounts_folder, g_free);
  g_clear_pointer (&self->contents, sp_store_contents_free);
  G_OBJECT_CLASS (sp_store_parent_class)->finalize (object);
}

static void
sp_store_class_init (SpStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sp_store_dispose;
  object_class->finalize = sp_store_finalize;

  /**
   * SpStore::changed:
   * @self: the store
   *
   * A profile, an account or a problem was added, removed or changed.
   */
  signals[CHANGED] = g_signal_new ("changed",
                                   SP_TYPE_STORE,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
}

static void
sp_store_init (SpStore *self)
{
  self->contents = sp_store_contents_new ();
}

static gboolean
reload (SpStore *self, gboolean *changed, GError **error)
{
  SpStoreContents *contents =
      sp_store_contents_read (self->profiles_folder, self->accounts_folder, error);

  if (contents == NULL)
    return FALSE;

  *changed = !sp_store_contents_equal (self->contents, contents);
  g_clear_pointer (&self->contents, sp_store_contents_free);
  self->contents = contents;
  return TRUE;
}

static void
settled_cb (gpointer user_data)
{
  SpStore *self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean changed = FALSE;

  g_clear_pointer (&self->settle, sp_alarm_free);
  if (!reload (self, &changed, &error))
    g_warning ("keeping the profiles as they were: %s", error->message);
  else if (changed)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
files_changed_cb (SpStore *self)
{
  g_clear_pointer (&self->settle, sp_alarm_free);
  self->settle = sp_clock_add_alarm (self->clock,
                                     sp_clock_now (self->clock).boot_us + SETTLE_MS * 1000,
                                     settled_cb,
                                     self);
}

static GFileMonitor *
watch_folder (SpStore *self, const char *path)
{
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  GFileMonitor *monitor = NULL;

  /* Without the folder GIO would have to look again and again whether it is there yet. */
  if (sp_store_folder_ensure (path, &error))
    monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_WATCH_MOVES, NULL, &error);
  if (monitor == NULL)
    {
      g_warning ("edits in %s will only be seen after a restart: %s", path, error->message);
      return NULL;
    }

  g_signal_connect_object (monitor,
                           "changed",
                           G_CALLBACK (files_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  return monitor;
}

/**
 * sp_store_new:
 * @folder: the folder of the configuration; it need not exist
 *
 * Returns: (transfer full): an empty store; call sp_store_load() next
 */
SpStore *
sp_store_new (const char *folder)
{
  SpStore *self = g_object_new (SP_TYPE_STORE, NULL);

  self->profiles_folder = g_build_filename (folder, PROFILES, NULL);
  self->accounts_folder = g_build_filename (folder, ACCOUNTS, NULL);
  return self;
}

/**
 * sp_store_load:
 * @self: a store
 * @error: %SP_ERROR_STORAGE if a folder cannot be read
 *
 * Reads all files. A file that is damaged, of a newer version, or that keeps a name another file
 * keeps, is left out and is one of sp_store_list_problems(). Emits nothing.
 *
 * Returns: %TRUE if the folders could be read; else everything stays as it was
 */
gboolean
sp_store_load (SpStore *self, GError **error)
{
  gboolean changed;

  g_return_val_if_fail (SP_IS_STORE (self), FALSE);

  return reload (self, &changed, error);
}

/**
 * sp_store_watch:
 * @self: a store
 * @clock: tells when half a second of quiet has passed
 *
 * From now on “changed” is also emitted for what others do to the files. Makes the folders if they
 * are not there. Costs nothing while nothing changes.
 */
void
sp_store_watch (SpStore *self, SpClock *clock)
{
  g_return_if_fail (SP_IS_STORE (self));
  g_return_if_fail (self->clock == NULL);

  self->clock = g_object_ref (clock);
  self->accounts_monitor = watch_folder (self, self->accounts_folder);
  self->profiles_monitor = watch_folder (self, self->profiles_folder);
}

/**
 * sp_store_list_profiles:
 * @self: a store
 *
 * Returns: (transfer none) (element-type SpProfile): the profiles by group and name; the array is
 *   never changed, another takes its place; who keeps it past a change takes a reference
 */
GPtrArray *
sp_store_list_profiles (SpStore *self)
{
  g_return_val_if_fail (SP_IS_STORE (self), NULL);

  return self->contents->profiles;
}

/**
 * sp_store_list_accounts:
 * @self: a store
 *
 * Returns: (transfer none) (element-type SpAccount): the accounts by name; the array is never
 *   changed, another takes its place; who keeps it past a change takes a reference
 */
GPtrArray *
sp_store_list_accounts (SpStore *self)
{
  g_return_val_if_fail (SP_IS_STORE (self), NULL);

  return self->contents->accounts;
}

/**
 * sp_store_list_problems:
 * @self: a store
 *
 * Returns: (transfer none) (element-type GError): what is wrong with which file and what to do
 *   about it: %SP_ERROR_BAD_FILE, %SP_ERROR_BAD_INPUT for a name that two files keep,
 *   %SP_ERROR_TOO_NEW or %SP_ERROR_STORAGE
 */
GPtrArray *
sp_store_list_problems (SpStore *self)
{
  g_return_val_if_fail (SP_IS_STORE (self), NULL);

  return self->contents->problems;
}

static gpointer
look_up (GPtrArray *values,
         const char *(*get_id) (gconstpointer value),
         const char *(*get_name) (gconstpointer value),
         const char *kind,
         const char *id_or_name,
         GError **error)
{
  g_autofree char *quoted = sp_quote (id_or_name);
  gpointer found = NULL;
  guint n_found = 0;

  for (guint i = 0; i < values->len; i++)
    {
      gpointer value = g_ptr_array_index (values, i);

      if (g_strcmp0 (get_id (value), id_or_name) == 0)
        return value;
      if (g_strcmp0 (get_name (value), id_or_name) != 0)
        continue;

      found = value;
      n_found++;
    }

  if (n_found == 1)
    return found;
  if (n_found == 0)
    g_set_error (error, SP_ERROR, SP_ERROR_NOT_FOUND, "there is no %s %s", kind, quoted);
  else
    g_set_error (error,
                 SP_ERROR,
                 SP_ERROR_BAD_INPUT,
                 "%u have the %s name %s; use the id of the one you mean",
                 n_found,
                 kind,
                 quoted);
  return NULL;
}

/**
 * sp_store_lookup_profile:
 * @self: a store
 * @id_or_name: the id of a profile, or a name that only one has
 * @error: %SP_ERROR_NOT_FOUND, or %SP_ERROR_BAD_INPUT if several have the name
 *
 * Returns: (transfer full): the profile
 */
SpProfile *
sp_store_lookup_profile (SpStore *self, const char *id_or_name, GError **error)
{
  SpProfile *profile;

  g_return_val_if_fail (SP_IS_STORE (self), NULL);

  profile = look_up (self->contents->profiles,
                     (const char *(*) (gconstpointer)) sp_profile_get_id,
                     (const char *(*) (gconstpointer)) sp_profile_get_name,
                     "profile",
                     id_or_name,
                     error);
  return profile != NULL ? sp_profile_ref (profile) : NULL;
}

/**
 * sp_store_lookup_account:
 * @self: a store
 * @id_or_name: the id of an account, or a name that only one has
 * @error: %SP_ERROR_NOT_FOUND, or %SP_ERROR_BAD_INPUT if several have the name
 *
 * Returns: (transfer full): the account
 */
SpAccount *
sp_store_lookup_account (SpStore *self, const char *id_or_name, GError **error)
{
  SpAccount *account;

  g_return_val_if_fail (SP_IS_STORE (self), NULL);

  account = look_up (self->contents->accounts,
                     (const char *(*) (gconstpointer)) sp_account_get_id,
                     (const char *(*) (gconstpointer)) sp_account_get_name,
                     "account",
                     id_or_name,
                     error);
  return account != NULL ? sp_account_ref (account) : NULL;
}

/* Reads everything again: the files are the truth, and another program may have changed others. */
static gboolean
written (SpStore *self, GError **error)
{
  gboolean changed = FALSE;

  if (!reload (self, &changed, error))
    return FALSE;

  if (changed)
    g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

static gboolean
check_profile (SpStore *self, SpProfile *profile, GError **error)
{
  SpAccount *account = sp_store_contents_find_account (self->contents,
                                                       sp_profile_get_account_id (profile));
  const char *missing = NULL;

  if (*sp_profile_get_name (profile) == '\0')
    missing = "name";
  else if (*sp_profile_get_hosts (profile) == NULL)
    missing = "hosts";
  if (missing != NULL)
    {
      g_set_error (error, SP_ERROR, SP_ERROR_BAD_INPUT, "the profile has no %s", missing);
      return FALSE;
    }

  if (account != NULL)
    return sp_claim_check (self->contents->profiles,
                           self->contents->accounts,
                           profile,
                           account,
                           error);

  g_set_error (error,
               SP_ERROR,
               SP_ERROR_NOT_FOUND,
               "there is no account “%s”; add it first",
               sp_profile_get_account_id (profile));
  return FALSE;
}

/**
 * sp_store_save_profile:
 * @self: a loaded store
 * @profile: a new profile, or another value for the one with its id
 * @error: %SP_ERROR_BAD_INPUT if it is not whole or keeps a name that another profile keeps at the
 *   same provider, %SP_ERROR_NOT_FOUND if its account is not there, %SP_ERROR_STORAGE if it cannot
 *   be written
 *
 * Returns: %TRUE if it is on disk; “changed” was emitted
 */
gboolean
sp_store_save_profile (SpStore *self, SpProfile *profile, GError **error)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (SP_IS_STORE (self), FALSE);

  text = sp_profile_to_text (profile);
  return check_profile (self, profile, error) &&
         sp_store_folder_write (self->profiles_folder,
                                sp_profile_get_id (profile),
                                SP_STORE_PROFILE_SUFFIX,
                                text,
                                error) &&
         written (self, error);
}

static gboolean
check_account (SpStore *self, SpAccount *account, GError **error)
{
  for (guint i = 0; i < self->contents->profiles->len; i++)
    {
      SpProfile *profile = g_ptr_array_index (self->contents->profiles, i);

      if (strcmp (sp_profile_get_account_id (profile), sp_account_get_id (account)) == 0 &&
          !sp_claim_check (self->contents->profiles,
                           self->contents->accounts,
                           profile,
                           account,
                           error))
        return FALSE;
    }
  return TRUE;
}

/**
 * sp_store_save_account:
 * @self: a loaded store
 * @account: a new account, or another value for the one with its id
 * @error: %SP_ERROR_BAD_INPUT if its profiles would keep names that others keep at the same
 *   provider, %SP_ERROR_STORAGE if it cannot be written
 *
 * Returns: %TRUE if it is on disk; “changed” was emitted
 */
gboolean
sp_store_save_account (SpStore *self, SpAccount *account, GError **error)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (SP_IS_STORE (self), FALSE);

  text = sp_account_to_text (account);
  return check_account (self, account, error) &&
         sp_store_folder_write (self->accounts_folder,
                                sp_account_get_id (account),
                                SP_STORE_ACCOUNT_SUFFIX,
                                text,
                                error) &&
         written (self, error);
}

/**
 * sp_store_remove_profile:
 * @self: a loaded store
 * @id: the id of a profile
 * @error: %SP_ERROR_NOT_FOUND, or %SP_ERROR_STORAGE if it cannot be removed
 *
 * Returns: %TRUE if it is gone; “changed” was emitted
 */
gboolean
sp_store_remove_profile (SpStore *self, const char *id, GError **error)
{
  g_autoptr (SpProfile) profile = NULL;

  g_return_val_if_fail (SP_IS_STORE (self), FALSE);

  profile = sp_store_lookup_profile (self, id, error);
  return profile != NULL &&
         sp_store_folder_remove (self->profiles_folder,
                                 sp_profile_get_id (profile),
                                 SP_STORE_PROFILE_SUFFIX,
                                 error) &&
         written (self, error);
}

/**
 * sp_store_remove_account:
 * @self: a loaded store
 * @id: the id of an account
 * @error: %SP_ERROR_NOT_FOUND, %SP_ERROR_BAD_INPUT while a profile uses it, or %SP_ERROR_STORAGE if
 *   it cannot be removed
 *
 * Its secret is removed by whoever has the keyring.
 *
 * Returns: %TRUE if it is gone; “changed” was emitted
 */
gboolean
sp_store_remove_account (SpStore *self, const char *id, GError **error)
{
  g_autoptr (SpAccount) account = NULL;

  g_return_val_if_fail (SP_IS_STORE (self), FALSE);

  account = sp_store_lookup_account (self, id, error);
  if (account == NULL)
    return FALSE;

  for (guint i = 0; i < self->contents->profiles->len; i++)
    {
      SpProfile *profile = g_ptr_array_index (self->contents->profiles, i);
      g_autofree char *quoted = sp_quote (sp_profile_get_name (profile));

      if (strcmp (sp_profile_get_account_id (profile), sp_account_get_id (account)) != 0)
        continue;

      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_INPUT,
                   "the profile %s uses this account; remove or change the profile first",
                   quoted);
      return FALSE;
    }
  return sp_store_folder_remove (self->accounts_folder,
                                 sp_account_get_id (account),
                                 SP_STORE_ACCOUNT_SUFFIX,
                                 error) &&
         written (self, error);
}
