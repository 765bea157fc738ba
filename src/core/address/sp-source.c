/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "address/sp-source.h"

#include "address/sp-echo-service.h"
#include "base/sp-error.h"
#include "base/sp-quote.h"

#include <string.h>

#define MAX_INTERFACE_NAME 15 /* IFNAMSIZ less the NUL */

static gboolean
is_interface_name (const char *name)
{
  gsize length = strlen (name);

  return length > 0 && length <= MAX_INTERFACE_NAME && strpbrk (name, "/: \t\r\n") == NULL;
}

/**
 * sp_source_parse:
 * @text: (nullable): a source as profiles write it
 * @kind: (out): which kind
 * @argument: (out): the interface or the URL, inside @text; "" for the kinds without one
 * @error: %SP_ERROR_BAD_INPUT with what may stand there
 *
 * Returns: %TRUE if @text is a source
 */
gboolean
sp_source_parse (const char *text, SpSourceKind *kind, const char **argument, GError **error)
{
  g_autoptr (SpEchoService) service = NULL;
  g_autofree char *quoted = NULL;

  *argument = "";
  if (g_strcmp0 (text, "automatic") == 0)
    {
      *kind = SP_SOURCE_AUTOMATIC;
      return TRUE;
    }
  if (g_strcmp0 (text, "echo") == 0)
    {
      *kind = SP_SOURCE_ECHO;
      return TRUE;
    }
  if (text != NULL && g_str_has_prefix (text, "interface:") &&
      is_interface_name (text + strlen ("interface:")))
    {
      *kind = SP_SOURCE_INTERFACE;
      *argument = text + strlen ("interface:");
      return TRUE;
    }
  if (text != NULL && g_str_has_prefix (text, "url:"))
    {
      *kind = SP_SOURCE_URL;
      *argument = text + strlen ("url:");
      service = sp_echo_service_new_from_line (*argument, error);
      return service != NULL;
    }

  quoted = sp_quote (text);
  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_INPUT,
               "%s is not a source of addresses; write automatic, echo, interface:NAME or "
               "url:https://…",
               quoted);
  return FALSE;
}
