/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-address.h"

G_BEGIN_DECLS

/**
 * SpProviderStatus:
 * @SP_PROVIDER_ACTIVE: it works
 * @SP_PROVIDER_MOVING: it works still, and the hint says what to do before it does not
 * @SP_PROVIDER_DEAD: it ended; there is no recipe, and the hint says what to use instead
 */
typedef enum
{
  SP_PROVIDER_ACTIVE,
  SP_PROVIDER_MOVING,
  SP_PROVIDER_DEAD,
} SpProviderStatus;

/**
 * SpListing:
 *
 * What the catalogue knows of a provider without opening its recipe: enough to find it, to show it
 * in a list and to say that it ended. Immutable and reference counted.
 */
typedef struct _SpListing SpListing;

SpListing *sp_listing_new (const char *text, gboolean is_custom);
SpListing *sp_listing_ref (SpListing *self);
void sp_listing_unref (SpListing *self);

const char *sp_listing_get_id (const SpListing *self);
const char *sp_listing_get_name (const SpListing *self);
const char *sp_listing_get_website (const SpListing *self);
const char *sp_listing_get_protocol (const SpListing *self);
const char *sp_listing_get_verified (const SpListing *self);
const char *sp_listing_get_checked (const SpListing *self);
gboolean sp_listing_has_family (const SpListing *self, SpFamily family);
gboolean sp_listing_keeps_txt (const SpListing *self);
guint sp_listing_get_n_transcripts (const SpListing *self);
SpProviderStatus sp_listing_get_status (const SpListing *self);
const char *sp_listing_get_hint (const SpListing *self);
const char *sp_listing_get_since (const SpListing *self);
gboolean sp_listing_is_custom (const SpListing *self);

/* How well something that was typed fits, the best first. */
typedef enum
{
  SP_MATCH_NAME,
  SP_MATCH_EXACT,
  SP_MATCH_SUFFIX,
  SP_MATCH_START,
  SP_MATCH_WORD,
  SP_MATCH_PART,
  SP_MATCH_NONE,
} SpMatch;

char *sp_listing_fold (const char *text);
SpMatch sp_listing_match (const SpListing *self, const char *folded);
const char *sp_listing_get_sort_key (const SpListing *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpListing, sp_listing_unref)

G_END_DECLS
