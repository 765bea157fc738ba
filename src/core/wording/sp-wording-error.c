/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "wording/sp-wording-error.h"

#include <glib/gi18n-lib.h>

#include <string.h>

/* As they stand where the errors are made; a test looks for each of them there. Parts of a message
 * stand here by themselves. */
static const char *const messages[] = {
  N_ ("%s is not a host name: %s"),
  N_ ("there is nothing between two dots; remove one of them"),
  N_ ("a part between two dots is longer than 63 characters"),
  N_ ("a part begins or ends with “-”"),
  N_ ("only letters, digits, “-”, “_” and dots can be in it"),
  N_ ("it is an address or a number; write the name that shall point to it"),
  N_ ("it is not whole; write it with its domain, as in home.example.net"),
  N_ ("it is empty"),
  N_ ("it holds a blank or an invisible character"),
  N_ ("it is an address; write the name that shall point to it"),
  N_ ("write only the name, without “https://”, port, path or “@”"),
  N_ ("a part is too long or holds characters that no name may have"),
  N_ ("it is longer than 253 characters"),
  N_ ("%s takes no names that begin with “*.”"),
  N_ ("there is no host name yet; enter at least one"),
  N_ ("%s takes no %s addresses; switch %s off"),
  N_ ("%s does not keep an address that it is not sent, so %s cannot be left alone; switch it off "
      "or give it a fixed address"),
  N_ ("%s decides itself how long an address is remembered; leave ttl empty"),
  N_ ("%s decides itself whether it makes a record that is missing; set create to true"),
  N_ ("a login of %s stands for one host name; make an account for each name"),
  N_ ("a login of %s stands for one host name, and the profile %s uses this one; make another "
      "account"),

  N_ ("%s is gone: %s"),

  N_ ("%s is no domain name; write one like example.org"),
  N_ ("it is neither a host name nor an address; write one like ns1.example.org, and the port into "
      "its own field"),
  N_ ("%s is not in the zone %s; correct one of them"),

  N_ ("no zone of this account holds %s; check the name, and what the token may see"),
  N_ ("there is no %s record %s, and none may be made; make it at the provider, or let Signpost do "
      "it"),
  N_ ("there are %s %s records %s; keep one of them at the provider, since nobody can guess which "
      "one is meant"),
  N_ ("there are %s texts at %s; say which one is meant"),
  N_ ("the answer about the zone makes no sense"),
  N_ ("the answer about the record makes no sense"),
  N_ ("the answer to the login holds no token"),
  N_ ("%s keeps the address of %s itself elsewhere; use a name below it"),
  N_ ("%s was not found in many requests; the list of the provider is too long"),

  N_ ("%s keeps no texts with the credentials that keep addresses; make the record on its page"),
  N_ ("the text must be printable ASCII without quotation marks and backslashes"),
  N_ ("the text is longer than 255 bytes; shorten it"),
  N_ ("no profile has a host name near %s; say which account keeps it"),
  N_ ("several accounts keep host names near %s; say which one is meant"),
  N_ ("“%s” is no number from 1 to %s; correct it"),
  N_ ("the name of the key is missing; it stands behind the word “key”"),
  N_ ("the algorithm of the key is not known here; make one with hmac-sha256, hmac-sha384 or "
      "hmac-sha512"),
  N_ ("the secret of the key is not whole; copy all that stands between the quotes, with the “=” at "
      "its end"),
  N_ ("the secret of the key is too short to be safe; make a new one with tsig-keygen"),
  N_ ("the key is not whole; paste all of it, from the word “key” to the last “};”"),
  N_ ("the server does not understand the update"),
  N_ ("the server has trouble with its zone; its log says which"),
  N_ ("the server found its records otherwise than they had to be; look at them there"),
  N_ ("the server has no such record of the name, and the profile lets none be made; make it there, "
      "or set create to true"),
  N_ ("this server takes no updates; write the primary server of the zone"),
  N_ ("the server does not let this key change the name; allow it there"),
  N_ ("a name of this update is an alias (CNAME) at the server and can have no address; remove the "
      "alias there, or the name here"),
  N_ ("the server refuses and does not say why; compare name, algorithm and secret of the key with "
      "those there, and the clocks"),
  N_ ("the server is not the primary one of this zone; correct the zone or the server"),
  N_ ("the name is not in this zone; correct the zone"),
  N_ ("the server answered %s, which means nothing here"),
  N_ ("the server answered with the unknown error %s of a signature"),
  N_ ("the clock of this computer is %s seconds behind that of the server; set it right"),
  N_ ("the clock of this computer is %s seconds ahead of that of the server; set it right"),
  N_ ("the server has another secret for this key; copy it again"),
  N_ ("the server does not know this key, or not for this zone; compare its name, its algorithm and "
      "its zones with those there"),
  N_ ("the server wants a longer signature; make a new key with hmac-sha256"),
  N_ ("the reply is not signed, so that anybody may have sent it"),
  N_ ("the reply does not prove that the server sent it: %s"),
  N_ ("it is no whole message"),
  N_ ("its signature is not whole"),
  N_ ("its signature is wrong"),
  N_ ("it is signed with another key"),
  N_ ("it is signed with another algorithm"),
  N_ ("it is signed as the reply to another message"),
  N_ ("it was signed at another time"),
  N_ ("%s gave no answer: %s"),
  N_ ("it closed the connection without a reply"),
  N_ ("what came is no reply to this message"),
  N_ ("no reply came"),
  N_ ("it took too long"),

  N_ ("the clock of this computer shows no date that a signature could hold; set it right"),
  N_ ("the private key is not whole; copy all of it, from “-----BEGIN” to the last “-----”"),
  N_ ("the private key is damaged; copy it anew"),
  N_ ("the private key is locked with a passphrase; make one without"),
  N_ ("the private key is of another kind; make one of the kind RSA"),
  N_ ("the private key is too short to sign with; make one of 2048 bits"),
  N_ ("the key is not the JSON file of a service account; copy the whole file, from “{” to “}”"),
  N_ ("GnuTLS is not there to sign with; install libgnutls30"),
  N_ ("the key file has no “%s”; make a new one for a service account"),

  N_ ("“%s” is missing; fill it in"),
  N_ ("“%s” does not look right; it is found here: %s"),
  N_ ("“%s” does not look right; correct it"),
  N_ ("“%s” holds a line break or another control character; remove it"),
  N_ ("the server %s"),
  N_ ("is neither a name nor an URL; write dyn.example.org or https://dyn.example.org/path, and an "
      "IPv6 address in brackets"),
  N_ ("has no proper host name; write one like dyn.example.org"),
  N_ ("holds a user name; put it into the field for it"),
  N_ ("holds a “?” or “#”; leave out that part"),
  N_ ("has port 0; write one from 1 to 65535"),
  N_ ("is asked for by something else than https://; write https://"),
  N_ ("would get the password unencrypted; write https:// (http:// is for this computer alone)"),
  N_ ("holds a space or another character that no address has; remove it"),
  N_ ("this is no URL; write it like https://name/path?host={host}&ip={ip}"),
  N_ ("the URL holds a character to percent-encode, or a placeholder that is none; there are {host}, "
      "{ip}, {ip4} and {ip6}"),
  N_ ("the URL holds a placeholder that is none; there are {host}, {ip}, {ip4} and {ip6}"),
  N_ ("the URL has no place for the address; write {ip} where it belongs, so that the server need "
      "not guess"),
  N_ ("the URL holds {ip} beside {ip4} or {ip6}; write {ip} for a request for each family, the "
      "others for one request with both"),
  N_ ("“%s” is no regular expression; correct it"),
  N_ ("“%s” is not anchored; begin it, and every alternative, with ^ or \\A"),

  N_ ("%s is not one IPv4 or IPv6 address such as 198.51.100.7 or 2001:db8::7"),
  N_ ("is an address of the other family"),
  N_ ("does not end in the name of an interface"),
  N_ ("is not a web address such as https://example.net/ip"),
  N_ ("must begin with https://"),
  N_ ("must begin with https://; plain http is only for this computer, as http://127.0.0.1"),
  N_ ("is longer than 100 characters"),
  N_ ("is there twice"),
  N_ ("the profile %s already keeps %s of %s at this provider; take the name out of one of them or "
      "switch one off"),
  N_ ("the profile %s uses this account; remove or change the profile first"),

  N_ ("no lasting %s address on %s"),
  N_ ("the address %s on %s is still being checked for duplicates"),
  N_ ("%s cannot be reached: %s"),
  N_ ("no source of the address answers"),
  N_ ("%s is of no use outside this network (%s); it is not published unless the profile allows it"),
  N_ ("there is nothing to send, because this place has no address of a family that the profile "
      "publishes"),

  N_ ("%s does not end in “%s”, as the names at %s do"),
  N_ ("profile “%s” was tried again a moment ago; wait a few minutes"),

  N_ ("“signpostctl practice” ended; start it in a terminal to see why"),
  N_ ("there is no program “signpostctl”; install it beside signpost"),

  N_ ("%s cannot be written (%s); make the folder writable"),
  N_ ("%s cannot be removed (%s); make the folder writable"),
  N_ ("the desktop's portal ended the request"),
  N_ ("the desktop's portal ended before it answered"),
  N_ ("the desktop's portal gave no answer: %s"),
  NULL,
};

/* Only %s is understood; what stands for it is added to @arguments. */
static gboolean
match (const char *format, const char *message, GPtrArray *arguments)
{
  g_auto (GStrv) parts = g_strsplit (format, "%s", -1);
  const char *at = message;

  if (!g_str_has_prefix (at, parts[0]))
    return FALSE;

  at += strlen (parts[0]);
  for (guint i = 1; parts[i] != NULL; i++)
    {
      gboolean is_last = parts[i + 1] == NULL;
      const char *end = is_last ? at + strlen (at) - MIN (strlen (at), strlen (parts[i]))
                                : strstr (at, parts[i]);

      if (end == NULL || !g_str_has_prefix (end, parts[i]))
        return FALSE;
      g_ptr_array_add (arguments, g_strndup (at, (gsize) (end - at)));
      at = end + strlen (parts[i]);
    }

  return *at == '\0';
}

/* Understands %s and, where a language turns them round, %1$s. */
static char *
fill (const char *format, GPtrArray *arguments)
{
  GString *text = g_string_new (NULL);
  guint next = 0;

  for (const char *at = format; *at != '\0'; at++)
    {
      gboolean is_placed = at[0] == '%' && g_ascii_isdigit (at[1]) &&
                           g_str_has_prefix (at + 2, "$s");
      gboolean is_next = g_str_has_prefix (at, "%s");
      guint place = is_placed ? (guint) (at[1] - '1') : next;

      if ((is_placed || is_next) && place < arguments->len)
        {
          g_autofree char *argument = sp_wording_translate_error (arguments->pdata[place]);

          g_string_append (text, argument);
          next += is_next;
          at += is_placed ? 3 : 1;
        }
      else
        {
          g_string_append_c (text, *at);
        }
    }

  return g_string_free (text, FALSE);
}

/* “Password”, with the quotes of the language */
static gboolean
is_quoted (const char *text)
{
  return g_str_has_prefix (text, "“") && strstr (text, "”") == text + strlen (text) - strlen ("”");
}

static char *
quote_again (const char *text)
{
  gsize mark = strlen ("“");
  g_autofree char *inner = g_strndup (text + mark, strlen (text) - 2 * mark);

  /* Translators: a word that a person typed, or that stands in the window */
  return g_strdup_printf (_ ("“%s”"), inner);
}

/* “ipv4: “x” must begin with …”: the parts before and behind the joint are said each for itself. */
static char *
translate_parts (const char *message)
{
  const char *colon = strstr (message, ": ");
  const char *quote = strstr (message, "” ");
  const char *end = colon != NULL || quote == NULL ? colon : quote + strlen ("”");
  const char *joint = colon != NULL ? ": " : " ";
  g_autofree char *head = NULL;
  g_autofree char *head_said = NULL;
  g_autofree char *tail_said = NULL;

  if (end == NULL)
    return g_strdup (message);

  head = g_strndup (message, (gsize) (end - message));
  head_said = sp_wording_translate_error (head);
  tail_said = sp_wording_translate_error (end + strlen (joint));
  return g_strconcat (head_said, joint, tail_said, NULL);
}

/**
 * sp_wording_translate_error:
 * @message: the message of an error
 *
 * Returns: (transfer full): the same in the person's language, as far as it is known there
 */
char *
sp_wording_translate_error (const char *message)
{
  for (guint i = 0; messages[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);

      if (match (messages[i], message, arguments))
        return fill (_ (messages[i]), arguments);
    }

  return is_quoted (message) ? quote_again (message) : translate_parts (message);
}
