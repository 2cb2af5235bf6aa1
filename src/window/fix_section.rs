//! The ways to put the selected finding right: those that cannot be say why, the chosen
//! one is drawn on the map with its price, and is applied as one step with who does it
//! and why.

use egui::Ui;

use super::author_fields::{AuthorFields, author_fields_ui};
use super::icons::icons::{ICON_BUILD, ICON_CHECK};
use super::say::{fix_name, no_fix, obstacle};
use super::scope::Scope;
use super::text::{Button, Row, heading_ui, lay, small_ui, wrapped_ui};
use super::theme::Theme;
use super::view_state::{AcceptDraft, FindingsView};
use crate::app::command::Command;
use crate::app::fixing::{FixOffer, PricedFix};
use crate::rules::Finding;
use crate::rules::fixes::FixKind;

/// The chosen way, where one is chosen: the map draws what it would change.
pub fn chosen_fix<'a>(offer: Option<&'a FixOffer>, view: &FindingsView) -> Option<&'a PricedFix> {
    let offer = offer?;
    let (key, place) = view.fix.as_ref()?;
    if *key != offer.key {
        return None;
    }
    offer.options.as_ref().ok()?.get(*place)
}

/// Draws the ways of one finding.
pub fn fix_ui(ui: &mut Ui, scope: &mut Scope<'_>, view: &mut FindingsView, finding: &Finding) {
    let Some(dataset) = scope.dataset() else {
        return;
    };
    ui.add_space(6.0);
    heading_ui(ui, &scope.text("fix-title"));
    let program = scope.program;
    let Some(offer) = program.fix_offer(&finding.key) else {
        small_ui(ui, &scope.text("fix-planning"));
        return;
    };
    let options = match &offer.options {
        Err(reason) => {
            let body = scope.theme.text.body;
            let weak = body.coloured(scope.theme.palette.text_weak);
            wrapped_ui(ui, &no_fix(scope.words, *reason), weak);
            return;
        }
        Ok(options) => options,
    };
    for (place, option) in options.iter().enumerate() {
        let fix = &option.fix;
        let name = fix_name(scope.words, dataset, fix);
        let reason = option.obstacle();
        let reason = reason.map(|reason| obstacle(scope.words, dataset, &reason));
        let mut marks = Vec::new();
        if fix.is_longest_border {
            marks.push(scope.text("fix-longest-border"));
        }
        if fix.is_largest {
            marks.push(scope.text("fix-largest"));
        }
        let marks = marks.join(" · ");
        let wanted = (finding.key.clone(), place);
        let is_chosen = view.fix.as_ref() == Some(&wanted);
        // Who gets the land matters more than why it may: in a narrow column the hint stands below.
        let has_room = fits_beside(ui, scope.theme, &name, &marks);
        let row = Row::new(&name)
            .option()
            .end(if has_room { &marks } else { "" })
            .selected(is_chosen)
            .refused(reason.as_deref());
        if row.show_ui(ui).clicked() {
            if fix.kind == FixKind::Allow {
                view.accept = Some(AcceptDraft {
                    keys: vec![finding.key.clone()],
                    approver: scope.program.settings().author.clone(),
                    ..AcceptDraft::default()
                });
            } else {
                view.fix = (!is_chosen).then_some(wanted);
            }
        }
        if !has_room {
            small_ui(ui, &marks);
        }
        if let Some(reason) = &reason {
            let small = scope.theme.text.small;
            let format = small.coloured(scope.theme.palette.text_weak);
            wrapped_ui(ui, reason, format);
        }
    }
}

/// Whether a hint has room at the end of a row with a name.
fn fits_beside(ui: &Ui, theme: &Theme, name: &str, hint: &str) -> bool {
    let body = theme.text.body;
    let width = |text: &str| lay(ui.ctx(), text, &body).size().x;
    // The padding at both sides, and the distance between them.
    hint.is_empty() || width(name) + width(hint) + theme.sizes.unit * 8.0 <= ui.available_width()
}

/// Draws what applies the chosen way, where one is chosen.
pub fn apply_chosen_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    view: &mut FindingsView,
    is_editing: bool,
    finding: &Finding,
) {
    let (Some(dataset), program) = (scope.dataset(), scope.program) else {
        return;
    };
    let offer = program.fix_offer(&finding.key);
    let Some(option) = chosen_fix(offer, view) else {
        return;
    };
    let Some((key, place)) = view.fix.clone() else {
        return;
    };
    heading_ui(ui, &fix_name(scope.words, dataset, &option.fix));
    let hindrance = match option.obstacle() {
        Some(reason) => Some(obstacle(scope.words, dataset, &reason)),
        None if option.preview().is_none() => Some(scope.text("price-pending")),
        None => None,
    };
    let fields = author_fields_ui(ui, scope, view);
    let command = |author, reason| Command::ApplyFix {
        key: key.clone(),
        place,
        author,
        reason,
    };
    apply_ui(ui, scope, view, is_editing, fields, hindrance, &command);
}

/// The button that applies it, by whom and why its fields say; `hindrance` tells why it
/// cannot be.
pub fn apply_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    view: &mut FindingsView,
    is_editing: bool,
    fields: AuthorFields,
    hindrance: Option<String>,
    command: &dyn Fn(String, String) -> Command,
) {
    let AuthorFields {
        author,
        reason,
        is_submitted,
    } = fields;
    let refusal = if hindrance.is_some() {
        hindrance
    } else if !is_editing {
        Some(scope.text("fix-editing-is-off"))
    } else if author.trim().is_empty() {
        Some(scope.text("refusal-empty-author"))
    } else {
        None
    };
    let label = scope.text("fix-apply");
    let button = Button::new(&label)
        .primary()
        .icon(ICON_CHECK)
        .refused(refusal.as_deref());
    let is_pressed = button.show_ui(ui).clicked() || is_submitted;
    if let Some(refusal) = &refusal {
        let small = scope.theme.text.small;
        wrapped_ui(ui, refusal, small.coloured(scope.theme.palette.text_weak));
    }
    if is_pressed && refusal.is_none() {
        let author = author.trim().to_owned();
        if author != scope.program.settings().author {
            scope.command(Command::SetAuthor(author.clone()));
        }
        scope.command(command(author, reason.trim().to_owned()));
        view.fix = None;
        view.reason.clear();
        view.author = None;
    }
}

/// Draws the button that puts right what can be of several findings.
pub fn bulk_button_ui(ui: &mut Ui, scope: &mut Scope<'_>, findings: &[&Finding]) {
    let label = scope.text("fix-all");
    let count = findings
        .iter()
        .filter(|finding| crate::rules::fixes::is_bulk(finding.code))
        .count();
    let reason = (count == 0).then(|| scope.text("fix-all-none"));
    let button = Button::new(&label)
        .icon(ICON_BUILD)
        .refused(reason.as_deref());
    if button.show_ui(ui).clicked() {
        let keys = findings.iter().map(|finding| finding.key.clone());
        scope.ask(super::scope::Request::FixAll(keys.collect()));
    }
}
