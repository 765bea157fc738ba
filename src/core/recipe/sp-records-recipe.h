/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe/sp-delivery.h"
#include "recipe/sp-phase.h"
#include "signing/sp-signer.h"

G_BEGIN_DECLS

/**
 * SpPhaseKind:
 * @SP_PHASE_TOKEN: exchanges the credentials for a token
 * @SP_PHASE_ZONE: finds the zone that holds a host name
 * @SP_PHASE_FIND: finds the record
 * @SP_PHASE_UPSERT: writes it, there or not
 * @SP_PHASE_CREATE: makes it
 * @SP_PHASE_UPDATE: changes it
 * @SP_PHASE_DELETE: removes the one that was found
 * @SP_PHASE_FINISH: puts into force what was written
 * @SP_PHASE_LOGOUT: gives the token back
 *
 * The requests of a conversation, in the order they are made.
 */
typedef enum
{
  SP_PHASE_TOKEN,
  SP_PHASE_ZONE,
  SP_PHASE_FIND,
  SP_PHASE_UPSERT,
  SP_PHASE_CREATE,
  SP_PHASE_UPDATE,
  SP_PHASE_DELETE,
  SP_PHASE_FINISH,
  SP_PHASE_LOGOUT,
} SpPhaseKind;

#define SP_N_PHASES (SP_PHASE_LOGOUT + 1)

const char *sp_phase_kind_get_section (SpPhaseKind kind);
gboolean sp_phase_is_section (const char *section);

/**
 * SpRecordType:
 * @SP_RECORD_A: an IPv4 address (RFC 1035)
 * @SP_RECORD_AAAA: an IPv6 address (RFC 3596)
 * @SP_RECORD_TXT: a text (RFC 1035)
 *
 * What a record may hold.
 */
typedef enum
{
  SP_RECORD_A,
  SP_RECORD_AAAA,
  SP_RECORD_TXT,
} SpRecordType;

#define SP_N_RECORD_TYPES (SP_RECORD_TXT + 1)

const char *sp_record_type_to_string (SpRecordType type);

/**
 * SpTextKeeping:
 * @SP_TEXT_NONE: the provider keeps no TXT records, or by other requests
 * @SP_TEXT_PLAIN: it keeps them, and their text as it is
 * @SP_TEXT_QUOTED: it keeps them, and their text between quotation marks
 *
 * What the requests of a recipe can do for a TXT record.
 */
typedef enum
{
  SP_TEXT_NONE,
  SP_TEXT_PLAIN,
  SP_TEXT_QUOTED,
} SpTextKeeping;

/**
 * SpSignParameter:
 * @name: (owned): what the signature calls it
 * @value: (owned): what it is
 *
 * One `parameter=template` of `SignWith=`.
 */
typedef struct
{
  char *name;
  SpTemplate *value;
} SpSignParameter;

/**
 * SpRecordsRecipe:
 * @base: (owned): server, login and headers that the requests have in common
 * @phases: (owned) (nullable): a request for each phase that the provider has
 * @lists_zones: all zones are listed; else a zone is asked for by name, walking up
 * @unless: (owned) (nullable): a field that, when it has a value, makes the zone known
 * @success: (owned) (nullable) (element-type SpTest): what a good answer passes beside its status
 * @types: (owned): what the provider calls A, AAAA and TXT
 * @words: (owned) (nullable): the other word that depends on the type
 * @text: what it can do for TXT records
 * @writes_sets: [Upsert] or [Update] sends all values of a name; else one record
 * @spares_apex: the zone itself is no name that these requests keep
 * @signer: (unowned) (nullable): how requests are signed
 * @sign_with: (owned) (element-type SpSignParameter): with what
 * @ttl_min: seconds, the least that the provider takes; 0 if it does not say
 * @ttl_max: the same, the most
 *
 * What [Records] and the sections of its phases say. Made by the loader, then not changed.
 */
typedef struct
{
  SpRequestForm *base;
  SpPhase *phases[SP_N_PHASES];
  gboolean lists_zones;
  char *unless;
  GPtrArray *success;
  char *types[SP_N_RECORD_TYPES];
  char *words[SP_N_RECORD_TYPES];
  SpTextKeeping text;
  gboolean writes_sets;
  gboolean spares_apex;
  const SpSigner *signer;
  GPtrArray *sign_with;
  guint ttl_min;
  guint ttl_max;
} SpRecordsRecipe;

SpRecordsRecipe *
sp_records_recipe_new (const SpRecipeText *text, SpNames *names, SpProblems *problems);
void sp_records_recipe_free (SpRecordsRecipe *self);
void sp_records_recipe_set_delivery (SpDelivery *delivery);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpRecordsRecipe, sp_records_recipe_free)

G_END_DECLS
