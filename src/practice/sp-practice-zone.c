/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-practice-zone.h"

#include <string.h>

/* The two addresses of one name. */
typedef struct
{
  GInetAddress *ipv4; /* (owned) (nullable) */
  GInetAddress *ipv6; /* (owned) (nullable) */
} Host;

struct _SpPracticeZone
{
  GObject parent_instance;

  char *origin;      /* (owned) */
  GHashTable *hosts; /* (owned) (element-type utf8 Host): by name */
  guint32 serial;
};

G_DEFINE_FINAL_TYPE (SpPracticeZone, sp_practice_zone, G_TYPE_OBJECT)

static void
host_free (gpointer data)
{
  Host *host = data;

  g_clear_object (&host->ipv4);
  g_clear_object (&host->ipv6);
  g_free (host);
}

static void
sp_practice_zone_finalize (GObject *object)
{
  SpPracticeZone *self = SP_PRACTICE_ZONE (object);

  g_clear_pointer (&self->hosts, g_hash_table_unref);
  g_clear_pointer (&self->origin, g_free);

  G_OBJECT_CLASS (sp_practice_zone_parent_class)->finalize (object);
}

static void
sp_practice_zone_class_init (SpPracticeZoneClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_practice_zone_finalize;
}

static void
sp_practice_zone_init (SpPracticeZone *self)
{
  self->hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, host_free);
  self->serial = 1;
}

static gboolean
is_below (const char *name, const char *parent)
{
  gsize name_length = strlen (name);
  gsize parent_length = strlen (parent);

  return name_length > parent_length + 1 && g_str_has_suffix (name, parent) &&
         name[name_length - parent_length - 1] == '.';
}

/* RFC 8020, RFC 4592 §2.2.2: a name with something below it exists, even with no record. */
static gboolean
is_parent_of_a_host (SpPracticeZone *self, const char *name)
{
  GHashTableIter iter;
  gpointer host_name;

  g_hash_table_iter_init (&iter, self->hosts);
  while (g_hash_table_iter_next (&iter, &host_name, NULL))
    {
      if (is_below (host_name, name))
        return TRUE;
    }

  return FALSE;
}

static const char *
lookup_wildcard (SpPracticeZone *self, const char *name)
{
  const char *parent = strchr (name, '.');

  /* RFC 4592 §3.3.1: only the wildcard of the closest name that exists can match. */
  while (parent != NULL && sp_practice_zone_covers (self, parent + 1))
    {
      g_autofree char *wildcard = g_strconcat ("*", parent, NULL);
      gpointer stored = NULL;

      if (g_hash_table_lookup_extended (self->hosts, wildcard, &stored, NULL))
        return stored;
      if (g_hash_table_contains (self->hosts, parent + 1) || is_parent_of_a_host (self, parent + 1))
        return NULL;

      parent = strchr (parent + 1, '.');
    }

  return NULL;
}

/**
 * sp_practice_zone_new:
 * @origin: the apex, lower case, without a trailing dot
 *
 * Returns: (transfer full): a zone without hosts, with serial 1
 */
SpPracticeZone *
sp_practice_zone_new (const char *origin)
{
  SpPracticeZone *self = g_object_new (SP_TYPE_PRACTICE_ZONE, NULL);

  self->origin = g_strdup (origin);
  return self;
}

/**
 * sp_practice_zone_get_origin:
 * @self: a zone
 *
 * Returns: (transfer none): the apex
 */
const char *
sp_practice_zone_get_origin (SpPracticeZone *self)
{
  g_return_val_if_fail (SP_IS_PRACTICE_ZONE (self), NULL);

  return self->origin;
}

/**
 * sp_practice_zone_get_serial:
 * @self: a zone
 *
 * Returns: a number that grows by one with each change
 */
guint32
sp_practice_zone_get_serial (SpPracticeZone *self)
{
  g_return_val_if_fail (SP_IS_PRACTICE_ZONE (self), 0);

  return self->serial;
}

/**
 * sp_practice_zone_covers:
 * @self: a zone
 * @name: a name, lower case, without a trailing dot
 *
 * Returns: %TRUE if @name is the apex or below it
 */
gboolean
sp_practice_zone_covers (SpPracticeZone *self, const char *name)
{
  g_return_val_if_fail (SP_IS_PRACTICE_ZONE (self), FALSE);

  return g_str_equal (name, self->origin) || is_below (name, self->origin);
}

/**
 * sp_practice_zone_set:
 * @self: a zone
 * @name: a name the zone covers; made when it is new
 * @address: the address it shall have; the other family stays as it is
 *
 * Returns: %TRUE if that was a change
 */
gboolean
sp_practice_zone_set (SpPracticeZone *self, const char *name, GInetAddress *address)
{
  GInetAddress **slot;
  Host *host;

  g_return_val_if_fail (SP_IS_PRACTICE_ZONE (self), FALSE);
  g_return_val_if_fail (sp_practice_zone_covers (self, name), FALSE);

  host = g_hash_table_lookup (self->hosts, name);
  if (host == NULL)
    {
      host = g_new0 (Host, 1);
      g_hash_table_insert (self->hosts, g_strdup (name), host);
    }

  slot = g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4 ? &host->ipv4 : &host->ipv6;
  if (*slot != NULL && g_inet_address_equal (*slot, address))
    return FALSE;

  g_set_object (slot, address);
  self->serial++;
  return TRUE;
}

/**
 * sp_practice_zone_get:
 * @self: a zone
 * @name: a name as it is stored
 * @family: IPv4 or IPv6
 *
 * Returns: (transfer none) (nullable): its address of that family
 */
GInetAddress *
sp_practice_zone_get (SpPracticeZone *self, const char *name, GSocketFamily family)
{
  const Host *host;

  g_return_val_if_fail (SP_IS_PRACTICE_ZONE (self), NULL);

  host = g_hash_table_lookup (self->hosts, name);
  if (host == NULL)
    return NULL;

  return family == G_SOCKET_FAMILY_IPV4 ? host->ipv4 : host->ipv6;
}

/**
 * sp_practice_zone_resolve:
 * @self: a zone
 * @name: a name the zone covers
 *
 * Finds the stored name that answers for @name: itself, or the wildcard above it. The apex and
 * names between it and a host exist without addresses of their own.
 *
 * Returns: (transfer none) (nullable): a name for sp_practice_zone_get(); %NULL if there is no such
 *   name (NXDOMAIN)
 */
const char *
sp_practice_zone_resolve (SpPracticeZone *self, const char *name)
{
  g_return_val_if_fail (SP_IS_PRACTICE_ZONE (self), NULL);

  if (g_str_equal (name, self->origin) || g_hash_table_contains (self->hosts, name) ||
      is_parent_of_a_host (self, name))
    return name;

  return lookup_wildcard (self, name);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * sp_practice_zone_list_names:
 * @self: a zone
 *
 * Returns: (transfer full): the names of all hosts, sorted
 */
char **
sp_practice_zone_list_names (SpPracticeZone *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name;

  g_return_val_if_fail (SP_IS_PRACTICE_ZONE (self), NULL);

  g_hash_table_iter_init (&iter, self->hosts);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);

  return (char **) g_ptr_array_steal (names, NULL);
}
