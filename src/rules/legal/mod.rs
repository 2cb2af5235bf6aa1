//! What the law decides: its figures as data by in-force date, how people are counted
//! for them, and the verdicts with their arithmetic.

pub(super) mod city_population;
pub(super) mod county_population;
pub(super) mod district_population;
mod law;
mod people;
pub(super) mod province_population;
pub(super) mod rural_district_population;
mod verdict;
pub(super) mod village_population;

pub use city_population::city_test;
pub use law::{
    Counted, Existing, LawSet, Minimum, Relief, VillageWord, law_set, law_set_of_year, law_sets,
};
pub use verdict::{Term, TermKind, VerdictLine, verdicts};
