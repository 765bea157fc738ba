/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-error.h"
#include "profile/sp-host-name.h"

#include <string.h>

#define LABEL_63  "a23456789b123456789c123456789d123456789e123456789f123456789g123"
#define LABEL_64  LABEL_63 "4"
#define LABELS_61 "a23456789b123456789c123456789d123456789e123456789f123456789g1"
#define NAME_253  LABEL_63 "." LABEL_63 "." LABEL_63 "." LABELS_61

static void
test_accept (void)
{
  static const struct
  {
    const char *sentence;
    const char *text;
    const char *name;
    const char *display; /* NULL: as the name */
  } rows[] = {
    { "a plain name stays", "home.example.net", "home.example.net", NULL },
    { "an apex is a name", "example.net", "example.net", NULL },
    { "upper case is lowered", "Home.EXAMPLE.Net", "home.example.net", NULL },
    { "one trailing dot goes", "home.example.net.", "home.example.net", NULL },
    { "a wildcard keeps its star", "*.Example.net", "*.example.net", NULL },
    { "an umlaut becomes an A-label", "Bücher.example", "xn--bcher-kva.example", "bücher.example" },
    { "a wildcard may have one below", "*.bücher.de", "*.xn--bcher-kva.de", "*.bücher.de" },
    { "ß is not ss", "straße.de", "xn--strae-oqa.de", "straße.de" },
    { "final sigma stays final", "σς.gr", "xn--3xab.gr", "σς.gr" },
    { "an emoji is shown as typed", "😀.example", "xn--e28h.example", "😀.example" },
    { "an ideographic dot is a dot",
      "日本語。example",
      "xn--wgv71a119e.example",
      "日本語.example" },
    { "a full-width dot is a dot", "a．example．net", "a.example.net", NULL },
    { "a half-width ideographic dot is a dot", "a｡example", "a.example", NULL },
    { "full-width letters are letters", "ｈome.example", "home.example", NULL },
    { "an A-label is shown in its script", "XN--BCHER-KVA.de", "xn--bcher-kva.de", "bücher.de" },
    { "an A-label of a control character is not shown", "xn--a.de", "xn--a.de", NULL },
    { "an A-label that is none is shown as it is", "xn--999999b.de", "xn--999999b.de", NULL },
    { "digits may begin a name", "3com.example", "3com.example", NULL },
    { "only the last label may be no number", "7.example.net", "7.example.net", NULL },
    { "underscores are left to the provider", "my_nas.example.net", "my_nas.example.net", NULL },
    { "hyphens may stand inside", "a--b-c.example", "a--b-c.example", NULL },
    { "63 octets are a label", LABEL_63 ".net", LABEL_63 ".net", NULL },
    { "253 octets are a name", NAME_253, NAME_253, NULL },
    { "and may have a trailing dot", NAME_253 ".", NAME_253, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *name = sp_host_name_normalize (rows[i].text, &error);
      g_autofree char *again = NULL;
      g_autofree char *display = NULL;

      g_test_message ("%s", rows[i].sentence);
      g_assert_cmpstr (name, ==, rows[i].name);
      g_assert_no_error (error);
      again = sp_host_name_normalize (name, NULL);
      g_assert_cmpstr (again, ==, name);
      display = sp_host_name_to_display (name);
      g_assert_cmpstr (display, ==, rows[i].display != NULL ? rows[i].display : name);
    }
}

static void
test_refuse (void)
{
  static const struct
  {
    const char *sentence;
    const char *text;
    const char *reason;
  } rows[] = {
    { "no text", NULL, "is empty" },
    { "empty text", "", "is empty" },
    { "a dot alone", ".", "between two dots" },
    { "a star alone", "*", "only letters" },
    { "a star and a dot", "*.", "only letters" },
    { "a star and two dots", "*..", "nothing behind" },
    { "a star and ideographic dots", "*。。", "nothing behind" },
    { "two dots in a row", "home..example", "between two dots" },
    { "a dot before", ".example.net", "between two dots" },
    { "two dots at the end", "example.net..", "between two dots" },
    { "two ideographic dots", "a。。b", "between two dots" },
    { "a blank inside", "my home.example.net", "blank" },
    { "a blank before", " home.example.net", "blank" },
    { "a no-break space", "my\u00a0home.example.net", "blank" },
    { "a line end", "home.example.net\n", "blank" },
    { "a joiner that nameprep would drop", "a\u200db.example", "invisible" },
    { "a soft hyphen that nameprep would drop", "a\u00adb.example", "invisible" },
    { "a direction mark", "a\u202eb.example", "invisible" },
    { "an IPv4 address", "192.0.2.1", "is an address" },
    { "an IPv4 address with a dot", "192.0.2.1.", "address or a number" },
    { "a short IPv4 address", "192.0.513", "address or a number" },
    { "a hexadecimal number", "home.0x7f", "address or a number" },
    { "a full-width IPv4 address", "１９２.0.2.1", "address or a number" },
    { "an IPv6 address", "2001:db8::1", "is an address" },
    { "an IPv6 address in brackets", "[2001:db8::1]", "without" },
    { "a web address", "https://home.example.net", "without" },
    { "a port", "home.example.net:80", "without" },
    { "a mail address", "me@example.net", "without" },
    { "the apex sign alone", "@", "without" },
    { "a name without its domain", "home", "not whole" },
    { "a label of 64 octets", LABEL_64 ".net", "longer than 63" },
    { "an A-label of more than 63 octets",
      "ääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääää.net",
      "too long" },
    { "254 octets", NAME_253 "2", "longer than 253" },
    { "a hyphen first", "-home.example", "begins or ends" },
    { "a hyphen last", "home-.example", "begins or ends" },
    { "a star in the middle", "home.*.example", "only letters" },
    { "a star in a label", "h*.example.net", "only letters" },
    { "two stars", "*.*.example.net", "only letters" },
    { "a full-width star in the middle", "a.＊.example", "only letters" },
    { "a quote", "home'.example", "only letters" },
    { "a comma", "a.example,b.example", "only letters" },
    { "a percent sign", "a%2e.example", "only letters" },
    { "a private use character", "\ue000.example", "" },
    { "bytes that are no text", "h\xffme.example", "not UTF-8" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *name = sp_host_name_normalize (rows[i].text, &error);

      g_test_message ("%s is refused", rows[i].sentence);
      g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
      g_assert_null (name);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, rows[i].reason));
    }
}

static void
test_wildcard (void)
{
  g_assert_true (sp_host_name_is_wildcard ("*.example.net"));
  g_assert_false (sp_host_name_is_wildcard ("example.net"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/host-name/accept", test_accept);
  g_test_add_func ("/host-name/refuse", test_refuse);
  g_test_add_func ("/host-name/wildcard", test_wildcard);
  return g_test_run ();
}
