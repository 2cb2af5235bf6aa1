//! An update of a checked state at work: who is asked again, what they said before and
//! what they say now.

use std::sync::Arc;

use imbl::OrdSet;

use super::affected::Affected;
use super::checked::{Checked, Filed};
use super::exchange::{Exchange, group_members, says_the_same};
use super::runner::{Found, Subject, checks, place_of};
use super::{Check, Context, Finding, Reads, UpdateError};
use crate::edit::Touched;
use crate::model::UnitKey;
use crate::topology::{Patch, Survey};

/// An update at work.
pub(super) struct Update<'a, 'b> {
    pub checked: &'a Checked,
    pub old: &'a Context<'b>,
    pub new: &'a Context<'b>,
    pub exchange: Exchange,
    pub found: Found,
    pub due: OrdSet<(u16, Subject)>,
}

impl Update<'_, '_> {
    /// What a check has said of a subject goes.
    fn forget(&mut self, check: u16, subject: Subject) {
        let said = self.checked.said_of(subject).iter();
        let of_check = said.filter(|filed| filed.source.check == check);
        self.exchange.gone.extend(of_check.cloned());
    }

    /// Asks a check about a subject, and forgets what it said before.
    pub fn ask(&mut self, number: u16, check: &Check, subject: Subject) {
        self.forget(number, subject);
        let dataset = self.new.dataset();
        let findings = &mut self.found.findings;
        match (check, subject) {
            (Check::Unit(_, check), Subject::Unit(key)) => {
                if let Some(unit) = in_force(dataset.units.get(key), |it| it.life) {
                    check(self.new, key, unit, findings);
                }
            }
            (Check::Settlement(_, check), Subject::Settlement(key)) => {
                let settlement = dataset.settlements.get(key);
                if let Some(settlement) = in_force(settlement, |it| it.life) {
                    check(self.new, key, settlement, findings);
                }
            }
            (Check::Overlay(_, check), Subject::Overlay(key)) => {
                if let Some(overlay) = in_force(dataset.overlays.get(key), |it| it.life) {
                    check(self.new, key, overlay, findings);
                }
            }
            (Check::Border(_, check), Subject::Border(key)) => {
                if let Some(border) = dataset.borders.get(key) {
                    check(self.new, key, border, findings);
                }
            }
            _ => {}
        }
        self.found.file(self.new, number, subject);
    }

    /// Asks a check about those affected by something that it reads, at once or later.
    fn ask_about(
        &mut self,
        (number, check): (u16, &Check),
        reads: Reads,
        affected: impl Iterator<Item = (Subject, Reads)>,
    ) {
        let reads_or_row = reads.and(Reads::ROW);
        for (subject, _) in affected.filter(|(_, by)| by.any(reads_or_row)) {
            if reads.any(Reads::LATER) {
                self.due.insert((number, subject));
            } else {
                self.ask(number, check, subject);
            }
        }
    }

    pub fn ask_about_subjects(&mut self, affected: &Affected) {
        for (number, check) in checks(&self.checked.selection) {
            let asked = (number, check);
            match *check {
                Check::Unit(reads, _) => {
                    let all = affected.units.iter();
                    let all = all.map(|(&key, &by)| (Subject::Unit(key), by));
                    self.ask_about(asked, reads, all);
                }
                Check::Settlement(reads, _) => {
                    let all = affected.settlements.iter();
                    let all = all.map(|(&key, &by)| (Subject::Settlement(key), by));
                    self.ask_about(asked, reads, all);
                }
                Check::Overlay(reads, _) => {
                    let all = affected.overlays.iter();
                    let all = all.map(|(&key, &by)| (Subject::Overlay(key), by));
                    self.ask_about(asked, reads, all);
                }
                Check::Border(reads, _) => {
                    let all = affected.borders.iter();
                    let all = all.map(|(&key, &by)| (Subject::Border(key), by));
                    self.ask_about(asked, reads, all);
                }
                _ => {}
            }
            if !self.new.keep_going() {
                return;
            }
        }
    }

    /// Asks about the groups in which a unit or settlement was, or is, that changed.
    pub fn ask_about_groups(&mut self, touched: &Touched, is_tree_other: bool) {
        for (number, check) in checks(&self.checked.selection) {
            match *check {
                Check::UnitGroup { key, check } => {
                    let row = |context: &Context<'_>, unit: UnitKey| {
                        context.dataset().units.get_shared(unit).cloned()
                    };
                    let groups = group_members(
                        [self.old, self.new],
                        &touched.units,
                        is_tree_other,
                        |context| context.dataset().units.keys().collect(),
                        row,
                        key,
                    );
                    for (hash, members) in groups {
                        self.forget(number, Subject::Group(hash));
                        for group in members {
                            check(self.new, &group, &mut self.found.findings);
                        }
                        self.found.file(self.new, number, Subject::Group(hash));
                    }
                }
                Check::SettlementGroup { key, check } => {
                    let groups = group_members(
                        [self.old, self.new],
                        &touched.settlements,
                        is_tree_other,
                        |context| context.dataset().settlements.keys().collect(),
                        |context, key| context.dataset().settlements.get_shared(key).cloned(),
                        key,
                    );
                    for (hash, members) in groups {
                        self.forget(number, Subject::Group(hash));
                        for group in members {
                            check(self.new, &group, &mut self.found.findings);
                        }
                        self.found.file(self.new, number, Subject::Group(hash));
                    }
                }
                _ => {}
            }
        }
    }

    /// Asks about the part of the survey that changed, as it was and as it is. Where
    /// units have other ones above, all of it is said again.
    pub fn ask_about_survey(
        &mut self,
        patch: Option<&Patch>,
        is_tree_other: bool,
    ) -> Result<(), UpdateError> {
        let all: [Survey; 2];
        let [before, after] = match patch {
            _ if is_tree_other => {
                all = [self.old, self.new].map(|context| {
                    let parameters = &context.dataset().parameters;
                    context.book().survey(parameters)
                });
                [&all[0], &all[1]]
            }
            Some(patch) => [&patch.before, &patch.after],
            None => return Ok(()),
        };
        for (number, check) in checks(&self.checked.selection) {
            let Check::Survey(check) = *check else {
                continue;
            };
            let mut said = Found::default();
            check(self.old, before, &mut said.findings);
            said.file(self.old, number, Subject::Survey);
            for (finding, source) in said.findings.iter().zip(said.sources) {
                let mut known = self.checked.report().equals(finding);
                // What is not said as it was said has been read from somewhere else.
                let known = known.find(|(_, it)| {
                    let is_new = !self.exchange.has(it);
                    is_new && says_the_same(it, finding)
                });
                let (_, known) = known.ok_or(UpdateError::Whole)?;
                let finding = Arc::clone(known);
                self.exchange.gone.push(Filed { source, finding });
            }
            check(self.new, after, &mut self.found.findings);
            self.found.file(self.new, number, Subject::Survey);
        }
        Ok(())
    }

    pub fn ask_about_whole(&mut self) {
        for (number, check) in checks(&self.checked.selection) {
            if let Check::Whole(check) = *check {
                self.forget(number, Subject::Whole);
                check(self.new, &mut self.found.findings);
                self.found.file(self.new, number, Subject::Whole);
            }
        }
    }

    /// Gives the findings that have the place of a unit as a whole its new place.
    pub fn place_again(&mut self, affected: &Affected) {
        let by = Reads::LAND.and(Reads::ROW);
        let units = affected.units.iter().filter(|(_, known)| known.any(by));
        for (unit, _) in units {
            let Some(filed) = self.checked.by_place.get(unit) else {
                continue;
            };
            for filed in filed.iter() {
                let place = place_of(self.new, &filed.finding);
                if place == filed.finding.place || self.exchange.has(&filed.finding) {
                    continue;
                }
                self.exchange.gone.push(filed.clone());
                self.found.findings.push(Finding {
                    place,
                    ..Finding::clone(&filed.finding)
                });
                self.found.sources.push(filed.source);
            }
        }
    }
}

/// What is there and has not ended: no other is asked about.
fn in_force<T>(row: Option<&T>, life: impl Fn(&T) -> crate::model::Life) -> Option<&T> {
    row.filter(|row| !life(row).has_ended())
}
