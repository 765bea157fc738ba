/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-fake-network.h"

struct _SpFakeNetwork
{
  GObject parent_instance;

  GPtrArray *addresses;         /* (owned) (element-type SpInterfaceAddress) */
  char *uplinks[SP_N_FAMILIES]; /* (owned) (nullable) */
  SpConnectivity connectivity;
  guint n_losses;
};

static void sp_fake_network_network_init (SpNetworkInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpFakeNetwork,
                               sp_fake_network,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SP_TYPE_NETWORK,
                                                      sp_fake_network_network_init))

static GPtrArray *
sp_fake_network_list_addresses (SpNetwork *network)
{
  SpFakeNetwork *self = SP_FAKE_NETWORK (network);
  g_autoptr (GPtrArray)
      copies = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_interface_address_free);

  for (guint i = 0; i < self->addresses->len; i++)
    {
      SpInterfaceAddress *row = g_ptr_array_index (self->addresses, i);

      g_ptr_array_add (copies,
                       sp_interface_address_new (row->interface,
                                                 row->address,
                                                 row->prefix_length,
                                                 row->flags,
                                                 row->preferred_s));
    }
  return g_steal_pointer (&copies);
}

static const char *
sp_fake_network_get_uplink (SpNetwork *network, SpFamily family)
{
  return SP_FAKE_NETWORK (network)->uplinks[family];
}

static SpConnectivity
sp_fake_network_get_connectivity (SpNetwork *network)
{
  return SP_FAKE_NETWORK (network)->connectivity;
}

static guint
sp_fake_network_count_losses (SpNetwork *network)
{
  return SP_FAKE_NETWORK (network)->n_losses;
}

static void
sp_fake_network_finalize (GObject *object)
{
  SpFakeNetwork *self = SP_FAKE_NETWORK (object);

  g_clear_pointer (&self->addresses, g_ptr_array_unref);
  for (guint i = 0; i < SP_N_FAMILIES; i++)
    g_clear_pointer (&self->uplinks[i], g_free);

  G_OBJECT_CLASS (sp_fake_network_parent_class)->finalize (object);
}

static void
sp_fake_network_class_init (SpFakeNetworkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_fake_network_finalize;
}

static void
sp_fake_network_init (SpFakeNetwork *self)
{
  self->addresses = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_interface_address_free);
  self->connectivity = SP_CONNECTIVITY_FULL;
  for (guint i = 0; i < SP_N_FAMILIES; i++)
    self->uplinks[i] = g_strdup ("eth0");
}

static void
sp_fake_network_network_init (SpNetworkInterface *iface)
{
  iface->list_addresses = sp_fake_network_list_addresses;
  iface->get_uplink = sp_fake_network_get_uplink;
  iface->get_connectivity = sp_fake_network_get_connectivity;
  iface->count_losses = sp_fake_network_count_losses;
}

/**
 * sp_fake_network_new:
 *
 * Returns: (transfer full): a network with an uplink “eth0” and full connectivity
 */
SpFakeNetwork *
sp_fake_network_new (void)
{
  return g_object_new (SP_TYPE_FAKE_NETWORK, NULL);
}

/**
 * sp_fake_network_set_uplink:
 * @self: a network
 * @family: a family
 * @interface: (nullable): the interface of its default route; %NULL for no route
 */
void
sp_fake_network_set_uplink (SpFakeNetwork *self, SpFamily family, const char *interface)
{
  g_free (self->uplinks[family]);
  self->uplinks[family] = g_strdup (interface);
}

/**
 * sp_fake_network_set_connectivity:
 * @self: a network
 * @connectivity: what is known of the way out
 */
void
sp_fake_network_set_connectivity (SpFakeNetwork *self, SpConnectivity connectivity)
{
  self->connectivity = connectivity;
}

/**
 * sp_fake_network_interrupt:
 * @self: a network
 *
 * Something was lost and came back at once, and everything is as it was.
 */
void
sp_fake_network_interrupt (SpFakeNetwork *self)
{
  self->n_losses++;
}

/**
 * sp_fake_network_add_address:
 * @self: a network
 * @interface: name of the interface
 * @address: one address, as text
 * @prefix_length: 0…128
 * @flags: IFA_F_*
 * @preferred_s: G_MAXUINT32 is for ever
 */
void
sp_fake_network_add_address (SpFakeNetwork *self,
                             const char *interface,
                             const char *address,
                             guint prefix_length,
                             guint32 flags,
                             guint32 preferred_s)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpAddress) value = sp_address_new_from_string (address, &error);

  g_assert_no_error (error);
  g_ptr_array_add (self->addresses,
                   sp_interface_address_new (interface, value, prefix_length, flags, preferred_s));
}

/**
 * sp_fake_network_clear_addresses:
 * @self: a network
 */
void
sp_fake_network_clear_addresses (SpFakeNetwork *self)
{
  g_ptr_array_set_size (self->addresses, 0);
}
