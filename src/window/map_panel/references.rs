//! Draws the layers that are looked at beside the data: their lines over the land and under
//! the names, what is nearer than a point to the last place left out.

use egui::{Painter, Pos2, Shape, Stroke};

use super::hit::on_screen;
use super::{MapContext, MapPanel};
use crate::window::theme::Theme;

/// The most places that are drawn of all layers: a file of another size than the map's is
/// drawn in part, and told so by its density.
const MOST_PLACES: usize = 200_000;
/// The radius of a point, in points.
const POINT_RADIUS: f32 = 2.5;

impl MapPanel {
    /// Draws them.
    pub(super) fn draw_references(
        &self,
        painter: &Painter,
        context: &MapContext<'_>,
        theme: &Theme,
    ) {
        let style = &theme.map.reference;
        let sight = self.extent_in_sight();
        let mut left = MOST_PLACES;
        for (number, layer) in context.references.iter().enumerate() {
            let look = context.reference_looks.get(number).copied();
            let look = look.unwrap_or_default();
            let ink = theme.map.reference_inks.get(usize::from(look.ink));
            let colour = ink.copied().unwrap_or(style.colour);
            let colour = colour.gamma_multiply(look.opacity.clamp(0.0, 1.0));
            let stroke = Stroke::new(style.width * look.width, colour);
            for line in layer.lines_near(sight) {
                let mut points: Vec<Pos2> = Vec::new();
                for (_, chunk, vertices) in line.chunks() {
                    if !chunk.extent().meets(&sight) {
                        end_line(painter, &mut points, stroke);
                        continue;
                    }
                    for (number, &at) in vertices.iter().enumerate() {
                        let at = on_screen(&self.view, at);
                        let is_last = number + 1 == vertices.len();
                        let is_apart = points.last().is_none_or(|last| (at - *last).length() > 1.0);
                        if is_last || is_apart {
                            points.push(at);
                        }
                    }
                }
                left = left.saturating_sub(points.len());
                end_line(painter, &mut points, stroke);
                if left == 0 {
                    return;
                }
            }
            let points = layer.points().iter().filter(|&&at| sight.holds(at));
            for &at in points.take(left) {
                painter.circle_filled(on_screen(&self.view, at), POINT_RADIUS, colour);
            }
        }
    }
}

fn end_line(painter: &Painter, points: &mut Vec<Pos2>, stroke: Stroke) {
    if points.len() > 1 {
        painter.add(Shape::line(std::mem::take(points), stroke));
    }
    points.clear();
}
