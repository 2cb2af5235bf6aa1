//! Counted people: numbers by census, never one number that hides its year.

use serde::{Deserialize, Serialize};

/// One census' count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The census' year in the Solar Hijri calendar (1385, 1390, 1395 …); nothing
    /// where the source does not say.
    pub census: Option<i32>,
    /// People.
    pub people: Option<u64>,
    /// Households.
    pub households: Option<u64>,
}

/// The counts of a unit or settlement, oldest first, at most one a census; an
/// undated one comes first.
///
/// ```
/// use marz::model::Populations;
/// let mut populations = Populations::default();
/// populations.set_people(Some(1390), Some(7_200));
/// populations.set_people(Some(1395), Some(8_410));
/// assert_eq!(populations.latest().and_then(|count| count.people), Some(8_410));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Populations(Vec<Count>);

impl Populations {
    /// The counts, oldest first.
    pub fn counts(&self) -> &[Count] {
        &self.0
    }

    /// The newest count that has people (article 17 of the law: the latest figures).
    pub fn latest(&self) -> Option<&Count> {
        self.0.iter().rev().find(|count| count.people.is_some())
    }

    /// The count of one census.
    pub fn of_census(&self, census: Option<i32>) -> Option<&Count> {
        self.0.iter().find(|count| count.census == census)
    }

    /// Records, or with `None` forgets, the people of a census.
    pub fn set_people(&mut self, census: Option<i32>, people: Option<u64>) {
        self.row(census).people = people;
        self.tidy();
    }

    /// Records, or with `None` forgets, the households of a census.
    pub fn set_households(&mut self, census: Option<i32>, households: Option<u64>) {
        self.row(census).households = households;
        self.tidy();
    }

    fn row(&mut self, census: Option<i32>) -> &mut Count {
        let at = self.0.partition_point(|count| count.census < census);
        if self.0.get(at).is_none_or(|count| count.census != census) {
            // Few places have more than one count, and there are many places.
            self.0.reserve_exact(1);
            self.0.insert(
                at,
                Count {
                    census,
                    people: None,
                    households: None,
                },
            );
        }
        &mut self.0[at]
    }

    fn tidy(&mut self) {
        self.0
            .retain(|count| count.people.is_some() || count.households.is_some());
    }
}
