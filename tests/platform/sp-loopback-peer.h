/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SpPeerThen:
 * @SP_PEER_CLOSE: ends the connection
 * @SP_PEER_RESET: ends it with a TCP reset
 * @SP_PEER_HOLD: keeps it open and is silent until the client ends it
 * @SP_PEER_REPEAT: sends the second half of the script for ever
 * @SP_PEER_DRIP: sends the second half of the script byte by byte, telling of each
 *
 * What a peer does after its script.
 */
typedef enum
{
  SP_PEER_CLOSE,
  SP_PEER_RESET,
  SP_PEER_HOLD,
  SP_PEER_REPEAT,
  SP_PEER_DRIP,
} SpPeerThen;

/**
 * SpPeerScript:
 * @reply: bytes sent after the request was read; %NULL: not even the request is read
 * @reply_length: how many; 0: up to the NUL
 * @tail: (nullable): second half, for %SP_PEER_REPEAT and %SP_PEER_DRIP
 * @then: what comes after
 * @certificate: (nullable): speak TLS with it
 * @stalled_cb: (nullable): runs in the main context when the peer falls silent, and after each
 *   dripped byte
 * @user_data: for @stalled_cb
 */
typedef struct
{
  const char *reply;
  gsize reply_length;
  const char *tail;
  SpPeerThen then;
  GTlsCertificate *certificate;
  GSourceFunc stalled_cb;
  gpointer user_data;
} SpPeerScript;

/**
 * SpLoopbackPeer:
 *
 * A server that says exactly what a test wants, right or wrong, from a thread of its own: a client
 * that blocks its main loop is caught. Serves one script to every connection, one after the other.
 */
typedef struct _SpLoopbackPeer SpLoopbackPeer;

SpLoopbackPeer *
sp_loopback_peer_new (const char *address, guint16 port, const SpPeerScript *script);
void sp_loopback_peer_free (SpLoopbackPeer *self);
guint16 sp_loopback_peer_get_port (SpLoopbackPeer *self);
guint sp_loopback_peer_get_n_connections (SpLoopbackPeer *self);
char *sp_loopback_peer_dup_request (SpLoopbackPeer *self);
char *sp_loopback_peer_dup_client (SpLoopbackPeer *self);
char *sp_loopback_peer_dup_protocol (SpLoopbackPeer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpLoopbackPeer, sp_loopback_peer_free)

G_END_DECLS
