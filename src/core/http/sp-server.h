/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpServer:
 * @origin: (owned): `https://host[:port]`, in lower case, A-labels
 * @host: (owned): without brackets
 * @path: (owned): percent-encoded; "" if none was given
 * @plain: http:// to a loopback address
 *
 * Where one's own server is, as a person typed it: a name, a name with a port, or an URL. Plain
 * HTTP is for loopback addresses alone; there, nobody can listen.
 */
typedef struct
{
  char *origin;
  char *host;
  char *path;
  gboolean plain;
} SpServer;

SpServer *sp_server_parse (const char *text, GError **error);
void sp_server_free (SpServer *self);
gboolean sp_server_is_loopback_host (const char *host);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpServer, sp_server_free)

G_END_DECLS
