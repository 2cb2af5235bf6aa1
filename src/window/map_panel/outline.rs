//! What a unit is highlighted by: the land of its leaves and the lines around it, looked up
//! once for many frames.

use super::hit::borders_around;
use super::scene::SceneModel;
use crate::model::UnitKey;
use crate::topology::{Snapshot, unit_leaves};

/// What a unit's outline is highlighted by.
#[derive(Debug, Default)]
pub(super) struct UnitOutline {
    pub unit: Option<UnitKey>,
    pub fills: Vec<u32>,
    pub lines: Vec<u32>,
}

impl UnitOutline {
    /// Looks the outline up if another unit, or other data, is asked for.
    pub fn of(&mut self, snapshot: &Snapshot, model: &SceneModel, unit: Option<UnitKey>) {
        if self.unit == unit {
            return;
        }
        *self = Self {
            unit,
            ..Self::default()
        };
        let Some(unit) = unit else { return };
        let leaves = unit_leaves(&snapshot.dataset, unit);
        self.fills = leaves.into_iter().map(|leaf| leaf.0).collect();
        self.lines = borders_around(&snapshot.dataset, unit)
            .into_iter()
            .map(|border| border.0)
            .collect();
        self.lines
            .extend(model.city_lines.get(&unit).into_iter().flatten());
    }
}
