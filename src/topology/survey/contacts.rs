//! Where edges share a point that is no common vertex: among runs of edges whose boxes
//! meet, then among their edges, decided by exact predicates.

use smallvec::SmallVec;

use super::edges::{EdgeAt, Edges, RUN_EDGES, Run};
use super::pairs::meeting_pairs;
use crate::model::{Extent, Position, same_place};
use crate::topology::contains::side_of_edge;

/// How far, in degrees, a vertex may lie off an edge and still be said to lie on it:
/// a micrometre. A vertex put on an edge by computation is hardly ever exactly on it.
pub(super) const NEAR_DEG: f64 = 1e-11;

/// How two edges meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CrossingKind {
    /// They cross in a point inside both.
    Cross,
    /// A vertex of the first lies exactly inside the second.
    Touch,
    /// They run along each other; the place is a vertex of the first inside the second.
    Along,
    /// A vertex of the first lies within a micrometre of the inside of the second, yet
    /// not exactly on it.
    Near,
}

/// Two edges that meet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Contact {
    pub at: Position,
    pub kind: CrossingKind,
    /// But for a crossing, the first has `at` as a vertex.
    pub edges: [EdgeAt; 2],
}

/// All contacts among `edges`, in the order of their edges; nothing if cancelled.
pub(super) fn find_contacts(edges: &Edges<'_>, cancel: &dyn Fn() -> bool) -> Option<Vec<Contact>> {
    let reaches: Vec<Extent> = edges
        .runs
        .iter()
        .map(|run| run.extent.grown(NEAR_DEG))
        .collect();
    let look = |a: usize, b: usize, found: &mut Vec<Contact>| {
        let mut search = Search { edges, found };
        match (edges.runs.get(a), edges.runs.get(b)) {
            (Some(&run), Some(_)) if a == b => search.within(run),
            (Some(&a), Some(&b)) => search.between(a, b),
            _ => {}
        }
    };
    let mut found = meeting_pairs(&reaches, look, cancel)?;
    found.sort_unstable_by(|a, b| {
        (a.edges.cmp(&b.edges).then(a.kind.cmp(&b.kind)))
            .then(a.at.x.total_cmp(&b.at.x))
            .then(a.at.y.total_cmp(&b.at.y))
    });
    Some(found)
}

struct Search<'a, 'b> {
    edges: &'b Edges<'a>,
    found: &'b mut Vec<Contact>,
}

#[derive(Clone, Copy)]
struct Candidate {
    edge: EdgeAt,
    from: Position,
    to: Position,
    extent: Extent,
}

/// Some edges of a run.
type Candidates = SmallVec<[Candidate; RUN_EDGES]>;

impl Search<'_, '_> {
    /// The edges of a run whose boxes meet `window`.
    fn candidates(&self, run: Run, window: Extent) -> Candidates {
        self.edges
            .run_ends(run)
            .filter_map(|(edge, from, to)| {
                let mut extent = Extent::at(from);
                extent.include(to);
                extent.meets(&window).then_some(Candidate {
                    edge,
                    from,
                    to,
                    extent,
                })
            })
            .collect()
    }

    fn within(&mut self, run: Run) {
        let all = self.candidates(run, run.extent);
        self.among(&all);
    }

    /// Among edges in a row, which hardly ever meet but in the common vertices of
    /// neighbours: by halves.
    fn among(&mut self, row: &[Candidate]) {
        if row.len() <= 4 {
            for (at, &a) in row.iter().enumerate() {
                let reach = a.extent.grown(NEAR_DEG);
                for &b in &row[at + 1..] {
                    if reach.meets(&b.extent) {
                        self.meet(a, b);
                    }
                }
            }
            return;
        }
        let (first, second) = row.split_at(row.len() / 2);
        self.among(first);
        self.among(second);
        let around = |row: &[Candidate]| {
            let extents = row.iter().map(|candidate| candidate.extent);
            extents
                .reduce(Extent::union)
                .map(|extent| extent.grown(NEAR_DEG))
        };
        if let (Some(reach_first), Some(reach_second)) = (around(first), around(second)) {
            for &a in first.iter().filter(|a| a.extent.meets(&reach_second)) {
                let reach = a.extent.grown(NEAR_DEG);
                for &b in second.iter().filter(|b| b.extent.meets(&reach_first)) {
                    if reach.meets(&b.extent) {
                        self.meet(a, b);
                    }
                }
            }
        }
    }

    /// Between the edges of two runs, of which the first comes first in order.
    fn between(&mut self, a: Run, b: Run) {
        let first = self.candidates(a, b.extent.grown(NEAR_DEG));
        if first.is_empty() {
            return;
        }
        let second = self.candidates(b, a.extent.grown(NEAR_DEG));
        for &a in &first {
            let reach = a.extent.grown(NEAR_DEG);
            for &b in &second {
                if reach.meets(&b.extent) {
                    self.meet(a, b);
                }
            }
        }
    }

    /// Two edges, in order.
    fn meet(&mut self, a: Candidate, b: Candidate) {
        if same_place(a.from, b.from) {
            self.meet_at_vertex(a, a.to, b, b.to, a.from);
        } else if same_place(a.from, b.to) {
            self.meet_at_vertex(a, a.to, b, b.from, a.from);
        } else if same_place(a.to, b.from) {
            self.meet_at_vertex(a, a.from, b, b.to, a.to);
        } else if same_place(a.to, b.to) {
            self.meet_at_vertex(a, a.from, b, b.from, a.to);
        } else {
            self.meet_apart(a, b);
        }
    }

    /// Two edges with a common vertex can only run along each other.
    fn meet_at_vertex(
        &mut self,
        a: Candidate,
        end_a: Position,
        b: Candidate,
        end_b: Position,
        vertex: Position,
    ) {
        let (along_a, along_b) = (end_a - vertex, end_b - vertex);
        if along_a.x * along_b.x + along_a.y * along_b.y <= 0.0 {
            return;
        }
        let side = side_of_edge(vertex, end_a, end_b);
        let along = side == 0.0;
        if let Some(kind) = lies_inside(end_b, a, side) {
            self.push(end_b, if along { CrossingKind::Along } else { kind }, b, a);
        }
        if let Some(kind) = lies_inside(end_a, b, side) {
            self.push(end_a, if along { CrossingKind::Along } else { kind }, a, b);
        }
    }

    fn meet_apart(&mut self, a: Candidate, b: Candidate) {
        let from_b = side_of_edge(a.from, a.to, b.from);
        let to_b = side_of_edge(a.from, a.to, b.to);
        let length_a = (a.to - a.from).x.abs() + (a.to - a.from).y.abs();
        // Both ends well away on one side, the most frequent case by far: then the
        // whole of `b` is that far from the line of `a`.
        let clearance = length_a * NEAR_DEG;
        if (from_b > clearance && to_b > clearance) || (from_b < -clearance && to_b < -clearance) {
            return;
        }
        let from_a = side_of_edge(b.from, b.to, a.from);
        let to_a = side_of_edge(b.from, b.to, a.to);
        if differ(from_b, to_b) && differ(from_a, to_a) {
            // Reckoned from the same one, whichever was come to first.
            let (a, b) = if a.edge < b.edge { (a, b) } else { (b, a) };
            let at = crossing_point((a.from, a.to), (b.from, b.to));
            self.push(at, CrossingKind::Cross, a, b);
        }
        let along = from_b == 0.0 && to_b == 0.0;
        let of = |kind| if along { CrossingKind::Along } else { kind };
        for (vertex, side) in [(b.from, from_b), (b.to, to_b)] {
            if let Some(kind) = lies_inside(vertex, a, side) {
                self.push(vertex, of(kind), b, a);
            }
        }
        for (vertex, side) in [(a.from, from_a), (a.to, to_a)] {
            if let Some(kind) = lies_inside(vertex, b, side) {
                self.push(vertex, of(kind), a, b);
            }
        }
    }

    fn push(&mut self, at: Position, kind: CrossingKind, a: Candidate, b: Candidate) {
        self.found.push(Contact {
            at,
            kind,
            edges: [a.edge, b.edge],
        });
    }
}

fn differ(a: f64, b: f64) -> bool {
    (a > 0.0 && b < 0.0) || (a < 0.0 && b > 0.0)
}

/// Whether a vertex lies on an edge or within [`NEAR_DEG`] of it, and not at its
/// ends. `side` is twice the area that the vertex and the edge span.
fn lies_inside(vertex: Position, edge: Candidate, side: f64) -> Option<CrossingKind> {
    let along = edge.to - edge.from;
    let length = (along.x * along.x + along.y * along.y).sqrt();
    if side.abs() > NEAR_DEG * length {
        return None;
    }
    if side == 0.0 {
        // Exactly on the line: exactly inside, as long as the box says so.
        let inside = edge.extent.holds(vertex)
            && !same_place(vertex, edge.from)
            && !same_place(vertex, edge.to);
        return inside.then_some(CrossingKind::Touch);
    }
    let offset = vertex - edge.from;
    let share = (offset.x * along.x + offset.y * along.y) / length;
    (share > NEAR_DEG && share < length - NEAR_DEG).then_some(CrossingKind::Near)
}

/// Where two edges cross, reckoned from an end of the first, so that little is lost.
fn crossing_point(a: (Position, Position), b: (Position, Position)) -> Position {
    let along_a = a.1 - a.0;
    let along_b = b.1 - b.0;
    let between = b.0 - a.0;
    let span = along_a.x * along_b.y - along_a.y * along_b.x;
    let share = (between.x * along_b.y - between.y * along_b.x) / span;
    if share.is_finite() {
        a.0 + along_a * share.clamp(0.0, 1.0)
    } else {
        // Exact predicates say that they cross, yet in rounded numbers they are
        // parallel: they are so near to each other that any shared point will do.
        b.0
    }
}
