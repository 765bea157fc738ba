/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-fingerprint.h"

/**
 * sp_fingerprint_of_network:
 * @network: a network
 *
 * What an address may depend on, as text: the way out, whether it was interrupted, and each
 * interface's addresses with their flags. Lifetimes are left out, because routers renew them all day, but for whether an address is
 * still preferred.
 *
 * Returns: (transfer full): text that is the same while nothing of this changes
 */
char *
sp_fingerprint_of_network (SpNetwork *network)
{
  g_autoptr (GPtrArray) rows = sp_network_list_addresses (network);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          "%d %u",
                          (int) sp_network_get_connectivity (network),
                          sp_network_count_losses (network));
  for (guint family = 0; family < SP_N_FAMILIES; family++)
    {
      const char *uplink = sp_network_get_uplink (network, (SpFamily) family);

      g_string_append_printf (text, " %s", uplink != NULL ? uplink : "-");
    }
  for (guint i = 0; i < rows->len; i++)
    {
      const SpInterfaceAddress *row = rows->pdata[i];

      g_string_append_printf (text,
                              "\n%s %s/%u %x %d",
                              row->interface,
                              sp_address_get_text (row->address),
                              row->prefix_length,
                              row->flags,
                              row->preferred_s > 0);
    }
  return g_string_free (text, FALSE);
}
