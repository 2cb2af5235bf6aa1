//! Why a command cannot be run now: what the tooltip of its disabled button says.

use super::Program;
use crate::app::command::{Command, Hindrance};
use crate::app::jobs::JobKind;

impl Program {
    /// Why a command cannot be run now; nothing if it can.
    pub fn hindrance(&self, command: &Command) -> Option<Hindrance> {
        let reading = [JobKind::Recognise, JobKind::Import, JobKind::Open]
            .into_iter()
            .any(|kind| self.jobs.is_running(kind));
        let session = self.session.as_ref().ok_or(Hindrance::NothingOpen);
        match command {
            Command::Open(_) | Command::Recover(_) => reading.then_some(Hindrance::Reading),
            Command::ConfirmImport
            | Command::CancelImport
            | Command::SetMapping { .. }
            | Command::SetLayerCrs { .. } => self.import.is_none().then_some(Hindrance::NoImport),
            Command::Save | Command::SaveAs(_) if self.jobs.is_running(JobKind::Save) => {
                Some(Hindrance::Saving)
            }
            Command::Save => match session {
                Ok(session) if session.is_unsaved() => None,
                Ok(_) => Some(Hindrance::NothingToSave),
                Err(hindrance) => Some(hindrance),
            },
            Command::SaveAs(_)
            | Command::Export(_)
            | Command::ExportHistory(_)
            | Command::AddReferences(_)
            | Command::AddSheet { .. }
            | Command::Close => session.err(),
            Command::ApplyFix { .. } | Command::ApplyBulk { .. } => session.err(),
            Command::ExportFindings { .. } => match session {
                Ok(session) if session.findings().report().is_none() => Some(Hindrance::NotChecked),
                other => other.err(),
            },
            Command::Edit(edit) => match session {
                Ok(session) => {
                    let planned = edit.plan_as(session.snapshot(), session.kind());
                    planned.err().map(Hindrance::Edit)
                }
                Err(hindrance) => Some(hindrance),
            },
            Command::Undo => match session {
                Ok(session) if session.history().done().is_empty() => {
                    Some(Hindrance::NothingToUndo)
                }
                other => other.err(),
            },
            Command::Redo => match session {
                Ok(session) if session.history().undone().is_empty() => {
                    Some(Hindrance::NothingToRedo)
                }
                other => other.err(),
            },
            Command::CancelJob(_)
            | Command::SetLanguage(_)
            | Command::SetDark(_)
            | Command::SetMapStyle(_)
            | Command::SetProjection(_)
            | Command::SetZoom(_)
            | Command::SetAuthor(_)
            | Command::ShowReference { .. }
            | Command::RemoveReference(_)
            | Command::StyleReference { .. }
            | Command::SetChangeKind(_)
            | Command::DescribeLast { .. }
            | Command::OfferFixes(_)
            | Command::PlanBulk { .. }
            | Command::DismissNotice(_)
            | Command::DiscardRecovery(_) => None,
        }
    }
}
