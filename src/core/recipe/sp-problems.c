/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-problems.h"

#include <stdlib.h>

typedef struct
{
  guint line;
  char *sentence; /* (owned) */
} Problem;

struct _SpProblems
{
  char *file_name;     /* (owned) */
  GPtrArray *problems; /* (owned) (element-type Problem): ordered by line */
};

static void
problem_free (gpointer data)
{
  Problem *problem = data;

  g_free (problem->sentence);
  g_free (problem);
}

/**
 * sp_problems_new:
 * @file_name: the name that stands in front of each sentence
 *
 * Returns: (transfer full): an empty list
 */
SpProblems *
sp_problems_new (const char *file_name)
{
  SpProblems *self = g_new0 (SpProblems, 1);

  self->file_name = g_strdup (file_name);
  self->problems = g_ptr_array_new_with_free_func (problem_free);
  return self;
}

/**
 * sp_problems_free:
 * @self: (transfer full): problems
 */
void
sp_problems_free (SpProblems *self)
{
  g_ptr_array_unref (self->problems);
  g_free (self->file_name);
  g_free (self);
}

/**
 * sp_problems_add:
 * @self: problems
 * @line: where, counted from 1
 * @format: what is wrong and what to do, lower case, no full stop
 * @...: for @format
 *
 * Puts it behind those of earlier lines and of the same line.
 */
void
sp_problems_add (SpProblems *self, guint line, const char *format, ...)
{
  g_autofree char *sentence = NULL;
  Problem *problem = g_new0 (Problem, 1);
  guint at = self->problems->len;
  va_list arguments;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  problem->line = line;
  problem->sentence = g_strdup_printf ("%s:%u: %s", self->file_name, line, sentence);
  while (at > 0 && ((Problem *) g_ptr_array_index (self->problems, at - 1))->line > line)
    at--;
  g_ptr_array_insert (self->problems, (int) at, problem);
}

/**
 * sp_problems_get_n:
 * @self: problems
 *
 * Returns: how many there are
 */
guint
sp_problems_get_n (const SpProblems *self)
{
  return self->problems->len;
}

/**
 * sp_problems_get:
 * @self: problems
 * @problem: its number, counted from 0
 *
 * Returns: (transfer none): `file:line: sentence`
 */
const char *
sp_problems_get (const SpProblems *self, guint problem)
{
  g_return_val_if_fail (problem < self->problems->len, NULL);

  return ((Problem *) g_ptr_array_index (self->problems, problem))->sentence;
}

/**
 * sp_problems_get_file_name:
 * @self: problems
 *
 * Returns: (transfer none): the file they are about
 */
const char *
sp_problems_get_file_name (const SpProblems *self)
{
  return self->file_name;
}

/**
 * sp_problems_steal:
 * @self: problems
 *
 * Returns: (transfer full) (element-type utf8): all sentences; the list is empty then
 */
GPtrArray *
sp_problems_steal (SpProblems *self)
{
  GPtrArray *sentences = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->problems->len; i++)
    {
      Problem *problem = g_ptr_array_index (self->problems, i);

      g_ptr_array_add (sentences, g_steal_pointer (&problem->sentence));
    }

  g_ptr_array_set_size (self->problems, 0);
  return sentences;
}
