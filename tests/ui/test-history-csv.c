/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "journal/sp-journal.h"
#include "sp-history-csv.h"

static void
test_cells (void)
{
  SpEvent event = {
    .wall_s = 1795344300,
    .kind = SP_EVENT_ATTEMPT,
    .profile_id = (char *) "p1",
    .host = (char *) "nas.example.org",
    .family = SP_FAMILY_IPV4,
    .address = (char *) "192.0.2.1",
    .outcome = (char *) "good",
    .text = (char *) "=HYPERLINK(\"x\")",
  };
  g_autoptr (GPtrArray) events = g_ptr_array_new ();
  g_autofree char *csv = NULL;

  g_ptr_array_add (events, &event);
  csv = sp_history_csv (events);
  g_assert_cmpstr (csv,
                   ==,
                   "time,kind,profile,host,family,address,old_address,outcome,text\r\n"
                   "\"2026-11-22T10:45:00Z\",\"attempt\",\"p1\",\"nas.example.org\",\"ipv4\","
                   "\"192.0.2.1\",\"\",\"good\",\"'=HYPERLINK(\"\"x\"\")\"\r\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history-csv/cells", test_cells);
  return g_test_run ();
}
