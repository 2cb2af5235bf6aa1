//! How people are counted for the law: summed on the boundaries as they are, at the
//! latest census for which every part is known (article 17).

use super::Counted;
use super::verdict::{Term, TermKind};
use crate::model::{Level, SettlementKey, SettlementKind, UnitKey};
use crate::rules::Context;

/// A census: its Solar Hijri year, or nothing for counts without one.
pub(super) type Census = Option<i32>;

/// People with what they are made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct People {
    pub people: u64,
    /// Whether city people may be among them that should be left out.
    pub at_most: bool,
    pub census: Census,
    pub terms: Vec<Term>,
}

/// Whose people are not known, where that keeps a sum from being made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Unknown {
    pub units: Vec<UnitKey>,
    pub settlements: Vec<SettlementKey>,
}

/// What counting needs.
pub(super) struct Counter<'a, 'b> {
    context: &'a Context<'b>,
}

impl<'a, 'b> Counter<'a, 'b> {
    pub fn new(context: &'a Context<'b>) -> Self {
        Self { context }
    }

    /// The people of a unit as a minimum counts them, at the latest census for which
    /// they are known.
    pub fn people(&self, unit: UnitKey, counted: Counted) -> Result<People, Unknown> {
        let censuses = self.censuses(unit);
        let found = censuses.iter().find_map(|&census| match counted {
            Counted::Settlements | Counted::All => self.whole(unit, census),
            Counted::WithoutCities => self.without_cities(unit, census),
            Counted::Recorded => self.recorded(unit, census).map(|people| People {
                people,
                at_most: false,
                census,
                terms: vec![Term {
                    kind: TermKind::Recorded,
                    people,
                }],
            }),
        });
        found.ok_or_else(|| self.unknown(unit, counted, censuses.first().copied().flatten()))
    }

    /// Every census at which someone in the unit is counted, the latest first.
    fn censuses(&self, unit: UnitKey) -> Vec<Census> {
        let dataset = self.context.dataset();
        let mut censuses: Vec<Census> = Vec::new();
        for below in self.context.descendants(unit) {
            let own = dataset.units.get(below).map(|unit| &unit.populations);
            let settlements = self.context.settlements(below).iter();
            let settlements =
                settlements.filter_map(|&key| Some(&dataset.settlements.get(key)?.populations));
            for count in own
                .into_iter()
                .chain(settlements)
                .flat_map(|all| all.counts())
            {
                if count.people.is_some() && !censuses.contains(&count.census) {
                    censuses.push(count.census);
                }
            }
        }
        censuses.sort_unstable_by(|a, b| b.cmp(a));
        censuses
    }

    fn recorded(&self, unit: UnitKey, census: Census) -> Option<u64> {
        let unit = self.context.dataset().units.get(unit)?;
        unit.populations.of_census(census)?.people
    }

    /// The people of the settlements directly under a unit: of all its villages, and
    /// of those farms and places that anybody lives in. Nothing where no settlement
    /// has people or a village's are not known.
    fn settlements(&self, unit: UnitKey, census: Census) -> Option<Term> {
        let dataset = self.context.dataset();
        let (mut people, mut counted) = (0, 0);
        for &key in self.context.settlements(unit) {
            let settlement = dataset.settlements.get(key)?;
            let count = settlement.populations.of_census(census);
            match count.and_then(|count| count.people) {
                Some(some) => {
                    people += some;
                    counted += 1;
                }
                None if settlement.kind == SettlementKind::Village => return None,
                None => {}
            }
        }
        (counted > 0).then_some(Term {
            kind: TermKind::Settlements(counted),
            people,
        })
    }

    /// The units directly under a unit whose levels are below its own: a cycle, which
    /// is a finding of its own, ends here.
    fn parts(&self, unit: UnitKey) -> impl Iterator<Item = (UnitKey, Level)> + '_ {
        let units = &self.context.dataset().units;
        let level = units.get(unit).map(|unit| unit.level);
        let children = self.context.children(unit).iter();
        children
            .filter_map(|&child| Some((child, units.get(child)?.level)))
            .filter(move |(_, below)| level.is_some_and(|level| *below > level))
    }

    /// The sum over the parts of a unit, or nothing where it has none that could make
    /// it up, or one is not known.
    fn summed(&self, unit: UnitKey, census: Census, with_cities: bool) -> Option<Vec<Term>> {
        let mut terms = Vec::new();
        let mut has_body = false;
        for (child, level) in self.parts(unit) {
            let is_city = level == Level::City;
            has_body |= !is_city;
            if with_cities || !is_city {
                terms.push(Term {
                    kind: TermKind::Unit(child),
                    people: self.whole(child, census)?.people,
                });
            }
        }
        if !self.context.settlements(unit).is_empty() {
            let settlements = self.settlements(unit, census);
            let only_farms = || {
                let settlements = &self.context.dataset().settlements;
                let mut own = self.context.settlements(unit).iter();
                own.all(|&key| {
                    let settlement = settlements.get(key);
                    settlement.is_some_and(|it| it.kind != SettlementKind::Village)
                })
            };
            match settlements {
                Some(term) => {
                    has_body = true;
                    terms.push(term);
                }
                // Farms and places in which nobody is counted.
                None if has_body && only_farms() => {}
                None => return None,
            }
        }
        has_body.then_some(terms)
    }

    /// All people of a unit: the sum over what it is made of, else what is recorded.
    fn whole(&self, unit: UnitKey, census: Census) -> Option<People> {
        let terms = self.summed(unit, census, true).or_else(|| {
            let people = self.recorded(unit, census)?;
            let kind = TermKind::Recorded;
            Some(vec![Term { kind, people }])
        })?;
        Some(People {
            people: terms.iter().map(|term| term.people).sum(),
            at_most: false,
            census,
            terms,
        })
    }

    /// The people of a unit without those of its cities: the sum over the rest of it,
    /// else what is recorded less its cities.
    fn without_cities(&self, unit: UnitKey, census: Census) -> Option<People> {
        if let Some(terms) = self.summed(unit, census, false) {
            return Some(People {
                people: terms.iter().map(|term| term.people).sum(),
                at_most: false,
                census,
                terms,
            });
        }
        let recorded = self.recorded(unit, census)?;
        let mut people = recorded;
        let mut terms = vec![Term {
            kind: TermKind::Recorded,
            people: recorded,
        }];
        // In data that has no city at all, nobody knows whose people are urban.
        let mut at_most = !self.context.facts().has_level(Level::City);
        for (city, _) in self.parts(unit).filter(|(_, level)| *level == Level::City) {
            match self.recorded(city, census) {
                Some(urban) => {
                    people = people.saturating_sub(urban);
                    terms.push(Term {
                        kind: TermKind::LessCity(city),
                        people: urban,
                    });
                }
                None => at_most = true,
            }
        }
        Some(People {
            people,
            at_most,
            census,
            terms,
        })
    }

    /// Whose people keep the sum from being made at a census.
    fn unknown(&self, unit: UnitKey, counted: Counted, census: Census) -> Unknown {
        let mut unknown = Unknown::default();
        if counted == Counted::Recorded {
            unknown.units.push(unit);
            return unknown;
        }
        self.add_unknown(unit, counted, census, &mut unknown);
        unknown
    }

    fn add_unknown(&self, unit: UnitKey, counted: Counted, census: Census, into: &mut Unknown) {
        let with_cities = counted != Counted::WithoutCities;
        let parts: Vec<_> = self
            .parts(unit)
            .filter(|(_, level)| with_cities || *level != Level::City)
            .filter(|&(part, _)| self.whole(part, census).is_none())
            .collect();
        let dataset = self.context.dataset();
        let before = into.settlements.len();
        let settlements = self.context.settlements(unit);
        let counts = |key: SettlementKey| {
            let settlement = dataset.settlements.get(key)?;
            settlement.populations.of_census(census)?.people
        };
        // Where nobody is counted, the unit is what is not known.
        if settlements.iter().any(|&key| counts(key).is_some()) {
            into.settlements.extend(settlements.iter().filter(|&&key| {
                let settlement = dataset.settlements.get(key);
                let is_village = |kind| kind == SettlementKind::Village;
                settlement.is_some_and(|it| is_village(it.kind)) && counts(key).is_none()
            }));
        }
        if parts.is_empty() && into.settlements.len() == before {
            into.units.push(unit);
        }
        for (part, _) in parts {
            self.add_unknown(part, Counted::All, census, into);
        }
    }
}
