/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sp-draft.h"

G_BEGIN_DECLS

#define SP_TYPE_ADDRESS_PAGE (sp_address_page_get_type ())
/**
 * SpAddressPage:
 *
 * What the names of a draft point to: this computer or this network, what happens with IPv4 and
 * with IPv6, and, for those who care, where the address is learnt and what the record is like.
 */
G_DECLARE_FINAL_TYPE (SpAddressPage, sp_address_page, SP, ADDRESS_PAGE, GtkBox)

void sp_address_page_set_draft (SpAddressPage *self, SpDraft *draft);

G_END_DECLS
