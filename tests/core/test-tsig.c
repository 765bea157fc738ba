/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dns/sp-tsig.h"

#include <string.h>

#include "base/sp-error.h"
#include "dns/sp-dns-message.h"
#include "sp-fake-name-server.h"

#define SIGNED_AT_S 1795357703

/* What nsupdate 9.18 sent to named 9.18, and what that answered, at SIGNED_AT_S. The keys were made by
 * tsig-keygen for this alone. */
static const struct
{
  const char *algorithm;
  const char *name;
  const char *secret;
  const char *request;
  const char *reply;
} vectors[] = {
  { "hmac-sha256",
    "vector-sha256",
    "ahZM8rL8h98ctarHdpUdXd4w+5g//QMTpguapFIHu1g=",
    "160928000001000000020001076578616d706c65036f7267000006000104686f6d65c00c000100ff0000"
    "00000000c01d000100010000012c0004c63364070d766563746f722d7368613235360000fa00ff000000"
    "00003d0b686d61632d7368613235360000006b02fc07012c0020bd06228c0e0d166a04a3451bd6518c7c"
    "b31b0e6b7a86d004a0efe7c1366e908c160900000000",
    "1609a8000001000000000001076578616d706c65036f726700000600010d766563746f722d7368613235"
    "360000fa00ff00000000003d0b686d61632d7368613235360000006b02fc07012c0020777c69953f52e5"
    "293e684a4f5086089908f722e3d7e8abe94b8651058858035f160900000000" },
  { "hmac-sha384",
    "vector-sha384",
    "Td9/5L3L5JUEddBrFn2vkGcXfBlGjg+fIalVz48qFdzMXshJ2yYerSUK+9jHEdyu",
    "206028000001000000020001076578616d706c65036f7267000006000104686f6d65c00c000100ff0000"
    "00000000c01d000100010000012c0004c63364070d766563746f722d7368613338340000fa00ff000000"
    "00004d0b686d61632d7368613338340000006b02fc07012c00302ebfb7912f25fea29394f8df395881a0"
    "0e9924b508b21ebda4f4a0bdf2d57e505103c2c2ca6e102eca06275f397ea02d206000000000",
    "2060a8000001000000000001076578616d706c65036f726700000600010d766563746f722d7368613338"
    "340000fa00ff00000000004d0b686d61632d7368613338340000006b02fc07012c003008d2630e727b0e"
    "cc536c657ea91b4b3fd109e0f21b4f2686510b47de75054efa987d13f4daf31b4029b34665e0f621c920"
    "6000000000" },
  { "hmac-sha512",
    "vector-sha512",
    "rwecBaRWjpdhUj9vc07uDXvEtAGXnSxJtZc27nGlhkW3TqOt35b+2jhOrHavxHas2gJTym0d/IyrJJtWi0a+"
    "Aw==",
    "b34a28000001000000020001076578616d706c65036f7267000006000104686f6d65c00c000100ff0000"
    "00000000c01d000100010000012c0004c63364070d766563746f722d7368613531320000fa00ff000000"
    "00005d0b686d61632d7368613531320000006b02fc07012c0040d357efda42dbdd5db8e4ac3d3da91763"
    "3645a3b34462a757b4b4a50648747a1d47cd665318739cfb8c1565390958d8f38ed336c6f2d5908eff31"
    "22684413cf31b34a00000000",
    "b34aa8000001000000000001076578616d706c65036f726700000600010d766563746f722d7368613531"
    "320000fa00ff00000000005d0b686d61632d7368613531320000006b02fc07012c0040e4b81a0618898c"
    "fcd89818dd8de2e47dc7d840a7694979ae9e49ceaf1bfd6e018b0a6e40d42f0e83d5b46ec186e846e04f"
    "7411af2b1d51915cb5158ba907537fb34a00000000" },
  { "hmac-sha1",
    "vector-sha1",
    "T9qQozij9SM73sFHVEL6fIfSUOg=",
    "a5cb28000001000000020001076578616d706c65036f7267000006000104686f6d65c00c000100ff0000"
    "00000000c01d000100010000012c0004c63364070b766563746f722d736861310000fa00ff0000000000"
    "2f09686d61632d736861310000006b02fc07012c00146ba64b1f8e5cfa4c4c41b69ae320fe2fb8ce7028"
    "a5cb00000000",
    "a5cba8000001000000000001076578616d706c65036f726700000600010b766563746f722d7368613100"
    "00fa00ff00000000002f09686d61632d736861310000006b02fc07012c0014a2a6ca5ca734a55559b79e"
    "8ff4fc5c2055b308a8a5cb00000000" },
  { "hmac-md5",
    "vector-md5",
    "+kqRPFnGdmMjiCg4khc/LA==",
    "1b1628000001000000020001076578616d706c65036f7267000006000104686f6d65c00c000100ff0000"
    "00000000c01d000100010000012c0004c63364070a766563746f722d6d64350000fa00ff00000000003a"
    "08686d61632d6d6435077369672d616c670372656703696e740000006b02fc07012c0010bc5d6086f474"
    "80495d6846d3dcf2eef31b1600000000",
    "1b16a8000001000000000001076578616d706c65036f726700000600010a766563746f722d6d64350000"
    "fa00ff00000000003a08686d61632d6d6435077369672d616c670372656703696e740000006b02fc0701"
    "2c001098f2154549f695eb081ffd2a7d5d30561b1600000000" },
};

static const char badsig_request[] =
    "a09228000001000000010001076578616d706c65036f7267000006000104686f6d65c00c000100010000"
    "012c0004c63364070d766563746f722d7368613235360000fa00ff00000000003d0b686d61632d736861"
    "3235360000006b02fc07012c002084de8adf2be3210ac501fe6ad8addcf84ac6bf6948ab0ca7f66a4947"
    "cd7b7123a09200000000";
static const char badsig_reply[] =
    "a092a8090001000000000001076578616d706c65036f726700000600010d766563746f722d7368613235"
    "360000fa00ff00000000001d0b686d61632d7368613235360000006b02fc07012c0000a09200100000";
static const char badkey_request[] =
    "868a28000001000000010001076578616d706c65036f7267000006000104686f6d65c00c000100010000"
    "012c0004c6336407066e6f626f64790000fa00ff00000000003d0b686d61632d7368613235360000006b"
    "02fc07012c002038ec2bdd3f444e94157d2982d984263ba9ccf3b5b40bcbb0abb61e91803547dc868a00"
    "000000";
static const char badkey_reply[] =
    "868aa8090001000000000001076578616d706c65036f72670000060001066e6f626f64790000fa00ff00"
    "000000001d0b686d61632d7368613235360000006b02fc07012c0000868a00110000";

static GBytes *
from_hex (const char *hex)
{
  gsize length = strlen (hex) / 2;
  guint8 *data = g_malloc (length);

  for (gsize i = 0; i < length; i++)
    data[i] = (guint8) (g_ascii_xdigit_value (hex[2 * i]) * 16 +
                        g_ascii_xdigit_value (hex[2 * i + 1]));
  return g_bytes_new_take (data, length);
}

static SpTsigKey *
make_key (guint row)
{
  g_autoptr (GError) error = NULL;
  SpTsigKey *key =
      sp_tsig_key_new (vectors[row].name, vectors[row].algorithm, vectors[row].secret, &error);

  g_assert_no_error (error);
  return key;
}

/* The message before it was signed: its TSIG is the last record and nothing points into it. */
static GBytes *
take_signature_off (GBytes *signed_message)
{
  g_autoptr (SpDnsMessage) message = sp_dns_message_parse (signed_message, NULL);
  const SpDnsRecord *tsig = sp_dns_message_get_records (message, SP_DNS_ADDITIONAL)->pdata[0];
  guint8 *data = g_memdup2 (g_bytes_get_data (signed_message, NULL), tsig->begin);

  data[11]--;
  return g_bytes_new_take (data, tsig->begin);
}

static void
test_sign (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autoptr (SpTsigKey) key = make_key (i);
      g_autoptr (GBytes) wanted = from_hex (vectors[i].request);
      g_autoptr (GBytes) bare = take_signature_off (wanted);
      g_autoptr (GBytes) made = sp_tsig_sign (key, bare, SIGNED_AT_S);

      g_test_message ("%s signs as nsupdate does", vectors[i].algorithm);
      g_assert_true (g_bytes_equal (made, wanted));
      g_assert_cmpint (sp_tsig_key_is_weak (key), ==, i >= 3);
    }
}

static void
test_verify (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autoptr (SpTsigKey) key = make_key (i);
      g_autoptr (GBytes) request = from_hex (vectors[i].request);
      g_autoptr (GBytes) reply = from_hex (vectors[i].reply);
      SpTsigFinding finding = sp_tsig_verify (key, request, reply, SIGNED_AT_S + 300);

      g_test_message ("%s proves a reply of named", vectors[i].algorithm);
      g_assert_cmpint (finding.trust, ==, SP_TSIG_PROVED);
      g_assert_cmpuint (finding.error, ==, SP_TSIG_NOERROR);
      g_assert_null (finding.doubt);

      finding = sp_tsig_verify (key, request, reply, SIGNED_AT_S + 301);
      g_assert_cmpstr (finding.doubt, ==, "it was signed at another time");
    }
}

/* Each bit of a proved reply counts, but for those of the id, which a forwarder may change (the
 * signature holds the first one, RFC 8945 §5.2). */
static void
test_tampered (void)
{
  g_autoptr (SpTsigKey) key = make_key (0);
  g_autoptr (GBytes) request = from_hex (vectors[0].request);
  g_autoptr (GBytes) reply = from_hex (vectors[0].reply);
  gsize length = g_bytes_get_size (reply);

  for (gsize bit = 16; bit < length * 8; bit++)
    {
      guint8 *copy = g_memdup2 (g_bytes_get_data (reply, NULL), length);
      g_autoptr (GBytes) other = NULL;
      SpTsigFinding finding;

      copy[bit / 8] ^= (guint8) (1 << bit % 8);
      other = g_bytes_new_take (copy, length);
      finding = sp_tsig_verify (key, request, other, SIGNED_AT_S);
      /* names are signed in lower case: this bit makes them no other name */
      if (finding.trust == SP_TSIG_PROVED)
        g_assert_true (bit % 8 == 5 && g_ascii_isalpha ((char) copy[bit / 8]));
    }
  for (gsize cut = 0; cut < length; cut++)
    {
      g_autoptr (GBytes) other = g_bytes_new_from_bytes (reply, 0, cut);

      g_assert_cmpint (sp_tsig_verify (key, request, other, SIGNED_AT_S).trust,
                       ==,
                       SP_TSIG_DOUBTFUL);
    }
}

static void
test_reported (void)
{
  g_autoptr (SpTsigKey) key = make_key (0);
  g_autoptr (SpTsigKey)
      unknown = sp_tsig_key_new ("nobody", "hmac-sha256", vectors[0].secret, NULL);
  g_autoptr (GBytes) first = from_hex (badsig_request);
  g_autoptr (GBytes) first_reply = from_hex (badsig_reply);
  g_autoptr (GBytes) second = from_hex (badkey_request);
  g_autoptr (GBytes) second_reply = from_hex (badkey_reply);
  SpTsigFinding finding = sp_tsig_verify (key, first, first_reply, SIGNED_AT_S);

  g_assert_cmpint (finding.trust, ==, SP_TSIG_UNSIGNED);
  g_assert_cmpuint (finding.error, ==, SP_TSIG_BADSIG);
  finding = sp_tsig_verify (unknown, second, second_reply, SIGNED_AT_S);
  g_assert_cmpint (finding.trust, ==, SP_TSIG_UNSIGNED);
  g_assert_cmpuint (finding.error, ==, SP_TSIG_BADKEY);
}

/* Replies that named does not give by itself; the fake server makes its signatures with code of its
 * own. */
static void
test_replies (void)
{
  static const struct
  {
    const char *sentence;
    SpFakeDnsAnswer answer;
    SpTsigTrust trust;
    guint error;
    gint64 server_ahead_s;
    const char *doubt;
  } rows[] = {
    { "a signed reply is proved", { .signature = "signed" }, SP_TSIG_PROVED, 0, 0, NULL },
    { "one without a signature proves nothing",
      { .signature = "unsigned" },
      SP_TSIG_UNSIGNED,
      0,
      0,
      NULL },
    { "the server's clock is told",
      { .rcode = 9, .signature = "BADTIME", .ahead_s = 3600 },
      SP_TSIG_PROVED,
      SP_TSIG_BADTIME,
      3600,
      NULL },
    { "a clock that is behind too",
      { .rcode = 9, .signature = "BADTIME", .ahead_s = -86400 },
      SP_TSIG_PROVED,
      SP_TSIG_BADTIME,
      -86400,
      NULL },
    { "a truncation that the server does not take is told",
      { .rcode = 9, .signature = "BADTRUNC" },
      SP_TSIG_PROVED,
      SP_TSIG_BADTRUNC,
      0,
      NULL },
    { "a reply signed with another secret is doubtful",
      { .signature = "forged" },
      SP_TSIG_DOUBTFUL,
      0,
      0,
      "its signature is wrong" },
    { "a MAC cut to half is taken", { .signature = "half" }, SP_TSIG_PROVED, 0, 0, NULL },
    { "one cut further is not",
      { .signature = "cut" },
      SP_TSIG_DOUBTFUL,
      0,
      0,
      "its signature is wrong" },
    { "a signature that is not the last record is doubtful",
      { .signature = "misplaced" },
      SP_TSIG_DOUBTFUL,
      0,
      0,
      "its signature is not whole" },
    { "another key is doubtful",
      { .signature = "renamed" },
      SP_TSIG_DOUBTFUL,
      0,
      0,
      "it is signed with another key" },
    { "another algorithm is doubtful",
      { .signature = "downgraded" },
      SP_TSIG_DOUBTFUL,
      0,
      0,
      "it is signed with another algorithm" },
  };
  g_autoptr (SpTsigKey) key = make_key (0);
  g_autoptr (GBytes) request = from_hex (vectors[0].request);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) reply = sp_fake_dns_reply (request, vectors[0].secret, &rows[i].answer);
      SpTsigFinding finding = sp_tsig_verify (key, request, reply, SIGNED_AT_S);

      g_test_message ("%s", rows[i].sentence);
      g_assert_cmpint (finding.trust, ==, rows[i].trust);
      if (finding.trust == SP_TSIG_PROVED)
        g_assert_cmpuint (finding.error, ==, rows[i].error);
      g_assert_cmpint (finding.server_ahead_s, ==, rows[i].server_ahead_s);
      g_assert_cmpstr (finding.doubt, ==, rows[i].doubt);
    }
}

#define SECRET "ahZM8rL8h98ctarHdpUdXd4w+5g//QMTpguapFIHu1g="

static void
test_block (void)
{
  static const struct
  {
    const char *sentence;
    const char *block;
    const char *name; /* NULL: refused */
  } rows[] = {
    { "as tsig-keygen prints it",
      "key \"Home.Example.ORG.\" {\n\talgorithm hmac-sha256;\n\tsecret \"" SECRET "\";\n};\n",
      "home.example.org" },
    { "in one line, in the other order, without quotes and the last semicolon",
      "key home { secret " SECRET "; algorithm HMAC-SHA256; }",
      "home" },
    { "with comments of every kind",
      "# from the server\nkey \"a\" { // name\n/* of\n2026 */ algorithm hmac-sha256;\nsecret \"" SECRET
      "\"; };",
      "a" },
    { "without a secret", "key \"a\" { algorithm hmac-sha256; };", NULL },
    { "without an algorithm", "key \"a\" { secret \"" SECRET "\"; };", NULL },
    { "without a name", "key \"\" { algorithm hmac-sha256; secret \"" SECRET "\"; };", NULL },
    { "cut off", "key \"a\" { algorithm hmac-sha256; secret \"" SECRET, NULL },
    { "with something behind it",
      "key \"a\" { algorithm hmac-sha256; secret \"" SECRET "\"; }; zone \"x\" { };",
      NULL },
    { "with a word that is none of a key",
      "key \"a\" { algorithm hmac-sha256; file \"x\"; secret \"" SECRET "\"; };",
      NULL },
    { "with an algorithm that GHmac lacks",
      "key \"a\" { algorithm hmac-sha224; secret \"" SECRET "\"; };",
      NULL },
    { "with a secret that lost its end",
      "key \"a\" { algorithm hmac-sha256; secret \"ahZM8rL8h98ctarHdpUdXd4w+5g//QMTpguapFIHu1\"; };",
      NULL },
    { "with a secret of 15 bytes",
      "key \"a\" { algorithm hmac-sha256; secret \"MDEyMzQ1Njc4OTAxMjM0\"; };",
      NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *flat = sp_tsig_key_flatten_block (rows[i].block);
      g_autoptr (SpTsigKey) key = sp_tsig_key_new_from_block (rows[i].block, &error);
      g_autoptr (SpTsigKey) again = sp_tsig_key_new_from_block (flat, NULL);

      g_test_message ("%s", rows[i].sentence);
      g_assert_true (sp_tsig_key_is_block (rows[i].block));
      g_assert_null (strchr (flat, '\n'));
      g_assert_true ((key == NULL) == (again == NULL));
      g_assert_cmpstr (key == NULL ? NULL : sp_tsig_key_get_name (key), ==, rows[i].name);
      if (rows[i].name != NULL)
        {
          g_assert_cmpstr (sp_tsig_key_get_name (again), ==, rows[i].name);
          continue;
        }
      g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
      g_assert_null (strstr (error->message, "ahZM8r"));
    }

  g_assert_false (sp_tsig_key_is_block (SECRET));
  g_assert_false (sp_tsig_key_is_block ("keyring{"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tsig/sign", test_sign);
  g_test_add_func ("/tsig/verify", test_verify);
  g_test_add_func ("/tsig/tampered", test_tampered);
  g_test_add_func ("/tsig/reported", test_reported);
  g_test_add_func ("/tsig/replies", test_replies);
  g_test_add_func ("/tsig/block", test_block);

  return g_test_run ();
}
