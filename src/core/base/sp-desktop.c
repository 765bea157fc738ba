/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-desktop.h"

G_DEFINE_INTERFACE (SpDesktop, sp_desktop, G_TYPE_OBJECT)

static void
sp_desktop_default_init (SpDesktopInterface *iface)
{
}

/**
 * sp_desktop_is_sandbox:
 * @self: the desktop
 *
 * Returns: whether leave is asked of a portal, which does not tell afterwards what it gave
 */
gboolean
sp_desktop_is_sandbox (SpDesktop *self)
{
  g_return_val_if_fail (SP_IS_DESKTOP (self), FALSE);

  return SP_DESKTOP_GET_IFACE (self)->is_sandbox (self);
}

/**
 * sp_desktop_starts_at_login:
 * @self: the desktop
 * @told: what was answered last, for a desktop that cannot be asked
 *
 * Returns: whether the program is started at login
 */
gboolean
sp_desktop_starts_at_login (SpDesktop *self, gboolean told)
{
  g_return_val_if_fail (SP_IS_DESKTOP (self), FALSE);

  return SP_DESKTOP_GET_IFACE (self)->starts_at_login (self, told);
}

/**
 * sp_desktop_ask_async:
 * @self: the desktop
 * @start_at_login: whether the program is to be started at login
 * @cancellable: (nullable): ends the wait
 * @callback: called once
 * @user_data: for @callback
 *
 * Asks for leave to run without a window, and to be started at login or not to be. The person may
 * be asked, so it takes as long as they do.
 */
void
sp_desktop_ask_async (SpDesktop *self,
                      gboolean start_at_login,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_return_if_fail (SP_IS_DESKTOP (self));

  SP_DESKTOP_GET_IFACE (self)->ask_async (self, start_at_login, cancellable, callback, user_data);
}

/**
 * sp_desktop_ask_finish:
 * @self: the desktop
 * @result: what the callback was given
 * @error: return location for one of the errors named at #SpDesktopInterface
 *
 * Returns: the leave that was given, as #SpDesktopLeave; -1 if nothing was answered
 */
int
sp_desktop_ask_finish (SpDesktop *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (SP_IS_DESKTOP (self), -1);

  return SP_DESKTOP_GET_IFACE (self)->ask_finish (self, result, error);
}

/**
 * sp_desktop_set_status:
 * @self: the desktop
 * @text: one line
 *
 * Tells the desktop what it may show of the program while that has no window.
 */
void
sp_desktop_set_status (SpDesktop *self, const char *text)
{
  g_return_if_fail (SP_IS_DESKTOP (self));

  SP_DESKTOP_GET_IFACE (self)->set_status (self, text);
}
