/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-records-recipe.h"

#include <string.h>

#define SECTION "Records"

/* with the same token and zones; at two or three requests for each family they end in time */
#define HOSTS_IN_ATTEMPT 10

static const char *const sections[] = {
  [SP_PHASE_TOKEN] = "Token",   [SP_PHASE_ZONE] = "Zone",     [SP_PHASE_FIND] = "Find",
  [SP_PHASE_UPSERT] = "Upsert", [SP_PHASE_CREATE] = "Create", [SP_PHASE_UPDATE] = "Update",
  [SP_PHASE_DELETE] = "Delete", [SP_PHASE_FINISH] = "Finish", [SP_PHASE_LOGOUT] = "Logout",
};
G_STATIC_ASSERT (G_N_ELEMENTS (sections) == SP_N_PHASES);

static const char *const record_types[] = { "A", "AAAA", "TXT" };
G_STATIC_ASSERT (G_N_ELEMENTS (record_types) == SP_N_RECORD_TYPES);

/* keys that only some phases have a use for */
static const struct
{
  const char *key;
  const char *phases;
} limits[] = {
  { "Mode", "Zone" },
  { "Unless", "Zone" },
  { "Items", "Zone Find" },
  { "Name", "Zone Find" },
  { "Sub", "Find" },
  { "Where1", "Zone Find" },
  { "Value", "Find" },
  { "Cursor", "Zone Find" },
  { "Pages", "Zone Find" },
  { "PageSize", "Zone Find" },
  { "NotFound1", "Zone Find" },
  { "Expires", "Token" },
  { "Echo", "Upsert Update" },
  { "EchoDrop", "Upsert Update" },
  { "Auth", "Token" },
};

/**
 * sp_phase_kind_get_section:
 * @kind: a phase
 *
 * Returns: (transfer none): the section that describes it
 */
const char *
sp_phase_kind_get_section (SpPhaseKind kind)
{
  return sections[kind];
}

/**
 * sp_record_type_to_string:
 * @type: a type
 *
 * Returns: (transfer none): its standard name
 */
const char *
sp_record_type_to_string (SpRecordType type)
{
  return record_types[type];
}

/**
 * sp_phase_is_section:
 * @section: the name of a section
 *
 * Returns: %TRUE if it describes a phase
 */
gboolean
sp_phase_is_section (const char *section)
{
  for (guint i = 0; i < SP_N_PHASES; i++)
    if (strcmp (sections[i], section) == 0)
      return TRUE;

  return FALSE;
}

/**
 * sp_records_recipe_set_delivery:
 * @delivery: how hosts and families are spread over requests; gets what the protocol itself says:
 *   each record for itself, many in one attempt
 */
void
sp_records_recipe_set_delivery (SpDelivery *delivery)
{
  delivery->attempt = HOSTS_IN_ATTEMPT;
}

static gboolean
is_word_of (const char *word, const char *list)
{
  g_auto (GStrv) words = g_strsplit (list, " ", -1);

  return g_strv_contains ((const char *const *) words, word);
}

static void
check_keys (const SpRecipeText *text, const char *section, SpProblems *problems)
{
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    if (sp_recipe_text_get (text, section, limits[i].key) != NULL &&
        !is_word_of (section, limits[i].phases))
      sp_problems_add (problems,
                       sp_recipe_text_get_line (text, section, limits[i].key),
                       "“%s” has no meaning in [%s]; remove it",
                       limits[i].key,
                       section);
}

static void
check_token (const SpPhase *token, guint line, SpProblems *problems)
{
  if (token->takes->len == 0)
    sp_problems_add (problems, line, "[Token] takes nothing; add Take1=access_token=$.path");
}

static void
check_zone (const SpRecordsRecipe *self, const SpPhase *zone, guint line, SpProblems *problems)
{
  if (zone->items != NULL && zone->name == NULL)
    sp_problems_add (problems, line, "[Zone] has Items; add Name, the path to a zone's name");
  if (self->lists_zones && zone->items == NULL)
    sp_problems_add (problems, line, "“Mode=list” needs Items, the path to the list of zones");
}

static void
check_find (const SpPhase *find, guint line, SpProblems *problems)
{
  if (find->value == NULL)
    sp_problems_add (problems, line, "[Find] lacks “Value”: where the address of a record stands");
  if (find->items != NULL && find->name == NULL && find->sub == NULL && find->conditions->len == 0)
    sp_problems_add (problems,
                     line,
                     "[Find] takes any item for the record; add Name, Sub or Where1");
  if (find->name != NULL && find->sub != NULL)
    sp_problems_add (problems, line, "[Find] has Name and Sub; keep the one the API answers with");
}

/* Whatever is found or not, there has to be a way to write. */
static void
check_writing (const SpRecordsRecipe *self, guint line, SpProblems *problems)
{
  gboolean finds = self->phases[SP_PHASE_FIND] != NULL;
  gboolean upserts = self->phases[SP_PHASE_UPSERT] != NULL;
  gboolean changes = self->phases[SP_PHASE_UPDATE] != NULL ||
                     (self->phases[SP_PHASE_CREATE] != NULL &&
                      self->phases[SP_PHASE_DELETE] != NULL);

  if (!upserts && !changes)
    sp_problems_add (
        problems,
        line,
        "nothing changes a record; add [Upsert] or [Update], or [Create] and [Delete]");
  if (!finds && !upserts)
    sp_problems_add (problems, line, "without [Find] only [Upsert] can write; add one of them");
}

static gboolean
sends_values (const SpRecordsRecipe *self, SpPhaseKind phase)
{
  return self->phases[phase] != NULL &&
         sp_request_blank_has_name (self->phases[phase]->blank, "values");
}

/* One item holds all values of a name, and taking away one means taking away all. */
static gboolean
deletes_sets (const SpRecordsRecipe *self)
{
  const SpExtract *value = self->phases[SP_PHASE_FIND]->value;

  return value != NULL && sp_extract_makes_list (value) &&
         !sp_request_blank_has_name (self->phases[SP_PHASE_DELETE]->blank, "value");
}

/* A text may stand beside others, and can be changed only where those are known. */
static void
check_text (const SpRecordsRecipe *self, guint line, SpProblems *problems)
{
  if (self->text == SP_TEXT_NONE)
    return;

  if (self->phases[SP_PHASE_FIND] == NULL || self->phases[SP_PHASE_DELETE] == NULL ||
      (self->phases[SP_PHASE_UPSERT] == NULL && self->phases[SP_PHASE_CREATE] == NULL) ||
      (!self->writes_sets && (self->phases[SP_PHASE_CREATE] == NULL || deletes_sets (self))))
    sp_problems_add (
        problems,
        line,
        "“Txt” needs [Find] and [Delete], and an [Upsert], or [Create] and [Update], "
        "that send [\"${values|each}\"]; or [Create] and a [Delete] of one text alone");
}

static void
check_phases (const SpRecordsRecipe *self, const SpRecipeText *text, SpProblems *problems)
{
  guint line = sp_recipe_text_get_section_line (text, SECTION);
  const SpPhase *token = self->phases[SP_PHASE_TOKEN];
  const SpPhase *zone = self->phases[SP_PHASE_ZONE];
  const SpPhase *find = self->phases[SP_PHASE_FIND];

  if (token != NULL)
    check_token (token, sp_recipe_text_get_section_line (text, "Token"), problems);
  if (zone != NULL)
    check_zone (self, zone, sp_recipe_text_get_section_line (text, "Zone"), problems);
  if (find != NULL)
    check_find (find, sp_recipe_text_get_section_line (text, "Find"), problems);
  check_writing (self, line, problems);
  check_text (self, sp_recipe_text_get_line (text, SECTION, "Txt"), problems);
}

/* “zone” is what the person types or what is found; “sub” is the rest of the host name. */
static void
announce_names (const SpRecipeText *text, SpNames *names)
{
  gboolean has_zone = sp_recipe_text_has_section (text, "Zone");

  for (guint i = 0; i < SP_N_PHASES; i++)
    if (sp_recipe_text_has_section (text, sections[i]))
      sp_phase_announce_takes (text, sections[i], names);

  if (sp_names_is_field (names, "zone"))
    sp_names_use (names, "zone", sp_recipe_text_get_section_line (text, SECTION));
  else if (has_zone)
    sp_names_take (names, "zone", 0);
  if (has_zone || sp_names_is_field (names, "zone"))
    sp_names_define (names, "sub");
  /* each pass is about one host name, whatever the templates say */
  sp_names_use (names, "fqdn", sp_recipe_text_get_section_line (text, SECTION));
}

/* “TypeA=1”, and “A” where there is none */
static void
read_types (SpRecordsRecipe *self, const SpRecipeText *text)
{
  const char *keeping = sp_recipe_text_get (text, SECTION, "Txt");

  for (guint type = 0; type < SP_N_RECORD_TYPES; type++)
    {
      const char *standard = record_types[type];
      g_autofree char *type_key = g_strconcat ("Type", standard, NULL);
      g_autofree char *word_key = g_strconcat ("Word", standard, NULL);
      const char *word = sp_recipe_text_get (text, SECTION, type_key);

      self->types[type] = g_strdup (word == NULL ? standard : word);
      self->words[type] = g_strdup (sp_recipe_text_get (text, SECTION, word_key));
    }

  if (keeping != NULL)
    self->text = strcmp (keeping, "quoted") == 0 ? SP_TEXT_QUOTED : SP_TEXT_PLAIN;
}

static void
sign_parameter_free (gpointer data)
{
  SpSignParameter *parameter = data;

  g_free (parameter->name);
  g_clear_pointer (&parameter->value, sp_template_free);
  g_free (parameter);
}

static gboolean
is_parameter (const SpSigner *signer, const char *name)
{
  const char *const *parameters = sp_signer_get_parameters (signer);
  g_autofree char *optional = g_strconcat (name, "?", NULL);

  return g_strv_contains (parameters, name) || g_strv_contains (parameters, optional);
}

static void
read_sign_parameter (SpRecordsRecipe *self,
                     const char *pair,
                     guint line,
                     SpNames *names,
                     SpProblems *problems)
{
  const char *equals = strchr (pair, '=');
  SpSignParameter *parameter = g_new0 (SpSignParameter, 1);
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (self->sign_with, parameter);
  parameter->name = g_strndup (pair, equals == NULL ? strlen (pair) : (gsize) (equals - pair));
  if (equals == NULL || !is_parameter (self->signer, parameter->name))
    {
      sp_problems_add (problems,
                       line,
                       "SignWith: “%s” is no parameter=template of “%s”",
                       pair,
                       sp_signer_get_name (self->signer));
      return;
    }

  parameter->value = sp_template_new (equals + 1, SP_PLACE_TEXT, &error);
  if (parameter->value == NULL)
    sp_problems_add (problems, line, "SignWith: %s", error->message);
  sp_names_use_template (names, parameter->value, line);
}

static void
check_sign_parameters (const SpRecordsRecipe *self, guint line, SpProblems *problems)
{
  const char *const *parameters = sp_signer_get_parameters (self->signer);

  for (guint i = 0; parameters[i] != NULL; i++)
    {
      gboolean given = g_str_has_suffix (parameters[i], "?");

      for (guint j = 0; j < self->sign_with->len; j++)
        given = given ||
                strcmp (((SpSignParameter *) self->sign_with->pdata[j])->name, parameters[i]) == 0;
      if (!given)
        sp_problems_add (problems,
                         line,
                         "SignWith lacks “%s”, which “%s” needs",
                         parameters[i],
                         sp_signer_get_name (self->signer));
    }
}

static void
read_signature (SpRecordsRecipe *self,
                const SpRecipeText *text,
                SpNames *names,
                SpProblems *problems)
{
  const char *name = sp_recipe_text_get (text, SECTION, "Sign");
  g_auto (GStrv) pairs = sp_recipe_text_get_list (text, SECTION, "SignWith");
  guint line = sp_recipe_text_get_line (text, SECTION, "SignWith");
  g_autoptr (GError) error = NULL;

  self->sign_with = g_ptr_array_new_with_free_func (sign_parameter_free);
  if (name != NULL)
    self->signer = sp_signer_find (name, &error);
  if (error != NULL)
    sp_problems_add (problems,
                     sp_recipe_text_get_line (text, SECTION, "Sign"),
                     "Sign: %s",
                     error->message);
  if (name == NULL && pairs != NULL && pairs[0] != NULL)
    sp_problems_add (problems, line, "“SignWith” needs “Sign”, the name of a signature");
  if (self->signer == NULL)
    return;

  for (guint i = 0; pairs != NULL && pairs[i] != NULL; i++)
    read_sign_parameter (self, pairs[i], line, names, problems);
  check_sign_parameters (self, line, problems);
}

static void
read_common (SpRecordsRecipe *self, const SpRecipeText *text, SpNames *names, SpProblems *problems)
{
  const char *success = sp_recipe_text_get (text, SECTION, "Success");
  g_autoptr (GError) error = NULL;

  self->base = sp_request_form_new (text, SECTION, FALSE, names, problems);
  if (success != NULL)
    self->success = sp_tests_parse (success, &error);
  if (error != NULL)
    sp_problems_add (problems,
                     sp_recipe_text_get_line (text, SECTION, "Success"),
                     "Success: %s",
                     error->message);
  self->spares_apex = g_strcmp0 (sp_recipe_text_get (text, SECTION, "Apex"), "false") == 0;
  read_types (self, text);
  read_signature (self, text, names, problems);
  self->ttl_min = sp_recipe_text_get_number (text, SECTION, "TtlMin", 0);
  self->ttl_max = sp_recipe_text_get_number (text, SECTION, "TtlMax", 0);
}

static void
read_unless (SpRecordsRecipe *self, const SpRecipeText *text, SpNames *names, SpProblems *problems)
{
  guint line = sp_recipe_text_get_line (text, "Zone", "Unless");

  self->unless = g_strdup (sp_recipe_text_get (text, "Zone", "Unless"));
  if (self->unless == NULL)
    return;

  sp_names_use (names, self->unless, line);
  if (!sp_names_is_field (names, self->unless))
    sp_problems_add (problems,
                     line,
                     "“Unless=%s” is no field of this recipe; correct it",
                     self->unless);
}

/**
 * sp_records_recipe_new:
 * @text: a recipe that has passed the schema and has [Records]
 * @names: the names of the recipe
 * @problems: gets a sentence for everything that is wrong
 *
 * Returns: (transfer full): what could be read
 */
SpRecordsRecipe *
sp_records_recipe_new (const SpRecipeText *text, SpNames *names, SpProblems *problems)
{
  SpRecordsRecipe *self = g_new0 (SpRecordsRecipe, 1);

  announce_names (text, names);
  read_common (self, text, names, problems);
  for (guint i = 0; i < SP_N_PHASES; i++)
    if (sp_recipe_text_has_section (text, sections[i]))
      {
        /* a token is not there yet when it is asked for */
        self->phases[i] =
            sp_phase_new (text, sections[i], self->base, i != SP_PHASE_TOKEN, names, problems);
        check_keys (text, sections[i], problems);
      }

  self->writes_sets = sends_values (self, SP_PHASE_UPSERT) || sends_values (self, SP_PHASE_UPDATE);
  self->lists_zones = g_strcmp0 (sp_recipe_text_get (text, "Zone", "Mode"), "list") == 0;
  read_unless (self, text, names, problems);
  check_phases (self, text, problems);
  return self;
}

/**
 * sp_records_recipe_free:
 * @self: (transfer full): the sections
 */
void
sp_records_recipe_free (SpRecordsRecipe *self)
{
  for (guint i = 0; i < SP_N_PHASES; i++)
    g_clear_pointer (&self->phases[i], sp_phase_free);
  for (guint type = 0; type < SP_N_RECORD_TYPES; type++)
    {
      g_free (self->types[type]);
      g_free (self->words[type]);
    }
  g_clear_pointer (&self->base, sp_request_form_free);
  g_clear_pointer (&self->success, g_ptr_array_unref);
  g_clear_pointer (&self->sign_with, g_ptr_array_unref);
  g_free (self->unless);
  g_free (self);
}
