/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-roster.h"

#include "engine/sp-notes.h"
#include "engine/sp-record.h"

/* Profiles with what belongs to them, and the memory of their targets. Belongs to one engine. The
 * members outlive a new reading of the store, the entries do not. */
struct _SpRoster
{
  SpStore *store;         /* (owned) */
  SpCatalogue *catalogue; /* (owned) */
  SpJournal *journal;     /* (owned) */
  GPtrArray *entries;     /* (owned) (element-type SpEntry) */
  GPtrArray *members; /* (owned) (element-type SpMember): those of the entries, in their order */
  GHashTable *known;  /* (owned) (element-type utf8 SpMember): owns the members */
  SpNotes *origins;   /* (owned): which account and server a profile's memory is about */
  SpNotes *editions;  /* (owned): which edition of profile and account was seen last */
  gboolean is_loaded;
};

static void
entry_free (SpEntry *self)
{
  g_clear_pointer (&self->profile, sp_profile_unref);
  g_clear_pointer (&self->account, sp_account_unref);
  g_clear_pointer (&self->recipe, sp_recipe_unref);
  g_clear_pointer (&self->ended, sp_listing_unref);
  g_clear_pointer (&self->server, g_free);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_free (self);
}

static void
member_free (SpMember *self)
{
  g_clear_pointer (&self->record, sp_target_free);
  g_clear_pointer (&self->wanted, sp_address_unref);
  g_free (self);
}

static char *
make_key (const char *profile_id, const char *host, SpFamily family)
{
  return g_strdup_printf ("%s %s %s", profile_id, host, sp_family_to_string (family));
}

static SpMember *
ensure_member (SpRoster *self, const char *profile_id, const char *host, SpFamily family)
{
  g_autofree char *key = make_key (profile_id, host, family);
  SpMember *member = g_hash_table_lookup (self->known, key);

  if (member != NULL)
    return member;

  member = g_new0 (SpMember, 1);
  member->record = sp_target_new (profile_id, host, family);
  g_hash_table_insert (self->known, g_steal_pointer (&key), member);
  return member;
}

static gboolean
load_records (SpRoster *self, const SpInstant *now, GError **error)
{
  g_autoptr (GPtrArray) records = sp_journal_load_targets (self->journal, error);
  g_autoptr (GPtrArray) corrected = g_ptr_array_new ();

  if (records == NULL)
    return FALSE;

  for (guint i = 0; i < records->len; i++)
    {
      SpTarget *record = sp_target_copy (records->pdata[i]);
      SpMember *member = ensure_member (self, record->profile_id, record->host, record->family);

      if (sp_record_settle_in_boot (record, now))
        g_ptr_array_add (corrected, record);
      g_clear_pointer (&member->record, sp_target_free);
      member->record = record;
    }
  if (corrected->len > 0 && !sp_journal_is_read_only (self->journal))
    return sp_journal_save_targets (self->journal, corrected, error);
  return TRUE;
}

/* A URL of one's own lies with the secrets, so that its server has no name here. Such an account
 * counts as a server to itself: the trouble of one must not hold up another. */
static const char *
name_server (SpAccount *account, SpRecipe *recipe)
{
  const char *server = sp_account_get (account, "server");

  if (server != NULL && *server != '\0')
    return server;
  if (recipe != NULL && sp_recipe_get_hosts (recipe)[0] == NULL &&
      sp_recipe_lookup_field (recipe, "server") == NULL)
    return sp_account_get_id (account);
  return sp_account_get_provider (account);
}

static SpEntry *
make_entry (SpRoster *self, SpProfile *profile)
{
  SpEntry *entry = g_new0 (SpEntry, 1);

  entry->profile = sp_profile_ref (profile);
  entry->members = g_ptr_array_new ();
  entry->account = sp_store_lookup_account (self->store, sp_profile_get_account_id (profile), NULL);
  if (entry->account == NULL)
    {
      entry->hindrance = SP_REASON_ACCOUNT_MISSING;
      entry->server = g_strdup ("");
      return entry;
    }

  entry->recipe =
      sp_catalogue_lookup (self->catalogue, sp_account_get_provider (entry->account), NULL);
  if (entry->recipe == NULL)
    {
      entry->hindrance = SP_REASON_RECIPE_MISSING;
      entry->ended = sp_catalogue_find_dead (self->catalogue,
                                             sp_account_get_provider (entry->account));
    }
  entry->server = g_strdup (name_server (entry->account, entry->recipe));
  return entry;
}

static void
add_members (SpRoster *self, SpEntry *entry)
{
  const char *const *hosts = sp_profile_get_hosts (entry->profile);

  for (guint i = 0; hosts[i] != NULL; i++)
    for (guint family = 0; family < SP_N_FAMILIES; family++)
      {
        SpRowMode row = sp_profile_get_row (entry->profile, (SpFamily) family);
        SpMember *member;

        if (row != SP_ROW_AUTOMATIC && row != SP_ROW_FIXED)
          continue;

        member =
            ensure_member (self, sp_profile_get_id (entry->profile), hosts[i], (SpFamily) family);
        member->entry = entry;
        g_ptr_array_add (entry->members, member);
        g_ptr_array_add (self->members, member);
      }
}

/* What an edit can cure. “abuse” is not among it: that needs the provider's own page, and then “Try
 * again”. */
static gboolean
is_cured_by_edit (const SpTarget *record)
{
  return record->latched && record->outcome != NULL &&
         sp_outcome_get_class (record->outcome) != SP_OUTCOME_ABUSE;
}

static void
note_edit (SpEntry *entry, GPtrArray *changed)
{
  for (guint i = 0; i < entry->members->len; i++)
    {
      SpMember *member = entry->members->pdata[i];

      member->generation++;
      if (is_cured_by_edit (member->record) && sp_record_lift_latch (member->record))
        g_ptr_array_add (changed, member->record);
    }
}

static void
note_move (SpEntry *entry, GPtrArray *changed)
{
  for (guint i = 0; i < entry->members->len; i++)
    {
      SpMember *member = entry->members->pdata[i];

      member->generation++;
      sp_record_forget (member->record);
      g_ptr_array_add (changed, member->record);
    }
}

static char *
make_edition (SpEntry *entry)
{
  g_autofree char *profile = sp_profile_to_text (entry->profile);
  g_autofree char *account = sp_account_to_text (entry->account);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (checksum, (const guchar *) profile, -1);
  g_checksum_update (checksum, (const guchar *) account, -1);
  return g_strndup (g_checksum_get_string (checksum), 16);
}

/* Compares with what was seen last, in this run or before, and acts on the difference. An account
 * that is missing for a moment is no difference. */
static void
compare_edition (SpRoster *self, SpEntry *entry, GPtrArray *changed)
{
  const char *id = sp_profile_get_id (entry->profile);
  gboolean is_known = sp_notes_get (self->origins, id) != NULL;
  g_autofree char *origin = NULL;
  g_autofree char *edition = NULL;

  if (entry->account == NULL)
    return;

  origin = g_strdup_printf ("%s %s", sp_account_get_id (entry->account), entry->server);
  edition = make_edition (entry);
  if (sp_notes_set_later (self->origins, id, origin) && is_known)
    note_move (entry, changed);
  if (sp_notes_set_later (self->editions, id, edition) && is_known)
    note_edit (entry, changed);
}

/* A damaged file is no removal: its profile will come back when it is repaired. */
static gboolean
forget_removed (SpRoster *self, GPtrArray *changed, GError **error)
{
  GPtrArray *problems = sp_store_list_problems (self->store);
  gboolean may_forget = problems == NULL || problems->len == 0;
  g_autoptr (GHashTable) removed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      SpMember *member = value;
      const char *id = member->record->profile_id;

      if (member->entry != NULL)
        continue;

      if (may_forget && sp_roster_lookup_entry (self, id) == NULL)
        {
          g_hash_table_add (removed, g_strdup (id));
          g_hash_table_iter_remove (&iter);
        }
      else if (sp_roster_lookup_entry (self, id) != NULL && member->record->outcome != NULL)
        {
          /* the person took the host or the family out: others may do with it what they like */
          sp_record_forget (member->record);
          g_ptr_array_add (changed, member->record);
        }
    }

  if (sp_journal_is_read_only (self->journal))
    return TRUE;
  g_hash_table_iter_init (&iter, removed);
  while (g_hash_table_iter_next (&iter, &value, NULL))
    {
      sp_notes_set_later (self->origins, value, NULL);
      sp_notes_set_later (self->editions, value, NULL);
      if (!sp_journal_remove_profile (self->journal, value, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
save_changes (SpRoster *self, GPtrArray *changed, GError **error)
{
  if (sp_journal_is_read_only (self->journal))
    return TRUE;

  return (changed->len == 0 || sp_journal_save_targets (self->journal, changed, error)) &&
         sp_notes_save (self->origins, error) && sp_notes_save (self->editions, error);
}

static void
detach_member (gpointer key, gpointer value, gpointer user_data)
{
  ((SpMember *) value)->entry = NULL;
}

/**
 * sp_roster_new:
 * @store: profiles and accounts
 * @catalogue: providers
 * @journal: the memory
 *
 * Returns: (transfer full): an empty roster; see sp_roster_read()
 */
SpRoster *
sp_roster_new (SpStore *store, SpCatalogue *catalogue, SpJournal *journal)
{
  SpRoster *self = g_new0 (SpRoster, 1);

  self->store = g_object_ref (store);
  self->catalogue = g_object_ref (catalogue);
  self->journal = g_object_ref (journal);
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  self->members = g_ptr_array_new ();
  self->known =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) member_free);
  self->origins = sp_notes_new (journal, "origins");
  self->editions = sp_notes_new (journal, "editions");
  return self;
}

/**
 * sp_roster_free:
 * @self: (transfer full): a roster
 */
void
sp_roster_free (SpRoster *self)
{
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->origins, sp_notes_free);
  g_clear_pointer (&self->editions, sp_notes_free);
  g_clear_object (&self->journal);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->store);
  g_free (self);
}

/**
 * sp_roster_read:
 * @self: a roster
 * @now: the present
 * @error: %SP_ERROR_STORAGE
 *
 * Puts the roster together again, after the store changed or at the start.
 *
 * Returns: %FALSE if the memory could not be read or written; the roster is complete all the same,
 *   with what could be had
 */
gboolean
sp_roster_read (SpRoster *self, const SpInstant *now, GError **error)
{
  GPtrArray *profiles = sp_store_list_profiles (self->store);
  g_autoptr (GPtrArray) changed = g_ptr_array_new ();
  gboolean is_sound = TRUE;

  if (!self->is_loaded)
    {
      is_sound = load_records (self, now, error);
      self->is_loaded = is_sound;
    }

  g_hash_table_foreach (self->known, detach_member, NULL);
  g_ptr_array_set_size (self->members, 0);
  g_ptr_array_set_size (self->entries, 0);
  for (guint i = 0; i < profiles->len; i++)
    {
      SpEntry *entry = make_entry (self, profiles->pdata[i]);

      g_ptr_array_add (self->entries, entry);
      add_members (self, entry);
      compare_edition (self, entry, changed);
    }

  /* a memory that could not be read must not be overwritten with an empty one */
  return is_sound && forget_removed (self, changed, error) && save_changes (self, changed, error);
}

/**
 * sp_roster_get_entries:
 * @self: a roster
 *
 * Returns: (transfer none) (element-type SpEntry): every profile
 */
GPtrArray *
sp_roster_get_entries (SpRoster *self)
{
  return self->entries;
}

/**
 * sp_roster_get_members:
 * @self: a roster
 *
 * Returns: (transfer none) (element-type SpMember): every target of every profile
 */
GPtrArray *
sp_roster_get_members (SpRoster *self)
{
  return self->members;
}

/**
 * sp_roster_lookup_entry:
 * @self: a roster
 * @profile_id: id of a profile
 *
 * Returns: (transfer none) (nullable): its entry
 */
SpEntry *
sp_roster_lookup_entry (SpRoster *self, const char *profile_id)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      SpEntry *entry = self->entries->pdata[i];

      if (g_str_equal (sp_profile_get_id (entry->profile), profile_id))
        return entry;
    }
  return NULL;
}

/**
 * sp_roster_lookup_member:
 * @self: a roster
 * @profile_id: id of a profile
 * @host: A-label host name
 * @family: A or AAAA
 *
 * Returns: (transfer none) (nullable): the target, if the profile still has it
 */
SpMember *
sp_roster_lookup_member (SpRoster *self, const char *profile_id, const char *host, SpFamily family)
{
  g_autofree char *key = make_key (profile_id, host, family);
  SpMember *member = g_hash_table_lookup (self->known, key);

  return member != NULL && member->entry != NULL ? member : NULL;
}

/**
 * sp_roster_lift_latches_of_account:
 * @self: a roster
 * @account_id: id of an account whose credentials a person changed
 *
 * Returns: (transfer container) (element-type SpTarget): the records that changed and are to be
 *   saved
 */
GPtrArray *
sp_roster_lift_latches_of_account (SpRoster *self, const char *account_id)
{
  GPtrArray *changed = g_ptr_array_new ();

  for (guint i = 0; i < self->entries->len; i++)
    {
      SpEntry *entry = self->entries->pdata[i];

      if (g_str_equal (sp_profile_get_account_id (entry->profile), account_id))
        note_edit (entry, changed);
    }
  return changed;
}
