/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-log-page.h"

#include "sp-event-text.h"
#include "sp-report.h"
#include "sp-request-view.h"

#include <glib/gi18n.h>

/* Enough to scroll through; the history exports all. */
#define MAX_ROWS 2000

enum
{
  COLUMN_ID,
  COLUMN_TIME,
  COLUMN_PROFILE,
  COLUMN_TEXT,
};

struct _SpLogPage
{
  GtkBox parent_instance;

  SpServices *services; /* (unowned): the application's */
  gint64 last_id;
  gboolean filling;
  gboolean follow;

  /* Template widgets */
  GtkListStore *rows;
  GtkComboBoxText *profile;
  GtkTreeView *view;
  GtkTreeSelection *choice;
  GtkScrolledWindow *scrolled;
  GtkToggleButton *shows_requests;
  SpRequestView *requests; /* (unowned): of the template */
};

G_DEFINE_FINAL_TYPE (SpLogPage, sp_log_page, GTK_TYPE_BOX)

static const char *
get_profile_id (SpLogPage *self)
{
  const char *id = gtk_combo_box_get_active_id (GTK_COMBO_BOX (self->profile));

  return id != NULL && *id != '\0' ? id : NULL;
}

static const char *
get_profile_name (SpStatus *status, const char *profile_id)
{
  const SpProfileStatus *profile = profile_id != NULL
                                       ? sp_status_lookup_profile (status, profile_id)
                                       : NULL;

  return profile != NULL ? sp_profile_get_name (profile->profile) : "";
}

static gboolean
is_at_end (SpLogPage *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled);

  return gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) >=
         gtk_adjustment_get_upper (adjustment) - 1;
}

static void
view_grown_cb (SpLogPage *self, GdkRectangle *allocation, GtkWidget *view)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled);

  if (self->follow)
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
}

static void
append (SpLogPage *self, SpStatus *status, const SpEvent *event)
{
  g_autofree char *time = sp_event_time (event->wall_s);
  g_autofree char *text = sp_event_text (event);

  gtk_list_store_insert_with_values (self->rows,
                                     NULL,
                                     -1,
                                     COLUMN_ID,
                                     event->id,
                                     COLUMN_TIME,
                                     time,
                                     COLUMN_PROFILE,
                                     get_profile_name (status, event->profile_id),
                                     COLUMN_TEXT,
                                     text,
                                     -1);
  self->last_id = event->id;
}

static void
read_new_events (SpLogPage *self, SpStatus *status)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events = sp_journal_list_events (self->services->journal,
                                                         get_profile_id (self),
                                                         0,
                                                         self->last_id,
                                                         MAX_ROWS,
                                                         &error);

  if (events == NULL)
    {
      g_warning ("reading the log: %s", error->message);
      return;
    }

  self->follow = self->last_id == 0 || is_at_end (self);
  for (guint i = 0; i < events->len; i++)
    append (self, status, g_ptr_array_index (events, i));
}

static gboolean
names_are_listed (SpLogPage *self, SpStatus *status)
{
  GPtrArray *profiles = sp_status_get_profiles (status);
  GtkTreeModel *model = gtk_combo_box_get_model (GTK_COMBO_BOX (self->profile));
  GtkTreeIter iter;
  gboolean more = gtk_tree_model_get_iter_first (model, &iter);

  if (!more || gtk_tree_model_iter_n_children (model, NULL) != (int) profiles->len + 1)
    return FALSE;

  for (guint i = 0; i < profiles->len; i++)
    {
      const SpProfileStatus *profile = g_ptr_array_index (profiles, i);
      g_autofree char *name = NULL;

      gtk_tree_model_iter_next (model, &iter);
      gtk_tree_model_get (model, &iter, 0, &name, -1);
      if (g_strcmp0 (name, sp_profile_get_name (profile->profile)) != 0)
        return FALSE;
    }
  return TRUE;
}

static void
list_names (SpLogPage *self, SpStatus *status)
{
  GPtrArray *profiles = sp_status_get_profiles (status);
  g_autofree char *chosen = g_strdup (get_profile_id (self));

  if (names_are_listed (self, status))
    return;

  self->filling = TRUE;
  gtk_combo_box_text_remove_all (self->profile);
  gtk_combo_box_text_append (self->profile, "", _ ("All profiles"));
  for (guint i = 0; i < profiles->len; i++)
    {
      const SpProfileStatus *profile = g_ptr_array_index (profiles, i);

      gtk_combo_box_text_append (self->profile,
                                 sp_profile_get_id (profile->profile),
                                 sp_profile_get_name (profile->profile));
    }
  if (!gtk_combo_box_set_active_id (GTK_COMBO_BOX (self->profile), chosen != NULL ? chosen : ""))
    gtk_combo_box_set_active (GTK_COMBO_BOX (self->profile), 0);
  self->filling = FALSE;
}

static void
show_requests (SpLogPage *self)
{
  GtkTreeModel *model;
  GtkTreeIter iter;
  gint64 id;

  if (!gtk_toggle_button_get_active (self->shows_requests))
    return;
  if (!gtk_tree_selection_get_selected (self->choice, &model, &iter))
    {
      sp_request_view_show_hint (self->requests);
      return;
    }

  gtk_tree_model_get (model, &iter, COLUMN_ID, &id, -1);
  sp_request_view_show_event (self->requests, self->services->journal, id);
}

/* The first row of the last attempt, so that there is something to see. */
static void
choose_last (SpLogPage *self)
{
  g_autoptr (GPtrArray)
      traces = sp_journal_list_traces (self->services->journal, get_profile_id (self), 0, 0, NULL);
  const SpTrace *last = traces == NULL || traces->len == 0 ? NULL : traces->pdata[traces->len - 1];
  GtkTreeModel *model = GTK_TREE_MODEL (self->rows);
  GtkTreeIter iter;
  gboolean more = last != NULL && gtk_tree_model_get_iter_first (model, &iter);

  for (; more; more = gtk_tree_model_iter_next (model, &iter))
    {
      g_autoptr (GtkTreePath) path = gtk_tree_model_get_path (model, &iter);
      gint64 id;

      gtk_tree_model_get (model, &iter, COLUMN_ID, &id, -1);
      if (id < last->first_event)
        continue;
      gtk_tree_view_set_cursor (self->view, path, NULL, FALSE);
      return;
    }
}

static void
chosen_cb (SpLogPage *self, GtkTreeSelection *choice)
{
  show_requests (self);
}

static void
requests_toggled_cb (SpLogPage *self, GtkToggleButton *button)
{
  if (gtk_toggle_button_get_active (button) &&
      gtk_tree_selection_count_selected_rows (self->choice) == 0)
    choose_last (self);
  show_requests (self);
}

static void
refresh (SpLogPage *self)
{
  g_autoptr (SpStatus) status = NULL;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  status = sp_engine_get_status (self->services->engine);
  list_names (self, status);
  read_new_events (self, status);
  show_requests (self);
}

static void
profile_changed_cb (SpLogPage *self, GtkComboBox *combo)
{
  if (self->filling)
    return;

  gtk_list_store_clear (self->rows);
  self->last_id = 0;
  refresh (self);
}

static void
copy_report_cb (SpLogPage *self, GtkButton *button)
{
  gboolean with_requests = gtk_toggle_button_get_active (self->shows_requests);
  g_autofree char *report = sp_report_write (self->services, get_profile_id (self), with_requests);

  gtk_clipboard_set_text (gtk_clipboard_get (GDK_SELECTION_CLIPBOARD), report, -1);
}

static void
sp_log_page_class_init (SpLogPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (SP_TYPE_REQUEST_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SP_APPLICATION_PATH "/ui/sp-log-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpLogPage, rows);
  gtk_widget_class_bind_template_child (widget_class, SpLogPage, profile);
  gtk_widget_class_bind_template_child (widget_class, SpLogPage, view);
  gtk_widget_class_bind_template_child (widget_class, SpLogPage, choice);
  gtk_widget_class_bind_template_child (widget_class, SpLogPage, scrolled);
  gtk_widget_class_bind_template_child (widget_class, SpLogPage, shows_requests);
  gtk_widget_class_bind_template_child (widget_class, SpLogPage, requests);
  gtk_widget_class_bind_template_callback (widget_class, profile_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_report_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, requests_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, view_grown_cb);
}

static void
sp_log_page_init (SpLogPage *self)
{
  g_autoptr (GList) cells = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  cells = gtk_cell_layout_get_cells (GTK_CELL_LAYOUT (self->profile));
  g_object_set (cells->data, "ellipsize", PANGO_ELLIPSIZE_MIDDLE, "width-chars", 20, NULL);
}

/**
 * sp_log_page_set_services:
 * @self: the page
 * @services: must outlive the page
 *
 * Follows the journal from now on, while the page is seen.
 */
void
sp_log_page_set_services (SpLogPage *self, SpServices *services)
{
  g_return_if_fail (SP_IS_LOG_PAGE (self));

  self->services = services;
  g_signal_connect_object (services->engine,
                           "changed",
                           G_CALLBACK (refresh),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "map", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
}

/**
 * sp_log_page_show_profile:
 * @self: the page
 * @profile_id: (nullable): a profile; %NULL for all
 *
 * Shows only what happened to the profile.
 */
void
sp_log_page_show_profile (SpLogPage *self, const char *profile_id)
{
  g_return_if_fail (SP_IS_LOG_PAGE (self));

  refresh (self);
  gtk_combo_box_set_active_id (GTK_COMBO_BOX (self->profile), profile_id != NULL ? profile_id : "");
}
