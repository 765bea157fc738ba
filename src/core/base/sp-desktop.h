/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SpDesktopLeave:
 * @SP_DESKTOP_RUN_UNSEEN: to run without a window
 * @SP_DESKTOP_START_AT_LOGIN: to be started when the person logs in
 *
 * What the desktop lets the program do.
 */
typedef enum
{
  SP_DESKTOP_RUN_UNSEEN = 1 << 0,
  SP_DESKTOP_START_AT_LOGIN = 1 << 1,
} SpDesktopLeave;

#define SP_TYPE_DESKTOP (sp_desktop_get_type ())
G_DECLARE_INTERFACE (SpDesktop, sp_desktop, SP, DESKTOP, GObject)

/**
 * SpDesktopInterface:
 * @is_sandbox: whether leave is given by a portal, which does not tell afterwards what it gave
 * @starts_at_login: whether the program is started at login; @told is what was answered last, for a
 *   desktop that cannot be asked
 * @ask_async: asks for leave to run unseen, and to be started at login or not to be
 * @ask_finish: an #SpDesktopLeave, or -1 with an error: %SP_ERROR_NOT_FOUND where the desktop does
 *   not offer it, %SP_ERROR_STORAGE where nothing can be written, %SP_ERROR_INTERRUPTED where no
 *   answer came
 * @set_status: what the desktop may show of a program without a window
 *
 * What a program wants of the desktop it runs on, beside windows.
 */
struct _SpDesktopInterface
{
  GTypeInterface parent_iface;

  gboolean (*is_sandbox) (SpDesktop *self);
  gboolean (*starts_at_login) (SpDesktop *self, gboolean told);
  void (*ask_async) (SpDesktop *self,
                     gboolean start_at_login,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data);
  int (*ask_finish) (SpDesktop *self, GAsyncResult *result, GError **error);
  void (*set_status) (SpDesktop *self, const char *text);
};

gboolean sp_desktop_is_sandbox (SpDesktop *self);
gboolean sp_desktop_starts_at_login (SpDesktop *self, gboolean told);
void sp_desktop_ask_async (SpDesktop *self,
                           gboolean start_at_login,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
int sp_desktop_ask_finish (SpDesktop *self, GAsyncResult *result, GError **error);
void sp_desktop_set_status (SpDesktop *self, const char *text);

G_END_DECLS
