//! Random coverages with faults, settlements and what lies over them.

use marz::model::{
    Centre, Dataset, Key, Land, Level, Origin, Overlay, OverlayKind, PlainPolygon, PlainRing,
    PlainRole, Position, Settlement, SettlementKind, Unit, UnitKey,
};
use marz::topology::{Snapshot, weave_dataset};
use proptest::prelude::*;

/// Cells on a side of the coverage.
pub const SIDE: usize = 6;
pub const STEP_DEG: f64 = 0.01;

/// What a random coverage is made of.
#[derive(Debug, Clone)]
pub struct Plan {
    /// By how much each vertex of the lattice is off its place.
    pub shake: Vec<(f64, f64)>,
    /// Cells' own vertices that are elsewhere: cell, which of its eight, by how much.
    pub faults: Vec<(usize, usize, f64, f64)>,
    /// Cells that are left out.
    pub holes: Vec<usize>,
    pub settlements: Vec<(f64, f64, usize)>,
    /// Boxes over the coverage: where, how wide and high, of which kind.
    pub overlays: Vec<(f64, f64, f64, f64, usize)>,
}

pub fn plan() -> impl Strategy<Value = Plan> {
    let lattice = (SIDE * 2 + 1) * (SIDE * 2 + 1);
    let off = || -0.3..0.3_f64;
    (
        prop::collection::vec((off(), off()), lattice),
        prop::collection::vec(
            (0..SIDE * SIDE, 0..8_usize, -0.8..0.8_f64, -0.8..0.8_f64),
            0..4,
        ),
        prop::collection::vec(0..SIDE * SIDE, 0..3),
        prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64, 0..SIDE * SIDE), 20..60),
        prop::collection::vec(
            (
                0.0..1.0_f64,
                0.0..1.0_f64,
                0.05..0.5_f64,
                0.05..0.5_f64,
                0..7_usize,
            ),
            0..6,
        ),
    )
        .prop_map(|(shake, faults, holes, settlements, overlays)| Plan {
            shake,
            faults,
            holes,
            settlements,
            overlays,
        })
}

fn polygon(ring: Vec<Position>) -> Land {
    let mut ring = ring;
    ring.push(ring[0]);
    Land::Plain {
        polygons: [PlainPolygon {
            rings: vec![PlainRing {
                positions: ring.into(),
                heights_m: None,
            }],
        }]
        .into(),
        role: PlainRole::Pending,
    }
}

fn add_unit(dataset: &mut Dataset, level: Level, parent: Option<UnitKey>, code: &str) -> UnitKey {
    let id = dataset.origin.id("unit", dataset.units.next_key().index());
    let mut unit = Unit::new(id, level, format!("واحد {code}"));
    unit.parent = parent;
    unit.code = Some(code.to_owned());
    dataset.units.insert(unit)
}

/// The coverage: rural districts in districts of three by three in two counties of a
/// province; districts have polygons of their own.
pub fn snapshot_of(plan: &Plan) -> Snapshot {
    let count = SIDE * 2 + 1;
    let at = |column: usize, row: usize| {
        let is_inner = column > 0 && row > 0 && column + 1 < count && row + 1 < count;
        let (dx, dy) = if is_inner {
            plan.shake[row * count + column]
        } else {
            (0.0, 0.0)
        };
        Position {
            x: 48.0 + (column as f64 + dx) * STEP_DEG / 2.0,
            y: 33.0 + (row as f64 + dy) * STEP_DEG / 2.0,
        }
    };
    let mut dataset = Dataset::new(Origin::of_content(b"incremental"), "");
    let province = add_unit(&mut dataset, Level::Province, None, "15");
    let mut leaves = Vec::new();
    for county in 0..2 {
        let county_key = add_unit(
            &mut dataset,
            Level::County,
            Some(province),
            &format!("150{county}"),
        );
        for district in 0..2 {
            let code = format!("150{county}0{district}");
            let district_key = add_unit(&mut dataset, Level::District, Some(county_key), &code);
            let (west, south) = (county * SIDE, district * SIDE);
            let mut ring: Vec<Position> = (0..SIDE).map(|step| at(west + step, south)).collect();
            ring.extend((0..SIDE).map(|step| at(west + SIDE, south + step)));
            ring.extend((0..SIDE).map(|step| at(west + SIDE - step, south + SIDE)));
            ring.extend((0..SIDE).map(|step| at(west, south + SIDE - step)));
            dataset
                .units
                .update(district_key, |unit| unit.land = polygon(ring.clone()));
            for row in 0..SIDE / 2 {
                for column in 0..SIDE / 2 {
                    let (x, y) = (west + column * 2, south + row * 2);
                    let mut cell = [
                        (0, 0),
                        (1, 0),
                        (2, 0),
                        (2, 1),
                        (2, 2),
                        (1, 2),
                        (0, 2),
                        (0, 1),
                    ]
                    .map(|(dx, dy)| at(x + dx, y + dy));
                    for &(_, vertex, dx, dy) in
                        plan.faults.iter().filter(|fault| fault.0 == leaves.len())
                    {
                        cell[vertex].x += dx * STEP_DEG;
                        cell[vertex].y += dy * STEP_DEG;
                    }
                    let leaf = add_unit(
                        &mut dataset,
                        Level::RuralDistrict,
                        Some(district_key),
                        &format!("{code}{:04}", leaves.len() + 1),
                    );
                    if !plan.holes.contains(&leaves.len()) {
                        dataset
                            .units
                            .update(leaf, |unit| unit.land = polygon(cell.into()));
                    }
                    leaves.push(leaf);
                }
            }
        }
    }
    for (index, &(x, y, leaf)) in plan.settlements.iter().enumerate() {
        let settlement = Settlement {
            id: dataset.origin.id("settlement", index),
            kind: [SettlementKind::Village, SettlementKind::Farm][index % 2],
            // Every seventh has the code of another.
            code: Some(format!(
                "{:06}",
                if index % 7 == 6 { index - 1 } else { index }
            )),
            name: ["ده", "ده\u{200c} ", ""][index % 3].to_owned(),
            parent: (index % 11 != 0).then(|| leaves[leaf]),
            parent_reference: Default::default(),
            village: None,
            position: Some(Position {
                x: 48.0 + x * STEP_DEG * SIDE as f64,
                y: 33.0 + y * STEP_DEG * SIDE as f64,
            }),
            height_m: None,
            limits: Vec::new(),
            populations: Default::default(),
            layer: None,
            properties: Default::default(),
            life: Default::default(),
        };
        let key = dataset.settlements.insert(settlement);
        if index < leaves.len() {
            dataset.units.update(leaves[index], |unit| {
                unit.centre = Some(Centre {
                    settlement: Some(key),
                    ..Centre::default()
                });
            });
        }
    }
    for (index, &(x, y, width, height, kind)) in plan.overlays.iter().enumerate() {
        let id = dataset.origin.id("overlay", index);
        dataset
            .overlays
            .insert(overlay(id, [x, y, width, height], kind));
    }
    weave_dataset(&mut dataset);
    Snapshot::new(dataset)
}

/// A box over the coverage; village limits and harims belong to the settlement of a code.
fn overlay(id: uuid::Uuid, [x, y, width, height]: [f64; 4], kind: usize) -> Overlay {
    const KINDS: [OverlayKind; 7] = [
        OverlayKind::Harim,
        OverlayKind::CityLimits,
        OverlayKind::VillageLimits,
        OverlayKind::Constituency,
        OverlayKind::Submission,
        OverlayKind::Lake,
        OverlayKind::Sea,
    ];
    let size = STEP_DEG * SIDE as f64;
    let (west, south) = (48.0 + x * size, 33.0 + y * size);
    let (east, north) = (west + width * size, south + height * size);
    let corners = [(west, south), (east, south), (east, north), (west, north)];
    let ring = corners.map(|(x, y)| Position { x, y });
    let Land::Plain { polygons, .. } = polygon(ring.into()) else {
        panic!("it is plain")
    };
    let kind = KINDS[kind];
    Overlay {
        name: format!("{} {x:.2}", kind.name()),
        of_code: Some(format!("{:06}", (x * 40.0) as usize)),
        party: (kind == OverlayKind::Submission).then(|| format!("{:.0}", y * 2.0)),
        level: (kind == OverlayKind::Submission).then_some(Level::County),
        polygons,
        ..Overlay::new(id, kind)
    }
}
