/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dns/sp-tsig-key.h"

G_BEGIN_DECLS

/**
 * SpTsigError:
 *
 * What a server says of a signature; RFC 8945 §3, in the numbering of RFC 6895 §2.3.
 */
typedef enum
{
  SP_TSIG_NOERROR = 0,
  SP_TSIG_BADSIG = 16,
  SP_TSIG_BADKEY = 17,
  SP_TSIG_BADTIME = 18,
  SP_TSIG_BADTRUNC = 22,
} SpTsigError;

/**
 * SpTsigTrust:
 * @SP_TSIG_PROVED: only who has the key can have said this, and in answer to this request
 * @SP_TSIG_UNSIGNED: there is no signature; anybody may have said it
 * @SP_TSIG_DOUBTFUL: there is one that does not prove it
 *
 * What the signature of a reply is worth.
 */
typedef enum
{
  SP_TSIG_PROVED,
  SP_TSIG_UNSIGNED,
  SP_TSIG_DOUBTFUL,
} SpTsigTrust;

/**
 * SpTsigFinding:
 * @trust: what the reply is worth
 * @error: an #SpTsigError, or another number; what is wrong with the request, in the server's eyes.
 *   Of an unsigned reply it is a hint alone (RFC 8945 §5.3.2)
 * @server_ahead_s: with %SP_TSIG_BADTIME of a proved reply: how far the server's clock is ahead of
 *   the request, in seconds
 * @doubt: (nullable): why it is doubtful; lower case, English
 *
 * What was found when a reply was verified. Plain data.
 */
typedef struct
{
  SpTsigTrust trust;
  guint error;
  gint64 server_ahead_s;
  const char *doubt;
} SpTsigFinding;

GBytes *sp_tsig_sign (const SpTsigKey *key, GBytes *message, gint64 now_s);
SpTsigFinding sp_tsig_verify (const SpTsigKey *key, GBytes *request, GBytes *reply, gint64 now_s);

G_END_DECLS
