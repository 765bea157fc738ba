/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-test-view.h"

#include "engine/sp-rehearsal.h"
#include "wording/sp-wording.h"

#include <glib/gi18n.h>

struct _SpTestView
{
  GtkBox parent_instance;

  SpRehearsal *rehearsal;    /* (owned) (nullable): while it runs */
  GCancellable *cancellable; /* (owned) (nullable): while it runs */

  /* Template widgets */
  GtkWidget *button;
  GtkLabel *summary;
  GtkSpinner *spinner;
  GtkRevealer *revealer;
  GtkGrid *steps;
};

enum
{
  SIGNAL_ASKED,
  N_SIGNALS,
};

G_DEFINE_FINAL_TYPE (SpTestView, sp_test_view, GTK_TYPE_BOX)

static guint signals[N_SIGNALS];

static const char *const titles[] = {
  N_ ("Host names"),   N_ ("Account"),      N_ ("Password in the keyring"),
  N_ ("IPv4 address"), N_ ("IPv6 address"), N_ ("Provider"),
  N_ ("Request"),
};
G_STATIC_ASSERT (G_N_ELEMENTS (titles) == SP_N_REHEARSAL_STEPS);

static const struct
{
  const char *icon;
  const char *word;
} results[] = {
  [SP_REHEARSAL_PASSED] = { "object-select-symbolic", N_ ("passed") },
  [SP_REHEARSAL_FAILED] = { "signpost-attention-symbolic", N_ ("failed") },
  [SP_REHEARSAL_SKIPPED] = { "list-remove-symbolic", N_ ("left out") },
};

static void
add_step (SpTestView *self, int row)
{
  GtkWidget *image = gtk_image_new_from_icon_name ("content-loading-symbolic", GTK_ICON_SIZE_MENU);
  GtkWidget *title = gtk_label_new (_ (titles[row]));
  GtkWidget *detail = gtk_label_new (NULL);

  gtk_widget_set_valign (image, GTK_ALIGN_START);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_valign (title, GTK_ALIGN_START);
  gtk_label_set_xalign (GTK_LABEL (detail), 0);
  gtk_label_set_line_wrap (GTK_LABEL (detail), TRUE);
  gtk_label_set_line_wrap_mode (GTK_LABEL (detail), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (detail), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (detail), 36);
  gtk_widget_set_hexpand (detail, TRUE);
  gtk_style_context_add_class (gtk_widget_get_style_context (detail), "dim-label");
  gtk_grid_attach (self->steps, image, 0, row, 1, 1);
  gtk_grid_attach (self->steps, title, 1, row, 1, 1);
  gtk_grid_attach (self->steps, detail, 2, row, 1, 1);
}

static void
clear_steps (SpTestView *self)
{
  g_autoptr (GList) children = gtk_container_get_children (GTK_CONTAINER (self->steps));

  for (GList *child = children; child != NULL; child = child->next)
    gtk_widget_destroy (child->data);
  for (int row = 0; row < SP_N_REHEARSAL_STEPS; row++)
    add_step (self, row);
  gtk_widget_show_all (GTK_WIDGET (self->steps));
}

static void
step_cb (SpTestView *self,
         guint step,
         guint result,
         const char *detail,
         const GError *error,
         SpRehearsal *rehearsal)
{
  GtkWidget *image = gtk_grid_get_child_at (self->steps, 0, (int) step);
  GtkWidget *label = gtk_grid_get_child_at (self->steps, 2, (int) step);
  g_autofree char *sentence = error != NULL ? sp_wording_for_error (error) : NULL;

  gtk_image_set_from_icon_name (GTK_IMAGE (image), results[result].icon, GTK_ICON_SIZE_MENU);
  gtk_widget_set_tooltip_text (image, _ (results[result].word));
  atk_object_set_name (gtk_widget_get_accessible (image), _ (results[result].word));
  gtk_label_set_text (GTK_LABEL (label),
                      sentence != NULL ? sentence
                      : detail != NULL ? detail
                                       : _ (results[result].word));
}

static void
ended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SpTestView *self;
  g_autoptr (GError) error = NULL;
  gboolean passed = sp_rehearsal_run_finish (SP_REHEARSAL (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = SP_TEST_VIEW (user_data);
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_sensitive (self->button, TRUE);
  gtk_label_set_text (self->summary,
                      passed ? _ ("All is ready. Nothing was changed.")
                             : _ ("Something is missing. Nothing was changed."));
  g_clear_object (&self->rehearsal);
  g_clear_object (&self->cancellable);
}

static void
clicked_cb (SpTestView *self, GtkButton *button)
{
  g_signal_emit (self, signals[SIGNAL_ASKED], 0);
}

static void
sp_test_view_dispose (GObject *object)
{
  SpTestView *self = SP_TEST_VIEW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->rehearsal);

  G_OBJECT_CLASS (sp_test_view_parent_class)->dispose (object);
}

static void
sp_test_view_class_init (SpTestViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = sp_test_view_dispose;

  /**
   * SpTestView::asked:
   *
   * The person pressed the button.
   */
  signals[SIGNAL_ASKED] = g_signal_new ("asked",
                                        G_TYPE_FROM_CLASS (class),
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SP_APPLICATION_PATH "/ui/sp-test-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SpTestView, button);
  gtk_widget_class_bind_template_child (widget_class, SpTestView, summary);
  gtk_widget_class_bind_template_child (widget_class, SpTestView, spinner);
  gtk_widget_class_bind_template_child (widget_class, SpTestView, revealer);
  gtk_widget_class_bind_template_child (widget_class, SpTestView, steps);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
sp_test_view_init (SpTestView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sp_test_view_run:
 * @self: the view
 * @services: must outlive the view
 * @profile: what to test, saved or not
 * @account: its account, saved or not
 * @credentials: (nullable): the secrets that were typed; %NULL for those of the keyring
 *
 * Runs a rehearsal, if none runs, and shows how each step ends.
 */
void
sp_test_view_run (SpTestView *self,
                  SpServices *services,
                  SpProfile *profile,
                  SpAccount *account,
                  SpCredentials *credentials)
{
  g_return_if_fail (SP_IS_TEST_VIEW (self));

  if (self->rehearsal != NULL)
    return;

  clear_steps (self);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  gtk_widget_set_sensitive (self->button, FALSE);
  gtk_spinner_start (self->spinner);
  gtk_label_set_text (self->summary, _ ("Testing; nothing is changed …"));

  self->cancellable = g_cancellable_new ();
  self->rehearsal = sp_rehearsal_new (&services->world,
                                      sp_engine_get_detector (services->engine),
                                      services->catalogue,
                                      profile,
                                      account,
                                      credentials);
  g_signal_connect_object (self->rehearsal, "step", G_CALLBACK (step_cb), self, G_CONNECT_SWAPPED);
  sp_rehearsal_run_async (self->rehearsal, self->cancellable, ended_cb, self);
}
