/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-body-framing.h"

#include <string.h>

#include "base/sp-error.h"

#define CAP_BYTES 16
#define WHOLE     -1
#define MORE      -2 /* neither whole nor wrong until the connection ends */

typedef struct
{
  const char *sentence;
  const char *transfer_encoding;
  const char *content_length;
  const char *bytes;
  int code;     /* after the bytes */
  int end_code; /* after the connection ended, too; for %MORE */
  const char *body;
} Row;

static const Row rows[] = {
  { "no length: until the end", NULL, NULL, "abc", MORE, WHOLE, "abc" },
  { "no length and nothing", NULL, NULL, "", MORE, WHOLE, "" },
  { "identity is no coding", "identity", "3", "abc", WHOLE, WHOLE, "abc" },
  { "a length", NULL, "3", "abc", WHOLE, WHOLE, "abc" },
  { "bytes after it are not ours", NULL, "3", "abcdef", WHOLE, WHOLE, "abc" },
  { "a length with spaces", NULL, " 3 ", "abc", WHOLE, WHOLE, "abc" },
  { "a length that is not reached", NULL, "4", "abc", MORE, SP_ERROR_INTERRUPTED, "abc" },
  { "no length at all", NULL, "", "abc", SP_ERROR_BAD_REPLY, 0, NULL },
  { "a length with a sign", NULL, "+3", "abc", SP_ERROR_BAD_REPLY, 0, NULL },
  { "a length with a tail", NULL, "3 bytes", "abc", SP_ERROR_BAD_REPLY, 0, NULL },
  { "a hexadecimal length", NULL, "0x3", "abc", SP_ERROR_BAD_REPLY, 0, NULL },
  { "the cap itself", NULL, "16", "0123456789abcdef", WHOLE, WHOLE, "0123456789abcdef" },
  { "one more than the cap", NULL, "17", "", SP_ERROR_BAD_REPLY, 0, NULL },
  { "one more without a length", NULL, NULL, "0123456789abcdefg", SP_ERROR_BAD_REPLY, 0, NULL },
  { "chunks", "chunked", NULL, "1\r\na\r\n2\r\nbc\r\n0\r\n\r\n", WHOLE, WHOLE, "abc" },
  { "chunks win over a length", "chunked", "99", "1\r\na\r\n0\r\n\r\n", WHOLE, WHOLE, "a" },
  { "any case", "Chunked", NULL, "0\r\n\r\n", WHOLE, WHOLE, "" },
  { "bare line feeds", "chunked", NULL, "1\na\n0\n\n", WHOLE, WHOLE, "a" },
  { "padded and extended", "chunked", NULL, "001 ;x=\"y\"\r\na\r\n0;z\r\n\r\n", WHOLE, WHOLE, "a" },
  { "a trailer", "chunked", NULL, "0\r\nA: b\r\nC: d\r\n\r\nmore", WHOLE, WHOLE, "" },
  { "no last chunk", "chunked", NULL, "1\r\na\r\n", MORE, SP_ERROR_INTERRUPTED, "a" },
  { "no end of the trailer", "chunked", NULL, "0\r\n", MORE, SP_ERROR_INTERRUPTED, "" },
  { "an empty size", "chunked", NULL, "\r\na\r\n", SP_ERROR_BAD_REPLY, 0, NULL },
  { "only an extension", "chunked", NULL, ";x\r\na\r\n", SP_ERROR_BAD_REPLY, 0, NULL },
  { "a size that is a word", "chunked", NULL, "zz\r\n", SP_ERROR_BAD_REPLY, 0, NULL },
  { "a size that overflows",
    "chunked",
    NULL,
    "ffffffffffffffffff\r\n",
    SP_ERROR_BAD_REPLY,
    0,
    NULL },
  { "a size over the cap", "chunked", NULL, "11\r\n", SP_ERROR_BAD_REPLY, 0, NULL },
  { "many over the cap", "chunked", NULL, "9\r\n012345678\r\n9\r\n", SP_ERROR_BAD_REPLY, 0, NULL },
  { "a chunk that is too long", "chunked", NULL, "1\r\nab\r\n", SP_ERROR_BAD_REPLY, 0, NULL },
  { "two returns after a chunk", "chunked", NULL, "1\r\na\r\r\n", SP_ERROR_BAD_REPLY, 0, NULL },
  { "another coding", "gzip, chunked", NULL, "", SP_ERROR_BAD_REPLY, 0, NULL },
};

static void
assert_code (const Row *row, int code, gboolean is_good, SpBodyFraming *framing, GError *error)
{
  if (code == WHOLE)
    g_assert_no_error (error);
  if (code >= 0)
    g_assert_error (error, SP_ERROR, code);
  g_assert_true (is_good == (code < 0));
  if (framing != NULL && code < 0)
    g_assert_true (sp_body_framing_is_complete (framing) == (code == WHOLE));
}

static void
test_row (const Row *row, gsize step)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpBodyFraming) framing = sp_body_framing_new ("GET",
                                                           200,
                                                           row->transfer_encoding,
                                                           row->content_length,
                                                           CAP_BYTES,
                                                           &error);
  g_autoptr (GBytes) body = NULL;
  gsize length = strlen (row->bytes);
  gboolean is_good = framing != NULL;

  for (gsize i = 0; is_good && i < length; i += step)
    is_good = sp_body_framing_feed (framing,
                                    (const guint8 *) row->bytes + i,
                                    MIN (step, length - i),
                                    &error);
  assert_code (row, row->code, is_good, framing, error);
  if (!is_good)
    return;

  is_good = sp_body_framing_end (framing, &error);
  assert_code (row, row->end_code, is_good, framing, error);
  body = sp_body_framing_steal_body (framing);
  g_assert_cmpmem (g_bytes_get_data (body, NULL),
                   g_bytes_get_size (body),
                   row->body,
                   strlen (row->body));
}

/* However the network cuts the bytes, the outcome is the same. */
static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].sentence);
      for (gsize step = 1; step <= 32; step++)
        test_row (&rows[i], step);
    }
}

static void
test_endless_lines (void)
{
  static const char *const begins[] = { "1;", "0\r\nX: " };
  static const guint8 byte = 'x';

  for (guint i = 0; i < G_N_ELEMENTS (begins); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SpBodyFraming)
          framing = sp_body_framing_new ("GET", 200, "chunked", NULL, CAP_BYTES, NULL);
      guint count = 0;

      g_assert_true (
          sp_body_framing_feed (framing, (const guint8 *) begins[i], strlen (begins[i]), NULL));
      while (sp_body_framing_feed (framing, &byte, 1, &error))
        g_assert_cmpuint (++count, <, 10000);
      g_assert_error (error, SP_ERROR, SP_ERROR_BAD_REPLY);
    }
}

static void
test_bodiless (void)
{
  static const struct
  {
    const char *method;
    guint status;
  } replies[] = { { "HEAD", 200 }, { "GET", 204 }, { "PUT", 304 } };

  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      g_autoptr (SpBodyFraming) framing =
          sp_body_framing_new (replies[i].method, replies[i].status, NULL, "5", CAP_BYTES, NULL);

      g_assert_true (sp_body_framing_is_complete (framing));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/body-framing/rows", test_rows);
  g_test_add_func ("/body-framing/endless-lines", test_endless_lines);
  g_test_add_func ("/body-framing/bodiless", test_bodiless);
  return g_test_run ();
}
