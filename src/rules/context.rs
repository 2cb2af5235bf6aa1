//! What rules read: the snapshot, tables made once for all rules, and whether to go on.

use std::cell::{Cell, OnceCell, RefCell};
use std::ops::ControlFlow;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::by_code::ByCode;
use super::legal::{LawSet, law_set, law_sets};
use super::tables::{Facts, Tables};
use super::{Code, Place};
use crate::model::{Dataset, Extent, SettlementKey, UnitKey};
use crate::topology::{Face, PlainSurvey, Snapshot, Survey, SurveyBook, survey_plain};

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

/// What rules read. Its tables are made when first asked for.
pub struct Context<'a> {
    /// The data and its index.
    pub snapshot: &'a Snapshot,
    survey: OnceCell<(SurveyBook, Survey)>,
    book: OnceCell<SurveyBook>,
    plain_surveys: RefCell<FxHashMap<UnitKey, Rc<PlainSurvey>>>,
    tables: OnceCell<Tables>,
    places: RefCell<FxHashMap<UnitKey, Option<Place>>>,
    progress: RefCell<Watcher<'a>>,
    now: Cell<Option<Progress>>,
    stopped: Cell<bool>,
}

impl<'a> Context<'a> {
    /// A context that nobody watches or stops.
    pub fn new(snapshot: &'a Snapshot) -> Self {
        Self::watched(snapshot, Box::new(|_| ControlFlow::Continue(())))
    }

    /// A context of a state of which the tables and the survey are known.
    pub(super) fn known(
        snapshot: &'a Snapshot,
        tables: Tables,
        book: SurveyBook,
        progress: Watcher<'a>,
    ) -> Self {
        Self {
            tables: tables.into(),
            book: book.into(),
            ..Self::watched(snapshot, progress)
        }
    }

    pub(super) fn watched(snapshot: &'a Snapshot, progress: Watcher<'a>) -> Self {
        Self {
            snapshot,
            survey: OnceCell::new(),
            book: OnceCell::new(),
            places: RefCell::default(),
            plain_surveys: RefCell::default(),
            tables: OnceCell::new(),
            progress: RefCell::new(progress),
            now: Cell::new(None),
            stopped: Cell::new(false),
        }
    }

    /// The data.
    pub fn dataset(&self) -> &'a Dataset {
        &self.snapshot.dataset
    }

    /// What is wrong in itself with a unit's polygon outside the coverage, made when
    /// first asked for; of a run that is being stopped it may say nothing.
    pub fn plain_survey(&self, unit: UnitKey) -> Rc<PlainSurvey> {
        if let Some(known) = self.plain_surveys.borrow().get(&unit) {
            return known.clone();
        }
        let found = survey_plain(self.dataset(), unit, &|| !self.keep_going());
        let found = Rc::new(found.unwrap_or_default());
        let mut known = self.plain_surveys.borrow_mut();
        known.insert(unit, found.clone());
        found
    }

    fn surveyed(&self) -> &(SurveyBook, Survey) {
        self.survey.get_or_init(|| {
            SurveyBook::whole(self.snapshot, &|| !self.keep_going()).unwrap_or_default()
        })
    }

    /// The survey of crossings and faces, made when first asked for; of a run that is
    /// stopped meanwhile, and so ends with nothing, it is empty.
    pub(super) fn survey(&self) -> &Survey {
        &self.surveyed().1
    }

    /// The survey in the form that is kept current.
    pub(super) fn book(&self) -> &SurveyBook {
        self.book.get_or_init(|| self.surveyed().0.clone())
    }

    /// The faces of the survey whose boxes meet `extent`: for checks that read
    /// [`Reads::NEAR`](super::Reads::NEAR).
    pub fn faces_near(&self, extent: Extent) -> impl Iterator<Item = &Arc<Face>> {
        self.book().faces_near(extent)
    }

    pub(super) fn tables(&self) -> &Tables {
        self.tables.get_or_init(|| Tables::new(self.dataset()))
    }

    pub(super) fn by_code(&self) -> &ByCode {
        self.tables().by_code(self.dataset())
    }

    /// What is so of the whole data set.
    pub fn facts(&self) -> &Facts {
        &self.tables().facts
    }

    /// The units directly under a unit, in the order of their keys.
    pub fn children(&self, unit: UnitKey) -> &[UnitKey] {
        self.tables().children(unit)
    }

    /// The settlements directly under a unit, in the order of their keys.
    pub fn settlements(&self, unit: UnitKey) -> &[SettlementKey] {
        self.tables().settlements(unit)
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

    /// A place for a finding about a whole unit: see `land`.
    pub fn unit_place(&self, unit: UnitKey) -> Option<Place> {
        if let Some(known) = self.places.borrow().get(&unit) {
            return known.clone();
        }
        let place = self.make_unit_place(unit);
        self.places.borrow_mut().insert(unit, place.clone());
        place
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
