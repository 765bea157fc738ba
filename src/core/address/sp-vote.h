/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-address.h"

G_BEGIN_DECLS

/**
 * SpVoteResult:
 * @SP_VOTE_OPEN: another voice is needed
 * @SP_VOTE_AGREED: the address may be believed
 * @SP_VOTE_TRANSLATED: the world sees another IPv6 prefix than the kernel (NPTv6, NAT66)
 * @SP_VOTE_DISAGREED: three voices and no two agree
 *
 * What the voices of a round amount to.
 */
typedef enum
{
  SP_VOTE_OPEN,
  SP_VOTE_AGREED,
  SP_VOTE_TRANSLATED,
  SP_VOTE_DISAGREED,
} SpVoteResult;

/**
 * SpVote:
 * @outside: (element-type SpAddress): what independent echo services said, in the order asked
 * @local: (nullable): the kernel's address, when it has a voice
 * @confirmed: (nullable): the address that is published
 * @believed: (nullable): the address of the last round
 * @quorum: how many services from outside must agree on a changed address, 1 or 2
 *
 * The voices of one round. Borrowed pointers; lives on the stack of its caller.
 */
typedef struct
{
  GPtrArray *outside;
  SpAddress *local;
  SpAddress *confirmed;
  SpAddress *believed;
  guint quorum;
} SpVote;

SpVoteResult sp_vote_count (const SpVote *self, SpAddress **winner);
gboolean sp_vote_is_same (const SpVote *self, const SpAddress *a, const SpAddress *b);

G_END_DECLS
