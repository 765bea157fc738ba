/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-practice-control.h"
#include "sp-practice-provider.h"

#include <string.h>

/* One request to a provider that already keeps home.practice.test at 203.0.113.1. */
typedef struct
{
  const char *proves;
  SpPracticeUpdate update;
  guint status;
  const char *answer;
} Row;

#define WHO .user = "u", .password = "p", .agent = "a"

static const Row rows[] = {
  { "a new host is made and told its address",
    { WHO, .hostname = "new.practice.test", .myip = "203.0.113.2" },
    200,
    "good 203.0.113.2\n" },
  { "the address that is there already changes nothing",
    { WHO, .hostname = "home.practice.test", .myip = "203.0.113.1" },
    200,
    "nochg 203.0.113.1\n" },
  { "case, spaces and a final dot make no other host",
    { WHO, .hostname = " HOME.Practice.Test. ", .myip = "203.0.113.1" },
    200,
    "nochg 203.0.113.1\n" },
  { "the apex and a wildcard are hosts",
    { WHO, .hostname = "practice.test,*.practice.test", .myip = "203.0.113.2" },
    200,
    "good 203.0.113.2\ngood 203.0.113.2\n" },
  { "both families in one parameter",
    { WHO, .hostname = "home.practice.test", .myip = "203.0.113.1,2001:db8::1" },
    200,
    "good 203.0.113.1,2001:db8::1\n" },
  { "the second family in a parameter of its own",
    { WHO, .hostname = "home.practice.test", .myip = "203.0.113.1", .myipv6 = "2001:db8::1" },
    200,
    "good 203.0.113.1,2001:db8::1\n" },
  { "without an address the connection's one is taken, as the real servers do",
    { WHO, .hostname = "home.practice.test", .connection = G_SOCKET_FAMILY_IPV6 },
    200,
    "good 2001:db8::99\n" },
  { "one line per host, in order",
    { WHO, .hostname = "home.practice.test,else.example,x,b.practice.test", .myip = "203.0.113.1" },
    200,
    "nochg 203.0.113.1\nnohost\nnotfqdn\ngood 203.0.113.1\n" },
  { "its own name server is nobody's host",
    { WHO, .hostname = "ns.practice.test", .myip = "203.0.113.1" },
    200,
    "nohost\n" },
  { "a name that only ends like the zone is outside",
    { WHO, .hostname = "xpractice.test", .myip = "203.0.113.1" },
    200,
    "nohost\n" },
  { "no host name", { WHO, .myip = "203.0.113.1" }, 200, "notfqdn\n" },
  { "an empty label",
    { WHO, .hostname = "a..practice.test", .myip = "203.0.113.1" },
    200,
    "notfqdn\n" },
  { "no user agent",
    { .user = "u", .password = "p", .hostname = "home.practice.test", .myip = "203.0.113.2" },
    200,
    "badagent\n" },
  { "no credentials",
    { .agent = "a", .hostname = "home.practice.test", .myip = "203.0.113.2" },
    401,
    "badauth\n" },
  { "a wrong password",
    { .user = "u", .password = "x", .agent = "a", .hostname = "home.practice.test" },
    401,
    "badauth\n" },
  { "text instead of an address",
    { WHO, .hostname = "home.practice.test", .myip = "here" },
    200,
    "badip\n" },
  { "two addresses of one family",
    { WHO, .hostname = "home.practice.test", .myip = "203.0.113.1,203.0.113.2" },
    200,
    "badip\n" },
  { "taking a host off line is for paying customers",
    { WHO, .hostname = "home.practice.test", .offline = "YES" },
    200,
    "!donator\n" },
};

static SpPracticeProvider *
make_provider (void)
{
  g_autoptr (SpPracticeZone) zone = sp_practice_zone_new ("practice.test");
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string ("203.0.113.1");
  SpPracticeProvider *provider = sp_practice_provider_new (zone, "u", "p");

  sp_practice_zone_set (zone, "home.practice.test", address);
  sp_practice_provider_set_address (provider, G_SOCKET_FAMILY_IPV6, "2001:db8::99", NULL);
  return provider;
}

static void
assert_answer (SpPracticeProvider *provider,
               const SpPracticeUpdate *update,
               guint status,
               const char *answer)
{
  g_autoptr (GString) body = g_string_new (NULL);

  g_assert_cmpuint (sp_practice_provider_update (provider, update, body), ==, status);
  g_assert_cmpstr (body->str, ==, answer);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (SpPracticeProvider) provider = make_provider ();

  assert_answer (provider, &row->update, row->status, row->answer);
}

static void
test_too_many_hosts (void)
{
  g_autoptr (SpPracticeProvider) provider = make_provider ();
  g_autoptr (GString) names = g_string_new ("h0.practice.test");
  g_autoptr (GString) answer = g_string_new ("good 203.0.113.5\n");
  SpPracticeUpdate update = { WHO, .myip = "203.0.113.5" };

  for (guint i = 1; i < 20; i++)
    {
      g_string_append_printf (names, ",h%u.practice.test", i);
      g_string_append (answer, "good 203.0.113.5\n");
    }
  update.hostname = names->str;
  assert_answer (provider, &update, 200, answer->str);

  g_string_append (names, ",h20.practice.test");
  update.hostname = names->str;
  assert_answer (provider, &update, 200, "numhost\n");
}

static void
test_abuse (void)
{
  g_autoptr (SpPracticeProvider) provider = make_provider ();
  SpPracticeUpdate same = { WHO, .hostname = "home.practice.test", .myip = "203.0.113.1" };
  SpPracticeUpdate other = { WHO, .hostname = "home.practice.test", .myip = "203.0.113.2" };

  sp_practice_provider_set_nochg_limit (provider, 2);
  assert_answer (provider, &same, 200, "nochg 203.0.113.1\n");
  assert_answer (provider, &other, 200, "good 203.0.113.2\n");
  assert_answer (provider, &other, 200, "nochg 203.0.113.2\n");
  assert_answer (provider, &other, 200, "nochg 203.0.113.2\n");
  assert_answer (provider, &other, 200, "abuse\n");
  assert_answer (provider, &same, 200, "abuse\n");

  g_assert_true (sp_practice_provider_unblock (provider, "Home.practice.test", NULL));
  assert_answer (provider, &same, 200, "good 203.0.113.1\n");
}

static void
test_forced_answers (void)
{
  g_autoptr (SpPracticeProvider) provider = make_provider ();
  g_autofree char *text = NULL;
  SpPracticeUpdate two = { WHO,
                           .hostname = "home.practice.test,b.practice.test",
                           .myip = "203.0.113.2" };

  g_assert_true (sp_practice_control_line (provider, "answer 911 2", NULL));
  assert_answer (provider, &two, 200, "911\n");
  assert_answer (provider, &two, 200, "911\n");
  g_assert_true (sp_practice_control_line (provider, "answer nohost", NULL));
  assert_answer (provider, &two, 200, "nohost\nnohost\n");
  g_assert_true (sp_practice_control_line (provider, "answer badauth", NULL));
  assert_answer (provider, &two, 401, "badauth\n");
  g_assert_true (sp_practice_control_line (provider, "answer 503", NULL));
  assert_answer (provider, &two, 503, "503\n");

  text = sp_practice_provider_describe (provider);
  g_assert_nonnull (strstr (text, "requests 5\n"));
  g_assert_nonnull (strstr (text, "home.practice.test ipv4 203.0.113.1\n"));
  g_assert_null (strstr (text, "b.practice.test"));

  assert_answer (provider, &two, 200, "good 203.0.113.2\ngood 203.0.113.2\n");
}

/* The update that is done although its answer never comes. */
static void
test_silence (void)
{
  g_autoptr (SpPracticeProvider) provider = make_provider ();
  g_autofree char *text = NULL;
  g_autoptr (GString) body = g_string_new (NULL);
  SpPracticeUpdate update = { WHO, .hostname = "home.practice.test", .myip = "203.0.113.2" };

  g_assert_true (sp_practice_control_line (provider, "answer silent", NULL));
  g_assert_cmpuint (sp_practice_provider_update (provider, &update, body), ==, 0);
  text = sp_practice_provider_describe (provider);
  g_assert_nonnull (strstr (text, "home.practice.test ipv4 203.0.113.2\n"));
}

/* A line that is typed, and whether it is understood. */
typedef struct
{
  const char *proves;
  const char *line;
  gboolean is_good;
} Typed;

static const Typed typed[] = {
  { "nothing is no mistake", "", TRUE },
  { "an address", " ipv4  203.0.113.9 \n", TRUE },
  { "the other family", "ipv6 2001:db8::9", TRUE },
  { "no address any more", "ipv6 off", TRUE },
  { "an address of the wrong family", "ipv4 2001:db8::9", FALSE },
  { "no address named", "ipv4", FALSE },
  { "an unknown answer", "answer perhaps", FALSE },
  { "no answer named", "answer", FALSE },
  { "an answer some negative times", "answer 911 -1", FALSE },
  { "a delay", "delay 50", TRUE },
  { "a delay in words", "delay long", FALSE },
  { "a delay past the limit", "delay 60001", FALSE },
  { "an unknown host", "unblock nobody.practice.test", FALSE },
  { "bytes that are no text", "ipv4 \xff\xfe", FALSE },
  { "no text at all", "\xff", FALSE },
  { "an unknown word", "address 203.0.113.9", FALSE },
};

static void
test_typed (gconstpointer data)
{
  const Typed *row = data;
  g_autoptr (SpPracticeProvider) provider = make_provider ();
  g_autoptr (GError) error = NULL;
  gboolean is_done = sp_practice_control_line (provider, row->line, &error);

  if (row->is_good)
    {
      g_assert_no_error (error);
      g_assert_true (is_done);
    }
  else
    {
      g_assert_false (is_done);
      g_assert_nonnull (error);
      g_assert_true (g_str_has_suffix (error->message, "."));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/provider/answer/%s", rows[i].proves);
      g_test_add_data_func (path, &rows[i], test_row);
    }
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autofree char *path = g_strdup_printf ("/provider/typed/%s", typed[i].proves);
      g_test_add_data_func (path, &typed[i], test_typed);
    }
  g_test_add_func ("/provider/twenty hosts and not one more", test_too_many_hosts);
  g_test_add_func ("/provider/too many unchanged updates block a host", test_abuse);
  g_test_add_func ("/provider/answers on demand", test_forced_answers);
  g_test_add_func ("/provider/an answer that never comes", test_silence);

  return g_test_run ();
}
