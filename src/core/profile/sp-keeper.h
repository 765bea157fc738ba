/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whose account keeps a name that is in no profile, such as “_acme-challenge.home.example.com”. */

char *sp_keeper_find_account (GPtrArray *profiles, const char *name, GError **error);

G_END_DECLS
