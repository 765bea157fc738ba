/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "address/sp-finding.h"

/* What one round found out for one family: an address, the certainty that there is none, or why
 * nobody knows. A value that profiles, status and policy share by reference. Never changed; a new
 * round makes a new one. */
struct _SpFinding
{
  SpFindingState state;
  SpFamily family;
  SpAddress *address; /* (owned) (nullable): only when known */
  char *source;       /* (owned) (nullable): not when unknown */
  GError *reason;     /* (owned) (nullable): only when unknown */
  SpInstant when;
};

static void
clear_finding (gpointer data)
{
  SpFinding *self = data;

  g_clear_pointer (&self->address, sp_address_unref);
  g_clear_pointer (&self->source, g_free);
  g_clear_error (&self->reason);
}

static SpFinding *
new_finding (SpFindingState state, SpFamily family, const char *source, const SpInstant *when)
{
  SpFinding *self = g_atomic_rc_box_new0 (SpFinding);

  self->state = state;
  self->family = family;
  self->source = g_strdup (source);
  self->when = *when;
  return self;
}

/**
 * sp_finding_new_known:
 * @address: the address that was found and confirmed
 * @source: who said so, as a person reads it: “ident.me”, “eth0”
 * @when: when the round ended
 *
 * Returns: (transfer full): the finding
 */
SpFinding *
sp_finding_new_known (SpAddress *address, const char *source, const SpInstant *when)
{
  SpFinding *self;

  g_return_val_if_fail (address != NULL, NULL);

  self = new_finding (SP_FINDING_KNOWN, sp_address_get_family (address), source, when);
  self->address = sp_address_ref (address);
  return self;
}

/**
 * sp_finding_new_none:
 * @family: the family
 * @source: who said so
 * @when: when the round ended
 *
 * Returns: (transfer full): the finding that this place certainly has no address of @family
 */
SpFinding *
sp_finding_new_none (SpFamily family, const char *source, const SpInstant *when)
{
  return new_finding (SP_FINDING_NONE, family, source, when);
}

/**
 * sp_finding_new_unknown:
 * @family: the family
 * @reason: (nullable): why nobody could tell; %NULL before the first round
 * @when: when the round ended
 *
 * Returns: (transfer full): the finding that nothing is known
 */
SpFinding *
sp_finding_new_unknown (SpFamily family, const GError *reason, const SpInstant *when)
{
  SpFinding *self = new_finding (SP_FINDING_UNKNOWN, family, NULL, when);

  self->reason = reason != NULL ? g_error_copy (reason) : NULL;
  return self;
}

/**
 * sp_finding_ref:
 * @self: a finding
 *
 * Returns: (transfer full): @self
 */
SpFinding *
sp_finding_ref (SpFinding *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * sp_finding_unref:
 * @self: (transfer full): a finding
 */
void
sp_finding_unref (SpFinding *self)
{
  g_atomic_rc_box_release_full (self, clear_finding);
}

/**
 * sp_finding_get_state:
 * @self: a finding
 *
 * Returns: whether there is an address, none, or nobody knows
 */
SpFindingState
sp_finding_get_state (const SpFinding *self)
{
  return self->state;
}

/**
 * sp_finding_get_family:
 * @self: a finding
 *
 * Returns: the family that was asked for
 */
SpFamily
sp_finding_get_family (const SpFinding *self)
{
  return self->family;
}

/**
 * sp_finding_get_address:
 * @self: a finding
 *
 * Returns: (transfer none) (nullable): the address; %NULL unless the state is known
 */
SpAddress *
sp_finding_get_address (const SpFinding *self)
{
  return self->address;
}

/**
 * sp_finding_get_source:
 * @self: a finding
 *
 * Returns: (nullable): who said so; %NULL when unknown
 */
const char *
sp_finding_get_source (const SpFinding *self)
{
  return self->source;
}

/**
 * sp_finding_get_reason:
 * @self: a finding
 *
 * Returns: (nullable): why nobody could tell; %NULL unless the state is unknown
 */
const GError *
sp_finding_get_reason (const SpFinding *self)
{
  return self->reason;
}

/**
 * sp_finding_get_when:
 * @self: a finding
 *
 * Returns: when the round ended; lives as long as @self
 */
const SpInstant *
sp_finding_get_when (const SpFinding *self)
{
  return &self->when;
}

static gboolean
is_same_reason (const GError *a, const GError *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return a->domain == b->domain && a->code == b->code && g_strcmp0 (a->message, b->message) == 0;
}

/**
 * sp_finding_equal:
 * @a: (nullable): a finding
 * @b: (nullable): a finding
 *
 * Whether two rounds found the same; when they ran does not count.
 *
 * Returns: %TRUE if a person would read the same in both, or both are %NULL
 */
gboolean
sp_finding_equal (const SpFinding *a, const SpFinding *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return a->state == b->state && a->family == b->family &&
         sp_address_equal (a->address, b->address) && g_strcmp0 (a->source, b->source) == 0 &&
         is_same_reason (a->reason, b->reason);
}
