//! Files that are asked for, chosen and dropped on the window.

use std::path::{Path, PathBuf};

use egui::Context;

use crate::app::command::Command;
use crate::window::file_dialogs::{Chosen, Dialog, PICTURES};
use crate::window::shell::Shell;
use crate::window::view_state::Tool;

impl Shell {
    pub(super) fn open_dialog(&mut self, ctx: &Context, dialog: Dialog) {
        let session = self.program.session();
        let project = session.and_then(|session| session.project());
        let beside =
            project.or_else(|| self.program.settings().recent.first().map(PathBuf::as_path));
        let title = session
            .map(|session| session.snapshot().dataset.title.clone())
            .unwrap_or_default();
        let beside = beside.map(Path::to_owned);
        self.dialogs
            .open(dialog, &self.look.words, beside.as_deref(), &title, ctx);
    }

    pub(in crate::window) fn take_chosen_files(&mut self) {
        match self.dialogs.take() {
            Some(Chosen::Open(paths)) => self.open(paths),
            Some(Chosen::References(paths)) => self.program.run(Command::AddReferences(paths)),
            Some(Chosen::Sheet(path)) => self.add_sheet(path),
            Some(Chosen::SaveAs(path)) => self.program.run(Command::SaveAs(path)),
            Some(Chosen::Export(path)) => self.program.run(Command::Export(path)),
            Some(Chosen::History(path)) => self.program.run(Command::ExportHistory(path)),
            Some(Chosen::Findings(format, path)) => {
                let keys = self.caches.findings.keys();
                self.program
                    .run(Command::ExportFindings { format, path, keys });
            }
            // Who does not choose a file does not want to go on either.
            Some(Chosen::Nothing) => self.after_save = None,
            None => {}
        }
    }

    pub(in crate::window) fn take_dropped_files(&mut self, ctx: &Context) {
        let dropped: Vec<PathBuf> = ctx.input(|input| {
            let files = input.raw.dropped_files.iter();
            files.map(|file| file.path().to_owned()).collect()
        });
        let is_picture = |path: &PathBuf| {
            let ending = path.extension().and_then(|ending| ending.to_str());
            let ending = ending.unwrap_or_default().to_ascii_lowercase();
            PICTURES.contains(&ending.as_str())
        };
        let (pictures, files): (Vec<_>, Vec<_>) = dropped.into_iter().partition(is_picture);
        if self.program.session().is_some() {
            for picture in pictures {
                self.add_sheet(picture);
            }
        }
        if !files.is_empty() {
            self.open(files);
        }
    }

    fn add_sheet(&mut self, path: PathBuf) {
        if let Some(sight) = self.view.map.extent {
            self.take_tool(Tool::Sheet);
            self.program.run(Command::AddSheet { path, sight });
        }
    }
}
