/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "engine/sp-status.h"

G_BEGIN_DECLS

/**
 * SpBanner:
 * @id: names the banner as long as it lasts
 * @serious: whether a person has to act
 * @text: (owned): whole sentences
 * @label: (owned) (nullable): what the button says; %NULL without one
 * @action: what the button does, with the prefix “app.”
 *
 * One reason above the list that concerns everything below it. Free with sp_banner_free().
 */
typedef struct
{
  const char *id;
  gboolean serious;
  char *text;
  char *label;
  const char *action;
} SpBanner;

void sp_banner_free (SpBanner *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpBanner, sp_banner_free)

GPtrArray *sp_banners_list (SpStatus *status);

G_END_DECLS
