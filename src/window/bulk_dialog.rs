//! Putting a selection of findings right as one step: who gets the land, how many can be
//! put right, why others are left, and what it costs in all, before it is applied.

use std::collections::BTreeMap;

use egui::{Key, Modifiers, ScrollArea, Ui};

use super::author_fields::author_fields_ui;
use super::dialogs::{buttons_ui, dialog_ui, scroll_height};
use super::direction::{column_ui, key_row_ui};
use super::fix_section::apply_ui;
use super::price_card::price_ui;
use super::say::{kinds, obstacle, refusal};
use super::scope::Scope;
use super::text::{Button, combo_ui, is_typing, small_ui, title_ui, wrapped_ui};
use super::view_state::ViewState;
use crate::app::command::Command;
use crate::app::fixing::{BulkOffer, Obstacle};
use crate::app::language::plain;
use crate::rules::Code;
use crate::rules::fixes::{BulkTaker, Left};

/// The room of the names of fields, in points.
const KEY_WIDTH: f32 = 110.0;

/// The room of who does it and why, below the summary, in points.
const BELOW: f32 = 76.0;

const TAKERS: [(BulkTaker, &str); 3] = [
    (BulkTaker::LongestBorder, "fix-taker-longest-border"),
    (BulkTaker::Largest, "fix-taker-largest"),
    (BulkTaker::MiddleLine, "fix-taker-middle-line"),
];

/// Draws the dialog while it is open.
pub fn bulk_dialog_ui(ui: &Ui, scope: &mut Scope<'_>, view: &mut ViewState) {
    let Some(mut draft) = view.findings.bulk.take() else {
        return;
    };
    let mut is_done = !is_typing(ui.ctx())
        && !egui::Popup::is_any_open(ui.ctx())
        && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    let is_editing = view.editing.is_on;
    let findings = &mut view.findings;
    let program = scope.program;
    dialog_ui(ui, "bulk", 520.0, |ui| {
        let count = scope.count(draft.keys.len());
        title_ui(ui, &scope.with("fix-all-title", &[("count", count.into())]));
        ui.add_space(6.0);
        let names = TAKERS.map(|(_, id)| scope.text(id));
        let choices: Vec<&str> = names.iter().map(String::as_str).collect();
        let at = TAKERS.iter().position(|(taker, _)| *taker == draft.taker);
        let label = scope.text("fix-taker");
        let made = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
            combo_ui(ui, &label, &choices, at, 260.0)
        });
        if let Some((taker, _)) = made.and_then(|made| TAKERS.get(made)) {
            draft.taker = *taker;
            scope.command(Command::PlanBulk {
                keys: draft.keys.clone(),
                taker: *taker,
            });
        }
        ui.add_space(6.0);
        let mut is_possible = false;
        let mut hindrance = None;
        match program.bulk_offer() {
            None => {
                small_ui(ui, &scope.text("fix-planning"));
            }
            Some(offer) => {
                is_possible = !offer.bulk.fixed.is_empty();
                let faults = offer.faults();
                if let Some(dataset) = scope.dataset().filter(|_| !faults.is_empty()) {
                    let brings = Obstacle::Brings(faults);
                    hindrance = Some(obstacle(scope.words, dataset, &brings));
                }
                summary_ui(ui, scope, offer);
            }
        }
        ui.add_space(8.0);
        if is_possible {
            let before = scope.requests.len();
            let fields = author_fields_ui(ui, scope, findings);
            buttons_ui(ui, |ui| {
                apply_ui(
                    ui,
                    scope,
                    findings,
                    is_editing,
                    fields,
                    hindrance,
                    &|author, reason| Command::ApplyBulk { author, reason },
                );
                is_done |= cancel_ui(ui, scope);
            });
            is_done |= scope.requests.len() > before;
        } else {
            buttons_ui(ui, |ui| is_done |= cancel_ui(ui, scope));
        }
    });
    if !is_done {
        view.findings.bulk = Some(draft);
    }
}

fn cancel_ui(ui: &mut Ui, scope: &Scope<'_>) -> bool {
    let label = scope.text("dialog-cancel");
    Button::new(&label).show_ui(ui).clicked()
}

/// How many are put right and at what price; below it which are left, and why.
fn summary_ui(ui: &mut Ui, scope: &Scope<'_>, offer: &BulkOffer) {
    let Some(dataset) = scope.dataset() else {
        return;
    };
    let fixed = scope.count(offer.bulk.fixed.len());
    let left = scope.count(offer.bulk.left.len());
    let text = scope.with(
        "fix-all-summary",
        &[("fixed", fixed.into()), ("left", left.into())],
    );
    wrapped_ui(ui, &text, scope.theme.text.body.medium());
    // A reason that several share is said once, with the kinds that it holds for.
    let mut reasons: BTreeMap<String, Vec<Code>> = BTreeMap::new();
    for (place, left) in &offer.bulk.left {
        let reason = match left {
            Left::NotBulk => scope.text("fix-all-not-bulk"),
            Left::Refused(reason) => refusal(scope.words, Some(dataset), reason),
        };
        let code = offer.findings.get(*place).map(|finding| finding.code);
        reasons.entry(reason).or_default().extend(code);
    }
    let height = scroll_height(ui, 260.0, BELOW);
    ScrollArea::vertical()
        .id_salt("bulk-summary")
        .max_height(height)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            column_ui(ui, |ui| {
                if let Some(preview) = &offer.preview {
                    let price = &preview.price;
                    price_ui(ui, scope.words, dataset, scope.theme, price);
                    ui.add_space(6.0);
                }
                let small = scope.theme.text.small;
                let weak = small.coloured(scope.theme.palette.text_weak);
                for (reason, codes) in reasons {
                    // Without marks of direction inside: what is inserted is one run of words.
                    let kinds = plain(&kinds(scope.words, codes.into_iter()));
                    let text = scope.with(
                        "fix-all-left",
                        &[("kinds", kinds.into()), ("reason", reason.into())],
                    );
                    wrapped_ui(ui, &text, weak);
                }
            });
        });
}
