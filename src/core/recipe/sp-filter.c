/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-filter.h"

#include <string.h>

#include "base/sp-error.h"

typedef enum
{
  NO_ARGUMENT,
  NUMBER_ARGUMENT,
  NAME_ARGUMENT,
} ArgumentKind;

typedef struct
{
  const char *name;
  ArgumentKind argument;
} Form;

static const Form forms[] = {
  [SP_FILTER_OR] = { "or", NAME_ARGUMENT },       [SP_FILTER_STRIP] = { "strip", NAME_ARGUMENT },
  [SP_FILTER_AFTER] = { "after", NAME_ARGUMENT }, [SP_FILTER_LABEL] = { "label", NUMBER_ARGUMENT },
  [SP_FILTER_LOWER] = { "lower", NO_ARGUMENT },   [SP_FILTER_MD5] = { "md5", NO_ARGUMENT },
  [SP_FILTER_INT] = { "int", NO_ARGUMENT },       [SP_FILTER_BOOL] = { "bool", NO_ARGUMENT },
  [SP_FILTER_OPT] = { "opt", NO_ARGUMENT },       [SP_FILTER_EACH] = { "each", NO_ARGUMENT },
  [SP_FILTER_LIST] = { "list", NO_ARGUMENT },
};
G_STATIC_ASSERT (G_N_ELEMENTS (forms) == SP_FILTER_LIST + 1);

struct _SpFilter
{
  SpFilterKind kind;
  char *argument; /* (owned) (nullable) */
};

/**
 * sp_filter_free:
 * @self: (transfer full): a filter
 */
void
sp_filter_free (SpFilter *self)
{
  g_free (self->argument);
  g_free (self);
}

/**
 * sp_filter_is_name:
 * @text: any text
 *
 * Returns: %TRUE if it can be the name of a variable: a lower-case letter, then letters, digits, _
 */
gboolean
sp_filter_is_name (const char *text)
{
  return g_ascii_islower (text[0]) &&
         strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen (text);
}

static gboolean
is_literal_argument (const char *text)
{
  return text[0] != '\0' && !g_ascii_isalpha (text[0]);
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
check_argument (const Form *form, const char *argument, GError **error)
{
  if (form->argument == NO_ARGUMENT && argument != NULL)
    return fail (error, "filter “%s” takes no argument; remove “:%s”", form->name, argument);
  if (form->argument != NO_ARGUMENT && argument == NULL)
    return fail (error, "filter “%s” needs an argument; write “%s:x”", form->name, form->name);

  if (form->argument == NUMBER_ARGUMENT &&
      !g_ascii_string_to_unsigned (argument, 10, 1, 9, NULL, NULL))
    return fail (error, "filter “%s:%s” needs a number from 1 to 9", form->name, argument);
  if (form->argument == NAME_ARGUMENT && !sp_filter_is_name (argument) &&
      !is_literal_argument (argument))
    return fail (error,
                 "filter “%s:%s” needs a name, or a literal that does not begin with a letter",
                 form->name,
                 argument);

  return TRUE;
}

/**
 * sp_filter_new:
 * @text: what stands between two “|”
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Returns: (transfer full): the filter, or %NULL
 */
SpFilter *
sp_filter_new (const char *text, GError **error)
{
  const char *colon = strchr (text, ':');
  const char *argument = colon == NULL ? NULL : colon + 1;
  g_autofree char *name = g_strndup (text, colon == NULL ? strlen (text) : (gsize) (colon - text));

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      SpFilter *self;

      if (strcmp (forms[i].name, name) != 0)
        continue;
      if (!check_argument (&forms[i], argument, error))
        return NULL;
      self = g_new0 (SpFilter, 1);
      self->kind = (SpFilterKind) i;
      self->argument = g_strdup (argument);
      return self;
    }

  fail (error,
        "filter “%s” is unknown; there are or, strip, after, label, lower, md5, int, bool, opt, "
        "each and list",
        name);
  return NULL;
}

/**
 * sp_filter_get_kind:
 * @self: a filter
 *
 * Returns: what it does
 */
SpFilterKind
sp_filter_get_kind (const SpFilter *self)
{
  return self->kind;
}

/**
 * sp_filter_get_name:
 * @self: a filter
 *
 * Returns: (transfer none) (nullable): the variable that is its argument
 */
const char *
sp_filter_get_name (const SpFilter *self)
{
  gboolean named = forms[self->kind].argument == NAME_ARGUMENT &&
                   sp_filter_is_name (self->argument);

  return named ? self->argument : NULL;
}

/**
 * sp_filter_get_literal:
 * @self: a filter
 *
 * Returns: (transfer none) (nullable): its argument, if that is no variable
 */
const char *
sp_filter_get_literal (const SpFilter *self)
{
  return sp_filter_get_name (self) == NULL ? self->argument : NULL;
}

static char *
strip_suffix (const char *value,
              const char *suffix,
              const char *shown,
              const char *argument,
              GError **error)
{
  gsize value_length = strlen (value);
  gsize suffix_length = strlen (suffix);
  gboolean dotted = suffix[0] == '.';

  /* without a domain there is no name below it */
  if (suffix_length == 0)
    return g_strdup ("");
  if (g_ascii_strcasecmp (value, suffix + dotted) == 0)
    return g_strdup ("");

  if (value_length > suffix_length &&
      g_ascii_strcasecmp (value + value_length - suffix_length, suffix) == 0)
    {
      gsize rest = value_length - suffix_length;

      if (dotted)
        return g_strndup (value, rest);
      if (value[rest - 1] == '.')
        return g_strndup (value, rest - 1);
    }

  fail (error, "“%s” does not end in the value of “%s”; correct one of them", shown, argument);
  return NULL;
}

static char *
strip_prefix (const char *value,
              const char *prefix,
              const char *shown,
              const char *argument,
              GError **error)
{
  gsize length = strlen (prefix);

  if (length > 0 && g_ascii_strncasecmp (value, prefix, length) == 0 && value[length] == '.' &&
      value[length + 1] != '\0')
    return g_strdup (value + length + 1);

  fail (error, "“%s” does not begin with “%s.”; correct it", shown, argument);
  return NULL;
}

static char *
take_label (const char *value, const char *number, const char *shown, GError **error)
{
  g_auto (GStrv) labels = g_strsplit (value, ".", -1);
  guint n_labels = g_strv_length (labels);
  guint wanted = (guint) (number[0] - '0');

  if (wanted <= n_labels && labels[n_labels - wanted][0] != '\0')
    return g_strdup (labels[n_labels - wanted]);

  fail (error, "“%s” has fewer than %u labels; write the whole host name", shown, wanted);
  return NULL;
}

static char *
take_number (const char *value, const char *shown, GError **error)
{
  if (g_ascii_string_to_signed (value, 10, G_MININT64, G_MAXINT64, NULL, NULL))
    return g_strdup (value);

  fail (error, "“%s” is not a number; correct it", shown);
  return NULL;
}

static char *
take_boolean (const char *value, const char *shown, GError **error)
{
  static const char *const yes[] = { "true", "1", "yes", "on", NULL };
  static const char *const no[] = { "false", "0", "no", "off", NULL };
  g_autofree char *lower = g_ascii_strdown (value, -1);

  if (g_strv_contains (yes, lower))
    return g_strdup ("true");
  if (g_strv_contains (no, lower))
    return g_strdup ("false");

  fail (error, "“%s” is neither true nor false; correct it", shown);
  return NULL;
}

/**
 * sp_filter_apply:
 * @self: a filter
 * @value: one value
 * @shown: what a message may call it: the value itself, or its name if it is secret
 * @variables: what names in its argument stand for
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Returns: (transfer full): the filtered value, or %NULL
 */
char *
sp_filter_apply (const SpFilter *self,
                 const char *value,
                 const char *shown,
                 const SpVariables *variables,
                 GError **error)
{
  const char *name = sp_filter_get_name (self);
  const char *argument = name == NULL ? self->argument : sp_variables_get (variables, name);

  switch (self->kind)
    {
    case SP_FILTER_STRIP:
      return strip_suffix (value, argument, shown, self->argument, error);
    case SP_FILTER_AFTER:
      return strip_prefix (value, argument, shown, self->argument, error);
    case SP_FILTER_LABEL:
      return take_label (value, argument, shown, error);
    case SP_FILTER_LOWER:
      return g_ascii_strdown (value, -1);
    case SP_FILTER_MD5:
      return g_compute_checksum_for_string (G_CHECKSUM_MD5, value, -1);
    case SP_FILTER_INT:
      return take_number (value, shown, error);
    case SP_FILTER_BOOL:
      return take_boolean (value, shown, error);
    case SP_FILTER_OR:
    case SP_FILTER_OPT:
    case SP_FILTER_EACH:
    case SP_FILTER_LIST:
    default:
      return g_strdup (value);
    }
}
