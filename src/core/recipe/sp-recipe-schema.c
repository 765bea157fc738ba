/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-recipe-schema.h"

#include <string.h>

#include "recipe/sp-records-recipe.h"

#define DAY_S (24 * 60 * 60)

/* clang-format off */
static const SpRecipeKey keys[] = {
  { "Provider", "Format", SP_KEY_NUMBER, TRUE, NULL, 1, 1, "always 1" },
  { "Provider", "Id", SP_KEY_TEXT, TRUE, NULL, 0, 0, "lower case, digits and -; also the name of the file" },
  { "Provider", "Name", SP_KEY_PROSE, TRUE, NULL, 0, 0, "as the provider writes itself" },
  { "Provider", "Aliases", SP_KEY_LIST, FALSE, NULL, 0, 0, "other names people search for" },
  { "Provider", "Website", SP_KEY_LINK, TRUE, NULL, 0, 0, "for a person" },
  { "Provider", "Source", SP_KEY_LINK, TRUE, NULL, 0, 0, "the page the recipe was written from" },
  { "Provider", "Checked", SP_KEY_DATE, TRUE, NULL, 0, 0, "when that page was last read" },
  { "Provider", "Verified", SP_KEY_CHOICE, TRUE, "official peer inferred", 0, 0, "how sure it is" },
  { "Provider", "Status", SP_KEY_CHOICE, FALSE, "active moving", 0, 0, "moving: it works still, but not for long; active if absent" },
  { "Provider", "StatusHint", SP_KEY_PROSE, FALSE, NULL, 0, 0, "what a person should do about a provider that is moving, in sentences" },
  { "Provider", "Protocol", SP_KEY_CHOICE, TRUE, "dyndns2 oneshot records rfc2136", 0, 0, "the engine whose blanks are filled in" },
  { "Provider", "Hosts", SP_KEY_LIST, FALSE, NULL, 0, 0, "the only servers that get credentials; none when Url begins with a field" },
  { "Provider", "Families", SP_KEY_LIST, TRUE, NULL, 0, 0, "ipv4; or ipv4;ipv6; or ipv6;" },
  { "Provider", "NameSuffix", SP_KEY_TEXT, FALSE, NULL, 0, 0, "what all its host names end in, with the dot" },
  { "Provider", "MinInterval", SP_KEY_NUMBER, FALSE, NULL, 0, DAY_S, "seconds between two updates of a host; only what the provider states" },
  { "Provider", "Refresh", SP_KEY_NUMBER, FALSE, NULL, 0, 365, "days after which an unchanged host expires; 0: never" },
  { "Provider", "Gap", SP_KEY_NUMBER, FALSE, NULL, 0, 60000, "milliseconds between two requests; 2000 if absent" },
  { "Provider", "Spacing", SP_KEY_BOOLEAN, FALSE, NULL, 0, 0, "one's own server: the account key “spacing” is allowed" },
  { "Provider", "Wildcard", SP_KEY_BOOLEAN, FALSE, NULL, 0, 0, "takes names that begin with *." },
  { "Provider", "Plain", SP_KEY_TEXT, FALSE, NULL, 0, 0, "the reason why http:// is used; loopback servers only" },

  { "Field", "Label", SP_KEY_PROSE, TRUE, NULL, 0, 0, "what the person is asked for" },
  { "Field", "Where", SP_KEY_PROSE, FALSE, NULL, 0, 0, "where the person finds it" },
  { "Field", "Link", SP_KEY_LINK, FALSE, NULL, 0, 0, "the page where it is found" },
  { "Field", "Pattern", SP_KEY_TEXT, FALSE, NULL, 0, 0, "an anchored regular expression it must match" },
  { "Field", "Default", SP_KEY_TEXT, FALSE, NULL, 0, 0, "what an empty one means; makes it optional" },
  { "Field", "Secret", SP_KEY_BOOLEAN, FALSE, NULL, 0, 0, "kept in the keyring and never shown" },
  { "Field", "Optional", SP_KEY_BOOLEAN, FALSE, NULL, 0, 0, "may be empty" },
  { "Field", "Kind", SP_KEY_CHOICE, FALSE, "text server template words name-server domain key", 0, 0, "what the value is; server: a name or URL for Url=${server}…; template: a whole URL with {host} and {ip}, for Url=${name}; words: for body:${name}; name-server, domain, key: for [Rfc2136]" },

  { "Dyndns2", "Url", SP_KEY_TEXT, TRUE, NULL, 0, 0, "without a query; may begin with ${server}" },
  { "Dyndns2", "UrlIPv6", SP_KEY_TEXT, FALSE, NULL, 0, 0, "where IPv6 goes to another server; needs Together=false" },
  { "Dyndns2", "Auth", SP_KEY_CHOICE, FALSE, "basic none", 0, 0, "basic if absent" },
  { "Dyndns2", "User", SP_KEY_TEXT, FALSE, NULL, 0, 0, "template; ${user} if absent" },
  { "Dyndns2", "Password", SP_KEY_TEXT, FALSE, NULL, 0, 0, "template; ${pass} if absent, none if empty" },
  { "Dyndns2", "Hostname", SP_KEY_TEXT, FALSE, NULL, 0, 0, "template for each name; ${fqdn} if absent" },
  { "Dyndns2", "HostnameParam", SP_KEY_TEXT, FALSE, NULL, 0, 0, "the parameter; “hostname” if absent, “none” for none" },
  { "Dyndns2", "IPv4", SP_KEY_TEXT, FALSE, NULL, 0, 0, "the parameter; “myip” if absent" },
  { "Dyndns2", "IPv6", SP_KEY_TEXT, FALSE, NULL, 0, 0, "the parameter; “myip” if absent: with Together=true a comma list" },
  { "Dyndns2", "Together", SP_KEY_BOOLEAN, FALSE, NULL, 0, 0, "both families in one request; else one request each" },
  { "Dyndns2", "Missing", SP_KEY_TEXT, FALSE, NULL, 0, 0, "what happens to a family that is not sent: keep, delete, autodetect, or send:WORD to say keep; needed with Together=true and two families" },
  { "Dyndns2", "Batch", SP_KEY_NUMBER, FALSE, NULL, 1, 20, "host names in one request; 1 if absent" },
  { "Dyndns2", "BatchUnless", SP_KEY_TEXT, FALSE, NULL, 0, 0, "a field that, when it has a value, allows one name only" },
  { "Dyndns2", "OneLine", SP_KEY_BOOLEAN, FALSE, NULL, 0, 0, "one line of the answer is for all names of the request" },
  { "Dyndns2", "Extra", SP_KEY_TEXT, FALSE, NULL, 0, 0, "further pairs, name=template&name?=template" },
  { "Dyndns2", "Header#", SP_KEY_TEXT, FALSE, NULL, 0, 0, "Name: template" },
  { "Dyndns2", "Words", SP_KEY_LIST, FALSE, NULL, 0, 0, "word:class; beside or instead of the usual meaning" },
  { "Dyndns2", "Wait911", SP_KEY_NUMBER, FALSE, NULL, 60, DAY_S, "seconds to wait after “911”; 1800 if absent" },
  { "Dyndns2", "Html", SP_KEY_BOOLEAN, FALSE, NULL, 0, 0, "the answer is wrapped in tags" },

  { "Update", "Method", SP_KEY_CHOICE, FALSE, "GET POST PUT PATCH", 0, 0, "GET if absent" },
  { "Update", "Url", SP_KEY_TEXT, TRUE, NULL, 0, 0, "without a query; may hold ${…} in the path, begin with ${server}, or be one field of kind template" },
  { "Update", "UrlIPv6", SP_KEY_TEXT, FALSE, NULL, 0, 0, "where IPv6 goes to another server; needs Together=false" },
  { "Update", "Auth", SP_KEY_CHOICE, FALSE, "basic none", 0, 0, "none if absent" },
  { "Update", "User", SP_KEY_TEXT, FALSE, NULL, 0, 0, "template; ${user} if absent" },
  { "Update", "Password", SP_KEY_TEXT, FALSE, NULL, 0, 0, "template; ${pass} if absent, none if empty" },
  { "Update", "Query", SP_KEY_TEXT, FALSE, NULL, 0, 0, "name=template&name?=template" },
  { "Update", "Form", SP_KEY_TEXT, FALSE, NULL, 0, 0, "the same as a body" },
  { "Update", "Json", SP_KEY_TEXT, FALSE, NULL, 0, 0, "a body; its texts are templates, “${x|int}” becomes a number" },
  { "Update", "Xml", SP_KEY_TEXT, FALSE, NULL, 0, 0, "a body; one template" },
  { "Update", "Text", SP_KEY_TEXT, FALSE, NULL, 0, 0, "a body; one template, sent as it is" },
  { "Update", "Header#", SP_KEY_TEXT, FALSE, NULL, 0, 0, "Name: template" },
  { "Update", "WordA", SP_KEY_TEXT, FALSE, NULL, 0, 0, "template; what ${word} is in a request about IPv4 alone" },
  { "Update", "WordAAAA", SP_KEY_TEXT, FALSE, NULL, 0, 0, "template; what ${word} is in a request about IPv6 alone" },
  { "Update", "Together", SP_KEY_BOOLEAN, FALSE, NULL, 0, 0, "as in Dyndns2" },
  { "Update", "Missing", SP_KEY_TEXT, FALSE, NULL, 0, 0, "as in Dyndns2" },
  { "Update", "Batch", SP_KEY_NUMBER, FALSE, NULL, 1, 20, "as in Dyndns2; more than 1 needs ${fqdn|…|list}" },
  { "Update", "BatchUnless", SP_KEY_TEXT, FALSE, NULL, 0, 0, "as in Dyndns2" },

  { "Records", "Url", SP_KEY_TEXT, TRUE, NULL, 0, 0, "where the API begins; may begin with ${server}" },
  { "Records", "Auth", SP_KEY_CHOICE, FALSE, "basic none", 0, 0, "none if absent; of every request but that of [Token]" },
  { "Records", "User", SP_KEY_TEXT, FALSE, NULL, 0, 0, "template; ${user} if absent" },
  { "Records", "Password", SP_KEY_TEXT, FALSE, NULL, 0, 0, "template; ${pass} if absent, none if empty" },
  { "Records", "Header#", SP_KEY_TEXT, FALSE, NULL, 0, 0, "Name: template; of every request but that of [Token]" },
  { "Records", "Apex", SP_KEY_BOOLEAN, FALSE, NULL, 0, 0, "false: the zone itself is no name that these requests keep; true if absent" },
  { "Records", "Sign", SP_KEY_TEXT, FALSE, NULL, 0, 0, "the name of a signature; see Signatures" },
  { "Records", "SignWith", SP_KEY_LIST, FALSE, NULL, 0, 0, "parameter=template of that signature" },
  { "Records", "Success", SP_KEY_TEXT, FALSE, NULL, 0, 0, "test…: what a good answer passes beside its 2xx status" },
  { "Records", "TypeA", SP_KEY_TEXT, FALSE, NULL, 0, 0, "what ${type} is for IPv4; A if absent" },
  { "Records", "TypeAAAA", SP_KEY_TEXT, FALSE, NULL, 0, 0, "what ${type} is for IPv6; AAAA if absent" },
  { "Records", "TypeTXT", SP_KEY_TEXT, FALSE, NULL, 0, 0, "what ${type} is for a text; TXT if absent" },
  { "Records", "WordA", SP_KEY_TEXT, FALSE, NULL, 0, 0, "what ${word} is for IPv4" },
  { "Records", "WordAAAA", SP_KEY_TEXT, FALSE, NULL, 0, 0, "what ${word} is for IPv6" },
  { "Records", "WordTXT", SP_KEY_TEXT, FALSE, NULL, 0, 0, "what ${word} is for a text" },
  { "Records", "Txt", SP_KEY_CHOICE, FALSE, "true quoted", 0, 0, "the same requests keep TXT records; quoted: their text stands in quotation marks" },
  { "Records", "TtlMin", SP_KEY_NUMBER, FALSE, NULL, 1, 7 * DAY_S, "seconds; the least lifetime that the provider takes" },
  { "Records", "TtlMax", SP_KEY_NUMBER, FALSE, NULL, 1, G_MAXINT32, "seconds; the most" },

  { "Phase", "Method", SP_KEY_CHOICE, FALSE, "GET POST PUT PATCH DELETE", 0, 0, "GET if absent" },
  { "Phase", "Url", SP_KEY_TEXT, FALSE, NULL, 0, 0, "below that of [Records] if it begins with “/”, else whole; that very one if absent" },
  { "Phase", "Auth", SP_KEY_CHOICE, FALSE, "basic none", 0, 0, "[Token]: its own login" },
  { "Phase", "User", SP_KEY_TEXT, FALSE, NULL, 0, 0, "template; ${user} if absent" },
  { "Phase", "Password", SP_KEY_TEXT, FALSE, NULL, 0, 0, "template; ${pass} if absent, none if empty" },
  { "Phase", "Query", SP_KEY_TEXT, FALSE, NULL, 0, 0, "name=template&name?=template" },
  { "Phase", "Form", SP_KEY_TEXT, FALSE, NULL, 0, 0, "the same as a body" },
  { "Phase", "Json", SP_KEY_TEXT, FALSE, NULL, 0, 0, "a body; its texts are templates" },
  { "Phase", "Xml", SP_KEY_TEXT, FALSE, NULL, 0, 0, "a body; one template" },
  { "Phase", "ContentType", SP_KEY_TEXT, FALSE, NULL, 0, 0, "the media type of the body, where it is not the usual one" },
  { "Phase", "Header#", SP_KEY_TEXT, FALSE, NULL, 0, 0, "Name: template; beside the common ones" },
  { "Phase", "Text", SP_KEY_TEXT, FALSE, NULL, 0, 0, "a body; one template, sent as it is" },
  { "Phase", "Echo", SP_KEY_BOOLEAN, FALSE, NULL, 0, 0, "the body is the found item with the members of Json put over it" },
  { "Phase", "EchoDrop", SP_KEY_LIST, FALSE, NULL, 0, 0, "members of the found item that are not sent back" },
  { "Phase", "NotFound#", SP_KEY_TEXT, FALSE, NULL, 0, 0, "test…: the answer that means “no such thing here”" },
  { "Phase", "Items", SP_KEY_TEXT, FALSE, NULL, 0, 0, "where the list is: $.path[*]; other paths begin at an item" },
  { "Phase", "Name", SP_KEY_TEXT, FALSE, NULL, 0, 0, "path to the name of a zone or record, in full" },
  { "Phase", "Sub", SP_KEY_TEXT, FALSE, NULL, 0, 0, "path to the name of a record without its zone" },
  { "Phase", "Where#", SP_KEY_TEXT, FALSE, NULL, 0, 0, "$.path = template: what else an item must meet" },
  { "Phase", "Value", SP_KEY_TEXT, FALSE, NULL, 0, 0, "path to the address of a record" },
  { "Phase", "Take#", SP_KEY_TEXT, FALSE, NULL, 0, 0, "name=path: ${name} from now on" },
  { "Phase", "Mode", SP_KEY_CHOICE, FALSE, "walk list", 0, 0, "[Zone]: asks for one name after the other, or for all; walk if absent" },
  { "Phase", "Unless", SP_KEY_TEXT, FALSE, NULL, 0, 0, "[Zone]: a field that, when it has a value, makes the phase needless" },
  { "Phase", "Cursor", SP_KEY_TEXT, FALSE, NULL, 0, 0, "path to what ${page} is next" },
  { "Phase", "Pages", SP_KEY_TEXT, FALSE, NULL, 0, 0, "path to the number of pages; ${page} counts from 1" },
  { "Phase", "PageSize", SP_KEY_NUMBER, FALSE, NULL, 1, 1000, "items of a full page; after one ${page} and ${offset} go on" },
  { "Phase", "Expires", SP_KEY_TEXT, FALSE, NULL, 0, 0, "[Token]: seconds it lives, or the path to them; 300 if absent" },

  { "Rfc2136", "Server", SP_KEY_TEXT, TRUE, NULL, 0, 0, "template; the primary server of the zone" },
  { "Rfc2136", "Port", SP_KEY_TEXT, FALSE, NULL, 0, 0, "template; 53 if absent or empty" },
  { "Rfc2136", "Zone", SP_KEY_TEXT, TRUE, NULL, 0, 0, "template; the zone that is changed" },
  { "Rfc2136", "Key", SP_KEY_TEXT, TRUE, NULL, 0, 0, "template; the secret of a TSIG key, or a whole key { … } block" },
  { "Rfc2136", "KeyName", SP_KEY_TEXT, FALSE, NULL, 0, 0, "template; its name; a whole block brings it along" },
  { "Rfc2136", "Algorithm", SP_KEY_TEXT, FALSE, NULL, 0, 0, "template; hmac-sha256 if absent or empty; a whole block brings it along" },
  { "Rfc2136", "Ttl", SP_KEY_TEXT, FALSE, NULL, 0, 0, "template; seconds that others may remember an address; 300 if absent or empty" },

  { "Result", "Rule#", SP_KEY_TEXT, FALSE, NULL, 0, 0, "class test…; the first rule whose tests all hold wins" },
  { "Result", "Address", SP_KEY_TEXT, FALSE, NULL, 0, 0, "where a success names the address it published: re:/…(…)…/ or $.path; another one than was sent is no success" },
  { "Result", "Message", SP_KEY_TEXT, FALSE, NULL, 0, 0, "where the words of a failure are: re:/…(…)…/ or $.path; else the whole answer" },
};
/* clang-format on */

/**
 * sp_recipe_schema_get_keys:
 * @n_keys: (out): how many
 *
 * Returns: (transfer none) (array length=n_keys): every key that a recipe may have
 */
const SpRecipeKey *
sp_recipe_schema_get_keys (guint *n_keys)
{
  *n_keys = G_N_ELEMENTS (keys);
  return keys;
}

static gboolean
is_numbered (const char *key, const char *pattern)
{
  gsize stem = strlen (pattern) - 1;

  if (pattern[stem] != '#' || strncmp (key, pattern, stem) != 0)
    return FALSE;

  return key[stem] >= '1' && key[stem] <= '9' &&
         strspn (key + stem, "0123456789") == strlen (key + stem) && strlen (key + stem) <= 2;
}

/* “Label[de]” for “Label” */
static gboolean
is_translation (const char *key, const SpRecipeKey *original)
{
  gsize stem = strlen (original->key);

  return original->kind == SP_KEY_PROSE && strncmp (key, original->key, stem) == 0 &&
         key[stem] == '[' && g_str_has_suffix (key, "]");
}

static const SpRecipeKey *
find_key (const char *section, const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (strcmp (keys[i].section, section) == 0 &&
        (strcmp (keys[i].key, key) == 0 || is_numbered (key, keys[i].key) ||
         is_translation (key, &keys[i])))
      return &keys[i];

  return NULL;
}

/* a request beside the update, of a provider that is updated by one */
static gboolean
is_text_request (const char *section)
{
  return strcmp (section, "SetTxt") == 0 || strcmp (section, "UnsetTxt") == 0;
}

/* “Field user” is judged as “Field”, and all requests of a conversation alike. */
static const char *
get_schema_section (const SpRecipeText *text, const char *section)
{
  if (g_str_has_prefix (section, "Field "))
    return "Field";
  if (is_text_request (section) ||
      (sp_phase_is_section (section) &&
       g_strcmp0 (sp_recipe_text_get (text, "Provider", "Protocol"), "records") == 0))
    return "Phase";
  return section;
}

static gboolean
is_known_section (const char *section)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (strcmp (keys[i].section, section) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
is_choice (const char *value, const char *choices)
{
  g_auto (GStrv) words = g_strsplit (choices, " ", -1);

  return g_strv_contains ((const char *const *) words, value);
}

static gboolean
is_date (const char *value)
{
  g_autoptr (GDate) date = g_date_new ();
  char text[11];

  if (strlen (value) != 10)
    return FALSE;

  g_date_set_parse (date, value);
  if (!g_date_valid (date) || g_date_strftime (text, sizeof text, "%Y-%m-%d", date) == 0)
    return FALSE;

  return strcmp (text, value) == 0;
}

static gboolean
is_link (const char *value)
{
  return g_str_has_prefix (value, "https://") && g_uri_is_valid (value, G_URI_FLAGS_NONE, NULL);
}

static void
check_value (const SpRecipeKey *key, const SpRecipeEntry *entry, SpProblems *problems)
{
  const char *value = entry->value;

  if (value[0] == '\0' && strcmp (key->key, "Password") != 0)
    {
      sp_problems_add (problems,
                       entry->line,
                       "“%s” has no value; write one or remove it",
                       entry->key);
      return;
    }

  switch (key->kind)
    {
    case SP_KEY_TEXT:
    case SP_KEY_LIST:
    case SP_KEY_PROSE:
      break;

    case SP_KEY_NUMBER:
      if (!g_ascii_string_to_unsigned (value, 10, key->min, key->max, NULL, NULL))
        sp_problems_add (problems,
                         entry->line,
                         "“%s=%s” must be a number from %u to %u",
                         entry->key,
                         value,
                         key->min,
                         key->max);
      break;

    case SP_KEY_BOOLEAN:
      if (!is_choice (value, "true false"))
        sp_problems_add (problems, entry->line, "“%s=%s” must be true or false", entry->key, value);
      break;

    case SP_KEY_CHOICE:
      if (!is_choice (value, key->choices))
        sp_problems_add (problems,
                         entry->line,
                         "“%s=%s” must be one of: %s",
                         entry->key,
                         value,
                         key->choices);
      break;

    case SP_KEY_DATE:
      if (!is_date (value))
        sp_problems_add (problems,
                         entry->line,
                         "“%s=%s” must be a day like 2026-08-31",
                         entry->key,
                         value);
      break;

    case SP_KEY_LINK:
      if (!is_link (value))
        sp_problems_add (problems,
                         entry->line,
                         "“%s=%s” must be a page at https://",
                         entry->key,
                         value);
      break;

    default:
      g_assert_not_reached ();
    }
}

/* The unmarked text is the English one, and everybody's whose language is not there. */
static void
check_translation (const SpRecipeText *text,
                   const char *section,
                   const SpRecipeKey *original,
                   const SpRecipeEntry *entry,
                   SpProblems *problems)
{
  if (!g_regex_match_simple ("\\[[a-z]{2,3}(_[A-Z]{2})?(@[a-z]+)?\\]\\z", entry->key, 0, 0))
    sp_problems_add (problems,
                     entry->line,
                     "“%s” names no language; write it like %s[de], %s[pt_BR] or %s[sr@latin]",
                     entry->key,
                     original->key,
                     original->key,
                     original->key);
  if (sp_recipe_text_lookup (text, section, original->key) == NULL)
    sp_problems_add (problems,
                     entry->line,
                     "“%s” translates “%s”, which is missing; write that in English",
                     entry->key,
                     original->key);
}

static void
check_required (const SpRecipeText *text,
                const char *section,
                const char *schema_section,
                SpProblems *problems)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].required && strcmp (keys[i].section, schema_section) == 0 &&
        sp_recipe_text_lookup (text, section, keys[i].key) == NULL)
      sp_problems_add (problems,
                       sp_recipe_text_get_section_line (text, section),
                       "[%s] lacks “%s”: %s",
                       section,
                       keys[i].key,
                       keys[i].meaning);
}

static void
check_section (const SpRecipeText *text, const char *section, SpProblems *problems)
{
  const char *schema_section = get_schema_section (text, section);
  guint n_entries = sp_recipe_text_get_n_entries (text, section);

  if (!is_known_section (schema_section) || strcmp (section, "Field") == 0 ||
      strcmp (section, "Phase") == 0)
    {
      sp_problems_add (problems,
                       sp_recipe_text_get_section_line (text, section),
                       "section [%s] is unknown; there are [Provider], [Field NAME], the ones of "
                       "the protocol, and [Result]",
                       section);
      return;
    }

  for (guint i = 0; i < n_entries; i++)
    {
      const SpRecipeEntry *entry = sp_recipe_text_get_entry (text, section, i);
      const SpRecipeKey *key = find_key (schema_section, entry->key);

      if (key == NULL)
        sp_problems_add (problems,
                         entry->line,
                         "“%s” is no key of [%s]; correct its spelling or remove it",
                         entry->key,
                         section);
      else
        check_value (key, entry, problems);
      if (key != NULL && is_translation (entry->key, key))
        check_translation (text, section, key, entry, problems);
    }

  check_required (text, section, schema_section, problems);
}

/**
 * sp_recipe_schema_check:
 * @text: a recipe's text
 * @problems: gets a sentence for each section, key and value that the schema does not allow
 */
void
sp_recipe_schema_check (SpRecipeText *text, SpProblems *problems)
{
  if (!sp_recipe_text_has_section (text, "Provider"))
    sp_problems_add (problems, 1, "section [Provider] is missing; a recipe begins with it");

  for (guint i = 0; i < sp_recipe_text_get_n_sections (text); i++)
    check_section (text, sp_recipe_text_get_section (text, i), problems);
}
