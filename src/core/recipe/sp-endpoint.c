/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-endpoint.h"

#include <string.h>

#include "base/sp-error.h"
#include "http/sp-server.h"

struct _SpEndpoint
{
  SpEndpointKind kind;
  SpServer *server; /* (owned) (nullable): of a fixed one */
  char *field;      /* (owned) (nullable): of the others */
  SpTemplate *path; /* (owned) (nullable): of a fixed one and of a server */
};

static gpointer
refuse (GError **error, const char *text, const char *problem)
{
  g_set_error (error, SP_ERROR, SP_ERROR_BAD_INPUT, "“%s” %s", text, problem);
  return NULL;
}

/* “${name}” at the beginning; @rest is what follows */
static char *
dup_first_name (const char *text, const char **rest)
{
  gsize length;

  if (!g_str_has_prefix (text, "${"))
    return NULL;

  length = strspn (text + 2, "abcdefghijklmnopqrstuvwxyz0123456789_");
  if (length == 0 || text[2 + length] != '}')
    return NULL;

  *rest = text + 2 + length + 1;
  return g_strndup (text + 2, length);
}

/* where the path begins in “scheme://server/path” */
static const char *
find_path (const char *text)
{
  const char *authority = strstr (text, "://");

  return authority == NULL ? NULL : authority + 3 + strcspn (authority + 3, "/?#");
}

static gboolean
parse_path (SpEndpoint *self, const char *text, const char *path, GError **error)
{
  if (path[0] != '\0' && path[0] != '/')
    return refuse (error, text, "needs a path that begins with “/”") != NULL;
  if (strpbrk (path, "?#") != NULL)
    return refuse (error, text, "holds a “?” or “#”; put the pairs into Extra= or Query=") != NULL;

  self->path = sp_template_new (path[0] == '\0' ? "/" : path, SP_PLACE_PATH, error);
  return self->path != NULL;
}

static gboolean
parse_fixed (SpEndpoint *self, const char *text, GError **error)
{
  const char *path = find_path (text);
  g_autofree char *origin = NULL;

  if (path == NULL)
    return refuse (error, text, "is no URL; write https://name/path or ${server}/path") != NULL;

  origin = g_strndup (text, (gsize) (path - text));
  if (strchr (origin, '$') != NULL)
    return refuse (error, text, "puts a field into the server's name; write ${server}/path") !=
           NULL;

  self->server = sp_server_parse (origin, error);
  return self->server != NULL && parse_path (self, text, path, error);
}

/**
 * sp_endpoint_new:
 * @text: the value of `Url=`
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Returns: (transfer full): the endpoint, or %NULL
 */
SpEndpoint *
sp_endpoint_new (const char *text, GError **error)
{
  g_autoptr (SpEndpoint) self = g_new0 (SpEndpoint, 1);
  const char *rest = text;
  gboolean ok = TRUE;

  self->field = dup_first_name (text, &rest);
  if (self->field == NULL)
    {
      self->kind = SP_ENDPOINT_FIXED;
      ok = parse_fixed (self, text, error);
    }
  else if (rest[0] != '\0' || strcmp (self->field, "server") == 0)
    {
      self->kind = SP_ENDPOINT_SERVER;
      ok = parse_path (self, text, rest, error);
    }
  else
    self->kind = SP_ENDPOINT_TEMPLATE;

  return ok ? g_steal_pointer (&self) : NULL;
}

/**
 * sp_endpoint_free:
 * @self: (transfer full): an endpoint
 */
void
sp_endpoint_free (SpEndpoint *self)
{
  g_clear_pointer (&self->server, sp_server_free);
  g_clear_pointer (&self->path, sp_template_free);
  g_free (self->field);
  g_free (self);
}

/**
 * sp_endpoint_get_kind:
 * @self: an endpoint
 *
 * Returns: who names the server
 */
SpEndpointKind
sp_endpoint_get_kind (const SpEndpoint *self)
{
  return self->kind;
}

/**
 * sp_endpoint_get_host:
 * @self: an endpoint
 *
 * Returns: (transfer none) (nullable): the server's name, if the recipe names it
 */
const char *
sp_endpoint_get_host (const SpEndpoint *self)
{
  return self->server == NULL ? NULL : self->server->host;
}

/**
 * sp_endpoint_is_plain:
 * @self: an endpoint
 *
 * Returns: %TRUE if the recipe says http://
 */
gboolean
sp_endpoint_is_plain (const SpEndpoint *self)
{
  return self->server != NULL && self->server->plain;
}

/**
 * sp_endpoint_get_field:
 * @self: an endpoint
 *
 * Returns: (transfer none) (nullable): the field in which the person names the server
 */
const char *
sp_endpoint_get_field (const SpEndpoint *self)
{
  return self->field;
}

/**
 * sp_endpoint_get_path:
 * @self: an endpoint
 *
 * Returns: (transfer none) (nullable): the path
 */
const SpTemplate *
sp_endpoint_get_path (const SpEndpoint *self)
{
  return self->path;
}

static gboolean
render_server (const SpEndpoint *self, const SpVariables *variables, SpTwin *url, GError **error)
{
  const char *text = sp_variables_get (variables, self->field);
  g_autoptr (SpServer) server = sp_server_parse (text, error);

  if (server == NULL)
    return FALSE;

  sp_twin_append (url, server->origin);
  if (server->path[0] == '\0')
    return sp_template_render (self->path, variables, url, error);

  sp_twin_append (url, server->path);
  return TRUE;
}

/* A person writes {host} and {ip}, as the pages of providers do; “{” has no other use in an URL. */
static char *
translate (const char *text)
{
  GString *translated = g_string_new (NULL);

  for (; *text != '\0'; text++)
    {
      if (*text == '$')
        g_string_append (translated, "$$");
      else if (g_str_has_prefix (text, "{host}"))
        {
          g_string_append (translated, "${fqdn}");
          text += strlen ("{host}") - 1;
        }
      else if (*text == '{')
        g_string_append (translated, "${");
      else
        g_string_append_c (translated, *text);
    }

  return g_string_free (translated, FALSE);
}

/* The origin is fixed text; the rest is one template in the place of a query, because a person may
 * put values into the path and behind “?” alike. No message quotes it: it may be a token. */
static gboolean
split_template (const char *text, char **origin, SpTemplate **rest, GError **error)
{
  const char *path = find_path (text);
  g_autofree char *front = path == NULL ? NULL : g_strndup (text, (gsize) (path - text));
  g_autofree char *translated = path == NULL ? NULL : translate (path);
  g_autoptr (SpServer) server = NULL;

  if (front == NULL || strpbrk (front, "{}") != NULL || path[0] != '/' ||
      strchr (path, '#') != NULL)
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_INPUT,
                   "this is no URL; write it like https://name/path?host={host}&ip={ip}");
      return FALSE;
    }

  server = sp_server_parse (front, error);
  if (server == NULL)
    return FALSE;

  *rest = sp_template_new (translated, SP_PLACE_QUERY, NULL);
  if (*rest == NULL)
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_INPUT,
                   "the URL holds a character to percent-encode, or a placeholder that is none; "
                   "there are {host}, {ip}, {ip4} and {ip6}");
      return FALSE;
    }

  *origin = g_strdup (server->origin);
  return TRUE;
}

static gboolean
refuse_template (GError **error, const char *problem)
{
  g_set_error_literal (error, SP_ERROR, SP_ERROR_BAD_INPUT, problem);
  return FALSE;
}

/* The address is always sent, never left to the server to guess. */
static gboolean
check_places (const SpTemplate *rest, gboolean *families, gboolean *together, GError **error)
{
  static const char *const known[] = { "fqdn", "ip", "ip4", "ip6", "user", "pass", NULL };
  gboolean either, four, six;

  for (const char *const *used = sp_template_get_names (rest); *used != NULL; used++)
    if (!g_strv_contains (known, *used))
      return refuse_template (error,
                              "the URL holds a placeholder that is none; there are {host}, {ip}, "
                              "{ip4} and {ip6}");

  either = sp_template_has_name (rest, "ip");
  four = sp_template_has_name (rest, "ip4");
  six = sp_template_has_name (rest, "ip6");
  if (!either && !four && !six)
    return refuse_template (error,
                            "the URL has no place for the address; write {ip} where it belongs, "
                            "so that the server need not guess");
  if (either && (four || six))
    return refuse_template (error,
                            "the URL holds {ip} beside {ip4} or {ip6}; write {ip} for a request "
                            "for each family, the others for one request with both");

  if (families != NULL)
    {
      families[SP_FAMILY_IPV4] = either || four;
      families[SP_FAMILY_IPV6] = either || six;
    }
  if (together != NULL)
    *together = four && six;
  return TRUE;
}

static gboolean
render_template (const SpEndpoint *self, const SpVariables *variables, SpTwin *url, GError **error)
{
  gboolean secret = sp_variables_is_secret (variables, self->field);
  g_autoptr (SpTemplate) rest = NULL;
  g_autoptr (SpTwin) tail = sp_twin_new ();
  g_autofree char *origin = NULL;

  if (!split_template (sp_variables_get (variables, self->field), &origin, &rest, error))
    return FALSE;
  if (!check_places (rest, NULL, NULL, error))
    return FALSE;

  if (!sp_template_render (rest, variables, tail, error))
    return FALSE;

  sp_twin_append (url, origin);
  if (!secret)
    {
      sp_twin_append_twin (url, tail);
      return TRUE;
    }

  /* a token may stand anywhere in what the person pasted; only the server may be known */
  g_string_append (url->text, tail->text->str);
  g_string_append (url->redacted, "/" SP_TWIN_REDACTED);
  return TRUE;
}

/**
 * sp_endpoint_render:
 * @self: an endpoint
 * @variables: what the names stand for
 * @url: gets the URL appended
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Returns: %TRUE if the URL may be asked
 */
gboolean
sp_endpoint_render (const SpEndpoint *self,
                    const SpVariables *variables,
                    SpTwin *url,
                    GError **error)
{
  switch (self->kind)
    {
    case SP_ENDPOINT_FIXED:
      sp_twin_append (url, self->server->origin);
      return sp_template_render (self->path, variables, url, error);
    case SP_ENDPOINT_SERVER:
      return render_server (self, variables, url, error);
    case SP_ENDPOINT_TEMPLATE:
      return render_template (self, variables, url, error);
    default:
      g_return_val_if_reached (FALSE);
    }
}

/**
 * sp_endpoint_check_template:
 * @text: a whole URL with `{host}`, and `{ip}` or `{ip4}` and `{ip6}`, in path and query
 * @families: (out) (optional) (array fixed-size=2): which families it has a place for
 * @together: (out) (optional): {ip4} and {ip6} share the request; else {ip} stands for each
 * @error: return location for %SP_ERROR_BAD_INPUT; the message quotes nothing of @text
 *
 * Returns: %TRUE if a person may use it
 */
gboolean
sp_endpoint_check_template (const char *text,
                            gboolean *families,
                            gboolean *together,
                            GError **error)
{
  g_autoptr (SpTemplate) rest = NULL;
  g_autofree char *origin = NULL;

  return split_template (text, &origin, &rest, error) &&
         check_places (rest, families, together, error);
}
