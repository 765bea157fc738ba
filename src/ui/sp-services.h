/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sp-desktop.h"
#include "engine/sp-engine.h"
#include "profile/sp-settings.h"

G_BEGIN_DECLS

/**
 * SpServices:
 * @world: (owned members): clock, transport, keyring and network
 * @desktop: (owned): starts the program at login and lets it run unseen
 * @store: (owned): profiles and accounts
 * @catalogue: (owned): the providers that can be chosen
 * @journal: (owned): state and history
 * @settings: (owned): what Preferences show
 * @engine: (owned): what does the work
 * @bus: (owned) (nullable): what answers the command line
 * @watch: (owned) (nullable): what tells an engine that only views of the one that acts
 *
 * Everything below the window. Filled in by the one file that names the real world, or by a test.
 * The application owns it and its windows borrow it.
 */
typedef struct
{
  SpWorld world;
  SpDesktop *desktop;
  SpStore *store;
  SpCatalogue *catalogue;
  SpJournal *journal;
  GSettings *settings;
  SpEngine *engine;
  GObject *bus;
  GObject *watch;
} SpServices;

typedef SpServices *(*SpServicesFunc) (GApplication *application, GError **error);

void sp_services_free (SpServices *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpServices, sp_services_free)

G_END_DECLS
