/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-practice-provider.h"

G_BEGIN_DECLS

#define SP_PRACTICE_ZONE      "practice.test"
#define SP_PRACTICE_USER      "practice"
#define SP_PRACTICE_PASSWORD  "practice"
#define SP_PRACTICE_HTTP_PORT 18245
#define SP_PRACTICE_DNS_PORT  18053
#define SP_PRACTICE_IPV4      "203.0.113.7"
#define SP_PRACTICE_IPV6      "2001:db8::7"

/**
 * SpPracticeOptions:
 * @bind: (nullable): a loopback address; %NULL for 127.0.0.1 and, where there is one, ::1
 * @http_port: 1…65535; 0 for any; -1 for %SP_PRACTICE_HTTP_PORT or, if that is taken, any
 * @dns_port: 1…65535; 0 for any; -1 for %SP_PRACTICE_DNS_PORT or, if that is taken, any
 * @user: (nullable): name of the account; %NULL for %SP_PRACTICE_USER
 * @password: (nullable): its password; %NULL for %SP_PRACTICE_PASSWORD
 *
 * How to start it. All strings belong to the caller.
 */
typedef struct
{
  const char *bind;
  int http_port;
  int dns_port;
  const char *user;
  const char *password;
} SpPracticeOptions;

#define SP_TYPE_PRACTICE (sp_practice_get_type ())
/**
 * SpPractice:
 *
 * The practice provider as a whole: a dyndns2 server, an echo service and a name server on
 * loopback, to try Signpost without an account and to test it. It is never on by itself; whoever
 * starts it frees it to end it. Emits “event” (const char *) with a translated sentence for
 * whatever happens.
 */
G_DECLARE_FINAL_TYPE (SpPractice, sp_practice, SP, PRACTICE, GObject)

SpPractice *sp_practice_new (const SpPracticeOptions *options);
gboolean sp_practice_start (SpPractice *self, GError **error);
SpPracticeProvider *sp_practice_get_provider (SpPractice *self);
guint16 sp_practice_get_http_port (SpPractice *self);
guint16 sp_practice_get_dns_port (SpPractice *self);
char *sp_practice_get_update_url (SpPractice *self);
char *sp_practice_get_echo_url (SpPractice *self);
gboolean sp_practice_write_ports (SpPractice *self, const char *path, GError **error);

G_END_DECLS
