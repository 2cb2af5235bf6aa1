//! Small things painted over the map with egui's painter: findings, centres, the handles of
//! a line that is edited, the scale bar and the north arrow. A few of each at a time.

use egui::emath::{Pos2, Rect, Vec2, vec2};
use egui::{Color32, CornerRadius, FontId, Painter, Shape, Stroke, StrokeKind};

use super::style::PointShape;
use super::view::MapView;

/// What a mark's shape says about a finding, before its colour does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkKind {
    /// A circle: a note.
    Note,
    /// A circle: a dispute.
    Dispute,
    /// A diamond: a warning.
    Warning,
    /// A triangle: an error.
    Error,
}

/// One finding at its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// The owner's name for it.
    pub key: u32,
    /// What kind, and so which shape.
    pub kind: MarkKind,
    /// Longitude and latitude in degrees.
    pub at: [f64; 2],
}

/// One or several marks that are drawn as one because they would cover each other.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkCluster {
    /// Where it is drawn, in points of the screen.
    pub position: Pos2,
    /// The gravest kind in it.
    pub kind: MarkKind,
    /// Keys of its marks, the gravest first.
    pub keys: Vec<u32>,
}

/// Colours of marks and handles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MarkColours {
    /// Errors.
    pub error: Color32,
    /// Warnings.
    pub warning: Color32,
    /// Notes.
    pub note: Color32,
    /// Disputes.
    pub dispute: Color32,
    /// Rim around marks and inside of handles.
    pub ground: Color32,
    /// Handles and the selection.
    pub accent: Color32,
    /// Scale bar and symbols.
    pub ink: Color32,
}

impl MarkColours {
    /// The colour of a kind.
    #[must_use]
    pub fn of(&self, kind: MarkKind) -> Color32 {
        match kind {
            MarkKind::Error => self.error,
            MarkKind::Warning => self.warning,
            MarkKind::Note => self.note,
            MarkKind::Dispute => self.dispute,
        }
    }
}

/// Radius of a mark in points.
pub const MARK_RADIUS: f32 = 7.0;

/// The marks in sight, those that would overlap gathered into one each.
///
/// Gravest first; a mark joins the first cluster nearer than two radii. The order of the
/// result depends only on the input.
#[must_use]
pub fn cluster_marks(marks: &[Mark], view: &MapView) -> Vec<MarkCluster> {
    let area = view.rect().expand(MARK_RADIUS);
    let mut seen: Vec<(&Mark, Pos2)> = marks
        .iter()
        .map(|mark| (mark, view.screen_from_lonlat(mark.at)))
        .filter(|(_, position)| area.contains(*position))
        .collect();
    seen.sort_by_key(|(mark, _)| (std::cmp::Reverse(mark.kind), mark.key));
    let mut clusters: Vec<MarkCluster> = Vec::new();
    let cell = |position: Pos2| {
        let side = 2.0 * MARK_RADIUS;
        (
            (position.x / side).floor() as i32,
            (position.y / side).floor() as i32,
        )
    };
    let mut cells: std::collections::HashMap<(i32, i32), Vec<usize>> =
        std::collections::HashMap::new();
    for (mark, position) in seen {
        let (column, row) = cell(position);
        let near = (-1..=1)
            .flat_map(|x| (-1..=1).map(move |y| (column + x, row + y)))
            .filter_map(|key| cells.get(&key))
            .flatten()
            .copied()
            .filter(|index| {
                clusters.get(*index).is_some_and(|cluster| {
                    (cluster.position - position).length() < 2.0 * MARK_RADIUS
                })
            })
            .min();
        match near.and_then(|index| clusters.get_mut(index)) {
            Some(cluster) => cluster.keys.push(mark.key),
            None => {
                cells.entry((column, row)).or_default().push(clusters.len());
                clusters.push(MarkCluster {
                    position,
                    kind: mark.kind,
                    keys: vec![mark.key],
                });
            }
        }
    }
    clusters
}

/// The cluster under the pointer, if any: the nearest within reach of a finger's width.
#[must_use]
pub fn cluster_at(clusters: &[MarkCluster], pointer: Pos2) -> Option<&MarkCluster> {
    let distance = |cluster: &&MarkCluster| (cluster.position - pointer).length();
    clusters
        .iter()
        .filter(|cluster| distance(cluster) <= MARK_RADIUS + 3.0)
        .min_by(|one, other| distance(one).total_cmp(&distance(other)))
}

/// Paints one finding's mark; `emphasis` draws a ring around it.
pub fn paint_mark(
    painter: &Painter,
    position: Pos2,
    kind: MarkKind,
    colours: &MarkColours,
    emphasis: bool,
) {
    let colour = colours.of(kind);
    if emphasis {
        painter.circle(
            position,
            MARK_RADIUS + 5.0,
            colour.gamma_multiply(0.18),
            Stroke::new(1.5, colour),
        );
    }
    let at = |x: f32, y: f32| position + vec2(x, y) * MARK_RADIUS;
    let rim = Stroke::new(1.5, colours.ground);
    let shape = match kind {
        MarkKind::Error => Shape::convex_polygon(
            vec![at(0.0, -1.0), at(1.0, 0.8), at(-1.0, 0.8)],
            colour,
            rim,
        ),
        MarkKind::Warning => Shape::convex_polygon(
            vec![at(0.0, -1.1), at(1.1, 0.0), at(0.0, 1.1), at(-1.1, 0.0)],
            colour,
            rim,
        ),
        MarkKind::Note | MarkKind::Dispute => {
            let radius = if kind == MarkKind::Note { 0.75 } else { 1.0 } * MARK_RADIUS;
            painter.circle(position, radius, colour, rim);
            return;
        }
    };
    painter.add(shape);
}

/// Paints a cluster: its gravest mark, and a badge when there are several. `count` is the
/// badge's text in the user's digits.
pub fn paint_cluster(
    painter: &Painter,
    cluster: &MarkCluster,
    count: &str,
    font: FontId,
    colours: &MarkColours,
    emphasis: bool,
) {
    paint_mark(painter, cluster.position, cluster.kind, colours, emphasis);
    if cluster.keys.len() < 2 {
        return;
    }
    let galley = painter.layout_no_wrap(count.to_owned(), font, colours.ground);
    let size = vec2(
        (galley.size().x + 7.0).max(galley.size().y),
        galley.size().y,
    );
    let middle = cluster.position + vec2(MARK_RADIUS * 0.6 + size.x / 2.0, -MARK_RADIUS);
    let rect = Rect::from_center_size(middle, size);
    let rounding = CornerRadius::same((size.y / 2.0) as u8);
    painter.rect(
        rect,
        rounding,
        colours.ink,
        Stroke::new(1.0, colours.ground),
        StrokeKind::Outside,
    );
    painter.galley(rect.center() - galley.size() / 2.0, galley, colours.ground);
}

/// What can be said about a vertex of a line that is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handle {
    /// A vertex: a small square.
    Vertex,
    /// The vertex under the pointer or in the hand: a filled square.
    Active,
    /// A junction, which moves more than one border: a larger square.
    Junction,
    /// The middle of an edge, where a vertex would be made: a faint circle.
    Ghost,
}

/// Paints a handle.
pub fn paint_handle(painter: &Painter, position: Pos2, handle: Handle, colours: &MarkColours) {
    let square = |side: f32, fill: Color32| {
        let rect = Rect::from_center_size(position, Vec2::splat(side));
        painter.rect(
            rect,
            0.0,
            fill,
            Stroke::new(1.5, colours.accent),
            StrokeKind::Middle,
        );
    };
    match handle {
        Handle::Vertex => square(6.0, colours.ground),
        Handle::Active => square(8.0, colours.accent),
        Handle::Junction => square(9.0, colours.ground),
        Handle::Ghost => {
            let stroke = Stroke::new(1.2, colours.accent.gamma_multiply(0.7));
            painter.circle(position, 3.2, colours.ground.gamma_multiply(0.8), stroke);
        }
    }
}

/// Paints a settlement's symbol, as the map draws it: for legends and lists.
pub fn paint_point_symbol(
    painter: &Painter,
    position: Pos2,
    shape: PointShape,
    radius: f32,
    colour: Color32,
    ground: Color32,
) {
    let ring = |radius: f32, width: f32| {
        painter.circle_stroke(position, radius - width / 2.0, Stroke::new(width, colour));
    };
    match shape {
        PointShape::Square => {
            let rect = Rect::from_center_size(position, Vec2::splat(2.0 * radius));
            painter.rect_filled(rect.expand(1.0), 0.0, ground);
            painter.rect_filled(rect, 0.0, colour);
            return;
        }
        _ => painter.circle_filled(position, radius + 1.0, ground),
    };
    match shape {
        PointShape::Dot | PointShape::Square => {
            painter.circle_filled(position, radius, colour);
        }
        PointShape::Ring => ring(radius, 1.2),
        PointShape::RingDot => {
            ring(radius, 1.2);
            painter.circle_filled(position, radius * 0.34, colour);
        }
        PointShape::DoubleRing => {
            ring(radius, 1.2);
            ring(radius * 0.5 + 0.5, 1.0);
        }
        PointShape::StarRing => {
            ring(radius, 1.2);
            let corner = |number: u8| {
                let angle = f32::from(number) * std::f32::consts::TAU / 10.0;
                let reach = (radius - 1.6) * if number.is_multiple_of(2) { 1.0 } else { 0.42 };
                position + vec2(angle.sin(), -angle.cos()) * reach
            };
            // A star is not convex: five kites from its middle are.
            for point in 0..5 {
                let kite =
                    [2 * point + 9, 2 * point, 2 * point + 1].map(|number| corner(number % 10));
                let corners = [&[position], kite.as_slice()].concat();
                painter.add(Shape::convex_polygon(corners, colour, Stroke::NONE));
            }
        }
    }
}

/// Length of the scale bar in points, and the round distance in metres that it stands for.
///
/// The longest of 1, 2 or 5 times a power of ten that is at most `longest` points, true at
/// the map's centre.
#[must_use]
pub fn scale_bar(view: &MapView, longest: f32) -> (f32, f64) {
    let room = view.metres_per_point() * f64::from(longest.max(1.0));
    let power = 10_f64.powf(room.log10().floor());
    let round = [5.0, 2.0, 1.0].map(|digit| digit * power);
    let metres = round
        .into_iter()
        .find(|metres| *metres <= room * (1.0 + 1e-9))
        .unwrap_or(power);
    ((metres / view.metres_per_point()) as f32, metres)
}

/// Paints a scale bar from its left end; the caller writes the distance above it.
pub fn paint_scale_bar(painter: &Painter, left_end: Pos2, length: f32, colours: &MarkColours) {
    let line = |width: f32, colour: Color32| {
        let stroke = Stroke::new(width, colour);
        let right_end = left_end + vec2(length, 0.0);
        let tick = vec2(0.0, -5.0);
        painter.line(
            vec![left_end + tick, left_end, right_end, right_end + tick],
            stroke,
        );
    };
    line(3.5, colours.ground.gamma_multiply(0.8));
    line(1.2, colours.ink);
}

/// Paints an arrow to the north, half of it filled; `north` is the way there on the screen,
/// of length 1.
pub fn paint_north_arrow(
    painter: &Painter,
    centre: Pos2,
    size: f32,
    north: Vec2,
    colours: &MarkColours,
) {
    let across = vec2(-north.y, north.x);
    let at = |x: f32, y: f32| centre + (across * x - north * y) * size;
    let half = |side: f32, fill: Color32| {
        let corners = vec![at(0.0, -0.5), at(0.28 * side, 0.5), at(0.0, 0.3)];
        painter.add(Shape::convex_polygon(
            corners,
            fill,
            Stroke::new(1.0, colours.ink),
        ));
    };
    half(-1.0, colours.ground);
    half(1.0, colours.ink);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(denominator: f64) -> MapView {
        let rect = Rect::from_min_size(Pos2::ZERO, vec2(800.0, 600.0));
        let mut view = MapView::new(rect, [48.3, 33.5]);
        view.set_scale_denominator(denominator);
        view
    }

    #[test]
    fn the_scale_bar_is_round_and_fits() {
        for step in 0..200 {
            let denominator = 100.0 * 1.07_f64.powi(step);
            let (length, metres) = scale_bar(&view(denominator), 140.0);
            assert!(length <= 140.01 && length > 140.0 / 2.6, "{length}");
            let digit = metres / 10_f64.powf((metres.log10() + 1e-9).floor());
            assert!(
                [1.0, 2.0, 5.0].iter().any(|it| (digit - it).abs() < 1e-6),
                "{metres}"
            );
        }
    }

    #[test]
    fn marks_that_would_overlap_are_one_with_the_gravest_shape() {
        let mark = |key, kind, lon| Mark {
            key,
            kind,
            at: [lon, 33.5],
        };
        let marks = [
            mark(1, MarkKind::Warning, 48.3),
            mark(2, MarkKind::Error, 48.3005),
            mark(3, MarkKind::Note, 48.6),
        ];
        let clusters = cluster_marks(&marks, &view(500_000.0));
        assert_eq!(clusters.len(), 2);
        assert_eq!(clusters[0].keys, vec![2, 1]);
        assert_eq!(clusters[0].kind, MarkKind::Error);
        assert_eq!(
            cluster_at(&clusters, clusters[1].position + vec2(4.0, 3.0)).map(|it| &it.keys),
            Some(&vec![3])
        );
        let apart = cluster_marks(&marks, &view(1_000.0));
        assert_eq!(apart.len(), 2, "the third is out of sight at 1:1,000");
    }
}
