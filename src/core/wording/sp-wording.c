/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "wording/sp-wording.h"

#include "base/sp-error.h"
#include "wording/sp-wording-error.h"

#include <glib/gi18n-lib.h>

static const char *const mark_names[] = { "current",   "working", "waiting",
                                          "attention", "paused",  "offline" };
G_STATIC_ASSERT (G_N_ELEMENTS (mark_names) == SP_N_MARKS);

/**
 * sp_mark_to_string:
 * @mark: a mark
 *
 * Returns: its name in icon names: “current”, “working”, “waiting”, “attention”, “paused”, “offline”
 */
const char *
sp_mark_to_string (SpMark mark)
{
  g_return_val_if_fail (mark < SP_N_MARKS, NULL);

  return mark_names[mark];
}

/**
 * sp_words_free:
 * @self: (transfer full): words
 */
void
sp_words_free (SpWords *self)
{
  g_free (self->title);
  g_free (self->sentence);
  g_free (self);
}

/**
 * sp_wording_for_profile:
 * @status: the moment
 * @profile: a profile of it
 *
 * Returns: (transfer full): what a person reads of the whole profile, which is what its worst target
 *   has to say
 */
SpWords *
sp_wording_for_profile (const SpStatus *status, const SpProfileStatus *profile)
{
  const SpTargetStatus *worst = sp_profile_status_get_worst (profile);
  SpWords *words;

  if (worst != NULL)
    return sp_wording_for_target (status, profile, worst);

  words = g_new0 (SpWords, 1);
  words->title = g_strdup (sp_profile_get_name (profile->profile));
  words->sentence = g_strdup (_ ("IPv4 and IPv6 are both off or left alone, so there is nothing to "
                                 "publish."));
  words->mark = SP_MARK_PAUSED;
  words->severity = SP_SEVERITY_WAITING;
  return words;
}

/* How many names wear each mark; a name is a host, not a family of it. */
static void
count_marks (const SpStatus *status, guint counts[SP_N_MARKS])
{
  GPtrArray *profiles = sp_status_get_profiles (status);

  for (guint i = 0; i < profiles->len; i++)
    {
      const SpProfileStatus *profile = g_ptr_array_index (profiles, i);
      g_autoptr (SpWords) words = sp_wording_for_profile (status, profile);

      counts[words->mark] += g_strv_length ((char **) sp_profile_get_hosts (profile->profile));
    }
}

/* The mark of the whole: what needs a person first, then what is in work, then the rest. */
static SpMark
choose_mark (const SpStatus *status, const guint counts[SP_N_MARKS])
{
  static const SpMark order[] = { SP_MARK_ATTENTION, SP_MARK_WORKING, SP_MARK_WAITING,
                                  SP_MARK_OFFLINE,   SP_MARK_PAUSED,  SP_MARK_CURRENT };
  G_STATIC_ASSERT (G_N_ELEMENTS (order) == SP_N_MARKS);

  if (sp_status_needs_person (status))
    return SP_MARK_ATTENTION;
  if (sp_status_has_guard (status, SP_GUARD_PAUSED))
    return SP_MARK_PAUSED;
  if (sp_status_has_guard (status, SP_GUARD_OFFLINE))
    return SP_MARK_OFFLINE;
  /* One name that is switched off does not make the whole paused. */
  if (counts[SP_MARK_CURRENT] > 0 && counts[SP_MARK_ATTENTION] + counts[SP_MARK_WORKING] +
                                             counts[SP_MARK_WAITING] + counts[SP_MARK_OFFLINE] ==
                                         0)
    return SP_MARK_CURRENT;
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (counts[order[i]] > 0)
      return order[i];
  return SP_MARK_CURRENT;
}

static char *
count_names (SpMark mark, guint n)
{
  switch (mark)
    {
    case SP_MARK_CURRENT:
      return g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%u name up to date", "%u names up to date", n),
          n);
    case SP_MARK_WORKING:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                           "%u name is being updated",
                                           "%u names are being updated",
                                           n),
                              n);
    case SP_MARK_WAITING:
      return g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%u name is waiting", "%u names are waiting", n),
          n);
    case SP_MARK_ATTENTION:
      return g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%u name needs you", "%u names need you", n),
          n);
    case SP_MARK_PAUSED:
      return g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%u name is paused", "%u names are paused", n),
          n);
    case SP_MARK_OFFLINE:
    default:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                           "%u name has no address yet",
                                           "%u names have no address yet",
                                           n),
                              n);
    }
}

static char *
say_whole (const SpStatus *status, SpMark mark, const guint counts[SP_N_MARKS])
{
  static const SpGuard telling[] = { SP_GUARD_VIEW_ONLY,
                                     SP_GUARD_STORAGE,
                                     SP_GUARD_PAUSED,
                                     SP_GUARD_PORTAL,
                                     SP_GUARD_OFFLINE };

  if (sp_status_get_profiles (status)->len == 0)
    return g_strdup (_ ("No host names yet"));
  for (guint i = 0; i < G_N_ELEMENTS (telling); i++)
    if (sp_status_has_guard (status, telling[i]))
      return sp_wording_for_guard (status, telling[i]);
  return count_names (mark, counts[mark]);
}

/**
 * sp_wording_for_status:
 * @status: the moment
 *
 * Returns: (transfer full): what a person reads of everything together
 */
SpWords *
sp_wording_for_status (const SpStatus *status)
{
  guint counts[SP_N_MARKS] = { 0 };
  SpWords *words = g_new0 (SpWords, 1);

  count_marks (status, counts);
  words->mark = choose_mark (status, counts);
  words->title = g_strdup ("Signpost");
  words->sentence = say_whole (status, words->mark, counts);
  words->severity = words->mark == SP_MARK_ATTENTION ? SP_SEVERITY_NEEDS_PERSON
                    : words->mark == SP_MARK_CURRENT ? SP_SEVERITY_FINE
                                                     : SP_SEVERITY_WAITING;
  return words;
}

/**
 * sp_wording_for_tray:
 * @status: the moment
 *
 * Returns: (transfer full): the first line of the tray menu: “3 names up to date · 203.0.113.7”
 */
char *
sp_wording_for_tray (const SpStatus *status)
{
  g_autoptr (SpWords) words = sp_wording_for_status (status);

  for (guint family = 0; family < SP_N_FAMILIES; family++)
    {
      SpFinding *finding = sp_status_get_finding (status, family);

      if (finding != NULL && sp_finding_get_state (finding) == SP_FINDING_KNOWN)
        return g_strdup_printf ("%s · %s",
                                words->sentence,
                                sp_address_get_text (sp_finding_get_address (finding)));
    }
  return g_strdup (words->sentence);
}

/* What a person types to let the sandbox have the keyring: flatpak-override(1). */
#define OVERRIDE_COMMAND                                                                           \
  "flatpak override --user --talk-name=org.freedesktop.secrets " SP_APPLICATION_ID

static char *
say_keyring (SpReason reason)
{
  switch ((int) reason)
    {
    case SP_REASON_KEYRING_UNAVAILABLE:
      return g_strdup (_ ("No keyring answers on this desktop, and the passwords are in it. Start "
                          "or install one, such as GNOME Keyring or KWallet."));
    case SP_REASON_KEYRING_NO_PORTAL:
      /* Translators: a command line, “flatpak override …” */
      return g_strdup_printf (
          _ ("This desktop has no portal that keeps the passwords of programs in "
             "a sandbox. Install one, such as GNOME Keyring or KWallet, or let "
             "Signpost use the keyring itself with “%s” and start it again."),
          OVERRIDE_COMMAND);
    case SP_REASON_SECRETS_LOST:
      return g_strdup (_ ("The stored passwords cannot be read any more: the desktop has another "
                          "key for them now, or their file is damaged. Enter them again in the "
                          "accounts; the old ones are kept."));
    case SP_REASON_KEYRING_DENIED:
      return g_strdup (_ ("The keyring does not give out the passwords. Allow it there, or enter "
                          "them again."));
    case SP_REASON_KEYRING_DISMISSED:
      return g_strdup (_ ("The keyring stayed locked. Choose Unlock to be asked again."));
    case SP_REASON_SECRET_MISSING:
      return g_strdup (
          _ ("The keyring holds no password for one of the accounts. Enter it there."));
    default:
      return g_strdup (_ ("The keyring is locked, and the passwords are in it."));
    }
}

/**
 * sp_wording_for_guard:
 * @status: the moment
 * @guard: a guard of it
 *
 * Returns: (transfer full): what keeps more than one profile back, and what ends it
 */
char *
sp_wording_for_guard (const SpStatus *status, SpGuard guard)
{
  gint64 until_s = sp_status_get_paused_until_s (status);
  g_autofree char *time = NULL;

  switch (guard)
    {
    case SP_GUARD_OFFLINE:
      return g_strdup (_ ("No connection. What is published stays as it is."));
    case SP_GUARD_PORTAL:
      return g_strdup (_ ("This network wants you to sign in first. Nothing is sent until then."));
    case SP_GUARD_KEYRING:
      return say_keyring (sp_status_get_guard_reason (status, guard));
    case SP_GUARD_STORAGE:
      return g_strdup (_ ("The state cannot be written to disk, and without it nothing is sent. "
                          "Make room, or make the folder writable."));
    case SP_GUARD_VIEW_ONLY:
      return g_strdup (
          _ ("Another Signpost is at work here. This one only looks on until that ends."));
    case SP_GUARD_PAUSED:
    default:
      if (until_s == 0 || until_s == G_MAXINT64)
        return g_strdup (_ ("Everything is paused until you choose Resume."));
      time = sp_wording_for_time (until_s, sp_status_get_now_s (status));
      return g_strdup_printf (_ ("Everything is paused until %s."), time);
    }
}

static char *
say_known (const SpStatus *status, SpFinding *finding, const char *family)
{
  gint64 since_s = sp_status_get_finding_since_s (status, sp_finding_get_family (finding));
  const char *source = sp_finding_get_source (finding);
  g_autofree char *time = sp_wording_for_time (since_s, sp_status_get_now_s (status));

  if (source == NULL || *source == '\0')
    return g_strdup_printf (_ ("%s, since %s"), family, time);
  /* Translators: “IPv4, from icanhazip.com, since 04:11” */
  return g_strdup_printf (_ ("%s, from %s, since %s"), family, source, time);
}

/**
 * sp_wording_for_finding:
 * @status: the moment
 * @family: a family
 *
 * Returns: (transfer full): what is known of this place's address and where it was learned; without
 *   the address itself
 */
char *
sp_wording_for_finding (const SpStatus *status, SpFamily family)
{
  const char *name = family == SP_FAMILY_IPV4 ? "IPv4" : "IPv6";
  SpFinding *finding = sp_status_get_finding (status, family);

  if (finding == NULL)
    return g_strdup_printf (_ ("%s, not looked for yet"), name);

  switch (sp_finding_get_state (finding))
    {
    case SP_FINDING_KNOWN:
      return say_known (status, finding, name);
    case SP_FINDING_NONE:
      return g_strdup_printf (_ ("%s, none at this place"), name);
    case SP_FINDING_UNKNOWN:
    default:
      return g_strdup_printf (_ ("%s, not known now"), name);
    }
}

/* A key stays as it is typed: “ipv4: …”, not “Ipv4: …”. */
static gboolean
begins_with_key (const char *text)
{
  return text[strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-_")] == ':';
}

static char *
to_sentence (const char *message)
{
  g_autofree char *said = sp_wording_translate_error (message);
  g_autofree char *first = g_utf8_substring (said, 0, MIN (1, g_utf8_strlen (said, -1)));
  g_autofree char *upper = begins_with_key (said) ? g_strdup (first) : g_utf8_strup (first, -1);
  const char *rest = g_utf8_offset_to_pointer (said, g_utf8_strlen (first, -1));
  gboolean closed = g_str_has_suffix (said, ".") || g_str_has_suffix (said, "?");

  return g_strconcat (upper, rest, closed ? "" : ".", NULL);
}

/**
 * sp_wording_for_error:
 * @error: an error
 *
 * The ways a keyring can fail have sentences of their own; any other error names its thing and its
 * remedy already, is translated if it answers what a person typed, and becomes a sentence.
 *
 * Returns: (transfer full): what a person reads of the error
 */
char *
sp_wording_for_error (const GError *error)
{
  if (error->domain != SP_ERROR)
    return to_sentence (error->message);

  switch (error->code)
    {
    case SP_ERROR_SECRETS_UNAVAILABLE:
      return say_keyring (SP_REASON_KEYRING_UNAVAILABLE);
    case SP_ERROR_SECRETS_NO_PORTAL:
      return say_keyring (SP_REASON_KEYRING_NO_PORTAL);
    case SP_ERROR_SECRETS_LOST:
      return say_keyring (SP_REASON_SECRETS_LOST);
    case SP_ERROR_SECRETS_LOCKED:
      return say_keyring (SP_REASON_KEYRING_LOCKED);
    case SP_ERROR_SECRETS_DISMISSED:
      return say_keyring (SP_REASON_KEYRING_DISMISSED);
    default:
      return to_sentence (error->message);
    }
}
