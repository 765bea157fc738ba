/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-pair.h"

#include "base/sp-error.h"
#include "base/sp-quote.h"

#include <string.h>

/**
 * sp_cli_pair_split:
 * @pair: one word that was typed
 * @value: (out) (transfer none): what stands behind the first “=”, a part of @pair
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Returns: (transfer full) (nullable): what stands before it
 */
char *
sp_cli_pair_split (const char *pair, const char **value, GError **error)
{
  const char *equals = strchr (pair, '=');

  if (equals == NULL || equals == pair)
    {
      g_autofree char *quoted = sp_quote (pair);

      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_INPUT,
                   "%s is not of the form KEY=VALUE; the manual page lists the keys",
                   quoted);
      return NULL;
    }

  *value = equals + 1;
  return g_strndup (pair, equals - pair);
}
