/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-practice-zone.h"

G_BEGIN_DECLS

#define SP_TYPE_PRACTICE_NAME_SERVER (sp_practice_name_server_get_type ())
/**
 * SpPracticeNameServer:
 *
 * The sockets of the authoritative name server: UDP and TCP on one port. What it answers is
 * decided by sp_practice_dns_answer(). It closes its sockets when it is freed.
 */
G_DECLARE_FINAL_TYPE (SpPracticeNameServer,
                      sp_practice_name_server,
                      SP,
                      PRACTICE_NAME_SERVER,
                      GObject)

SpPracticeNameServer *sp_practice_name_server_new (SpPracticeZone *zone);
gboolean sp_practice_name_server_listen (SpPracticeNameServer *self,
                                         GInetAddress *address,
                                         guint16 port,
                                         GError **error);
guint16 sp_practice_name_server_get_port (SpPracticeNameServer *self);

G_END_DECLS
