/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-body-framing.h"

#include <string.h>

#include "base/sp-error.h"

#define MAX_CHUNK_LINE    256
#define MAX_TRAILER_BYTES 8192

typedef enum
{
  STEP_LENGTH,
  STEP_UNTIL_CLOSE,
  STEP_CHUNK_SIZE,
  STEP_CHUNK_EXTENSION,
  STEP_CHUNK_DATA,
  STEP_CHUNK_END,
  STEP_TRAILER,
  STEP_COMPLETE,
} Step;

struct _SpBodyFraming
{
  Step step;
  guint64 left; /* bytes of the body, or of the chunk, that are still to come */
  gsize cap_bytes;
  GByteArray *body; /* (owned) (nullable): after it was stolen */
  gsize line_bytes; /* of the chunk line or trailer line that is being read */
  gsize trailer_bytes;
  guint digits;
};

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, SP_ERROR, SP_ERROR_BAD_REPLY, "the reply is broken: %s", what);
  return FALSE;
}

static gboolean
refuse_size (const SpBodyFraming *self, GError **error)
{
  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_REPLY,
               "the reply is larger than the %" G_GSIZE_FORMAT " bytes that are taken",
               self->cap_bytes);
  return FALSE;
}

static gboolean
is_bodiless (const char *method, guint status)
{
  return strcmp (method, "HEAD") == 0 || status < 200 || status == 204 || status == 304;
}

/* RFC 9110 §8.6: repeated equal lengths may be taken as one; anything else makes the reply invalid. */
static gboolean
parse_length (SpBodyFraming *self, const char *text, GError **error)
{
  g_auto (GStrv) values = g_strsplit (text, ",", -1);

  if (values[0] == NULL)
    return refuse (error, "its Content-Length is empty");

  for (guint i = 0; values[i] != NULL; i++)
    {
      guint64 value;

      if (!g_ascii_string_to_unsigned (g_strstrip (values[i]), 10, 0, G_MAXINT64, &value, NULL))
        return refuse (error, "its Content-Length is not a number");
      if (i > 0 && value != self->left)
        return refuse (error, "it has two different Content-Lengths");
      self->left = value;
    }

  return self->left > self->cap_bytes ? refuse_size (self, error) : TRUE;
}

/**
 * sp_body_framing_new:
 * @method: of the request
 * @status: of the reply
 * @transfer_encoding: (nullable): the header's value
 * @content_length: (nullable): the header's value; several are joined by commas
 * @cap_bytes: the largest body that is taken
 * @error: return location for %SP_ERROR_BAD_REPLY
 *
 * Returns: (transfer full): the framing, or %NULL if the headers contradict themselves or declare
 *   more than @cap_bytes
 */
SpBodyFraming *
sp_body_framing_new (const char *method,
                     guint status,
                     const char *transfer_encoding,
                     const char *content_length,
                     gsize cap_bytes,
                     GError **error)
{
  g_autoptr (SpBodyFraming) self = g_new0 (SpBodyFraming, 1);

  self->cap_bytes = cap_bytes;
  self->body = g_byte_array_new ();

  if (is_bodiless (method, status))
    {
      self->step = STEP_COMPLETE;
      return g_steal_pointer (&self);
    }

  if (transfer_encoding != NULL && g_ascii_strcasecmp (transfer_encoding, "identity") != 0)
    {
      self->step = STEP_CHUNK_SIZE;
      if (g_ascii_strcasecmp (transfer_encoding, "chunked") == 0)
        return g_steal_pointer (&self);
      refuse (error, "its Transfer-Encoding was never asked for");
      return NULL;
    }

  self->step = STEP_UNTIL_CLOSE;
  if (content_length == NULL)
    return g_steal_pointer (&self);

  if (!parse_length (self, content_length, error))
    return NULL;

  self->step = self->left == 0 ? STEP_COMPLETE : STEP_LENGTH;
  return g_steal_pointer (&self);
}

/**
 * sp_body_framing_free:
 * @self: (transfer full): a framing
 */
void
sp_body_framing_free (SpBodyFraming *self)
{
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_free (self);
}

static gboolean
take (SpBodyFraming *self, const guint8 *data, gsize length, GError **error)
{
  if (length > self->cap_bytes - self->body->len)
    return refuse_size (self, error);
  if (memchr (data, '\0', length) != NULL)
    return refuse (error, "it holds a NUL byte");

  g_byte_array_append (self->body, data, (guint) length);
  return TRUE;
}

static gboolean
begin_chunk (SpBodyFraming *self, GError **error)
{
  if (self->digits == 0)
    return refuse (error, "a chunk has no size");
  if (self->left > self->cap_bytes - self->body->len)
    return refuse_size (self, error);

  self->step = self->left == 0 ? STEP_TRAILER : STEP_CHUNK_DATA;
  self->digits = 0;
  self->line_bytes = 0;
  return TRUE;
}

static gboolean
read_chunk_size (SpBodyFraming *self, guint8 byte, GError **error)
{
  int digit = g_ascii_xdigit_value ((char) byte);

  if (digit >= 0)
    {
      if (++self->digits > 15)
        return refuse (error, "a chunk is too large");
      self->left = self->left * 16 + (guint64) digit;
      return TRUE;
    }

  if (byte == '\n')
    return begin_chunk (self, error);

  /* some servers pad the size with spaces; an extension begins with a semicolon */
  if (byte != '\r' && byte != ';' && byte != ' ' && byte != '\t')
    return refuse (error, "a chunk size is not a number");

  self->step = STEP_CHUNK_EXTENSION;
  return TRUE;
}

static gboolean
read_chunk_extension (SpBodyFraming *self, guint8 byte, GError **error)
{
  if (byte == '\n')
    return begin_chunk (self, error);

  return ++self->line_bytes <= MAX_CHUNK_LINE ? TRUE : refuse (error, "a chunk line is too long");
}

static gboolean
read_chunk_end (SpBodyFraming *self, guint8 byte, GError **error)
{
  if (byte == '\n')
    {
      self->step = STEP_CHUNK_SIZE;
      self->line_bytes = 0;
      return TRUE;
    }

  if (byte == '\r' && self->line_bytes++ == 0)
    return TRUE;

  return refuse (error, "a chunk is longer than its size");
}

static gboolean
read_trailer (SpBodyFraming *self, guint8 byte, GError **error)
{
  if (++self->trailer_bytes > MAX_TRAILER_BYTES)
    return refuse (error, "its trailer is too long");

  if (byte == '\n')
    {
      if (self->line_bytes == 0)
        self->step = STEP_COMPLETE;
      self->line_bytes = 0;
    }
  else if (byte != '\r')
    self->line_bytes++;
  return TRUE;
}

static gboolean
feed_byte (SpBodyFraming *self, guint8 byte, GError **error)
{
  switch (self->step)
    {
    case STEP_CHUNK_SIZE:
      return read_chunk_size (self, byte, error);
    case STEP_CHUNK_EXTENSION:
      return read_chunk_extension (self, byte, error);
    case STEP_CHUNK_END:
      return read_chunk_end (self, byte, error);
    case STEP_TRAILER:
      return read_trailer (self, byte, error);
    case STEP_LENGTH:
    case STEP_UNTIL_CLOSE:
    case STEP_CHUNK_DATA:
    case STEP_COMPLETE:
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gsize
feed_counted (SpBodyFraming *self, const guint8 *data, gsize length, GError **error)
{
  gsize count = (gsize) MIN (self->left, length);

  if (!take (self, data, count, error))
    return 0;

  self->left -= count;
  if (self->left == 0)
    self->step = self->step == STEP_LENGTH ? STEP_COMPLETE : STEP_CHUNK_END;
  return count;
}

/**
 * sp_body_framing_feed:
 * @self: a framing
 * @data: (array length=length): raw bytes as they came after the headers
 * @length: how many, at least 1
 * @error: return location for %SP_ERROR_BAD_REPLY
 *
 * What comes after the end of the body is not looked at: no second reply is ever expected.
 *
 * Returns: %FALSE if the body is broken, holds a NUL byte, or is too large
 */
gboolean
sp_body_framing_feed (SpBodyFraming *self, const guint8 *data, gsize length, GError **error)
{
  g_return_val_if_fail (self->body != NULL, FALSE);

  while (length > 0 && self->step != STEP_COMPLETE)
    {
      gsize count = 1;

      if (self->step == STEP_UNTIL_CLOSE)
        return take (self, data, length, error);

      if (self->step == STEP_LENGTH || self->step == STEP_CHUNK_DATA)
        {
          count = feed_counted (self, data, length, error);
          if (count == 0)
            return FALSE;
        }
      else if (!feed_byte (self, *data, error))
        return FALSE;

      data += count;
      length -= count;
    }

  return TRUE;
}

/**
 * sp_body_framing_end:
 * @self: a framing
 * @error: return location for %SP_ERROR_INTERRUPTED
 *
 * Says that the connection has ended. A body without a declared length is whole then.
 *
 * Returns: %FALSE if the body is not whole
 */
gboolean
sp_body_framing_end (SpBodyFraming *self, GError **error)
{
  if (self->step == STEP_UNTIL_CLOSE)
    self->step = STEP_COMPLETE;

  if (self->step == STEP_COMPLETE)
    return TRUE;

  g_set_error (error,
               SP_ERROR,
               SP_ERROR_INTERRUPTED,
               "the reply was cut off after %u bytes",
               self->body->len);
  return FALSE;
}

/**
 * sp_body_framing_is_complete:
 * @self: a framing
 *
 * Returns: %TRUE once the whole body has been fed
 */
gboolean
sp_body_framing_is_complete (const SpBodyFraming *self)
{
  return self->step == STEP_COMPLETE;
}

/**
 * sp_body_framing_steal_body:
 * @self: a framing
 *
 * Returns: (transfer full): the body; nothing can be fed any more
 */
GBytes *
sp_body_framing_steal_body (SpBodyFraming *self)
{
  g_return_val_if_fail (self->body != NULL, NULL);

  return g_byte_array_free_to_bytes (g_steal_pointer (&self->body));
}
