//! The parameters of the checks as fields of a form: each number with its name, its unit
//! and its default, and the rules that read it, whose own words explain it. The fields
//! are those of [`Parameters`] as it is stored, so that none is forgotten.

use serde_json::{Map, Value};

use crate::model::Parameters;
use crate::rules::{Code, all};

/// What a parameter is counted in, as the end of its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParameterUnit {
    /// `_m`
    Metres,
    /// `_m2`
    SquareMetres,
    /// `_deg`
    Degrees,
    /// A share or a bare number.
    Number,
}

impl ParameterUnit {
    fn of(name: &str) -> Self {
        match name.rsplit('_').next() {
            Some("m") => Self::Metres,
            Some("m2") => Self::SquareMetres,
            Some("deg") => Self::Degrees,
            _ => Self::Number,
        }
    }

    /// The least and the greatest that makes sense.
    pub fn range(self) -> std::ops::RangeInclusive<f64> {
        match self {
            Self::Metres => 0.0..=100_000.0,
            Self::SquareMetres => 0.0..=1e10,
            Self::Degrees => 0.0..=180.0,
            Self::Number => 0.0..=1e6,
        }
    }
}

/// A number among the parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct ParameterField {
    /// Its name in files and rules: `sliver_width_m`.
    pub name: String,
    /// What it is counted in.
    pub unit: ParameterUnit,
    /// Its value.
    pub value: f64,
    /// The value of a new project.
    pub default: f64,
}

fn members(parameters: &Parameters) -> Map<String, Value> {
    // Plain data: it always is a JSON object.
    match serde_json::to_value(parameters) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    }
}

/// The numbers among parameters, in their order.
pub fn fields(parameters: &Parameters) -> Vec<ParameterField> {
    let defaults = members(&Parameters::default());
    members(parameters)
        .into_iter()
        .filter_map(|(name, value)| {
            Some(ParameterField {
                unit: ParameterUnit::of(&name),
                value: value.as_f64()?,
                default: defaults.get(&name)?.as_f64()?,
                name,
            })
        })
        .collect()
}

/// The parameters with another value of one; as they were where there is no such number.
pub fn with_value(parameters: &Parameters, name: &str, value: f64) -> Parameters {
    let mut members = members(parameters);
    if let Some(known) = members.get_mut(name).filter(|known| known.is_number()) {
        *known = if known.is_f64() {
            Value::from(value)
        } else {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a count in the range of its field"
            )]
            Value::from(value.round().max(0.0) as u64)
        };
    }
    serde_json::from_value(Value::Object(members)).unwrap_or_else(|_| parameters.clone())
}

/// The kinds of findings whose rule explains a parameter: its document says it with its
/// default, `sliver_width_m` (10), or else at least names it.
pub fn readers(name: &str) -> Vec<Code> {
    let naming = |words: String| -> Vec<Code> {
        let rules = all().iter();
        rules
            .filter(|rule| rule.document.contains(&words))
            .map(|rule| rule.code)
            .collect()
    };
    let explaining = naming(format!("`{name}` ("));
    if explaining.is_empty() {
        naming(format!("`{name}`"))
    } else {
        explaining
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::language::{Language, Words};

    #[test]
    fn every_parameter_has_words_and_a_rule_that_explains_it() {
        let fields = fields(&Parameters::default());
        assert!(!fields.is_empty());
        for field in fields {
            for language in Language::ALL {
                let id = format!("parameter-{}", field.name.replace('_', "-"));
                assert!(Words::new(language).has(&id), "{id}");
            }
            assert!(!readers(&field.name).is_empty(), "{}", field.name);
            assert!(
                field.unit.range().contains(&field.default),
                "{}",
                field.name
            );
        }
    }

    #[test]
    fn one_value_changes_and_the_others_stay() {
        let before = Parameters::default();
        let after = with_value(&before, "sliver_width_m", 25.0);
        assert!((after.sliver_width_m - 25.0).abs() < f64::EPSILON);
        assert_eq!(after.law, before.law);
        assert_eq!(
            with_value(&after, "sliver_width_m", before.sliver_width_m),
            before
        );
        assert_eq!(with_value(&before, "law", 3.0), before, "no number");
    }
}
