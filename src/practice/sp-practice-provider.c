/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-practice-provider.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Dyn's limit, which most servers took over. */
#define MAX_HOSTS     20
#define NAME_MAX_TEXT 253

#define N_FAMILIES 2

struct _SpPracticeProvider
{
  GObject parent_instance;

  SpPracticeZone *zone;                /* (owned) */
  char *user;                          /* (owned) */
  char *password;                      /* (owned) */
  GInetAddress *addresses[N_FAMILIES]; /* (owned) (nullable): IPv4, IPv6 */
  GHashTable *unchanged; /* (owned) (element-type utf8 guint): “nochg” in a row, by host */
  char *forced;          /* (owned) (nullable): code of the next answers */
  guint forced_times;
  guint delay_ms;
  guint nochg_limit;
  guint n_requests;
};

/* The addresses one request asks for. */
typedef struct
{
  GInetAddress *by_family[N_FAMILIES]; /* (owned) (nullable) */
} Wish;

/* An answer that can be asked for by its code. */
typedef struct
{
  const char *code;
  gboolean is_per_host;
  guint http_status;
} ForcedAnswer;

static const ForcedAnswer forced_answers[] = {
  { "good", TRUE, 200 },     { "nochg", TRUE, 200 },     { "nohost", TRUE, 200 },
  { "notfqdn", TRUE, 200 },  { "!yours", TRUE, 200 },    { "abuse", TRUE, 200 },
  { "badauth", FALSE, 401 }, { "badagent", FALSE, 200 }, { "!donator", FALSE, 200 },
  { "numhost", FALSE, 200 }, { "badsys", FALSE, 200 },   { "dnserr", FALSE, 200 },
  { "911", FALSE, 200 },     { "500", FALSE, 500 },      { "503", FALSE, 503 },
  { "429", FALSE, 429 },     { "silent", FALSE, 0 },
};

enum
{
  EVENT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SpPracticeProvider, sp_practice_provider, G_TYPE_OBJECT)

static void
wish_clear (Wish *wish)
{
  for (guint i = 0; i < N_FAMILIES; i++)
    g_clear_object (&wish->by_family[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wish, wish_clear)

static void
sp_practice_provider_finalize (GObject *object)
{
  SpPracticeProvider *self = SP_PRACTICE_PROVIDER (object);

  g_clear_object (&self->zone);
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->password, g_free);
  for (guint i = 0; i < N_FAMILIES; i++)
    g_clear_object (&self->addresses[i]);
  g_clear_pointer (&self->unchanged, g_hash_table_unref);
  g_clear_pointer (&self->forced, g_free);

  G_OBJECT_CLASS (sp_practice_provider_parent_class)->finalize (object);
}

static void
sp_practice_provider_class_init (SpPracticeProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_practice_provider_finalize;

  signals[EVENT] = g_signal_new ("event",
                                 G_TYPE_FROM_CLASS (klass),
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 1,
                                 G_TYPE_STRING);
}

static void
sp_practice_provider_init (SpPracticeProvider *self)
{
  self->unchanged = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->nochg_limit = SP_PRACTICE_NOCHG_LIMIT;
}

static void G_GNUC_PRINTF (2, 3) report (SpPracticeProvider *self, const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list arguments;

  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_signal_emit (self, signals[EVENT], 0, line);
}

static guint
get_family_index (GSocketFamily family)
{
  return family == G_SOCKET_FAMILY_IPV4 ? 0 : 1;
}

static GSocketFamily
get_indexed_family (guint index)
{
  return index == 0 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6;
}

/* RFC 1123 §2.1 with the “_” and the leading “*” that DNS hosters allow. */
static gboolean
is_host_name (const char *name)
{
  g_auto (GStrv) labels = g_strsplit (name, ".", -1);

  if (strlen (name) > NAME_MAX_TEXT || g_strv_length (labels) < 2)
    return FALSE;

  for (guint i = 0; labels[i] != NULL; i++)
    {
      gsize length = strlen (labels[i]);

      if (i == 0 && g_str_equal (labels[i], "*"))
        continue;
      if (length < 1 || length > 63 || labels[i][0] == '-' || labels[i][length - 1] == '-' ||
          strspn (labels[i], "abcdefghijklmnopqrstuvwxyz0123456789-_") != length)
        return FALSE;
    }

  return TRUE;
}

static char *
fold_name (const char *text)
{
  g_autofree char *name = g_ascii_strdown (text, -1);

  g_strstrip (name);
  if (g_str_has_suffix (name, "."))
    name[strlen (name) - 1] = '\0';

  return g_steal_pointer (&name);
}

static gboolean
add_wishes (Wish *wish, const char *list)
{
  g_auto (GStrv) texts = g_strsplit (list, ",", -1);

  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (g_strstrip (texts[i]));
      guint index;

      if (address == NULL)
        return FALSE;
      index = get_family_index (g_inet_address_get_family (address));
      if (wish->by_family[index] != NULL)
        return FALSE;
      wish->by_family[index] = g_steal_pointer (&address);
    }

  return TRUE;
}

/* A request without an address gets the one it came from: that is the trap the real servers set. */
static gboolean
read_wish (SpPracticeProvider *self, const SpPracticeUpdate *update, Wish *wish)
{
  guint index = get_family_index (update->connection);

  if (update->myip != NULL && *update->myip != '\0' && !add_wishes (wish, update->myip))
    return FALSE;
  if (update->myipv6 != NULL && *update->myipv6 != '\0' && !add_wishes (wish, update->myipv6))
    return FALSE;

  if (wish->by_family[0] == NULL && wish->by_family[1] == NULL)
    g_set_object (&wish->by_family[index], self->addresses[index]);
  return wish->by_family[0] != NULL || wish->by_family[1] != NULL;
}

static char *
describe_wish (const Wish *wish)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < N_FAMILIES; i++)
    {
      g_autofree char *address = NULL;

      if (wish->by_family[i] == NULL)
        continue;
      address = g_inet_address_to_string (wish->by_family[i]);
      g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "", address);
    }

  return g_string_free (text, FALSE);
}

static gboolean
apply_wish (SpPracticeProvider *self, const char *host, const Wish *wish)
{
  gboolean has_changed = FALSE;

  for (guint i = 0; i < N_FAMILIES; i++)
    {
      if (wish->by_family[i] != NULL && sp_practice_zone_set (self->zone, host, wish->by_family[i]))
        has_changed = TRUE;
    }

  return has_changed;
}

static guint
get_unchanged (SpPracticeProvider *self, const char *host)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->unchanged, host));
}

static void
set_unchanged (SpPracticeProvider *self, const char *host, guint count)
{
  g_hash_table_insert (self->unchanged, g_strdup (host), GUINT_TO_POINTER (count));
}

static gboolean
is_name_server (SpPracticeProvider *self, const char *host)
{
  g_autofree char *name = g_strconcat ("ns.", sp_practice_zone_get_origin (self->zone), NULL);

  return g_str_equal (host, name);
}

static void
update_host (SpPracticeProvider *self, const char *host, const Wish *wish, GString *body)
{
  g_autofree char *wanted = describe_wish (wish);

  if (get_unchanged (self, host) >= self->nochg_limit)
    {
      g_string_append (body, "abuse\n");
      report (self, _ ("Refused %s: it is blocked for too many updates (abuse)."), host);
    }
  else if (apply_wish (self, host, wish))
    {
      set_unchanged (self, host, 0);
      g_string_append_printf (body, "good %s\n", wanted);
      report (self, _ ("%s now points to %s (good)."), host, wanted);
    }
  else
    {
      set_unchanged (self, host, get_unchanged (self, host) + 1);
      g_string_append_printf (body, "nochg %s\n", wanted);
      report (self, _ ("%s already points to %s (nochg)."), host, wanted);
    }
}

static void
answer_host (SpPracticeProvider *self, const char *text, const Wish *wish, GString *body)
{
  g_autofree char *host = fold_name (text);

  if (!is_host_name (host))
    {
      g_string_append (body, "notfqdn\n");
      report (self, _ ("Refused a name that is not a full host name (notfqdn)."));
    }
  else if (!sp_practice_zone_covers (self->zone, host) || is_name_server (self, host))
    {
      g_string_append (body, "nohost\n");
      report (self, _ ("Refused %s: it is not a host of this account (nohost)."), host);
    }
  else
    {
      update_host (self, host, wish, body);
    }
}

static guint
refuse (SpPracticeProvider *self, guint status, const char *code, GString *body)
{
  g_string_append_printf (body, "%s\n", code);
  report (self, _ ("Refused an update (%s)."), code);
  return status;
}

static const ForcedAnswer *
find_forced_answer (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (forced_answers); i++)
    {
      if (g_str_equal (forced_answers[i].code, code))
        return &forced_answers[i];
    }

  return NULL;
}

static guint
give_forced_answer (SpPracticeProvider *self, char *const *hosts, const Wish *wish, GString *body)
{
  const ForcedAnswer *answer = find_forced_answer (self->forced);
  guint n_lines = answer->is_per_host ? g_strv_length ((char **) hosts) : 1;

  self->forced_times--;
  report (self, _ ("Gave the answer that was asked for (%s)."), answer->code);

  /* The update is done and its answer gets lost: nobody outside can know. */
  if (answer->http_status == 0)
    {
      for (guint i = 0; hosts[i] != NULL; i++)
        answer_host (self, hosts[i], wish, body);
      return 0;
    }

  for (guint i = 0; i < n_lines; i++)
    g_string_append_printf (body, "%s\n", answer->code);
  return answer->http_status;
}

/**
 * sp_practice_provider_new:
 * @zone: the names it keeps
 * @user: the user name of its one account
 * @password: the password of that account
 *
 * Returns: (transfer full): a provider that knows no public address yet
 */
SpPracticeProvider *
sp_practice_provider_new (SpPracticeZone *zone, const char *user, const char *password)
{
  SpPracticeProvider *self = g_object_new (SP_TYPE_PRACTICE_PROVIDER, NULL);

  self->zone = g_object_ref (zone);
  self->user = g_strdup (user);
  self->password = g_strdup (password);
  return self;
}

/**
 * sp_practice_provider_get_user:
 * @self: a provider
 *
 * Returns: (transfer none): the user name of its account
 */
const char *
sp_practice_provider_get_user (SpPracticeProvider *self)
{
  g_return_val_if_fail (SP_IS_PRACTICE_PROVIDER (self), NULL);

  return self->user;
}

/**
 * sp_practice_provider_update:
 * @self: a provider
 * @update: the request
 * @body: where the answer is appended: one line per host in the order of the request, or one line
 *   for the whole request
 *
 * Returns: the HTTP status; 0 when there must be no answer at all
 */
guint
sp_practice_provider_update (SpPracticeProvider *self,
                             const SpPracticeUpdate *update,
                             GString *body)
{
  g_auto (GStrv) hosts = g_strsplit (update->hostname != NULL ? update->hostname : "", ",", -1);
  g_auto (Wish) wish = { { NULL } };

  g_return_val_if_fail (SP_IS_PRACTICE_PROVIDER (self), 0);

  self->n_requests++;
  if (update->agent == NULL || *update->agent == '\0')
    return refuse (self, 200, "badagent", body);
  if (g_strcmp0 (update->user, self->user) != 0 ||
      g_strcmp0 (update->password, self->password) != 0)
    return refuse (self, 401, "badauth", body);
  if (self->forced_times > 0)
    {
      read_wish (self, update, &wish);
      return give_forced_answer (self, hosts, &wish, body);
    }
  if (g_strcmp0 (update->offline, "YES") == 0)
    return refuse (self, 200, "!donator", body);
  if (hosts[0] == NULL || *hosts[0] == '\0')
    return refuse (self, 200, "notfqdn", body);
  if (g_strv_length (hosts) > MAX_HOSTS)
    return refuse (self, 200, "numhost", body);
  if (!read_wish (self, update, &wish))
    return refuse (self, 200, "badip", body);

  for (guint i = 0; hosts[i] != NULL; i++)
    answer_host (self, hosts[i], &wish, body);
  return 200;
}

/**
 * sp_practice_provider_get_address:
 * @self: a provider
 * @family: IPv4 or IPv6
 *
 * Returns: (transfer none) (nullable): the public address, %NULL if this place has none
 */
GInetAddress *
sp_practice_provider_get_address (SpPracticeProvider *self, GSocketFamily family)
{
  g_return_val_if_fail (SP_IS_PRACTICE_PROVIDER (self), NULL);

  return self->addresses[get_family_index (family)];
}

/**
 * sp_practice_provider_set_address:
 * @self: a provider
 * @family: IPv4 or IPv6
 * @text: an address of that family, or “off”
 * @error: return location for %G_IO_ERROR_INVALID_ARGUMENT
 *
 * Changes what the echo service answers from now on.
 *
 * Returns: %TRUE if @text could be used
 */
gboolean
sp_practice_provider_set_address (SpPracticeProvider *self,
                                  GSocketFamily family,
                                  const char *text,
                                  GError **error)
{
  const char *label = family == G_SOCKET_FAMILY_IPV4 ? "IPv4" : "IPv6";
  g_autoptr (GInetAddress) address = NULL;
  g_autofree char *canonical = NULL;

  g_return_val_if_fail (SP_IS_PRACTICE_PROVIDER (self), FALSE);

  if (g_str_equal (text, "off"))
    {
      g_clear_object (&self->addresses[get_family_index (family)]);
      report (self, _ ("There is no public %s address any more."), label);
      return TRUE;
    }

  address = g_inet_address_new_from_string (text);
  if (address == NULL || g_inet_address_get_family (address) != family)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("“%s” is not an %s address. Type one, or “off”."),
                   text,
                   label);
      return FALSE;
    }

  canonical = g_inet_address_to_string (address);
  g_set_object (&self->addresses[get_family_index (family)], address);
  report (self, _ ("The public %s address is %s."), label, canonical);
  return TRUE;
}

/**
 * sp_practice_provider_force_answer:
 * @self: a provider
 * @code: a code word, “500”, “503”, “429” or “silent”
 * @times: how many of the next updates get it; 0 forgets what was asked before
 * @error: return location for %G_IO_ERROR_INVALID_ARGUMENT
 *
 * A forced answer changes no address; only “silent” does the update and never answers.
 *
 * Returns: %TRUE if @code is known
 */
gboolean
sp_practice_provider_force_answer (SpPracticeProvider *self,
                                   const char *code,
                                   guint times,
                                   GError **error)
{
  g_return_val_if_fail (SP_IS_PRACTICE_PROVIDER (self), FALSE);

  if (find_forced_answer (code) == NULL)
    {
      g_autoptr (GString) known = g_string_new (NULL);

      for (guint i = 0; i < G_N_ELEMENTS (forced_answers); i++)
        g_string_append_printf (known, "%s%s", i > 0 ? " " : "", forced_answers[i].code);
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("“%s” is not an answer. There are: %s."),
                   code,
                   known->str);
      return FALSE;
    }

  g_clear_pointer (&self->forced, g_free);
  self->forced = g_strdup (code);
  self->forced_times = times;
  report (self,
          ngettext ("The next %u update gets the answer %s.",
                    "The next %u updates get the answer %s.",
                    times),
          times,
          code);
  return TRUE;
}

/**
 * sp_practice_provider_get_delay_ms:
 * @self: a provider
 *
 * Returns: how long each answer is held back, in milliseconds
 */
guint
sp_practice_provider_get_delay_ms (SpPracticeProvider *self)
{
  g_return_val_if_fail (SP_IS_PRACTICE_PROVIDER (self), 0);

  return self->delay_ms;
}

/**
 * sp_practice_provider_set_delay_ms:
 * @self: a provider
 * @delay_ms: how long to hold back each answer, 0…60000 ms; what was asked is done at once
 */
void
sp_practice_provider_set_delay_ms (SpPracticeProvider *self, guint delay_ms)
{
  g_return_if_fail (SP_IS_PRACTICE_PROVIDER (self));

  self->delay_ms = MIN (delay_ms, SP_PRACTICE_MAX_DELAY_MS);
  if (delay_ms > 0)
    report (self, _ ("Each answer takes %u ms from now on."), self->delay_ms);
}

/**
 * sp_practice_provider_set_nochg_limit:
 * @self: a provider
 * @limit: how many updates that change nothing a host may get in a row, before it is blocked
 */
void
sp_practice_provider_set_nochg_limit (SpPracticeProvider *self, guint limit)
{
  g_return_if_fail (SP_IS_PRACTICE_PROVIDER (self));

  self->nochg_limit = limit;
}

/**
 * sp_practice_provider_unblock:
 * @self: a provider
 * @host: a host name in any case
 * @error: return location for %G_IO_ERROR_NOT_FOUND
 *
 * What a person does on a real provider's page after “abuse”.
 *
 * Returns: %TRUE if there is such a host
 */
gboolean
sp_practice_provider_unblock (SpPracticeProvider *self, const char *host, GError **error)
{
  g_autofree char *name = fold_name (host);

  g_return_val_if_fail (SP_IS_PRACTICE_PROVIDER (self), FALSE);

  if (!g_hash_table_remove (self->unchanged, name))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("There is no host “%s”."), host);
      return FALSE;
    }

  report (self, _ ("%s may be updated again."), name);
  return TRUE;
}

static void
append_address (GString *text, const char *what, const char *family, GInetAddress *address)
{
  g_autofree char *canonical = NULL;

  if (address == NULL)
    return;
  canonical = g_inet_address_to_string (address);
  g_string_append_printf (text, "%s %s %s\n", what, family, canonical);
}

/**
 * sp_practice_provider_describe:
 * @self: a provider
 *
 * The whole state, for programs: “requests N”, “public ipv4 ADDRESS”, and per host
 * “HOST ipv4 ADDRESS”, each on a line of its own.
 *
 * Returns: (transfer full): lines of text
 */
char *
sp_practice_provider_describe (SpPracticeProvider *self)
{
  GString *text = g_string_new (NULL);
  g_auto (GStrv) names = NULL;

  g_return_val_if_fail (SP_IS_PRACTICE_PROVIDER (self), NULL);

  g_string_append_printf (text, "requests %u\n", self->n_requests);
  append_address (text, "public", "ipv4", self->addresses[0]);
  append_address (text, "public", "ipv6", self->addresses[1]);

  names = sp_practice_zone_list_names (self->zone);
  for (guint i = 0; names[i] != NULL; i++)
    {
      for (guint k = 0; k < N_FAMILIES; k++)
        append_address (text,
                        names[i],
                        k == 0 ? "ipv4" : "ipv6",
                        sp_practice_zone_get (self->zone, names[i], get_indexed_family (k)));
    }

  return g_string_free (text, FALSE);
}
