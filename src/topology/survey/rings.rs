//! All that is wrong with the rings of units by themselves, looked for in one order:
//! rings without land and rings that lie wrong are told as such and not once more for
//! what follows from it.

use rustc_hash::FxHashSet;

use super::chunks::{UNITS_AT_ONCE, by_chunks};
use super::contacts::Contact;
use super::edges::Edges;
use super::loops::{Known, Loops, loops};
use super::shape::{
    DegenerateRing, MisnestedRing, RoughAreas, UndersizedPolygon, degenerate_rings,
    misnested_rings, rings_of, undersized_polygons,
};
use super::spikes::{Spike, spikes};
use crate::model::{BorderKey, Dataset, Land, UnitKey};
use crate::topology::weave::position_bits;

/// What is wrong with rings.
#[derive(Default)]
pub(super) struct RingFaults {
    pub degenerate: Vec<DegenerateRing>,
    pub misnested: Vec<MisnestedRing>,
    pub undersized: Vec<UndersizedPolygon>,
    pub spikes: Vec<Spike>,
    pub loops: Loops,
    /// The borders of which every use is one of a ring without land.
    pub flat: FxHashSet<BorderKey>,
}

/// What is wrong with the rings of some units, each ring by itself or with others of its
/// unit.
#[derive(Default)]
struct OfShape {
    degenerate: Vec<DegenerateRing>,
    misnested: Vec<MisnestedRing>,
    undersized: Vec<UndersizedPolygon>,
}

impl OfShape {
    fn find(dataset: &Dataset, units: &[UnitKey]) -> Self {
        let mut rough = RoughAreas::default();
        let mut found = Self::default();
        let minimum_m2 = dataset.parameters.minimum_area_m2;
        for &unit in units {
            let flat = degenerate_rings(dataset, unit, &mut rough);
            found.degenerate.extend(flat);
            let small = undersized_polygons(dataset, unit, minimum_m2, &mut rough);
            found.undersized.extend(small);
            found.misnested.extend(misnested_rings(dataset, unit));
        }
        found
    }
}

impl RingFaults {
    /// Looks at the rings of `units`, whose borders `edges` holds.
    pub fn find(
        dataset: &Dataset,
        edges: &Edges<'_>,
        contacts: &[Contact],
        units: &[UnitKey],
    ) -> Self {
        let of_shape = by_chunks(units, UNITS_AT_ONCE, |units| {
            vec![OfShape::find(dataset, units)]
        });
        let mut shape = OfShape::default();
        for of_chunk in of_shape {
            shape.degenerate.extend(of_chunk.degenerate);
            shape.misnested.extend(of_chunk.misnested);
            shape.undersized.extend(of_chunk.undersized);
        }
        let OfShape {
            degenerate,
            mut misnested,
            undersized,
        } = shape;
        misnested.retain(|ring| {
            let mut flat = degenerate.iter();
            !flat.any(|flat| (flat.unit, flat.ring) == (ring.unit, ring.ring))
        });
        let flat = flat_borders(dataset, &degenerate);
        let mut spikes = spikes(dataset, edges, units, &|border| flat.contains(&border));
        let known = Known {
            degenerate: &degenerate,
            misnested: &misnested,
            spikes: &spikes,
        };
        let loops = loops(dataset, edges, contacts, units, &known);
        for spike in &mut spikes {
            let tip = position_bits(spike.at);
            spike
                .units
                .retain(|&unit| !loops.exchanged.contains(&(unit, tip)));
        }
        spikes.retain(|spike| !spike.units.is_empty());
        Self {
            degenerate,
            misnested,
            undersized,
            spikes,
            loops,
            flat,
        }
    }
}

/// The borders that only rings without land use.
fn flat_borders(dataset: &Dataset, degenerate: &[DegenerateRing]) -> FxHashSet<BorderKey> {
    let mut flat = FxHashSet::default();
    let mut others = FxHashSet::default();
    for of_unit in degenerate.chunk_by(|a, b| a.unit == b.unit) {
        let Some(unit) = of_unit.first().map(|ring| ring.unit) else {
            continue;
        };
        let Some(Land::Coverage(parts)) = dataset.units.get(unit).map(|unit| &unit.land) else {
            continue;
        };
        for (at, ring) in rings_of(parts) {
            let is_flat = of_unit.iter().any(|found| found.ring == at);
            let borders = ring.path.iter().map(|step| step.border);
            // Nobody else has it on a side.
            let alone = |key: &BorderKey| {
                (dataset.borders.get(*key)).is_some_and(|border| border.units() == [unit])
            };
            if is_flat {
                flat.extend(borders.filter(alone));
            } else {
                others.extend(borders);
            }
        }
    }
    flat.retain(|border| !others.contains(border));
    flat
}
