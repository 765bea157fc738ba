/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-batch.h"

typedef struct
{
  char *name;                     /* (owned) */
  SpAddress *due[SP_N_FAMILIES];  /* (owned) (nullable) */
  SpAddress *kept[SP_N_FAMILIES]; /* (owned) (nullable) */
  gboolean off[SP_N_FAMILIES];
  guint ttl_s; /* 0 for none */
  gboolean may_create;
  SpOutcome *outcomes[SP_N_FAMILIES]; /* (owned) (nullable) */
} Host;

struct _SpBatch
{
  gatomicrefcount ref_count;
  SpRecipe *recipe;           /* (owned) */
  SpAccount *account;         /* (owned) */
  SpCredentials *credentials; /* (owned) */
  GPtrArray *hosts;           /* (owned) (element-type Host) */
};

static void
host_free (gpointer data)
{
  Host *host = data;

  for (guint family = 0; family < SP_N_FAMILIES; family++)
    {
      g_clear_pointer (&host->due[family], sp_address_unref);
      g_clear_pointer (&host->kept[family], sp_address_unref);
      g_clear_pointer (&host->outcomes[family], sp_outcome_unref);
    }
  g_free (host->name);
  g_free (host);
}

static Host *
get_host (const SpBatch *self, guint host)
{
  g_assert (host < self->hosts->len);
  return g_ptr_array_index (self->hosts, host);
}

/**
 * sp_batch_new:
 * @recipe: the provider
 * @account: the login at it
 * @credentials: its secret fields
 *
 * Returns: (transfer full): a batch without a host
 */
SpBatch *
sp_batch_new (SpRecipe *recipe, SpAccount *account, SpCredentials *credentials)
{
  SpBatch *self = g_new0 (SpBatch, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->recipe = sp_recipe_ref (recipe);
  self->account = sp_account_ref (account);
  self->credentials = sp_credentials_ref (credentials);
  self->hosts = g_ptr_array_new_with_free_func (host_free);
  return self;
}

/**
 * sp_batch_ref:
 * @self: a batch
 *
 * Returns: (transfer full): @self
 */
SpBatch *
sp_batch_ref (SpBatch *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * sp_batch_unref:
 * @self: (transfer full): a batch
 */
void
sp_batch_unref (SpBatch *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->hosts);
  sp_credentials_unref (self->credentials);
  sp_account_unref (self->account);
  sp_recipe_unref (self->recipe);
  g_free (self);
}

/**
 * sp_batch_add_host:
 * @self: a batch
 * @host: an A-label host name
 *
 * Returns: the host's number, counted from 0
 */
guint
sp_batch_add_host (SpBatch *self, const char *host)
{
  Host *entry = g_new0 (Host, 1);

  entry->name = g_strdup (host);
  entry->may_create = TRUE;
  g_ptr_array_add (self->hosts, entry);
  return self->hosts->len - 1;
}

/**
 * sp_batch_set_due:
 * @self: a batch
 * @host: a host's number
 * @address: what to send for the family of this address
 */
void
sp_batch_set_due (SpBatch *self, guint host, SpAddress *address)
{
  SpFamily family = sp_address_get_family (address);
  Host *entry = get_host (self, host);

  g_clear_pointer (&entry->due[family], sp_address_unref);
  entry->due[family] = sp_address_ref (address);
}

/**
 * sp_batch_set_kept:
 * @self: a batch
 * @host: a host's number
 * @address: what is published for this family and must stay; sent only where the provider would
 *   otherwise delete or guess it
 */
void
sp_batch_set_kept (SpBatch *self, guint host, SpAddress *address)
{
  SpFamily family = sp_address_get_family (address);
  Host *entry = get_host (self, host);

  g_clear_pointer (&entry->kept[family], sp_address_unref);
  entry->kept[family] = sp_address_ref (address);
}

/**
 * sp_batch_set_off:
 * @self: a batch
 * @host: a host's number
 * @family: a family
 *
 * Says that the person switched @family off for this host: nothing of it is published, so that a
 * provider which deletes what is not sent does no harm. Never call it for a family that another
 * hand keeps or whose address is only unknown.
 */
void
sp_batch_set_off (SpBatch *self, guint host, SpFamily family)
{
  get_host (self, host)->off[family] = TRUE;
}

/**
 * sp_batch_set_ttl:
 * @self: a batch
 * @host: a host's number
 * @ttl_s: seconds for which others may remember its addresses; 0, as at the beginning, for what is
 *   there already or what the provider usually says
 */
void
sp_batch_set_ttl (SpBatch *self, guint host, guint ttl_s)
{
  get_host (self, host)->ttl_s = ttl_s;
}

/**
 * sp_batch_set_create:
 * @self: a batch
 * @host: a host's number
 * @create: %TRUE, as at the beginning, if a record that is not there may be made
 */
void
sp_batch_set_create (SpBatch *self, guint host, gboolean create)
{
  get_host (self, host)->may_create = create;
}

/**
 * sp_batch_set_outcome:
 * @self: a batch
 * @host: a host's number
 * @family: a family
 * @outcome: how it ended
 */
void
sp_batch_set_outcome (SpBatch *self, guint host, SpFamily family, SpOutcome *outcome)
{
  Host *entry = get_host (self, host);

  sp_outcome_ref (outcome);
  g_clear_pointer (&entry->outcomes[family], sp_outcome_unref);
  entry->outcomes[family] = outcome;
}

/**
 * sp_batch_set_outcome_of_all:
 * @self: a batch
 * @outcome: how it ended, for every due target
 */
void
sp_batch_set_outcome_of_all (SpBatch *self, SpOutcome *outcome)
{
  for (guint host = 0; host < self->hosts->len; host++)
    for (guint family = 0; family < SP_N_FAMILIES; family++)
      if (sp_batch_get_due (self, host, (SpFamily) family) != NULL)
        sp_batch_set_outcome (self, host, (SpFamily) family, outcome);
}

/**
 * sp_batch_get_recipe:
 * @self: a batch
 *
 * Returns: (transfer none): the provider
 */
SpRecipe *
sp_batch_get_recipe (const SpBatch *self)
{
  return self->recipe;
}

/**
 * sp_batch_get_account:
 * @self: a batch
 *
 * Returns: (transfer none): the login
 */
SpAccount *
sp_batch_get_account (const SpBatch *self)
{
  return self->account;
}

/**
 * sp_batch_get_credentials:
 * @self: a batch
 *
 * Returns: (transfer none): the secret fields
 */
SpCredentials *
sp_batch_get_credentials (const SpBatch *self)
{
  return self->credentials;
}

/**
 * sp_batch_get_n_hosts:
 * @self: a batch
 *
 * Returns: how many hosts were added
 */
guint
sp_batch_get_n_hosts (const SpBatch *self)
{
  return self->hosts->len;
}

/**
 * sp_batch_get_host:
 * @self: a batch
 * @host: a host's number
 *
 * Returns: (transfer none): its A-label name
 */
const char *
sp_batch_get_host (const SpBatch *self, guint host)
{
  return get_host (self, host)->name;
}

/**
 * sp_batch_get_due:
 * @self: a batch
 * @host: a host's number
 * @family: a family
 *
 * Returns: (transfer none) (nullable): the address to send
 */
SpAddress *
sp_batch_get_due (const SpBatch *self, guint host, SpFamily family)
{
  return get_host (self, host)->due[family];
}

/**
 * sp_batch_get_kept:
 * @self: a batch
 * @host: a host's number
 * @family: a family
 *
 * Returns: (transfer none) (nullable): the address that must stay
 */
SpAddress *
sp_batch_get_kept (const SpBatch *self, guint host, SpFamily family)
{
  return get_host (self, host)->kept[family];
}

/**
 * sp_batch_is_off:
 * @self: a batch
 * @host: a host's number
 * @family: a family
 *
 * Returns: %TRUE if the person switched the family off
 */
gboolean
sp_batch_is_off (const SpBatch *self, guint host, SpFamily family)
{
  return get_host (self, host)->off[family];
}

/**
 * sp_batch_get_ttl:
 * @self: a batch
 * @host: a host's number
 *
 * Returns: seconds that the person set, or 0
 */
guint
sp_batch_get_ttl (const SpBatch *self, guint host)
{
  return get_host (self, host)->ttl_s;
}

/**
 * sp_batch_get_create:
 * @self: a batch
 * @host: a host's number
 *
 * Returns: %FALSE if only records that are there may be changed
 */
gboolean
sp_batch_get_create (const SpBatch *self, guint host)
{
  return get_host (self, host)->may_create;
}

/**
 * sp_batch_get_outcome:
 * @self: a batch
 * @host: a host's number
 * @family: a family
 *
 * Returns: (transfer none) (nullable): how it ended
 */
SpOutcome *
sp_batch_get_outcome (const SpBatch *self, guint host, SpFamily family)
{
  return get_host (self, host)->outcomes[family];
}
