/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One folder of small text files named “<id><suffix>”, each read whole and replaced whole. */

typedef gboolean (*SpStoreFolderFunc) (gpointer user_data,
                                       const char *id,
                                       const char *text,
                                       GError **error);

gboolean sp_store_folder_load (const char *folder,
                               const char *suffix,
                               SpStoreFolderFunc take,
                               gpointer user_data,
                               GPtrArray *problems,
                               GError **error);
gboolean sp_store_folder_ensure (const char *folder, GError **error);
gboolean sp_store_folder_write (const char *folder,
                                const char *id,
                                const char *suffix,
                                const char *text,
                                GError **error);
gboolean
sp_store_folder_remove (const char *folder, const char *id, const char *suffix, GError **error);

G_END_DECLS
