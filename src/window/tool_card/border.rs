//! The card of borders: which one was pressed, how long it is, and what is known of it
//! beside its course. An agreed border is locked; unlocking asks for a reason.

use egui::Ui;

use super::field::{date_ui, typed_ui};
use super::{KEY_WIDTH, hint_ui};
use crate::edit::{BorderField, DecreeText, Edit, EditBorders};
use crate::model::{Border, BorderStatus, Dataset};
use crate::topology::{Between, whole_border};
use crate::window::direction::{key_row_ui, wrapping_ui};
use crate::window::map_panel::{MapContext, MapEvent};
use crate::window::say::{border_name, border_status};
use crate::window::scope::Scope;
use crate::window::text::{Button, NumberField, TextField, combo_ui, formatted_ui, wrapped_ui};
use crate::window::view_state::BorderDraft;

/// Looks up the borders that are meant, once a state of the data and a choice.
pub fn follow_borders(scope: &Scope<'_>, draft: &mut BorderDraft) {
    let Some(session) = scope.session() else {
        return;
    };
    let dataset = &session.snapshot().dataset;
    // An edit may have cut it: what was chosen is then no more.
    if draft
        .border
        .is_some_and(|key| dataset.borders.get(key).is_none())
    {
        draft.choose(None);
    }
    let Some(border) = draft.border else {
        draft.chosen = None;
        return;
    };
    let wanted = (border, session.revision(), draft.is_whole);
    let known = draft.chosen.as_ref();
    if known.is_some_and(|(key, revision, whole, _)| (*key, *revision, *whole) == wanted) {
        return;
    }
    let borders = if draft.is_whole {
        whole_border(dataset, border)
    } else {
        vec![border]
    };
    draft.chosen = Some((wanted.0, wanted.1, wanted.2, borders));
}

/// Which border is chosen: its sides, its length, and whether all of it is meant.
pub(super) fn chosen_border_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    dataset: &Dataset,
    draft: &mut BorderDraft,
) -> bool {
    let border = draft.border.and_then(|key| dataset.borders.get(key));
    let Some(border) = border else {
        hint_ui(ui, scope, "tool-choose-border");
        return false;
    };
    let between = Between::of(dataset, border);
    let name = border_name(scope.words, dataset, &between);
    wrapped_ui(ui, &name, scope.theme.text.body.medium());
    let length_m: f64 = draft
        .borders()
        .iter()
        .filter_map(|key| dataset.borders.get(*key))
        .map(Border::length_m)
        .sum();
    let label = scope.text("tool-length");
    key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        formatted_ui(ui, &scope.words.length(length_m), scope.theme.text.body)
    });
    let label = scope.text("border-extent");
    let choices = [scope.text("border-stretch"), scope.text("border-whole")];
    let choices = choices.each_ref().map(String::as_str);
    let made = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        let chosen = usize::from(draft.is_whole);
        combo_ui(ui, &label, &choices, Some(chosen), ui.available_width())
    });
    if let Some(made) = made {
        draft.is_whole = made == 1;
    }
    true
}

/// The value that all of some borders have.
fn common<'a, T: PartialEq>(borders: &[&'a Border], of: impl Fn(&'a Border) -> T) -> Option<T> {
    let mut values = borders.iter().map(|border| of(border));
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

const STATUSES: [BorderStatus; 3] = [
    BorderStatus::Unverified,
    BorderStatus::Agreed,
    BorderStatus::Disputed,
];

/// Draws the card's contents.
pub(super) fn border_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    draft: &mut BorderDraft,
    context: &MapContext<'_>,
) -> Option<MapEvent> {
    let dataset = &context.snapshot.dataset;
    if !chosen_border_ui(ui, scope, dataset, draft) {
        return None;
    }
    let borders: Vec<&Border> = draft
        .borders()
        .iter()
        .filter_map(|key| dataset.borders.get(*key))
        .collect();
    let mut set = status_ui(ui, scope, draft, &borders);
    set = set.or(decree_ui(ui, scope, draft, dataset, &borders));
    set = set.or(source_ui(ui, scope, draft, &borders));
    set = set.or(accuracy_ui(ui, scope, &borders));
    set = set.or(drawn_ui(ui, scope, draft, &borders));
    set.map(|field| {
        let is_unlocking = matches!(field, BorderField::Status(_));
        let reason = if is_unlocking {
            std::mem::take(&mut draft.reason)
        } else {
            String::new()
        };
        MapEvent::Edit(Edit::Borders(EditBorders {
            borders: draft.borders().to_vec(),
            field,
            reason,
        }))
    })
}

/// The status, and the lock.
fn status_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    draft: &mut BorderDraft,
    borders: &[&Border],
) -> Option<BorderField> {
    let status = common(borders, |border| border.attributes.status);
    let some_locked = borders
        .iter()
        .any(|border| border.attributes.status == BorderStatus::Agreed);
    let label = scope.text("border-status");
    if some_locked {
        let shown = match status {
            Some(status) => border_status(scope.words, status),
            None => scope.text("border-partly-agreed"),
        };
        key_row_ui(ui, &label, KEY_WIDTH, |ui| {
            wrapped_ui(ui, &shown, scope.theme.text.body)
        });
        let label = scope.text("border-unlock-reason");
        key_row_ui(ui, &label, KEY_WIDTH, |ui| {
            TextField::new(&mut draft.reason, &label).show_ui(ui)
        });
        let reason = draft.reason.trim().is_empty();
        let refusal = reason.then(|| scope.text("refusal-no-reason-to-unlock"));
        let label = scope.text("border-unlock");
        let unlock = Button::new(&label).refused(refusal.as_deref());
        return (unlock.show_ui(ui).clicked())
            .then_some(BorderField::Status(BorderStatus::Unverified));
    }
    let names = STATUSES.map(|status| border_status(scope.words, status));
    let names = names.each_ref().map(String::as_str);
    let chosen = status.and_then(|status| STATUSES.iter().position(|it| *it == status));
    let made = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        combo_ui(ui, &label, &names, chosen, ui.available_width())
    });
    let made = made.and_then(|place| STATUSES.get(place).copied());
    if made.is_none() && status != Some(BorderStatus::Agreed) {
        hint_ui(ui, scope, "border-agreed-locks");
    }
    made.map(BorderField::Status)
}

fn decree_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    draft: &mut BorderDraft,
    dataset: &Dataset,
    borders: &[&Border],
) -> Option<BorderField> {
    let number = |border: &Border| {
        let decree = border.attributes.decree;
        let decree = decree.and_then(|key| dataset.decrees.get(key));
        decree
            .map(|decree| decree.number.clone())
            .unwrap_or_default()
    };
    let known = common(borders, number);
    let entered = typed_ui(ui, scope, "border-decree", &mut draft.decree, known, None)?;
    let number = (!entered.is_empty()).then(|| DecreeText {
        number: entered,
        ..DecreeText::default()
    });
    Some(BorderField::Decree(number))
}

fn source_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    draft: &mut BorderDraft,
    borders: &[&Border],
) -> Option<BorderField> {
    let known = common(borders, |border| border.attributes.source.clone());
    let entered = typed_ui(ui, scope, "border-source", &mut draft.source, known, None)?;
    Some(BorderField::Source(entered))
}

fn accuracy_ui(ui: &mut Ui, scope: &Scope<'_>, borders: &[&Border]) -> Option<BorderField> {
    let label = scope.text("border-accuracy");
    let several = scope.text("border-several");
    let metres = scope.text("unit-metres");
    let known = common(borders, |border| border.attributes.accuracy_m);
    let mut value = known.flatten();
    let placeholder = if known.is_none() {
        several.as_str()
    } else {
        ""
    };
    let outcome = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        NumberField::new(&mut value, &label)
            .range(0.001..=100_000.0)
            .suffix(&metres)
            .placeholder(placeholder)
            .show_ui(ui)
    });
    (outcome.changed() && Some(value) != known).then_some(BorderField::AccuracyM(value))
}

fn drawn_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    draft: &mut BorderDraft,
    borders: &[&Border],
) -> Option<BorderField> {
    let known = common(borders, |border| border.attributes.drawn);
    date_ui(ui, scope, "border-drawn", &mut draft.drawn, known).map(BorderField::Drawn)
}

/// The row of buttons that accept or give up.
pub(super) fn accept_ui(ui: &mut Ui, scope: &Scope<'_>, refusal: Option<&str>) -> bool {
    wrapping_ui(ui, |ui| {
        let label = scope.text("tool-accept");
        let button = Button::new(&label).primary().refused(refusal);
        button.show_ui(ui).clicked()
    })
}
