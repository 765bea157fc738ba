/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "engine/sp-status.h"

G_BEGIN_DECLS

#define SP_TYPE_PROFILE_ITEM (sp_profile_item_get_type ())
/**
 * SpProfileItem:
 *
 * One profile as the list shows it: ready texts as properties, which change only when what they say
 * changes. Emits “changed” after each new status, for whoever shows more than the properties.
 */
G_DECLARE_FINAL_TYPE (SpProfileItem, sp_profile_item, SP, PROFILE_ITEM, GObject)

SpProfileItem *sp_profile_item_new (const char *id);
void sp_profile_item_update (SpProfileItem *self, SpStatus *status, const SpProfileStatus *profile);

const char *sp_profile_item_get_id (SpProfileItem *self);
const char *sp_profile_item_get_group (SpProfileItem *self);
SpStatus *sp_profile_item_get_status (SpProfileItem *self);
const SpProfileStatus *sp_profile_item_get_profile (SpProfileItem *self);

G_END_DECLS
