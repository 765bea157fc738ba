/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-request-form.h"

#include <string.h>

#include "base/sp-error.h"
#include "http/sp-server.h"
#include "profile/sp-credentials.h"

/* Dyn asks for “Company - Device - Version” (help.dyn.com/remote-access-api, guidelines), No-IP for
 * “Company Program/OS-Version contact” (noip.com/integrate/request); this is both. */
#define USER_AGENT "Signpost Signpost/LINUX-" SP_VERSION " " SP_WEBSITE

typedef struct
{
  char *name;        /* (owned) */
  SpTemplate *value; /* (owned) (nullable): only while it is parsed */
} Header;

struct _SpRequestForm
{
  SpEndpoint *endpoint;      /* (owned) (nullable): if Url= could be read */
  SpEndpoint *ipv6_endpoint; /* (owned) (nullable) */
  SpTemplate *user;          /* (owned) (nullable): with Auth=basic */
  SpTemplate *password;      /* (owned) (nullable): with Auth=basic */
  GPtrArray *headers;        /* (owned) (element-type Header) */
  SpTemplate *tail;          /* (owned) (nullable): the path below that of base */
  const SpRequestForm *base; /* (unowned) (nullable): the recipe's; it lives as long */
  gboolean inherits;         /* headers and login of base, too */
};

/* what one key of the section is read with, borrowed for the length of one call */
typedef struct
{
  const SpRecipeText *text;
  const char *section;
  SpNames *names;
  SpProblems *problems;
} Reader;

static void
header_free (gpointer data)
{
  Header *header = data;

  g_free (header->name);
  g_clear_pointer (&header->value, sp_template_free);
  g_free (header);
}

static gboolean
is_allowed_host (const SpRecipeText *text, const char *host)
{
  g_auto (GStrv) hosts = sp_recipe_text_get_list (text, "Provider", "Hosts");

  return g_strv_contains ((const char *const *) hosts, host);
}

static void
check_endpoint (const Reader *reader, const SpEndpoint *endpoint, guint line)
{
  const char *host = sp_endpoint_get_host (endpoint);
  const char *field = sp_endpoint_get_field (endpoint);

  if (field != NULL)
    sp_names_use (reader->names, field, line);
  else if (!is_allowed_host (reader->text, host))
    sp_problems_add (reader->problems,
                     line,
                     "“%s” is not in Hosts; credentials go only to servers named there, add it or "
                     "correct the URL",
                     host);

  if (sp_endpoint_is_plain (endpoint) &&
      sp_recipe_text_get (reader->text, "Provider", "Plain") == NULL)
    sp_problems_add (reader->problems,
                     line,
                     "http:// needs a reason; write https:// or give the reason as Plain=");
}

static SpEndpoint *
read_endpoint (const Reader *reader, const char *key)
{
  const char *value = sp_recipe_text_get (reader->text, reader->section, key);
  guint line = sp_recipe_text_get_line (reader->text, reader->section, key);
  g_autoptr (GError) error = NULL;
  SpEndpoint *endpoint;

  if (value == NULL)
    return NULL;

  endpoint = sp_endpoint_new (value, &error);
  if (endpoint == NULL)
    {
      sp_problems_add (reader->problems, line, "%s: %s", key, error->message);
      return NULL;
    }

  check_endpoint (reader, endpoint, line);
  sp_names_use_template (reader->names, sp_endpoint_get_path (endpoint), line);
  return endpoint;
}

/* an empty “Password=” is there, and means that there is none */
static SpTemplate *
read_template (const Reader *reader, const char *key, const char *fallback)
{
  const SpRecipeEntry *entry = sp_recipe_text_lookup (reader->text, reader->section, key);
  guint line = sp_recipe_text_get_line (reader->text, reader->section, key);
  g_autoptr (GError) error = NULL;
  SpTemplate *read =
      sp_template_new (entry == NULL ? fallback : entry->value, SP_PLACE_TEXT, &error);

  if (read == NULL)
    sp_problems_add (reader->problems, line, "%s: %s", key, error->message);
  sp_names_use_template (reader->names, read, line);
  return read;
}

/* “/path” is below the common one, a whole URL stands for itself. */
static void
read_place (SpRequestForm *self, const Reader *reader)
{
  const char *value = sp_recipe_text_get (reader->text, reader->section, "Url");
  guint line = sp_recipe_text_get_line (reader->text, reader->section, "Url");
  g_autoptr (GError) error = NULL;

  if (self->base == NULL || value == NULL || value[0] != '/')
    {
      self->endpoint = read_endpoint (reader, "Url");
      return;
    }

  self->tail = sp_template_new (value, SP_PLACE_PATH, &error);
  if (self->tail == NULL)
    sp_problems_add (reader->problems, line, "Url: %s", error->message);
  else if (strpbrk (value, "?#") != NULL)
    sp_problems_add (reader->problems,
                     line,
                     "Url: “%s” holds a “?” or “#”; put the pairs into Query=",
                     value);
  sp_names_use_template (reader->names, self->tail, line);
}

static void
read_auth (SpRequestForm *self, const Reader *reader, gboolean basic_by_default)
{
  const char *auth = sp_recipe_text_get (reader->text, reader->section, "Auth");
  gboolean basic = auth == NULL ? basic_by_default : strcmp (auth, "basic") == 0;

  if (basic)
    {
      self->user = read_template (reader, "User", "${user}");
      self->password = read_template (reader, "Password", "${pass}");
      return;
    }

  if (sp_recipe_text_get (reader->text, reader->section, "User") != NULL ||
      sp_recipe_text_get (reader->text, reader->section, "Password") != NULL)
    sp_problems_add (reader->problems,
                     sp_recipe_text_get_line (reader->text, reader->section, "User"),
                     "“User” and “Password” are for Auth=basic; add that or remove them");
}

/* what the transport alone may set (RFC 9110 §7.6.1, §8.6) or what would forge the sender */
static gboolean
is_reserved_header (const char *name)
{
  static const char *const reserved[] = { "host",
                                          "connection",
                                          "content-length",
                                          "content-type",
                                          "transfer-encoding",
                                          "user-agent",
                                          "cookie",
                                          "x-forwarded-for",
                                          "forwarded",
                                          "upgrade",
                                          "te",
                                          "expect",
                                          NULL };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_strv_contains (reserved, lower);
}

static void
read_header (SpRequestForm *self, const Reader *reader, const SpRecipeEntry *entry)
{
  const char *colon = strstr (entry->value, ": ");
  g_autoptr (GError) error = NULL;
  Header *header;

  if (colon == NULL ||
      strspn (entry->value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") !=
          (gsize) (colon - entry->value))
    {
      sp_problems_add (reader->problems, entry->line, "%s must be “Name: value”", entry->key);
      return;
    }

  header = g_new0 (Header, 1);
  header->name = g_strndup (entry->value, (gsize) (colon - entry->value));
  header->value = sp_template_new (colon + 2, SP_PLACE_HEADER, &error);
  g_ptr_array_add (self->headers, header);
  if (header->value == NULL)
    sp_problems_add (reader->problems, entry->line, "%s: %s", entry->key, error->message);
  if (is_reserved_header (header->name))
    sp_problems_add (reader->problems,
                     entry->line,
                     "a recipe may not set “%s”; remove %s",
                     header->name,
                     entry->key);
  sp_names_use_template (reader->names, header->value, entry->line);
}

static SpRequestForm *
read_form (const Reader *reader,
           const SpRequestForm *base,
           gboolean inherits,
           gboolean basic_by_default)
{
  SpRequestForm *self = g_new0 (SpRequestForm, 1);
  guint n_entries = sp_recipe_text_get_n_entries (reader->text, reader->section);

  self->headers = g_ptr_array_new_with_free_func (header_free);
  self->base = base;
  self->inherits = inherits;
  read_place (self, reader);
  self->ipv6_endpoint = read_endpoint (reader, "UrlIPv6");
  read_auth (self, reader, basic_by_default);
  for (guint i = 0; i < n_entries; i++)
    {
      const SpRecipeEntry *entry = sp_recipe_text_get_entry (reader->text, reader->section, i);

      if (g_str_has_prefix (entry->key, "Header"))
        read_header (self, reader, entry);
    }

  return self;
}

/**
 * sp_request_form_new:
 * @text: a recipe that has passed the schema
 * @section: the protocol's section
 * @basic_by_default: what an absent `Auth=` means
 * @names: the names of the recipe
 * @problems: gets a sentence for everything that is wrong
 *
 * Returns: (transfer full): what could be read
 */
SpRequestForm *
sp_request_form_new (const SpRecipeText *text,
                     const char *section,
                     gboolean basic_by_default,
                     SpNames *names,
                     SpProblems *problems)
{
  const Reader reader = { text, section, names, problems };

  return read_form (&reader, NULL, FALSE, basic_by_default);
}

/**
 * sp_request_form_new_below:
 * @base: what the requests of the recipe have in common; must outlive the result
 * @inherits: whether headers and login of @base are sent as well
 * @text: a recipe that has passed the schema
 * @section: the section of this request
 * @names: the names of the recipe
 * @problems: gets a sentence for everything that is wrong
 *
 * Returns: (transfer full): what could be read
 */
SpRequestForm *
sp_request_form_new_below (const SpRequestForm *base,
                           gboolean inherits,
                           const SpRecipeText *text,
                           const char *section,
                           SpNames *names,
                           SpProblems *problems)
{
  const Reader reader = { text, section, names, problems };

  return read_form (&reader, base, inherits, FALSE);
}

/**
 * sp_request_form_free:
 * @self: (transfer full): a form
 */
void
sp_request_form_free (SpRequestForm *self)
{
  g_clear_pointer (&self->endpoint, sp_endpoint_free);
  g_clear_pointer (&self->ipv6_endpoint, sp_endpoint_free);
  g_clear_pointer (&self->user, sp_template_free);
  g_clear_pointer (&self->password, sp_template_free);
  g_clear_pointer (&self->tail, sp_template_free);
  g_ptr_array_unref (self->headers);
  g_free (self);
}

/**
 * sp_request_form_has_name:
 * @self: a form
 * @name: a name
 *
 * Returns: %TRUE if path, login or headers use it
 */
gboolean
sp_request_form_has_name (const SpRequestForm *self, const char *name)
{
  if (self->endpoint != NULL && sp_template_has_name (sp_endpoint_get_path (self->endpoint), name))
    return TRUE;

  for (guint i = 0; i < self->headers->len; i++)
    if (sp_template_has_name (((const Header *) g_ptr_array_index (self->headers, i))->value, name))
      return TRUE;

  return sp_template_has_name (self->user, name) || sp_template_has_name (self->password, name);
}

/**
 * sp_request_form_get_endpoint_kind:
 * @self: a form
 *
 * Returns: who names the server
 */
SpEndpointKind
sp_request_form_get_endpoint_kind (const SpRequestForm *self)
{
  return self->endpoint == NULL ? SP_ENDPOINT_FIXED : sp_endpoint_get_kind (self->endpoint);
}

/**
 * sp_request_form_get_endpoint_field:
 * @self: a form
 *
 * Returns: (transfer none) (nullable): the field in which the person names the server
 */
const char *
sp_request_form_get_endpoint_field (const SpRequestForm *self)
{
  return self->endpoint == NULL ? NULL : sp_endpoint_get_field (self->endpoint);
}

/**
 * sp_request_form_get_user_agent:
 *
 * Returns: (transfer none): how Signpost names itself to providers
 */
const char *
sp_request_form_get_user_agent (void)
{
  return USER_AGENT;
}

static gboolean
refuse (GError **error, const char *problem)
{
  g_set_error_literal (error, SP_ERROR, SP_ERROR_BAD_INPUT, problem);
  return FALSE;
}

static gboolean
has_control (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text < 0x20 || *text == 0x7f)
      return TRUE;

  return FALSE;
}

static gboolean
is_empty (const SpTemplate *source, const SpVariables *variables)
{
  g_autoptr (SpTwin) twin = sp_twin_new ();

  return sp_template_render (source, variables, twin, NULL) && twin->text->len == 0;
}

/* Sent with the first request and not after a 401: many servers answer 200 and “badauth” instead
 * of asking (RFC 7617; OVH, hosting.de). Where both fields are optional and empty there is no login. */
static gboolean
set_basic (const SpRequestForm *self,
           const SpVariables *variables,
           SpRequest *request,
           GError **error)
{
  g_autoptr (SpTwin) login = sp_twin_new ();
  g_autofree char *encoded = NULL;
  g_autofree char *value = NULL;

  if (!sp_template_render (self->user, variables, login, error))
    return FALSE;
  if (login->text->len == 0 && is_empty (self->password, variables))
    return TRUE;
  if (strchr (login->text->str, ':') != NULL)
    return refuse (error, "the user name holds a colon, which a login cannot carry; correct it");

  sp_twin_append (login, ":");
  if (!sp_template_render (self->password, variables, login, error))
    return FALSE;
  if (has_control (login->text->str))
    return refuse (error,
                   "user name or password holds a line break or control character; remove it");

  encoded = g_base64_encode ((const guchar *) login->text->str, login->text->len);
  value = g_strconcat ("Basic ", encoded, NULL);
  sp_request_set_header (request, "Authorization", value, "Basic " SP_TWIN_REDACTED);
  sp_secret_text_free (g_steal_pointer (&encoded));
  sp_secret_text_free (g_steal_pointer (&value));
  return TRUE;
}

/* What is empty is left out: no server wants to be told nothing. */
static gboolean
set_own_headers (const SpRequestForm *self,
                 const SpVariables *variables,
                 SpRequest *request,
                 GError **error)
{
  for (guint i = 0; i < self->headers->len; i++)
    {
      const Header *header = g_ptr_array_index (self->headers, i);
      g_autoptr (SpTwin) value = sp_twin_new ();

      if (!sp_template_render (header->value, variables, value, error))
        return FALSE;
      if (value->text->len > 0)
        sp_request_set_header (request, header->name, value->text->str, value->redacted->str);
    }

  return TRUE;
}

static gboolean
set_headers (const SpRequestForm *self,
             const SpVariables *variables,
             SpRequest *request,
             GError **error)
{
  const SpRequestForm *login = self->user == NULL && self->inherits ? self->base : self;

  sp_request_set_header (request, "User-Agent", USER_AGENT, USER_AGENT);
  if (self->inherits && !set_own_headers (self->base, variables, request, error))
    return FALSE;
  if (!set_own_headers (self, variables, request, error))
    return FALSE;

  return login->user == NULL || set_basic (login, variables, request, error);
}

static gboolean
render_url (const SpRequestForm *self,
            gboolean ipv6,
            const SpVariables *variables,
            SpTwin *url,
            GError **error)
{
  const SpEndpoint *endpoint = ipv6 && self->ipv6_endpoint != NULL ? self->ipv6_endpoint
                                                                   : self->endpoint;

  if (endpoint == NULL)
    endpoint = self->base->endpoint;
  if (!sp_endpoint_render (endpoint, variables, url, error))
    return FALSE;
  if (self->tail == NULL)
    return TRUE;

  sp_twin_drop_suffix (url, "/");
  return sp_template_render (self->tail, variables, url, error);
}

/**
 * sp_request_form_fill_in:
 * @self: a form that was read without a problem
 * @method: GET, POST …
 * @ipv6: the request is about IPv6 alone
 * @variables: what the names stand for
 * @query: (nullable): what stands behind the “?”
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Returns: (transfer full): the request, without a body; or %NULL
 */
SpRequest *
sp_request_form_fill_in (const SpRequestForm *self,
                         const char *method,
                         gboolean ipv6,
                         const SpVariables *variables,
                         const SpTwin *query,
                         GError **error)
{
  g_autoptr (SpRequest) request = NULL;
  g_autoptr (SpTwin) url = sp_twin_new ();

  if (!render_url (self, ipv6, variables, url, error))
    return NULL;
  if (query != NULL && query->text->len > 0)
    {
      sp_twin_append (url, "?");
      sp_twin_append_twin (url, query);
    }

  request = sp_request_new (method, url->text->str, url->redacted->str);
  return set_headers (self, variables, request, error) ? g_steal_pointer (&request) : NULL;
}
