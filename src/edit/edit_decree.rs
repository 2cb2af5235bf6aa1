//! Keeps the register of decrees: adds one, sets what is known of it, removes one on which
//! nothing rests. What cannot be is refused: no number, the number and day of another, days
//! out of their order, a decree that changes itself.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::edit_unit::is_after;
use super::rows::{changed, known};
use super::{Change, ChangeSet, Refusal};
use crate::model::{
    AttachedSheet, Attachment, Clause, Dataset, Decree, DecreeBody, DecreeKey, DecreeKind,
    PartialDate,
};

/// An attribute of a decree with its new value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum DecreeField {
    /// The number as written.
    Number(String),
    /// The day on which it was signed.
    Date(Option<PartialDate>),
    /// Who decided, as written.
    Authority(String),
    /// Who decided, of the bodies that the law knows.
    Body(Option<DecreeBody>),
    /// What kind of act it is.
    Kind(Option<DecreeKind>),
    /// What it says, in short.
    Subject(String),
    /// The number of the proposal.
    ProposalNumber(String),
    /// The day of the proposal.
    ProposalDate(Option<PartialDate>),
    /// The day of the session.
    SessionDate(Option<PartialDate>),
    /// By what the body could decide in another's place.
    Delegation(String),
    /// The number of the letter that sent it out.
    NoticeNumber(String),
    /// The day on which it was sent out.
    NoticeDate(Option<PartialDate>),
    /// The number of the gazette that printed it.
    GazetteNumber(String),
    /// The day of that gazette.
    GazetteDate(Option<PartialDate>),
    /// The day from which it holds.
    Effective(Option<PartialDate>),
    /// What it says, clause by clause.
    Clauses(Vec<Clause>),
    /// The sheets attached to it.
    Sheets(Vec<AttachedSheet>),
    /// Decrees that it changes.
    Amends(Vec<DecreeKey>),
    /// Decrees that it takes away.
    Annuls(Vec<DecreeKey>),
    /// Its text or scan, whose bytes are among the contents.
    File(Option<Attachment>),
}

/// What is done with a decree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum EditDecree {
    /// Adds one.
    Add(Box<Decree>),
    /// Sets one attribute of one.
    Set {
        /// The decree.
        decree: DecreeKey,
        /// What to set.
        field: DecreeField,
    },
    /// Removes one.
    Remove(DecreeKey),
}

impl EditDecree {
    /// What the edit would change.
    ///
    /// # Errors
    /// [`Refusal`]: no number, the number and day of another, days out of order, a file that
    /// is not kept, a decree that changes itself or is gone, one that something rests on, or
    /// what is so already.
    pub fn plan(&self, dataset: &Dataset) -> Result<ChangeSet, Refusal> {
        let decrees = &dataset.decrees;
        let (key, before, after) = match self {
            Self::Add(decree) => {
                let key = decrees.next_key();
                check(dataset, key, decree)?;
                (key, None, Some(Arc::new(Decree::clone(decree))))
            }
            Self::Set { decree: key, field } => {
                let (before, after) = changed(decrees, *key, |decree| {
                    set(decree, field);
                    check(dataset, *key, decree)
                })?;
                (*key, Some(before), Some(after))
            }
            Self::Remove(key) => {
                let before = known(decrees, *key)?;
                let resting = RestsOn::of(dataset, *key).count();
                if resting > 0 {
                    return Err(Refusal::DecreeInUse { resting });
                }
                (*key, Some(before), None)
            }
        };
        Ok(vec![Change::Decree { key, before, after }].into())
    }
}

fn set(decree: &mut Decree, field: &DecreeField) {
    let text = |to: &mut String, text: &String| text.trim().clone_into(to);
    match field {
        DecreeField::Number(number) => text(&mut decree.number, number),
        DecreeField::Date(date) => decree.date = *date,
        DecreeField::Authority(authority) => text(&mut decree.authority, authority),
        DecreeField::Body(body) => decree.body = *body,
        DecreeField::Kind(kind) => decree.kind = *kind,
        DecreeField::Subject(subject) => text(&mut decree.subject, subject),
        DecreeField::ProposalNumber(number) => text(&mut decree.proposal_number, number),
        DecreeField::ProposalDate(date) => decree.proposal_date = *date,
        DecreeField::SessionDate(date) => decree.session_date = *date,
        DecreeField::Delegation(delegation) => text(&mut decree.delegation, delegation),
        DecreeField::NoticeNumber(number) => text(&mut decree.notice_number, number),
        DecreeField::NoticeDate(date) => decree.notice_date = *date,
        DecreeField::GazetteNumber(number) => text(&mut decree.gazette_number, number),
        DecreeField::GazetteDate(date) => decree.gazette_date = *date,
        DecreeField::Effective(date) => decree.life.effective.from = *date,
        DecreeField::Clauses(clauses) => decree.clauses.clone_from(clauses),
        DecreeField::Sheets(sheets) => decree.sheets.clone_from(sheets),
        DecreeField::Amends(decrees) => decree.amends.clone_from(decrees),
        DecreeField::Annuls(decrees) => decree.annuls.clone_from(decrees),
        DecreeField::File(file) => decree.file.clone_from(file),
    }
}

fn check(dataset: &Dataset, key: DecreeKey, decree: &Decree) -> Result<(), Refusal> {
    if decree.number.trim().is_empty() {
        return Err(Refusal::NoDecreeNumber);
    }
    let is_same = |other: &Decree| other.number == decree.number && other.date == decree.date;
    let mut others = dataset.decrees.iter();
    if others.any(|(other, it)| other != key && is_same(it)) {
        return Err(Refusal::DecreeTaken);
    }
    let order = [
        decree.proposal_date,
        decree.session_date,
        decree.date,
        decree.notice_date,
        decree.gazette_date,
    ];
    let days: Vec<PartialDate> = order.into_iter().flatten().collect();
    if days.windows(2).any(|pair| is_after(pair[0], pair[1])) {
        return Err(Refusal::DaysOutOfOrder);
    }
    let mut changed = decree.amends.iter().chain(&decree.annuls);
    if changed.any(|other| *other == key) {
        return Err(Refusal::DecreeOfItself);
    }
    let mut files = decree.attachments();
    if files.any(|file| dataset.contents.get(&file.content).is_none()) {
        return Err(Refusal::Gone);
    }
    Ok(())
}

/// What rests on a decree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RestsOn {
    /// Units that stand by it, or whose density grade was set by it, in order.
    pub units: Vec<crate::model::UnitKey>,
    /// Borders that rest on it, in order.
    pub borders: Vec<crate::model::BorderKey>,
    /// Decrees that change it or take it away, in order.
    pub changed_by: Vec<DecreeKey>,
}

impl RestsOn {
    /// What rests on `decree`.
    pub fn of(dataset: &Dataset, decree: DecreeKey) -> Self {
        let rests = |named: Option<DecreeKey>| named == Some(decree);
        let units = dataset.units.iter();
        let units = units.filter(|(_, unit)| rests(unit.decree) || rests(unit.density_decree));
        let borders = dataset.borders.iter();
        let borders = borders.filter(|(_, border)| rests(border.attributes.decree));
        let others = dataset.decrees.iter();
        let others = others
            .filter(|(_, other)| other.amends.contains(&decree) || other.annuls.contains(&decree));
        Self {
            units: units.map(|(key, _)| key).collect(),
            borders: borders.map(|(key, _)| key).collect(),
            changed_by: others.map(|(key, _)| key).collect(),
        }
    }

    /// How many things rest on it.
    pub fn count(&self) -> usize {
        self.units.len() + self.borders.len() + self.changed_by.len()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that fails should say where")]

    use super::*;
    use crate::edit::drawing_tests::still;
    use crate::edit::{DecreeText, Edit, EditUnit, UnitField};

    fn day(text: &str) -> Option<PartialDate> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn a_decree_keeps_its_days_in_order_and_goes_when_nothing_rests_on_it() {
        let before = still();
        let decree = Decree {
            number: "58523/T475H".to_owned(),
            date: day("2010-07-25"),
            ..Decree::default()
        };
        let add = Edit::Decree(EditDecree::Add(Box::new(decree.clone())));
        let after = add.plan(&before).unwrap().apply(&before);
        assert_eq!(add.plan(&after), Err(Refusal::DecreeTaken));
        let key = after.dataset.decrees.keys().next().unwrap();
        let set = |field| Edit::Decree(EditDecree::Set { decree: key, field }).plan(&after);
        let refused = set(DecreeField::SessionDate(day("2010-07-26")));
        assert_eq!(refused, Err(Refusal::DaysOutOfOrder));
        assert!(set(DecreeField::SessionDate(day("2010-07-25"))).is_ok());
        let refused = set(DecreeField::Number(" ".to_owned()));
        assert_eq!(refused, Err(Refusal::NoDecreeNumber));
        let refused = set(DecreeField::Amends(vec![key]));
        assert_eq!(refused, Err(Refusal::DecreeOfItself));

        let unit = after.dataset.units.keys().next().unwrap();
        let text = DecreeText {
            number: decree.number,
            date: decree.date,
            authority: String::new(),
        };
        let field = UnitField::Decree(Some(text));
        let rests = Edit::Unit(EditUnit { unit, field }).plan(&after).unwrap();
        let resting = rests.apply(&after);
        let remove = Edit::Decree(EditDecree::Remove(key));
        let refused = remove.plan(&resting);
        assert_eq!(refused, Err(Refusal::DecreeInUse { resting: 1 }));
        let removed = remove.plan(&after).unwrap();
        let gone = removed.apply(&after);
        assert_eq!(gone.dataset.decrees.len(), 0);
        assert_eq!(removed.inverse().apply(&gone).dataset, after.dataset);
    }
}
