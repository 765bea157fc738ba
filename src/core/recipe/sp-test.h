/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "http/sp-reply.h"
#include "recipe/sp-variables.h"

G_BEGIN_DECLS

/**
 * SpEvidence:
 * @reply: (unowned): lives as long as the judging
 * @text: (owned): the body as valid UTF-8, without a byte order mark
 * @json: (owned) (nullable): the body as JSON, once a test has asked for it
 * @json_tried: @json was asked for
 * @variables: (unowned): lives as long as the judging
 * @overtaxed: a pattern gave up; nothing is known then
 *
 * What the tests of a rule look at. Plain data, made for one reply.
 */
typedef struct
{
  const SpReply *reply;
  char *text;
  JsonNode *json;
  gboolean json_tried;
  const SpVariables *variables;
  gboolean overtaxed;
} SpEvidence;

void sp_evidence_init (SpEvidence *self, const SpReply *reply, const SpVariables *variables);
void sp_evidence_clear (SpEvidence *self);
JsonNode *sp_evidence_get_json (SpEvidence *self);
gboolean sp_evidence_is_html (const SpEvidence *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SpEvidence, sp_evidence_clear)

/**
 * SpTest:
 *
 * One condition of a result rule, such as `status:200` or `body:/^OK/`. Parsed once, asked of many
 * replies. The forms are listed at #SpRules.
 */
typedef struct _SpTest SpTest;

SpTest *sp_test_parse (const char **at, GError **error);
void sp_test_free (SpTest *self);
gboolean sp_test_holds (const SpTest *self, SpEvidence *evidence);
gboolean sp_test_is_status (const SpTest *self);
gboolean sp_test_covers (const SpTest *self, const SpTest *other);
const char *sp_test_get_name (const SpTest *self);

/* Several tests in one line, separated by spaces: all must hold. */
GPtrArray *sp_tests_parse (const char *text, GError **error);
gboolean sp_tests_hold (GPtrArray *tests, SpEvidence *evidence);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpTest, sp_test_free)

G_END_DECLS
