//! A list of edits as a JSON file, to be played without a window: places are longitude and
//! latitude in degrees, and units are named by code, by their name for life (a UUID), or by
//! a name that only one of them has. The format is told in the README.

mod written;

use serde::{Deserialize, Serialize};

pub use written::script_of;

use crate::edit::{
    Annex, BorderField, CreateUnit, DecreeText, DeleteVertex, Edit, EditBorders, EditMarker,
    EditUnit, GiveLand, InsertVertex, JoinBorders, LandCut, Merge, MoveVertex, MoveVertices,
    NewUnit, PlaceSettlement, Receiver, RedrawBorder, Reshape, ReshapeBorders, SplitBorder,
    UnitField,
};
use crate::model::{
    BorderKey, BorderStatus, Dataset, Level, PartialDate, Position, SettlementKey, SettlementKind,
    UnitKey,
};

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
    /// Puts a village, farm or place on the map.
    PlaceSettlement {
        /// What it is.
        kind: SettlementKind,
        /// Its name.
        name: String,
        /// Its code, if it has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
        /// Where it lies.
        at: Place,
    },
    /// Smooths borders.
    Smooth {
        /// Each by a place on it.
        borders: Vec<Place>,
        /// How many times corners are cut.
        rounds: u8,
    },
    /// Takes vertices out of borders.
    Simplify {
        /// Each by a place on it.
        borders: Vec<Place>,
        /// How far the line may lie from them, in metres.
        tolerance_m: f64,
    },
    /// Lets borders run along lines near them.
    Align {
        /// Each by a place on it.
        borders: Vec<Place>,
        /// The lines.
        to: Vec<Vec<Place>>,
        /// How near they have to be, in metres.
        within_m: f64,
    },
    /// Parts the border that runs at a place.
    SplitBorder(Place),
    /// Joins a border where it was parted.
    JoinBorders(Place),
    /// Sets a boundary marker up.
    PlaceMarker {
        /// Its number or name.
        name: String,
        /// Where it stands.
        at: Place,
        /// What it is and how it is found.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        description: String,
    },
    /// Says something of borders.
    SetBorder(SetBorder),
    /// An edit as the program keeps it, by the rows of the project that it was made in: what
    /// none of the others says.
    Recorded(Box<Edit>),
    /// Several as one: all of them are made, or none.
    Several(Vec<ScriptEdit>),
    /// Names a unit.
    Rename {
        /// The unit.
        unit: String,
        /// Its name.
        name: String,
    },
}

/// What is said of borders: one of its values is set at a time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SetBorder {
    /// Each by a place on it.
    pub borders: Vec<Place>,
    /// Whether they are settled: an agreed border is locked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<BorderStatus>,
    /// The number of the decree that they rest on; empty for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decree: Option<String>,
    /// What they were taken from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// How far they may be off, in metres; 0 where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accuracy_m: Option<f64>,
    /// When they were drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drawn: Option<PartialDate>,
    /// Why; asked for where an agreed one is unlocked.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

impl SetBorder {
    /// The values that are set, in order.
    fn fields(&self) -> Vec<BorderField> {
        let decree = self.decree.as_ref().map(|number| {
            let text = (!number.is_empty()).then(|| DecreeText {
                number: number.clone(),
                ..DecreeText::default()
            });
            BorderField::Decree(text)
        });
        let accuracy_m = self
            .accuracy_m
            .map(|accuracy_m| BorderField::AccuracyM((accuracy_m != 0.0).then_some(accuracy_m)));
        let status = self.status.map(BorderField::Status);
        let source = self.source.clone().map(BorderField::Source);
        let drawn = self.drawn.map(|drawn| BorderField::Drawn(Some(drawn)));
        [status, decree, source, accuracy_m, drawn]
            .into_iter()
            .flatten()
            .collect()
    }
}

/// Why an edit of a script says nothing that can be done.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ScriptError {
    /// Nobody is named so.
    #[error("there is no unit or settlement “{0}”; name it by its code or its uuid")]
    Nobody(String),
    /// No border is there.
    #[error("no border runs at {0}, {1}: name one by a place on it, a metre away at most")]
    NoBorder(f64, f64),
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

/// How far, in metres, a place may lie from the border that it names.
const REACH_M: f64 = 1.0;

/// The border that is nearest to a place.
fn border(dataset: &Dataset, place: Place) -> Result<BorderKey, ScriptError> {
    let at = position(place);
    let borders = dataset.borders.iter();
    let close =
        borders.filter_map(|(key, border)| Some((border.line.distance_m(at, REACH_M)?, key)));
    close
        .min_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, key)| key)
        .ok_or(ScriptError::NoBorder(place[0], place[1]))
}

fn borders(dataset: &Dataset, places: &[Place]) -> Result<Vec<BorderKey>, ScriptError> {
    places.iter().map(|place| border(dataset, *place)).collect()
}

fn reshape(dataset: &Dataset, places: &[Place], how: Reshape) -> Result<Edit, ScriptError> {
    Ok(Edit::Reshape(ReshapeBorders {
        borders: borders(dataset, places)?,
        how,
    }))
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
                let settlements = settlements.iter().map(|text| settlement(dataset, text));
                Edit::Annex(Annex {
                    settlements: settlements.collect::<Result<_, _>>()?,
                    to,
                })
            }
            Self::PlaceSettlement {
                kind,
                name,
                code,
                at,
            } => Edit::PlaceSettlement(PlaceSettlement {
                kind: *kind,
                name: name.clone(),
                code: code.clone(),
                at: position(*at),
            }),
            Self::Smooth { borders, rounds } => {
                reshape(dataset, borders, Reshape::Smooth { rounds: *rounds })?
            }
            Self::Simplify {
                borders,
                tolerance_m,
            } => {
                let tolerance_m = *tolerance_m;
                reshape(dataset, borders, Reshape::Simplify { tolerance_m })?
            }
            Self::Align {
                borders,
                to,
                within_m,
            } => {
                let to = to.iter().map(|line| positions(line)).collect();
                let within_m = *within_m;
                reshape(dataset, borders, Reshape::Align { to, within_m })?
            }
            Self::SplitBorder(at) => Edit::SplitBorder(SplitBorder { at: position(*at) }),
            Self::JoinBorders(at) => Edit::JoinBorders(JoinBorders { at: position(*at) }),
            Self::PlaceMarker {
                name,
                at,
                description,
            } => Edit::Marker(EditMarker::Place {
                name: name.clone(),
                at: position(*at),
                description: description.clone(),
            }),
            Self::SetBorder(set) => {
                let keys = borders(dataset, &set.borders)?;
                let edits = set.fields().into_iter().map(|field| {
                    Edit::Borders(EditBorders {
                        borders: keys.clone(),
                        field,
                        reason: set.reason.clone(),
                    })
                });
                Edit::Several(edits.collect())
            }
            Self::Recorded(edit) => (**edit).clone(),
            Self::Several(edits) => {
                let edits = edits.iter().map(|edit| edit.edit(dataset));
                Edit::Several(edits.collect::<Result<_, _>>()?)
            }
            Self::Rename { unit: of, name } => Edit::Unit(EditUnit {
                unit: unit(dataset, of)?,
                field: UnitField::Name(name.clone()),
            }),
        })
    }
}
