/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-finding.h"
#include "address/sp-network.h"
#include "address/sp-source-answer.h"
#include "http/sp-transport.h"

G_BEGIN_DECLS

#define SP_TYPE_DETECTOR (sp_detector_get_type ())
/**
 * SpDetector:
 *
 * Learns this place's addresses: runs rounds over the sources and decides what may be believed.
 * One round per (family, source specification) serves every profile that asks meanwhile or within
 * 30 s after. A *changed* address is only believed when two independent operators agree.
 *
 * From `automatic` and `echo` a known address is always public. What `interface:IF` and `url:URL`
 * tell is passed on even when it belongs to a special-purpose range, since the person named that
 * source: ask sp_address_get_special_purpose() before publishing it.
 */
G_DECLARE_FINAL_TYPE (SpDetector, sp_detector, SP, DETECTOR, GObject)

SpDetector *sp_detector_new (SpClock *clock, SpTransport *transport, SpNetwork *network);
void sp_detector_set_echo_services (SpDetector *self, const char *const *services);
void sp_detector_set_rotation (SpDetector *self, guint start);
void sp_detector_forget (SpDetector *self);

void sp_detector_detect_async (SpDetector *self,
                               SpFamily family,
                               const char *source,
                               SpAddress *confirmed,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
SpFinding *sp_detector_detect_finish (SpDetector *self, GAsyncResult *result, GError **error);

GPtrArray *sp_detector_list_answers (SpDetector *self, SpFamily family, const char *source);

G_END_DECLS
