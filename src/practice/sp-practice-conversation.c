/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-practice-conversation.h"

#include "sp-practice-dns.h"

#include <string.h>

#define SILENCE_S 10

/* What one client needs while it is being answered. It is owned by the one operation that is under
 * way and freed by the callback that does not start another. The connection closes with it. */
typedef struct
{
  GSocketConnection *connection; /* (owned) */
  SpPracticeZone *zone;          /* (owned) */
  GCancellable *cancellable;     /* (owned) */
  guint8 length[2];
  guint8 *message; /* (owned) (nullable) */
} Conversation;

static void read_next (Conversation *conversation);

static void
conversation_free (Conversation *conversation)
{
  g_clear_object (&conversation->connection);
  g_clear_object (&conversation->zone);
  g_clear_object (&conversation->cancellable);
  g_clear_pointer (&conversation->message, g_free);
  g_free (conversation);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Conversation, conversation_free)

static gsize
get_length (const Conversation *conversation)
{
  return conversation->length[0] << 8 | conversation->length[1];
}

static void
written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Conversation) conversation = user_data;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (object), result, NULL, NULL))
    read_next (g_steal_pointer (&conversation));
}

static void
send_reply (Conversation *conversation, GBytes *reply)
{
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (conversation->connection));
  gsize size = g_bytes_get_size (reply);

  g_clear_pointer (&conversation->message, g_free);
  conversation->message = g_malloc (size + 2);
  conversation->message[0] = size >> 8;
  conversation->message[1] = size & 0xff;
  memcpy (conversation->message + 2, g_bytes_get_data (reply, NULL), size);

  g_output_stream_write_all_async (output,
                                   conversation->message,
                                   size + 2,
                                   G_PRIORITY_DEFAULT,
                                   conversation->cancellable,
                                   written_cb,
                                   conversation);
}

static void
message_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Conversation) conversation = user_data;
  g_autoptr (GBytes) reply = NULL;
  gsize length = get_length (conversation);
  gsize got;

  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (object), result, &got, NULL) || got < length)
    return;

  reply = sp_practice_dns_answer (conversation->zone, conversation->message, length);
  if (reply != NULL)
    send_reply (g_steal_pointer (&conversation), reply);
}

static void
length_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Conversation) conversation = user_data;
  gsize got;

  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (object), result, &got, NULL) ||
      got < sizeof conversation->length || get_length (conversation) == 0)
    return;

  g_free (conversation->message);
  conversation->message = g_malloc (get_length (conversation));
  g_input_stream_read_all_async (G_INPUT_STREAM (object),
                                 conversation->message,
                                 get_length (conversation),
                                 G_PRIORITY_DEFAULT,
                                 conversation->cancellable,
                                 message_read_cb,
                                 conversation);
  g_steal_pointer (&conversation);
}

static void
read_next (Conversation *conversation)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (conversation->connection));

  g_input_stream_read_all_async (input,
                                 conversation->length,
                                 sizeof conversation->length,
                                 G_PRIORITY_DEFAULT,
                                 conversation->cancellable,
                                 length_read_cb,
                                 conversation);
}

/**
 * sp_practice_conversation_start:
 * @connection: an accepted connection
 * @zone: what to answer from
 * @cancellable: ends the conversation
 */
void
sp_practice_conversation_start (GSocketConnection *connection,
                                SpPracticeZone *zone,
                                GCancellable *cancellable)
{
  Conversation *conversation = g_new0 (Conversation, 1);

  conversation->connection = g_object_ref (connection);
  conversation->zone = g_object_ref (zone);
  conversation->cancellable = g_object_ref (cancellable);
  g_socket_set_timeout (g_socket_connection_get_socket (connection), SILENCE_S);

  read_next (conversation);
}
