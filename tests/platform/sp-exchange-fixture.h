/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/sp-transport.h"
#include "sp-fake-clock.h"

G_BEGIN_DECLS

#define SP_EXCHANGE_DEADLINE_S 10
#define SP_EXCHANGE_CAP_BYTES  1024
#define SP_EXCHANGE_OK         -1
#define SP_EXCHANGE_CANCELLED  -2

/**
 * SpExchangeFixture:
 *
 * The real transport under a clock that a test moves, and what its last request came to. The peers
 * of a test let time pass by adding to @passed_ms, from the main context.
 */
typedef struct
{
  SpFakeClock *clock;     /* (owned) */
  SpTransport *transport; /* (owned) */
  SpReply *reply;         /* (owned) (nullable) */
  GError *error;          /* (owned) (nullable) */
  guint passed_ms;        /* time that the clock does not know of yet */
} SpExchangeFixture;

void sp_exchange_fixture_set_up (SpExchangeFixture *self, gconstpointer data);
void sp_exchange_fixture_tear_down (SpExchangeFixture *self, gconstpointer data);
void
sp_exchange_fixture_run (SpExchangeFixture *self, SpRequest *request, GCancellable *cancellable);
void sp_exchange_fixture_assert (SpExchangeFixture *self, int code, const char *what);
gboolean sp_exchange_fixture_pass_deadline_cb (gpointer user_data);
gboolean sp_exchange_fixture_pass_half_second_cb (gpointer user_data);
SpRequest *sp_exchange_fixture_request (const char *scheme, const char *host, guint16 port);

G_END_DECLS
