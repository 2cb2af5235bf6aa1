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
use super::edges::Edges;
use super::item::Item;
use super::open_gaps::allowed_open_gaps;
use super::{
    Crossing, DegenerateRing, Face, MisnestedRing, OpenGap, RepeatedVertex, Seen, SelfCrossing,
    SelfTouch, Spike, Survey, UndersizedPolygon, UnmatchedVertex, survey_window,
};
use crate::model::{BorderKey, Extent, Parameters, Position, UnitKey};
use crate::topology::Snapshot;
use crate::topology::assemble::own_extent;

/// By how much a window is larger than what it must hold, in degrees.
const WINDOW_MARGIN_DEG: f64 = 1e-6;
/// Boxes of items are grown by this many degrees (a centimetre) to see which touch.
const TOUCH_DEG: f64 = 1e-7;

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

    /// The boxes of items that name one of these borders, which are in order.
    fn extents_that_name<'a>(
        &'a self,
        borders: &'a [BorderKey],
    ) -> impl Iterator<Item = Extent> + 'a {
        let is_one = |border: &BorderKey| borders.binary_search(border).is_ok();
        let items = self.0.iter();
        items
            .filter(move |(_, item)| item.borders().iter().any(is_one))
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

    /// The items after the exchange.
    fn now(&self) -> impl Iterator<Item = &T> {
        let kept = self.kept.0.iter().map(|(_, item)| &**item);
        kept.chain(self.came.iter().map(|item| &**item))
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
            fn of(survey: &Survey, twisted: FxHashSet<UnitKey>) -> Self {
                Self {
                    twisted: Arc::new(twisted),
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
                let mut extents = Vec::new();
                if !borders.is_empty() {
                    $(extents.extend(self.$list.extents_that_name(borders));)*
                }
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
            fn parts(&self, changed: &[Extent], parameters: &Parameters) -> [Survey; 2] {
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
                    part.look_together(parameters);
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
    self_touches: SelfTouch,
    spikes: Spike,
    degenerate: DegenerateRing,
    misnested: MisnestedRing,
    undersized: UndersizedPolygon,
    open_gaps: OpenGap,
    faces: Face,
    unmatched: UnmatchedVertex,
    repeated: RepeatedVertex,
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
        let book = Self::of(&found, seen.twisted);
        found.look_together(&snapshot.dataset.parameters);
        Some((book, found))
    }

    /// All that the book holds, as the rules read it.
    pub fn survey(&self, parameters: &Parameters) -> Survey {
        let unchanged = self.exchange(&[], Survey::default());
        let [survey, _] = unchanged.parts(&[EVERYWHERE], parameters);
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
        let parameters = &after.dataset.parameters;
        let mut regions = change.regions.clone();
        regions.extend(self.extents_that_name(&change.borders_named_anew));
        // Units of which a ring crosses itself, and rings that are wrong, are looked at as
        // a whole: what they are told of may lie anywhere along them.
        let mut whole_units: FxHashSet<UnitKey> = FxHashSet::default();
        loop {
            merge(&mut regions);
            let Look {
                mut found,
                sees_outside,
                twisted,
            } = self.look(after, &regions, cancel)?;
            let is_near = |extent: &Extent| regions.iter().any(|region| region.meets(extent));
            let met_before = || self.crossings.0.iter().any(|(extent, _)| is_near(extent));
            let is_still_outside =
                change.is_plain_move(after) && found.crossings.is_empty() && !met_before();
            if sees_outside && !is_still_outside {
                return Err(PatchError::Whole);
            }
            let extent_of = |unit: UnitKey| {
                let row = after.dataset.units.get(unit);
                row.and_then(|row| own_extent(&after.dataset, row))
            };
            let mut more: Vec<Extent> = Vec::new();
            for &unit in self.twisted.union(&twisted) {
                if !whole_units.contains(&unit)
                    && let Some(extent) = extent_of(unit).filter(is_near)
                {
                    whole_units.insert(unit);
                    more.push(extent);
                }
            }
            // Open gaps follow outer borders as far as they go.
            let looks_at_gaps = beside_outside(after, &regions) || !change.is_plain_move(after);
            found.open_gaps = Vec::new();
            let mut exchanges = self.exchange(&regions, found);
            exchanges.open_gaps = if looks_at_gaps {
                let edges = Edges::lines_only(&after.dataset);
                let faces = exchanges.faces.now();
                let gaps = allowed_open_gaps(&after.dataset, &edges, faces);
                self.open_gaps.exchange(&[EVERYWHERE], gaps)
            } else {
                self.open_gaps.exchange(&[], Vec::new())
            };
            let is_inside = |extent: &Extent| regions.iter().any(|it| it.holds_extent(extent));
            let of_rings = exchanges.changed_rings();
            more.extend(of_rings.into_iter().filter(|extent| !is_inside(extent)));
            if more.is_empty() {
                let changed = exchanges.changed();
                let [before, after] = exchanges.parts(&changed, parameters);
                let kept = self.twisted.iter().copied();
                let kept = kept.filter(|unit| !whole_units.contains(unit));
                let twisted = Arc::new(kept.chain(twisted).collect());
                return Ok(Patch {
                    book: exchanges.into_book(twisted),
                    before,
                    after,
                    changed,
                });
            }
            regions.extend(more);
        }
    }

    /// Surveys the regions.
    fn look(
        &self,
        after: &Snapshot,
        regions: &[Extent],
        cancel: &dyn Fn() -> bool,
    ) -> Result<Look, PatchError> {
        let mut look = Look::default();
        for (index, &region) in regions.iter().enumerate() {
            let faces = self.faces_near(region).map(|face| face.extent);
            let window = faces.fold(region, Extent::union).grown(WINDOW_MARGIN_DEG);
            let bounds = Some((region, window));
            let seen: Seen =
                survey_window(after, bounds, &self.twisted, cancel).ok_or(PatchError::Cancelled)?;
            if seen.goes_beyond {
                return Err(PatchError::Whole);
            }
            look.sees_outside |= seen.sees_outside;
            look.twisted.extend(seen.twisted);
            let earlier = regions.get(..index).unwrap_or_default();
            let is_new = |extent: &Extent| !earlier.iter().any(|region| region.meets(extent));
            add(&mut look.found, seen.found, &is_new);
        }
        Ok(look)
    }
}

/// What is in some regions.
#[derive(Default)]
struct Look {
    found: Survey,
    /// Whether the outside is, perhaps.
    sees_outside: bool,
    twisted: FxHashSet<UnitKey>,
}

/// The box of everything.
const EVERYWHERE: Extent = Extent {
    min: Position {
        x: f64::NEG_INFINITY,
        y: f64::NEG_INFINITY,
    },
    max: Position {
        x: f64::INFINITY,
        y: f64::INFINITY,
    },
};

/// Whether an outer border is in one of the regions.
fn beside_outside(snapshot: &Snapshot, regions: &[Extent]) -> bool {
    regions.iter().any(|&region| {
        let mut borders = snapshot.index.borders_near(region);
        borders.any(|key| {
            let border = snapshot.dataset.borders.get(key);
            border.is_some_and(|it| it.left.is_empty() != it.right.is_empty())
        })
    })
}

impl Exchanges {
    /// The boxes of changed faults of rings.
    fn changed_rings(&self) -> Vec<Extent> {
        let flat = self.degenerate.changed().chain(self.misnested.changed());
        let flat = flat.chain(self.undersized.changed());
        let meeting = self.spikes.changed().chain(self.self_touches.changed());
        let meeting = meeting.chain(self.self_crossings.changed());
        flat.chain(meeting).collect()
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
