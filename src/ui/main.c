/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-application.h"
#include "sp-bus-service.h"
#include "sp-dns-socket-transport.h"
#include "sp-keyring.h"
#include "sp-native-desktop.h"
#include "sp-netlink-network.h"
#include "sp-portal-desktop.h"
#include "sp-portal-keyring.h"
#include "sp-sandbox.h"
#include "sp-soup-transport.h"
#include "sp-state-watch.h"
#include "sp-system-clock.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <sys/resource.h>

/* The one place of this program that names the real world. */

static gboolean
open_world (SpWorld *world, GError **error)
{
  SpNetlinkNetwork *network;

  world->clock = sp_system_clock_new ();
  world->transport = sp_soup_transport_new (world->clock);
  world->dns = sp_dns_socket_transport_new (world->clock);
  world->secrets = sp_sandbox_is_around ()
                       ? sp_portal_keyring_new (world->clock, g_get_user_data_dir ())
                       : sp_keyring_new (world->clock);
  network = sp_netlink_network_new (world->clock, error);
  if (network == NULL)
    return FALSE;

  sp_netlink_network_set_monitor (network, g_network_monitor_get_default ());
  world->network = SP_NETWORK (network);
  return TRUE;
}

static char *
build_state_path (void)
{
  return g_build_filename (g_get_user_state_dir (), "signpost", NULL);
}

static SpDesktop *
open_desktop (GApplication *application)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  if (sp_sandbox_is_around ())
    return sp_portal_desktop_new (g_application_get_dbus_connection (application),
                                  _ ("Keeps host names up to date while no window is open."));
  return sp_native_desktop_new (g_get_user_config_dir (), program != NULL ? program : "signpost");
}

static gboolean
open_files (SpServices *services, GError **error)
{
  g_autofree char *config = g_build_filename (g_get_user_config_dir (), "signpost", NULL);
  g_autofree char *state = build_state_path ();
  g_autofree char *recipes =
      g_build_filename (g_get_user_data_dir (), "signpost", "providers", NULL);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);

  services->store = sp_store_new (config);
  if (!sp_store_load (services->store, error))
    return FALSE;

  sp_store_watch (services->store, services->world.clock);
  services->settings = sp_settings_open (config, problems, error);
  for (guint i = 0; i < problems->len; i++)
    g_warning ("%s", ((const GError *) g_ptr_array_index (problems, i))->message);
  if (services->settings == NULL)
    return FALSE;

  services->catalogue = sp_catalogue_new (recipes);
  services->journal = sp_journal_open (state, FALSE, error);
  return services->journal != NULL;
}

static gboolean
state_changed_cb (gpointer user_data)
{
  return sp_engine_reread (SP_ENGINE (user_data));
}

static void
watch_state (SpServices *services)
{
  g_autofree char *state = build_state_path ();

  if (sp_journal_get_problem (services->journal) != NULL)
    services->watch = G_OBJECT (
        sp_state_watch_new (services->world.clock, state, state_changed_cb, services->engine));
}

static SpServices *
build_services (GApplication *application, GError **error)
{
  g_autoptr (SpServices) services = g_new0 (SpServices, 1);

  if (!open_world (&services->world, error) || !open_files (services, error))
    return NULL;

  services->desktop = open_desktop (application);
  services->engine = sp_engine_new (&services->world,
                                    services->store,
                                    services->catalogue,
                                    services->journal,
                                    services->settings);
  services->bus = G_OBJECT (sp_bus_service_new (services->engine, services->store));
  watch_state (services);
  return g_steal_pointer (&services);
}

/* A core file would hold passwords, on disk and with whoever collects crashes; systemd-coredump
 * honours this limit too. The hard one stays, for the programs started from here. */
static void
forbid_core_files (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_CORE, &limit) == 0)
    {
      limit.rlim_cur = 0;
      setrlimit (RLIMIT_CORE, &limit);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (SpApplication) application = NULL;

  forbid_core_files ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, SP_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = sp_application_new (build_services, sp_sandbox_is_around () ? NULL : SP_ICON_DIR);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
