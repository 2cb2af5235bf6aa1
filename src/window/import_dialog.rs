//! The import dialog: before anything is read in, what each layer holds, how its fields
//! were understood with values as samples, and everything that can be set otherwise.

use std::collections::BTreeMap;

use egui::{Key, Modifiers, ScrollArea, Ui, UiBuilder, vec2};

use super::dialogs::{buttons_ui, dialog_ui, scroll_height};
use super::direction::{Flow, column_ui, horizontal_ui};
use super::say::{attribute_name, crs_name, report_reason};
use super::scope::Scope;
use super::text::{
    Button, Row, TextField, combo_ui, elided_ui, formatted_ui, heading_ui, is_typing, severity_ui,
    small_ui, title_ui, wrapped_ui,
};
use super::theme::Severity;
use crate::app::command::Command;
use crate::app::describe::{level_name, overlay_name};
use crate::app::language::{isolated, left_to_right};
use crate::app::pending::PendingLayer;
use crate::files::{FieldEvidence, Reprojection};
use crate::model::{Attribute, Crs, FieldMapping, FieldPath, Level, OverlayKind};

/// What the dialog remembers while it is open.
#[derive(Clone, Debug, Default)]
pub struct ImportView {
    /// The layer that is shown.
    pub layer: usize,
    /// The reference system that is being typed, and for which layer.
    crs_draft: Option<(usize, String)>,
    /// Why what was typed is none.
    crs_complaint: Option<String>,
}

/// Attributes that can always be set; those that are mapped come besides.
const OFFERED: [Attribute; 8] = [
    Attribute::Name,
    Attribute::Code,
    Attribute::Parent,
    Attribute::Level,
    Attribute::People(Some(1395)),
    Attribute::Households(Some(1395)),
    Attribute::Centre,
    Attribute::Density,
];

/// Draws the dialog while an import waits.
pub fn import_dialog_ui(ui: &Ui, scope: &mut Scope<'_>, view: &mut ImportView) {
    let Some(import) = scope.program.import() else {
        *view = ImportView::default();
        return;
    };
    if !is_typing(ui.ctx()) && !egui::Popup::is_any_open(ui.ctx()) {
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if pressed(Key::Escape) {
            scope.command(Command::CancelImport);
        } else if ui.memory(|memory| memory.focused().is_none()) && pressed(Key::Enter) {
            scope.command(Command::ConfirmImport);
        }
    }
    view.layer = view.layer.min(import.layers.len().saturating_sub(1));
    dialog_ui(ui, "import", 860.0, |ui| {
        title_ui(ui, &scope.text("import-title"));
        let weak = scope
            .theme
            .text
            .body
            .coloured(scope.theme.palette.text_weak);
        wrapped_ui(ui, &scope.text("import-explained"), weak);
        ui.add_space(8.0);
        let flow = Flow::of(ui);
        let height = scroll_height(ui, 520.0, 0.0);
        let (room, _) =
            ui.allocate_exact_size(vec2(ui.available_width(), height), egui::Sense::empty());
        let list_width = if import.layers.len() > 1 { 220.0 } else { 0.0 };
        let (list, detail) = flow.cut_start(room, list_width);
        if list_width > 0.0 {
            let builder = UiBuilder::new().max_rect(list).layout(flow.column());
            ui.scope_builder(builder, |ui| layers_ui(ui, scope, view, &import.layers));
        }
        let gap = if list_width > 0.0 { 16.0 } else { 0.0 };
        let detail = flow.cut_start(detail, gap).1;
        let builder = UiBuilder::new().max_rect(detail).layout(flow.column());
        ui.scope_builder(builder, |ui| {
            if let Some(layer) = import.layers.get(view.layer) {
                layer_ui(ui, scope, view, layer);
            }
        });
        buttons_ui(ui, |ui| {
            if Button::new(&scope.text("import-confirm"))
                .primary()
                .show_ui(ui)
                .clicked()
            {
                scope.command(Command::ConfirmImport);
            }
            if Button::new(&scope.text("dialog-cancel"))
                .show_ui(ui)
                .clicked()
            {
                scope.command(Command::CancelImport);
            }
            let features: usize = import
                .layers
                .iter()
                .map(|layer| layer.raw.features.len())
                .sum();
            let text = scope.with(
                "import-summary",
                &[
                    ("layers", scope.count(import.layers.len()).into()),
                    ("features", scope.count(features).into()),
                ],
            );
            small_ui(ui, &text);
        });
    });
}

fn layers_ui(ui: &mut Ui, scope: &Scope<'_>, view: &mut ImportView, layers: &[PendingLayer]) {
    ScrollArea::vertical()
        .id_salt("import-layers")
        .auto_shrink(false)
        .show(ui, |ui| {
            column_ui(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                for (place, layer) in layers.iter().enumerate() {
                    let count = scope.count(layer.raw.features.len());
                    let name = isolated(&layer.raw.name);
                    let row = Row::new(&name).end(&count).selected(place == view.layer);
                    if row.show_ui(ui).clicked() {
                        view.layer = place;
                        view.crs_complaint = None;
                    }
                }
            });
        });
}

fn layer_ui(ui: &mut Ui, scope: &mut Scope<'_>, view: &mut ImportView, layer: &PendingLayer) {
    ScrollArea::vertical()
        .id_salt("import-layer")
        .auto_shrink(false)
        .show(ui, |ui| {
            column_ui(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 4.0;
                let format = scope.theme.text.body.medium().auto();
                elided_ui(ui, &layer.raw.name, format);
                let kind = if layer.raw.file.to_lowercase().ends_with(".shp") {
                    "files-shapefile"
                } else {
                    "files-geojson"
                };
                let text = scope.with(
                    "import-layer-facts",
                    &[
                        ("kind", scope.text(kind).into()),
                        ("features", scope.count(layer.raw.features.len()).into()),
                        ("file", left_to_right(&layer.raw.file).into()),
                    ],
                );
                small_ui(ui, &text);
                ui.add_space(4.0);
                level_ui(ui, scope, view.layer, layer);
                crs_ui(ui, scope, view, layer);
                ui.add_space(6.0);
                fields_ui(ui, scope, view.layer, layer);
                rest_ui(ui, scope, layer);
                problems_ui(ui, scope, layer);
            });
        });
}

/// A row of the dialog: a name, and contents beside it.
fn row_ui<R>(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui) -> R) -> R {
    super::direction::key_row_ui(ui, name, 150.0, contents)
}

fn set(scope: &mut Scope<'_>, layer: usize, mapping: FieldMapping) {
    scope.command(Command::SetMapping { layer, mapping });
}

/// What a layer can hold, as the dialog offers it.
#[derive(Clone, Copy, PartialEq)]
enum Contents {
    /// What its level field says, feature by feature, or nothing known.
    ByField,
    Level(Level),
    Centres,
    Overlay(OverlayKind),
    Borders,
}

impl Contents {
    fn all() -> impl Iterator<Item = Self> {
        std::iter::once(Self::ByField)
            .chain(Level::ALL.into_iter().map(Self::Level))
            .chain([Self::Centres])
            .chain(OverlayKind::ALL.into_iter().map(Self::Overlay))
            .chain([Self::Borders])
    }

    fn of(mapping: &FieldMapping) -> Self {
        match (
            mapping.borders,
            mapping.centres,
            mapping.overlay,
            mapping.level,
        ) {
            (true, ..) => Self::Borders,
            (_, true, ..) => Self::Centres,
            (_, _, Some(kind), _) => Self::Overlay(kind),
            (_, _, None, Some(level)) => Self::Level(level),
            (_, _, None, None) => Self::ByField,
        }
    }

    fn set(self, mapping: &mut FieldMapping) {
        mapping.borders = self == Self::Borders;
        mapping.centres = self == Self::Centres;
        mapping.overlay = match self {
            Self::Overlay(kind) => Some(kind),
            _ => None,
        };
        mapping.level = match self {
            Self::Level(level) => Some(level),
            // A submission is one of units of a level.
            Self::Overlay(OverlayKind::Submission) => mapping.level,
            _ => None,
        };
        // A field that was taken for the level would say otherwise.
        if matches!(self, Self::Overlay(kind) if kind != OverlayKind::Submission) {
            mapping.fields.remove(&Attribute::Level);
        }
    }

    fn name(self, scope: &Scope<'_>, has_field: bool) -> String {
        match self {
            Self::ByField if has_field => scope.text("import-level-by-field"),
            Self::ByField => scope.text("import-level-none"),
            Self::Level(level) => level_name(scope.words, level),
            Self::Centres => scope.text("import-level-centres"),
            Self::Overlay(kind) => overlay_name(scope.words, kind),
            Self::Borders => scope.text("import-level-borders"),
        }
    }

    /// The attributes that layers of this kind have besides.
    fn attributes(self) -> &'static [Attribute] {
        match self {
            Self::Overlay(OverlayKind::Submission) => &[Attribute::Party],
            Self::Overlay(_) => &[Attribute::Of],
            Self::Borders => &Attribute::OF_BORDERS,
            _ => &[],
        }
    }
}

fn level_ui(ui: &mut Ui, scope: &mut Scope<'_>, place: usize, layer: &PendingLayer) {
    let mapping = &layer.mapping;
    let has_field = mapping.fields.contains_key(&Attribute::Level);
    let names: Vec<String> = Contents::all()
        .map(|contents| contents.name(scope, has_field))
        .collect();
    let choices: Vec<&str> = names.iter().map(String::as_str).collect();
    let current = Contents::of(mapping);
    let chosen = Contents::all().position(|contents| contents == current);
    let label = scope.text("attribute-level");
    let made = row_ui(ui, &label, |ui| {
        combo_ui(ui, &label, &choices, chosen, 220.0)
    });
    if let Some(made) = made.and_then(|made| Contents::all().nth(made)) {
        let mut mapping = mapping.clone();
        made.set(&mut mapping);
        set(scope, place, mapping);
    }
}

fn crs_ui(ui: &mut Ui, scope: &mut Scope<'_>, view: &mut ImportView, layer: &PendingLayer) {
    let own = layer
        .crs
        .as_ref()
        .map(|crs| crs.0.clone())
        .unwrap_or_default();
    let draft = view.crs_draft.clone().filter(|(of, _)| *of == view.layer);
    let mut text = draft.map_or_else(|| own.clone(), |(_, text)| text);
    let label = scope.text("import-crs");
    let hint = scope.with(
        "import-crs-of-file",
        &[("crs", crs_name(scope.words, layer.raw.crs.as_ref()).into())],
    );
    let complaint = view.crs_complaint.clone();
    let outcome = row_ui(ui, &label, |ui| {
        TextField::new(&mut text, &label)
            .placeholder(&hint)
            .complaint(complaint.as_deref())
            .width(320.0)
            .show_ui(ui)
    });
    if let Some(sentence) = &complaint {
        let format = scope.theme.text.small.coloured(scope.theme.palette.loss);
        row_ui(ui, "", |ui| wrapped_ui(ui, sentence, format));
    }
    if outcome.response.changed() {
        view.crs_draft = Some((view.layer, text.clone()));
        view.crs_complaint = None;
    }
    if (outcome.is_submitted || outcome.response.lost_focus()) && text.trim() != own {
        let crs = Crs(text.trim().to_owned());
        let crs = (!crs.0.is_empty()).then_some(crs);
        match crs.as_ref().map(Reprojection::to_wgs84) {
            Some(Err(_)) => {
                let text = scope.with("import-crs-unknown", &[("crs", isolated(&text).into())]);
                view.crs_complaint = Some(text);
            }
            _ => {
                view.crs_draft = None;
                scope.command(Command::SetLayerCrs {
                    layer: view.layer,
                    crs,
                });
            }
        }
    }
}

/// Every field of the layer, those that mean something first.
fn all_fields(layer: &PendingLayer) -> Vec<&FieldEvidence> {
    let mut fields: Vec<&FieldEvidence> = layer
        .recognised
        .evidence
        .values()
        .chain(&layer.recognised.unmapped)
        .collect();
    fields.dedup_by(|one, other| one.path == other.path);
    fields
}

fn path_text(path: &FieldPath) -> String {
    left_to_right(&path.0.join(" › "))
}

fn fields_ui(ui: &mut Ui, scope: &mut Scope<'_>, place: usize, layer: &PendingLayer) {
    heading_ui(ui, &scope.text("import-fields"));
    let fields = all_fields(layer);
    let nothing = scope.text("import-field-none");
    let names: Vec<String> = std::iter::once(nothing)
        .chain(fields.iter().map(|field| path_text(&field.path)))
        .collect();
    let choices: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut attributes: BTreeMap<Attribute, ()> = layer
        .mapping
        .fields
        .keys()
        .map(|attribute| (*attribute, ()))
        .collect();
    // A census that the file has takes the place of the one that is offered.
    let has_people = attributes
        .keys()
        .any(|it| matches!(it, Attribute::People(_)));
    let has_households = attributes
        .keys()
        .any(|it| matches!(it, Attribute::Households(_)));
    let of_kind = Contents::of(&layer.mapping).attributes();
    for attribute in OFFERED.iter().chain(of_kind).copied() {
        let is_there = match attribute {
            Attribute::People(_) => has_people,
            Attribute::Households(_) => has_households,
            _ => false,
        };
        if !is_there {
            attributes.insert(attribute, ());
        }
    }
    for attribute in attributes.into_keys() {
        let path = layer.mapping.fields.get(&attribute);
        let at = path.and_then(|path| fields.iter().position(|field| field.path == *path));
        let label = attribute_name(scope.words, attribute);
        let made = row_ui(ui, &label, |ui| {
            let chosen = at.map_or(0, |at| at + 1);
            let made = combo_ui(ui, &label, &choices, Some(chosen), 220.0);
            if let Some(field) = at.and_then(|at| fields.get(at)) {
                let samples: Vec<String> = field
                    .samples
                    .iter()
                    .map(|sample| isolated(sample))
                    .collect();
                let samples = samples.join(&scope.text("format-between"));
                let weak = scope
                    .theme
                    .text
                    .small
                    .coloured(scope.theme.palette.text_weak);
                elided_ui(ui, &samples, weak);
            }
            made
        });
        if let Some(made) = made {
            let mut mapping = layer.mapping.clone();
            match made.checked_sub(1).and_then(|made| fields.get(made)) {
                Some(field) => mapping.fields.insert(attribute, field.path.clone()),
                None => mapping.fields.remove(&attribute),
            };
            set(scope, place, mapping);
        }
    }
}

/// The fields that mean nothing here; they are kept as they are.
fn rest_ui(ui: &mut Ui, scope: &Scope<'_>, layer: &PendingLayer) {
    let used: Vec<&FieldPath> = layer.mapping.fields.values().collect();
    let rest: Vec<String> = all_fields(layer)
        .into_iter()
        .filter(|field| !used.contains(&&field.path))
        .map(|field| path_text(&field.path))
        .collect();
    if rest.is_empty() {
        return;
    }
    ui.add_space(4.0);
    let shown: Vec<String> = rest.iter().take(24).cloned().collect();
    let text = scope.with(
        "import-fields-kept",
        &[
            ("count", scope.count(rest.len()).into()),
            ("fields", shown.join("  ").into()),
        ],
    );
    let weak = scope
        .theme
        .text
        .small
        .coloured(scope.theme.palette.text_weak);
    wrapped_ui(ui, &text, weak);
}

fn problems_ui(ui: &mut Ui, scope: &Scope<'_>, layer: &PendingLayer) {
    let problems = &layer.raw.problems;
    if problems.is_empty() {
        return;
    }
    ui.add_space(6.0);
    heading_ui(ui, &scope.text("import-problems"));
    for problem in problems.iter().take(8) {
        horizontal_ui(ui, |ui| {
            let (severity, id) = if problem.reason.is_problem() {
                (Severity::Warning, "severity-warning")
            } else {
                (Severity::Note, "severity-note")
            };
            severity_ui(ui, severity, &scope.text(id));
            let reason = report_reason(scope.words, &problem.reason);
            let text = match problem.feature {
                Some(number) => scope.with(
                    "import-problem-of-feature",
                    &[
                        ("number", scope.count(number).into()),
                        ("problem", reason.into()),
                    ],
                ),
                None => reason,
            };
            let format = scope.theme.text.body;
            elided_ui(ui, &text, format);
        });
    }
    if problems.len() > 8 {
        let more = scope.count(problems.len() - 8);
        formatted_ui(
            ui,
            &scope.with("import-problems-more", &[("count", more.into())]),
            scope
                .theme
                .text
                .small
                .coloured(scope.theme.palette.text_weak),
        );
    }
}
