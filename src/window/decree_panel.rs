//! The selected decree: its number, days and who decided, its clauses and sheets, the decrees
//! that it changes, and what rests on it.

use egui::Ui;

use super::attribute_field::{AttributeField, KEY_WIDTH, remark_ui, value_ui};
use super::direction::{key_row_ui, wrapping_ui};
use super::end_panel::link_ui;
use super::say::{border_name, named, shown_date};
use super::scope::{Request, Scope};
use super::text::{Button, combo_ui, heading_ui, title_ui, wrapped_ui};
use super::theme::Severity;
use super::unit_values::parse_date;
use super::view_state::{FieldName, Target, ViewState};
use crate::app::describe::unit_name;
use crate::edit::{DecreeField, DecreeText, Edit, EditDecree, RestsOn};
use crate::model::{
    AttachedSheet, Clause, Dataset, Decree, DecreeBody, DecreeKey, DecreeKind, PartialDate,
};
use crate::topology::Between;

/// How many of what rests on a decree are named.
const MOST_NAMED: usize = 40;

/// What a text means as an attribute of a decree, or why it means none.
type Parse<'a> = &'a dyn Fn(&str) -> Result<DecreeField, String>;

/// The attribute that other decrees are.
type SetOthers = fn(Vec<DecreeKey>) -> DecreeField;

/// Draws the panel of a decree.
pub fn decree_panel_ui(ui: &mut Ui, scope: &mut Scope<'_>, view: &mut ViewState, key: DecreeKey) {
    let Some(dataset) = scope.dataset() else {
        return;
    };
    let Some(decree) = dataset.decrees.get(key) else {
        return;
    };
    let number = crate::app::language::isolated(&decree.number);
    title_ui(
        ui,
        &scope.with("decree-title", &[("number", number.into())]),
    );
    let panel = Panel {
        key,
        decree,
        dataset,
    };
    panel.act_ui(ui, scope, view);
    panel.way_ui(ui, scope, view);
    panel.clauses_ui(ui, scope, view);
    panel.sheets_ui(ui, scope, view);
    panel.others_ui(ui, scope, view);
    panel.resting_ui(ui, scope, view);
}

struct Panel<'a> {
    key: DecreeKey,
    decree: &'a Decree,
    dataset: &'a Dataset,
}

impl Panel<'_> {
    fn edit(&self, field: DecreeField) -> Edit {
        Edit::Decree(EditDecree::Set {
            decree: self.key,
            field,
        })
    }

    fn field_ui(
        &self,
        ui: &mut Ui,
        scope: &mut Scope<'_>,
        view: &mut ViewState,
        (name, label, shown): (FieldName, &str, &str),
        parse: Parse<'_>,
    ) {
        let parse = |text: &str| parse(text).map(|field| self.edit(field));
        AttributeField {
            target: Target::Decree(self.key),
            name,
            label,
            shown,
            suffix: None,
            is_code: false,
            parse: &parse,
        }
        .show_ui(ui, scope, view);
    }

    fn text_ui(
        &self,
        ui: &mut Ui,
        scope: &mut Scope<'_>,
        view: &mut ViewState,
        (id, shown): (&'static str, &str),
        set: fn(String) -> DecreeField,
    ) {
        let label = scope.text(id);
        let named = (FieldName::OfDecree(id), label.as_str(), shown);
        self.field_ui(ui, scope, view, named, &|text| Ok(set(text.to_owned())));
    }

    fn date_ui(
        &self,
        ui: &mut Ui,
        scope: &mut Scope<'_>,
        view: &mut ViewState,
        (id, date): (&'static str, Option<PartialDate>),
        set: fn(Option<PartialDate>) -> DecreeField,
    ) {
        let words = scope.words;
        let label = scope.text(id);
        let shown = date
            .map(|date| shown_date(words, &date))
            .unwrap_or_default();
        let named = (FieldName::OfDecree(id), label.as_str(), shown.as_str());
        self.field_ui(ui, scope, view, named, &|text| {
            parse_date(words, text).map(set)
        });
    }

    /// What the act is, and who decided.
    fn act_ui(&self, ui: &mut Ui, scope: &mut Scope<'_>, view: &mut ViewState) {
        let decree = self.decree;
        let shown = ("decree-number", decree.number.as_str());
        self.text_ui(ui, scope, view, shown, DecreeField::Number);
        let kinds = DecreeKind::ALL.map(|kind| kind_name(scope, kind));
        let chosen = decree.kind;
        let chosen = chosen.and_then(|it| DecreeKind::ALL.iter().position(|kind| *kind == it));
        if let Some(made) = choice_ui(ui, scope, view, "decree-kind", &kinds, chosen) {
            let kind = made.and_then(|made| DecreeKind::ALL.get(made).copied());
            scope.edit(self.edit(DecreeField::Kind(kind)));
        }
        let bodies = DecreeBody::ALL.map(|body| body_name(scope, body));
        let chosen = decree.body;
        let chosen = chosen.and_then(|it| DecreeBody::ALL.iter().position(|body| *body == it));
        if let Some(made) = choice_ui(ui, scope, view, "decree-body", &bodies, chosen) {
            let body = made.and_then(|made| DecreeBody::ALL.get(made).copied());
            scope.edit(self.edit(DecreeField::Body(body)));
        }
        let guessed = DecreeBody::of_number(&decree.number).filter(|_| decree.body.is_none());
        if let Some(body) = guessed {
            let body = body_name(scope, body);
            let text = scope.with("decree-body-by-number", &[("body", body.into())]);
            remark_ui(ui, Severity::Note, &text);
        }
        if !decree.authority.is_empty() || view.editing.is_on {
            let shown = ("decree-authority", decree.authority.as_str());
            self.text_ui(ui, scope, view, shown, DecreeField::Authority);
        }
        let shown = ("decree-delegation", decree.delegation.as_str());
        self.text_ui(ui, scope, view, shown, DecreeField::Delegation);
        let shown = ("decree-subject", decree.subject.as_str());
        self.text_ui(ui, scope, view, shown, DecreeField::Subject);
    }

    /// The way it went, in the order of its days.
    fn way_ui(&self, ui: &mut Ui, scope: &mut Scope<'_>, view: &mut ViewState) {
        let decree = self.decree;
        ui.add_space(8.0);
        heading_ui(ui, &scope.text("decree-way"));
        let shown = ("decree-proposal-number", decree.proposal_number.as_str());
        self.text_ui(ui, scope, view, shown, DecreeField::ProposalNumber);
        let shown = ("decree-proposal-date", decree.proposal_date);
        self.date_ui(ui, scope, view, shown, DecreeField::ProposalDate);
        let shown = ("decree-session-date", decree.session_date);
        self.date_ui(ui, scope, view, shown, DecreeField::SessionDate);
        let shown = ("decree-date", decree.date);
        self.date_ui(ui, scope, view, shown, DecreeField::Date);
        let shown = ("decree-notice-number", decree.notice_number.as_str());
        self.text_ui(ui, scope, view, shown, DecreeField::NoticeNumber);
        let shown = ("decree-notice-date", decree.notice_date);
        self.date_ui(ui, scope, view, shown, DecreeField::NoticeDate);
        let shown = ("decree-gazette-number", decree.gazette_number.as_str());
        self.text_ui(ui, scope, view, shown, DecreeField::GazetteNumber);
        let shown = ("decree-gazette-date", decree.gazette_date);
        self.date_ui(ui, scope, view, shown, DecreeField::GazetteDate);
        let shown = ("decree-effective", decree.life.effective.from);
        self.date_ui(ui, scope, view, shown, DecreeField::Effective);
    }

    /// What it says. While editing, an empty row behind the last takes another clause, and a
    /// clause that is emptied goes.
    fn clauses_ui(&self, ui: &mut Ui, scope: &mut Scope<'_>, view: &mut ViewState) {
        let clauses = &self.decree.clauses;
        if clauses.is_empty() && !view.editing.is_on {
            return;
        }
        ui.add_space(8.0);
        heading_ui(ui, &scope.text("decree-clauses"));
        let nothing = Clause::default();
        let rows = clauses.len() + usize::from(view.editing.is_on);
        for place in 0..rows {
            let clause = clauses.get(place).unwrap_or(&nothing);
            let count = scope.count(place + 1);
            let label = scope.with("decree-clause", &[("number", count.into())]);
            let named = (
                FieldName::Clause(place),
                label.as_str(),
                clause.text.as_str(),
            );
            self.field_ui(ui, scope, view, named, &|text| {
                let clause = Clause {
                    number: (place + 1).to_string(),
                    text: text.to_owned(),
                    sheet: clause.sheet.clone(),
                };
                let is_empty = text.is_empty();
                Ok(DecreeField::Clauses(put(clauses, place, clause, is_empty)))
            });
            if place < clauses.len() && (view.editing.is_on || !clause.sheet.is_empty()) {
                let label = scope.text("decree-clause-sheet");
                let named = (
                    FieldName::ClauseSheet(place),
                    label.as_str(),
                    clause.sheet.as_str(),
                );
                self.field_ui(ui, scope, view, named, &|text| {
                    let clause = Clause {
                        sheet: text.to_owned(),
                        ..clause.clone()
                    };
                    Ok(DecreeField::Clauses(put(clauses, place, clause, false)))
                });
            }
        }
    }

    /// The sheets attached to it, as «شماره – عنوان».
    fn sheets_ui(&self, ui: &mut Ui, scope: &mut Scope<'_>, view: &mut ViewState) {
        let sheets = &self.decree.sheets;
        if sheets.is_empty() && !view.editing.is_on {
            return;
        }
        ui.add_space(8.0);
        heading_ui(ui, &scope.text("decree-sheets"));
        let nothing = AttachedSheet::default();
        let rows = sheets.len() + usize::from(view.editing.is_on);
        for place in 0..rows {
            let sheet = sheets.get(place).unwrap_or(&nothing);
            let shown = match (sheet.number.as_str(), sheet.title.as_str()) {
                (number, "") => number.to_owned(),
                (number, title) => format!("{number} – {title}"),
            };
            let count = scope.count(place + 1);
            let label = scope.with("decree-sheet", &[("number", count.into())]);
            let named = (FieldName::Sheet(place), label.as_str(), shown.as_str());
            self.field_ui(ui, scope, view, named, &|text| {
                let (number, title) = text.split_once(['–', '—']).unwrap_or((text, ""));
                let sheet = AttachedSheet {
                    number: number.trim().to_owned(),
                    title: title.trim().to_owned(),
                    file: sheet.file.clone(),
                };
                let is_empty = text.is_empty();
                Ok(DecreeField::Sheets(put(sheets, place, sheet, is_empty)))
            });
        }
    }

    /// Decrees that it changes or takes away, by their numbers with a comma between.
    fn others_ui(&self, ui: &mut Ui, scope: &mut Scope<'_>, view: &mut ViewState) {
        let decree = self.decree;
        let kinds: [(&'static str, &[DecreeKey], SetOthers); 2] = [
            ("decree-amends", &decree.amends, DecreeField::Amends),
            ("decree-annuls", &decree.annuls, DecreeField::Annuls),
        ];
        ui.add_space(8.0);
        heading_ui(ui, &scope.text("decree-others"));
        let words = scope.words;
        for (id, known, set) in kinds {
            let numbers = known
                .iter()
                .filter_map(|key| self.dataset.decrees.get(*key));
            let numbers: Vec<&str> = numbers.map(|decree| decree.number.as_str()).collect();
            let shown = numbers.join("، ");
            let label = scope.text(id);
            let named = (FieldName::OfDecree(id), label.as_str(), shown.as_str());
            self.field_ui(ui, scope, view, named, &|text| {
                let numbers = text.split(['،', ',', ';', '؛']).map(str::trim);
                let numbers = numbers.filter(|number| !number.is_empty());
                let keys: Result<Vec<DecreeKey>, String> = numbers
                    .map(|number| {
                        decree_of_number(self.dataset, number).ok_or_else(|| {
                            let number = crate::app::language::isolated(number);
                            words.with("decree-unknown", &[("number", number.into())])
                        })
                    })
                    .collect();
                keys.map(set)
            });
        }
        let rests = RestsOn::of(self.dataset, self.key);
        if !rests.changed_by.is_empty() {
            key_row_ui(ui, &scope.text("decree-changed-by"), KEY_WIDTH, |ui| {
                wrapping_ui(ui, |ui| {
                    for other in &rests.changed_by {
                        let number = self.dataset.decrees.get(*other);
                        let number = number.map(|it| it.number.clone()).unwrap_or_default();
                        if link_ui(ui, &number).clicked() {
                            scope.ask(Request::Select(Some(Target::Decree(*other))));
                        }
                    }
                });
            });
        }
    }

    /// What rests on it; one on which nothing does can be removed.
    fn resting_ui(&self, ui: &mut Ui, scope: &mut Scope<'_>, view: &ViewState) {
        let rests = RestsOn::of(self.dataset, self.key);
        ui.add_space(8.0);
        heading_ui(ui, &scope.text("decree-rests"));
        if rests.units.is_empty() && rests.borders.is_empty() {
            let weak = scope
                .theme
                .text
                .body
                .coloured(scope.theme.palette.text_weak);
            wrapped_ui(ui, &scope.text("decree-rests-nothing"), weak);
        }
        ui.spacing_mut().interact_size.y = 20.0;
        for &key in rests.units.iter().take(MOST_NAMED) {
            let Some(unit) = self.dataset.units.get(key) else {
                continue;
            };
            let name = unit_name(scope.words, self.dataset, key);
            if link_ui(ui, &named(scope.words, unit.level, &name)).clicked() {
                scope.ask(Request::GoTo(Target::Unit(key)));
            }
        }
        let mut borders: Vec<String> = rests
            .borders
            .iter()
            .filter_map(|key| self.dataset.borders.get(*key))
            .map(|border| Between::of(self.dataset, border))
            .map(|between| border_name(scope.words, self.dataset, &between))
            .collect();
        // Stretches of one border have one name.
        borders.dedup();
        for name in borders.iter().take(MOST_NAMED) {
            let text = scope.with("decree-border", &[("border", name.as_str().into())]);
            wrapped_ui(ui, &text, scope.theme.text.small);
        }
        let more = (rests.units.len() + borders.len()).saturating_sub(2 * MOST_NAMED);
        if more > 0 {
            let text = scope.with("decree-rests-more", &[("count", scope.count(more).into())]);
            wrapped_ui(ui, &text, scope.theme.text.small);
        }
        ui.spacing_mut().interact_size.y = scope.theme.sizes.control_height;
        if view.editing.is_on {
            ui.add_space(8.0);
            let remove = Edit::Decree(EditDecree::Remove(self.key));
            let resting = rests.count();
            let count = scope.count(resting);
            let refusal = (resting > 0)
                .then(|| scope.with("refusal-decree-in-use", &[("count", count.into())]));
            let label = scope.text("decree-remove");
            let button = Button::new(&label).refused(refusal.as_deref());
            if button.show_ui(ui).clicked() {
                scope.edit(remove);
            }
        }
    }
}

/// A choice with «ثبت نشده» before the others: what was chosen, or the bare value while
/// editing is off.
fn choice_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    view: &ViewState,
    id: &str,
    names: &[String],
    chosen: Option<usize>,
) -> Option<Option<usize>> {
    let label = scope.text(id);
    if !view.editing.is_on {
        let shown = chosen.and_then(|place| names.get(place));
        value_ui(
            ui,
            scope,
            &label,
            shown.map_or("", String::as_str),
            None,
            false,
        );
        return None;
    }
    let nothing = scope.text("field-nothing");
    let mut choices = vec![nothing.as_str()];
    choices.extend(names.iter().map(String::as_str));
    let chosen = chosen.map_or(0, |place| place + 1);
    let made = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        let width = ui.available_width();
        combo_ui(ui, &label, &choices, Some(chosen), width)
    })?;
    Some(made.checked_sub(1))
}

/// A list with a row put at its place, or added behind the last, or taken away.
fn put<T: Clone>(rows: &[T], place: usize, row: T, is_empty: bool) -> Vec<T> {
    let mut rows = rows.to_vec();
    match rows.get_mut(place) {
        Some(_) if is_empty => drop(rows.remove(place)),
        Some(known) => *known = row,
        None if !is_empty => rows.push(row),
        None => {}
    }
    rows
}

/// The decree with a number, digits and letters of either script alike.
fn decree_of_number(dataset: &Dataset, number: &str) -> Option<DecreeKey> {
    let wanted = crate::model::fold_name(number);
    let mut decrees = dataset.decrees.iter();
    let found = decrees.find(|(_, it)| crate::model::fold_name(&it.number) == wanted);
    found.map(|(key, _)| key)
}

/// What a text names as a decree: the one of that number with its day, or one that is not
/// known yet; nothing for an empty text.
pub fn decree_named(dataset: &Dataset, text: &str) -> Option<DecreeText> {
    let known = decree_of_number(dataset, text).and_then(|key| dataset.decrees.get(key));
    (!text.is_empty()).then(|| DecreeText {
        number: known.map_or_else(|| text.to_owned(), |decree| decree.number.clone()),
        date: known.and_then(|decree| decree.date),
        authority: String::new(),
    })
}

/// What kind of act a decree is, in words.
pub fn kind_name(scope: &Scope<'_>, kind: DecreeKind) -> String {
    scope.text(&format!("decree-kind-{}", kind.name()))
}

/// Who decides, in words.
pub fn body_name(scope: &Scope<'_>, body: DecreeBody) -> String {
    scope.text(&format!("decree-body-{}", body.name().replace('_', "-")))
}
