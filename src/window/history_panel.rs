//! The tab of the history: the steps of this session, the last one first. A click on a
//! step undoes or redoes up to it.

use egui::{Id, Ui};

use super::findings_panel::empty_ui;
use super::scope::{Request, Scope};
use super::table::{Cell, Column, Table, Width};

/// What takes the keyboard for the table.
pub fn history_table_id() -> Id {
    Id::unique("history-table")
}

/// Draws the steps.
pub fn history_panel_ui(ui: &mut Ui, scope: &mut Scope<'_>) {
    let Some(session) = scope.session() else {
        return;
    };
    let (done, undone) = (session.history().done(), session.history().undone());
    if done.is_empty() && undone.is_empty() {
        empty_ui(ui, scope, "history-none");
        return;
    }
    let dataset = &session.snapshot().dataset;
    let columns = [
        ("column-number", Width::Points(64.0)),
        ("column-step", Width::Share(4.0)),
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
            ];
        };
        let said = super::say::step(words, dataset, &step.edit);
        let number = words.integer(i64::try_from(number).unwrap_or(i64::MAX));
        let (reason, author) = (step.reason.clone(), step.author.clone());
        let (reason, author) = (Cell::Weak(reason), Cell::Weak(author));
        if row < undone.len() {
            let state = Cell::Tag(words.text("history-undone"), false);
            vec![Cell::Weak(number), Cell::Weak(said), reason, author, state]
        } else {
            vec![
                Cell::Weak(number),
                Cell::Text(said),
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
