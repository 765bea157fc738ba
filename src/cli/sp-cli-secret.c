/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-secret.h"

#include "base/sp-error.h"
#include "sp-cli-command.h"
#include "sp-cli-wait.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* Far more than any password or key has; a mistaken file is not read to its end. */
#define MAX_SECRET_SIZE 65536

/**
 * sp_cli_secret_source_clear:
 * @self: a source
 */
void
sp_cli_secret_source_clear (SpCliSecretSource *self)
{
  g_clear_pointer (&self->file, g_free);
}

/**
 * sp_cli_secret_source_is_empty:
 * @self: a source
 *
 * Returns: %TRUE if no secret was offered
 */
gboolean
sp_cli_secret_source_is_empty (const SpCliSecretSource *self)
{
  return !self->from_stdin && self->file == NULL;
}

static gboolean
read_all (int descriptor, char *buffer, gsize size, gsize *length)
{
  *length = 0;
  while (*length < size)
    {
      gssize got = read (descriptor, buffer + *length, size - *length);

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return FALSE;
      if (got == 0)
        return TRUE;
      *length += got;
    }

  return TRUE;
}

static void
wipe_free (char *buffer)
{
  if (buffer != NULL)
    explicit_bzero (buffer, MAX_SECRET_SIZE + 1);
  g_free (buffer);
}

/* Without stdio, whose buffers nobody wipes. */
static char *
read_text (int descriptor, const char *name, GError **error)
{
  char *buffer = g_malloc0 (MAX_SECRET_SIZE + 1);
  const char *fault = NULL;
  gsize length;

  if (!read_all (descriptor, buffer, MAX_SECRET_SIZE + 1, &length))
    fault = g_strerror (errno);
  else if (length > MAX_SECRET_SIZE)
    fault = "it is longer than 64 KiB";
  else if (memchr (buffer, '\0', length) != NULL || !g_utf8_validate (buffer, length, NULL))
    fault = "it is not UTF-8 text";
  if (fault == NULL)
    return buffer;

  wipe_free (buffer);
  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_INPUT,
               "the secret in %s cannot be read: %s",
               name,
               fault);
  return NULL;
}

static char *
read_source (const SpCliSecretSource *source, GError **error)
{
  char *text = NULL;
  int descriptor;

  if (source->from_stdin)
    return read_text (STDIN_FILENO, "the standard input", error);

  descriptor = open (source->file, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_INPUT,
                   "the secret in “%s” cannot be read: %s",
                   source->file,
                   g_strerror (errno));
      return NULL;
    }

  text = read_text (descriptor, source->file, error);
  close (descriptor);
  return text;
}

/**
 * sp_cli_secret_read:
 * @source: where it is
 * @recipe: says which fields are secret
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Returns: (transfer full) (nullable): the secret fields
 */
SpCredentials *
sp_cli_secret_read (const SpCliSecretSource *source, SpRecipe *recipe, GError **error)
{
  const char *only_field = sp_recipe_get_only_secret (recipe);
  SpCredentials *credentials;
  char *text;

  if (source->from_stdin && source->file != NULL)
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_INPUT,
                   "--secret-stdin and --secret-file exclude each other; use one of them");
      return NULL;
    }
  if (!sp_cli_secret_has_fields (recipe))
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_INPUT,
                   "%s needs no secret; leave it out",
                   sp_recipe_get_name (recipe));
      return NULL;
    }

  text = read_source (source, error);
  if (text == NULL)
    return NULL;

  credentials = sp_credentials_from_text (g_strchomp (text), only_field, error);
  wipe_free (text);
  return credentials;
}

/**
 * sp_cli_secret_has_fields:
 * @recipe: a recipe
 *
 * Returns: %TRUE if an account of it has a secret
 */
gboolean
sp_cli_secret_has_fields (SpRecipe *recipe)
{
  GPtrArray *fields = sp_recipe_get_fields (recipe);

  for (guint i = 0; i < fields->len; i++)
    {
      const SpRecipeField *field = fields->pdata[i];

      if (field->secret)
        return TRUE;
    }

  return FALSE;
}

/**
 * sp_cli_secret_lookup:
 * @context: has the keyring
 * @account: an account
 * @recipe: its recipe
 * @error: return location for an #SpError
 *
 * Never prompts.
 *
 * Returns: (transfer full) (nullable): its secret fields
 */
SpCredentials *
sp_cli_secret_lookup (SpCliContext *context, SpAccount *account, SpRecipe *recipe, GError **error)
{
  SpSecrets *secrets = sp_cli_context_get_secrets (context);
  g_autoptr (GAsyncResult) result = NULL;

  sp_secrets_lookup_async (secrets,
                           sp_account_get_id (account),
                           sp_recipe_get_only_secret (recipe),
                           NULL,
                           sp_cli_wait_cb,
                           &result);
  return sp_secrets_lookup_finish (secrets, sp_cli_wait (&result), error);
}

static gboolean
is_kept_back (JsonObject *profile)
{
  JsonArray *targets = json_object_get_array_member (profile, "targets");

  for (guint i = 0; i < json_array_get_length (targets); i++)
    {
      JsonObject *target = json_array_get_object_element (targets, i);
      const char *reason = json_object_get_string_member_with_default (target, "reason", "");

      if (g_str_equal (reason, "keyring-denied") || g_str_equal (reason, "secret-missing"))
        return TRUE;
    }

  return FALSE;
}

/**
 * sp_cli_secret_explain:
 * @context: has the secrets
 * @status: the object of sp_status_to_json(), of an engine of our own
 *
 * A status speaks of the keyring, where a person with a desktop has their secrets. Here they may
 * be files, and then the remedy is in the error: a mode, an owner, a name.
 */
void
sp_cli_secret_explain (SpCliContext *context, JsonObject *status)
{
  JsonArray *profiles = json_object_get_array_member (status, "profiles");
  g_autoptr (GHashTable) explained = g_hash_table_new (g_str_hash, g_str_equal);
  SpStore *store = sp_cli_context_get_store (context, NULL);

  for (guint i = 0; i < json_array_get_length (profiles); i++)
    {
      JsonObject *profile = json_array_get_object_element (profiles, i);
      const char *id = json_object_get_string_member_with_default (profile, "account", "");
      g_autoptr (SpAccount) account = sp_store_lookup_account (store, id, NULL);
      g_autoptr (SpRecipe) recipe = NULL;
      g_autoptr (SpCredentials) credentials = NULL;
      g_autoptr (GError) error = NULL;

      if (account == NULL || !is_kept_back (profile) || !g_hash_table_add (explained, (char *) id))
        continue;

      recipe = sp_catalogue_lookup (sp_cli_context_get_catalogue (context),
                                    sp_account_get_provider (account),
                                    NULL);
      if (recipe != NULL)
        credentials = sp_cli_secret_lookup (context, account, recipe, &error);
      if (error != NULL)
        sp_cli_complain_of (error);
    }
}

/**
 * sp_cli_secret_store:
 * @context: has the keyring
 * @account: an account
 * @credentials: its secret fields
 * @error: return location for an #SpError
 *
 * May ask the person to unlock the keyring.
 *
 * Returns: %TRUE if they are kept
 */
gboolean
sp_cli_secret_store (SpCliContext *context,
                     SpAccount *account,
                     SpCredentials *credentials,
                     GError **error)
{
  SpSecrets *secrets = sp_cli_context_get_secrets (context);
  g_autofree char *label = g_strdup_printf ("Signpost: %s", sp_account_get_name (account));
  g_autoptr (GAsyncResult) result = NULL;

  sp_secrets_store_async (secrets,
                          sp_account_get_id (account),
                          label,
                          credentials,
                          NULL,
                          sp_cli_wait_cb,
                          &result);
  return sp_secrets_store_finish (secrets, sp_cli_wait (&result), error);
}

/**
 * sp_cli_secret_remove:
 * @context: has the keyring
 * @account_id: id of an account
 * @error: return location for an #SpError
 *
 * Returns: %TRUE if nothing is kept for the account any more
 */
gboolean
sp_cli_secret_remove (SpCliContext *context, const char *account_id, GError **error)
{
  SpSecrets *secrets = sp_cli_context_get_secrets (context);
  g_autoptr (GAsyncResult) result = NULL;

  sp_secrets_remove_async (secrets, account_id, NULL, sp_cli_wait_cb, &result);
  return sp_secrets_remove_finish (secrets, sp_cli_wait (&result), error);
}
