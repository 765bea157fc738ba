/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-table.h"

#define GAP 2

struct _SpCliTable
{
  guint n_columns;
  GPtrArray *cells; /* (owned) (element-type utf8): row by row */
};

/* Columns a terminal uses for a text (as wcwidth(3) would say, whatever the locale). */
static guint
measure (const char *text)
{
  guint width = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (!g_unichar_iszerowidth (character))
        width += g_unichar_iswide (character) ? 2 : 1;
    }

  return width;
}

static const char *
get_cell (const SpCliTable *self, guint row, guint column)
{
  return self->cells->pdata[row * self->n_columns + column];
}

static guint
measure_column (const SpCliTable *self, guint column)
{
  guint n_rows = self->cells->len / self->n_columns;
  guint width = 0;

  for (guint row = 0; row < n_rows; row++)
    width = MAX (width, measure (get_cell (self, row, column)));

  return width;
}

/**
 * sp_cli_table_new:
 * @n_columns: how many columns, 1 or more
 *
 * Returns: (transfer full): a table without rows
 */
SpCliTable *
sp_cli_table_new (guint n_columns)
{
  SpCliTable *self = g_new0 (SpCliTable, 1);

  self->n_columns = n_columns;
  self->cells = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * sp_cli_table_free:
 * @self: (transfer full): a table
 */
void
sp_cli_table_free (SpCliTable *self)
{
  g_clear_pointer (&self->cells, g_ptr_array_unref);
  g_free (self);
}

/**
 * sp_cli_table_add:
 * @self: a table
 * @...: one text per column, then %NULL; missing ones stay empty
 *
 * Adds a row.
 */
void
sp_cli_table_add (SpCliTable *self, ...)
{
  const char *cell = NULL;
  gboolean has_ended = FALSE;
  va_list cells;

  va_start (cells, self);
  for (guint column = 0; column < self->n_columns; column++)
    {
      cell = has_ended ? NULL : va_arg (cells, const char *);
      has_ended = cell == NULL;
      g_ptr_array_add (self->cells, g_strdup (cell != NULL ? cell : ""));
    }
  va_end (cells);
}

/**
 * sp_cli_table_print:
 * @self: a table
 * @indent: what stands before each row
 *
 * Prints all rows on the standard output.
 */
void
sp_cli_table_print (SpCliTable *self, const char *indent)
{
  guint n_rows = self->cells->len / self->n_columns;
  g_autofree guint *widths = g_new0 (guint, self->n_columns);

  for (guint column = 0; column < self->n_columns; column++)
    widths[column] = measure_column (self, column);

  for (guint row = 0; row < n_rows; row++)
    {
      g_autoptr (GString) line = g_string_new (indent);

      for (guint column = 0; column < self->n_columns; column++)
        {
          const char *cell = get_cell (self, row, column);

          g_string_append (line, cell);
          for (guint i = measure (cell); i < widths[column] + GAP; i++)
            g_string_append_c (line, ' ');
        }
      g_print ("%s\n", g_strchomp (line->str));
    }
}
