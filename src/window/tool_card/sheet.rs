//! The card of the tool that lays map sheets on the earth: which sheet, how it is laid, its
//! control points with what is left over at each, and what is to be pressed next.

use egui::{ScrollArea, Ui};

use super::field::typed_ui;
use super::{KEY_WIDTH, hint_ui, place_ui};
use crate::app::language::{isolated, left_to_right};
use crate::edit::{Edit, EditSheet, SheetField};
use crate::files::LaidSheet;
use crate::model::{Dataset, Sheet, SheetFit, SheetKey};
use crate::tools::with_point;
use crate::window::commands::Action;
use crate::window::coordinates;
use crate::window::direction::{Flow, ends_ui, key_row_ui, wrapping_ui};
use crate::window::icons::icons::ICON_CLOSE;
use crate::window::map_panel::{MapContext, MapEvent, MapPanel};
use crate::window::say::fit_name;
use crate::window::scope::{Request, Scope};
use crate::window::text::{Button, NumberField, combo_ui, formatted_ui, wrapped_ui};
use crate::window::view_state::{CoordinateForm, Drafts, SheetDraft};

/// The height of the list of points, in points.
const LIST_HEIGHT: f32 = 168.0;

/// Chooses the sheet that came last, and none that is gone.
pub fn follow_sheets(dataset: &Dataset, draft: &mut SheetDraft) {
    let newest = dataset.sheets.keys().last();
    if newest > draft.newest {
        draft.choose(newest);
    }
    draft.newest = newest;
    let is_there = |key: SheetKey| dataset.sheets.get(key).is_some();
    if !draft.chosen.is_some_and(is_there) {
        draft.choose(newest);
    }
}

/// Draws the card's contents.
pub(super) fn sheet_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    drafts: &mut Drafts,
    map: &mut MapPanel,
    context: &MapContext<'_>,
) -> Option<MapEvent> {
    let dataset = &context.snapshot.dataset;
    let chosen = drafts.sheet.chosen;
    let sheet = chosen.and_then(|key| Some((key, dataset.sheets.get(key)?)));
    let Some((key, sheet)) = sheet else {
        hint_ui(ui, scope, "sheet-none");
        add_ui(ui, scope);
        return None;
    };
    which_ui(ui, scope, &mut drafts.sheet, dataset);
    let name = Some(sheet.name.clone());
    let typed = &mut drafts.sheet.name;
    if let Some(name) = typed_ui(ui, scope, "field-name", typed, name, None) {
        return set(key, SheetField::Name(name));
    }
    if let Some(fit) = fit_ui(ui, scope, sheet) {
        return set(key, SheetField::Fit(fit));
    }
    let laid = map.laid_sheet(key).cloned();
    let removed = points_ui(ui, scope, sheet, laid.as_ref());
    error_ui(ui, scope, sheet, laid.as_ref());
    if let Some(number) = removed {
        let mut points = sheet.control_points.clone();
        points.remove(number);
        return set(key, SheetField::ControlPoints(points));
    }
    let is_picked = drafts.sheet.pin.picked().is_some();
    let next = if is_picked {
        "sheet-place"
    } else {
        "sheet-pick"
    };
    let strong = scope.theme.text.body.coloured(scope.theme.palette.accent);
    let next = scope.text(next);
    wrapped_ui(ui, &next, strong);
    // It keeps its place in the card, for what is below it not to jump.
    let refused = (!is_picked).then_some(next.as_str());
    if let Some(at) = place_ui(ui, scope, &mut drafts.place, refused)
        && let Some(point) = drafts.sheet.pin.place(at)
    {
        return Some(MapEvent::Edit(with_point(key, sheet, point)));
    }
    opacity_ui(ui, scope, &mut drafts.sheet);
    let mut event = None;
    wrapping_ui(ui, |ui| {
        add_ui(ui, scope);
        let label = scope.text("sheet-show");
        if Button::new(&label).quiet().show_ui(ui).clicked() {
            map.fit_sheet(key);
        }
        let label = scope.text("sheet-remove");
        if Button::new(&label).quiet().show_ui(ui).clicked() {
            event = Some(MapEvent::Edit(Edit::Sheet(EditSheet::Remove(key))));
        }
    });
    event
}

fn set(sheet: SheetKey, field: SheetField) -> Option<MapEvent> {
    Some(MapEvent::Edit(Edit::Sheet(EditSheet::Set { sheet, field })))
}

fn add_ui(ui: &mut Ui, scope: &mut Scope<'_>) {
    let label = scope.text("command-add-sheet");
    if Button::new(&label).show_ui(ui).clicked() {
        scope.ask(Request::Action(Action::AddSheet));
    }
}

/// Which sheet is laid, where there are several.
fn which_ui(ui: &mut Ui, scope: &Scope<'_>, draft: &mut SheetDraft, dataset: &Dataset) {
    let sheets: Vec<(SheetKey, &Sheet)> = dataset.sheets.iter().collect();
    if sheets.len() < 2 {
        return;
    }
    let names: Vec<String> = sheets.iter().map(|(_, it)| isolated(&it.name)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let chosen = sheets
        .iter()
        .position(|(key, _)| Some(*key) == draft.chosen);
    let label = scope.text("sheet-which");
    let made = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        combo_ui(ui, &label, &names, chosen, ui.available_width())
    });
    if let Some((key, _)) = made.and_then(|place| sheets.get(place)) {
        draft.choose(Some(*key));
    }
}

fn fit_ui(ui: &mut Ui, scope: &Scope<'_>, sheet: &Sheet) -> Option<SheetFit> {
    let names = SheetFit::ALL.map(|fit| fit_name(scope.words, fit));
    let names = names.each_ref().map(String::as_str);
    let chosen = SheetFit::ALL.iter().position(|fit| *fit == sheet.fit);
    let label = scope.text("sheet-fit");
    let made = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        combo_ui(ui, &label, &names, chosen, ui.available_width())
    });
    let made = made.and_then(|place| SheetFit::ALL.get(place).copied());
    made.filter(|fit| *fit != sheet.fit)
}

/// The control points, each with what is left over at it; the one that is to go.
fn points_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    sheet: &Sheet,
    laid: Option<&LaidSheet>,
) -> Option<usize> {
    let mut removed = None;
    ScrollArea::vertical()
        .id_salt("control points")
        .max_height(LIST_HEIGHT)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            ui.with_layout(Flow::of(ui).column(), |ui| {
                for (number, point) in sheet.control_points.iter().enumerate() {
                    let at = coordinates::shown(
                        scope.words.language(),
                        CoordinateForm::Decimal,
                        point.at,
                    );
                    let known = laid.filter(|laid| laid.fit().is_some());
                    let left = known.and_then(|laid| laid.residuals_m().get(number));
                    let left = left.map_or_else(|| "—".to_owned(), |m| metres(scope, *m));
                    let named = scope.count(number + 1);
                    let text = format!("{named}   {}", left_to_right(&at));
                    let label = scope.with("sheet-remove-point", &[("number", named.into())]);
                    ends_ui(
                        ui,
                        |ui| formatted_ui(ui, &text, scope.theme.text.small.tabular()),
                        |ui| {
                            if Button::icon_only(ICON_CLOSE, &label).show_ui(ui).clicked() {
                                removed = Some(number);
                            }
                            formatted_ui(ui, &left, scope.theme.text.small.tabular());
                        },
                    );
                }
            });
        });
    removed
}

/// Metres to the decimetre, whatever their size: a column of them is compared.
fn metres(scope: &Scope<'_>, metres: f64) -> String {
    let number = crate::app::numbers::fixed(scope.words.language(), metres, 1);
    format!("{number} {}", scope.text("unit-metres"))
}

/// How well the points agree, or what is still lacking to tell.
fn error_ui(ui: &mut Ui, scope: &Scope<'_>, sheet: &Sheet, laid: Option<&LaidSheet>) {
    let weak = scope.theme.text.small;
    let weak = weak.coloured(scope.theme.palette.text_weak);
    let Some(laid) = laid else {
        let loss = scope.theme.text.small.coloured(scope.theme.palette.loss);
        wrapped_ui(ui, &scope.text("sheet-cannot"), loss);
        return;
    };
    let needed = sheet.fit.least_points();
    let known = sheet.control_points.len();
    let text = match (laid.fit(), laid.mean_error_m()) {
        (Some(fit), _) if fit != sheet.fit => scope.with(
            "sheet-stiffer",
            &[
                ("needed", scope.count(needed).into()),
                ("fit", fit_name(scope.words, fit).into()),
            ],
        ),
        (Some(_), Some(mean_m)) => {
            let mean = metres(scope, mean_m);
            scope.with("sheet-mean-error", &[("error", mean.into())])
        }
        (Some(_), None) => scope.text("sheet-no-check"),
        (None, _) => {
            #[expect(clippy::cast_precision_loss, reason = "a count of points")]
            let missing = SheetFit::Similarity.least_points().saturating_sub(known) as f64;
            scope.with("sheet-too-few", &[("count", missing.into())])
        }
    };
    wrapped_ui(ui, &text, weak);
}

fn opacity_ui(ui: &mut Ui, scope: &Scope<'_>, draft: &mut SheetDraft) {
    let label = scope.text("sheet-opacity");
    let mut per_cent = Some(f64::from(draft.opacity * 100.0).round());
    let outcome = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        NumberField::new(&mut per_cent, &label)
            .range(10.0..=100.0)
            .suffix("%")
            .show_ui(ui)
    });
    if let Some(per_cent) = per_cent.filter(|_| outcome.changed()) {
        draft.opacity = (per_cent / 100.0) as f32;
    }
}
