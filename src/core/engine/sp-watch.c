/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-watch.h"

#include "engine/sp-backoff.h"
#include "engine/sp-diary.h"

/* An address that stands on an interface is watched by the kernel; asking is only a second look. */
#define VISIBLE_INTERVAL_S 3600

static const gint64 retry_waits_s[] = { 5, 15, 45, 120, 300 };

static void
recall_address (SpWatch *self, SpNotes *notes)
{
  const char *text = sp_notes_get (notes, self->key);
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", " ", 3);

  if (g_strv_length (parts) != 3)
    return;

  self->confirmed = sp_address_new_from_string (parts[0], NULL);
  self->since_s = g_ascii_strtoll (parts[1], NULL, 10);
  self->was_visible = g_str_equal (parts[2], "visible");
}

/* Written when it changed only; if that fails the next start confirms the address once more. */
static void
remember_address (SpWatch *self, SpNotes *notes)
{
  g_autofree char *text = g_strdup_printf ("%s %" G_GINT64_FORMAT " %s",
                                           sp_address_get_text (self->confirmed),
                                           self->since_s,
                                           self->was_visible ? "visible" : "behind-router");
  g_autoptr (GError) error = NULL;

  if (!sp_notes_set (notes, self->key, text, &error))
    g_info ("remembering the address of this place: %s", error->message);
}

static gboolean
is_on_interface (SpAddress *address, SpNetwork *network)
{
  g_autoptr (GPtrArray) rows = sp_network_list_addresses (network);

  for (guint i = 0; i < rows->len; i++)
    {
      SpInterfaceAddress *row = rows->pdata[i];

      if (sp_address_equal (row->address, address))
        return TRUE;
    }
  return FALSE;
}

static void
take_address (SpWatch *self,
              SpFinding *finding,
              SpNetwork *network,
              SpNotes *notes,
              SpJournal *journal)
{
  SpAddress *address = sp_finding_get_address (finding);
  gint64 now_s = sp_finding_get_when (finding)->wall_s;
  g_autoptr (SpAddress) old = g_steal_pointer (&self->confirmed);

  self->confirmed = sp_address_ref (address);
  self->since_s = now_s;
  self->was_visible = is_on_interface (address, network);
  if (!sp_journal_is_read_only (journal))
    remember_address (self, notes);
  sp_diary_note_address (journal, address, old, sp_finding_get_source (finding), now_s);
  g_message ("this place has the address %s", sp_address_get_text (address));
}

/* An outage begins with the second look in a row that nobody answered: one may be bad luck. */
static void
note_outage (SpWatch *self, SpFinding *finding, SpJournal *journal)
{
  gboolean is_out = sp_finding_get_state (finding) == SP_FINDING_UNKNOWN;
  gint64 now_s = sp_finding_get_when (finding)->wall_s;

  if (!is_out && self->n_failed > 1)
    sp_diary_note_outage (journal, self->family, SP_DIARY_ENDED, NULL, now_s);
  self->n_failed = is_out ? self->n_failed + 1 : 0;
  if (self->n_failed == 2)
    sp_diary_note_outage (journal,
                          self->family,
                          SP_DIARY_BEGUN,
                          sp_finding_get_reason (finding),
                          now_s);
}

/**
 * sp_watch_new:
 * @family: a family
 * @source: where it is learnt
 * @notes: where its address was remembered
 *
 * Returns: (transfer full): a watch that was not looked at in this run
 */
SpWatch *
sp_watch_new (SpFamily family, const char *source, SpNotes *notes)
{
  SpWatch *self = g_new0 (SpWatch, 1);

  self->family = family;
  self->source = g_strdup (source);
  self->key = g_strdup_printf ("%s %s", sp_family_to_string (family), source);
  recall_address (self, notes);
  return self;
}

/**
 * sp_watch_free:
 * @self: (transfer full): a watch
 */
void
sp_watch_free (SpWatch *self)
{
  g_clear_pointer (&self->source, g_free);
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->finding, sp_finding_unref);
  g_clear_pointer (&self->confirmed, sp_address_unref);
  g_free (self);
}

/**
 * sp_watch_take_finding:
 * @self: a watch
 * @finding: what a look brought
 * @network: shows whether the address stands on an interface
 * @notes: remembers the address over a restart
 * @journal: gets the history
 *
 * Returns: %TRUE if that is news
 */
gboolean
sp_watch_take_finding (SpWatch *self,
                       SpFinding *finding,
                       SpNetwork *network,
                       SpNotes *notes,
                       SpJournal *journal)
{
  SpAddress *address = sp_finding_get_address (finding);
  gboolean is_new = address != NULL &&
                    (self->confirmed == NULL || !sp_address_equal (self->confirmed, address));
  gboolean is_change = is_new || self->finding == NULL ||
                       sp_finding_get_state (self->finding) != sp_finding_get_state (finding);

  if (is_new)
    take_address (self, finding, network, notes, journal);
  note_outage (self, finding, journal);
  sp_finding_ref (finding);
  g_clear_pointer (&self->finding, sp_finding_unref);
  self->finding = finding;
  self->n_done++;
  return is_change;
}

/**
 * sp_watch_get_pause_s:
 * @self: a watch that was just looked at
 * @network: shows whether the address stands on an interface
 * @seed: a number that belongs to this installation
 *
 * Returns: seconds until the next look: soon after a failure, seldom where the kernel would tell,
 *   else the interval, give or take a fifth, so that the machines of a street do not ask together
 */
gint64
sp_watch_get_pause_s (const SpWatch *self, SpNetwork *network, guint32 seed)
{
  gboolean is_known = self->finding != NULL &&
                      sp_finding_get_state (self->finding) == SP_FINDING_KNOWN;
  gint64 pause_s = self->interval_s;

  if (is_known && is_on_interface (sp_finding_get_address (self->finding), network))
    pause_s = MAX (pause_s, VISIBLE_INTERVAL_S);
  else if (self->n_failed > 0 && self->n_failed <= G_N_ELEMENTS (retry_waits_s))
    return MIN (pause_s, retry_waits_s[self->n_failed - 1]);

  return (gint64) ((double) pause_s *
                   (0.8 + 0.4 * sp_backoff_get_share (seed, self->key, self->n_done)));
}

/**
 * sp_watch_has_left:
 * @self: a watch
 * @network: the network
 *
 * Returns: %TRUE if the remembered address stood on an interface and does not any more
 */
gboolean
sp_watch_has_left (const SpWatch *self, SpNetwork *network)
{
  return self->was_visible && !is_on_interface (self->confirmed, network);
}
