/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe/sp-delivery.h"
#include "recipe/sp-dyndns2-recipe.h"
#include "recipe/sp-oneshot-recipe.h"
#include "recipe/sp-recipe-field.h"
#include "recipe/sp-records-recipe.h"
#include "recipe/sp-rfc2136-recipe.h"
#include "recipe/sp-rules.h"

G_BEGIN_DECLS

/**
 * SpProtocolKind:
 * @SP_PROTOCOL_DYNDNS2: “/nic/update” and its code words
 * @SP_PROTOCOL_ONESHOT: one request, judged by the recipe's ordered rules
 * @SP_PROTOCOL_RECORDS: an API that keeps records: found, compared, written
 * @SP_PROTOCOL_RFC2136: a signed UPDATE for a name server
 */
typedef enum
{
  SP_PROTOCOL_DYNDNS2,
  SP_PROTOCOL_ONESHOT,
  SP_PROTOCOL_RECORDS,
  SP_PROTOCOL_RFC2136,
} SpProtocolKind;

/**
 * SpVerified:
 * @SP_VERIFIED_OFFICIAL: written from the provider's own page
 * @SP_VERIFIED_PEER: written from another client's source
 * @SP_VERIFIED_INFERRED: pieced together; marked in the window
 */
typedef enum
{
  SP_VERIFIED_OFFICIAL,
  SP_VERIFIED_PEER,
  SP_VERIFIED_INFERRED,
} SpVerified;

/**
 * SpRecipeContents:
 * @text: (owned): the file; most strings below belong to it
 * @id: (unowned): such as “noip”
 * @name: (unowned): as the provider writes itself, in the person's language
 * @website: (unowned): for a person
 * @source_page: (unowned): what it was written from
 * @checked: (unowned): when that was last read
 * @name_suffix: (unowned) (nullable): what all host names end in
 * @protocol: whose blanks it fills in
 * @verified: how sure it is
 * @min_interval_s: between two updates of a host; 0 if the provider states nothing
 * @refresh_days: after which an unchanged host expires; 0: never
 * @gap_ms: between two requests
 * @spacing: the person may set the distance
 * @wildcard: names may begin with “*.”
 * @names_hosts: a request says which host name it is for
 * @own_url: the person writes the URL, with whatever fields they like in it
 * @hosts: (owned): the only servers that get credentials
 * @aliases: (owned): other names that people search for
 * @fields: (owned) (element-type SpRecipeField): what the person enters
 * @delivery: (owned) (nullable): how hosts and families are spread; there unless something is wrong
 * @form: (owned) (nullable): server and login, where one request does
 * @rules: (owned) (nullable): how answers over HTTP are judged
 * @dyndns2: (owned) (nullable): [Dyndns2]
 * @blank: (owned) (nullable): the request of a oneshot
 * @set_text: (owned) (nullable): how a TXT record is added, beside “records”
 * @unset_text: (owned) (nullable): how it is taken away
 * @records: (owned) (nullable): [Records] and its phases
 * @rfc2136: (owned) (nullable): [Rfc2136]
 *
 * Everything that a recipe says, as it was read. All zero is an empty one.
 */
typedef struct
{
  SpRecipeText *text;
  const char *id;
  const char *name;
  const char *website;
  const char *source_page;
  const char *checked;
  const char *name_suffix;
  SpProtocolKind protocol;
  SpVerified verified;
  guint min_interval_s;
  guint refresh_days;
  guint gap_ms;
  gboolean spacing;
  gboolean wildcard;
  gboolean names_hosts;
  gboolean own_url;
  char **hosts;
  char **aliases;
  GPtrArray *fields;
  SpDelivery *delivery;
  SpRequestForm *form;
  SpRules *rules;
  SpDyndns2Recipe *dyndns2;
  SpRequestBlank *blank;
  SpPhase *set_text;
  SpPhase *unset_text;
  SpRecordsRecipe *records;
  SpRfc2136Recipe *rfc2136;
} SpRecipeContents;

gboolean sp_recipe_contents_load (SpRecipeContents *self, const char *text, SpProblems *problems);
void sp_recipe_contents_clear (SpRecipeContents *self);

G_END_DECLS
