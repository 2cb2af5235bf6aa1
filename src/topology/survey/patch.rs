//! Keeping a survey current: after an edit only what meets the change is surveyed
//! again, and the rest of the last survey stays. The result is what a survey of the
//! whole coverage would be.
//!
//! An item (a face, a crossing, a vertex) is exchanged if its box meets a *region*: a
//! box around edges that changed. Outside the regions as many leaves cover a point
//! after the change as before. So a face that meets a region lies within the regions
//! and the faces of before that met them; that is how far edges are looked at. Only a
//! bay of the outside may become a gap that is larger. It takes lines that come to
//! meet, or a vertex that is carried over others; where that may have happened beside
//! the outside, the whole has to be surveyed.

use std::sync::Arc;

use imbl::Vector;
use rustc_hash::FxHashSet;

use super::change::CoverageChange;
use super::{
    Crossing, Face, RepeatedVertex, Seen, SelfCrossing, Survey, UnmatchedVertex, survey_window,
};
use crate::model::{BorderKey, Extent, UnitKey};
use crate::topology::Snapshot;
use crate::topology::assemble::own_extent;

/// By how much a window is larger than what it must hold, in degrees.
const WINDOW_MARGIN_DEG: f64 = 1e-6;
/// Boxes of items are grown by this many degrees (a centimetre) to see which touch.
const TOUCH_DEG: f64 = 1e-7;

/// What a survey finds: something with a box.
trait Item: PartialEq + Clone {
    fn extent(&self) -> Extent;
    /// The borders that it names.
    fn names(&self, is_one: &dyn Fn(BorderKey) -> bool) -> bool;
}

impl Item for Face {
    fn extent(&self) -> Extent {
        self.extent
    }

    fn names(&self, is_one: &dyn Fn(BorderKey) -> bool) -> bool {
        let beside = self.beside_edge.iter().map(|beside| beside.edge.border);
        let mut borders = self.edges.iter().map(|edge| edge.border).chain(beside);
        borders.any(is_one)
    }
}

impl Item for Crossing {
    fn extent(&self) -> Extent {
        Extent::at(self.at)
    }

    fn names(&self, is_one: &dyn Fn(BorderKey) -> bool) -> bool {
        self.edges.iter().any(|edge| is_one(edge.border))
    }
}

impl Item for UnmatchedVertex {
    fn extent(&self) -> Extent {
        Extent::at(self.at)
    }

    fn names(&self, is_one: &dyn Fn(BorderKey) -> bool) -> bool {
        is_one(self.edge.border)
    }
}

impl Item for SelfCrossing {
    fn extent(&self) -> Extent {
        Extent::at(self.at)
    }

    fn names(&self, _: &dyn Fn(BorderKey) -> bool) -> bool {
        false
    }
}

impl Item for RepeatedVertex {
    fn extent(&self) -> Extent {
        Extent::at(self.at)
    }

    fn names(&self, _: &dyn Fn(BorderKey) -> bool) -> bool {
        false
    }
}

/// Items of one kind, shared with the books before and after.
#[derive(Debug, Clone)]
struct Shelf<T>(Vector<(Extent, Arc<T>)>);

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self(Vector::new())
    }
}

/// What became of a shelf.
struct Exchange<T> {
    kept: Shelf<T>,
    gone: Vec<Arc<T>>,
    came: Vec<Arc<T>>,
}

impl<T: Item> Shelf<T> {
    fn new(items: &[T]) -> Self {
        let items = items.iter();
        Self(
            items
                .map(|item| (item.extent(), Arc::new(item.clone())))
                .collect(),
        )
    }

    /// Exchanges what meets `regions` for `found`.
    fn exchange(&self, regions: &[Extent], found: Vec<T>) -> Exchange<T> {
        let mut exchange = Exchange {
            kept: self.clone(),
            gone: Vec::new(),
            came: Vec::new(),
        };
        let meets = |extent: &Extent| regions.iter().any(|region| region.meets(extent));
        let met = self.0.iter().enumerate();
        let met: Vec<usize> = met
            .filter(|(_, (extent, _))| meets(extent))
            .map(|(index, _)| index)
            .collect();
        let mut found: Vec<Option<T>> = found.into_iter().map(Some).collect();
        for index in met.into_iter().rev() {
            let Some((_, old)) = self.0.get(index) else {
                continue;
            };
            // What is found again stays where it was.
            let again = found.iter_mut().find(|it| it.as_ref() == Some(&**old));
            if again.and_then(Option::take).is_none() {
                let (_, old) = exchange.kept.0.remove(index);
                exchange.gone.push(old);
            }
        }
        exchange.came = found.into_iter().flatten().map(Arc::new).collect();
        exchange
    }

    fn extents_that_name<'a>(
        &'a self,
        is_one: &'a dyn Fn(BorderKey) -> bool,
    ) -> impl Iterator<Item = Extent> + 'a {
        let items = self.0.iter();
        items
            .filter(|(_, item)| item.names(is_one))
            .map(|(extent, _)| *extent)
    }
}

impl<T: Item> Exchange<T> {
    fn changed(&self) -> impl Iterator<Item = Extent> + '_ {
        self.gone.iter().chain(&self.came).map(|it| it.extent())
    }

    /// The kept items that touch one of `boxes`, into `part`; their boxes, into `next`.
    fn take_touching(&self, boxes: &[Extent], part: &mut Vec<usize>, next: &mut Vec<Extent>) {
        let Some(around) = boxes.iter().copied().reduce(Extent::union) else {
            return;
        };
        for (index, (extent, _)) in self.kept.0.iter().enumerate() {
            if around.meets(extent)
                && boxes.iter().any(|it| it.meets(extent))
                && !part.contains(&index)
            {
                part.push(index);
                next.push(extent.grown(TOUCH_DEG));
            }
        }
    }

    /// The items of a part before and after.
    fn parts(&self, part: &[usize]) -> [Vec<T>; 2] {
        let kept = part.iter().filter_map(|&index| self.kept.0.get(index));
        let kept: Vec<&Arc<T>> = kept.map(|(_, item)| item).collect();
        [&self.gone, &self.came].map(|changed| {
            let all = kept.iter().copied().chain(changed);
            all.map(|item| (**item).clone()).collect()
        })
    }

    fn into_shelf(self) -> Shelf<T> {
        let Self { kept, came, .. } = self;
        let Shelf(mut items) = kept;
        items.extend(came.into_iter().map(|item| (item.extent(), item)));
        Shelf(items)
    }
}

/// Declares the book with a shelf for each list of a survey.
macro_rules! book {
    ($($list:ident: $item:ident,)*) => {
        /// A survey that is kept current. A clone is cheap.
        #[derive(Debug, Clone, Default)]
        pub struct SurveyBook {
            $($list: Shelf<$item>,)*
            /// The units whose rings cross themselves.
            twisted: Arc<FxHashSet<UnitKey>>,
        }

        /// What became of each shelf.
        struct Exchanges {
            $($list: Exchange<$item>,)*
        }

        impl SurveyBook {
            fn of(survey: &Survey) -> Self {
                Self {
                    twisted: Arc::new(twisted(survey.self_crossings.iter())),
                    $($list: Shelf::new(&survey.$list),)*
                }
            }

            fn exchange(&self, regions: &[Extent], found: Survey) -> Exchanges {
                Exchanges {
                    $($list: self.$list.exchange(regions, found.$list),)*
                }
            }

            /// The boxes of items that name one of these borders.
            fn extents_that_name(&self, borders: &[BorderKey]) -> Vec<Extent> {
                let is_one = |border: BorderKey| borders.binary_search(&border).is_ok();
                let mut extents = Vec::new();
                $(extents.extend(self.$list.extents_that_name(&is_one));)*
                extents
            }
        }

        impl Exchanges {
            fn changed(&self) -> Vec<Extent> {
                let mut extents = Vec::new();
                $(extents.extend(self.$list.changed());)*
                extents
            }

            /// What changed with all that touches it, and so on, before and after.
            fn parts(&self, changed: &[Extent]) -> [Survey; 2] {
                $(let mut $list: Vec<usize> = Vec::new();)*
                let mut boxes: Vec<Extent> =
                    changed.iter().map(|extent| extent.grown(TOUCH_DEG)).collect();
                while !boxes.is_empty() {
                    let mut next = Vec::new();
                    $(self.$list.take_touching(&boxes, &mut $list, &mut next);)*
                    boxes = next;
                }
                let mut parts = [Survey::default(), Survey::default()];
                let [before, after] = &mut parts;
                $([before.$list, after.$list] = self.$list.parts(&$list);)*
                for part in &mut parts {
                    part.sort();
                    part.leave_to_faces();
                }
                parts
            }

            fn into_book(self, twisted: Arc<FxHashSet<UnitKey>>) -> SurveyBook {
                SurveyBook {
                    $($list: self.$list.into_shelf(),)*
                    twisted,
                }
            }
        }

        /// Adds what was found in one region to what was found in others.
        fn add(to: &mut Survey, found: Survey, is_new: &dyn Fn(&Extent) -> bool) {
            $(to.$list.extend(found.$list.into_iter().filter(|it| is_new(&it.extent())));)*
        }
    };
}

book! {
    crossings: Crossing,
    self_crossings: SelfCrossing,
    faces: Face,
    unmatched: UnmatchedVertex,
    repeated: RepeatedVertex,
}

fn twisted<'a>(crossings: impl Iterator<Item = &'a SelfCrossing>) -> FxHashSet<UnitKey> {
    crossings
        .flat_map(|crossing| crossing.units.iter().copied())
        .collect()
}

/// What an edit changed in a survey.
#[derive(Debug, Clone)]
pub struct Patch {
    /// The survey after it.
    pub book: SurveyBook,
    /// What is no longer so, with everything that touches a change.
    pub before: Survey,
    /// What is there instead, with everything that touches a change.
    pub after: Survey,
    /// The boxes of what came or went.
    pub changed: Vec<Extent>,
}

/// Why a survey cannot be patched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PatchError {
    /// It was cancelled.
    #[error("the survey was cancelled")]
    Cancelled,
    /// The change may have closed a bay, or opened a gap, of any size.
    #[error("the whole coverage has to be surveyed")]
    Whole,
}

impl SurveyBook {
    /// Surveys the whole coverage: the book, and the survey as the rules read it.
    /// Nothing if `cancel` said so meanwhile.
    pub fn whole(snapshot: &Snapshot, cancel: &dyn Fn() -> bool) -> Option<(Self, Survey)> {
        let seen = survey_window(snapshot, None, &FxHashSet::default(), cancel)?;
        let mut found = seen.found;
        let book = Self::of(&found);
        found.leave_to_faces();
        Some((book, found))
    }

    /// All that the book holds, as the rules read it.
    pub fn survey(&self) -> Survey {
        let unchanged = self.exchange(&[], Survey::default());
        let everywhere = Extent {
            min: (f64::NEG_INFINITY, f64::NEG_INFINITY).into(),
            max: (f64::INFINITY, f64::INFINITY).into(),
        };
        let [survey, _] = unchanged.parts(&[everywhere]);
        survey
    }

    /// The faces whose boxes meet `extent`.
    pub fn faces_near(&self, extent: Extent) -> impl Iterator<Item = &Arc<Face>> {
        let faces = self.faces.0.iter();
        faces
            .filter(move |(it, _)| it.meets(&extent))
            .map(|(_, face)| face)
    }

    /// The survey after a change of the coverage; `after` is the data then.
    ///
    /// # Errors
    /// [`PatchError::Whole`] where that takes a survey of the whole, and
    /// [`PatchError::Cancelled`].
    pub fn patch(
        &self,
        after: &Snapshot,
        change: &CoverageChange,
        cancel: &dyn Fn() -> bool,
    ) -> Result<Patch, PatchError> {
        let mut regions = change.regions.clone();
        regions.extend(self.extents_that_name(&change.borders_named_anew));
        let mut known = Arc::clone(&self.twisted);
        // A unit whose rings begin or cease to cross is looked at again as a whole; that
        // is known once the regions were surveyed, and then it stays.
        loop {
            merge(&mut regions);
            let (found, sees_outside) = self.look(after, &regions, &known, cancel)?;
            let crossings_before = self.crossings.0.iter();
            let met_before = || {
                let mut extents = crossings_before.map(|(extent, _)| extent);
                extents.any(|extent| regions.iter().any(|region| region.meets(extent)))
            };
            let is_still_outside =
                change.is_plain_move(after) && found.crossings.is_empty() && !met_before();
            if sees_outside && !is_still_outside {
                return Err(PatchError::Whole);
            }
            let exchanges = self.exchange(&regions, found);
            let now = exchanges.twisted(&self.twisted);
            let mut other: Vec<UnitKey> = now.symmetric_difference(&known).copied().collect();
            if other.is_empty() {
                let changed = exchanges.changed();
                let [before, after] = exchanges.parts(&changed);
                return Ok(Patch {
                    book: exchanges.into_book(now),
                    before,
                    after,
                    changed,
                });
            }
            other.sort_unstable();
            let units = &after.dataset.units;
            let units = other.iter().filter_map(|&unit| units.get(unit));
            regions.extend(units.filter_map(|unit| own_extent(&after.dataset, unit)));
            known = now;
        }
    }

    /// Surveys the regions: what is in them, and whether the outside is.
    fn look(
        &self,
        after: &Snapshot,
        regions: &[Extent],
        twisted: &FxHashSet<UnitKey>,
        cancel: &dyn Fn() -> bool,
    ) -> Result<(Survey, bool), PatchError> {
        let mut found = Survey::default();
        let mut sees_outside = false;
        for (index, &region) in regions.iter().enumerate() {
            let faces = self.faces_near(region).map(|face| face.extent);
            let window = faces.fold(region, Extent::union).grown(WINDOW_MARGIN_DEG);
            let seen: Seen = survey_window(after, Some((region, window)), twisted, cancel)
                .ok_or(PatchError::Cancelled)?;
            if seen.goes_beyond {
                return Err(PatchError::Whole);
            }
            sees_outside |= seen.sees_outside;
            let earlier = regions.get(..index).unwrap_or_default();
            let is_new = |extent: &Extent| !earlier.iter().any(|region| region.meets(extent));
            add(&mut found, seen.found, &is_new);
        }
        Ok((found, sees_outside))
    }
}

impl Exchanges {
    /// The units whose rings cross themselves now.
    fn twisted(&self, before: &Arc<FxHashSet<UnitKey>>) -> Arc<FxHashSet<UnitKey>> {
        let crossings = &self.self_crossings;
        if crossings.gone.is_empty() && crossings.came.is_empty() {
            return Arc::clone(before);
        }
        let kept = crossings.kept.0.iter().map(|(_, item)| &**item);
        let came = crossings.came.iter().map(|item| &**item);
        Arc::new(twisted(kept.chain(came)))
    }
}

/// Joins boxes that meet, until none do.
fn merge(boxes: &mut Vec<Extent>) {
    let mut at = 0;
    while at < boxes.len() {
        let (head, tail) = boxes.split_at(at + 1);
        let Some(&this) = head.last() else { break };
        match tail.iter().position(|other| other.meets(&this)) {
            Some(other) => {
                let other = boxes.swap_remove(at + 1 + other);
                if let Some(this) = boxes.get_mut(at) {
                    *this = this.union(other);
                }
                // It may now meet one that was passed.
                at = 0;
            }
            None => at += 1,
        }
    }
}
