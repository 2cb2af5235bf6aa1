//! Puts a village, farm or place on the map that the register does not have yet.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::edit_unit::{check_code_form, reference_to};
use super::{Change, ChangeSet, Refusal, rounded};
use crate::model::{
    Dataset, Extent, Level, Life, Populations, Position, Properties, Settlement, SettlementKind,
    UnitKey, is_usable,
};
use crate::topology::{Snapshot, land_contains};

/// Places a settlement. It comes under the rural district or city in whose land it lies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlaceSettlement {
    /// What it is.
    pub kind: SettlementKind,
    /// Its name.
    pub name: String,
    /// Its code, if it has one; no other settlement may have it.
    pub code: Option<String>,
    /// Where it lies; rounded to 1e-9°.
    pub at: Position,
}

impl PlaceSettlement {
    /// What the edit would change.
    ///
    /// # Errors
    /// [`Refusal`]: no name, a code that another has or that is none, or a place that is
    /// not on the earth.
    pub fn plan(&self, snapshot: &Snapshot) -> Result<ChangeSet, Refusal> {
        let dataset = &snapshot.dataset;
        if self.name.trim().is_empty() {
            return Err(Refusal::EmptyName);
        }
        if !is_usable(self.at) {
            return Err(Refusal::NotOnEarth(self.at));
        }
        if let Some(code) = &self.code {
            check_code_form(self.kind.level(), code)?;
            let mut known = dataset.settlements.iter();
            let taken = known.find(|(_, it)| it.code.as_deref() == Some(code));
            if let Some((_, it)) = taken {
                let name = it.name.clone();
                return Err(Refusal::CodeTaken { name });
            }
        }
        let at = rounded(self.at);
        let parent = holder(snapshot, at);
        let settlement = Settlement {
            id: uuid::Uuid::new_v4(),
            kind: self.kind,
            code: self.code.clone(),
            name: self.name.trim().to_owned(),
            parent,
            parent_reference: parent
                .map(|parent| reference_to(dataset, parent))
                .unwrap_or_default(),
            village: None,
            position: Some(at),
            height_m: None,
            limits: Vec::new(),
            populations: Populations::default(),
            layer: layer_of(dataset, self.kind),
            properties: Properties::default(),
            life: Life::default(),
        };
        Ok(vec![Change::Settlement {
            key: dataset.settlements.next_key(),
            before: None,
            after: Some(Arc::new(settlement)),
        }]
        .into())
    }
}

/// The rural district or city in whose land a place lies.
fn holder(snapshot: &Snapshot, at: Position) -> Option<UnitKey> {
    let dataset = &snapshot.dataset;
    let mut near = snapshot.index.units_near(Extent::at(at));
    near.find(|&key| {
        let level = dataset.units.get(key).map(|unit| unit.level);
        matches!(level, Some(Level::RuralDistrict | Level::City)) && land_contains(dataset, key, at)
    })
}

/// The layer that settlements of the kind are written to: that of the first one there is.
fn layer_of(dataset: &Dataset, kind: SettlementKind) -> Option<crate::model::LayerKey> {
    let mut settlements = dataset.settlements.iter();
    let same = settlements.find(|(_, it)| it.kind == kind && it.layer.is_some());
    same.and_then(|(_, it)| it.layer)
}
