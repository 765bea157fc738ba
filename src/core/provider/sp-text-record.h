/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "profile/sp-account.h"
#include "profile/sp-credentials.h"
#include "provider/sp-ways.h"
#include "recipe/sp-recipe.h"

G_BEGIN_DECLS

/* A TXT record for a certificate (ACME DNS-01, RFC 8555 §8.4), made and taken away with the
 * credentials that keep the addresses. Other texts at the name stay. */

/**
 * SpTextChange:
 * @name: the name of the record, in full
 * @text: (nullable): the text; %NULL takes away the only one that is there
 * @removes: the text is taken away; else it is added
 *
 * What is to be done. Plain data.
 */
typedef struct
{
  const char *name;
  const char *text;
  gboolean removes;
} SpTextChange;

void sp_text_record_change_async (const SpWays *ways,
                                  SpRecipe *recipe,
                                  SpAccount *account,
                                  SpCredentials *credentials,
                                  const SpTextChange *change,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
SpOutcome *sp_text_record_change_finish (GAsyncResult *result, GError **error);

G_END_DECLS
