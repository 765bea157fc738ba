/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "wording/sp-wording.h"

#include "profile/sp-host-name.h"
#include "wording/sp-wording-error.h"

#include <glib/gi18n-lib.h>

/* Everything a sentence about one target may need, borrowed for the length of one call. */
typedef struct
{
  const SpStatus *status;
  const SpProfileStatus *profile;
  const SpTargetStatus *target;
  const char *provider;
  const char *account;
} Subject;

static const char *
named_or (const char *name, const char *otherwise)
{
  return name != NULL && *name != '\0' ? name : otherwise;
}

static char *
when (const Subject *self, gint64 wall_s)
{
  return sp_wording_for_time (wall_s, sp_status_get_now_s (self->status));
}

static char *
next_send (const Subject *self)
{
  gint64 now_s = sp_status_get_now_s (self->status);

  return sp_wording_for_next (MAX (self->target->next_send_s, now_s), now_s);
}

static const char *
family_name (SpFamily family)
{
  return family == SP_FAMILY_IPV4 ? "IPv4" : "IPv6";
}

static const char *
address_text (SpAddress *address)
{
  return address != NULL ? sp_address_get_text (address) : _ ("nothing");
}

static char *
say_current (const Subject *self)
{
  const SpTargetStatus *target = self->target;
  g_autofree char *since = when (self, target->since_s);
  g_autofree char *next = NULL;

  if (target->reason == SP_REASON_FORCED_RECENTLY)
    {
      next = next_send (self);
      return g_strdup_printf (_ ("Up to date, and sent by hand a moment ago. Sending it once more "
                                 "is possible %s, so that the provider does not block the name."),
                              next);
    }
  if (target->next_check_s == 0)
    return g_strdup_printf (_ ("Up to date since %s."), since);

  next = sp_wording_for_next (target->next_check_s, sp_status_get_now_s (self->status));
  /* Translators: first a time, then “in 9 minutes” or “at 04:11” */
  return g_strdup_printf (_ ("Up to date since %s. Next check %s."), since, next);
}

static char *
say_distance (const Subject *self)
{
  guint minutes = (self->target->min_interval_s + 59) / 60;
  g_autofree char *next = next_send (self);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "The address changed again. %s wants %u minute between "
                                       "updates; the next one leaves %s.",
                                       "The address changed again. %s wants %u minutes between "
                                       "updates; the next one leaves %s.",
                                       minutes),
                          self->provider,
                          minutes,
                          next);
}

static char *
say_due (const Subject *self)
{
  const SpTargetStatus *target = self->target;
  g_autofree char *next = next_send (self);

  switch ((int) target->reason)
    {
    case SP_REASON_DISTANCE:
      return say_distance (self);
    case SP_REASON_FLAPPING:
      return g_strdup_printf (_ ("The address changes again and again. Signpost waits for it to "
                                 "settle; the next update leaves %s."),
                              next);
    case SP_REASON_REFRESH:
      return g_strdup_printf (
          _ ("%s forgets names that are not confirmed now and then. This one is confirmed %s."),
          self->provider,
          next);
    case SP_REASON_SERVER:
      return g_strdup_printf (
          _ ("%s has trouble with another name, so this one waits too. Next try %s."),
          self->provider,
          next);
    case SP_REASON_FORCED:
      return g_strdup_printf (_ ("Sent again %s, as you asked."), next);
    default:
      return g_strdup_printf (_ ("The address is now %s. It is sent %s."),
                              address_text (target->wanted),
                              next);
    }
}

static char *
say_trouble (const Subject *self, const char *next)
{
  guint http_status = sp_outcome_get_http_status (self->target->outcome);

  if (http_status >= 400)
    return g_strdup_printf (_ ("%s had a problem (HTTP %u). Next try %s."),
                            self->provider,
                            http_status,
                            next);
  if (sp_outcome_get_retry_after_s (self->target->outcome) > 0)
    return g_strdup_printf (_ ("%s is in maintenance and asks to wait. Next try %s."),
                            self->provider,
                            next);
  return g_strdup_printf (_ ("%s had a problem. Next try %s."), self->provider, next);
}

static char *
say_backoff (const Subject *self)
{
  SpOutcome *outcome = self->target->outcome;
  g_autofree char *next = next_send (self);

  if (outcome == NULL)
    return g_strdup_printf (_ ("The last update did not get through. Next try %s."), next);

  switch ((int) sp_outcome_get_class (outcome))
    {
    case SP_OUTCOME_RETRY:
      return say_trouble (self, next);
    case SP_OUTCOME_RATE:
      return g_strdup_printf (_ ("%s wants fewer updates. Next try %s."), self->provider, next);
    case SP_OUTCOME_NET:
      return g_strdup_printf (
          _ ("Could not reach %s. Next try when the connection changes, or %s."),
          self->provider,
          next);
    case SP_OUTCOME_TLS:
      return g_strdup_printf (
          _ ("The certificate of %s is not valid here. Nothing was sent. Next try %s."),
          self->provider,
          next);
    case SP_OUTCOME_UNKNOWN:
      return g_strdup_printf (
          _ ("%s gave no clear answer, so the update may have arrived or not. Next try %s."),
          self->provider,
          next);
    default:
      return g_strdup_printf (_ ("%s did not take the update. Next try %s."), self->provider, next);
    }
}

static char *
say_blocked (const Subject *self)
{
  SpOutcome *outcome = self->target->outcome;
  g_autofree char *host = NULL;

  if (outcome == NULL)
    return g_strdup (_ ("Stopped after a refusal. Nothing is sent until you choose Try again."));

  host = sp_host_name_to_display (self->target->host);
  switch ((int) sp_outcome_get_class (outcome))
    {
    case SP_OUTCOME_BADCRED:
      return g_strdup_printf (_ ("%s does not accept the user name, password or token. Nothing is "
                                 "sent until you change them."),
                              self->provider);
    case SP_OUTCOME_BADHOST:
      return g_strdup_printf (
          _ ("%s does not know %s in this account. Make the name there or correct it here, then "
             "choose Try again."),
          self->provider,
          host);
    case SP_OUTCOME_ABUSE:
      return g_strdup_printf (
          _ ("%s has blocked %s for too many updates. Unblock it there, then choose Try again."),
          self->provider,
          host);
    case SP_OUTCOME_CONFIG:
      return g_strdup_printf (
          _ ("%s refuses the update as it is. Check the profile and the account, then choose Try "
             "again."),
          self->provider);
    default:
      return g_strdup_printf (
          _ ("%s did not take the update several times. Nothing is sent until you choose Try "
             "again."),
          self->provider);
    }
}

static char *
say_paused (const Subject *self)
{
  gint64 until_s = MAX (self->profile->paused_until_s, sp_status_get_paused_until_s (self->status));
  g_autofree char *time = NULL;

  if (until_s == 0 || until_s == G_MAXINT64)
    return g_strdup (_ ("Paused. Nothing is sent until you choose Resume."));

  time = when (self, until_s);
  return g_strdup_printf (_ ("Paused until %s. Nothing is sent before."), time);
}

static char *
say_offline (const Subject *self)
{
  const SpTargetStatus *target = self->target;
  g_autofree char *since = NULL;

  if (target->published == NULL)
    return g_strdup (_ ("No connection. Nothing was published yet."));

  since = when (self, target->since_s);
  return g_strdup_printf (_ ("No connection. %s is published since %s."),
                          sp_address_get_text (target->published),
                          since);
}

static char *
say_special (const Subject *self)
{
  SpAddress *wanted = self->target->wanted;
  const char *range = wanted != NULL ? sp_address_get_special_purpose (wanted) : NULL;

  if (range == NULL)
    return g_strdup (_ ("The address found here is of no use outside, so it is not published."));
  /* Translators: an address, then the English name of its range from the IANA registry */
  return g_strdup_printf (_ ("%s is of no use outside this network (%s), so it is not published. "
                             "Choose “Also publish addresses that are of no use outside” in the "
                             "profile if you want it."),
                          sp_address_get_text (wanted),
                          range);
}

static char *
say_crossed (const Subject *self)
{
  g_autofree char *host = sp_host_name_to_display (self->target->host);

  return g_strdup_printf (
      _ ("%s keeps answering that nothing changed: something else updates %s as "
         "well. Find it, then choose Try again."),
      self->provider,
      host);
}

/* What keeps a target back from outside, whatever its state is called; %NULL where the state says it. */
static char *
say_hindrance (const Subject *self)
{
  switch ((int) self->target->reason)
    {
    case SP_REASON_NO_ADDRESS:
      return g_strdup_printf (
          _ ("This place has no %s address now. What is published stays as it is."),
          family_name (self->target->family));
    case SP_REASON_SOURCES_DISAGREE:
      return g_strdup (_ ("The services that tell the public address disagree. The published one "
                          "stays, and they are asked again soon."));
    case SP_REASON_NO_ANSWER:
      return g_strdup (_ ("None of the services that tell the public address answers. The "
                          "published one stays, and they are asked again soon."));
    case SP_REASON_PAUSED_BY_PERSON:
      return say_paused (self);
    case SP_REASON_DISABLED:
      return g_strdup (_ ("Switched off. Nothing is checked or sent."));
    case SP_REASON_PORTAL:
      return g_strdup (_ ("This network wants you to sign in first. Nothing is sent until then."));
    case SP_REASON_KEYRING_LOCKED:
      return g_strdup_printf (
          _ ("The keyring is locked, and the password for %s is in it. It continues by itself when "
             "you unlock the keyring."),
          self->account);
    case SP_REASON_KEYRING_UNAVAILABLE:
      return g_strdup_printf (
          _ ("No keyring answers on this desktop, and the password for %s is in it. Start or "
             "install one, such as GNOME Keyring or KWallet."),
          self->account);
    case SP_REASON_KEYRING_NO_PORTAL:
      return g_strdup_printf (
          _ ("This desktop has no portal that keeps the passwords of programs in a sandbox, and the one "
             "for %s is needed. Start or install one, such as GNOME Keyring or KWallet."),
          self->account);
    case SP_REASON_SECRETS_LOST:
      return g_strdup_printf (
          _ ("The password for %s cannot be read any more: the desktop has another key for it now, or "
             "its file is damaged. Enter it again in the account."),
          self->account);
    case SP_REASON_KEYRING_DENIED:
      return g_strdup_printf (_ ("The keyring does not give out the password for %s. Allow it "
                                 "there, or enter the password again."),
                              self->account);
    case SP_REASON_KEYRING_DISMISSED:
      return g_strdup_printf (
          _ ("The keyring stayed locked, and the password for %s is in it. Choose Unlock to be "
             "asked again."),
          self->account);
    case SP_REASON_SECRET_MISSING:
      return g_strdup_printf (_ ("The keyring holds no password for %s. Enter it in the account."),
                              self->account);
    case SP_REASON_ACCOUNT_MISSING:
      return g_strdup (_ ("The account of this profile does not exist any more. Choose another."));
    case SP_REASON_RECIPE_MISSING:
      if (self->profile->provider_hint != NULL)
        return g_strdup_printf (_ ("%s is gone. %s"), self->provider, self->profile->provider_hint);
      return g_strdup_printf (
          _ ("Signpost does not know the provider “%s” of this account, or its description is "
             "damaged."),
          self->provider);
    case SP_REASON_STORAGE:
      return g_strdup (_ ("The state cannot be written to disk, and without it nothing is sent. "
                          "Make room, or make the folder writable."));
    case SP_REASON_VIEW_ONLY:
      return g_strdup (
          _ ("Another Signpost is at work here. This one only looks on until that ends."));
    case SP_REASON_SPECIAL_ADDRESS:
      return say_special (self);
    case SP_REASON_CONFLICT:
      return say_crossed (self);
    case SP_REASON_OTHER_FAMILY:
      /* Translators: a provider, then “IPv4” or “IPv6” */
      return g_strdup_printf (
          _ ("%s drops what is not sent with an update, so it waits until the %s address of this "
             "place is known, too."),
          self->provider,
          family_name (self->target->family == SP_FAMILY_IPV4 ? SP_FAMILY_IPV6 : SP_FAMILY_IPV4));
    default:
      return NULL;
    }
}

static char *
say_unknown (const Subject *self)
{
  g_autofree char *next = next_send (self);

  if (self->target->reason != SP_REASON_AFTER_CRASH)
    return g_strdup (_ ("Looking for this place's address before anything is sent."));

  return g_strdup_printf (
      _ ("Signpost ended while an update was on its way, and it may have arrived. Nothing is "
         "sent twice; the next update leaves %s."),
      next);
}

static char *
say_state (const Subject *self)
{
  switch (self->target->state)
    {
    case SP_STATE_CURRENT:
      return say_current (self);
    case SP_STATE_DUE:
      return say_due (self);
    case SP_STATE_UPDATING:
      return g_strdup_printf (_ ("Sending %s to %s."),
                              address_text (self->target->wanted),
                              self->provider);
    case SP_STATE_BACKOFF:
      return say_backoff (self);
    case SP_STATE_BLOCKED:
      return say_blocked (self);
    case SP_STATE_PAUSED:
      return say_paused (self);
    case SP_STATE_OFFLINE:
      return say_offline (self);
    case SP_STATE_UNKNOWN:
    default:
      return say_unknown (self);
    }
}

/* The words of the last reply belong behind a sentence that tells of a failure, and nowhere else. */
static char *
add_own_words (const Subject *self, char *sentence)
{
  SpOutcome *outcome = self->target->outcome;
  g_autofree char *owned = sentence;
  g_autofree char *said = NULL;
  const char *message;

  if (outcome == NULL ||
      (self->target->state != SP_STATE_BACKOFF && self->target->state != SP_STATE_BLOCKED) ||
      sp_outcome_class_is_success (sp_outcome_get_class (outcome)))
    return g_steal_pointer (&owned);

  message = sp_outcome_get_message (outcome);
  if (message == NULL || *message == '\0')
    return g_steal_pointer (&owned);

  said = sp_wording_translate_error (message);
  /* Translators: a sentence, then what the provider or the system said, word by word */
  return g_strdup_printf (_ ("%s “%s”"), owned, said);
}

static SpMark
choose_mark (SpState state, SpReason reason)
{
  static const SpMark marks[] = {
    [SP_STATE_UNKNOWN] = SP_MARK_OFFLINE, [SP_STATE_CURRENT] = SP_MARK_CURRENT,
    [SP_STATE_DUE] = SP_MARK_WAITING,     [SP_STATE_UPDATING] = SP_MARK_WORKING,
    [SP_STATE_BACKOFF] = SP_MARK_WAITING, [SP_STATE_BLOCKED] = SP_MARK_ATTENTION,
    [SP_STATE_PAUSED] = SP_MARK_PAUSED,   [SP_STATE_OFFLINE] = SP_MARK_OFFLINE,
  };
  G_STATIC_ASSERT (G_N_ELEMENTS (marks) == SP_N_STATES);

  return sp_state_needs_person (state, reason) ? SP_MARK_ATTENTION : marks[state];
}

static SpSeverity
choose_severity (SpState state, SpReason reason)
{
  if (sp_state_needs_person (state, reason))
    return SP_SEVERITY_NEEDS_PERSON;
  if (state == SP_STATE_CURRENT)
    return SP_SEVERITY_FINE;
  return state == SP_STATE_BACKOFF ? SP_SEVERITY_PROBLEM : SP_SEVERITY_WAITING;
}

static char *
entitle (SpMark mark, const char *name)
{
  switch (mark)
    {
    case SP_MARK_CURRENT:
      return g_strdup_printf (_ ("%s is up to date"), name);
    case SP_MARK_WORKING:
      return g_strdup_printf (_ ("%s is being updated"), name);
    case SP_MARK_WAITING:
      return g_strdup_printf (_ ("%s is waiting"), name);
    case SP_MARK_ATTENTION:
      return g_strdup_printf (_ ("%s needs you"), name);
    case SP_MARK_PAUSED:
      return g_strdup_printf (_ ("%s is paused"), name);
    case SP_MARK_OFFLINE:
    default:
      return g_strdup_printf (_ ("%s has no address yet"), name);
    }
}

/**
 * sp_wording_for_target:
 * @status: the moment
 * @profile: a profile of it
 * @target: a target of that profile
 *
 * Returns: (transfer full): what a person reads of the target. What is comes first, then why, then
 *   what comes next or what to do, then the provider's own words. No state is wordless.
 */
SpWords *
sp_wording_for_target (const SpStatus *status,
                       const SpProfileStatus *profile,
                       const SpTargetStatus *target)
{
  const Subject self = {
    .status = status,
    .profile = profile,
    .target = target,
    .provider = named_or (profile->provider_name, _ ("The provider")),
    .account = named_or (profile->account_name, _ ("this account")),
  };
  SpWords *words = g_new0 (SpWords, 1);
  char *sentence = say_hindrance (&self);

  words->mark = choose_mark (target->state, target->reason);
  words->severity = choose_severity (target->state, target->reason);
  words->title = entitle (words->mark, sp_profile_get_name (profile->profile));
  words->sentence = add_own_words (&self, sentence != NULL ? sentence : say_state (&self));
  return words;
}
