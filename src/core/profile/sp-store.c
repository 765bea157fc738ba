/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "profile/sp-store.h"

#include "base/sp-error.h"
#include "base/sp-quote.h"
#include "profile/sp-claim.h"
#include "profile/sp-store-folder.h"

#include <string.h>

#define PROFILES       "profiles"
#define PROFILE_SUFFIX ".profile"
#define ACCOUNTS       "accounts"
#define ACCOUNT_SUFFIX ".account"

/* An editor writes a file in several steps; this long after the last one it is whole. */
#define SETTLE_MS 500

/* The profiles and accounts as the files said when they were last read, in arrays that are replaced
 * and never changed. Each file stands for itself: what is wrong with one is a problem in a list and
 * touches no other. With a watch on, edits from outside arrive as “changed”, like our own. */
struct _SpStore
{
  GObject parent_instance;

  char *profiles_folder; /* (owned) */
  char *accounts_folder; /* (owned) */
  GPtrArray *profiles;   /* (owned) (element-type SpProfile) */
  GPtrArray *accounts;   /* (owned) (element-type SpAccount) */
  GPtrArray *problems;   /* (owned) (element-type GError) */

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

static GPtrArray *
new_profiles (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) sp_profile_unref);
}

static GPtrArray *
new_accounts (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) sp_account_unref);
}

static GPtrArray *
new_problems (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
}

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
  g_clear_pointer (&self->profiles, g_ptr_array_unref);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
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
  self->profiles = new_profiles ();
  self->accounts = new_accounts ();
  self->problems = new_problems ();
}

/* As a person looks for them: by site, then by name. */
static int
compare_profiles (gconstpointer a, gconstpointer b)
{
  const SpProfile *profile_a = *(const SpProfile *const *) a;
  const SpProfile *profile_b = *(const SpProfile *const *) b;
  int order = g_utf8_collate (sp_profile_get_group (profile_a), sp_profile_get_group (profile_b));

  if (order == 0)
    order = g_utf8_collate (sp_profile_get_name (profile_a), sp_profile_get_name (profile_b));
  if (order == 0)
    order = strcmp (sp_profile_get_id (profile_a), sp_profile_get_id (profile_b));
  return order;
}

static int
compare_accounts (gconstpointer a, gconstpointer b)
{
  const SpAccount *account_a = *(const SpAccount *const *) a;
  const SpAccount *account_b = *(const SpAccount *const *) b;
  int order = g_utf8_collate (sp_account_get_name (account_a), sp_account_get_name (account_b));

  if (order == 0)
    order = strcmp (sp_account_get_id (account_a), sp_account_get_id (account_b));
  return order;
}

static SpAccount *
find_account (GPtrArray *accounts, const char *id)
{
  for (guint i = 0; i < accounts->len; i++)
    {
      SpAccount *account = g_ptr_array_index (accounts, i);

      if (strcmp (sp_account_get_id (account), id) == 0)
        return account;
    }
  return NULL;
}

/* What is being read; it takes the place of the old lists only when all of it was. */
typedef struct
{
  GPtrArray *profiles; /* (owned) (element-type SpProfile) */
  GPtrArray *accounts; /* (owned) (element-type SpAccount) */
  GPtrArray *problems; /* (owned) (element-type GError) */
} Reading;

static void
clear_reading (Reading *reading)
{
  g_clear_pointer (&reading->profiles, g_ptr_array_unref);
  g_clear_pointer (&reading->accounts, g_ptr_array_unref);
  g_clear_pointer (&reading->problems, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, clear_reading)

static gboolean
take_account (gpointer user_data, const char *id, const char *text, GError **error)
{
  Reading *reading = user_data;
  SpAccount *account = sp_account_from_text (id, text, error);

  if (account == NULL)
    return FALSE;

  g_ptr_array_add (reading->accounts, account);
  return TRUE;
}

static gboolean
take_profile (gpointer user_data, const char *id, const char *text, GError **error)
{
  Reading *reading = user_data;
  g_autoptr (SpProfile) profile = sp_profile_from_text (id, text, error);
  SpAccount *account;

  if (profile == NULL)
    return FALSE;

  account = find_account (reading->accounts, sp_profile_get_account_id (profile));
  if (account != NULL &&
      !sp_claim_check (reading->profiles, reading->accounts, profile, account, error))
    return FALSE;

  g_ptr_array_add (reading->profiles, g_steal_pointer (&profile));
  return TRUE;
}

static gboolean
read_all (SpStore *self, Reading *reading, GError **error)
{
  reading->profiles = new_profiles ();
  reading->accounts = new_accounts ();
  reading->problems = new_problems ();

  /* The accounts first: whether two profiles meet depends on them. */
  if (!sp_store_folder_load (self->accounts_folder,
                             ACCOUNT_SUFFIX,
                             take_account,
                             reading,
                             reading->problems,
                             error) ||
      !sp_store_folder_load (self->profiles_folder,
                             PROFILE_SUFFIX,
                             take_profile,
                             reading,
                             reading->problems,
                             error))
    return FALSE;

  g_ptr_array_sort (reading->profiles, compare_profiles);
  g_ptr_array_sort (reading->accounts, compare_accounts);
  return TRUE;
}

static gboolean
is_same_list (GPtrArray *a, GPtrArray *b, GEqualFunc is_equal)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    if (!is_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

static gboolean
is_same_problem (gconstpointer a, gconstpointer b)
{
  return strcmp (((const GError *) a)->message, ((const GError *) b)->message) == 0;
}

static void
replace_list (GPtrArray **list, GPtrArray *replacement)
{
  g_clear_pointer (list, g_ptr_array_unref);
  *list = replacement;
}

static gboolean
reload (SpStore *self, gboolean *changed, GError **error)
{
  g_auto (Reading) reading = { 0 };

  if (!read_all (self, &reading, error))
    return FALSE;

  *changed = !is_same_list (self->profiles, reading.profiles, (GEqualFunc) sp_profile_equal) ||
             !is_same_list (self->accounts, reading.accounts, (GEqualFunc) sp_account_equal) ||
             !is_same_list (self->problems, reading.problems, is_same_problem);
  replace_list (&self->profiles, g_steal_pointer (&reading.profiles));
  replace_list (&self->accounts, g_steal_pointer (&reading.accounts));
  replace_list (&self->problems, g_steal_pointer (&reading.problems));
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
 *   never changed, another takes its place
 */
GPtrArray *
sp_store_list_profiles (SpStore *self)
{
  g_return_val_if_fail (SP_IS_STORE (self), NULL);

  return self->profiles;
}

/**
 * sp_store_list_accounts:
 * @self: a store
 *
 * Returns: (transfer none) (element-type SpAccount): the accounts by name; the array is never
 *   changed, another takes its place
 */
GPtrArray *
sp_store_list_accounts (SpStore *self)
{
  g_return_val_if_fail (SP_IS_STORE (self), NULL);

  return self->accounts;
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

  return self->problems;
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

  profile = look_up (self->profiles,
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

  account = look_up (self->accounts,
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
  SpAccount *account = find_account (self->accounts, sp_profile_get_account_id (profile));
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
    return sp_claim_check (self->profiles, self->accounts, profile, account, error);

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
                                PROFILE_SUFFIX,
                                text,
                                error) &&
         written (self, error);
}

static gboolean
check_account (SpStore *self, SpAccount *account, GError **error)
{
  for (guint i = 0; i < self->profiles->len; i++)
    {
      SpProfile *profile = g_ptr_array_index (self->profiles, i);

      if (strcmp (sp_profile_get_account_id (profile), sp_account_get_id (account)) == 0 &&
          !sp_claim_check (self->profiles, self->accounts, profile, account, error))
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
                                ACCOUNT_SUFFIX,
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
                                 PROFILE_SUFFIX,
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

  for (guint i = 0; i < self->profiles->len; i++)
    {
      SpProfile *profile = g_ptr_array_index (self->profiles, i);
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
                                 ACCOUNT_SUFFIX,
                                 error) &&
         written (self, error);
}
