/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * SpExit:
 * @SP_EXIT_CURRENT: all is current
 * @SP_EXIT_FAILED: something failed, or is not done yet, and will be tried again
 * @SP_EXIT_USAGE: what was typed, or a file that was named, cannot be used
 * @SP_EXIT_PERSON: something needs a person
 * @SP_EXIT_NO_ADDRESS: no usable network or address
 * @SP_EXIT_KEYRING: the keyring is locked or missing
 * @SP_EXIT_BUSY: another Signpost holds the state
 *
 * How signpostctl ends. Scripts depend on the numbers.
 */
typedef enum
{
  SP_EXIT_CURRENT = 0,
  SP_EXIT_FAILED = 1,
  SP_EXIT_USAGE = 2,
  SP_EXIT_PERSON = 3,
  SP_EXIT_NO_ADDRESS = 4,
  SP_EXIT_KEYRING = 5,
  SP_EXIT_BUSY = 6,
} SpExit;

SpExit sp_exit_for_error (const GError *error);
SpExit sp_exit_for_status (JsonObject *status);

G_END_DECLS
