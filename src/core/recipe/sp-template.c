/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-template.h"

#include <string.h>

#include "base/sp-error.h"
#include "profile/sp-credentials.h"

typedef struct
{
  char *literal;      /* (owned) (nullable): this, or a name with filters */
  char *name;         /* (owned) (nullable) */
  GPtrArray *filters; /* (owned) (nullable) (element-type SpFilter) */
} Part;

struct _SpTemplate
{
  SpPlace place;
  GPtrArray *parts; /* (owned) (element-type Part) */
  GPtrArray
      *names; /* (owned) (element-type utf8): NULL-terminated, unowned, of parts and filters */
};

static void
part_free (gpointer data)
{
  Part *part = data;

  g_free (part->literal);
  g_free (part->name);
  g_clear_pointer (&part->filters, g_ptr_array_unref);
  g_free (part);
}

static gboolean fail (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
fail (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (SP_ERROR, SP_ERROR_BAD_INPUT, format, arguments);
  va_end (arguments);
  return FALSE;
}

static gboolean
parse_variable (SpTemplate *self, const char *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text, "|", -1);
  Part *part = g_new0 (Part, 1);

  part->name = g_strdup (words[0] == NULL ? "" : words[0]);
  part->filters = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_filter_free);
  g_ptr_array_add (self->parts, part);
  if (!sp_filter_is_name (part->name))
    return fail (error, "“${%s}” has no name; write lower-case letters, digits and _", text);

  for (guint i = 1; words[0] != NULL && words[i] != NULL; i++)
    {
      SpFilter *filter = sp_filter_new (words[i], error);

      if (filter == NULL)
        return FALSE;
      g_ptr_array_add (part->filters, filter);
      if (sp_filter_get_kind (filter) == SP_FILTER_LIST && words[i + 1] != NULL)
        return fail (error, "filter “list” in “${%s}” must be the last one", text);
    }

  return TRUE;
}

/* RFC 3986 §2: what may stand in a path or query as it is; “%” only before two hexadecimal digits */
static gboolean
is_url_text (const char *text)
{
  for (; *text != '\0'; text++)
    {
      if (*text == '%' && (!g_ascii_isxdigit (text[1]) || !g_ascii_isxdigit (text[2])))
        return FALSE;
      if (!g_ascii_isalnum (*text) && strchr ("-._~%!$&'()*+,;=:@/?", *text) == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_header_text (const char *text)
{
  for (; *text != '\0'; text++)
    if (!g_ascii_isprint (*text))
      return FALSE;

  return TRUE;
}

static gboolean
add_literal (SpTemplate *self, GString *literal, GError **error)
{
  Part *part;

  if (literal->len == 0)
    return TRUE;
  if ((self->place == SP_PLACE_PATH || self->place == SP_PLACE_QUERY) &&
      !is_url_text (literal->str))
    return fail (error, "“%s” may not stand in an URL; percent-encode it", literal->str);
  if (self->place == SP_PLACE_HEADER && !is_header_text (literal->str))
    return fail (error, "“%s” may not stand in a header; use printable ASCII", literal->str);

  part = g_new0 (Part, 1);
  part->literal = g_strdup (literal->str);
  g_ptr_array_add (self->parts, part);
  g_string_truncate (literal, 0);
  return TRUE;
}

static gboolean
parse_parts (SpTemplate *self, const char *text, GError **error)
{
  g_autoptr (GString) literal = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at++)
    {
      const char *end;
      g_autofree char *inside = NULL;

      if (*at != '$')
        {
          g_string_append_c (literal, *at);
          continue;
        }
      if (*++at == '$')
        {
          g_string_append_c (literal, '$');
          continue;
        }
      end = *at == '{' ? strchr (at, '}') : NULL;
      if (end == NULL)
        return fail (error, "“%s” has a lone $; write “${name}”, or “$$” for the sign", text);

      inside = g_strndup (at + 1, (gsize) (end - at) - 1);
      if (!add_literal (self, literal, error) || !parse_variable (self, inside, error))
        return FALSE;
      at = end;
    }

  return add_literal (self, literal, error);
}

static void
collect_names (SpTemplate *self)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = g_ptr_array_index (self->parts, i);

      if (part->name == NULL)
        continue;
      g_ptr_array_add (self->names, part->name);
      for (guint j = 0; j < part->filters->len; j++)
        {
          const char *name = sp_filter_get_name (g_ptr_array_index (part->filters, j));

          if (name != NULL)
            g_ptr_array_add (self->names, (char *) name);
        }
    }

  g_ptr_array_add (self->names, NULL);
}

/**
 * sp_template_new:
 * @text: the template
 * @place: where it stands
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Returns: (transfer full): the parsed template, or %NULL
 */
SpTemplate *
sp_template_new (const char *text, SpPlace place, GError **error)
{
  g_autoptr (SpTemplate) self = g_new0 (SpTemplate, 1);

  self->place = place;
  self->parts = g_ptr_array_new_with_free_func (part_free);
  self->names = g_ptr_array_new ();
  if (!parse_parts (self, text, error))
    return NULL;

  collect_names (self);
  return g_steal_pointer (&self);
}

/**
 * sp_template_free:
 * @self: (transfer full): a template
 */
void
sp_template_free (SpTemplate *self)
{
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->parts);
  g_free (self);
}

/**
 * sp_template_get_names:
 * @self: a template
 *
 * Returns: (transfer none): every name it uses, also in filters; perhaps twice
 */
const char *const *
sp_template_get_names (const SpTemplate *self)
{
  return (const char *const *) self->names->pdata;
}

/**
 * sp_template_has_name:
 * @self: (nullable): a template
 * @name: a name
 *
 * Returns: %TRUE if it uses @name
 */
gboolean
sp_template_has_name (const SpTemplate *self, const char *name)
{
  return self != NULL && g_strv_contains (sp_template_get_names (self), name);
}

static gboolean
has_filter (const Part *part, SpFilterKind kind)
{
  for (guint i = 0; i < part->filters->len; i++)
    if (sp_filter_get_kind (g_ptr_array_index (part->filters, i)) == kind)
      return TRUE;

  return FALSE;
}

/**
 * sp_template_makes_list:
 * @self: a template
 * @name: a name
 *
 * Returns: %TRUE if every use of @name ends in the filter “list”
 */
gboolean
sp_template_makes_list (const SpTemplate *self, const char *name)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = g_ptr_array_index (self->parts, i);

      if (g_strcmp0 (part->name, name) == 0 && !has_filter (part, SP_FILTER_LIST))
        return FALSE;
    }

  return TRUE;
}

/**
 * sp_template_is_only:
 * @self: a template
 * @filter: a kind of filter
 *
 * Returns: %TRUE if it is one variable with this filter and nothing else
 */
gboolean
sp_template_is_only (const SpTemplate *self, SpFilterKind filter)
{
  const Part *part = self->parts->len == 1 ? g_ptr_array_index (self->parts, 0) : NULL;

  return part != NULL && part->name != NULL && has_filter (part, filter);
}

/**
 * sp_template_get_each:
 * @self: a template
 *
 * Returns: (transfer none) (nullable): the name that has the filter “each”
 */
const char *
sp_template_get_each (const SpTemplate *self)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = g_ptr_array_index (self->parts, i);

      if (part->name != NULL && has_filter (part, SP_FILTER_EACH))
        return part->name;
    }

  return NULL;
}

static gboolean
is_empty (GPtrArray *values)
{
  for (guint i = 0; i < values->len; i++)
    if (((const char *) g_ptr_array_index (values, i))[0] != '\0')
      return FALSE;

  return TRUE;
}

static GPtrArray *
copy_values (GPtrArray *values)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_secret_text_free);

  for (guint i = 0; values != NULL && i < values->len; i++)
    g_ptr_array_add (copy, g_strdup (g_ptr_array_index (values, i)));
  return copy;
}

/* “or” looks at all values together: hosts of a batch give way to one domain, not each to its own */
static void
apply_or (const SpFilter *filter,
          const SpVariables *variables,
          GPtrArray **values,
          gboolean *secret)
{
  const char *name = sp_filter_get_name (filter);

  if (!is_empty (*values))
    return;

  if (name != NULL)
    {
      g_clear_pointer (values, g_ptr_array_unref);
      *values = copy_values (sp_variables_get_list (variables, name));
      *secret = *secret || sp_variables_is_secret (variables, name);
      return;
    }

  g_ptr_array_set_size (*values, 0);
  g_ptr_array_add (*values, g_strdup (sp_filter_get_literal (filter)));
}

static gboolean
apply_each (const SpFilter *filter,
            const Part *part,
            const SpVariables *variables,
            gboolean secret,
            GPtrArray *values,
            GError **error)
{
  for (guint i = 0; i < values->len; i++)
    {
      char *value = g_ptr_array_index (values, i);
      char *filtered =
          sp_filter_apply (filter, value, secret ? part->name : value, variables, error);

      if (filtered == NULL)
        return FALSE;
      sp_secret_text_free (value);
      values->pdata[i] = filtered;
    }

  return TRUE;
}

static void
keep_nth (GPtrArray *values, guint nth)
{
  if (nth + 1 < values->len)
    g_ptr_array_remove_range (values, nth + 1, values->len - nth - 1);
  g_ptr_array_remove_range (values, 0, MIN (nth, values->len));
}

/* what “opt” lets pass as it is */
static gboolean
is_left_out (const Part *part, GPtrArray *values)
{
  return is_empty (values) && has_filter (part, SP_FILTER_OPT);
}

static gboolean
uses_secret (const SpFilter *filter, const SpVariables *variables)
{
  const char *name = sp_filter_get_name (filter);

  return sp_filter_get_kind (filter) == SP_FILTER_STRIP && name != NULL &&
         sp_variables_is_secret (variables, name);
}

static GPtrArray *
evaluate (const Part *part,
          const SpVariables *variables,
          guint nth,
          gboolean *secret,
          GError **error)
{
  g_autoptr (GPtrArray) values = copy_values (sp_variables_get_list (variables, part->name));

  *secret = sp_variables_is_secret (variables, part->name);
  for (guint i = 0; i < part->filters->len; i++)
    {
      const SpFilter *filter = g_ptr_array_index (part->filters, i);

      *secret = *secret || uses_secret (filter, variables);
      if (sp_filter_get_kind (filter) == SP_FILTER_OR)
        apply_or (filter, variables, &values, secret);
      else if (sp_filter_get_kind (filter) == SP_FILTER_EACH)
        keep_nth (values, nth);
      else if (is_left_out (part, values))
        continue;
      else if (!apply_each (filter, part, variables, *secret, values, error))
        return NULL;
    }

  return g_steal_pointer (&values);
}

static char *
escape (SpPlace place, const char *name, const char *value, GError **error)
{
  switch (place)
    {
    case SP_PLACE_TEXT:
      return g_strdup (value);

    case SP_PLACE_PATH:
      if (value[0] == '\0' || strcmp (value, ".") == 0 || strcmp (value, "..") == 0)
        {
          fail (error, "“%s” may not be empty, “.” or “..” here; correct it", name);
          return NULL;
        }
      return g_uri_escape_string (value, NULL, FALSE);

    case SP_PLACE_QUERY:
      /* servers read IPv6 addresses and wildcards either way, people read them this way */
      return g_uri_escape_string (value, ":*", FALSE);

    case SP_PLACE_HEADER:
      if (is_header_text (value))
        return g_strdup (value);
      fail (error, "“%s” has a character that a header cannot carry; correct it", name);
      return NULL;

    case SP_PLACE_XML:
      return g_markup_escape_text (value, -1);

    default:
      g_return_val_if_reached (NULL);
    }
}

static gboolean
render_variable (const SpTemplate *self,
                 const Part *part,
                 const SpVariables *variables,
                 guint nth,
                 SpTwin *twin,
                 GError **error)
{
  gboolean secret;
  g_autoptr (GPtrArray) values = NULL;

  if (!sp_variables_has (variables, part->name))
    return fail (error, "“${%s}” is not known here; correct the name", part->name);

  values = evaluate (part, variables, nth, &secret, error);
  if (values == NULL)
    return FALSE;
  if (is_empty (values))
    g_ptr_array_set_size (values, 1);
  if (values->len > 1 && !has_filter (part, SP_FILTER_LIST))
    return fail (error, "“${%s}” stands for several values; add “|list”", part->name);

  for (guint i = 0; i < values->len; i++)
    {
      g_autofree char *escaped = NULL;

      escaped = escape (self->place, part->name, g_ptr_array_index (values, i), error);
      if (escaped == NULL)
        return FALSE;
      if (i > 0)
        sp_twin_append (twin, ",");
      if (secret && escaped[0] != '\0')
        sp_twin_append_secret (twin, escaped);
      else
        sp_twin_append (twin, escaped);
      sp_secret_text_free (g_steal_pointer (&escaped));
    }

  return TRUE;
}

/**
 * sp_template_render:
 * @self: a template
 * @variables: what its names stand for
 * @twin: gets the text and the redacted twin appended; of no use if this fails
 * @error: return location for %SP_ERROR_BAD_INPUT: a value that may not stand in this place. The
 *   message names the field and quotes no secret
 *
 * Returns: %TRUE if everything could be rendered
 */
gboolean
sp_template_render (const SpTemplate *self,
                    const SpVariables *variables,
                    SpTwin *twin,
                    GError **error)
{
  return sp_template_render_nth (self, variables, 0, twin, error);
}

/**
 * sp_template_render_nth:
 * @self: a template
 * @variables: what its names stand for
 * @nth: which of several values “each” takes, from 0
 * @twin: as in sp_template_render()
 * @error: the same
 *
 * Returns: %TRUE if everything could be rendered
 */
gboolean
sp_template_render_nth (const SpTemplate *self,
                        const SpVariables *variables,
                        guint nth,
                        SpTwin *twin,
                        GError **error)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = g_ptr_array_index (self->parts, i);

      if (part->literal != NULL)
        sp_twin_append (twin, part->literal);
      else if (!render_variable (self, part, variables, nth, twin, error))
        return FALSE;
    }

  return TRUE;
}
