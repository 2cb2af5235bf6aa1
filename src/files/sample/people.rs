//! Populations: made up, in the manner of the census of 1395, and chosen so that every
//! legal minimum of articles 2, 3, 4, 6 and 7 is met except where a fault is seeded.

use super::names::Divisions;
use super::random::Random;

/// The rural district whose people are fewer than its density asks (article 3).
pub(super) const FEW_IN_RURAL: &str = "1506030001";
/// The rural district whose density nobody has told.
pub(super) const UNKNOWN_DENSITY: &str = "1501030002";
/// The district whose people are too few (article 6).
pub(super) const FEW_IN_DISTRICT: &str = "150305";
/// The county whose people are too few (article 7).
pub(super) const FEW_IN_COUNTY: &str = "1507";
/// The city whose people are too few (article 4), and how many they are.
pub(super) const FEW_IN_CITY: (&str, u32) = ("1510032362", 6_300);

/// Districts of the two densely settled counties.
const DENSE_DISTRICTS: [&str; 2] = ["150202", "150306"];
const DENSE_COUNTIES: [&str; 2] = ["1502", "1503"];

/// People and households.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Count {
    pub(super) people: u32,
    pub(super) households: u32,
}

impl Count {
    /// People with about 3.6 of them in a household.
    pub(super) fn of(people: u32) -> Self {
        Count {
            people,
            households: people * 10 / 36,
        }
    }

    pub(super) fn add(&mut self, other: Count) {
        self.people += other.people;
        self.households += other.households;
    }
}

/// A rural district's density grade and the people that it shall have in its villages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Target {
    /// `dense`, `medium` or `low`; none if it is not recorded.
    pub(super) density: Option<&'static str>,
    pub(super) people: u32,
}

/// Targets of all rural districts, in their order.
pub(super) fn targets(divisions: &Divisions, random: &mut Random) -> Vec<Target> {
    let mut targets = Vec::with_capacity(divisions.rural.len());
    for (index, district) in divisions.districts.iter().enumerate() {
        let rural: Vec<usize> = divisions.rural_of(index).collect();
        let dense = DENSE_DISTRICTS.contains(&district.code.as_str());
        for (place, &rural_index) in rural.iter().enumerate() {
            let code = divisions
                .rural
                .get(rural_index)
                .map_or("", |rural| rural.code.as_str());
            let even = 24_000.0 / rural.len() as f64;
            let by_chance =
                |least: f64, random: &mut Random| (least * random.range(1.0, 1.2)) as u32;
            let (density, people) = if code == FEW_IN_RURAL {
                (Some("medium"), 4_900)
            } else if code == UNKNOWN_DENSITY {
                (None, 5_200)
            } else if district.code == FEW_IN_DISTRICT {
                (Some("medium"), 6_100 + 70 * place as u32)
            } else if district.code.starts_with(FEW_IN_COUNTY) {
                (Some("medium"), 11_000 + 180 * place as u32)
            } else if rural.len() >= 4 && place % 3 == 2 {
                (Some("low"), by_chance(4_300.0, random))
            } else if dense {
                (Some("dense"), by_chance(9_500.0, random))
            } else {
                (Some("medium"), by_chance(even.max(6_400.0), random))
            };
            targets.push(Target { density, people });
        }
    }
    targets
}

/// Density grade of a district or county.
pub(super) fn density_of(code: &str) -> &'static str {
    let dense = DENSE_DISTRICTS.contains(&code) || DENSE_COUNTIES.contains(&code);
    if dense { "dense" } else { "medium" }
}

/// People of a city.
pub(super) fn city(code: &str, people: u32) -> Count {
    Count::of(if code == FEW_IN_CITY.0 {
        FEW_IN_CITY.1
    } else {
        people
    })
}

/// Splits `people` into `count` villages, the first the largest, each above the legal
/// minimum of a village.
pub(super) fn villages(people: u32, count: usize, random: &mut Random) -> Vec<u32> {
    const LEAST: u32 = 140;
    let spare = f64::from(people.saturating_sub(LEAST * count as u32));
    let mut weights: Vec<f64> = (0..count)
        .map(|_| random.range(0.05, 1.0).powi(2))
        .collect();
    weights.sort_by(|a, b| b.total_cmp(a));
    let sum: f64 = weights.iter().sum();
    let mut sizes: Vec<u32> = weights
        .iter()
        .map(|weight| LEAST + (spare * weight / sum) as u32)
        .collect();
    let given: u32 = sizes.iter().sum();
    if let Some(first) = sizes.first_mut() {
        *first += people.saturating_sub(given);
    }
    sizes
}
