//! Lines that tell attributes of borders, matched with the borders that the polygons
//! gave. Lines match a border that they run along between the two units they name, one
//! alone or several that go on from each other: vertex for vertex, or, where a line has
//! no border in common, as one that was drawn or transformed apart would, within
//! `match_tolerance_m`.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Import;
use super::entities::{FeaturePlace, LayerContext, keep};
use crate::files::border_lines::{BorderValues, course_of, lines_of};
use crate::files::raw::{RawFeature, RawGeometry};
use crate::files::report::Reason;
use crate::measure::{LocalPlane, distance_m, line_length_m};
use crate::model::{
    Border, BorderAttributes, BorderKey, BorderLine, BorderUse, Dataset, Decree, Extent,
    FeatureRecord, Holds, Level, Position, UnitKey, is_usable, same_place,
};

/// A line that waits for the borders to be woven.
pub(super) struct LineFeature {
    at: FeaturePlace,
    number: usize,
    id: Option<String>,
    /// In WGS 84.
    lines: Vec<Vec<Position>>,
    values: BorderValues,
}

/// How much of a line's length must run along borders for nothing to be told of it.
const WHOLE: f64 = 0.99;

/// Degrees of latitude in a metre, with room to spare.
const DEGREES_A_METRE: f64 = 1.0 / 100_000.0;

impl Import {
    pub(super) fn read_border_line(
        &mut self,
        at: FeaturePlace,
        feature: RawFeature,
        context: &LayerContext,
    ) -> FeatureRecord {
        let (number, id) = (feature.number, feature.id());
        let mut tell = |reason| self.tell(at.layer, Some(number), id.clone(), reason);
        let lines = match &feature.geometry {
            RawGeometry::Unusable { geometry, .. } => lines_of(geometry),
            _ => None,
        };
        let Some(mut lines) = lines else {
            tell(Reason::NotALine);
            return keep(feature);
        };
        let fits = lines
            .iter_mut()
            .all(|line| context.reprojection.transform(line).is_ok());
        if !fits {
            tell(Reason::NotTransformable);
            return keep(feature);
        }
        if !lines.iter().flatten().copied().all(is_usable) {
            tell(Reason::NotOnEarth);
            return keep(feature);
        }
        let mut values = BorderValues::read(&feature.properties, &context.mapping);
        for (attribute, value) in std::mem::take(&mut values.bad) {
            tell(Reason::BadValue { attribute, value });
        }
        self.lines.push(LineFeature {
            at,
            number,
            id,
            lines,
            values,
        });
        keep(feature)
    }

    /// Gives the borders what the lines tell of them.
    pub(super) fn match_lines(&mut self) {
        let features = std::mem::take(&mut self.lines);
        if features.is_empty() {
            return;
        }
        let attributes: Vec<BorderAttributes> = features
            .iter()
            .map(|feature| self.attributes_of(&feature.values))
            .collect();
        let matched = matched(&self.dataset, &features);
        let mut told: BTreeMap<BorderKey, &BorderAttributes> = BTreeMap::new();
        for ((feature, matched), attributes) in features.into_iter().zip(matched).zip(&attributes) {
            let mut reasons = Vec::new();
            let length_m: f64 = feature.lines.iter().map(|line| line_length_m(line)).sum();
            if matched.path.is_empty() {
                reasons.push(Reason::BorderNotFound);
            } else if matched.length_m < WHOLE * length_m {
                reasons.push(Reason::BorderInPart {
                    matched_m: matched.length_m,
                    length_m,
                });
            }
            let mut denied = false;
            for step in &matched.path {
                let known = told.entry(step.border).or_insert(attributes);
                denied |= *known != attributes;
            }
            if denied {
                reasons.push(Reason::BorderToldTwice);
            }
            for reason in reasons {
                self.tell(
                    feature.at.layer,
                    Some(feature.number),
                    feature.id.clone(),
                    reason,
                );
            }
            let record = self
                .records
                .get_mut(feature.at.layer)
                .and_then(|records| records.get_mut(feature.at.index));
            if let Some(record) = record
                && let Holds::Kept(kept) = &record.holds
            {
                record.holds = Holds::BorderLine(Arc::new(BorderLine {
                    feature: (**kept).clone(),
                    path: matched.path,
                    is_whole: matched.is_whole,
                }));
            }
        }
        self.report.told_borders = told.len();
        for (key, attributes) in told {
            self.dataset
                .borders
                .update(key, |border| border.attributes = attributes.clone());
        }
    }

    fn attributes_of(&mut self, values: &BorderValues) -> BorderAttributes {
        let decree = values.decree.as_ref().map(|number| {
            let decrees = &mut self.dataset.decrees;
            let known = decrees
                .iter()
                .find(|(_, decree)| decree.number == *number)
                .map(|(key, _)| key);
            known.unwrap_or_else(|| {
                let index = decrees.next_key().0 as usize;
                decrees.insert(Decree {
                    id: self.dataset.origin.id("decree", index),
                    number: number.clone(),
                    ..Decree::default()
                })
            })
        });
        BorderAttributes {
            status: values.status.unwrap_or_default(),
            decree,
            source: values.source.clone().unwrap_or_default(),
            accuracy_m: values.accuracy_m,
            drawn: values.drawn,
        }
    }
}

/// The borders that the lines of a feature run along.
#[derive(Default)]
struct Matched {
    path: Vec<BorderUse>,
    length_m: f64,
    /// Whether the feature is one line of nothing but these borders, vertex for vertex.
    is_whole: bool,
}

/// An edge, however it runs, by the bits of its ends.
type EdgeKey = [u64; 4];

fn edge_key(a: Position, b: Position) -> EdgeKey {
    // Adding zero makes −0 and 0 one.
    let bits = |position: Position| [(position.x + 0.0).to_bits(), (position.y + 0.0).to_bits()];
    let (a, b) = (bits(a), bits(b));
    let ([a0, a1], [b0, b1]) = if a <= b { (a, b) } else { (b, a) };
    [a0, a1, b0, b1]
}

/// Where an edge of a feature's lines is.
#[derive(Clone, Copy)]
struct LineEdge {
    feature: usize,
    /// Counted through all lines of the feature.
    place: usize,
    from: Position,
}

fn edges_of(feature: &LineFeature) -> impl Iterator<Item = [Position; 2]> + '_ {
    feature
        .lines
        .iter()
        .flat_map(|line| line.windows(2))
        .filter_map(|edge| <[Position; 2]>::try_from(edge).ok())
}

/// What each feature runs along, in its direction.
fn matched(dataset: &Dataset, features: &[LineFeature]) -> Vec<Matched> {
    let mut edges: FxHashMap<EdgeKey, Vec<LineEdge>> = FxHashMap::default();
    for (index, feature) in features.iter().enumerate() {
        for (place, [from, to]) in edges_of(feature).enumerate() {
            edges.entry(edge_key(from, to)).or_default().push(LineEdge {
                feature: index,
                place,
                from,
            });
        }
    }
    // The place in each feature at which it comes to a border, with the border.
    let mut steps: Vec<Vec<(usize, BorderUse)>> = vec![Vec::new(); features.len()];
    let mut all: Vec<Matched> = features.iter().map(|_| Matched::default()).collect();
    for (key, border) in dataset.borders.iter() {
        for (feature, (place, reversed, length_m)) in covered_by(dataset, border, features, &edges)
        {
            if let (Some(steps), Some(matched)) = (steps.get_mut(feature), all.get_mut(feature)) {
                let border = key;
                steps.push((place, BorderUse { border, reversed }));
                matched.length_m += length_m;
            }
        }
    }
    for ((feature, matched), mut steps) in features.iter().zip(&mut all).zip(steps) {
        steps.sort_unstable_by_key(|(place, step)| (*place, step.border));
        matched.path = steps.into_iter().map(|(_, step)| step).collect();
        matched.is_whole = match feature.lines.as_slice() {
            [line] => course_of(dataset, &matched.path).is_some_and(|course| {
                course.len() == line.len()
                    && course.iter().zip(line).all(|(&a, &b)| same_place(a, b))
            }),
            _ => false,
        };
        if matched.path.is_empty() {
            for line in &feature.lines {
                let tolerance_m = dataset.parameters.match_tolerance_m;
                near(dataset, line, &feature.values, tolerance_m, matched);
            }
        }
    }
    all
}

/// The features that together run along a whole border between the units that they
/// name (a line may end in the middle of one and the next go on), each with the first
/// place at which it is on the border, whether it runs against it there, and how much
/// of it it is, in metres. None where any edge is in no line.
fn covered_by(
    dataset: &Dataset,
    border: &Border,
    features: &[LineFeature],
    edges: &FxHashMap<EdgeKey, Vec<LineEdge>>,
) -> BTreeMap<usize, (usize, bool, f64)> {
    let mut covering: BTreeMap<usize, (usize, bool, f64)> = BTreeMap::new();
    let mut divided: BTreeMap<usize, bool> = BTreeMap::new();
    for edge in border.line.windows(2) {
        let [from, to] = *edge else { continue };
        let mut is_covered = false;
        for line in edges.get(&edge_key(from, to)).into_iter().flatten() {
            let fits = *divided.entry(line.feature).or_insert_with(|| {
                features
                    .get(line.feature)
                    .is_some_and(|feature| divides(dataset, border, &feature.values))
            });
            if !fits {
                continue;
            }
            is_covered = true;
            let reversed = !same_place(line.from, from);
            let of_feature = covering
                .entry(line.feature)
                .or_insert((line.place, reversed, 0.0));
            of_feature.0 = of_feature.0.min(line.place);
            of_feature.2 += distance_m(from, to);
        }
        if !is_covered {
            return BTreeMap::new();
        }
    }
    covering
}

/// Adds the borders all of whose vertices and middles of edges lie within the
/// tolerance of a line, in the order of their keys.
fn near(
    dataset: &Dataset,
    line: &[Position],
    values: &BorderValues,
    tolerance_m: f64,
    matched: &mut Matched,
) {
    let Some(extent) = Extent::around(line.iter().copied()) else {
        return;
    };
    let around = extent.grown(tolerance_m * DEGREES_A_METRE * 2.0);
    for (key, border) in dataset.borders.iter() {
        if around.holds_extent(&border.extent())
            && divides(dataset, border, values)
            && samples(&border.line).all(|at| distance_to_line_m(at, line) <= tolerance_m)
        {
            matched.path.push(BorderUse {
                border: key,
                reversed: false,
            });
            matched.length_m += border.line.length_m();
        }
    }
}

fn samples(line: &[Position]) -> impl Iterator<Item = Position> + '_ {
    let middles = line.windows(2).filter_map(|edge| match *edge {
        [from, to] => Some((from + to) / 2.0),
        _ => None,
    });
    line.iter().copied().chain(middles)
}

fn distance_to_line_m(at: Position, line: &[Position]) -> f64 {
    let plane = LocalPlane::at(at);
    line.windows(2)
        .map(|edge| match *edge {
            [from, to] => plane.distance_to_edge_m(at, from, to),
            _ => f64::INFINITY,
        })
        .fold(f64::INFINITY, f64::min)
}

/// Whether a border lies between the two units that a line names, on either side. A
/// side that the line does not name may be any.
fn divides(dataset: &Dataset, border: &Border, values: &BorderValues) -> bool {
    let has = |units: &[UnitKey], code: &Option<String>| {
        code.as_ref().is_none_or(|code| {
            units.iter().any(|&unit| {
                dataset
                    .ancestors(unit)
                    .any(|(_, unit)| is_called(unit.level, unit.code.as_deref(), code))
            })
        })
    };
    let (left, right) = (&values.left, &values.right);
    (has(&border.left, left) && has(&border.right, right))
        || (has(&border.left, right) && has(&border.right, left))
}

fn is_called(level: Level, code: Option<&str>, wanted: &str) -> bool {
    use crate::files::codes::code_key;
    code.is_some_and(|code| code_key(level, code) == code_key(level, wanted))
}
