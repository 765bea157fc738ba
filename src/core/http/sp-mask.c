/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "http/sp-mask.h"

#include <string.h>

#include "http/sp-markup.h"
#include "http/sp-twin.h"
#include "profile/sp-credentials.h"

/* a form of a secret that is shorter than this is as likely a part of some word */
#define MIN_FORM_BYTES 4

/* a piece of a pasted URL's path that is shorter, and has no digit, is as likely a plain word */
#define MIN_TOKEN_BYTES 8

/* a user name that is shorter is as likely a word of the page */
#define MIN_NAME_BYTES 3

/* What is looked for; in most places of a page not even the first letter fits. */
typedef struct
{
  GPtrArray *texts;        /* (owned) (element-type utf8): longest first */
  gboolean has_first[256]; /* by byte, in upper and lower case */
} Forms;

struct _SpMask
{
  Forms secrets;
  Forms names;
};

/**
 * sp_mask_new:
 *
 * Returns: (transfer full): a mask that hides nothing yet
 */
SpMask *
sp_mask_new (void)
{
  SpMask *self = g_new0 (SpMask, 1);

  self->secrets.texts = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_secret_text_free);
  self->names.texts = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * sp_mask_free:
 * @self: (transfer full): a mask
 */
void
sp_mask_free (SpMask *self)
{
  g_ptr_array_unref (self->names.texts);
  g_ptr_array_unref (self->secrets.texts);
  g_free (self);
}

static void
insert_form (Forms *forms, char *form)
{
  gsize length = strlen (form);
  guint at = 0;

  while (at < forms->texts->len && strlen (g_ptr_array_index (forms->texts, at)) >= length)
    at++;
  g_ptr_array_insert (forms->texts, (int) at, form);
  forms->has_first[(guchar) g_ascii_tolower (form[0])] = TRUE;
  forms->has_first[(guchar) g_ascii_toupper (form[0])] = TRUE;
}

static void
take_form (SpMask *self, char *form)
{
  insert_form (&self->secrets, form);
}

static void
take_derived_form (SpMask *self, char *form)
{
  if (strlen (form) >= MIN_FORM_BYTES)
    take_form (self, form);
  else
    sp_secret_text_free (form);
}

/* What base64 makes of a secret depends on what stands before it, modulo three; the first and last
 * letters of it also on its neighbours. The rest is the same wherever it stands. */
static void
add_base64 (SpMask *self, const char *secret)
{
  gsize length = strlen (secret);

  take_derived_form (self, g_base64_encode ((const guchar *) secret, length));
  for (gsize shift = 0; shift < 3; shift++)
    {
      g_autofree char *shifted = g_strconcat (&"xx"[2 - shift], secret, NULL);
      g_autofree char *encoded = g_base64_encode ((const guchar *) shifted, length + shift);
      gsize first = shift == 0 ? 0 : shift + 1;
      gsize last = (length + shift) * 8 / 6;

      if (last > first)
        take_derived_form (self, g_strndup (encoded + first, last - first));
      sp_secret_text_free (g_steal_pointer (&shifted));
      sp_secret_text_free (g_steal_pointer (&encoded));
    }
}

/* the URL-safe alphabet of RFC 4648 §5 */
static void
add_url_base64 (SpMask *self)
{
  guint n_forms = self->secrets.texts->len;

  for (guint i = 0; i < n_forms; i++)
    {
      const char *form = g_ptr_array_index (self->secrets.texts, i);

      if (strpbrk (form, "+/") != NULL)
        take_form (self, g_strdelimit (g_strdelimit (g_strdup (form), "+", '-'), "/", '_'));
    }
}

/* The writings of a JSON string that servers choose between (RFC 8259 §7): letters beyond ASCII as
 * they are or by number, the slash with a backslash or without. */
static char *
escape_json (const char *secret, gboolean by_number, const char *also)
{
  GString *escaped = g_string_new (NULL);

  for (; *secret != '\0'; secret = g_utf8_next_char (secret))
    {
      gunichar character = g_utf8_get_char (secret);

      if (strchr ("\"\\", *secret) != NULL || strchr (also, *secret) != NULL)
        g_string_append_printf (escaped, "\\%c", *secret);
      else if (character >= 0x10000 && by_number)
        g_string_append_printf (escaped,
                                "\\u%04x\\u%04x",
                                0xd800 + ((character - 0x10000) >> 10),
                                0xdc00 + ((character - 0x10000) & 0x3ff));
      else if (character >= 0x80 && by_number)
        g_string_append_printf (escaped, "\\u%04x", character);
      else
        g_string_append_unichar (escaped, character);
    }

  return g_string_free (escaped, FALSE);
}

static void
add_json (SpMask *self, const char *secret)
{
  if (!g_utf8_validate (secret, -1, NULL))
    return;

  for (guint by_number = 0; by_number < 2; by_number++)
    {
      take_derived_form (self, escape_json (secret, by_number, ""));
      take_derived_form (self, escape_json (secret, by_number, "/"));
    }
}

static char *
escape_plus (const char *secret)
{
  g_autofree char *escaped = g_uri_escape_string (secret, " ", FALSE);

  return g_strdelimit (g_steal_pointer (&escaped), " ", '+');
}

/**
 * sp_mask_add:
 * @self: a mask
 * @secret: (nullable): hidden from now on, in every form; "" is nothing
 */
void
sp_mask_add (SpMask *self, const char *secret)
{
  if (secret == NULL || secret[0] == '\0')
    return;

  add_base64 (self, secret);
  add_url_base64 (self);
  take_form (self, g_strdup (secret));
  take_derived_form (self, g_uri_escape_string (secret, NULL, FALSE));
  take_derived_form (self, g_uri_escape_string (secret, ":*", FALSE));
  take_derived_form (self, escape_plus (secret));
  take_derived_form (self, g_markup_escape_text (secret, -1));
  take_derived_form (self, g_strescape (secret, NULL));
  add_json (self, secret);
  take_form (self, g_compute_checksum_for_string (G_CHECKSUM_MD5, secret, -1));
}

/**
 * sp_mask_add_login:
 * @self: a mask
 * @user: a user name
 * @password: its password
 *
 * Hides what Basic makes of the two together.
 */
void
sp_mask_add_login (SpMask *self, const char *user, const char *password)
{
  g_autofree char *login = g_strconcat (user, ":", password, NULL);

  if (password[0] != '\0')
    take_form (self, g_base64_encode ((const guchar *) login, strlen (login)));
  sp_secret_text_free (g_steal_pointer (&login));
}

static gboolean
looks_like_token (const char *segment)
{
  return strlen (segment) >= MIN_TOKEN_BYTES || strpbrk (segment, "0123456789") != NULL;
}

static void
add_piece (SpMask *self, const char *piece)
{
  g_autofree char *decoded = NULL;

  if (piece[0] == '\0' || strpbrk (piece, "{}") != NULL)
    return;

  decoded = g_uri_unescape_string (piece, NULL);
  take_form (self, g_strdup (piece));
  if (decoded != NULL)
    sp_mask_add (self, decoded);
}

/**
 * sp_mask_add_url:
 * @self: a mask
 * @url: an URL that a person pasted, with placeholders
 *
 * Hides what could be a token in it: every value of the query, and what is no plain word in the
 * path.
 */
void
sp_mask_add_url (SpMask *self, const char *url)
{
  const char *authority = strstr (url, "://");
  const char *path = authority == NULL ? "" : authority + 3 + strcspn (authority + 3, "/?");
  gsize path_length = strcspn (path, "?");
  g_autofree char *front = g_strndup (path, path_length);
  g_auto (GStrv) segments = g_strsplit (front, "/", -1);
  g_auto (GStrv) pairs = g_strsplit (path + path_length, "&", -1);

  for (guint i = 0; segments[i] != NULL; i++)
    if (looks_like_token (segments[i]))
      add_piece (self, segments[i]);

  for (guint i = 0; pairs[i] != NULL; i++)
    {
      const char *equals = strchr (pairs[i], '=');

      add_piece (self, equals != NULL ? equals + 1 : pairs[i] + (pairs[i][0] == '?'));
    }
}

/**
 * sp_mask_add_name:
 * @self: a mask
 * @name: (nullable): a user name, hidden from now on by sp_mask_apply_to_names(); "" is nothing
 */
void
sp_mask_add_name (SpMask *self, const char *name)
{
  if (name == NULL || strlen (name) < MIN_NAME_BYTES)
    return;

  insert_form (&self->names, g_strdup (name));
  insert_form (&self->names, g_uri_escape_string (name, NULL, FALSE));
}

static gsize
match_form (const Forms *forms, const char *at)
{
  for (guint i = 0; forms->has_first[(guchar) *at] && i < forms->texts->len; i++)
    {
      const char *form = g_ptr_array_index (forms->texts, i);
      gsize length = strlen (form);

      if (g_ascii_strncasecmp (at, form, length) == 0)
        return length;
    }

  return 0;
}

/**
 * sp_mask_get_longest:
 * @self: a mask
 *
 * Returns: how long a secret is at most in any form that the mask knows, in bytes
 */
gsize
sp_mask_get_longest (const SpMask *self)
{
  return self->secrets.texts->len == 0 ? 0 : strlen (g_ptr_array_index (self->secrets.texts, 0));
}

/**
 * sp_mask_matches:
 * @self: a mask
 * @text: any text
 *
 * Returns: %TRUE if a secret stands in @text
 */
gboolean
sp_mask_matches (const SpMask *self, const char *text)
{
  for (; *text != '\0'; text++)
    if (match_form (&self->secrets, text) > 0)
      return TRUE;

  return FALSE;
}

/**
 * sp_mask_apply:
 * @self: a mask
 * @text: any text
 *
 * Returns: (transfer full): @text with “•••” for each secret, in upper or lower case
 */
char *
sp_mask_apply (const SpMask *self, const char *text)
{
  GString *masked = g_string_new (NULL);

  while (*text != '\0')
    {
      gsize length = match_form (&self->secrets, text);

      if (length > 0)
        g_string_append (masked, SP_TWIN_REDACTED);
      else
        g_string_append_c (masked, *text);
      text += MAX (1, length);
    }

  return g_string_free (masked, FALSE);
}

/**
 * sp_mask_apply_to_words:
 * @self: a mask
 * @text: what a server wrote for a person
 *
 * Masks before and after the markup goes: a secret may hold “<”, or be torn by a tag.
 *
 * Returns: (transfer full): plain text without secrets; to be cut by sp_outcome_new()
 */
char *
sp_mask_apply_to_words (const SpMask *self, const char *text)
{
  g_autofree char *masked = sp_mask_apply (self, text);
  g_autofree char *plain = sp_markup_strip (masked);

  return sp_mask_apply (self, plain);
}

static gboolean
is_letter (char c)
{
  return g_ascii_isalnum (c) || c == '_' || (guchar) c >= 0x80;
}

/* also “alice” of “alice.example.org”, which is a host name and no secret */
static gboolean
goes_on (const char *at, int step)
{
  return is_letter (at[0]) || ((at[0] == '.' || at[0] == '-') && is_letter (at[step]));
}

static gboolean
begins_word (const char *start, const char *at)
{
  if (at - start >= 3 && at[-3] == '%' && g_ascii_isxdigit (at[-2]) && g_ascii_isxdigit (at[-1]))
    return TRUE;
  if (at - start >= 2)
    return !goes_on (at - 1, -1);
  return at == start || !is_letter (at[-1]);
}

/**
 * sp_mask_apply_to_names:
 * @self: a mask
 * @text: any text
 *
 * Returns: (transfer full): @text with “•••” for each name that stands there by itself
 */
char *
sp_mask_apply_to_names (const SpMask *self, const char *text)
{
  GString *masked = g_string_new (NULL);

  for (const char *at = text; *at != '\0';)
    {
      gsize length = begins_word (text, at) ? match_form (&self->names, at) : 0;
      gboolean is_name = length > 0 && !goes_on (at + length, 1);

      if (is_name)
        g_string_append (masked, SP_TWIN_REDACTED);
      else
        g_string_append_c (masked, *at);
      at += is_name ? length : 1;
    }

  return g_string_free (masked, FALSE);
}
