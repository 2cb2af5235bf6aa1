//! Changes as values: each holds what was and what is, so that undoing, redoing and
//! looking at a change are the same operation.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::{
    Border, BorderKey, Dataset, Decree, DecreeKey, Marker, MarkerKey, Parameters, Position,
    Settlement, SettlementKey, Sheet, SheetKey, Triage, Unit, UnitKey,
};
use crate::topology::Snapshot;

/// One change of one entity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Change {
    /// Some vertices of a border's line are replaced; the rest of the border stays.
    Vertices {
        /// The border.
        border: BorderKey,
        /// The first vertex that is replaced.
        at: usize,
        /// What was there.
        before: Arc<[Position]>,
        /// What is there.
        after: Arc<[Position]>,
    },
    /// A border comes, goes or changes as a whole.
    Border {
        /// Its key.
        key: BorderKey,
        /// What was; nothing for one that comes.
        before: Option<Arc<Border>>,
        /// What is; nothing for one that goes.
        after: Option<Arc<Border>>,
    },
    /// A unit comes, goes or changes.
    Unit {
        /// Its key.
        key: UnitKey,
        /// What was.
        before: Option<Arc<Unit>>,
        /// What is.
        after: Option<Arc<Unit>>,
    },
    /// A settlement comes, goes or changes.
    Settlement {
        /// Its key.
        key: SettlementKey,
        /// What was.
        before: Option<Arc<Settlement>>,
        /// What is.
        after: Option<Arc<Settlement>>,
    },
    /// A decree comes, goes or changes.
    Decree {
        /// Its key.
        key: DecreeKey,
        /// What was.
        before: Option<Arc<Decree>>,
        /// What is.
        after: Option<Arc<Decree>>,
    },
    /// A boundary marker comes, goes or changes.
    Marker {
        /// Its key.
        key: MarkerKey,
        /// What was.
        before: Option<Arc<Marker>>,
        /// What is.
        after: Option<Arc<Marker>>,
    },
    /// A map sheet comes, goes or changes.
    Sheet {
        /// Its key.
        key: SheetKey,
        /// What was.
        before: Option<Arc<Sheet>>,
        /// What is.
        after: Option<Arc<Sheet>>,
    },
    /// What the checks are told changes.
    Parameters {
        /// What was.
        before: Arc<Parameters>,
        /// What is.
        after: Arc<Parameters>,
    },
    /// Something is said of a finding, or taken back.
    Triage {
        /// The finding's key.
        key: String,
        /// What was said of it.
        before: Option<Arc<Triage>>,
        /// What is said of it.
        after: Option<Arc<Triage>>,
    },
}

/// What a change is a change of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Of {
    Border(BorderKey),
    Unit(UnitKey),
    Settlement(SettlementKey),
    Decree(DecreeKey),
    Sheet(SheetKey),
    Marker(MarkerKey),
    Parameters,
    Triage(String),
}

impl Change {
    /// What it is a change of.
    pub(super) fn of(&self) -> Of {
        match self {
            Self::Vertices { border, .. } => Of::Border(*border),
            Self::Border { key, .. } => Of::Border(*key),
            Self::Unit { key, .. } => Of::Unit(*key),
            Self::Settlement { key, .. } => Of::Settlement(*key),
            Self::Decree { key, .. } => Of::Decree(*key),
            Self::Sheet { key, .. } => Of::Sheet(*key),
            Self::Marker { key, .. } => Of::Marker(*key),
            Self::Parameters { .. } => Of::Parameters,
            Self::Triage { key, .. } => Of::Triage(key.clone()),
        }
    }

    /// Whether a data set has what the change left. What is noted of findings changes by
    /// itself, and is not asked about.
    pub(super) fn is_made_in(&self, dataset: &Dataset) -> bool {
        match self {
            Self::Vertices {
                border, at, after, ..
            } => {
                let line = dataset.borders.get(*border).map(|border| &border.line);
                line.and_then(|line| line.get(*at..*at + after.len())) == Some(after)
            }
            Self::Border { key, after, .. } => dataset.borders.get(*key) == after.as_deref(),
            Self::Unit { key, after, .. } => dataset.units.get(*key) == after.as_deref(),
            Self::Settlement { key, after, .. } => {
                dataset.settlements.get(*key) == after.as_deref()
            }
            Self::Decree { key, after, .. } => dataset.decrees.get(*key) == after.as_deref(),
            Self::Marker { key, after, .. } => dataset.markers.get(*key) == after.as_deref(),
            Self::Sheet { key, after, .. } => dataset.sheets.get(*key) == after.as_deref(),
            Self::Parameters { after, .. } => dataset.parameters == **after,
            Self::Triage { .. } => true,
        }
    }

    fn inverse(&self) -> Self {
        match self.clone() {
            Self::Vertices {
                border,
                at,
                before,
                after,
            } => Self::Vertices {
                border,
                at,
                before: after,
                after: before,
            },
            Self::Border { key, before, after } => Self::Border {
                key,
                before: after,
                after: before,
            },
            Self::Unit { key, before, after } => Self::Unit {
                key,
                before: after,
                after: before,
            },
            Self::Settlement { key, before, after } => Self::Settlement {
                key,
                before: after,
                after: before,
            },
            Self::Decree { key, before, after } => Self::Decree {
                key,
                before: after,
                after: before,
            },
            Self::Marker { key, before, after } => Self::Marker {
                key,
                before: after,
                after: before,
            },
            Self::Sheet { key, before, after } => Self::Sheet {
                key,
                before: after,
                after: before,
            },
            Self::Parameters { before, after } => Self::Parameters {
                before: after,
                after: before,
            },
            Self::Triage { key, before, after } => Self::Triage {
                key,
                before: after,
                after: before,
            },
        }
    }
}

/// The entities that a change set touches, each kind in the order of its keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    /// Borders whose line, sides or attributes change.
    pub borders: Vec<BorderKey>,
    /// Units whose attributes change, or of whose land a border changes.
    pub units: Vec<UnitKey>,
    /// Settlements that change.
    pub settlements: Vec<SettlementKey>,
}

impl Touched {
    /// What either touches.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.borders.extend(other.borders);
        self.units.extend(other.units);
        self.settlements.extend(other.settlements);
        self.settled()
    }

    fn settled(mut self) -> Self {
        self.borders.sort_unstable();
        self.borders.dedup();
        self.units.sort_unstable();
        self.units.dedup();
        self.settlements.sort_unstable();
        self.settlements.dedup();
        self
    }
}

/// Changes that are made, and undone, as one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ChangeSet {
    changes: Vec<Change>,
}

impl From<Vec<Change>> for ChangeSet {
    fn from(changes: Vec<Change>) -> Self {
        Self { changes }
    }
}

impl ChangeSet {
    /// The changes in the order in which they are made.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The units of which something beside the course of borders changes, in order of the
    /// changes.
    pub fn units(&self) -> impl Iterator<Item = UnitKey> {
        self.changes.iter().filter_map(|change| match change {
            Change::Unit { key, .. } => Some(*key),
            _ => None,
        })
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Whether it changes only what is said of findings: what the rules find is then the
    /// same as before.
    pub fn is_only_triage(&self) -> bool {
        let mut changes = self.changes.iter();
        changes.all(|change| matches!(change, Change::Triage { .. }))
    }

    /// Whether a border changes, its course or what is known of it.
    pub fn is_of_borders(&self) -> bool {
        let mut changes = self.changes.iter();
        changes.any(|change| matches!(change, Change::Vertices { .. } | Change::Border { .. }))
    }

    /// The change set that undoes this one.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self {
            changes: self.changes.iter().rev().map(Change::inverse).collect(),
        }
    }

    /// This change set and then another, as one.
    #[must_use]
    pub fn then(mut self, other: Self) -> Self {
        self.changes.extend(other.changes);
        self
    }

    /// What it touches in `snapshot`, which may be the one before or after it.
    pub fn touched(&self, snapshot: &Snapshot) -> Touched {
        let mut touched = Touched::default();
        for change in &self.changes {
            match change {
                Change::Vertices { border, .. } => {
                    touched.borders.push(*border);
                    if let Some(border) = snapshot.dataset.borders.get(*border) {
                        touched.units.extend(border.units());
                    }
                }
                Change::Border { key, before, after } => {
                    touched.borders.push(*key);
                    for border in [before, after].into_iter().flatten() {
                        touched.units.extend(border.units());
                    }
                }
                Change::Unit { key, .. } => touched.units.push(*key),
                Change::Settlement { key, .. } => touched.settlements.push(*key),
                Change::Decree { .. }
                | Change::Marker { .. }
                | Change::Sheet { .. }
                | Change::Parameters { .. }
                | Change::Triage { .. } => {}
            }
        }
        touched.settled()
    }

    /// The data after the changes, without an index; the data given is left as it is.
    pub(super) fn applied_to(&self, dataset: &Dataset) -> Dataset {
        let mut dataset = dataset.clone();
        for change in &self.changes {
            match change {
                Change::Vertices {
                    border,
                    at,
                    before,
                    after,
                } => {
                    dataset.borders.update(*border, |border| {
                        border.line = border.line.replaced(*at..*at + before.len(), after);
                    });
                }
                Change::Border { key, after, .. } => dataset.borders.put(*key, after.clone()),
                Change::Unit { key, after, .. } => dataset.units.put(*key, after.clone()),
                Change::Settlement { key, after, .. } => {
                    dataset.settlements.put(*key, after.clone());
                }
                Change::Decree { key, after, .. } => dataset.decrees.put(*key, after.clone()),
                Change::Marker { key, after, .. } => dataset.markers.put(*key, after.clone()),
                Change::Sheet { key, after, .. } => dataset.sheets.put(*key, after.clone()),
                Change::Parameters { after, .. } => dataset.parameters = (**after).clone(),
                Change::Triage { key, after, .. } => match after {
                    Some(after) => {
                        dataset.triage.insert(key.clone(), after.clone());
                    }
                    None => {
                        dataset.triage.remove(key);
                    }
                },
            }
        }
        dataset
    }

    /// The data before the changes, of the data after them.
    #[must_use]
    pub fn undone_in(&self, after: &Dataset) -> Dataset {
        self.inverse().applied_to(after)
    }

    /// The snapshot after the changes; the one given is left as it is.
    #[must_use]
    pub fn apply(&self, before: &Snapshot) -> Snapshot {
        let dataset = self.applied_to(&before.dataset);
        let touched = self.touched(before);
        let index = before.index.with_changes(
            &before.dataset,
            &dataset,
            &touched.borders,
            &touched.units,
            &touched.settlements,
        );
        Snapshot { dataset, index }
    }
}
