/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-notice.h"

#include "profile/sp-host-name.h"
#include "wording/sp-wording.h"

#include <glib/gi18n.h>

static char *
join_names (GPtrArray *news_list)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < news_list->len; i++)
    {
      SpNews *news = g_ptr_array_index (news_list, i);

      g_ptr_array_add (names, (gpointer) sp_profile_get_name (news->profile->profile));
    }
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **) names->pdata);
}

static char *
join_hosts (const SpProfileStatus *profile)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *const *hosts = sp_profile_get_hosts (profile->profile);

  for (gsize i = 0; hosts[i] != NULL; i++)
    g_ptr_array_add (names, sp_host_name_to_display (hosts[i]));
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **) names->pdata);
}

static char *
join_addresses (const SpNews *news)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < news->addresses->len; i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      g_string_append (text, g_ptr_array_index (news->addresses, i));
    }
  return g_string_free (text, FALSE);
}

static char *
title_of_one (const SpNews *news, const char *addresses)
{
  const char *name = sp_profile_get_name (news->profile->profile);

  switch (news->kind)
    {
    case SP_NOTICE_CHANGED:
      /* Translators: name of a profile, then one or two addresses */
      return g_strdup_printf (_ ("%s now points to %s"), name, addresses);
    case SP_NOTICE_PROBLEM:
      return g_strdup_printf (_ ("%s is not up to date"), name);
    case SP_NOTICE_RECOVERED:
      return g_strdup_printf (_ ("%s is up to date again"), name);
    case SP_NOTICE_NEEDS_YOU:
      return g_strdup_printf (_ ("%s needs you"), name);
    default:
      g_assert_not_reached ();
    }
}

/**
 * sp_notice_new_for_one:
 * @status: the moment
 * @news: what there is to tell, of a profile of @status
 *
 * Returns: (transfer full): a notification about one profile
 */
SpNotice *
sp_notice_new_for_one (SpStatus *status, const SpNews *news)
{
  SpNotice *notice = g_new0 (SpNotice, 1);
  const char *profile_id = sp_profile_get_id (news->profile->profile);
  g_autoptr (SpWords) words = sp_wording_for_profile (status, news->profile);
  g_autofree char *addresses = news->addresses != NULL ? join_addresses (news) : NULL;

  notice->kind = news->kind;
  notice->id = g_strdup (profile_id);
  notice->profile_id = g_strdup (profile_id);
  notice->title = title_of_one (news, addresses);
  notice->body = news->kind == SP_NOTICE_CHANGED ? join_hosts (news->profile)
                                                 : g_strdup (words->sentence);
  if (news->addresses != NULL)
    notice->address = g_strdup (g_ptr_array_index (news->addresses, 0));
  return notice;
}

static char *
title_of_several (SpNoticeKind kind, guint count)
{
  switch (kind)
    {
    case SP_NOTICE_CHANGED:
      return g_strdup_printf (ngettext ("%u profile has a new address",
                                        "%u profiles have a new address",
                                        count),
                              count);
    case SP_NOTICE_PROBLEM:
      return g_strdup_printf (ngettext ("%u profile is not up to date",
                                        "%u profiles are not up to date",
                                        count),
                              count);
    case SP_NOTICE_RECOVERED:
      return g_strdup_printf (ngettext ("%u profile is up to date again",
                                        "%u profiles are up to date again",
                                        count),
                              count);
    case SP_NOTICE_NEEDS_YOU:
      return g_strdup_printf (ngettext ("%u profile needs you", "%u profiles need you", count),
                              count);
    default:
      g_assert_not_reached ();
    }
}

static const char *
id_of_several (SpNoticeKind kind)
{
  static const char *const ids[] = { "changed", "problem", "recovered", "needs-you" };

  G_STATIC_ASSERT (G_N_ELEMENTS (ids) == SP_N_NOTICES);
  return ids[kind];
}

static const char *
common_address (GPtrArray *news_list)
{
  const char *common = NULL;

  for (guint i = 0; i < news_list->len; i++)
    {
      SpNews *news = g_ptr_array_index (news_list, i);

      if (news->addresses == NULL || news->addresses->len != 1)
        return NULL;
      if (common != NULL && !g_str_equal (common, g_ptr_array_index (news->addresses, 0)))
        return NULL;
      common = g_ptr_array_index (news->addresses, 0);
    }
  return common;
}

/**
 * sp_notice_new_for_several:
 * @status: the moment
 * @kind: the class
 * @news_list: (element-type SpNews): two or more of that class
 *
 * Returns: (transfer full): one notification about all of them
 */
SpNotice *
sp_notice_new_for_several (SpStatus *status, SpNoticeKind kind, GPtrArray *news_list)
{
  SpNotice *notice = g_new0 (SpNotice, 1);
  const char *address = common_address (news_list);
  const SpNews *first = g_ptr_array_index (news_list, 0);
  g_autoptr (SpWords) words = sp_wording_for_profile (status, first->profile);
  g_autofree char *names = join_names (news_list);

  notice->kind = kind;
  notice->id = g_strdup (id_of_several (kind));
  notice->title = title_of_several (kind, news_list->len);
  notice->address = g_strdup (address);
  if (address != NULL)
    notice->body = g_strdup_printf ("%s: %s", address, names);
  else if (kind == SP_NOTICE_CHANGED)
    notice->body = g_strdup (names);
  else
    notice->body = g_strdup_printf ("%s: %s", names, words->sentence);
  return notice;
}

/**
 * sp_notice_free:
 * @self: (transfer full): a notice
 *
 * Frees it.
 */
void
sp_notice_free (SpNotice *self)
{
  g_free (self->id);
  g_free (self->profile_id);
  g_free (self->title);
  g_free (self->body);
  g_free (self->address);
  g_free (self);
}

/**
 * sp_notice_new_to_take_back:
 * @kind: the class
 * @profile_id: (nullable): the profile it was about; %NULL if it was about several
 *
 * Returns: (transfer full): what takes a notification back
 */
SpNotice *
sp_notice_new_to_take_back (SpNoticeKind kind, const char *profile_id)
{
  SpNotice *notice = g_new0 (SpNotice, 1);

  notice->kind = kind;
  notice->id = g_strdup (profile_id != NULL ? profile_id : id_of_several (kind));
  return notice;
}

/**
 * sp_news_new:
 * @kind: the class
 * @profile: a profile of the status that is being judged
 *
 * Returns: (transfer full): the news
 */
SpNews *
sp_news_new (SpNoticeKind kind, const SpProfileStatus *profile)
{
  SpNews *self = g_new0 (SpNews, 1);

  self->kind = kind;
  self->profile = profile;
  return self;
}

/**
 * sp_news_free:
 * @self: (transfer full): news
 *
 * Frees it.
 */
void
sp_news_free (SpNews *self)
{
  g_clear_pointer (&self->addresses, g_ptr_array_unref);
  g_free (self);
}
