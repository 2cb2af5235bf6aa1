//! Polygons outside the coverage, each looked at by itself: a parent's own polygon, a
//! city drawn over the rural districts.

use super::contacts::find_contacts;
use super::edges::Edges;
use super::loops::{SelfCrossing, SelfTouch};
use super::rings::RingFaults;
use super::shape::{DegenerateRing, MisnestedRing, UndersizedPolygon};
use super::spikes::Spike;
use super::vertices::{RepeatedVertex, repeated_vertices};
use crate::model::{Dataset, Land, PlainRole, Unit, UnitKey};
use crate::topology::weave_dataset;

/// What is wrong with a polygon in itself, each list from west to east or in the order
/// of its rings.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlainSurvey {
    /// Where its rings cross themselves or each other.
    pub self_crossings: Vec<SelfCrossing>,
    /// Where a ring touches itself, or its rings so that it falls apart.
    pub self_touches: Vec<SelfTouch>,
    /// Vertices at which its rings turn back on themselves.
    pub spikes: Vec<Spike>,
    /// Rings that span no land.
    pub degenerate: Vec<DegenerateRing>,
    /// Rings that lie wrong in each other.
    pub misnested: Vec<MisnestedRing>,
    /// Polygons under the minimum area.
    pub undersized: Vec<UndersizedPolygon>,
    /// Vertices written more than once in a row.
    pub repeated: Vec<RepeatedVertex>,
}

/// Surveys a unit's polygon outside the coverage by itself. Nothing is wrong with a
/// unit that has none, and a polygon that cannot be used is another kind of fault;
/// nothing at all comes back where `cancel` said so meanwhile.
pub fn survey_plain(
    dataset: &Dataset,
    unit: UnitKey,
    cancel: &dyn Fn() -> bool,
) -> Option<PlainSurvey> {
    let Some(Land::Plain { polygons, role }) = dataset.units.get(unit).map(|unit| &unit.land)
    else {
        return Some(PlainSurvey::default());
    };
    if !matches!(role, PlainRole::Reference | PlainRole::Over) {
        return Some(PlainSurvey::default());
    }
    // Alone in a data set it is a leaf, and is woven and looked at like any other.
    let mut alone = Dataset::new(dataset.origin, "");
    alone.parameters = dataset.parameters.clone();
    let mut only = Unit::new(uuid::Uuid::nil(), crate::model::Level::Province, "");
    only.land = Land::Plain {
        polygons: polygons.clone(),
        role: PlainRole::Pending,
    };
    let key = alone.units.insert(only);
    weave_dataset(&mut alone);
    let edges = Edges::all(&alone);
    let contacts = find_contacts(&edges, cancel)?;
    let faults = RingFaults::find(&alone, &edges, &contacts, &[key]);
    let mut found = PlainSurvey {
        self_crossings: faults.loops.crossings,
        self_touches: faults.loops.touches,
        spikes: faults.spikes,
        degenerate: faults.degenerate,
        misnested: faults.misnested,
        undersized: faults.undersized,
        repeated: repeated_vertices(&alone, &[key]),
    };
    found.name(unit);
    Some(found)
}

impl PlainSurvey {
    /// Says whose polygon it was; in the data set that it was alone in it had another
    /// key.
    fn name(&mut self, unit: UnitKey) {
        for crossing in &mut self.self_crossings {
            crossing.units = vec![unit];
        }
        for touch in &mut self.self_touches {
            touch.units = vec![unit];
        }
        for spike in &mut self.spikes {
            spike.units = vec![unit];
        }
        for ring in &mut self.degenerate {
            ring.unit = unit;
        }
        for ring in &mut self.misnested {
            ring.unit = unit;
        }
        for polygon in &mut self.undersized {
            polygon.unit = unit;
        }
        for vertex in &mut self.repeated {
            vertex.units = vec![unit];
        }
    }
}
