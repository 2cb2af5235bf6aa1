//! The ancestors that columns name: found among the units that are there, by code,
//! else by the code's beginning, by name or by place, and made, without a polygon,
//! where only the columns know them.

use rustc_hash::FxHashMap;

use super::place::{Places, holds};
use super::{Entity, Import};
use crate::files::attributes::Ancestor;
use crate::files::codes;
use crate::files::field_words::fold_unit_name;
use crate::files::report::Reason;
use crate::model::{Land, Level, ParentReference, Position, Unit, UnitKey};

/// What a search came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    One(UnitKey),
    Several,
    Nothing,
}

impl Found {
    pub fn of(units: &[UnitKey]) -> Self {
        match units {
            [] => Self::Nothing,
            [unit] => Self::One(*unit),
            _ => Self::Several,
        }
    }
}

/// Children of one layer that say the same of an ancestor.
struct Group {
    above: Option<UnitKey>,
    ancestor: Ancestor,
    children: Vec<usize>,
    found: Found,
}

/// What an ancestor is called in a report.
pub(super) fn called(ancestor: &Ancestor) -> String {
    match (&ancestor.name, &ancestor.code) {
        (Some(name), Some(code)) => format!("{name} ({code})"),
        (Some(text), None) | (None, Some(text)) => text.clone(),
        (None, None) => String::new(),
    }
}

impl Import {
    /// Follows the columns of some children of one layer from the province down.
    /// Gives, for a child whose lowest ancestor was not found, why.
    pub(super) fn climb_columns(
        &mut self,
        layer: usize,
        children: &[usize],
        places: &Places,
    ) -> FxHashMap<usize, Reason> {
        let mut lost = FxHashMap::default();
        for level in Level::UNITS {
            let mut groups = self.groups(level, children);
            if groups.is_empty() {
                continue;
            }
            for group in &mut groups {
                group.found = self.find_ancestor(level, group, places);
            }
            // Where no reference is known, they belong to another list of units.
            let strange = !groups
                .iter()
                .any(|group| matches!(group.found, Found::One(_)));
            let has_units = self
                .dataset
                .units
                .iter()
                .any(|(_, unit)| unit.level == level && unit.layer.is_some());
            for group in groups {
                let mut found = group.found;
                if found == Found::Nothing && strange && places.has(level) {
                    let reference = called(&group.ancestor);
                    found = self.vote(layer, level, Some(reference), &group.children, places);
                }
                let knows_name = group.ancestor.name.is_some();
                if found == Found::Nothing && (knows_name || !has_units) {
                    found = Found::One(self.make_ancestor(layer, level, &group));
                }
                for child in group.children {
                    let reason = match found {
                        Found::One(unit) => {
                            if let Some(child) = self.children.get_mut(child) {
                                child.above = Some(unit);
                            }
                            lost.remove(&child);
                            continue;
                        }
                        Found::Several => Reason::ParentAmbiguous {
                            reference: called(&group.ancestor),
                        },
                        Found::Nothing => Reason::ParentNotFound {
                            reference: called(&group.ancestor),
                        },
                    };
                    lost.insert(child, reason);
                }
            }
        }
        lost
    }

    /// The children by what they say of their ancestor at a level.
    fn groups(&self, level: Level, children: &[usize]) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        let mut known = FxHashMap::default();
        for &index in children {
            let Some(child) = self.children.get(index) else {
                continue;
            };
            let at = |level: Level| {
                child
                    .attributes
                    .ancestors
                    .iter()
                    .find(|(at, _)| *at == level)
                    .map(|(_, ancestor)| ancestor)
            };
            let Some(ancestor) = at(level) else {
                continue;
            };
            // A village near a city is under its rural district.
            if level == Level::City && at(Level::RuralDistrict).is_some() {
                continue;
            }
            let code = ancestor.whole_code.as_deref().or(ancestor.code.as_deref());
            // A whole code is one unit, whatever it is called beside it.
            let key = if ancestor.whole_code.is_some() {
                (None, code.map(str::to_owned), String::new())
            } else {
                let name = ancestor.name.as_deref().unwrap_or_default();
                let name = fold_unit_name(level, name);
                (child.above, code.map(str::to_owned), name)
            };
            let place = *known.entry(key).or_insert(groups.len());
            match groups.get_mut(place) {
                Some(group) => group.children.push(index),
                None => groups.push(Group {
                    above: child.above,
                    ancestor: ancestor.clone(),
                    children: vec![index],
                    found: Found::Nothing,
                }),
            }
        }
        groups
    }

    fn find_ancestor(&self, level: Level, group: &Group, places: &Places) -> Found {
        let ancestor = &group.ancestor;
        if let Some(code) = &ancestor.whole_code {
            match self.lookup.by_code(level, code) {
                [] => {}
                units => return self.choose(units, group, places),
            }
        } else if let Some(code) = self.shared_prefix(level, group) {
            let found = Found::of(self.lookup.by_code(level, &code));
            if found != Found::Nothing {
                return found;
            }
        }
        let Some(name) = &ancestor.name else {
            return Found::Nothing;
        };
        let units: Vec<UnitKey> = self
            .lookup
            .by_name(level, name)
            .iter()
            .copied()
            // Another whole code is another unit of the same name.
            .filter(|&unit| ancestor.whole_code.is_none() || !self.has_whole_code(unit))
            .collect();
        self.choose(&units, group, places)
    }

    fn has_whole_code(&self, unit: UnitKey) -> bool {
        self.dataset.units.get(unit).is_some_and(|unit| {
            unit.code
                .as_deref()
                .is_some_and(|code| codes::is_whole(unit.level, code))
        })
    }

    /// The beginning that the children's codes have in common, for a level.
    fn shared_prefix(&self, level: Level, group: &Group) -> Option<String> {
        let mut prefixes = group.children.iter().map(|&child| {
            let child = self.children.get(child)?;
            codes::prefix(child.level, child.attributes.code.as_deref()?, level)
        });
        let first = prefixes.next()??;
        prefixes
            .all(|prefix| prefix == Some(first))
            .then(|| first.to_owned())
    }

    /// Which of several units of one name or code is meant: the one under the same
    /// ancestor, else the one that the children lie in.
    fn choose(&self, units: &[UnitKey], group: &Group, places: &Places) -> Found {
        let parent = |unit: UnitKey| self.dataset.units.get(unit).and_then(|unit| unit.parent);
        if let Some(above) = group.above {
            let under: Vec<UnitKey> = units
                .iter()
                .copied()
                .filter(|&unit| parent(unit) == Some(above))
                .collect();
            if !under.is_empty() {
                return Found::of(&under);
            }
        }
        let around: Vec<UnitKey> = units
            .iter()
            .copied()
            .filter(|&unit| self.holds_most(unit, &group.children))
            .collect();
        if let [unit] = around.as_slice() {
            return Found::One(*unit);
        }
        match units {
            [unit] => {
                let by_code = group.ancestor.whole_code.is_some() && self.has_whole_code(*unit);
                let free = parent(*unit).is_none() || group.above.is_none();
                let elsewhere = places.has(self.level_of(*unit)) && self.has_land(*unit);
                if by_code || (free && !(elsewhere && self.have_places(&group.children))) {
                    Found::One(*unit)
                } else {
                    Found::Nothing
                }
            }
            [] => Found::Nothing,
            _ if group.above.is_some() => Found::Nothing,
            _ => Found::Several,
        }
    }

    fn level_of(&self, unit: UnitKey) -> Level {
        let unit = self.dataset.units.get(unit);
        unit.map_or(Level::Province, |unit| unit.level)
    }

    fn has_land(&self, unit: UnitKey) -> bool {
        let unit = self.dataset.units.get(unit);
        unit.is_some_and(|unit| matches!(unit.land, Land::Plain { .. }))
    }

    fn have_places(&self, children: &[usize]) -> bool {
        children.iter().any(|&child| self.place_of(child).is_some())
    }

    /// Whether a unit's own polygon holds more than half of some children.
    fn holds_most(&self, unit: UnitKey, children: &[usize]) -> bool {
        let inside = children
            .iter()
            .filter_map(|&child| self.place_of(child))
            .filter(|&place| holds(&self.dataset, unit, place))
            .count();
        inside * 2 > children.len()
    }

    /// A point that stands for a child.
    pub(super) fn place_of(&self, child: usize) -> Option<Position> {
        match self.children.get(child)?.entity {
            Entity::Unit(unit) => {
                let unit = self.dataset.units.get(unit)?;
                match &unit.land {
                    Land::Plain { polygons, .. } => super::place::point_inside(polygons),
                    _ => unit.point,
                }
            }
            Entity::Settlement(settlement) => {
                let settlement = self.dataset.settlements.get(settlement)?;
                settlement
                    .position
                    .or_else(|| super::place::point_inside(&settlement.limits))
            }
        }
    }

    /// The unit of a level in which most of some children lie, and more than half.
    pub(super) fn vote(
        &mut self,
        layer: usize,
        level: Level,
        reference: Option<String>,
        children: &[usize],
        places: &Places,
    ) -> Found {
        let mut votes: std::collections::BTreeMap<UnitKey, usize> = Default::default();
        for place in children.iter().filter_map(|&child| self.place_of(child)) {
            for unit in places.holding(&self.dataset, level, place) {
                *votes.entry(unit).or_default() += 1;
            }
        }
        let Some((&unit, &inside)) = votes.iter().max_by_key(|&(_, &inside)| inside) else {
            return Found::Nothing;
        };
        let of = children.len();
        if inside * 2 <= of {
            return Found::Nothing;
        }
        let unit_name = self.name_of(unit);
        let reason = Reason::ParentsByPlace {
            reference,
            unit: unit_name,
            inside,
            of,
        };
        self.tell(layer, None, None, reason);
        Found::One(unit)
    }

    /// A unit's name, else its code.
    pub(super) fn name_of(&self, unit: UnitKey) -> String {
        self.dataset
            .units
            .get(unit)
            .map_or_else(String::new, |unit| {
                if unit.name.trim().is_empty() {
                    unit.code.clone().unwrap_or_default()
                } else {
                    unit.name.clone()
                }
            })
    }

    /// Makes the unit that only columns name.
    fn make_ancestor(&mut self, layer: usize, level: Level, group: &Group) -> UnitKey {
        let ancestor = &group.ancestor;
        let code = ancestor.whole_code.clone().or_else(|| {
            let prefix = self.shared_prefix(level, group)?;
            let is_free = self.lookup.by_code(level, &prefix).is_empty();
            is_free.then_some(prefix)
        });
        let id = self
            .dataset
            .origin
            .id("unit", self.dataset.units.next_key().0 as usize);
        let mut unit = Unit::new(id, level, ancestor.name.clone().unwrap_or_default());
        unit.code = code.or_else(|| ancestor.code.clone());
        unit.parent = group.above;
        if let Some(above) = group.above.and_then(|above| self.dataset.units.get(above)) {
            unit.parent_reference = ParentReference {
                code: above.code.clone(),
                names: Vec::new(),
            };
        }
        let key = self.dataset.units.insert(unit);
        self.lookup.add(&self.dataset, key);
        *self.made.entry((layer, level)).or_default() += 1;
        key
    }
}
