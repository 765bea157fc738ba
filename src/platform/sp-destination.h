/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "http/sp-request.h"

G_BEGIN_DECLS

GUri *sp_destination_parse (const char *url, GError **error);
gboolean sp_destination_is_plain (GUri *uri);
GSocketAddress *sp_destination_get_local (const SpRequest *request);
char *sp_destination_check_peer (GUri *uri, const SpRequest *request, GSocketAddress *peer);

G_END_DECLS
