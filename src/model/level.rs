//! The levels of the country's divisions, from province to place.

use serde::{Deserialize, Serialize};

/// A level of division, highest first, so that `Province < County` holds.
///
/// Source: the law of 1362, articles 1 to 9 and 12; farm and place are the notes of
/// article 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// استان
    Province,
    /// شهرستان
    County,
    /// بخش
    District,
    /// دهستان
    RuralDistrict,
    /// شهر
    City,
    /// روستا
    Village,
    /// مزرعه
    Farm,
    /// مکان
    Place,
}

impl Level {
    /// Every level, highest first.
    pub const ALL: [Self; 8] = [
        Self::Province,
        Self::County,
        Self::District,
        Self::RuralDistrict,
        Self::City,
        Self::Village,
        Self::Farm,
        Self::Place,
    ];

    /// The levels that are units and may have land.
    pub const UNITS: [Self; 5] = [
        Self::Province,
        Self::County,
        Self::District,
        Self::RuralDistrict,
        Self::City,
    ];

    /// The name for machines: `rural_district`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::County => "county",
            Self::District => "district",
            Self::RuralDistrict => "rural_district",
            Self::City => "city",
            Self::Village => "village",
            Self::Farm => "farm",
            Self::Place => "place",
        }
    }

    /// The level whose name for machines is `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }

    /// Whether it is a unit (province to city); the rest are settlements.
    pub fn is_unit(self) -> bool {
        self <= Self::City
    }

    /// The level directly above: a county's is the province, a rural district's and
    /// a city's the district (article 12, articles 4 and 6). A settlement's is the
    /// rural district.
    pub fn above(self) -> Option<Self> {
        match self {
            Self::Province => None,
            Self::County => Some(Self::Province),
            Self::District => Some(Self::County),
            Self::RuralDistrict | Self::City => Some(Self::District),
            Self::Village | Self::Farm | Self::Place => Some(Self::RuralDistrict),
        }
    }
}
