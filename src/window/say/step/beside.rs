//! What was done with boundary markers and map sheets, in words.

use super::super::refusal::number;
use super::or_nothing;
use crate::app::language::{Words, isolated, left_to_right};
use crate::edit::{EditMarker, EditSheet, MarkerField, SheetField};
use crate::model::{Dataset, SheetFit};
use crate::window::coordinates::shown;
use crate::window::say::shown_date;
use crate::window::view_state::CoordinateForm;

/// How a sheet is laid on its points, in words.
pub fn fit_name(words: &Words, fit: SheetFit) -> String {
    words.text(match fit {
        SheetFit::Similarity => "sheet-similarity",
        SheetFit::Affine => "sheet-affine",
        SheetFit::Polynomial => "sheet-polynomial",
    })
}

/// What was done with a marker. One that was removed since is told without its name.
pub(super) fn marker_step(words: &Words, dataset: &Dataset, edit: &EditMarker) -> String {
    let name = |key| {
        let marker = dataset.markers.get(key);
        marker.map_or_else(|| "—".to_owned(), |marker| isolated(&marker.name))
    };
    let (field, value, marker) = match edit {
        EditMarker::Place { name, .. } => {
            return words.with("step-marker-place", &[("name", isolated(name).into())]);
        }
        EditMarker::Remove(key) => {
            return words.with("step-marker-remove", &[("name", name(*key).into())]);
        }
        EditMarker::Set { marker, field } => match field {
            MarkerField::Name(name) => ("marker-name", isolated(name), *marker),
            MarkerField::Description(text) => ("marker-description", isolated(text), *marker),
            MarkerField::Built(date) => {
                let date = date.map(|date| shown_date(words, &date));
                ("marker-built", date.unwrap_or_default(), *marker)
            }
            MarkerField::At(at) => {
                let place = shown(words.language(), CoordinateForm::Decimal, *at);
                ("field-position", left_to_right(&place), *marker)
            }
        },
    };
    words.with(
        "step-marker-set",
        &[
            ("field", words.text(field).into()),
            ("name", name(marker).into()),
            ("value", or_nothing(words, value).into()),
        ],
    )
}

/// What was done with a map sheet.
pub(super) fn sheet_step(words: &Words, dataset: &Dataset, edit: &EditSheet) -> String {
    let name = |key| {
        let sheet = dataset.sheets.get(key);
        sheet.map_or_else(|| "—".to_owned(), |sheet| isolated(&sheet.name))
    };
    match edit {
        EditSheet::Add(sheet) => {
            words.with("step-sheet-add", &[("name", isolated(&sheet.name).into())])
        }
        EditSheet::Remove(key) => words.with("step-sheet-remove", &[("name", name(*key).into())]),
        EditSheet::Set { sheet, field } => {
            let of = name(*sheet);
            match field {
                SheetField::Name(name) => {
                    words.with("step-sheet-name", &[("name", isolated(name).into())])
                }
                SheetField::Fit(fit) => words.with(
                    "step-sheet-fit",
                    &[("name", of.into()), ("fit", fit_name(words, *fit).into())],
                ),
                SheetField::ControlPoints(points) => words.with(
                    "step-sheet-points",
                    &[("name", of.into()), ("count", number(points.len() as u64))],
                ),
            }
        }
    }
}
