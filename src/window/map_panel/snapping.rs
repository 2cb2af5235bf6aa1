//! What the pointer has snapped to, as it is shown: a mark for each kind, and the name of
//! the border with its level beside it.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, vec2};

use super::drawing::paint_plate;
use super::hit::on_screen;
use super::{MapContext, MapPanel};
use crate::app::describe::level_name;
use crate::app::language::isolated;
use crate::tools::{Snap, SnapKind, SnapOf};
use crate::topology::Between;
use crate::window::say::border_name;
use crate::window::text::lay;
use crate::window::theme::Theme;

impl MapPanel {
    /// Draws the mark and the name.
    pub(super) fn paint_snap(
        &self,
        painter: &Painter,
        context: &MapContext<'_>,
        snap: &Snap,
        theme: &Theme,
    ) {
        let at = on_screen(&self.view, snap.at);
        paint_mark(painter, at, snap.kind, theme.palette.accent);
        let laid = lay(painter.ctx(), &snap_name(context, snap), &theme.text.small);
        let size = laid.size() + vec2(12.0, 6.0);
        let beside = at + vec2(14.0, -14.0 - size.y);
        // At the edge of the map it stands on the other side.
        let map = self.view.rect();
        let left = beside.x.min(map.right() - size.x);
        let min = Pos2::new(left, beside.y.max(map.top()));
        paint_plate(painter, Rect::from_min_size(min, size), theme);
        laid.paint(painter, min + vec2(6.0, 3.0), theme.palette.text);
    }
}

/// «رأس · دورود – بروجرد · شهرستان»
fn snap_name(context: &MapContext<'_>, snap: &Snap) -> String {
    let words = context.words;
    let dataset = &context.snapshot.dataset;
    let mut texts = vec![words.text(match snap.kind {
        SnapKind::Junction => "snap-junction",
        SnapKind::Vertex => "snap-vertex",
        SnapKind::Midpoint => "snap-midpoint",
        SnapKind::Edge => "snap-edge",
        SnapKind::Crossing => "snap-crossing",
        SnapKind::ReferenceVertex => "snap-vertex",
        SnapKind::ReferenceEdge => "snap-edge",
    })];
    match snap.of {
        SnapOf::Border(key) => {
            if let Some(border) = dataset.borders.get(key) {
                let between = Between::of(dataset, border);
                texts.push(border_name(words, dataset, &between));
                texts.extend(between.level.map(|level| level_name(words, level)));
            }
        }
        SnapOf::Reference(number) => {
            let layer = context.references.get(number);
            texts.extend(layer.map(|layer| isolated(&layer.name)));
        }
    }
    texts.join(" · ")
}

/// The mark of what is snapped to, a shape for each kind.
fn paint_mark(painter: &Painter, at: Pos2, kind: SnapKind, colour: Color32) {
    const RADIUS: f32 = 7.0;
    let stroke = Stroke::new(1.8, colour);
    let corner = |x: f32, y: f32| at + vec2(x, y) * RADIUS;
    let outline = match kind {
        SnapKind::Junction => {
            painter.circle_stroke(at, RADIUS, stroke);
            return;
        }
        SnapKind::Vertex | SnapKind::ReferenceVertex => vec![
            corner(-1.0, -1.0),
            corner(1.0, -1.0),
            corner(1.0, 1.0),
            corner(-1.0, 1.0),
        ],
        SnapKind::Midpoint => vec![corner(0.0, -1.0), corner(1.0, 0.8), corner(-1.0, 0.8)],
        SnapKind::Crossing => {
            painter.line_segment([corner(-1.0, 0.0), corner(1.0, 0.0)], stroke);
            painter.line_segment([corner(0.0, -1.0), corner(0.0, 1.0)], stroke);
            painter.circle_stroke(at, RADIUS, stroke);
            return;
        }
        SnapKind::Edge | SnapKind::ReferenceEdge => {
            painter.line_segment([corner(-0.8, -0.8), corner(0.8, 0.8)], stroke);
            painter.line_segment([corner(-0.8, 0.8), corner(0.8, -0.8)], stroke);
            return;
        }
    };
    painter.add(Shape::closed_line(outline, stroke));
}
