//! Fixing a whole selection as one step: slivers, missing and repeated vertices. Each
//! finding is fixed or left, and what is left says why.

use std::cell::RefCell;
use std::ops::ControlFlow;

use super::faces::{face_place, vertex_transfer};
use crate::edit::{ChangeSet, Edit, LandPiece, Refusal, RemoveRepeats, Taker, Transfer, plan_many};
use crate::model::UnitKey;
use crate::rules::{Code, Finding};
use crate::topology::{Snapshot, survey};

/// The kinds that may be fixed in bulk.
pub const BULK: [Code; 4] = [Code::T05, Code::T14, Code::T15, Code::T16];

/// Whether a kind may be fixed in bulk.
pub fn is_bulk(code: Code) -> bool {
    BULK.contains(&code)
}

/// Who gets the slivers of a selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BulkTaker {
    /// The unit with the longest border along each.
    #[default]
    LongestBorder,
    /// The unit with the largest area beside each.
    Largest,
    /// Both sides, along the middle line.
    MiddleLine,
}

/// How far a bulk fix is: findings that are settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BulkProgress {
    /// Settled.
    pub done: usize,
    /// Of so many.
    pub of: usize,
}

/// Why a finding of a selection is left.
#[derive(Debug, Clone, PartialEq)]
pub enum Left {
    /// Its kind is not fixed in bulk.
    NotBulk,
    /// The edit cannot be.
    Refused(Refusal),
}

/// What a bulk fix would do.
#[derive(Debug, Clone)]
pub struct Bulk {
    /// The intent: one step of undo.
    pub edit: Edit,
    /// What it changes.
    pub changes: ChangeSet,
    /// The data afterwards.
    pub after: Snapshot,
    /// The findings that are fixed, as places in the selection.
    pub fixed: Vec<usize>,
    /// The findings that are left, with the reason.
    pub left: Vec<(usize, Left)>,
}

/// Plans the fixes of a selection of findings on the snapshot that they were found in.
/// `watch` is told how far it is and says whether to go on; nothing comes of it if not.
pub fn fix_all(
    snapshot: &Snapshot,
    findings: &[&Finding],
    taker: BulkTaker,
    watch: &mut dyn FnMut(BulkProgress) -> ControlFlow<()>,
) -> Option<Bulk> {
    let of = findings.len();
    let mut edits = Vec::new();
    let mut fixed = Vec::new();
    let mut left = Vec::new();
    let mut changes = ChangeSet::default();
    let mut after = snapshot.clone();

    let repeats = RemoveRepeats::new(
        findings
            .iter()
            .filter(|finding| finding.code == Code::T05)
            .flat_map(|finding| {
                let at = finding.place.as_ref().map(|place| place.at);
                finding.units.iter().copied().zip(at.into_iter().cycle())
            })
            .collect::<Vec<(UnitKey, _)>>(),
    );
    let removed = repeats.plan(&snapshot.dataset);
    if let Ok(removed) = &removed {
        after = removed.apply(snapshot);
        changes = removed.clone();
        edits.push(Edit::RemoveRepeats(repeats));
    }

    let mut transfers = Vec::new();
    let mut of_transfer = Vec::new();
    let needs_survey = findings.iter().any(|finding| finding.code == Code::T16);
    let surveyed = if needs_survey {
        let watch = RefCell::new(&mut *watch);
        let stopped = || (watch.borrow_mut())(BulkProgress { done: 0, of }).is_break();
        survey(&after, None, &stopped)?
    } else {
        Default::default()
    };
    for (index, finding) in findings.iter().enumerate() {
        let transfer = match finding.code {
            Code::T05 => {
                match &removed {
                    Ok(_) => fixed.push(index),
                    Err(reason) => left.push((index, Left::Refused(reason.clone()))),
                }
                continue;
            }
            Code::T14 | Code::T15 => face_place(finding).map(|place| {
                let taker = match taker {
                    BulkTaker::LongestBorder => Taker::LongestBorder,
                    BulkTaker::Largest => Taker::Largest,
                    BulkTaker::MiddleLine => Taker::MiddleLine,
                };
                Transfer::one(LandPiece::Face(place), taker)
            }),
            Code::T16 => finding
                .place
                .as_ref()
                .map(|place| vertex_transfer(snapshot, &surveyed, place.at).0)
                .filter(|transfer| !transfer.pieces.is_empty() || !transfer.vertices.is_empty()),
            _ => {
                left.push((index, Left::NotBulk));
                continue;
            }
        };
        match transfer {
            Some(transfer) => {
                transfers.push(transfer);
                of_transfer.push(index);
            }
            None => left.push((index, Left::Refused(Refusal::Gone))),
        }
    }
    if !transfers.is_empty() {
        let settled = fixed.len() + left.len();
        let mut watch = |done: usize| {
            watch(BulkProgress {
                done: settled + done,
                of,
            })
        };
        let many = plan_many(&after, &transfers, &mut watch)?;
        for (index, outcome) in of_transfer.into_iter().zip(many.outcomes) {
            match outcome {
                Ok(()) => fixed.push(index),
                Err(reason) => left.push((index, Left::Refused(reason))),
            }
        }
        edits.extend(many.edits);
        changes = changes.then(many.changes);
        after = many.after;
    }
    fixed.sort_unstable();
    left.sort_by_key(|&(index, _)| index);
    Some(Bulk {
        edit: Edit::Several(edits),
        changes,
        after,
        fixed,
        left,
    })
}
