/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-bus-service.h"
#include "sp-cli.h"
#include "sp-dns-socket-transport.h"
#include "sp-keyring.h"
#include "sp-netlink-network.h"
#include "sp-portal-keyring.h"
#include "sp-sandbox.h"
#include "sp-secrets-folder.h"
#include "sp-soup-transport.h"
#include "sp-system-clock.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <sys/resource.h>

static SpNetwork *
new_network (SpClock *clock, GError **error)
{
  return (SpNetwork *) sp_netlink_network_new (clock, error);
}

static void
heed_desktop (SpNetwork *network)
{
  sp_netlink_network_set_monitor (SP_NETLINK_NETWORK (network), g_network_monitor_get_default ());
}

static SpSecrets *
new_keyring (SpClock *clock)
{
  return sp_sandbox_is_around () ? sp_portal_keyring_new (clock, g_get_user_data_dir ())
                                 : sp_keyring_new (clock);
}

static GObject *
export_engine (SpEngine *engine, SpStore *store)
{
  return (GObject *) sp_bus_service_new (engine, store);
}

static const SpCliReality reality = {
  .new_clock = sp_system_clock_new,
  .new_transport = sp_soup_transport_new,
  .new_dns_transport = sp_dns_socket_transport_new,
  .new_network = new_network,
  .heed_desktop = heed_desktop,
  .new_keyring = new_keyring,
  .new_secret_files = sp_secrets_folder_new,
  .export_engine = export_engine,
};

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
  forbid_core_files ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, SP_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  return sp_cli_run (&reality, argc, argv);
}
