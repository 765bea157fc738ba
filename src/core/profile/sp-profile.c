/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "profile/sp-profile.h"

#include "base/sp-error.h"
#include "base/sp-quote.h"
#include "profile/sp-field-text.h"
#include "profile/sp-host-name.h"
#include "profile/sp-value-file.h"

#include <string.h>

#define GROUP          "Profile"
#define MAX_HOSTS      1000
#define MAX_NAME       100 /* characters: what a row of the window can show */
#define MIN_INTERVAL_S 60
#define MAX_INTERVAL_S 86400
#define MIN_TTL_S      30
#define MAX_TTL_S      604800 /* RFC 8767 §4: resolvers keep nothing longer */

/* IFNAMSIZ of linux/if.h, with its NUL */
#define MAX_INTERFACE_OCTETS 15

/* Longer than most files: a table of all keys, and a described getter for each.
 *
 * What a person edits, as one immutable value. The engine compares it with the one before to see
 * what changed, and keeps state by its id. Made by sp_profile_new() and sp_profile_with(), or from
 * the text of a file, which goes the same way key by key. */
struct _SpProfile
{
  char *id;         /* (owned) */
  char *name;       /* (owned) */
  char *group;      /* (owned): empty for none */
  char *account_id; /* (owned) */
  GPtrArray *hosts; /* (owned) (element-type utf8): A-label names, NULL-terminated */
  SpRowMode rows[SP_N_FAMILIES];
  SpAddress *fixed[SP_N_FAMILIES]; /* (owned) (nullable): only for SP_ROW_FIXED */
  gboolean is_this_network;
  char *source;     /* (owned) */
  guint interval_s; /* 0 for the one in the settings */
  guint ttl_s;      /* 0 for what is there or what the provider usually says */
  gboolean may_create;
  gboolean allows_special;
  gboolean is_enabled;
};

/* One key: how its text gets into a profile that nobody else has yet, and out again. */
typedef struct
{
  const char *name;
  gboolean (*take) (SpProfile *self, const char *value, GError **error);
  char *(*give) (const SpProfile *self);
} Key;

static void
clear_profile (gpointer data)
{
  SpProfile *self = data;

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->group, g_free);
  g_clear_pointer (&self->account_id, g_free);
  g_clear_pointer (&self->hosts, g_ptr_array_unref);
  for (guint i = 0; i < SP_N_FAMILIES; i++)
    g_clear_pointer (&self->fixed[i], sp_address_unref);
  g_clear_pointer (&self->source, g_free);
}

static gboolean
refuse (const char *key, const char *value, const char *reason, GError **error)
{
  g_autofree char *quoted = sp_quote (value);

  g_set_error (error, SP_ERROR, SP_ERROR_BAD_INPUT, "%s: %s %s", key, quoted, reason);
  return FALSE;
}

static void
set_text (char **field, const char *text)
{
  g_clear_pointer (field, g_free);
  *field = g_strdup (text);
}

static gboolean
take_name (SpProfile *self, const char *value, GError **error)
{
  if (*value == '\0')
    return refuse ("name", value, "is empty; give the profile a name", error);
  if (g_utf8_strlen (value, -1) > MAX_NAME)
    return refuse ("name", value, "is longer than 100 characters", error);

  set_text (&self->name, value);
  return TRUE;
}

static char *
give_name (const SpProfile *self)
{
  return g_strdup (self->name);
}

static gboolean
take_group (SpProfile *self, const char *value, GError **error)
{
  if (g_utf8_strlen (value, -1) > MAX_NAME)
    return refuse ("group", value, "is longer than 100 characters", error);

  set_text (&self->group, value);
  return TRUE;
}

static char *
give_group (const SpProfile *self)
{
  return g_strdup (self->group);
}

static gboolean
take_account (SpProfile *self, const char *value, GError **error)
{
  if (!sp_field_text_is_id (value))
    return refuse ("account", value, "is not the id of an account", error);

  set_text (&self->account_id, value);
  return TRUE;
}

static char *
give_account (const SpProfile *self)
{
  return g_strdup (self->account_id);
}

static gboolean
take_hosts (SpProfile *self, const char *value, GError **error)
{
  g_autoptr (GPtrArray) hosts = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) words = g_strsplit_set (value, ", ", -1);

  for (char **word = words; *word != NULL; word++)
    {
      g_autofree char *host = NULL;

      if (**word == '\0')
        continue;

      host = sp_host_name_normalize (*word, error);
      if (host == NULL)
        {
          g_prefix_error (error, "hosts: ");
          return FALSE;
        }
      if (g_ptr_array_find_with_equal_func (hosts, host, g_str_equal, NULL))
        return refuse ("hosts", *word, "is there twice", error);
      g_ptr_array_add (hosts, g_steal_pointer (&host));
    }

  if (hosts->len == 0)
    return refuse ("hosts", value, "names no host; write one or more, with commas between", error);
  if (hosts->len > MAX_HOSTS)
    return refuse ("hosts", value, "names more than 1000 hosts; use several profiles", error);

  g_ptr_array_add (hosts, NULL);
  g_clear_pointer (&self->hosts, g_ptr_array_unref);
  self->hosts = g_steal_pointer (&hosts);
  return TRUE;
}

static char *
give_hosts (const SpProfile *self)
{
  return g_strjoinv (",", (char **) self->hosts->pdata);
}

static gboolean
take_fixed (SpProfile *self, SpFamily family, const char *text, GError **error)
{
  const char *key = sp_family_to_string (family);
  g_autoptr (SpAddress) address = sp_address_new_from_string (text, error);

  if (address == NULL)
    {
      g_prefix_error (error, "%s: ", key);
      return FALSE;
    }
  if (sp_address_get_family (address) != family)
    return refuse (key, text, "is an address of the other family", error);

  self->fixed[family] = g_steal_pointer (&address);
  self->rows[family] = SP_ROW_FIXED;
  return TRUE;
}

static gboolean
take_row (SpProfile *self, SpFamily family, const char *value, GError **error)
{
  g_clear_pointer (&self->fixed[family], sp_address_unref);
  if (g_str_has_prefix (value, "fixed:"))
    return take_fixed (self, family, value + strlen ("fixed:"), error);

  if (strcmp (value, "automatic") == 0)
    self->rows[family] = SP_ROW_AUTOMATIC;
  else if (strcmp (value, "off") == 0)
    self->rows[family] = SP_ROW_OFF;
  else if (strcmp (value, "leave") == 0)
    self->rows[family] = SP_ROW_LEAVE;
  else
    return refuse (sp_family_to_string (family),
                   value,
                   "is not known in this version; write automatic, off, leave or fixed:ADDRESS",
                   error);
  return TRUE;
}

static char *
give_row (const SpProfile *self, SpFamily family)
{
  switch (self->rows[family])
    {
    case SP_ROW_AUTOMATIC:
      return g_strdup ("automatic");
    case SP_ROW_OFF:
      return g_strdup ("off");
    case SP_ROW_LEAVE:
      return g_strdup ("leave");
    case SP_ROW_FIXED:
      return g_strconcat ("fixed:", sp_address_get_text (self->fixed[family]), NULL);
    default:
      g_return_val_if_reached (NULL);
    }
}

static gboolean
take_ipv4 (SpProfile *self, const char *value, GError **error)
{
  return take_row (self, SP_FAMILY_IPV4, value, error);
}

static char *
give_ipv4 (const SpProfile *self)
{
  return give_row (self, SP_FAMILY_IPV4);
}

static gboolean
take_ipv6 (SpProfile *self, const char *value, GError **error)
{
  return take_row (self, SP_FAMILY_IPV6, value, error);
}

static char *
give_ipv6 (const SpProfile *self)
{
  return give_row (self, SP_FAMILY_IPV6);
}

static gboolean
take_device (SpProfile *self, const char *value, GError **error)
{
  gboolean is_this_network = strcmp (value, "this-network") == 0;

  if (!is_this_network && strcmp (value, "this-computer") != 0)
    return refuse ("device",
                   value,
                   "is not known in this version; write this-computer or this-network",
                   error);

  self->is_this_network = is_this_network;
  return TRUE;
}

static char *
give_device (const SpProfile *self)
{
  return g_strdup (self->is_this_network ? "this-network" : "this-computer");
}

static gboolean
is_interface_name (const char *text)
{
  gsize length = strlen (text);

  /* dev_valid_name() of the kernel */
  return length > 0 && length <= MAX_INTERFACE_OCTETS && strpbrk (text, "/: ") == NULL &&
         strcmp (text, ".") != 0 && strcmp (text, "..") != 0;
}

static gboolean
take_source (SpProfile *self, const char *value, GError **error)
{
  if (g_str_has_prefix (value, "interface:"))
    {
      if (!is_interface_name (value + strlen ("interface:")))
        return refuse ("source", value, "does not end in the name of an interface", error);
    }
  else if (g_str_has_prefix (value, "url:"))
    {
      if (!sp_field_text_check_web_address ("source", value + strlen ("url:"), error))
        return FALSE;
    }
  else if (strcmp (value, "automatic") != 0 && strcmp (value, "echo") != 0)
    return refuse ("source",
                   value,
                   "is not known in this version; write automatic, echo, interface:NAME or url:URL",
                   error);

  set_text (&self->source, value);
  return TRUE;
}

static char *
give_source (const SpProfile *self)
{
  return g_strdup (self->source);
}

static gboolean
take_interval (SpProfile *self, const char *value, GError **error)
{
  if (strcmp (value, "automatic") != 0)
    return sp_field_text_parse_number ("interval",
                                       value,
                                       MIN_INTERVAL_S,
                                       MAX_INTERVAL_S,
                                       &self->interval_s,
                                       error);

  self->interval_s = 0;
  return TRUE;
}

static char *
give_interval (const SpProfile *self)
{
  return self->interval_s == 0 ? g_strdup ("automatic") : g_strdup_printf ("%u", self->interval_s);
}

static gboolean
take_ttl (SpProfile *self, const char *value, GError **error)
{
  if (*value != '\0')
    return sp_field_text_parse_number ("ttl", value, MIN_TTL_S, MAX_TTL_S, &self->ttl_s, error);

  self->ttl_s = 0;
  return TRUE;
}

static char *
give_ttl (const SpProfile *self)
{
  return self->ttl_s == 0 ? g_strdup ("") : g_strdup_printf ("%u", self->ttl_s);
}

static gboolean
take_create (SpProfile *self, const char *value, GError **error)
{
  return sp_field_text_parse_boolean ("create", value, &self->may_create, error);
}

static char *
give_create (const SpProfile *self)
{
  return g_strdup (self->may_create ? "true" : "false");
}

static gboolean
take_allow_special (SpProfile *self, const char *value, GError **error)
{
  return sp_field_text_parse_boolean ("allow-special", value, &self->allows_special, error);
}

static char *
give_allow_special (const SpProfile *self)
{
  return g_strdup (self->allows_special ? "true" : "false");
}

static gboolean
take_enabled (SpProfile *self, const char *value, GError **error)
{
  return sp_field_text_parse_boolean ("enabled", value, &self->is_enabled, error);
}

static char *
give_enabled (const SpProfile *self)
{
  return g_strdup (self->is_enabled ? "true" : "false");
}

static const Key keys[] = {
  { "name", take_name, give_name },
  { "group", take_group, give_group },
  { "account", take_account, give_account },
  { "hosts", take_hosts, give_hosts },
  { "ipv4", take_ipv4, give_ipv4 },
  { "ipv6", take_ipv6, give_ipv6 },
  { "device", take_device, give_device },
  { "source", take_source, give_source },
  { "interval", take_interval, give_interval },
  { "ttl", take_ttl, give_ttl },
  { "create", take_create, give_create },
  { "allow-special", take_allow_special, give_allow_special },
  { "enabled", take_enabled, give_enabled },
};

static const char *const key_names[] = {
  "name",   "group",    "account", "hosts",  "ipv4",          "ipv6",    "device",
  "source", "interval", "ttl",     "create", "allow-special", "enabled", NULL,
};
G_STATIC_ASSERT (G_N_ELEMENTS (key_names) == G_N_ELEMENTS (keys) + 1);

static const Key *
lookup_key (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (strcmp (keys[i].name, name) == 0)
      return &keys[i];
  return NULL;
}

static SpProfile *
copy_profile (const SpProfile *self)
{
  SpProfile *copy = g_atomic_rc_box_new (SpProfile);

  *copy = *self;
  copy->id = g_strdup (self->id);
  copy->name = g_strdup (self->name);
  copy->group = g_strdup (self->group);
  copy->account_id = g_strdup (self->account_id);
  copy->hosts = g_ptr_array_ref (self->hosts);
  for (guint i = 0; i < SP_N_FAMILIES; i++)
    copy->fixed[i] = self->fixed[i] != NULL ? sp_address_ref (self->fixed[i]) : NULL;
  copy->source = g_strdup (self->source);
  return copy;
}

static gboolean
take_value (gpointer profile, const char *name, const char *value, GError **error)
{
  const Key *key = lookup_key (name);
  g_autofree char *known = NULL;
  g_autofree char *quoted = NULL;

  if (key != NULL)
    return sp_field_text_check_line (name, value, error) && key->take (profile, value, error);

  known = g_strjoinv (" ", (char **) key_names);
  quoted = sp_quote (name);
  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_INPUT,
               "the profile key %s is not known in this version; known are %s",
               quoted,
               known);
  return FALSE;
}

/**
 * sp_profile_new:
 * @id: 1…64 letters, digits, “-” and “_”; a UUID for a new one
 * @name: what the person calls it
 * @account_id: the account it uses
 *
 * Returns: (transfer full): an enabled profile without host names, both families automatic
 */
SpProfile *
sp_profile_new (const char *id, const char *name, const char *account_id)
{
  SpProfile *self;

  g_return_val_if_fail (sp_field_text_is_id (id), NULL);

  self = g_atomic_rc_box_new0 (SpProfile);
  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->group = g_strdup ("");
  self->account_id = g_strdup (account_id);
  self->hosts = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->hosts, NULL);
  self->source = g_strdup ("automatic");
  self->may_create = TRUE;
  self->is_enabled = TRUE;
  return self;
}

/**
 * sp_profile_with:
 * @self: a profile
 * @key: one of sp_profile_list_keys()
 * @value: (nullable): its text, as in the file, on the command line and in the editor
 * @error: %SP_ERROR_BAD_INPUT if the key is not known or the value breaks its rule
 *
 * Returns: (transfer full): a copy of @self with that value
 */
SpProfile *
sp_profile_with (SpProfile *self, const char *key, const char *value, GError **error)
{
  g_autoptr (SpProfile) copy = copy_profile (self);

  if (!take_value (copy, key, value, error))
    return NULL;

  return g_steal_pointer (&copy);
}

/**
 * sp_profile_from_text:
 * @id: its id, the name of the file
 * @text: what sp_profile_to_text() or a person wrote
 * @error: %SP_ERROR_BAD_FILE if something must be corrected, %SP_ERROR_TOO_NEW if a newer Signpost
 *   wrote it
 *
 * Returns: (transfer full): the profile
 */
SpProfile *
sp_profile_from_text (const char *id, const char *text, GError **error)
{
  g_autoptr (SpProfile) self = sp_profile_new (id, "", "");
  g_autoptr (GError) reason = NULL;
  const char *missing = NULL;

  if (!sp_value_file_read (text, GROUP, take_value, self, &reason))
    {
      if (reason->code == SP_ERROR_BAD_INPUT)
        reason->code = SP_ERROR_BAD_FILE;
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  if (*self->name == '\0')
    missing = "name";
  else if (*self->account_id == '\0')
    missing = "account";
  else if (*sp_profile_get_hosts (self) == NULL)
    missing = "hosts";
  if (missing == NULL)
    return g_steal_pointer (&self);

  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_FILE,
               "the key “%s” is missing; add it below [" GROUP "]",
               missing);
  return NULL;
}

/**
 * sp_profile_to_text:
 * @self: a profile
 *
 * Returns: (transfer full): its file; sp_profile_from_text() makes an equal profile of it
 */
char *
sp_profile_to_text (const SpProfile *self)
{
  g_autoptr (GKeyFile) file = sp_value_file_new (GROUP);

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *value = keys[i].give (self);

      g_key_file_set_string (file, GROUP, keys[i].name, value);
    }
  return g_key_file_to_data (file, NULL, NULL);
}

/**
 * sp_profile_ref:
 * @self: a profile
 *
 * Returns: (transfer full): @self
 */
SpProfile *
sp_profile_ref (SpProfile *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * sp_profile_unref:
 * @self: (transfer full): a profile
 */
void
sp_profile_unref (SpProfile *self)
{
  g_atomic_rc_box_release_full (self, clear_profile);
}

/**
 * sp_profile_get_id:
 * @self: a profile
 *
 * Returns: its id, which never changes
 */
const char *
sp_profile_get_id (const SpProfile *self)
{
  return self->id;
}

/**
 * sp_profile_get_name:
 * @self: a profile
 *
 * Returns: what the person calls it
 */
const char *
sp_profile_get_name (const SpProfile *self)
{
  return self->name;
}

/**
 * sp_profile_get_group:
 * @self: a profile
 *
 * Returns: the site it belongs to, or the empty text
 */
const char *
sp_profile_get_group (const SpProfile *self)
{
  return self->group;
}

/**
 * sp_profile_get_account_id:
 * @self: a profile
 *
 * Returns: the id of the account it uses; there may be no such account
 */
const char *
sp_profile_get_account_id (const SpProfile *self)
{
  return self->account_id;
}

/**
 * sp_profile_get_hosts:
 * @self: a profile
 *
 * Returns: (array zero-terminated=1): its host names, each once, in their normal form
 */
const char *const *
sp_profile_get_hosts (const SpProfile *self)
{
  return (const char *const *) self->hosts->pdata;
}

/**
 * sp_profile_get_row:
 * @self: a profile
 * @family: a family
 *
 * Returns: what happens to @family
 */
SpRowMode
sp_profile_get_row (const SpProfile *self, SpFamily family)
{
  g_return_val_if_fail (family < SP_N_FAMILIES, SP_ROW_OFF);

  return self->rows[family];
}

/**
 * sp_profile_get_fixed:
 * @self: a profile
 * @family: a family
 *
 * Returns: (nullable): the address the person typed; %NULL unless the row is %SP_ROW_FIXED
 */
SpAddress *
sp_profile_get_fixed (const SpProfile *self, SpFamily family)
{
  g_return_val_if_fail (family < SP_N_FAMILIES, NULL);

  return self->fixed[family];
}

/**
 * sp_profile_get_source:
 * @self: a profile
 *
 * Returns: “automatic”, “echo”, “interface:NAME” or “url:URL”
 */
const char *
sp_profile_get_source (const SpProfile *self)
{
  return self->source;
}

/**
 * sp_profile_is_this_network:
 * @self: a profile
 *
 * Returns: %TRUE if the names stand for this network, %FALSE if for this computer
 */
gboolean
sp_profile_is_this_network (const SpProfile *self)
{
  return self->is_this_network;
}

/**
 * sp_profile_allows_special:
 * @self: a profile
 *
 * Returns: %TRUE if private and other special-purpose addresses are meant to be published
 */
gboolean
sp_profile_allows_special (const SpProfile *self)
{
  return self->allows_special;
}

/**
 * sp_profile_is_enabled:
 * @self: a profile
 *
 * Returns: %FALSE if the person switched it off
 */
gboolean
sp_profile_is_enabled (const SpProfile *self)
{
  return self->is_enabled;
}

/**
 * sp_profile_get_interval_s:
 * @self: a profile
 *
 * Returns: seconds between two checks, 60…86400, or 0 for what the settings say
 */
guint
sp_profile_get_interval_s (const SpProfile *self)
{
  return self->interval_s;
}

/**
 * sp_profile_get_ttl_s:
 * @self: a profile
 *
 * Returns: seconds for which others may remember its addresses, 30…604800, or 0 for what is there
 *   already or what the provider usually says
 */
guint
sp_profile_get_ttl_s (const SpProfile *self)
{
  return self->ttl_s;
}

/**
 * sp_profile_may_create:
 * @self: a profile
 *
 * Returns: %FALSE if only records that are there already may be changed
 */
gboolean
sp_profile_may_create (const SpProfile *self)
{
  return self->may_create;
}

/**
 * sp_profile_get:
 * @self: a profile
 * @key: the name of a key
 *
 * Returns: (transfer full) (nullable): its text, which sp_profile_with() takes; %NULL if @key is
 *   not one of sp_profile_list_keys()
 */
char *
sp_profile_get (const SpProfile *self, const char *key)
{
  const Key *found = lookup_key (key);

  return found != NULL ? found->give (self) : NULL;
}

/**
 * sp_profile_list_keys:
 *
 * Returns: (array zero-terminated=1): every key of this version, in the order of the file
 */
const char *const *
sp_profile_list_keys (void)
{
  return key_names;
}

/**
 * sp_profile_equal:
 * @a: (nullable): a profile
 * @b: (nullable): a profile
 *
 * Returns: %TRUE if both have the same id and the same values, or both are %NULL
 */
gboolean
sp_profile_equal (const SpProfile *a, const SpProfile *b)
{
  g_autofree char *text_a = NULL;
  g_autofree char *text_b = NULL;

  if (a == b || a == NULL || b == NULL)
    return a == b;
  if (strcmp (a->id, b->id) != 0)
    return FALSE;

  text_a = sp_profile_to_text (a);
  text_b = sp_profile_to_text (b);
  return strcmp (text_a, text_b) == 0;
}
