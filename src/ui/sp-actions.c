/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-actions.h"

#include "sp-about.h"
#include "sp-confirm.h"
#include "sp-editor.h"
#include "sp-preferences.h"
#include "sp-trial.h"
#include "sp-window.h"

#include <glib/gi18n.h>

/* Every request a person can make, by name: tray, window, keys, notifications and the session bus
 * all go through here. */

static void
updated_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpStatus) status = sp_engine_update_finish (SP_ENGINE (object), result, &error);

  if (status == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("updating: %s", error->message);
}

static void
update (SpApplication *self, const char *profile_id, SpUpdateFlags flags)
{
  const char *const ids[] = { profile_id, NULL };
  SpServices *services = sp_application_get_services (self);

  if (services != NULL)
    sp_engine_update_async (services->engine,
                            profile_id != NULL ? ids : NULL,
                            flags,
                            NULL,
                            updated_cb,
                            NULL);
}

static const char *
get_id (GVariant *parameter)
{
  const char *id = g_variant_get_string (parameter, NULL);

  return *id != '\0' ? id : NULL;
}

static void
check_now (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  update (SP_APPLICATION (user_data), NULL, SP_UPDATE_DUE);
}

static void
check_profile (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  update (SP_APPLICATION (user_data), get_id (parameter), SP_UPDATE_DUE);
}

static void
force_update (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  update (SP_APPLICATION (user_data), get_id (parameter), SP_UPDATE_FORCE);
}

static void
send_anyway (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  sp_confirm_send (SP_APPLICATION (user_data), get_id (parameter));
}

static void
remove_profile (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  sp_confirm_remove (SP_APPLICATION (user_data), get_id (parameter));
}

static char *
find_address (SpApplication *self, const char *which)
{
  g_autoptr (SpStatus) status = sp_application_get_status (self);
  g_autoptr (SpAddress) address = NULL;
  SpFinding *finding;
  SpFamily family;

  if (status == NULL)
    return NULL;
  if (!sp_family_from_string (which, &family))
    {
      address = sp_address_new_from_string (which, NULL);
      return address != NULL ? g_strdup (sp_address_get_text (address)) : NULL;
    }

  finding = sp_status_get_finding (status, family);
  if (finding == NULL || sp_finding_get_state (finding) != SP_FINDING_KNOWN)
    return NULL;
  return g_strdup (sp_address_get_text (sp_finding_get_address (finding)));
}

static void
copy_address (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SpApplication *self = SP_APPLICATION (user_data);
  GtkClipboard *clipboard = gtk_clipboard_get (GDK_SELECTION_CLIPBOARD);
  g_autofree char *address = find_address (self, g_variant_get_string (parameter, NULL));

  if (address == NULL)
    return;
  gtk_clipboard_set_text (clipboard, address, -1);
  gtk_clipboard_set_can_store (clipboard, NULL, 0);
}

static void
pause_all (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SpServices *services = sp_application_get_services (SP_APPLICATION (user_data));
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GError) error = NULL;
  gint64 seconds = sp_pause_seconds (g_variant_get_string (parameter, NULL), now);

  if (services != NULL && seconds >= 0 &&
      !sp_engine_pause (services->engine, NULL, seconds, &error))
    sp_confirm_show_error (SP_APPLICATION (user_data), _ ("Could not pause"), error);
}

static void
resume_all (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SpServices *services = sp_application_get_services (SP_APPLICATION (user_data));
  g_autoptr (GError) error = NULL;

  if (services != NULL && !sp_engine_resume (services->engine, NULL, &error))
    sp_confirm_show_error (SP_APPLICATION (user_data), _ ("Could not resume"), error);
}

static void
retry (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SpServices *services = sp_application_get_services (SP_APPLICATION (user_data));
  const char *id = get_id (parameter);
  g_autoptr (GError) error = NULL;

  if (services != NULL && id != NULL && !sp_engine_retry (services->engine, id, &error))
    sp_confirm_show_error (SP_APPLICATION (user_data), _ ("Could not try again"), error);
}

static void
unlock (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SpServices *services = sp_application_get_services (SP_APPLICATION (user_data));

  if (services != NULL)
    sp_engine_unlock (services->engine);
}

static void
open_window (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  sp_application_present_window (SP_APPLICATION (user_data));
}

static void
open_profile (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = sp_application_present_window (SP_APPLICATION (user_data));

  if (window != NULL && get_id (parameter) != NULL)
    sp_window_show_profile (SP_WINDOW (window), get_id (parameter));
}

static void
show_log (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = sp_application_present_window (SP_APPLICATION (user_data));

  if (window != NULL)
    sp_window_show_log (SP_WINDOW (window), get_id (parameter));
}

static void
add_profile (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  sp_editor_open (SP_APPLICATION (user_data), NULL, FALSE);
}

static void
edit_profile (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  sp_editor_open (SP_APPLICATION (user_data), get_id (parameter), FALSE);
}

static void
test_profile (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  sp_editor_open (SP_APPLICATION (user_data), get_id (parameter), TRUE);
}

static void
set_enabled (SpApplication *self, const char *profile_id, const char *enabled)
{
  SpServices *services = sp_application_get_services (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpProfile) before = NULL;
  g_autoptr (SpProfile) after = NULL;

  if (services == NULL || profile_id == NULL)
    return;

  before = sp_store_lookup_profile (services->store, profile_id, &error);
  if (before != NULL)
    after = sp_profile_with (before, "enabled", enabled, &error);
  if (after == NULL || !sp_store_save_profile (services->store, after, &error))
    sp_confirm_show_error (self, _ ("Could not save the profile"), error);
}

static void
enable_profile (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  set_enabled (SP_APPLICATION (user_data), get_id (parameter), "true");
}

static void
disable_profile (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  set_enabled (SP_APPLICATION (user_data), get_id (parameter), "false");
}

static void
try_practice (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  sp_trial_begin (sp_application_get_trial (SP_APPLICATION (user_data)));
}

static void
preferences (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  sp_preferences_open (SP_APPLICATION (user_data));
}

static void
shortcuts (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  sp_about_show_shortcuts (SP_APPLICATION (user_data));
}

static void
about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  sp_about_open (SP_APPLICATION (user_data));
}

static void
help (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!gtk_show_uri_on_window (sp_application_get_parent (SP_APPLICATION (user_data)),
                               SP_WEBSITE,
                               GDK_CURRENT_TIME,
                               &error))
    sp_confirm_show_error (SP_APPLICATION (user_data), _ ("Could not open the website"), error);
}

static void
quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  sp_application_quit (SP_APPLICATION (user_data));
}

/**
 * sp_pause_seconds:
 * @until: “hour”, “tomorrow” or “resumed”
 * @now: local time
 *
 * Returns: how long such a pause lasts in seconds; 0 for until resumed, -1 for any other word
 */
gint64
sp_pause_seconds (const char *until, GDateTime *now)
{
  g_autoptr (GDateTime) tomorrow = NULL;
  g_autoptr (GDateTime) midnight = NULL;

  if (g_str_equal (until, "hour"))
    return 60 * 60;
  if (g_str_equal (until, "resumed"))
    return 0;
  if (!g_str_equal (until, "tomorrow"))
    return -1;

  tomorrow = g_date_time_add_days (now, 1);
  midnight = g_date_time_new (g_date_time_get_timezone (now),
                              g_date_time_get_year (tomorrow),
                              g_date_time_get_month (tomorrow),
                              g_date_time_get_day_of_month (tomorrow),
                              0,
                              0,
                              0);
  return g_date_time_difference (midnight, now) / G_TIME_SPAN_SECOND + 1;
}

/**
 * sp_actions_add:
 * @application: the application
 *
 * Adds every action. A profile is named by its id; “” stands for all.
 */
void
sp_actions_add (SpApplication *application)
{
  static const GActionEntry entries[] = {
    { "about", about },
    { "add-profile", add_profile },
    { "check-now", check_now },
    { "check-profile", check_profile, "s" },
    { "copy-address", copy_address, "s" },
    { "disable-profile", disable_profile, "s" },
    { "edit-profile", edit_profile, "s" },
    { "enable-profile", enable_profile, "s" },
    { "force-update", force_update, "s" },
    { "help", help },
    { "open", open_window },
    { "open-profile", open_profile, "s" },
    { "pause", pause_all, "s" },
    { "preferences", preferences },
    { "quit", quit },
    { "remove-profile", remove_profile, "s" },
    { "resume", resume_all },
    { "retry", retry, "s" },
    { "send-anyway", send_anyway, "s" },
    { "shortcuts", shortcuts },
    { "show-log", show_log, "s" },
    { "test-profile", test_profile, "s" },
    { "try-practice", try_practice },
    { "unlock", unlock },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (application),
                                   entries,
                                   G_N_ELEMENTS (entries),
                                   application);
}
