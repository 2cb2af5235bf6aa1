//! What a panel is given: the program to read, the words and the look, tables made
//! once a change, and a list for what it asks to be done. Panels change no data.

use std::path::PathBuf;

use std::sync::Arc;

use super::commands::{Action, entry_of};
use super::theme::{StyleSheet, Theme};
use super::view_state::Target;
use crate::app::command::Command;
use crate::app::facts::Facts;
use crate::app::language::{Value, Words};
use crate::app::program::Program;
use crate::app::session::Session;
use crate::edit::Edit;
use crate::model::{Dataset, UnitKey};
use crate::rules::FindingKey;

/// Something that a panel asks for; the shell does it after the frame is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Run a command of the program.
    Command(Command),
    /// Do something of the window.
    Action(Action),
    /// Open files, after asking what to do with unsaved work.
    Open(Vec<PathBuf>),
    /// Select something, or nothing.
    Select(Option<Target>),
    /// Select something more, or let go of it.
    Toggle(Target),
    /// Select all of these and nothing else.
    SelectAll(Vec<Target>),
    /// Select something and show it on the map.
    GoTo(Target),
    /// Select a unit that was chosen on the map, with what lay there.
    SelectOnMap {
        /// The unit.
        unit: UnitKey,
        /// All that lay there, lowest level first.
        stack: Vec<UnitKey>,
    },
    /// Select a finding and show its place.
    Finding(FindingKey),
    /// Select a finding whose place is in sight.
    ChooseFinding(FindingKey),
    /// Put right what can be of these findings.
    FixAll(Vec<FindingKey>),
    /// Undo until so many steps are left.
    UndoTo(usize),
    /// An edit was not made after all: what was chosen for it is where it was.
    NotMade,
}

/// What a panel is given.
pub struct Scope<'a> {
    /// The program, to be read.
    pub program: &'a Program,
    /// The words of the interface's language.
    pub words: &'a Words,
    /// The look.
    pub theme: &'a Theme,
    /// The styles of the map that there are.
    pub styles: &'a [Arc<StyleSheet>],
    /// Tables of the open data.
    pub facts: &'a Facts,
    /// What the panels ask for, in order.
    pub requests: Vec<Request>,
}

impl<'a> Scope<'a> {
    /// The open session.
    pub fn session(&self) -> Option<&'a Session> {
        self.program.session()
    }

    /// The open data.
    pub fn dataset(&self) -> Option<&'a Dataset> {
        Some(&self.program.session()?.snapshot().dataset)
    }

    /// A message.
    pub fn text(&self, id: &str) -> String {
        self.words.text(id)
    }

    /// A message with values.
    pub fn with(&self, id: &str, values: &[(&str, Value<'_>)]) -> String {
        self.words.with(id, values)
    }

    /// A count in the language's digits.
    #[expect(clippy::cast_possible_wrap, reason = "no list has 2^63 lines")]
    pub fn count(&self, count: usize) -> String {
        self.words.integer(count as i64)
    }

    /// Asks for something.
    pub fn ask(&mut self, request: Request) {
        self.requests.push(request);
    }

    /// Asks for a command.
    pub fn command(&mut self, command: Command) {
        self.ask(Request::Command(command));
    }

    /// Asks for an edit.
    pub fn edit(&mut self, edit: Edit) {
        self.command(Command::Edit(edit));
    }

    /// Why an action cannot be done now, in words.
    pub fn refusal(&self, action: Action) -> Option<String> {
        let command = match action {
            Action::Save => Command::Save,
            Action::SaveAs => Command::SaveAs(PathBuf::new()),
            Action::Export => Command::Export(PathBuf::new()),
            Action::AddReferences => Command::AddReferences(Vec::new()),
            Action::ExportHistory => Command::ExportHistory(PathBuf::new()),
            Action::ExportFindings(format) => Command::ExportFindings {
                format,
                path: PathBuf::new(),
                keys: Vec::new(),
            },
            Action::Close
            | Action::Parameters
            | Action::ToggleEditing
            | Action::Fit
            | Action::SelectTool
            | Action::MoveVertexTool
            | Action::RedrawTool
            | Action::CutTool
            | Action::GiveTool
            | Action::MergeTool
            | Action::ShapeTool
            | Action::BorderTool
            | Action::SettlementTool
            | Action::MarkerTool
            | Action::SheetTool
            | Action::AddSheet
            | Action::MeasureTool
            | Action::GoToSelection
            | Action::NextFinding
            | Action::PreviousFinding => Command::Close,
            Action::Undo => Command::Undo,
            Action::Redo => Command::Redo,
            Action::Open | Action::OpenSample => Command::Open(Vec::new()),
            _ => return None,
        };
        // Saving for the first time asks where to.
        let first_save = action == Action::Save
            && self
                .session()
                .is_some_and(|session| session.project().is_none());
        let command = if first_save {
            Command::SaveAs(PathBuf::new())
        } else {
            command
        };
        let hindrance = self.program.hindrance(&command)?;
        Some(super::say::hindrance(self.words, &hindrance))
    }

    /// An action's words and keys.
    pub fn words_and_keys(&self, action: Action) -> (String, Option<String>) {
        match entry_of(action) {
            Some(entry) => (entry.words(self.words), entry.keys_text()),
            None => (String::new(), None),
        }
    }
}
