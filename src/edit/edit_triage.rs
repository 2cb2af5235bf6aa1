//! Says something of findings: a state, who looks after them, a comment, that they may
//! stand. Findings are named by their keys, which outlive the program; what a finding
//! is stays with the rules.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Change, ChangeSet, Refusal};
use crate::model::{Comment, Dataset, Exception, IsoDate, SeenFinding, Triage, TriageState};

/// A finding of which something is said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TriagedFinding {
    /// Its name between runs.
    pub key: String,
    /// The hash of its own edges or measured values, as it is now.
    pub fingerprint: String,
    /// What is needed to know it again.
    pub seen: SeenFinding,
}

/// What is said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TriageField {
    /// How far it has been dealt with.
    State(TriageState),
    /// Who looks after it; empty for nobody.
    Assignee(String),
    /// A remark.
    Comment(Comment),
    /// It may stand.
    Accept {
        /// Why.
        reason: String,
        /// Who decided.
        approver: String,
        /// When.
        accepted: IsoDate,
        /// The first day on which it no longer may; nothing for good.
        until: Option<IsoDate>,
    },
    /// It may not stand any more.
    Withdraw,
}

/// Says one thing of one or several findings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EditTriage {
    /// The findings.
    pub findings: Vec<TriagedFinding>,
    /// What is said of each.
    pub field: TriageField,
}

impl EditTriage {
    /// What the edit would change.
    ///
    /// # Errors
    /// [`Refusal::EmptyReason`] and [`Refusal::EmptyAuthor`] where what is accepted or
    /// remarked lacks them, [`Refusal::ExpiredAlready`], [`Refusal::NoChange`].
    pub fn plan(&self, dataset: &Dataset) -> Result<ChangeSet, Refusal> {
        self.complain()?;
        let mut changes = Vec::new();
        for finding in &self.findings {
            let before = dataset.triage.get(&finding.key).cloned();
            let mut triage = before.as_deref().cloned().unwrap_or_default();
            triage.seen = finding.seen.clone();
            self.field.apply(&mut triage, finding);
            let is_as_before = match &before {
                Some(before) => says_the_same(before, &triage),
                None => triage.is_empty(),
            };
            if !is_as_before {
                changes.push(Change::Triage {
                    key: finding.key.clone(),
                    before,
                    after: (!triage.is_empty()).then(|| Arc::new(triage)),
                });
            }
        }
        if changes.is_empty() {
            return Err(Refusal::NoChange);
        }
        Ok(ChangeSet::from(changes))
    }

    fn complain(&self) -> Result<(), Refusal> {
        let is_blank = |text: &str| text.trim().is_empty();
        match &self.field {
            TriageField::Accept { reason, .. } if is_blank(reason) => Err(Refusal::EmptyReason),
            TriageField::Accept { approver, .. } if is_blank(approver) => Err(Refusal::EmptyAuthor),
            TriageField::Accept {
                accepted,
                until: Some(until),
                ..
            } if until <= accepted => Err(Refusal::ExpiredAlready),
            TriageField::Comment(comment) if is_blank(&comment.text) => Err(Refusal::NoChange),
            TriageField::Comment(comment) if is_blank(&comment.author) => Err(Refusal::EmptyAuthor),
            _ => Ok(()),
        }
    }
}

/// Whether two say the same; what was seen of the finding is not said.
fn says_the_same(one: &Triage, other: &Triage) -> bool {
    one.state == other.state
        && one.assignee == other.assignee
        && one.comments == other.comments
        && one.exception == other.exception
}

impl TriageField {
    fn apply(&self, triage: &mut Triage, finding: &TriagedFinding) {
        match self {
            Self::State(state) => triage.state = *state,
            Self::Assignee(assignee) => assignee.trim().clone_into(&mut triage.assignee),
            Self::Comment(comment) => triage.comments.push(comment.clone()),
            Self::Accept {
                reason,
                approver,
                accepted,
                until,
            } => {
                triage.exception = Some(Exception {
                    reason: reason.trim().to_owned(),
                    approver: approver.trim().to_owned(),
                    accepted: *accepted,
                    until: *until,
                    fingerprint: finding.fingerprint.clone(),
                });
            }
            Self::Withdraw => triage.exception = None,
        }
    }
}
