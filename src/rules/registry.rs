//! The one list of rules, and the choice of some of them.

use std::str::FromStr;

use super::{Check, Code, Family, dispute, legal, structure};

/// A rule: checks with the document that says what they find and on what ground.
pub struct Rule {
    /// The code of what it finds.
    pub code: Code,
    /// Its document in Markdown, which the program shows as help and the tests run.
    pub document: &'static str,
    /// How it is found: one check for each kind of subject.
    pub checks: &'static [Check],
}

impl Rule {
    /// The family that its code belongs to.
    pub fn family(&self) -> Family {
        self.code.family()
    }
}

/// Every rule, in the order of codes.
static RULES: &[&Rule] = &[
    // Topology.
    &super::topology::self_intersection::RULE,
    &super::topology::ring_self_touch::RULE,
    &super::topology::unclosed_ring::RULE,
    &super::topology::degenerate_polygon::RULE,
    &super::topology::repeated_vertex::RULE,
    &super::topology::invalid_nesting::RULE,
    &super::topology::spike::RULE,
    &super::topology::undersized_polygon::RULE,
    &super::topology::overlap::RULE,
    &super::topology::duplicate_polygon::RULE,
    &super::topology::contained_unit::RULE,
    &super::topology::gap::RULE,
    &super::topology::open_gap::RULE,
    &super::topology::sliver_overlap::RULE,
    &super::topology::sliver_gap::RULE,
    &super::topology::unmatched_vertex::RULE,
    &super::topology::edge_mismatch::RULE,
    &super::topology::invalid_coordinate::RULE,
    // Structure.
    &structure::child_outside_parent::RULE,
    &structure::parent_not_covered::RULE,
    &structure::parent_border_mismatch::RULE,
    &structure::missing_parent::RULE,
    &structure::centre_missing::RULE,
    &structure::centre_outside::RULE,
    &structure::centre_wrong_kind::RULE,
    &structure::settlement_outside_unit::RULE,
    &structure::detached_part::RULE,
    &structure::enclave::RULE,
    &structure::population_sum_mismatch::RULE,
    &structure::duplicate_code::RULE,
    &structure::code_not_under_parent::RULE,
    &structure::retired_code_reused::RULE,
    &structure::missing_name::RULE,
    &structure::duplicate_name::RULE,
    &structure::unnormalised_name::RULE,
    &structure::harim_overlap::RULE,
    &structure::harim_crosses_division::RULE,
    &structure::constituency_cuts_county::RULE,
    &structure::village_cut::RULE,
    // Dispute.
    &dispute::contested_area::RULE,
    &dispute::unagreed_border::RULE,
    // Legal.
    &legal::village_population::RULE,
    &legal::rural_district_population::RULE,
    &legal::city_population::RULE,
    &legal::district_population::RULE,
    &legal::county_population::RULE,
    &legal::province_population::RULE,
];

/// Every rule, in the order of codes.
pub fn all() -> &'static [&'static Rule] {
    RULES
}

/// The rule that finds `code`, if there is one yet.
pub fn rule(code: Code) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code == code)
}

/// A choice of rules: `T,S04,L`.
///
/// ```
/// use marz::rules::{Code, Selection};
/// let selection: Selection = "S, l03".parse()?;
/// assert!(selection.contains(Code::S15) && selection.contains(Code::L03));
/// assert!(!selection.contains(Code::L06));
/// assert!("S99".parse::<Selection>().is_err());
/// # Ok::<(), marz::rules::SelectionError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection(Vec<Code>);

/// Why a choice of rules cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SelectionError {
    /// Nothing was named.
    #[error("no rule is named: write families or codes with commas between, as in “T,S04,L”")]
    Empty,
    /// No rule has this code or family.
    #[error("there is no rule “{0}”: the families are T, S, D and L, and codes are as in “T09”")]
    Unknown(String),
}

impl Selection {
    /// Every rule.
    pub fn all() -> Self {
        Self(RULES.iter().map(|rule| rule.code).collect())
    }

    /// Whether the rule of this code is chosen.
    pub fn contains(&self, code: Code) -> bool {
        self.0.contains(&code)
    }

    /// The rules that are chosen, in the order of codes.
    pub fn rules(&self) -> impl Iterator<Item = &'static Rule> {
        RULES
            .iter()
            .copied()
            .filter(|rule| self.contains(rule.code))
    }
}

impl Default for Selection {
    fn default() -> Self {
        Self::all()
    }
}

impl FromStr for Selection {
    type Err = SelectionError;

    fn from_str(text: &str) -> Result<Self, SelectionError> {
        let mut codes = Vec::new();
        for word in text
            .split(',')
            .map(str::trim)
            .filter(|word| !word.is_empty())
        {
            let before = codes.len();
            let chosen = RULES.iter().filter(|rule| {
                rule.code.name().eq_ignore_ascii_case(word)
                    || rule
                        .family()
                        .letter()
                        .to_string()
                        .eq_ignore_ascii_case(word)
            });
            codes.extend(chosen.map(|rule| rule.code));
            // A code that no rule looks for would read as a pass.
            if codes.len() == before {
                return Err(SelectionError::Unknown(word.to_owned()));
            }
        }
        if codes.is_empty() {
            return Err(SelectionError::Empty);
        }
        codes.sort_unstable();
        codes.dedup();
        Ok(Self(codes))
    }
}
