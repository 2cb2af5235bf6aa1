//! A list of edits as a JSON file, to be played without a window: places are longitude and
//! latitude in degrees, and units are named by code, by their name for life (a UUID), or by
//! a name that only one of them has. The format is told in the README.

use serde::{Deserialize, Serialize};

use crate::edit::{
    CreateUnit, DeleteVertex, Edit, EditSettlement, EditUnit, GiveLand, InsertVertex, LandCut,
    Merge, MoveVertex, MoveVertices, NewUnit, Receiver, RedrawBorder, SettlementField, UnitField,
};
use crate::model::{Dataset, Level, Position, SettlementKey, UnitKey};

/// A place: longitude and latitude in degrees.
pub type Place = [f64; 2];

/// A list of edits.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditScript {
    /// The edits, in the order in which they are made.
    pub edits: Vec<ScriptEdit>,
}

/// Who gets land.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ScriptReceiver {
    /// A unit that is there.
    Unit(String),
    /// A unit that comes, of the level and under the parent of the one that gives.
    New {
        /// Its name.
        name: String,
        /// Its code, if it has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
    },
}

/// One edit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ScriptEdit {
    /// Moves vertices, each from where it is to where it goes.
    MoveVertices(Vec<[Place; 2]>),
    /// Puts a vertex on the nearest edge.
    InsertVertex(Place),
    /// Deletes a vertex.
    DeleteVertex(Place),
    /// Gives a border another course between two of its places.
    RedrawBorder(Vec<Place>),
    /// Gives what is left of a line through a unit.
    Cut {
        /// The unit.
        unit: String,
        /// The line.
        line: Vec<Place>,
        /// Who gets it.
        to: ScriptReceiver,
    },
    /// Gives what of a unit is in a ring.
    Give {
        /// The unit.
        unit: String,
        /// The ring; its first place is not repeated.
        ring: Vec<Place>,
        /// Who gets it.
        to: ScriptReceiver,
    },
    /// Gives all of a unit to another of its level.
    Merge {
        /// The unit.
        unit: String,
        /// The other.
        into: String,
    },
    /// Makes a unit of units of the level below.
    Create {
        /// Its level.
        level: Level,
        /// Its name.
        name: String,
        /// Its code, if it has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
        /// What it is under.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<String>,
        /// What comes under it.
        children: Vec<String>,
    },
    /// Puts a unit under another.
    SetParent {
        /// The unit.
        unit: String,
        /// The other.
        parent: String,
    },
    /// Puts villages, farms and places under a unit.
    Annex {
        /// Their codes, or names for life.
        settlements: Vec<String>,
        /// The unit.
        to: String,
    },
    /// Names a unit.
    Rename {
        /// The unit.
        unit: String,
        /// Its name.
        name: String,
    },
}

/// Why an edit of a script says nothing that can be done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScriptError {
    /// Nobody is named so.
    #[error("there is no unit or settlement “{0}”; name it by its code or its uuid")]
    Nobody(String),
    /// Several are named so.
    #[error("there are several called “{0}”; name the one that is meant by its uuid")]
    Several(String),
}

fn position([x, y]: Place) -> Position {
    Position { x, y }
}

fn positions(places: &[Place]) -> Vec<Position> {
    places.iter().copied().map(position).collect()
}

fn only<K: Copy>(mut found: impl Iterator<Item = K>, text: &str) -> Result<Option<K>, ScriptError> {
    match (found.next(), found.next()) {
        (None, _) => Ok(None),
        (Some(key), None) => Ok(Some(key)),
        _ => Err(ScriptError::Several(text.to_owned())),
    }
}

/// The unit that a text names.
fn unit(dataset: &Dataset, text: &str) -> Result<UnitKey, ScriptError> {
    let units = || dataset.units.iter();
    let by_id = units()
        .filter(|(_, it)| it.id.to_string() == text)
        .map(|it| it.0);
    if let Some(key) = only(by_id, text)? {
        return Ok(key);
    }
    let by_code = units()
        .filter(|(_, it)| it.code.as_deref() == Some(text))
        .map(|it| it.0);
    if let Some(key) = only(by_code, text)? {
        return Ok(key);
    }
    let by_name = units().filter(|(_, it)| it.name == text).map(|it| it.0);
    only(by_name, text)?.ok_or_else(|| ScriptError::Nobody(text.to_owned()))
}

fn settlement(dataset: &Dataset, text: &str) -> Result<SettlementKey, ScriptError> {
    let settlements = || dataset.settlements.iter();
    let by_id = settlements()
        .filter(|(_, it)| it.id.to_string() == text)
        .map(|it| it.0);
    if let Some(key) = only(by_id, text)? {
        return Ok(key);
    }
    let by_code = settlements().filter(|(_, it)| it.code.as_deref() == Some(text));
    only(by_code.map(|it| it.0), text)?.ok_or_else(|| ScriptError::Nobody(text.to_owned()))
}

impl ScriptReceiver {
    fn receiver(&self, dataset: &Dataset, giver: UnitKey) -> Result<Receiver, ScriptError> {
        Ok(match self {
            Self::Unit(text) => Receiver::Unit(unit(dataset, text)?),
            Self::New { name, code } => {
                let giver = dataset.units.get(giver);
                Receiver::New(NewUnit {
                    level: giver.map_or(Level::RuralDistrict, |giver| giver.level),
                    parent: giver.and_then(|giver| giver.parent),
                    code: code.clone(),
                    name: name.clone(),
                })
            }
        })
    }
}

impl ScriptEdit {
    /// The edit on a data set as it is.
    ///
    /// ```
    /// use marz::edit::{Edit, InsertVertex};
    /// use marz::files::EditScript;
    /// use marz::model::{Dataset, Origin, Position};
    /// let script: EditScript = serde_json::from_str(
    ///     r#"{"edits": [{"insert_vertex": [48.5, 33.25]}]}"#,
    /// ).unwrap();
    /// let dataset = Dataset::new(Origin::of_content(b""), "");
    /// let at = Position { x: 48.5, y: 33.25 };
    /// let edit = script.edits[0].edit(&dataset).unwrap();
    /// assert_eq!(edit, Edit::InsertVertex(InsertVertex { at }));
    /// ```
    ///
    /// # Errors
    /// [`ScriptError`] where nobody, or several, have a name in it.
    pub fn edit(&self, dataset: &Dataset) -> Result<Edit, ScriptError> {
        Ok(match self {
            Self::MoveVertices(moves) => {
                let moves = moves.iter().map(|&[from, to]| MoveVertex {
                    from: position(from),
                    to: position(to),
                });
                Edit::MoveVertices(MoveVertices {
                    moves: moves.collect(),
                })
            }
            Self::InsertVertex(at) => Edit::InsertVertex(InsertVertex { at: position(*at) }),
            Self::DeleteVertex(at) => Edit::DeleteVertex(DeleteVertex { at: position(*at) }),
            Self::RedrawBorder(path) => Edit::RedrawBorder(RedrawBorder {
                path: positions(path),
            }),
            Self::Cut { unit: of, line, to } => {
                let giver = unit(dataset, of)?;
                Edit::GiveLand(GiveLand {
                    unit: giver,
                    cut: LandCut::LeftOf(positions(line)),
                    to: to.receiver(dataset, giver)?,
                })
            }
            Self::Give { unit: of, ring, to } => {
                let giver = unit(dataset, of)?;
                Edit::GiveLand(GiveLand {
                    unit: giver,
                    cut: LandCut::Inside(positions(ring)),
                    to: to.receiver(dataset, giver)?,
                })
            }
            Self::Merge { unit: of, into } => Edit::Merge(Merge {
                unit: unit(dataset, of)?,
                into: unit(dataset, into)?,
            }),
            Self::Create {
                level,
                name,
                code,
                parent,
                children,
            } => {
                let parent = parent.as_deref().map(|text| unit(dataset, text));
                let children = children.iter().map(|text| unit(dataset, text));
                Edit::CreateUnit(CreateUnit {
                    new: NewUnit {
                        level: *level,
                        parent: parent.transpose()?,
                        code: code.clone(),
                        name: name.clone(),
                    },
                    children: children.collect::<Result<_, _>>()?,
                })
            }
            Self::SetParent { unit: of, parent } => Edit::Unit(EditUnit {
                unit: unit(dataset, of)?,
                field: UnitField::Parent(Some(unit(dataset, parent)?)),
            }),
            Self::Annex { settlements, to } => {
                let to = unit(dataset, to)?;
                let edits = settlements.iter().map(|text| {
                    Ok(Edit::Settlement(EditSettlement {
                        settlement: settlement(dataset, text)?,
                        field: SettlementField::Parent(Some(to)),
                    }))
                });
                Edit::Several(edits.collect::<Result<_, _>>()?)
            }
            Self::Rename { unit: of, name } => Edit::Unit(EditUnit {
                unit: unit(dataset, of)?,
                field: UnitField::Name(name.clone()),
            }),
        })
    }
}
