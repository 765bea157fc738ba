/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-rfc2136-answer.h"

#include "provider/sp-clock-skew.h"

typedef struct
{
  SpOutcomeClass outcome_class;
  const char *words; /* as in core/wording/sp-wording-error.c; NULL for a success */
} Meaning;

#define CONFLICT "the server found its records otherwise than they had to be; look at them there"

/* RFC 2136 §2.2 */
static const Meaning rcodes[] = {
  [SP_DNS_NOERROR] = { SP_OUTCOME_GOOD, NULL },
  [SP_DNS_FORMERR] = { SP_OUTCOME_CONFIG, "the server does not understand the update" },
  [SP_DNS_SERVFAIL] = { SP_OUTCOME_RETRY,
                        "the server has trouble with its zone; its log says which" },
  [SP_DNS_NXDOMAIN] = { SP_OUTCOME_CONFIG, CONFLICT },
  [SP_DNS_NOTIMP] = { SP_OUTCOME_CONFIG,
                      "this server takes no updates; write the primary server of the zone" },
  [SP_DNS_REFUSED] = { SP_OUTCOME_CONFIG,
                       "the server does not let this key change the name; allow it there" },
  [SP_DNS_YXDOMAIN] = { SP_OUTCOME_CONFIG, CONFLICT },
  /* what is required: that a name is no alias, and the record that the profile lets nobody make */
  [SP_DNS_YXRRSET] = { SP_OUTCOME_CONFIG,
                       "a name of this update is an alias (CNAME) at the server and can have no "
                       "address; remove the alias there, or the name here" },
  [SP_DNS_NXRRSET] = { SP_OUTCOME_BADHOST,
                       "the server has no such record of the name, and the profile lets none be "
                       "made; make it there, or set create to true" },
  [SP_DNS_NOTAUTH] = { SP_OUTCOME_CONFIG,
                       "the server is not the primary one of this zone; correct the zone or the "
                       "server" },
  [SP_DNS_NOTZONE] = { SP_OUTCOME_CONFIG, "the name is not in this zone; correct the zone" },
};
G_STATIC_ASSERT (G_N_ELEMENTS (rcodes) == SP_DNS_NOTZONE + 1);

static SpOutcomeClass
judge_rcode (guint rcode, char **words)
{
  g_autofree char *name = sp_dns_rcode_to_string (rcode);

  if (rcode < G_N_ELEMENTS (rcodes))
    {
      *words = g_strdup (rcodes[rcode].words);
      return rcodes[rcode].outcome_class;
    }

  *words = g_strdup_printf ("the server answered %s, which means nothing here", name);
  return SP_OUTCOME_UNKNOWN;
}

/* RFC 8945 §3 and §5.2 */
static SpOutcomeClass
judge_tsig_error (const SpTsigFinding *finding, char **words)
{
  g_autofree char *number = NULL;

  switch (finding->error)
    {
    case SP_TSIG_BADSIG:
      *words = g_strdup ("the server has another secret for this key; copy it again");
      return SP_OUTCOME_BADCRED;
    case SP_TSIG_BADKEY:
      *words = g_strdup ("the server does not know this key, or not for this zone; compare its "
                         "name, its algorithm and its zones with those there");
      return SP_OUTCOME_BADCRED;
    case SP_TSIG_BADTIME:
      /* not looked at, so nothing was changed; when the clock is right, it goes by itself */
      *words = sp_clock_skew_describe (finding->server_ahead_s);
      return SP_OUTCOME_RETRY;
    case SP_TSIG_BADTRUNC:
      *words = g_strdup ("the server wants a longer signature; make a new key with hmac-sha256");
      return SP_OUTCOME_CONFIG;
    default:
      number = g_strdup_printf ("%u", finding->error);
      *words = g_strdup_printf ("the server answered with the unknown error %s of a signature",
                                number);
      return SP_OUTCOME_UNKNOWN;
    }
}

/**
 * sp_rfc2136_answer_judge:
 * @call: an update that has a reply
 * @words: (out) (nullable): what the reply means, as in core/wording/sp-wording-error.c
 *
 * A success counts only when it is signed. A refusal that is not is believed: who could forge it
 * could as well keep the reply back, and a server that knows no key has nothing to sign with.
 *
 * Returns: how it ended
 */
SpOutcomeClass
sp_rfc2136_answer_judge (const SpDnsCall *call, char **words)
{
  const SpTsigFinding *finding = sp_dns_call_get_finding (call);
  guint rcode = sp_dns_message_get_rcode (sp_dns_call_get_reply (call));

  if (finding->trust == SP_TSIG_DOUBTFUL)
    {
      *words = g_strdup_printf ("the reply does not prove that the server sent it: %s",
                                finding->doubt);
      return SP_OUTCOME_UNKNOWN;
    }
  if (finding->error != SP_TSIG_NOERROR)
    return judge_tsig_error (finding, words);
  if (finding->trust == SP_TSIG_UNSIGNED && rcode == SP_DNS_NOERROR)
    {
      *words = g_strdup ("the reply is not signed, so that anybody may have sent it");
      return SP_OUTCOME_UNKNOWN;
    }
  if (finding->trust == SP_TSIG_UNSIGNED && rcode == SP_DNS_REFUSED)
    {
      /* PowerDNS says no more of a signature that it does not accept, whatever is wrong with it */
      *words = g_strdup ("the server refuses and does not say why; compare name, algorithm and "
                         "secret of the key with those there, and the clocks");
      return SP_OUTCOME_CONFIG;
    }

  return judge_rcode (rcode, words);
}
