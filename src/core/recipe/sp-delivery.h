/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-address.h"
#include "recipe/sp-names.h"
#include "recipe/sp-recipe-text.h"
#include "recipe/sp-template.h"

G_BEGIN_DECLS

/**
 * SpMissing:
 * @SP_MISSING_KEEP: it stays as it is
 * @SP_MISSING_DELETE: its record goes away; both have to be sent, always
 * @SP_MISSING_AUTODETECT: the server makes up an address; both have to be sent, always
 * @SP_MISSING_SEND: a word in its place says that it stays
 *
 * What a provider does with a family that a request does not name.
 */
typedef enum
{
  SP_MISSING_KEEP,
  SP_MISSING_DELETE,
  SP_MISSING_AUTODETECT,
  SP_MISSING_SEND,
} SpMissing;

/**
 * SpDelivery:
 * @families: which ones the provider takes
 * @together: both in one request; else one request each
 * @missing: what happens to one that is not sent
 * @word: (owned) (nullable): for %SP_MISSING_SEND
 * @own_words: (owned) (nullable): what “word” stands for in a request about this family alone
 * @batch: host names in one request, 1…20
 * @attempt: host names in one attempt, which may be many requests; at least @batch
 * @batch_unless: (owned) (nullable): a field that allows one name only when it has a value
 *
 * How hosts and families are spread over requests: what `Together=`, `Missing=` and `Batch=` of a
 * recipe say. Made by the loader, then not changed.
 */
typedef struct
{
  gboolean families[SP_N_FAMILIES];
  gboolean together;
  SpMissing missing;
  char *word;
  SpTemplate *own_words[SP_N_FAMILIES];
  guint batch;
  guint attempt;
  char *batch_unless;
} SpDelivery;

SpDelivery *sp_delivery_new (const SpRecipeText *text,
                             const char *section,
                             SpNames *names,
                             SpProblems *problems);
void sp_delivery_free (SpDelivery *self);
gboolean sp_delivery_wants_both (const SpDelivery *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpDelivery, sp_delivery_free)

G_END_DECLS
