//! Lines that tell attributes of borders, matched with the borders that the polygons
//! gave. A line matches a border that it runs along between the two units it names:
//! vertex for vertex, or, where it has no vertex in common, as one that was drawn or
//! transformed apart would, within `match_tolerance_m`.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Import;
use super::entities::{FeaturePlace, LayerContext, keep};
use crate::files::border_lines::{BorderValues, lines_of};
use crate::files::raw::{RawFeature, RawGeometry};
use crate::files::report::Reason;
use crate::measure::{LocalPlane, line_length_m};
use crate::model::{
    Border, BorderAttributes, BorderKey, BorderLine, BorderUse, Dataset, Decree, Extent,
    FeatureRecord, Holds, Level, Life, Position, UnitKey, is_usable, same_place,
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

/// How far a line may leave the course of a border, of its own length, and still be
/// told to match as a whole.
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
        let matcher = Matcher::new(&self.dataset);
        let matched: Vec<Matched> = features
            .iter()
            .map(|feature| matcher.matched(&self.dataset, feature))
            .collect();
        let mut told: BTreeMap<BorderKey, BorderAttributes> = BTreeMap::new();
        for (feature, matched) in features.into_iter().zip(matched) {
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
            let attributes = self.attributes_of(&feature.values);
            let mut denied = false;
            for step in &matched.path {
                let known = told
                    .entry(step.border)
                    .or_insert_with(|| attributes.clone());
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
                .update(key, |border| border.attributes = attributes);
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
                    date: None,
                    authority: String::new(),
                    subject: String::new(),
                    life: Life::default(),
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

/// The borders that a line runs along.
struct Matched {
    path: Vec<BorderUse>,
    length_m: f64,
    /// Whether the line is nothing but these borders, vertex for vertex.
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

/// Borders by their first and their last edge.
struct Matcher {
    by_end: FxHashMap<EdgeKey, Vec<BorderUse>>,
    tolerance_m: f64,
}

impl Matcher {
    fn new(dataset: &Dataset) -> Self {
        let mut by_end: FxHashMap<EdgeKey, Vec<BorderUse>> = FxHashMap::default();
        for (key, border) in dataset.borders.iter() {
            let ends = [
                border.line.first_chunk::<2>(),
                border.line.last_chunk::<2>(),
            ];
            for (end, reversed) in ends.into_iter().zip([false, true]) {
                if let Some(&[from, to]) = end {
                    by_end
                        .entry(edge_key(from, to))
                        .or_default()
                        .push(BorderUse {
                            border: key,
                            reversed,
                        });
                }
            }
        }
        Self {
            by_end,
            tolerance_m: dataset.parameters.match_tolerance_m,
        }
    }

    fn matched(&self, dataset: &Dataset, feature: &LineFeature) -> Matched {
        let mut matched = Matched {
            path: Vec::new(),
            length_m: 0.0,
            is_whole: feature.lines.len() == 1,
        };
        for line in &feature.lines {
            let before = matched.path.len();
            self.along(dataset, line, &feature.values, &mut matched);
            if matched.path.len() == before {
                matched.is_whole = false;
                near(
                    dataset,
                    line,
                    &feature.values,
                    self.tolerance_m,
                    &mut matched,
                );
            }
        }
        matched
    }

    /// Follows a line vertex for vertex.
    fn along(
        &self,
        dataset: &Dataset,
        line: &[Position],
        values: &BorderValues,
        matched: &mut Matched,
    ) {
        let mut at = 0;
        while let Some(&[from, to]) = line.get(at..).and_then(<[Position]>::first_chunk::<2>) {
            let candidates = self.by_end.get(&edge_key(from, to));
            let found = candidates.into_iter().flatten().find_map(|step| {
                let border = dataset.borders.get(step.border)?;
                let stretch = line.get(at..at + border.line.len())?;
                let runs = if step.reversed {
                    same_line(stretch, border.line.iter().rev())
                } else {
                    same_line(stretch, border.line.iter())
                };
                (runs && divides(dataset, border, values)).then_some((*step, border))
            });
            match found {
                Some((step, border)) => {
                    matched.path.push(step);
                    matched.length_m += border.line.length_m();
                    at += border.line.len() - 1;
                }
                None => {
                    matched.is_whole = false;
                    at += 1;
                }
            }
        }
    }
}

fn same_line<'a>(line: &[Position], mut border: impl Iterator<Item = &'a Position>) -> bool {
    line.iter()
        .all(|&at| border.next().is_some_and(|&vertex| same_place(at, vertex)))
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
