/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-recipe.h"

#include <string.h>

#include "base/sp-error.h"

struct _SpRecipe
{
  gatomicrefcount ref_count;
  SpRecipeContents says; /* (owned members) */
};

static SpRecipe *
load (const char *text, SpProblems *problems)
{
  g_autoptr (SpRecipe) self = g_new0 (SpRecipe, 1);

  g_atomic_ref_count_init (&self->ref_count);
  return sp_recipe_contents_load (&self->says, text, problems) ? g_steal_pointer (&self) : NULL;
}

/**
 * sp_recipe_new_from_text:
 * @file_name: the name that stands in messages; if it ends in “.recipe”, the Id must equal it
 * @text: the content of the file
 * @error: return location for %SP_ERROR_BAD_RECIPE, with the first problem as `file:line: sentence`
 *
 * Returns: (transfer full): the recipe, or %NULL
 */
SpRecipe *
sp_recipe_new_from_text (const char *file_name, const char *text, GError **error)
{
  g_autoptr (SpProblems) problems = sp_problems_new (file_name);
  SpRecipe *self = load (text, problems);

  if (self == NULL)
    g_set_error_literal (error, SP_ERROR, SP_ERROR_BAD_RECIPE, sp_problems_get (problems, 0));
  return self;
}

/**
 * sp_recipe_check_text:
 * @file_name: the name that stands in messages
 * @text: the content of the file
 *
 * Returns: (transfer full) (element-type utf8): everything that is wrong, as `file:line: sentence`
 *   in the order of the lines; empty if the recipe can be used
 */
GPtrArray *
sp_recipe_check_text (const char *file_name, const char *text)
{
  g_autoptr (SpProblems) problems = sp_problems_new (file_name);
  SpRecipe *self = load (text, problems);

  g_clear_pointer (&self, sp_recipe_unref);
  return sp_problems_steal (problems);
}

/**
 * sp_recipe_ref:
 * @self: a recipe
 *
 * Returns: (transfer full): @self
 */
SpRecipe *
sp_recipe_ref (SpRecipe *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * sp_recipe_unref:
 * @self: (transfer full): a recipe
 */
void
sp_recipe_unref (SpRecipe *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  sp_recipe_contents_clear (&self->says);
  g_free (self);
}

/**
 * sp_recipe_get_id:
 * @self: a recipe
 *
 * Returns: (transfer none): such as “noip”
 */
const char *
sp_recipe_get_id (const SpRecipe *self)
{
  return self->says.id;
}

/**
 * sp_recipe_get_name:
 * @self: a recipe
 *
 * Returns: (transfer none): such as “No-IP”; in the language of the time when the recipe was read
 */
const char *
sp_recipe_get_name (const SpRecipe *self)
{
  return self->says.name;
}

/**
 * sp_recipe_get_website:
 * @self: a recipe
 *
 * Returns: (transfer none): the provider's page for people
 */
const char *
sp_recipe_get_website (const SpRecipe *self)
{
  return self->says.website;
}

/**
 * sp_recipe_get_source_page:
 * @self: a recipe
 *
 * Returns: (transfer none): the page it was written from
 */
const char *
sp_recipe_get_source_page (const SpRecipe *self)
{
  return self->says.source_page;
}

/**
 * sp_recipe_get_checked:
 * @self: a recipe
 *
 * Returns: (transfer none): the day that page was last read, YYYY-MM-DD
 */
const char *
sp_recipe_get_checked (const SpRecipe *self)
{
  return self->says.checked;
}

/**
 * sp_recipe_get_name_suffix:
 * @self: a recipe
 *
 * Returns: (transfer none) (nullable): what all host names there end in, such as “.duckdns.org”
 */
const char *
sp_recipe_get_name_suffix (const SpRecipe *self)
{
  return self->says.name_suffix;
}

/**
 * sp_recipe_get_protocol:
 * @self: a recipe
 *
 * Returns: the engine whose blanks it fills in
 */
SpProtocolKind
sp_recipe_get_protocol (const SpRecipe *self)
{
  return self->says.protocol;
}

/**
 * sp_recipe_get_verified:
 * @self: a recipe
 *
 * Returns: how sure it is
 */
SpVerified
sp_recipe_get_verified (const SpRecipe *self)
{
  return self->says.verified;
}

/**
 * sp_recipe_has_family:
 * @self: a recipe
 * @family: a family
 *
 * Returns: %TRUE if the provider takes addresses of it
 */
gboolean
sp_recipe_has_family (const SpRecipe *self, SpFamily family)
{
  return self->says.delivery->families[family];
}

/**
 * sp_recipe_get_min_interval_s:
 * @self: a recipe
 *
 * Returns: the seconds between two updates of a host that the provider states; 0 if it states none
 */
guint
sp_recipe_get_min_interval_s (const SpRecipe *self)
{
  return self->says.min_interval_s;
}

/**
 * sp_recipe_get_refresh_days:
 * @self: a recipe
 *
 * Returns: days after which an unchanged host must be sent again; 0 if never
 */
guint
sp_recipe_get_refresh_days (const SpRecipe *self)
{
  return self->says.refresh_days;
}

/**
 * sp_recipe_get_batch:
 * @self: a recipe
 *
 * Returns: how many host names one request may hold, 1…20
 */
guint
sp_recipe_get_batch (const SpRecipe *self)
{
  return self->says.delivery->batch;
}

/**
 * sp_recipe_get_attempt:
 * @self: a recipe
 *
 * Returns: how many host names one attempt may be about; as many as a request, or more where an
 *   attempt is a conversation
 */
guint
sp_recipe_get_attempt (const SpRecipe *self)
{
  return self->says.delivery->attempt;
}

/**
 * sp_recipe_get_batch_unless:
 * @self: a recipe
 *
 * Returns: (transfer none) (nullable): a field that, when the account has a value for it, makes the
 *   batch 1
 */
const char *
sp_recipe_get_batch_unless (const SpRecipe *self)
{
  return self->says.delivery->batch_unless;
}

/**
 * sp_recipe_get_gap_ms:
 * @self: a recipe
 *
 * Returns: milliseconds that must lie between two requests
 */
guint
sp_recipe_get_gap_ms (const SpRecipe *self)
{
  return self->says.gap_ms;
}

/**
 * sp_recipe_allows_spacing:
 * @self: a recipe
 *
 * Returns: %TRUE for one's own server, whose owner says how often it may be asked
 */
gboolean
sp_recipe_allows_spacing (const SpRecipe *self)
{
  return self->says.spacing;
}

/**
 * sp_recipe_allows_wildcard:
 * @self: a recipe
 *
 * Returns: %TRUE if host names may begin with “*.”
 */
gboolean
sp_recipe_allows_wildcard (const SpRecipe *self)
{
  return self->says.wildcard;
}

/**
 * sp_recipe_names_hosts:
 * @self: a recipe
 *
 * Returns: %TRUE if a request says which host name it is for; %FALSE if the login alone tells, and
 *   so stands for one name
 */
gboolean
sp_recipe_names_hosts (const SpRecipe *self)
{
  return self->says.names_hosts;
}

/**
 * sp_recipe_wants_both_families:
 * @self: a recipe
 *
 * Returns: %TRUE if the provider deletes or makes up a family that is not sent, or the person's own
 *   URL may have a place for both, so that the address that must stay has to be known beside the one
 *   that changed
 */
gboolean
sp_recipe_wants_both_families (const SpRecipe *self)
{
  return self->says.own_url || sp_delivery_wants_both (self->says.delivery);
}

/**
 * sp_recipe_sends_together:
 * @self: a recipe
 *
 * Returns: %TRUE if both families go in one request; else each takes one of its own
 */
gboolean
sp_recipe_sends_together (const SpRecipe *self)
{
  return self->says.delivery->together;
}

/**
 * sp_recipe_get_hosts:
 * @self: a recipe
 *
 * Returns: (transfer none): the only servers that get credentials; empty if the person names it
 */
const char *const *
sp_recipe_get_hosts (const SpRecipe *self)
{
  return (const char *const *) self->says.hosts;
}

/**
 * sp_recipe_get_aliases:
 * @self: a recipe
 *
 * Returns: (transfer none): other names people search for
 */
const char *const *
sp_recipe_get_aliases (const SpRecipe *self)
{
  return (const char *const *) self->says.aliases;
}

/**
 * sp_recipe_get_fields:
 * @self: a recipe
 *
 * Returns: (transfer none) (element-type SpRecipeField): in the order they are asked for; labels and
 *   hints in the language of the time when the recipe was read
 */
GPtrArray *
sp_recipe_get_fields (const SpRecipe *self)
{
  return self->says.fields;
}

/**
 * sp_recipe_lookup_field:
 * @self: a recipe
 * @name: a field's name
 *
 * Returns: (transfer none) (nullable): that field
 */
const SpRecipeField *
sp_recipe_lookup_field (const SpRecipe *self, const char *name)
{
  return sp_recipe_fields_lookup (self->says.fields, name);
}

/**
 * sp_recipe_get_only_secret:
 * @self: a recipe
 *
 * Returns: (transfer none) (nullable): the name of its secret field if there is exactly one, so that
 *   a file may hold the bare value
 */
const char *
sp_recipe_get_only_secret (const SpRecipe *self)
{
  const char *only = NULL;

  for (guint i = 0; i < self->says.fields->len; i++)
    {
      const SpRecipeField *field = g_ptr_array_index (self->says.fields, i);

      if (field->secret && only != NULL)
        return NULL;
      if (field->secret)
        only = field->name;
    }

  return only;
}

/**
 * sp_recipe_get_delivery:
 * @self: a recipe
 *
 * Returns: (transfer none): how hosts and families are spread over requests
 */
const SpDelivery *
sp_recipe_get_delivery (const SpRecipe *self)
{
  return self->says.delivery;
}

/**
 * sp_recipe_get_request_form:
 * @self: a recipe
 *
 * Returns: (transfer none) (nullable): server, login and headers of its requests, if it speaks HTTP
 */
const SpRequestForm *
sp_recipe_get_request_form (const SpRecipe *self)
{
  return self->says.records != NULL ? self->says.records->base : self->says.form;
}

/**
 * sp_recipe_get_rules:
 * @self: a recipe
 *
 * Returns: (transfer none) (nullable): how its answers are judged, if it speaks HTTP
 */
const SpRules *
sp_recipe_get_rules (const SpRecipe *self)
{
  return self->says.rules;
}

/**
 * sp_recipe_get_dyndns2:
 * @self: a recipe
 *
 * Returns: (transfer none) (nullable): its [Dyndns2], if that is its protocol
 */
const SpDyndns2Recipe *
sp_recipe_get_dyndns2 (const SpRecipe *self)
{
  return self->says.dyndns2;
}

/**
 * sp_recipe_get_request_blank:
 * @self: a recipe
 *
 * Returns: (transfer none) (nullable): the one request of a oneshot, if that is its protocol
 */
const SpRequestBlank *
sp_recipe_get_request_blank (const SpRecipe *self)
{
  return self->says.blank;
}

/**
 * sp_recipe_get_text_request:
 * @self: a recipe
 * @removes: the one that takes a text away; else the one that adds it
 *
 * Returns: (transfer none) (nullable): the request for a TXT record; %NULL also for “records”, where
 *   that is a conversation
 */
const SpPhase *
sp_recipe_get_text_request (const SpRecipe *self, gboolean removes)
{
  return removes ? self->says.unset_text : self->says.set_text;
}

/**
 * sp_recipe_keeps_text:
 * @self: a recipe
 *
 * Returns: %TRUE if TXT records can be made with the credentials of an account, as ACME wants them
 *   (RFC 8555 §8.4)
 */
gboolean
sp_recipe_keeps_text (const SpRecipe *self)
{
  return self->says.set_text != NULL ||
         (self->says.records != NULL && self->says.records->text != SP_TEXT_NONE);
}

/**
 * sp_recipe_get_records:
 * @self: a recipe
 *
 * Returns: (transfer none) (nullable): its [Records] and phases, if that is its protocol
 */
const SpRecordsRecipe *
sp_recipe_get_records (const SpRecipe *self)
{
  return self->says.records;
}

/**
 * sp_recipe_get_rfc2136:
 * @self: a recipe
 *
 * Returns: (transfer none) (nullable): its [Rfc2136], if that is its protocol
 */
const SpRfc2136Recipe *
sp_recipe_get_rfc2136 (const SpRecipe *self)
{
  return self->says.rfc2136;
}
