/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-outcome.h"

#include "base/sp-error.h"

#define MESSAGE_MAX_CHARACTERS 200

struct _SpOutcome
{
  gatomicrefcount ref_count;
  SpOutcomeClass outcome_class;
  guint http_status;
  SpAddress *address; /* (owned) (nullable) */
  gint64 retry_after_s;
  char *message; /* (owned) */
};

static const char *const class_words[] = {
  "good",  "nochg",  "badcred", "badhost", "abuse",   "rate",
  "retry", "config", "net",     "tls",     "unknown",
};
G_STATIC_ASSERT (G_N_ELEMENTS (class_words) == SP_N_OUTCOMES);

/**
 * sp_outcome_class_to_string:
 * @outcome_class: a class
 *
 * Returns: (transfer none): its word in recipes, in the journal and on the command line
 */
const char *
sp_outcome_class_to_string (SpOutcomeClass outcome_class)
{
  g_return_val_if_fail ((guint) outcome_class < SP_N_OUTCOMES, "unknown");

  return class_words[outcome_class];
}

/**
 * sp_outcome_class_from_string:
 * @text: a word
 * @outcome_class: (out): the class
 *
 * Returns: %FALSE if @text is no such word, and then @outcome_class is not touched
 */
gboolean
sp_outcome_class_from_string (const char *text, SpOutcomeClass *outcome_class)
{
  for (guint i = 0; i < SP_N_OUTCOMES; i++)
    if (g_strcmp0 (text, class_words[i]) == 0)
      {
        *outcome_class = (SpOutcomeClass) i;
        return TRUE;
      }

  return FALSE;
}

/**
 * sp_outcome_class_is_success:
 * @outcome_class: a class
 *
 * Returns: %TRUE if the provider now has the address
 */
gboolean
sp_outcome_class_is_success (SpOutcomeClass outcome_class)
{
  return outcome_class == SP_OUTCOME_GOOD || outcome_class == SP_OUTCOME_NOCHG;
}

/**
 * sp_outcome_class_needs_person:
 * @outcome_class: a class
 *
 * Returns: %TRUE if nothing may be sent before a person changed something
 */
gboolean
sp_outcome_class_needs_person (SpOutcomeClass outcome_class)
{
  return outcome_class == SP_OUTCOME_BADCRED || outcome_class == SP_OUTCOME_BADHOST ||
         outcome_class == SP_OUTCOME_ABUSE || outcome_class == SP_OUTCOME_CONFIG;
}

/* One line of at most 200 printable characters, whatever a server wrote. */
static char *
tidy_message (const char *message)
{
  g_autofree char *valid = g_utf8_make_valid (message, -1);
  g_autoptr (GString) tidy = g_string_new (NULL);
  guint n_characters = 0;
  gboolean gap = FALSE;

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (g_unichar_isspace (character) || !g_unichar_isprint (character))
        {
          gap = tidy->len > 0;
          continue;
        }
      if (n_characters + (gap ? 2 : 1) >= MESSAGE_MAX_CHARACTERS)
        {
          g_string_append (tidy, "…");
          break;
        }
      if (gap)
        g_string_append_c (tidy, ' ');
      g_string_append_unichar (tidy, character);
      n_characters += gap ? 2 : 1;
      gap = FALSE;
    }

  return g_string_free (g_steal_pointer (&tidy), FALSE);
}

/**
 * sp_outcome_new:
 * @outcome_class: how it ended
 * @http_status: the HTTP status, or 0 if there was none
 * @address: (nullable): the address the provider named
 * @retry_after_s: how long the provider asked to wait, in seconds as it said it; 0 if it did not
 * @message: (nullable): the provider's words, already free of secrets
 *
 * The message is made one line of valid UTF-8, at most 200 characters.
 *
 * Returns: (transfer full): the outcome
 */
SpOutcome *
sp_outcome_new (SpOutcomeClass outcome_class,
                guint http_status,
                SpAddress *address,
                gint64 retry_after_s,
                const char *message)
{
  SpOutcome *self = g_new0 (SpOutcome, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->outcome_class = outcome_class;
  self->http_status = http_status;
  self->address = address == NULL ? NULL : sp_address_ref (address);
  self->retry_after_s = MAX (0, retry_after_s);
  self->message = tidy_message (message == NULL ? "" : message);
  return self;
}

static SpOutcomeClass
classify_error (const GError *error)
{
  if (error->domain != SP_ERROR)
    return SP_OUTCOME_UNKNOWN;

  if (error->code == SP_ERROR_NETWORK)
    return SP_OUTCOME_NET;
  if (error->code == SP_ERROR_TLS)
    return SP_OUTCOME_TLS;
  if (error->code == SP_ERROR_BAD_INPUT || error->code == SP_ERROR_BAD_RECIPE)
    return SP_OUTCOME_CONFIG;
  /* endless bodies, header floods, no HTTP at all: the server is out of order */
  if (error->code == SP_ERROR_BAD_REPLY)
    return SP_OUTCOME_RETRY;

  return SP_OUTCOME_UNKNOWN;
}

/**
 * sp_outcome_new_from_error:
 * @error: what sp_transport_send_finish() failed with
 *
 * A code that does not prove that nothing was sent becomes “unknown”.
 *
 * Returns: (transfer full): the outcome, with the error's message
 */
SpOutcome *
sp_outcome_new_from_error (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  return sp_outcome_new (classify_error (error), 0, NULL, 0, error->message);
}

/**
 * sp_outcome_ref:
 * @self: an outcome
 *
 * Returns: (transfer full): @self
 */
SpOutcome *
sp_outcome_ref (SpOutcome *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * sp_outcome_unref:
 * @self: (transfer full): an outcome
 */
void
sp_outcome_unref (SpOutcome *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->address, sp_address_unref);
  g_free (self->message);
  g_free (self);
}

/**
 * sp_outcome_get_class:
 * @self: an outcome
 *
 * Returns: how it ended
 */
SpOutcomeClass
sp_outcome_get_class (const SpOutcome *self)
{
  return self->outcome_class;
}

/**
 * sp_outcome_get_http_status:
 * @self: an outcome
 *
 * Returns: the HTTP status, 0 if there was none
 */
guint
sp_outcome_get_http_status (const SpOutcome *self)
{
  return self->http_status;
}

/**
 * sp_outcome_get_address:
 * @self: an outcome
 *
 * Returns: (transfer none) (nullable): the address the provider named
 */
SpAddress *
sp_outcome_get_address (const SpOutcome *self)
{
  return self->address;
}

/**
 * sp_outcome_get_retry_after_s:
 * @self: an outcome
 *
 * Returns: the wait the provider asked for, in seconds, not clamped (that is the policy's); 0 if
 *   it did not ask for one
 */
gint64
sp_outcome_get_retry_after_s (const SpOutcome *self)
{
  return self->retry_after_s;
}

/**
 * sp_outcome_get_message:
 * @self: an outcome
 *
 * Returns: (transfer none): one line, at most 200 characters, perhaps empty; no markup
 */
const char *
sp_outcome_get_message (const SpOutcome *self)
{
  return self->message;
}

static gboolean
is_same_address (const SpAddress *a, const SpAddress *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return sp_address_equal (a, b);
}

/**
 * sp_outcome_equal:
 * @a: an outcome
 * @b: another
 *
 * Returns: %TRUE if all their properties are the same
 */
gboolean
sp_outcome_equal (const SpOutcome *a, const SpOutcome *b)
{
  return a->outcome_class == b->outcome_class && a->http_status == b->http_status &&
         a->retry_after_s == b->retry_after_s && g_strcmp0 (a->message, b->message) == 0 &&
         is_same_address (a->address, b->address);
}
