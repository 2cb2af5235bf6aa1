//! Plays a list of edits on a data set, as `marz apply` does: each as it would be made in
//! the window, refused with the same reason.

use crate::edit::Refusal;
use crate::files::{EditScript, ScriptError};
use crate::model::Dataset;
use crate::topology::Snapshot;

/// Why an edit was not made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Unmade {
    /// It names nobody, or several.
    #[error(transparent)]
    Unclear(#[from] ScriptError),
    /// It is refused, for this reason, because of these units.
    #[error("refused: {reason}{}", told(.units))]
    Refused {
        /// Why.
        reason: Refusal,
        /// Names and codes of the units.
        units: Vec<String>,
    },
}

/// Names in brackets; nothing where there are none.
fn told(names: &[String]) -> String {
    if names.is_empty() {
        String::new()
    } else {
        format!(" ({})", names.join(", "))
    }
}

/// A refusal with the names and codes of its units.
fn refused(dataset: &Dataset, refusal: Refusal) -> Unmade {
    let units = refusal.units().into_iter();
    let units = units.filter_map(|key| dataset.units.get(key));
    let names = units.map(|unit| match &unit.code {
        Some(code) => format!("{} {code}", unit.name),
        None => unit.name.clone(),
    });
    let units = names.collect();
    Unmade::Refused {
        reason: refusal,
        units,
    }
}

/// What became of a list of edits.
#[derive(Debug, Clone)]
pub struct Applied {
    /// The data after all that were made.
    pub dataset: Dataset,
    /// For each edit in turn whether it was made, or why not.
    pub outcomes: Vec<Result<(), Unmade>>,
}

impl Applied {
    /// Whether every edit was made.
    pub fn is_whole(&self) -> bool {
        self.outcomes.iter().all(Result::is_ok)
    }
}

/// Plays the edits of a script one after the other, each on what those before have left;
/// those that are refused change nothing.
pub fn apply(dataset: Dataset, script: &EditScript) -> Applied {
    let mut now = Snapshot::new(dataset);
    let outcomes = script
        .edits
        .iter()
        .map(|edit| {
            let planned = edit.edit(&now.dataset)?.plan(&now);
            let changes = planned.map_err(|refusal| refused(&now.dataset, refusal))?;
            now = changes.apply(&now);
            Ok(())
        })
        .collect();
    Applied {
        dataset: now.dataset,
        outcomes,
    }
}
