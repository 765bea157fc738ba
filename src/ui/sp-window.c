/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-window.h"

#include "sp-history-page.h"
#include "sp-log-page.h"
#include "sp-profiles-page.h"

/* Sentences say “in 9 min”; while somebody looks, they have to stay true. */
#define REFRESH_S 20

struct _SpWindow
{
  GtkWindow parent_instance;

  GSource *tick; /* (owned) */

  /* Template widgets */
  GtkStack *stack;
  GtkSearchBar *search_bar;
  GtkToggleButton *search_button;
  GtkEntry *search;
  SpProfilesPage *profiles; /* (unowned): part of the template */
  SpHistoryPage *history;   /* (unowned): part of the template */
  SpLogPage *log;           /* (unowned): part of the template */
};

G_DEFINE_FINAL_TYPE (SpWindow, sp_window, GTK_TYPE_WINDOW)

static gboolean
tick_cb (gpointer user_data)
{
  SpWindow *self = user_data;

  sp_profiles_page_refresh (self->profiles);
  return G_SOURCE_CONTINUE;
}

static void
search_changed_cb (SpWindow *self, GtkEntry *entry)
{
  sp_profiles_page_set_search (self->profiles, gtk_entry_get_text (entry));
}

static void
page_changed_cb (SpWindow *self, GParamSpec *pspec, GtkStack *stack)
{
  gboolean profiles = gtk_stack_get_visible_child (stack) == GTK_WIDGET (self->profiles);

  gtk_widget_set_sensitive (GTK_WIDGET (self->search_button), profiles);
  if (!profiles)
    gtk_search_bar_set_search_mode (self->search_bar, FALSE);
}

static gboolean
press_shortcut (SpWindow *self, GdkEventKey *event)
{
  static const char *const pages[] = { "profiles", "history", "log" };
  guint modifiers = event->state & gtk_accelerator_get_default_mod_mask ();
  guint key = gdk_keyval_to_lower (event->keyval);

  if (modifiers == GDK_CONTROL_MASK && key == GDK_KEY_w)
    gtk_window_close (GTK_WINDOW (self));
  else if (modifiers == GDK_CONTROL_MASK && key == GDK_KEY_f)
    {
      gtk_stack_set_visible_child_name (self->stack, "profiles");
      gtk_search_bar_set_search_mode (self->search_bar, TRUE);
    }
  else if (modifiers == GDK_MOD1_MASK && key >= GDK_KEY_1 && key <= GDK_KEY_3)
    gtk_stack_set_visible_child_name (self->stack, pages[key - GDK_KEY_1]);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static gboolean
key_press_cb (SpWindow *self, GdkEventKey *event, gpointer user_data)
{
  if (press_shortcut (self, event))
    return GDK_EVENT_STOP;
  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->search_button)))
    return GDK_EVENT_PROPAGATE;

  return gtk_search_bar_handle_event (self->search_bar, (GdkEvent *) event);
}

static void
sp_window_destroy (GtkWidget *widget)
{
  SpWindow *self = SP_WINDOW (widget);

  if (self->tick != NULL)
    g_source_destroy (self->tick);
  g_clear_pointer (&self->tick, g_source_unref);

  GTK_WIDGET_CLASS (sp_window_parent_class)->destroy (widget);
}

static void
sp_window_class_init (SpWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->destroy = sp_window_destroy;

  g_type_ensure (SP_TYPE_PROFILES_PAGE);
  g_type_ensure (SP_TYPE_HISTORY_PAGE);
  g_type_ensure (SP_TYPE_LOG_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SP_APPLICATION_PATH "/ui/sp-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SpWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, SpWindow, search_bar);
  gtk_widget_class_bind_template_child (widget_class, SpWindow, search_button);
  gtk_widget_class_bind_template_child (widget_class, SpWindow, search);
  gtk_widget_class_bind_template_child (widget_class, SpWindow, profiles);
  gtk_widget_class_bind_template_child (widget_class, SpWindow, history);
  gtk_widget_class_bind_template_child (widget_class, SpWindow, log);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_press_cb);
}

static void
sp_window_init (SpWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, self->search);
}

/**
 * sp_window_new:
 * @services: must outlive the window
 *
 * Returns: (transfer none): a window, not shown yet; it belongs to GTK until it is destroyed
 */
GtkWidget *
sp_window_new (SpServices *services)
{
  SpWindow *self = g_object_new (SP_TYPE_WINDOW, NULL);

  sp_profiles_page_set_services (self->profiles, services);
  sp_history_page_set_services (self->history, services);
  sp_log_page_set_services (self->log, services);
  self->tick = g_timeout_source_new_seconds (REFRESH_S);
  g_source_set_callback (self->tick, tick_cb, self, NULL);
  g_source_attach (self->tick, NULL);
  return GTK_WIDGET (self);
}

/**
 * sp_window_show_profile:
 * @self: the window
 * @profile_id: a profile
 *
 * Goes to the profile and opens its row.
 */
void
sp_window_show_profile (SpWindow *self, const char *profile_id)
{
  g_return_if_fail (SP_IS_WINDOW (self));

  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "profiles");
  sp_profiles_page_open (self->profiles, profile_id);
}

/**
 * sp_window_show_log:
 * @self: the window
 * @profile_id: (nullable): a profile; %NULL for all
 *
 * Goes to the log of a profile.
 */
void
sp_window_show_log (SpWindow *self, const char *profile_id)
{
  g_return_if_fail (SP_IS_WINDOW (self));

  gtk_stack_set_visible_child_name (self->stack, "log");
  sp_log_page_show_profile (self->log, profile_id);
}
