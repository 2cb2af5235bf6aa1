//! Several units at once: what they have in common, what they come to together, and the
//! attributes that are set for all of them as one step.

use egui::Ui;

use super::attribute_field::{KEY_WIDTH, value_ui};
use super::direction::{key_row_ui, wrapping_ui};
use super::scope::Scope;
use super::text::{TextField, checkbox_ui, combo_ui, heading_ui, title_ui, wrapped_ui};
use super::unit_panel::{AREAS, GRADES};
use super::unit_values::shown_count;
use super::view_state::{ManyDraft, Selection, Target, ViewState};
use crate::app::describe::{density_name, special_area_name, unit_name};
use crate::app::session::Session;
use crate::edit::{Edit, EditUnit, Refusal, UnitField};
use crate::model::{Dataset, Unit, UnitKey};

/// How many names are shown.
const MOST_NAMED: usize = 12;

/// The units that are selected, where there are several and nothing else.
pub fn several_units(selection: &Selection) -> Option<Vec<UnitKey>> {
    if selection.count() < 2 {
        return None;
    }
    let units = selection.all().into_iter().map(|target| match target {
        Target::Unit(unit) => Some(unit),
        Target::Settlement(_) | Target::Decree(_) => None,
    });
    units.collect()
}

/// Draws the panel of several units.
pub fn many_panel_ui(ui: &mut Ui, scope: &mut Scope<'_>, view: &mut ViewState, keys: &[UnitKey]) {
    let Some(session) = scope.session() else {
        return;
    };
    let dataset = &session.snapshot().dataset;
    let count = scope.count(keys.len());
    title_ui(ui, &scope.with("many-title", &[("count", count.into())]));
    let names = keys.iter().take(MOST_NAMED);
    let names = names.map(|key| unit_name(scope.words, dataset, *key));
    let mut names = names.collect::<Vec<_>>().join(" · ");
    if keys.len() > MOST_NAMED {
        names.push_str(" · …");
    }
    let weak = scope
        .theme
        .text
        .small
        .coloured(scope.theme.palette.text_weak);
    wrapped_ui(ui, &names, weak);
    ui.add_space(8.0);
    together_ui(ui, scope, keys);
    ui.add_space(8.0);
    heading_ui(ui, &scope.text("many-set"));
    if !view.editing.is_on {
        wrapped_ui(ui, &scope.text("group-not-editing"), weak);
        return;
    }
    let units: Vec<&Unit> = keys
        .iter()
        .filter_map(|key| dataset.units.get(*key))
        .collect();
    let set = density_ui(ui, scope, &units)
        .or_else(|| areas_ui(ui, scope, &units, session, keys))
        .or_else(|| decrees_ui(ui, scope, &mut view.many, dataset, &units));
    let Some(set) = set else { return };
    let edits = match set {
        Set::Same(field) => of_each(keys, |_| Some(field.clone())),
        Set::Each(edits) => edits,
    };
    // Those that have it already are passed over: a step of several is whole or refused.
    let new = |edit: &Edit| edit.plan(session.snapshot()) != Err(Refusal::NoChange);
    let edits: Vec<Edit> = edits.into_iter().filter(new).collect();
    if !edits.is_empty() {
        scope.edit(Edit::Several(edits));
    }
}

/// What is set.
enum Set {
    /// One value for all.
    Same(UnitField),
    /// A value for each.
    Each(Vec<Edit>),
}

fn of_each(keys: &[UnitKey], field: impl Fn(UnitKey) -> Option<UnitField>) -> Vec<Edit> {
    let edits = keys.iter().filter_map(|&unit| {
        let field = field(unit)?;
        Some(Edit::Unit(EditUnit { unit, field }))
    });
    edits.collect()
}

/// How many people they have and how large they are, together, on the mean, and from the least
/// to the greatest. Where something is not known of one, that is said and nothing summed.
fn together_ui(ui: &mut Ui, scope: &Scope<'_>, keys: &[UnitKey]) {
    let words = scope.words;
    let people: Option<Vec<u64>> = keys
        .iter()
        .map(|key| Some(scope.facts.people(*key)?.people))
        .collect();
    let area: Option<Vec<f64>> = keys.iter().map(|key| scope.facts.area_m2(*key)).collect();
    let count = keys.len() as u64;
    let mut rows = Vec::new();
    let least_to_most = |least: String, most: String| {
        scope.with(
            "many-range",
            &[("least", least.into()), ("most", most.into())],
        )
    };
    if let Some(people) = &people {
        let sum: u64 = people.iter().sum();
        let shown = |people: u64| shown_count(words, Some(people));
        let (least, most) = (people.iter().min(), people.iter().max());
        let range = least
            .zip(most)
            .map(|(least, most)| least_to_most(shown(*least), shown(*most)));
        rows.push(("field-people", shown(sum), shown(sum / count), range));
    } else {
        rows.push(("field-people", String::new(), String::new(), None));
    }
    if let Some(area) = &area {
        let sum: f64 = area.iter().sum();
        let shown = |area_m2: f64| words.square_kilometres(area_m2);
        let least = area.iter().copied().reduce(f64::min);
        let most = area.iter().copied().reduce(f64::max);
        let range = least
            .zip(most)
            .map(|(least, most)| least_to_most(shown(least), shown(most)));
        #[expect(clippy::cast_precision_loss, reason = "a count of units")]
        let mean = sum / count as f64;
        rows.push(("field-area", shown(sum), shown(mean), range));
    } else {
        rows.push(("field-area", String::new(), String::new(), None));
    }
    for (id, sum, mean, range) in rows {
        let label = scope.text(id);
        value_ui(ui, scope, &label, &sum, None, false);
        if let Some(range) = range {
            value_ui(
                ui,
                scope,
                &scope.text("many-mean"),
                &mean,
                Some(&range),
                false,
            );
        }
    }
}

/// The value that all of them have.
fn common<'a, T: PartialEq>(units: &[&'a Unit], of: impl Fn(&'a Unit) -> T) -> Option<T> {
    let mut values = units.iter().map(|unit| of(unit));
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

fn density_ui(ui: &mut Ui, scope: &Scope<'_>, units: &[&Unit]) -> Option<Set> {
    let label = scope.text("field-density");
    let unset = scope.text("density-unset");
    let names = GRADES.map(|grade| density_name(scope.words, grade));
    let mut choices = vec![unset.as_str()];
    choices.extend(names.iter().map(String::as_str));
    let chosen = common(units, |unit| unit.density).map(|density| match density {
        None => 0,
        Some(own) => 1 + GRADES.iter().position(|grade| *grade == own).unwrap_or(0),
    });
    let made = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        let width = ui.available_width();
        combo_ui(ui, &label, &choices, chosen, width)
    })?;
    let grade = made.checked_sub(1).and_then(|made| GRADES.get(made));
    Some(Set::Same(UnitField::Density(grade.copied())))
}

/// An area is ticked where all lie in it; ticking it puts all in it, and leaves their others.
fn areas_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    units: &[&Unit],
    session: &Session,
    keys: &[UnitKey],
) -> Option<Set> {
    let label = scope.text("field-special-areas");
    let mut changed = None;
    key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        wrapping_ui(ui, |ui| {
            ui.spacing_mut().item_spacing = egui::vec2(10.0, 0.0);
            for area in AREAS {
                let mut is_set = units.iter().all(|unit| unit.special_areas.contains(&area));
                let name = special_area_name(scope.words, area);
                if checkbox_ui(ui, &mut is_set, &name).changed() {
                    changed = Some((area, is_set));
                }
            }
        });
    });
    let (area, is_set) = changed?;
    let dataset = &session.snapshot().dataset;
    Some(Set::Each(of_each(keys, |key| {
        let mut areas = dataset.units.get(key)?.special_areas.clone();
        areas.retain(|other| *other != area);
        if is_set {
            areas.push(area);
        }
        areas.sort_unstable();
        Some(UnitField::SpecialAreas(areas))
    })))
}

fn decrees_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    draft: &mut ManyDraft,
    dataset: &Dataset,
    units: &[&Unit],
) -> Option<Set> {
    let number = |key: Option<crate::model::DecreeKey>| {
        let decree = key.and_then(|key| dataset.decrees.get(key));
        decree
            .map(|decree| decree.number.clone())
            .unwrap_or_default()
    };
    let density = common(units, |unit| number(unit.density_decree));
    let own = common(units, |unit| number(unit.decree));
    let density_decree = typed_ui(
        ui,
        scope,
        "field-density-decree",
        &mut draft.density_decree,
        density,
    );
    let decree = typed_ui(ui, scope, "field-decree", &mut draft.decree, own);
    let named = |text: &str| super::decree_panel::decree_named(dataset, text);
    let density_decree = density_decree.map(|text| UnitField::DensityDecree(named(&text)));
    let decree = decree.map(|text| UnitField::Decree(named(&text)));
    density_decree.or(decree).map(Set::Same)
}

/// A text that is taken when it is entered or left; several different ones show as such.
fn typed_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    id: &str,
    typed: &mut Option<String>,
    known: Option<String>,
) -> Option<String> {
    let label = scope.text(id);
    let several = scope.text("border-several");
    let placeholder = if known.is_none() {
        several.as_str()
    } else {
        ""
    };
    let mut text = typed.clone().or_else(|| known.clone()).unwrap_or_default();
    let outcome = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        TextField::new(&mut text, &label)
            .placeholder(placeholder)
            .show_ui(ui)
    });
    if outcome.response.changed() {
        *typed = Some(text.clone());
    }
    if !(outcome.is_submitted || outcome.response.lost_focus()) {
        return None;
    }
    let entered = typed.take()?;
    (known.as_deref() != Some(entered.trim())).then(|| entered.trim().to_owned())
}
