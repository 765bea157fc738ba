/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-log-writer.h"

#include <stdio.h>
#include <unistd.h>

struct _SpCliLogWriter
{
  GLogLevelFlags level; /* the least important one that is written */
  gboolean is_journal;
};

static const char *
get_field (const GLogField *fields, gsize n_fields, const char *key)
{
  for (gsize i = 0; i < n_fields; i++)
    {
      if (g_str_equal (fields[i].key, key))
        return fields[i].value;
    }

  return NULL;
}

/* Libraries say a lot at these levels that nobody asked Signpost for. */
static gboolean
is_wanted (const SpCliLogWriter *self,
           GLogLevelFlags level,
           const GLogField *fields,
           gsize n_fields)
{
  gboolean is_ours = g_strcmp0 (get_field (fields, n_fields, "GLIB_DOMAIN"), G_LOG_DOMAIN) == 0;
  GLogLevelFlags least = is_ours ? self->level : MIN (self->level, G_LOG_LEVEL_WARNING);

  /* A smaller number is a greater importance. */
  return (level & G_LOG_LEVEL_MASK) <= least;
}

static GLogWriterOutput
write_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  const SpCliLogWriter *self = user_data;
  const char *message = get_field (fields, n_fields, "MESSAGE");

  if (!is_wanted (self, level, fields, n_fields))
    return G_LOG_WRITER_HANDLED;
  if (self->is_journal &&
      g_log_writer_journald (level, fields, n_fields, NULL) == G_LOG_WRITER_HANDLED)
    return G_LOG_WRITER_HANDLED;
  /* Of an abort, GLib's own format tells most. */
  if (message == NULL || (level & (G_LOG_FLAG_FATAL | G_LOG_LEVEL_CRITICAL)) != 0)
    return g_log_writer_standard_streams (level, fields, n_fields, NULL);

  g_printerr ("%s\n", message);
  return G_LOG_WRITER_HANDLED;
}

/**
 * sp_cli_log_writer_install:
 *
 * Takes over the program's log; to be called once. Only warnings are written until
 * sp_cli_log_writer_set_level() says otherwise.
 *
 * Returns: (transfer none): the writer, which stays
 */
SpCliLogWriter *
sp_cli_log_writer_install (void)
{
  SpCliLogWriter *self = g_new0 (SpCliLogWriter, 1);

  self->level = G_LOG_LEVEL_WARNING;
  self->is_journal = g_log_writer_is_journald (STDERR_FILENO);
  g_log_set_writer_func (write_cb, self, g_free);

  return self;
}

/**
 * sp_cli_log_writer_set_level:
 * @self: the writer
 * @level: the least important level to write
 */
void
sp_cli_log_writer_set_level (SpCliLogWriter *self, GLogLevelFlags level)
{
  self->level = level;
}
