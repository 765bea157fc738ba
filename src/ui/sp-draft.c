/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-draft.h"

#include "base/sp-error.h"
#include "dns/sp-tsig-key.h"
#include "profile/sp-host-name.h"
#include "provider/sp-profile-check.h"

#include <string.h>

struct _SpDraft
{
  GObject parent_instance;

  SpCatalogue *catalogue; /* (owned) */
  SpStore *store;         /* (owned) */
  SpProfile *original;    /* (owned) (nullable): what is edited; %NULL for a new profile */
  SpAccount *account;     /* (owned) (nullable): the one that was chosen; %NULL for a new one */
  SpRecipe *recipe;       /* (owned) (nullable): %NULL until a provider was chosen */
  char *profile_id;       /* (owned) */
  char *new_account_id;   /* (owned) */
  GHashTable *fields;     /* (owned) (element-type utf8 utf8): what was typed, by field */
  GHashTable *values;     /* (owned) (element-type utf8 utf8): profile values, by key */
  GPtrArray *hosts;       /* (owned) (element-type utf8): A-label names */
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_TOUCHED,
  N_SIGNALS,
};

G_DEFINE_FINAL_TYPE (SpDraft, sp_draft, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static void
emit_changed (SpDraft *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* What a person typed may be a secret, so the memory is wiped before it is given back. */
static void
free_typed (gpointer text)
{
  memset (text, 0, strlen (text));
  g_free (text);
}

static void
sp_draft_finalize (GObject *object)
{
  SpDraft *self = SP_DRAFT (object);

  g_clear_object (&self->catalogue);
  g_clear_object (&self->store);
  g_clear_pointer (&self->original, sp_profile_unref);
  g_clear_pointer (&self->account, sp_account_unref);
  g_clear_pointer (&self->recipe, sp_recipe_unref);
  g_clear_pointer (&self->profile_id, g_free);
  g_clear_pointer (&self->new_account_id, g_free);
  g_clear_pointer (&self->fields, g_hash_table_unref);
  g_clear_pointer (&self->values, g_hash_table_unref);
  g_clear_pointer (&self->hosts, g_ptr_array_unref);

  G_OBJECT_CLASS (sp_draft_parent_class)->finalize (object);
}

static void
sp_draft_class_init (SpDraftClass *class)
{
  G_OBJECT_CLASS (class)->finalize = sp_draft_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          G_TYPE_FROM_CLASS (class),
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
  signals[SIGNAL_TOUCHED] = g_signal_new ("touched",
                                          G_TYPE_FROM_CLASS (class),
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
sp_draft_init (SpDraft *self)
{
  self->profile_id = g_uuid_string_random ();
  self->new_account_id = g_uuid_string_random ();
  self->fields = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_typed);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->hosts = g_ptr_array_new_with_free_func (g_free);
}

static void
load_account_fields (SpDraft *self)
{
  g_auto (GStrv) keys = NULL;

  g_hash_table_remove_all (self->fields);
  if (self->account == NULL)
    return;

  keys = sp_account_list_keys (self->account);
  for (gsize i = 0; keys[i] != NULL; i++)
    g_hash_table_insert (self->fields,
                         g_strdup (keys[i]),
                         g_strdup (sp_account_get (self->account, keys[i])));
}

static gboolean
add_normalized (SpDraft *self, const char *host)
{
  if (g_ptr_array_find_with_equal_func (self->hosts, host, g_str_equal, NULL))
    return FALSE;

  g_ptr_array_add (self->hosts, g_strdup (host));
  return TRUE;
}

/**
 * sp_draft_new:
 * @catalogue: where providers come from
 * @store: where accounts come from
 *
 * Returns: (transfer full): an empty draft of a new profile
 */
SpDraft *
sp_draft_new (SpCatalogue *catalogue, SpStore *store)
{
  SpDraft *self = g_object_new (SP_TYPE_DRAFT, NULL);

  self->catalogue = g_object_ref (catalogue);
  self->store = g_object_ref (store);
  return self;
}

/**
 * sp_draft_load:
 * @self: an empty draft
 * @profile_id: a profile of the store
 * @error: %SP_ERROR_NOT_FOUND if the profile, its account or its provider is not there
 *
 * Makes it a draft of an existing profile.
 *
 * Returns: whether all of it could be found
 */
gboolean
sp_draft_load (SpDraft *self, const char *profile_id, GError **error)
{
  g_autoptr (SpProfile) profile = sp_store_lookup_profile (self->store, profile_id, error);
  const char *const *hosts;

  if (profile == NULL)
    return FALSE;

  g_clear_pointer (&self->profile_id, g_free);
  self->profile_id = g_strdup (profile_id);
  hosts = sp_profile_get_hosts (profile);
  for (gsize i = 0; hosts[i] != NULL; i++)
    add_normalized (self, hosts[i]);
  self->account = sp_store_lookup_account (self->store, sp_profile_get_account_id (profile), error);
  self->original = g_steal_pointer (&profile);
  if (self->account == NULL)
    return FALSE;

  self->recipe =
      sp_catalogue_lookup (self->catalogue, sp_account_get_provider (self->account), error);
  load_account_fields (self);
  emit_changed (self);
  return self->recipe != NULL;
}

/**
 * sp_draft_is_new:
 * @self: a draft
 *
 * Returns: whether it is of a profile that does not exist yet
 */
gboolean
sp_draft_is_new (SpDraft *self)
{
  return self->original == NULL;
}

/**
 * sp_draft_get_profile_id:
 * @self: a draft
 *
 * Returns: the id that the profile has or will have
 */
const char *
sp_draft_get_profile_id (SpDraft *self)
{
  return self->profile_id;
}

/**
 * sp_draft_get_recipe:
 * @self: a draft
 *
 * Returns: (transfer none) (nullable): the provider that was chosen
 */
SpRecipe *
sp_draft_get_recipe (SpDraft *self)
{
  return self->recipe;
}

/**
 * sp_draft_choose_provider:
 * @self: a draft
 * @recipe_id: a provider
 * @error: %SP_ERROR_NOT_FOUND or %SP_ERROR_BAD_RECIPE
 *
 * Chooses a provider, and with it its first account, or a new one where there is none.
 *
 * Returns: whether the provider exists
 */
gboolean
sp_draft_choose_provider (SpDraft *self, const char *recipe_id, GError **error)
{
  SpRecipe *recipe = sp_catalogue_lookup (self->catalogue, recipe_id, error);
  g_autoptr (GPtrArray) accounts = NULL;

  if (recipe == NULL)
    return FALSE;

  g_clear_pointer (&self->recipe, sp_recipe_unref);
  self->recipe = recipe;
  accounts = sp_draft_list_accounts (self);
  sp_draft_choose_account (self,
                           accounts->len > 0 ? sp_account_get_id (g_ptr_array_index (accounts, 0))
                                             : NULL);
  return TRUE;
}

/**
 * sp_draft_list_accounts:
 * @self: a draft whose provider was chosen
 *
 * Returns: (transfer full) (element-type SpAccount): the accounts at this provider
 */
GPtrArray *
sp_draft_list_accounts (SpDraft *self)
{
  GPtrArray *all = sp_store_list_accounts (self->store);
  GPtrArray *accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_account_unref);

  for (guint i = 0; i < all->len; i++)
    {
      SpAccount *account = g_ptr_array_index (all, i);

      if (self->recipe != NULL &&
          g_str_equal (sp_account_get_provider (account), sp_recipe_get_id (self->recipe)))
        g_ptr_array_add (accounts, sp_account_ref (account));
    }
  return accounts;
}

/**
 * sp_draft_get_account_id:
 * @self: a draft
 *
 * Returns: (nullable): the account that was chosen; %NULL for a new one
 */
const char *
sp_draft_get_account_id (SpDraft *self)
{
  return self->account != NULL ? sp_account_get_id (self->account) : NULL;
}

/**
 * sp_draft_choose_account:
 * @self: a draft
 * @account_id: (nullable): an account of the provider; %NULL for a new one
 *
 * Chooses the account; its plain fields are taken over, secrets are not known here.
 */
void
sp_draft_choose_account (SpDraft *self, const char *account_id)
{
  g_clear_pointer (&self->account, sp_account_unref);
  if (account_id != NULL)
    self->account = sp_store_lookup_account (self->store, account_id, NULL);
  load_account_fields (self);
  emit_changed (self);
}

/**
 * sp_draft_has_stored_secret:
 * @self: a draft
 *
 * Returns: whether a secret that is left empty stays what the keyring holds
 */
gboolean
sp_draft_has_stored_secret (SpDraft *self)
{
  return self->account != NULL;
}

/**
 * sp_draft_get_field:
 * @self: a draft
 * @name: a field of the recipe, or “name” of the account
 *
 * Returns: what was typed or stored, else the recipe's default, else “”
 */
const char *
sp_draft_get_field (SpDraft *self, const char *name)
{
  const char *value = g_hash_table_lookup (self->fields, name);
  const SpRecipeField *field;

  if (value != NULL)
    return value;

  field = self->recipe != NULL ? sp_recipe_lookup_field (self->recipe, name) : NULL;
  return field != NULL && field->fallback != NULL && self->account == NULL ? field->fallback : "";
}

/**
 * sp_draft_set_field:
 * @self: a draft
 * @name: a field of the recipe, or “name” of the account
 * @value: what was typed
 *
 * Remembers it.
 */
void
sp_draft_set_field (SpDraft *self, const char *name, const char *value)
{
  const SpRecipeField *field = self->recipe == NULL ? NULL
                                                    : sp_recipe_lookup_field (self->recipe, name);
  gboolean is_key = field != NULL && field->kind == SP_FIELD_KEY;

  /* a key is pasted in several lines and kept in one */
  g_hash_table_insert (self->fields,
                       g_strdup (name),
                       is_key ? sp_tsig_key_flatten_block (value) : g_strdup (value));
  sp_draft_touch (self);
}

/**
 * sp_draft_get_hosts:
 * @self: a draft
 *
 * Returns: (transfer none) (element-type utf8): the host names as A-labels, in order
 */
GPtrArray *
sp_draft_get_hosts (SpDraft *self)
{
  return self->hosts;
}

/**
 * sp_draft_complete_host:
 * @self: a draft whose provider was chosen
 * @text: what was typed
 * @error: %SP_ERROR_BAD_INPUT if it is no host name, or one that the provider does not take
 *
 * A single word becomes a name below the provider's own domain, if it has one.
 *
 * Returns: (transfer full): the name as it would be sent
 */
char *
sp_draft_complete_host (SpDraft *self, const char *text, GError **error)
{
  const char *suffix = sp_recipe_get_name_suffix (self->recipe);
  g_autofree char *word = g_strstrip (g_strdup (text));
  g_autofree char *whole = NULL;
  g_autofree char *host = NULL;

  if (suffix != NULL && *suffix != '\0' && *word != '\0' && strchr (word, '.') == NULL)
    whole = g_strconcat (word, *suffix == '.' ? "" : ".", suffix, NULL);
  host = sp_host_name_normalize (whole != NULL ? whole : word, error);
  if (host == NULL)
    return NULL;

  return sp_profile_check_host (host, self->recipe, error) ? g_steal_pointer (&host) : NULL;
}

/**
 * sp_draft_add_host:
 * @self: a draft whose provider was chosen
 * @text: what was typed
 * @error: %SP_ERROR_BAD_INPUT
 *
 * Adds a host name; one that is already there is not added twice.
 *
 * Returns: whether it is a host name
 */
gboolean
sp_draft_add_host (SpDraft *self, const char *text, GError **error)
{
  g_autofree char *host = sp_draft_complete_host (self, text, error);

  if (host == NULL)
    return FALSE;
  if (add_normalized (self, host))
    emit_changed (self);
  return TRUE;
}

/**
 * sp_draft_remove_host:
 * @self: a draft
 * @host: one of its host names
 *
 * Takes it away again. What is published stays published.
 */
void
sp_draft_remove_host (SpDraft *self, const char *host)
{
  guint index;

  if (!g_ptr_array_find_with_equal_func (self->hosts, host, g_str_equal, &index))
    return;
  g_ptr_array_remove_index (self->hosts, index);
  emit_changed (self);
}

/**
 * sp_draft_touch:
 * @self: the draft
 *
 * Says that the person typed something, also if it is no part of the draft yet.
 */
void
sp_draft_touch (SpDraft *self)
{
  g_signal_emit (self, signals[SIGNAL_TOUCHED], 0);
}

static const char *
get_default (SpDraft *self, const char *key)
{
  if (g_str_equal (key, "ipv4") || g_str_equal (key, "ipv6"))
    {
      SpFamily family = g_str_equal (key, "ipv4") ? SP_FAMILY_IPV4 : SP_FAMILY_IPV6;

      if (self->recipe != NULL && !sp_recipe_has_family (self->recipe, family))
        return "off";
      return "automatic";
    }
  if (g_str_equal (key, "device"))
    return "this-computer";
  if (g_str_equal (key, "source"))
    return "automatic";
  if (g_str_equal (key, "allow-special"))
    return "false";
  if (g_str_equal (key, "create"))
    return "true";
  return "";
}

/**
 * sp_draft_get:
 * @self: a draft
 * @key: a key of the profile, but not “hosts” or “account”
 *
 * Returns: what was entered or stored, else the default
 */
const char *
sp_draft_get (SpDraft *self, const char *key)
{
  const char *value = g_hash_table_lookup (self->values, key);

  if (value == NULL && self->original != NULL)
    {
      char *stored = sp_profile_get (self->original, key);

      if (stored != NULL)
        {
          g_hash_table_insert (self->values, g_strdup (key), stored);
          return stored;
        }
    }
  return value != NULL ? value : get_default (self, key);
}

/**
 * sp_draft_set:
 * @self: a draft
 * @key: a key of the profile, but not “hosts” or “account”
 * @value: its text, right or wrong
 *
 * Remembers it.
 */
void
sp_draft_set (SpDraft *self, const char *key, const char *value)
{
  g_hash_table_insert (self->values, g_strdup (key), g_strdup (value));
  sp_draft_touch (self);
}

/**
 * sp_draft_begin_account:
 * @self: a draft whose provider was chosen
 * @error: %SP_ERROR_BAD_INPUT
 *
 * Returns: (transfer full): the account that was chosen, or a new one without fields, named as its
 *   provider if it was given no name
 */
SpAccount *
sp_draft_begin_account (SpDraft *self, GError **error)
{
  g_autoptr (SpAccount) account = NULL;

  if (self->account != NULL)
    return sp_account_ref (self->account);

  account = sp_account_new (self->new_account_id, sp_recipe_get_id (self->recipe));
  if (*sp_draft_get_field (self, "name") != '\0')
    return g_steal_pointer (&account);
  return sp_account_with (account, "name", sp_recipe_get_name (self->recipe), error);
}

/**
 * sp_draft_begin_profile:
 * @self: a draft with at least one host name
 *
 * Returns: (transfer full): the profile that is edited, or a new one, called as its first host if
 *   it was given no name
 */
SpProfile *
sp_draft_begin_profile (SpDraft *self)
{
  const char *name = sp_draft_get (self, "name");
  const char *account_id = self->account != NULL ? sp_account_get_id (self->account)
                                                 : self->new_account_id;
  g_autofree char *shown = NULL;

  if (self->original != NULL)
    return sp_profile_ref (self->original);

  /* A profile that nobody named is called as its first host. */
  if (*name == '\0')
    shown = sp_host_name_to_display (g_ptr_array_index (self->hosts, 0));
  return sp_profile_new (self->profile_id, shown != NULL ? shown : name, account_id);
}

/**
 * sp_draft_get_future_account_id:
 * @self: a draft
 *
 * Returns: the id of the account: of the one that was chosen, or the one a new one will have
 */
const char *
sp_draft_get_future_account_id (SpDraft *self)
{
  return self->account != NULL ? sp_account_get_id (self->account) : self->new_account_id;
}

/**
 * sp_draft_get_store:
 * @self: a draft
 *
 * Returns: (transfer none): where it will be saved
 */
SpStore *
sp_draft_get_store (SpDraft *self)
{
  return self->store;
}

/**
 * sp_draft_get_catalogue:
 * @self: a draft
 *
 * Returns: (transfer none): where its provider comes from
 */
SpCatalogue *
sp_draft_get_catalogue (SpDraft *self)
{
  return self->catalogue;
}
