/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-editor.h"

#include "sp-account-page.h"
#include "sp-address-page.h"
#include "sp-confirm.h"
#include "sp-draft-build.h"
#include "sp-provider-page.h"
#include "sp-saver.h"
#include "sp-test-view.h"
#include "wording/sp-wording.h"

#include <glib/gi18n.h>

struct _SpEditor
{
  GtkDialog parent_instance;

  SpApplication *application; /* (unowned): it owns all windows */
  SpDraft *draft;             /* (owned) */

  /* Template widgets */
  GtkHeaderBar *header;
  GtkWidget *back;
  GtkWidget *next;
  GtkWidget *save;
  GtkInfoBar *problem_bar;
  GtkLabel *problem;
  GtkWidget *switcher;
  GtkStack *stack;
  SpProviderPage *provider; /* (unowned): part of the template */
  SpAccountPage *account;   /* (unowned): part of the template */
  SpAddressPage *address;   /* (unowned): part of the template */
  SpTestView *test;         /* (unowned): part of the template */
};

G_DEFINE_FINAL_TYPE (SpEditor, sp_editor, GTK_TYPE_DIALOG)

static void
show_problem (SpEditor *self, const GError *error)
{
  g_autofree char *sentence = error != NULL ? sp_wording_for_error (error) : NULL;

  if (sentence != NULL)
    gtk_label_set_text (self->problem, sentence);
  gtk_info_bar_set_revealed (self->problem_bar, sentence != NULL);
}

/* What is being corrected needs no telling. */
static void
forget_problem (SpEditor *self)
{
  show_problem (self, NULL);
}

static const char *
get_page (SpEditor *self)
{
  return gtk_stack_get_visible_child_name (self->stack);
}

static void
go_to (SpEditor *self, const char *page)
{
  gtk_stack_set_visible_child_name (self->stack, page);
}

/* GtkDialog takes the look of a default button away again from those that are not it when the dialog
 * appears. */
static void
show_default (GtkWidget *button)
{
  gtk_widget_grab_default (button);
  gtk_style_context_add_class (gtk_widget_get_style_context (button), "suggested-action");
}

static void
page_changed_cb (SpEditor *self, GParamSpec *pspec, GtkStack *stack)
{
  static const struct
  {
    const char *page;
    const char *step;
  } steps[] = {
    { "provider", N_ ("Step 1 of 3") },
    { "account", N_ ("Step 2 of 3") },
    { "address", N_ ("Step 3 of 3") },
  };
  const char *page = get_page (self);
  gboolean new = self->draft == NULL || sp_draft_is_new (self->draft);

  if (page == NULL)
    return;

  show_problem (self, NULL);
  gtk_widget_set_visible (self->back, new && !g_str_equal (page, "provider"));
  gtk_widget_set_visible (self->next, new &&g_str_equal (page, "account"));
  gtk_widget_set_visible (self->save, !new || g_str_equal (page, "address"));
  show_default (gtk_widget_get_visible (self->next) ? self->next : self->save);
  for (gsize i = 0; new &&i < G_N_ELEMENTS (steps); i++)
    if (g_str_equal (page, steps[i].page))
      gtk_header_bar_set_subtitle (self->header, _ (steps[i].step));
}

static void
provider_chosen_cb (SpEditor *self, const char *recipe_id, SpProviderPage *page)
{
  g_autoptr (GError) error = NULL;

  if (g_str_equal (recipe_id, "practice"))
    {
      g_action_group_activate_action (G_ACTION_GROUP (self->application), "try-practice", NULL);
      gtk_widget_destroy (GTK_WIDGET (self));
      return;
    }

  if (!sp_draft_choose_provider (self->draft, recipe_id, &error))
    {
      show_problem (self, error);
      return;
    }
  go_to (self, "account");
  gtk_widget_grab_focus (GTK_WIDGET (self->account));
}

static void
back_cb (SpEditor *self, GtkButton *button)
{
  go_to (self, g_str_equal (get_page (self), "address") ? "account" : "provider");
}

static void
next_cb (SpEditor *self, GtkButton *button)
{
  g_autoptr (GError) error = NULL;

  if (!sp_account_page_finish (self->account, &error))
    {
      show_problem (self, error);
      return;
    }
  go_to (self, "address");
  gtk_widget_grab_focus (GTK_WIDGET (self->address));
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SpEditor) self = SP_EDITOR (user_data);
  g_autoptr (GError) error = NULL;

  if (sp_saver_save_finish (result, &error))
    {
      /* Whoever has just saved is waiting to see it work. */
      g_action_group_activate_action (G_ACTION_GROUP (self->application),
                                      "check-profile",
                                      g_variant_new_string (sp_draft_get_profile_id (self->draft)));
      gtk_widget_destroy (GTK_WIDGET (self));
      return;
    }

  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), TRUE);
  gtk_widget_set_sensitive (self->save, TRUE);
  show_problem (self, error);
}

/* Takes what is entered as a whole, or shows what is wrong and goes to where it is. */
static gboolean
build (SpEditor *self, SpProfile **profile, SpAccount **account, SpCredentials **credentials)
{
  g_autoptr (GError) error = NULL;

  if (!sp_account_page_finish (self->account, &error))
    go_to (self, "account");
  else if (sp_draft_build_account (self->draft, account, credentials, &error))
    *profile = sp_draft_build_profile (self->draft, &error);

  show_problem (self, error);
  return error == NULL;
}

static void
save_cb (SpEditor *self, GtkButton *button)
{
  g_autoptr (SpProfile) profile = NULL;
  g_autoptr (SpAccount) account = NULL;
  g_autoptr (SpCredentials) credentials = NULL;

  if (!build (self, &profile, &account, &credentials))
    return;

  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), FALSE);
  gtk_widget_set_sensitive (self->save, FALSE);
  sp_saver_save_async (sp_application_get_services (self->application),
                       profile,
                       account,
                       credentials,
                       NULL,
                       saved_cb,
                       g_object_ref (self));
}

static void
test_cb (SpEditor *self, SpTestView *view)
{
  g_autoptr (SpProfile) profile = NULL;
  g_autoptr (SpAccount) account = NULL;
  g_autoptr (SpCredentials) credentials = NULL;

  if (build (self, &profile, &account, &credentials))
    sp_test_view_run (self->test,
                      sp_application_get_services (self->application),
                      profile,
                      account,
                      sp_credentials_is_empty (credentials) ? NULL : credentials);
}

static void
cancel_cb (SpEditor *self, GtkButton *button)
{
  gtk_widget_destroy (GTK_WIDGET (self));
}

static void
sp_editor_dispose (GObject *object)
{
  g_clear_object (&SP_EDITOR (object)->draft);

  G_OBJECT_CLASS (sp_editor_parent_class)->dispose (object);
}

static void
sp_editor_class_init (SpEditorClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = sp_editor_dispose;

  g_type_ensure (SP_TYPE_PROVIDER_PAGE);
  g_type_ensure (SP_TYPE_ACCOUNT_PAGE);
  g_type_ensure (SP_TYPE_ADDRESS_PAGE);
  g_type_ensure (SP_TYPE_TEST_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SP_APPLICATION_PATH "/ui/sp-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, SpEditor, header);
  gtk_widget_class_bind_template_child (widget_class, SpEditor, back);
  gtk_widget_class_bind_template_child (widget_class, SpEditor, next);
  gtk_widget_class_bind_template_child (widget_class, SpEditor, save);
  gtk_widget_class_bind_template_child (widget_class, SpEditor, problem_bar);
  gtk_widget_class_bind_template_child (widget_class, SpEditor, problem);
  gtk_widget_class_bind_template_child (widget_class, SpEditor, switcher);
  gtk_widget_class_bind_template_child (widget_class, SpEditor, stack);
  gtk_widget_class_bind_template_child (widget_class, SpEditor, provider);
  gtk_widget_class_bind_template_child (widget_class, SpEditor, account);
  gtk_widget_class_bind_template_child (widget_class, SpEditor, address);
  gtk_widget_class_bind_template_child (widget_class, SpEditor, test);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, provider_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, test_cb);
}

static void
sp_editor_init (SpEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_existing (SpEditor *self)
{
  const char *name = sp_draft_get (self->draft, "name");

  gtk_window_set_title (GTK_WINDOW (self), name);
  gtk_header_bar_set_title (self->header, name);
  gtk_widget_hide (GTK_WIDGET (self->provider));
  gtk_widget_show (self->switcher);
  go_to (self, "account");
}

/**
 * sp_editor_open:
 * @application: the application
 * @profile_id: (nullable): the profile to edit; %NULL to make one
 * @test: whether to begin with its test
 *
 * Shows the editor; if the profile cannot be edited, shows why.
 */
void
sp_editor_open (SpApplication *application, const char *profile_id, gboolean test)
{
  SpServices *services = sp_application_get_services (application);
  g_autoptr (SpDraft) draft = NULL;
  g_autoptr (GError) error = NULL;
  SpEditor *self;

  if (services == NULL)
    return;

  draft = sp_draft_new (services->catalogue, services->store);
  if (profile_id != NULL && !sp_draft_load (draft, profile_id, &error))
    {
      sp_confirm_show_error (application, _ ("Could not edit the profile"), error);
      return;
    }

  self = g_object_new (SP_TYPE_EDITOR, "use-header-bar", TRUE, NULL);
  self->application = application;
  self->draft = g_object_ref (draft);
  sp_provider_page_set_catalogue (self->provider, services->catalogue);
  sp_account_page_set_draft (self->account, draft);
  sp_address_page_set_draft (self->address, draft);
  g_signal_connect_object (draft, "changed", G_CALLBACK (forget_problem), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (draft, "touched", G_CALLBACK (forget_problem), self, G_CONNECT_SWAPPED);
  if (profile_id != NULL)
    show_existing (self);
  page_changed_cb (self, NULL, self->stack);
  gtk_window_set_transient_for (GTK_WINDOW (self), sp_application_get_parent (application));
  sp_application_add_window (application, GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (self));
  if (test)
    {
      go_to (self, "address");
      test_cb (self, self->test);
    }
}
