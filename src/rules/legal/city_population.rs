//! L04: the minimum of a city's people (article 4).

use super::law::LawSet;
use super::verdict::check_minimum;
use crate::model::{Level, Unit, UnitKey};
use crate::rules::{Check, Code, Context, Finding, Reads, Rule, Verdict};

pub(crate) static RULE: Rule = Rule {
    code: Code::L04,
    document: include_str!("city_population.md"),
    checks: &[Check::Unit(
        Reads::BELOW.and(Reads::FACTS).and(Reads::ABOVE),
        check,
    )],
};

fn check(context: &Context<'_>, key: UnitKey, unit: &Unit, findings: &mut Vec<Finding>) {
    check_minimum(context, (key, unit), Level::City, findings);
}

/// What a set of parameters says of a place of so many people that is to become a city, and
/// how many it asks for; it asks for none of a district's centre where it exempts those.
/// Nothing where it has no minimum for cities.
///
/// ```
/// use marz::rules::Verdict;
/// use marz::rules::legal::{city_test, law_set};
/// let said = |set, people| law_set(set).and_then(|law| city_test(law, Some(people), false));
/// assert_eq!(said("1362", 9_999), Some((Verdict::Violated, Some(10_000))));
/// assert_eq!(said("1362", 10_000), Some((Verdict::Satisfied, Some(10_000))));
/// assert_eq!(said("1389", 3_499), Some((Verdict::Violated, Some(3_500))));
/// assert_eq!(said("1389", 3_500), Some((Verdict::Satisfied, Some(3_500))));
/// ```
pub fn city_test(
    law: &LawSet,
    people: Option<u64>,
    is_district_centre: bool,
) -> Option<(Verdict, Option<u64>)> {
    let minimum = law.minimum(Level::City)?;
    if minimum.exempts_district_centres && is_district_centre {
        return Some((Verdict::Satisfied, None));
    }
    let required = minimum.at_any_density?;
    let verdict = match people {
        None => Verdict::NotDecidable,
        Some(people) if people >= required => Verdict::Satisfied,
        Some(_) => Verdict::Violated,
    };
    Some((verdict, Some(required)))
}
