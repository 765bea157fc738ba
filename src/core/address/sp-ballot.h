/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-echo-pool.h"
#include "address/sp-vote.h"
#include "http/sp-reply.h"

G_BEGIN_DECLS

/**
 * SpBallot:
 *
 * The voices of one round: who was asked, what they said, what it amounts to and, when it is over,
 * what that means for the standing of each service. Knows nothing of time, kernel or transport.
 */
typedef struct _SpBallot SpBallot;

SpBallot *sp_ballot_new (SpEchoPool *pool, SpFamily family);
void sp_ballot_free (SpBallot *self);

void sp_ballot_note_local (SpBallot *self,
                           const char *interface,
                           SpAddress *address,
                           const GError *error);
SpEchoService *sp_ballot_pick (SpBallot *self, SpEchoUrgency urgency, GError **error);
void sp_ballot_take_reply (SpBallot *self,
                           SpEchoService *service,
                           const SpReply *reply,
                           const GError *send_error);
SpVoteResult
sp_ballot_count (SpBallot *self, SpAddress *confirmed, SpAddress *believed, SpAddress **winner);

void sp_ballot_settle (SpBallot *self, const SpAddress *winner);
char *sp_ballot_name_winners (SpBallot *self, const SpAddress *winner);
GError *sp_ballot_make_reason (SpBallot *self, SpVoteResult verdict, const GError *pick_error);
gboolean sp_ballot_is_empty (const SpBallot *self);
GPtrArray *sp_ballot_get_answers (SpBallot *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpBallot, sp_ballot_free)

G_END_DECLS
