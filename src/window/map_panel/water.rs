//! Seas and lakes on the map: their land in the colour of water, their shores, and which
//! borders of the coverage run along the sea.

use std::collections::HashSet;

use super::scene::{COAST, WATER};
use crate::model::{Border, BorderKey, Dataset, Extent, Overlay, OverlayKind, Position};
use crate::topology::polygons_contain;
use crate::window::map::{FillInput, LineInput, RingInput, Scene};

/// How many vertices of a border are asked whether they are at the sea.
const ASKED: usize = 24;
/// How far from a vertex the sea is looked for, in degrees: coverages and seas are
/// seldom drawn from one source.
const NEAR_DEG: f64 = 0.01;

/// The borders with one empty side of whose vertices more than half are at a sea.
pub(super) fn coasts(dataset: &Dataset) -> HashSet<BorderKey> {
    let seas: Vec<(&Overlay, Extent)> = (dataset.overlays.iter())
        .filter(|(_, overlay)| overlay.kind == OverlayKind::Sea)
        .filter_map(|(_, overlay)| Some((overlay, overlay.extent()?.grown(NEAR_DEG))))
        .collect();
    if seas.is_empty() {
        return HashSet::new();
    }
    let is_outer = |border: &Border| border.left.is_empty() != border.right.is_empty();
    let is_at_sea = |at: Position| {
        let around = [
            (0.0, 0.0),
            (NEAR_DEG, 0.0),
            (-NEAR_DEG, 0.0),
            (0.0, NEAR_DEG),
            (0.0, -NEAR_DEG),
        ];
        seas.iter().any(|(sea, extent)| {
            let holds =
                |(x, y): (f64, f64)| polygons_contain(&sea.polygons, at + Position { x, y });
            extent.holds(at) && around.into_iter().any(holds)
        })
    };
    let runs_along = |border: &Border| {
        let step = (border.line.len() / ASKED).max(1);
        let asked: Vec<Position> = border.line.iter().copied().step_by(step).collect();
        let at_sea = asked.iter().filter(|at| is_at_sea(**at)).count();
        2 * at_sea > asked.len()
    };
    (dataset.borders.iter())
        .filter(|(_, border)| is_outer(border) && runs_along(border))
        .map(|(key, _)| key)
        .collect()
}

/// Adds the fills and shores of water, with keys from `first_key` on.
pub(super) fn add_water(dataset: &Dataset, scene: &mut Scene, first_key: u32, layer: u8) {
    let waters = dataset.overlays.iter().map(|(_, overlay)| overlay);
    let mut next_line = first_key;
    for (key, water) in (first_key..).zip(waters.filter(|it| it.kind.allows_gaps())) {
        let rings = |rings: &[crate::model::PlainRing]| -> Vec<RingInput> {
            let coords = |ring: &crate::model::PlainRing| {
                let usable = ring
                    .positions
                    .iter()
                    .filter(|at| crate::model::is_usable(**at));
                RingInput::Coords(usable.map(|at| [at.x, at.y]).collect())
            };
            rings.iter().map(coords).collect()
        };
        scene.fills.push(FillInput {
            key,
            class: WATER,
            layer,
            polygons: water.polygons.iter().map(|it| rings(&it.rings)).collect(),
        });
        for ring in water.polygons.iter().flat_map(|polygon| &polygon.rings) {
            let mut coords: Vec<[f64; 2]> = ring.positions.iter().map(|at| [at.x, at.y]).collect();
            if coords.first() != coords.last() {
                coords.extend(coords.first().copied());
            }
            scene.lines.push(LineInput {
                key: next_line,
                class: COAST,
                coords: coords.into(),
                weights: None,
            });
            next_line += 1;
        }
    }
}
