//! Borders that are woven again as changes: what edits of lines and of land share.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Change, Refusal};
use crate::model::{Border, BorderKey, BorderStatus, Dataset, Land, Unit, UnitKey};
use crate::topology::{Redrawing, Rewoven, Snapshot, Unclosed, reweave};

/// What a redrawing changes.
pub(super) struct Redrawn {
    /// Borders and units.
    pub changes: Vec<Change>,
    /// Borders that lose their course, in whole or in part.
    pub gone: Vec<BorderKey>,
    /// Units that are left without land.
    pub landless: Vec<UnitKey>,
}

/// The changes where borders are woven again.
pub(super) fn rewoven(snapshot: &Snapshot, redrawing: &Redrawing) -> Result<Redrawn, Unclosed> {
    redrawn(snapshot, redrawing, &BTreeMap::new())
}

/// The changes where borders are woven again and `new_units` come.
pub(super) fn redrawn(
    snapshot: &Snapshot,
    redrawing: &Redrawing,
    new_units: &BTreeMap<UnitKey, Unit>,
) -> Result<Redrawn, Unclosed> {
    let dataset = &snapshot.dataset;
    let Rewoven {
        retired,
        borders,
        lands,
        gone,
    } = reweave(snapshot, redrawing)?;
    let mut changes: Vec<Change> = retired
        .into_iter()
        .map(|key| Change::Border {
            key,
            before: dataset.borders.get_shared(key).cloned(),
            after: None,
        })
        .collect();
    changes.extend(borders.into_iter().filter_map(|(key, border)| {
        let before = dataset.borders.get_shared(key).cloned();
        (before.as_deref() != Some(&border)).then(|| Change::Border {
            key,
            before,
            after: Some(Arc::<Border>::new(border)),
        })
    }));
    let mut landless = Vec::new();
    for (key, parts) in lands {
        let before = dataset.units.get_shared(key).cloned();
        let Some(unit) = before.as_deref().or_else(|| new_units.get(&key)) else {
            continue;
        };
        let mut unit = unit.clone();
        unit.multi |= parts.len() > 1;
        if parts.is_empty() {
            landless.push(key);
            unit.land = Land::None;
        } else {
            unit.land = Land::Coverage(parts);
        }
        if before.as_deref() != Some(&unit) {
            changes.push(Change::Unit {
                key,
                before,
                after: Some(Arc::new(unit)),
            });
        }
    }
    Ok(Redrawn {
        changes,
        gone,
        landless,
    })
}

/// Which of some borders are agreed, and so locked.
pub(super) fn locked(dataset: &Dataset, borders: &[BorderKey]) -> Vec<BorderKey> {
    let is_agreed = |key: &&BorderKey| {
        let border = dataset.borders.get(**key);
        border.is_some_and(|border| border.attributes.status == BorderStatus::Agreed)
    };
    borders.iter().filter(is_agreed).copied().collect()
}

impl From<Unclosed> for Refusal {
    fn from(unclosed: Unclosed) -> Self {
        let first = unclosed.0.first().copied();
        first.map_or(Self::Gone, Self::Unclosed)
    }
}
