/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-application.h"

G_BEGIN_DECLS

#define SP_TYPE_TRIAL (sp_trial_get_type ())
/**
 * SpTrial:
 *
 * “Just trying”: runs the practice provider as a program of its own, makes an account and a profile
 * for it, and shows how to move to another address. The provider ends with Signpost; the profile
 * stays until it is removed.
 */
G_DECLARE_FINAL_TYPE (SpTrial, sp_trial, SP, TRIAL, GObject)

SpTrial *sp_trial_new (SpApplication *application);
void sp_trial_begin (SpTrial *self);

G_END_DECLS
