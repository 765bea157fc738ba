/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-place-view.h"

#include "wording/sp-wording.h"

#include <glib/gi18n.h>

struct _SpPlaceView
{
  GtkGrid parent_instance;

  /* Template widgets, by family */
  GtkLabel *addresses[SP_N_FAMILIES];
  GtkWidget *copies[SP_N_FAMILIES];
  GtkLabel *sentences[SP_N_FAMILIES];
};

G_DEFINE_FINAL_TYPE (SpPlaceView, sp_place_view, GTK_TYPE_GRID)

static void
show_family (SpPlaceView *self, SpStatus *status, SpFamily family)
{
  SpFinding *finding = sp_status_get_finding (status, family);
  gboolean known = finding != NULL && sp_finding_get_state (finding) == SP_FINDING_KNOWN;
  g_autofree char *sentence = sp_wording_for_finding (status, family);

  gtk_label_set_text (self->addresses[family],
                      known ? sp_address_get_text (sp_finding_get_address (finding)) : "–");
  gtk_widget_set_sensitive (self->copies[family], known);
  gtk_label_set_text (self->sentences[family], sentence);
}

static void
sp_place_view_class_init (SpPlaceViewClass *class)
{
  static const char *const names[SP_N_FAMILIES][3] = {
    { "address4", "copy4", "sentence4" },
    { "address6", "copy6", "sentence6" },
  };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SP_APPLICATION_PATH "/ui/sp-place-view.ui");
  for (gsize i = 0; i < SP_N_FAMILIES; i++)
    {
      gssize pointer = (gssize) (i * sizeof (gpointer));

      gtk_widget_class_bind_template_child_full (widget_class,
                                                 names[i][0],
                                                 FALSE,
                                                 G_STRUCT_OFFSET (SpPlaceView, addresses) +
                                                     pointer);
      gtk_widget_class_bind_template_child_full (widget_class,
                                                 names[i][1],
                                                 FALSE,
                                                 G_STRUCT_OFFSET (SpPlaceView, copies) + pointer);
      gtk_widget_class_bind_template_child_full (widget_class,
                                                 names[i][2],
                                                 FALSE,
                                                 G_STRUCT_OFFSET (SpPlaceView, sentences) +
                                                     pointer);
    }
}

static void
sp_place_view_init (SpPlaceView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->copies[SP_FAMILY_IPV4]), "s", "ipv4");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->copies[SP_FAMILY_IPV6]), "s", "ipv6");
}

/**
 * sp_place_view_show_status:
 * @self: the widget
 * @status: what is true now
 *
 * Shows the addresses of @status.
 */
void
sp_place_view_show_status (SpPlaceView *self, SpStatus *status)
{
  g_return_if_fail (SP_IS_PLACE_VIEW (self));

  show_family (self, status, SP_FAMILY_IPV4);
  show_family (self, status, SP_FAMILY_IPV6);
}
