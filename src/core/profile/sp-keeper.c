/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "profile/sp-keeper.h"

#include <string.h>

#include "base/sp-error.h"
#include "profile/sp-profile.h"

/* two names that share less are neighbours by chance: “com” belongs to nobody */
#define LABELS_LEAST 2

/* what stands behind the labels that no host name has: “_acme-challenge.”, “*.” */
static const char *
skip_marks (const char *name)
{
  while ((name[0] == '_' || name[0] == '*') && strchr (name, '.') != NULL)
    name = strchr (name, '.') + 1;
  return name;
}

/* How many labels two names have in common, counted from the right. */
static guint
count_common_labels (const char *one, const char *other)
{
  g_auto (GStrv) left = g_strsplit (one, ".", -1);
  g_auto (GStrv) right = g_strsplit (other, ".", -1);
  guint n_left = g_strv_length (left);
  guint n_right = g_strv_length (right);
  guint n = 0;

  while (n < MIN (n_left, n_right) &&
         g_ascii_strcasecmp (left[n_left - n - 1], right[n_right - n - 1]) == 0)
    n++;
  return n;
}

static guint
get_closeness (const SpProfile *profile, const char *name)
{
  const char *const *hosts = sp_profile_get_hosts (profile);
  guint most = 0;

  for (guint i = 0; hosts[i] != NULL; i++)
    most = MAX (most, count_common_labels (skip_marks (hosts[i]), skip_marks (name)));
  return most;
}

/**
 * sp_keeper_find_account:
 * @profiles: (element-type SpProfile): all that there are
 * @name: a name
 * @error: return location for %SP_ERROR_NOT_FOUND if no host name is near, %SP_ERROR_BAD_INPUT if
 *   host names of several accounts are
 *
 * The account of the profile whose host name has most of its end in common with @name.
 *
 * Returns: (transfer full): the id of that account, or %NULL
 */
char *
sp_keeper_find_account (GPtrArray *profiles, const char *name, GError **error)
{
  const char *found = NULL;
  gboolean is_doubtful = FALSE;
  guint most = LABELS_LEAST - 1;

  for (guint i = 0; i < profiles->len; i++)
    {
      const SpProfile *profile = g_ptr_array_index (profiles, i);
      const char *account_id = sp_profile_get_account_id (profile);
      guint closeness = get_closeness (profile, name);

      if (closeness == most && found != NULL && strcmp (found, account_id) != 0)
        is_doubtful = TRUE;
      if (closeness <= most)
        continue;
      found = account_id;
      most = closeness;
      is_doubtful = FALSE;
    }

  if (found != NULL && !is_doubtful)
    return g_strdup (found);

  if (found == NULL)
    g_set_error (error,
                 SP_ERROR,
                 SP_ERROR_NOT_FOUND,
                 "no profile has a host name near %s; say which account keeps it",
                 name);
  else
    g_set_error (error,
                 SP_ERROR,
                 SP_ERROR_BAD_INPUT,
                 "several accounts keep host names near %s; say which one is meant",
                 name);
  return NULL;
}
