/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signing/sp-rsa-key.h"

#include <gmodule.h>
#include <gnutls/abstract.h>
#include <string.h>

#include "base/sp-error.h"
#include "profile/sp-credentials.h"

#define LINE_CHARACTERS 64 /* RFC 7468 §2 */

/* GnuTLS and the seven libraries behind it are opened when somebody signs with RSA, and not before:
 * linked, they would cost every start a third of its time and every process two megabytes. */
#define LIBRARY "libgnutls.so.30"

typedef struct
{
  typeof (gnutls_privkey_init) *init;
  typeof (gnutls_privkey_deinit) *deinit;
  typeof (gnutls_privkey_import_x509_raw) *import_x509_raw;
  typeof (gnutls_privkey_get_pk_algorithm) *get_pk_algorithm;
  typeof (gnutls_privkey_sign_data2) *sign_data2;
  typeof (gnutls_free) *release;
  gboolean is_whole;
} Library;

struct _SpRsaKey
{
  gnutls_privkey_t key; /* (owned): GnuTLS wipes it */
};

static gboolean
refuse (GError **error, const char *problem)
{
  g_set_error_literal (error, SP_ERROR, SP_ERROR_BAD_INPUT, problem);
  return FALSE;
}

static gboolean
open_library (Library *library)
{
  GModule *module = g_module_open (LIBRARY, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);
  const struct
  {
    const char *name;
    gpointer *place;
  } symbols[] = {
    { "gnutls_privkey_init", (gpointer *) &library->init },
    { "gnutls_privkey_deinit", (gpointer *) &library->deinit },
    { "gnutls_privkey_import_x509_raw", (gpointer *) &library->import_x509_raw },
    { "gnutls_privkey_get_pk_algorithm", (gpointer *) &library->get_pk_algorithm },
    { "gnutls_privkey_sign_data2", (gpointer *) &library->sign_data2 },
    { "gnutls_free", (gpointer *) &library->release },
  };

  if (module == NULL)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (symbols); i++)
    if (!g_module_symbol (module, symbols[i].name, symbols[i].place))
      {
        g_module_close (module);
        return FALSE;
      }

  /* its constructors and threads want it to stay */
  g_module_make_resident (module);
  return TRUE;
}

static const Library *
get_library (void)
{
  static Library library;
  static gsize is_opened = 0;

  if (g_once_init_enter (&is_opened))
    {
      library.is_whole = open_library (&library);
      g_once_init_leave (&is_opened, 1);
    }
  return library.is_whole ? &library : NULL;
}

/* Without what stands for a line break: the break itself, or “\n” in the text of a JSON file. */
static char *
flatten (const char *begin, const char *end)
{
  GString *flat = g_string_sized_new ((gsize) (end - begin) + 1);

  for (const char *at = begin; at < end; at++)
    {
      if (*at == '\\' && at + 1 < end && strchr ("nr", at[1]) != NULL)
        at++;
      else if (!g_ascii_isspace (*at))
        g_string_append_c (flat, *at);
    }
  return g_string_free (flat, FALSE);
}

static char *
wrap (const char *label, const char *flat)
{
  gsize length = strlen (flat);
  GString *pem = g_string_sized_new (length + length / LINE_CHARACTERS + 2 * strlen (label) + 40);

  g_string_append_printf (pem, "-----BEGIN %s-----\n", label);
  for (gsize at = 0; at < length; at += LINE_CHARACTERS)
    {
      g_string_append_len (pem, flat + at, (gssize) MIN (LINE_CHARACTERS, length - at));
      g_string_append_c (pem, '\n');
    }
  g_string_append_printf (pem, "-----END %s-----\n", label);
  return g_string_free (pem, FALSE);
}

/* A field keeps no line breaks, and some providers put a line of their own before the key. What is
 * between the marks of RFC 7468 is all that counts. */
static char *
tidy (const char *text, GError **error)
{
  static const char *const labels[] = { "PRIVATE KEY", "RSA PRIVATE KEY" };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      g_autofree char *begin_mark = g_strdup_printf ("-----BEGIN %s-----", labels[i]);
      g_autofree char *end_mark = g_strdup_printf ("-----END %s-----", labels[i]);
      const char *begin = strstr (text, begin_mark);
      const char *end = begin == NULL ? NULL : strstr (begin, end_mark);
      g_autofree char *flat = end == NULL ? NULL : flatten (begin + strlen (begin_mark), end);
      char *pem;

      if (flat == NULL)
        continue;

      pem = wrap (labels[i], flat);
      sp_secret_text_free (g_steal_pointer (&flat));
      return pem;
    }

  if (strstr (text, "-----BEGIN ENCRYPTED PRIVATE KEY-----") != NULL)
    refuse (error, "the private key is locked with a passphrase; make one without");
  else
    refuse (error,
            "the private key is not whole; copy all of it, from “-----BEGIN” to the last “-----”");
  return NULL;
}

static gboolean
import (SpRsaKey *self, const char *pem, GError **error)
{
  const Library *library = get_library ();
  gnutls_datum_t data = { (unsigned char *) pem, (unsigned int) strlen (pem) };

  if (strstr (pem, "DEK-Info:") != NULL)
    return refuse (error, "the private key is locked with a passphrase; make one without");
  if (library == NULL)
    return refuse (error, "GnuTLS is not there to sign with; install libgnutls30");
  if (library->init (&self->key) < 0 ||
      library->import_x509_raw (self->key, &data, GNUTLS_X509_FMT_PEM, NULL, 0) < 0)
    return refuse (error, "the private key is damaged; copy it anew");
  if (library->get_pk_algorithm (self->key, NULL) != GNUTLS_PK_RSA)
    return refuse (error, "the private key is of another kind; make one of the kind RSA");
  return TRUE;
}

/**
 * sp_rsa_key_new:
 * @text: a key as of PKCS #8 or PKCS #1 in PEM (RFC 7468), without a passphrase; where line breaks
 *   were, there may be spaces or “\n”
 * @error: return location for %SP_ERROR_BAD_INPUT; never quotes @text
 *
 * Returns: (transfer full): the key, or %NULL
 */
SpRsaKey *
sp_rsa_key_new (const char *text, GError **error)
{
  g_autoptr (SpRsaKey) self = g_new0 (SpRsaKey, 1);
  g_autofree char *pem = tidy (text, error);
  gboolean is_good;

  if (pem == NULL)
    return NULL;

  is_good = import (self, pem, error);
  sp_secret_text_free (g_steal_pointer (&pem));
  return is_good ? g_steal_pointer (&self) : NULL;
}

/**
 * sp_rsa_key_free:
 * @self: (transfer full): a key
 */
void
sp_rsa_key_free (SpRsaKey *self)
{
  if (self->key != NULL)
    get_library ()->deinit (self->key);
  g_free (self);
}

/**
 * sp_rsa_key_sign:
 * @self: a key
 * @scheme: what is made of the text
 * @text: what is signed
 * @error: return location for %SP_ERROR_BAD_INPUT, such as a key too short for the scheme
 *
 * Returns: (transfer full): the signature in base64, or %NULL
 */
char *
sp_rsa_key_sign (const SpRsaKey *self, SpRsaScheme scheme, const char *text, GError **error)
{
  static const gnutls_sign_algorithm_t algorithms[] = {
    [SP_RSA_SHA256] = GNUTLS_SIGN_RSA_SHA256,
    [SP_RSA_SHA512] = GNUTLS_SIGN_RSA_SHA512,
    [SP_RSA_PSS_SHA256] = GNUTLS_SIGN_RSA_PSS_RSAE_SHA256,
  };
  gnutls_datum_t data = { (unsigned char *) text, (unsigned int) strlen (text) };
  gnutls_datum_t signature = { NULL, 0 };
  const Library *library = get_library ();
  char *encoded;

  G_STATIC_ASSERT (G_N_ELEMENTS (algorithms) == SP_RSA_PSS_SHA256 + 1);

  if (library->sign_data2 (self->key, algorithms[scheme], 0, &data, &signature) < 0)
    {
      refuse (error, "the private key is too short to sign with; make one of 2048 bits");
      return NULL;
    }

  encoded = g_base64_encode (signature.data, signature.size);
  /* a variable of GnuTLS, not a function */
  (*library->release) (signature.data);
  return encoded;
}
