/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-finding.h"
#include "address/sp-network.h"
#include "engine/sp-notes.h"
#include "journal/sp-journal.h"

G_BEGIN_DECLS

/**
 * SpWatch:
 * @family: the family
 * @source: (owned): where it is learnt, as profiles say it
 * @key: (owned): its name in the notes
 * @interval_s: how often somebody wants it looked at
 * @old_interval_s: what that was, while the list is made anew
 * @finding: (owned) (nullable): what was found last
 * @confirmed: (owned) (nullable): the last address that was believed, perhaps before a restart
 * @since_s: since when it has been this one, in wall clock seconds
 * @due_us: when it is looked at next, on the boot clock
 * @n_failed: how many looks in a row nobody answered
 * @n_done: how many looks there were
 * @was_visible: @confirmed stood on an interface of this machine
 * @is_wanted: still named by somebody, while the list is made anew
 * @is_running: somebody is being asked
 *
 * One thing that is looked at: the address of one family from one source. Knows what was found, not
 * how to look. Belongs to #SpRounds, which reads and writes it.
 */
typedef struct
{
  SpFamily family;
  char *source;
  char *key;
  guint interval_s;
  guint old_interval_s;
  SpFinding *finding;
  SpAddress *confirmed;
  gint64 since_s;
  gint64 due_us;
  guint n_failed;
  guint n_done;
  gboolean was_visible;
  gboolean is_wanted;
  gboolean is_running;
} SpWatch;

SpWatch *sp_watch_new (SpFamily family, const char *source, SpNotes *notes);
void sp_watch_free (SpWatch *self);

gboolean sp_watch_take_finding (SpWatch *self,
                                SpFinding *finding,
                                SpNetwork *network,
                                SpNotes *notes,
                                SpJournal *journal);
gint64 sp_watch_get_pause_s (const SpWatch *self, SpNetwork *network, guint32 seed);
gboolean sp_watch_has_left (const SpWatch *self, SpNetwork *network);

G_END_DECLS
