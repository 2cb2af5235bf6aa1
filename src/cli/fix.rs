//! `marz fix`: slivers, missing vertices and repeated vertices put right in one go, with
//! a summary of what was fixed and what was left, and why.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use marz::app::convert::convert;
use marz::rules::fixes::{BULK, BulkTaker, Left, fix_all, is_bulk};
use marz::rules::{Code, Finding, Selection, check};
use marz::topology::Snapshot;

use super::{Input, fail};

/// Something is left.
const LEFT: u8 = 1;

/// Who gets a sliver.
#[derive(Clone, Copy, ValueEnum)]
enum To {
    /// The unit with the longest border along it
    LongestBorder,
    /// The unit with the largest area beside it
    Largest,
    /// Both, along the middle line
    MiddleLine,
}

impl From<To> for BulkTaker {
    fn from(to: To) -> Self {
        match to {
            To::LongestBorder => Self::LongestBorder,
            To::Largest => Self::Largest,
            To::MiddleLine => Self::MiddleLine,
        }
    }
}

#[derive(Args)]
pub(super) struct FixArguments {
    #[command(flatten)]
    input: Input,
    /// The file to write: .gpkg, .geojson or .shp
    #[arg(long, short)]
    output: PathBuf,
    /// What to fix, separated by commas: T05, T14, T15, T16
    #[arg(long, default_value = "T05,T14,T15,T16")]
    rules: Selection,
    /// Who gets a sliver
    #[arg(long, value_enum, default_value = "longest-border")]
    to: To,
}

impl FixArguments {
    pub(super) fn run(self) -> Result<ExitCode, ExitCode> {
        let chosen: Vec<Code> = self.rules.rules().map(|rule| rule.code).collect();
        if let Some(code) = chosen.iter().find(|&&code| !is_bulk(code)) {
            let bulk = BULK.map(Code::name).join(", ");
            return Err(fail(format!(
                "{code} is not fixed without being looked at; --rules takes {bulk}"
            )));
        }
        let snapshot = Snapshot::new(self.input.load()?);
        let mut go_on = |_| ControlFlow::Continue(());
        let report = check(&snapshot, &self.rules, None, &mut go_on).unwrap_or_default();
        let findings: Vec<&Finding> = report.findings.iter().map(|found| &**found).collect();
        let mut go_on = |_| ControlFlow::Continue(());
        let Some(bulk) = fix_all(&snapshot, &findings, self.to.into(), &mut go_on) else {
            return Err(fail("the fix was stopped"));
        };
        for file in convert(&bulk.after.dataset, &self.output).map_err(fail)? {
            eprintln!("{}", file.display());
        }
        for (index, left) in &bulk.left {
            if let Some(finding) = findings.get(*index) {
                println!("{}", line(finding, left));
            }
        }
        let mut counts: BTreeMap<Code, (usize, usize)> =
            chosen.into_iter().map(|code| (code, (0, 0))).collect();
        for &index in &bulk.fixed {
            if let Some(finding) = findings.get(index) {
                counts.entry(finding.code).or_default().0 += 1;
            }
        }
        for (index, _) in &bulk.left {
            if let Some(finding) = findings.get(*index) {
                counts.entry(finding.code).or_default().1 += 1;
            }
        }
        for (code, (fixed, left)) in counts {
            println!("{code} {}: {fixed} fixed, {left} left", code.kind());
        }
        let status = if bulk.left.is_empty() { 0 } else { LEFT };
        Ok(ExitCode::from(status))
    }
}

/// A finding that is left, in one line: code, kind, where, why.
fn line(finding: &Finding, left: &Left) -> String {
    let place = finding
        .place
        .as_ref()
        .map(|place| format!("{:.7} {:.7}", place.at.x, place.at.y))
        .unwrap_or_default();
    let why = match left {
        Left::NotBulk => "this kind is not fixed in bulk".to_owned(),
        Left::Refused(reason) => reason.to_string(),
    };
    format!("left {} {}: {place} · {why}", finding.code, finding.kind())
}
