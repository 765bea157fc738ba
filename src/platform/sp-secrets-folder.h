/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "provider/sp-secrets.h"

G_BEGIN_DECLS

#define SP_TYPE_SECRETS_FOLDER (sp_secrets_folder_get_type ())
G_DECLARE_FINAL_TYPE (SpSecretsFolder, sp_secrets_folder, SP, SECRETS_FOLDER, GObject)

SpSecrets *sp_secrets_folder_new (const char *path);

G_END_DECLS
