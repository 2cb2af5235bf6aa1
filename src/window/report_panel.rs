//! The tab of the import's report: what of the files could not be used, and what was
//! inferred, line by line.

use egui::{Id, Ui};

use super::findings_panel::empty_ui;
use super::scope::Scope;
use super::table::{Cell, Column, Table, Width};
use super::theme::Severity;
use crate::app::language::left_to_right;
use crate::files::ImportReport;

/// What takes the keyboard for the table.
pub fn report_table_id() -> Id {
    Id::unique("report-table")
}

/// The report of the last import, what was lost before what was inferred.
#[derive(Clone, Debug, Default)]
pub struct ReportView {
    report: ImportReport,
    problems: usize,
}

impl ReportView {
    /// The report to be shown.
    pub fn new(mut report: ImportReport) -> Self {
        report.lines.sort_by_key(|line| !line.reason.is_problem());
        let problems = report
            .lines
            .iter()
            .filter(|line| line.reason.is_problem())
            .count();
        Self { report, problems }
    }

    /// How many lines tell of something that was lost or left out of use.
    pub fn problems(&self) -> usize {
        self.problems
    }
}

/// Draws the report.
pub fn report_panel_ui(ui: &mut Ui, scope: &Scope<'_>, report: Option<&ReportView>) {
    let Some(report) = report else {
        empty_ui(ui, scope, "report-none");
        return;
    };
    if report.report.lines.is_empty() {
        empty_ui(ui, scope, "report-clean");
        return;
    }
    let columns = [
        Column::sign(36.0),
        Column {
            sorts: false,
            ..Column::new(scope.text("column-what"), Width::Share(4.0))
        },
        Column {
            sorts: false,
            ..Column::new(scope.text("column-file"), Width::Share(1.6))
        },
        Column {
            sorts: false,
            ..Column::new(scope.text("column-feature"), Width::Share(1.0))
        },
    ];
    let label = scope.text("tab-report");
    let words = scope.words;
    Table {
        id: report_table_id(),
        label: &label,
        columns: &columns,
        sort: None,
        rows: report.report.lines.len(),
        selected: None,
        is_chosen: None,
        scroll: false,
    }
    .show_ui(ui, |row| {
        let Some(line) = report.report.lines.get(row) else {
            return Vec::new();
        };
        let (sign, id) = if line.reason.is_problem() {
            (Severity::Warning, "severity-warning")
        } else {
            (Severity::Note, "severity-note")
        };
        let number = line
            .feature
            .map(|number| words.integer(i64::try_from(number).unwrap_or(i64::MAX)));
        let feature = match (number, &line.id) {
            (Some(number), Some(id)) => format!("{number} ({})", left_to_right(id)),
            (Some(number), None) => number,
            (None, id) => id.as_deref().map(left_to_right).unwrap_or_default(),
        };
        vec![
            Cell::Sign(sign, words.text(id)),
            Cell::Text(super::say::report_reason(words, &line.reason)),
            Cell::Weak(line.file.as_deref().map(left_to_right).unwrap_or_default()),
            Cell::Weak(feature),
        ]
    });
}
