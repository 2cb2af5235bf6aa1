//! What asks before anything else can be done: unsaved work that would be closed, work
//! that a crash left behind. Each question names what will happen.

use egui::{Context, Frame, Id, Key, Modal, Modifiers, Ui};

use super::direction::{Flow, column_ui};
use super::say::{change_kind, kind_help_id};
use super::scope::{Request, Scope};
use super::text::{Button, title_ui, wrapped_ui};
use super::view_state::{AfterUnsaved, Question, ViewState};
use crate::app::command::Command;
use crate::app::session::Session;
use crate::edit::{ChangeKind, Edit};

/// What was answered to the question about unsaved work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnsavedAnswer {
    /// Save, then go on.
    Save(AfterUnsaved),
    /// Go on without saving.
    Discard(AfterUnsaved),
}

/// Around the contents of a dialog, in points.
const MARGIN: f32 = 20.0;

/// What stays free above and below a dialog, in points.
const OUTSIDE: f32 = 16.0;

/// Above the row of buttons, in points.
const BUTTONS_GAP: f32 = 12.0;

/// The height that what scrolls in a dialog may have, at most `most`, in points: title and
/// buttons stay in sight in a small window. `below` stands between it and the buttons.
pub fn scroll_height(ui: &Ui, most: f32, below: f32) -> f32 {
    let window = ui.ctx().content_rect().height();
    let above = ui.min_rect().height();
    let spacing = ui.spacing().item_spacing.y * 3.0;
    let buttons = BUTTONS_GAP + ui.spacing().interact_size.y + spacing;
    let room = window - (MARGIN + OUTSIDE) * 2.0 - above - below - buttons;
    room.clamp(64.0, most)
}

/// Draws the row of buttons that ends a dialog, from the end side: what is meant to be
/// pressed comes first.
pub fn buttons_ui<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    ui.add_space(BUTTONS_GAP);
    let size = egui::vec2(ui.available_width(), ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, Flow::of(ui).row_from_end(), contents)
        .inner
}

/// Draws a dialog in the middle of the window, of a width in points.
pub fn dialog_ui<R>(ui: &Ui, id: &str, width: f32, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let theme = super::theme::Theme::of(ui.ctx());
    let frame = Frame::popup(ui.style()).inner_margin(MARGIN);
    let screen = ui.ctx().content_rect();
    let width = width.min(screen.width() - 64.0);
    Modal::new(Id::unique(id))
        .frame(frame)
        .backdrop_color(theme.palette.shadow)
        .show(ui.ctx(), |ui| {
            ui.set_width(width);
            column_ui(ui, contents)
        })
        .inner
}

/// Whether a dialog stands before the window: what lies behind it takes no keys.
pub fn is_dialog_open(ctx: &Context) -> bool {
    ctx.memory(|memory| memory.top_modal_layer().is_some())
}

/// Draws the question that waits, if one does.
pub fn question_ui(ui: &Ui, scope: &mut Scope<'_>, view: &mut ViewState) -> Option<UnsavedAnswer> {
    let question = view.question.clone()?;
    match question {
        Question::Unsaved(after) => unsaved_ui(ui, scope, view, after),
        Question::DiscardRecovery(place) => {
            discard_recovery_ui(ui, scope, view, place);
            None
        }
        Question::Kind(edit) => {
            change_kind_ui(ui, scope, view, &edit);
            None
        }
    }
}

fn escaped(ui: &Ui) -> bool {
    ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape))
}

fn unsaved_ui(
    ui: &Ui,
    scope: &mut Scope<'_>,
    view: &mut ViewState,
    after: AfterUnsaved,
) -> Option<UnsavedAnswer> {
    let title = scope.session().map(super::say::open_title);
    let title = title.unwrap_or_default();
    let mut answer = None;
    let mut is_cancelled = escaped(ui);
    dialog_ui(ui, "unsaved", 420.0, |ui| {
        title_ui(ui, &scope.text("unsaved-title"));
        ui.add_space(4.0);
        let text = scope.with("unsaved-text", &[("title", title.into())]);
        wrapped_ui(ui, &text, scope.theme.text.body);
        ui.add_space(16.0);
        // From the end side: what is meant to be pressed, the way back, and apart the loss.
        ui.with_layout(Flow::of(ui).row_from_end(), |ui| {
            if Button::new(&scope.text("unsaved-save"))
                .primary()
                .show_ui(ui)
                .clicked()
            {
                answer = Some(UnsavedAnswer::Save(after.clone()));
            }
            if Button::new(&scope.text("dialog-cancel"))
                .show_ui(ui)
                .clicked()
            {
                is_cancelled = true;
            }
            ui.add_space(16.0);
            let discard = Button::new(&scope.text("unsaved-discard"))
                .emphasis(super::text::Emphasis::Danger)
                .show_ui(ui);
            if discard.clicked() {
                answer = Some(UnsavedAnswer::Discard(after.clone()));
            }
        });
    });
    if answer.is_some() || is_cancelled {
        view.question = None;
    }
    answer
}

/// Offers the work that a crash left behind, one after the other, while nothing is open
/// that would be lost: also over the saved project that somebody opened to go on with it.
pub fn recovery_ui(ui: &Ui, scope: &mut Scope<'_>, view: &mut ViewState) {
    let is_unsaved = scope.session().is_some_and(Session::is_unsaved);
    let is_free = !is_unsaved && view.question.is_none();
    let Some(offer) = scope.program.recoveries().first().filter(|_| is_free) else {
        return;
    };
    let written = crate::app::dates::shown(&offer.written, scope.words.language());
    let title = offer.title.clone();
    let project = offer.project.as_deref().map(super::say::whole_path);
    dialog_ui(ui, "recovery", 460.0, |ui| {
        title_ui(ui, &scope.text("recovery-title"));
        ui.add_space(4.0);
        let text = scope.with(
            "recovery-text",
            &[("title", title.into()), ("date", written.into())],
        );
        wrapped_ui(ui, &text, scope.theme.text.body);
        let weak = scope
            .theme
            .text
            .body
            .coloured(scope.theme.palette.text_weak);
        let file = match project {
            Some(project) => scope.with("recovery-of-project", &[("file", project.into())]),
            None => scope.text("recovery-never-saved"),
        };
        wrapped_ui(ui, &file, weak);
        ui.add_space(16.0);
        ui.with_layout(Flow::of(ui).row_from_end(), |ui| {
            if Button::new(&scope.text("recovery-open"))
                .primary()
                .show_ui(ui)
                .clicked()
            {
                scope.command(Command::Recover(0));
            }
            let label = scope.text("recovery-discard");
            let discard = Button::new(&label).emphasis(super::text::Emphasis::Danger);
            if discard.show_ui(ui).clicked() {
                view.question = Some(Question::DiscardRecovery(0));
            }
        });
    });
}

/// Asks what the first edit of borders is meant as; it is made once that is said.
fn change_kind_ui(ui: &Ui, scope: &mut Scope<'_>, view: &mut ViewState, edit: &Edit) {
    let mut is_given_up = escaped(ui);
    let mut is_done = false;
    dialog_ui(ui, "change-kind", 440.0, |ui| {
        title_ui(ui, &scope.text("kind-dialog-title"));
        ui.add_space(4.0);
        wrapped_ui(ui, &scope.text("kind-dialog-text"), scope.theme.text.body);
        ui.add_space(8.0);
        let weak = scope.theme.text.small;
        let weak = weak.coloured(scope.theme.palette.text_weak);
        for kind in ChangeKind::ALL {
            let name = change_kind(scope.words, kind);
            let width = ui.available_width();
            if Button::new(&name).width(width).show_ui(ui).clicked() {
                scope.command(Command::SetChangeKind(Some(kind)));
                scope.edit(edit.clone());
                is_done = true;
            }
            wrapped_ui(ui, &scope.text(kind_help_id(kind)), weak);
            ui.add_space(6.0);
        }
        buttons_ui(ui, |ui| {
            let label = scope.text("dialog-cancel");
            is_given_up |= Button::new(&label).show_ui(ui).clicked();
        });
    });
    if is_given_up {
        scope.ask(Request::NotMade);
    }
    if is_done || is_given_up {
        view.question = None;
    }
}

fn discard_recovery_ui(ui: &Ui, scope: &mut Scope<'_>, view: &mut ViewState, place: usize) {
    let mut is_done = escaped(ui);
    dialog_ui(ui, "discard-recovery", 400.0, |ui| {
        title_ui(ui, &scope.text("recovery-discard-title"));
        ui.add_space(4.0);
        wrapped_ui(
            ui,
            &scope.text("recovery-discard-text"),
            scope.theme.text.body,
        );
        ui.add_space(16.0);
        ui.with_layout(Flow::of(ui).row_from_end(), |ui| {
            if Button::new(&scope.text("dialog-cancel"))
                .show_ui(ui)
                .clicked()
            {
                is_done = true;
            }
            let label = scope.text("recovery-discard");
            let discard = Button::new(&label).emphasis(super::text::Emphasis::Danger);
            if discard.show_ui(ui).clicked() {
                scope.command(Command::DiscardRecovery(place));
                is_done = true;
            }
        });
    });
    if is_done {
        view.question = None;
    }
}
