//! The lines of an import's report, and the attributes and reference systems that its
//! dialog names.

use crate::app::describe::level_name;
use crate::app::language::{Value, Words, isolated, left_to_right};
use crate::app::numbers;
use crate::files::{CalledBy, Reason};
use crate::model::{Attribute, Crs};

#[expect(clippy::cast_precision_loss, reason = "counts of features")]
fn number(count: usize) -> Value<'static> {
    Value::from(count as f64)
}

/// What a line of the report tells.
pub fn report_reason(words: &Words, reason: &Reason) -> String {
    let id = format!("import-reason-{}", reason.kind().replace('_', "-"));
    let text = |value: &str| Value::from(isolated(value));
    let latin = |value: &str| Value::from(left_to_right(value));
    let values = match reason {
        Reason::UnsupportedGeometry { kind } => vec![("kind", latin(kind))],
        Reason::BareNotANumber { count } => vec![("count", number(*count))],
        Reason::UnknownLevel { value } => vec![("value", text(value))],
        Reason::BrokenShape { what } | Reason::BrokenTable { what } => {
            vec![("what", latin(what))]
        }
        Reason::UnknownEncoding { label } | Reason::EncodingInferred { label } => {
            vec![("label", latin(label))]
        }
        Reason::NoCode { count, called_by } => {
            let by = words.text(match called_by {
                CalledBy::Name => "import-called-by-name",
                CalledBy::Id => "import-called-by-id",
            });
            vec![("count", number(*count)), ("by", by.into())]
        }
        Reason::BadValue { attribute, value } => vec![
            ("value", text(value)),
            ("attribute", attribute_name(words, *attribute).into()),
        ],
        Reason::ParentNotFound { reference }
        | Reason::ParentAmbiguous { reference }
        | Reason::CentreWithoutUnit { reference }
        | Reason::CentreAmbiguous { reference } => vec![("reference", text(reference))],
        Reason::ParentsByPlace {
            reference,
            unit,
            inside,
            of,
        } => vec![
            ("reference", text(reference.as_deref().unwrap_or("—"))),
            ("unit", text(unit)),
            ("inside", number(*inside)),
            ("of", number(*of)),
        ],
        Reason::NamedByChildren { level, count } => vec![
            ("level", level_name(words, *level).into()),
            ("count", number(*count)),
        ],
        Reason::SecondCentre { unit } => vec![("unit", text(unit))],
        Reason::PartyLayer { party, count } => {
            vec![("party", text(party)), ("count", number(*count))]
        }
        Reason::OverlayOfNothing { reference } => vec![("reference", text(reference))],
        Reason::BorderInPart {
            matched_m,
            length_m,
        } => vec![
            ("matched", matched_m.round().into()),
            ("length", length_m.round().into()),
        ],
        _ => Vec::new(),
    };
    words.with(&id, &values)
}

/// What a field of a layer can mean, in words.
pub fn attribute_name(words: &Words, attribute: Attribute) -> String {
    let year = |year: i32| numbers::ungrouped(words.language(), i64::from(year));
    let dated = |id: &str, census: Option<i32>| match census {
        Some(census) => words.with(&format!("{id}-of"), &[("year", year(census).into())]),
        None => words.text(id),
    };
    let of_level = |id: &str, level| words.with(id, &[("level", level_name(words, level).into())]);
    match attribute {
        Attribute::Level => words.text("attribute-level"),
        Attribute::Code => words.text("attribute-code"),
        Attribute::Name => words.text("attribute-name"),
        Attribute::Parent => words.text("attribute-parent"),
        Attribute::AncestorName(level) => of_level("attribute-ancestor-name", level),
        Attribute::AncestorCode(level) => of_level("attribute-ancestor-code", level),
        Attribute::People(census) => dated("attribute-people", census),
        Attribute::Households(census) => dated("attribute-households", census),
        Attribute::Centre => words.text("attribute-centre"),
        Attribute::Density => words.text("attribute-density"),
        Attribute::SpecialAreas => words.text("attribute-special-areas"),
        Attribute::Established => words.text("attribute-established"),
        Attribute::Ended => words.text("attribute-ended"),
        Attribute::Village => words.text("attribute-village"),
        Attribute::Party => words.text("attribute-party"),
        Attribute::Of => words.text("attribute-of"),
        Attribute::LeftCode => words.text("attribute-left-code"),
        Attribute::RightCode => words.text("attribute-right-code"),
        Attribute::Status => words.text("attribute-status"),
        Attribute::Decree => words.text("attribute-decree"),
        Attribute::Source => words.text("attribute-source"),
        Attribute::Accuracy => words.text("attribute-accuracy"),
        Attribute::Drawn => words.text("attribute-drawn"),
    }
}

/// A reference system, short: `EPSG:32639`, `WGS 84`.
pub fn crs_name(words: &Words, crs: Option<&Crs>) -> String {
    match crs {
        None => words.text("crs-wgs84"),
        Some(crs) if crate::files::is_wgs84(crs) => words.text("crs-wgs84"),
        Some(crs) => {
            // A WKT text begins with its kind and its name in quotes.
            let name = crs.0.split('"').nth(1).unwrap_or(&crs.0);
            left_to_right(name)
        }
    }
}
