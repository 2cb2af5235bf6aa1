//! What keys, the clipboard, input methods and assistive tools do to a text field.

use egui::accesskit::{Action, ActionData};
use egui::{Event, EventFilter, Id, ImeEvent, Key, Modifiers, Ui};
use unicode_bidi::{BidiClass, bidi_class};

use super::State;
use super::editor::Step;
use crate::window::text::galley::Laid;

/// What Shift+Space types after a Persian letter: the joiner of «می‌شود».
const ZERO_WIDTH_NON_JOINER: &str = "\u{200C}";

/// For how long the caret is seen and then not, in seconds.
const BLINK_S: f64 = 0.5;

/// Takes this frame's events. Returns whether Enter was pressed.
pub(super) fn handle(ui: &Ui, id: Id, text: &mut String, laid: &Laid, state: &mut State) -> bool {
    let now_s = ui.input(|input| input.time);
    if let Some(value) = value_set(ui, id) {
        state.editor.select_all(text);
        state.editor.insert(text, &value, now_s);
    }
    if !ui.memory(|memory| memory.has_focus(id)) {
        state.composing.clear();
        return false;
    }
    let filter = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        tab: false,
        escape: false,
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let mut is_submitted = false;
    // The line is the one that was on the screen when the keys were pressed; after a change within
    // this frame it is found anew.
    let mut line_is_old = false;
    let mut laid = laid.clone();
    for event in ui.input(|input| input.filtered_events(&filter)) {
        if line_is_old {
            let format = laid.format;
            laid = super::lay(ui.ctx(), text, &format);
            line_is_old = false;
        }
        let before = text.len();
        match event {
            Event::Text(typed) => {
                type_text(ui, &typed, text, state, now_s);
                line_is_old = true;
            }
            Event::Paste(pasted) => {
                state.editor.insert(text, &pasted, now_s);
                line_is_old = true;
            }
            Event::Copy => copy(ui, text, state),
            Event::Cut => {
                copy(ui, text, state);
                if state.editor.has_selection() {
                    state.editor.backspace(text, false, now_s);
                }
                line_is_old = true;
            }
            Event::Ime(ime) => {
                compose(ime, text, state, now_s);
                line_is_old = true;
            }
            Event::Key {
                key: Key::Enter,
                pressed: true,
                ..
            } => {
                is_submitted = true;
                ui.memory_mut(|memory| memory.surrender_focus(id));
            }
            Event::Key {
                key,
                pressed: true,
                modifiers,
                ..
            } => {
                press(key, modifiers, text, &laid, state, now_s);
                line_is_old = text.len() != before;
            }
            Event::AccessKitActionRequest(request)
                if request.action == Action::ReplaceSelectedText
                    && request.target_node == id.accesskit_id() =>
            {
                if let Some(ActionData::Value(value)) = &request.data {
                    state.editor.insert(text, value, now_s);
                    line_is_old = true;
                }
            }
            _ => {}
        }
    }
    is_submitted
}

/// A text that an assistive tool put in the place of all.
fn value_set(ui: &Ui, id: Id) -> Option<String> {
    ui.input(|input| {
        input
            .accesskit_action_requests(id, Action::SetValue)
            .filter_map(|request| match &request.data {
                Some(ActionData::Value(value)) => Some(value.to_string()),
                _ => None,
            })
            .last()
    })
}

fn type_text(ui: &Ui, typed: &str, text: &mut String, state: &mut State, now_s: f64) {
    if matches!(typed, "\n" | "\r") {
        return;
    }
    let shift = ui.input(|input| input.modifiers.shift);
    let follows_persian = state
        .editor
        .last_character(text)
        .is_some_and(|last| matches!(bidi_class(last), BidiClass::AL | BidiClass::NSM));
    let typed = if typed == " " && shift && follows_persian {
        ZERO_WIDTH_NON_JOINER
    } else {
        typed
    };
    state.composing.clear();
    state.editor.insert(text, typed, now_s);
}

fn copy(ui: &Ui, text: &str, state: &State) {
    if state.editor.has_selection() {
        ui.ctx().copy_text(state.editor.selected(text).to_owned());
    }
}

fn compose(event: ImeEvent, text: &mut String, state: &mut State, now_s: f64) {
    match event {
        ImeEvent::Preedit {
            text: composing, ..
        } => {
            if !composing.is_empty() && state.editor.has_selection() {
                state.editor.backspace(text, false, now_s);
            }
            state.composing = composing;
        }
        ImeEvent::Commit(typed) => {
            state.composing.clear();
            if !typed.is_empty() && typed != "\n" && typed != "\r" {
                state.editor.insert(text, &typed, now_s);
            }
        }
        ImeEvent::DeleteSurrounding {
            before_chars,
            after_chars,
        } => {
            for _ in 0..before_chars {
                state.editor.backspace(text, false, now_s);
            }
            for _ in 0..after_chars {
                state.editor.delete_forward(text, false, now_s);
            }
        }
        #[expect(deprecated, reason = "egui still lists them")]
        ImeEvent::Enabled | ImeEvent::Disabled => {}
    }
}

fn press(
    key: Key,
    modifiers: Modifiers,
    text: &mut String,
    laid: &Laid,
    state: &mut State,
    now_s: f64,
) {
    let Some(line) = laid.lines.lines.first() else {
        return;
    };
    let editor = &mut state.editor;
    let extends = modifiers.shift;
    // On macOS words go by Option and lines by Command.
    let by_word = modifiers.ctrl || modifiers.alt;
    let mut step = |step| editor.step(text, line, step, extends);
    match key {
        Key::ArrowLeft if modifiers.mac_cmd => step(if line.right_to_left {
            Step::End
        } else {
            Step::Start
        }),
        Key::ArrowRight if modifiers.mac_cmd => step(if line.right_to_left {
            Step::Start
        } else {
            Step::End
        }),
        Key::ArrowLeft => step(if by_word { Step::WordLeft } else { Step::Left }),
        Key::ArrowRight => step(if by_word {
            Step::WordRight
        } else {
            Step::Right
        }),
        Key::Home | Key::ArrowUp => step(Step::Start),
        Key::End | Key::ArrowDown => step(Step::End),
        Key::Backspace => editor.backspace(text, by_word, now_s),
        Key::Delete => editor.delete_forward(text, by_word, now_s),
        Key::A if modifiers.command => editor.select_all(text),
        Key::Z if modifiers.command && modifiers.shift => {
            editor.redo(text);
        }
        Key::Z if modifiers.command => {
            editor.undo(text);
        }
        Key::Y if modifiers.command => {
            editor.redo(text);
        }
        _ => {}
    }
}

/// Whether the caret is to be seen now; asks for the frame in which that changes.
pub(super) fn caret_is_lit(ui: &Ui, still_since_s: f64) -> bool {
    if !ui.visuals().text_cursor.blink || !ui.input(|input| input.focused) {
        return true;
    }
    let still_s = ui.input(|input| input.time) - still_since_s;
    let phase = still_s / BLINK_S;
    let rest_s = (phase.floor() + 1.0) * BLINK_S - still_s;
    ui.ctx()
        .request_repaint_after(std::time::Duration::from_secs_f64(rest_s.max(0.01)));
    #[expect(clippy::cast_possible_truncation, reason = "a count of half seconds")]
    let is_lit = phase.floor() as i64 % 2 == 0;
    is_lit
}
