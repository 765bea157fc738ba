/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-keyring-file.h"

#include <string.h>

/* The form of libsecret's file backend, unchanged from 0.19 to 0.21: sixteen bytes, two of version,
 * then salt size, salt, iterations, time, uses and the items. */
#define MAGIC      "GnomeKeyring\n\r\0\n"
#define MAGIC_SIZE 16
#define START      (MAGIC_SIZE + 2)
#define TYPE       "(uayutua(a{say}ay))"

/**
 * sp_keyring_file_look:
 * @path: the file
 *
 * libsecret 0.20 and 0.21 end the whole program at a file that is cut off, so somebody has to look
 * first. A file that cannot be read at all counts as empty: libsecret says why.
 *
 * Returns: what can be seen of it without the key
 */
SpKeyringFileState
sp_keyring_file_look (const char *path)
{
  g_autofree char *contents = NULL;
  gsize size;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GVariant) file = NULL;
  g_autoptr (GVariant) salt = NULL;
  g_autoptr (GVariant) items = NULL;
  guint32 salt_size;

  if (!g_file_get_contents (path, &contents, &size, NULL))
    return SP_KEYRING_FILE_EMPTY;
  if (size <= START || memcmp (contents, MAGIC, MAGIC_SIZE) != 0)
    return SP_KEYRING_FILE_DAMAGED;

  bytes = g_bytes_new (contents + START, size - START);
  file = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (TYPE), bytes, FALSE));
  g_variant_get (file, "(u@ayutu@a(a{say}ay))", &salt_size, &salt, NULL, NULL, NULL, &items);
  if (salt_size == 0 || g_variant_n_children (salt) != GUINT32_FROM_LE (salt_size))
    return SP_KEYRING_FILE_DAMAGED;
  return g_variant_n_children (items) > 0 ? SP_KEYRING_FILE_FILLED : SP_KEYRING_FILE_EMPTY;
}
