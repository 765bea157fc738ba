/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-memory.h"

typedef struct
{
  GHashTable *values; /* (owned): value by name */
  gint64 until_us;    /* by the boot-time clock */
} Token;

struct _SpMemory
{
  gatomicrefcount ref_count;
  GHashTable *zones;          /* (owned): “account host” → “name=value&name=value” */
  GHashTable *tokens;         /* (owned): account → Token */
  const SpMemoryShelf *shelf; /* (unowned) (nullable): static */
  gpointer shelf_data;        /* (unowned): of who set the shelf, until that takes it away */
};

static void
token_free (gpointer data)
{
  Token *token = data;

  g_hash_table_unref (token->values);
  g_free (token);
}

/**
 * sp_memory_new:
 *
 * Returns: (transfer full): a memory of nothing
 */
SpMemory *
sp_memory_new (void)
{
  SpMemory *self = g_new0 (SpMemory, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->zones = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, token_free);
  return self;
}

/**
 * sp_memory_ref:
 * @self: a memory
 *
 * Returns: (transfer full): @self
 */
SpMemory *
sp_memory_ref (SpMemory *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * sp_memory_unref:
 * @self: (transfer full): a memory
 */
void
sp_memory_unref (SpMemory *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->zones);
  g_hash_table_unref (self->tokens);
  g_free (self);
}

/**
 * sp_memory_set_shelf:
 * @self: a memory
 * @shelf: (nullable): where zones are kept; static
 * @user_data: for its functions; must live until the shelf is taken away
 */
void
sp_memory_set_shelf (SpMemory *self, const SpMemoryShelf *shelf, gpointer user_data)
{
  self->shelf = shelf;
  self->shelf_data = user_data;
}

static char *
make_key (const char *account_id, const char *name)
{
  return g_strdup_printf ("%s %s", account_id, name);
}

static char *
write_values (GHashTable *values)
{
  GString *text = g_string_new (NULL);
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      g_string_append_printf (text, "%s%s=", text->len > 0 ? "&" : "", (const char *) name);
      g_string_append_uri_escaped (text, value, NULL, FALSE);
    }

  return g_string_free (text, FALSE);
}

/**
 * sp_memory_get_zone:
 * @self: a memory
 * @account_id: an account
 * @name: a host name
 *
 * Returns: (transfer full) (element-type utf8 utf8) (nullable): what was learned of its zone
 */
GHashTable *
sp_memory_get_zone (SpMemory *self, const char *account_id, const char *name)
{
  g_autofree char *key = make_key (account_id, name);
  const char *text = g_hash_table_lookup (self->zones, key);

  if (text == NULL && self->shelf != NULL)
    text = self->shelf->load (key, self->shelf_data);
  return text == NULL ? NULL : g_uri_parse_params (text, -1, "&", G_URI_PARAMS_NONE, NULL);
}

/**
 * sp_memory_set_zone:
 * @self: a memory
 * @account_id: an account
 * @name: a host name
 * @zone: (element-type utf8 utf8) (nullable): value by name; %NULL to forget
 */
void
sp_memory_set_zone (SpMemory *self, const char *account_id, const char *name, GHashTable *zone)
{
  g_autofree char *key = make_key (account_id, name);
  g_autofree char *text = zone == NULL ? NULL : write_values (zone);

  if (text != NULL && g_strcmp0 (g_hash_table_lookup (self->zones, key), text) == 0)
    return;

  if (text == NULL)
    g_hash_table_remove (self->zones, key);
  else
    g_hash_table_replace (self->zones, g_strdup (key), g_strdup (text));
  if (self->shelf != NULL)
    self->shelf->save (key, text, self->shelf_data);
}

/**
 * sp_memory_get_token:
 * @self: a memory
 * @account_id: an account
 * @now_us: the boot-time clock
 *
 * Returns: (transfer none) (element-type utf8 utf8) (nullable): the token, if it still lives
 */
GHashTable *
sp_memory_get_token (SpMemory *self, const char *account_id, gint64 now_us)
{
  const Token *token = g_hash_table_lookup (self->tokens, account_id);

  return token == NULL || token->until_us <= now_us ? NULL : token->values;
}

/**
 * sp_memory_set_token:
 * @self: a memory
 * @account_id: an account
 * @token: (element-type utf8 utf8) (nullable): value by name; %NULL to forget
 * @until_us: when it ends, by the boot-time clock
 */
void
sp_memory_set_token (SpMemory *self, const char *account_id, GHashTable *token, gint64 until_us)
{
  Token *kept;

  if (token == NULL)
    {
      g_hash_table_remove (self->tokens, account_id);
      return;
    }

  kept = g_new0 (Token, 1);
  kept->values = g_hash_table_ref (token);
  kept->until_us = until_us;
  g_hash_table_replace (self->tokens, g_strdup (account_id), kept);
}
