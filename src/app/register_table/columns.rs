//! The columns of the register and their values, in one list.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::describe::{
    arithmetic, basis_words, density_name, level_name, special_area_name, unit_name, verdict_words,
};
use crate::app::facts::Facts;
use crate::app::language::{Words, plain};
use crate::app::outline::Outline;
use crate::model::{
    Dataset, DecreeKey, Level, PartialDate, Populations, Settlement, Unit, UnitKey,
};
use crate::rules::Context;
use crate::rules::legal::verdicts;
use crate::topology::Snapshot;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Not known, or not asked of this one.
    Nothing,
    /// A text; codes are texts, for their zeros.
    Text(String),
    /// A count.
    Count(u64),
    /// A measure.
    Number(f64),
}

impl Cell {
    fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::Nothing
        } else {
            Self::Text(text)
        }
    }

    fn count(count: Option<u64>) -> Self {
        count.map_or(Self::Nothing, Self::Count)
    }

    fn number(number: Option<f64>) -> Self {
        number.map_or(Self::Nothing, Self::Number)
    }
}

/// The register of one level.
#[derive(Clone, Debug, PartialEq)]
pub struct RegisterTable {
    /// The name of the level.
    pub level: String,
    /// The headings, in the order of columns.
    pub headings: Vec<String>,
    /// The rows, in the order of the data, each with as many cells as there are headings.
    pub rows: Vec<Vec<Cell>>,
}

/// What the cells are worked out from.
struct Source<'a> {
    words: &'a Words,
    dataset: &'a Dataset,
    context: Context<'a>,
    facts: Facts,
    outlines: BTreeMap<UnitKey, Outline>,
    censuses: Vec<Option<i32>>,
    level: Level,
}

impl RegisterTable {
    /// The units, or the settlements, of a level. What has ended is left out.
    pub fn new(words: &Words, snapshot: &Snapshot, level: Level) -> Self {
        let dataset = &snapshot.dataset;
        let units = || {
            let units = dataset.units.iter();
            units.filter(move |(_, unit)| unit.level == level && !unit.life.has_ended())
        };
        let settlements = || {
            let settlements = dataset.settlements.iter();
            settlements.filter(move |(_, it)| it.kind.level() == level && !it.life.has_ended())
        };
        let counted = units().map(|(_, unit)| &unit.populations);
        let counted = counted.chain(settlements().map(|(_, it)| &it.populations));
        let censuses: BTreeSet<Option<i32>> = counted
            .flat_map(|populations| populations.counts())
            .map(|count| count.census)
            .collect();
        let is_of_units = Level::UNITS.contains(&level);
        let source = Source {
            words,
            dataset,
            context: Context::new(snapshot),
            facts: Facts::new(dataset),
            outlines: if is_of_units {
                Outline::of_level(dataset, level)
            } else {
                BTreeMap::new()
            },
            censuses: censuses.into_iter().collect(),
            level,
        };
        let (headings, rows) = if is_of_units {
            let rows = units().map(|(key, unit)| source.unit(key, unit));
            (source.unit_headings(), rows.collect())
        } else {
            let rows = settlements().map(|(_, settlement)| source.settlement(settlement));
            (source.settlement_headings(), rows.collect())
        };
        Self {
            level: level_name(words, level),
            headings,
            rows,
        }
    }
}

impl Source<'_> {
    fn heading(&self, id: &str) -> String {
        plain(&self.words.text(id))
    }

    fn date(&self, date: Option<PartialDate>) -> Cell {
        let shown = date.map(|date| match date {
            PartialDate::SolarYear(year) => year.to_string(),
            PartialDate::Day(day) => {
                let language = crate::app::language::Language::English;
                crate::app::dates::shown(&day.to_string(), language)
            }
        });
        Cell::text(shown.unwrap_or_default())
    }

    fn decree(&self, decree: Option<DecreeKey>) -> Cell {
        let decree = decree.and_then(|key| self.dataset.decrees.get(key));
        Cell::text(
            decree
                .map(|decree| decree.number.clone())
                .unwrap_or_default(),
        )
    }

    /// The levels above the one that is listed, highest first.
    fn above(&self) -> impl Iterator<Item = Level> {
        let own = self.level;
        Level::UNITS
            .into_iter()
            .filter(move |level| *level < own && *level != Level::City)
    }

    fn ancestor_headings(&self, headings: &mut Vec<String>) {
        for level in self.above() {
            headings.push(plain(&level_name(self.words, level)));
            let level = level_name(self.words, level);
            headings.push(plain(
                &self.words.with("table-code-of", &[("level", level.into())]),
            ));
        }
    }

    fn ancestors(&self, parent: Option<UnitKey>, cells: &mut Vec<Cell>) {
        for level in self.above() {
            let above = parent.and_then(|parent| self.dataset.ancestor_at(parent, level));
            let unit = above.and_then(|key| self.dataset.units.get(key));
            cells.push(Cell::text(
                unit.map(|it| it.name.clone()).unwrap_or_default(),
            ));
            let code = unit.and_then(|it| it.code.clone());
            cells.push(Cell::text(code.unwrap_or_default()));
        }
    }

    fn people_headings(&self, headings: &mut Vec<String>) {
        for census in &self.censuses {
            for id in ["field-people", "field-households"] {
                headings.push(match census {
                    Some(year) => plain(
                        &self
                            .words
                            .with(&format!("{id}-of"), &[("year", year.to_string().into())]),
                    ),
                    None => self.heading(id),
                });
            }
        }
    }

    fn people(&self, populations: &Populations, cells: &mut Vec<Cell>) {
        for census in &self.censuses {
            let count = populations.of_census(*census);
            cells.push(Cell::count(count.and_then(|count| count.people)));
            cells.push(Cell::count(count.and_then(|count| count.households)));
        }
    }

    fn unit_headings(&self) -> Vec<String> {
        let heading = |id: &str| self.heading(id);
        let mut headings = vec![
            heading("column-level"),
            heading("field-code"),
            heading("field-ministry-code"),
            heading("field-name"),
            heading("field-latin-name"),
            heading("field-other-name"),
        ];
        self.ancestor_headings(&mut headings);
        headings.extend([
            heading("field-centre"),
            heading("field-density"),
            heading("field-special-areas"),
            heading("field-density-decree"),
            heading("field-nomadic"),
            heading("field-special-governorate"),
            heading("field-established"),
            heading("field-decree"),
        ]);
        self.people_headings(&mut headings);
        headings.extend([
            heading("table-people-sum"),
            heading("table-census"),
            heading("table-area-km2"),
            heading("table-density"),
            heading("table-perimeter-km"),
            heading("field-neighbours"),
        ]);
        for level in self.below() {
            headings.push(plain(&level_name(self.words, level)));
        }
        headings.extend([
            heading("panel-law"),
            heading("table-basis"),
            heading("table-arithmetic"),
            heading("field-notes"),
        ]);
        headings
    }

    /// The levels that may stand directly under the listed one.
    fn below(&self) -> impl Iterator<Item = Level> {
        let own = self.level;
        Level::ALL.into_iter().filter(move |level| match own {
            Level::City => *level > Level::City,
            own => *level > own,
        })
    }

    fn unit(&self, key: UnitKey, unit: &Unit) -> Vec<Cell> {
        let words = self.words;
        let yes = |is_so: bool| {
            if is_so {
                Cell::text(self.heading("field-yes"))
            } else {
                Cell::Nothing
            }
        };
        let separator = plain(&words.text("format-between"));
        let others: Vec<&str> = unit.other_names.iter().map(|it| it.name.as_str()).collect();
        let areas: Vec<String> = unit
            .special_areas
            .iter()
            .map(|area| special_area_name(words, *area))
            .collect();
        let mut cells = vec![
            Cell::text(plain(&level_name(words, unit.level))),
            Cell::text(unit.code.clone().unwrap_or_default()),
            Cell::text(unit.ministry_code.clone().unwrap_or_default()),
            Cell::text(plain(&unit_name(words, self.dataset, key))),
            Cell::text(unit.latin_name.clone()),
            Cell::text(others.join(&separator)),
        ];
        self.ancestors(unit.parent, &mut cells);
        let centre = unit.centre.as_ref().map(|centre| centre.name.clone());
        let grade = unit.density.map(|grade| plain(&density_name(words, grade)));
        cells.extend([
            Cell::text(centre.unwrap_or_default()),
            Cell::text(grade.unwrap_or_default()),
            Cell::text(plain(&areas.join(&separator))),
            self.decree(unit.density_decree),
            yes(unit.nomadic),
            yes(unit.special_governorate),
            self.date(unit.established),
            self.decree(unit.decree),
        ]);
        self.people(&unit.populations, &mut cells);
        let people = self.facts.people(key);
        let area_km2 = self.facts.area_m2(key).map(|area_m2| area_m2 / 1e6);
        #[expect(clippy::cast_precision_loss, reason = "no country has 2^53 people")]
        let density = people
            .zip(area_km2)
            .map(|(people, area_km2)| people.people as f64 / area_km2);
        let census = people.and_then(|people| people.census);
        let outline = self.outlines.get(&key);
        cells.extend([
            Cell::count(people.map(|people| people.people)),
            Cell::text(census.map(|year| year.to_string()).unwrap_or_default()),
            Cell::number(area_km2.map(|it| rounded(it, 3))),
            Cell::number(density.map(|it| rounded(it, 2))),
            Cell::number(outline.map(|it| rounded(it.perimeter_m / 1e3, 3))),
            Cell::count(outline.map(|it| it.neighbours.len() as u64)),
        ]);
        let counts = self.descendants(key);
        for level in self.below() {
            cells.push(Cell::count(Some(counts.get(&level).copied().unwrap_or(0))));
        }
        let lines = verdicts(&self.context, key);
        let joined = |texts: Vec<String>| Cell::text(plain(&texts.join(&separator)));
        let said = lines.iter().map(|line| verdict_words(words, line.verdict));
        cells.push(joined(said.collect()));
        let bases = lines.iter().map(|line| basis_words(words, &line.basis));
        cells.push(joined(bases.collect()));
        let sums = lines.iter().map(|line| arithmetic(words, line));
        cells.push(joined(sums.collect()));
        cells.push(Cell::text(unit.notes.clone()));
        cells
    }

    /// How many units and settlements of each level are under a unit.
    fn descendants(&self, unit: UnitKey) -> BTreeMap<Level, u64> {
        let mut counts = BTreeMap::new();
        // Deeper than there are levels is a cycle.
        let mut waiting = vec![(unit, 0)];
        while let Some((at, depth)) = waiting.pop() {
            for key in self.facts.settlements(at) {
                if let Some(settlement) = self.dataset.settlements.get(*key) {
                    *counts.entry(settlement.kind.level()).or_default() += 1;
                }
            }
            for &child in self.facts.children(at) {
                let level = self.dataset.units.get(child).map(|unit| unit.level);
                if let Some(level) = level
                    && depth < Level::ALL.len()
                {
                    *counts.entry(level).or_default() += 1;
                    waiting.push((child, depth + 1));
                }
            }
        }
        counts
    }

    fn settlement_headings(&self) -> Vec<String> {
        let mut headings = vec![
            self.heading("column-level"),
            self.heading("field-code"),
            self.heading("field-name"),
        ];
        self.ancestor_headings(&mut headings);
        headings.extend([self.heading("level-city"), self.heading("table-village")]);
        self.people_headings(&mut headings);
        headings.extend([
            self.heading("report-longitude"),
            self.heading("report-latitude"),
        ]);
        headings
    }

    fn settlement(&self, settlement: &Settlement) -> Vec<Cell> {
        let mut cells = vec![
            Cell::text(plain(&level_name(self.words, settlement.kind.level()))),
            Cell::text(settlement.code.clone().unwrap_or_default()),
            Cell::text(settlement.name.clone()),
        ];
        self.ancestors(settlement.parent, &mut cells);
        let parent = settlement
            .parent
            .and_then(|key| self.dataset.units.get(key));
        let city = parent.filter(|unit| unit.level == Level::City);
        cells.push(Cell::text(
            city.map(|it| it.name.clone()).unwrap_or_default(),
        ));
        let village = settlement
            .village
            .and_then(|key| self.dataset.settlements.get(key));
        cells.push(Cell::text(
            village.map(|it| it.name.clone()).unwrap_or_default(),
        ));
        self.people(&settlement.populations, &mut cells);
        cells.push(Cell::number(settlement.position.map(|at| at.x)));
        cells.push(Cell::number(settlement.position.map(|at| at.y)));
        cells
    }
}

/// A measure with so many places after the point, as no one reads more of it.
fn rounded(number: f64, places: i32) -> f64 {
    let scale = 10_f64.powi(places);
    (number * scale).round() / scale
}
