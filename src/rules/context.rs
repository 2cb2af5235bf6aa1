//! What rules read: the snapshot, the survey of its faces, tables made once for all
//! rules, and whether to go on.

use std::cell::{Cell, OnceCell, RefCell};
use std::ops::ControlFlow;

use super::Code;
use super::legal::{LawSet, law_set, law_sets};
use crate::model::{Dataset, Key, SettlementKey, UnitKey};
use crate::topology::{PlainSurvey, Snapshot, Survey, survey, survey_plain};

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The rule at work.
    pub code: Code,
    /// How many rules are done.
    pub done: usize,
    /// How many there are.
    pub of: usize,
}

type Watcher<'a> = Box<dyn FnMut(Progress) -> ControlFlow<()> + 'a>;

/// Rows of keys by unit.
#[derive(Debug, Default)]
struct ByUnit<K>(Vec<Vec<K>>);

impl<K: Copy> ByUnit<K> {
    fn new(pairs: impl Iterator<Item = (UnitKey, K)>) -> Self {
        let mut rows: Vec<Vec<K>> = Vec::new();
        for (unit, key) in pairs {
            if rows.len() <= unit.index() {
                rows.resize_with(unit.index() + 1, Vec::new);
            }
            if let Some(row) = rows.get_mut(unit.index()) {
                row.push(key);
            }
        }
        Self(rows)
    }

    fn of(&self, unit: UnitKey) -> &[K] {
        self.0.get(unit.index()).map_or(&[], Vec::as_slice)
    }
}

/// What rules read. Its tables are made when first asked for.
pub struct Context<'a> {
    /// The data and its index.
    pub snapshot: &'a Snapshot,
    survey: OnceCell<Survey>,
    plain_surveys: OnceCell<Vec<PlainSurvey>>,
    children: OnceCell<ByUnit<UnitKey>>,
    settlements: OnceCell<ByUnit<SettlementKey>>,
    progress: RefCell<Watcher<'a>>,
    now: Cell<Option<Progress>>,
    stopped: Cell<bool>,
}

impl<'a> Context<'a> {
    /// A context that nobody watches or stops.
    pub fn new(snapshot: &'a Snapshot) -> Self {
        Self::watched(snapshot, Box::new(|_| ControlFlow::Continue(())))
    }

    pub(super) fn watched(snapshot: &'a Snapshot, progress: Watcher<'a>) -> Self {
        Self {
            snapshot,
            survey: OnceCell::new(),
            plain_surveys: OnceCell::new(),
            children: OnceCell::new(),
            settlements: OnceCell::new(),
            progress: RefCell::new(progress),
            now: Cell::new(None),
            stopped: Cell::new(false),
        }
    }

    /// The data.
    pub fn dataset(&self) -> &'a Dataset {
        &self.snapshot.dataset
    }

    /// What is wrong in itself with each polygon outside the coverage, in the order of
    /// units, made when first asked for; of a run that is being stopped it may be
    /// short.
    pub fn plain_surveys(&self) -> &[PlainSurvey] {
        self.plain_surveys.get_or_init(|| {
            let units = self.dataset().units.keys();
            units
                .map_while(|unit| survey_plain(self.dataset(), unit, &|| !self.keep_going()))
                .collect()
        })
    }

    /// The survey of crossings and faces, made when first asked for; of a run that is
    /// stopped meanwhile, and so ends with nothing, it is empty.
    pub fn survey(&self) -> &Survey {
        self.survey
            .get_or_init(|| survey(self.snapshot, None, &|| !self.keep_going()).unwrap_or_default())
    }

    /// The units directly under a unit, in the order of their keys.
    pub fn children(&self, unit: UnitKey) -> &[UnitKey] {
        self.children
            .get_or_init(|| {
                let units = self.dataset().units.iter();
                ByUnit::new(units.filter_map(|(key, unit)| Some((unit.parent?, key))))
            })
            .of(unit)
    }

    /// The settlements directly under a unit, in the order of their keys.
    pub fn settlements(&self, unit: UnitKey) -> &[SettlementKey] {
        self.settlements
            .get_or_init(|| {
                let settlements = self.dataset().settlements.iter();
                ByUnit::new(settlements.filter_map(|(key, place)| Some((place.parent?, key))))
            })
            .of(unit)
    }

    /// The unit and all units under it, each once, those above before those below.
    pub fn descendants(&self, unit: UnitKey) -> Vec<UnitKey> {
        let mut found = vec![unit];
        let mut next = 0;
        while let Some(&above) = found.get(next) {
            next += 1;
            for &child in self.children(above) {
                // In a cycle, which is a finding of its own, a unit comes back.
                if child != unit && self.dataset().units.get(child).is_some() {
                    found.push(child);
                }
            }
        }
        found
    }

    /// The leaves of the coverage that a unit is made of, in the order of their keys:
    /// `topology::unit_leaves` from the table of children.
    pub fn leaves(&self, unit: UnitKey) -> Vec<UnitKey> {
        let units = &self.dataset().units;
        if units.get(unit).is_some_and(|unit| unit.is_leaf()) {
            return vec![unit];
        }
        let mut leaves = self.descendants(unit);
        leaves.retain(|&key| units.get(key).is_some_and(|unit| unit.is_leaf()));
        leaves.sort_unstable();
        leaves
    }

    /// The set of legal parameters that the data set names, or the first where it
    /// names none that is known.
    pub fn law(&self) -> Option<&'static LawSet> {
        law_set(&self.dataset().parameters.law).or_else(|| law_sets().first())
    }

    /// Says which rule is at work; returns whether to go on.
    pub(super) fn begin(&self, progress: Progress) -> bool {
        self.now.set(Some(progress));
        self.keep_going()
    }

    /// Whether to go on: long checks ask from time to time and return when not.
    pub fn keep_going(&self) -> bool {
        if !self.stopped.get()
            && let Some(now) = self.now.get()
            && let Ok(mut progress) = self.progress.try_borrow_mut()
            && (*progress)(now).is_break()
        {
            self.stopped.set(true);
        }
        !self.stopped.get()
    }
}
