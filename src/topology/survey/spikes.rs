//! Spikes: vertices at which a ring turns back on itself. All vertices are passed over
//! by a product of a few numbers; angles are measured where that does not decide.

use std::collections::BTreeMap;

use super::chunks::{UNITS_AT_ONCE, by_chunks};
use super::edges::{EdgeKey, Edges};
use crate::measure::LocalPlane;
use crate::model::{
    Border, BorderKey, BorderUse, Dataset, Parameters, Position, Ring, Unit, UnitKey,
};
use crate::topology::weave::position_bits;

/// How many lines are looked at by one thread in a row.
const LINES_AT_ONCE: usize = 256;

/// A vertex at which rings turn back on themselves.
#[derive(Debug, Clone, PartialEq)]
pub struct Spike {
    /// Its tip.
    pub at: Position,
    /// The vertices before and after the tip.
    pub feet: [Position; 2],
    /// The edges to the tip and from it.
    pub legs: [EdgeKey; 2],
    /// Whose rings, in the order of their keys.
    pub units: Vec<UnitKey>,
    /// The angle at the tip in degrees; 0 where the ring goes back on the same line.
    pub angle_deg: f64,
    /// How far it juts out in metres: the length of its shorter leg.
    pub length_m: f64,
    /// How wide it is at its foot in metres: how far the end of its shorter leg lies
    /// from the line of the other.
    pub foot_m: f64,
}

/// The two vertices beside a vertex of a ring, and the edges to them.
struct Turn {
    at: Position,
    feet: [Position; 2],
    legs: [EdgeKey; 2],
}

/// What makes a turn a spike.
struct Limits {
    spike_deg: f64,
    narrow_deg: f64,
    narrow_m: f64,
    /// The tangent of the larger angle, with something to spare for degrees that are
    /// not as long in every direction.
    tangent: f64,
}

impl Limits {
    fn new(parameters: &Parameters) -> Self {
        let spike_deg = parameters.spike_angle_deg.clamp(0.0, 45.0);
        let narrow_deg = parameters
            .narrow_spike_angle_deg
            .clamp(spike_deg.min(45.0), 45.0);
        Self {
            spike_deg,
            narrow_deg,
            narrow_m: parameters.sliver_width_m,
            tangent: (narrow_deg.to_radians().tan() * 1.2).max(1e-6),
        }
    }

    /// Whether the turn may be a spike, told without measuring: `east` is the length of
    /// a degree of longitude in degrees of latitude, near enough.
    fn may_be(&self, at: Position, feet: [Position; 2], east: f64) -> bool {
        let (ax, ay) = ((feet[0].x - at.x) * east, feet[0].y - at.y);
        let (bx, by) = ((feet[1].x - at.x) * east, feet[1].y - at.y);
        let along = ax * bx + ay * by;
        along > 0.0 && (ax * by - ay * bx).abs() < self.tangent * along
    }

    /// Measures the turn, and tells it if it is a spike.
    fn spike(&self, turn: &Turn, units: Vec<UnitKey>) -> Option<Spike> {
        let plane = LocalPlane::at(turn.at);
        let [a, b] = turn.feet.map(|foot| plane.metres_from_position(foot));
        let across = (a.x * b.y - a.y * b.x).abs();
        let angle_deg = angle_deg(turn.at, turn.feet);
        let (length_a, length_b) = (a.x.hypot(a.y), b.x.hypot(b.y));
        let foot_m = across / length_a.max(length_b);
        let is_spike =
            angle_deg < self.spike_deg || (angle_deg < self.narrow_deg && foot_m < self.narrow_m);
        is_spike.then(|| Spike {
            at: turn.at,
            feet: turn.feet,
            legs: turn.legs,
            units,
            angle_deg,
            length_m: length_a.min(length_b),
            foot_m,
        })
    }
}

impl Limits {
    /// The spikes between the ends of a border.
    fn in_line(
        &self,
        key: BorderKey,
        border: &Border,
        flat: &dyn Fn(BorderKey) -> bool,
    ) -> Vec<Spike> {
        let east = border.extent().centre().y.to_radians().cos();
        let mut found = Vec::new();
        for (index, vertices) in border.line.windows(3).enumerate() {
            let [before, at, after] = *vertices else {
                continue;
            };
            if !self.may_be(at, [before, after], east) || flat(key) {
                continue;
            }
            let edge = |index: usize| EdgeKey {
                border: key,
                index: index as u32,
            };
            let turn = Turn {
                at,
                feet: [before, after],
                legs: [edge(index), edge(index + 1)],
            };
            found.extend(self.spike(&turn, border.units()));
        }
        found
    }

    /// The spikes of a unit's rings where borders end.
    fn at_ends(
        &self,
        dataset: &Dataset,
        unit: UnitKey,
        flat: &dyn Fn(BorderKey) -> bool,
    ) -> Vec<Spike> {
        let mut found = Vec::new();
        let rings = dataset.units.get(unit).into_iter();
        for ring in rings.flat_map(Unit::coverage_rings) {
            each_turn(dataset, ring, |turn| {
                let east = turn.at.y.to_radians().cos();
                if self.may_be(turn.at, turn.feet, east) && !flat(turn.legs[0].border) {
                    found.extend(self.spike(&turn, vec![unit]));
                }
            });
        }
        found
    }
}

/// The angle in degrees between the ways from a vertex to two others.
pub(super) fn angle_deg(at: Position, feet: [Position; 2]) -> f64 {
    let plane = LocalPlane::at(at);
    let [a, b] = feet.map(|foot| plane.metres_from_position(foot));
    let across = (a.x * b.y - a.y * b.x).abs();
    across.atan2(a.x * b.x + a.y * b.y).to_degrees()
}

/// The spikes of the borders of `edges` and of the rings of `units` where borders end,
/// from west to east; not those of borders that are `flat`, of rings without land.
pub(super) fn spikes(
    dataset: &Dataset,
    edges: &Edges<'_>,
    units: &[UnitKey],
    flat: &(dyn Fn(BorderKey) -> bool + Sync),
) -> Vec<Spike> {
    let limits = Limits::new(&dataset.parameters);
    let in_lines = by_chunks(&edges.lines, LINES_AT_ONCE, |lines| {
        let lines = lines.iter();
        lines
            .flat_map(|&(key, border)| limits.in_line(key, border, flat))
            .collect()
    });
    let at_ends = by_chunks(units, UNITS_AT_ONCE, |units| {
        let units = units.iter();
        units
            .flat_map(|&unit| limits.at_ends(dataset, unit, flat))
            .collect()
    });
    let mut found: BTreeMap<Name, Spike> = BTreeMap::new();
    for spike in in_lines.into_iter().chain(at_ends) {
        add(&mut found, spike);
    }
    let mut spikes: Vec<Spike> = found.into_values().collect();
    spikes.sort_by(|a, b| {
        (a.at.x.total_cmp(&b.at.x))
            .then(a.at.y.total_cmp(&b.at.y))
            .then_with(|| a.legs.cmp(&b.legs))
    });
    spikes
}

/// A spike by its tip and feet.
type Name = [(u64, u64); 3];

fn add(found: &mut BTreeMap<Name, Spike>, spike: Spike) {
    let mut feet = spike.feet.map(position_bits);
    feet.sort_unstable();
    let name = [position_bits(spike.at), feet[0], feet[1]];
    match found.entry(name) {
        std::collections::btree_map::Entry::Vacant(place) => {
            place.insert(spike);
        }
        std::collections::btree_map::Entry::Occupied(mut known) => {
            let units = &mut known.get_mut().units;
            units.extend(spike.units);
            units.sort_unstable();
            units.dedup();
        }
    }
}

/// The turns of a ring where its uses of borders begin.
fn each_turn(dataset: &Dataset, ring: &Ring, mut each: impl FnMut(Turn)) {
    let steps = &ring.path;
    for (index, &step) in steps.iter().enumerate() {
        let before = steps[(index + steps.len() - 1) % steps.len()];
        let (Some(into), Some(out)) = (way_out(dataset, before), way_in(dataset, step)) else {
            continue;
        };
        each(Turn {
            at: out.0,
            feet: [into.0, out.1],
            legs: [into.1, out.2],
        });
    }
}

/// The last vertex but one of a use of a border, and the last edge.
fn way_out(dataset: &Dataset, step: BorderUse) -> Option<(Position, EdgeKey)> {
    let back = BorderUse {
        reversed: !step.reversed,
        ..step
    };
    way_in(dataset, back).map(|(_, second, edge)| (second, edge))
}

/// The first and second vertices of a use of a border, and the first edge.
fn way_in(dataset: &Dataset, step: BorderUse) -> Option<(Position, Position, EdgeKey)> {
    let line = &dataset.borders.get(step.border)?.line;
    let last = line.len().checked_sub(1).filter(|&last| last > 0)?;
    let (first, second, edge) = if step.reversed {
        (line[last], line[last - 1], last - 1)
    } else {
        (line[0], line[1], 0)
    };
    let edge = EdgeKey {
        border: step.border,
        index: edge as u32,
    };
    Some((first, second, edge))
}
