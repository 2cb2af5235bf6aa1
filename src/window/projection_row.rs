//! The choice of how the map is laid flat: the usual ones by name, and any that PROJ knows
//! by what is typed.

use egui::Ui;

use super::direction::key_row_ui;
use super::map::{ALBERS_IRAN, LAMBERT_IRAN, Projection};
use super::scope::Scope;
use super::text::{TextField, combo_ui};
use crate::app::command::Command;
use crate::app::language::left_to_right;

/// The systems that have names here, and the messages of the names.
const NAMED: [(&str, &str); 8] = [
    ("EPSG:3857", "projection-mercator"),
    ("EPSG:4326", "projection-degrees"),
    (LAMBERT_IRAN, "projection-lambert"),
    (ALBERS_IRAN, "projection-albers"),
    ("EPSG:32638", "projection-utm-38"),
    ("EPSG:32639", "projection-utm-39"),
    ("EPSG:32640", "projection-utm-40"),
    ("EPSG:32641", "projection-utm-41"),
];

/// A system that is being typed.
#[derive(Clone, Debug, Default)]
pub struct ProjectionDraft {
    text: String,
    /// Why the last one that was typed cannot be used.
    complaint: Option<String>,
}

/// What a reference system is called here: its name, or as it is written.
pub(super) fn projection_name(scope: &Scope<'_>, crs: &str) -> String {
    let named = NAMED.iter().find(|(known, _)| *known == crs);
    named.map_or_else(|| left_to_right(crs), |(_, id)| scope.text(id))
}

/// Draws the row, and a second one to type in where another system is wanted.
pub(super) fn projection_row_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    draft: &mut Option<ProjectionDraft>,
    key_width: f32,
) {
    let set = scope.program.settings().projection.clone();
    let named = NAMED.iter().position(|(known, _)| *known == set);
    let mut names: Vec<String> = NAMED.iter().map(|(_, id)| scope.text(id)).collect();
    names.push(scope.text("projection-other"));
    let other = names.len() - 1;
    let chosen = match (&draft, named) {
        (None, Some(named)) => named,
        _ => other,
    };
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let key = scope.text("projection");
    let made = key_row_ui(ui, &key, key_width, |ui| {
        combo_ui(ui, &key, &names, Some(chosen), ui.available_width())
    });
    if let Some(made) = made {
        match NAMED.get(made) {
            Some((crs, _)) => {
                *draft = None;
                scope.command(Command::SetProjection((*crs).to_owned()));
            }
            None => *draft = Some(ProjectionDraft::default()),
        }
    }
    if draft.is_none() && named.is_none() {
        *draft = Some(ProjectionDraft {
            text: set,
            complaint: None,
        });
    }
    let Some(draft) = draft else { return };
    let hint = scope.text("projection-hint");
    let outcome = key_row_ui(ui, "", key_width, |ui| {
        TextField::new(&mut draft.text, &hint)
            .placeholder(&hint)
            .complaint(draft.complaint.as_deref())
            .show_ui(ui)
    });
    let typed = draft.text.trim();
    let is_done = outcome.is_submitted || outcome.response.lost_focus();
    if is_done && !typed.is_empty() && *typed != scope.program.settings().projection {
        match Projection::of_crs(typed) {
            Ok(_) => {
                draft.complaint = None;
                scope.command(Command::SetProjection(typed.to_owned()));
            }
            Err(error) => {
                let crs = left_to_right(&error.crs);
                draft.complaint = Some(scope.with("projection-unknown", &[("crs", crs.into())]));
            }
        }
    }
}
