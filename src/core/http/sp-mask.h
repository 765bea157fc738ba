/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpMask:
 *
 * Takes the secrets of one account out of what a server wrote: some repeat the request in their
 * error page. Knows each secret as it is, percent-encoded, as base64, in XML and JSON and as MD5.
 * Knows names as well, which are no secrets but nobody's business where a whole page is shown. Wiped
 * when freed.
 */
typedef struct _SpMask SpMask;

SpMask *sp_mask_new (void);
void sp_mask_free (SpMask *self);
void sp_mask_add (SpMask *self, const char *secret);
void sp_mask_add_login (SpMask *self, const char *user, const char *password);
void sp_mask_add_url (SpMask *self, const char *url);
void sp_mask_add_name (SpMask *self, const char *name);
gsize sp_mask_get_longest (const SpMask *self);
gboolean sp_mask_matches (const SpMask *self, const char *text);
char *sp_mask_apply (const SpMask *self, const char *text);
char *sp_mask_apply_to_words (const SpMask *self, const char *text);
char *sp_mask_apply_to_names (const SpMask *self, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpMask, sp_mask_free)

G_END_DECLS
