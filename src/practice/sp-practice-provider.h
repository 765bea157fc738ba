/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-practice-zone.h"

G_BEGIN_DECLS

#define SP_PRACTICE_MAX_DELAY_MS 60000
#define SP_PRACTICE_NOCHG_LIMIT  10

/**
 * SpPracticeUpdate:
 * @user: (nullable): from the Authorization header; %NULL without one
 * @password: (nullable): likewise
 * @agent: (nullable): the User-Agent header
 * @hostname: (nullable): the query parameter, names separated by commas
 * @myip: (nullable): the query parameter, one address per family, separated by commas
 * @myipv6: (nullable): the query parameter of some clients
 * @offline: (nullable): the query parameter that only paying customers may send
 * @connection: the family of the connection, for a request that names no address
 *
 * What an update request says. All strings belong to the caller.
 */
typedef struct
{
  const char *user;
  const char *password;
  const char *agent;
  const char *hostname;
  const char *myip;
  const char *myipv6;
  const char *offline;
  GSocketFamily connection;
} SpPracticeUpdate;

#define SP_TYPE_PRACTICE_PROVIDER (sp_practice_provider_get_type ())
/**
 * SpPracticeProvider:
 *
 * What the practice provider decides, without any socket: who may update what, which code word is
 * the answer, what the public address is, and which answers were forced for the next requests.
 * Emits “event” (const char *) with a translated sentence for whatever happens.
 */
G_DECLARE_FINAL_TYPE (SpPracticeProvider, sp_practice_provider, SP, PRACTICE_PROVIDER, GObject)

SpPracticeProvider *
sp_practice_provider_new (SpPracticeZone *zone, const char *user, const char *password);
const char *sp_practice_provider_get_user (SpPracticeProvider *self);
guint sp_practice_provider_update (SpPracticeProvider *self,
                                   const SpPracticeUpdate *update,
                                   GString *body);

GInetAddress *sp_practice_provider_get_address (SpPracticeProvider *self, GSocketFamily family);
gboolean sp_practice_provider_set_address (SpPracticeProvider *self,
                                           GSocketFamily family,
                                           const char *text,
                                           GError **error);
gboolean sp_practice_provider_force_answer (SpPracticeProvider *self,
                                            const char *code,
                                            guint times,
                                            GError **error);
guint sp_practice_provider_get_delay_ms (SpPracticeProvider *self);
void sp_practice_provider_set_delay_ms (SpPracticeProvider *self, guint delay_ms);
void sp_practice_provider_set_nochg_limit (SpPracticeProvider *self, guint limit);
gboolean sp_practice_provider_unblock (SpPracticeProvider *self, const char *host, GError **error);
char *sp_practice_provider_describe (SpPracticeProvider *self);

G_END_DECLS
