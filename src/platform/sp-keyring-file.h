/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpKeyringFileState:
 * @SP_KEYRING_FILE_EMPTY: is not there, or holds nothing
 * @SP_KEYRING_FILE_FILLED: holds something, for whoever has its key
 * @SP_KEYRING_FILE_DAMAGED: is none
 *
 * What can be seen of libsecret's file without the key.
 */
typedef enum
{
  SP_KEYRING_FILE_EMPTY,
  SP_KEYRING_FILE_FILLED,
  SP_KEYRING_FILE_DAMAGED,
} SpKeyringFileState;

SpKeyringFileState sp_keyring_file_look (const char *path);

G_END_DECLS
