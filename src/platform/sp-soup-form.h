/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "http/sp-reply.h"
#include "http/sp-request.h"

G_BEGIN_DECLS

/* Our values in libsoup's form and back, with every setting that keeps it from acting by itself. */

SoupSession *sp_soup_form_session (SpRequest *request, GUri *uri);
SoupMessage *sp_soup_form_message (SpRequest *request, GUri *uri);
SpReply *sp_soup_form_reply (SoupMessage *message, GBytes *body, gboolean through_proxy);

G_END_DECLS
