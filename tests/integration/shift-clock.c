/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Preloaded into a program, it moves that program's wall clock by SHIFT_CLOCK_S seconds. */

#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

int clock_gettime (clockid_t clock, struct timespec *now);
time_t time (time_t *now);

static long
get_shift_s (void)
{
  const char *text = getenv ("SHIFT_CLOCK_S");

  return text == NULL ? 0 : strtol (text, NULL, 10);
}

int
clock_gettime (clockid_t clock, struct timespec *now)
{
  static int (*real) (clockid_t, struct timespec *);
  int result;

  if (real == NULL)
    *(void **) &real = dlsym (RTLD_NEXT, "clock_gettime");
  result = real (clock, now);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
    now->tv_sec += get_shift_s ();
  return result;
}

time_t
time (time_t *now)
{
  struct timespec whole;

  clock_gettime (CLOCK_REALTIME, &whole);
  if (now != NULL)
    *now = whole.tv_sec;
  return whole.tv_sec;
}
