//! Putting findings right: the ways are planned and priced in the background, and one is
//! applied as one step, with who did it and why.

use std::sync::Arc;

use super::Program;
use crate::app::fixing::{BulkOffer, FixOffer};
use crate::app::jobs::JobKind;
use crate::app::work;
use crate::edit::Step;
use crate::rules::fixes::BulkTaker;
use crate::rules::{Finding, FindingKey};

/// What is being put right.
#[derive(Default)]
pub(super) struct Fixing {
    /// The ways for one finding.
    offer: Option<FixOffer>,
    /// The finding whose ways are being planned, and the revision they are planned on.
    planning: Option<(FindingKey, u64)>,
    /// What would become of a selection.
    bulk: Option<BulkOffer>,
}

impl Fixing {
    /// Takes what a job has planned.
    pub fn take_offer(&mut self, offer: FixOffer) {
        self.planning = None;
        self.offer = Some(offer);
    }

    /// Takes what a job has planned for a selection.
    pub fn take_bulk(&mut self, bulk: BulkOffer) {
        self.bulk = Some(bulk);
    }
}

impl Program {
    /// The ways to put a finding right, once they are planned on the data as it is.
    pub fn fix_offer(&self, key: &FindingKey) -> Option<&FixOffer> {
        let revision = self.session.as_ref()?.revision();
        let offer = self.fixing.offer.as_ref()?;
        (offer.key == *key && offer.revision == revision).then_some(offer)
    }

    /// What would become of the selection that was to be put right, while the data is as
    /// it was.
    pub fn bulk_offer(&self) -> Option<&BulkOffer> {
        let revision = self.session.as_ref()?.revision();
        self.fixing
            .bulk
            .as_ref()
            .filter(|bulk| bulk.revision == revision)
    }

    pub(super) fn offer_fixes(&mut self, key: FindingKey) {
        let Some(session) = self.session.as_ref().filter(|it| it.is_checked()) else {
            return;
        };
        let wanted = (key, session.revision());
        let is_known = self.fix_offer(&wanted.0).is_some();
        if is_known || self.fixing.planning.as_ref() == Some(&wanted) {
            return;
        }
        let findings = session.findings();
        let Some((checked, finding)) = findings.checked().cloned().zip(findings.shared(&wanted.0))
        else {
            return;
        };
        self.jobs.cancel(JobKind::Plan);
        let revision = wanted.1;
        self.fixing.planning = Some(wanted);
        self.start(JobKind::Plan, move |watch| {
            work::offer_fixes(&checked, &finding, revision, watch)
        });
    }

    /// Makes the edit of the `place`-th way of the present offer.
    pub(super) fn apply_fix(&mut self, key: &FindingKey, place: usize, author: &str, reason: &str) {
        let Some(Ok(options)) = self.fix_offer(key).map(|offer| &offer.options) else {
            return;
        };
        let Some(fix) = options.get(place).map(|option| &option.fix) else {
            return;
        };
        let (Some(edit), Ok(changes)) = (fix.edit.clone(), fix.planned.clone()) else {
            return;
        };
        let step = Step::new(edit, changes).by(author, reason);
        if let Some(session) = &mut self.session {
            session.commit(step);
        }
    }

    pub(super) fn plan_bulk(&mut self, keys: &[FindingKey], taker: BulkTaker) {
        self.fixing.bulk = None;
        let Some(session) = self.session.as_ref().filter(|it| it.is_checked()) else {
            return;
        };
        let Some(checked) = session.findings().checked().cloned() else {
            return;
        };
        let findings = keys.iter().filter_map(|key| checked.finding(key).cloned());
        let findings: Vec<Arc<Finding>> = findings.collect();
        let revision = session.revision();
        self.jobs.cancel(JobKind::Plan);
        self.fixing.planning = None;
        self.start(JobKind::Plan, move |watch| {
            work::plan_bulk(&checked, &findings, taker, revision, watch)
        });
    }

    pub(super) fn apply_bulk(&mut self, author: &str, reason: &str) {
        if self.bulk_offer().is_none() {
            return;
        }
        let Some(offer) = self.fixing.bulk.take() else {
            return;
        };
        let step = Step::new(offer.bulk.edit, offer.bulk.changes).by(author, reason);
        if let Some(session) = &mut self.session {
            session.commit(step);
        }
    }
}
