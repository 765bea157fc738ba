/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-banners.h"

#include "wording/sp-wording.h"

#include <glib/gi18n.h>

/* Each guard of the engine is a banner; what a person can do about it is ours. */
static const struct
{
  SpGuard guard;
  const char *id;
  gboolean serious;
} guards[] = {
  { SP_GUARD_VIEW_ONLY, "view-only", TRUE }, { SP_GUARD_STORAGE, "storage", TRUE },
  { SP_GUARD_PAUSED, "paused", FALSE },      { SP_GUARD_KEYRING, "keyring", TRUE },
  { SP_GUARD_PORTAL, "portal", FALSE },      { SP_GUARD_OFFLINE, "offline", FALSE },
};
G_STATIC_ASSERT (G_N_ELEMENTS (guards) == SP_N_GUARDS);

static SpBanner *
banner_new (const char *id, gboolean serious, char *text)
{
  SpBanner *banner = g_new0 (SpBanner, 1);

  banner->id = id;
  banner->serious = serious;
  banner->text = text;
  return banner;
}

static void
set_button (SpBanner *banner, const char *label, const char *action)
{
  banner->label = g_strdup (label);
  banner->action = action;
}

static gboolean
can_be_unlocked (SpReason reason)
{
  return reason == SP_REASON_KEYRING_LOCKED || reason == SP_REASON_KEYRING_DISMISSED;
}

static SpBanner *
make_guard_banner (SpStatus *status, gsize row)
{
  SpGuard guard = guards[row].guard;
  SpBanner *banner =
      banner_new (guards[row].id, guards[row].serious, sp_wording_for_guard (status, guard));

  if (guard == SP_GUARD_PAUSED)
    set_button (banner, _ ("_Resume"), "app.resume");
  else if (guard == SP_GUARD_KEYRING &&
           can_be_unlocked (sp_status_get_guard_reason (status, guard)))
    set_button (banner, _ ("_Unlock"), "app.unlock");
  return banner;
}

/**
 * sp_banner_free:
 * @self: (transfer full): a banner
 *
 * Frees it.
 */
void
sp_banner_free (SpBanner *self)
{
  g_free (self->text);
  g_free (self->label);
  g_free (self);
}

/**
 * sp_banners_list:
 * @status: what is true now
 *
 * Returns: (transfer full) (element-type SpBanner): what has to be said above the list, the most
 *   general first
 */
GPtrArray *
sp_banners_list (SpStatus *status)
{
  GPtrArray *banners = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_banner_free);
  const char *const *problems = sp_status_get_problems (status);

  for (gsize i = 0; i < G_N_ELEMENTS (guards); i++)
    if (sp_status_has_guard (status, guards[i].guard))
      g_ptr_array_add (banners, make_guard_banner (status, i));

  if (problems != NULL && problems[0] != NULL)
    g_ptr_array_add (banners, banner_new ("problems", TRUE, g_strjoinv ("\n", (char **) problems)));
  return banners;
}
