/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-echo-service.h"
#include "http/sp-reply.h"

G_BEGIN_DECLS

/** The largest answer of an echo service that is looked at, in bytes. */
#define SP_ECHO_BODY_CAP 1024

SpAddress *sp_echo_parse (const SpEchoService *service,
                          SpFamily family,
                          const SpReply *reply,
                          gboolean allow_special,
                          GError **error);

G_END_DECLS
