/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-plan.h"

#include <string.h>

/* what stays the same while the hosts of a batch are looked at, borrowed for the length of one
 * call */
typedef struct
{
  const SpBatch *batch;
  SpDelivery delivery; /* strings unowned: the recipe's */
  gboolean own_url;    /* a person wrote the URL, and there is no way to leave a place empty */
  SpPlan *plan;
} Planner;

static void
refusal_free (gpointer data)
{
  SpPlanRefusal *refusal = data;

  g_free (refusal->reason);
  g_free (refusal);
}

static SpPlanStep *
step_new (void)
{
  SpPlanStep *step = g_new0 (SpPlanStep, 1);

  step->hosts = g_array_new (FALSE, FALSE, sizeof (guint));
  return step;
}

/**
 * sp_plan_step_free:
 * @self: (transfer full): a step
 */
void
sp_plan_step_free (SpPlanStep *self)
{
  for (guint family = 0; family < SP_N_FAMILIES; family++)
    g_clear_pointer (&self->addresses[family], sp_address_unref);
  g_array_unref (self->hosts);
  g_free (self);
}

/**
 * sp_plan_free:
 * @self: (transfer full): a plan
 */
void
sp_plan_free (SpPlan *self)
{
  g_ptr_array_unref (self->steps);
  g_ptr_array_unref (self->refusals);
  g_free (self);
}

static SpPlanStep *
step_copy_values (const SpPlanStep *self)
{
  SpPlanStep *copy = step_new ();

  for (guint family = 0; family < SP_N_FAMILIES; family++)
    {
      if (self->addresses[family] != NULL)
        copy->addresses[family] = sp_address_ref (self->addresses[family]);
      copy->words[family] = self->words[family];
    }

  return copy;
}

/**
 * sp_plan_step_split:
 * @self: a step with at least two hosts
 *
 * Makes room in a request that is too long.
 *
 * Returns: (transfer full): the second half of the hosts; @self keeps the first
 */
SpPlanStep *
sp_plan_step_split (SpPlanStep *self)
{
  SpPlanStep *rest = step_copy_values (self);
  guint half = (self->hosts->len + 1) / 2;

  g_array_append_vals (rest->hosts,
                       &g_array_index (self->hosts, guint, half),
                       self->hosts->len - half);
  g_array_set_size (self->hosts, half);
  return rest;
}

/**
 * sp_plan_refuse:
 * @self: a plan
 * @host: number of a host in the batch
 * @family: a family that is due there
 * @reason: why nothing is sent for it
 */
void
sp_plan_refuse (SpPlan *self, guint host, SpFamily family, const char *reason)
{
  SpPlanRefusal *refusal = g_new0 (SpPlanRefusal, 1);

  refusal->host = host;
  refusal->family = family;
  refusal->reason = g_strdup (reason);
  g_ptr_array_add (self->refusals, refusal);
}

static SpFamily
other_family (SpFamily family)
{
  return family == SP_FAMILY_IPV4 ? SP_FAMILY_IPV6 : SP_FAMILY_IPV4;
}

static const char *
get_family_name (SpFamily family)
{
  return family == SP_FAMILY_IPV4 ? "IPv4" : "IPv6";
}

static void
refuse_for_missing (Planner *planner, guint host, SpFamily due, SpFamily missing)
{
  g_autofree char *reason = NULL;

  if (planner->own_url)
    reason =
        g_strdup_printf ("the URL has a place for %s, which has no address; remove the place or "
                         "give %s a fixed address",
                         get_family_name (missing),
                         get_family_name (missing));
  else
    reason =
        g_strdup_printf ("not sent: the provider would %s %s, whose address is not known; give "
                         "%s a fixed address or switch it off",
                         planner->delivery.missing == SP_MISSING_DELETE ? "delete" : "guess",
                         get_family_name (missing),
                         get_family_name (missing));
  sp_plan_refuse (planner->plan, host, due, reason);
}

/* whether it does no harm that @family is not named beside the one that is due */
static gboolean
may_be_missing (const Planner *planner, guint host, SpFamily family)
{
  if (!planner->delivery.families[family] || planner->delivery.missing == SP_MISSING_KEEP)
    return TRUE;

  /* off means that nothing is published there: nothing is lost, unless the server makes it up */
  return planner->delivery.missing == SP_MISSING_DELETE && !planner->own_url &&
         sp_batch_is_off (planner->batch, host, family);
}

static void
set_address (SpPlanStep *step, SpAddress *address)
{
  step->addresses[sp_address_get_family (address)] = sp_address_ref (address);
}

/* what one request has to say of @host, or NULL if it must not be sent; @due is due there */
static SpPlanStep *
plan_together (Planner *planner, guint host, SpFamily due)
{
  SpFamily other = other_family (due);
  SpAddress *due_there = sp_batch_get_due (planner->batch, host, other);
  SpAddress *kept = sp_batch_get_kept (planner->batch, host, other);
  g_autoptr (SpPlanStep) step = step_new ();

  set_address (step, sp_batch_get_due (planner->batch, host, due));
  if (due_there != NULL && planner->delivery.families[other])
    set_address (step, due_there);
  else if (planner->delivery.missing == SP_MISSING_SEND && planner->delivery.families[other])
    step->words[other] = planner->delivery.word;
  else if (may_be_missing (planner, host, other))
    return g_steal_pointer (&step);
  else if (kept != NULL)
    set_address (step, kept);
  else
    {
      refuse_for_missing (planner, host, due, other);
      return NULL;
    }

  return g_steal_pointer (&step);
}

static gboolean
has_same_values (const SpPlanStep *a, const SpPlanStep *b)
{
  for (guint family = 0; family < SP_N_FAMILIES; family++)
    {
      const SpAddress *first = a->addresses[family];
      const SpAddress *second = b->addresses[family];

      if ((first == NULL) != (second == NULL) ||
          g_strcmp0 (a->words[family], b->words[family]) != 0)
        return FALSE;
      if (first != NULL && !sp_address_equal (first, second))
        return FALSE;
    }

  return TRUE;
}

/* A server that is told to find a record there refuses a whole message for want of one (RFC 2136
 * §3.2.5), so that each of these goes alone. */
static gboolean
is_alone (const Planner *planner, guint host)
{
  return sp_recipe_get_protocol (sp_batch_get_recipe (planner->batch)) == SP_PROTOCOL_RFC2136 &&
         !sp_batch_get_create (planner->batch, host);
}

static void
take_step (Planner *planner, guint host, SpPlanStep *step)
{
  for (guint i = 0; !is_alone (planner, host) && i < planner->plan->steps->len; i++)
    {
      SpPlanStep *open = g_ptr_array_index (planner->plan->steps, i);

      if (open->hosts->len < planner->delivery.batch && has_same_values (open, step) &&
          !is_alone (planner, g_array_index (open->hosts, guint, 0)))
        {
          g_array_append_val (open->hosts, host);
          g_clear_pointer (&step, sp_plan_step_free);
          return;
        }
    }

  g_array_append_val (step->hosts, host);
  g_ptr_array_add (planner->plan->steps, step);
}

static void
plan_target (Planner *planner, guint host, SpFamily family)
{
  g_autofree char *reason = NULL;
  SpPlanStep *step;

  if (sp_batch_get_due (planner->batch, host, family) == NULL)
    return;

  if (!planner->delivery.families[family])
    {
      reason = g_strdup_printf (planner->own_url ? "the URL has no place for %s; write {ip} into it"
                                                 : "this provider does not take %s; switch it off",
                                get_family_name (family));
      sp_plan_refuse (planner->plan, host, family, reason);
      return;
    }

  if (planner->delivery.together && !is_alone (planner, host))
    {
      step = plan_together (planner, host, family);
      if (step == NULL)
        return;
    }
  else
    {
      step = step_new ();
      set_address (step, sp_batch_get_due (planner->batch, host, family));
    }

  take_step (planner, host, step);
}

/* a request that names both families of a host is planned once */
static gboolean
is_planned_with_other (const Planner *planner, guint host, SpFamily family)
{
  SpFamily other = other_family (family);

  return planner->delivery.together && !is_alone (planner, host) && family == SP_FAMILY_IPV6 &&
         planner->delivery.families[other] && planner->delivery.families[family] &&
         sp_batch_get_due (planner->batch, host, other) != NULL;
}

static const char *
get_field (const SpBatch *batch, const char *name)
{
  const SpRecipeField *field = sp_recipe_lookup_field (sp_batch_get_recipe (batch), name);
  const char *value = field != NULL && field->secret
                          ? sp_credentials_get (sp_batch_get_credentials (batch), name)
                          : sp_account_get (sp_batch_get_account (batch), name);

  return value == NULL ? "" : value;
}

/* The URL that a person pasted says itself which families it takes. */
static void
read_own_url (Planner *planner, const char *field)
{
  planner->own_url = TRUE;
  planner->delivery.missing = SP_MISSING_DELETE;
  planner->delivery.batch = 1;
  /* a bad URL is told when the request is made */
  if (!sp_endpoint_check_template (get_field (planner->batch, field),
                                   planner->delivery.families,
                                   &planner->delivery.together,
                                   NULL))
    planner->delivery.together = FALSE;
}

static void
read_delivery (Planner *planner)
{
  SpRecipe *recipe = sp_batch_get_recipe (planner->batch);
  const SpRequestForm *form = sp_recipe_get_request_form (recipe);

  planner->delivery = *sp_recipe_get_delivery (recipe);
  if (planner->delivery.batch_unless != NULL &&
      get_field (planner->batch, planner->delivery.batch_unless)[0] != '\0')
    planner->delivery.batch = 1;
  if (form != NULL && sp_request_form_get_endpoint_kind (form) == SP_ENDPOINT_TEMPLATE)
    read_own_url (planner, sp_request_form_get_endpoint_field (form));
}

/**
 * sp_plan_new:
 * @batch: what is due
 *
 * Returns: (transfer full): the requests to send, and what must not be sent
 */
SpPlan *
sp_plan_new (const SpBatch *batch)
{
  SpPlan *plan = g_new0 (SpPlan, 1);
  Planner planner = { .batch = batch, .plan = plan };

  plan->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_plan_step_free);
  plan->refusals = g_ptr_array_new_with_free_func (refusal_free);
  read_delivery (&planner);

  for (guint family = 0; family < SP_N_FAMILIES; family++)
    for (guint host = 0; host < sp_batch_get_n_hosts (batch); host++)
      if (!is_planned_with_other (&planner, host, (SpFamily) family))
        plan_target (&planner, host, (SpFamily) family);

  return plan;
}
