/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-login.h"

#include "base/sp-error.h"
#include "wording/sp-wording.h"

#include <glib/gi18n.h>

struct _SpLogin
{
  GObject parent_instance;

  SpServices *services;      /* (unowned): the application's, which closes its windows first */
  GtkSwitch *button;         /* (unowned): in the window that owns us */
  GtkLabel *hint;            /* (unowned): likewise */
  GCancellable *cancellable; /* (owned) */
  gboolean is_wanted;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (SpLogin, sp_login, G_TYPE_OBJECT)

static void
sp_login_dispose (GObject *object)
{
  SpLogin *self = SP_LOGIN (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (sp_login_parent_class)->dispose (object);
}

static void
sp_login_class_init (SpLoginClass *class)
{
  G_OBJECT_CLASS (class)->dispose = sp_login_dispose;
}

static void
sp_login_init (SpLogin *self)
{
  self->cancellable = g_cancellable_new ();
}

static gboolean
is_on (SpLogin *self)
{
  gboolean told = g_settings_get_boolean (self->services->settings, SP_SETTING_START_AT_LOGIN);

  return sp_desktop_starts_at_login (self->services->desktop, told);
}

static void
show (SpLogin *self, const char *problem)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self->hint));
  const char *calm = sp_desktop_is_sandbox (self->services->desktop)
                         ? _ ("In the tray, without its window. This is what the desktop answered "
                              "last; it does not tell when that is changed there.")
                         : _ ("In the tray, without its window.");

  self->showing = TRUE;
  gtk_switch_set_active (self->button, is_on (self));
  self->showing = FALSE;
  gtk_label_set_text (self->hint, problem != NULL ? problem : calm);
  /* not “error”: Adwaita's red cannot be read on its dark ground */
  if (problem != NULL)
    gtk_style_context_remove_class (context, "dim-label");
  else
    gtk_style_context_add_class (context, "dim-label");
}

static char *
say_error (const GError *error)
{
  if (g_error_matches (error, SP_ERROR, SP_ERROR_NOT_FOUND))
    /* Translators: a command line, “flatpak run …” */
    return g_strdup_printf (_ ("This desktop does not offer that to programs in a sandbox. Add the "
                               "command “%s” to the programs that it starts at login."),
                            "flatpak run " SP_APPLICATION_ID " --hidden");
  return sp_wording_for_error (error);
}

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SpLogin *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *problem = NULL;
  int leave = sp_desktop_ask_finish (SP_DESKTOP (object), result, &error);
  gboolean is_started = leave >= 0 && (leave & SP_DESKTOP_START_AT_LOGIN) != 0;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (error != NULL)
    problem = say_error (error);
  else if (self->is_wanted && !is_started)
    problem = g_strdup (_ ("The desktop does not allow it. Allow Signpost to run in the background "
                           "in the desktop's settings, then try again."));
  if (error == NULL && sp_desktop_is_sandbox (self->services->desktop))
    g_settings_set_boolean (self->services->settings, SP_SETTING_START_AT_LOGIN, is_started);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), TRUE);
  show (self, problem);
}

static gboolean
state_set_cb (SpLogin *self, gboolean state, GtkSwitch *button)
{
  if (self->showing)
    return FALSE;

  self->is_wanted = state;
  gtk_widget_set_sensitive (GTK_WIDGET (button), FALSE);
  sp_desktop_ask_async (self->services->desktop, state, self->cancellable, answered_cb, self);
  return TRUE;
}

/**
 * sp_login_new:
 * @services: whose desktop is asked; must outlive the object
 * @button: the switch; must outlive the object
 * @hint: says what the switch means, or why it went back; must outlive the object
 *
 * Returns: (transfer full): what moves the switch
 */
SpLogin *
sp_login_new (SpServices *services, GtkSwitch *button, GtkLabel *hint)
{
  SpLogin *self = g_object_new (SP_TYPE_LOGIN, NULL);

  self->services = services;
  self->button = button;
  self->hint = hint;
  show (self, NULL);
  g_signal_connect_object (button, "state-set", G_CALLBACK (state_set_cb), self, G_CONNECT_SWAPPED);
  return self;
}
