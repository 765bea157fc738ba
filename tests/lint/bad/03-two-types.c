/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

G_DEFINE_FINAL_TYPE (TwoTypes, two_types, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (Other, other, G_TYPE_OBJECT)
