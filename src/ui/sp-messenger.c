/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-messenger.h"

#include "sp-notifier.h"

#include <glib/gi18n.h>

#define GATHER_MS 1000

struct _SpMessenger
{
  GObject parent_instance;

  GApplication *application; /* (unowned): it owns us */
  SpServices *services;      /* (unowned): the application's */
  SpNotifier *notifier;      /* (owned) */
  SpStatus *status;          /* (owned) (nullable): the newest, until it is judged */
  GSource *gather;           /* (owned) (nullable): runs while more may come */
};

G_DEFINE_FINAL_TYPE (SpMessenger, sp_messenger, G_TYPE_OBJECT)

static guint
read_allowed_kinds (SpMessenger *self)
{
  static const char *const keys[] = {
    SP_SETTING_NOTIFY_CHANGED,
    SP_SETTING_NOTIFY_PROBLEM,
    SP_SETTING_NOTIFY_RECOVERED,
    SP_SETTING_NOTIFY_NEEDS_YOU,
  };
  guint allowed = 0;

  G_STATIC_ASSERT (G_N_ELEMENTS (keys) == SP_N_NOTICES);
  for (guint i = 0; i < SP_N_NOTICES; i++)
    if (g_settings_get_boolean (self->services->settings, keys[i]))
      allowed |= 1 << i;
  return allowed;
}

/* Some notification daemons read the body as markup and some do not, and nothing says which. So it
 * holds no character that means anything in markup. */
static char *
clean_body (const char *text)
{
  GString *clean = g_string_new (text);

  g_string_replace (clean, "&", "+", 0);
  g_string_replace (clean, "<", "‹", 0);
  g_string_replace (clean, ">", "›", 0);
  return g_string_free (clean, FALSE);
}

static void
add_buttons (GNotification *notification, const SpNotice *notice)
{
  if (notice->profile_id == NULL)
    {
      g_notification_set_default_action (notification, "app.open");
      g_notification_add_button (notification, _ ("Open"), "app.open");
    }
  else
    {
      g_notification_set_default_action_and_target (notification,
                                                    "app.open-profile",
                                                    "s",
                                                    notice->profile_id);
      if (notice->kind == SP_NOTICE_PROBLEM || notice->kind == SP_NOTICE_NEEDS_YOU)
        g_notification_add_button_with_target (notification,
                                               _ ("Try again"),
                                               "app.retry",
                                               "s",
                                               notice->profile_id);
      g_notification_add_button_with_target (notification,
                                             _ ("Open"),
                                             "app.open-profile",
                                             "s",
                                             notice->profile_id);
    }

  if (notice->address != NULL)
    g_notification_add_button_with_target (notification,
                                           _ ("Copy address"),
                                           "app.copy-address",
                                           "s",
                                           notice->address);
}

static void
show (SpMessenger *self, const SpNotice *notice)
{
  g_autoptr (GNotification) notification = NULL;
  g_autofree char *body = NULL;

  if (notice->title == NULL)
    {
      g_application_withdraw_notification (self->application, notice->id);
      return;
    }

  notification = g_notification_new (notice->title);
  body = clean_body (notice->body);
  g_notification_set_body (notification, body);
  if (notice->kind == SP_NOTICE_NEEDS_YOU)
    g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);
  add_buttons (notification, notice);
  g_application_send_notification (self->application, notice->id, notification);
}

static void
stop_gathering (SpMessenger *self)
{
  if (self->gather != NULL)
    g_source_destroy (self->gather);
  g_clear_pointer (&self->gather, g_source_unref);
}

static gboolean
gathered_cb (gpointer user_data)
{
  SpMessenger *self = user_data;
  SpInstant now = sp_clock_now (self->services->world.clock);
  g_autoptr (SpStatus) status = g_steal_pointer (&self->status);
  g_autoptr (GPtrArray) notices = sp_notifier_update (self->notifier,
                                                      status,
                                                      read_allowed_kinds (self),
                                                      now.boot_us / G_USEC_PER_SEC);

  stop_gathering (self);
  for (guint i = 0; i < notices->len; i++)
    show (self, g_ptr_array_index (notices, i));
  return G_SOURCE_REMOVE;
}

static void
sp_messenger_dispose (GObject *object)
{
  SpMessenger *self = SP_MESSENGER (object);

  stop_gathering (self);
  g_clear_pointer (&self->status, sp_status_unref);
  g_clear_pointer (&self->notifier, sp_notifier_free);

  G_OBJECT_CLASS (sp_messenger_parent_class)->dispose (object);
}

static void
sp_messenger_class_init (SpMessengerClass *class)
{
  G_OBJECT_CLASS (class)->dispose = sp_messenger_dispose;
}

static void
sp_messenger_init (SpMessenger *self)
{
  self->notifier = sp_notifier_new ();
}

/**
 * sp_messenger_new:
 * @application: sends the notifications; must outlive the messenger
 * @services: must outlive the messenger
 *
 * Returns: (transfer full): the messenger
 */
SpMessenger *
sp_messenger_new (GApplication *application, SpServices *services)
{
  SpMessenger *self = g_object_new (SP_TYPE_MESSENGER, NULL);

  self->application = application;
  self->services = services;
  return self;
}

/**
 * sp_messenger_tell:
 * @self: the messenger
 * @status: what is true now
 *
 * Judges @status, together with what follows within a second.
 */
void
sp_messenger_tell (SpMessenger *self, SpStatus *status)
{
  g_return_if_fail (SP_IS_MESSENGER (self));

  g_clear_pointer (&self->status, sp_status_unref);
  self->status = sp_status_ref (status);
  if (self->gather != NULL)
    return;

  self->gather = g_timeout_source_new (GATHER_MS);
  g_source_set_callback (self->gather, gathered_cb, self, NULL);
  g_source_attach (self->gather, NULL);
}
