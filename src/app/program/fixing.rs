//! Putting findings right: the ways are planned and priced in the background, and one is
//! applied as one step, with who did it and why.

use std::sync::Arc;

use super::Program;
use crate::app::fixing::{BulkOffer, FixOffer, Preview};
use crate::app::jobs::JobKind;
use crate::app::work;
use crate::edit::{ChangeKind, Step};
use crate::rules::fixes::BulkTaker;
use crate::rules::{Finding, FindingKey};

/// What is being put right.
#[derive(Default)]
pub(super) struct Fixing {
    /// The ways for one finding.
    offer: Option<FixOffer>,
    /// The finding whose ways were asked for last, and the revision of the data then. What
    /// jobs find out about another is dropped.
    asked: Option<(FindingKey, u64)>,
    /// What would become of a selection.
    bulk: Option<BulkOffer>,
}

impl Fixing {
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
        if self.fixing.asked.as_ref() == Some(&wanted) {
            return;
        }
        let findings = session.findings();
        let Some((checked, finding)) = findings.checked().cloned().zip(findings.shared(&wanted.0))
        else {
            return;
        };
        self.jobs.cancel(JobKind::Plan);
        let revision = wanted.1;
        let is_known = self.fix_offer(&wanted.0).is_some();
        self.fixing.asked = Some(wanted);
        if is_known {
            // Some may not have been priced when another finding was looked at.
            self.price_next();
        } else {
            self.start(JobKind::Plan, move |_| {
                Some(work::offer_fixes(checked.snapshot(), &finding, revision))
            });
        }
    }

    /// Takes the ways that a job has planned, and has them priced.
    pub(super) fn take_offer(&mut self, offer: FixOffer) {
        if self.fixing.asked == Some((offer.key.clone(), offer.revision)) {
            self.fixing.offer = Some(offer);
            self.price_next();
        }
    }

    /// Takes what a way costs: the `place`-th of those that were asked for.
    pub(super) fn take_preview(&mut self, of: &(FindingKey, u64), place: usize, preview: Preview) {
        if self.fixing.asked.as_ref() == Some(of)
            && let Some(offer) = &mut self.fixing.offer
        {
            offer.set_preview(place, preview);
            self.price_next();
        }
    }

    /// One way is priced after the other, so that the first can be chosen while the others
    /// are still reckoned: at national size one may take a check of everything.
    fn price_next(&mut self) {
        let checked = self.session.as_ref().and_then(|it| it.findings().checked());
        let asked = self.fixing.asked.clone();
        let (Some(checked), Some(of)) = (checked.cloned(), asked) else {
            return;
        };
        let next = self.fix_offer(&of.0).and_then(FixOffer::next_pending);
        if let Some((place, changes)) = next {
            let changes = changes.clone();
            self.start(JobKind::Plan, move |watch| {
                work::price_fix(&checked, &changes, (of, place), watch)
            });
        }
    }

    /// Makes the edit of the `place`-th way of the present offer.
    pub(super) fn apply_fix(&mut self, key: &FindingKey, place: usize, author: &str, reason: &str) {
        let Some(Ok(options)) = self.fix_offer(key).map(|offer| &offer.options) else {
            return;
        };
        let Some(option) = options.get(place) else {
            return;
        };
        // What it brings in has to be known first.
        if option.preview().is_none() || option.obstacle().is_some() {
            return;
        }
        let fix = &option.fix;
        let (Some(edit), Ok(changes)) = (fix.edit.clone(), fix.planned.clone()) else {
            return;
        };
        let step = Step::new(edit, changes)
            .meant_as(Some(ChangeKind::Correction))
            .by(author, reason);
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
        self.fixing.asked = None;
        self.start(JobKind::Plan, move |watch| {
            work::plan_bulk(&checked, &findings, taker, revision, watch)
        });
    }

    pub(super) fn apply_bulk(&mut self, author: &str, reason: &str) {
        if self.bulk_offer().is_none_or(|it| !it.faults().is_empty()) {
            return;
        }
        let Some(offer) = self.fixing.bulk.take() else {
            return;
        };
        let step = Step::new(offer.bulk.edit, offer.bulk.changes)
            .meant_as(Some(ChangeKind::Correction))
            .by(author, reason);
        if let Some(session) = &mut self.session {
            session.commit(step);
        }
    }
}
