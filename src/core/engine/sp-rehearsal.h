/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-detector.h"
#include "engine/sp-world.h"
#include "profile/sp-profile.h"
#include "recipe/sp-catalogue.h"

G_BEGIN_DECLS

/**
 * SpRehearsalStep:
 * @SP_REHEARSAL_NAMES: the provider can keep these host names
 * @SP_REHEARSAL_ACCOUNT: the account has all its fields
 * @SP_REHEARSAL_SECRET: the credentials are there
 * @SP_REHEARSAL_IPV4: the IPv4 address to publish is known
 * @SP_REHEARSAL_IPV6: the IPv6 address to publish is known
 * @SP_REHEARSAL_PROVIDER: the provider answers, with a valid certificate
 * @SP_REHEARSAL_REQUEST: the request can be made
 *
 * What a rehearsal looks at, in this order.
 */
typedef enum
{
  SP_REHEARSAL_NAMES,
  SP_REHEARSAL_ACCOUNT,
  SP_REHEARSAL_SECRET,
  SP_REHEARSAL_IPV4,
  SP_REHEARSAL_IPV6,
  SP_REHEARSAL_PROVIDER,
  SP_REHEARSAL_REQUEST,
} SpRehearsalStep;

#define SP_N_REHEARSAL_STEPS 7

/**
 * SpRehearsalResult:
 * @SP_REHEARSAL_PASSED: all is well
 * @SP_REHEARSAL_FAILED: there is an error to tell
 * @SP_REHEARSAL_SKIPPED: not asked for, or an earlier step has to pass first
 *
 * How a step ended.
 */
typedef enum
{
  SP_REHEARSAL_PASSED,
  SP_REHEARSAL_FAILED,
  SP_REHEARSAL_SKIPPED,
} SpRehearsalResult;

const char *sp_rehearsal_step_to_string (SpRehearsalStep step);

#define SP_TYPE_REHEARSAL (sp_rehearsal_get_type ())
/**
 * SpRehearsal:
 *
 * The staged *Test* of a profile with its account and credentials, saved or not: everything an
 * update needs, and no update. The provider is only asked for its front page, without credentials.
 * Changes nothing anywhere. Emits “step” (guint step, guint result, const char *detail, GError
 * *error) as each step ends: @detail is the address, the server or the redacted requests, @error
 * why it failed.
 */
G_DECLARE_FINAL_TYPE (SpRehearsal, sp_rehearsal, SP, REHEARSAL, GObject)

SpRehearsal *sp_rehearsal_new (const SpWorld *world,
                               SpDetector *detector,
                               SpCatalogue *catalogue,
                               SpProfile *profile,
                               SpAccount *account,
                               SpCredentials *credentials);
void sp_rehearsal_run_async (SpRehearsal *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean sp_rehearsal_run_finish (SpRehearsal *self, GAsyncResult *result, GError **error);

G_END_DECLS
