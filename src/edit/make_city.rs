//! Makes a village a city (article 4; «تبدیل روستا به شهر»): a city comes under the village's
//! district, with its name, place and people; the village ends on that day and stays as a
//! record, so that its code is not given again. A rural district whose centre it was needs another first (article 3, note 3).

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::edit_unit::{check_centre, check_code_form, reference_to};
use super::{Change, ChangeSet, Refusal};
use crate::model::{
    Centre, Dataset, Level, PartialDate, Settlement, SettlementKey, SettlementKind, Unit,
};

/// Makes a village a city.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MakeCity {
    /// The village.
    pub village: SettlementKey,
    /// The code of the city, if it has one yet.
    pub code: Option<String>,
    /// The village that becomes the centre of the rural district, where this one was it.
    pub new_centre: Option<SettlementKey>,
    /// The day from which it is one.
    pub on: PartialDate,
    /// The city's name for life.
    pub id: uuid::Uuid,
}

impl MakeCity {
    /// What the edit would change.
    ///
    /// # Errors
    /// [`Refusal`]: no village of a rural district that lies in a district; a code that cannot
    /// be a city's or is taken; the centre of a rural district without a new one, or a new one
    /// that is not its own.
    pub fn plan(&self, dataset: &Dataset) -> Result<ChangeSet, Refusal> {
        let village = dataset
            .settlements
            .get_shared(self.village)
            .ok_or(Refusal::Gone)?;
        let under = village
            .parent
            .filter(|_| village.kind == SettlementKind::Village && !village.life.has_ended());
        let under = under.ok_or(Refusal::NoVillage)?;
        let rural = dataset.units.get_shared(under).ok_or(Refusal::Gone)?;
        let district = rural.parent.filter(|&district| {
            let district = dataset.units.get(district);
            rural.level == Level::RuralDistrict
                && district.is_some_and(|it| it.level == Level::District)
        });
        let district = district.ok_or(Refusal::NoVillage)?;
        if let Some(code) = &self.code {
            check_code_form(Level::City, code)?;
            let mut cities = dataset.units.iter();
            let other =
                cities.find(|(_, it)| it.level == Level::City && it.code.as_ref() == Some(code));
            if let Some((_, other)) = other {
                return Err(Refusal::CodeTaken {
                    name: other.name.clone(),
                });
            }
        }
        let key = dataset.units.next_key();
        let city = Unit {
            code: self.code.clone(),
            parent: Some(district),
            parent_reference: reference_to(dataset, district),
            point: village.position,
            populations: village.populations.clone(),
            established: Some(self.on),
            ..Unit::new(self.id, Level::City, village.name.clone())
        };
        let mut changes = vec![Change::Unit {
            key,
            before: None,
            after: Some(Arc::new(city)),
        }];
        for (unit, level) in dataset.units.iter().map(|(key, unit)| (key, unit.level)) {
            let before = dataset.units.get_shared(unit).ok_or(Refusal::Gone)?;
            let is_centre =
                before.centre.as_ref().and_then(|it| it.settlement) == Some(self.village);
            if !is_centre {
                continue;
            }
            let mut after = Unit::clone(before);
            // Of a district it stays the seat, as a city.
            after.centre = if level == Level::RuralDistrict {
                let new = self.new_centre.filter(|new| *new != self.village);
                let new = new.ok_or(Refusal::NeedsNewCentre(unit))?;
                let seat = dataset.settlements.get(new).ok_or(Refusal::Gone)?;
                let centre = Centre {
                    name: seat.name.clone(),
                    position: seat.position,
                    settlement: Some(new),
                    ..Centre::default()
                };
                check_centre(dataset, (unit, level), &centre)?;
                Some(centre)
            } else {
                before.centre.clone().map(|centre| Centre {
                    settlement: None,
                    city: Some(key),
                    ..centre
                })
            };
            changes.push(Change::Unit {
                key: unit,
                before: Some(Arc::clone(before)),
                after: Some(Arc::new(after)),
            });
        }
        changes.extend(self.settlements(dataset, village));
        Ok(changes.into())
    }

    /// The village ends, and what depended on it stays in the rural district on its own.
    fn settlements(&self, dataset: &Dataset, village: &Arc<Settlement>) -> Vec<Change> {
        let dependent = dataset.settlements.keys().filter_map(|key| {
            let before = dataset.settlements.get_shared(key)?;
            if before.village != Some(self.village) {
                return None;
            }
            let mut after = Settlement::clone(before);
            after.village = None;
            Some(Change::Settlement {
                key,
                before: Some(Arc::clone(before)),
                after: Some(Arc::new(after)),
            })
        });
        let mut changes: Vec<Change> = dependent.collect();
        let mut ended = Settlement::clone(village);
        ended.life.effective.until = Some(self.on);
        changes.push(Change::Settlement {
            key: self.village,
            before: Some(Arc::clone(village)),
            after: Some(Arc::new(ended)),
        });
        changes
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that fails should say where")]

    use super::*;
    use crate::edit::Edit;
    use crate::model::{Origin, Populations, UnitKey};
    use crate::topology::Snapshot;

    fn village(dataset: &mut Dataset, name: &str, parent: UnitKey, people: u64) -> SettlementKey {
        let mut populations = Populations::default();
        populations.set_people(Some(1395), Some(people));
        let index = dataset.settlements.next_key().0 as usize;
        dataset.settlements.insert(Settlement {
            id: dataset.origin.id("settlement", index),
            kind: SettlementKind::Village,
            code: None,
            name: name.to_owned(),
            parent: Some(parent),
            parent_reference: Default::default(),
            village: None,
            position: None,
            height_m: None,
            limits: Vec::new(),
            populations,
            layer: None,
            properties: Default::default(),
            life: Default::default(),
        })
    }

    #[test]
    fn a_village_becomes_a_city_and_a_rural_district_gets_another_centre_first() {
        let mut dataset = Dataset::new(Origin::of_content(b""), "");
        let mut add = |level, parent| {
            let mut unit = Unit::new(uuid::Uuid::new_v4(), level, "x");
            unit.parent = parent;
            dataset.units.insert(unit)
        };
        let district = add(Level::District, None);
        let rural = add(Level::RuralDistrict, Some(district));
        let elsewhere = add(Level::RuralDistrict, Some(district));
        let seat = village(&mut dataset, "الف", rural, 10_400);
        let second = village(&mut dataset, "ب", rural, 900);
        let foreign = village(&mut dataset, "پ", elsewhere, 900);
        for unit in [rural, district] {
            dataset.units.update(unit, |unit| {
                unit.centre = Some(Centre {
                    name: "الف".to_owned(),
                    settlement: Some(seat),
                    ..Centre::default()
                });
            });
        }
        let before = Snapshot::new(dataset);
        let plan = |new_centre| {
            Edit::MakeCity(MakeCity {
                village: seat,
                code: Some("1599".to_owned()),
                new_centre,
                on: PartialDate::SolarYear(1389),
                id: uuid::Uuid::from_u128(1),
            })
            .plan(&before)
        };
        assert_eq!(plan(None), Err(Refusal::NeedsNewCentre(rural)));
        assert_eq!(plan(Some(seat)), Err(Refusal::NeedsNewCentre(rural)));
        assert_eq!(plan(Some(foreign)), Err(Refusal::CentreOutside));
        let changes = plan(Some(second)).unwrap();
        let after = changes.apply(&before);
        let units = &after.dataset.units;
        let (city, made) = units
            .iter()
            .find(|(_, it)| it.level == Level::City)
            .unwrap();
        assert_eq!(made.populations.latest().unwrap().people, Some(10_400));
        assert_eq!(made.parent, Some(district));
        let centre = |unit| units.get(unit).unwrap().centre.clone().unwrap();
        assert_eq!(centre(rural).settlement, Some(second));
        assert_eq!(
            (centre(district).city, centre(district).settlement),
            (Some(city), None)
        );
        let ended = after.dataset.settlements.get(seat).unwrap();
        assert!(ended.life.has_ended());
        assert_eq!(changes.inverse().apply(&after).dataset, before.dataset);
    }
}
