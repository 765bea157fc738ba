/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sp-draft.h"

G_BEGIN_DECLS

#define SP_TYPE_PROVIDER_PAGE (sp_provider_page_get_type ())
/**
 * SpProviderPage:
 *
 * The question who keeps the name: a search field and the providers that match it, best first, with
 * the two ways out for those whose provider is not listed at the end. Emits “chosen” (const char *)
 * with the recipe's id.
 */
G_DECLARE_FINAL_TYPE (SpProviderPage, sp_provider_page, SP, PROVIDER_PAGE, GtkBox)

void sp_provider_page_set_catalogue (SpProviderPage *self, SpCatalogue *catalogue);

G_END_DECLS
