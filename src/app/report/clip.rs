//! Rings and lines cut to the frame of a small map and thinned to what can be seen in
//! it, in pixels. For drawing only.

use geo::Coord;

/// Vertices nearer than this to the one before are left out, in pixels.
const SEEN_PX: f64 = 1.0;

/// A frame in pixels, from the origin to its size, with a margin around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub width_px: f64,
    pub height_px: f64,
    /// How far beyond the frame things are still kept, so that cut edges are not seen.
    pub margin_px: f64,
}

impl Frame {
    fn sides(&self) -> [Side; 4] {
        let margin = self.margin_px;
        [
            Side::Left(-margin),
            Side::Right(self.width_px + margin),
            Side::Top(-margin),
            Side::Bottom(self.height_px + margin),
        ]
    }

    fn may_show(&self, from: Coord<f64>, to: Coord<f64>) -> bool {
        let sides = self.sides();
        sides.iter().all(|side| side.holds(from) || side.holds(to))
    }
}

#[derive(Clone, Copy)]
enum Side {
    Left(f64),
    Right(f64),
    Top(f64),
    Bottom(f64),
}

impl Side {
    fn holds(self, point: Coord<f64>) -> bool {
        match self {
            Self::Left(x) => point.x >= x,
            Self::Right(x) => point.x <= x,
            Self::Top(y) => point.y >= y,
            Self::Bottom(y) => point.y <= y,
        }
    }

    /// Where the line through two points on different sides meets it.
    fn crossing(self, from: Coord<f64>, to: Coord<f64>) -> Coord<f64> {
        match self {
            Self::Left(x) | Self::Right(x) => Coord {
                x,
                y: from.y + (to.y - from.y) * (x - from.x) / (to.x - from.x),
            },
            Self::Top(y) | Self::Bottom(y) => Coord {
                x: from.x + (to.x - from.x) * (y - from.y) / (to.y - from.y),
                y,
            },
        }
    }
}

/// A ring cut to the frame (Sutherland and Hodgman): its fill by the even-odd rule is
/// right, its edges along the frame's margin are not of the ring. Empty where nothing
/// of it is in the frame.
pub(super) fn clipped_ring(frame: &Frame, ring: &[Coord<f64>]) -> Vec<Coord<f64>> {
    let mut points: Vec<Coord<f64>> = ring.to_vec();
    for side in frame.sides() {
        let mut kept = Vec::with_capacity(points.len());
        let Some(&last) = points.last() else { break };
        let mut before = last;
        for &point in &points {
            if side.holds(before) != side.holds(point) {
                kept.push(side.crossing(before, point));
            }
            if side.holds(point) {
                kept.push(point);
            }
            before = point;
        }
        points = kept;
    }
    let points = thinned(&points);
    if points.len() < 3 { Vec::new() } else { points }
}

/// The pieces of a line that may be seen in the frame.
pub(super) fn visible_runs(frame: &Frame, line: &[Coord<f64>]) -> Vec<Vec<Coord<f64>>> {
    let mut runs = Vec::new();
    let mut run: Vec<Coord<f64>> = Vec::new();
    for edge in line.windows(2) {
        let &[from, to] = edge else { continue };
        if frame.may_show(from, to) {
            if run.is_empty() {
                run.push(from);
            }
            run.push(to);
        } else if !run.is_empty() {
            runs.push(thinned(&std::mem::take(&mut run)));
        }
    }
    if !run.is_empty() {
        runs.push(thinned(&run));
    }
    runs
}

/// Leaves out vertices that fall on the one before; the last one stays.
fn thinned(points: &[Coord<f64>]) -> Vec<Coord<f64>> {
    let mut kept: Vec<Coord<f64>> = Vec::new();
    for (place, &point) in points.iter().enumerate() {
        let is_far = kept.last().is_none_or(|last| {
            (last.x - point.x).abs() >= SEEN_PX || (last.y - point.y).abs() >= SEEN_PX
        });
        if is_far || place + 1 == points.len() {
            kept.push(point);
        }
    }
    kept
}

/// The middle of the widest piece of a horizontal line inside the rings, and how wide it
/// is: where a name stands. Some lines across the frame are tried.
pub(super) fn widest_place(frame: &Frame, rings: &[Vec<Coord<f64>>]) -> Option<(Coord<f64>, f64)> {
    const LINES: u32 = 7;
    let mut best: Option<(Coord<f64>, f64)> = None;
    for line in 1..=LINES {
        // Off round numbers, so that the line seldom meets a vertex.
        let y = frame.height_px * (f64::from(line) + 0.137) / (f64::from(LINES) + 1.0);
        let mut crossings: Vec<f64> = rings
            .iter()
            .flat_map(|ring| {
                ring.iter()
                    .zip(ring.iter().cycle().skip(1))
                    .filter(|(from, to)| (from.y > y) != (to.y > y))
                    .map(|(from, to)| {
                        let share = (y - from.y) / (to.y - from.y);
                        (from.x + (to.x - from.x) * share).clamp(0.0, frame.width_px)
                    })
            })
            .collect();
        crossings.sort_by(f64::total_cmp);
        for piece in crossings.chunks_exact(2) {
            let &[from, to] = piece else { continue };
            if best.is_none_or(|(_, width)| to - from > width) {
                let x = (from + to) / 2.0;
                best = Some((Coord { x, y }, to - from));
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Frame = Frame {
        width_px: 100.0,
        height_px: 50.0,
        margin_px: 0.0,
    };

    fn points(numbers: &[(f64, f64)]) -> Vec<Coord<f64>> {
        numbers.iter().map(|&(x, y)| Coord { x, y }).collect()
    }

    fn area(ring: &[Coord<f64>]) -> f64 {
        let next = ring.iter().cycle().skip(1);
        let twice = ring.iter().zip(next).map(|(a, b)| a.x * b.y - b.x * a.y);
        (twice.sum::<f64>() / 2.0).abs()
    }

    #[test]
    fn a_ring_larger_than_the_frame_fills_it_and_one_beside_it_is_gone() {
        let around = points(&[
            (-500.0, -500.0),
            (500.0, -500.0),
            (500.0, 500.0),
            (-500.0, 500.0),
        ]);
        assert!((area(&clipped_ring(&FRAME, &around)) - 5_000.0).abs() < 1e-6);
        let half = points(&[
            (-500.0, -500.0),
            (50.0, -500.0),
            (50.0, 500.0),
            (-500.0, 500.0),
        ]);
        assert!((area(&clipped_ring(&FRAME, &half)) - 2_500.0).abs() < 1e-6);
        let beside = points(&[(200.0, 0.0), (300.0, 0.0), (300.0, 50.0)]);
        assert!(clipped_ring(&FRAME, &beside).is_empty());
    }

    #[test]
    fn a_line_is_kept_where_it_passes_the_frame() {
        let line = points(&[
            (-300.0, 20.0),
            (-200.0, 20.0),
            (50.0, 20.0),
            (300.0, 20.0),
            (400.0, 20.0),
        ]);
        let runs = visible_runs(&FRAME, &line);
        assert_eq!(
            runs,
            [points(&[(-200.0, 20.0), (50.0, 20.0), (300.0, 20.0)])]
        );
    }

    #[test]
    fn a_name_stands_in_the_widest_place() {
        let wide = points(&[(0.0, 0.0), (80.0, 0.0), (80.0, 50.0), (0.0, 50.0)]);
        let hole = points(&[(10.0, -10.0), (20.0, -10.0), (20.0, 90.0), (10.0, 90.0)]);
        let place = widest_place(&FRAME, &[wide, hole]);
        assert_eq!(place.map(|(at, width)| (at.x, width)), Some((50.0, 60.0)));
        assert_eq!(widest_place(&FRAME, &[]), None);
    }
}
