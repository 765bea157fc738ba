/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-recipe.h"

#include <string.h>

#include "base/sp-error.h"
#include "recipe/sp-recipe-schema.h"

#define DEFAULT_GAP_MS 2000

struct _SpRecipe
{
  gatomicrefcount ref_count;
  SpRecipeText *text; /* (owned): most strings below belong to it */
  const char *id;     /* (unowned): this and all the following belong to text */
  const char *name;
  const char *website;
  const char *source_page;
  const char *checked;
  const char *name_suffix;
  SpProtocolKind protocol;
  SpVerified verified;
  guint min_interval_s;
  guint refresh_days;
  guint gap_ms;
  gboolean spacing;
  gboolean wildcard;
  gboolean names_hosts;
  char **hosts;             /* (owned) */
  char **aliases;           /* (owned) */
  GPtrArray *fields;        /* (owned) (element-type SpRecipeField) */
  SpDelivery *delivery;     /* (owned) (nullable): while it is being read */
  SpRequestForm *form;      /* (owned) (nullable): while it is being read, and of no HTTP */
  SpRules *rules;           /* (owned) (nullable): the same */
  SpDyndns2Recipe *dyndns2; /* (owned) (nullable) */
  SpRequestBlank *blank;    /* (owned) (nullable): of a oneshot */
  SpPhase *set_text;        /* (owned) (nullable): how a TXT record is kept, beside “records” */
  SpPhase *unset_text;      /* (owned) (nullable): the same */
  SpRecordsRecipe *records; /* (owned) (nullable) */
  SpRfc2136Recipe *rfc2136; /* (owned) (nullable) */
};

#define ADDRESS_NAMES "fqdn ip ip4 ip6 type value"
#define RECORD_NAMES  "fqdn value values type word ttl candidate page offset assertion nonce"

/* as Protocol= says it, the section of its blanks, and the names that a field may not take, since
 * the protocol fills them in */
static const struct
{
  const char *word;
  const char *section;
  const char *names;
} protocols[] = {
  [SP_PROTOCOL_DYNDNS2] = { "dyndns2", "Dyndns2", ADDRESS_NAMES },
  [SP_PROTOCOL_ONESHOT] = { "oneshot", "Update", ADDRESS_NAMES },
  [SP_PROTOCOL_RECORDS] = { "records", "Records", RECORD_NAMES },
  [SP_PROTOCOL_RFC2136] = { "rfc2136", "Rfc2136", ADDRESS_NAMES },
};
G_STATIC_ASSERT (G_N_ELEMENTS (protocols) == SP_PROTOCOL_RFC2136 + 1);

static const char *
get (const SpRecipe *self, const char *key)
{
  return sp_recipe_text_get (self->text, "Provider", key);
}

static guint
get_line (const SpRecipe *self, const char *key)
{
  return sp_recipe_text_get_line (self->text, "Provider", key);
}

static void
check_id (const SpRecipe *self, SpProblems *problems)
{
  const char *file_name = sp_problems_get_file_name (problems);
  g_autofree char *base = g_path_get_basename (file_name);
  g_autofree char *wanted = g_strconcat (self->id, ".recipe", NULL);

  if (strspn (self->id, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen (self->id))
    sp_problems_add (problems,
                     get_line (self, "Id"),
                     "“Id=%s” may hold only a to z, 0 to 9 and -",
                     self->id);
  else if (g_str_has_suffix (base, ".recipe") && strcmp (base, wanted) != 0)
    sp_problems_add (problems,
                     get_line (self, "Id"),
                     "“Id=%s” differs from the name of the file; call the file %s",
                     self->id,
                     wanted);
}

static void
check_status (const SpRecipe *self, SpProblems *problems)
{
  gboolean is_moving = g_strcmp0 (get (self, "Status"), "moving") == 0;
  gboolean has_hint = get (self, "StatusHint") != NULL;

  if (is_moving && !has_hint)
    sp_problems_add (problems,
                     get_line (self, "Status"),
                     "“Status=moving” lacks “StatusHint”: what a person should do");
  else if (has_hint && !is_moving)
    sp_problems_add (problems,
                     get_line (self, "StatusHint"),
                     "“StatusHint” is for “Status=moving” alone; remove it");
}

/* the schema knows that it is one of them */
static SpProtocolKind
find_protocol (const char *word)
{
  guint kind = SP_PROTOCOL_RFC2136;

  while (kind > 0 && strcmp (word, protocols[kind].word) != 0)
    kind--;
  return (SpProtocolKind) kind;
}

static void
read_provider (SpRecipe *self, SpProblems *problems)
{
  self->id = get (self, "Id");
  self->name = sp_recipe_text_get_translated (self->text, "Provider", "Name");
  self->website = get (self, "Website");
  self->source_page = get (self, "Source");
  self->checked = get (self, "Checked");
  self->name_suffix = get (self, "NameSuffix");
  self->protocol = find_protocol (get (self, "Protocol"));
  self->verified = strcmp (get (self, "Verified"), "official") == 0 ? SP_VERIFIED_OFFICIAL
                   : strcmp (get (self, "Verified"), "peer") == 0   ? SP_VERIFIED_PEER
                                                                    : SP_VERIFIED_INFERRED;
  self->min_interval_s = sp_recipe_text_get_number (self->text, "Provider", "MinInterval", 0);
  self->refresh_days = sp_recipe_text_get_number (self->text, "Provider", "Refresh", 0);
  self->gap_ms = sp_recipe_text_get_number (self->text, "Provider", "Gap", DEFAULT_GAP_MS);
  self->spacing = sp_recipe_text_get_boolean (self->text, "Provider", "Spacing");
  self->wildcard = sp_recipe_text_get_boolean (self->text, "Provider", "Wildcard");
  self->hosts = sp_recipe_text_get_list (self->text, "Provider", "Hosts");
  self->aliases = sp_recipe_text_get_list (self->text, "Provider", "Aliases");

  check_id (self, problems);
  check_status (self, problems);
  if (self->name_suffix != NULL && self->name_suffix[0] != '.')
    sp_problems_add (problems,
                     get_line (self, "NameSuffix"),
                     "“NameSuffix=%s” must begin with a dot",
                     self->name_suffix);
}

static void
check_kind (const SpRecipe *self, const char *name, SpFieldKind kind, SpProblems *problems)
{
  const SpRecipeField *field = sp_recipe_lookup_field (self, name);
  g_autofree char *section = g_strdup_printf ("Field %s", name);

  if (field != NULL && field->kind != kind)
    sp_problems_add (problems,
                     sp_recipe_text_get_section_line (self->text, section),
                     "[%s] is used as %s; add Kind=%s",
                     section,
                     kind == SP_FIELD_WORDS ? "words" : "a whole URL",
                     kind == SP_FIELD_WORDS ? "words" : "template");
}

static void
read_rules (SpRecipe *self, SpNames *names, SpProblems *problems)
{
  guint line = sp_recipe_text_get_section_line (self->text, "Result");

  self->rules = sp_rules_new (self->text, problems);
  for (const char *const *name = sp_rules_get_names (self->rules); *name != NULL; name++)
    {
      sp_names_use (names, *name, line);
    }

  if (self->protocol == SP_PROTOCOL_ONESHOT && !sp_rules_has_class (self->rules, SP_OUTCOME_GOOD))
    sp_problems_add (problems,
                     line,
                     "no rule in [Result] says “good”; add one, or nothing is ever a success");
}

/* server and login of its requests, whatever it says with them */
static const SpRequestForm *
get_form (const SpRecipe *self)
{
  return self->records != NULL ? self->records->base : self->form;
}

/* Credentials go only to servers that the recipe or the person names. */
static void
check_hosts (const SpRecipe *self, SpProblems *problems)
{
  const SpRequestForm *form = get_form (self);
  SpEndpointKind kind = sp_request_form_get_endpoint_kind (form);

  if (kind == SP_ENDPOINT_TEMPLATE)
    check_kind (self, sp_request_form_get_endpoint_field (form), SP_FIELD_TEMPLATE, problems);

  if (kind == SP_ENDPOINT_FIXED && self->hosts[0] == NULL)
    sp_problems_add (problems,
                     get_line (self, "Hosts"),
                     "[Provider] lacks “Hosts”: the only servers that get credentials");
  else if (kind != SP_ENDPOINT_FIXED && self->hosts[0] != NULL)
    sp_problems_add (problems,
                     get_line (self, "Hosts"),
                     "the person names the server here; remove “Hosts”");
  if (kind == SP_ENDPOINT_FIXED && self->spacing)
    sp_problems_add (problems,
                     get_line (self, "Spacing"),
                     "“Spacing” is for one's own server alone; remove it");
}

static void
refuse_section (const SpRecipe *self, const char *section, SpProblems *problems)
{
  if (sp_recipe_text_has_section (self->text, section))
    sp_problems_add (problems,
                     sp_recipe_text_get_section_line (self->text, section),
                     "[%s] does not belong to this protocol; remove it or correct Protocol",
                     section);
}

static void
read_dyndns2 (SpRecipe *self, SpNames *names, SpProblems *problems)
{
  self->form = sp_request_form_new (self->text, "Dyndns2", TRUE, names, problems);
  self->dyndns2 = sp_dyndns2_recipe_new (self->text, names, problems);
  sp_dyndns2_recipe_check_delivery (self->dyndns2, self->delivery, self->text, problems);
}

static void
read_oneshot (SpRecipe *self, SpNames *names, SpProblems *problems)
{
  self->form = sp_request_form_new (self->text, "Update", FALSE, names, problems);
  self->blank = sp_request_blank_new (self->text, "Update", names, problems);
  sp_oneshot_recipe_check (self->blank, self->delivery, self->form, self->text, problems);
}

static SpPhase *
read_text_request (const SpRecipe *self, const char *section, SpNames *names, SpProblems *problems)
{
  if (!sp_recipe_text_has_section (self->text, section))
    return NULL;
  if (!sp_rules_has_class (self->rules, SP_OUTCOME_GOOD))
    sp_problems_add (problems,
                     sp_recipe_text_get_section_line (self->text, section),
                     "[%s] is judged by [Result], where no rule says “good”; add one",
                     section);
  return sp_phase_new (self->text, section, self->form, TRUE, names, problems);
}

static void
read_records (SpRecipe *self, SpNames *names, SpProblems *problems)
{
  self->records = sp_records_recipe_new (self->text, names, problems);
  sp_records_recipe_set_delivery (self->delivery);
}

static void
read_http (SpRecipe *self, SpNames *names, SpProblems *problems)
{
  if (self->protocol == SP_PROTOCOL_DYNDNS2)
    read_dyndns2 (self, names, problems);
  else if (self->protocol == SP_PROTOCOL_ONESHOT)
    read_oneshot (self, names, problems);
  else
    read_records (self, names, problems);

  check_hosts (self, problems);
  read_rules (self, names, problems);
  if (self->protocol != SP_PROTOCOL_RECORDS)
    {
      self->set_text = read_text_request (self, "SetTxt", names, problems);
      self->unset_text = read_text_request (self, "UnsetTxt", names, problems);
    }
}

static void
read_rfc2136 (SpRecipe *self, SpNames *names, SpProblems *problems)
{
  self->rfc2136 = sp_rfc2136_recipe_new (self->text, names, problems);
  sp_rfc2136_recipe_set_delivery (self->delivery);
  refuse_section (self, "Result", problems);

  if (self->hosts[0] != NULL)
    sp_problems_add (problems,
                     get_line (self, "Hosts"),
                     "a key signs and is never sent; remove “Hosts”");
  if (self->spacing && !sp_rfc2136_recipe_has_own_server (self->rfc2136))
    sp_problems_add (problems,
                     get_line (self, "Spacing"),
                     "“Spacing” is for one's own server alone; remove it");
}

/* [Update] is the whole of a oneshot and one phase of “records” */
static gboolean
is_own_section (const SpRecipe *self, const char *section)
{
  return self->protocol == SP_PROTOCOL_RECORDS && sp_phase_is_section (section);
}

static void
read_protocol (SpRecipe *self, SpNames *names, SpProblems *problems)
{
  const char *section = protocols[self->protocol].section;

  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
    if (i != (guint) self->protocol && !is_own_section (self, protocols[i].section))
      refuse_section (self, protocols[i].section, problems);
  if (!sp_recipe_text_has_section (self->text, section))
    {
      sp_problems_add (problems,
                       get_line (self, "Protocol"),
                       "section [%s] is missing; it is what this protocol fills in",
                       section);
      return;
    }

  self->delivery = sp_delivery_new (self->text, section, names, problems);
  if (self->protocol == SP_PROTOCOL_RFC2136)
    read_rfc2136 (self, names, problems);
  else
    read_http (self, names, problems);
}

static SpNames *
new_names (const SpRecipe *self, SpProblems *problems)
{
  SpNames *names = sp_names_new (problems);
  g_auto (GStrv) defined = g_strsplit (protocols[self->protocol].names, " ", -1);

  for (guint i = 0; defined[i] != NULL; i++)
    sp_names_define (names, defined[i]);
  return names;
}

/* a field of kind template uses whatever fields the person writes into it */
static gboolean
has_template_field (const SpRecipe *self)
{
  return self->form != NULL &&
         sp_request_form_get_endpoint_kind (self->form) == SP_ENDPOINT_TEMPLATE;
}

static SpRecipe *
load (const char *text, SpProblems *problems)
{
  g_autoptr (SpRecipe) self = g_new0 (SpRecipe, 1);
  g_autoptr (SpNames) names = NULL;

  g_atomic_ref_count_init (&self->ref_count);
  self->text = sp_recipe_text_new (text, problems);
  sp_recipe_schema_check (self->text, problems);
  /* what follows relies on every key being there and well formed */
  if (sp_problems_get_n (problems) > 0)
    return NULL;

  read_provider (self, problems);
  names = new_names (self, problems);
  self->fields = sp_recipe_fields_read (self->text, names, problems);
  read_protocol (self, names, problems);
  self->names_hosts = has_template_field (self) || sp_names_is_used (names, "fqdn");
  if (!has_template_field (self))
    sp_names_report_unused (names);
  return sp_problems_get_n (problems) > 0 ? NULL : g_steal_pointer (&self);
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

  g_clear_pointer (&self->delivery, sp_delivery_free);
  g_clear_pointer (&self->form, sp_request_form_free);
  g_clear_pointer (&self->rules, sp_rules_free);
  g_clear_pointer (&self->dyndns2, sp_dyndns2_recipe_free);
  g_clear_pointer (&self->blank, sp_request_blank_free);
  g_clear_pointer (&self->set_text, sp_phase_free);
  g_clear_pointer (&self->unset_text, sp_phase_free);
  g_clear_pointer (&self->records, sp_records_recipe_free);
  g_clear_pointer (&self->rfc2136, sp_rfc2136_recipe_free);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_strfreev (self->hosts);
  g_strfreev (self->aliases);
  sp_recipe_text_free (self->text);
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
  return self->id;
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
  return self->name;
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
  return self->website;
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
  return self->source_page;
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
  return self->checked;
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
  return self->name_suffix;
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
  return self->protocol;
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
  return self->verified;
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
  return self->delivery->families[family];
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
  return self->min_interval_s;
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
  return self->refresh_days;
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
  return self->delivery->batch;
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
  return self->delivery->attempt;
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
  return self->delivery->batch_unless;
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
  return self->gap_ms;
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
  return self->spacing;
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
  return self->wildcard;
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
  return self->names_hosts;
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
  return has_template_field (self) || sp_delivery_wants_both (self->delivery);
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
  return self->delivery->together;
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
  return (const char *const *) self->hosts;
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
  return (const char *const *) self->aliases;
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
  return self->fields;
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
  for (guint i = 0; i < self->fields->len; i++)
    {
      const SpRecipeField *field = g_ptr_array_index (self->fields, i);

      if (strcmp (field->name, name) == 0)
        return field;
    }

  return NULL;
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

  for (guint i = 0; i < self->fields->len; i++)
    {
      const SpRecipeField *field = g_ptr_array_index (self->fields, i);

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
  return self->delivery;
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
  return get_form (self);
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
  return self->rules;
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
  return self->dyndns2;
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
  return self->blank;
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
  return removes ? self->unset_text : self->set_text;
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
  return self->set_text != NULL || (self->records != NULL && self->records->text != SP_TEXT_NONE);
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
  return self->records;
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
  return self->rfc2136;
}
