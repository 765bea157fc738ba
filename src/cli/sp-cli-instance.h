/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SpCliInstance:
 *
 * The Signpost of this user that is running, over the session bus. Asking for one never starts it,
 * nor a bus. Calls block until it answers.
 */
typedef struct _SpCliInstance SpCliInstance;

typedef void (*SpCliChangedFunc) (gpointer user_data);

gboolean sp_cli_instance_has_bus (void);
SpCliInstance *sp_cli_instance_find (void);
void sp_cli_instance_free (SpCliInstance *self);
char *
sp_cli_instance_call (SpCliInstance *self, const char *method, GVariant *arguments, GError **error);
void sp_cli_instance_watch (SpCliInstance *self, SpCliChangedFunc callback, gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpCliInstance, sp_cli_instance_free)

G_END_DECLS
