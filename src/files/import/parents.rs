//! Whose child each unit and settlement is: by the code or name that its source gives,
//! by the beginning of its code, by the columns of its ancestors, and, where a layer's
//! references are none of the data set's or it has none, by place.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::ancestors::Found;
use super::place::Places;
use super::{Entity, Import};
use crate::files::codes;
use crate::files::report::Reason;
use crate::model::{Attribute, Level, UnitKey};

/// The levels that a parent can have, the nearest first. A city is above settlements
/// only.
fn levels_above(level: Level) -> impl Iterator<Item = Level> {
    Level::UNITS
        .into_iter()
        .rev()
        .filter(move |&above| above < level && (above != Level::City || !level.is_unit()))
}

impl Import {
    pub(super) fn find_parents(&mut self) {
        let places = Places::new(&self.dataset);
        let mut by_level: BTreeMap<(Level, usize), Vec<usize>> = BTreeMap::new();
        for (index, child) in self.children.iter().enumerate() {
            by_level
                .entry((child.level, child.layer))
                .or_default()
                .push(index);
        }
        // From the top, so that those above know their own parents already.
        for ((level, layer), children) in by_level {
            if level == Level::Province {
                continue;
            }
            let lost = self.climb_columns(layer, &children, &places);
            let (referred, unknown) = self.follow_references(layer, level, &children, &places);
            for &index in &children {
                let columns = self.children.get(index).and_then(|child| child.above);
                let columns = columns.filter(|_| !lost.contains_key(&index));
                let parent = referred
                    .get(&index)
                    .copied()
                    .or_else(|| self.deeper_by_code(index, columns))
                    .or(columns);
                if let Some(parent) = parent {
                    self.set_parent(index, parent);
                } else if let Some(reason) = unknown.get(&index).or_else(|| lost.get(&index)) {
                    self.tell_of_child(layer, index, reason.clone());
                }
            }
            if !self.names_parents(layer) {
                self.parents_by_place(layer, level, &children, &places);
            }
        }
        let made = std::mem::take(&mut self.made);
        for ((layer, level), count) in made {
            self.tell(layer, None, None, Reason::NamedByChildren { level, count });
        }
        self.join_dependent_places();
    }

    fn tell_of_child(&mut self, layer: usize, index: usize, reason: Reason) {
        if let Some(child) = self.children.get(index) {
            let (number, id) = (child.number, child.id.clone());
            self.tell(layer, Some(number), id, reason);
        }
    }

    fn parent_of(&self, index: usize) -> Option<UnitKey> {
        match self.children.get(index)?.entity {
            Entity::Unit(unit) => self.dataset.units.get(unit)?.parent,
            Entity::Settlement(settlement) => self.dataset.settlements.get(settlement)?.parent,
        }
    }

    fn set_parent(&mut self, index: usize, parent: UnitKey) {
        match self.children.get(index).map(|child| child.entity) {
            Some(Entity::Unit(unit)) => {
                self.dataset
                    .units
                    .update(unit, |unit| unit.parent = Some(parent));
            }
            Some(Entity::Settlement(settlement)) => {
                self.dataset
                    .settlements
                    .update(settlement, |settlement| settlement.parent = Some(parent));
            }
            None => {}
        }
    }

    /// Whether the layer has any field that names a parent or ancestor.
    fn names_parents(&self, layer: usize) -> bool {
        self.layers.get(layer).is_some_and(|layer| {
            let own = layer.mapping.level;
            layer
                .mapping
                .fields
                .keys()
                .any(|attribute| match attribute {
                    Attribute::Parent => true,
                    Attribute::AncestorName(level) | Attribute::AncestorCode(level) => {
                        Some(*level) != own
                    }
                    _ => false,
                })
        })
    }

    /// Follows the one reference to a parent that each child may have. Gives the
    /// parents found, and why others were not.
    fn follow_references(
        &mut self,
        layer: usize,
        level: Level,
        children: &[usize],
        places: &Places,
    ) -> (FxHashMap<usize, UnitKey>, FxHashMap<usize, Reason>) {
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for &index in children {
            let reference = self
                .children
                .get(index)
                .and_then(|child| child.attributes.parent.clone());
            if let Some(reference) = reference {
                groups.entry(reference).or_default().push(index);
            }
        }
        let mut parents = FxHashMap::default();
        let mut unknown = FxHashMap::default();
        let mut nowhere = Vec::new();
        let mut any_code_or_name = false;
        for (reference, children) in groups {
            match self.units_referred_to(level, &reference) {
                units if units.is_empty() => nowhere.push((reference, children)),
                units => {
                    any_code_or_name = true;
                    for child in children {
                        match self.choose_for_child(&units, child) {
                            Some(unit) => {
                                parents.insert(child, unit);
                            }
                            None => {
                                let reference = reference.clone();
                                unknown.insert(child, Reason::ParentAmbiguous { reference });
                            }
                        }
                    }
                }
            }
        }
        let nearest = levels_above(level).find(|&above| places.has(above));
        for (reference, children) in nowhere {
            // Where some are known, one that is not is a mistake, not another list.
            let found = match nearest {
                Some(above) if !any_code_or_name => {
                    self.vote(layer, above, Some(reference.clone()), &children, places)
                }
                _ => Found::Nothing,
            };
            for child in children {
                if let Found::One(unit) = found {
                    parents.insert(child, unit);
                } else {
                    let reference = reference.clone();
                    unknown.insert(child, Reason::ParentNotFound { reference });
                }
            }
        }
        (parents, unknown)
    }

    /// The units above a level with this code, else with this name; the nearest level
    /// that has any decides.
    fn units_referred_to(&self, level: Level, reference: &str) -> Vec<UnitKey> {
        let by_code = levels_above(level)
            .map(|above| self.lookup.by_code(above, reference))
            .find(|units| !units.is_empty());
        by_code
            .or_else(|| {
                levels_above(level)
                    .map(|above| self.lookup.by_name(above, reference))
                    .find(|units| !units.is_empty())
            })
            .unwrap_or_default()
            .to_vec()
    }

    /// Which of the units that a reference fits is the child's: the only one, else the
    /// one under the ancestor that its columns name, else the one it lies in.
    fn choose_for_child(&self, units: &[UnitKey], child: usize) -> Option<UnitKey> {
        if let [unit] = units {
            return Some(*unit);
        }
        let only = |units: Vec<UnitKey>| match units.as_slice() {
            [unit] => Some(*unit),
            _ => None,
        };
        let above = self.children.get(child)?.above;
        let under = above.and_then(|above| {
            only(
                units
                    .iter()
                    .copied()
                    .filter(|&unit| {
                        self.dataset
                            .ancestors(unit)
                            .any(|(ancestor, _)| ancestor == above)
                    })
                    .collect(),
            )
        });
        under.or_else(|| {
            let place = self.place_of(child)?;
            only(
                units
                    .iter()
                    .copied()
                    .filter(|&unit| super::place::holds(&self.dataset, unit, place))
                    .collect(),
            )
        })
    }

    /// The nearest unit that the beginning of the child's code names, if it is nearer
    /// than what its columns have led to.
    fn deeper_by_code(&self, index: usize, columns: Option<UnitKey>) -> Option<UnitKey> {
        let child = self.children.get(index)?;
        let code = child.attributes.code.as_deref()?;
        let known = columns
            .and_then(|unit| self.dataset.units.get(unit))
            .map(|unit| unit.level);
        levels_above(child.level)
            .take_while(|&above| known.is_none_or(|known| above > known))
            .find_map(|above| {
                let prefix = codes::prefix(child.level, code, above)?;
                match self.lookup.by_code(above, prefix) {
                    [unit] => Some(*unit),
                    _ => None,
                }
            })
    }

    /// Where a layer says nothing of parents: the nearest unit above that a child lies
    /// in, if it is the only one.
    fn parents_by_place(
        &mut self,
        layer: usize,
        level: Level,
        children: &[usize],
        places: &Places,
    ) {
        let Some(above) = levels_above(level).find(|&above| places.has(above)) else {
            return;
        };
        let mut inside: BTreeMap<UnitKey, usize> = BTreeMap::new();
        for &index in children {
            if self.parent_of(index).is_some() {
                continue;
            }
            let Some(place) = self.place_of(index) else {
                continue;
            };
            if let [unit] = places.holding(&self.dataset, above, place).as_slice() {
                *inside.entry(*unit).or_default() += 1;
                self.set_parent(index, *unit);
            }
        }
        for (unit, count) in inside {
            let reason = Reason::ParentsByPlace {
                reference: None,
                unit: self.name_of(unit),
                inside: count,
                of: children.len(),
            };
            self.tell(layer, None, None, reason);
        }
    }

    /// Joins dependent farms and places to their villages by code (article 2, note 3).
    fn join_dependent_places(&mut self) {
        for index in 0..self.children.len() {
            let Some(child) = self.children.get(index) else {
                continue;
            };
            let (Entity::Settlement(settlement), Some(code)) =
                (child.entity, child.attributes.village.clone())
            else {
                continue;
            };
            let (layer, villages) = (child.layer, self.lookup.settlements_by_code(&code).to_vec());
            let villages: Vec<_> = villages
                .into_iter()
                .filter(|&village| village != settlement)
                .collect();
            match villages.as_slice() {
                &[village] => {
                    self.dataset
                        .settlements
                        .update(settlement, |settlement| settlement.village = Some(village));
                }
                [] => {
                    self.tell_of_child(layer, index, Reason::ParentNotFound { reference: code });
                }
                _ => {
                    self.tell_of_child(layer, index, Reason::ParentAmbiguous { reference: code });
                }
            }
        }
    }
}
