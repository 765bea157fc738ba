/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "http/sp-unescape.h"
#include "provider/sp-dyndns2.h"
#include "provider/sp-oneshot.h"
#include "provider/sp-trace.h"
#include "sp-fuzz.h"

#include <string.h>

#define HEAD                                                                                       \
  "[Provider]\nFormat=1\nId=x\nName=X\nWebsite=https://x.example/\nSource=https://x.example/\n"    \
  "Checked=2026-08-31\nVerified=peer\nHosts=x.example;\nFamilies=ipv4;ipv6;\n"
#define SECRET "hunter2"

static const char *const recipes[] = {
  HEAD "Protocol=dyndns2\n[Field user]\nLabel=U\n[Field pass]\nLabel=P\nSecret=true\n"
       "[Dyndns2]\nUrl=https://x.example/nic/update\nTogether=true\nMissing=keep\nBatch=20\n",
  HEAD "Protocol=oneshot\n[Field pass]\nLabel=P\nSecret=true\n"
       "[Update]\nMethod=GET\nUrl=https://x.example/u\nTogether=true\nMissing=keep\nBatch=20\n"
       "Query=n=${fqdn|list}&t=${pass}&a?=${ip4}&b?=${ip6}\n"
       "[Result]\nMessage=$.errors[0].message\nRule1=good json:$.result[*].ok = true\n"
       "Rule2=nochg json:$.result[0].code in 1,2\nRule3=badcred body:/\\AKO\\s*\\z/\n"
       "Rule4=good body:/\\AOK\\b/\n",
};
static const guint statuses[] = { 200, 204, 401, 403, 404, 429, 500, 503 };

static SpBatch *
new_batch (guint kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpRecipe) recipe = sp_recipe_new_from_text ("x.recipe", recipes[kind], &error);
  g_autoptr (SpAccount) account = sp_account_new ("id", "x");
  g_autoptr (SpCredentials) credentials = sp_credentials_new ();
  g_autoptr (SpAddress) ipv4 = sp_address_new_from_string ("198.51.100.7", NULL);
  g_autoptr (SpAddress) ipv6 = sp_address_new_from_string ("2001:db8::7", NULL);
  SpBatch *batch;

  g_assert_no_error (error);
  sp_credentials_set (credentials, "pass", SECRET);
  batch = sp_batch_new (recipe, account, credentials);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("h%u.example.net", i);
      guint host = sp_batch_add_host (batch, name);

      sp_batch_set_due (batch, host, ipv4);
      sp_batch_set_due (batch, host, ipv6);
    }
  return batch;
}

static void
judge (guint kind, SpBatch *batch, SpReply *reply)
{
  g_autoptr (SpPlan) plan = sp_plan_new (batch);
  g_autoptr (SpVariables) variables = sp_variables_new ();
  g_autoptr (SpMask) mask = sp_mask_new ();
  const SpVerdict verdict = { .batch = batch,
                              .step = g_ptr_array_index (plan->steps, 0),
                              .reply = reply,
                              .variables = variables,
                              .mask = mask };

  g_assert_cmpuint (plan->steps->len, ==, 1);
  sp_mask_add (mask, SECRET);
  if (kind == 0)
    sp_dyndns2_judge (&verdict);
  else
    sp_oneshot_judge (&verdict);
}

static void
check_outcome (SpOutcome *outcome, guint status)
{
  const char *message;

  g_assert_nonnull (outcome);
  if (sp_outcome_class_is_success (sp_outcome_get_class (outcome)))
    g_assert_cmpuint (status / 100, ==, 2);

  message = sp_outcome_get_message (outcome);
  if (message == NULL)
    return;
  g_assert_true (g_utf8_validate (message, -1, NULL));
  g_assert_cmpuint (g_utf8_strlen (message, -1), <=, 200);
  g_assert_null (strstr (message, SECRET));
}

static void
check_trace (const SpReply *reply)
{
  g_autoptr (SpMask) mask = sp_mask_new ();
  g_autoptr (SpTrace) trace = sp_trace_new (mask, "GET https://x.example/");
  g_autofree char *plain = NULL;

  sp_mask_add (mask, SECRET);
  sp_mask_add_name (mask, "alice");
  sp_trace_take_reply (trace, mask, reply, FALSE);
  plain = sp_unescape (trace->received);
  g_assert_true (g_utf8_validate (trace->received, -1, NULL));
  g_assert_cmpuint (strlen (trace->received), <=, 5000);
  g_assert_null (strstr (trace->received, SECRET));
  g_assert_null (strstr (plain, SECRET));
}

/* The first byte chooses protocol and status, the rest is the body. Whatever a server writes, each
 * target gets one outcome, success only with a 2xx status, and no word of it holds a secret; nor
 * does what is kept of the whole. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  guint kind = size > 0 ? data[0] % G_N_ELEMENTS (recipes) : 0;
  guint status = size > 0 ? statuses[data[0] / 2 % G_N_ELEMENTS (statuses)] : 200;
  const guint8 *nul = size > 0 ? memchr (data, '\0', size) : NULL;
  g_autoptr (SpBatch) batch = NULL;
  g_autoptr (SpReply) reply = NULL;
  g_autoptr (GHashTable) headers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GBytes) body = NULL;

  /* A transport refuses a body with NUL bytes before anybody judges it. */
  if (nul != NULL)
    size = (gsize) (nul - data);
  body = size > 1 ? g_bytes_new (data + 1, size - 1) : g_bytes_new_static ("", 0);
  reply = sp_reply_new (status, headers, body, NULL);
  batch = new_batch (kind);
  judge (kind, batch, reply);
  check_trace (reply);

  for (guint host = 0; host < 3; host++)
    for (guint family = 0; family < SP_N_FAMILIES; family++)
      check_outcome (sp_batch_get_outcome (batch, host, (SpFamily) family), status);
  return 0;
}
