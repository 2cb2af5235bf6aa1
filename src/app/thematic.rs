//! Maps by a value: units of a level in classes by people, density, area, growth between
//! two censuses, or what the law says of their population; with the bounds of the classes,
//! how many units are in each, and a histogram. Missing data is a class of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use crate::model::{Dataset, Level, UnitKey};
use crate::rules::{Family, Report, Verdict};

#[cfg(test)]
mod tests;

/// What units are coloured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// People at the latest census.
    Population,
    /// People on a square kilometre.
    Density,
    /// Square kilometres.
    Area,
    /// Per cent a year between the two latest censuses.
    Growth,
    /// Whether the population that the law asks for is reached.
    Verdict,
}

impl Subject {
    /// All of them, in the order of lists.
    pub const ALL: [Self; 5] = [
        Self::Population,
        Self::Density,
        Self::Area,
        Self::Growth,
        Self::Verdict,
    ];

    /// The name for machines.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Population => "population",
            Self::Density => "density",
            Self::Area => "area",
            Self::Growth => "growth",
            Self::Verdict => "verdict",
        }
    }

    /// The subject whose name for machines is `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subject| subject.name() == name)
    }

    /// The levels whose units have it.
    #[must_use]
    pub fn levels(self) -> &'static [Level] {
        const WITH_MINIMUM: [Level; 3] = [Level::County, Level::District, Level::RuralDistrict];
        const WITH_LAND: [Level; 4] = [
            Level::Province,
            Level::County,
            Level::District,
            Level::RuralDistrict,
        ];
        match self {
            Self::Verdict => &WITH_MINIMUM,
            _ => &WITH_LAND,
        }
    }
}

/// How values are put in classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Classing {
    /// As many units in each class.
    #[default]
    Quantiles,
    /// The classes with the least variance inside (Fisher and Jenks; by `ckmeans`).
    NaturalBreaks,
    /// Classes of one width.
    EqualSteps,
}

impl Classing {
    /// All of them, in the order of lists.
    pub const ALL: [Self; 3] = [Self::Quantiles, Self::NaturalBreaks, Self::EqualSteps];

    /// The name for machines.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Quantiles => "quantiles",
            Self::NaturalBreaks => "natural-breaks",
            Self::EqualSteps => "equal-steps",
        }
    }
}

/// The fewest and the most classes.
pub const CLASSES: std::ops::RangeInclusive<u8> = 2..=9;
/// How many bars a histogram has.
const BARS: usize = 24;

/// A map that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theming {
    /// By what.
    pub subject: Subject,
    /// The level whose units are coloured.
    pub level: Level,
    /// How values are put in classes.
    pub classing: Classing,
    /// How many classes: within [`CLASSES`]. Fewer come out where values are equal.
    pub classes: u8,
}

impl Default for Theming {
    fn default() -> Self {
        Self {
            subject: Subject::Density,
            level: Level::County,
            classing: Classing::default(),
            classes: 5,
        }
    }
}

/// What a class stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ClassKind {
    /// Values from the first, which is in it, to the second, which is in it too.
    Values(f64, f64),
    /// The law's minimum is reached, or none is asked for.
    Met,
    /// It is not, and nobody may allow it.
    Missed,
    /// It is not, and an authority may allow it.
    NeedsAuthority,
    /// It is not, and the unit was there before the law.
    Grandfathered,
    /// Something is missing that it depends on.
    Undecided,
}

/// A class and how many units are in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Class {
    /// What it stands for.
    pub kind: ClassKind,
    /// How many units.
    pub units: usize,
}

/// A bar of a histogram.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// From this value …
    pub from: f64,
    /// … to this one.
    pub to: f64,
    /// How many units.
    pub units: usize,
    /// The class of its middle.
    pub class: u8,
}

/// The units of a level in classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Choropleth {
    /// What was asked for.
    pub of: Theming,
    /// The classes, from little to much; the last one is always of those that are undecided.
    pub classes: Vec<Class>,
    /// How values lie; empty where there are none.
    pub histogram: Vec<Bar>,
    /// The value of each unit that has one.
    pub values: BTreeMap<UnitKey, f64>,
    class_of: BTreeMap<UnitKey, u8>,
}

impl Choropleth {
    /// Puts the units of a level in classes. `report` is the last check, which the subject
    /// [`Subject::Verdict`] is read from: without one all are undecided.
    #[must_use]
    pub fn new(dataset: &Dataset, facts: &Facts, report: Option<&Report>, of: Theming) -> Self {
        let units = dataset.units.iter();
        let units: Vec<UnitKey> = units
            .filter(|(key, unit)| unit.level == of.level && facts.area_m2(*key).is_some())
            .map(|(key, _)| key)
            .collect();
        if of.subject == Subject::Verdict {
            return Self::of_verdicts(&units, report, of);
        }
        let censuses = two_latest_censuses(dataset);
        let value = |unit: UnitKey| -> Option<f64> {
            let people = || Some(facts.people(unit)?.people as f64);
            let area_km2 = || Some(facts.area_m2(unit)? / 1e6);
            match of.subject {
                Subject::Population => people(),
                Subject::Density => Some(people()? / area_km2()?),
                Subject::Area => area_km2(),
                Subject::Growth => growth(dataset, facts, unit, censuses?),
                Subject::Verdict => None,
            }
        };
        let values: BTreeMap<UnitKey, f64> = units
            .iter()
            .filter_map(|unit| Some((*unit, value(*unit)?)))
            .filter(|(_, value)| value.is_finite())
            .collect();
        let mut sorted: Vec<f64> = values.values().copied().collect();
        sorted.sort_by(f64::total_cmp);
        let firsts = first_values(&sorted, of.classing, usize::from(of.classes));
        let class = |value: f64| {
            let after = firsts.partition_point(|first| *first <= value);
            after.saturating_sub(1) as u8
        };
        let mut classes: Vec<Class> = Vec::new();
        for (number, first) in firsts.iter().enumerate() {
            let end = firsts.get(number + 1).copied().unwrap_or(f64::INFINITY);
            let inside = sorted.iter().filter(|it| **it >= *first && **it < end);
            let last = inside.clone().next_back().copied().unwrap_or(*first);
            classes.push(Class {
                kind: ClassKind::Values(*first, last),
                units: inside.count(),
            });
        }
        let undecided = classes.len() as u8;
        classes.push(Class {
            kind: ClassKind::Undecided,
            units: units.len() - values.len(),
        });
        let class_of = units
            .iter()
            .map(|unit| (*unit, values.get(unit).map_or(undecided, |it| class(*it))));
        Self {
            of,
            histogram: histogram(&sorted, class),
            class_of: class_of.collect(),
            classes,
            values,
        }
    }

    fn of_verdicts(units: &[UnitKey], report: Option<&Report>, of: Theming) -> Self {
        const KINDS: [ClassKind; 5] = [
            ClassKind::Met,
            ClassKind::Grandfathered,
            ClassKind::NeedsAuthority,
            ClassKind::Missed,
            ClassKind::Undecided,
        ];
        const UNDECIDED: u8 = 4;
        // Without a check nothing is known; with one, what it found nothing about is met.
        let unsaid = if report.is_some() { 0 } else { UNDECIDED };
        let mut class_of: BTreeMap<UnitKey, u8> = units.iter().map(|it| (*it, unsaid)).collect();
        let findings = report.into_iter().flat_map(|report| &report.findings);
        for finding in findings.filter(|finding| finding.code.family() == Family::Legal) {
            let class = match finding.verdict {
                Some(Verdict::Satisfied) => 0,
                Some(Verdict::Grandfathered | Verdict::Permitted) => 1,
                Some(Verdict::NeedsAuthority(_)) => 2,
                Some(Verdict::Violated) => 3,
                Some(Verdict::NotDecidable) => UNDECIDED,
                None => continue,
            };
            for unit in &finding.units {
                if let Some(known) = class_of.get_mut(unit) {
                    *known = class.max(*known);
                }
            }
        }
        let count = |class: usize| {
            let inside = class_of.values().filter(|it| usize::from(**it) == class);
            inside.count()
        };
        let classes = KINDS.into_iter().enumerate();
        Self {
            of,
            classes: classes
                .map(|(number, kind)| Class {
                    kind,
                    units: count(number),
                })
                .collect(),
            histogram: Vec::new(),
            values: BTreeMap::new(),
            class_of,
        }
    }

    /// The class of a unit, or of that above it whose level is coloured.
    #[must_use]
    pub fn class_of(&self, dataset: &Dataset, unit: UnitKey) -> Option<u8> {
        let own = self.class_of.get(&unit);
        own.or_else(|| {
            let above = dataset.ancestor_at(unit, self.of.level)?;
            self.class_of.get(&above)
        })
        .copied()
    }
}

/// The two latest censuses at which anybody was counted, the earlier first.
fn two_latest_censuses(dataset: &Dataset) -> Option<(i32, i32)> {
    let of_units = dataset.units.iter().map(|(_, unit)| &unit.populations);
    let of_settlements = dataset.settlements.iter().map(|(_, it)| &it.populations);
    let counts = of_units.chain(of_settlements).flat_map(|it| it.counts());
    let years: BTreeSet<i32> = counts.filter_map(|count| count.census).collect();
    let mut latest = years.into_iter().rev();
    let (later, earlier) = (latest.next()?, latest.next()?);
    Some((earlier, later))
}

/// The people of a unit at a census: as recorded, else the sum over what lies under it
/// where all of that is known.
fn people_at(
    dataset: &Dataset,
    facts: &Facts,
    unit: UnitKey,
    census: i32,
    depth: usize,
) -> Option<u64> {
    let recorded = dataset.units.get(unit)?.populations.of_census(Some(census));
    if let Some(people) = recorded.and_then(|count| count.people) {
        return Some(people);
    }
    let children = facts.children(unit);
    let settlements = facts.settlements(unit);
    // Units that are above themselves are a finding; the sum ends all the same.
    if depth == Level::ALL.len() || (children.is_empty() && settlements.is_empty()) {
        return None;
    }
    let below = children
        .iter()
        .map(|child| people_at(dataset, facts, *child, census, depth + 1));
    let counted = settlements.iter().map(|settlement| {
        let populations = &dataset.settlements.get(*settlement)?.populations;
        populations.of_census(Some(census))?.people
    });
    below.chain(counted).sum()
}

/// Per cent a year between two censuses.
fn growth(dataset: &Dataset, facts: &Facts, unit: UnitKey, (from, to): (i32, i32)) -> Option<f64> {
    let people = |census| people_at(dataset, facts, unit, census, 0);
    let (before, after) = (people(from)? as f64, people(to)? as f64);
    let years = f64::from(to - from);
    (before > 0.0).then(|| ((after / before).powf(1.0 / years) - 1.0) * 100.0)
}

/// The least value of each class. Values that are equal are in one class, so there may be
/// fewer classes than asked for. `sorted` is in rising order.
///
/// ```
/// use marz::app::thematic::{Classing, first_values};
/// let values = [1.0, 2.0, 3.0, 10.0, 11.0, 100.0];
/// assert_eq!(first_values(&values, Classing::Quantiles, 3), [1.0, 3.0, 11.0]);
/// assert_eq!(first_values(&values, Classing::NaturalBreaks, 3), [1.0, 10.0, 100.0]);
/// assert_eq!(first_values(&values, Classing::EqualSteps, 3), [1.0, 34.0, 67.0]);
/// ```
#[must_use]
pub fn first_values(sorted: &[f64], classing: Classing, classes: usize) -> Vec<f64> {
    let (Some(least), Some(most)) = (sorted.first(), sorted.last()) else {
        return Vec::new();
    };
    let classes = classes.clamp(1, sorted.len());
    let mut firsts: Vec<f64> = match classing {
        Classing::Quantiles => (0..classes)
            .filter_map(|number| sorted.get(number * sorted.len() / classes).copied())
            .collect(),
        Classing::NaturalBreaks => match ckmeans::ckmeans(sorted, classes as u8) {
            Ok(clusters) => clusters
                .iter()
                .filter_map(|it| it.first().copied())
                .collect(),
            // It asks for no more clusters than values, which there are.
            Err(_) => vec![*least],
        },
        Classing::EqualSteps => (0..classes)
            .map(|number| least + (most - least) * number as f64 / classes as f64)
            .collect(),
    };
    firsts.dedup();
    firsts
}

fn histogram(sorted: &[f64], class: impl Fn(f64) -> u8) -> Vec<Bar> {
    let (Some(least), Some(most)) = (sorted.first(), sorted.last()) else {
        return Vec::new();
    };
    let step = (most - least) / BARS as f64;
    if step <= 0.0 {
        return Vec::new();
    }
    // One bar's end is the next one's beginning to the last bit: rounded on its own, it
    // would count a value on it twice, or not at all.
    let bound = |number: usize| match number {
        BARS => *most,
        _ => least + step * number as f64,
    };
    let below = |number: usize| match number {
        BARS => sorted.len(),
        _ => sorted.partition_point(|value| *value < bound(number)),
    };
    (0..BARS)
        .map(|number| {
            let (from, to) = (bound(number), bound(number + 1));
            Bar {
                from,
                to,
                units: below(number + 1) - below(number),
                class: class(f64::midpoint(from, to)),
            }
        })
        .collect()
}
