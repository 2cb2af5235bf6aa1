//! What the law says of the selected unit, as the data is or as the edit that is being
//! typed would make it; asked again only when one of them changes.

use crate::app::session::Session;
use crate::edit::Edit;
use crate::model::UnitKey;
use crate::rules::Context;
use crate::rules::legal::{VerdictLine, verdicts};

#[derive(Clone, Debug, PartialEq)]
struct Asked {
    unit: UnitKey,
    revision: u64,
    edit: Option<Edit>,
}

/// The verdicts that were asked for last.
#[derive(Default)]
pub struct LawLines {
    asked: Option<Asked>,
    lines: Vec<VerdictLine>,
}

impl LawLines {
    /// Forgets them.
    pub fn clear(&mut self) {
        self.asked = None;
    }

    /// The verdicts on a unit; with an edit, on the data as it would be after it. An edit
    /// that is refused changes nothing.
    pub fn of(&mut self, session: &Session, unit: UnitKey, edit: Option<&Edit>) -> &[VerdictLine] {
        let asked = Asked {
            unit,
            revision: session.revision(),
            edit: edit.cloned(),
        };
        if self.asked.as_ref() != Some(&asked) {
            let snapshot = session.snapshot();
            let planned = edit
                .and_then(|edit| edit.plan(snapshot).ok())
                .map(|changes| changes.apply(snapshot));
            let context = Context::new(planned.as_ref().unwrap_or(snapshot));
            self.lines = verdicts(&context, unit);
            self.asked = Some(asked);
        }
        &self.lines
    }
}
