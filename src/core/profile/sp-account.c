/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "profile/sp-account.h"

#include "base/sp-error.h"
#include "base/sp-quote.h"
#include "profile/sp-field-text.h"
#include "profile/sp-value-file.h"

#include <string.h>

#define GROUP          "Account"
#define KEY_PROVIDER   "provider"
#define KEY_NAME       "name"
#define KEY_SERVER     "server"
#define KEY_CA_FILE    "ca-file"
#define KEY_SPACING    "spacing"
#define MAX_SPACING_S  86400
#define MAX_KEY_OCTETS 40

/* One login without its secrets: the provider and the plain fields of its recipe, all as text.
 * Which fields a recipe wants is checked by whoever knows the recipe. Immutable; a changed account
 * is another value with the same id. */
struct _SpAccount
{
  char *id;           /* (owned) */
  GHashTable *values; /* (owned) (element-type utf8 utf8) */
};

/* These never are plain fields of any recipe, so a file or a command line that names one is about
 * to write a secret to a place where it can be read. What else is secret only the recipe knows, and
 * sp_catalogue_check_account() refuses it. */
static const char *const secret_keys[] = {
  "api-key", "apikey", "key", "passphrase", "password", "secret", "token", NULL,
};

static void
clear_account (gpointer data)
{
  SpAccount *self = data;

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->values, g_hash_table_unref);
}

static SpAccount *
new_account (const char *id)
{
  SpAccount *self = g_atomic_rc_box_new0 (SpAccount);

  self->id = g_strdup (id);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

static gboolean
refuse (const char *key, const char *value, const char *reason, GError **error)
{
  g_autofree char *quoted = sp_quote (value);

  g_set_error (error, SP_ERROR, SP_ERROR_BAD_INPUT, "%s: %s %s", key, quoted, reason);
  return FALSE;
}

static gboolean
check_key (const char *key, GError **error)
{
  g_autofree char *quoted = NULL;
  gsize length = strnlen (key, MAX_KEY_OCTETS + 1);

  if (g_strv_contains (secret_keys, key))
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_INPUT,
                   "“%s” is a secret and is not kept in an account; store it in the keyring",
                   key);
      return FALSE;
    }

  if (length <= MAX_KEY_OCTETS && g_ascii_islower (key[0]) &&
      strspn (key, G_CSET_a_2_z G_CSET_DIGITS "-_") == length)
    return TRUE;

  quoted = sp_quote (key);
  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_INPUT,
               "%s cannot be a field of an account; names are small letters, digits, “-” and “_”",
               quoted);
  return FALSE;
}

static gboolean
check_server (const char *value, GError **error)
{
  g_autofree char *url = NULL;

  /* a name server's, which needs no brackets; an URL's is held against them by the recipe */
  if (g_hostname_is_ip_address (value))
    return TRUE;
  if (strstr (value, "://") != NULL)
    return sp_field_text_check_web_address (KEY_SERVER, value, error);

  url = g_strconcat ("https://", value, NULL);
  return sp_field_text_check_web_address (KEY_SERVER, url, error);
}

static gboolean
check_value (const char *key, const char *value, GError **error)
{
  guint spacing_s;

  if (!sp_field_text_check_line (key, value, error))
    return FALSE;
  if (strcmp (key, KEY_PROVIDER) == 0)
    return sp_field_text_is_id (value) ||
           refuse (key, value, "is not the id of a provider, such as dyndns2", error);
  if (strcmp (key, KEY_SPACING) == 0)
    return sp_field_text_parse_number (key, value, 0, MAX_SPACING_S, &spacing_s, error);
  if (strcmp (key, KEY_SERVER) == 0)
    return check_server (value, error);
  if (strcmp (key, KEY_CA_FILE) == 0)
    return g_path_is_absolute (value) ||
           refuse (key, value, "must be the whole path of a file, beginning with “/”", error);
  return TRUE;
}

static gboolean
take_value (gpointer account, const char *key, const char *value, GError **error)
{
  SpAccount *self = account;

  if (!check_key (key, error))
    return FALSE;

  /* An empty value takes a field away; the provider is what makes it an account. */
  if (value != NULL && *value == '\0' && strcmp (key, KEY_PROVIDER) != 0)
    {
      g_hash_table_remove (self->values, key);
      return TRUE;
    }

  if (!check_value (key, value, error))
    return FALSE;

  g_hash_table_insert (self->values, g_strdup (key), g_strdup (value));
  return TRUE;
}

/**
 * sp_account_new:
 * @id: 1…64 letters, digits, “-” and “_”; a UUID for a new one
 * @provider: the id of the recipe
 *
 * Returns: (transfer full): an account without fields
 */
SpAccount *
sp_account_new (const char *id, const char *provider)
{
  SpAccount *self;

  g_return_val_if_fail (sp_field_text_is_id (id), NULL);
  g_return_val_if_fail (sp_field_text_is_id (provider), NULL);

  self = new_account (id);
  g_hash_table_insert (self->values, g_strdup (KEY_PROVIDER), g_strdup (provider));
  return self;
}

/**
 * sp_account_with:
 * @self: an account
 * @key: “provider”, “name”, “server”, “ca-file”, “spacing” or a plain field of the recipe
 * @value: (nullable): its text, one line; empty takes it away
 * @error: %SP_ERROR_BAD_INPUT if the key or the value breaks a rule
 *
 * Returns: (transfer full): a copy of @self with that value
 */
SpAccount *
sp_account_with (SpAccount *self, const char *key, const char *value, GError **error)
{
  g_autoptr (SpAccount) copy = new_account (self->id);
  GHashTableIter iter;
  gpointer old_key;
  gpointer old_value;

  g_hash_table_iter_init (&iter, self->values);
  while (g_hash_table_iter_next (&iter, &old_key, &old_value))
    g_hash_table_insert (copy->values, g_strdup (old_key), g_strdup (old_value));

  if (!take_value (copy, key, value, error))
    return NULL;

  return g_steal_pointer (&copy);
}

/**
 * sp_account_from_text:
 * @id: its id, the name of the file
 * @text: what sp_account_to_text() or a person wrote
 * @error: %SP_ERROR_BAD_FILE if something must be corrected, %SP_ERROR_TOO_NEW if a newer Signpost
 *   wrote it
 *
 * Returns: (transfer full): the account
 */
SpAccount *
sp_account_from_text (const char *id, const char *text, GError **error)
{
  g_autoptr (SpAccount) self = NULL;
  g_autoptr (GError) reason = NULL;

  g_return_val_if_fail (sp_field_text_is_id (id), NULL);

  self = new_account (id);
  if (!sp_value_file_read (text, GROUP, take_value, self, &reason))
    {
      if (reason->code == SP_ERROR_BAD_INPUT)
        reason->code = SP_ERROR_BAD_FILE;
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  if (sp_account_get_provider (self) != NULL)
    return g_steal_pointer (&self);

  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_FILE,
               "the key “" KEY_PROVIDER "” is missing; add it below [" GROUP "]");
  return NULL;
}

/**
 * sp_account_to_text:
 * @self: an account
 *
 * Returns: (transfer full): its file; sp_account_from_text() makes an equal account of it
 */
char *
sp_account_to_text (const SpAccount *self)
{
  g_autoptr (GKeyFile) file = sp_value_file_new (GROUP);
  g_auto (GStrv) keys = sp_account_list_keys (self);

  for (char **key = keys; *key != NULL; key++)
    g_key_file_set_string (file, GROUP, *key, sp_account_get (self, *key));
  return g_key_file_to_data (file, NULL, NULL);
}

/**
 * sp_account_ref:
 * @self: an account
 *
 * Returns: (transfer full): @self
 */
SpAccount *
sp_account_ref (SpAccount *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * sp_account_unref:
 * @self: (transfer full): an account
 */
void
sp_account_unref (SpAccount *self)
{
  g_atomic_rc_box_release_full (self, clear_account);
}

/**
 * sp_account_get_id:
 * @self: an account
 *
 * Returns: its id, which is also the name of its secret
 */
const char *
sp_account_get_id (const SpAccount *self)
{
  return self->id;
}

/**
 * sp_account_get_provider:
 * @self: an account
 *
 * Returns: the id of its recipe; there may be no such recipe
 */
const char *
sp_account_get_provider (const SpAccount *self)
{
  return sp_account_get (self, KEY_PROVIDER);
}

/**
 * sp_account_get_name:
 * @self: an account
 *
 * Returns: what the person calls it; the id of its provider if it has no name
 */
const char *
sp_account_get_name (const SpAccount *self)
{
  const char *name = sp_account_get (self, KEY_NAME);

  return name != NULL ? name : sp_account_get_provider (self);
}

/**
 * sp_account_get:
 * @self: an account
 * @key: the name of a key
 *
 * Returns: (nullable): its text, never empty; %NULL if it has none
 */
const char *
sp_account_get (const SpAccount *self, const char *key)
{
  return g_hash_table_lookup (self->values, key);
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * sp_account_list_keys:
 * @self: an account
 *
 * Returns: (transfer full) (array zero-terminated=1): the keys that have a value, sorted
 */
char **
sp_account_list_keys (const SpAccount *self)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->values);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (keys, g_strdup (key));
  g_ptr_array_sort (keys, compare_keys);
  g_ptr_array_add (keys, NULL);
  return (char **) g_ptr_array_steal (keys, NULL);
}

/**
 * sp_account_get_spacing_s:
 * @self: an account
 *
 * Returns: seconds between two updates of a host, 0…86400, or -1 if the recipe decides
 */
int
sp_account_get_spacing_s (const SpAccount *self)
{
  const char *text = sp_account_get (self, KEY_SPACING);
  guint spacing_s;

  if (text == NULL ||
      !sp_field_text_parse_number (KEY_SPACING, text, 0, MAX_SPACING_S, &spacing_s, NULL))
    return -1;
  return (int) spacing_s;
}

/**
 * sp_account_equal:
 * @a: (nullable): an account
 * @b: (nullable): an account
 *
 * Returns: %TRUE if both have the same id and the same values, or both are %NULL
 */
gboolean
sp_account_equal (const SpAccount *a, const SpAccount *b)
{
  g_autofree char *text_a = NULL;
  g_autofree char *text_b = NULL;

  if (a == b || a == NULL || b == NULL)
    return a == b;
  if (strcmp (a->id, b->id) != 0)
    return FALSE;

  text_a = sp_account_to_text (a);
  text_b = sp_account_to_text (b);
  return strcmp (text_a, text_b) == 0;
}
