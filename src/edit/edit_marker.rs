//! Sets boundary markers up, moves, describes and removes them.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::rows::{changed, known};
use super::{Change, ChangeSet, Refusal, rounded};
use crate::model::{Dataset, Life, Marker, MarkerKey, PartialDate, Position, is_usable};

/// An attribute of a marker with its new value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum MarkerField {
    /// Its number or name.
    Name(String),
    /// Where it stands; rounded to 1e-9°.
    At(Position),
    /// What it is and how it is found.
    Description(String),
    /// When it was built or surveyed.
    Built(Option<PartialDate>),
}

/// What is done with a marker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum EditMarker {
    /// Sets one up.
    Place {
        /// Its number or name.
        name: String,
        /// Where it stands; rounded to 1e-9°.
        at: Position,
        /// What it is and how it is found.
        description: String,
    },
    /// Sets one attribute of one.
    Set {
        /// The marker.
        marker: MarkerKey,
        /// What to set.
        field: MarkerField,
    },
    /// Takes one away.
    Remove(MarkerKey),
}

impl EditMarker {
    /// What the edit would change.
    ///
    /// ```
    /// use marz::edit::{Edit, EditMarker};
    /// use marz::model::{Dataset, Origin, Position};
    /// use marz::topology::Snapshot;
    /// let snapshot = Snapshot::new(Dataset::new(Origin::of_content(b""), ""));
    /// let place = EditMarker::Place {
    ///     name: "12".to_owned(),
    ///     at: Position { x: 48.5, y: 33.25 },
    ///     description: String::new(),
    /// };
    /// let after = Edit::Marker(place).plan(&snapshot).unwrap().apply(&snapshot);
    /// assert_eq!(after.dataset.markers.len(), 1);
    /// ```
    ///
    /// # Errors
    /// [`Refusal`]: no name, a place that is not on the earth, one that is gone, or what is
    /// so already.
    pub fn plan(&self, dataset: &Dataset) -> Result<ChangeSet, Refusal> {
        let markers = &dataset.markers;
        let (key, before, after) = match self {
            Self::Place {
                name,
                at,
                description,
            } => {
                let marker = Marker {
                    id: uuid::Uuid::new_v4(),
                    name: name.trim().to_owned(),
                    at: rounded(*at),
                    description: description.trim().to_owned(),
                    built: None,
                    life: Life::default(),
                };
                check(&marker)?;
                (markers.next_key(), None, Some(Arc::new(marker)))
            }
            Self::Set { marker, field } => {
                let (before, after) = changed(markers, *marker, |marker| {
                    match field {
                        MarkerField::Name(name) => name.trim().clone_into(&mut marker.name),
                        MarkerField::At(at) => marker.at = rounded(*at),
                        MarkerField::Description(text) => {
                            text.trim().clone_into(&mut marker.description);
                        }
                        MarkerField::Built(built) => marker.built = *built,
                    }
                    check(marker)
                })?;
                (*marker, Some(before), Some(after))
            }
            Self::Remove(marker) => (*marker, Some(known(markers, *marker)?), None),
        };
        Ok(vec![Change::Marker { key, before, after }].into())
    }
}

fn check(marker: &Marker) -> Result<(), Refusal> {
    if marker.name.is_empty() {
        return Err(Refusal::EmptyName);
    }
    if !is_usable(marker.at) {
        return Err(Refusal::NotOnEarth(marker.at));
    }
    Ok(())
}
