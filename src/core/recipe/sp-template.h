/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/sp-twin.h"
#include "recipe/sp-filter.h"

G_BEGIN_DECLS

/**
 * SpPlace:
 * @SP_PLACE_TEXT: as it is; for what is encoded as a whole later (Basic, JSON)
 * @SP_PLACE_PATH: a segment of an URL's path
 * @SP_PLACE_QUERY: a value in a query or form
 * @SP_PLACE_HEADER: a header's value; anything but printable ASCII is refused
 * @SP_PLACE_XML: text between tags
 *
 * Where a template stands; decides how values are escaped.
 */
typedef enum
{
  SP_PLACE_TEXT,
  SP_PLACE_PATH,
  SP_PLACE_QUERY,
  SP_PLACE_HEADER,
  SP_PLACE_XML,
} SpPlace;

/**
 * SpTemplate:
 *
 * Text with `${name|filter|filter:argument}` in it; `$$` is one “$”. Parsed once, rendered many
 * times, always together with its redacted twin. The filters are
 *
 *   or:x      x where the value is empty
 *   strip:x   without “.x” at its end; empty if it equals x or x is empty; else refused
 *   after:x   without “x.” at its beginning; else refused
 *   label:n   the n-th label from the right
 *   lower     lower case (ASCII)
 *   md5       as hexadecimal digits
 *   int       refused if it is not a number
 *   bool      “true” or “false”; refused if it is neither
 *   opt       an empty value is left as it is by “int” and “bool”; a member of JSON that is empty
 *             is left out
 *   each      one value of many, told by number; in JSON the item of a list is repeated
 *   list      all values, with commas between them; the last filter
 *
 * where x is a name, or a literal if it does not begin with a letter.
 */
typedef struct _SpTemplate SpTemplate;

SpTemplate *sp_template_new (const char *text, SpPlace place, GError **error);
void sp_template_free (SpTemplate *self);
const char *const *sp_template_get_names (const SpTemplate *self);
gboolean sp_template_has_name (const SpTemplate *self, const char *name);
gboolean sp_template_makes_list (const SpTemplate *self, const char *name);
gboolean sp_template_is_only (const SpTemplate *self, SpFilterKind filter);
const char *sp_template_get_each (const SpTemplate *self);
gboolean sp_template_render (const SpTemplate *self,
                             const SpVariables *variables,
                             SpTwin *twin,
                             GError **error);
gboolean sp_template_render_nth (const SpTemplate *self,
                                 const SpVariables *variables,
                                 guint nth,
                                 SpTwin *twin,
                                 GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpTemplate, sp_template_free)

G_END_DECLS
