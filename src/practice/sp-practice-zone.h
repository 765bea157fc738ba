/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SP_TYPE_PRACTICE_ZONE (sp_practice_zone_get_type ())
/**
 * SpPracticeZone:
 *
 * The host names the practice provider keeps, all below one origin, with at most one address per
 * family each. The update side writes it and the name server reads it. Names are lower case, in
 * ASCII, without a trailing dot.
 */
G_DECLARE_FINAL_TYPE (SpPracticeZone, sp_practice_zone, SP, PRACTICE_ZONE, GObject)

SpPracticeZone *sp_practice_zone_new (const char *origin);
const char *sp_practice_zone_get_origin (SpPracticeZone *self);
guint32 sp_practice_zone_get_serial (SpPracticeZone *self);
gboolean sp_practice_zone_covers (SpPracticeZone *self, const char *name);
gboolean sp_practice_zone_set (SpPracticeZone *self, const char *name, GInetAddress *address);
GInetAddress *sp_practice_zone_get (SpPracticeZone *self, const char *name, GSocketFamily family);
const char *sp_practice_zone_resolve (SpPracticeZone *self, const char *name);
char **sp_practice_zone_list_names (SpPracticeZone *self);

G_END_DECLS
