/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The text form of a profile or an account: a keyfile of one group with “Version=1” and keys of
 * one line each, read strictly. */

typedef gboolean (*SpValueFunc) (gpointer user_data,
                                 const char *key,
                                 const char *value,
                                 GError **error);

gboolean sp_value_file_read (const char *text,
                             const char *group,
                             SpValueFunc take,
                             gpointer user_data,
                             GError **error);
GKeyFile *sp_value_file_new (const char *group);

G_END_DECLS
