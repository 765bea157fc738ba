/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-parcel.h"

#include <string.h>

/* Dyn's limit of hosts in a request (“numhost”); no recipe may ask for more */
#define HOSTS_MOST 20

/* with path, user and addresses around them the names stay below 2,000 bytes of URL */
#define NAMES_MOST_BYTES 1500

typedef struct
{
  char *host;                     /* (owned) */
  SpAddress *kept[SP_N_FAMILIES]; /* (owned) (nullable) */
  gboolean is_off[SP_N_FAMILIES];
  guint ttl_s; /* of its profile, as the next one */
  gboolean may_create;
} Place;

/* Shipments, and beside them what must stay as it is at their hosts. Belongs to one attempt. Not
 * changed once it is packed. */
struct _SpParcel
{
  SpRecipe *recipe;     /* (owned) */
  SpAccount *account;   /* (owned) */
  char *server;         /* (owned) */
  GPtrArray *places;    /* (owned) (element-type Place) */
  GPtrArray *shipments; /* (owned) (element-type SpShipment) */
  gsize n_name_bytes;
};

/* One host of one profile, with the members of both families. */
typedef struct
{
  SpEntry *entry;                   /* (unowned): the roster's */
  const char *host;                 /* (unowned): the profile's */
  SpMember *members[SP_N_FAMILIES]; /* (unowned) (nullable): the roster's */
} Pair;

static void
place_free (Place *self)
{
  g_clear_pointer (&self->host, g_free);
  for (guint family = 0; family < SP_N_FAMILIES; family++)
    g_clear_pointer (&self->kept[family], sp_address_unref);
  g_free (self);
}

static void
shipment_free (SpShipment *self)
{
  g_clear_pointer (&self->profile_id, g_free);
  g_clear_pointer (&self->host, g_free);
  g_clear_pointer (&self->address, sp_address_unref);
  g_clear_pointer (&self->old_intent, sp_address_unref);
  g_free (self);
}

static gboolean
is_ready (const SpMember *member)
{
  return member != NULL && member->is_ready && !member->is_claimed;
}

/* What of a family must stay when the other one is sent: its published value. */
static SpAddress *
get_kept (const Pair *pair, SpFamily family)
{
  SpMember *member = pair->members[family];

  if (member == NULL || is_ready (member) || pair->entry->recipe == NULL ||
      !sp_recipe_wants_both_families (pair->entry->recipe))
    return NULL;
  return member->record->acked;
}

/* Nothing of the family is published: it is switched off, or this place certainly has none and never
 * had one. A provider that deletes what is not sent then deletes nothing of ours. */
static gboolean
is_off (const Pair *pair, SpFamily family)
{
  SpMember *member = pair->members[family];

  if (member != NULL)
    return member->wanted == NULL && member->hindrance == SP_REASON_NO_ADDRESS &&
           member->record->acked == NULL;
  return sp_profile_get_row (pair->entry->profile, family) == SP_ROW_OFF;
}

/* The pairs of an entry lie host by host, as the roster makes them. */
static gboolean
next_pair (SpEntry *entry, guint *index, Pair *pair)
{
  SpMember *first;

  if (*index >= entry->members->len)
    return FALSE;

  first = entry->members->pdata[*index];
  memset (pair, 0, sizeof *pair);
  pair->entry = entry;
  pair->host = first->record->host;
  while (*index < entry->members->len)
    {
      SpMember *member = entry->members->pdata[*index];

      if (!g_str_equal (member->record->host, pair->host))
        break;
      pair->members[member->record->family] = member;
      (*index)++;
    }
  return TRUE;
}

static const char *
get_text (const SpAddress *address)
{
  return address != NULL ? sp_address_get_text (address) : "";
}

/* Two hosts with the same signature differ in nothing but their names. */
static char *
make_signature (const Pair *pair)
{
  GString *signature = g_string_new (sp_profile_get_account_id (pair->entry->profile));

  for (guint i = 0; i < SP_N_FAMILIES; i++)
    {
      SpFamily family = (SpFamily) i;
      SpMember *member = pair->members[i];

      g_string_append_printf (signature,
                              "|%s|%s|%d",
                              is_ready (member) ? get_text (member->wanted) : "",
                              get_text (get_kept (pair, family)),
                              is_off (pair, family));
    }
  return g_string_free (signature, FALSE);
}

static void
add_shipment (SpParcel *self, SpMember *member, guint position)
{
  SpShipment *shipment = g_new0 (SpShipment, 1);
  SpTarget *record = member->record;

  shipment->profile_id = g_strdup (record->profile_id);
  shipment->host = g_strdup (record->host);
  shipment->family = record->family;
  shipment->address = sp_address_ref (member->wanted);
  shipment->position = position;
  shipment->generation = member->generation;
  shipment->was_refresh = record->intent == NULL && record->acked != NULL &&
                          sp_address_equal (record->acked, member->wanted);
  shipment->old_intent = record->intent != NULL ? sp_address_ref (record->intent) : NULL;
  shipment->old_intent_at = record->intent_at;
  g_ptr_array_add (self->shipments, shipment);
}

static void
add_pair (SpParcel *self, const Pair *pair)
{
  Place *place = g_new0 (Place, 1);
  guint position = self->places->len;

  place->host = g_strdup (pair->host);
  place->ttl_s = sp_profile_get_ttl_s (pair->entry->profile);
  place->may_create = sp_profile_may_create (pair->entry->profile);
  self->n_name_bytes += strlen (pair->host) + 1;
  for (guint i = 0; i < SP_N_FAMILIES; i++)
    {
      SpAddress *kept = get_kept (pair, (SpFamily) i);

      place->kept[i] = kept != NULL ? sp_address_ref (kept) : NULL;
      place->is_off[i] = is_off (pair, (SpFamily) i);
      if (is_ready (pair->members[i]))
        add_shipment (self, pair->members[i], position);
    }
  g_ptr_array_add (self->places, place);
}

static gboolean
has_room (const SpParcel *self, const char *host)
{
  guint most = CLAMP (sp_recipe_get_attempt (self->recipe), 1, HOSTS_MOST);

  if (self->places->len == 0)
    return TRUE;
  return self->places->len < most && self->n_name_bytes + strlen (host) + 1 <= NAMES_MOST_BYTES;
}

static gboolean
has_host (const SpParcel *self, const char *host)
{
  for (guint i = 0; i < self->places->len; i++)
    if (g_str_equal (((Place *) self->places->pdata[i])->host, host))
      return TRUE;
  return FALSE;
}

static Pair
find_pair (SpMember *member)
{
  guint index = 0;
  Pair pair;

  while (next_pair (member->entry, &index, &pair))
    if (pair.members[member->record->family] == member)
      break;
  return pair;
}

static void
add_alike (SpParcel *self, SpEntry *entry, const char *signature)
{
  guint index = 0;
  Pair pair;

  while (next_pair (entry, &index, &pair))
    {
      g_autofree char *own = NULL;

      if (!is_ready (pair.members[0]) && !is_ready (pair.members[1]))
        continue;

      own = make_signature (&pair);
      if (g_str_equal (own, signature) && has_room (self, pair.host) && !has_host (self, pair.host))
        add_pair (self, &pair);
    }
}

/**
 * sp_parcel_pack:
 * @entries: (element-type SpEntry): the roster's profiles
 * @leader: the target that goes first; it is ready
 *
 * Packs @leader with every other target that is ready and may share its request: of the same
 * account, with the same addresses, at most as many hosts as the provider takes and an URL holds.
 *
 * Returns: (transfer full): the parcel
 */
SpParcel *
sp_parcel_pack (GPtrArray *entries, SpMember *leader)
{
  SpParcel *self = g_new0 (SpParcel, 1);
  Pair first = find_pair (leader);
  g_autofree char *signature = make_signature (&first);

  self->recipe = sp_recipe_ref (leader->entry->recipe);
  self->account = sp_account_ref (leader->entry->account);
  self->server = g_strdup (leader->entry->server);
  self->places = g_ptr_array_new_with_free_func ((GDestroyNotify) place_free);
  self->shipments = g_ptr_array_new_with_free_func ((GDestroyNotify) shipment_free);

  add_pair (self, &first);
  for (guint i = 0; i < entries->len; i++)
    add_alike (self, entries->pdata[i], signature);
  return self;
}

/**
 * sp_parcel_free:
 * @self: (transfer full): a parcel
 */
void
sp_parcel_free (SpParcel *self)
{
  g_clear_pointer (&self->recipe, sp_recipe_unref);
  g_clear_pointer (&self->account, sp_account_unref);
  g_clear_pointer (&self->server, g_free);
  g_clear_pointer (&self->places, g_ptr_array_unref);
  g_clear_pointer (&self->shipments, g_ptr_array_unref);
  g_free (self);
}

/**
 * sp_parcel_get_recipe:
 * @self: a parcel
 *
 * Returns: (transfer none): the provider
 */
SpRecipe *
sp_parcel_get_recipe (const SpParcel *self)
{
  return self->recipe;
}

/**
 * sp_parcel_get_account:
 * @self: a parcel
 *
 * Returns: (transfer none): the login
 */
SpAccount *
sp_parcel_get_account (const SpParcel *self)
{
  return self->account;
}

/**
 * sp_parcel_get_server:
 * @self: a parcel
 *
 * Returns: (transfer none): whose lane it takes
 */
const char *
sp_parcel_get_server (const SpParcel *self)
{
  return self->server;
}

/**
 * sp_parcel_get_shipments:
 * @self: a parcel
 *
 * Returns: (transfer none) (element-type SpShipment): what is in it
 */
GPtrArray *
sp_parcel_get_shipments (const SpParcel *self)
{
  return self->shipments;
}

/**
 * sp_parcel_to_batch:
 * @self: a parcel
 * @credentials: those of its account
 *
 * Returns: (transfer full): what a protocol can send
 */
SpBatch *
sp_parcel_to_batch (const SpParcel *self, SpCredentials *credentials)
{
  SpBatch *batch = sp_batch_new (self->recipe, self->account, credentials);

  for (guint i = 0; i < self->places->len; i++)
    {
      Place *place = self->places->pdata[i];
      guint host = sp_batch_add_host (batch, place->host);

      sp_batch_set_ttl (batch, host, place->ttl_s);
      sp_batch_set_create (batch, host, place->may_create);
      for (guint family = 0; family < SP_N_FAMILIES; family++)
        {
          if (place->kept[family] != NULL)
            sp_batch_set_kept (batch, host, place->kept[family]);
          if (place->is_off[family])
            sp_batch_set_off (batch, host, (SpFamily) family);
        }
    }
  for (guint i = 0; i < self->shipments->len; i++)
    {
      SpShipment *shipment = self->shipments->pdata[i];

      sp_batch_set_due (batch, shipment->position, shipment->address);
    }
  return batch;
}
