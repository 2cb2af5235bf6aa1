//! The tab of the history: the steps of this session, the last one first. A click on a
//! step undoes or redoes up to it. What the last one was meant as, and why it was made,
//! is said above.

use egui::{Id, Ui};

use super::direction::horizontal_ui;
use super::findings_panel::empty_ui;
use super::say::change_kind;
use super::scope::{Request, Scope};
use super::table::{Cell, Column, Table, Width};
use super::text::{TextField, combo_ui, elided_ui, formatted_ui};
use super::view_state::ReasonDraft;
use crate::app::command::Command;
use crate::app::session::Session;
use crate::edit::ChangeKind;

/// What takes the keyboard for the table.
pub fn history_table_id() -> Id {
    Id::unique("history-table")
}

/// The room of what the last step was meant as, in points.
const KIND_WIDTH: f32 = 130.0;
/// The room of the reason, in points.
const REASON_WIDTH: f32 = 260.0;

/// What the last step was meant as and why it was made, to be said afterwards.
fn last_step_ui(ui: &mut Ui, scope: &mut Scope<'_>, session: &Session, draft: &mut ReasonDraft) {
    let Some(last) = session.history().done().last() else {
        return;
    };
    if draft.of != last.number() {
        *draft = ReasonDraft {
            of: last.number(),
            text: last.reason.clone(),
        };
    }
    let is_of_borders = last.changes.is_of_borders();
    let said = super::say::step(scope.words, &session.snapshot().dataset, last);
    let (label, reason_label) = (scope.text("history-last"), scope.text("column-reason"));
    let names = ChangeKind::ALL.map(|kind| change_kind(scope.words, kind));
    let names = names.each_ref().map(String::as_str);
    let mut kind = last.kind;
    let mut is_said = false;
    let margin = egui::Margin::symmetric(16, 6);
    egui::Frame::new().inner_margin(margin).show(ui, |ui| {
        horizontal_ui(ui, |ui| {
            let weak = scope
                .theme
                .text
                .body
                .coloured(scope.theme.palette.text_weak);
            formatted_ui(ui, &label, weak);
            if is_of_borders {
                let chosen =
                    kind.and_then(|kind| ChangeKind::ALL.iter().position(|it| *it == kind));
                let made = combo_ui(ui, &scope.text("kind-question"), &names, chosen, KIND_WIDTH);
                if let Some(made) = made.and_then(|place| ChangeKind::ALL.get(place).copied()) {
                    kind = Some(made);
                    is_said = true;
                }
            }
            let field = TextField::new(&mut draft.text, &reason_label)
                .placeholder(&reason_label)
                .width(REASON_WIDTH)
                .show_ui(ui);
            is_said |= field.is_submitted || field.response.lost_focus();
            elided_ui(ui, &said, scope.theme.text.body);
        })
    });
    let is_new = kind != last.kind || draft.text.trim() != last.reason;
    if is_said && is_new {
        scope.command(Command::DescribeLast {
            kind,
            reason: draft.text.trim().to_owned(),
        });
    }
}

/// Draws the steps.
pub fn history_panel_ui(ui: &mut Ui, scope: &mut Scope<'_>, reason: &mut ReasonDraft) {
    let Some(session) = scope.session() else {
        return;
    };
    let (done, undone) = (session.history().done(), session.history().undone());
    if done.is_empty() && undone.is_empty() {
        empty_ui(ui, scope, "history-none");
        return;
    }
    last_step_ui(ui, scope, session, reason);
    let dataset = &session.snapshot().dataset;
    let columns = [
        ("column-number", Width::Points(64.0)),
        ("column-step", Width::Share(4.0)),
        ("column-kind-of-change", Width::Points(110.0)),
        ("column-reason", Width::Share(2.0)),
        ("column-author", Width::Points(140.0)),
        ("column-state", Width::Points(110.0)),
    ]
    .map(|(title, width)| Column {
        sorts: false,
        ..Column::new(scope.text(title), width)
    });
    let words = scope.words;
    let label = scope.text("tab-history");
    let all = done.len() + undone.len();
    // The newest first: undone steps stand above, then the last one made. The state as it
    // was opened ends the list.
    let outcome = Table {
        id: history_table_id(),
        label: &label,
        columns: &columns,
        sort: None,
        rows: all + 1,
        selected: Some(undone.len()),
        is_chosen: None,
        scroll: false,
    }
    .show_ui(ui, |row| {
        let number = all - row;
        let step = if row < undone.len() {
            undone.get(row)
        } else {
            number.checked_sub(1).and_then(|place| done.get(place))
        };
        let Some(step) = step else {
            return vec![
                Cell::Empty,
                Cell::Weak(words.text("history-opened")),
                Cell::Empty,
                Cell::Empty,
                Cell::Empty,
                Cell::Empty,
            ];
        };
        let said = super::say::step(words, dataset, step);
        let number = words.integer(i64::try_from(number).unwrap_or(i64::MAX));
        let (reason, author) = (step.reason.clone(), step.author.clone());
        let (reason, author) = (Cell::Weak(reason), Cell::Weak(author));
        let kind = step.kind.map(|kind| change_kind(words, kind));
        let kind = kind.map_or(Cell::Empty, Cell::Weak);
        if row < undone.len() {
            let state = Cell::Tag(words.text("history-undone"), false);
            vec![
                Cell::Weak(number),
                Cell::Weak(said),
                kind,
                reason,
                author,
                state,
            ]
        } else {
            vec![
                Cell::Weak(number),
                Cell::Text(said),
                kind,
                reason,
                author,
                Cell::Empty,
            ]
        }
    });
    if let Some(row) = outcome.chosen {
        scope.ask(Request::UndoTo(all - row));
    }
}
