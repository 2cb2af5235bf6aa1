//! Sets one attribute of a unit, and refuses what cannot be whatever the law says:
//! an empty name, a code that another has, a parent of the wrong level. What the law
//! forbids is for the rules to say, on the snapshot that this edit plans.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::edit_borders::decree;
use super::{Change, ChangeSet, DecreeText, Refusal};
use crate::model::{
    Attachment, Centre, Dataset, DecreeKey, DensityGrade, Land, Level, OtherName, ParentReference,
    PartialDate, Populations, SettlementKind, SpecialArea, Unit, UnitKey,
};

/// An attribute of a unit with its new value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum UnitField {
    /// The name, kept as written.
    Name(String),
    /// The statistical code; nothing to take it away.
    Code(Option<String>),
    /// The unit it is under.
    Parent(Option<UnitKey>),
    /// People at a census (Solar Hijri year).
    People {
        /// The census; nothing for an undated count.
        census: Option<i32>,
        /// The count; nothing to forget it.
        people: Option<u64>,
    },
    /// Households at a census.
    Households {
        /// The census.
        census: Option<i32>,
        /// The count.
        households: Option<u64>,
    },
    /// The density grade, by decree.
    Density(Option<DensityGrade>),
    /// The special areas it lies in, by decree.
    SpecialAreas(Vec<SpecialArea>),
    /// Whether it is a nomadic district (article 5).
    Nomadic(bool),
    /// When it was established.
    Established(Option<PartialDate>),
    /// Its seat.
    Centre(Option<Centre>),
    /// The name in Latin letters; empty to take it away.
    LatinName(String),
    /// The ministry's own code; nothing to take it away.
    MinistryCode(Option<String>),
    /// Names that it had before or goes by beside its own.
    OtherNames(Vec<OtherName>),
    /// Whether it is a county with the rank of a special governorate.
    SpecialGovernorate(bool),
    /// What the office has noted of it.
    Notes(String),
    /// Files that are kept with it, whose bytes are among the contents.
    Attachments(Vec<Attachment>),
    /// The decree it stands by; nothing to take it away. One that is not known yet is written
    /// into the register.
    Decree(Option<DecreeText>),
    /// The decree by which its density grade and special areas were set, likewise.
    DensityDecree(Option<DecreeText>),
}

/// Sets one attribute of a unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EditUnit {
    /// The unit.
    pub unit: UnitKey,
    /// What to set.
    pub field: UnitField,
}

/// How many digits the statistical code of a level has: province 2, county 4,
/// district 6, rural district and city 10 (a city also goes by its last 4 alone), a
/// settlement 6.
pub fn statistical_code_length(level: Level) -> usize {
    match level {
        Level::Province => 2,
        Level::County => 4,
        Level::District | Level::Village | Level::Farm | Level::Place => 6,
        Level::RuralDistrict | Level::City => 10,
    }
}

/// More than any country's people; a slip of the keyboard, not a count.
const MOST_PEOPLE: u64 = 200_000_000;

impl EditUnit {
    /// What the edit would change.
    ///
    /// # Errors
    /// [`Refusal`] where the value cannot be.
    pub fn plan(&self, dataset: &Dataset) -> Result<ChangeSet, Refusal> {
        let before = dataset.units.get_shared(self.unit).ok_or(Refusal::Gone)?;
        let mut unit = Unit::clone(before);
        let mut changes = Vec::new();
        match &self.field {
            UnitField::Name(name) => {
                if name.trim().is_empty() {
                    return Err(Refusal::EmptyName);
                }
                unit.name.clone_from(name);
            }
            UnitField::Code(code) => {
                if let Some(code) = code {
                    self.check_code(dataset, unit.level, code)?;
                }
                unit.code.clone_from(code);
            }
            UnitField::Parent(parent) => {
                if let Some(parent) = parent {
                    self.check_parent(dataset, &unit, *parent)?;
                }
                unit.parent = *parent;
                unit.parent_reference = parent
                    .map(|parent| reference_to(dataset, parent))
                    .unwrap_or_default();
            }
            UnitField::People { census, people } => {
                unit.populations.set_people(*census, *people);
                check_people(&unit.populations)?;
            }
            UnitField::Households { census, households } => {
                unit.populations.set_households(*census, *households);
                check_people(&unit.populations)?;
            }
            UnitField::Density(density) => unit.density = *density,
            UnitField::SpecialAreas(areas) => {
                unit.special_areas.clone_from(areas);
                unit.special_areas.sort_unstable();
                unit.special_areas.dedup();
            }
            UnitField::Nomadic(nomadic) => unit.nomadic = *nomadic,
            UnitField::Established(date) => unit.established = *date,
            UnitField::Centre(centre) => {
                if let Some(centre) = centre {
                    check_centre(dataset, (self.unit, unit.level), centre)?;
                }
                unit.centre.clone_from(centre);
            }
            UnitField::LatinName(name) => {
                check_latin(name)?;
                name.trim().clone_into(&mut unit.latin_name);
            }
            UnitField::MinistryCode(code) => {
                if let Some(code) = code {
                    self.check_ministry_code(dataset, code)?;
                }
                unit.ministry_code.clone_from(code);
            }
            UnitField::OtherNames(names) => {
                names.iter().try_for_each(check_other_name)?;
                unit.other_names.clone_from(names);
            }
            UnitField::SpecialGovernorate(is_special) => {
                if *is_special && unit.level != Level::County {
                    return Err(Refusal::NotACounty);
                }
                unit.special_governorate = *is_special;
            }
            UnitField::Notes(notes) => notes.trim().clone_into(&mut unit.notes),
            UnitField::Attachments(files) => {
                let is_kept = |file: &Attachment| dataset.contents.get(&file.content).is_some();
                if !files.iter().all(is_kept) {
                    return Err(Refusal::Gone);
                }
                unit.attachments.clone_from(files);
            }
            UnitField::Decree(text) => unit.decree = named(dataset, text, &mut changes)?,
            UnitField::DensityDecree(text) => {
                unit.density_decree = named(dataset, text, &mut changes)?;
            }
        }
        if unit == **before {
            return Err(Refusal::NoChange);
        }
        changes.push(Change::Unit {
            key: self.unit,
            before: Some(before.clone()),
            after: Some(Arc::new(unit)),
        });
        Ok(changes.into())
    }

    fn check_ministry_code(&self, dataset: &Dataset, code: &str) -> Result<(), Refusal> {
        if code.trim().is_empty() {
            return Err(Refusal::CodeCharacters);
        }
        let mut units = dataset.units.iter();
        let other = units
            .find(|(key, other)| *key != self.unit && other.ministry_code.as_deref() == Some(code));
        match other {
            Some((_, other)) => Err(Refusal::CodeTaken {
                name: other.name.clone(),
            }),
            None => Ok(()),
        }
    }

    fn check_code(&self, dataset: &Dataset, level: Level, code: &str) -> Result<(), Refusal> {
        check_code_form(level, code)?;
        let other = dataset.units.iter().find(|(key, other)| {
            *key != self.unit && other.level == level && other.code.as_deref() == Some(code)
        });
        match other {
            Some((_, other)) => Err(Refusal::CodeTaken {
                name: other.name.clone(),
            }),
            None => Ok(()),
        }
    }

    fn check_parent(&self, dataset: &Dataset, unit: &Unit, parent: UnitKey) -> Result<(), Refusal> {
        let above = dataset.units.get(parent).ok_or(Refusal::Gone)?;
        if dataset.ancestors(parent).any(|(key, _)| key == self.unit) {
            return Err(Refusal::ParentCycle);
        }
        match unit.level.above() {
            Some(expected) if above.level == expected => {}
            expected => {
                return Err(Refusal::ParentLevel {
                    expected: expected.unwrap_or(Level::Province),
                });
            }
        }
        if above.is_leaf() && unit.level != Level::City && !matches!(unit.land, Land::None) {
            return Err(Refusal::ParentIsLand);
        }
        Ok(())
    }
}

/// The decree that a text names, if there is a text.
fn named(
    dataset: &Dataset,
    text: &Option<DecreeText>,
    changes: &mut Vec<Change>,
) -> Result<Option<DecreeKey>, Refusal> {
    let found = text.as_ref().map(|text| decree(dataset, text, changes));
    found.transpose()
}

/// Refuses a seat that is not the unit's own (articles 3, 6, 7 and 9): a village or city under
/// another, or of a kind that cannot be the seat of this level. One of which only the name is
/// known is for the checks to ask about.
pub(super) fn check_centre(
    dataset: &Dataset,
    (unit, level): (UnitKey, Level),
    centre: &Centre,
) -> Result<(), Refusal> {
    let of = |key: Option<UnitKey>| {
        let mut above = key.into_iter().flat_map(|key| dataset.ancestors(key));
        key.is_none() || above.any(|(key, _)| key == unit)
    };
    if let Some(city) = centre.city {
        let city = dataset.units.get(city).ok_or(Refusal::Gone)?;
        if level == Level::RuralDistrict {
            return Err(Refusal::CentreKind { level });
        }
        if !of(city.parent) {
            return Err(Refusal::CentreOutside);
        }
    } else if let Some(settlement) = centre.settlement {
        let settlement = dataset.settlements.get(settlement).ok_or(Refusal::Gone)?;
        if matches!(level, Level::Province | Level::County)
            || settlement.kind != SettlementKind::Village
        {
            return Err(Refusal::CentreKind { level });
        }
        if !of(settlement.parent) {
            return Err(Refusal::CentreOutside);
        }
    }
    Ok(())
}

/// Refuses letters that are not Latin.
fn check_latin(name: &str) -> Result<(), Refusal> {
    let is_latin = |letter: char| {
        matches!(letter, ' ' | '-' | '.' | '\'' | '’' | 'ʿ' | 'ʾ' | '(' | ')')
            || letter.is_ascii_alphanumeric()
            || ('\u{C0}'..='\u{24F}').contains(&letter)
            || ('\u{1E00}'..='\u{1EFF}').contains(&letter)
            || ('\u{300}'..='\u{36F}').contains(&letter)
    };
    match name.chars().find(|letter| !is_latin(*letter)) {
        Some(letter) => Err(Refusal::NotLatin(letter)),
        None => Ok(()),
    }
}

fn check_other_name(name: &OtherName) -> Result<(), Refusal> {
    if name.name.trim().is_empty() {
        return Err(Refusal::EmptyName);
    }
    match (name.from, name.until) {
        (Some(from), Some(until)) if is_after(from, until) => Err(Refusal::EndsBeforeItBegins),
        _ => Ok(()),
    }
}

/// Whether one date is certainly later than another. A year and a day are not compared.
pub(super) fn is_after(one: PartialDate, other: PartialDate) -> bool {
    match (one, other) {
        (PartialDate::Day(one), PartialDate::Day(other)) => one > other,
        (PartialDate::SolarYear(one), PartialDate::SolarYear(other)) => one > other,
        _ => false,
    }
}

/// What a source would say of `parent`: its code, else its name, and the names above
/// it, highest first. An edit of a unit's parent sets this too, so that it is written
/// back; a parent that was found on import keeps what the source said.
pub fn reference_to(dataset: &Dataset, parent: UnitKey) -> ParentReference {
    let mut names: Vec<(Level, String)> = dataset
        .ancestors(parent)
        .filter(|(_, unit)| !unit.name.is_empty())
        .map(|(_, unit)| (unit.level, unit.name.clone()))
        .collect();
    names.reverse();
    let unit = dataset.units.get(parent);
    ParentReference {
        code: unit.and_then(|unit| {
            let name = Some(&unit.name).filter(|name| !name.is_empty());
            unit.code.as_ref().or(name).cloned()
        }),
        names,
    }
}

/// Refuses a code that cannot be one of `level`.
pub(super) fn check_code_form(level: Level, code: &str) -> Result<(), Refusal> {
    let is_code = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    if code.is_empty() || !code.chars().all(is_code) {
        return Err(Refusal::CodeCharacters);
    }
    let expected = statistical_code_length(level);
    let found = code.len();
    let short_city = level == Level::City && found == 4;
    if code.bytes().all(|byte| byte.is_ascii_digit()) && found != expected && !short_city {
        return Err(Refusal::CodeLength { expected, found });
    }
    Ok(())
}

/// Refuses counts that cannot be.
pub(super) fn check_people(populations: &Populations) -> Result<(), Refusal> {
    for count in populations.counts() {
        if let (Some(people), Some(households)) = (count.people, count.households)
            && households > people
        {
            return Err(Refusal::MoreHouseholdsThanPeople { households, people });
        }
        if let Some(people) = count.people
            && people > MOST_PEOPLE
        {
            return Err(Refusal::TooManyPeople(people));
        }
    }
    Ok(())
}
