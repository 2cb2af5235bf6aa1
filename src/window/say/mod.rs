//! Refusals, errors, notices and reports in words: what happened, where, why, and what
//! to do. The layers below hand over data; here it meets the language files.

mod files;
mod fix;
mod import;
mod refusal;
mod step;

pub use files::notice;
pub use fix::{fix_name, kinds, no_fix, obstacle};
pub use import::{attribute_name, crs_name, report_reason};
pub use refusal::{hindrance, refusal};
pub use step::{
    border_name, border_status, change_kind, edit, fit_name, kind_help_id, shown_date, step,
};

use std::path::Path;

use crate::app::jobs::JobKind;
use crate::app::language::{Words, isolated, left_to_right, plain};
use crate::app::search::fold;
use crate::app::session::Session;
use crate::model::Level;

/// What a job does, in words.
pub fn job(words: &Words, kind: JobKind) -> String {
    words.text(match kind {
        JobKind::Recognise => "job-recognise",
        JobKind::Import => "job-import",
        JobKind::Open => "job-open",
        JobKind::Check => "job-check",
        JobKind::Save => "job-save",
        JobKind::Keep => "job-keep",
        JobKind::Export => "job-export",
        JobKind::Plan => "job-plan",
    })
}

/// A name with its level: «دهستان کرگاه شرقی»; the name alone where it begins with the
/// word itself, as «شهرستان ازنا» does in many sources.
pub fn named(words: &Words, level: Level, name: &str) -> String {
    let word = crate::app::describe::level_name(words, level);
    if fold(&plain(name)).text().starts_with(fold(&word).text()) {
        return name.to_owned();
    }
    let id = format!("named-{}", level.name().replace('_', "-"));
    words.with(&id, &[("name", name.into())])
}

/// A file's name, which reads from left to right in any sentence.
pub fn file_name(path: &Path) -> String {
    let name = path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    );
    left_to_right(&name)
}

/// What the open data is called: by its project's file, which another name is chosen for
/// when it is saved; before there is one, by its own title.
pub fn open_title(session: &Session) -> String {
    session
        .project()
        .map_or_else(|| isolated(&session.snapshot().dataset.title), file_name)
}

/// A file with its folder.
pub fn whole_path(path: &Path) -> String {
    left_to_right(&path.display().to_string())
}
