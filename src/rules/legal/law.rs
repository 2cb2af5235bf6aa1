//! Sets of legal parameters: figures with article and note, as data in `assets/law`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::model::{DensityGrade, IsoDate, Level, PartialDate, SpecialArea};

/// The files of `assets/law`, the oldest first.
const FILES: &[&str] = &[
    include_str!("../../../assets/law/1362.json"),
    include_str!("../../../assets/law/1389.json"),
];

/// Which people a minimum counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Those of the unit's settlements.
    Settlements,
    /// Those of the unit, its cities left out.
    WithoutCities,
    /// All of the unit, its cities too.
    All,
    /// What the register records for the unit itself.
    Recorded,
}

/// Where and how far less than a minimum may be permitted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Relief {
    /// The note that says so.
    pub note: u8,
    /// The areas in which it holds.
    pub areas: Vec<SpecialArea>,
    /// Down to this many people the cabinet may permit it; below, only parliament.
    pub cabinet_floor: u64,
}

/// A minimum of people for units of a level.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Minimum {
    /// The level.
    pub level: Level,
    /// The article.
    pub article: u8,
    /// Its note, where it is in one.
    #[serde(default)]
    pub note: Option<u8>,
    /// Who is counted.
    pub counts: Counted,
    /// The people by density grade; a grade may have no figure of its own.
    #[serde(default, deserialize_with = "grades")]
    pub by_density: BTreeMap<u8, u64>,
    /// The people at any density grade, where the grade does not matter.
    #[serde(default)]
    pub at_any_density: Option<u64>,
    /// Whether only units that came after the law are asked.
    #[serde(default)]
    pub is_for_new_units: bool,
    /// Whether a city that is the centre of its district is not asked.
    #[serde(default)]
    pub exempts_district_centres: bool,
    /// What may be permitted where.
    pub relief: Option<Relief>,
}

/// What a village is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct VillageWord {
    /// The article.
    pub article: u8,
    /// So many people are enough.
    pub people: u64,
    /// So many households are enough.
    pub households: u64,
}

/// Units that keep their title whatever they lack.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Existing {
    /// The article.
    pub article: u8,
    /// The levels it names.
    pub levels: Vec<Level>,
}

/// A set of legal parameters.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LawSet {
    /// Its name: `1362`.
    pub name: String,
    /// Whether its figures are from the law's own text, not from secondary sources.
    pub primary: bool,
    /// The day on which it was approved.
    pub approved: IsoDate,
    /// The Solar Hijri year of that day.
    pub approved_solar_year: i32,
    /// Its title and date, in Persian.
    pub source: String,
    /// Units that existed at its date.
    pub existing_units: Existing,
    /// The Solar Hijri year of the amendment that makes this set of the law's own; the set
    /// holds from the year after, since the day is not known.
    #[serde(default)]
    pub amended_solar_year: Option<i32>,
    /// The minima of people.
    pub population_minima: Vec<Minimum>,
    /// What a village is.
    pub village: VillageWord,
}

fn rank(grade: DensityGrade) -> u8 {
    match grade {
        DensityGrade::Dense => 0,
        DensityGrade::Medium => 1,
        DensityGrade::Low => 2,
    }
}

fn grades<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<u8, u64>, D::Error> {
    let named = std::collections::HashMap::<DensityGrade, u64>::deserialize(deserializer)?;
    Ok(named
        .into_iter()
        .map(|(grade, people)| (rank(grade), people))
        .collect())
}

impl Minimum {
    /// The people asked for at a density grade. A grade without a figure of its own
    /// is measured by the smallest that the note has: less than that is what the
    /// relief is for.
    pub fn people(&self, grade: DensityGrade) -> u64 {
        let own = self.by_density.get(&rank(grade)).copied();
        own.or(self.at_any_density)
            .or_else(|| self.by_density.values().copied().min())
            .unwrap_or(0)
    }
}

impl LawSet {
    /// The minimum of people for units of a level, if it has one.
    pub fn minimum(&self, level: Level) -> Option<&Minimum> {
        self.population_minima
            .iter()
            .find(|minimum| minimum.level == level)
    }

    /// Whether a unit of `level` established then existed at this law's date and is
    /// of a level that may keep its title. A year alone that is the law's own tells
    /// of neither, and counts as later.
    pub fn grandfathers(&self, level: Level, established: Option<PartialDate>) -> bool {
        let before = match established {
            Some(PartialDate::Day(day)) => day < self.approved,
            Some(PartialDate::SolarYear(year)) => year < self.approved_solar_year,
            None => false,
        };
        before && self.existing_units.levels.contains(&level)
    }
}

/// Every set of legal parameters, the oldest first.
pub fn law_sets() -> &'static [LawSet] {
    static SETS: OnceLock<Vec<LawSet>> = OnceLock::new();
    // The files are part of the program: a test reads each.
    SETS.get_or_init(|| {
        let sets = FILES.iter().map(|file| serde_json::from_str(file));
        sets.filter_map(Result::ok).collect()
    })
}

/// The newest set that holds in a Solar Hijri year; the oldest for years before the law.
///
/// ```
/// use marz::rules::legal::law_set_of_year;
/// assert_eq!(law_set_of_year(1385).map(|set| set.name.as_str()), Some("1362"));
/// assert_eq!(law_set_of_year(1390).map(|set| set.name.as_str()), Some("1389"));
/// ```
pub fn law_set_of_year(year: i32) -> Option<&'static LawSet> {
    let holds = |set: &&LawSet| set.amended_solar_year.is_none_or(|amended| year > amended);
    law_sets().iter().rev().find(holds)
}

/// The set of this name.
pub fn law_set(name: &str) -> Option<&'static LawSet> {
    law_sets().iter().find(|set| set.name == name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn every_file_of_law_can_be_read() {
        assert_eq!(law_sets().len(), FILES.len());
        let law = law_set("1362").unwrap();
        let district = law.minimum(Level::District).unwrap();
        assert_eq!(district.people(DensityGrade::Dense), 30_000);
        assert_eq!(district.people(DensityGrade::Low), 20_000);
        assert_eq!(district.relief.as_ref().unwrap().cabinet_floor, 12_000);
        let amended = law_set("1389").unwrap();
        assert!(
            law.primary && !amended.primary,
            "its figures are second-hand"
        );
        let district = amended.minimum(Level::District).unwrap();
        assert_eq!(district.relief.as_ref().unwrap().cabinet_floor, 10_000);
    }

    #[test]
    fn a_year_alone_counts_as_before_only_when_it_is_earlier() {
        let law = law_set("1362").unwrap();
        let year = |year| Some(PartialDate::SolarYear(year));
        let day = |text: &str| Some(PartialDate::Day(text.parse().unwrap()));
        assert!(law.grandfathers(Level::County, year(1361)));
        assert!(!law.grandfathers(Level::County, year(1362)));
        assert!(law.grandfathers(Level::District, day("1983-07-05")));
        assert!(!law.grandfathers(Level::District, day("1983-07-06")));
        assert!(!law.grandfathers(Level::RuralDistrict, year(1300)));
        assert!(!law.grandfathers(Level::County, None));
    }
}
