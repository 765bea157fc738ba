/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpMemory:
 *
 * What conversations with providers need not ask again: the zone of each host name, which survives a
 * restart on a shelf, and tokens, which do not and are wiped when forgotten. A wrong
 * memory costs one failed attempt, since that forgets. Reference counted, of one thread.
 */
typedef struct _SpMemory SpMemory;

/**
 * SpMemoryShelf:
 * @load: returns what was saved under a key, or %NULL
 * @save: called when a zone is learned or, with %NULL, forgotten
 *
 * Where zones outlive the program.
 */
typedef struct
{
  const char *(*load) (const char *key, gpointer user_data);
  void (*save) (const char *key, const char *zone, gpointer user_data);
} SpMemoryShelf;

SpMemory *sp_memory_new (void);
SpMemory *sp_memory_ref (SpMemory *self);
void sp_memory_unref (SpMemory *self);
void sp_memory_set_shelf (SpMemory *self, const SpMemoryShelf *shelf, gpointer user_data);

GHashTable *sp_memory_get_zone (SpMemory *self, const char *account_id, const char *name);
void
sp_memory_set_zone (SpMemory *self, const char *account_id, const char *name, GHashTable *zone);
GHashTable *sp_memory_get_token (SpMemory *self, const char *account_id, gint64 now_us);
void
sp_memory_set_token (SpMemory *self, const char *account_id, GHashTable *token, gint64 until_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpMemory, sp_memory_unref)

G_END_DECLS
