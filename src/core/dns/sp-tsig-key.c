/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dns/sp-tsig-key.h"

#include <string.h>

#include "base/sp-error.h"
#include "dns/sp-dns-name.h"

/* half of what SHA-256 takes; RFC 8945 §8 wants as much as the algorithm gives */
#define SECRET_MIN_BYTES 16

typedef struct
{
  const char *word; /* as named.conf writes it */
  const char *name; /* as messages hold it; RFC 8945 §6 */
  GChecksumType checksum;
  gboolean weak;
} Algorithm;

struct _SpTsigKey
{
  char *name; /* (owned) */
  const Algorithm *algorithm;
  guint8 *secret; /* (owned): wiped when freed */
  gsize secret_length;
};

/* GHmac has no SHA-224. */
static const Algorithm algorithms[] = {
  { "hmac-sha256", "hmac-sha256", G_CHECKSUM_SHA256, FALSE },
  { "hmac-sha384", "hmac-sha384", G_CHECKSUM_SHA384, FALSE },
  { "hmac-sha512", "hmac-sha512", G_CHECKSUM_SHA512, FALSE },
  { "hmac-sha1", "hmac-sha1", G_CHECKSUM_SHA1, TRUE },
  { "hmac-md5", "hmac-md5.sig-alg.reg.int", G_CHECKSUM_MD5, TRUE },
};

static gboolean
refuse (GError **error, const char *problem)
{
  g_set_error_literal (error, SP_ERROR, SP_ERROR_BAD_INPUT, problem);
  return FALSE;
}

static const Algorithm *
find_algorithm (const char *text, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);
  gsize length = strlen (lower);

  if (length > 0 && lower[length - 1] == '.')
    lower[length - 1] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (algorithms); i++)
    if (strcmp (lower, algorithms[i].word) == 0 || strcmp (lower, algorithms[i].name) == 0)
      return &algorithms[i];

  refuse (error,
          "the algorithm of the key is not known here; make one with hmac-sha256, hmac-sha384 or "
          "hmac-sha512");
  return NULL;
}

/* g_base64_decode() passes over what is no base64. */
static gboolean
take_secret (SpTsigKey *self, const char *text, GError **error)
{
  g_autofree char *again = NULL;
  gboolean is_same;

  self->secret = g_base64_decode (text, &self->secret_length);
  again = g_base64_encode (self->secret, self->secret_length);
  is_same = strcmp (again, text) == 0;
  explicit_bzero (again, strlen (again));

  if (!is_same)
    return refuse (error,
                   "the secret of the key is not whole; copy all that stands between the quotes, "
                   "with the “=” at its end");
  if (self->secret_length < SECRET_MIN_BYTES)
    return refuse (error,
                   "the secret of the key is too short to be safe; make a new one with "
                   "tsig-keygen");
  return TRUE;
}

/**
 * sp_tsig_key_new:
 * @name: its name at the server
 * @algorithm: such as “hmac-sha256”
 * @secret: base64
 * @error: return location for %SP_ERROR_BAD_INPUT; never quotes @secret
 *
 * Returns: (transfer full): the key, or %NULL
 */
SpTsigKey *
sp_tsig_key_new (const char *name, const char *algorithm, const char *secret, GError **error)
{
  g_autoptr (SpTsigKey) self = g_new0 (SpTsigKey, 1);

  if (name[0] == '\0')
    {
      refuse (error, "the name of the key is missing; it stands behind the word “key”");
      return NULL;
    }
  self->name = sp_dns_name_normalize (name, error);
  if (self->name == NULL)
    return NULL;

  self->algorithm = find_algorithm (algorithm, error);
  if (self->algorithm == NULL || !take_secret (self, secret, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * sp_tsig_key_free:
 * @self: (transfer full): a key
 */
void
sp_tsig_key_free (SpTsigKey *self)
{
  if (self->secret != NULL)
    explicit_bzero (self->secret, self->secret_length);
  g_free (self->secret);
  g_free (self->name);
  g_free (self);
}

/**
 * sp_tsig_key_get_name:
 * @self: a key
 *
 * Returns: (transfer none): its name, as in sp-dns-name.h
 */
const char *
sp_tsig_key_get_name (const SpTsigKey *self)
{
  return self->name;
}

/**
 * sp_tsig_key_get_algorithm:
 * @self: a key
 *
 * Returns: (transfer none): such as “hmac-sha256”, as people write it
 */
const char *
sp_tsig_key_get_algorithm (const SpTsigKey *self)
{
  return self->algorithm->word;
}

/**
 * sp_tsig_key_get_algorithm_name:
 * @self: a key
 *
 * Returns: (transfer none): the same as messages write it
 */
const char *
sp_tsig_key_get_algorithm_name (const SpTsigKey *self)
{
  return self->algorithm->name;
}

/**
 * sp_tsig_key_is_weak:
 * @self: a key
 *
 * Returns: %TRUE for MD5 and SHA-1, which RFC 8945 §6 keeps for old servers alone
 */
gboolean
sp_tsig_key_is_weak (const SpTsigKey *self)
{
  return self->algorithm->weak;
}

/**
 * sp_tsig_key_get_mac_length:
 * @self: a key
 *
 * Returns: how many bytes sp_tsig_key_compute_mac() makes
 */
gsize
sp_tsig_key_get_mac_length (const SpTsigKey *self)
{
  return (gsize) g_checksum_type_get_length (self->algorithm->checksum);
}

/**
 * sp_tsig_key_compute_mac:
 * @self: a key
 * @data: what is signed
 * @mac: (out caller-allocates): at least %SP_TSIG_MAC_MAX_BYTES
 */
void
sp_tsig_key_compute_mac (const SpTsigKey *self, const GByteArray *data, guint8 *mac)
{
  GHmac *hmac = g_hmac_new (self->algorithm->checksum, self->secret, self->secret_length);
  gsize length = SP_TSIG_MAC_MAX_BYTES;

  g_hmac_update (hmac, data->data, data->len);
  g_hmac_get_digest (hmac, mac, &length);
  g_hmac_unref (hmac);
}

/* ---- as BIND writes it: key "name" { algorithm hmac-sha256; secret "…"; }; ------------------- */

/* named.conf knows the comments of C, C++ and the shell */
static const char *
skip_comment (const char *at)
{
  const char *end;

  if (at[0] == '#' || g_str_has_prefix (at, "//"))
    return at + strcspn (at, "\n");
  if (!g_str_has_prefix (at, "/*"))
    return at;

  end = strstr (at + 2, "*/");
  return end == NULL ? at + strlen (at) : end + 2;
}

static const char *
skip_blanks (const char *at)
{
  const char *before;

  do
    {
      before = at;
      at = skip_comment (at + strspn (at, " \t\r\n"));
    }
  while (at != before);

  return at;
}

static char *
take_token (const char **at)
{
  const char *begin = *at;
  gsize length;

  if (*begin == '"')
    {
      length = strcspn (begin + 1, "\"");
      *at = begin + 1 + length + (begin[1 + length] == '"');
      return g_strndup (begin + 1, length);
    }

  length = strchr ("{};", *begin) != NULL ? 1 : strcspn (begin, " \t\r\n{};\"");
  *at = begin + length;
  return g_strndup (begin, length);
}

static void
free_token (char *token)
{
  explicit_bzero (token, strlen (token));
  g_free (token);
}

static GPtrArray *
split (const char *text)
{
  GPtrArray *tokens = g_ptr_array_new_with_free_func ((GDestroyNotify) free_token);

  for (const char *at = skip_blanks (text); *at != '\0'; at = skip_blanks (at))
    g_ptr_array_add (tokens, take_token (&at));
  return tokens;
}

/* what can stand without quotes: a sign, or a word of letters, digits and - */
static gboolean
is_bare (const char *token)
{
  gsize n_word = 0;

  while (g_ascii_isalnum (token[n_word]) || token[n_word] == '-')
    n_word++;
  return token[0] != '\0' &&
         (token[n_word] == '\0' || (strlen (token) == 1 && strchr ("{};", token[0]) != NULL));
}

/**
 * sp_tsig_key_is_block:
 * @text: what a person entered as a secret
 *
 * Returns: %TRUE if it is meant as a whole key, as tsig-keygen prints it
 */
gboolean
sp_tsig_key_is_block (const char *text)
{
  const char *at = skip_blanks (text);

  return g_str_has_prefix (at, "key") && strchr (" \t\r\n\"{", at[3]) != NULL && at[3] != '\0' &&
         strchr (at, '{') != NULL;
}

/**
 * sp_tsig_key_flatten_block:
 * @text: a block of several lines, perhaps with comments
 *
 * Returns: (transfer full): the same in one line without comments, as a keyring's text and an entry
 *   can hold it; @text itself if it is no block. To be freed with sp_secret_text_free().
 */
char *
sp_tsig_key_flatten_block (const char *text)
{
  g_autoptr (GPtrArray) tokens = NULL;
  GString *flat;

  if (!sp_tsig_key_is_block (text))
    return g_strdup (text);

  /* sized first: growing would leave copies of the secret in freed memory */
  tokens = split (text);
  flat = g_string_sized_new (strlen (text) + 3 * tokens->len + 1);
  for (guint i = 0; i < tokens->len; i++)
    {
      const char *token = tokens->pdata[i];
      const char *quote = is_bare (token) ? "" : "\"";

      if (i > 0 && strcmp (token, ";") != 0)
        g_string_append_c (flat, ' ');
      g_string_append (flat, quote);
      g_string_append (flat, token);
      g_string_append (flat, quote);
    }

  return g_string_free (flat, FALSE);
}

static const char *
peek (GPtrArray *tokens, guint at)
{
  return at < tokens->len ? tokens->pdata[at] : "";
}

/* Everything between the braces is “word value;”. */
static gboolean
read_block (GPtrArray *tokens, const char **algorithm, const char **secret)
{
  guint at = 3;

  if (strcmp (peek (tokens, 2), "{") != 0)
    return FALSE;

  while (strcmp (peek (tokens, at + 2), ";") == 0 && strcmp (peek (tokens, at), "}") != 0)
    {
      if (strcmp (peek (tokens, at), "algorithm") == 0)
        *algorithm = peek (tokens, at + 1);
      else if (strcmp (peek (tokens, at), "secret") == 0)
        *secret = peek (tokens, at + 1);
      else
        return FALSE;
      at += 3;
    }
  if (strcmp (peek (tokens, at), "}") != 0)
    return FALSE;

  at += strcmp (peek (tokens, at + 1), ";") == 0 ? 2 : 1;
  return at == tokens->len && *algorithm != NULL && *secret != NULL;
}

/**
 * sp_tsig_key_new_from_block:
 * @block: `key "name" { algorithm …; secret "…"; };` as in named.conf
 * @error: return location for %SP_ERROR_BAD_INPUT; never quotes @block
 *
 * Returns: (transfer full): the key, or %NULL
 */
SpTsigKey *
sp_tsig_key_new_from_block (const char *block, GError **error)
{
  g_autoptr (GPtrArray) tokens = split (block);
  const char *algorithm = NULL;
  const char *secret = NULL;

  if (strcmp (peek (tokens, 0), "key") == 0 && read_block (tokens, &algorithm, &secret))
    return sp_tsig_key_new (peek (tokens, 1), algorithm, secret, error);

  refuse (error, "the key is not whole; paste all of it, from the word “key” to the last “};”");
  return NULL;
}
