/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-history-page.h"

#include "sp-event-text.h"
#include "sp-history-csv.h"
#include "sp-timeline.h"

#include <glib/gi18n.h>
#include <string.h>

enum
{
  COLUMN_TIME,
  COLUMN_PROFILE,
  COLUMN_ADDRESS,
  COLUMN_TEXT,
  COLUMN_SEARCH, /* all of them, folded */
};

struct _SpHistoryPage
{
  GtkBox parent_instance;

  SpServices *services; /* (unowned): the application's */
  gint64 last_id;
  char *search; /* (owned): folded */

  /* Template widgets */
  SpTimeline *timeline; /* (unowned): part of the template */
  GtkComboBox *range;
  GtkEntry *filter;
  GtkListStore *rows;
  GtkTreeModelFilter *filtered;
};

G_DEFINE_FINAL_TYPE (SpHistoryPage, sp_history_page, GTK_TYPE_BOX)

static gint64
get_range_s (SpHistoryPage *self)
{
  static const struct
  {
    const char *id;
    gint64 days;
  } table[] = { { "day", 1 }, { "week", 7 }, { "month", 31 }, { "year", 366 } };
  const char *id = gtk_combo_box_get_active_id (self->range);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_strcmp0 (id, table[i].id) == 0)
      return table[i].days * 86400;
  return 86400;
}

static gint64
get_now_s (SpHistoryPage *self)
{
  return sp_clock_now (self->services->world.clock).wall_s;
}

static GPtrArray *
list_events (SpHistoryPage *self)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *events = sp_journal_list_events (self->services->journal, NULL, 0, 0, 0, &error);

  if (events == NULL)
    {
      g_warning ("reading the history: %s", error->message);
      return g_ptr_array_new ();
    }
  return events;
}

static gboolean
row_is_visible (GtkTreeModel *model, GtkTreeIter *iter, gpointer user_data)
{
  SpHistoryPage *self = user_data;
  g_autofree char *text = NULL;

  if (*self->search == '\0')
    return TRUE;
  gtk_tree_model_get (model, iter, COLUMN_SEARCH, &text, -1);
  return text != NULL && strstr (text, self->search) != NULL;
}

static void
prepend (SpHistoryPage *self, SpStatus *status, const SpEvent *event)
{
  const SpProfileStatus *profile = event->profile_id != NULL
                                       ? sp_status_lookup_profile (status, event->profile_id)
                                       : NULL;
  const char *name = profile != NULL ? sp_profile_get_name (profile->profile) : "";
  g_autofree char *time = sp_event_time (event->wall_s);
  g_autofree char *text = sp_event_text (event);
  g_autofree char *all = g_strjoin (" ", time, name, text, NULL);
  g_autofree char *folded = g_utf8_casefold (all, -1);

  gtk_list_store_insert_with_values (self->rows,
                                     NULL,
                                     0,
                                     COLUMN_TIME,
                                     time,
                                     COLUMN_PROFILE,
                                     name,
                                     COLUMN_ADDRESS,
                                     event->address,
                                     COLUMN_TEXT,
                                     text,
                                     COLUMN_SEARCH,
                                     folded,
                                     -1);
}

static void
refresh (SpHistoryPage *self)
{
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (SpStatus) status = NULL;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  events = list_events (self);
  status = sp_engine_get_status (self->services->engine);
  sp_timeline_set_events (self->timeline, events, get_now_s (self));
  for (guint i = 0; i < events->len; i++)
    {
      const SpEvent *event = g_ptr_array_index (events, i);

      if (event->id <= self->last_id)
        continue;
      prepend (self, status, event);
      self->last_id = event->id;
    }
}

static void
range_changed_cb (SpHistoryPage *self, GtkComboBox *range)
{
  gint64 now_s;

  if (self->services == NULL)
    return;

  now_s = get_now_s (self);
  sp_timeline_set_range (self->timeline, now_s - get_range_s (self), now_s);
}

static void
filter_changed_cb (SpHistoryPage *self, GtkEntry *entry)
{
  g_clear_pointer (&self->search, g_free);
  self->search = g_utf8_casefold (gtk_entry_get_text (entry), -1);
  gtk_tree_model_filter_refilter (self->filtered);
}

static void
show_export_error (SpHistoryPage *self, const GError *error)
{
  GtkWidget *dialog = gtk_message_dialog_new (GTK_WINDOW (
                                                  gtk_widget_get_toplevel (GTK_WIDGET (self))),
                                              GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT,
                                              GTK_MESSAGE_ERROR,
                                              GTK_BUTTONS_CLOSE,
                                              "%s",
                                              _ ("Could not save the history"));

  gtk_message_dialog_format_secondary_text (GTK_MESSAGE_DIALOG (dialog), "%s", error->message);
  g_signal_connect_object (dialog,
                           "response",
                           G_CALLBACK (gtk_widget_destroy),
                           dialog,
                           G_CONNECT_SWAPPED);
  gtk_widget_show (dialog);
}

static void
export_chosen_cb (SpHistoryPage *self, int response, GtkNativeDialog *dialog)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autoptr (GPtrArray) events = list_events (self);
  g_autofree char *csv = sp_history_csv (events);
  g_autoptr (GError) error = NULL;

  if (response == GTK_RESPONSE_ACCEPT && file != NULL &&
      !g_file_replace_contents (file,
                                csv,
                                strlen (csv),
                                NULL,
                                FALSE,
                                G_FILE_CREATE_NONE,
                                NULL,
                                NULL,
                                &error))
    show_export_error (self, error);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
export_cb (SpHistoryPage *self, GtkButton *button)
{
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (_ ("Save the history"),
                                   GTK_WINDOW (gtk_widget_get_toplevel (GTK_WIDGET (self))),
                                   GTK_FILE_CHOOSER_ACTION_SAVE,
                                   NULL,
                                   NULL);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), "signpost.csv");
  gtk_file_chooser_set_do_overwrite_confirmation (GTK_FILE_CHOOSER (dialog), TRUE);
  g_signal_connect_object (dialog,
                           "response",
                           G_CALLBACK (export_chosen_cb),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
sp_history_page_finalize (GObject *object)
{
  g_clear_pointer (&SP_HISTORY_PAGE (object)->search, g_free);

  G_OBJECT_CLASS (sp_history_page_parent_class)->finalize (object);
}

static void
sp_history_page_class_init (SpHistoryPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = sp_history_page_finalize;

  g_type_ensure (SP_TYPE_TIMELINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SP_APPLICATION_PATH "/ui/sp-history-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpHistoryPage, timeline);
  gtk_widget_class_bind_template_child (widget_class, SpHistoryPage, range);
  gtk_widget_class_bind_template_child (widget_class, SpHistoryPage, filter);
  gtk_widget_class_bind_template_child (widget_class, SpHistoryPage, rows);
  gtk_widget_class_bind_template_child (widget_class, SpHistoryPage, filtered);
  gtk_widget_class_bind_template_callback (widget_class, range_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, export_cb);
}

static void
sp_history_page_init (SpHistoryPage *self)
{
  self->search = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_tree_model_filter_set_visible_func (self->filtered, row_is_visible, self, NULL);
}

/**
 * sp_history_page_set_services:
 * @self: the page
 * @services: must outlive the page
 *
 * Reads the journal from now on, while the page is seen.
 */
void
sp_history_page_set_services (SpHistoryPage *self, SpServices *services)
{
  g_return_if_fail (SP_IS_HISTORY_PAGE (self));

  self->services = services;
  range_changed_cb (self, self->range);
  g_signal_connect_object (services->engine,
                           "changed",
                           G_CALLBACK (refresh),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "map", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
}
