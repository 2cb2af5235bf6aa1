//! What went wrong with a file or a project, and the notices of the program.

use std::path::Path;

use super::{file_name, whole_path};
use crate::app::language::{Value, Words, left_to_right};
use crate::app::notice::Notice;
use crate::app::session::Session;
use crate::files::FileError;
use crate::files::project::{Access, OpenReport, ProjectError, ReadOnlyReason};

#[expect(clippy::cast_precision_loss, reason = "places in files")]
fn number(count: usize) -> Value<'static> {
    Value::from(count as f64)
}

/// A notice: a short line of what happened, and what else there is to say of it.
pub fn notice(words: &Words, session: Option<&Session>, notice: &Notice) -> (String, String) {
    let dataset = session.map(|session| &session.snapshot().dataset);
    match notice {
        Notice::File(error) => file_error(words, error),
        Notice::Project(error) => project_error(words, error),
        Notice::Imported(report) => {
            let entities: usize = report.counts.values().sum();
            let problems = report.lines.iter().filter(|line| line.reason.is_problem());
            let values = [
                ("entities", number(entities)),
                ("problems", number(problems.count())),
            ];
            (
                words.text("notice-imported"),
                words.with("notice-imported-detail", &values),
            )
        }
        Notice::Opened(report) => opened(words, report),
        Notice::Recovered(report) => {
            let mut told = vec![words.text("notice-recovered-detail")];
            told.extend(damage(words, report));
            (words.text("notice-recovered"), told.join(" "))
        }
        Notice::Saved(path) => (
            words.with("notice-saved", &[("file", file_name(path).into())]),
            String::new(),
        ),
        Notice::Exported(paths) => {
            let names: Vec<String> = paths.iter().map(|path| file_name(path)).collect();
            (words.text("notice-exported"), names.join(" "))
        }
        Notice::Refused(reason) => (
            words.text("notice-refused"),
            super::refusal(words, dataset, reason),
        ),
        Notice::Settings { folder, error } => (
            words.text("notice-settings"),
            place_and_reason(words, folder, &error.to_string()),
        ),
        Notice::Style(reason) => (
            words.text("notice-style"),
            words.with(
                "notice-style-detail",
                &[("reason", left_to_right(reason).into())],
            ),
        ),
        Notice::NotRecoverable(error) => (
            words.text("notice-not-recoverable"),
            project_error(words, error).1,
        ),
        Notice::Broke { kind, fault } => (
            words.with("notice-broke", &[("job", super::job(words, *kind).into())]),
            words.with(
                "notice-broke-detail",
                &[("fault", left_to_right(fault).into())],
            ),
        ),
    }
}

fn place_and_reason(words: &Words, path: &Path, reason: &str) -> String {
    words.with(
        "error-place-reason",
        &[
            ("file", whole_path(path).into()),
            ("reason", left_to_right(reason).into()),
        ],
    )
}

fn opened(words: &Words, report: &OpenReport) -> (String, String) {
    let title = words.text("notice-opened");
    let mut told = Vec::new();
    if let Access::ReadOnly(reason) = &report.access {
        told.push(match reason {
            ReadOnlyReason::OpenElsewhere(holder) => words.with(
                "notice-read-only-elsewhere",
                &[
                    ("user", holder.user.as_str().into()),
                    ("host", left_to_right(&holder.host).into()),
                ],
            ),
            ReadOnlyReason::Busy => words.text("notice-read-only-busy"),
            ReadOnlyReason::File => words.text("notice-read-only-file"),
            ReadOnlyReason::Folder => words.text("notice-read-only-folder"),
            ReadOnlyReason::DiskFull => words.text("notice-read-only-disk"),
        });
    }
    told.extend(damage(words, report));
    (title, told.join(" "))
}

/// What is not as it was saved.
fn damage(words: &Words, report: &OpenReport) -> Option<String> {
    let count = report.notes.len();
    (count > 0).then(|| words.with("notice-opened-notes", &[("count", number(count))]))
}

/// What went wrong with a file: which one, and the sentence with where, why and what to do.
pub fn file_error(words: &Words, error: &FileError) -> (String, String) {
    let file = error.file().map(file_name).unwrap_or_default();
    let title = words.with("error-file-title", &[("file", file.into())]);
    let id = format!("error-file-{}", error.kind().replace('_', "-"));
    let place =
        |line: &usize, column: &usize| vec![("line", number(*line)), ("column", number(*column))];
    let text = |value: &str| Value::from(left_to_right(value));
    let values = match error {
        FileError::NotUtf8 { line, column, .. }
        | FileError::CutOff { line, column, .. }
        | FileError::TooDeep { line, column, .. } => place(line, column),
        FileError::Syntax {
            line,
            column,
            reason,
            ..
        } => {
            let mut values = place(line, column);
            values.push(("reason", text(reason)));
            values
        }
        FileError::NotGeoJson { found, .. } => {
            vec![("found", text(found.as_deref().unwrap_or("—")))]
        }
        FileError::Unreadable { source, .. } | FileError::Unwritable { source, .. } => {
            vec![("reason", text(&source.to_string()))]
        }
        FileError::NotShapefile { reason, .. }
        | FileError::NotTiles { reason, .. }
        | FileError::NotPicture { reason, .. }
        | FileError::NotMapping { reason, .. }
        | FileError::CannotHold { reason, .. } => vec![("reason", text(reason))],
        FileError::UnknownCrs { crs, reason, .. } => {
            vec![("crs", text(crs)), ("reason", text(reason))]
        }
        _ => Vec::new(),
    };
    (title, words.with(&id, &values))
}

/// What went wrong with a project: which one, and the sentence with where, why and what to do.
pub fn project_error(words: &Words, error: &ProjectError) -> (String, String) {
    let text = |value: &str| Value::from(left_to_right(value));
    let saved_by = match error {
        ProjectError::ChangedMeanwhile { by: Some(save), .. } => {
            format!("{}@{} {}", save.user, save.host, save.time)
        }
        _ => "—".to_owned(),
    };
    #[expect(
        clippy::cast_precision_loss,
        reason = "sizes of files and numbers of formats"
    )]
    let (path, id, values) = match error {
        ProjectError::NotFound { path } => (path, "not-found", vec![]),
        ProjectError::IsDirectory { path } => (path, "is-directory", vec![]),
        ProjectError::Empty { path } => (path, "empty", vec![]),
        ProjectError::NotAGeoPackage { path } => (path, "not-a-geopackage", vec![]),
        ProjectError::Truncated {
            path,
            expected_bytes,
            found_bytes,
        } => (
            path,
            "truncated",
            vec![
                ("expected", (*expected_bytes as f64).into()),
                ("found", (*found_bytes as f64).into()),
            ],
        ),
        ProjectError::Damaged {
            path,
            place,
            reason,
        } => (
            path,
            "damaged",
            vec![("place", text(place)), ("reason", text(reason))],
        ),
        ProjectError::OtherGeoPackage { path, layers } => {
            let names: Vec<&str> = layers.iter().map(|layer| layer.name.as_str()).collect();
            (
                path,
                "other-geopackage",
                vec![("layers", text(&names.join(", ")))],
            )
        }
        ProjectError::NewerFormat {
            path,
            format,
            supported,
            written_by,
        } => (
            path,
            "newer-format",
            vec![
                ("format", (*format as f64).into()),
                ("supported", (*supported as f64).into()),
                ("version", text(written_by)),
            ],
        ),
        ProjectError::NeedsUpgrade { path, format } => (
            path,
            "needs-upgrade",
            vec![("format", (*format as f64).into())],
        ),
        ProjectError::Busy { path } => (path, "busy", vec![]),
        ProjectError::OpenElsewhere { path, holder } => (
            path,
            "open-elsewhere",
            vec![
                ("user", holder.user.clone().into()),
                ("host", text(&holder.host)),
            ],
        ),
        ProjectError::ChangedMeanwhile { path, .. } => {
            (path, "changed-meanwhile", vec![("by", text(&saved_by))])
        }
        ProjectError::Gone { path } => (path, "gone", vec![]),
        ProjectError::ReadOnlyFile { path } => (path, "read-only-file", vec![]),
        ProjectError::ReadOnlyFolder { path } => (path, "read-only-folder", vec![]),
        ProjectError::NoFolder { path } => (path, "no-folder", vec![]),
        ProjectError::DiskFull { path } => (path, "disk-full", vec![]),
        ProjectError::Unreadable { path, reason } => {
            (path, "unreadable", vec![("reason", text(reason))])
        }
    };
    let title = words.with("error-file-title", &[("file", file_name(path).into())]);
    (title, words.with(&format!("error-project-{id}"), &values))
}
