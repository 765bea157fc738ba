/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-recipe-contents.h"

#include <string.h>

#include "recipe/sp-recipe-schema.h"

#define DEFAULT_GAP_MS 2000

#define ADDRESS_NAMES "fqdn ip ip4 ip6 type word value"
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
get (const SpRecipeContents *self, const char *key)
{
  return sp_recipe_text_get (self->text, "Provider", key);
}

static guint
get_line (const SpRecipeContents *self, const char *key)
{
  return sp_recipe_text_get_line (self->text, "Provider", key);
}

static void
check_id (const SpRecipeContents *self, SpProblems *problems)
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
check_status (const SpRecipeContents *self, SpProblems *problems)
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
read_provider (SpRecipeContents *self, SpProblems *problems)
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
check_kind (const SpRecipeContents *self, const char *name, SpFieldKind kind, SpProblems *problems)
{
  const SpRecipeField *field = sp_recipe_fields_lookup (self->fields, name);
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
read_rules (SpRecipeContents *self, SpNames *names, SpProblems *problems)
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

/* Credentials go only to servers that the recipe or the person names. */
static void
check_hosts (const SpRecipeContents *self, SpProblems *problems)
{
  const SpRequestForm *form = self->records != NULL ? self->records->base : self->form;
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
refuse_section (const SpRecipeContents *self, const char *section, SpProblems *problems)
{
  if (sp_recipe_text_has_section (self->text, section))
    sp_problems_add (problems,
                     sp_recipe_text_get_section_line (self->text, section),
                     "[%s] does not belong to this protocol; remove it or correct Protocol",
                     section);
}

static void
read_dyndns2 (SpRecipeContents *self, SpNames *names, SpProblems *problems)
{
  self->form = sp_request_form_new (self->text, "Dyndns2", TRUE, names, problems);
  self->dyndns2 = sp_dyndns2_recipe_new (self->text, names, problems);
  sp_dyndns2_recipe_check_delivery (self->dyndns2, self->delivery, self->text, problems);
}

static void
read_oneshot (SpRecipeContents *self, SpNames *names, SpProblems *problems)
{
  self->form = sp_request_form_new (self->text, "Update", FALSE, names, problems);
  self->blank = sp_request_blank_new (self->text, "Update", names, problems);
  sp_oneshot_recipe_check (self->blank, self->delivery, self->form, self->text, problems);
}

static SpPhase *
read_text_request (const SpRecipeContents *self,
                   const char *section,
                   SpNames *names,
                   SpProblems *problems)
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
read_records (SpRecipeContents *self, SpNames *names, SpProblems *problems)
{
  self->records = sp_records_recipe_new (self->text, names, problems);
  sp_records_recipe_set_delivery (self->delivery);
}

static void
read_http (SpRecipeContents *self, SpNames *names, SpProblems *problems)
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
read_rfc2136 (SpRecipeContents *self, SpNames *names, SpProblems *problems)
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
is_own_section (const SpRecipeContents *self, const char *section)
{
  return self->protocol == SP_PROTOCOL_RECORDS && sp_phase_is_section (section);
}

static void
read_protocol (SpRecipeContents *self, SpNames *names, SpProblems *problems)
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
new_names (const SpRecipeContents *self, SpProblems *problems)
{
  SpNames *names = sp_names_new (problems);
  g_auto (GStrv) defined = g_strsplit (protocols[self->protocol].names, " ", -1);

  for (guint i = 0; defined[i] != NULL; i++)
    sp_names_define (names, defined[i]);
  return names;
}

static gboolean
has_own_url (const SpRecipeContents *self)
{
  return self->form != NULL &&
         sp_request_form_get_endpoint_kind (self->form) == SP_ENDPOINT_TEMPLATE;
}

/**
 * sp_recipe_contents_load:
 * @self: (out caller-allocates): empty contents; to be cleared with sp_recipe_contents_clear()
 * @text: the content of a recipe
 * @problems: gets a sentence for everything that is wrong
 *
 * Returns: %TRUE if nothing is
 */
gboolean
sp_recipe_contents_load (SpRecipeContents *self, const char *text, SpProblems *problems)
{
  g_autoptr (SpNames) names = NULL;

  self->text = sp_recipe_text_new (text, problems);
  sp_recipe_schema_check (self->text, problems);
  /* what follows relies on every key being there and well formed */
  if (sp_problems_get_n (problems) > 0)
    return FALSE;

  read_provider (self, problems);
  names = new_names (self, problems);
  self->fields = sp_recipe_fields_read (self->text, names, problems);
  read_protocol (self, names, problems);
  self->own_url = has_own_url (self);
  self->names_hosts = self->own_url || sp_names_is_used (names, "fqdn");
  if (!self->own_url)
    sp_names_report_unused (names);
  return sp_problems_get_n (problems) == 0;
}

/**
 * sp_recipe_contents_clear:
 * @self: contents, perhaps of a recipe that could not be read whole
 */
void
sp_recipe_contents_clear (SpRecipeContents *self)
{
  g_clear_pointer (&self->delivery, sp_delivery_free);
  g_clear_pointer (&self->set_text, sp_phase_free);
  g_clear_pointer (&self->unset_text, sp_phase_free);
  g_clear_pointer (&self->form, sp_request_form_free);
  g_clear_pointer (&self->rules, sp_rules_free);
  g_clear_pointer (&self->dyndns2, sp_dyndns2_recipe_free);
  g_clear_pointer (&self->blank, sp_request_blank_free);
  g_clear_pointer (&self->records, sp_records_recipe_free);
  g_clear_pointer (&self->rfc2136, sp_rfc2136_recipe_free);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_clear_pointer (&self->hosts, g_strfreev);
  g_clear_pointer (&self->aliases, g_strfreev);
  g_clear_pointer (&self->text, sp_recipe_text_free);
}
