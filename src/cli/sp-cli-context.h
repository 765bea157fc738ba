/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-detector.h"
#include "engine/sp-engine.h"
#include "recipe/sp-catalogue.h"
#include "sp-cli-exit.h"
#include "sp-cli-instance.h"
#include "sp-cli-log-writer.h"

G_BEGIN_DECLS

/**
 * SpCliReality:
 * @new_clock: makes the clock
 * @new_transport: makes what speaks HTTP
 * @new_dns_transport: makes what speaks to name servers
 * @new_network: makes what knows this machine's network
 * @heed_desktop: (nullable): lets the network hear what a desktop knows of it
 * @new_keyring: makes the keyring of the desktop
 * @new_secret_files: makes the secrets of a folder
 * @export_engine: (nullable): offers the engine on the session bus as long as the object lives
 *
 * How to make the real world. Only main.c names real things; nothing is made before it is needed.
 */
typedef struct
{
  SpClock *(*new_clock) (void);
  SpTransport *(*new_transport) (SpClock *clock);
  SpDnsTransport *(*new_dns_transport) (SpClock *clock);
  SpNetwork *(*new_network) (SpClock *clock, GError **error);
  void (*heed_desktop) (SpNetwork *network);
  SpSecrets *(*new_keyring) (SpClock *clock);
  SpSecrets *(*new_secret_files) (const char *folder);
  GObject *(*export_engine) (SpEngine *engine, SpStore *store);
} SpCliReality;

/**
 * SpCliContext:
 *
 * What one run of signpostctl works with: the global options and, made when first asked for, the
 * stores, the world and the engine. Commands borrow everything from it.
 */
typedef struct _SpCliContext SpCliContext;

SpCliContext *sp_cli_context_new (const SpCliReality *reality, SpCliLogWriter *log);
void sp_cli_context_free (SpCliContext *self);
void sp_cli_context_add_options (SpCliContext *self, GOptionContext *options);
void sp_cli_context_settle (SpCliContext *self);

gboolean sp_cli_context_wants_help (SpCliContext *self);
gboolean sp_cli_context_wants_version (SpCliContext *self);
gboolean sp_cli_context_is_json (SpCliContext *self);
gboolean sp_cli_context_is_verbose (SpCliContext *self);
SpCliLogWriter *sp_cli_context_get_log (SpCliContext *self);
const char *sp_cli_context_get_state_dir (SpCliContext *self);

gboolean sp_cli_context_load_store (SpCliContext *self, GError **error);
void sp_cli_context_watch_store (SpCliContext *self);
SpStore *sp_cli_context_get_store (SpCliContext *self, GError **error);
SpCatalogue *sp_cli_context_get_catalogue (SpCliContext *self);
SpSecrets *sp_cli_context_get_secrets (SpCliContext *self);
char **sp_cli_context_list_echo_services (SpCliContext *self, GError **error);
const SpWorld *sp_cli_context_get_world (SpCliContext *self, GError **error);
SpDetector *sp_cli_context_make_detector (SpCliContext *self, GError **error);
SpJournal *sp_cli_context_open_journal (SpCliContext *self, gboolean read_only, GError **error);
SpEngine *sp_cli_context_make_engine (SpCliContext *self, gboolean read_only, GError **error);
void sp_cli_context_heed_desktop (SpCliContext *self);
GObject *sp_cli_context_export_engine (SpCliContext *self, SpEngine *engine);
SpCliInstance *sp_cli_context_get_instance (SpCliContext *self);
void sp_cli_context_reload_instance (SpCliContext *self);
char **sp_cli_context_resolve_profiles (SpCliContext *self, char **names, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpCliContext, sp_cli_context_free)

G_END_DECLS
