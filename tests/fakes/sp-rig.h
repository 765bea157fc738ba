/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/sp-engine.h"
#include "sp-fake-clock.h"
#include "sp-fake-dns-transport.h"
#include "sp-fake-network.h"
#include "sp-fake-secrets.h"
#include "sp-fake-transport.h"

G_BEGIN_DECLS

/**
 * SpRigServer:
 * @SP_RIG_WELL: keeps a record per host and answers as dyndns2 says
 * @SP_RIG_BROKEN: 500 to everything
 * @SP_RIG_MAINTENANCE: “911”
 * @SP_RIG_REFUSING: “badauth”
 * @SP_RIG_STRANGE: a page that means nothing
 * @SP_RIG_SILENT: takes requests and never answers
 * @SP_RIG_UNREACHABLE: no connection
 *
 * How the provider behaves.
 */
typedef enum
{
  SP_RIG_WELL,
  SP_RIG_BROKEN,
  SP_RIG_MAINTENANCE,
  SP_RIG_REFUSING,
  SP_RIG_STRANGE,
  SP_RIG_SILENT,
  SP_RIG_UNREACHABLE,
} SpRigServer;

/**
 * SpRig:
 *
 * A whole Signpost on fakes: engine, store, journal and catalogue are real, in a folder of their
 * own; clock, network, keyring and transport are fakes, and behind the transport stands a small
 * dyndns2 server that remembers what it was told. Knows three providers: `free` says nothing about
 * distances, `strict` wants ten minutes and forgets after 28 days, `twin` deletes the family it is
 * not sent. Addresses are learnt from the interface eth0, unless a profile says otherwise.
 */
typedef struct
{
  SpFakeClock *clock;
  SpFakeTransport *transport;
  SpFakeDnsTransport *dns;
  SpFakeSecrets *secrets;
  SpFakeNetwork *network;
  SpStore *store;
  SpCatalogue *catalogue;
  SpJournal *journal; /* while it runs */
  SpEngine *engine;   /* while it runs */
  char *folder;
  SpRigServer server;
  GHashTable *records; /* what the server holds: host and family → address */
  guint n_answered;
  guint n_nochg;
  guint n_errors;
  gboolean has_echo; /* the echo services answer, with 85.1.1.1 */
} SpRig;

SpRig *sp_rig_new (void);
void sp_rig_free (SpRig *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpRig, sp_rig_free)

void sp_rig_add_account (SpRig *self, const char *id, const char *provider);
void sp_rig_set_account (SpRig *self, const char *id, const char *key, const char *value);
void sp_rig_add_profile (SpRig *self, const char *id, const char *account_id, const char *hosts);
void sp_rig_set_profile (SpRig *self, const char *id, const char *key, const char *value);
void sp_rig_move_to (SpRig *self, const char *ipv4, const char *ipv6);

void sp_rig_open (SpRig *self);
void sp_rig_start (SpRig *self);
void sp_rig_kill (SpRig *self);
void sp_rig_restart (SpRig *self);

void sp_rig_update (SpRig *self, const char *profile_id, SpUpdateFlags flags);
void sp_rig_check (SpRig *self);
guint sp_rig_count_updates (SpRig *self);
const char *sp_rig_get_record (SpRig *self, const char *host, SpFamily family);
SpTargetStatus *
sp_rig_get_target (SpRig *self, const char *profile_id, const char *host, SpFamily family);
void sp_rig_assert_state (SpRig *self,
                          const char *profile_id,
                          const char *host,
                          SpState state,
                          SpReason reason);

G_END_DECLS
