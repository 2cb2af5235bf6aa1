//! The findings as a page to read and print: one HTML file that needs nothing else,
//! in the reader's language and direction.

use std::fmt::Write;

use super::describe::{Described, describe, severity_name};
use super::language::{Words, left_to_right, plain};
use crate::model::Dataset;
use crate::rules::{Finding, Report, Severity};

/// What the page looks like. A browser knows bidirectional text itself.
const STYLE: &str = "body{font-family:Vazirmatn,Tahoma,sans-serif;font-size:14px;margin:2rem;\
color:#222}h1{font-size:1.2rem}table{border-collapse:collapse;width:100%}th,td{text-align:start;\
padding:.3rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}th{color:#666;\
font-weight:500}.error{color:#b3261e}.warning{color:#9a6700}.note{color:#57606a}\
.place{direction:ltr;unicode-bidi:isolate;white-space:nowrap;font-variant-numeric:tabular-nums}";

/// The page on what was found in a data set.
pub fn html_report(words: &Words, dataset: &Dataset, report: &Report) -> String {
    let language = words.language();
    let direction = if language.is_right_to_left() {
        "rtl"
    } else {
        "ltr"
    };
    let title = escaped(&dataset.title);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\" dir=\"{direction}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<p>",
        language.code()
    );
    let counts: Vec<String> = report
        .counts
        .by_severity
        .iter()
        .map(|&(severity, count)| {
            let count = words.integer(count as i64);
            format!("{}: {}", severity_name(words, severity), count)
        })
        .collect();
    page.push_str(&escaped(&plain(&counts.join(" · "))));
    page.push_str("</p>\n<table>\n<tr>");
    for column in [
        "report-severity",
        "report-kind",
        "report-units",
        "report-level",
        "report-measures",
        "report-place",
    ] {
        // Writing to a string cannot fail.
        let _ = write!(page, "<th>{}</th>", escaped(&words.text(column)));
    }
    page.push_str("</tr>\n");
    for finding in &report.findings {
        page.push_str(&row(words, dataset, finding));
    }
    page.push_str("</table>\n</body>\n</html>\n");
    page
}

fn row(words: &Words, dataset: &Dataset, finding: &Finding) -> String {
    let Described {
        kind,
        units,
        level,
        measures,
        detail,
        basis,
    } = describe(words, dataset, finding);
    let place = finding
        .place
        .as_ref()
        .map(|place| left_to_right(&format!("{:.6}, {:.6}", place.at.x, place.at.y)))
        .unwrap_or_default();
    let measured: Vec<String> = [measures, detail, basis]
        .into_iter()
        .filter(|text| !text.is_empty())
        .map(|text| escaped(&text))
        .collect();
    let sign = match finding.severity {
        Severity::Error => "▲",
        Severity::Warning => "◆",
        Severity::Note => "●",
    };
    format!(
        "<tr><td class=\"{}\">{sign} {}</td><td>{} <small>{}</small></td><td>{}</td><td>{}</td>\
         <td>{}</td><td class=\"place\">{}</td></tr>\n",
        finding.severity.name(),
        escaped(&severity_name(words, finding.severity)),
        escaped(&kind),
        finding.code,
        escaped(&units),
        escaped(&level),
        measured.join("<br>"),
        escaped(&plain(&place)),
    )
}

/// A text as it stands in HTML.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::language::Language;
    use crate::model::{Level, Origin, Unit};
    use crate::rules::{Code, Selection};

    #[test]
    fn names_cannot_break_the_page() {
        let mut dataset = Dataset::new(Origin::of_content(b"page"), "<b>لرستان</b>");
        let id = dataset.origin.id("unit", 0);
        let unit = dataset
            .units
            .insert(Unit::new(id, Level::County, "\"<script>"));
        let mut finding = Finding::new(Code::S17, Severity::Note);
        finding.units = vec![unit];
        let report = Report::new(&dataset, &Selection::all(), vec![finding], None);
        let page = html_report(&Words::new(Language::Persian), &dataset, &report);
        assert!(page.contains("dir=\"rtl\"") && page.contains("&lt;b&gt;لرستان"));
        assert!(!page.contains("<script>") && page.contains("&quot;&lt;script&gt;"));
    }
}
