//! The seats of units: from points of a layer of centres, and from fields that name
//! them, joined to the city or village of that name.

use super::ancestors::Found;
use super::place::holds;
use super::{CentrePoint, Import};
use crate::files::report::Reason;
use crate::model::{
    Centre, Holds, LayerKey, Level, Position, Properties, SettlementKey, UnitKey, fold_name,
};

impl Import {
    pub(super) fn find_centres(&mut self) {
        self.centres_from_fields();
        for point in std::mem::take(&mut self.centres) {
            self.centre_from_point(&point);
        }
    }

    fn centres_from_fields(&mut self) {
        for index in 0..self.children.len() {
            let Some(child) = self.children.get(index) else {
                continue;
            };
            let (super::Entity::Unit(unit), Some(name)) =
                (child.entity, child.attributes.centre.clone())
            else {
                continue;
            };
            let layer = self.keys.get(child.layer).copied();
            self.give(unit, name, None, None, layer);
        }
    }

    /// Gives a unit its seat, joined to the city or settlement of this code, else to
    /// the one of that name under it.
    fn give(
        &mut self,
        unit: UnitKey,
        name: String,
        code: Option<&str>,
        position: Option<Position>,
        layer: Option<LayerKey>,
    ) {
        let (city, settlement) = code
            .and_then(|code| self.coded_seat(code))
            .unwrap_or_else(|| self.seat(unit, &name, position));
        let of_city = city.and_then(|city| self.dataset.units.get(city)?.point);
        let of_settlement =
            settlement.and_then(|settlement| self.dataset.settlements.get(settlement)?.position);
        let centre = Centre {
            name,
            position: position.or(of_city).or(of_settlement),
            settlement,
            city,
            layer,
            properties: Default::default(),
        };
        self.dataset
            .units
            .update(unit, |unit| unit.centre = Some(centre));
    }

    /// The city or the settlement of a code, wherever it is: whether it is the unit's
    /// own is for the checks to say. Nothing where none or several have the code.
    fn coded_seat(&self, code: &str) -> Option<(Option<UnitKey>, Option<SettlementKey>)> {
        match (
            self.lookup.by_code(Level::City, code),
            self.lookup.settlements_by_code(code),
        ) {
            (&[city], []) => Some((Some(city), None)),
            ([], &[settlement]) => Some((None, Some(settlement))),
            _ => None,
        }
    }

    /// The city, else the settlement, of this name under the unit. Among several the
    /// one at the very position is meant; else nobody can say which.
    fn seat(
        &self,
        unit: UnitKey,
        name: &str,
        position: Option<Position>,
    ) -> (Option<UnitKey>, Option<SettlementKey>) {
        let is_under = |parent: Option<UnitKey>| {
            parent.is_some_and(|parent| {
                self.dataset
                    .ancestors(parent)
                    .any(|(ancestor, _)| ancestor == unit)
            })
        };
        let cities: Vec<UnitKey> = self
            .lookup
            .by_name(Level::City, name)
            .iter()
            .copied()
            .filter(|&city| {
                let city = self.dataset.units.get(city);
                city.is_some_and(|city| is_under(city.parent))
            })
            .collect();
        if let [city] = cities.as_slice() {
            return (Some(*city), None);
        }
        let settlements: Vec<SettlementKey> = self
            .lookup
            .settlements_by_name(name)
            .iter()
            .copied()
            .filter(|&settlement| {
                let settlement = self.dataset.settlements.get(settlement);
                settlement.is_some_and(|settlement| is_under(settlement.parent))
            })
            .collect();
        let there = settlements.iter().copied().find(|&settlement| {
            let settlement = self.dataset.settlements.get(settlement);
            position.is_some() && settlement.is_some_and(|known| known.position == position)
        });
        match settlements.as_slice() {
            [settlement] if cities.is_empty() => (None, Some(*settlement)),
            _ => (None, there),
        }
    }

    fn centre_from_point(&mut self, point: &CentrePoint) {
        let attributes = &point.attributes;
        let reference = attributes
            .parent
            .clone()
            .or_else(|| {
                attributes
                    .ancestors
                    .last()
                    .map(|(_, last)| super::ancestors::called(last))
            })
            .unwrap_or_default();
        let record = self
            .records
            .get(point.layer)
            .and_then(|records| records.get(point.feature));
        let id = record.and_then(|record| record.members.get("id").map(|id| id.to_string()));
        let number = Some(point.feature + 1);
        let unit = match self.unit_of_centre(point) {
            Found::One(unit) => unit,
            Found::Several => {
                self.tell(
                    point.layer,
                    number,
                    id,
                    Reason::CentreAmbiguous { reference },
                );
                return;
            }
            Found::Nothing => {
                self.tell(
                    point.layer,
                    number,
                    id,
                    Reason::CentreWithoutUnit { reference },
                );
                return;
            }
        };
        let known = self
            .dataset
            .units
            .get(unit)
            .and_then(|unit| unit.centre.clone());
        let is_second = known.is_some_and(|known| {
            let is_named_by_field = known.properties.is_empty();
            !is_named_by_field || fold_name(&known.name) != fold_name(&attributes.name)
        });
        if is_second {
            let unit = self.name_of(unit);
            self.tell(point.layer, number, id, Reason::SecondCentre { unit });
            return;
        }
        let layer = self.keys.get(point.layer).copied();
        let code = attributes.code.clone();
        self.give(
            unit,
            attributes.name.clone(),
            code.as_deref(),
            point.position,
            layer,
        );
        let Some(record) = self
            .records
            .get_mut(point.layer)
            .and_then(|records| records.get_mut(point.feature))
        else {
            return;
        };
        if let Holds::Kept(feature) = &record.holds {
            let properties = feature
                .get("properties")
                .and_then(|properties| properties.as_object())
                .cloned()
                .unwrap_or_default();
            self.dataset.units.update(unit, |unit| {
                if let Some(centre) = &mut unit.centre {
                    centre.properties = Properties::from(&properties);
                }
            });
        }
        record.holds = Holds::Centre(unit);
    }

    /// The unit that a point is the centre of: by the parent's code, else its name,
    /// else the lowest unit that its columns name.
    fn unit_of_centre(&self, point: &CentrePoint) -> Found {
        let levels = Level::UNITS
            .into_iter()
            .filter(|&level| level != Level::City)
            .filter(|&level| point.level.is_none_or(|said| said == level));
        if let Some(reference) = &point.attributes.parent {
            let by_code: Vec<UnitKey> = levels
                .clone()
                .flat_map(|level| self.lookup.by_code(level, reference).to_vec())
                .collect();
            if !by_code.is_empty() {
                return self.nearest(&by_code, point.position);
            }
            let by_name: Vec<UnitKey> = levels
                .flat_map(|level| self.lookup.by_name(level, reference).to_vec())
                .collect();
            return self.nearest(&by_name, point.position);
        }
        let mut above: Option<UnitKey> = None;
        for (level, ancestor) in &point.attributes.ancestors {
            if point.level.is_some_and(|said| *level > said) || *level >= Level::City {
                continue;
            }
            let code = ancestor.whole_code.as_deref();
            let by_code = code.map(|code| self.lookup.by_code(*level, code));
            let by_name = ancestor
                .name
                .as_deref()
                .map(|name| self.lookup.by_name(*level, name));
            let units = by_code
                .filter(|units| !units.is_empty())
                .or(by_name)
                .unwrap_or_default();
            let under: Vec<UnitKey> = units
                .iter()
                .copied()
                .filter(|&unit| {
                    let unit = self.dataset.units.get(unit);
                    above.is_none() || unit.is_some_and(|unit| unit.parent == above)
                })
                .collect();
            match self.nearest(&under, point.position) {
                Found::One(unit) => above = Some(unit),
                other => return other,
            }
        }
        above.map_or(Found::Nothing, Found::One)
    }

    /// The only one, else the only one whose own polygon holds the point.
    fn nearest(&self, units: &[UnitKey], position: Option<Position>) -> Found {
        match (Found::of(units), position) {
            (Found::Several, Some(position)) => {
                let around: Vec<UnitKey> = units
                    .iter()
                    .copied()
                    .filter(|&unit| holds(&self.dataset, unit, position))
                    .collect();
                match around.as_slice() {
                    [] => Found::Several,
                    around => Found::of(around),
                }
            }
            (found, _) => found,
        }
    }
}
