/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpSourceKind:
 * @SP_SOURCE_AUTOMATIC: `automatic`: the kernel first, then what the world sees
 * @SP_SOURCE_ECHO: `echo`: what the world sees, whatever the kernel says
 * @SP_SOURCE_INTERFACE: `interface:IF`: what the kernel says of that interface
 * @SP_SOURCE_URL: `url:URL`: one echo service the person named
 *
 * Where a profile wants its address from.
 */
typedef enum
{
  SP_SOURCE_AUTOMATIC,
  SP_SOURCE_ECHO,
  SP_SOURCE_INTERFACE,
  SP_SOURCE_URL,
} SpSourceKind;

gboolean
sp_source_parse (const char *text, SpSourceKind *kind, const char **argument, GError **error);

G_END_DECLS
