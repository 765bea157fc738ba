/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-practice-provider.h"

G_BEGIN_DECLS

#define SP_TYPE_PRACTICE_WEB (sp_practice_web_get_type ())
/**
 * SpPracticeWeb:
 *
 * The HTTP side of the practice provider: `/nic/update`, the echo service below `/ip`, and
 * `/practice/…` to change things while it runs. It only translates between HTTP and
 * #SpPracticeProvider. It closes its sockets when it is freed.
 */
G_DECLARE_FINAL_TYPE (SpPracticeWeb, sp_practice_web, SP, PRACTICE_WEB, GObject)

SpPracticeWeb *sp_practice_web_new (SpPracticeProvider *provider);
gboolean
sp_practice_web_listen (SpPracticeWeb *self, GInetAddress *address, guint16 port, GError **error);
guint16 sp_practice_web_get_port (SpPracticeWeb *self);

G_END_DECLS
