/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-preferences.h"

#include "sp-login.h"

#include <glib/gi18n.h>
#include <string.h>

struct _SpPreferences
{
  GtkDialog parent_instance;

  GSettings *settings; /* (owned) */
  SpLogin *login;      /* (owned) */
  gboolean showing;

  /* Template widgets */
  GtkInfoBar *read_only;
  GtkSwitch *start_at_login;
  GtkLabel *start_hint;
  GtkSwitch *background;
  GtkComboBox *tray_style;
  GtkSpinButton *history;
  GtkSwitch *notify_changed;
  GtkSwitch *notify_problem;
  GtkSwitch *notify_recovered;
  GtkSwitch *notify_needs_you;
  GtkSpinButton *interval;
  GtkTextView *services;
  GtkTextBuffer *services_text;
  GtkLabel *services_hint;
};

G_DEFINE_FINAL_TYPE (SpPreferences, sp_preferences, GTK_TYPE_DIALOG)

static gboolean
seconds_to_minutes (GValue *value, GVariant *variant, gpointer user_data)
{
  g_value_set_double (value, g_variant_get_uint32 (variant) / 60.0);
  return TRUE;
}

static GVariant *
minutes_to_seconds (const GValue *value, const GVariantType *type, gpointer user_data)
{
  return g_variant_new_uint32 ((guint32) (g_value_get_double (value) * 60));
}

static void
show_services (SpPreferences *self)
{
  g_auto (GStrv) services = g_settings_get_strv (self->settings, SP_SETTING_ECHO_SERVICES);
  g_autofree char *text = g_strjoinv ("\n", services);

  self->showing = TRUE;
  gtk_text_buffer_set_text (self->services_text, text, -1);
  self->showing = FALSE;
}

static void
show_hint (SpPreferences *self, const char *problem)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self->services_hint));

  gtk_label_set_text (self->services_hint,
                      problem != NULL ? problem
                                      : _ ("A new address is only believed when two of them agree. "
                                           "Leave this empty for the services that Signpost "
                                           "knows."));
  /* not “error”: Adwaita's red cannot be read on its dark ground */
  if (problem != NULL)
    gtk_style_context_remove_class (context, "dim-label");
  else
    gtk_style_context_add_class (context, "dim-label");
}

static void
services_changed_cb (SpPreferences *self, GtkTextBuffer *buffer)
{
  GtkTextIter start;
  GtkTextIter end;
  g_autofree char *text = NULL;
  g_autofree char *problem = NULL;
  g_auto (GStrv) services = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  services = sp_preferences_parse_services (text, &problem);
  show_hint (self, problem);
  if (services != NULL && !self->showing)
    g_settings_set_strv (self->settings, SP_SETTING_ECHO_SERVICES, (const char *const *) services);
}

static void
reset_services_cb (SpPreferences *self, GtkButton *button)
{
  g_settings_reset (self->settings, SP_SETTING_ECHO_SERVICES);
  show_services (self);
}

/* What is bound is greyed by GSettings, which does not say why. */
static void
show_access (SpPreferences *self)
{
  gboolean is_writable = g_settings_is_writable (self->settings, SP_SETTING_ECHO_SERVICES);

  gtk_widget_set_visible (GTK_WIDGET (self->read_only), !is_writable);
  gtk_text_view_set_editable (self->services, is_writable);
}

static void
bind (SpPreferences *self)
{
  const struct
  {
    const char *key;
    gpointer object;
    const char *property;
  } table[] = {
    { SP_SETTING_RUN_IN_BACKGROUND, self->background, "active" },
    { SP_SETTING_TRAY_STYLE, self->tray_style, "active-id" },
    { SP_SETTING_HISTORY_DAYS, self->history, "value" },
    { SP_SETTING_NOTIFY_CHANGED, self->notify_changed, "active" },
    { SP_SETTING_NOTIFY_PROBLEM, self->notify_problem, "active" },
    { SP_SETTING_NOTIFY_RECOVERED, self->notify_recovered, "active" },
    { SP_SETTING_NOTIFY_NEEDS_YOU, self->notify_needs_you, "active" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    g_settings_bind (self->settings,
                     table[i].key,
                     table[i].object,
                     table[i].property,
                     G_SETTINGS_BIND_DEFAULT);
  g_settings_bind_with_mapping (self->settings,
                                SP_SETTING_CHECK_INTERVAL,
                                self->interval,
                                "value",
                                G_SETTINGS_BIND_DEFAULT,
                                seconds_to_minutes,
                                minutes_to_seconds,
                                NULL,
                                NULL);
  show_services (self);
  show_access (self);
}

static void
sp_preferences_dispose (GObject *object)
{
  SpPreferences *self = SP_PREFERENCES (object);

  g_clear_object (&self->login);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (sp_preferences_parent_class)->dispose (object);
}

static void
sp_preferences_class_init (SpPreferencesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = sp_preferences_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SP_APPLICATION_PATH "/ui/sp-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, SpPreferences, read_only);
  gtk_widget_class_bind_template_child (widget_class, SpPreferences, start_at_login);
  gtk_widget_class_bind_template_child (widget_class, SpPreferences, start_hint);
  gtk_widget_class_bind_template_child (widget_class, SpPreferences, background);
  gtk_widget_class_bind_template_child (widget_class, SpPreferences, tray_style);
  gtk_widget_class_bind_template_child (widget_class, SpPreferences, history);
  gtk_widget_class_bind_template_child (widget_class, SpPreferences, notify_changed);
  gtk_widget_class_bind_template_child (widget_class, SpPreferences, notify_problem);
  gtk_widget_class_bind_template_child (widget_class, SpPreferences, notify_recovered);
  gtk_widget_class_bind_template_child (widget_class, SpPreferences, notify_needs_you);
  gtk_widget_class_bind_template_child (widget_class, SpPreferences, interval);
  gtk_widget_class_bind_template_child (widget_class, SpPreferences, services);
  gtk_widget_class_bind_template_child (widget_class, SpPreferences, services_text);
  gtk_widget_class_bind_template_child (widget_class, SpPreferences, services_hint);
  gtk_widget_class_bind_template_callback (widget_class, services_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_services_cb);
}

static void
sp_preferences_init (SpPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static gboolean
may_be_asked (const char *line)
{
  g_autoptr (GUri) uri = g_uri_parse (line, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autoptr (GInetAddress) address = NULL;

  if (host == NULL || *host == '\0' || g_uri_get_userinfo (uri) != NULL)
    return FALSE;
  if (g_str_equal (g_uri_get_scheme (uri), "https"))
    return TRUE;

  address = g_inet_address_new_from_string (host);
  return g_str_equal (g_uri_get_scheme (uri), "http") && address != NULL &&
         g_inet_address_get_is_loopback (address);
}

/**
 * sp_preferences_parse_services:
 * @text: what the person typed, one service a line
 * @problem: (out) (transfer full) (nullable): a sentence that says what is wrong, or %NULL
 *
 * An empty list stands for the services that Signpost knows.
 *
 * Returns: (transfer full) (nullable): the services, or %NULL as long as @text is not right
 */
char **
sp_preferences_parse_services (const char *text, char **problem)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GStrvBuilder) services = g_strv_builder_new ();

  *problem = NULL;
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);

      if (*line == '\0')
        continue;
      if (!may_be_asked (line))
        {
          *problem = g_strdup_printf (_ ("“%s” is not the address of a service: it has to begin "
                                         "with https:// and a host name."),
                                      line);
          return NULL;
        }
      g_strv_builder_add (services, line);
    }

  return g_strv_builder_end (services);
}

/**
 * sp_preferences_open:
 * @application: the application
 *
 * Shows the preferences.
 */
void
sp_preferences_open (SpApplication *application)
{
  SpServices *services = sp_application_get_services (application);
  GtkWindow *open = sp_application_find_window (application, SP_TYPE_PREFERENCES);
  SpPreferences *self;

  if (services == NULL)
    return;
  if (open != NULL)
    {
      gtk_window_present (open);
      return;
    }

  self = g_object_new (SP_TYPE_PREFERENCES, "use-header-bar", TRUE, NULL);
  self->settings = g_object_ref (services->settings);
  bind (self);
  self->login = sp_login_new (services, self->start_at_login, self->start_hint);
  gtk_window_set_transient_for (GTK_WINDOW (self), sp_application_get_parent (application));
  sp_application_add_window (application, GTK_WINDOW (self));
  g_signal_connect_object (self,
                           "response",
                           G_CALLBACK (gtk_widget_destroy),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self));
}
