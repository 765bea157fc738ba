/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-error.h"
#include "provider/sp-records.h"
#include "sp-fake-clock.h"
#include "sp-fake-dns-transport.h"
#include "sp-fake-transport.h"

#include <string.h>

#define API "https://x.example/v1"

#define HEAD                                                                                       \
  "[Provider]\nFormat=1\nId=x\nName=X\nWebsite=https://x.example/\nSource=https://x.example/\n"    \
  "Checked=2026-11-22\nVerified=peer\nProtocol=records\nHosts=x.example;\nFamilies=ipv4;ipv6;\n"   \
  "[Field pass]\nLabel=Password\nSecret=true\n"
#define COMMON                                                                                     \
  "[Records]\nUrl=" API "\nHeader1=X-Token: ${pass}\nTtlMin=60\nTtlMax=3600\nTxt=true\n"
#define ZONE                                                                                       \
  "[Zone]\nUrl=/zones/${candidate}\nNotFound1=status:404\nTake1=zone_id=$.id\n"                    \
  "[Find]\nUrl=/zones/${zone_id}/records\nQuery=type=${type}&page=${page}\nItems=$.records[*]\n"   \
  "Sub=$.sub\nWhere1=$.type = ${type}\nValue=$.value\nTake1=id=$.id\nPageSize=2\n"
#define WRITE                                                                                      \
  "[Create]\nMethod=POST\nUrl=/zones/${zone_id}/records\n"                                         \
  "Json={\"sub\":\"${sub|or:@}\",\"value\":\"${value}\",\"ttl\":\"${ttl|or:300|int}\"}\n"          \
  "[Update]\nMethod=PUT\nUrl=/records/${id}\nEcho=true\nEchoDrop=id;\n"                            \
  "Json={\"value\":\"${value}\",\"ttl\":\"${ttl|int|opt}\"}\n"                                     \
  "[Delete]\nMethod=DELETE\nUrl=/records/${id}\n"
#define PLAIN HEAD COMMON ZONE WRITE

#define TOKEN                                                                                      \
  "[Token]\nMethod=POST\nUrl=/login\nJson={\"password\":\"${pass}\"}\nTake1=access=$.token\n"      \
  "Expires=$.seconds\n"
#define BEARER                                                                                     \
  HEAD "[Records]\nUrl=" API "\nHeader1=Authorization: Bearer ${access}\n" TOKEN ZONE WRITE
#define LOGOUT "[Logout]\nMethod=POST\nUrl=/logout\n"

#define SIGNED                                                                                     \
  HEAD "[Field key]\nLabel=Key\n"                                                                  \
       "[Records]\nUrl=" API "\nSign=aws4\n"                                                       \
       "SignWith=service=dns;region=x;id=${key};secret=${pass};\n" ZONE WRITE

#define SETS                                                                                       \
  HEAD "[Field zone]\nLabel=Zone\n"                                                                \
       "[Records]\nUrl=" API "\nHeader1=X-Token: ${pass}\nTxt=quoted\n"                            \
       "[Find]\nUrl=/rrsets/${fqdn}/${type}\nNotFound1=status:404\nValue=$.values[*]\n"            \
       "[Upsert]\nMethod=PUT\nUrl=/rrsets/${fqdn}/${type}\n"                                       \
       "Json=[{\"values\":[{\"content\":\"${values|each}\"}]}]\n"                                  \
       "[Delete]\nMethod=DELETE\nUrl=/rrsets/${fqdn}/${type}\n"

#define BLIND                                                                                      \
  HEAD "[Records]\nUrl=" API "\nHeader1=X-Token: ${pass}\n"                                        \
       "[Upsert]\nMethod=PUT\nUrl=/${fqdn}/${type}\nJson={\"value\":\"${value}\"}\n"

#define SPLIT_SETS                                                                                 \
  HEAD "[Records]\nUrl=" API "\nHeader1=X-Token: ${pass}\nTxt=true\n"                              \
       "[Find]\nUrl=/rrsets/${fqdn}/${type}\nNotFound1=status:404\nValue=$.values[*]\n"            \
       "[Create]\nMethod=POST\nUrl=/rrsets/${fqdn}/${type}\nJson=[\"${values|each}\"]\n"           \
       "[Update]\nMethod=PATCH\nUrl=/rrsets/${fqdn}/${type}\nJson=[\"${values|each}\"]\n"          \
       "[Delete]\nMethod=DELETE\nUrl=/rrsets/${fqdn}/${type}\n"

/* What a provider answers to the next request, which must begin so. */
typedef struct
{
  const char *request;
  guint status;
  const char *answer;
} Exchange;

#define ZONE_FOUND                                                                                 \
  { "GET " API "/zones/home.example.com", 404, "{}" },                                             \
  {                                                                                                \
    "GET " API "/zones/example.com", 200, "{\"id\":\"z1\"}"                                        \
  }
#define FIND_A "GET " API "/zones/z1/records?type=A&page=1"
#define ONE                                                                                        \
  "{\"records\":[{\"id\":\"r1\",\"sub\":\"home\",\"type\":\"A\",\"value\":\"192.0.2.1\"}]}"

typedef struct
{
  SpFakeClock *clock;
  SpFakeTransport *transport;
  SpFakeDnsTransport *dns;
  SpMemory *memory;
  SpRecipe *recipe;
  SpVariables *variables;
  SpMask *mask;
  SpRecords *records;
  char *body; /* of the last request that had one */
} Fixture;

static void
converse (Fixture *fixture, const char *password)
{
  const SpWays ways = { .clock = SP_CLOCK (fixture->clock),
                        .transport = SP_TRANSPORT (fixture->transport),
                        .dns = SP_DNS_TRANSPORT (fixture->dns),
                        .memory = fixture->memory };

  g_clear_pointer (&fixture->records, sp_records_free);
  g_clear_pointer (&fixture->variables, sp_variables_free);
  g_clear_pointer (&fixture->mask, sp_mask_free);
  fixture->variables = sp_variables_new ();
  fixture->mask = sp_mask_new ();
  sp_variables_set_secret (fixture->variables, "pass", password);
  if (sp_recipe_lookup_field (fixture->recipe, "zone") != NULL)
    sp_variables_set (fixture->variables, "zone", "example.com");
  fixture->records =
      sp_records_new (fixture->recipe, "account", fixture->variables, fixture->mask, &ways);
}

static void
set_up (Fixture *fixture, const char *text)
{
  g_autoptr (GError) error = NULL;

  fixture->clock = sp_fake_clock_new ();
  fixture->transport = sp_fake_transport_new (SP_CLOCK (fixture->clock));
  fixture->dns = sp_fake_dns_transport_new ();
  fixture->memory = sp_memory_new ();
  fixture->recipe = sp_recipe_new_from_text ("x.recipe", text, &error);
  g_assert_no_error (error);
  converse (fixture, "secret");
}

static void
tear_down (Fixture *fixture)
{
  sp_records_free (fixture->records);
  sp_variables_free (fixture->variables);
  sp_mask_free (fixture->mask);
  sp_recipe_unref (fixture->recipe);
  sp_memory_unref (fixture->memory);
  g_free (fixture->body);
  sp_fake_transport_close (fixture->transport);
  sp_fake_dns_transport_close (fixture->dns);
  sp_fake_clock_close (fixture->clock);
}

static void
keep_body (Fixture *fixture, SpRequest *request)
{
  GBytes *body = sp_request_get_body (request);

  if (body == NULL)
    return;
  g_clear_pointer (&fixture->body, g_free);
  fixture->body = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
}

static SpReply *
new_reply (const Exchange *exchange)
{
  g_autoptr (GHashTable) headers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GBytes) body = g_bytes_new (exchange->answer, strlen (exchange->answer));

  return sp_reply_new (exchange->status, headers, body, NULL);
}

/* Plays one pass against the exchanges; every one of them has to happen, and no other. */
static SpOutcome *
play (Fixture *fixture, const SpPass *pass, const Exchange *exchanges, guint n_exchanges)
{
  SpOutcome *outcome;
  guint i = 0;

  sp_records_begin (fixture->records, pass);
  outcome = sp_records_foresee (fixture->records);
  for (; outcome == NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SpRequest) request = sp_records_make_request (fixture->records, &error);
      g_autoptr (SpReply) reply = NULL;
      g_autofree char *line = NULL;

      if (request == NULL)
        {
          outcome = sp_records_judge_error (fixture->records, error);
          break;
        }
      line =
          g_strdup_printf ("%s %s", sp_request_get_method (request), sp_request_get_url (request));
      g_assert_cmpuint (i, <, n_exchanges);
      g_assert_cmpstr (line, ==, exchanges[i].request);
      keep_body (fixture, request);
      reply = new_reply (&exchanges[i]);
      outcome = sp_records_judge (fixture->records, reply);
    }

  g_assert_cmpuint (i, ==, n_exchanges);
  return outcome;
}

static const SpPass home = { .name = "home.example.com",
                             .type = SP_RECORD_A,
                             .value = "198.51.100.7",
                             .may_create = TRUE };

static void
expect (Fixture *fixture,
        const SpPass *pass,
        const Exchange *exchanges,
        guint n_exchanges,
        SpOutcomeClass outcome_class)
{
  g_autoptr (SpOutcome) outcome = play (fixture, pass, exchanges, n_exchanges);

  g_test_message ("%s", sp_outcome_get_message (outcome));
  g_assert_cmpstr (sp_outcome_class_to_string (sp_outcome_get_class (outcome)),
                   ==,
                   sp_outcome_class_to_string (outcome_class));
}

#define EXPECT(fixture, pass, outcome_class, ...)                                                  \
  G_STMT_START                                                                                     \
  {                                                                                                \
    const Exchange expected[] = { __VA_ARGS__ };                                                   \
    expect (fixture, pass, expected, G_N_ELEMENTS (expected), outcome_class);                      \
  }                                                                                                \
  G_STMT_END

static void
test_memory_of_zones (void)
{
  Fixture fixture = { 0 };

  set_up (&fixture, PLAIN);
  EXPECT (&fixture,
          &home,
          SP_OUTCOME_GOOD,
          ZONE_FOUND,
          { FIND_A, 200, ONE },
          { "PUT " API "/records/r1", 200, "{}" });

  /* the next attempt, and whatever follows a restart, begins with the record */
  converse (&fixture, "secret");
  EXPECT (&fixture,
          &home,
          SP_OUTCOME_GOOD,
          { FIND_A, 200, ONE },
          { "PUT " API "/records/r1", 200, "{}" });

  /* trouble forgets, so that nothing wrong is remembered for ever */
  converse (&fixture, "secret");
  EXPECT (&fixture, &home, SP_OUTCOME_RETRY, { FIND_A, 500, "" });
  converse (&fixture, "secret");
  EXPECT (&fixture, &home, SP_OUTCOME_BADCRED, { "GET " API "/zones/home.example.com", 401, "" });
  tear_down (&fixture);
}

static void
test_stale_zone (void)
{
  Fixture fixture = { 0 };

  set_up (&fixture, PLAIN);
  EXPECT (&fixture, &home, SP_OUTCOME_RETRY, ZONE_FOUND, { FIND_A, 503, "" });
  converse (&fixture, "secret");
  EXPECT (&fixture,
          &home,
          SP_OUTCOME_GOOD,
          ZONE_FOUND,
          { FIND_A, 200, ONE },
          { "PUT " API "/records/r1", 200, "{}" });

  /* the zone moved to another id meanwhile: it is looked for once more, in the same attempt */
  converse (&fixture, "secret");
  EXPECT (&fixture,
          &home,
          SP_OUTCOME_GOOD,
          { FIND_A, 404, "" },
          { "GET " API "/zones/home.example.com", 404, "{}" },
          { "GET " API "/zones/example.com", 200, "{\"id\":\"z2\"}" },
          { "GET " API "/zones/z2/records?type=A&page=1", 200, "{\"records\":[]}" },
          { "POST " API "/zones/z2/records", 201, "{}" });

  /* … but only once */
  converse (&fixture, "secret");
  EXPECT (&fixture,
          &home,
          SP_OUTCOME_BADHOST,
          { "GET " API "/zones/z2/records?type=A&page=1", 404, "" },
          ZONE_FOUND,
          { FIND_A, 404, "" });
  tear_down (&fixture);
}

#define LOGGED_IN                                                                                  \
  {                                                                                                \
    "POST " API "/login", 200, "{\"token\":\"t0ken\",\"seconds\":600}"                             \
  }
#define UNCHANGED                                                                                  \
  {                                                                                                \
    FIND_A, 200,                                                                                   \
        "{\"records\":[{\"id\":\"r1\",\"sub\":\"home\",\"type\":\"A\","                            \
        "\"value\":\"198.51.100.7\"}]}"                                                            \
  }

static void
test_token (void)
{
  Fixture fixture = { 0 };

  set_up (&fixture, BEARER);
  EXPECT (&fixture, &home, SP_OUTCOME_NOCHG, LOGGED_IN, ZONE_FOUND, UNCHANGED);

  g_test_message ("a token is used as long as it lives");
  converse (&fixture, "secret");
  EXPECT (&fixture, &home, SP_OUTCOME_NOCHG, UNCHANGED);
  sp_fake_clock_advance_s (fixture.clock, 595);
  converse (&fixture, "secret");
  EXPECT (&fixture, &home, SP_OUTCOME_NOCHG, LOGGED_IN, UNCHANGED);

  g_test_message ("another password wants another token");
  converse (&fixture, "changed");
  EXPECT (&fixture, &home, SP_OUTCOME_NOCHG, LOGGED_IN, UNCHANGED);

  g_test_message ("a token that was taken away is asked for anew, once");
  converse (&fixture, "changed");
  EXPECT (&fixture, &home, SP_OUTCOME_NOCHG, { FIND_A, 401, "" }, LOGGED_IN, ZONE_FOUND, UNCHANGED);
  tear_down (&fixture);
}

static void
test_token_shows_nowhere (void)
{
  Fixture fixture = { 0 };
  g_autoptr (SpRequest) request = NULL;
  g_autoptr (SpOutcome) outcome = NULL;
  g_autofree char *trace = NULL;
  g_autoptr (SpReply) login = NULL;
  g_autoptr (SpReply) refusal = NULL;

  set_up (&fixture, BEARER);
  sp_records_begin (fixture.records, &home);
  request = sp_records_make_request (fixture.records, NULL);
  login = new_reply (&(Exchange){ NULL, 200, "{\"token\":\"t0ken\"}" });
  g_assert_null (sp_records_judge (fixture.records, login));
  g_clear_pointer (&request, sp_request_unref);
  request = sp_records_make_request (fixture.records, NULL);
  g_assert_cmpstr (sp_request_get_header (request, "Authorization"), ==, "Bearer t0ken");
  trace = sp_request_to_trace (request);
  g_assert_null (strstr (trace, "t0ken"));
  refusal = new_reply (&(Exchange){ NULL, 401, "the token t0ken has ended" });
  outcome = sp_records_judge (fixture.records, refusal);
  g_assert_null (strstr (sp_outcome_get_message (outcome), "t0ken"));
  tear_down (&fixture);
}

static void
test_logout (void)
{
  Fixture fixture = { 0 };
  g_autoptr (SpRequest) farewell = NULL;

  set_up (&fixture, BEARER LOGOUT);
  g_assert_null (sp_records_make_farewell (fixture.records));
  EXPECT (&fixture,
          &home,
          SP_OUTCOME_RETRY,
          LOGGED_IN,
          { "GET " API "/zones/home.example.com", 500, "" });
  farewell = sp_records_make_farewell (fixture.records);
  g_assert_cmpstr (sp_request_get_url (farewell), ==, API "/logout");
  g_assert_cmpstr (sp_request_get_header (farewell, "Authorization"), ==, "Bearer t0ken");
  g_assert_null (sp_records_make_farewell (fixture.records));

  g_test_message ("a token that was given back is not used again");
  converse (&fixture, "secret");
  EXPECT (&fixture, &home, SP_OUTCOME_NOCHG, LOGGED_IN, ZONE_FOUND, UNCHANGED);
  tear_down (&fixture);
}

static void
test_only_the_address_changes (void)
{
  Fixture fixture = { 0 };
  SpPass pass = home;

  set_up (&fixture, PLAIN);
  EXPECT (&fixture,
          &pass,
          SP_OUTCOME_GOOD,
          ZONE_FOUND,
          { FIND_A,
            200,
            "{\"records\":[{\"id\":\"r1\",\"sub\":\"HOME.\",\"type\":\"A\",\"value\":\"192.0.2.1\","
            "\"ttl\":777,\"proxied\":true,\"tags\":[\"a\",{\"b\":null}]}]}" },
          { "PUT " API "/records/r1", 200, "{}" });
  g_assert_cmpstr (fixture.body,
                   ==,
                   "{\"sub\":\"HOME.\",\"type\":\"A\",\"value\":\"198.51.100.7\",\"ttl\":777,"
                   "\"proxied\":true,\"tags\":[\"a\",{\"b\":null}]}");

  g_test_message ("a lifetime that the person asked for, in the bounds of the provider");
  pass.ttl_s = 5;
  EXPECT (&fixture,
          &pass,
          SP_OUTCOME_GOOD,
          { FIND_A, 200, ONE },
          { "PUT " API "/records/r1", 200, "{}" });
  g_assert_cmpstr (fixture.body,
                   ==,
                   "{\"sub\":\"home\",\"type\":\"A\",\"value\":\"198.51.100.7\",\"ttl\":60}");
  tear_down (&fixture);
}

static void
test_what_is_there (void)
{
  static const struct
  {
    const char *sentence;
    const char *answer;
    SpOutcomeClass outcome_class;
    guint n_requests; /* beside the two that find the zone */
  } rows[] = {
    { "the same address, written otherwise",
      "{\"records\":[{\"id\":\"1\",\"sub\":\"home\",\"type\":\"AAAA\",\"value\":\"2001:DB8::0:7\"}]}",
      SP_OUTCOME_NOCHG,
      1 },
    { "a neighbour and another type",
      "{\"records\":[{\"id\":\"1\",\"sub\":\"home2\",\"type\":\"AAAA\",\"value\":\"2001:db8::7\"}]}",
      SP_OUTCOME_GOOD,
      2 },
    { "the name in full",
      "{\"records\":[{\"id\":\"1\",\"sub\":\"home.example.com.\",\"type\":\"AAAA\","
      "\"value\":\"2001:db8::7\"}]}",
      SP_OUTCOME_NOCHG,
      1 },
    { "no list is no answer", "{\"error\":\"busy\"}", SP_OUTCOME_RETRY, 1 },
    { "an object is no list", "{\"records\":{\"error\":\"busy\"}}", SP_OUTCOME_RETRY, 1 },
    { "a page is no answer", "<html>hello</html>", SP_OUTCOME_RETRY, 1 },
    { "null is an empty list", "{\"records\":null}", SP_OUTCOME_GOOD, 2 },
    { "an object of items is a list",
      "{\"records\":{\"7\":{\"id\":\"7\",\"sub\":\"home\",\"type\":\"AAAA\","
      "\"value\":\"2001:db8::7\"}}}",
      SP_OUTCOME_NOCHG,
      1 },
  };
  SpPass pass = home;

  pass.type = SP_RECORD_AAAA;
  pass.value = "2001:db8::7";
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const Exchange exchanges[] = {
        ZONE_FOUND,
        { "GET " API "/zones/z1/records?type=AAAA&page=1", 200, rows[i].answer },
        { "POST " API "/zones/z1/records", 201, "{}" },
      };
      Fixture fixture = { 0 };

      g_test_message ("%s", rows[i].sentence);
      set_up (&fixture, PLAIN);
      expect (&fixture, &pass, exchanges, 2 + rows[i].n_requests, rows[i].outcome_class);
      tear_down (&fixture);
    }
}

static void
test_pages (void)
{
  static const char full[] = "{\"records\":[{\"sub\":\"a\",\"type\":\"A\",\"value\":\"192.0.2.1\"},"
                             "{\"sub\":\"b\",\"type\":\"A\",\"value\":\"192.0.2.2\"}]}";
  Exchange exchanges[12] = { ZONE_FOUND };
  g_auto (GStrv) requests = g_new0 (char *, 11);
  Fixture fixture = { 0 };

  g_test_message ("a second record on the last page is seen");
  set_up (&fixture, PLAIN);
  EXPECT (
      &fixture,
      &home,
      SP_OUTCOME_CONFIG,
      ZONE_FOUND,
      { FIND_A,
        200,
        "{\"records\":[{\"sub\":\"home\",\"type\":\"A\",\"value\":\"192.0.2.1\"},{\"sub\":\"x\"}]}" },
      { "GET " API "/zones/z1/records?type=A&page=2", 200, ONE });

  g_test_message ("a list without an end has one");
  converse (&fixture, "secret");
  sp_memory_set_zone (fixture.memory, "account", home.name, NULL);
  for (guint page = 1; page <= 10; page++)
    {
      requests[page - 1] = g_strdup_printf ("GET " API "/zones/z1/records?type=A&page=%u", page);
      exchanges[page + 1] = (Exchange){ requests[page - 1], 200, full };
    }
  expect (&fixture, &home, exchanges, G_N_ELEMENTS (exchanges), SP_OUTCOME_CONFIG);
  tear_down (&fixture);
}

static void
test_missing (void)
{
  Fixture fixture = { 0 };
  SpPass pass = home;

  set_up (&fixture, PLAIN);
  pass.may_create = FALSE;
  EXPECT (&fixture, &pass, SP_OUTCOME_BADHOST, ZONE_FOUND, { FIND_A, 200, "{\"records\":[]}" });
  pass.name = "home.example.net";
  EXPECT (&fixture,
          &pass,
          SP_OUTCOME_BADHOST,
          { "GET " API "/zones/home.example.net", 404, "{}" },
          { "GET " API "/zones/example.net", 404, "{}" });
  tear_down (&fixture);
}

/* Who writes without looking may make what must not be made. */
static void
test_blind_write (void)
{
  Fixture fixture = { 0 };
  SpPass pass = home;

  set_up (&fixture, BLIND);
  EXPECT (&fixture, &pass, SP_OUTCOME_GOOD, { "PUT " API "/home.example.com/A", 200, "{}" });
  pass.may_create = FALSE;
  expect (&fixture, &pass, NULL, 0, SP_OUTCOME_CONFIG);
  tear_down (&fixture);
}

static void
expect_error (const char *text, guint n_requests, SpOutcomeClass outcome_class)
{
  g_autoptr (GError) error = g_error_new_literal (SP_ERROR, SP_ERROR_INTERRUPTED, "gone");
  const Exchange exchanges[] = { ZONE_FOUND, { FIND_A, 200, ONE } };
  Fixture fixture = { 0 };
  g_autoptr (SpOutcome) outcome = NULL;

  set_up (&fixture, text);
  sp_records_begin (fixture.records, &home);
  for (guint i = 0; i < n_requests; i++)
    {
      g_autoptr (SpRequest) request = sp_records_make_request (fixture.records, NULL);
      g_autoptr (SpReply) reply = new_reply (&exchanges[MIN (i, 2)]);

      if (i + 1 < n_requests)
        g_assert_null (sp_records_judge (fixture.records, reply));
    }
  outcome = sp_records_judge_error (fixture.records, error);
  g_assert_cmpint (sp_outcome_get_class (outcome), ==, outcome_class);
  tear_down (&fixture);
}

static SpReply *
new_dated_reply (guint status, const char *date)
{
  g_autoptr (GHashTable) headers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GBytes) body = g_bytes_new_static ("no", 2);

  g_hash_table_insert (headers, (char *) "date", (char *) date);
  return sp_reply_new (status, headers, body, NULL);
}

/* A signature that is refused because of the clock needs no other key. The fake clock begins at noon
 * of 2026-03-01. */
static void
test_clock (void)
{
  static const struct
  {
    const char *date;
    SpOutcomeClass outcome_class;
    const char *words;
  } rows[] = {
    { "Sun, 01 Mar 2026 12:00:03 GMT", SP_OUTCOME_BADCRED, "no" },
    { "Sun, 01 Mar 2026 12:10:00 GMT",
      SP_OUTCOME_RETRY,
      "the clock of this computer is 600 seconds behind that of the server; set it right" },
    { "Sun, 01 Mar 2026 11:00:00 GMT",
      SP_OUTCOME_RETRY,
      "the clock of this computer is 3600 seconds ahead of that of the server; set it right" },
    { "yesterday", SP_OUTCOME_BADCRED, "no" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Fixture fixture = { 0 };
      g_autoptr (SpRequest) request = NULL;
      g_autoptr (SpReply) reply = new_dated_reply (403, rows[i].date);
      g_autoptr (SpOutcome) outcome = NULL;

      set_up (&fixture, SIGNED);
      sp_variables_set (fixture.variables, "key", "AKID");
      sp_records_begin (fixture.records, &home);
      request = sp_records_make_request (fixture.records, NULL);
      g_assert_nonnull (sp_request_get_header (request, "Authorization"));
      outcome = sp_records_judge (fixture.records, reply);
      g_assert_cmpint (sp_outcome_get_class (outcome), ==, rows[i].outcome_class);
      g_assert_cmpstr (sp_outcome_get_message (outcome), ==, rows[i].words);
      tear_down (&fixture);
    }
}

/* A zone may come back in the letters that people read. */
static void
test_international_names (void)
{
  static const char answer[] =
      "{\"records\":[{\"id\":\"1\",\"sub\":\"Büro\",\"type\":\"A\",\"value\":\"192.0.2.1\"}]}";
  SpPass pass = home;
  Fixture fixture = { 0 };

  pass.name = "xn--bro-hoa.example.com";
  set_up (&fixture, PLAIN);
  EXPECT (&fixture,
          &pass,
          SP_OUTCOME_GOOD,
          { "GET " API "/zones/xn--bro-hoa.example.com", 404, "{}" },
          { "GET " API "/zones/example.com", 200, "{\"id\":\"z1\"}" },
          { FIND_A, 200, answer },
          { "PUT " API "/records/1", 200, "{}" });

  g_test_message ("the zone itself, and a wildcard");
  pass.name = "example.com";
  EXPECT (&fixture,
          &pass,
          SP_OUTCOME_GOOD,
          { FIND_A,
            200,
            "{\"records\":[{\"id\":\"1\",\"sub\":\"home\",\"type\":\"A\",\"value\":\"192.0.2.1\"},"
            "{\"id\":\"2\",\"sub\":\"@\",\"type\":\"A\",\"value\":\"192.0.2.2\"}]}" },
          { "GET " API "/zones/z1/records?type=A&page=2", 200, "{\"records\":[]}" },
          { "PUT " API "/records/2", 200, "{}" });
  pass.name = "*.example.com";
  EXPECT (&fixture,
          &pass,
          SP_OUTCOME_GOOD,
          { FIND_A, 200, "{\"records\":[]}" },
          { "POST " API "/zones/z1/records", 200, "{}" });
  g_assert_cmpstr (fixture.body, ==, "{\"sub\":\"*\",\"value\":\"198.51.100.7\",\"ttl\":300}");
  tear_down (&fixture);
}

/* Only a write can leave anybody in doubt. */
static void
test_lost_answers (void)
{
  expect_error (PLAIN, 1, SP_OUTCOME_NET);
  expect_error (PLAIN, 3, SP_OUTCOME_NET);
  expect_error (PLAIN, 4, SP_OUTCOME_UNKNOWN);
}

#define SET "GET " API "/rrsets/_acme-challenge.home.example.com/TXT"
#define PUT "PUT " API "/rrsets/_acme-challenge.home.example.com/TXT"

static void
test_texts (void)
{
  SpPass pass = { .name = "_acme-challenge.home.example.com",
                  .type = SP_RECORD_TXT,
                  .value = "new",
                  .may_create = TRUE };
  Fixture fixture = { 0 };

  set_up (&fixture, SETS);
  g_test_message ("the first text");
  EXPECT (&fixture, &pass, SP_OUTCOME_GOOD, { SET, 404, "" }, { PUT, 200, "{}" });
  g_assert_cmpstr (fixture.body, ==, "[{\"values\":[{\"content\":\"\\\"new\\\"\"}]}]");

  g_test_message ("one more text: the others are sent again");
  EXPECT (&fixture,
          &pass,
          SP_OUTCOME_GOOD,
          { SET, 200, "{\"values\":[\"\\\"old\\\"\"]}" },
          { PUT, 200, "{}" });
  g_assert_cmpstr (fixture.body,
                   ==,
                   "[{\"values\":[{\"content\":\"\\\"old\\\"\"},{\"content\":\"\\\"new\\\"\"}]}]");

  g_test_message ("it is there, with quotation marks or without");
  EXPECT (&fixture, &pass, SP_OUTCOME_NOCHG, { SET, 200, "{\"values\":[\"new\"]}" });

  g_test_message ("only the one that is meant goes");
  pass.removes = TRUE;
  EXPECT (&fixture,
          &pass,
          SP_OUTCOME_GOOD,
          { SET, 200, "{\"values\":[\"\\\"old\\\"\",\"\\\"new\\\"\"]}" },
          { PUT, 200, "{}" });
  g_assert_cmpstr (fixture.body, ==, "[{\"values\":[{\"content\":\"\\\"old\\\"\"}]}]");
  EXPECT (&fixture,
          &pass,
          SP_OUTCOME_GOOD,
          { SET, 200, "{\"values\":[\"\\\"new\\\"\"]}" },
          { "DELETE " API "/rrsets/_acme-challenge.home.example.com/TXT", 204, "" });
  EXPECT (&fixture, &pass, SP_OUTCOME_NOCHG, { SET, 404, "" });

  g_test_message ("which one, if none is named");
  pass.value = NULL;
  EXPECT (&fixture, &pass, SP_OUTCOME_CONFIG, { SET, 200, "{\"values\":[\"a\",\"b\"]}" });
  tear_down (&fixture);
}

#define NAMED "home.example.com/TXT"

/* A set that is there is changed, and never made a second time. */
static void
test_texts_of_split_sets (void)
{
  SpPass pass = { .name = "home.example.com", .type = SP_RECORD_TXT, .value = "new" };
  Fixture fixture = { 0 };

  set_up (&fixture, SPLIT_SETS);
  EXPECT (&fixture,
          &pass,
          SP_OUTCOME_GOOD,
          { "GET " API "/rrsets/" NAMED, 404, "" },
          { "POST " API "/rrsets/" NAMED, 201, "{}" });
  g_assert_cmpstr (fixture.body, ==, "[\"new\"]");
  EXPECT (&fixture,
          &pass,
          SP_OUTCOME_GOOD,
          { "GET " API "/rrsets/" NAMED, 200, "{\"values\":[\"old\"]}" },
          { "PATCH " API "/rrsets/" NAMED, 200, "{}" });
  g_assert_cmpstr (fixture.body, ==, "[\"old\",\"new\"]");
  pass.removes = TRUE;
  EXPECT (&fixture,
          &pass,
          SP_OUTCOME_GOOD,
          { "GET " API "/rrsets/" NAMED, 200, "{\"values\":[\"old\",\"new\"]}" },
          { "PATCH " API "/rrsets/" NAMED, 200, "{}" });
  g_assert_cmpstr (fixture.body, ==, "[\"old\"]");
  EXPECT (&fixture,
          &pass,
          SP_OUTCOME_GOOD,
          { "GET " API "/rrsets/" NAMED, 200, "{\"values\":[\"new\"]}" },
          { "DELETE " API "/rrsets/" NAMED, 204, "" });
  tear_down (&fixture);
}

/* One record for each text: the one that holds it is chosen, not the first. */
static void
test_texts_of_records (void)
{
  static const char two[] =
      "{\"records\":[{\"id\":\"1\",\"sub\":\"home\",\"type\":\"TXT\",\"value\":\"keep\"},"
      "{\"id\":\"2\",\"sub\":\"home\",\"type\":\"TXT\",\"value\":\"\\\"new\\\"\"}]}";
  SpPass pass = { .name = "home.example.com", .type = SP_RECORD_TXT, .value = "new" };
  Fixture fixture = { 0 };

  set_up (&fixture, PLAIN);
  EXPECT (&fixture,
          &pass,
          SP_OUTCOME_GOOD,
          ZONE_FOUND,
          { "GET " API "/zones/z1/records?type=TXT&page=1", 200, "{\"records\":[]}" },
          { "POST " API "/zones/z1/records", 200, "{}" });
  pass.removes = TRUE;
  EXPECT (&fixture,
          &pass,
          SP_OUTCOME_GOOD,
          { "GET " API "/zones/z1/records?type=TXT&page=1", 200, two },
          { "GET " API "/zones/z1/records?type=TXT&page=2", 200, "{\"records\":[]}" },
          { "DELETE " API "/records/2", 204, "" });
  tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/records/memory-of-zones", test_memory_of_zones);
  g_test_add_func ("/records/stale-zone", test_stale_zone);
  g_test_add_func ("/records/token", test_token);
  g_test_add_func ("/records/token-shows-nowhere", test_token_shows_nowhere);
  g_test_add_func ("/records/logout", test_logout);
  g_test_add_func ("/records/only-the-address-changes", test_only_the_address_changes);
  g_test_add_func ("/records/what-is-there", test_what_is_there);
  g_test_add_func ("/records/pages", test_pages);
  g_test_add_func ("/records/missing", test_missing);
  g_test_add_func ("/records/blind-write", test_blind_write);
  g_test_add_func ("/records/clock", test_clock);
  g_test_add_func ("/records/international-names", test_international_names);
  g_test_add_func ("/records/lost-answers", test_lost_answers);
  g_test_add_func ("/records/texts", test_texts);
  g_test_add_func ("/records/texts-of-split-sets", test_texts_of_split_sets);
  g_test_add_func ("/records/texts-of-records", test_texts_of_records);

  return g_test_run ();
}
