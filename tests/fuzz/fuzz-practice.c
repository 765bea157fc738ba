/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-fuzz.h"
#include "sp-practice-control.h"
#include "sp-practice-dns.h"

#include <string.h>

static void
ask_name_server (SpPracticeZone *zone, const guint8 *data, gsize size)
{
  g_autoptr (GBytes) reply = sp_practice_dns_answer (zone, data, size);
  const guint8 *bytes;

  if (reply == NULL)
    return;
  bytes = g_bytes_get_data (reply, NULL);
  g_assert_cmpuint (g_bytes_get_size (reply), >=, 12);
  g_assert_cmpuint (g_bytes_get_size (reply), <=, 512);
  g_assert_cmpmem (bytes, 2, data, 2);
  g_assert_cmphex (bytes[2] & 0x80, ==, 0x80);
}

static void
type (SpPracticeProvider *provider, const char *text)
{
  g_autoptr (GError) error = NULL;
  gboolean is_done = sp_practice_control_line (provider, text, &error);

  g_assert_true (is_done == (error == NULL));
}

/* Hosts, addresses and the other addresses, with “|” between them. */
static void
update (SpPracticeProvider *provider, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "|", 3);
  guint n_parts = g_strv_length (parts);
  const SpPracticeUpdate request = {
    .user = "u",
    .password = "p",
    .agent = "a",
    .hostname = n_parts > 0 ? parts[0] : NULL,
    .myip = n_parts > 1 ? parts[1] : NULL,
    .myipv6 = n_parts > 2 ? parts[2] : NULL,
    .connection = G_SOCKET_FAMILY_IPV4,
  };
  g_autoptr (GString) body = g_string_new (NULL);

  g_assert_cmpuint (sp_practice_provider_update (provider, &request, body), ==, 200);
  g_assert_true (g_str_has_suffix (body->str, "\n"));
}

/* The first byte chooses who gets the rest: the name server, the keyboard or the update server. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (SpPracticeZone) zone = sp_practice_zone_new ("practice.test");
  g_autoptr (SpPracticeProvider) provider = sp_practice_provider_new (zone, "u", "p");
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string ("203.0.113.1");
  g_autofree char *text = NULL;

  if (size == 0)
    return 0;

  sp_practice_zone_set (zone, "home.practice.test", address);
  sp_practice_zone_set (zone, "*.wild.practice.test", address);
  text = sp_fuzz_take_text (data + 1, size - 1);
  switch (data[0] % 3)
    {
    case 0:
      ask_name_server (zone, data + 1, size - 1);
      break;
    case 1:
      type (provider, text);
      break;
    default:
      update (provider, text);
      break;
    }
  return 0;
}
