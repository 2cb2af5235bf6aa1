//! Names of the units that are larger than the view: their own place may lie far outside,
//! and whoever looks at a border closely still wants to know whose land is on which side.

use std::collections::BTreeMap;

use egui::{Pos2, Rect, pos2};

use super::hit::{position_at, stack_at};
use super::names::class_of;
use crate::model::{Level, UnitKey};
use crate::topology::Snapshot;
use crate::window::map::{LabelAnchor, LabelInput, MapView};
use crate::window::view_state::Levels;

/// The n of 1:n up to which they are looked for: beyond, names have room of their own.
const TO_SCALE: f64 = 250_000.0;
/// At how many places of the view units are asked for, from side to side and from top to
/// bottom.
const PLACES: [usize; 2] = [9, 6];
/// A unit in sight at fewer of them has no room for its name.
const LEAST_PLACES: usize = 3;

/// A name for each unit of the lowest level in sight, where most of it is seen.
pub(super) fn names_in_sight(
    snapshot: &Snapshot,
    view: &MapView,
    levels: &Levels,
) -> Vec<LabelInput> {
    if !levels.labels || view.scale_denominator() > TO_SCALE {
        return Vec::new();
    }
    let dataset = &snapshot.dataset;
    let mut places: BTreeMap<UnitKey, Vec<Pos2>> = BTreeMap::new();
    for place in grid(view.rect()) {
        let stack = stack_at(snapshot, position_at(view, place));
        let lowest = stack.into_iter().find(|key| {
            let level = dataset.units.get(*key).map(|unit| unit.level);
            level.is_some_and(|level| level != Level::City && levels.visible.contains(&level))
        });
        if let Some(unit) = lowest {
            places.entry(unit).or_default().push(place);
        }
    }
    places
        .into_iter()
        .filter(|(_, places)| places.len() >= LEAST_PLACES)
        .filter_map(|(key, places)| {
            let unit = dataset.units.get(key)?;
            let at = position_at(view, middle(&places)?);
            Some(LabelInput {
                text: unit.name.trim().into(),
                at: [at.x, at.y],
                priority: 0,
                class: class_of(unit.level),
                from_scale: 0.0,
                to_scale: f32::INFINITY,
                anchor: LabelAnchor::Centre,
            })
        })
        .filter(|label| !label.text.is_empty())
        .collect()
}

fn grid(rect: Rect) -> impl Iterator<Item = Pos2> {
    let [columns, rows] = PLACES;
    (0..rows).flat_map(move |row| {
        (0..columns).map(move |column| {
            let share = |index: usize, of: usize| (index as f32 + 0.5) / of as f32;
            pos2(
                rect.left() + rect.width() * share(column, columns),
                rect.top() + rect.height() * share(row, rows),
            )
        })
    })
}

/// Of some places the one nearest to the middle of all of them.
fn middle(places: &[Pos2]) -> Option<Pos2> {
    let sum = places
        .iter()
        .fold(egui::Vec2::ZERO, |sum, place| sum + place.to_vec2());
    let middle = (sum / places.len() as f32).to_pos2();
    let away = |place: &&Pos2| (**place - middle).length_sq();
    let nearest = places.iter().min_by(|a, b| away(a).total_cmp(&away(b)));
    nearest.copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_at_a_place_that_is_its_unit_s() {
        // A hook: the middle of all places lies in none of them.
        let hook = [pos2(0.0, 0.0), pos2(0.0, 9.0), pos2(9.0, 9.0)];
        assert_eq!(middle(&hook), Some(pos2(0.0, 9.0)));
        let rect = Rect::from_min_max(pos2(10.0, 20.0), pos2(110.0, 80.0));
        let all: Vec<Pos2> = grid(rect).collect();
        assert_eq!(all.len(), PLACES[0] * PLACES[1]);
        assert!(all.iter().all(|place| rect.contains(*place)));
    }
}
