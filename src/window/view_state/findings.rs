//! What the window remembers of the list of findings: what is listed, chosen, and being
//! typed of them.

use std::collections::BTreeSet;

use crate::app::finding_filter::FindingFilter;
use crate::rules::FindingKey;
use crate::rules::fixes::BulkTaker;

/// A column of the findings' table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FindingColumn {
    /// Severity, then kind.
    #[default]
    Kind,
    /// Names of the units.
    Units,
    /// Level.
    Level,
    /// Area, width, or what is missing to a minimum.
    Measure,
    /// What became of it.
    State,
    /// Who sees to it.
    Assignee,
}

/// The list of findings.
#[derive(Clone, Debug, Default)]
pub struct FindingsView {
    /// Which are listed.
    pub filter: FindingFilter,
    /// Whether the row with all filters is open.
    pub shows_filters: bool,
    /// Words that must be in a line.
    pub search: String,
    /// The column that sorts, and whether its greatest comes first.
    pub sort: (FindingColumn, bool),
    /// The selected finding, by its name between runs.
    pub selected: Option<FindingKey>,
    /// Those that are chosen together with it.
    pub chosen: BTreeSet<FindingKey>,
    /// The one from which a stretch of rows is chosen.
    pub anchor: Option<FindingKey>,
    /// Whether its row has to be scrolled to.
    pub scroll: bool,
    /// Whether its rule's document is shown.
    pub help: bool,
    /// Who is being typed as the one who looks after the chosen ones.
    pub assignee: Option<String>,
    /// The remark that is being typed, and on which finding.
    pub comment: Option<(String, String)>,
    /// Who is being typed as the one who works here.
    pub author: Option<String>,
    /// The way to put a finding right that is chosen, by its place in the offer.
    pub fix: Option<(FindingKey, usize)>,
    /// The reason that is being typed for it.
    pub reason: String,
    /// Findings that are being put right together.
    pub bulk: Option<BulkDraft>,
    /// Findings that are being accepted.
    pub accept: Option<AcceptDraft>,
}

/// Findings that are being put right together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BulkDraft {
    /// The findings.
    pub keys: Vec<FindingKey>,
    /// Who gets the land of slivers.
    pub taker: BulkTaker,
}

/// Findings that are being accepted, with what is typed so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AcceptDraft {
    /// The findings.
    pub keys: Vec<FindingKey>,
    /// Why they may stand.
    pub reason: String,
    /// Who decides.
    pub approver: String,
    /// The last day on which they may, as it is typed; empty for good.
    pub until: String,
    /// Whether the keyboard was given to the first field.
    pub has_begun: bool,
}

impl FindingsView {
    /// Selects one finding, or none, and lets go of the others.
    pub fn choose_only(&mut self, key: Option<FindingKey>) {
        self.chosen.clear();
        self.assignee = None;
        // Going to the finding again leaves the way that was chosen for it.
        if self.selected != key {
            self.fix = None;
        }
        self.anchor = key.clone();
        self.selected = key;
    }

    /// Whether a finding is selected, alone or with others.
    pub fn is_chosen(&self, key: &FindingKey) -> bool {
        self.selected.as_ref() == Some(key) || self.chosen.contains(key)
    }

    /// Adds a finding to those that are chosen, or takes it out.
    pub fn toggle(&mut self, key: FindingKey) {
        if let Some(selected) = self.selected.clone() {
            self.chosen.insert(selected);
        }
        if !self.chosen.remove(&key) {
            self.chosen.insert(key.clone());
            self.selected = Some(key.clone());
        } else if self.selected.as_ref() == Some(&key) {
            self.selected = self.chosen.first().cloned();
        }
        self.anchor = Some(key);
    }
}
