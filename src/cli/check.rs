//! `marz check`: findings to standard output, and as JSON, CSV, GeoJSON or HTML for
//! others.

use std::io::{IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use marz::app::clock::today;
use marz::app::dates::solar_year;
use marz::app::describe::{Described, describe, severity_name};
use marz::app::export_findings::{FindingsFormat, ListedFindings, write_findings};
use marz::app::language::{Language, Words, plain};
use marz::files::write_file;
use marz::model::{Dataset, IsoDate};
use marz::rules::legal::{law_set_of_year, law_sets};
use marz::rules::{
    Finding, Report, Selection, Severity, Standing, accepted, check, gravest_open, json_report,
    open_count, seen_report, standing,
};
use marz::topology::Snapshot;

use super::{Input, fail};

/// Something was found.
const FOUND: u8 = 1;

#[derive(Args)]
pub(super) struct CheckArguments {
    #[command(flatten)]
    input: Input,
    /// Write the findings as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Write the findings as a table for spreadsheets
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Write the findings as features for a GIS
    #[arg(long, value_name = "FILE")]
    geojson: Option<PathBuf>,
    /// Write the findings as a page to read and print, with maps
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Families or codes, separated by commas: T,S04,L
    #[arg(long, default_value = "T,S,D,L")]
    rules: Selection,
    /// The set of legal figures, as in assets/law: 1362 or 1389; else the data's own
    #[arg(long, value_name = "SET", value_parser = law)]
    law: Option<String>,
    /// The newest set of legal figures that holds at a day (2012-03-20) or in a Solar Hijri year (1390)
    #[arg(long, value_name = "DATE", conflicts_with = "law", value_parser = law_at)]
    date: Option<String>,
    /// The mildest severity for which the exit status is 1: error, warning or note
    #[arg(long, default_value = "error", value_parser = severity)]
    fail_on: Severity,
    /// The language of what is printed, of the table and of the page: fa or en
    #[arg(long, default_value = "en", value_parser = language)]
    lang: Language,
}

fn severity(text: &str) -> Result<Severity, String> {
    Severity::from_name(text).ok_or_else(|| "it is error, warning or note".to_owned())
}

fn law(text: &str) -> Result<String, String> {
    let known = law_sets().iter().map(|set| set.name.as_str());
    let known: Vec<&str> = known.collect();
    if known.contains(&text) {
        return Ok(text.to_owned());
    }
    Err(format!("the sets are {}", known.join(", ")))
}

/// The name of the set that holds at a date.
fn law_at(text: &str) -> Result<String, String> {
    let year = match text.parse::<i32>() {
        Ok(year) => Some(year),
        Err(_) => text.parse::<IsoDate>().ok().map(solar_year),
    };
    let year = year.filter(|year| (1300..1600).contains(year));
    let year = year.ok_or("it is a day as 2012-03-20, or a Solar Hijri year as 1390")?;
    let set = law_set_of_year(year).ok_or("no set of legal figures holds then")?;
    Ok(set.name.clone())
}

pub(super) fn language(text: &str) -> Result<Language, String> {
    Language::from_code(text).ok_or_else(|| "it is fa or en".to_owned())
}

impl CheckArguments {
    pub(super) fn run(self) -> Result<ExitCode, ExitCode> {
        let mut dataset = self.input.load()?;
        if let Some(law) = self.law.as_ref().or(self.date.as_ref()) {
            dataset.parameters.law.clone_from(law);
        }
        let snapshot = Snapshot::new(dataset);
        let mut go_on = |_| ControlFlow::Continue(());
        let seen = seen_report(&snapshot.dataset);
        let report = check(&snapshot, &self.rules, Some(&seen), &mut go_on).unwrap_or_default();
        let words = Words::new(self.lang);
        if let Some(file) = &self.json {
            let json = json_report(&snapshot.dataset, &report, today());
            let mut text = serde_json::to_string_pretty(&json).map_err(fail)?;
            text.push('\n');
            write_file(file, |out| out.write_all(text.as_bytes())).map_err(fail)?;
        }
        self.export(&words, &snapshot, &report)?;
        // Whoever reads the output may stop reading; that is no failure of the check.
        let _ = print(&words, &snapshot.dataset, &report);
        let found = gravest_open(&snapshot.dataset, &report, today())
            .is_some_and(|gravest| gravest <= self.fail_on);
        // The program ends: taking a country apart piece by piece would only delay that.
        std::mem::forget((snapshot, report));
        Ok(ExitCode::from(if found { FOUND } else { 0 }))
    }
}

impl CheckArguments {
    fn export(&self, words: &Words, snapshot: &Snapshot, report: &Report) -> Result<(), ExitCode> {
        let listed = ListedFindings {
            snapshot,
            findings: report.findings.iter().map(|finding| &**finding).collect(),
            made: today(),
        };
        let files = [
            (FindingsFormat::Csv, &self.csv),
            (FindingsFormat::GeoJson, &self.geojson),
            (FindingsFormat::Html, &self.html),
        ];
        let mut go_on = |_| ControlFlow::Continue(());
        for (format, file) in files {
            if let Some(file) = file {
                write_findings(words, &listed, format, file, &mut go_on).map_err(fail)?;
            }
        }
        Ok(())
    }
}

fn print(words: &Words, dataset: &Dataset, report: &Report) -> std::io::Result<()> {
    let stdout = std::io::stdout();
    // A terminal wants to see findings as they come, a file wants them fast.
    let mut output: Box<dyn Write> = if stdout.is_terminal() {
        Box::new(stdout.lock())
    } else {
        Box::new(std::io::BufWriter::new(stdout.lock()))
    };
    let today = today();
    for finding in &report.findings {
        // What was accepted is counted below, and written to the files.
        if standing(dataset, finding, today) != Standing::Accepted {
            writeln!(output, "{}", line(words, dataset, finding))?;
        }
    }
    let counts = Severity::ALL.into_iter().map(|severity| {
        let count = open_count(dataset, report, today, severity);
        format!("{}: {count}", plain(&severity_name(words, severity)))
    });
    let mut counts: Vec<String> = counts.collect();
    let accepted = accepted(dataset, report, today);
    if accepted > 0 {
        counts.push(format!("{}: {accepted}", words.text("standing-accepted")));
    }
    writeln!(output, "{}", counts.join(", "))?;
    output.flush()
}

/// A finding in one line: severity, code, kind, whom, how large, where.
fn line(words: &Words, dataset: &Dataset, finding: &Finding) -> String {
    let Described {
        kind,
        units,
        measures,
        detail,
        basis,
        ..
    } = describe(words, dataset, finding);
    let place = finding
        .place
        .as_ref()
        .map(|place| format!("{:.7} {:.7}", place.at.x, place.at.y))
        .unwrap_or_default();
    let rest: Vec<String> = [measures, detail, basis, place]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    let severity = severity_name(words, finding.severity);
    plain(&format!(
        "{severity} {} {kind}: {units} · {}",
        finding.code,
        rest.join(" · ")
    ))
}
