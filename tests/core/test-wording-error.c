/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libintl.h>
#include <locale.h>

#include "base/sp-error.h"
#include "profile/sp-host-name.h"
#include "wording/sp-wording.h"

typedef struct
{
  const char *proves;
  const char *message;
  const char *english;
  const char *german;
} Row;

static const Row rows[] = {
  { "what a person typed is named, and why it is refused",
    "“nas” is not a host name: it is not whole; write it with its domain, as in home.example.net",
    "“nas” is not a host name: it is not whole; write it with its domain, as in home.example.net.",
    "„nas“ ist kein Hostname: Er ist nicht vollständig; mit Domain schreiben, wie in "
    "home.example.net." },
  { "a label of the window stands in the sentence",
    "“Token” is missing; fill it in",
    "“Token” is missing; fill it in.",
    "„Token“ fehlt; hier eintragen." },
  { "a message in a message is said too",
    "“Server”: the server has no proper host name; write one like dyn.example.org",
    "“Server”: the server has no proper host name; write one like dyn.example.org.",
    "„Server“: Der Server hat keinen richtigen Hostnamen; einen wie dyn.example.org eintragen." },
  { "a key keeps its name before what is said of its value",
    "ipv4: “2001:db8::7” is an address of the other family",
    "ipv4: “2001:db8::7” is an address of the other family.",
    "ipv4: „2001:db8::7“ ist eine Adresse der anderen Art." },
  { "a percent sign in what was typed is only a sign",
    "“%s%n” is missing; fill it in",
    "“%s%n” is missing; fill it in.",
    "„%s%n“ fehlt; hier eintragen." },
  { "what a name server said is said too",
    "the clock of this computer is 3600 seconds behind that of the server; set it right",
    "The clock of this computer is 3600 seconds behind that of the server; set it right.",
    "Die Uhr dieses Rechners geht gegenüber der des Servers 3600 Sekunden nach; richtig stellen." },
  { "and why it is not believed",
    "the reply does not prove that the server sent it: its signature is wrong",
    "The reply does not prove that the server sent it: its signature is wrong.",
    "Die Antwort beweist nicht, dass der Server sie geschickt hat: Ihre Signatur ist falsch." },
  { "what is not known stays as it is",
    "the disk is on fire; leave",
    "The disk is on fire; leave.",
    "The disk is on fire; leave." },
};

static char *
say (const char *message)
{
  g_autoptr (GError) error = g_error_new_literal (SP_ERROR, SP_ERROR_BAD_INPUT, message);

  return sp_wording_for_error (error);
}

static void
test_english (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *said = say (rows[i].message);

      g_test_message ("%s", rows[i].proves);
      g_assert_cmpstr (said, ==, rows[i].english);
    }
}

/* gettext reads LANGUAGE in every locale but “C” */
static void
test_german (void)
{
  const char *locales = g_getenv ("SIGNPOST_TEST_LOCALES");

  if (locales == NULL || setlocale (LC_ALL, "C.UTF-8") == NULL)
    {
      g_test_skip ("there is no catalogue or no C.UTF-8 locale");
      return;
    }

  bindtextdomain (GETTEXT_PACKAGE, locales);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  g_setenv ("LANGUAGE", "de", TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *said = say (rows[i].message);

      g_test_message ("%s", rows[i].proves);
      g_assert_cmpstr (said, ==, rows[i].german);
    }
  g_unsetenv ("LANGUAGE");
}

static void
test_real_error (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *host = sp_host_name_normalize ("a..b.example.org", &error);
  g_autofree char *said = NULL;

  g_assert_null (host);
  said = sp_wording_for_error (error);
  g_assert_cmpstr (
      said,
      ==,
      "“a..b.example.org” is not a host name: there is nothing between two dots; remove "
      "one of them.");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wording-error/english", test_english);
  g_test_add_func ("/wording-error/real-error", test_real_error);
  g_test_add_func ("/wording-error/german", test_german);

  return g_test_run ();
}
