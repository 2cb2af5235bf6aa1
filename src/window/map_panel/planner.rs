//! Plans an edit that is still in the hand on a thread of its own: what it would mean, or
//! why it cannot be. While one is planned others may be wanted; the newest is planned next.
//! What is known at once is told first, what the slower rules say afterwards.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use super::MapContext;
use crate::app::changed_lines::ChangedLines;
use crate::app::fixing::Preview;
use crate::edit::{ChangeKind, Edit, Refusal};
use crate::rules::Checked;
use crate::rules::fixes::{Price, brief_price, price};
use crate::topology::Snapshot;

/// What an edit would do, or why it cannot be.
pub type Outcome = Result<Arc<Preview>, Refusal>;

/// What edits are planned on.
#[derive(Clone)]
pub(super) struct Ground {
    snapshot: Snapshot,
    /// The checks of that state, where they are known.
    checked: Option<Checked>,
    kind: Option<ChangeKind>,
}

impl Ground {
    /// What the map is of.
    pub fn of(context: &MapContext<'_>) -> Self {
        Self {
            snapshot: context.snapshot.clone(),
            checked: context.checked.cloned(),
            kind: context.kind,
        }
    }
}

/// A plan that is being made. Dropping it stops the work.
#[derive(Debug)]
struct Plan {
    edit: Edit,
    kind: Option<ChangeKind>,
    result: Receiver<Outcome>,
    is_told: bool,
    is_stopped: Arc<AtomicBool>,
}

impl Drop for Plan {
    fn drop(&mut self) {
        self.is_stopped.store(true, Ordering::Relaxed);
    }
}

/// An edit that is planned again and again.
#[derive(Debug, Default)]
pub(super) struct Planner {
    outcome: Option<(Edit, Option<ChangeKind>, Outcome)>,
    plan: Option<Plan>,
}

impl Planner {
    /// The newest outcome that is known, be it of an edit that was just given up.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref().map(|(_, _, outcome)| outcome)
    }

    /// The outcome of an edit, if that is known.
    pub fn outcome_of(&self, edit: &Edit) -> Option<&Outcome> {
        let (planned, _, outcome) = self.outcome.as_ref()?;
        (planned == edit).then_some(outcome)
    }

    /// Takes what the thread found, and starts it anew where another edit is wanted.
    pub fn follow(&mut self, wanted: Option<Edit>, context: &MapContext<'_>, ctx: &egui::Context) {
        self.take();
        let Some(wanted) = wanted else {
            self.outcome = None;
            self.plan = None;
            return;
        };
        let kind = context.kind;
        let is_it = |edit: &Edit, known: Option<ChangeKind>| *edit == wanted && known == kind;
        match &self.plan {
            // What was wanted before is told first, so that a gesture that does not rest is
            // answered too.
            Some(plan) if is_it(&plan.edit, plan.kind) || !plan.is_told => return,
            _ => {}
        }
        let known = self.outcome.as_ref();
        if known.is_some_and(|(edit, known, _)| is_it(edit, *known)) {
            return;
        }
        self.plan = Some(start(wanted, Ground::of(context), ctx));
    }

    /// Takes what the thread found so far.
    fn take(&mut self) {
        let Some(plan) = &mut self.plan else { return };
        loop {
            match plan.result.try_recv() {
                Ok(outcome) => {
                    plan.is_told = true;
                    self.outcome = Some((plan.edit.clone(), plan.kind, outcome));
                }
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => break,
            }
        }
        if !plan.is_told {
            // The thread broke. Planned again it would break again, and so would the edit.
            self.outcome = Some((plan.edit.clone(), plan.kind, Err(Refusal::Broke)));
        }
        self.plan = None;
    }
}

fn start(edit: Edit, ground: Ground, ctx: &egui::Context) -> Plan {
    let (sender, result) = channel();
    let is_stopped = Arc::new(AtomicBool::new(false));
    let plan = Plan {
        edit: edit.clone(),
        kind: ground.kind,
        result,
        is_told: false,
        is_stopped: Arc::clone(&is_stopped),
    };
    let ctx = ctx.clone();
    std::thread::spawn(move || {
        plan_and_tell(&edit, &ground, &is_stopped, &|outcome| {
            // Nobody waits any more when it was given up.
            let _ = sender.send(outcome);
            ctx.request_repaint();
        });
        ctx.request_repaint();
    });
    plan
}

/// Plans an edit, tells what is known at once, and then what the slower rules say.
fn plan_and_tell(edit: &Edit, ground: &Ground, is_stopped: &AtomicBool, tell: &dyn Fn(Outcome)) {
    let (changes, after) = match edit.plan_as(&ground.snapshot, ground.kind) {
        Ok(planned) => planned,
        Err(refusal) => return tell(Err(refusal)),
    };
    let lines = ChangedLines::between(&ground.snapshot, &after, &changes);
    let told = |price: Price| {
        let lines = lines.clone();
        tell(Ok(Arc::new(Preview { price, lines })));
    };
    let Some(checked) = &ground.checked else {
        return told(Price::unchecked(&ground.snapshot, after, &changes));
    };
    let brief = brief_price(checked, &changes, &after);
    let is_whole = brief.is_whole;
    told(brief);
    if is_whole {
        return;
    }
    let mut go_on = |_| {
        if is_stopped.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    if let Ok(price) = price(checked, &changes, &mut go_on) {
        told(price);
    }
}
