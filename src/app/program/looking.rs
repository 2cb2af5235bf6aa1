//! The reference layers of the session: read, shown, taken off the list, and remembered for
//! the project that they were looked at with.

use std::path::PathBuf;

use super::Program;
use crate::app::jobs::JobKind;
use crate::app::notice::Notice;
use crate::app::references::{Reference, ReferenceLook};
use crate::app::work;
use crate::files::FileError;

impl Program {
    pub(super) fn add_references(&mut self, paths: Vec<PathBuf>) {
        self.start(JobKind::Recognise, move |watch| {
            work::read_references(&paths, watch)
        });
    }

    pub(super) fn take_references(&mut self, references: Vec<Reference>, failed: Vec<FileError>) {
        self.notices.extend(failed.into_iter().map(Notice::File));
        for mut reference in references {
            reference.look = self.settings.reference_look(reference.file());
            self.references.push(reference);
        }
        self.remember_references();
    }

    pub(super) fn show_reference(&mut self, place: usize, is_shown: bool) {
        if let Some(reference) = self.references.get_mut(place) {
            reference.is_shown = is_shown;
        }
    }

    /// Draws a reference in another way, and remembers that for its file.
    pub(super) fn style_reference(&mut self, place: usize, look: ReferenceLook) {
        if let Some(reference) = self.references.get_mut(place) {
            reference.look = look;
            let file = reference.file().to_owned();
            self.set(|settings| settings.remember_look(&file, look));
        }
    }

    pub(super) fn remove_reference(&mut self, place: usize) {
        if place < self.references.len() {
            self.references.remove(place);
            self.remember_references();
        }
    }

    /// Remembers which files are looked at with the open project, if there is one.
    pub(super) fn remember_references(&mut self) {
        let project = self.session.as_ref().and_then(|session| session.project());
        let Some(project) = project.map(std::path::Path::to_owned) else {
            return;
        };
        let mut files: Vec<PathBuf> = Vec::new();
        for reference in &self.references {
            let file = reference.file().to_owned();
            if !files.contains(&file) {
                files.push(file);
            }
        }
        if self.settings.references_of(&project) != files {
            self.set(|settings| settings.remember_references(&project, files));
        }
    }

    /// Reads the files again that were looked at with the project that was just opened.
    pub(super) fn look_again(&mut self) {
        let project = self.session.as_ref().and_then(|session| session.project());
        let files = project.map(|project| self.settings.references_of(project).to_vec());
        if let Some(files) = files.filter(|files| !files.is_empty()) {
            self.add_references(files);
        }
    }
}
