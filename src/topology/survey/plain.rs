//! Polygons outside the coverage, each looked at by itself: a parent's own polygon, a
//! city drawn over the rural districts.

use super::contacts::find_contacts;
use super::edges::Edges;
use super::loops::{SelfCrossing, self_crossings};
use super::vertices::{RepeatedVertex, repeated_vertices};
use crate::model::{Dataset, Land, PlainRole, Unit, UnitKey};
use crate::topology::weave_dataset;

/// What is wrong with a polygon in itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlainSurvey {
    /// Where its rings cross themselves or each other, from west to east.
    pub self_crossings: Vec<SelfCrossing>,
    /// Vertices written more than once in a row, from west to east.
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
    let mut only = Unit::new(uuid::Uuid::nil(), crate::model::Level::Province, "");
    only.land = Land::Plain {
        polygons: polygons.clone(),
        role: PlainRole::Pending,
    };
    let key = alone.units.insert(only);
    weave_dataset(&mut alone);
    let edges = Edges::all(&alone);
    let contacts = find_contacts(&edges, cancel)?;
    let mut found = PlainSurvey {
        self_crossings: self_crossings(&alone, &edges, &contacts, &[key]),
        repeated: repeated_vertices(&alone, &[key]),
    };
    for crossing in &mut found.self_crossings {
        crossing.units = vec![unit];
    }
    for vertex in &mut found.repeated {
        vertex.units = vec![unit];
    }
    Some(found)
}
