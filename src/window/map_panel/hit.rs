//! What lies under a point of the screen: the stack of units, the nearest settlement,
//! vertex or border, all through the R-trees.

use std::collections::BTreeSet;

use egui::{Pos2, Rect, Vec2};

use crate::model::{
    BorderKey, Dataset, Extent, Land, Level, Position, SettlementKey, SettlementKind, UnitKey,
    same_place,
};
use crate::topology::{Snapshot, land_contains, polygons_contain, unit_leaves};
use crate::window::dialogs::is_dialog_open;
use crate::window::map::MapView;
use crate::window::text::is_typing;
use crate::window::view_state::Levels;

/// Whether keys that are pressed are the map's: it has the keyboard or nobody has, and no
/// text is being typed.
pub(super) fn has_keys(ctx: &egui::Context, response: &egui::Response) -> bool {
    let is_free = ctx.memory(|memory| memory.focused().is_none()) && !is_dialog_open(ctx);
    !is_typing(ctx) && (is_free || response.has_focus())
}

/// Where a position is drawn.
pub(super) fn on_screen(view: &MapView, position: Position) -> Pos2 {
    view.screen_from_lonlat([position.x, position.y])
}

/// The position under a point of the screen.
pub(super) fn position_at(view: &MapView, point: Pos2) -> Position {
    let [x, y] = view.lonlat_from_screen(point);
    Position { x, y }
}

/// The box of degrees of a part of the screen.
pub(super) fn extent_of(view: &MapView, rect: Rect) -> Extent {
    Extent {
        min: position_at(view, rect.left_bottom()),
        max: position_at(view, rect.right_top()),
    }
}

fn around(view: &MapView, point: Pos2, reach: f32) -> Extent {
    extent_of(
        view,
        Rect::from_center_size(point, Vec2::splat(2.0 * reach)),
    )
}

/// The units at a position, lowest level first: a city that is drawn over, then the leaf
/// and all above it.
pub(super) fn stack_at(snapshot: &Snapshot, position: Position) -> Vec<UnitKey> {
    let dataset = &snapshot.dataset;
    let mut stack = Vec::new();
    for key in snapshot.index.units_near(Extent::at(position)) {
        let Some(unit) = dataset.units.get(key) else {
            continue;
        };
        match &unit.land {
            Land::Coverage(_) if land_contains(dataset, key, position) => {
                stack.extend(dataset.ancestors(key).map(|(key, _)| key));
            }
            Land::Plain { polygons, .. }
                if unit.level == Level::City && polygons_contain(polygons, position) =>
            {
                stack.push(key);
            }
            _ => {}
        }
    }
    let level = |key: &UnitKey| dataset.units.get(*key).map(|unit| unit.level);
    stack.sort_by_key(|key| (std::cmp::Reverse(level(key)), *key));
    stack.dedup();
    stack
}

/// The settlement whose symbol is under the pointer, of those that are drawn at this scale.
pub(super) fn settlement_at(
    snapshot: &Snapshot,
    view: &MapView,
    pointer: Pos2,
    levels: &Levels,
) -> Option<SettlementKey> {
    let scale = view.scale_denominator();
    let is_drawn = |kind: SettlementKind| {
        let to_scale = match kind {
            SettlementKind::Village => 260_000.0,
            SettlementKind::Farm | SettlementKind::Place => 90_000.0,
        };
        levels.visible.contains(&kind.level()) && scale <= to_scale
    };
    snapshot
        .index
        .settlements_near(around(view, pointer, 6.0))
        .filter_map(|key| {
            let settlement = snapshot.dataset.settlements.get(key)?;
            let at = on_screen(view, settlement.position?);
            is_drawn(settlement.kind).then_some((key, (at - pointer).length()))
        })
        .filter(|(_, distance)| *distance <= 6.0)
        .min_by(|one, other| one.1.total_cmp(&other.1))
        .map(|(key, _)| key)
}

/// The vertex nearest to a point of the screen within `reach` points.
pub(super) fn vertex_at(
    snapshot: &Snapshot,
    view: &MapView,
    point: Pos2,
    reach: f32,
) -> Option<Position> {
    let near = around(view, point, reach);
    snapshot
        .index
        .borders_near(near)
        .filter_map(|key| snapshot.dataset.borders.get(key))
        .flat_map(|border| border.line.iter().copied())
        .filter(|vertex| near.holds(*vertex))
        .map(|vertex| (vertex, (on_screen(view, vertex) - point).length()))
        .filter(|(_, distance)| *distance <= reach)
        .min_by(|one, other| one.1.total_cmp(&other.1))
        .map(|(vertex, _)| vertex)
}

/// The border nearest to a point of the screen within `reach` points.
pub(super) fn border_at(
    snapshot: &Snapshot,
    view: &MapView,
    point: Pos2,
    reach: f32,
) -> Option<BorderKey> {
    let near = around(view, point, reach);
    let mut best: Option<(f32, BorderKey)> = None;
    for key in snapshot.index.borders_near(near) {
        let Some(border) = snapshot.dataset.borders.get(key) else {
            continue;
        };
        for edge in border.line.windows(2) {
            let edge_extent = Extent::at(edge[0]).union(Extent::at(edge[1]));
            if !edge_extent.meets(&near) {
                continue;
            }
            let (from, to) = (on_screen(view, edge[0]), on_screen(view, edge[1]));
            let distance = distance_to_edge(point, from, to);
            if distance <= reach && best.is_none_or(|(known, _)| distance < known) {
                best = Some((distance, key));
            }
        }
    }
    best.map(|(_, key)| key)
}

fn distance_to_edge(point: Pos2, from: Pos2, to: Pos2) -> f32 {
    let edge = to - from;
    let along = if edge.length_sq() > 0.0 {
        ((point - from).dot(edge) / edge.length_sq()).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (point - (from + along * edge)).length()
}

/// A vertex as it is shown for editing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ShownVertex {
    pub at: Position,
    pub is_junction: bool,
}

/// Most vertices that are shown at a time: more would hide the line.
const MOST_SHOWN: usize = 1_200;

/// The vertices of borders in sight, along each border in turn; every junction once.
/// Nothing where there are too many to tell apart.
pub(super) fn vertices_in_sight(
    dataset: &Dataset,
    borders: impl IntoIterator<Item = BorderKey>,
    sight: &Extent,
) -> Vec<ShownVertex> {
    let mut shown: Vec<ShownVertex> = Vec::new();
    let mut junctions: Vec<Position> = Vec::new();
    for border in borders
        .into_iter()
        .filter_map(|key| dataset.borders.get(key))
    {
        if !border.extent().meets(sight) {
            continue;
        }
        let last = border.line.len().saturating_sub(1);
        for (number, at) in border.line.iter().copied().enumerate() {
            let is_junction = number == 0 || number == last;
            if !sight.holds(at) {
                continue;
            }
            if is_junction {
                if junctions.iter().any(|known| same_place(*known, at)) {
                    continue;
                }
                junctions.push(at);
            }
            shown.push(ShownVertex { at, is_junction });
            if shown.len() > MOST_SHOWN {
                return Vec::new();
            }
        }
    }
    shown
}

/// The borders around a unit's land, in the order of the rings where it is a leaf.
pub(super) fn borders_around(dataset: &Dataset, unit: UnitKey) -> Vec<BorderKey> {
    let leaves: BTreeSet<UnitKey> = unit_leaves(dataset, unit).into_iter().collect();
    let mut seen = BTreeSet::new();
    leaves
        .iter()
        .filter_map(|leaf| dataset.units.get(*leaf))
        .flat_map(|leaf| leaf.coverage_rings())
        .flat_map(|ring| ring.path.iter())
        .map(|step| step.border)
        .filter(|key| {
            let Some(border) = dataset.borders.get(*key) else {
                return false;
            };
            let inside = |units: &[UnitKey]| units.iter().any(|unit| leaves.contains(unit));
            inside(&border.left) != inside(&border.right) && seen.insert(*key)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;

    #[test]
    fn an_edge_is_as_far_as_its_nearest_point() {
        let (from, to) = (pos2(0.0, 0.0), pos2(10.0, 0.0));
        assert_eq!(distance_to_edge(pos2(5.0, 3.0), from, to), 3.0);
        assert_eq!(distance_to_edge(pos2(13.0, 4.0), from, to), 5.0);
        assert_eq!(distance_to_edge(pos2(3.0, 4.0), from, from), 5.0);
    }
}
