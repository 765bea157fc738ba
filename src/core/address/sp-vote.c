/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "address/sp-vote.h"

#define MAX_VOICES  3
#define SUBNET_BITS 64

static gboolean
has_local_subnet (const SpVote *self)
{
  return self->local != NULL && sp_address_get_family (self->local) == SP_FAMILY_IPV6;
}

static guint
count_outside (const SpVote *self, const SpAddress *address)
{
  guint count = 0;

  for (guint i = 0; i < self->outside->len; i++)
    if (sp_vote_is_same (self, address, g_ptr_array_index (self->outside, i)))
      count++;
  return count;
}

static gboolean
is_known (const SpVote *self, const SpAddress *address)
{
  return sp_address_equal (address, self->confirmed) || sp_address_equal (address, self->believed);
}

/**
 * sp_vote_is_same:
 * @self: a vote
 * @a: an address
 * @b: an address
 *
 * Beside an IPv6 address of the kernel only the /64 is compared: what leaves through a temporary
 * address (RFC 8981) proves the prefix of the lasting one.
 *
 * Returns: %TRUE if @a and @b speak for the same
 */
gboolean
sp_vote_is_same (const SpVote *self, const SpAddress *a, const SpAddress *b)
{
  return has_local_subnet (self) ? sp_address_shares_prefix (a, b, SUBNET_BITS)
                                 : sp_address_equal (a, b);
}

/**
 * sp_vote_count:
 * @self: a vote
 * @winner: (out) (transfer none): the address agreed on, set with %SP_VOTE_AGREED
 *
 * An unchanged address needs one voice from outside; a changed one needs the kernel and one, or
 * the quorum. The first contradiction asks a third; two of three win. A pure function.
 *
 * Returns: the verdict
 */
SpVoteResult
sp_vote_count (const SpVote *self, SpAddress **winner)
{
  for (guint i = 0; i < self->outside->len; i++)
    {
      SpAddress *voice = g_ptr_array_index (self->outside, i);

      if (self->local != NULL && sp_vote_is_same (self, voice, self->local))
        {
          *winner = self->local;
          return SP_VOTE_AGREED;
        }
      if (count_outside (self, voice) >= self->quorum)
        {
          *winner = voice;
          return has_local_subnet (self) ? SP_VOTE_TRANSLATED : SP_VOTE_AGREED;
        }
    }

  if (!has_local_subnet (self) && self->outside->len == 1 &&
      is_known (self, g_ptr_array_index (self->outside, 0)))
    {
      *winner = g_ptr_array_index (self->outside, 0);
      return SP_VOTE_AGREED;
    }

  return self->outside->len >= MAX_VOICES ? SP_VOTE_DISAGREED : SP_VOTE_OPEN;
}
