/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/sp-error.h"
#include "http/sp-reply.h"
#include "http/sp-request.h"
#include "provider/sp-secrets.h"
#include "recipe/sp-outcome.h"

static SpReply *
new_reply (const char *retry_after, const char *date)
{
  g_autoptr (GHashTable) headers = g_hash_table_new (g_str_hash, g_str_equal);

  if (retry_after != NULL)
    g_hash_table_insert (headers, (char *) "Retry-After", (char *) retry_after);
  if (date != NULL)
    g_hash_table_insert (headers, (char *) "Date", (char *) date);
  return sp_reply_new (429, headers, NULL, NULL);
}

static void
test_retry_after (void)
{
  static const char now[] = "Sun, 22 Nov 2026 10:00:00 GMT";
  static const struct
  {
    const char *sentence;
    const char *retry_after;
    const char *date;
    gint64 wait_s;
  } rows[] = {
    { "not said", NULL, now, 0 },
    { "seconds", "97", NULL, 97 },
    { "no wait", "0", NULL, 0 },
    { "a date, against the reply's own", "Sun, 22 Nov 2026 10:02:30 GMT", now, 150 },
    { "a date over midnight and new year",
      "Fri, 01 Jan 2027 00:00:10 GMT",
      "Thu, 31 Dec 2026 23:59:50 GMT",
      20 },
    { "a date in the past", "Sun, 22 Nov 2026 09:00:00 GMT", now, 0 },
    { "a date without anything to hold it against", "Sun, 22 Nov 2026 10:02:30 GMT", NULL, 0 },
    { "a date that is none", "Sun, 31 Feb 2026 10:02:30 GMT", now, 0 },
    { "a month that is none", "Sun, 22 Foo 2026 10:02:30 GMT", now, 0 },
    { "a negative number", "-5", now, 0 },
    { "a fraction", "1.5", now, 0 },
    { "a number past all bounds", "99999999999999999999", now, 0 },
    { "words", "soon", now, 0 },
    { "nothing", "", now, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpReply) reply = new_reply (rows[i].retry_after, rows[i].date);

      g_test_message ("%s", rows[i].sentence);
      g_assert_cmpint (sp_reply_get_retry_after_s (reply), ==, rows[i].wait_s);
    }
}

static void
test_reply (void)
{
  static const char body[] = "ab\0c";
  g_autoptr (GHashTable) headers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GBytes) bytes = g_bytes_new_static (body, 4);
  g_autoptr (SpReply) reply = NULL;
  g_autoptr (SpReply) empty = sp_reply_new (204, NULL, NULL, NULL);

  g_hash_table_insert (headers, (char *) "Content-TYPE", (char *) "text/plain");
  reply = sp_reply_new (200, headers, bytes, NULL);
  g_assert_cmpstr (sp_reply_get_header (reply, "content-type"), ==, "text/plain");
  g_assert_cmpstr (sp_reply_get_header (reply, "CONTENT-TYPE"), ==, "text/plain");
  g_assert_null (sp_reply_get_header (reply, "x"));
  g_assert_cmpuint (sp_reply_get_length (reply), ==, 4);
  g_assert_cmpstr (sp_reply_get_text (reply), ==, "ab");
  g_assert_cmpstr (sp_reply_get_text (empty), ==, "");
  g_assert_cmpuint (sp_reply_get_status (empty), ==, 204);
}

static void
test_trace (void)
{
  g_autoptr (SpRequest) request = NULL;
  g_autoptr (GBytes) body = g_bytes_new_static ("k=secret", 8);
  g_autofree char *trace = NULL;

  request = sp_request_new ("POST", "https://x.example/secret", "https://x.example/•••");
  sp_request_set_header (request, "Authorization", "Basic secret", "Basic •••");
  sp_request_set_header (request, "X-Any", "secret", NULL);
  sp_request_set_header (request, "x-any", "secret2", NULL);
  sp_request_set_header (request, "Accept", "*/*", "*/*");
  sp_request_set_body (request, "text/plain", body, "k=•••");
  trace = sp_request_to_trace (request);
  g_assert_cmpstr (trace,
                   ==,
                   "POST https://x.example/•••\nAuthorization: Basic •••\nX-Any: •••\nAccept: */*\n"
                   "Content-Type: text/plain\n\nk=•••\n");
  g_assert_cmpstr (sp_request_get_header (request, "X-ANY"), ==, "secret2");
  g_assert_cmpuint (sp_request_get_header_names (request)->len, ==, 3);
}

static void
test_trace_without_a_twin (void)
{
  g_autoptr (SpRequest) request = sp_request_new ("GET", "https://x.example/secret", NULL);
  g_autoptr (GBytes) body = g_bytes_new_static ("secret", 6);
  g_autofree char *trace = NULL;

  sp_request_set_body (request, "text/plain", body, NULL);
  trace = sp_request_to_trace (request);
  g_assert_null (strstr (trace, "secret"));
}

static void
test_append_query (void)
{
  static const char *const rows[][2] = {
    { "https://example.net/a", "https://example.net/a?x=1&y=s3cret" },
    { "https://example.net/a?", "https://example.net/a?x=1&y=s3cret" },
    { "https://example.net/a?b=c", "https://example.net/a?b=c&x=1&y=s3cret" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpRequest) request = sp_request_new ("GET", rows[i][0], rows[i][0]);
      g_autofree char *trace = NULL;

      sp_request_append_query (request, "x=1", "x=1");
      sp_request_append_query (request, "y=s3cret", NULL);
      trace = sp_request_to_trace (request);
      g_assert_cmpstr (sp_request_get_url (request), ==, rows[i][1]);
      g_assert_true (g_str_has_suffix (trace, "x=1&•••\n"));
    }
}

static void
test_append_form (void)
{
  g_autoptr (SpRequest)
      request = sp_request_new ("POST", "https://example.net/", "https://example.net/");
  g_autoptr (GBytes) wanted = g_bytes_new_static ("x=1&y=s3cret", 12);
  g_autofree char *trace = NULL;

  sp_request_append_form (request, "x=1", "x=1");
  sp_request_append_form (request, "y=s3cret", "y=•••");
  trace = sp_request_to_trace (request);
  g_assert_true (g_bytes_equal (sp_request_get_body (request), wanted));
  g_assert_cmpstr (sp_request_get_content_type (request), ==, "application/x-www-form-urlencoded");
  g_assert_cmpstr (trace,
                   ==,
                   "POST https://example.net/\nContent-Type: application/x-www-form-urlencoded\n\n"
                   "x=1&y=•••\n");
}

static void
test_limits (void)
{
  g_autoptr (SpRequest) request = sp_request_new ("GET", "https://x.example/", NULL);
  SpFamily family = SP_FAMILY_IPV4;

  g_assert_cmpuint (sp_request_get_deadline_s (request), ==, 30);
  g_assert_cmpuint (sp_request_get_body_cap (request), ==, 65536);
  g_assert_false (sp_request_get_forced_family (request, &family));
  g_assert_false (sp_request_is_direct (request));

  sp_request_set_limits (request, 10, 1024);
  sp_request_force_family (request, SP_FAMILY_IPV6);
  sp_request_set_direct (request, TRUE);
  g_assert_cmpuint (sp_request_get_deadline_s (request), ==, 10);
  g_assert_cmpuint (sp_request_get_body_cap (request), ==, 1024);
  g_assert_true (sp_request_get_forced_family (request, &family));
  g_assert_cmpint (family, ==, SP_FAMILY_IPV6);
  g_assert_true (sp_request_is_direct (request));
}

static void
test_outcome_words (void)
{
  for (int i = 0; i < SP_N_OUTCOMES; i++)
    {
      SpOutcomeClass outcome_class = SP_OUTCOME_GOOD;
      const char *word = sp_outcome_class_to_string ((SpOutcomeClass) i);

      g_assert_true (sp_outcome_class_from_string (word, &outcome_class));
      g_assert_cmpint (outcome_class, ==, i);
      g_assert_false (sp_outcome_class_is_success (outcome_class) &&
                      sp_outcome_class_needs_person (outcome_class));
    }

  SpOutcomeClass untouched = SP_OUTCOME_TLS;
  g_assert_false (sp_outcome_class_from_string ("GOOD", &untouched));
  g_assert_false (sp_outcome_class_from_string ("", &untouched));
  g_assert_cmpint (untouched, ==, SP_OUTCOME_TLS);
}

static void
test_outcome_message (void)
{
  g_autofree char *long_text = g_strnfill (1000, 'a');
  static const struct
  {
    const char *sentence;
    const char *text;
    const char *message;
  } rows[] = {
    { "stays", "badauth", "badauth" },
    { "none", NULL, "" },
    { "one line", " a\r\n\tb \n", "a b" },
    { "no control characters", "a\x1b[31mb\x7f", "a [31mb" },
    { "no text that runs backwards", "a\u202eb", "a b" },
    { "valid UTF-8", "a\xff", "a\uFFFD" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpOutcome) outcome = sp_outcome_new (SP_OUTCOME_GOOD, 200, NULL, 0, rows[i].text);

      g_test_message ("%s", rows[i].sentence);
      g_assert_cmpstr (sp_outcome_get_message (outcome), ==, rows[i].message);
    }

  g_autoptr (SpOutcome) cut = sp_outcome_new (SP_OUTCOME_GOOD, 200, NULL, -5, long_text);
  g_assert_cmpint (g_utf8_strlen (sp_outcome_get_message (cut), -1), ==, 200);
  g_assert_true (g_str_has_suffix (sp_outcome_get_message (cut), "a…"));
  g_assert_cmpint (sp_outcome_get_retry_after_s (cut), ==, 0);
}

static void
test_outcome_from_error (void)
{
  static const struct
  {
    int code;
    SpOutcomeClass outcome_class;
  } rows[] = {
    { SP_ERROR_NETWORK, SP_OUTCOME_NET },         { SP_ERROR_TLS, SP_OUTCOME_TLS },
    { SP_ERROR_INTERRUPTED, SP_OUTCOME_UNKNOWN }, { SP_ERROR_BAD_REPLY, SP_OUTCOME_RETRY },
    { SP_ERROR_BAD_INPUT, SP_OUTCOME_CONFIG },    { SP_ERROR_STORAGE, SP_OUTCOME_UNKNOWN },
  };
  g_autoptr (GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "x");
  g_autoptr (SpOutcome) unknown = sp_outcome_new_from_error (cancelled);

  g_assert_cmpint (sp_outcome_get_class (unknown), ==, SP_OUTCOME_UNKNOWN);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (SP_ERROR, rows[i].code, "x");
      g_autoptr (SpOutcome) outcome = sp_outcome_new_from_error (error);

      g_assert_cmpint (sp_outcome_get_class (outcome), ==, rows[i].outcome_class);
      g_assert_cmpstr (sp_outcome_get_message (outcome), ==, "x");
    }
}

static void
test_outcome_equal (void)
{
  g_autoptr (SpAddress) address = sp_address_new_from_string ("198.51.100.7", NULL);
  g_autoptr (SpOutcome) a = sp_outcome_new (SP_OUTCOME_GOOD, 200, address, 5, "x");
  g_autoptr (SpOutcome) same = sp_outcome_new (SP_OUTCOME_GOOD, 200, address, 5, "x");
  SpOutcome *others[] = {
    sp_outcome_new (SP_OUTCOME_NOCHG, 200, address, 5, "x"),
    sp_outcome_new (SP_OUTCOME_GOOD, 201, address, 5, "x"),
    sp_outcome_new (SP_OUTCOME_GOOD, 200, NULL, 5, "x"),
    sp_outcome_new (SP_OUTCOME_GOOD, 200, address, 6, "x"),
    sp_outcome_new (SP_OUTCOME_GOOD, 200, address, 5, "y"),
  };

  g_assert_true (sp_outcome_equal (a, same));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_assert_false (sp_outcome_equal (a, others[i]));
      g_clear_pointer (&others[i], sp_outcome_unref);
    }
}

static void
test_credentials (void)
{
  static const struct
  {
    const char *sentence;
    const char *text;
    const char *only_field;
    const char *written; /* NULL: refused */
  } rows[] = {
    { "a line for each field", "user=a\npass=b\n", NULL, "pass=b\nuser=a\n" },
    { "no line end", "pass=b", NULL, "pass=b\n" },
    { "CRLF", "pass=b\r\nuser=a\r\n", NULL, "pass=b\nuser=a\n" },
    { "comments and blank lines", "# mine\n\npass=b\n", NULL, "pass=b\n" },
    { "an equals sign in a value", "pass=a=b=\n", NULL, "pass=a=b=\n" },
    { "blanks belong to a value", "pass= b \n", NULL, "pass= b \n" },
    { "an umlaut", "pass=ö\n", NULL, "pass=ö\n" },
    { "a field without a value is absent", "pass=\nuser=a\n", NULL, "user=a\n" },
    { "nothing", "", NULL, "" },
    { "a bare value", "hunter2", "pass", "pass=hunter2\n" },
    { "a bare value with a line end", "hunter2\n", "pass", "pass=hunter2\n" },
    { "a bare value with CRLF", "hunter2\r\n", "pass", "pass=hunter2\n" },
    { "a bare value with an equals sign", "aGk=\n", "pass", "pass=aGk=\n" },
    { "a bare value that begins with #", "#1\n", "pass", "pass=#1\n" },
    { "the one field by its name", "pass=hunter2\n", "pass", "pass=hunter2\n" },
    { "nothing at all", "", "pass", "" },
    { "a key as BIND prints it",
      "key \"home\" {\n\talgorithm hmac-sha256;\n\tsecret \"aGk=\";\n};\n",
      "pass",
      "pass=key home { algorithm hmac-sha256; secret \"aGk=\"; };\n" },
    { "two bare lines", "hunter2\nhunter3\n", "pass", NULL },
    { "a field twice", "pass=a\npass=b\n", NULL, NULL },
    { "a line without an equals sign", "pass=a\nhunter2\n", NULL, NULL },
    { "a name that is none", "Pass word=hunter2\n", NULL, NULL },
    { "no name", "=hunter2\n", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SpCredentials) credentials = NULL;
      char *written;

      g_test_message ("%s", rows[i].sentence);
      credentials = sp_credentials_from_text (rows[i].text, rows[i].only_field, &error);
      if (rows[i].written == NULL)
        {
          g_assert_error (error, SP_ERROR, SP_ERROR_BAD_FILE);
          g_assert_null (strstr (error->message, "hunter2"));
          continue;
        }
      g_assert_no_error (error);
      written = sp_credentials_to_text (credentials);
      g_assert_cmpstr (written, ==, rows[i].written);
      g_assert_cmpint (sp_credentials_is_empty (credentials), ==, rows[i].written[0] == '\0');
      sp_secret_text_free (written);
    }
}

/* A line break in a value would make up a field when the text is read again. */
static void
test_credentials_line_break (void)
{
  g_autoptr (SpCredentials) credentials = sp_credentials_new ();
  char *written;

  sp_credentials_set (credentials, "pass", "a\nuser=evil");
  sp_credentials_set (credentials, "token", "t");
  written = sp_credentials_to_text (credentials);
  g_assert_cmpstr (written, ==, "token=t\n");
  sp_secret_text_free (written);
  sp_credentials_set (credentials, "token", NULL);
  sp_credentials_set (credentials, "pass", "");
  g_assert_true (sp_credentials_is_empty (credentials));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reply/retry-after", test_retry_after);
  g_test_add_func ("/reply/parts", test_reply);
  g_test_add_func ("/request/trace", test_trace);
  g_test_add_func ("/request/trace-without-a-twin", test_trace_without_a_twin);
  g_test_add_func ("/request/append-query", test_append_query);
  g_test_add_func ("/request/append-form", test_append_form);
  g_test_add_func ("/request/limits", test_limits);
  g_test_add_func ("/outcome/words", test_outcome_words);
  g_test_add_func ("/outcome/message", test_outcome_message);
  g_test_add_func ("/outcome/from-error", test_outcome_from_error);
  g_test_add_func ("/outcome/equal", test_outcome_equal);
  g_test_add_func ("/credentials/text", test_credentials);
  g_test_add_func ("/credentials/line-break", test_credentials_line_break);

  return g_test_run ();
}
