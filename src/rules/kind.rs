//! The kinds of check: what a rule is asked about, one subject at a time, and what it
//! may read to answer. From this the runner knows, after an edit, whom to ask again.

use std::ops::BitOr;

use super::{Context, Finding};
use crate::model::{
    Border, BorderKey, Layer, LayerKey, Overlay, OverlayKey, Settlement, SettlementKey, Unit,
    UnitKey,
};
use crate::topology::Survey;

/// What a check reads beside the row of its subject. Every check may also read, without
/// saying so: the parameters and the law (when they change, everything is checked
/// again); which unit is under which and at which level, and polygons that are not in
/// the coverage (when that changes for a unit, everything in its tree, from the highest
/// unit down, is checked again).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reads(u8);

impl Reads {
    /// The subject's row and nothing else: names, code, populations, polygons that are
    /// not in the coverage.
    pub const OWN: Self = Self(0);
    /// The lines of the borders around its land and what is on their other side. Of a
    /// unit that is not a leaf, the borders of all its leaves.
    pub const LAND: Self = Self(1);
    /// The rows of the units above it.
    pub const ABOVE: Self = Self(1 << 1);
    /// The rows of the units and settlements under it, down to the last.
    pub const BELOW: Self = Self(1 << 2);
    /// Whatever lies in the boxes of its leaves, of its own polygon or at its place,
    /// grown by [`NEAR_DEG`]: borders, leaves, settlements, faces of the survey.
    pub const NEAR: Self = Self(1 << 3);
    /// Of a unit: the village or city that is its centre, and whatever lies at the
    /// centre's place.
    pub const CENTRE: Self = Self(1 << 4);
    /// `Context::facts`: what is so of the whole data set.
    pub const FACTS: Self = Self(1 << 5);

    /// Not a thing to read: the check may take longer than a person waits for a vertex,
    /// because it holds whole polygons against each other. After an edit it is asked
    /// again in the background, when all others have answered.
    pub const LATER: Self = Self(1 << 7);
    /// The subject's own row: everybody reads it.
    pub(super) const ROW: Self = Self(1 << 6);
    /// Anything at all.
    pub(super) const ALL: Self = Self(!Self::LATER.0);

    /// Both. (`|` does the same where a constant is not asked for.)
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether any of `other` is among these.
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for Reads {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.and(other)
    }
}

/// How far from its own box a check that reads [`Reads::NEAR`] may look, in degrees:
/// about two kilometres.
pub const NEAR_DEG: f64 = 0.02;

/// A check: it is asked about one subject at a time and pushes what it finds. What it
/// says of a subject depends on nothing but the subject's row and what its [`Reads`]
/// name; so that after an edit only those subjects are asked again for which any of
/// it changed. What has ended is a record of what was: it is asked about in no check but
/// those of groups, and stands in no table of what is under what.
#[derive(Clone, Copy)]
pub enum Check {
    /// About each unit.
    Unit(Reads, fn(&Context<'_>, UnitKey, &Unit, &mut Vec<Finding>)),
    /// About each settlement. [`Reads::ABOVE`] are its unit and those above;
    /// [`Reads::NEAR`] is around its place.
    Settlement(
        Reads,
        fn(&Context<'_>, SettlementKey, &Settlement, &mut Vec<Finding>),
    ),
    /// About each border. [`Reads::LAND`] are the borders that it meets at its ends;
    /// [`Reads::ABOVE`] the units on its sides and above.
    Border(
        Reads,
        fn(&Context<'_>, BorderKey, &Border, &mut Vec<Finding>),
    ),
    /// About each overlay. [`Reads::NEAR`] is its box, grown likewise, and also holds
    /// the other overlays there; [`Reads::ABOVE`] is the row of the unit or settlement
    /// that it belongs to, and what its land is; see [`Context::city_of`] and
    /// [`Context::settlement_of`].
    Overlay(
        Reads,
        fn(&Context<'_>, OverlayKey, &Overlay, &mut Vec<Finding>),
    ),
    /// About the units that have one key in common, a code say, where there are two or
    /// more; in the order of their keys. The key is made of the unit's own row.
    UnitGroup {
        /// The key; nothing for a unit that is in no group.
        key: fn(&Context<'_>, UnitKey, &Unit) -> Option<String>,
        /// What is wrong with a group.
        check: fn(&Context<'_>, &[UnitKey], &mut Vec<Finding>),
    },
    /// About the settlements that have one key in common, likewise.
    SettlementGroup {
        /// The key; nothing for a settlement that is in no group.
        key: fn(&Context<'_>, SettlementKey, &Settlement) -> Option<String>,
        /// What is wrong with a group.
        check: fn(&Context<'_>, &[SettlementKey], &mut Vec<Finding>),
    },
    /// About what the survey of the coverage found. It is given all of that or a part:
    /// with an item always every other whose box touches its own, and so on. It may
    /// look at items together if their boxes touch, and at the levels of the units
    /// beside them; at nothing else.
    Survey(fn(&Context<'_>, &Survey, &mut Vec<Finding>)),
    /// About each layer: its features as they came, which no edit changes.
    Layer(fn(&Context<'_>, LayerKey, &Layer, &mut Vec<Finding>)),
    /// About the data set as a whole: asked again after every edit. Only for what is
    /// told in a glance, as a figure that is kept with the data set.
    Whole(fn(&Context<'_>, &mut Vec<Finding>)),
}
