//! The findings as a page to read and print: one HTML file that needs nothing else, in
//! the reader's language and direction, grouped by kind, with counts and a small map of
//! each finding's place.

mod clip;
mod map;

use std::fmt::Write;

use self::map::Maps;
use super::dates::SolarDate;
use super::describe::{
    Described, code_kind, describe, family_name, severity_name, standing_words, state_name,
};
use super::export_findings::{ListedFindings, Watch};
use super::language::{Words, left_to_right, plain};
use crate::rules::{Code, Family, Finding, Severity, standing, triage_of};

/// What the page looks like. A browser knows bidirectional text itself.
const STYLE: &str = include_str!("report/page.css");

/// The most maps on one page: a browser still shows so many without trouble.
const MOST_MAPS: usize = 2_000;

/// The page on what was found in a data set; nothing where `watch` breaks.
pub fn html_report(words: &Words, listed: &ListedFindings<'_>, watch: Watch<'_>) -> Option<String> {
    let language = words.language();
    let direction = if language.is_right_to_left() {
        "rtl"
    } else {
        "ltr"
    };
    let title = listed.snapshot.dataset.title.as_str();
    let heading = words.with("report-title", &[("title", title.into())]);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\" dir=\"{direction}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{1}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{1}</h1>\n",
        language.code(),
        text(&heading),
    );
    page.push_str(&summary(words, listed));
    let mut maps = Maps::new(words, listed.snapshot);
    let label = plain(&words.text("report-map"));
    let overview = plain(&words.text("report-overview"));
    if let Some(svg) = maps.overview(&listed.findings, &overview) {
        let _ = writeln!(page, "<figure>{svg}</figure>");
    }
    let mut done = 0;
    for (code, findings) in groups(listed) {
        // Writing to a string cannot fail.
        let _ = writeln!(
            page,
            "<section id=\"{code}\">\n<h2>{} <small>{code}</small> <span class=\"n\">{}</span></h2>",
            text(&code_kind(words, code)),
            text(&count(words, findings.len())),
        );
        for finding in findings {
            let svg = (done < MOST_MAPS)
                .then(|| maps.svg(finding, &label))
                .flatten();
            article(&mut page, words, listed, finding, svg);
            done += 1;
            if watch(done as f32 / listed.findings.len() as f32).is_break() {
                return None;
            }
        }
        page.push_str("</section>\n");
    }
    page.push_str("</body>\n</html>\n");
    Some(page)
}

#[expect(clippy::cast_possible_wrap, reason = "no list has 2^63 lines")]
fn count(words: &Words, count: usize) -> String {
    words.integer(count as i64)
}

/// The findings by kind, in the order of codes.
fn groups<'a>(listed: &ListedFindings<'a>) -> Vec<(Code, Vec<&'a Finding>)> {
    let of = |code: Code| {
        let findings = listed.findings.iter().copied();
        findings.filter(move |finding| finding.code == code)
    };
    let codes = Code::ALL.iter().copied();
    codes
        .map(|code| (code, of(code).collect::<Vec<_>>()))
        .filter(|(_, findings)| !findings.is_empty())
        .collect()
}

/// When it was made, and how many there are of each kind and severity.
fn summary(words: &Words, listed: &ListedFindings<'_>) -> String {
    let mut page = String::new();
    let date = SolarDate::from_iso(&listed.made.to_string())
        .map(|date| date.long(words))
        .unwrap_or_default();
    let made = words.with("report-made", &[("date", date.into())]);
    let _ = writeln!(page, "<p class=\"made\">{}</p>", text(&made));
    if listed.findings.is_empty() {
        let _ = writeln!(page, "<p>{}</p>", text(&words.text("report-nothing")));
        return page;
    }
    if listed.findings.len() > MOST_MAPS {
        let most = words.with(
            "report-most-maps",
            &[("count", count(words, MOST_MAPS).into())],
        );
        let _ = writeln!(page, "<p class=\"made\">{}</p>", text(&most));
    }
    let _ = write!(
        page,
        "<table class=\"counts\">\n<thead><tr><th>{}</th><th></th>",
        text(&words.text("report-kind"))
    );
    for severity in Severity::ALL {
        let _ = write!(
            page,
            "<th class=\"{} num\">{} {}</th>",
            severity.name(),
            sign(severity),
            text(&severity_name(words, severity))
        );
    }
    let _ = writeln!(
        page,
        "<th class=\"num\">{}</th></tr></thead>\n<tbody>",
        text(&words.text("report-all"))
    );
    let row = |page: &mut String, head: &str, findings: &[&Finding]| {
        let _ = write!(page, "<tr>{head}");
        for severity in Severity::ALL {
            let found = findings.iter().filter(|it| it.severity == severity).count();
            let shown = if found == 0 {
                String::new()
            } else {
                text(&count(words, found))
            };
            let _ = write!(page, "<td class=\"num\">{shown}</td>");
        }
        let _ = writeln!(
            page,
            "<td class=\"num\">{}</td></tr>",
            text(&count(words, findings.len()))
        );
    };
    let groups = groups(listed);
    for family in Family::ALL {
        let mut has_head = false;
        for (code, findings) in groups.iter().filter(|(code, _)| code.family() == family) {
            if !has_head {
                let name = text(&family_name(words, family));
                let _ = writeln!(
                    page,
                    "<tr class=\"family\"><th colspan=\"6\">{name}</th></tr>"
                );
                has_head = true;
            }
            let head = format!(
                "<td><a href=\"#{code}\">{}</a></td><td class=\"code\">{code}</td>",
                text(&code_kind(words, *code))
            );
            row(&mut page, &head, findings);
        }
    }
    page.push_str("</tbody>\n<tfoot>\n");
    let head = format!("<th colspan=\"2\">{}</th>", text(&words.text("report-all")));
    row(&mut page, &head, &listed.findings);
    page.push_str("</tfoot>\n</table>\n");
    page
}

/// One finding: its map, and beside it what there is to say.
fn article(
    page: &mut String,
    words: &Words,
    listed: &ListedFindings<'_>,
    finding: &Finding,
    svg: Option<String>,
) {
    let Described {
        kind,
        units,
        level,
        measures,
        detail,
        basis,
    } = describe(words, &listed.snapshot.dataset, finding);
    let _ = write!(
        page,
        "<article id=\"{}\">\n{}<div>\n<h3 class=\"{}\">{} {} <small>{}</small></h3>\n<p class=\"units\">{}</p>\n<dl>",
        escaped(&finding.key.0),
        svg.unwrap_or_default(),
        finding.severity.name(),
        sign(finding.severity),
        text(&kind),
        text(&severity_name(words, finding.severity)),
        text(&units),
    );
    let place = finding
        .place
        .as_ref()
        .map(|place| left_to_right(&format!("{:.6}, {:.6}", place.at.x, place.at.y)))
        .unwrap_or_default();
    let mut row = |name: &str, class: &str, value: &str| {
        if !value.is_empty() {
            let name = text(&words.text(name));
            let _ = write!(
                page,
                "<dt>{name}</dt><dd class=\"{class}\">{}</dd>",
                text(value)
            );
        }
    };
    row("report-measures", "", &measures);
    row("report-detail", "", &detail);
    row("report-level", "", &level);
    row("report-basis", "", &basis);
    let dataset = &listed.snapshot.dataset;
    if let Some(triage) = triage_of(dataset, finding) {
        row("report-state", "", &state_name(words, triage.state));
        row("report-assignee", "", &triage.assignee);
        let standing = standing(dataset, finding, listed.made);
        row("report-exception", "", &standing_words(words, standing));
        let exception = triage.exception.as_ref();
        let reason = exception.map_or("", |exception| &exception.reason);
        row("report-exception-reason", "", reason);
        for comment in &triage.comments {
            row(
                "report-comment",
                "",
                &format!("{}: {}", comment.author, comment.text),
            );
        }
    }
    row("report-place", "place", &place);
    row("report-key", "place", &finding.key.0);
    page.push_str("</dl>\n</div>\n</article>\n");
}

/// The sign of a severity: colour never speaks alone.
fn sign(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "▲",
        Severity::Warning => "◆",
        Severity::Note => "●",
    }
}

/// A text of the program as it stands in HTML, which knows direction itself.
fn text(said: &str) -> String {
    escaped(&plain(said))
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
    use std::ops::ControlFlow;

    use super::*;
    use crate::app::language::Language;
    use crate::model::{Dataset, IsoDate, Level, Origin, Unit};
    use crate::topology::Snapshot;

    #[test]
    fn names_cannot_break_the_page() {
        let mut dataset = Dataset::new(Origin::of_content(b"page"), "<b>لرستان</b>");
        let id = dataset.origin.id("unit", 0);
        let unit = dataset
            .units
            .insert(Unit::new(id, Level::County, "\"<script>"));
        let mut finding = Finding::new(Code::S17, Severity::Note);
        finding.units = vec![unit];
        let snapshot = Snapshot::new(dataset);
        let listed = ListedFindings {
            snapshot: &snapshot,
            findings: vec![&finding],
            made: IsoDate::new(2026, 11, 22).unwrap_or(IsoDate::FIRST_OF_1970),
        };
        let page = html_report(&Words::new(Language::Persian), &listed, &mut |_| {
            ControlFlow::Continue(())
        });
        let page = page.unwrap_or_default();
        assert!(page.contains("dir=\"rtl\"") && page.contains("&lt;b&gt;لرستان"));
        assert!(!page.contains("<script>") && page.contains("&quot;&lt;script&gt;"));
        assert!(page.contains("۱ آذر ۱۴۰۵"), "the date is Solar Hijri");
    }
}
