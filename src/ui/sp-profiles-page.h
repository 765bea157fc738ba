/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sp-services.h"

G_BEGIN_DECLS

#define SP_TYPE_PROFILES_PAGE (sp_profiles_page_get_type ())
/**
 * SpProfilesPage:
 *
 * The first page of the window: the guards, this place's addresses and the profiles by group; or,
 * as long as there is no profile, what to do first. It shows the engine's status and keeps none.
 */
G_DECLARE_FINAL_TYPE (SpProfilesPage, sp_profiles_page, SP, PROFILES_PAGE, GtkBox)

void sp_profiles_page_set_services (SpProfilesPage *self, SpServices *services);
void sp_profiles_page_refresh (SpProfilesPage *self);
void sp_profiles_page_set_search (SpProfilesPage *self, const char *search);
void sp_profiles_page_open (SpProfilesPage *self, const char *profile_id);

G_END_DECLS
