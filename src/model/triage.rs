//! What people have said of findings: a state, who looks after it, comments, and the
//! exception by which it is accepted. It is kept by a finding's key, with what is
//! needed to know the finding again once the project has been closed and opened.

use std::sync::Arc;

use imbl::OrdMap;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Extent, IsoDate, Position};

/// How far a finding has been dealt with.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum TriageState {
    /// Nobody has begun.
    #[default]
    Open,
    /// Somebody is at it.
    InProgress,
    /// Somebody has said that it is done; the next check tells whether it is.
    Resolved,
}

impl TriageState {
    /// Every state, in the order of work.
    pub const ALL: [Self; 3] = [Self::Open, Self::InProgress, Self::Resolved];

    /// The name for machines: `in_progress`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::InProgress => "in_progress",
            Self::Resolved => "resolved",
        }
    }
}

/// A remark on a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// Who wrote it.
    pub author: String,
    /// When.
    pub date: IsoDate,
    /// What.
    pub text: String,
}

/// The decision that a finding may stand. It holds until its day, and lapses when what
/// was found is no longer what was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// Why it may stand.
    pub reason: String,
    /// Who decided.
    pub approver: String,
    /// When.
    pub accepted: IsoDate,
    /// The first day on which it no longer holds; nothing where it holds for good.
    pub until: Option<IsoDate>,
    /// The fingerprint of the finding that was accepted.
    pub fingerprint: String,
}

/// What a finding was when it was last seen, by names that outlive the program.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SeenFinding {
    /// Its code: `T09`.
    pub code: String,
    /// Its kind: `overlap`.
    pub kind: String,
    /// The units it is about, in its order.
    pub units: Vec<Uuid>,
    /// The settlements it is about, likewise.
    pub settlements: Vec<Uuid>,
    /// The overlays it is about, likewise.
    pub overlays: Vec<Uuid>,
    /// The point to go to.
    pub at: Option<Position>,
    /// The box around it.
    pub extent: Option<Extent>,
}

/// What people have said of one finding.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Triage {
    /// How far it has been dealt with.
    pub state: TriageState,
    /// Who looks after it; empty where nobody does.
    pub assignee: String,
    /// Remarks, oldest first.
    pub comments: Vec<Comment>,
    /// The decision that it may stand.
    pub exception: Option<Exception>,
    /// The finding.
    pub seen: SeenFinding,
}

impl Triage {
    /// Whether it says nothing, and need not be kept.
    pub fn is_empty(&self) -> bool {
        self.state == TriageState::Open
            && self.assignee.is_empty()
            && self.comments.is_empty()
            && self.exception.is_none()
    }
}

/// What has been said of findings, by their keys as text, in the order of the keys. A
/// clone is cheap.
pub type TriageMap = OrdMap<String, Arc<Triage>>;
