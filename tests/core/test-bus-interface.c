/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-bus-interface.h"

#include <string.h>

#include "base/sp-error.h"

static void
test_methods (void)
{
  static const char *const methods[] = {
    "GetStatus",          "Check",  "Update", "Pause", "Resume", "Retry",
    "CredentialsChanged", "Unlock", "Reload"
  };
  GDBusInterfaceInfo *info = sp_bus_interface_get_info ();

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    g_assert_nonnull (g_dbus_interface_info_lookup_method (info, methods[i]));
  g_assert_nonnull (g_dbus_interface_info_lookup_signal (info, "Changed"));
  g_assert_nonnull (g_dbus_interface_info_lookup_property (info, "Version"));
}

/* Each code goes out under a name of its own and comes back as itself. */
static void
test_errors (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  sp_bus_interface_register_errors ();
  sp_bus_interface_register_errors ();
  for (int code = SP_ERROR_NETWORK; code <= SP_ERROR_BUSY; code++)
    {
      g_autoptr (GError) error = g_error_new_literal (SP_ERROR, code, "some words");
      g_autoptr (GError) back = NULL;
      g_autofree char *name = g_dbus_error_encode_gerror (error);

      g_assert_true (g_str_has_prefix (name, "io.github.signpostdns.Signpost1.Error."));
      back = g_dbus_error_new_for_dbus_error (name, "some words");
      g_dbus_error_strip_remote_error (back);
      g_assert_error (back, SP_ERROR, code);
      g_assert_cmpstr (back->message, ==, "some words");
      g_assert_true (g_hash_table_add (names, g_steal_pointer (&name)));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bus-interface/methods", test_methods);
  g_test_add_func ("/bus-interface/errors", test_errors);
  return g_test_run ();
}
