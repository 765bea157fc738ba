/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpError:
 * @SP_ERROR_NETWORK: nothing was sent; try again when the network changes or later
 * @SP_ERROR_TLS: the peer's identity could not be proved; nothing was sent
 * @SP_ERROR_INTERRUPTED: something was sent and no whole reply came back; the outcome is unknown
 * @SP_ERROR_BAD_REPLY: a reply that breaks a rule or a limit; its content must not be used
 * @SP_ERROR_BAD_INPUT: text from a person (name, key, value, option) that must be corrected
 * @SP_ERROR_BAD_FILE: a profile, account or settings file that must be corrected
 * @SP_ERROR_BAD_RECIPE: a recipe that must be corrected
 * @SP_ERROR_NOT_FOUND: nothing of that name exists
 * @SP_ERROR_SECRETS_UNAVAILABLE: no keyring answers on this desktop
 * @SP_ERROR_SECRETS_NO_PORTAL: this is a sandbox, and its desktop has no portal for secrets
 * @SP_ERROR_SECRETS_LOCKED: the keyring is locked; a person can unlock it
 * @SP_ERROR_SECRETS_DISMISSED: the person closed the unlock prompt
 * @SP_ERROR_SECRETS_DENIED: the keyring or the file mode refuses access
 * @SP_ERROR_SECRETS_LOST: what is stored cannot be read with the key that the desktop gives now
 * @SP_ERROR_SECRET_NOT_FOUND: the keyring is open and holds no secret for this account
 * @SP_ERROR_STORAGE: the state on disk cannot be read or written
 * @SP_ERROR_TOO_NEW: a file was written by a newer version; this one only reads
 * @SP_ERROR_DISAGREEMENT: independent sources contradict each other; none of them may be believed
 * @SP_ERROR_BUSY: another Signpost holds the state; this one only views
 *
 * A closed list: each code answers what the person or the scheduler should do.
 * Library codes are mapped to these where they enter, in the platform layer.
 */
typedef enum
{
  SP_ERROR_NETWORK,
  SP_ERROR_TLS,
  SP_ERROR_INTERRUPTED,
  SP_ERROR_BAD_REPLY,
  SP_ERROR_BAD_INPUT,
  SP_ERROR_BAD_FILE,
  SP_ERROR_BAD_RECIPE,
  SP_ERROR_NOT_FOUND,
  SP_ERROR_SECRETS_UNAVAILABLE,
  SP_ERROR_SECRETS_NO_PORTAL,
  SP_ERROR_SECRETS_LOCKED,
  SP_ERROR_SECRETS_DISMISSED,
  SP_ERROR_SECRETS_DENIED,
  SP_ERROR_SECRETS_LOST,
  SP_ERROR_SECRET_NOT_FOUND,
  SP_ERROR_STORAGE,
  SP_ERROR_TOO_NEW,
  SP_ERROR_DISAGREEMENT,
  SP_ERROR_BUSY,
} SpError;

#define SP_ERROR (sp_error_quark ())
GQuark sp_error_quark (void);

G_END_DECLS
