//! The checks: one file and one document for each kind of finding, one registry, one
//! runner. A finding is data; its words are made from language files by the window,
//! the reports and the command line.
//!
//! # A rule
//!
//! A rule is a file `src/rules/<family>/<kind>.rs` with a `pub(crate) static RULE:
//! Rule`, and a document beside it, `<kind>.md`, which is the help that the program
//! shows and whose examples the tests run (`tests/rule_documents.rs`). It enters the
//! one list in `registry.rs`.
//!
//! A rule has one or more [`Check`]s, each of a kind that says what it is asked about:
//! each unit, each settlement, each border, those with one code in common, what the
//! survey found. A check of units, settlements or borders also says with [`Reads`] what
//! it reads beside its subject's own row. After an edit the runner asks again about the
//! subjects for which any of that has changed, and about no others:
//!
//! ```ignore
//! pub(crate) static RULE: Rule = Rule {
//!     code: Code::S15,
//!     document: include_str!("missing_name.md"),
//!     checks: &[Check::Unit(Reads::OWN, unit), Check::Settlement(Reads::OWN, settlement)],
//! };
//!
//! fn unit(context: &Context<'_>, key: UnitKey, unit: &Unit, findings: &mut Vec<Finding>) {
//!     if names_nothing(&unit.name) {
//!         findings.push(Finding { units: vec![key], ..Finding::new(Code::S15, Severity::Warning) });
//!     }
//! }
//! ```
//!
//! * A check that reads what it does not declare gives stale findings after an edit;
//!   the property test of incremental checks is there to catch it.
//! * It gives findings no key and need not sort them; a finding about a unit or a
//!   settlement as a whole needs no place either. The runner sees to that.
//! * It costs what its subject is made of, not what the data set is made of: it is
//!   asked again while a person waits for two milliseconds.
//!
//! A document has the headings *What it finds · Basis · How each word is measured ·
//! What it does not decide · Parameters · Examples · Sources · به فارسی*.
//!
//! # An example
//!
//! A fenced block whose language is `example` (what follows that word is its title)
//! holds one data set and what is expected of it, a line each; `#` begins a comment.
//!
//! ```text
//! district 150101 "مرکزی" parent=1501 density=medium
//! rural_district 1501010001 "الف" parent=150101 people=1395:7200 POLYGON((48 33, 49 33, 49 34, 48 34, 48 33))
//! rural_district - "" parent=150101 POLYGON((49 33, 50 33, 50 34, 49 34, 49 33))
//! village 012345 "ده" parent=1501010001 people=1390:95,1395:110 households=1395:22 POINT(48.1 33.2)
//! parameter sliver_width_m=20
//! expect T09 1501010001 1501010002 at=48.5,33.5 area_m2=1200 width_m=20
//! expect S15 1501010001
//! expect nothing of T
//! ```
//!
//! * A unit's line is its level, its code (`-` for none), its name in quotes, then any
//!   of `parent=CODE`, `people=[CENSUS:]N,…`, `density=dense|medium|low`,
//!   `special=border,remote,…`, `established=1352SH` or a day, `nomadic`,
//!   `unlisted` (no layer holds it, only its children name it), `wants=CODE` (what
//!   its source says of its parent, where that was not found), `centre=LON,LAT` or
//!   `centre=CODE` (a city, or a village given before), `ended=1390SH` or a day (it is
//!   a record of what was), and at the end its land as WKT. Parents may come later than
//!   their children.
//! * A settlement's line begins with `village`, `farm` or `place`; it also takes
//!   `households=` and `ended=`; its place is a WKT point, or its limits a polygon.
//! * An overlay's line is its kind (`harim`, `city_limits`, `urban_area`,
//!   `village_limits`, `constituency`, `submission`, `lake`, `sea`), its code (`-` for
//!   none), its name in quotes, then any of `of=CODE` (what it belongs to),
//!   `party="NAME"`, `level=county` (of a submission), and its polygons as WKT.
//! * `border CODE CODE status=agreed` gives attributes (`status`, `source`) to every
//!   border between the two units, whatever their level.
//! * `expect CODE` is followed by the codes (or names in quotes) of the finding's
//!   units, settlements and overlays in its order (`-` for one with neither), then what else
//!   must hold of it: `at=LON,LAT` (within 0.001°, or within a third number of
//!   degrees), `area_m2`, `width_m`, `length_m`, `measured`, `required` (within 1 %),
//!   `level`, `severity`, `kind`, `verdict`, `missing=population,density`,
//!   `fix="…"` (the normalised name).
//! * Of the document's own code nothing may be found but what is expected; findings of
//!   other codes may be, unless `expect nothing of` names their family or code. Every
//!   example expects something or nothing.

mod affected;
mod by_code;
mod checked;
mod context;
mod detail;
mod exchange;
mod finding;
mod json;
mod keys;
mod kind;
mod land;
mod pieces;
mod registry;
mod report;
mod runner;
mod tables;
mod triage;
mod update;

pub use checked::{Checked, ReportChange, UpdateError};
pub use context::{Context, Progress};
pub use detail::Detail;
pub use finding::{
    Amount, Authority, Basis, Code, Family, Finding, FindingKey, FindingLevel, Fingerprint,
    Missing, Place, Severity, Verdict,
};
pub use json::{JsonFinding, JsonReport, JsonSummary, json_finding, json_report};
pub use keys::{Comparison, assign_keys, compare};
pub use kind::{Check, NEAR_DEG, Reads};
pub use registry::{Rule, Selection, SelectionError, all, rule};
pub use report::{Counts, Report};
pub use runner::check;
pub use structure::{NameFault, normalised_name};
pub use tables::Facts;
pub use triage::{
    Standing, accepted, gravest_open, open_count, seen, seen_report, standing, triage_of, triaged,
};

mod dispute;
pub mod fixes;
pub mod legal;
mod structure;
mod topology;
