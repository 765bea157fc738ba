/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "address/sp-interface-choice.h"
#include "base/sp-error.h"

#include <linux/if_addr.h>

#define EVER   G_MAXUINT32
#define DYN    (IFA_F_MANAGETEMPADDR | IFA_F_NOPREFIXROUTE)
#define STABLE (IFA_F_STABLE_PRIVACY | IFA_F_NOPREFIXROUTE)

typedef struct
{
  const char *interface;
  const char *address;
  guint prefix_length;
  guint32 flags;
  guint32 preferred_s;
} Row;

typedef struct
{
  const char *sentence;
  SpFamily family;
  Row table[5];
  const char *published;
  gboolean allow_special;
  const char *expected; /* NULL: none */
  int code;
} Case;

static const Case cases[] = {
  { "one stable address is chosen",
    SP_FAMILY_IPV6,
    { { "eth0", "2a02:1::7", 64, STABLE, 3600 } },
    NULL,
    FALSE,
    "2a02:1::7",
    0 },
  { "the temporary one is not, however long it is preferred",
    SP_FAMILY_IPV6,
    { { "eth0", "2a02:1::9999", 64, IFA_F_TEMPORARY, 90000 },
      { "eth0", "2a02:1::7", 64, STABLE, 3600 } },
    NULL,
    FALSE,
    "2a02:1::7",
    0 },
  { "a temporary one alone is nothing to publish",
    SP_FAMILY_IPV6,
    { { "eth0", "2a02:1::9999", 64, IFA_F_TEMPORARY, 90000 } },
    NULL,
    FALSE,
    NULL,
    SP_ERROR_NOT_FOUND },
  { "even when it is published",
    SP_FAMILY_IPV6,
    { { "eth0", "2a02:1::9999", 64, IFA_F_TEMPORARY, 90000 },
      { "eth0", "2a02:1::7", 64, STABLE, 3600 } },
    "2a02:1::9999",
    FALSE,
    "2a02:1::7",
    0 },
  { "the same bit on IPv4 means secondary, which is a good address",
    SP_FAMILY_IPV4,
    { { "eth0", "85.1.2.3", 24, IFA_F_SECONDARY | IFA_F_PERMANENT, EVER } },
    NULL,
    FALSE,
    "85.1.2.3",
    0 },
  { "though the primary one goes first",
    SP_FAMILY_IPV4,
    { { "eth0", "85.1.2.3", 24, IFA_F_SECONDARY, EVER },
      { "eth0", "85.1.2.9", 24, IFA_F_PERMANENT, EVER } },
    NULL,
    FALSE,
    "85.1.2.9",
    0 },
  { "unless the secondary one is published",
    SP_FAMILY_IPV4,
    { { "eth0", "85.1.2.3", 24, IFA_F_SECONDARY, EVER },
      { "eth0", "85.1.2.9", 24, IFA_F_PERMANENT, EVER } },
    "85.1.2.3",
    FALSE,
    "85.1.2.3",
    0 },
  { "a deprecated prefix is left although its address is still valid",
    SP_FAMILY_IPV6,
    { { "eth0", "2a02:1::7", 64, STABLE | IFA_F_DEPRECATED, 0 },
      { "eth0", "2a02:2::7", 64, STABLE, 3600 } },
    "2a02:1::7",
    FALSE,
    "2a02:2::7",
    0 },
  { "no preferred lifetime is as good as deprecated",
    SP_FAMILY_IPV6,
    { { "eth0", "2a02:1::7", 64, STABLE, 0 }, { "eth0", "2a02:2::7", 64, STABLE, 1 } },
    "2a02:1::7",
    FALSE,
    "2a02:2::7",
    0 },
  { "a second prefix moves nothing",
    SP_FAMILY_IPV6,
    { { "eth0", "2a02:2::7", 64, IFA_F_PERMANENT, EVER }, { "eth0", "2a02:1::7", 64, DYN, 60 } },
    "2a02:1::7",
    FALSE,
    "2a02:1::7",
    0 },
  { "a new address of the published /64 goes before another prefix",
    SP_FAMILY_IPV6,
    { { "eth0", "2a02:2::7", 64, IFA_F_PERMANENT, EVER }, { "eth0", "2a02:1::8", 64, DYN, 60 } },
    "2a02:1::7",
    FALSE,
    "2a02:1::8",
    0 },
  { "one that failed duplicate detection is never chosen",
    SP_FAMILY_IPV6,
    { { "eth0", "2a02:1::7", 64, IFA_F_PERMANENT | IFA_F_TENTATIVE | IFA_F_DADFAILED, EVER } },
    "2a02:1::7",
    FALSE,
    NULL,
    SP_ERROR_NOT_FOUND },
  { "one whose detection runs is waited for",
    SP_FAMILY_IPV6,
    { { "eth0", "2a02:1::7", 64, IFA_F_PERMANENT | IFA_F_TENTATIVE, EVER } },
    NULL,
    FALSE,
    NULL,
    SP_ERROR_NETWORK },
  { "an optimistic one may be used (RFC 4429)",
    SP_FAMILY_IPV6,
    { { "eth0", "2a02:1::7", 64, IFA_F_TENTATIVE | IFA_F_OPTIMISTIC, 60 } },
    NULL,
    FALSE,
    "2a02:1::7",
    0 },
  { "link-local is no address for the world, even where private ones are",
    SP_FAMILY_IPV6,
    { { "eth0", "fe80::7", 64, IFA_F_PERMANENT, EVER } },
    NULL,
    TRUE,
    NULL,
    SP_ERROR_NOT_FOUND },
  { "a unique local one is passed over",
    SP_FAMILY_IPV6,
    { { "eth0", "fd00::7", 64, IFA_F_PERMANENT, EVER } },
    NULL,
    FALSE,
    NULL,
    SP_ERROR_NOT_FOUND },
  { "unless it was asked for",
    SP_FAMILY_IPV6,
    { { "eth0", "fd00::7", 64, IFA_F_PERMANENT, EVER } },
    NULL,
    TRUE,
    "fd00::7",
    0 },
  { "and then it still goes after a public one",
    SP_FAMILY_IPV6,
    { { "eth0", "fd00::7", 64, IFA_F_PERMANENT, EVER }, { "eth0", "2a02:1::7", 64, DYN, 60 } },
    NULL,
    TRUE,
    "2a02:1::7",
    0 },
  { "a documentation prefix is passed over",
    SP_FAMILY_IPV6,
    { { "eth0", "2001:db8::7", 64, IFA_F_PERMANENT, EVER } },
    NULL,
    FALSE,
    NULL,
    SP_ERROR_NOT_FOUND },
  { "the routers' anycast address is passed over",
    SP_FAMILY_IPV6,
    { { "eth0", "2a02:1::", 64, IFA_F_PERMANENT, EVER } },
    NULL,
    FALSE,
    NULL,
    SP_ERROR_NOT_FOUND },
  { "but a /128 has no host part",
    SP_FAMILY_IPV6,
    { { "eth0", "2a02:1::", 128, IFA_F_PERMANENT, EVER } },
    NULL,
    FALSE,
    "2a02:1::",
    0 },
  { "set by hand goes before stable-privacy",
    SP_FAMILY_IPV6,
    { { "eth0", "2a02:1::7", 64, STABLE, 3600 },
      { "eth0", "2a02:1::9", 64, IFA_F_PERMANENT, EVER } },
    NULL,
    FALSE,
    "2a02:1::9",
    0 },
  { "stable-privacy goes before EUI-64",
    SP_FAMILY_IPV6,
    { { "eth0", "2a02:1::211:22ff:fe33:4455", 64, DYN, 3600 },
      { "eth0", "2a02:1::7", 64, STABLE, 60 } },
    NULL,
    FALSE,
    "2a02:1::7",
    0 },
  { "EUI-64 goes before the rest",
    SP_FAMILY_IPV6,
    { { "eth0", "2a02:1::7", 64, DYN, 3600 }, { "eth0", "2a02:1::211:22ff:fe33:4455", 64, 0, 60 } },
    NULL,
    FALSE,
    "2a02:1::211:22ff:fe33:4455",
    0 },
  { "the base of temporary ones goes before a lease",
    SP_FAMILY_IPV6,
    { { "eth0", "2a02:1::5", 128, 0, 3600 }, { "eth0", "2a02:1::7", 64, DYN, 60 } },
    NULL,
    FALSE,
    "2a02:1::7",
    0 },
  { "a lease goes before the rest",
    SP_FAMILY_IPV6,
    { { "eth0", "2a02:1::4", 64, 0, 3600 }, { "eth0", "2a02:1::5", 128, 0, 60 } },
    NULL,
    FALSE,
    "2a02:1::5",
    0 },
  { "then the longest preferred",
    SP_FAMILY_IPV6,
    { { "eth0", "2a02:1::4", 64, 0, 60 }, { "eth0", "2a02:1::5", 64, 0, 3600 } },
    NULL,
    FALSE,
    "2a02:1::5",
    0 },
  { "then the smallest",
    SP_FAMILY_IPV6,
    { { "eth0", "2a02:1::5", 64, 0, 60 }, { "eth0", "2a02:1::4", 64, 0, 60 } },
    NULL,
    FALSE,
    "2a02:1::4",
    0 },
  { "another interface's address is not taken",
    SP_FAMILY_IPV6,
    { { "wg0", "2a02:1::7", 64, IFA_F_PERMANENT, EVER } },
    "2a02:1::7",
    FALSE,
    NULL,
    SP_ERROR_NOT_FOUND },
  { "nor one of the other family",
    SP_FAMILY_IPV4,
    { { "eth0", "2a02:1::7", 64, IFA_F_PERMANENT, EVER } },
    NULL,
    FALSE,
    NULL,
    SP_ERROR_NOT_FOUND },
  { "a private IPv4 address is passed over",
    SP_FAMILY_IPV4,
    { { "eth0", "192.168.1.7", 24, IFA_F_PERMANENT, EVER } },
    NULL,
    FALSE,
    NULL,
    SP_ERROR_NOT_FOUND },
  { "the address of a network is no host's",
    SP_FAMILY_IPV4,
    { { "eth0", "85.1.2.0", 24, IFA_F_PERMANENT, EVER } },
    NULL,
    FALSE,
    NULL,
    SP_ERROR_NOT_FOUND },
  { "a /31 has hosts at both ends (RFC 3021)",
    SP_FAMILY_IPV4,
    { { "eth0", "85.1.2.2", 31, IFA_F_PERMANENT, EVER } },
    NULL,
    FALSE,
    "85.1.2.2",
    0 },
};

static GPtrArray *
make_table (const Case *row)
{
  GPtrArray *table = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_interface_address_free);

  for (gsize i = 0; i < G_N_ELEMENTS (row->table) && row->table[i].interface != NULL; i++)
    {
      const Row *entry = &row->table[i];
      g_autoptr (SpAddress) address = sp_address_new_from_string (entry->address, NULL);

      g_assert_nonnull (address);
      g_ptr_array_add (table,
                       sp_interface_address_new (entry->interface,
                                                 address,
                                                 entry->prefix_length,
                                                 entry->flags,
                                                 entry->preferred_s));
    }
  return table;
}

static void
reverse (GPtrArray *table)
{
  for (guint i = 0; i < table->len / 2; i++)
    {
      gpointer other = table->pdata[i];

      table->pdata[i] = table->pdata[table->len - 1 - i];
      table->pdata[table->len - 1 - i] = other;
    }
}

static void
check_choice (const Case *row, GPtrArray *table)
{
  g_autoptr (SpAddress) published = NULL;
  g_autoptr (SpAddress) chosen = NULL;
  g_autoptr (GError) error = NULL;

  if (row->published != NULL)
    published = sp_address_new_from_string (row->published, NULL);
  chosen = sp_interface_choose (table, "eth0", row->family, published, row->allow_special, &error);
  if (row->expected == NULL)
    {
      g_assert_null (chosen);
      g_assert_error (error, SP_ERROR, row->code);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpstr (sp_address_get_text (chosen), ==, row->expected);
}

static void
test_choice (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) table = make_table (&cases[i]);

      g_test_message ("%s", cases[i].sentence);
      check_choice (&cases[i], table);
      /* the kernel lists addresses in any order */
      reverse (table);
      check_choice (&cases[i], table);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/interface-choice/table", test_choice);

  return g_test_run ();
}
