/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-profile-details.h"

#include "profile/sp-host-name.h"
#include "wording/sp-wording-time.h"
#include "wording/sp-wording.h"

#include <glib/gi18n.h>

static const char *const family_names[] = { "IPv4", "IPv6" };
G_STATIC_ASSERT (G_N_ELEMENTS (family_names) == SP_N_FAMILIES);

static GtkLabel *
add_label (GtkGrid *grid, const char *text, int left, int top, int width, gboolean dim)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), width == 1 && left == 2);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  if (dim)
    gtk_style_context_add_class (gtk_widget_get_style_context (label), "dim-label");
  gtk_grid_attach (grid, label, left, top, width, 1);
  gtk_widget_show (label);
  return GTK_LABEL (label);
}

static void
add_sentence (GtkGrid *grid, const char *text, int top)
{
  GtkLabel *label = add_label (grid, text, 1, top, 3, TRUE);

  gtk_label_set_line_wrap (label, TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (label), TRUE);
}

static char *
describe_since (const SpStatus *status, const SpTargetStatus *target)
{
  g_autofree char *when = NULL;

  if (target->published == NULL || target->since_s == 0)
    return g_strdup ("");

  when = sp_wording_for_time (target->since_s, sp_status_get_now_s (status));
  /* Translators: a time or a date, such as “04:11” or “3 November” */
  return g_strdup_printf (_ ("since %s"), when);
}

static int
show_target (GtkGrid *grid,
             const SpStatus *status,
             const SpProfileStatus *profile,
             const SpTargetStatus *target,
             const char *said,
             int top)
{
  g_autoptr (SpWords) words = sp_wording_for_target (status, profile, target);
  g_autofree char *host = sp_host_name_to_display (target->host);
  g_autofree char *since = describe_since (status, target);
  const char *address = target->published != NULL ? sp_address_get_text (target->published)
                                                  : _ ("nothing yet");
  GtkLabel *name;

  add_label (grid, family_names[target->family], 0, top, 1, FALSE);
  name = add_label (grid, host, 1, top, 1, FALSE);
  gtk_label_set_ellipsize (name, PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (GTK_WIDGET (name), TRUE);
  add_label (grid, address, 2, top, 1, FALSE);
  add_label (grid, since, 3, top, 1, TRUE);
  if (g_str_equal (words->sentence, said))
    return top + 1;

  add_sentence (grid, words->sentence, top + 1);
  return top + 2;
}

static int
show_unmanaged (GtkGrid *grid, const SpProfileStatus *profile, SpFamily family, int top)
{
  SpRowMode mode = sp_profile_get_row (profile->profile, family);

  if (mode != SP_ROW_OFF && mode != SP_ROW_LEAVE)
    return top;

  add_label (grid, family_names[family], 0, top, 1, FALSE);
  add_label (grid,
             mode == SP_ROW_OFF ? _ ("off") : _ ("left as it is at the provider"),
             1,
             top,
             3,
             TRUE);
  return top + 1;
}

static int
show_account (GtkGrid *grid, const SpProfileStatus *profile, int top)
{
  g_autofree char *text = NULL;

  if (profile->provider_name == NULL || profile->account_name == NULL)
    return top;

  add_label (grid, _ ("Account"), 0, top, 1, FALSE);
  text = g_str_equal (profile->provider_name, profile->account_name)
             ? g_strdup (profile->provider_name)
             : g_strdup_printf ("%s · %s", profile->account_name, profile->provider_name);
  add_label (grid, text, 1, top, 3, TRUE);
  return top + 1;
}

/**
 * sp_profile_details_show:
 * @grid: is emptied and filled again
 * @status: what is true now
 * @profile: a profile of @status
 *
 * Shows each target with what is published and its sentence, unless that is the profile's own, then the families that are not
 * managed, then the account.
 */
void
sp_profile_details_show (GtkGrid *grid, const SpStatus *status, const SpProfileStatus *profile)
{
  g_autoptr (GList) children = gtk_container_get_children (GTK_CONTAINER (grid));
  g_autoptr (SpWords) words = sp_wording_for_profile (status, profile);
  int top = 0;

  for (GList *child = children; child != NULL; child = child->next)
    gtk_widget_destroy (child->data);
  for (guint i = 0; i < profile->targets->len; i++)
    top = show_target (grid,
                       status,
                       profile,
                       g_ptr_array_index (profile->targets, i),
                       words->sentence,
                       top);
  for (guint family = 0; family < SP_N_FAMILIES; family++)
    top = show_unmanaged (grid, profile, family, top);
  show_account (grid, profile, top);
}
