/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "address/sp-round.h"

#include "address/sp-ballot.h"
#include "address/sp-echo-parser.h"
#include "address/sp-interface-choice.h"
#include "base/sp-error.h"

#define DEADLINE_S  8
#define MAX_STARTS  3
#define TRUST_S     86400 /* how long one confirmation of a prefix lasts */
#define SUBNET_BITS 64

struct _SpRound
{
  GObject parent_instance;

  SpClock *clock;         /* (owned) */
  SpTransport *transport; /* (owned) */
  SpNetwork *network;     /* (owned) */

  SpFamily family;
  SpSourceKind kind;
  char *interface;      /* (owned) (nullable): named by the person, else the uplink */
  SpEchoPool *pool;     /* (owned) */
  SpAddress *confirmed; /* (owned) (nullable) */
  SpAddress *believed;  /* (owned) (nullable) */
  SpInstant believed_at;
  SpFinding *previous; /* (owned) (nullable) */
  SpEchoUrgency urgency;

  guint n_starts;
  SpAddress *local;      /* (owned) (nullable): the kernel's address, asked from */
  SpBallot *ballot;      /* (owned) */
  SpEchoService *asking; /* (owned) (nullable): whose answer is awaited */
  gboolean is_confirmed_outside;
};

G_DEFINE_FINAL_TYPE (SpRound, sp_round, G_TYPE_OBJECT)

/* answered_cb() asks the next one, or starts over when the address to ask from went away */
static void ask_next (GTask *task);
static void start (GTask *task);

static void
sp_round_finalize (GObject *object)
{
  SpRound *self = SP_ROUND (object);

  g_clear_object (&self->clock);
  g_clear_object (&self->transport);
  g_clear_object (&self->network);
  g_clear_pointer (&self->interface, g_free);
  g_clear_pointer (&self->pool, sp_echo_pool_unref);
  g_clear_pointer (&self->confirmed, sp_address_unref);
  g_clear_pointer (&self->believed, sp_address_unref);
  g_clear_pointer (&self->previous, sp_finding_unref);
  g_clear_pointer (&self->local, sp_address_unref);
  g_clear_pointer (&self->ballot, sp_ballot_free);
  g_clear_pointer (&self->asking, sp_echo_service_unref);

  G_OBJECT_CLASS (sp_round_parent_class)->finalize (object);
}

static void
sp_round_class_init (SpRoundClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_round_finalize;
}

static void
sp_round_init (SpRound *self)
{
}

static void
finish (GTask *task, SpFinding *finding)
{
  SpRound *self = g_task_get_source_object (task);

  sp_ballot_settle (self->ballot, sp_finding_get_address (finding));
  g_task_return_pointer (task, finding, (GDestroyNotify) sp_finding_unref);
  g_clear_object (&task);
}

static void
finish_known (GTask *task, SpAddress *address, const char *source)
{
  SpRound *self = g_task_get_source_object (task);
  SpInstant now = sp_clock_now (self->clock);

  finish (task, sp_finding_new_known (address, source, &now));
}

static void
finish_unknown (GTask *task, const GError *reason)
{
  SpRound *self = g_task_get_source_object (task);
  SpInstant now = sp_clock_now (self->clock);

  finish (task, sp_finding_new_unknown (self->family, reason, &now));
}

static void
finish_none (GTask *task)
{
  SpRound *self = g_task_get_source_object (task);
  SpInstant now = sp_clock_now (self->clock);

  finish (task, sp_finding_new_none (self->family, "kernel", &now));
}

static SpAddress *
choose_local (SpRound *self, GError **error)
{
  g_autoptr (GPtrArray) table = sp_network_list_addresses (self->network);

  return sp_interface_choose (table,
                              self->interface,
                              self->family,
                              self->confirmed != NULL ? self->confirmed : self->believed,
                              self->kind == SP_SOURCE_INTERFACE,
                              error);
}

/* The address to ask from can vanish between choosing and binding. */
static gboolean
has_local_gone (SpRound *self)
{
  g_autoptr (SpAddress) local = NULL;

  if (self->local == NULL)
    return FALSE;

  local = choose_local (self, NULL);
  return !sp_address_equal (local, self->local);
}

static SpRequest *
make_request (SpRound *self)
{
  const char *url = sp_echo_service_get_url (self->asking, self->family);
  SpRequest *request = sp_request_new ("GET", url, url);

  sp_request_set_direct (request, TRUE);
  sp_request_set_limits (request, DEADLINE_S, SP_ECHO_BODY_CAP);
  if (!sp_echo_service_has_literal_host (self->asking))
    sp_request_force_family (request, self->family);
  if (self->local != NULL)
    sp_request_bind_address (request, self->local);
  return request;
}

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  SpRound *self = g_task_get_source_object (task);
  g_autoptr (SpEchoService) service = g_steal_pointer (&self->asking);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpReply) reply = sp_transport_send_finish (SP_TRANSPORT (object), result, &error);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (reply == NULL && self->n_starts < MAX_STARTS && has_local_gone (self))
    {
      start (g_steal_pointer (&task));
      return;
    }

  sp_ballot_take_reply (self->ballot, service, reply, error);
  ask_next (g_steal_pointer (&task));
}

static void
finish_agreed (GTask *task, SpAddress *winner)
{
  SpRound *self = g_task_get_source_object (task);
  g_autofree char *names = sp_ballot_name_winners (self->ballot, winner);

  self->is_confirmed_outside = TRUE;
  finish_known (task, winner, names);
}

static void
finish_without_agreement (GTask *task, SpVoteResult verdict, const GError *pick_error)
{
  SpRound *self = g_task_get_source_object (task);
  g_autoptr (GError) reason = NULL;

  if (sp_ballot_is_empty (self->ballot) && self->previous != NULL)
    {
      finish (task, sp_finding_ref (self->previous));
      return;
    }

  reason = sp_ballot_make_reason (self->ballot, verdict, pick_error);
  finish_unknown (task, reason);
}

static void
ask_next (GTask *task)
{
  SpRound *self = g_task_get_source_object (task);
  SpAddress *winner = NULL;
  SpVoteResult verdict = sp_ballot_count (self->ballot, self->confirmed, self->believed, &winner);
  SpEchoService *service = NULL;
  g_autoptr (SpRequest) request = NULL;
  g_autoptr (GError) error = NULL;

  if (verdict == SP_VOTE_AGREED)
    {
      finish_agreed (task, winner);
      return;
    }

  if (verdict == SP_VOTE_OPEN)
    service = sp_ballot_pick (self->ballot, self->urgency, &error);
  if (service == NULL)
    {
      finish_without_agreement (task, verdict, error);
      return;
    }

  self->asking = sp_echo_service_ref (service);
  request = make_request (self);
  sp_transport_send_async (self->transport,
                           request,
                           g_task_get_cancellable (task),
                           answered_cb,
                           task);
}

static void
read_interface (GTask *task)
{
  SpRound *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpAddress) address = choose_local (self, &error);

  sp_ballot_note_local (self->ballot, self->interface, address, error);
  if (address != NULL)
    finish_known (task, address, self->interface);
  else
    finish_unknown (task, error);
}

/* One confirmation from outside holds a day for the kernel's IPv4 address or IPv6 prefix. */
static gboolean
is_local_trusted (const SpRound *self)
{
  SpInstant now = sp_clock_now (self->clock);

  if (self->believed == NULL || sp_instant_elapsed_s (&self->believed_at, &now) >= TRUST_S)
    return FALSE;

  return self->family == SP_FAMILY_IPV6
             ? sp_address_shares_prefix (self->believed, self->local, SUBNET_BITS)
             : sp_address_equal (self->believed, self->local);
}

static void
begin_automatic (GTask *task)
{
  SpRound *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  self->local = choose_local (self, &error);
  sp_ballot_note_local (self->ballot, self->interface, self->local, error);

  /* Asked from no lasting IPv6 address, the world would report the temporary one. */
  if (self->local == NULL && self->family == SP_FAMILY_IPV6)
    finish_unknown (task, error);
  else if (self->local != NULL && is_local_trusted (self))
    finish_known (task, self->local, self->interface);
  else
    ask_next (task);
}

static void
begin_at_uplink (GTask *task)
{
  SpRound *self = g_task_get_source_object (task);
  const char *uplink = sp_network_get_uplink (self->network, self->family);

  /* Without a route there certainly is no address. Nobody is asked: on a network with NAT64 alone
   * an “IPv4” echo would show the carrier's address. */
  if (uplink == NULL)
    {
      finish_none (task);
      return;
    }

  if (sp_network_get_connectivity (self->network) == SP_CONNECTIVITY_PORTAL)
    {
      g_autoptr (GError)
          reason = g_error_new_literal (SP_ERROR,
                                        SP_ERROR_NETWORK,
                                        "this network wants a sign-in before it lets anything out");

      finish_unknown (task, reason);
      return;
    }

  g_clear_pointer (&self->interface, g_free);
  self->interface = g_strdup (uplink);
  if (self->kind == SP_SOURCE_AUTOMATIC)
    begin_automatic (task);
  else
    {
      /* Same reason as above; here the kernel lends its address, but has no voice. */
      if (self->family == SP_FAMILY_IPV6)
        self->local = choose_local (self, NULL);
      ask_next (task);
    }
}

static void
start (GTask *task)
{
  SpRound *self = g_task_get_source_object (task);

  self->n_starts++;
  g_clear_pointer (&self->local, sp_address_unref);
  g_clear_pointer (&self->ballot, sp_ballot_free);
  self->ballot = sp_ballot_new (self->pool, self->family);

  switch (self->kind)
    {
    case SP_SOURCE_INTERFACE:
      read_interface (task);
      break;
    case SP_SOURCE_URL:
      ask_next (task);
      break;
    case SP_SOURCE_AUTOMATIC:
    case SP_SOURCE_ECHO:
    default:
      begin_at_uplink (task);
      break;
    }
}

/**
 * sp_round_new:
 * @clock: the clock
 * @transport: the way to the echo services
 * @network: the kernel's facts
 * @input: what it starts from; copied
 *
 * Returns: (transfer full): a round that has not begun
 */
SpRound *
sp_round_new (SpClock *clock, SpTransport *transport, SpNetwork *network, const SpRoundInput *input)
{
  SpRound *self = g_object_new (SP_TYPE_ROUND, NULL);

  self->clock = g_object_ref (clock);
  self->transport = g_object_ref (transport);
  self->network = g_object_ref (network);
  self->family = input->family;
  self->kind = input->kind;
  self->interface = g_strdup (input->interface);
  self->pool = sp_echo_pool_ref (input->pool);
  self->confirmed = input->confirmed != NULL ? sp_address_ref (input->confirmed) : NULL;
  self->believed = input->believed != NULL ? sp_address_ref (input->believed) : NULL;
  self->believed_at = input->believed_at;
  self->previous = input->previous != NULL ? sp_finding_ref (input->previous) : NULL;
  self->urgency = input->urgency;
  return self;
}

/**
 * sp_round_run_async:
 * @self: a round that has not begun
 * @cancellable: (nullable): ends it, and the request that is on its way
 * @callback: called when there is a finding
 * @user_data: for @callback
 */
void
sp_round_run_async (SpRound *self,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, sp_round_run_async);
  start (task);
}

/**
 * sp_round_run_finish:
 * @self: a round
 * @result: the result
 * @error: %G_IO_ERROR_CANCELLED, and nothing else
 *
 * Returns: (transfer full) (nullable): what was found
 */
SpFinding *
sp_round_run_finish (SpRound *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * sp_round_is_confirmed_outside:
 * @self: a round that has ended
 *
 * Returns: %TRUE if the address was agreed on with a voice from outside in this very round
 */
gboolean
sp_round_is_confirmed_outside (SpRound *self)
{
  return self->is_confirmed_outside;
}

/**
 * sp_round_get_answers:
 * @self: a round that has ended
 *
 * Returns: (transfer none) (element-type SpSourceAnswer): what each source said, in order
 */
GPtrArray *
sp_round_get_answers (SpRound *self)
{
  return sp_ballot_get_answers (self->ballot);
}
