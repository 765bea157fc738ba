/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-names.h"

typedef struct
{
  guint line; /* 0: always there, needs no use */
  gboolean used;
} Name;

struct _SpNames
{
  SpProblems *problems; /* (unowned): the reader of the recipe holds it longer */
  GHashTable *defined;  /* (owned): name → Name */
};

/**
 * sp_names_new:
 * @problems: gets a sentence for each wrong name; must outlive the result
 *
 * Returns: (transfer full): no names
 */
SpNames *
sp_names_new (SpProblems *problems)
{
  SpNames *self = g_new0 (SpNames, 1);

  self->problems = problems;
  self->defined = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * sp_names_free:
 * @self: (transfer full): names
 */
void
sp_names_free (SpNames *self)
{
  g_hash_table_unref (self->defined);
  g_free (self);
}

/**
 * sp_names_define:
 * @self: names
 * @name: a name that the protocol fills in
 */
void
sp_names_define (SpNames *self, const char *name)
{
  sp_names_define_field (self, name, 0);
}

/**
 * sp_names_define_field:
 * @self: names
 * @name: a name that the person fills in
 * @line: where the field stands
 */
void
sp_names_define_field (SpNames *self, const char *name, guint line)
{
  Name *entry = g_new0 (Name, 1);

  if (g_hash_table_contains (self->defined, name))
    sp_problems_add (self->problems,
                     line,
                     "“%s” has a meaning already; give the field another name",
                     name);

  entry->line = line;
  g_hash_table_replace (self->defined, g_strdup (name), entry);
}

/**
 * sp_names_take:
 * @self: names
 * @name: a name that is filled in from an answer
 * @line: where the recipe says so
 *
 * An optional field may be such a name: what the person did not type is asked for.
 */
void
sp_names_take (SpNames *self, const char *name, guint line)
{
  if (!sp_filter_is_name (name))
    sp_problems_add (self->problems,
                     line,
                     "“%s” is no name; write lower-case letters, digits and _",
                     name);
  else if (!g_hash_table_contains (self->defined, name))
    sp_names_define (self, name);
}

/**
 * sp_names_use:
 * @self: names
 * @name: a name
 * @line: where it is used
 */
void
sp_names_use (SpNames *self, const char *name, guint line)
{
  Name *entry = g_hash_table_lookup (self->defined, name);

  if (entry != NULL)
    entry->used = TRUE;
  else
    sp_problems_add (self->problems,
                     line,
                     "“%s” is neither a field of this recipe nor a name of its protocol; correct "
                     "it or add [Field %s]",
                     name,
                     name);
}

/**
 * sp_names_use_template:
 * @self: names
 * @used: (nullable): a template
 * @line: where it stands
 */
void
sp_names_use_template (SpNames *self, const SpTemplate *used, guint line)
{
  if (used == NULL)
    return;

  for (const char *const *name = sp_template_get_names (used); *name != NULL; name++)
    sp_names_use (self, *name, line);
}

/**
 * sp_names_is_used:
 * @self: names
 * @name: a name
 *
 * Returns: %TRUE if something uses it
 */
gboolean
sp_names_is_used (const SpNames *self, const char *name)
{
  const Name *entry = g_hash_table_lookup (self->defined, name);

  return entry != NULL && entry->used;
}

/**
 * sp_names_is_field:
 * @self: names
 * @name: a name
 *
 * Returns: %TRUE if the person fills it in
 */
gboolean
sp_names_is_field (const SpNames *self, const char *name)
{
  const Name *entry = g_hash_table_lookup (self->defined, name);

  return entry != NULL && entry->line > 0;
}

/**
 * sp_names_report_unused:
 * @self: names
 *
 * Tells about each field that nothing uses.
 */
void
sp_names_report_unused (SpNames *self)
{
  GHashTableIter iter;
  gpointer name, data;

  g_hash_table_iter_init (&iter, self->defined);
  while (g_hash_table_iter_next (&iter, &name, &data))
    {
      const Name *entry = data;

      if (entry->line > 0 && !entry->used)
        sp_problems_add (self->problems,
                         entry->line,
                         "[Field %s] is never used; write ${%s} somewhere or remove the field",
                         (const char *) name,
                         (const char *) name);
    }
}
