/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-oneshot-recipe.h"

#define SECTION "Update"

static gboolean
has_name (const SpRequestBlank *blank, const SpRequestForm *form, const char *name)
{
  return sp_request_blank_has_name (blank, name) || sp_request_form_has_name (form, name);
}

static const char *
get_address_name (SpFamily family)
{
  return family == SP_FAMILY_IPV4 ? "ip4" : "ip6";
}

/* The address is always sent; “${ip}” is the one of a request for one family. */
static void
check_addresses (const SpRequestBlank *blank,
                 const SpDelivery *delivery,
                 const SpRequestForm *form,
                 const SpRecipeText *text,
                 SpProblems *problems)
{
  guint line = sp_recipe_text_get_section_line (text, SECTION);
  gboolean has_ip = has_name (blank, form, "ip");
  gboolean both = delivery->families[SP_FAMILY_IPV4] && delivery->families[SP_FAMILY_IPV6];

  if (delivery->together && has_ip)
    sp_problems_add (problems, line, "with Together=true write ${ip4} and ${ip6} instead of ${ip}");

  for (guint family = 0; family < SP_N_FAMILIES; family++)
    {
      const char *name = get_address_name ((SpFamily) family);
      gboolean named = has_name (blank, form, name);

      if (delivery->families[family] && !has_ip && !(named && (delivery->together || !both)))
        sp_problems_add (problems,
                         line,
                         "%s is in Families but its address is not sent; write ${%s}%s",
                         sp_family_to_string ((SpFamily) family),
                         name,
                         both && !delivery->together ? " with Together=true, or ${ip}"
                                                     : " or ${ip}");
    }
}

/* a word without its meaning would be sent empty */
static void
check_own_words (const SpRequestBlank *blank,
                 const SpDelivery *delivery,
                 const SpRequestForm *form,
                 const SpRecipeText *text,
                 SpProblems *problems)
{
  gboolean used = has_name (blank, form, "word");

  for (guint family = 0; family < SP_N_FAMILIES; family++)
    if (delivery->families[family] && used != (delivery->own_words[family] != NULL))
      sp_problems_add (problems,
                       sp_recipe_text_get_section_line (text, SECTION),
                       used ? "${word} has no meaning for %s; write WordA and WordAAAA"
                            : "there is a word for %s; write ${word} where it belongs",
                       sp_family_to_string ((SpFamily) family));
}

static gboolean
can_be_dropped (const SpPairs *pairs, const char *name)
{
  for (guint i = 0; i < sp_pairs_get_n (pairs); i++)
    if (sp_template_has_name (sp_pairs_get_template (pairs, i), name) &&
        !sp_pairs_is_optional (pairs, i))
      return FALSE;

  return TRUE;
}

/* a family that is not sent must leave no empty value behind: some servers delete on it */
static void
check_dropping (const SpRequestBlank *blank,
                const SpDelivery *delivery,
                const SpRecipeText *text,
                SpProblems *problems)
{
  if (!delivery->together || delivery->missing == SP_MISSING_SEND)
    return;

  for (guint family = 0; family < SP_N_FAMILIES; family++)
    {
      const char *name = get_address_name ((SpFamily) family);

      if (!can_be_dropped (blank->query, name) || !can_be_dropped (blank->form, name) ||
          (blank->form == NULL && sp_request_blank_body_has_name (blank, name)))
        sp_problems_add (problems,
                         sp_recipe_text_get_section_line (text, SECTION),
                         "${%s} would be sent empty when the family is missing; put it into a pair "
                         "with ?= or use Missing=send:WORD",
                         name);
    }
}

static gboolean
makes_list (const SpPairs *pairs, guint pair)
{
  const SpTemplate *value = sp_pairs_get_template (pairs, pair);

  return sp_template_makes_list (sp_pairs_get_name (pairs, pair), "fqdn") &&
         (value == NULL || sp_template_makes_list (value, "fqdn"));
}

static void
check_list (const SpRequestBlank *blank,
            const SpDelivery *delivery,
            const SpRequestForm *form,
            const SpRecipeText *text,
            SpProblems *problems)
{
  const SpPairs *all[] = { blank->query, blank->form };
  gboolean listed = !sp_request_form_has_name (form, "fqdn") && blank->json == NULL &&
                    (blank->xml == NULL || sp_template_makes_list (blank->xml, "fqdn")) &&
                    (blank->text == NULL || sp_template_makes_list (blank->text, "fqdn"));

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    for (guint pair = 0; pair < sp_pairs_get_n (all[i]); pair++)
      listed = listed && makes_list (all[i], pair);

  if (delivery->batch > 1 && !listed)
    sp_problems_add (problems,
                     sp_recipe_text_get_line (text, SECTION, "Batch"),
                     "“Batch” sends several names; write ${fqdn|list} in Query, Form, Xml or "
                     "Text, or remove Batch");
}

/**
 * sp_oneshot_recipe_check:
 * @blank: the request
 * @delivery: how hosts and families are spread over requests
 * @form: server, login and headers
 * @text: the recipe
 * @problems: gets a sentence for each contradiction
 */
void
sp_oneshot_recipe_check (const SpRequestBlank *blank,
                         const SpDelivery *delivery,
                         const SpRequestForm *form,
                         const SpRecipeText *text,
                         SpProblems *problems)
{
  if (sp_request_form_get_endpoint_kind (form) == SP_ENDPOINT_TEMPLATE)
    return;

  check_addresses (blank, delivery, form, text, problems);
  check_own_words (blank, delivery, form, text, problems);
  check_dropping (blank, delivery, text, problems);
  check_list (blank, delivery, form, text, problems);
}
