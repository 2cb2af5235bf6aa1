//! A history as a list of edits, the other way round: units are named by their code where
//! only one has it, else by their name for life, borders by a place on them.

use super::{EditScript, Place, ScriptEdit, ScriptReceiver, SetBorder};
use crate::edit::{
    BorderField, Edit, EditBorders, EditMarker, EditUnit, GiveLand, History, LandCut, MoveVertex,
    Receiver, Reshape, ReshapeBorders, UnitField,
};
use crate::model::{BorderKey, Dataset, Position, SettlementKey, UnitKey};

/// The steps that were made and not undone, as a list of edits that makes them again on the
/// data as it was before them. `now` is the data after them.
pub fn script_of(history: &History, now: &Dataset) -> EditScript {
    let mut after = now.clone();
    let mut edits: Vec<ScriptEdit> = Vec::with_capacity(history.done().len());
    for step in history.done().iter().rev() {
        let before = step.changes.undone_in(&after);
        let Some(edit) = written(&step.edit, &before) else {
            edits.push(ScriptEdit::Recorded(Box::new(step.edit.clone())));
            after = before;
            continue;
        };
        edits.push(edit);
        after = before;
    }
    edits.reverse();
    EditScript { edits }
}

fn place(at: Position) -> Place {
    [at.x, at.y]
}

fn places(line: &[Position]) -> Vec<Place> {
    line.iter().copied().map(place).collect()
}

/// What names a unit to [`super::unit`].
fn unit(dataset: &Dataset, key: UnitKey) -> Option<String> {
    let unit = dataset.units.get(key)?;
    let same = |code: &String| {
        let units = dataset.units.iter();
        units
            .filter(|(_, it)| it.code.as_ref() == Some(code))
            .count()
            == 1
    };
    let code = unit.code.clone().filter(same);
    Some(code.unwrap_or_else(|| unit.id.to_string()))
}

fn settlement(dataset: &Dataset, key: SettlementKey) -> Option<String> {
    // A code may be that of several; the name for life is not.
    Some(dataset.settlements.get(key)?.id.to_string())
}

/// A place on a border: the middle of its middle edge, where no other runs.
fn on_border(dataset: &Dataset, key: BorderKey) -> Option<Place> {
    let line = &dataset.borders.get(key)?.line;
    let middle = line.len().checked_sub(1)? / 2;
    let edge = line
        .windows(2)
        .nth(middle.min(line.len().checked_sub(2)?))?;
    Some(place((edge[0] + edge[1]) / 2.0))
}

fn on_borders(dataset: &Dataset, keys: &[BorderKey]) -> Option<Vec<Place>> {
    keys.iter().map(|key| on_border(dataset, *key)).collect()
}

fn moves(moves: &[MoveVertex]) -> ScriptEdit {
    let moves = moves.iter().map(|it| [place(it.from), place(it.to)]);
    ScriptEdit::MoveVertices(moves.collect())
}

/// An edit as a script says it; nothing where it has no words for it.
fn written(edit: &Edit, dataset: &Dataset) -> Option<ScriptEdit> {
    Some(match edit {
        Edit::MoveVertex(it) => moves(&[*it]),
        Edit::MoveVertices(it) => moves(&it.moves),
        Edit::InsertVertex(it) => ScriptEdit::InsertVertex(place(it.at)),
        Edit::DeleteVertex(it) => ScriptEdit::DeleteVertex(place(it.at)),
        Edit::RedrawBorder(it) => ScriptEdit::RedrawBorder(places(&it.path)),
        Edit::GiveLand(it) => give(it, dataset)?,
        Edit::Merge(it) => ScriptEdit::Merge {
            unit: unit(dataset, it.unit)?,
            into: unit(dataset, it.into)?,
        },
        Edit::CreateUnit(it) => {
            let parent = it.new.parent.map(|parent| unit(dataset, parent));
            let children = it.children.iter().map(|child| unit(dataset, *child));
            ScriptEdit::Create {
                level: it.new.level,
                name: it.new.name.clone(),
                code: it.new.code.clone(),
                parent: match parent {
                    Some(parent) => Some(parent?),
                    None => None,
                },
                children: children.collect::<Option<_>>()?,
            }
        }
        Edit::Annex(it) => {
            let settlements = it.settlements.iter();
            let settlements = settlements.map(|key| settlement(dataset, *key));
            ScriptEdit::Annex {
                settlements: settlements.collect::<Option<_>>()?,
                to: unit(dataset, it.to)?,
            }
        }
        Edit::PlaceSettlement(it) => ScriptEdit::PlaceSettlement {
            kind: it.kind,
            name: it.name.clone(),
            code: it.code.clone(),
            at: place(it.at),
        },
        Edit::SplitBorder(it) => ScriptEdit::SplitBorder(place(it.at)),
        Edit::JoinBorders(it) => ScriptEdit::JoinBorders(place(it.at)),
        Edit::Marker(EditMarker::Place {
            name,
            at,
            description,
        }) => ScriptEdit::PlaceMarker {
            name: name.clone(),
            at: place(*at),
            description: description.clone(),
        },
        Edit::Reshape(it) => reshape(it, dataset)?,
        Edit::Borders(it) => ScriptEdit::SetBorder(set_border(it, dataset)?),
        Edit::Unit(EditUnit {
            unit: key,
            field: UnitField::Parent(Some(parent)),
        }) => ScriptEdit::SetParent {
            unit: unit(dataset, *key)?,
            parent: unit(dataset, *parent)?,
        },
        Edit::Unit(EditUnit {
            unit: key,
            field: UnitField::Name(name),
        }) => ScriptEdit::Rename {
            unit: unit(dataset, *key)?,
            name: name.clone(),
        },
        // Each of several is made on what those before have left.
        _ => return None,
    })
}

fn give(edit: &GiveLand, dataset: &Dataset) -> Option<ScriptEdit> {
    let giver = unit(dataset, edit.unit)?;
    let to = match &edit.to {
        Receiver::Unit(to) => ScriptReceiver::Unit(unit(dataset, *to)?),
        Receiver::New(new) => ScriptReceiver::New {
            name: new.name.clone(),
            code: new.code.clone(),
        },
    };
    match &edit.cut {
        LandCut::Inside(ring) => Some(ScriptEdit::Give {
            unit: giver,
            ring: places(ring),
            to,
        }),
        LandCut::LeftOf(line) => Some(ScriptEdit::Cut {
            unit: giver,
            line: places(line),
            to,
        }),
        LandCut::Whole => None,
    }
}

fn reshape(edit: &ReshapeBorders, dataset: &Dataset) -> Option<ScriptEdit> {
    let borders = on_borders(dataset, &edit.borders)?;
    Some(match &edit.how {
        Reshape::Smooth { rounds } => ScriptEdit::Smooth {
            borders,
            rounds: *rounds,
        },
        Reshape::Simplify { tolerance_m } => ScriptEdit::Simplify {
            borders,
            tolerance_m: *tolerance_m,
        },
        Reshape::Align { to, within_m } => ScriptEdit::Align {
            borders,
            to: to.iter().map(|line| places(line)).collect(),
            within_m: *within_m,
        },
    })
}

fn set_border(edit: &EditBorders, dataset: &Dataset) -> Option<SetBorder> {
    let mut set = SetBorder {
        borders: on_borders(dataset, &edit.borders)?,
        reason: edit.reason.clone(),
        ..SetBorder::default()
    };
    match &edit.field {
        BorderField::Status(status) => set.status = Some(*status),
        BorderField::Decree(Some(text)) if text.date.is_none() && text.authority.is_empty() => {
            set.decree = Some(text.number.clone());
        }
        BorderField::Decree(None) => set.decree = Some(String::new()),
        BorderField::Source(source) => set.source = Some(source.clone()),
        BorderField::AccuracyM(accuracy_m) => set.accuracy_m = Some(accuracy_m.unwrap_or(0.0)),
        BorderField::Drawn(Some(drawn)) => set.drawn = Some(*drawn),
        BorderField::Decree(Some(_)) | BorderField::Drawn(None) => return None,
    }
    Some(set)
}
