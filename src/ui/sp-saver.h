/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-services.h"

G_BEGIN_DECLS

/* Saves an account with its secret and a profile, in an order in which nothing half-written is
 * left: the secret first, as it is what fails; then the account; then the profile that names it. */

void sp_saver_save_async (SpServices *services,
                          SpProfile *profile,
                          SpAccount *account,
                          SpCredentials *credentials,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
gboolean sp_saver_save_finish (GAsyncResult *result, GError **error);

G_END_DECLS
