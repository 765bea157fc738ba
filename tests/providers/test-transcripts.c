/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "sp-transcript.h"

#include "base/sp-error.h"
#include "dns/sp-dns-name.h"
#include "profile/sp-account.h"
#include "profile/sp-host-name.h"
#include "provider/sp-protocol.h"
#include "provider/sp-sending.h"
#include "provider/sp-text-record.h"
#include "recipe/sp-recipe.h"
#include "recipe/sp-request-form.h"
#include "sp-fake-clock.h"
#include "sp-fake-dns-transport.h"
#include "sp-fake-transport.h"

#define TRANSCRIPT ".case"

/* One run of a case. What happens is written down in the words of the transcript, line for line
 * beside what the transcript wants, so that a failure shows as the difference of two texts. */
typedef struct
{
  const SpCase *at;        /* (unowned): lives until the program ends */
  SpRecipe *recipe;        /* (owned) */
  SpBatch *batch;          /* (owned) */
  GString *expected;       /* (owned) */
  GString *actual;         /* (owned) */
  GString *traces;         /* (owned): of all requests and what came back, redacted */
  GString *words;          /* (owned): messages of all outcomes */
  SpOutcome *text_outcome; /* (owned) (nullable): of a change of a text */
  guint n_requests;
  gboolean done;
} Play;

/* A test has to tell its function where the recipe is. */
typedef struct
{
  const char *folder; /* (unowned): of main() */
  const SpCase *at;   /* (unowned): lives until the program ends */
} Seat;

static SpRecipe *
load_recipe (const char *folder, const char *transcript)
{
  g_autofree char *stem = g_strndup (transcript, strlen (transcript) - strlen (TRANSCRIPT));
  g_autofree char *name = g_strconcat (stem, ".recipe", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  SpRecipe *recipe;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  recipe = sp_recipe_new_from_text (name, text, &error);
  g_assert_no_error (error);
  return recipe;
}

static SpAccount *
make_account (const SpCase *at, SpRecipe *recipe)
{
  g_autoptr (SpAccount) account = NULL;
  GHashTableIter iter;
  gpointer key, value;

  account = sp_account_new ("6b0f2b3c-6f5d-4b0e-9d3a-5f0c8f1f2a77", sp_recipe_get_id (recipe));
  g_hash_table_iter_init (&iter, at->fields);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      g_autoptr (GError) error = NULL;
      SpAccount *with = sp_account_with (account, key, value, &error);

      g_assert_no_error (error);
      sp_account_unref (account);
      account = with;
    }

  return g_steal_pointer (&account);
}

static SpCredentials *
make_credentials (const SpCase *at)
{
  SpCredentials *credentials = sp_credentials_new ();
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, at->secrets);
  while (g_hash_table_iter_next (&iter, &key, &value))
    sp_credentials_set (credentials, key, value);
  return credentials;
}

static guint
ensure_host (SpBatch *batch, const char *host)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = sp_host_name_normalize (host, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < sp_batch_get_n_hosts (batch); i++)
    if (strcmp (sp_batch_get_host (batch, i), name) == 0)
      return i;

  return sp_batch_add_host (batch, name);
}

static SpBatch *
make_batch (const SpCase *at, SpRecipe *recipe)
{
  g_autoptr (SpAccount) account = make_account (at, recipe);
  g_autoptr (SpCredentials) credentials = make_credentials (at);
  SpBatch *batch = sp_batch_new (recipe, account, credentials);

  for (guint i = 0; i < at->targets->len; i++)
    {
      const SpCaseTarget *target = g_ptr_array_index (at->targets, i);
      guint host = ensure_host (batch, target->host);

      if (target->address == NULL)
        sp_batch_set_off (batch, host, target->family);
      else if (target->due)
        sp_batch_set_due (batch, host, target->address);
      else
        sp_batch_set_kept (batch, host, target->address);
      sp_batch_set_ttl (batch, host, at->ttl_s);
      sp_batch_set_create (batch, host, at->may_create);
    }

  return batch;
}

/* The request as a transcript writes it. */
static char *
describe_request (SpRequest *request)
{
  GPtrArray *names = sp_request_get_header_names (request);
  GBytes *body = sp_request_get_body (request);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          "%s %s\n",
                          sp_request_get_method (request),
                          sp_request_get_url (request));
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      /* the same in every request; see check_sender() */
      if (strcmp (name, "User-Agent") != 0)
        g_string_append_printf (text, "%s: %s\n", name, sp_request_get_header (request, name));
    }
  if (body != NULL)
    {
      gsize length;
      const char *data = g_bytes_get_data (body, &length);

      g_string_append_printf (text,
                              "Content-Type: %s\n\n%.*s\n",
                              sp_request_get_content_type (request),
                              (int) length,
                              data);
    }

  return g_string_free (text, FALSE);
}

/* Credentials go to the recipe's servers and nowhere else. */
static void
check_server (Play *play, SpRequest *request)
{
  const char *const *hosts = sp_recipe_get_hosts (play->recipe);
  g_autoptr (GUri) uri = g_uri_parse (sp_request_get_url (request), G_URI_FLAGS_ENCODED, NULL);

  if (uri == NULL)
    g_string_append (play->actual, "! this is no URL\n");
  else if (hosts != NULL && hosts[0] != NULL && !g_strv_contains (hosts, g_uri_get_host (uri)))
    g_string_append (play->actual, "! this server is not in Hosts=\n");
}

/* Dyn and No-IP block programs that do not say who they are. */
static void
check_sender (Play *play, SpRequest *request)
{
  if (g_strcmp0 (sp_request_get_header (request, "User-Agent"),
                 sp_request_form_get_user_agent ()) != 0)
    g_string_append (play->actual, "! the program does not name itself in User-Agent\n");
}

static SpReply *
answer_cb (SpRequest *request, gpointer user_data, GError **error)
{
  Play *play = user_data;
  g_autofree char *description = describe_request (request);
  g_autofree char *trace = sp_request_to_trace (request);
  const SpExchange *exchange = NULL;

  g_string_append (play->actual, description);
  g_string_append (play->traces, trace);
  check_server (play, request);
  check_sender (play, request);

  if (play->n_requests < play->at->exchanges->len)
    exchange = g_ptr_array_index (play->at->exchanges, play->n_requests);
  play->n_requests++;

  if (exchange != NULL && exchange->reply != NULL)
    return sp_reply_ref (exchange->reply);

  g_set_error_literal (error,
                       SP_ERROR,
                       exchange == NULL ? SP_ERROR_NETWORK : exchange->error_code,
                       "the transcript says so");
  return NULL;
}

/* The UPDATE as a transcript writes it; which key signs it stands in its last record. */
static char *
describe_message (const char *place, const SpDnsMessage *message)
{
  GPtrArray *additional = sp_dns_message_get_records (message, SP_DNS_ADDITIONAL);
  const SpDnsRecord *tsig = additional->pdata[additional->len - 1];
  g_autofree char *text = sp_dns_message_to_text (message);
  g_autofree char *algorithm = NULL;
  int head = (int) strcspn (text, "\n");
  gsize at = 0;

  g_assert_cmpuint (tsig->type, ==, SP_DNS_TYPE_TSIG);
  algorithm = sp_dns_name_read (sp_dns_message_get_data (message, tsig), tsig->data_length, &at);
  return g_strdup_printf ("%.*s dns://%s%skey %s. %s\n",
                          head,
                          text,
                          place,
                          text + head,
                          tsig->name,
                          algorithm);
}

/* A secret alone, or the one in a whole key. */
static char *
get_key_secret (const Play *play)
{
  const char *key = g_hash_table_lookup (play->at->secrets, "key");
  const char *inner = strstr (key, "secret \"");

  if (inner == NULL)
    return g_strdup (key);
  inner += strlen ("secret \"");
  return g_strndup (inner, strcspn (inner, "\""));
}

static GBytes *
answer_dns_cb (const char *place, GBytes *bytes, gpointer user_data, GError **error)
{
  Play *play = user_data;
  g_autoptr (SpDnsMessage) message = sp_dns_message_parse (bytes, NULL);
  g_autofree char *description = describe_message (place, message);
  g_autofree char *secret = get_key_secret (play);
  const SpExchange *exchange = NULL;

  g_string_append (play->actual, description);
  if (play->n_requests < play->at->exchanges->len)
    exchange = g_ptr_array_index (play->at->exchanges, play->n_requests);
  play->n_requests++;

  if (exchange != NULL && exchange->error_code < 0 && exchange->is_dns)
    return sp_fake_dns_reply (bytes, secret, &exchange->answer);

  g_set_error_literal (error,
                       SP_ERROR,
                       exchange == NULL ? SP_ERROR_NETWORK : exchange->error_code,
                       "the transcript says so");
  return NULL;
}

/* What would be sent, as the rehearsal shows it. */
static void
take_traces (Play *play)
{
  g_autoptr (GPtrArray) sendings = sp_protocol_make_sendings (play->batch, NULL);

  for (guint i = 0; sendings != NULL && i < sendings->len; i++)
    {
      g_autofree char *trace = sp_sending_to_trace (sendings->pdata[i]);

      g_string_append (play->traces, trace);
    }
}

static void
updated_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Play *play = user_data;
  g_autoptr (GError) error = NULL;

  sp_protocol_update_finish (result, &error);
  g_assert_no_error (error);
  play->done = TRUE;
}

static void
text_changed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Play *play = user_data;
  g_autoptr (GError) error = NULL;

  play->text_outcome = sp_text_record_change_finish (result, &error);
  g_assert_no_error (error);
  play->done = TRUE;
}

static void
begin (Play *play, const SpWays *ways)
{
  const SpTextChange change = { play->at->text_name, play->at->text, play->at->removes_text };

  if (change.name != NULL)
    sp_text_record_change_async (ways,
                                 play->recipe,
                                 sp_batch_get_account (play->batch),
                                 sp_batch_get_credentials (play->batch),
                                 &change,
                                 NULL,
                                 text_changed_cb,
                                 play);
  else
    sp_protocol_update_async (ways, play->batch, NULL, updated_cb, play);
}

static void
exchanged_cb (const SpTrace *exchange, gpointer user_data)
{
  Play *play = user_data;
  g_autofree char *text = sp_trace_to_text (exchange);

  g_string_append_printf (play->traces, "%s\n", text);
}

/* the same every time, so that a transcript can hold a signature */
static char *
make_nonce (void)
{
  return g_strdup ("1b4e28ba-2fa1-4d2f-9b3c-6d1f0a5e7c21");
}

static void
run_protocol (Play *play)
{
  SpFakeClock *clock = sp_fake_clock_new ();
  SpFakeTransport *transport = sp_fake_transport_new (SP_CLOCK (clock));
  SpFakeDnsTransport *dns = sp_fake_dns_transport_new ();
  const SpWays ways = { .clock = SP_CLOCK (clock),
                        .transport = SP_TRANSPORT (transport),
                        .dns = SP_DNS_TRANSPORT (dns),
                        .make_nonce = make_nonce,
                        .trace = exchanged_cb,
                        .trace_data = play };

  take_traces (play);
  sp_fake_transport_set_handler (transport, answer_cb, play);
  sp_fake_dns_transport_set_handler (dns, answer_dns_cb, play);
  begin (play, &ways);
  sp_fake_clock_settle (clock);
  while (!play->done && sp_fake_clock_advance_to_alarm (clock))
    sp_fake_clock_settle (clock);
  g_assert_true (play->done);

  sp_fake_transport_close (transport);
  sp_fake_dns_transport_close (dns);
  sp_fake_clock_close (clock);
}

static void
append_outcome (GString *text,
                const char *host,
                SpFamily family,
                const SpOutcome *outcome,
                gboolean with_address,
                gboolean with_message)
{
  SpAddress *address;

  g_string_append_printf (text, "= %s %s", host, sp_family_to_string (family));
  if (outcome == NULL)
    {
      g_string_append (text, " (none)\n");
      return;
    }

  address = sp_outcome_get_address (outcome);
  g_string_append_printf (text, " %s", sp_outcome_class_to_string (sp_outcome_get_class (outcome)));
  if (with_address)
    g_string_append_printf (text,
                            " address=%s",
                            address == NULL ? "" : sp_address_get_text (address));
  if (sp_outcome_get_retry_after_s (outcome) != 0)
    g_string_append_printf (text,
                            " retry-after=%" G_GINT64_FORMAT,
                            sp_outcome_get_retry_after_s (outcome));
  if (with_message)
    g_string_append_printf (text, " says=%s", sp_outcome_get_message (outcome));
  g_string_append_c (text, '\n');
}

static const SpWanted *
find_wanted (const SpCase *at, const char *host, SpFamily family)
{
  for (guint i = 0; i < at->wanted->len; i++)
    {
      const SpWanted *wanted = g_ptr_array_index (at->wanted, i);
      g_autofree char *name = sp_host_name_normalize (wanted->host, NULL);

      if (wanted->family == family && g_strcmp0 (name, host) == 0)
        return wanted;
    }

  return NULL;
}

static void
compare_outcome (Play *play, guint host, SpFamily family)
{
  const char *name = sp_batch_get_host (play->batch, host);
  const SpOutcome *outcome = sp_batch_get_outcome (play->batch, host, family);
  const SpWanted *wanted = find_wanted (play->at, name, family);
  gboolean with_address = wanted != NULL && wanted->states_address;
  gboolean with_message = wanted != NULL && wanted->states_message;

  if (wanted != NULL)
    append_outcome (play->expected, name, family, wanted->outcome, with_address, with_message);
  if (outcome != NULL || sp_batch_get_due (play->batch, host, family) != NULL)
    append_outcome (play->actual, name, family, outcome, with_address, with_message);
  if (outcome != NULL)
    g_string_append_printf (play->words, "%s\n", sp_outcome_get_message (outcome));
}

static void
compare_outcomes (Play *play)
{
  guint n_compared = 0;

  for (guint host = 0; host < sp_batch_get_n_hosts (play->batch); host++)
    for (guint family = 0; family < SP_N_FAMILIES; family++)
      {
        compare_outcome (play, host, (SpFamily) family);
        n_compared += find_wanted (play->at,
                                   sp_batch_get_host (play->batch, host),
                                   (SpFamily) family) != NULL;
      }

  /* an outcome for a target that the case does not have is a slip of the pen */
  g_assert_cmpuint (n_compared, ==, play->at->wanted->len);
}

static void
compare_text_outcome (Play *play)
{
  if (play->text_outcome == NULL)
    return;

  g_string_append_printf (play->expected,
                          "= %s txt %s\n",
                          play->at->text_name,
                          sp_outcome_class_to_string (play->at->text_class));
  g_string_append_printf (play->actual,
                          "= %s txt %s\n",
                          play->at->text_name,
                          sp_outcome_class_to_string (sp_outcome_get_class (play->text_outcome)));
  g_string_append_printf (play->words, "%s\n", sp_outcome_get_message (play->text_outcome));
}

/* The longest common part of two texts, line by line: lengths[i][j] holds for what is left from
 * line i and line j on. */
static guint *
measure_common (char **left, guint n_left, char **right, guint n_right)
{
  guint width = n_right + 1;
  guint *lengths = g_new0 (guint, (n_left + 1) * width);

  for (guint i = n_left; i-- > 0;)
    for (guint j = n_right; j-- > 0;)
      {
        if (strcmp (left[i], right[j]) == 0)
          lengths[i * width + j] = lengths[(i + 1) * width + j + 1] + 1;
        else
          lengths[i * width + j] = MAX (lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
      }

  return lengths;
}

static void
print_difference (const char *expected, const char *actual)
{
  g_auto (GStrv) left = g_strsplit (expected, "\n", -1);
  g_auto (GStrv) right = g_strsplit (actual, "\n", -1);
  guint n_left = g_strv_length (left);
  guint n_right = g_strv_length (right);
  g_autofree guint *common = measure_common (left, n_left, right, n_right);
  guint i = 0, j = 0;

  g_test_message ("- is what the transcript says, + is what happened");
  while (i < n_left || j < n_right)
    {
      if (i < n_left && j < n_right && strcmp (left[i], right[j]) == 0)
        {
          g_test_message ("  %s", left[i]);
          i++;
          j++;
        }
      else if (j == n_right || (i < n_left && common[(i + 1) * (n_right + 1) + j] >=
                                                  common[i * (n_right + 1) + j + 1]))
        g_test_message ("- %s", left[i++]);
      else
        g_test_message ("+ %s", right[j++]);
    }
}

static void
check_hidden (const Play *play, const char *what, const char *secret)
{
  g_autofree char *percent = g_uri_escape_string (secret, NULL, FALSE);
  g_autofree char *base64 = g_base64_encode ((const guint8 *) secret, strlen (secret));
  const char *const forms[] = { secret, percent, base64 };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      if (strstr (play->traces->str, forms[i]) != NULL)
        g_test_fail_printf ("%s shows in the trace:\n%s", what, play->traces->str);
      if (strstr (play->words->str, forms[i]) != NULL)
        g_test_fail_printf ("%s shows in a message:\n%s", what, play->words->str);
    }
}

/* “Basic …” of every expected request: the login as it travels */
static void
check_logins (const Play *play)
{
  for (guint i = 0; i < play->at->exchanges->len; i++)
    {
      const SpExchange *exchange = g_ptr_array_index (play->at->exchanges, i);
      g_auto (GStrv) lines = g_strsplit (exchange->request, "\n", -1);

      for (guint j = 0; lines[j] != NULL; j++)
        if (g_str_has_prefix (lines[j], "Authorization: Basic "))
          check_hidden (play, "the login", lines[j] + strlen ("Authorization: Basic "));
    }
}

static void
check_secrets (const Play *play)
{
  GHashTableIter iter;
  gpointer name, secret;

  g_hash_table_iter_init (&iter, play->at->secrets);
  while (g_hash_table_iter_next (&iter, &name, &secret))
    check_hidden (play, name, secret);
  for (guint i = 0; i < play->at->hidden->len; i++)
    check_hidden (play, "a hidden text", g_ptr_array_index (play->at->hidden, i));
  check_logins (play);
}

static void
check_traces (const Play *play)
{
  g_auto (GStrv) lines = g_strsplit (play->traces->str, "\n", -1);

  for (guint i = 0; i < play->at->traces->len; i++)
    {
      const char *wanted = g_ptr_array_index (play->at->traces, i);

      if (!g_strv_contains ((const char *const *) lines, wanted))
        g_test_fail_printf ("the trace lacks the line “%s”:\n%s", wanted, play->traces->str);
    }
}

static void
test_case (gconstpointer data)
{
  const Seat *seat = data;
  Play play = { .at = seat->at };

  play.recipe = load_recipe (seat->folder, seat->at->file);
  play.batch = make_batch (seat->at, play.recipe);
  play.expected = g_string_new (NULL);
  play.actual = g_string_new (NULL);
  play.traces = g_string_new (NULL);
  play.words = g_string_new (NULL);
  for (guint i = 0; i < seat->at->exchanges->len; i++)
    g_string_append (play.expected,
                     ((SpExchange *) g_ptr_array_index (seat->at->exchanges, i))->request);

  run_protocol (&play);
  compare_outcomes (&play);
  compare_text_outcome (&play);
  if (strcmp (play.expected->str, play.actual->str) != 0)
    {
      g_test_fail_printf ("%s:%u: it went otherwise", seat->at->file, seat->at->line);
      print_difference (play.expected->str, play.actual->str);
    }
  check_traces (&play);
  check_secrets (&play);

  g_string_free (play.expected, TRUE);
  g_string_free (play.actual, TRUE);
  g_string_free (play.traces, TRUE);
  g_string_free (play.words, TRUE);
  g_clear_pointer (&play.text_outcome, sp_outcome_unref);
  sp_batch_unref (play.batch);
  sp_recipe_unref (play.recipe);
}

static void
add_transcript (const char *folder, const char *name, GPtrArray *transcripts)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  GPtrArray *cases = sp_transcript_load (path);

  g_ptr_array_add (transcripts, cases);
  for (guint i = 0; i < cases->len; i++)
    {
      const SpCase *at = g_ptr_array_index (cases, i);
      g_autofree char *test_path = g_strdup_printf ("/%.*s/%s",
                                                    (int) (strlen (name) - strlen (TRANSCRIPT)),
                                                    name,
                                                    at->title);
      Seat *seat = g_new0 (Seat, 1);

      seat->folder = folder;
      seat->at = at;
      g_test_add_data_func_full (test_path, seat, test_case, g_free);
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_transcripts (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, TRANSCRIPT))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GPtrArray)
      transcripts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GPtrArray) names = NULL;

  setlocale (LC_ALL, ""); /* failures quote UTF-8 */
  g_test_init (&argc, &argv, NULL);
  if (argc != 2)
    g_error ("usage: transcripts FOLDER, the folder with *.recipe and *.case");

  names = list_transcripts (argv[1]);
  g_assert_cmpuint (names->len, >, 0);
  for (guint i = 0; i < names->len; i++)
    add_transcript (argv[1], g_ptr_array_index (names, i), transcripts);

  return g_test_run ();
}
