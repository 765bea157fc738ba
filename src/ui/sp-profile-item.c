/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-profile-item.h"

#include "profile/sp-host-name.h"
#include "wording/sp-wording.h"

struct _SpProfileItem
{
  GObject parent_instance;

  char *id;                       /* (owned) */
  SpStatus *status;               /* (owned) (nullable): %NULL before the first update */
  const SpProfileStatus *profile; /* (unowned): part of @status */
  char *name;                     /* (owned) (nullable) */
  char *hosts;                    /* (owned) (nullable) */
  char *address;                  /* (owned) (nullable) */
  char *sentence;                 /* (owned) (nullable) */
  char *mark_icon;                /* (owned) (nullable) */
  char *mark_title;               /* (owned) (nullable) */
  gboolean enabled;
  gboolean blocked;
};

enum
{
  PROP_NAME = 1,
  PROP_HOSTS,
  PROP_ADDRESS,
  PROP_SENTENCE,
  PROP_MARK_ICON,
  PROP_MARK_TITLE,
  PROP_ENABLED,
  PROP_BLOCKED,
  N_PROPERTIES,
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

G_DEFINE_FINAL_TYPE (SpProfileItem, sp_profile_item, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

static void
set_text (SpProfileItem *self, char **field, const char *text, guint property)
{
  if (g_strcmp0 (*field, text) == 0)
    return;

  g_clear_pointer (field, g_free);
  *field = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_flag (SpProfileItem *self, gboolean *field, gboolean value, guint property)
{
  if (*field == value)
    return;

  *field = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
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

/* The closed row has room for one address; IPv4 is the one that people compare. */
static char *
choose_address (const SpProfileStatus *profile)
{
  SpAddress *chosen = NULL;

  for (guint i = 0; i < profile->targets->len; i++)
    {
      const SpTargetStatus *target = g_ptr_array_index (profile->targets, i);

      if (target->published == NULL)
        continue;
      if (chosen == NULL || target->family < sp_address_get_family (chosen))
        chosen = target->published;
    }

  return g_strdup (chosen != NULL ? sp_address_get_text (chosen) : "–");
}

static gboolean
has_blocked_target (const SpProfileStatus *profile)
{
  for (guint i = 0; i < profile->targets->len; i++)
    {
      const SpTargetStatus *target = g_ptr_array_index (profile->targets, i);

      if (target->state == SP_STATE_BLOCKED)
        return TRUE;
    }
  return FALSE;
}

static void
sp_profile_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SpProfileItem *self = SP_PROFILE_ITEM (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_HOSTS:
      g_value_set_string (value, self->hosts);
      break;
    case PROP_ADDRESS:
      g_value_set_string (value, self->address);
      break;
    case PROP_SENTENCE:
      g_value_set_string (value, self->sentence);
      break;
    case PROP_MARK_ICON:
      g_value_set_string (value, self->mark_icon);
      break;
    case PROP_MARK_TITLE:
      g_value_set_string (value, self->mark_title);
      break;
    case PROP_ENABLED:
      g_value_set_boolean (value, self->enabled);
      break;
    case PROP_BLOCKED:
      g_value_set_boolean (value, self->blocked);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sp_profile_item_finalize (GObject *object)
{
  SpProfileItem *self = SP_PROFILE_ITEM (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->status, sp_status_unref);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->hosts, g_free);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->sentence, g_free);
  g_clear_pointer (&self->mark_icon, g_free);
  g_clear_pointer (&self->mark_title, g_free);

  G_OBJECT_CLASS (sp_profile_item_parent_class)->finalize (object);
}

static void
sp_profile_item_class_init (SpProfileItemClass *class)
{
  static const struct
  {
    guint id;
    const char *name;
  } texts[] = {
    { PROP_NAME, "name" },           { PROP_HOSTS, "hosts" },
    { PROP_ADDRESS, "address" },     { PROP_SENTENCE, "sentence" },
    { PROP_MARK_ICON, "mark-icon" }, { PROP_MARK_TITLE, "mark-title" },
  };
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sp_profile_item_get_property;
  object_class->finalize = sp_profile_item_finalize;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    properties[texts[i].id] = g_param_spec_string (texts[i].name, NULL, NULL, NULL, flags);
  properties[PROP_ENABLED] = g_param_spec_boolean ("enabled", NULL, NULL, FALSE, flags);
  properties[PROP_BLOCKED] = g_param_spec_boolean ("blocked", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          G_TYPE_FROM_CLASS (class),
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
sp_profile_item_init (SpProfileItem *self)
{
}

/**
 * sp_profile_item_new:
 * @id: the profile's id
 *
 * Returns: (transfer full): an item without texts yet
 */
SpProfileItem *
sp_profile_item_new (const char *id)
{
  SpProfileItem *self = g_object_new (SP_TYPE_PROFILE_ITEM, NULL);

  self->id = g_strdup (id);
  return self;
}

/**
 * sp_profile_item_update:
 * @self: the item
 * @status: what is true now
 * @profile: the item's profile in @status
 *
 * Takes over what @status says of the profile.
 */
void
sp_profile_item_update (SpProfileItem *self, SpStatus *status, const SpProfileStatus *profile)
{
  g_autoptr (SpWords) words = sp_wording_for_profile (status, profile);
  g_autofree char *hosts = join_hosts (profile);
  g_autofree char *address = choose_address (profile);
  g_autofree char *mark_icon = g_strdup_printf ("signpost-%s-symbolic",
                                                sp_mark_to_string (words->mark));

  g_return_if_fail (SP_IS_PROFILE_ITEM (self));

  sp_status_ref (status);
  g_clear_pointer (&self->status, sp_status_unref);
  self->status = status;
  self->profile = profile;

  g_object_freeze_notify (G_OBJECT (self));
  set_text (self, &self->name, sp_profile_get_name (profile->profile), PROP_NAME);
  set_text (self, &self->hosts, hosts, PROP_HOSTS);
  set_text (self, &self->address, address, PROP_ADDRESS);
  set_text (self, &self->sentence, words->sentence, PROP_SENTENCE);
  set_text (self, &self->mark_title, words->title, PROP_MARK_TITLE);
  set_text (self, &self->mark_icon, mark_icon, PROP_MARK_ICON);
  set_flag (self, &self->enabled, sp_profile_is_enabled (profile->profile), PROP_ENABLED);
  set_flag (self, &self->blocked, has_blocked_target (profile), PROP_BLOCKED);
  g_object_thaw_notify (G_OBJECT (self));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * sp_profile_item_get_id:
 * @self: the item
 *
 * Returns: the profile's id
 */
const char *
sp_profile_item_get_id (SpProfileItem *self)
{
  return self->id;
}

/**
 * sp_profile_item_get_group:
 * @self: an item that was updated
 *
 * Returns: the heading it belongs under, “” for none
 */
const char *
sp_profile_item_get_group (SpProfileItem *self)
{
  const char *group = sp_profile_get_group (self->profile->profile);

  return group != NULL ? group : "";
}

/**
 * sp_profile_item_get_status:
 * @self: an item that was updated
 *
 * Returns: (transfer none): the status it was last updated from
 */
SpStatus *
sp_profile_item_get_status (SpProfileItem *self)
{
  return self->status;
}

/**
 * sp_profile_item_get_profile:
 * @self: an item that was updated
 *
 * Returns: (transfer none): the profile in that status
 */
const SpProfileStatus *
sp_profile_item_get_profile (SpProfileItem *self)
{
  return self->profile;
}
