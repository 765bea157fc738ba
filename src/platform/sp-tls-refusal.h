/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *sp_tls_refusal_describe (const char *host,
                               GTlsCertificate *certificate,
                               GTlsCertificateFlags errors,
                               gint64 now_s);

G_END_DECLS
