/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sp-clock.h"
#include "http/sp-transport.h"

G_BEGIN_DECLS

#define SP_TYPE_FAKE_TRANSPORT (sp_fake_transport_get_type ())
/**
 * SpFakeTransport:
 *
 * A network without a wire: answers each request from a queue of expectations, or asks a handler
 * of the test, after a latency on the given clock. Remembers every request and when it came. Ends a
 * test that asks for more than was expected, and sp_fake_transport_close() ends one that asked for
 * less or left a request in flight.
 */
G_DECLARE_FINAL_TYPE (SpFakeTransport, sp_fake_transport, SP, FAKE_TRANSPORT, GObject)

/**
 * SpFakeHandler:
 * @request: what the product sends
 * @user_data: as given
 * @error: an error of %SP_ERROR to fail with
 *
 * Returns: (transfer full) (nullable): the reply; %NULL without an error never answers
 */
typedef SpReply *(*SpFakeHandler) (SpRequest *request, gpointer user_data, GError **error);

SpFakeTransport *sp_fake_transport_new (SpClock *clock);
void sp_fake_transport_close (SpFakeTransport *self);

void sp_fake_transport_expect (SpFakeTransport *self,
                               const char *url_glob,
                               guint status,
                               const char *body);
void sp_fake_transport_expect_reply (SpFakeTransport *self, const char *url_glob, SpReply *reply);
void sp_fake_transport_expect_error (SpFakeTransport *self,
                                     const char *url_glob,
                                     GQuark domain,
                                     int code);
void sp_fake_transport_expect_silence (SpFakeTransport *self, const char *url_glob);
void
sp_fake_transport_set_handler (SpFakeTransport *self, SpFakeHandler handler, gpointer user_data);
void sp_fake_transport_set_latency_ms (SpFakeTransport *self, guint latency_ms);

guint sp_fake_transport_get_n_requests (SpFakeTransport *self);
SpRequest *sp_fake_transport_get_request (SpFakeTransport *self, guint index);
SpInstant sp_fake_transport_get_request_time (SpFakeTransport *self, guint index);
guint sp_fake_transport_count_requests (SpFakeTransport *self, const char *url_glob);
guint sp_fake_transport_get_n_in_flight (SpFakeTransport *self);
guint sp_fake_transport_get_most_in_flight (SpFakeTransport *self);

SpReply *sp_fake_reply (guint status, const char *body);
SpReply *
sp_fake_reply_with_header (guint status, const char *body, const char *name, const char *value);

G_END_DECLS
