/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-recipe-text.h"

#include <string.h>

typedef struct
{
  char *name; /* (owned) */
  guint line;
  GPtrArray *entries; /* (owned) (element-type Entry) */
} Section;

typedef struct
{
  SpRecipeEntry view; /* points at the two strings below */
  char *key;          /* (owned) */
  char *value;        /* (owned) */
} Entry;

struct _SpRecipeText
{
  GPtrArray *sections; /* (owned) (element-type Section) */
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->key);
  g_free (entry->value);
  g_free (entry);
}

static void
section_free (gpointer data)
{
  Section *section = data;

  g_free (section->name);
  g_ptr_array_unref (section->entries);
  g_free (section);
}

static Section *
find_section (const SpRecipeText *self, const char *name)
{
  for (guint i = 0; i < self->sections->len; i++)
    {
      Section *section = g_ptr_array_index (self->sections, i);

      if (strcmp (section->name, name) == 0)
        return section;
    }

  return NULL;
}

static const Entry *
find_entry (const Section *section, const char *key)
{
  for (guint i = 0; section != NULL && i < section->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (section->entries, i);

      if (strcmp (entry->key, key) == 0)
        return entry;
    }

  return NULL;
}

static Section *
add_section (SpRecipeText *self, const char *line, guint number, SpProblems *problems)
{
  gsize length = strlen (line);
  g_autofree char *name = NULL;
  Section *section, *twin;

  if (length < 3 || line[length - 1] != ']')
    {
      sp_problems_add (problems, number, "a section has no name; write “[Name]”");
      name = g_strdup (line);
    }
  else
    {
      name = g_strstrip (g_strndup (line + 1, length - 2));
    }

  twin = find_section (self, name);
  if (twin != NULL)
    {
      sp_problems_add (problems,
                       number,
                       "section [%s] is in line %u already; put all its keys there",
                       name,
                       twin->line);
      return twin;
    }

  section = g_new0 (Section, 1);
  section->name = g_steal_pointer (&name);
  section->line = number;
  section->entries = g_ptr_array_new_with_free_func (entry_free);
  g_ptr_array_add (self->sections, section);
  return section;
}

static void
add_entry (Section *section, const char *line, guint number, SpProblems *problems)
{
  const char *equals = strchr (line, '=');
  g_autofree char *key = NULL;
  const Entry *twin;
  Entry *entry;

  if (equals == NULL || equals == line)
    {
      sp_problems_add (problems,
                       number,
                       "this line is not “Key=Value”, “[Section]” or “# comment”");
      return;
    }

  key = g_strstrip (g_strndup (line, (gsize) (equals - line)));
  if (section == NULL)
    {
      sp_problems_add (problems, number, "“%s” stands before the first section; move it", key);
      return;
    }

  twin = find_entry (section, key);
  if (twin != NULL)
    {
      sp_problems_add (problems,
                       number,
                       "“%s” is in line %u already; remove one of the two",
                       key,
                       twin->view.line);
      return;
    }

  entry = g_new0 (Entry, 1);
  entry->key = g_steal_pointer (&key);
  entry->value = g_strstrip (g_strdup (equals + 1));
  entry->view = (SpRecipeEntry){ entry->key, entry->value, number };
  g_ptr_array_add (section->entries, entry);
}

static gboolean
is_readable (const char *text, SpProblems *problems)
{
  const char *bad = NULL;

  if (strlen (text) > SP_RECIPE_MAX_BYTES)
    {
      sp_problems_add (problems, 1, "the file is larger than 64 KiB; a recipe is a page at most");
      return FALSE;
    }

  if (g_utf8_validate (text, -1, &bad))
    return TRUE;

  guint line = 1;
  for (const char *at = text; at < bad; at++)
    line += *at == '\n';
  sp_problems_add (problems, line, "this is not UTF-8; save the file as UTF-8");
  return FALSE;
}

static gboolean
has_control (const char *line)
{
  for (; *line != '\0'; line++)
    if ((guchar) *line < 0x20 && *line != '\t')
      return TRUE;

  return FALSE;
}

/**
 * sp_recipe_text_new:
 * @text: the content of a recipe file
 * @problems: gets a sentence for everything that is wrong
 *
 * Returns: (transfer full): what could be read, even if there were problems
 */
SpRecipeText *
sp_recipe_text_new (const char *text, SpProblems *problems)
{
  SpRecipeText *self = g_new0 (SpRecipeText, 1);
  g_auto (GStrv) lines = NULL;
  Section *section = NULL;

  self->sections = g_ptr_array_new_with_free_func (section_free);
  if (!is_readable (text, problems))
    return self;

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);

      if (line[0] == '\0' || line[0] == '#')
        continue;
      if (has_control (line))
        sp_problems_add (problems, i + 1, "this line holds a control character; remove it");
      else if (line[0] == '[')
        section = add_section (self, line, i + 1, problems);
      else
        add_entry (section, line, i + 1, problems);
    }

  return self;
}

/**
 * sp_recipe_text_free:
 * @self: (transfer full): a text
 */
void
sp_recipe_text_free (SpRecipeText *self)
{
  g_ptr_array_unref (self->sections);
  g_free (self);
}

/**
 * sp_recipe_text_get_n_sections:
 * @self: a text
 *
 * Returns: how many sections it has
 */
guint
sp_recipe_text_get_n_sections (const SpRecipeText *self)
{
  return self->sections->len;
}

/**
 * sp_recipe_text_get_section:
 * @self: a text
 * @section: its number, counted from 0
 *
 * Returns: (transfer none): the section's name, without brackets
 */
const char *
sp_recipe_text_get_section (const SpRecipeText *self, guint section)
{
  g_return_val_if_fail (section < self->sections->len, NULL);

  return ((Section *) g_ptr_array_index (self->sections, section))->name;
}

/**
 * sp_recipe_text_get_section_line:
 * @self: a text
 * @section: a section's name
 *
 * Returns: where it begins, counted from 1; 1 if there is none
 */
guint
sp_recipe_text_get_section_line (const SpRecipeText *self, const char *section)
{
  const Section *found = find_section (self, section);

  return found == NULL ? 1 : found->line;
}

/**
 * sp_recipe_text_has_section:
 * @self: a text
 * @section: a section's name
 *
 * Returns: %TRUE if it is there
 */
gboolean
sp_recipe_text_has_section (const SpRecipeText *self, const char *section)
{
  return find_section (self, section) != NULL;
}

/**
 * sp_recipe_text_get_n_entries:
 * @self: a text
 * @section: a section's name
 *
 * Returns: how many keys it has; 0 if there is no such section
 */
guint
sp_recipe_text_get_n_entries (const SpRecipeText *self, const char *section)
{
  const Section *found = find_section (self, section);

  return found == NULL ? 0 : found->entries->len;
}

/**
 * sp_recipe_text_get_entry:
 * @self: a text
 * @section: a section's name
 * @entry: the number of a key in it, counted from 0
 *
 * Returns: (transfer none): that line
 */
const SpRecipeEntry *
sp_recipe_text_get_entry (const SpRecipeText *self, const char *section, guint entry)
{
  const Section *found = find_section (self, section);

  g_return_val_if_fail (found != NULL && entry < found->entries->len, NULL);

  return &((Entry *) g_ptr_array_index (found->entries, entry))->view;
}

/**
 * sp_recipe_text_lookup:
 * @self: a text
 * @section: a section's name
 * @key: a key
 *
 * Returns: (transfer none) (nullable): that line
 */
const SpRecipeEntry *
sp_recipe_text_lookup (const SpRecipeText *self, const char *section, const char *key)
{
  const Entry *entry = find_entry (find_section (self, section), key);

  return entry == NULL ? NULL : &entry->view;
}

/**
 * sp_recipe_text_get:
 * @self: a text
 * @section: a section's name
 * @key: a key
 *
 * Returns: (transfer none) (nullable): its value, verbatim; %NULL if absent or empty
 */
const char *
sp_recipe_text_get (const SpRecipeText *self, const char *section, const char *key)
{
  const SpRecipeEntry *entry = sp_recipe_text_lookup (self, section, key);

  return entry == NULL || entry->value[0] == '\0' ? NULL : entry->value;
}

/* English is the unmarked text; a later choice of the person must not win over it. */
static gboolean
is_english (const char *language)
{
  return strcmp (language, "C") == 0 || strcmp (language, "en") == 0;
}

/**
 * sp_recipe_text_get_translated:
 * @self: a text
 * @section: a section's name
 * @key: a key that may be there as “Key[de]” as well
 *
 * Returns: (transfer none) (nullable): its value in the first of the person's languages that is
 *   there, see g_get_language_names(); else the unmarked one; %NULL if absent or empty
 */
const char *
sp_recipe_text_get_translated (const SpRecipeText *self, const char *section, const char *key)
{
  const char *const *languages = g_get_language_names ();

  for (guint i = 0; languages[i] != NULL && !is_english (languages[i]); i++)
    {
      g_autofree char *translated_key = g_strdup_printf ("%s[%s]", key, languages[i]);
      const char *value = sp_recipe_text_get (self, section, translated_key);

      if (value != NULL)
        return value;
    }

  return sp_recipe_text_get (self, section, key);
}

/**
 * sp_recipe_text_get_line:
 * @self: a text
 * @section: a section's name
 * @key: a key
 *
 * Returns: the line of the key, else of its section, counted from 1
 */
guint
sp_recipe_text_get_line (const SpRecipeText *self, const char *section, const char *key)
{
  const SpRecipeEntry *entry = sp_recipe_text_lookup (self, section, key);

  return entry == NULL ? sp_recipe_text_get_section_line (self, section) : entry->line;
}

/**
 * sp_recipe_text_get_number:
 * @self: a text that the schema has passed
 * @section: a section's name
 * @key: a key
 * @fallback: what an absent key means
 *
 * Returns: its value
 */
guint
sp_recipe_text_get_number (const SpRecipeText *self,
                           const char *section,
                           const char *key,
                           guint fallback)
{
  const char *value = sp_recipe_text_get (self, section, key);
  guint64 number = fallback;

  if (value != NULL)
    g_ascii_string_to_unsigned (value, 10, 0, G_MAXUINT32, &number, NULL);
  return (guint) number;
}

/**
 * sp_recipe_text_get_boolean:
 * @self: a text
 * @section: a section's name
 * @key: a key
 *
 * Returns: %TRUE if it says “true”
 */
gboolean
sp_recipe_text_get_boolean (const SpRecipeText *self, const char *section, const char *key)
{
  return g_strcmp0 (sp_recipe_text_get (self, section, key), "true") == 0;
}

/**
 * sp_recipe_text_get_list:
 * @self: a text
 * @section: a section's name
 * @key: a key
 *
 * Returns: (transfer full): what stands between the semicolons, trimmed, without empty items
 */
char **
sp_recipe_text_get_list (const SpRecipeText *self, const char *section, const char *key)
{
  const char *value = sp_recipe_text_get (self, section, key);
  g_auto (GStrv) items = g_strsplit (value == NULL ? "" : value, ";", -1);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; items[i] != NULL; i++)
    if (g_strstrip (items[i])[0] != '\0')
      g_ptr_array_add (list, g_strdup (items[i]));

  g_ptr_array_add (list, NULL);
  return (char **) g_ptr_array_steal (list, NULL);
}
