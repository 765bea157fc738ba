/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-timeline.h"

#include "sp-span.h"

#include <glib/gi18n.h>

#define MARGIN       12
#define NAME_WIDTH   44
#define BAND_HEIGHT  28
#define BAND_GAP     10
#define AXIS_HEIGHT  22
#define HATCH_STEP   7
#define MIN_RANGE_S  (10 * 60)
#define MAX_RANGE_S  (400 * 86400LL)
#define TICK_SPACING 96

struct _SpTimeline
{
  GtkDrawingArea parent_instance;

  GPtrArray *spans[SP_N_FAMILIES]; /* (owned) (element-type SpSpan): oldest first */
  gint64 now_s;
  gint64 from_s; /* what is seen */
  gint64 to_s;
  const SpSpan *selected; /* (unowned): one of @spans, or %NULL */
};

G_DEFINE_FINAL_TYPE (SpTimeline, sp_timeline, GTK_TYPE_DRAWING_AREA)

static double
band_left (void)
{
  return MARGIN + NAME_WIDTH;
}

static double
band_width (SpTimeline *self)
{
  return MAX (1, gtk_widget_get_allocated_width (GTK_WIDGET (self)) - band_left () - MARGIN);
}

static double
band_top (SpFamily family)
{
  return MARGIN + (double) family * (BAND_HEIGHT + BAND_GAP);
}

static double
x_of (SpTimeline *self, gint64 when_s)
{
  double part = (double) (when_s - self->from_s) / (double) (self->to_s - self->from_s);

  return band_left () + CLAMP (part, 0, 1) * band_width (self);
}

static gint64
time_at (SpTimeline *self, double x)
{
  double part = CLAMP ((x - band_left ()) / band_width (self), 0, 1);

  return self->from_s + (gint64) (part * (double) (self->to_s - self->from_s));
}

static gboolean
is_seen (SpTimeline *self, const SpSpan *span)
{
  return span->to_s >= self->from_s && span->from_s <= self->to_s;
}

static void
get_span_rectangle (SpTimeline *self, const SpSpan *span, GdkRectangle *rectangle)
{
  double left = x_of (self, span->from_s);

  rectangle->x = (int) MIN (left, band_left () + band_width (self) - 3);
  rectangle->y = (int) band_top (span->family);
  rectangle->width = MAX (3, (int) (x_of (self, span->to_s) - left));
  rectangle->height = BAND_HEIGHT;
}

static const SpSpan *
span_at (SpTimeline *self, double x, double y)
{
  for (guint family = 0; family < SP_N_FAMILIES; family++)
    for (guint i = 0; i < self->spans[family]->len; i++)
      {
        const SpSpan *span = g_ptr_array_index (self->spans[family], i);
        GdkRectangle rectangle;

        get_span_rectangle (self, span, &rectangle);
        if (is_seen (self, span) && x >= rectangle.x && x < rectangle.x + rectangle.width &&
            y >= rectangle.y && y < rectangle.y + rectangle.height)
          return span;
      }
  return NULL;
}

/* --- Drawing --- */

static void
draw_text (SpTimeline *self, cairo_t *cr, const char *text, double x, double y, double align)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  int width;
  int height;

  pango_layout_get_pixel_size (layout, &width, &height);
  cairo_move_to (cr, x - width * align, y - height / 2.0);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_hatch (cairo_t *cr, const GdkRectangle *area, const GdkRGBA *colour)
{
  cairo_save (cr);
  gdk_cairo_rectangle (cr, area);
  cairo_clip (cr);
  gdk_cairo_set_source_rgba (cr, colour);
  cairo_set_line_width (cr, 1.5);
  for (int x = area->x - area->height; x < area->x + area->width; x += HATCH_STEP)
    {
      cairo_move_to (cr, x, area->y + area->height);
      cairo_line_to (cr, x + area->height, area->y);
    }
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* The theme's own accent, where it has one: then the bands fit every desktop, light or dark. */
static GdkRGBA
get_accent (SpTimeline *self, const GdkRGBA *text)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA accent;

  if (!gtk_style_context_lookup_color (context, "theme_selected_bg_color", &accent))
    accent = *text;
  return accent;
}

static void
draw_span (SpTimeline *self, cairo_t *cr, const SpSpan *span, const GdkRGBA *text)
{
  GdkRGBA fill = get_accent (self, text);
  GdkRGBA line = fill;
  GdkRectangle area;
  gboolean odd = span->turn % 2 == 1;

  fill.alpha = odd ? 0.15 : 0.70;
  line.alpha = 0.70;
  get_span_rectangle (self, span, &area);
  gdk_cairo_set_source_rgba (cr, &fill);
  gdk_cairo_rectangle (cr, &area);
  cairo_fill (cr);
  if (odd)
    draw_hatch (cr, &area, &line);

  gdk_cairo_set_source_rgba (cr, text);
  cairo_rectangle (cr, area.x, area.y, 1, area.height);
  cairo_fill (cr);
  if (span != self->selected)
    return;

  cairo_set_line_width (cr, 2);
  cairo_rectangle (cr, area.x + 1, area.y + 1, MAX (1, area.width - 2), area.height - 2);
  cairo_stroke (cr);
}

static void
draw_family (SpTimeline *self, cairo_t *cr, SpFamily family, const GdkRGBA *text)
{
  GPtrArray *spans = self->spans[family];
  double middle = band_top (family) + BAND_HEIGHT / 2.0;
  GdkRGBA faint = *text;

  gdk_cairo_set_source_rgba (cr, text);
  draw_text (self, cr, family == SP_FAMILY_IPV4 ? "IPv4" : "IPv6", MARGIN, middle, 0);

  faint.alpha = 0.3;
  gdk_cairo_set_source_rgba (cr, &faint);
  cairo_rectangle (cr, band_left (), middle, band_width (self), 1);
  cairo_fill (cr);

  for (guint i = 0; i < spans->len; i++)
    if (is_seen (self, g_ptr_array_index (spans, i)))
      draw_span (self, cr, g_ptr_array_index (spans, i), text);
}

static gint64
choose_tick_step_s (SpTimeline *self)
{
  static const gint64 steps_s[] = {
    60,        300,   900,       3600,      3 * 3600,   6 * 3600,
    12 * 3600, 86400, 2 * 86400, 7 * 86400, 14 * 86400, 30 * 86400
  };
  double range_s = (double) (self->to_s - self->from_s);

  for (gsize i = 0; i < G_N_ELEMENTS (steps_s); i++)
    if ((double) steps_s[i] * band_width (self) / range_s >= TICK_SPACING)
      return steps_s[i];
  return 90 * 86400;
}

static void
draw_axis (SpTimeline *self, cairo_t *cr, const GdkRGBA *text)
{
  gint64 step_s = choose_tick_step_s (self);
  double top = band_top (SP_N_FAMILIES) - BAND_GAP + 4;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  gint64 offset_s = g_date_time_get_utc_offset (now) / G_TIME_SPAN_SECOND;
  gint64 first_s = ((self->from_s + offset_s) / step_s + 1) * step_s - offset_s;

  for (gint64 when_s = first_s; when_s < self->to_s; when_s += step_s)
    {
      g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (when_s);
      g_autofree char *label = g_date_time_format (when,
                                                   step_s >= 86400 ? _ ("%-e %b") : _ ("%H:%M"));
      double x = x_of (self, when_s);

      gdk_cairo_set_source_rgba (cr, text);
      cairo_rectangle (cr, x, top, 1, 4);
      cairo_fill (cr);
      draw_text (self, cr, g_strstrip (label), x, top + 4 + AXIS_HEIGHT / 2.0, 0.5);
    }
}

static gboolean
sp_timeline_draw (GtkWidget *widget, cairo_t *cr)
{
  SpTimeline *self = SP_TIMELINE (widget);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  int width = gtk_widget_get_allocated_width (widget);
  int height = gtk_widget_get_allocated_height (widget);
  GdkRGBA text;

  gtk_render_background (context, cr, 0, 0, width, height);
  gtk_style_context_get_color (context, gtk_style_context_get_state (context), &text);
  draw_family (self, cr, SP_FAMILY_IPV4, &text);
  draw_family (self, cr, SP_FAMILY_IPV6, &text);
  draw_axis (self, cr, &text);
  if (gtk_widget_has_visible_focus (widget))
    gtk_render_focus (context, cr, 2, 2, width - 4, height - 4);
  return GDK_EVENT_STOP;
}

/* --- Looking around --- */

static void
zoom (SpTimeline *self, double factor, gint64 around_s)
{
  double before_s = (double) (self->to_s - self->from_s);
  double after_s = CLAMP (before_s * factor, MIN_RANGE_S, (double) MAX_RANGE_S);
  double part = (double) (around_s - self->from_s) / before_s;
  gint64 from_s = around_s - (gint64) (part * after_s);

  sp_timeline_set_range (self, from_s, from_s + (gint64) after_s);
}

static void
move (SpTimeline *self, double part)
{
  gint64 by_s = (gint64) (part * (double) (self->to_s - self->from_s));

  sp_timeline_set_range (self, self->from_s + by_s, self->to_s + by_s);
}

static void
select_span (SpTimeline *self, const SpSpan *span)
{
  AtkObject *accessible = gtk_widget_get_accessible (GTK_WIDGET (self));
  g_autofree char *description = NULL;

  if (span == NULL)
    return;

  self->selected = span;
  description = sp_span_describe (span, self->now_s);
  atk_object_set_description (accessible, description);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), description);
  if (!is_seen (self, span))
    {
      gint64 half_s = (self->to_s - self->from_s) / 2;

      sp_timeline_set_range (self, span->from_s - half_s, span->from_s + half_s);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
select_neighbour (SpTimeline *self, int step)
{
  SpFamily family = self->selected != NULL ? self->selected->family : SP_FAMILY_IPV4;
  GPtrArray *spans = self->spans[family];
  guint index;

  if (self->selected == NULL || !g_ptr_array_find (spans, self->selected, &index))
    select_span (self, spans->len > 0 ? g_ptr_array_index (spans, spans->len - 1) : NULL);
  else if (step < 0 ? index > 0 : index + 1 < spans->len)
    select_span (self, g_ptr_array_index (spans, (guint) ((int) index + step)));
}

static void
select_other_family (SpTimeline *self, SpFamily family)
{
  GPtrArray *spans = self->spans[family];

  if (spans->len > 0)
    select_span (self, g_ptr_array_index (spans, spans->len - 1));
}

static gboolean
sp_timeline_key_press_event (GtkWidget *widget, GdkEventKey *event)
{
  SpTimeline *self = SP_TIMELINE (widget);
  gint64 middle_s = (self->from_s + self->to_s) / 2;

  switch (event->keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      select_neighbour (self, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      select_neighbour (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      select_other_family (self, SP_FAMILY_IPV4);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      select_other_family (self, SP_FAMILY_IPV6);
      return GDK_EVENT_STOP;
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      zoom (self, 0.5, middle_s);
      return GDK_EVENT_STOP;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      zoom (self, 2, middle_s);
      return GDK_EVENT_STOP;
    default:
      return GTK_WIDGET_CLASS (sp_timeline_parent_class)->key_press_event (widget, event);
    }
}

static gboolean
sp_timeline_button_press_event (GtkWidget *widget, GdkEventButton *event)
{
  SpTimeline *self = SP_TIMELINE (widget);

  gtk_widget_grab_focus (widget);
  select_span (self, span_at (self, event->x, event->y));
  return GDK_EVENT_STOP;
}

static gboolean
sp_timeline_scroll_event (GtkWidget *widget, GdkEventScroll *event)
{
  SpTimeline *self = SP_TIMELINE (widget);
  double x = 0;
  double y = 0;

  if (!gdk_event_get_scroll_deltas ((GdkEvent *) event, &x, &y))
    {
      x = event->direction == GDK_SCROLL_LEFT ? -1 : event->direction == GDK_SCROLL_RIGHT ? 1 : 0;
      y = event->direction == GDK_SCROLL_UP ? -1 : event->direction == GDK_SCROLL_DOWN ? 1 : 0;
    }

  if (event->state & GDK_CONTROL_MASK)
    zoom (self, y < 0 ? 0.8 : 1.25, time_at (self, event->x));
  else if (x != 0 || event->state & GDK_SHIFT_MASK)
    move (self, (x != 0 ? x : y) * 0.1);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static gboolean
sp_timeline_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  SpTimeline *self = SP_TIMELINE (widget);
  const SpSpan *span = keyboard ? self->selected : span_at (self, x, y);
  g_autofree char *text = NULL;
  GdkRectangle area;

  if (span == NULL)
    return FALSE;

  text = sp_span_describe (span, self->now_s);
  get_span_rectangle (self, span, &area);
  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip, &area);
  return TRUE;
}

static void
sp_timeline_finalize (GObject *object)
{
  SpTimeline *self = SP_TIMELINE (object);

  for (gsize i = 0; i < SP_N_FAMILIES; i++)
    g_clear_pointer (&self->spans[i], g_ptr_array_unref);

  G_OBJECT_CLASS (sp_timeline_parent_class)->finalize (object);
}

static void
sp_timeline_class_init (SpTimelineClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = sp_timeline_finalize;
  widget_class->draw = sp_timeline_draw;
  widget_class->key_press_event = sp_timeline_key_press_event;
  widget_class->button_press_event = sp_timeline_button_press_event;
  widget_class->scroll_event = sp_timeline_scroll_event;
  widget_class->query_tooltip = sp_timeline_query_tooltip;
  gtk_widget_class_set_css_name (widget_class, "timeline");
  gtk_widget_class_set_accessible_role (widget_class, ATK_ROLE_CHART);
}

static void
sp_timeline_init (SpTimeline *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  for (gsize i = 0; i < SP_N_FAMILIES; i++)
    self->spans[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_span_free);
  self->to_s = g_get_real_time () / G_USEC_PER_SEC;
  self->from_s = self->to_s - 86400;
  gtk_widget_set_can_focus (widget, TRUE);
  gtk_widget_set_has_tooltip (widget, TRUE);
  gtk_widget_add_events (widget,
                         GDK_BUTTON_PRESS_MASK | GDK_SCROLL_MASK | GDK_SMOOTH_SCROLL_MASK |
                             GDK_POINTER_MOTION_MASK);
  gtk_widget_set_size_request (widget,
                               320,
                               (int) band_top (SP_N_FAMILIES) - BAND_GAP + AXIS_HEIGHT + MARGIN);
  atk_object_set_name (gtk_widget_get_accessible (widget), _ ("Addresses over time"));
}

/**
 * sp_timeline_set_events:
 * @self: the timeline
 * @events: (element-type SpEvent): rows of the journal, oldest first
 * @now_s: wall clock
 *
 * Draws what @events tell. What was selected stays selected.
 */
void
sp_timeline_set_events (SpTimeline *self, GPtrArray *events, gint64 now_s)
{
  gint64 selected_from_s;
  SpFamily selected_family;

  g_return_if_fail (SP_IS_TIMELINE (self));

  selected_from_s = self->selected != NULL ? self->selected->from_s : -1;
  selected_family = self->selected != NULL ? self->selected->family : SP_FAMILY_IPV4;
  self->selected = NULL;
  if (self->to_s >= self->now_s && self->now_s < now_s)
    {
      /* Whoever looks at the present goes on looking at it. */
      self->from_s += now_s - self->to_s;
      self->to_s = now_s;
    }
  self->now_s = now_s;
  for (guint family = 0; family < SP_N_FAMILIES; family++)
    {
      g_clear_pointer (&self->spans[family], g_ptr_array_unref);
      self->spans[family] = sp_span_list (events, family, now_s);
    }

  for (guint i = 0; i < self->spans[selected_family]->len; i++)
    {
      const SpSpan *span = g_ptr_array_index (self->spans[selected_family], i);

      if (span->from_s == selected_from_s)
        self->selected = span;
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * sp_timeline_set_range:
 * @self: the timeline
 * @from_s: wall clock at its left end
 * @to_s: wall clock at its right end, later than @from_s
 *
 * Shows another time.
 */
void
sp_timeline_set_range (SpTimeline *self, gint64 from_s, gint64 to_s)
{
  g_return_if_fail (SP_IS_TIMELINE (self));
  g_return_if_fail (to_s > from_s);

  self->from_s = from_s;
  self->to_s = to_s;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
