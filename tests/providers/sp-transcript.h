/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-address.h"
#include "http/sp-reply.h"
#include "recipe/sp-outcome.h"
#include "sp-fake-name-server.h"

G_BEGIN_DECLS

/**
 * SpExchange:
 * @request: (owned): the request as lines: “METHOD URL”, “Name: value”…, an empty line and the body
 * @reply: (owned) (nullable): what is answered over HTTP
 * @is_dns: the request goes to a name server, and @answer is what that says
 * @answer: how it answers
 * @error_code: of %SP_ERROR, or -1
 *
 * One request that is expected and the answer that is given.
 */
typedef struct
{
  char *request;
  SpReply *reply;
  gboolean is_dns;
  SpFakeDnsAnswer answer;
  int error_code;
} SpExchange;

/**
 * SpWanted:
 * @host: (owned): the host name as the transcript writes it
 * @family: the family
 * @outcome: (owned): class and wait, and what else the transcript states
 * @states_address: whether the address counts
 * @states_message: whether the message counts
 *
 * The outcome that one due target must have.
 */
typedef struct
{
  char *host;
  SpFamily family;
  SpOutcome *outcome;
  gboolean states_address;
  gboolean states_message;
} SpWanted;

/**
 * SpCaseTarget:
 * @host: (owned): the host name as the transcript writes it
 * @family: the family
 * @address: (owned) (nullable): %NULL when the person switched the family off
 * @due: whether @address is to be sent; else it is there already and must stay
 */
typedef struct
{
  char *host;
  SpFamily family;
  SpAddress *address;
  gboolean due;
} SpCaseTarget;

/**
 * SpCase:
 * @file: (unowned): the transcript's name; it lives as long as the transcript
 * @line: where the case begins
 * @title: (owned): “kind/name”
 * @fields: (owned): plain fields of the account
 * @secrets: (owned): its secret fields
 * @ttl_s: what the profile asks for; 0 for nothing
 * @may_create: whether the profile lets missing records be made
 * @targets: (owned) (element-type SpCaseTarget)
 * @text_name: (owned) (nullable): instead of targets, the name whose text is changed
 * @text: (owned) (nullable): which one
 * @removes_text: it is taken away
 * @text_class: how that must end
 * @exchanges: (owned) (element-type SpExchange): in order
 * @wanted: (owned) (element-type SpWanted)
 * @traces: (owned) (element-type utf8): lines that the redacted requests must hold
 * @hidden: (owned) (element-type utf8): texts that no trace and no message may hold
 *
 * One case of a transcript. The format is described in data/providers/README.md. A transcript that
 * breaks it ends the test with file and line.
 */
typedef struct
{
  const char *file;
  guint line;
  char *title;
  GHashTable *fields;
  GHashTable *secrets;
  guint ttl_s;
  gboolean may_create;
  GPtrArray *targets;
  char *text_name;
  char *text;
  gboolean removes_text;
  SpOutcomeClass text_class;
  GPtrArray *exchanges;
  GPtrArray *wanted;
  GPtrArray *traces;
  GPtrArray *hidden;
} SpCase;

GPtrArray *sp_transcript_load (const char *path);

G_END_DECLS
