/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-rig.h"

#include "base/sp-error.h"
#include "sp-scratch.h"

#define EVER G_MAXUINT32

#define RECIPE_HEAD(id, name)                                                                      \
  "[Provider]\nFormat=1\nId=" id "\nName=" name "\nWebsite=https://" id ".test/\n"                 \
  "Source=https://" id ".test/docs\nChecked=2026-11-22\nVerified=official\nProtocol=dyndns2\n"     \
  "Families=ipv4;ipv6;\n"

#define RECIPE_LOGIN                                                                               \
  "[Field user]\nLabel=User\nWhere=There.\n[Field pass]\nLabel=Password\nSecret=true\n"            \
  "Where=There.\n[Dyndns2]\n"

static const struct
{
  const char *id;
  const char *file;
  const char *text;
} recipes[] = {
  { "free",
    "providers/free.recipe",
    RECIPE_HEAD ("free",
                 "Free") "Gap=2000\nSpacing=true\n[Field server]\nLabel=Server\nKind=server\n"
                         "Default=https://free.test\nWhere=There.\n" RECIPE_LOGIN
                         "Url=${server}/nic/update\nBatch=20\n" },
  { "strict",
    "providers/strict.recipe",
    RECIPE_HEAD ("strict",
                 "Strict") "Hosts=strict.test;\nMinInterval=600\nRefresh=28\n" RECIPE_LOGIN
                           "Url=https://strict.test/nic/update\nBatch=20\n" },
  { "twin",
    "providers/twin.recipe",
    RECIPE_HEAD ("twin", "Twin") "Hosts=twin.test;\n" RECIPE_LOGIN
                                 "Url=https://twin.test/nic/update\nIPv4=myip\nIPv6=myipv6\n"
                                 "Together=true\nMissing=delete\n" },
};

/* ---- the server ----------------------------------------------------------------------------- */

static const char *
judge_address (SpRig *self, const char *host, const char *text)
{
  g_autoptr (SpAddress) address = sp_address_new_from_string (text, NULL);
  g_autofree char *key = NULL;

  if (address == NULL)
    return "notfqdn";

  key = g_strdup_printf ("%s %s", host, sp_family_to_string (sp_address_get_family (address)));
  if (g_strcmp0 (g_hash_table_lookup (self->records, key), text) == 0)
    {
      self->n_nochg++;
      return "nochg";
    }
  g_hash_table_insert (self->records, g_steal_pointer (&key), g_strdup (text));
  return "good";
}

/* A server that wants both and is sent one forgets the other, as STRATO's does. */
static void
forget_missing (SpRig *self, const char *host, GHashTable *query)
{
  g_autofree char *ipv4 = g_strdup_printf ("%s ipv4", host);
  g_autofree char *ipv6 = g_strdup_printf ("%s ipv6", host);

  if (!g_hash_table_contains (query, "myip"))
    g_hash_table_remove (self->records, ipv4);
  if (!g_hash_table_contains (query, "myipv6"))
    g_hash_table_remove (self->records, ipv6);
}

static SpReply *
answer_update (SpRig *self, GUri *uri)
{
  g_autoptr (GHashTable)
      query = g_uri_parse_params (g_uri_get_query (uri), -1, "&", G_URI_PARAMS_NONE, NULL);
  g_auto (GStrv) hosts = g_strsplit (g_hash_table_lookup (query, "hostname"), ",", -1);
  const char *ipv4 = g_hash_table_lookup (query, "myip");
  const char *ipv6 = g_hash_table_lookup (query, "myipv6");
  g_autoptr (GString) body = g_string_new (NULL);

  g_assert_cmpuint (g_strv_length (hosts), <=, 20);
  for (guint i = 0; hosts[i] != NULL; i++)
    {
      const char *word = ipv4 != NULL ? judge_address (self, hosts[i], ipv4) : "good";

      if (ipv6 != NULL && g_str_equal (judge_address (self, hosts[i], ipv6), "good"))
        word = "good";
      if (g_str_equal (g_uri_get_host (uri), "twin.test"))
        forget_missing (self, hosts[i], query);
      g_string_append_printf (body, "%s %s\n", word, ipv4 != NULL ? ipv4 : ipv6);
    }
  self->n_answered++;
  return sp_fake_reply (200, body->str);
}

static SpReply *
answer (SpRequest *request, gpointer user_data, GError **error)
{
  SpRig *self = user_data;
  g_autoptr (GUri) uri = g_uri_parse (sp_request_get_url (request), G_URI_FLAGS_NONE, NULL);

  if (!g_str_equal (g_uri_get_path (uri), "/nic/update"))
    {
      if (self->has_echo)
        return sp_fake_reply (200, "85.1.1.1");
      g_set_error_literal (error, SP_ERROR, SP_ERROR_NETWORK, "connecting: refused");
      return NULL;
    }

  switch (self->server)
    {
    case SP_RIG_WELL:
      return answer_update (self, uri);
    case SP_RIG_BROKEN:
      self->n_errors++;
      return sp_fake_reply (500, "oops");
    case SP_RIG_MAINTENANCE:
      self->n_errors++;
      return sp_fake_reply (200, "911");
    case SP_RIG_REFUSING:
      self->n_errors++;
      return sp_fake_reply (200, "badauth");
    case SP_RIG_STRANGE:
      self->n_errors++;
      return sp_fake_reply (200, "<html>Welcome</html>");
    case SP_RIG_SILENT:
      self->n_errors++;
      return NULL;
    case SP_RIG_UNREACHABLE:
    default:
      g_set_error_literal (error, SP_ERROR, SP_ERROR_NETWORK, "connecting: refused");
      return NULL;
    }
}

/* ---- the rig -------------------------------------------------------------------------------- */

/**
 * sp_rig_new:
 *
 * Returns: (transfer full): a Signpost without profiles, not running, at 85.0.0.1
 */
SpRig *
sp_rig_new (void)
{
  SpRig *self = g_new0 (SpRig, 1);
  g_autofree char *custom = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = sp_scratch_new ();
  for (guint i = 0; i < G_N_ELEMENTS (recipes); i++)
    sp_scratch_write (self->folder, recipes[i].file, recipes[i].text);
  custom = g_build_filename (self->folder, "providers", NULL);

  self->clock = sp_fake_clock_new ();
  self->transport = sp_fake_transport_new (SP_CLOCK (self->clock));
  self->dns = sp_fake_dns_transport_new ();
  self->secrets = sp_fake_secrets_new ();
  self->network = sp_fake_network_new ();
  self->store = sp_store_new (self->folder);
  self->catalogue = sp_catalogue_new (custom);
  self->records = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < G_N_ELEMENTS (recipes); i++)
    {
      g_autoptr (SpRecipe) recipe = sp_catalogue_lookup (self->catalogue, recipes[i].id, &error);

      g_assert_no_error (error);
      g_assert_nonnull (recipe);
    }
  sp_store_load (self->store, &error);
  g_assert_no_error (error);
  sp_fake_transport_set_handler (self->transport, answer, self);
  sp_rig_move_to (self, "85.0.0.1", NULL);
  return self;
}

/**
 * sp_rig_free:
 * @self: (transfer full): a rig; it may still run
 *
 * Fails the test if anything is left pending.
 */
void
sp_rig_free (SpRig *self)
{
  if (self->engine != NULL)
    sp_rig_kill (self);
  g_assert_finalize_object (self->store);
  g_assert_finalize_object (self->catalogue);
  sp_fake_transport_close (self->transport);
  sp_fake_dns_transport_close (self->dns);
  g_assert_finalize_object (self->secrets);
  g_assert_finalize_object (self->network);
  sp_fake_clock_close (self->clock);
  sp_scratch_remove (self->folder);
  g_hash_table_unref (self->records);
  g_free (self->folder);
  g_free (self);
}

/**
 * sp_rig_add_account:
 * @self: a rig
 * @id: id of the account
 * @provider: id of the provider
 *
 * Adds an account whose password is in the keyring.
 */
void
sp_rig_add_account (SpRig *self, const char *id, const char *provider)
{
  g_autoptr (SpAccount) bare = sp_account_new (id, provider);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpAccount) account = sp_account_with (bare, "user", "me", &error);

  g_assert_no_error (error);
  sp_store_save_account (self->store, account, &error);
  g_assert_no_error (error);
  sp_fake_secrets_put (self->secrets, id, "pass", "secret");
}

/**
 * sp_rig_set_account:
 * @self: a rig
 * @id: id of an account
 * @key: a key
 * @value: its new value
 */
void
sp_rig_set_account (SpRig *self, const char *id, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpAccount) old = sp_store_lookup_account (self->store, id, &error);
  g_autoptr (SpAccount) account = sp_account_with (old, key, value, &error);

  g_assert_no_error (error);
  sp_store_save_account (self->store, account, &error);
  g_assert_no_error (error);
}

/**
 * sp_rig_add_profile:
 * @self: a rig
 * @id: its id, and its name
 * @account_id: its account
 * @hosts: its host names
 *
 * Adds a profile that keeps IPv4 only, from the interface.
 */
void
sp_rig_add_profile (SpRig *self, const char *id, const char *account_id, const char *hosts)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpProfile) bare = sp_profile_new (id, id, account_id);
  g_autoptr (SpProfile) named = sp_profile_with (bare, "hosts", hosts, &error);
  g_autoptr (SpProfile) single = sp_profile_with (named, "ipv6", "off", &error);
  g_autoptr (SpProfile) profile = sp_profile_with (single, "source", "interface:eth0", &error);

  g_assert_no_error (error);
  sp_store_save_profile (self->store, profile, &error);
  g_assert_no_error (error);
}

/**
 * sp_rig_set_profile:
 * @self: a rig
 * @id: id of a profile
 * @key: a key
 * @value: its new value
 */
void
sp_rig_set_profile (SpRig *self, const char *id, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpProfile) old = sp_store_lookup_profile (self->store, id, &error);
  g_autoptr (SpProfile) profile = sp_profile_with (old, key, value, &error);

  g_assert_no_error (error);
  sp_store_save_profile (self->store, profile, &error);
  g_assert_no_error (error);
}

/**
 * sp_rig_move_to:
 * @self: a rig
 * @ipv4: (nullable): the address of eth0
 * @ipv6: (nullable): and that one
 *
 * The network says so.
 */
void
sp_rig_move_to (SpRig *self, const char *ipv4, const char *ipv6)
{
  sp_fake_network_clear_addresses (self->network);
  if (ipv4 != NULL)
    sp_fake_network_add_address (self->network, "eth0", ipv4, 24, 0, EVER);
  if (ipv6 != NULL)
    sp_fake_network_add_address (self->network, "eth0", ipv6, 64, 0, EVER);
  sp_network_emit_changed (SP_NETWORK (self->network));
}

/**
 * sp_rig_open:
 * @self: a rig
 *
 * Opens the journal and makes the engine, but does not start it: as the command line does.
 */
void
sp_rig_open (SpRig *self)
{
  const SpWorld world = { SP_CLOCK (self->clock),
                          SP_TRANSPORT (self->transport),
                          SP_SECRETS (self->secrets),
                          SP_NETWORK (self->network),
                          SP_DNS_TRANSPORT (self->dns) };
  g_autoptr (GError) error = NULL;

  g_assert_null (self->engine);
  self->journal = sp_journal_open (self->folder, FALSE, &error);
  g_assert_no_error (error);
  sp_journal_set_value (self->journal, "installation", "seed\t42\n", NULL);
  self->engine = sp_engine_new (&world, self->store, self->catalogue, self->journal, NULL);
}

/**
 * sp_rig_start:
 * @self: a rig
 *
 * Opens it and lets it work by itself.
 */
void
sp_rig_start (SpRig *self)
{
  sp_rig_open (self);
  sp_engine_start (self->engine);
  sp_fake_clock_settle (self->clock);
}

/**
 * sp_rig_kill:
 * @self: a rig that runs
 *
 * Ends it without a farewell, as a crash does: what is on the road is not waited for.
 */
void
sp_rig_kill (SpRig *self)
{
  g_autoptr (SpEngine) engine = g_steal_pointer (&self->engine);

  g_object_run_dispose (G_OBJECT (engine));
  sp_fake_clock_settle (self->clock);
  g_assert_finalize_object (g_steal_pointer (&engine));
  g_assert_finalize_object (g_steal_pointer (&self->journal));
}

/**
 * sp_rig_restart:
 * @self: a rig that runs
 */
void
sp_rig_restart (SpRig *self)
{
  sp_rig_kill (self);
  sp_rig_start (self);
}

static void
ended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

/* As long as it takes, but not for ever. */
static GAsyncResult *
await (SpRig *self, GAsyncResult **result)
{
  SpInstant start = sp_clock_now (SP_CLOCK (self->clock));
  SpInstant now = start;

  sp_fake_clock_settle (self->clock);
  while (*result == NULL && sp_instant_elapsed_s (&start, &now) < 600)
    {
      g_assert_true (sp_fake_clock_advance_to_alarm (self->clock));
      now = sp_clock_now (SP_CLOCK (self->clock));
    }
  g_assert_nonnull (*result);
  return *result;
}

/**
 * sp_rig_update:
 * @self: a rig
 * @profile_id: (nullable): a profile, %NULL for all
 * @flags: as for sp_engine_update_async()
 *
 * A person wants an update and waits for its end.
 */
void
sp_rig_update (SpRig *self, const char *profile_id, SpUpdateFlags flags)
{
  const char *const ids[] = { profile_id, NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SpStatus) status = NULL;
  g_autoptr (GError) error = NULL;

  sp_engine_update_async (self->engine,
                          profile_id != NULL ? ids : NULL,
                          flags,
                          NULL,
                          ended_cb,
                          &result);
  status = sp_engine_update_finish (self->engine, await (self, &result), &error);
  g_assert_no_error (error);
}

/**
 * sp_rig_check:
 * @self: a rig
 *
 * A person wants a check and waits for its end.
 */
void
sp_rig_check (SpRig *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SpStatus) status = NULL;
  g_autoptr (GError) error = NULL;

  sp_engine_check_async (self->engine, NULL, NULL, ended_cb, &result);
  status = sp_engine_check_finish (self->engine, await (self, &result), &error);
  g_assert_no_error (error);
}

/**
 * sp_rig_count_updates:
 * @self: a rig
 *
 * Returns: how many updates left since it was made
 */
guint
sp_rig_count_updates (SpRig *self)
{
  return sp_fake_transport_count_requests (self->transport, "*/nic/update*");
}

/**
 * sp_rig_get_record:
 * @self: a rig
 * @host: a host
 * @family: a family
 *
 * Returns: (transfer none) (nullable): what the server holds
 */
const char *
sp_rig_get_record (SpRig *self, const char *host, SpFamily family)
{
  g_autofree char *key = g_strdup_printf ("%s %s", host, sp_family_to_string (family));

  return g_hash_table_lookup (self->records, key);
}

/**
 * sp_rig_get_target:
 * @self: a rig that runs
 * @profile_id: a profile
 * @host: one of its hosts
 * @family: a family
 *
 * Returns: (transfer full): what is said of it now
 */
SpTargetStatus *
sp_rig_get_target (SpRig *self, const char *profile_id, const char *host, SpFamily family)
{
  g_autoptr (SpStatus) status = sp_engine_get_status (self->engine);
  const SpProfileStatus *profile = sp_status_lookup_profile (status, profile_id);

  g_assert_nonnull (profile);
  for (guint i = 0; i < profile->targets->len; i++)
    {
      SpTargetStatus *target = profile->targets->pdata[i];

      if (target->family == family && g_str_equal (target->host, host))
        return sp_target_status_copy (target);
    }
  g_error ("there is no target %s", host);
}

/**
 * sp_rig_assert_state:
 * @self: a rig that runs
 * @profile_id: a profile
 * @host: one of its hosts, IPv4
 * @state: the state it must be in
 * @reason: and why
 */
void
sp_rig_assert_state (SpRig *self,
                     const char *profile_id,
                     const char *host,
                     SpState state,
                     SpReason reason)
{
  g_autoptr (SpTargetStatus) target = sp_rig_get_target (self, profile_id, host, SP_FAMILY_IPV4);

  g_assert_cmpstr (sp_state_to_string (target->state), ==, sp_state_to_string (state));
  g_assert_cmpstr (sp_reason_to_string (target->reason), ==, sp_reason_to_string (reason));
}
