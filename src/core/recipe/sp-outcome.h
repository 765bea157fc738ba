/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-address.h"

G_BEGIN_DECLS

/**
 * SpOutcomeClass:
 * @SP_OUTCOME_GOOD: changed
 * @SP_OUTCOME_NOCHG: the provider already had this address
 * @SP_OUTCOME_BADCRED: user, password or token refused; the whole account stops
 * @SP_OUTCOME_BADHOST: the account does not know this host; the target stops
 * @SP_OUTCOME_ABUSE: blocked for too many updates; the whole account stops
 * @SP_OUTCOME_RATE: too fast; wait as told
 * @SP_OUTCOME_RETRY: trouble at the provider; wait and try again
 * @SP_OUTCOME_CONFIG: the request itself is wrong here; the target stops
 * @SP_OUTCOME_NET: nothing could be sent
 * @SP_OUTCOME_TLS: the provider's identity could not be proved; nothing was sent
 * @SP_OUTCOME_UNKNOWN: sent, and nobody knows what became of it
 */
typedef enum
{
  SP_OUTCOME_GOOD,
  SP_OUTCOME_NOCHG,
  SP_OUTCOME_BADCRED,
  SP_OUTCOME_BADHOST,
  SP_OUTCOME_ABUSE,
  SP_OUTCOME_RATE,
  SP_OUTCOME_RETRY,
  SP_OUTCOME_CONFIG,
  SP_OUTCOME_NET,
  SP_OUTCOME_TLS,
  SP_OUTCOME_UNKNOWN,
} SpOutcomeClass;

#define SP_N_OUTCOMES 11

const char *sp_outcome_class_to_string (SpOutcomeClass outcome_class);
gboolean sp_outcome_class_from_string (const char *text, SpOutcomeClass *outcome_class);
gboolean sp_outcome_class_is_success (SpOutcomeClass outcome_class);
gboolean sp_outcome_class_needs_person (SpOutcomeClass outcome_class);

/**
 * SpOutcome:
 *
 * How one attempt ended for one target: the class, the address the provider named, how long it
 * asked to wait, and its own words, already masked and cut to 200 characters. Immutable and
 * reference counted.
 */
typedef struct _SpOutcome SpOutcome;

SpOutcome *sp_outcome_new (SpOutcomeClass outcome_class,
                           guint http_status,
                           SpAddress *address,
                           gint64 retry_after_s,
                           const char *message);
SpOutcome *sp_outcome_new_from_error (const GError *error);
SpOutcome *sp_outcome_ref (SpOutcome *self);
void sp_outcome_unref (SpOutcome *self);

SpOutcomeClass sp_outcome_get_class (const SpOutcome *self);
guint sp_outcome_get_http_status (const SpOutcome *self);
SpAddress *sp_outcome_get_address (const SpOutcome *self);
gint64 sp_outcome_get_retry_after_s (const SpOutcome *self);
const char *sp_outcome_get_message (const SpOutcome *self);
gboolean sp_outcome_equal (const SpOutcome *a, const SpOutcome *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpOutcome, sp_outcome_unref)

G_END_DECLS
