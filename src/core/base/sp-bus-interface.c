/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-bus-interface.h"

#include "base/sp-error.h"

#define ERROR_PREFIX SP_BUS_INTERFACE ".Error."

/* No method takes or gives a secret, and none ever will: the bus is a place where others listen. */
static const char introspection[] =
    "<node>"
    "  <interface name='" SP_BUS_INTERFACE "'>"
    /* ids of profiles, none for all → status as `signpostctl status --json` prints it */
    "    <method name='GetStatus'>"
    "      <arg name='profiles' type='as' direction='in'/>"
    "      <arg name='status' type='s' direction='out'/>"
    "    </method>"
    /* detects and compares, sends nothing; answers when that is done */
    "    <method name='Check'>"
    "      <arg name='profiles' type='as' direction='in'/>"
    "      <arg name='status' type='s' direction='out'/>"
    "    </method>"
    /* detects and sends what is due; force also sends although nothing changed */
    "    <method name='Update'>"
    "      <arg name='profiles' type='as' direction='in'/>"
    "      <arg name='force' type='b' direction='in'/>"
    "      <arg name='status' type='s' direction='out'/>"
    "    </method>"
    /* 0 seconds: until resumed */
    "    <method name='Pause'>"
    "      <arg name='profiles' type='as' direction='in'/>"
    "      <arg name='seconds' type='x' direction='in'/>"
    "    </method>"
    "    <method name='Resume'>"
    "      <arg name='profiles' type='as' direction='in'/>"
    "    </method>"
    /* lifts a latch */
    "    <method name='Retry'>"
    "      <arg name='profile' type='s' direction='in'/>"
    "    </method>"
    /* somebody stored other credentials for the account: what they cure is tried once more */
    "    <method name='CredentialsChanged'>"
    "      <arg name='account' type='s' direction='in'/>"
    "    </method>"
    /* asks the person to open the keyring */
    "    <method name='Unlock'/>"
    /* loads profiles and accounts again, after somebody edited them */
    "    <method name='Reload'/>"
    "    <property name='Version' type='s' access='read'/>"
    /* GetStatus would say something new */
    "    <signal name='Changed'/>"
    "  </interface>"
    "</node>";

static const char *const error_names[] = {
  [SP_ERROR_NETWORK] = ERROR_PREFIX "Network",
  [SP_ERROR_TLS] = ERROR_PREFIX "Tls",
  [SP_ERROR_INTERRUPTED] = ERROR_PREFIX "Interrupted",
  [SP_ERROR_BAD_REPLY] = ERROR_PREFIX "BadReply",
  [SP_ERROR_BAD_INPUT] = ERROR_PREFIX "BadInput",
  [SP_ERROR_BAD_FILE] = ERROR_PREFIX "BadFile",
  [SP_ERROR_BAD_RECIPE] = ERROR_PREFIX "BadRecipe",
  [SP_ERROR_NOT_FOUND] = ERROR_PREFIX "NotFound",
  [SP_ERROR_SECRETS_UNAVAILABLE] = ERROR_PREFIX "SecretsUnavailable",
  [SP_ERROR_SECRETS_NO_PORTAL] = ERROR_PREFIX "SecretsNoPortal",
  [SP_ERROR_SECRETS_LOCKED] = ERROR_PREFIX "SecretsLocked",
  [SP_ERROR_SECRETS_DISMISSED] = ERROR_PREFIX "SecretsDismissed",
  [SP_ERROR_SECRETS_DENIED] = ERROR_PREFIX "SecretsDenied",
  [SP_ERROR_SECRETS_LOST] = ERROR_PREFIX "SecretsLost",
  [SP_ERROR_SECRET_NOT_FOUND] = ERROR_PREFIX "SecretNotFound",
  [SP_ERROR_STORAGE] = ERROR_PREFIX "Storage",
  [SP_ERROR_TOO_NEW] = ERROR_PREFIX "TooNew",
  [SP_ERROR_DISAGREEMENT] = ERROR_PREFIX "Disagreement",
  [SP_ERROR_BUSY] = ERROR_PREFIX "Busy",
};
G_STATIC_ASSERT (G_N_ELEMENTS (error_names) == SP_ERROR_BUSY + 1);

/**
 * sp_bus_interface_get_info:
 *
 * Returns: (transfer none): the interface, for whoever exports it
 */
GDBusInterfaceInfo *
sp_bus_interface_get_info (void)
{
  static GDBusNodeInfo *node; /* lives as long as the process: exported objects point into it */

  if (g_once_init_enter (&node))
    {
      GDBusNodeInfo *parsed = g_dbus_node_info_new_for_xml (introspection, NULL);

      g_assert (parsed != NULL);
      g_once_init_leave (&node, parsed);
    }

  return g_dbus_node_info_lookup_interface (node, SP_BUS_INTERFACE);
}

/**
 * sp_bus_interface_register_errors:
 *
 * Lets an #SpError cross the bus as itself, in both directions. May be called again.
 */
void
sp_bus_interface_register_errors (void)
{
  for (guint code = 0; code < G_N_ELEMENTS (error_names); code++)
    g_dbus_error_register_error (SP_ERROR, (int) code, error_names[code]);
}
