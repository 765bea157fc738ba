/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_SETTINGS_ENABLE_BACKEND
#include "profile/sp-settings.h"

#include "base/sp-error.h"
#include "base/sp-quote.h"
#include "base/sp-set-aside.h"

#include <gio/gsettingsbackend.h>
#include <string.h>

#define SCHEMA        "io.github.signpostdns.Signpost"
#define ROOT_PATH     "/io/github/signpostdns/Signpost/"
#define GROUP         "Signpost"
#define SETTINGS_FILE "settings.ini"

/* Where GLib looks first, GSETTINGS_SCHEMA_DIR included, so that an uninstalled build uses its own;
 * then where this build was installed to, which need not be one of the system's places. A missing
 * schema is a fault of the installation: GLib would abort, we say so. */
static GSettingsSchema *
find_schema (GError **error)
{
  GSettingsSchemaSource *standard = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchemaSource) installed = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;

  if (standard != NULL)
    schema = g_settings_schema_source_lookup (standard, SCHEMA, TRUE);
  if (schema == NULL)
    installed = g_settings_schema_source_new_from_directory (SP_SCHEMA_DIR, NULL, FALSE, NULL);
  if (installed != NULL)
    schema = g_settings_schema_source_lookup (installed, SCHEMA, FALSE);
  if (schema != NULL)
    return g_steal_pointer (&schema);

  g_set_error (error,
               SP_ERROR,
               SP_ERROR_NOT_FOUND,
               "the settings schema " SCHEMA " is not installed; install Signpost again, or set "
               "GSETTINGS_SCHEMA_DIR to the folder of the build that holds gschemas.compiled");
  return NULL;
}

static void
add_problem (GPtrArray *problems, const char *path, const char *subject, const char *advice)
{
  g_autofree char *quoted = sp_quote (subject);

  if (problems != NULL)
    g_ptr_array_add (problems,
                     g_error_new (SP_ERROR, SP_ERROR_BAD_FILE, "%s: %s %s", path, quoted, advice));
}

static gboolean
is_valid_value (GSettingsSchema *schema, const char *name, const char *text)
{
  g_autoptr (GSettingsSchemaKey) key = g_settings_schema_get_key (schema, name);
  const GVariantType *type = g_settings_schema_key_get_value_type (key);
  g_autoptr (GVariant) value = g_variant_parse (type, text, NULL, NULL, NULL);

  return value != NULL && g_settings_schema_key_range_check (key, value);
}

static void
check_keys (GKeyFile *file, const char *path, GSettingsSchema *schema, GPtrArray *problems)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, GROUP, NULL, NULL);

  for (char **key = keys; keys != NULL && *key != NULL; key++)
    {
      g_autofree char *text = g_key_file_get_value (file, GROUP, *key, NULL);

      if (!g_settings_schema_has_key (schema, *key))
        add_problem (problems, path, *key, "is not a setting of this version; remove it");
      else if (text == NULL || !is_valid_value (schema, *key, text))
        add_problem (problems,
                     path,
                     *key,
                     "has a value that it cannot have; the default is used until it is corrected");
    }
}

static void
check_groups (GKeyFile *file, const char *path, GPtrArray *problems)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (char **group = groups; *group != NULL; group++)
    if (strcmp (*group, GROUP) != 0)
      add_problem (problems, path, *group, "is not a group of this file; remove it");
}

/* The backend reads what it can of a damaged file, says nothing, and writes the rest away with the
 * next change. So the file is looked at before the backend sees it. */
static gboolean
check_file (const char *path, GSettingsSchema *schema, GPtrArray *problems, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) reason = NULL;
  g_autofree char *aside = NULL;

  if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &reason))
    {
      check_groups (file, path, problems);
      check_keys (file, path, schema, problems);
      return TRUE;
    }
  if (g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return TRUE;
  if (reason->domain != G_KEY_FILE_ERROR)
    {
      g_set_error (error, SP_ERROR, SP_ERROR_STORAGE, "cannot read %s: %s", path, reason->message);
      return FALSE;
    }

  aside = sp_set_aside (path, error);
  if (aside == NULL)
    return FALSE;

  if (problems != NULL)
    g_ptr_array_add (
        problems,
        g_error_new (SP_ERROR,
                     SP_ERROR_BAD_FILE,
                     "%s is damaged; the defaults are used, and the old file is now %s",
                     path,
                     aside));
  return TRUE;
}

/**
 * sp_settings_open:
 * @folder: the folder of the configuration; it need not exist
 * @problems: (nullable) (element-type GError): gets an %SP_ERROR_BAD_FILE for each setting that
 *   cannot be used, and for a damaged file, which is set aside
 * @error: %SP_ERROR_NOT_FOUND if the schema is not installed, %SP_ERROR_STORAGE if the file cannot
 *   be read
 *
 * Returns: (transfer full): the settings; what is not in the file has its default
 */
GSettings *
sp_settings_open (const char *folder, GPtrArray *problems, GError **error)
{
  g_autofree char *path = g_build_filename (folder, SETTINGS_FILE, NULL);
  g_autoptr (GSettingsSchema) schema = find_schema (error);
  g_autoptr (GSettingsBackend) backend = NULL;

  if (schema == NULL || !check_file (path, schema, problems, error))
    return NULL;

  backend = g_keyfile_settings_backend_new (path, ROOT_PATH, GROUP);
  return g_settings_new_full (schema, backend, NULL);
}
