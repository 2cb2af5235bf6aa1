//! Says something of borders beside their course: whether they are agreed, on which decree
//! they rest, where they were taken from, how accurate they are and when they were drawn. An
//! agreed border is locked; who unlocks it says why.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Change, ChangeSet, Refusal};
use crate::model::{
    BorderAttributes, BorderKey, BorderStatus, Dataset, Decree, DecreeKey, PartialDate,
};

/// What is said of a decree where one is named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DecreeText {
    /// Its number as written.
    pub number: String,
    /// Its day, or year.
    pub date: Option<PartialDate>,
    /// Who decided.
    pub authority: String,
}

/// An attribute of borders with its new value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum BorderField {
    /// Whether they are settled.
    Status(BorderStatus),
    /// The decree that they rest on; nothing to take it away. One that is not known yet is
    /// written into the register.
    Decree(Option<DecreeText>),
    /// What they were taken from.
    Source(String),
    /// How far, in metres, they may be off.
    AccuracyM(Option<f64>),
    /// When they were surveyed or drawn.
    Drawn(Option<PartialDate>),
}

/// Sets one attribute of some borders.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EditBorders {
    /// The borders.
    pub borders: Vec<BorderKey>,
    /// What to set.
    pub field: BorderField,
    /// Why; an agreed border is not unlocked without.
    pub reason: String,
}

/// More than this is no accuracy of a map, in metres.
const WORST_ACCURACY_M: f64 = 100_000.0;

impl EditBorders {
    /// What the edit would change.
    ///
    /// # Errors
    /// [`Refusal`]: a border that is gone, an agreed one that is unlocked without a reason,
    /// an accuracy that is none, a decree without a number, or a value that is there already.
    pub fn plan(&self, dataset: &Dataset) -> Result<ChangeSet, Refusal> {
        if let BorderField::AccuracyM(Some(accuracy_m)) = self.field
            && !(accuracy_m > 0.0 && accuracy_m <= WORST_ACCURACY_M)
        {
            return Err(Refusal::NoAccuracy);
        }
        let mut changes = Vec::new();
        let decree = match &self.field {
            BorderField::Decree(Some(text)) => Some(decree(dataset, text, &mut changes)?),
            _ => None,
        };
        let decrees = changes.len();
        for &key in &self.borders {
            let before = dataset.borders.get_shared(key).ok_or(Refusal::Gone)?;
            let mut attributes = before.attributes.clone();
            match &self.field {
                BorderField::Status(status) => attributes.status = *status,
                BorderField::Decree(_) => attributes.decree = decree,
                BorderField::Source(source) => source.trim().clone_into(&mut attributes.source),
                BorderField::AccuracyM(accuracy_m) => attributes.accuracy_m = *accuracy_m,
                BorderField::Drawn(drawn) => attributes.drawn = *drawn,
            }
            if attributes == before.attributes {
                continue;
            }
            if unlocks(&before.attributes, &attributes) && self.reason.trim().is_empty() {
                return Err(Refusal::NoReasonToUnlock);
            }
            let mut after = (**before).clone();
            after.attributes = attributes;
            changes.push(Change::Border {
                key,
                before: Some(Arc::clone(before)),
                after: Some(Arc::new(after)),
            });
        }
        if changes.len() == decrees {
            return Err(Refusal::NoChange);
        }
        Ok(changes.into())
    }
}

fn unlocks(before: &BorderAttributes, after: &BorderAttributes) -> bool {
    before.status == BorderStatus::Agreed && after.status != BorderStatus::Agreed
}

/// The decree that a text names: one of the same number and day, or one that comes.
pub(super) fn decree(
    dataset: &Dataset,
    text: &DecreeText,
    changes: &mut Vec<Change>,
) -> Result<DecreeKey, Refusal> {
    let number = text.number.trim();
    if number.is_empty() {
        return Err(Refusal::NoDecreeNumber);
    }
    let mut known = dataset.decrees.iter();
    let same = known.find(|(_, it)| it.number == number && it.date == text.date);
    if let Some((key, _)) = same {
        return Ok(key);
    }
    let key = dataset.decrees.next_key();
    let after = Decree {
        id: uuid::Uuid::new_v4(),
        number: number.to_owned(),
        date: text.date,
        authority: text.authority.trim().to_owned(),
        ..Decree::default()
    };
    changes.push(Change::Decree {
        key,
        before: None,
        after: Some(Arc::new(after)),
    });
    Ok(key)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that fails should say where")]

    use super::*;
    use crate::edit::Edit;
    use crate::edit::drawing_tests::still;
    use crate::topology::Snapshot;

    fn set(snapshot: &Snapshot, field: BorderField, reason: &str) -> Result<ChangeSet, Refusal> {
        let borders = snapshot.dataset.borders.keys().collect();
        let reason = reason.to_owned();
        Edit::Borders(EditBorders {
            borders,
            field,
            reason,
        })
        .plan(snapshot)
    }

    #[test]
    fn an_agreed_border_is_unlocked_with_a_reason_only() {
        let before = still();
        let status = BorderField::Status;
        let lock = set(&before, status(BorderStatus::Agreed), "").unwrap();
        let locked = lock.apply(&before);
        let again = set(&locked, status(BorderStatus::Agreed), "");
        assert_eq!(again, Err(Refusal::NoChange));
        for reason in ["", "  "] {
            let refused = set(&locked, status(BorderStatus::Unverified), reason);
            assert_eq!(refused, Err(Refusal::NoReasonToUnlock));
        }
        // What is known of it can be said of a locked one.
        assert!(set(&locked, BorderField::AccuracyM(Some(25.0)), "").is_ok());
        let unlock = set(&locked, status(BorderStatus::Unverified), "صورت‌جلسه").unwrap();
        let unlocked = unlock.apply(&locked);
        assert_eq!(unlocked.dataset, before.dataset);
        assert_eq!(unlock.inverse().apply(&unlocked).dataset, locked.dataset);
    }

    #[test]
    fn a_decree_is_written_once_and_goes_with_the_undoing() {
        let before = still();
        let text = DecreeText {
            number: " ۱۲۳۴/ت ".to_owned(),
            date: Some(PartialDate::SolarYear(1386)),
            authority: String::new(),
        };
        let named = |text: &DecreeText| BorderField::Decree(Some(text.clone()));
        let changes = set(&before, named(&text), "").unwrap();
        let after = changes.apply(&before);
        assert_eq!(after.dataset.decrees.len(), 1);
        assert_eq!(set(&after, named(&text), ""), Err(Refusal::NoChange));
        let back = changes.inverse().apply(&after);
        assert_eq!(back.dataset, before.dataset);
        let nameless = DecreeText::default();
        let refused = set(&before, named(&nameless), "");
        assert_eq!(refused, Err(Refusal::NoDecreeNumber));
        for accuracy_m in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            let refused = set(&before, BorderField::AccuracyM(Some(accuracy_m)), "");
            assert_eq!(refused, Err(Refusal::NoAccuracy));
        }
    }
}
