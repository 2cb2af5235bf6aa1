//! Surveying the coverage of leaves: where edges meet that have no common vertex, and
//! which pieces of the plane have several leaves or none, closed in by others.
//!
//! Matched edges come first: those that two rings use in opposite directions change
//! nothing in how many leaves cover a point, as long as they meet no other edge but in
//! a common vertex. What is left over (edges with an empty side or several units on
//! one, edges that meet others, edges of units whose rings cross themselves) bounds
//! every overlap and every gap; only of these the plane is cut up. (The way of JTS's
//! coverage validation: M. Davis, "JTS coverage", 2022.)

mod allowed;
mod arrangement;
mod beyond;
mod causes;
mod change;
mod chunks;
mod classify;
mod contacts;
mod edges;
mod faces;
mod found;
mod holes;
mod inside;
mod item;
mod joined;
mod label;
mod loops;
mod loose;
mod noding;
mod open_gaps;
mod outlines;
mod overlay;
mod pairs;
mod passage;
mod patch;
mod plain;
mod rings;
mod round;
mod rows;
mod shape;
mod spikes;
#[cfg(test)]
mod tests;
mod unit_loops;
mod vertices;
mod walk;
mod width;

use rayon::prelude::*;
use rstar::primitives::Rectangle;
use rstar::{AABB, RTree};
use rustc_hash::FxHashSet;

use self::arrangement::{Arrangement, Component, cuts_of};
use self::beyond::Beyond;
use self::causes::Causes;
use self::contacts::{Contact, find_contacts};
use self::edges::{EdgeAt, Edges, Run};
use self::faces::FaceMaker;
use self::holes::{hole_faces, put_back, take_holes};
use self::label::Labels;
use self::loose::Loose;
use self::open_gaps::allowed_open_gaps;
use self::outlines::take_outlines;
use self::rings::RingFaults;
use super::Snapshot;
use crate::model::{Extent, Position, UnitKey};

pub use self::causes::FaceCause;
pub use self::change::CoverageChange;
pub use self::classify::FaceClass;
pub use self::contacts::CrossingKind;
pub use self::edges::EdgeKey;
pub use self::faces::{BesideEdge, Face, FaceKind, OpenFace};
pub use self::loops::{SelfCrossing, SelfCrossingKind, SelfTouch};
pub use self::open_gaps::OpenGap;
pub use self::overlay::overlay;
pub use self::patch::{Patch, PatchError, SurveyBook};
pub use self::plain::{PlainSurvey, survey_plain};
pub use self::rows::LEAST_MISMATCH_FACES;
pub use self::shape::{DegenerateRing, MisnestedRing, Misnesting, UndersizedPolygon};
pub use self::spikes::Spike;
pub use self::vertices::{RepeatedVertex, UnmatchedVertex};
pub use self::walk::RingAt;

/// How far around a region of a survey edges are looked at, in degrees, at least.
const MARGIN_DEG: f64 = 0.01;
/// How many faces are made between two questions whether to stop.
const FACES_AT_ONCE: usize = 128;
/// So few are made by one thread sooner than by several.
const FEW_FACES: usize = 4;
/// By how much more, step by step, if a face reaches beyond that.
const MARGIN_STEPS: [f64; 3] = [1.0, 4.0, 16.0];

/// Two edges that share a point other than a common vertex.
#[derive(Debug, Clone, PartialEq)]
pub struct Crossing {
    /// Where.
    pub at: Position,
    /// How.
    pub kind: CrossingKind,
    /// The edges; but where they cross, `at` is a vertex of the first.
    pub edges: [EdgeKey; 2],
    /// The units on both sides of each.
    pub units: [Vec<UnitKey>; 2],
}

/// What a survey found, each list from west to east.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Survey {
    /// Where edges share a point that is no common vertex.
    pub crossings: Vec<Crossing>,
    /// Where rings of one unit cross themselves or each other.
    pub self_crossings: Vec<SelfCrossing>,
    /// Where a ring touches itself, or rings of one polygon so that it falls apart.
    pub self_touches: Vec<SelfTouch>,
    /// Vertices at which rings turn back on themselves.
    pub spikes: Vec<Spike>,
    /// Rings that span no land.
    pub degenerate: Vec<DegenerateRing>,
    /// Rings that lie wrong in each other.
    pub misnested: Vec<MisnestedRing>,
    /// Polygons under the minimum area.
    pub undersized: Vec<UndersizedPolygon>,
    /// Gaps that reach the outside.
    pub open_gaps: Vec<OpenGap>,
    /// Overlaps and gaps.
    pub faces: Vec<Face>,
    /// In a region: pieces with several leaves that reach beyond what was looked at.
    pub open_faces: Vec<OpenFace>,
    /// Vertices on a neighbour's edge, without any face.
    pub unmatched: Vec<UnmatchedVertex>,
    /// Vertices written more than once in a row.
    pub repeated: Vec<RepeatedVertex>,
}

/// Surveys the whole coverage, or what of it meets `region`; nothing if `cancel` said
/// so meanwhile.
///
/// A face that meets a region is reported with all of its outline if that lies within
/// sixteen times the region's size (and 0.16° at least) of it; of larger ones with
/// several leaves it is told that they are there, and a larger piece without a leaf may
/// be the outside and is not told. Faces that are dust of rounding, in no triangle of
/// which a circle of 1e-12° radius would fit, are left out.
///
/// ```
/// use marz::model::{Dataset, Land, Level, Origin, PlainPolygon, PlainRing, PlainRole};
/// use marz::model::{Position, Unit};
/// use marz::topology::{FaceKind, Snapshot, survey, weave_dataset};
///
/// let mut dataset = Dataset::new(Origin::of_content(b"two squares"), "");
/// for (name, west, east) in [("A", 0.0, 1.001), ("B", 1.0, 2.0)] {
///     let ring = [(west, 0.0), (east, 0.0), (east, 1.0), (west, 1.0), (west, 0.0)];
///     let positions = ring.map(|(x, y)| Position { x: 48.0 + x, y: 33.0 + y });
///     let id = dataset.origin.id("unit", name.len());
///     let mut unit = Unit::new(id, Level::County, name);
///     unit.land = Land::Plain {
///         polygons: [PlainPolygon {
///             rings: vec![PlainRing { positions: positions.into(), heights_m: None }],
///         }].into(),
///         role: PlainRole::Pending,
///     };
///     dataset.units.insert(unit);
/// }
/// weave_dataset(&mut dataset);
/// let found = survey(&Snapshot::new(dataset), None, &|| false).unwrap_or_default();
/// assert_eq!(found.faces.len(), 1);
/// assert_eq!(found.faces[0].kind, FaceKind::Overlap);
/// assert!((found.faces[0].width_m - 93.0).abs() < 1.0);
/// ```
pub fn survey(
    snapshot: &Snapshot,
    region: Option<Extent>,
    cancel: &dyn Fn() -> bool,
) -> Option<Survey> {
    let nobody = FxHashSet::default();
    let Some(region) = region else {
        let mut seen = survey_window(snapshot, None, &nobody, cancel)?;
        seen.found.look_together(&snapshot.dataset.parameters);
        return Some(seen.found);
    };
    let size = region.max - region.min;
    let margin_deg = size.x.max(size.y).max(MARGIN_DEG);
    let mut last = None;
    for step in MARGIN_STEPS {
        let window = region.grown(margin_deg * step);
        let seen = survey_window(snapshot, Some((region, window)), &nobody, cancel)?;
        // A gap that is not closed yet may be what a vertex is told of.
        let may_be_of_a_gap = seen.sees_outside && !seen.found.unmatched.is_empty();
        last = Some(seen.found);
        if !seen.goes_beyond && !may_be_of_a_gap {
            break;
        }
    }
    let mut found = last?;
    found.look_together(&snapshot.dataset.parameters);
    Some(found)
}

/// What a survey of a window saw.
struct Seen {
    /// What is in the region; unmatched vertices also where a face is told of them.
    found: Survey,
    /// Whether a face in the region reaches beyond the window.
    goes_beyond: bool,
    /// Whether a piece without a leaf in the region reaches beyond: it may be the
    /// outside.
    sees_outside: bool,
    /// The units of which borders may not say rightly on which side the land is.
    twisted: FxHashSet<UnitKey>,
}

/// Surveys all, or the edges near a window for what they make in a region within it.
/// The rings of `twisted` are known to cross themselves somewhere.
fn survey_window(
    snapshot: &Snapshot,
    bounds: Option<(Extent, Extent)>,
    twisted: &FxHashSet<UnitKey>,
    cancel: &dyn Fn() -> bool,
) -> Option<Seen> {
    let region = bounds.map(|(region, _)| region);
    let window = bounds.map(|(_, window)| window);
    let dataset = &snapshot.dataset;
    let edges = match window {
        None => Edges::all(dataset),
        Some(window) => Edges::near(snapshot, window),
    };
    let units: Vec<UnitKey> = match window {
        None => dataset.units.keys().collect(),
        Some(window) => snapshot.index.units_near(window).collect(),
    };
    let contacts = find_contacts(&edges, cancel)?;
    let mut ring_faults = RingFaults::find(dataset, &edges, &contacts, &units);
    let now_twisted = std::mem::take(&mut ring_faults.loops.twisted);
    let twisted = now_twisted.union(twisted).copied().collect();
    let mut constraints = left_over(&edges, &contacts, &twisted);
    let cuts = cuts_of(&contacts);
    if cancel() {
        return None;
    }
    let whole = region.is_none();
    let mut holes = Vec::new();
    let mut is_outline_taken = false;
    if whole && let Some(loose) = Loose::new(&edges, &contacts, &twisted, &constraints) {
        holes = take_holes(snapshot, &edges, &loose, &mut constraints, cancel)?;
        is_outline_taken = take_outlines(&edges, &loose, &mut constraints);
    }
    // Of what is not, not every edge is at hand: it need not be the same everywhere.
    let is_closed = |component: &Component| match window {
        None => !component.open || !is_outline_taken,
        Some(window) => !component.open && window.holds_extent(&component.extent),
    };
    let mut went_through = false;
    let (arrangement, labels) = loop {
        // Numbers that the triangulation refuses are not on the earth, and never woven.
        let arrangement = Arrangement::new(&edges, &constraints, &cuts).ok()?;
        let Some(labels) =
            Labels::new(snapshot, &edges, &arrangement, &twisted, &is_closed, &holes)
        else {
            put_back(&mut holes, &edges, &mut constraints);
            continue;
        };
        if !std::mem::replace(&mut went_through, true) {
            let through = matched_through(&edges, &constraints, &arrangement, &labels);
            if !through.is_empty() {
                constraints.extend(through);
                continue;
            }
        }
        break (arrangement, labels);
    };
    if cancel() {
        return None;
    }
    let causes = Causes::new(dataset, &units, &ring_faults);
    let mut found = Survey {
        repeated: vertices::repeated_vertices(dataset, &units),
        ..Survey::default()
    };
    let maker = FaceMaker {
        edges: &edges,
        arrangement: &arrangement,
        labels: &labels,
        causes: &causes,
    };
    let beyond = region.map(|region| Beyond::look(snapshot, &arrangement, &labels, region));
    let beyond = beyond.unwrap_or_default();
    let mut goes_beyond = beyond.gap || !beyond.several.is_empty();
    let mut sees_outside = beyond.outside;
    found.open_faces = beyond.several;
    let mut closed = Vec::new();
    for (face, components) in maker.candidates() {
        let Some(extent) = maker.extent(&components) else {
            continue;
        };
        if region.is_some_and(|region| !region.meets(&extent)) {
            continue;
        }
        if !labels.open[face as usize] {
            closed.push((face, components));
        } else if maker.units_over(&components).is_empty() {
            sees_outside = true;
        } else {
            goes_beyond = true;
        }
    }
    found.faces = make_faces(&maker, &closed, cancel)?;
    found.faces.extend(hole_faces(&edges, &holes, &causes));
    found.unmatched = vertices::unmatched_vertices(&edges, &contacts, &causes);
    found.open_gaps = allowed_open_gaps(dataset, &edges, found.faces.iter());
    found.crossings = crossings(&edges, &contacts);
    found.take_rings(ring_faults);
    found.keep_in(region);
    found.sort();
    Some(Seen {
        found,
        goes_beyond,
        sees_outside,
        twisted: now_twisted,
    })
}

/// The faces of these numbers and components, several at once where there are many.
fn make_faces(
    maker: &FaceMaker<'_>,
    closed: &[(u32, Vec<u32>)],
    cancel: &dyn Fn() -> bool,
) -> Option<Vec<Face>> {
    let make = |(face, components): &(u32, Vec<u32>)| maker.make(*face, components);
    let mut faces = Vec::with_capacity(closed.len());
    for batch in closed.chunks(FACES_AT_ONCE) {
        if cancel() {
            return None;
        }
        if batch.len() < FEW_FACES {
            faces.extend(batch.iter().filter_map(make));
        } else {
            let made: Vec<Option<Face>> = batch.par_iter().map(make).collect();
            faces.extend(made.into_iter().flatten());
        }
    }
    Some(faces)
}

/// The edges that may bound an overlap or a gap, in order.
fn left_over(edges: &Edges<'_>, contacts: &[Contact], twisted: &FxHashSet<UnitKey>) -> Vec<EdgeAt> {
    // Where a ring crosses itself, its inside changes sides: what its borders say of
    // their sides does not hold everywhere.
    let is_left: Vec<bool> = edges
        .lines
        .iter()
        .map(|(_, border)| {
            !Edges::is_matched(border)
                || (!twisted.is_empty() && border.units().iter().any(|unit| twisted.contains(unit)))
        })
        .collect();
    let mut left: Vec<EdgeAt> = edges
        .runs
        .iter()
        .filter(|run| is_left[run.line as usize])
        .flat_map(|&run| Edges::of_run(run))
        .chain(contacts.iter().flat_map(|contact| contact.edges))
        .collect();
    left.sort_unstable();
    left.dedup();
    left
}

/// The matched edges that run through components with several leaves: the leaves may
/// be others on their other side.
fn matched_through(
    edges: &Edges<'_>,
    constraints: &[EdgeAt],
    arrangement: &Arrangement,
    labels: &Labels,
) -> Vec<EdgeAt> {
    let is_overlap: Vec<bool> = labels
        .units
        .iter()
        .map(|units| units.as_ref().is_some_and(|units| units.len() > 1))
        .collect();
    let boxes: Vec<Rectangle<[f64; 2]>> = arrangement
        .components
        .iter()
        .zip(&is_overlap)
        .filter(|&(_, &overlap)| overlap)
        .map(|(component, _)| Rectangle::from_aabb(envelope(component.extent)))
        .collect();
    if boxes.is_empty() {
        return Vec::new();
    }
    let boxes = RTree::bulk_load(boxes);
    let near = |extent: Extent| {
        boxes
            .locate_in_envelope_intersecting(envelope(extent))
            .next()
            .is_some()
    };
    let near_lines: Vec<bool> = edges
        .lines
        .iter()
        .map(|(_, border)| near(border.extent()))
        .collect();
    let is_near = |run: &&Run| near_lines[run.line as usize] && near(run.extent);
    let mut through = Vec::new();
    let mut hint = None;
    for &run in edges.runs.iter().filter(is_near) {
        for edge in Edges::of_run(run) {
            let (from, to) = edges.ends(edge);
            let mut extent = Extent::at(from);
            extent.include(to);
            if !near(extent) || constraints.binary_search(&edge).is_ok() {
                continue;
            }
            // It meets no constraint but in vertices: its middle says where it runs.
            let inside = arrangement
                .locate((from + to) / 2.0, &mut hint)
                .is_some_and(|component| is_overlap[component as usize]);
            if inside {
                through.push(edge);
            }
        }
    }
    through
}

fn envelope(extent: Extent) -> AABB<[f64; 2]> {
    AABB::from_corners([extent.min.x, extent.min.y], [extent.max.x, extent.max.y])
}

/// The contacts as they are told, one for each place and pair of borders.
fn crossings(edges: &Edges<'_>, contacts: &[Contact]) -> Vec<Crossing> {
    let mut all: Vec<Crossing> = contacts
        .iter()
        .map(|contact| {
            let mut both = contact.edges;
            if contact.kind == CrossingKind::Cross {
                both.sort_unstable();
            }
            Crossing {
                at: contact.at,
                kind: contact.kind,
                edges: both.map(|edge| edges.key(edge)),
                units: both.map(|edge| edges.border(edge).units()),
            }
        })
        .collect();
    let order = |a: &Crossing, b: &Crossing| {
        (a.at.x.total_cmp(&b.at.x))
            .then(a.at.y.total_cmp(&b.at.y))
            .then_with(|| {
                a.edges
                    .map(|edge| edge.border)
                    .cmp(&b.edges.map(|edge| edge.border))
            })
    };
    all.sort_by(|a, b| order(a, b).then_with(|| (a.kind, a.edges).cmp(&(b.kind, b.edges))));
    all.dedup_by(|a, b| order(a, b).is_eq());
    all
}
