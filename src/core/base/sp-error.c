/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-error.h"

G_DEFINE_QUARK (SpError, sp_error)
