/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journal/sp-journal.h"

G_BEGIN_DECLS

/**
 * SpSpan:
 * @from_s: wall clock, when it began
 * @to_s: wall clock, when it ended; the present for the last one
 * @family: the family of the address
 * @address: (owned): what this place's address was meanwhile
 * @turn: counts addresses; the next one is drawn differently
 *
 * A time during which an address of this place was known and did not change. What lies between two
 * spans is an outage. Free with sp_span_free().
 */
typedef struct
{
  gint64 from_s;
  gint64 to_s;
  SpFamily family;
  char *address;
  guint turn;
} SpSpan;

void sp_span_free (SpSpan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpSpan, sp_span_free)

GPtrArray *sp_span_list (GPtrArray *events, SpFamily family, gint64 now_s);
char *sp_span_describe (const SpSpan *self, gint64 now_s);
char *sp_span_describe_length (gint64 length_s);

G_END_DECLS
