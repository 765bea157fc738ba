/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-exchange-fixture.h"

#include <string.h>

#include "base/sp-error.h"
#include "sp-soup-transport.h"

/**
 * sp_exchange_fixture_set_up:
 *
 * For g_test_add().
 */
void
sp_exchange_fixture_set_up (SpExchangeFixture *fixture, gconstpointer data)
{
  fixture->clock = sp_fake_clock_new ();
  fixture->transport = sp_soup_transport_new (SP_CLOCK (fixture->clock));
}

/**
 * sp_exchange_fixture_tear_down:
 *
 * For g_test_add(). Fails when the transport is still held or an alarm is pending.
 */
void
sp_exchange_fixture_tear_down (SpExchangeFixture *fixture, gconstpointer data)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_clear_pointer (&fixture->reply, sp_reply_unref);
  g_clear_error (&fixture->error);
  g_assert_finalize_object (fixture->transport);
  sp_fake_clock_close (fixture->clock);
}

static void
sent_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SpExchangeFixture *fixture = user_data;

  fixture->reply = sp_transport_send_finish (SP_TRANSPORT (object), result, &fixture->error);
}

static gboolean
too_long_cb (gpointer user_data)
{
  g_error ("the exchange does not end");
  return G_SOURCE_REMOVE;
}

/**
 * sp_exchange_fixture_run:
 *
 * Sends and waits, letting the peer's time pass.
 */
void
sp_exchange_fixture_run (SpExchangeFixture *fixture, SpRequest *request, GCancellable *cancellable)
{
  g_autoptr (GSource) guard = g_timeout_source_new_seconds (20);

  g_clear_pointer (&fixture->reply, sp_reply_unref);
  g_clear_error (&fixture->error);
  g_source_set_callback (guard, too_long_cb, NULL, NULL);
  g_source_attach (guard, NULL);
  sp_transport_send_async (fixture->transport, request, cancellable, sent_cb, fixture);
  while (fixture->reply == NULL && fixture->error == NULL)
    {
      guint passed_ms = fixture->passed_ms;

      fixture->passed_ms = 0;
      if (passed_ms > 0)
        sp_fake_clock_advance_ms (fixture->clock, passed_ms);
      else
        g_main_context_iteration (NULL, TRUE);
    }
  g_source_destroy (guard);
}

/**
 * sp_exchange_fixture_request:
 *
 * Returns: (transfer full): a request with small limits
 */
SpRequest *
sp_exchange_fixture_request (const char *scheme, const char *host, guint16 port)
{
  g_autofree char *url = g_strdup_printf ("%s://%s:%u/nic/update?a=1", scheme, host, port);
  SpRequest *request = sp_request_new ("GET", url, url);

  sp_request_set_limits (request, SP_EXCHANGE_DEADLINE_S, SP_EXCHANGE_CAP_BYTES);
  return request;
}

/**
 * sp_exchange_fixture_assert:
 *
 * Holds the outcome against an #SpError, or OK or CANCELLED, and its message against a part of it.
 */
void
sp_exchange_fixture_assert (SpExchangeFixture *fixture, int code, const char *what)
{
  if (code == SP_EXCHANGE_OK)
    g_assert_no_error (fixture->error);
  else if (code == SP_EXCHANGE_CANCELLED)
    g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  else
    g_assert_error (fixture->error, SP_ERROR, code);

  g_assert_true ((fixture->reply != NULL) == (code == SP_EXCHANGE_OK));
  if (code != SP_EXCHANGE_OK && what != NULL && strstr (fixture->error->message, what) == NULL)
    g_error ("“%s” is not in “%s”", what, fixture->error->message);
  g_assert_cmpuint (sp_fake_clock_get_n_pending (fixture->clock), ==, 0);
}

/**
 * sp_exchange_fixture_pass_deadline_cb:
 *
 * For a peer that falls silent: the whole deadline passes.
 */
gboolean
sp_exchange_fixture_pass_deadline_cb (gpointer user_data)
{
  ((SpExchangeFixture *) user_data)->passed_ms += SP_EXCHANGE_DEADLINE_S * 1000;
  return G_SOURCE_REMOVE;
}

/**
 * sp_exchange_fixture_pass_half_second_cb:
 *
 * For a peer that drips: half a second passes.
 */
gboolean
sp_exchange_fixture_pass_half_second_cb (gpointer user_data)
{
  ((SpExchangeFixture *) user_data)->passed_ms += 500;
  return G_SOURCE_REMOVE;
}
