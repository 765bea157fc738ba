/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-address.h"
#include "base/sp-clock.h"

G_BEGIN_DECLS

/**
 * SpFindingState:
 * @SP_FINDING_UNKNOWN: nobody could tell; the last address stays what it was
 * @SP_FINDING_NONE: it is certain that this place has no address of this family
 * @SP_FINDING_KNOWN: there is an address and it was confirmed
 *
 * Three different values: unknown is never none, and neither ever leads to a request.
 */
typedef enum
{
  SP_FINDING_UNKNOWN,
  SP_FINDING_NONE,
  SP_FINDING_KNOWN,
} SpFindingState;

/**
 * SpFinding:
 *
 * The result of one detection round for one family and one source specification.
 * Immutable and reference counted.
 */
typedef struct _SpFinding SpFinding;

SpFinding *sp_finding_new_known (SpAddress *address, const char *source, const SpInstant *when);
SpFinding *sp_finding_new_none (SpFamily family, const char *source, const SpInstant *when);
SpFinding *sp_finding_new_unknown (SpFamily family, const GError *reason, const SpInstant *when);
SpFinding *sp_finding_ref (SpFinding *self);
void sp_finding_unref (SpFinding *self);

SpFindingState sp_finding_get_state (const SpFinding *self);
SpFamily sp_finding_get_family (const SpFinding *self);
SpAddress *sp_finding_get_address (const SpFinding *self);
const char *sp_finding_get_source (const SpFinding *self);
const GError *sp_finding_get_reason (const SpFinding *self);
const SpInstant *sp_finding_get_when (const SpFinding *self);
gboolean sp_finding_equal (const SpFinding *a, const SpFinding *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpFinding, sp_finding_unref)

G_END_DECLS
