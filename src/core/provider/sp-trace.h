/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dns/sp-dns-call.h"
#include "http/sp-mask.h"
#include "http/sp-reply.h"

G_BEGIN_DECLS

/**
 * SpTrace:
 * @id: in the journal
 * @first_event: in the journal: the first row that this attempt wrote
 * @last_event: and the last one
 * @wall_s: when it was sent, in seconds since 1970
 * @took_ms: how long the end was waited for
 * @sent: what was sent, several lines
 * @received: (nullable): what came back, several lines; with an error there is none
 * @error: (nullable): why nothing came back, as of a GError
 * @n_cut: how many bytes more @received had
 * @is_withheld: the body of @received is left out, because a secret stands in it
 *
 * One request and what became of it, for a person who wants to see it. Free of secrets, valid
 * UTF-8, and neither request nor body nor error longer than 4 KiB. Owned by whoever got it; free with
 * sp_trace_free().
 */
typedef struct
{
  gint64 id;
  gint64 first_event;
  gint64 last_event;
  gint64 wall_s;
  gint64 took_ms;
  char *sent;
  char *received;
  char *error;
  gint64 n_cut;
  gboolean is_withheld;
} SpTrace;

SpTrace *sp_trace_new (const SpMask *mask, const char *trace);
SpTrace *sp_trace_copy (const SpTrace *self);
void sp_trace_free (SpTrace *self);

void
sp_trace_take_reply (SpTrace *self, const SpMask *mask, const SpReply *reply, gboolean is_login);
void sp_trace_take_answer (SpTrace *self, const SpMask *mask, const SpDnsCall *call);
void sp_trace_take_error (SpTrace *self, const SpMask *mask, const GError *error);
char *sp_trace_to_text (const SpTrace *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpTrace, sp_trace_free)

G_END_DECLS
