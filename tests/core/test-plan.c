/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "provider/sp-plan.h"

#define COMMA      "IPv4=myip\nIPv6=myip\nTogether=true\n"
#define PARAMETERS "IPv4=myip\nIPv6=myipv6\nTogether=true\n"

/* Each host is a word: 4 and 6 are due, k4 and k6 are kept, o4 and o6 are off, in this order, and
 * an upper-case letter X in front of 4 stands for another address. */
static SpBatch *
new_batch (const char *more,
           const char *families,
           const char *const *account_pairs,
           const char *hosts)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SpRecipe) recipe = NULL;
  g_autoptr (SpAccount) account = sp_account_new ("id", "x");
  g_autoptr (SpCredentials) credentials = sp_credentials_new ();
  g_auto (GStrv) words = g_strsplit (hosts, " ", -1);
  g_autoptr (SpAddress) v4 = sp_address_new_from_string ("198.51.100.7", NULL);
  g_autoptr (SpAddress) x4 = sp_address_new_from_string ("203.0.113.9", NULL);
  g_autoptr (SpAddress) v6 = sp_address_new_from_string ("2001:db8::7", NULL);
  SpBatch *batch;

  text = g_strconcat ("[Provider]\nFormat=1\nId=x\nName=X\nWebsite=https://x.example/\n"
                      "Source=https://x.example/\nChecked=2026-08-31\nVerified=peer\n"
                      "Protocol=dyndns2\nHosts=x.example;\nFamilies=",
                      families,
                      "\n[Field zone]\nLabel=Z\nOptional=true\n"
                      "[Dyndns2]\nUrl=https://x.example/nic/update\nAuth=none\nExtra=z?=${zone}\n",
                      more,
                      NULL);
  recipe = sp_recipe_new_from_text ("x.recipe", text, &error);
  g_assert_no_error (error);
  for (guint i = 0; account_pairs != NULL && account_pairs[i] != NULL; i += 2)
    {
      SpAccount *next = sp_account_with (account, account_pairs[i], account_pairs[i + 1], &error);

      g_assert_no_error (error);
      sp_account_unref (account);
      account = next;
    }

  batch = sp_batch_new (recipe, account, credentials);
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *name = g_strdup_printf ("h%u.example.com", i);
      guint host = sp_batch_add_host (batch, name);

      for (const char *at = words[i]; *at != '\0'; at++)
        {
          SpAddress *address = at[1] == '6' || at[0] == '6' ? v6 : v4;

          if (*at == 'k')
            sp_batch_set_kept (batch, host, address);
          else if (*at == 'o')
            sp_batch_set_off (batch, host, at[1] == '6' ? SP_FAMILY_IPV6 : SP_FAMILY_IPV4);
          else if (*at == 'X')
            sp_batch_set_due (batch, host, x4);
          else
            {
              sp_batch_set_due (batch, host, *at == '6' ? v6 : v4);
              continue;
            }
          at++;
        }
    }
  return batch;
}

/* "0,1:4+6 !2:4": hosts 0 and 1 get both addresses in one request, IPv4 of host 2 is refused */
static char *
describe (const SpPlan *plan)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < plan->steps->len; i++)
    {
      const SpPlanStep *step = g_ptr_array_index (plan->steps, i);

      if (text->len > 0)
        g_string_append_c (text, ' ');
      for (guint j = 0; j < step->hosts->len; j++)
        g_string_append_printf (text, j == 0 ? "%u" : ",%u", g_array_index (step->hosts, guint, j));
      g_string_append_c (text, ':');
      for (guint family = 0; family < SP_N_FAMILIES; family++)
        {
          if (step->addresses[family] != NULL)
            g_string_append (text, family == SP_FAMILY_IPV4 ? "4" : "6");
          else if (step->words[family] != NULL)
            g_string_append_printf (text, "(%s)", step->words[family]);
        }
    }
  for (guint i = 0; i < plan->refusals->len; i++)
    {
      const SpPlanRefusal *refusal = g_ptr_array_index (plan->refusals, i);

      g_assert_nonnull (refusal->reason);
      g_string_append_printf (text,
                              text->len == 0 ? "!%u:%s" : " !%u:%s",
                              refusal->host,
                              refusal->family == SP_FAMILY_IPV4 ? "4" : "6");
    }
  return g_string_free (text, FALSE);
}

static void
test_plan (void)
{
  static const struct
  {
    const char *sentence;
    const char *more;
    const char *hosts;
    const char *plan;
  } rows[] = {
    { "keep: the one that is due is enough", COMMA "Missing=keep\n", "4", "0:4" },
    { "keep: the other one, too", COMMA "Missing=keep\n", "6", "0:6" },
    { "keep: both", COMMA "Missing=keep\n", "46", "0:46" },
    { "keep: what stays is not sent", COMMA "Missing=keep\n", "4k6", "0:4" },
    { "delete: both", COMMA "Missing=delete\n", "46", "0:46" },
    { "delete: what stays is sent along", COMMA "Missing=delete\n", "4k6", "0:46" },
    { "delete: what stays is sent along, the other way", COMMA "Missing=delete\n", "6k4", "0:46" },
    { "delete: nothing known of the other one", COMMA "Missing=delete\n", "4", "!0:4" },
    { "delete: the other one is off", COMMA "Missing=delete\n", "4o6", "0:4" },
    { "autodetect: both", PARAMETERS "Missing=autodetect\n", "46", "0:46" },
    { "autodetect: what stays is sent along", PARAMETERS "Missing=autodetect\n", "4k6", "0:46" },
    { "autodetect: nothing known of the other one",
      PARAMETERS "Missing=autodetect\n",
      "6",
      "!0:6" },
    { "autodetect: off would be made up", PARAMETERS "Missing=autodetect\n", "4o6", "!0:4" },
    { "a word keeps the other one", PARAMETERS "Missing=send:no\n", "4", "0:4(no)" },
    { "a word keeps the other one, the other way",
      PARAMETERS "Missing=send:no\n",
      "6k4",
      "0:(no)6" },
    { "a word keeps what is off as it is", PARAMETERS "Missing=send:no\n", "4o6", "0:4(no)" },
    { "a word is not needed for both", PARAMETERS "Missing=send:no\n", "46", "0:46" },
    { "one request for each family", "", "46", "0:4 0:6" },
    { "hosts alone without a batch", COMMA "Missing=keep\n", "4 4", "0:4 1:4" },
    { "hosts share a request", COMMA "Missing=keep\nBatch=20\n", "4 4 4", "0,1,2:4" },
    { "a batch is full", COMMA "Missing=keep\nBatch=2\n", "4 4 4", "0,1:4 2:4" },
    { "hosts with other addresses do not share",
      COMMA "Missing=keep\nBatch=20\n",
      "4 X4 4",
      "0,2:4 1:4" },
    { "hosts with other families do not share",
      COMMA "Missing=keep\nBatch=20\n",
      "4 46 6",
      "0:4 1:46 2:6" },
    { "a kept address shares with a due one",
      COMMA "Missing=delete\nBatch=20\n",
      "46 4k6",
      "0,1:46" },
    { "one refused host does not hold the others",
      COMMA "Missing=delete\nBatch=20\n",
      "46 4 46",
      "0,2:46 !1:4" },
    { "families share hosts, each in its request", "Batch=20\n", "46 46", "0,1:4 0,1:6" },
    { "nothing due", COMMA "Missing=keep\n", "k4", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpBatch) batch = new_batch (rows[i].more, "ipv4;ipv6;", NULL, rows[i].hosts);
      g_autoptr (SpPlan) plan = sp_plan_new (batch);
      g_autofree char *described = describe (plan);

      g_test_message ("%s", rows[i].sentence);
      g_assert_cmpstr (described, ==, rows[i].plan);
    }
}

static void
test_one_family (void)
{
  static const struct
  {
    const char *sentence;
    const char *more;
    const char *hosts;
    const char *plan;
  } rows[] = {
    { "the other family is refused", "", "46", "0:4 !0:6" },
    { "the other family is refused, together", COMMA, "46", "0:4 !0:6" },
    { "what stays of the other family does not matter", COMMA, "4k6", "0:4" },
    { "the other family alone", "", "6", "!0:6" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpBatch) batch = new_batch (rows[i].more, "ipv4;", NULL, rows[i].hosts);
      g_autoptr (SpPlan) plan = sp_plan_new (batch);
      g_autofree char *described = describe (plan);

      g_test_message ("%s", rows[i].sentence);
      g_assert_cmpstr (described, ==, rows[i].plan);
    }
}

static void
test_batch_unless (void)
{
  static const char *const pairs[] = { "zone", "example.com", NULL };
  g_autoptr (SpBatch) batch = new_batch ("Batch=20\nBatchUnless=zone\n", "ipv4;", pairs, "4 4");
  g_autoptr (SpPlan) plan = sp_plan_new (batch);
  g_autofree char *described = describe (plan);

  g_assert_cmpstr (described, ==, "0:4 1:4");
}

static void
test_split (void)
{
  g_autoptr (SpBatch) batch = new_batch ("Batch=20\n", "ipv4;", NULL, "4 4 4 4 4");
  g_autoptr (SpPlan) plan = sp_plan_new (batch);
  SpPlanStep *first = g_ptr_array_index (plan->steps, 0);
  g_autoptr (SpPlanStep) rest = sp_plan_step_split (first);

  g_assert_cmpuint (first->hosts->len, ==, 3);
  g_assert_cmpuint (rest->hosts->len, ==, 2);
  g_assert_cmpuint (g_array_index (rest->hosts, guint, 0), ==, 3);
  g_assert_true (
      sp_address_equal (first->addresses[SP_FAMILY_IPV4], rest->addresses[SP_FAMILY_IPV4]));
}

/* Hosts of different profiles share a batch, and one asks for what the other does not. */
static void
test_wishes (void)
{
  g_autoptr (SpBatch) batch = new_batch ("", "ipv4;", NULL, "4 4");

  g_assert_cmpuint (sp_batch_get_ttl (batch, 0), ==, 0);
  g_assert_true (sp_batch_get_create (batch, 0));

  sp_batch_set_ttl (batch, 1, 120);
  sp_batch_set_create (batch, 1, FALSE);
  g_assert_cmpuint (sp_batch_get_ttl (batch, 1), ==, 120);
  g_assert_false (sp_batch_get_create (batch, 1));
  g_assert_cmpuint (sp_batch_get_ttl (batch, 0), ==, 0);
  g_assert_true (sp_batch_get_create (batch, 0));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plan/plan", test_plan);
  g_test_add_func ("/plan/one-family", test_one_family);
  g_test_add_func ("/plan/batch-unless", test_batch_unless);
  g_test_add_func ("/plan/split", test_split);

  g_test_add_func ("/plan/wishes", test_wishes);
  return g_test_run ();
}
