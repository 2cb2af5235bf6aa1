//! Plans an edit that is still in the hand on a thread of its own: what it would mean, or
//! why it cannot be. While one is planned others may be wanted; the newest is planned next.

use std::sync::mpsc::{Receiver, TryRecvError, channel};

use crate::edit::{Edit, Impact, Refusal, impact_of};
use crate::topology::Snapshot;

/// What an edit would do, or why it cannot be.
pub type Outcome = Result<Vec<Impact>, Refusal>;

/// An edit that is planned again and again.
#[derive(Debug, Default)]
pub(super) struct Planner {
    outcome: Option<(Edit, Outcome)>,
    plan: Option<(Edit, Receiver<Outcome>)>,
}

impl Planner {
    /// The newest outcome that is known, be it of an edit that was just given up.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref().map(|(_, outcome)| outcome)
    }

    /// The outcome of an edit, if that is known.
    pub fn outcome_of(&self, edit: &Edit) -> Option<&Outcome> {
        let (planned, outcome) = self.outcome.as_ref()?;
        (planned == edit).then_some(outcome)
    }

    /// Takes what the thread found, and starts it anew where another edit is wanted.
    pub fn follow(&mut self, wanted: Option<Edit>, snapshot: &Snapshot, ctx: &egui::Context) {
        if let Some((edit, result)) = self.plan.take() {
            match result.try_recv() {
                Ok(outcome) => self.outcome = Some((edit, outcome)),
                Err(TryRecvError::Disconnected) => {}
                Err(TryRecvError::Empty) => {
                    self.plan = Some((edit, result));
                    return;
                }
            }
        }
        let Some(wanted) = wanted else {
            self.outcome = None;
            return;
        };
        if self.outcome_of(&wanted).is_some() {
            return;
        }
        let (sender, result) = channel();
        let (edit, snapshot, ctx) = (wanted.clone(), snapshot.clone(), ctx.clone());
        std::thread::spawn(move || {
            // Nobody waits any more when it was given up.
            let _ = sender.send(outcome_of(&edit, &snapshot));
            ctx.request_repaint();
        });
        self.plan = Some((wanted, result));
    }
}

fn outcome_of(edit: &Edit, snapshot: &Snapshot) -> Outcome {
    let changes = edit.plan(snapshot)?;
    Ok(impact_of(snapshot, &changes.apply(snapshot), &changes))
}
