/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-request-view.h"

#include "wording/sp-wording-error.h"

#include <glib/gi18n.h>

struct _SpRequestView
{
  GtkScrolledWindow parent_instance;

  gint64 shown_id; /* of the last request that is shown; 0 for none */

  /* Template widgets */
  GtkTextBuffer *text;
  GtkTextView *view;
};

G_DEFINE_FINAL_TYPE (SpRequestView, sp_request_view, GTK_TYPE_SCROLLED_WINDOW)

static void
append (SpRequestView *self, const char *text, const char *tag)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (self->text, &end);
  gtk_text_buffer_insert_with_tags_by_name (self->text, &end, text, -1, tag, NULL);
}

static void
append_words (SpRequestView *self, const char *words)
{
  append (self, words, "words");
  append (self, "\n", "words");
}

static void
append_heading (SpRequestView *self, const char *heading)
{
  append (self, heading, "heading");
  append (self, "\n", "words");
}

static void
append_code (SpRequestView *self, const char *code)
{
  append (self, code, "code");
  append (self, "\n", "words");
}

static void
append_end (SpRequestView *self, const SpTrace *trace)
{
  g_autofree char *heading = NULL;
  g_autofree char *note = NULL;

  if (trace->error != NULL)
    {
      heading = g_strdup_printf (_ ("Nothing came back in %d ms"), (int) trace->took_ms);
      note = sp_wording_translate_error (trace->error);
      append_heading (self, heading);
      append_words (self, note);
      return;
    }

  heading = g_strdup_printf (_ ("Came back after %d ms"), (int) trace->took_ms);
  append_heading (self, heading);
  append_code (self, trace->received);
  if (trace->is_withheld)
    append_words (self, _ ("The rest is not shown, because it may hold a secret."));
  if (trace->n_cut > 0)
    {
      note = g_strdup_printf (_ ("The rest is not kept: %d more bytes."), (int) trace->n_cut);
      append_words (self, note);
    }
}

static void
append_trace (SpRequestView *self, const SpTrace *trace)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (trace->wall_s);
  g_autofree char *time = g_date_time_format (when, "%T");
  g_autofree char *heading = g_strdup_printf (_ ("Sent at %s"), time);

  append_heading (self, heading);
  append_code (self, trace->sent);
  append_end (self, trace);
}

static void
begin (SpRequestView *self)
{
  gtk_text_buffer_set_text (self->text, "", -1);
  self->shown_id = 0;
}

/* The first line is where one begins to read. */
static void
end (SpRequestView *self)
{
  GtkTextIter start;

  gtk_text_buffer_get_start_iter (self->text, &start);
  gtk_text_buffer_place_cursor (self->text, &start);
  gtk_text_view_scroll_to_iter (self->view, &start, 0, TRUE, 0, 0);
}

static void
sp_request_view_class_init (SpRequestViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SP_APPLICATION_PATH "/ui/sp-request-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SpRequestView, text);
  gtk_widget_class_bind_template_child (widget_class, SpRequestView, view);
}

static void
sp_request_view_init (SpRequestView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sp_request_view_show_hint:
 * @self: the view
 *
 * No row is chosen: says that one has to be.
 */
void
sp_request_view_show_hint (SpRequestView *self)
{
  g_return_if_fail (SP_IS_REQUEST_VIEW (self));

  begin (self);
  append (self, _ ("Choose a row to see what was sent for it."), "words");
  end (self);
}

/**
 * sp_request_view_show_event:
 * @self: the view
 * @journal: the journal
 * @event_id: a row of it
 *
 * Shows what the attempt of the row sent. Whoever is reading it is not disturbed when it is the same
 * again.
 */
void
sp_request_view_show_event (SpRequestView *self, SpJournal *journal, gint64 event_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) traces = NULL;
  const SpTrace *last;

  g_return_if_fail (SP_IS_REQUEST_VIEW (self));

  traces = sp_journal_list_traces (journal, NULL, event_id, 0, &error);
  if (traces == NULL)
    g_warning ("reading what was sent: %s", error->message);
  last = traces == NULL || traces->len == 0 ? NULL : traces->pdata[traces->len - 1];
  if (last != NULL && last->id == self->shown_id)
    return;

  begin (self);
  for (guint i = 0; last != NULL && i < traces->len; i++)
    append_trace (self, traces->pdata[i]);
  if (last != NULL)
    self->shown_id = last->id;
  else
    append (self,
            _ ("Nothing was sent for this row, or it was more than three days ago."),
            "words");
  end (self);
}
