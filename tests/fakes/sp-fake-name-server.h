/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpFakeDnsAnswer:
 * @rcode: what the server says of the request
 * @signature: (unowned): “signed”, “unsigned”, one of the errors “BADSIG”, “BADKEY”, “BADTIME” and
 *   “BADTRUNC”, or a way of being wrong: “forged” (another secret), “half” and “cut” (a shorter MAC),
 *   “misplaced”, “renamed” (another key), “downgraded” (another algorithm)
 * @ahead_s: how far the server's clock is ahead
 *
 * How a server of a test answers.
 */
typedef struct
{
  guint rcode;
  const char *signature;
  gint64 ahead_s;
} SpFakeDnsAnswer;

GBytes *sp_fake_dns_reply (GBytes *request, const char *secret, const SpFakeDnsAnswer *answer);

G_END_DECLS
