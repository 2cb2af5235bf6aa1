//! What people say of the chosen findings: how far they have been dealt with, who looks
//! after them, remarks, and that they may stand. Each is an edit, undone as one step.

use egui::Ui;

use super::direction::{column_ui, key_row_ui, wrapping_ui};
use super::icons::icons::{ICON_CHECK_CIRCLE, ICON_UNDO};
use super::scope::Scope;
use super::text::{Button, TextField, combo_ui, heading_ui, small_ui, wrapped_ui};
use super::view_state::{AcceptDraft, FindingsView};
use crate::app::clock::today;
use crate::app::dates::shown;
use crate::app::describe::{standing_words, state_name};
use crate::app::language::isolated;
use crate::edit::{Edit, EditTriage, TriageField};
use crate::model::{Comment, Exception, Triage, TriageState};
use crate::rules::{Finding, Standing, standing, triage_of, triaged};

/// The room of the names of fields, in points.
const KEY_WIDTH: f32 = 72.0;

/// Asks for something to be said of findings.
pub fn say(scope: &mut Scope<'_>, findings: &[&Finding], field: TriageField) {
    let Some(dataset) = scope.dataset() else {
        return;
    };
    let findings = findings.iter().map(|finding| triaged(dataset, finding));
    let findings = findings.collect();
    scope.edit(Edit::Triage(EditTriage { findings, field }));
}

/// Draws the section; `findings` are those that are chosen, the selected one first.
pub fn triage_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    view: &mut FindingsView,
    findings: &[&Finding],
) {
    let (Some(dataset), Some(first)) = (scope.dataset(), findings.first()) else {
        return;
    };
    let triages: Vec<Option<&Triage>> = findings
        .iter()
        .map(|finding| triage_of(dataset, finding))
        .collect();
    ui.add_space(6.0);
    heading_ui(ui, &scope.text("triage-title"));
    if findings.len() > 1 {
        let count = scope.count(findings.len());
        small_ui(ui, &scope.with("triage-chosen", &[("count", count.into())]));
    }
    state_ui(ui, scope, findings, &triages);
    assignee_ui(ui, scope, view, findings, &triages);
    standing_ui(ui, scope, view, findings);
    if let [Some(triage)] = triages.as_slice() {
        comments_ui(ui, scope, &triage.comments);
    }
    comment_ui(ui, scope, view, findings, &first.key.0);
}

/// What several say, if they all say the same.
fn common<T: PartialEq>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut values = values;
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

fn state_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    findings: &[&Finding],
    triages: &[Option<&Triage>],
) {
    let states = triages.iter().map(|triage| triage.map(|it| it.state));
    let state = common(states.map(Option::unwrap_or_default));
    let names = TriageState::ALL.map(|state| state_name(scope.words, state));
    let choices: Vec<&str> = names.iter().map(String::as_str).collect();
    let chosen = state.and_then(|state| TriageState::ALL.iter().position(|one| *one == state));
    let label = scope.text("triage-state");
    let made = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        let width = ui.available_width();
        combo_ui(ui, &label, &choices, chosen, width)
    });
    if let Some(&state) = made.and_then(|made| TriageState::ALL.get(made)) {
        say(scope, findings, TriageField::State(state));
    }
}

fn assignee_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    view: &mut FindingsView,
    findings: &[&Finding],
    triages: &[Option<&Triage>],
) {
    let assignees = triages
        .iter()
        .map(|triage| triage.map_or("", |it| it.assignee.as_str()));
    let known = common(assignees).unwrap_or_default().to_owned();
    let mut text = view.assignee.clone().unwrap_or_else(|| known.clone());
    let label = scope.text("triage-assignee");
    let hint = scope.text("triage-assignee-nobody");
    let field = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        TextField::new(&mut text, &label)
            .placeholder(&hint)
            .show_ui(ui)
    });
    if field.response.changed() {
        view.assignee = Some(text.clone());
    }
    if field.is_submitted || field.response.lost_focus() {
        view.assignee = None;
        if text.trim() != known {
            say(scope, findings, TriageField::Assignee(text));
        }
    }
}

/// Whether the findings may stand, and the button that changes it.
fn standing_ui(ui: &mut Ui, scope: &mut Scope<'_>, view: &mut FindingsView, findings: &[&Finding]) {
    let Some(dataset) = scope.dataset() else {
        return;
    };
    let standings: Vec<Standing> = findings
        .iter()
        .map(|finding| standing(dataset, finding, today()))
        .collect();
    if let [finding] = findings
        && let Some(exception) = triage_of(dataset, finding).and_then(|it| it.exception.as_ref())
        && let [standing] = standings.as_slice()
    {
        exception_ui(ui, scope, exception, *standing);
    }
    wrapping_ui(ui, |ui| {
        if standings.iter().any(|it| *it != Standing::Accepted) {
            let label = scope.text("triage-accept");
            let button = Button::new(&label).icon(ICON_CHECK_CIRCLE);
            if button.show_ui(ui).clicked() {
                view.accept = Some(AcceptDraft {
                    keys: findings.iter().map(|it| it.key.clone()).collect(),
                    approver: scope.program.settings().author.clone(),
                    ..AcceptDraft::default()
                });
            }
        }
        if standings.iter().any(|it| *it != Standing::Open) {
            let label = scope.text("triage-withdraw");
            let button = Button::new(&label).quiet().icon(ICON_UNDO);
            if button.show_ui(ui).clicked() {
                say(scope, findings, TriageField::Withdraw);
            }
        }
    });
}

fn exception_ui(ui: &mut Ui, scope: &Scope<'_>, exception: &Exception, standing: Standing) {
    let language = scope.words.language();
    let palette = &scope.theme.palette;
    let colour = if standing == Standing::Accepted {
        palette.gain
    } else {
        palette.loss
    };
    let body = scope.theme.text.body;
    let words = standing_words(scope.words, standing);
    wrapped_ui(ui, &words, body.medium().coloured(colour));
    wrapped_ui(ui, &isolated(&exception.reason), body);
    let date = shown(&exception.accepted.to_string(), language);
    let text = match exception.until {
        Some(until) => scope.with(
            "triage-accepted-until",
            &[
                ("by", isolated(&exception.approver).into()),
                ("date", date.into()),
                ("until", shown(&until.to_string(), language).into()),
            ],
        ),
        None => scope.with(
            "triage-accepted-for-good",
            &[
                ("by", isolated(&exception.approver).into()),
                ("date", date.into()),
            ],
        ),
    };
    small_ui(ui, &text);
}

fn comments_ui(ui: &mut Ui, scope: &Scope<'_>, comments: &[Comment]) {
    for comment in comments {
        column_ui(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let date = shown(&comment.date.to_string(), scope.words.language());
            let author = scope.with(
                "triage-comment-by",
                &[
                    ("author", isolated(&comment.author).into()),
                    ("date", date.into()),
                ],
            );
            small_ui(ui, &author);
            wrapped_ui(ui, &isolated(&comment.text), scope.theme.text.body);
        });
    }
}

/// The field for a remark, and for its author while nobody has said who works here.
fn comment_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    view: &mut FindingsView,
    findings: &[&Finding],
    key: &str,
) {
    let mut draft = match view.comment.take() {
        Some((of, text)) if of == key => text,
        _ => String::new(),
    };
    let label = scope.text("triage-comment");
    let hint = scope.text("triage-comment-hint");
    let field = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        TextField::new(&mut draft, &label)
            .placeholder(&hint)
            .show_ui(ui)
    });
    let mut is_submitted = field.is_submitted;
    let known = scope.program.settings().author.clone();
    let mut author = view.author.clone().unwrap_or_else(|| known.clone());
    if known.is_empty() && !draft.trim().is_empty() {
        let label = scope.text("author");
        let field = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
            TextField::new(&mut author, &label).show_ui(ui)
        });
        view.author = Some(author.clone());
        is_submitted |= field.is_submitted;
    }
    if is_submitted && !draft.trim().is_empty() && !author.trim().is_empty() {
        if author != known {
            scope.command(crate::app::command::Command::SetAuthor(author.clone()));
        }
        let comment = Comment {
            author: author.trim().to_owned(),
            date: today(),
            text: draft.trim().to_owned(),
        };
        say(scope, findings, TriageField::Comment(comment));
    } else if !draft.is_empty() {
        view.comment = Some((key.to_owned(), draft));
    }
}
