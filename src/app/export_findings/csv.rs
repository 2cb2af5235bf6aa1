//! Findings as a table for spreadsheets. Names and kinds are in the reader's language;
//! numbers and dates are written so that any program reads them.

use super::{ListedFindings, Watch};
use crate::app::describe::{describe, severity_name, standing_words, state_name};
use crate::app::language::{Words, plain};
use crate::model::TriageState;
use crate::rules::{Finding, json_finding, standing, triage_of};

/// The mark at the beginning by which Excel knows UTF-8.
const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// The columns, by the messages with their titles.
const COLUMNS: [&str; 19] = [
    "report-key",
    "report-code",
    "report-kind",
    "report-severity",
    "report-level",
    "report-units",
    "report-unit-codes",
    "report-longitude",
    "report-latitude",
    "report-area-m2",
    "report-width-m",
    "report-length-m",
    "report-measured",
    "report-required",
    "report-detail",
    "report-state",
    "report-assignee",
    "report-exception",
    "report-exception-reason",
];

/// The findings as comma-separated values (RFC 4180), with a heading; nothing where
/// `watch` breaks.
pub fn csv_table(words: &Words, listed: &ListedFindings<'_>, watch: Watch<'_>) -> Option<String> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let title = |id: &&str| plain(&words.text(id));
    // Writing to memory cannot fail, and every record has as many fields as the heading.
    let _ = writer.write_record(COLUMNS.iter().map(title));
    let is_whole = listed.for_each(watch, |_, finding| {
        let _ = writer.write_record(row(words, listed, finding));
    });
    if !is_whole {
        return None;
    }
    let bytes = writer.into_inner().unwrap_or_default();
    let mut text = String::from(BYTE_ORDER_MARK);
    text.push_str(&String::from_utf8_lossy(&bytes));
    Some(text)
}

fn row(words: &Words, listed: &ListedFindings<'_>, finding: &Finding) -> [String; COLUMNS.len()] {
    let dataset = &listed.snapshot.dataset;
    let told = describe(words, dataset, finding);
    let json = json_finding(dataset, finding, listed.made);
    let state = triage_of(dataset, finding).map_or(TriageState::Open, |triage| triage.state);
    let standing = standing(dataset, finding, listed.made);
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let amount = |value: Option<serde_json::Number>| {
        value.map(|value| value.to_string()).unwrap_or_default()
    };
    [
        json.key.to_owned(),
        json.code.to_owned(),
        plain(&told.kind),
        plain(&severity_name(words, finding.severity)),
        plain(&told.level),
        plain(&told.units),
        json.units.join(" "),
        number(json.at.map(|at| at[0])),
        number(json.at.map(|at| at[1])),
        number(json.area_m2),
        number(json.width_m),
        number(json.length_m),
        amount(json.measured),
        amount(json.required),
        plain(&told.detail),
        plain(&state_name(words, state)),
        json.assignee.unwrap_or_default().to_owned(),
        plain(&standing_words(words, standing)),
        json.exception_reason.unwrap_or_default().to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::ops::ControlFlow;

    use super::*;
    use crate::app::language::Language;
    use crate::model::{Dataset, IsoDate, Level, Origin, Position, Unit};
    use crate::rules::{Code, Place, Severity};
    use crate::topology::Snapshot;

    #[test]
    fn a_name_with_commas_and_quotes_stays_one_field() {
        let mut dataset = Dataset::new(Origin::of_content(b"table"), "");
        let id = dataset.origin.id("unit", 0);
        let name = "ازنا، \"مرکزی\", الف";
        let unit = dataset.units.insert(Unit::new(id, Level::District, name));
        let finding = Finding {
            units: vec![unit],
            area_m2: Some(12.5),
            place: Some(Place::point(Position { x: 48.25, y: 33.5 })),
            ..Finding::new(Code::T12, Severity::Error)
        };
        let snapshot = Snapshot::new(dataset);
        let listed = ListedFindings {
            snapshot: &snapshot,
            findings: vec![&finding],
            made: IsoDate::FIRST_OF_1970,
        };
        let table = csv_table(&Words::new(Language::Persian), &listed, &mut |_| {
            ControlFlow::Continue(())
        });
        let table = table.unwrap();
        let table = table.strip_prefix(BYTE_ORDER_MARK).unwrap();
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let heading = reader.headers().unwrap().clone();
        let record = reader.records().next().unwrap().unwrap();
        let field = |id: &str| {
            let title = plain(&Words::new(Language::Persian).text(id));
            let place = heading.iter().position(|known| known == title).unwrap();
            record.get(place).unwrap()
        };
        assert_eq!(field("report-units"), name);
        assert_eq!(field("report-longitude"), "48.25");
        assert_eq!(field("report-area-m2"), "12.5");
        assert_eq!(
            field("report-width-m"),
            "",
            "what was not measured is empty"
        );
    }
}
